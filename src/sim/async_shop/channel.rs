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
//! it, a few publishes that look like any other. Afterwards whoever publishes gets an exception. Nobody opens it again. Under `async def` there is only the event loop's thread, so nothing tears; but where it
//! would wait for a confirm, others wait in line.

use crate::broker::queue::Place;
use crate::config::{Channel, Endpoint};
use crate::event::Event;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::shop::{Failure, Job, Shop};
use crate::slab::Key;

/// Round trips to close an AMQP channel and its connection.
const CLOSING_ROUND_TRIPS: u64 = 2;

impl Shop {
    pub(crate) fn publish(&mut self, order: Key) {
        let (channel, def) = (self.config.channel, self.config.endpoint == Endpoint::Def);
        let o = &mut self.orders[order];
        let thread = o.thread.unwrap_or_default();
        o.own_channel = channel == Channel::PerRequest;
        o.client = match channel {
            Channel::PerRequest => thread,
            Channel::PerThread if def => thread,
            Channel::PerThread | Channel::Shared | Channel::SharedLocked => 0,
        };
        if self.is_unguarded() {
            return self.checkout_work(Job::Publish, order, self.costs.publish);
        }
        let waits_on_the_loop = !def && self.config.confirms && channel != Channel::PerRequest;
        if channel == Channel::SharedLocked || waits_on_the_loop {
            if self.queueing.publisher.holder.is_some() {
                let line = &mut self.queueing.publisher.line;
                line.push_back(order);
                let ahead = line.len() as u32 - 1;
                return self.note(order, Moment::AskedForChannel { ahead });
            }
            self.queueing.publisher.holder = Some(order);
        }
        self.use_channel(order);
    }

    /// One channel, many threads, no lock?
    pub(super) fn is_unguarded(&self) -> bool {
        self.config.channel == Channel::Shared && self.config.endpoint == Endpoint::Def
    }

    fn use_channel(&mut self, order: Key) {
        let place = self.handler_place(order);
        let open = self.queueing.publisher.connections.get(place) == Some(&true);
        if open && !self.orders[order].own_channel {
            self.checkout_work(Job::Publish, order, self.costs.publish);
        } else {
            self.dial_broker(order);
        }
    }

    /// Is another thread in the one channel as well, in the middle of its publish or waiting for its confirm?
    pub(super) fn shares_channel(&self) -> bool {
        let publishes = |job| job == Job::Publish;
        self.is_unguarded()
            && (self.checkout.cpu.is_asked_for(publishes)
                || !self.queueing.publisher.unconfirmed.is_empty())
    }

    /// Two threads are in the one channel at once.
    pub(super) fn tear_channel(&mut self) {
        let q = &mut self.queueing;
        q.publisher.connections[0] = false;
        // The frame goes there, the news comes back.
        let round_trip = 2 * (self.costs.publish_out + self.config.link_latency);
        q.publisher.torn = Some(self.now + round_trip);
        // What the broker has not read yet goes with the socket.
        for message in q.messages.keys() {
            let m = &self.queueing.messages[message];
            let on_it = self.orders.get(m.order).is_some_and(|o| o.client == 0);
            if m.place == Place::Publishing && on_it && !self.cable.is_cut() {
                self.lose(message, Reason::ConnectionLost);
            }
        }
        for order in std::mem::take(&mut self.queueing.publisher.unconfirmed) {
            self.find_torn(order);
        }
    }

    /// Is the one channel torn, and Checkout has not heard of it?
    pub(super) fn writes_into_torn_channel(&self) -> bool {
        let unheard = self
            .queueing
            .publisher
            .torn
            .is_some_and(|heard| self.now <= heard);
        unheard && !self.config.confirms && self.is_unguarded()
    }

    /// This request finds the one channel torn, or closed.
    pub(super) fn find_torn(&mut self, order: Key) {
        self.note(order, Moment::ChannelTorn);
        let status = self.status_of(Failure::Refused);
        self.conclude_publish(order, status, Reason::Refused);
    }

    /// The broker's word is there, or was not asked for: a connection of this request's own is closed first.
    pub(crate) fn end_publish(&mut self, order: Key, refused: bool) {
        if !self.orders[order].own_channel {
            return self.channel_closed(order, refused);
        }
        self.note(order, Moment::ChannelClosing);
        let round_trips = 2 * CLOSING_ROUND_TRIPS * self.config.link_latency;
        match self.costs.close_amqp + round_trips {
            0 => self.channel_closed(order, refused),
            span => self.after(span, Event::ChannelClosed { order, refused }),
        }
    }

    /// What was published is promised; what was refused is not.
    pub(crate) fn channel_closed(&mut self, order: Key, refused: bool) {
        let (status, reason) = match refused {
            false => (202, Reason::None),
            true => (self.status_of(Failure::Refused), Reason::MaxLen),
        };
        self.conclude_publish(order, status, reason);
    }

    /// The handler is done with this order, and so is its channel.
    pub(super) fn conclude_publish(&mut self, order: Key, status: u16, reason: Reason) {
        let o = &self.orders[order];
        let (own, place) = (o.own_channel, o.client as usize);
        if own && let Some(open) = self.queueing.publisher.connections.get_mut(place) {
            *open = false;
        }
        self.conclude(order, status, reason);
        if self.queueing.publisher.holder == Some(order) {
            self.queueing.publisher.holder = None;
            self.hand_channel_on();
        }
    }

    /// Whoever is next in line gets the channel. Without overheads its publish can be over at once, and comes back
    /// here: the loop that is already running goes on with the next one.
    fn hand_channel_on(&mut self) {
        if std::mem::replace(&mut self.queueing.publisher.handing_on, true) {
            return;
        }
        while self.queueing.publisher.holder.is_none()
            && let Some(order) = self.queueing.publisher.line.pop_front()
        {
            self.queueing.publisher.holder = Some(order);
            self.use_channel(order);
        }
        self.queueing.publisher.handing_on = false;
    }
}
