//! Out of the queue: ready messages go to consumers with room, in turn.
//!
//! ```text
//! ready ▮▮▮▮ ──▶ the first in the ring ──▶ unacked: it has one more to answer for
//!                └── room for another? to the end of the ring
//! ```

use super::levels::two_levels;
use super::messages::Messages;
use super::process::Broker;
use super::queue::Place;
use crate::config::{AckMode, QueueType};
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wire::{Between, Toward, What};
use crate::workers::group::Workers;
use crate::wrong::Wrong;

impl Broker {
    /// One is about to leave this queue by its head.
    #[inline]
    pub(super) fn take_turns(&mut self, floor: &Floor, messages: &Messages, service: u8) {
        let two = two_levels(floor, service);
        self.queue(service).take_turns(two, messages);
    }

    /// Ready messages go to consumers with room, in turn.
    pub(crate) fn deliver(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        workers: &mut Workers,
    ) {
        loop {
            self.expire(floor, messages, workers.service());
            let Some((message, tag)) = self.next_delivery(floor, messages, workers) else {
                return self.gauge(floor, workers.service());
            };
            note_delivery(floor, messages, message);
            let again = messages[message].redelivered;
            let crossing = match floor.wire.lies(Between::Workers) {
                false => floor.config.link_latency,
                true => delivering(floor, messages, workers, message),
            };
            let span = floor.costs.deliver + crossing;
            messages.hop(floor, message, Leg::Deliver, span, u16::from(again));
            floor.after(span, Event::DeliveryReachedConsumer { message, tag });
        }
    }

    /// Takes the head of the queue for the consumer whose turn it is; `None`: no message, or nobody has room.
    fn next_delivery(
        &mut self,
        floor: &Floor,
        messages: &mut Messages,
        workers: &mut Workers,
    ) -> Option<(Key, u32)> {
        let service = workers.service();
        let queue = self.queue(service);
        if queue.ready().is_empty() {
            return None;
        }
        let auto_ack = floor.config.of(service).ack_mode == AckMode::Auto;
        let (prefetch_count, rules) = (prefetch_count(floor, service), two_levels(floor, service));
        while !queue.ready().is_empty() {
            let index = queue.ring.pop_front()?;
            let consumer = &mut workers.consumers[index as usize];
            consumer.in_ring = false;
            if !consumer.has_room(prefetch_count, auto_ack) {
                continue;
            }
            consumer.unacked += u32::from(!auto_ack);
            if consumer.has_room(prefetch_count, auto_ack) {
                consumer.in_ring = true;
                match floor.is_wrong(Wrong::FirstConsumerGetsAll) {
                    false => queue.ring.push_back(index),
                    true => queue.ring.push_front(index),
                }
            }
            if floor.is_wrong(Wrong::LifoQueue) {
                queue.tail_first();
            }
            queue.take_turns(rules, messages);
            let message = queue.deliver(!auto_ack)?;
            let m = &mut messages[message];
            m.tag += 1;
            m.channel = consumer.channel;
            m.auto_ack = auto_ack;
            if auto_ack {
                // Sent is forgotten: it is off the broker's books.
                m.arrived = false;
                queue.balance.acked += 1;
            }
            m.place = Place::Unacked { consumer: index };
            m.since = floor.now;
            return Some((message, m.tag));
        }
        None
    }

    /// A consumer that may have room again joins the end of the ring.
    pub(crate) fn join_ring(&mut self, floor: &Floor, workers: &mut Workers, index: u32) {
        let service = workers.service();
        let auto_ack = floor.config.of(service).ack_mode == AckMode::Auto;
        let ring = &mut self.queue(service).ring;
        let consumer = &mut workers.consumers[index as usize];
        if !consumer.in_ring && consumer.has_room(prefetch_count(floor, service), auto_ack) {
            consumer.in_ring = true;
            ring.push_back(index);
        }
    }

    /// The consumer a message was with has one less to answer for.
    pub(crate) fn unblock(
        &mut self,
        floor: &Floor,
        workers: &mut Workers,
        place: Place,
        channel: u32,
    ) {
        if let Place::Unacked { consumer } = place {
            let c = &mut workers.consumers[consumer as usize];
            // A channel that died while its ack was under way has no count any more.
            if channel == c.channel {
                c.unacked -= 1;
                self.join_ring(floor, workers, consumer);
            }
        }
    }
}

fn note_delivery(floor: &mut Floor, messages: &Messages, message: Key) {
    let m = &messages[message];
    if let Place::Unacked { consumer: worker } = m.place {
        let redelivered = m.redelivered;
        let delivered = Moment::Delivered {
            worker,
            redelivered,
        };
        messages.note(floor, message, delivered);
    }
}

/// What a quorum queue takes for no limit: 2000, in every version (`UNLIMITED_PREFETCH_COUNT` in RabbitMQ's
/// rabbit_fifo_client.erl, before it a figure in rabbit_quorum_queue.erl).
const QUORUM_UNLIMITED: u32 = 2_000;

/// Unacknowledged messages a worker of this service may hold; 0 = no limit.
fn prefetch_count(floor: &Floor, service: u8) -> u32 {
    let queue = floor.config.of(service);
    match (queue.prefetch_count, queue.queue_type) {
        _ if floor.is_wrong(Wrong::PrefetchOne) => 1,
        (0, QueueType::Quorum) => QUORUM_UNLIMITED,
        (count, _) => count,
    }
}

/// How long a delivery is on a bad wire. It does not overtake what was sent to the same worker before.
#[cold]
#[inline(never)]
fn delivering(
    floor: &mut Floor,
    messages: &Messages,
    workers: &mut Workers,
    message: Key,
) -> Micros {
    let m = &messages[message];
    let trip = m.handing(What::Deliver);
    messages.note_lost(floor, message, Toward::Out, trip);
    let span = floor.cross(Between::Workers, Toward::Out, trip);
    let Place::Unacked { consumer } = m.place else {
        return span;
    };
    workers.consumers[consumer as usize].will_hear(floor.now, span)
}
