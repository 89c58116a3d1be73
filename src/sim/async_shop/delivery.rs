//! The broker's side: into the queue, out to workers with room in turn, off the books with the ack, or dead.
//!
//! ```text
//! arrived ──▶ refused: full │ ready ──▶ unacked ──▶ acked
//!                           │   ▲ └──────── nack ─┘  └──▶ rejected, come back too often: dead
//!                           │   └─ expired, one too many: dead
//! ```

use crate::broker::balance::Death;
use crate::broker::exchange::Route;
use crate::broker::exchange::route;
use crate::broker::queue::Place;
use crate::config::{AckMode, Overflow, QueueType};
use crate::event::Event;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::shop::Shop;
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wrong::Wrong;

impl Shop {
    pub(crate) fn message_reached_broker(&mut self, message: Key) {
        if self.queueing.messages[message].broker_life != self.queueing.broker.life {
            return self.lose(message, Reason::LostByBroker);
        }
        self.queueing.broker.queue.balance.published += 1;
        self.queueing.messages[message].arrived = true;
        if route(&self.queueing.broker.queue) == Route::Unroutable {
            // It was not mandatory: the broker confirms that it has done what it could.
            self.confirm(message, false);
            return self.lose(message, Reason::Unroutable);
        }
        if self.is_full() && self.config.overflow == Overflow::RejectPublish {
            self.confirm(message, true);
            return self.lose(message, Reason::MaxLen);
        }
        self.becomes_ready(message);
        let ahead = self.enqueue(message);
        self.note_message(message, Moment::ReachedQueue { ahead });
        self.confirm(message, false);
        self.deliver();
        self.shorten();
    }

    /// What the queue makes of a message's properties: its level, and when it expires.
    fn becomes_ready(&mut self, message: Key) {
        let number = self.queueing.messages[message].number;
        let ttl = self.ttl_of(number);
        let flat = self.is_wrong(Wrong::PriorityIgnored);
        let m = &mut self.queueing.messages[message];
        m.priority = match self.config.queue_type {
            _ if flat => 0,
            QueueType::Classic => m.priority.min(self.config.max_priority),
            QueueType::Quorum => 0,
        };
        m.expires = ttl.map_or(Micros::MAX, |ttl| self.now.saturating_add(ttl));
    }

    /// A new message joins the queue; returns how many are ready before it.
    fn enqueue(&mut self, message: Key) -> u32 {
        let q = &mut self.queueing;
        let ahead = q.broker.queue.publish(message, &mut q.messages);
        let m = &mut q.messages[message];
        m.place = Place::Ready;
        m.since = self.now;
        self.watch_expiry(message);
        ahead as u32
    }

    /// How long a message may be ready, whoever says so: the queue, its publisher, or both.
    fn ttl_of(&self, number: u64) -> Option<Micros> {
        let set = |ttl: Micros| (ttl > 0).then_some(ttl);
        let own = match self.scripted(number).and_then(|s| s.ttl) {
            Some(prescribed) => Some(prescribed),
            None => set(self.config.message_ttl),
        };
        let both = set(self.config.queue_ttl).into_iter().chain(own);
        both.min()
    }

    /// A message that can expire has its alarm set, once: where it is by then is seen then.
    fn watch_expiry(&mut self, message: Key) {
        let expires = self.queueing.messages[message].expires;
        if expires < Micros::MAX {
            let left = expires.saturating_sub(self.now);
            self.after(left, Event::MessageExpired { message });
        }
    }

    /// What expired leaves, as far as it stands at the head: nobody has to ask for it.
    pub(crate) fn expire(&mut self) {
        let now = self.now;
        if self.is_wrong(Wrong::TtlAwayFromHead) {
            self.bring_expired_forward();
        }
        while self.queueing.broker.up
            && let Some(&head) = self.queueing.broker.queue.ready().front()
            && self.queueing.messages[head].expires <= now
        {
            self.queueing.broker.queue.drop_head();
            self.die(head, Death::Expired);
        }
    }

    fn is_full(&self) -> bool {
        let max = self.config.max_length as usize;
        max > 0 && self.length() >= max
    }

    /// What max-length counts: messages that are ready.
    fn length(&self) -> usize {
        let queue = &self.queueing.broker.queue;
        match self.is_wrong(Wrong::MaxLengthCountsUnacked) {
            false => queue.ready().len(),
            true => queue.ready().len() + queue.unacked() as usize,
        }
    }

    /// A queue that is too long throws its head away.
    pub(super) fn shorten(&mut self) {
        let max = self.config.max_length as usize;
        if max == 0 || self.config.overflow != Overflow::DropHead {
            return;
        }
        while self.length() > max {
            if self.is_wrong(Wrong::DropTail) {
                self.queueing.broker.queue.tail_first();
            }
            let Some(head) = self.queueing.broker.queue.drop_head() else {
                break;
            };
            self.die(head, Death::MaxLen);
        }
        self.expire();
    }

    /// Ready messages go to consumers with room, in turn.
    pub(super) fn deliver(&mut self) {
        let span = self.costs.deliver + self.config.link_latency;
        loop {
            self.expire();
            let Some((message, tag)) = self.next_delivery() else {
                return;
            };
            self.note_delivery(message);
            let again = self.queueing.messages[message].redelivered;
            self.message_hop(message, Leg::Deliver, span, u16::from(again));
            self.after(span, Event::DeliveryReachedConsumer { message, tag });
        }
    }

    fn note_delivery(&mut self, message: Key) {
        let m = &self.queueing.messages[message];
        if let Place::Unacked { consumer: worker } = m.place {
            let redelivered = m.redelivered;
            self.note_message(
                message,
                Moment::Delivered {
                    worker,
                    redelivered,
                },
            );
        }
    }

    /// Takes the head of the queue for the consumer whose turn it is; `None`: no message, or nobody has room.
    pub(super) fn next_delivery(&mut self) -> Option<(Key, u32)> {
        let auto_ack = self.config.ack_mode == AckMode::Auto;
        let prefetch_count = self.prefetch_count();
        let turns = !self.is_wrong(Wrong::FirstConsumerGetsAll);
        let lifo = self.is_wrong(Wrong::LifoQueue);
        let q = &mut self.queueing;
        while !q.broker.queue.ready().is_empty() {
            let index = q.broker.ring.pop_front()?;
            let consumer = &mut q.workers.consumers[index as usize];
            consumer.in_ring = false;
            if !consumer.has_room(prefetch_count, auto_ack) {
                continue;
            }
            consumer.unacked += u32::from(!auto_ack);
            if consumer.has_room(prefetch_count, auto_ack) {
                consumer.in_ring = true;
                match turns {
                    true => q.broker.ring.push_back(index),
                    false => q.broker.ring.push_front(index),
                }
            }
            if lifo {
                q.broker.queue.tail_first();
            }
            let message = q.broker.queue.deliver(!auto_ack)?;
            let m = &mut q.messages[message];
            m.tag += 1;
            m.channel = consumer.channel;
            m.auto_ack = auto_ack;
            if auto_ack {
                // Sent is forgotten: it is off the broker's books.
                m.arrived = false;
                q.broker.queue.balance.acked += 1;
            }
            m.place = Place::Unacked { consumer: index };
            m.since = self.now;
            return Some((message, m.tag));
        }
        None
    }

    /// Unacknowledged messages a worker may hold; 0 = no limit.
    fn prefetch_count(&self) -> u32 {
        match self.is_wrong(Wrong::PrefetchOne) {
            false => self.config.prefetch_count,
            true => 1,
        }
    }

    /// A consumer that may have room again joins the end of the ring.
    pub(super) fn join_ring(&mut self, index: u32) {
        let auto_ack = self.config.ack_mode == AckMode::Auto;
        let prefetch_count = self.prefetch_count();
        let consumer = &mut self.queueing.workers.consumers[index as usize];
        if !consumer.in_ring && consumer.has_room(prefetch_count, auto_ack) {
            consumer.in_ring = true;
            self.queueing.broker.ring.push_back(index);
        }
    }
}
