//! How a publisher loses its connections: the broker dies, or hears nothing for too long, or was another one meanwhile.
//!
//! Behind a cut Checkout does not learn of it, and goes on promising; unless the cut stops only what Checkout sends.

use std::collections::VecDeque;

use super::mail::Mail;
use super::publisher::{Publisher, refuse_publish};
use crate::cable::{Cable, HEARTBEAT};
use crate::event::Event;
use crate::floor::Floor;
use crate::slab::Key;
use crate::time::Micros;

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

    /// The cable was cut or mended, in some direction: when will either side have heard nothing for too long?
    pub(super) fn listen(&mut self, floor: &mut Floor, cable: &Cable) {
        let before = self.deaf_since();
        for (since, deaf) in self
            .deaf
            .iter_mut()
            .zip([cable.stops_out(), cable.stops_back()])
        {
            *since = deaf.then(|| since.unwrap_or(floor.now));
        }
        let now = self.deaf_since();
        if let Some(since) = now
            && now != before
        {
            self.cuts += 1;
            let cut = self.cuts;
            let span = (since + HEARTBEAT).saturating_sub(floor.now);
            floor.seldom_after(span, Event::HeartbeatMissed { cut });
        }
    }

    /// Since when the one of them that has heard nothing for longer has not.
    fn deaf_since(&self) -> Option<Micros> {
        self.deaf.into_iter().flatten().min()
    }

    /// The cable is cut, in one direction at least: does this message stay in its sender's buffers?
    #[cold]
    pub(super) fn is_held(&mut self, floor: &Floor, mail: &mut Mail, message: Key) -> bool {
        let m = &mut mail.messages[message];
        // Its connection was made before the cut: to a broker that may have died since, behind it.
        m.broker_life = self.life_before_cut;
        if mail.cable.stops_out() {
            return true;
        }
        let place = floor.orders[m.order].client;
        !self.unheard.lets_through(floor, place)
    }

    /// One side has closed every connection; returns whose word on a publish will never come.
    pub(super) fn heartbeat_missed(&mut self) -> VecDeque<Key> {
        self.connections.fill(false);
        self.unheard.forget();
        self.confirms_held.clear();
        std::mem::take(&mut self.unconfirmed)
    }

    /// What comes from the broker's machine arrives again, and the broker in it is another one: it knows none of these connections.
    pub(super) fn is_unknown(&mut self, floor: &mut Floor) {
        self.connections.fill(false);
        self.unheard.forget();
        let span = floor.costs.refused + floor.usual_round_trip() / 2;
        self.refuse_unconfirmed(floor, span);
    }

    /// Another program runs: it opens its one channel as it starts, if the broker is within reach.
    pub(super) fn restart(&mut self, within_reach: bool) {
        self.torn = None;
        self.connections[0] = within_reach;
    }
}
