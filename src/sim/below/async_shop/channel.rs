//! Which channel a request publishes on, and who may use it meanwhile.
//!
//! ```text
//! per thread:  thread 1 ─▶ channel 1      per request:  open ─▶ publish ─▶ close
//!              thread 2 ─▶ channel 2
//! shared:      threads ──▶ one channel; two at once tear it      locked: ──▶ [line] ─▶ one channel
//! ```
//!
//! A pika connection is for one thread. When two use it at once, its buffers are torn in the middle of a frame. The
//! broker closes it when it reads that: what it has not read is lost, and so is what is written until Checkout hears of
//! it, a few publishes that look like any other. Afterwards whoever publishes gets an exception. Nobody
//! opens it again. Under `async def` there is only the event loop's thread, so nothing tears; but where it would wait for
//! a confirm, others wait in line.

use std::collections::VecDeque;

use super::mail::Mail;
use super::publisher::{Publisher, is_unguarded};
use crate::broker::process::AMQP_ROUND_TRIPS;
use crate::broker::queue::Place;
use crate::broker::word::Word;
use crate::checkout::Checkout;
use crate::config::lineup::PAYMENT;
use crate::config::{Channel, Endpoint};
use crate::event::Event;
use crate::floor::Floor;
use crate::job::{Failure, Job, Then};
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::slab::Key;
use crate::time::Micros;
use crate::wire::{Between, Trip, What};

/// Round trips to close an AMQP channel and its connection.
const CLOSING_ROUND_TRIPS: u64 = 2;

impl Publisher {
    /// An order is to be paid: it is to be published.
    pub(super) fn publish(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
    ) -> Then {
        let (channel, def) = (floor.config.channel, floor.config.endpoint == Endpoint::Def);
        let o = &mut floor.orders[order];
        let thread = o.thread.unwrap_or_default();
        o.own_channel = channel == Channel::PerRequest;
        o.client = match channel {
            Channel::PerRequest => thread,
            Channel::PerThread if def => thread,
            Channel::PerThread | Channel::Shared | Channel::SharedLocked => 0,
        };
        if is_unguarded(floor) {
            return checkout.work(floor, Job::Publish, order, floor.costs.publish);
        }
        let waits_on_the_loop = !def && floor.config.confirms && channel != Channel::PerRequest;
        if channel == Channel::SharedLocked || waits_on_the_loop {
            if self.holder.is_some() {
                self.line.push_back(order);
                let ahead = self.line.len() as u32 - 1;
                floor.note(order, Moment::AskedForChannel { ahead });
                return Then::Nothing;
            }
            self.holder = Some(order);
        }
        self.use_channel(floor, checkout, order)
    }

    fn use_channel(&mut self, floor: &mut Floor, checkout: &mut Checkout, order: Key) -> Then {
        let o = &floor.orders[order];
        let open = self.connections.get(o.client as usize) == Some(&true);
        if open && !o.own_channel {
            checkout.work(floor, Job::Publish, order, floor.costs.publish)
        } else {
            self.dial(floor, checkout, order)
        }
    }

    // ---- two threads in one channel -----------------------------------------------------------------------------

    /// Checkout's CPU has written a publish: does that tear the one channel, because another thread is in it as well, in
    /// the middle of its publish or waiting for its confirm?
    pub(super) fn tears(&self, floor: &Floor, checkout: &Checkout, order: Key) -> bool {
        // (Who still publishes on a channel of its own, from before the setting changed, tears nothing.)
        let on_the_one =
            || floor.orders[order].client == 0 && self.connections.first() == Some(&true);
        let publishes = |job| job == Job::Publish;
        is_unguarded(floor)
            && on_the_one()
            && (checkout.cpu.is_asked_for(publishes) || !self.unconfirmed.is_empty())
    }

    /// Two threads are in the one channel at once; returns those who wait for a confirm on it, and find it torn.
    pub(super) fn tear(&mut self, floor: &mut Floor, mail: &mut Mail) -> VecDeque<Key> {
        self.connections[0] = false;
        // The frame goes there, the news comes back.
        let round_trip = 2 * floor.costs.publish_out + floor.usual_round_trip();
        self.torn = Some(floor.now + round_trip);
        // What the broker has not read yet goes with the socket. (Of one that it does not read it learns later.)
        if mail.broker.alarm.blocks_thread(0) {
            return std::mem::take(&mut self.unconfirmed);
        }
        for message in mail.messages.keys() {
            let m = &mail.messages[message];
            let on_it = floor.orders.get(m.order).is_some_and(|o| o.client == 0);
            if m.place == Place::Publishing && !m.from_worker && on_it && !mail.cable.stops_out() {
                // (What waits for news of what was written before is in the same socket.)
                mail.cable.forget(message);
                mail.lose(floor, message, Reason::ConnectionLost);
            }
        }
        std::mem::take(&mut self.unconfirmed)
    }

    /// Is the one channel torn, and Checkout has not heard of it?
    pub(super) fn writes_into_torn_channel(&self, floor: &Floor) -> bool {
        let unheard = self.torn.is_some_and(|heard| floor.now <= heard);
        unheard && !floor.config.confirms && is_unguarded(floor)
    }

    // ---- the end of a publish -----------------------------------------------------------------------------------

    /// The broker's word is there, or was not asked for: a connection of this request's own is closed first. (`may_block`: the
    /// broker may not read that.)
    pub(super) fn end(
        &mut self,
        floor: &mut Floor,
        order: Key,
        word: Word,
        may_block: bool,
    ) -> Then {
        if !floor.orders[order].own_channel {
            return ended(floor, order, word);
        }
        floor.note(order, Moment::ChannelClosing);
        let round_trips = match floor.wire.lies(Between::Below) {
            true => self.closing(floor, order),
            false => 2 * CLOSING_ROUND_TRIPS * floor.one_way(),
        };
        match floor.costs.close_amqp + round_trips {
            0 if !may_block => ended(floor, order, word),
            span => {
                floor.seldom_after(span, Event::ChannelClosed { order, word });
                Then::Nothing
            }
        }
    }

    /// How long closing takes on a bad wire: behind all that was written, round trip by round trip.
    #[cold]
    fn closing(&self, floor: &Floor, order: Key) -> Micros {
        let o = &floor.orders[order];
        let trip = |round: u64| Trip {
            number: o.number,
            service: PAYMENT,
            // (Behind those of the opening.)
            attempt: (AMQP_ROUND_TRIPS + round) as u32,
            what: What::Shake,
            fresh: false,
        };
        let shaking: Micros = (0..CLOSING_ROUND_TRIPS)
            .map(|round| floor.round_trip(Between::Below, trip(round)))
            .sum();
        self.streams.empty_in(floor, o.client) + shaking
    }

    /// The handler is about to be done with this order: a connection of its own is closed.
    pub(super) fn close_own(&mut self, floor: &Floor, order: Key) {
        let o = &floor.orders[order];
        if o.own_channel
            && let Some(open) = self.connections.get_mut(o.client as usize)
        {
            *open = false;
        }
    }

    // ---- the one channel is handed on ---------------------------------------------------------------------------

    /// The handler is done with this order, and so is its channel: may others have it now? Without overheads the next
    /// publish can be over at once: then the channel is being handed on already (`false`).
    pub(super) fn begin_handing_on(&mut self, order: Key) -> bool {
        if self.holder != Some(order) {
            return false;
        }
        self.holder = None;
        !std::mem::replace(&mut self.handing_on, true)
    }

    /// Whoever is next in line gets the channel, if it is free.
    pub(super) fn hand_on(&mut self, floor: &mut Floor, checkout: &mut Checkout) -> Option<Then> {
        let free = self.holder.is_none();
        self.holder = self.holder.or_else(|| self.line.pop_front());
        let next = self.holder.filter(|_| free);
        self.handing_on = next.is_some();
        next.map(|order| self.use_channel(floor, checkout, order))
    }
}

/// What was published is promised; what was refused, or returned, is not.
pub(super) fn ended(floor: &Floor, order: Key, word: Word) -> Then {
    let refused = Failure::Refused.status(&floor.config);
    let (status, reason) = match word {
        Word::Taken => (202, Reason::None),
        Word::Refused => (refused, Reason::MaxLen),
        Word::Returned => (refused, Reason::Unroutable),
    };
    Then::Concluded(order, status, reason)
}
