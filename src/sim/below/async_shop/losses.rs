//! How a publisher loses its connections: the broker dies, or hears nothing for too long, or was another one meanwhile.
//!
//! Behind a cut Checkout does not learn of it, and goes on promising.

use std::collections::VecDeque;

use super::publisher::{Publisher, refuse_publish};
use crate::cable::HEARTBEAT;
use crate::event::Event;
use crate::floor::Floor;
use crate::slab::Key;

impl Publisher {
    /// The broker's process died; `cut`: behind a cut.
    pub(super) fn broker_died(&mut self, floor: &mut Floor, cut: bool) {
        let span = floor.costs.refused;
        for order in std::mem::take(&mut self.opening) {
            floor.orders[order].opens_amqp = false;
            refuse_publish(floor, order, span);
        }
        if !cut {
            self.connections.fill(false);
            self.refuse_unconfirmed(floor, span);
        }
    }

    /// The cable is out, before a broker in this life.
    pub(super) fn cut_off(&mut self, floor: &mut Floor, broker_life: u32) {
        self.cuts += 1;
        self.life_before_cut = broker_life;
        let cut = self.cuts;
        floor.seldom_after(HEARTBEAT, Event::HeartbeatMissed { cut });
    }

    /// The broker has closed every connection; returns whose word on a publish will never come.
    pub(super) fn heartbeat_missed(&mut self) -> VecDeque<Key> {
        self.connections.fill(false);
        self.confirms_held.clear();
        std::mem::take(&mut self.unconfirmed)
    }

    /// The cable is back, before a broker in this life. Does it know these connections?
    pub(super) fn finds_its_broker(&mut self, broker_life: u32) -> bool {
        let known = self.life_before_cut == broker_life;
        if !known {
            self.connections.fill(false);
        }
        known
    }

    /// Another program runs: it opens its one channel as it starts, if the broker is within reach.
    pub(super) fn restart(&mut self, within_reach: bool) {
        self.torn = None;
        self.connections[0] = within_reach;
    }
}
