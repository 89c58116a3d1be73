//! An AMQP connection is opened: round trip by round trip, each of which costs Checkout's CPU and the broker's.
//!
//! ```text
//! dial ──▶ CPU ──▶ (cut: wait for the cable, at most 10 s) ──▶ broker ──▶ round trip ──▶ CPU ──▶ … ──▶ connected
//! ```

use super::mail::Mail;
use super::publisher::{Publisher, is_opening, refuse_publish};
use crate::broker::process::AMQP_ROUND_TRIPS;
use crate::checkout::Checkout;
use crate::config::lineup::PAYMENT;
use crate::event::Event;
use crate::floor::Floor;
use crate::job::{Failure, Job, Then};
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::line::leave;
use crate::slab::Key;
use crate::time::{Micros, SECOND};
use crate::wire::{Between, Trip, What};

/// How long an AMQP connection attempt waits for the network (pika's default `socket_timeout`).
const AMQP_SOCKET_TIMEOUT: Micros = 10 * SECOND;

impl Publisher {
    /// Checkout sets about the first round trip of a new connection. Those of others come in between: connections
    /// opened at once stand at about the same time, late.
    pub(super) fn dial(&mut self, floor: &mut Floor, checkout: &mut Checkout, order: Key) -> Then {
        floor.note(order, Moment::AmqpDialled);
        floor.orders[order].round_trips = AMQP_ROUND_TRIPS as u32 - 1;
        let cost = floor.costs.open_amqp / AMQP_ROUND_TRIPS;
        checkout.work(floor, Job::OpenAmqp, order, cost)
    }

    /// Checkout has written its part of a round trip.
    pub(super) fn dialled(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        mail: &mut Mail,
        order: Key,
    ) -> Then {
        if mail.cable.is_cut() {
            self.dialling.push_back(order);
            let deadline = floor.now + AMQP_SOCKET_TIMEOUT;
            floor.timeout(deadline, Event::AmqpTimedOut { order });
            return Then::Nothing;
        }
        self.shake_hands(floor, checkout, mail, order)
    }

    /// The dialling reaches the broker's machine.
    pub(super) fn shake_hands(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        mail: &mut Mail,
        order: Key,
    ) -> Then {
        if !mail.broker.up {
            let span = floor.costs.refused + floor.usual_round_trip();
            refuse_publish(floor, order, span);
            return Then::Nothing;
        }
        floor.orders[order].opens_amqp = true;
        self.opening.push_back(order);
        match mail.broker.accept(floor, order) {
            true => self.accepted(floor, checkout, order),
            false => Then::Nothing,
        }
    }

    /// The broker has done its part of a round trip.
    pub(super) fn accepted(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
    ) -> Then {
        if !is_opening(floor, order) {
            // Its patience ended while the broker was busy with others.
            return Then::Nothing;
        }
        let span = match floor.wire.lies(Between::Below) {
            true => floor.costs.amqp_handshake / AMQP_ROUND_TRIPS + self.shaking(floor, order),
            false => {
                let round_trips = 2 * AMQP_ROUND_TRIPS * floor.one_way();
                (floor.costs.amqp_handshake + round_trips) / AMQP_ROUND_TRIPS
            }
        };
        match span {
            0 => self.connected(floor, checkout, order),
            span => {
                floor.seldom_after(span, Event::AmqpConnected { order });
                Then::Nothing
            }
        }
    }

    /// How long a round trip takes on a bad wire: in the first of them the connection itself is made, and pika does not wait for
    /// it for ever.
    #[cold]
    fn shaking(&self, floor: &mut Floor, order: Key) -> Micros {
        let o = &floor.orders[order];
        let (number, attempt) = (o.number, o.round_trips);
        let trip = Trip {
            number,
            service: PAYMENT,
            attempt,
            what: What::Shake,
            fresh: true,
        };
        let first = u64::from(attempt) + 1 == AMQP_ROUND_TRIPS;
        if first {
            let deadline = floor.now + AMQP_SOCKET_TIMEOUT;
            floor.timeout(deadline, Event::AmqpTimedOut { order });
        }
        let lost = match first {
            true => floor.sees_dial_lost(Between::Below, || trip),
            false => floor.sees_round_lost(Between::Below, trip),
        };
        if lost {
            let what = What::Shake;
            floor.note(order, Moment::SegmentLost { what });
        }
        match first {
            true => floor.dialling(Between::Below, trip),
            false => floor.round_trip(Between::Below, trip),
        }
    }

    pub(super) fn connected(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
    ) -> Then {
        self.leave_opening(floor, order);
        let left = &mut floor.orders[order].round_trips;
        if *left > 0 {
            *left -= 1;
            let cost = floor.costs.open_amqp / AMQP_ROUND_TRIPS;
            return checkout.work(floor, Job::OpenAmqp, order, cost);
        }
        floor.note(order, Moment::AmqpConnected);
        let place = floor.orders[order].client as usize;
        if place >= self.connections.len() {
            self.connections.resize(place + 1, false);
        }
        self.connections[place] = true;
        if floor.wire.lies(Between::Below) {
            self.streams.renew(place as u32);
        }
        checkout.work(floor, Job::Publish, order, floor.costs.publish)
    }

    pub(super) fn timed_out(&mut self, floor: &mut Floor, order: Key) -> Then {
        floor.note(order, Moment::AmqpTimedOut);
        self.leave_opening(floor, order);
        leave(&mut self.dialling, order);
        let status = Failure::TimedOut.status(&floor.config);
        Then::Concluded(order, status, Reason::Timeout)
    }
}
