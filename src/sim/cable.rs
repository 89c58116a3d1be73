//! The network between Checkout and what lies below it.
//!
//! ```text
//! send ──▶ latency ──▶ arrives            cut: what is sent waits in the sender's buffers
//! ```
//!
//! A cut is a cable pulled out: nobody is told. What was already under way arrives; what is sent afterwards waits
//! in the sender's kernel, and leaves when the cable is back (TCP sends it again). Who waits for an answer runs
//! into a timeout; who waits for none, as a publisher without confirms, does not even notice.
//!
//! Two simplifications: after the cable is back everything held leaves at once (a real TCP sender would wait for its
//! next retransmission, up to some seconds later), and a connection that was being made when it was cut is made.

use std::collections::VecDeque;

use super::slab::Key;
use super::time::{Micros, SECOND};

/// A broker closes an AMQP connection from which it heard nothing for this long (RabbitMQ's and pika's default
/// heartbeat).
pub const HEARTBEAT: Micros = 60 * SECOND;

/// The cable below Checkout.
#[derive(Clone, Debug, Default)]
pub struct Cable {
    cut: bool,
    /// What was sent since the cut, oldest first.
    held: VecDeque<Key>,
}

impl Cable {
    /// Is the cable out?
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Pulls the cable out.
    pub fn cut(&mut self) {
        self.cut = true;
    }

    /// Puts the cable back; what is held is still to be sent.
    pub fn mend(&mut self) {
        self.cut = false;
    }

    /// Keeps something in the sender's buffers until the cable is back.
    pub fn hold(&mut self, key: Key) {
        self.held.push_back(key);
    }

    /// One held thing is withdrawn: its sender stopped waiting. `false`: it is not held.
    pub fn forget(&mut self, key: Key) -> bool {
        // Patience ends in the order of sending: it usually stands first.
        let at = self.held.iter().position(|&k| k == key);
        at.is_some_and(|at| self.held.remove(at).is_some())
    }

    /// Takes what is held out, oldest first: to be sent, or because its connection was closed.
    pub fn drop_held(&mut self) -> VecDeque<Key> {
        std::mem::take(&mut self.held)
    }

    /// What is held, oldest first.
    pub fn held(&self) -> &VecDeque<Key> {
        &self.held
    }
}
