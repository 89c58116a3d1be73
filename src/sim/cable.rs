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
//! A cut in one direction is what a firewall or a switch with a wrong table makes of it. What is sent the other way arrives; a new
//! connection needs both ways.
//!
//! Two simplifications: after the cable is back everything held leaves at once (a real TCP sender would wait for its
//! next retransmission, up to some seconds later), and a connection that was being made when it was cut is made.

use std::collections::VecDeque;

use super::slab::Key;
use super::time::{Micros, SECOND};

/// A broker closes an AMQP connection from which it heard nothing for this long (RabbitMQ's and pika's default
/// heartbeat).
pub const HEARTBEAT: Micros = 60 * SECOND;

/// Which way nothing gets through. (A bit each.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Neither way.
    Both = 0b001,
    /// From Checkout to what lies below it.
    Out = 0b010,
    /// From there to Checkout.
    Back = 0b100,
}

/// The cable below Checkout.
#[derive(Clone, Debug, Default)]
pub struct Cable {
    /// Those that are in force.
    cuts: u8,
    /// What was sent since the cut, oldest first.
    held: VecDeque<Key>,
}

impl Cable {
    /// Is this cut in force?
    pub fn has(&self, cut: Cut) -> bool {
        self.cuts & cut as u8 != 0
    }

    /// Does anything not get through? Then no connection is made.
    #[inline]
    pub fn is_cut(&self) -> bool {
        self.cuts != 0
    }

    /// Does what Checkout sends not arrive?
    #[inline]
    pub fn stops_out(&self) -> bool {
        self.cuts & (Cut::Both as u8 | Cut::Out as u8) != 0
    }

    /// Does what is sent to Checkout not arrive?
    #[inline]
    pub fn stops_back(&self) -> bool {
        self.cuts & (Cut::Both as u8 | Cut::Back as u8) != 0
    }

    /// Pulls the cable out.
    pub fn cut(&mut self, cut: Cut) {
        self.cuts |= cut as u8;
    }

    /// Puts the cable back, unless another cut is in force; what is held is still to be sent.
    pub fn mend(&mut self, cut: Cut) {
        self.cuts &= !(cut as u8);
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
