//! How workers come and go: they connect, lose their channels, are hired and taken away.

use std::collections::VecDeque;

use super::group::Workers;
use crate::broker::consumer::Consumer;
use crate::broker::messages::{Messages, Return};
use crate::broker::process::{AMQP_ROUND_TRIPS, Broker};
use crate::config::lineup::PAYMENT;
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::slab::Key;
use crate::time::Micros;
use crate::wire::{Between, Trip, What};

impl Workers {
    /// Whoever is not connected, and could be, dials.
    pub(crate) fn connect(&mut self, floor: &mut Floor, broker: &Broker) {
        if !broker.up || !self.process.up {
            return;
        }
        for (index, c) in self.consumers.iter().enumerate() {
            // One that is still at work connects when it is done: its thread is blocked in the callback.
            if !c.connected && !c.retired && !c.dead && c.is_idle() {
                self.dial(floor, index as u32);
            }
        }
    }

    pub(super) fn dial(&self, floor: &mut Floor, consumer: u32) {
        let channel = self.consumers[consumer as usize].channel;
        let connected = Event::ConsumerConnected {
            service: self.service(),
            consumer,
            channel,
        };
        let round_trips = match floor.wire.lies(Between::Workers) {
            true => shaking(floor, consumer, channel),
            false => 2 * AMQP_ROUND_TRIPS * floor.one_way(),
        };
        // A new connection does not overtake the news that the old one is gone.
        let news = self.missed_at.saturating_sub(floor.now);
        let span = floor.costs.worker_start + round_trips;
        floor.seldom_after(span.max(news), connected);
    }

    pub(crate) fn connected(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        consumer: u32,
    ) {
        let c = &mut self.consumers[consumer as usize];
        c.connected = true;
        c.opened = floor.now;
        broker.queue(self.service()).declare();
        broker.join_ring(floor, self, consumer);
        broker.deliver(floor, messages, self);
    }

    /// The processes run again, those that died of an order too.
    pub(crate) fn start(&mut self, floor: &mut Floor, broker: &Broker) {
        self.process.start();
        for consumer in &mut self.consumers {
            consumer.dead = false;
        }
        self.connect(floor, broker);
    }

    /// The broker died: they lose their channels. Orders in their hands are finished all the same, behind its back.
    pub(crate) fn disconnect(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
    ) {
        broker.queue(self.service()).ring.clear();
        for index in 0..self.consumers.len() {
            self.consumers[index].in_ring = false;
            self.lose_channel(floor, messages, index);
        }
    }

    /// The channel of a worker is gone: the order in its hands is finished all the same, behind the broker's back.
    pub(super) fn lose_channel(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        index: usize,
    ) {
        let c = &mut self.consumers[index];
        c.channel += 1;
        c.connected = false;
        c.unacked = 0;
        c.extra = 0;
        self.process.inside -= c.buffer.len() as u32;
        self.drop_buffer(floor, messages, index);
        if let Some(work) = &mut self.consumers[index].working
            && work.message.take().is_some()
        {
            let (order, server) = (work.order, index as u32);
            let brings = work.brings;
            floor.note_of_service(self.service(), order, Moment::CutOff { server });
            floor.add_carrier(order, brings);
        }
    }

    /// What a worker has not begun is gone from its buffer; the broker knows of it, or does not.
    pub(super) fn drop_buffer(&mut self, floor: &mut Floor, messages: &Messages, index: usize) {
        let worker = index as u32;
        for (message, _) in std::mem::take(&mut self.consumers[index].buffer) {
            messages.note(floor, message, Moment::DroppedFromBuffer { worker });
        }
    }

    /// The settings changed: workers are hired, or taken away once their order is finished.
    pub(crate) fn reconfigure(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
    ) {
        let wanted = floor.config.of(self.service()).consumers as usize;
        if wanted > self.consumers.len() {
            self.consumers.resize_with(wanted, Consumer::default);
        }
        for index in 0..self.consumers.len() {
            let retired = index >= wanted;
            let was = std::mem::replace(&mut self.consumers[index].retired, retired);
            if retired && !was {
                self.return_buffer(floor, messages, broker, index);
            }
        }
        self.connect(floor, broker);
        for index in 0..self.consumers.len() as u32 {
            broker.join_ring(floor, self, index);
        }
        broker.shorten(floor, messages, self.service());
        broker.deliver(floor, messages, self);
    }

    /// A worker that is taken away finishes its order and returns what it has not begun.
    fn return_buffer(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        index: usize,
    ) {
        let c = &mut self.consumers[index];
        let auto_ack = |m: &(Key, u32)| messages[m.0].auto_ack;
        let (kept, returned): (VecDeque<_>, VecDeque<_>) = c.buffer.drain(..).partition(auto_ack);
        c.buffer = kept;
        c.unacked -= returned.len() as u32;
        self.process.inside -= returned.len() as u32;
        for (message, _) in returned {
            broker.requeue(floor, messages, message, Return::Lost);
        }
    }
}

/// How long a worker takes to connect on a bad wire, round trip by round trip. (Its draws are those of no order.)
#[cold]
fn shaking(floor: &Floor, consumer: u32, channel: u32) -> Micros {
    let trip = |round: u64| Trip {
        number: u64::MAX - u64::from(consumer),
        service: PAYMENT,
        attempt: channel * AMQP_ROUND_TRIPS as u32 + round as u32,
        what: What::Shake,
        fresh: true,
    };
    let rest = (1..AMQP_ROUND_TRIPS).map(|round| floor.round_trip(Between::Workers, trip(round)));
    floor.dialling(Between::Workers, trip(0)) + rest.sum::<Micros>()
}
