//! The broker's side: into the queue, out to workers with room in turn, off the books with the ack.

use crate::sim::broker::exchange::Route;
use crate::sim::broker::exchange::route;
use crate::sim::broker::queue::Place;
use crate::sim::config::AckMode;
use crate::sim::event::Event;
use crate::sim::journey::Moment;
use crate::sim::ledger::Reason;
use crate::sim::shop::Shop;
use crate::sim::slab::Key;
use crate::sim::trace::Leg;

impl Shop {
    pub(in crate::sim) fn message_reached_broker(&mut self, message: Key) {
        if self.queueing.messages[message].broker_life != self.queueing.life {
            return self.lose(message, Reason::LostInCrash);
        }
        if route(&self.queueing.queue) == Route::Unroutable {
            return self.lose(message, Reason::Unroutable);
        }
        let ahead = self.queueing.queue.ready().len() as u32;
        self.note_message(message, Moment::ReachedQueue { ahead });
        let position = self.queueing.queue.publish(message);
        let m = &mut self.queueing.messages[message];
        m.position = position;
        m.place = Place::Ready;
        m.since = self.now;
        self.deliver();
    }

    /// Ready messages go to consumers with room, in turn.
    pub(super) fn deliver(&mut self) {
        let span = self.costs.deliver + self.config.link_latency;
        while let Some((message, tag)) = self.next_delivery() {
            self.note_delivery(message);
            self.message_hop(message, Leg::Deliver, span);
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
        let prefetch_count = self.config.prefetch_count;
        let q = &mut self.queueing;
        while !q.queue.ready().is_empty() {
            let index = q.ring.pop_front()?;
            let consumer = &mut q.consumers[index as usize];
            consumer.in_ring = false;
            if !consumer.has_room(prefetch_count, auto_ack) {
                continue;
            }
            consumer.unacked += u32::from(!auto_ack);
            if consumer.has_room(prefetch_count, auto_ack) {
                consumer.in_ring = true;
                q.ring.push_back(index);
            }
            let message = q.queue.deliver(!auto_ack)?;
            let m = &mut q.messages[message];
            m.tag += 1;
            m.channel = consumer.channel;
            m.auto_ack = auto_ack;
            m.place = Place::Unacked { consumer: index };
            m.since = self.now;
            return Some((message, m.tag));
        }
        None
    }

    /// A consumer that may have room again joins the end of the ring.
    pub(super) fn join_ring(&mut self, index: u32) {
        let auto_ack = self.config.ack_mode == AckMode::Auto;
        let consumer = &mut self.queueing.consumers[index as usize];
        if !consumer.in_ring && consumer.has_room(self.config.prefetch_count, auto_ack) {
            consumer.in_ring = true;
            self.queueing.ring.push_back(index);
        }
    }

    pub(in crate::sim) fn ack_reached_broker(&mut self, message: Key) {
        self.note_message(message, Moment::AckReachedBroker);
        let acked = self.queueing.messages.remove(message);
        let acked = acked.expect("an ack of a live message");
        self.queueing.queue.settle();
        if let Place::Unacked { consumer } = acked.place {
            let c = &mut self.queueing.consumers[consumer as usize];
            // A channel that died while its ack was under way has no count any more.
            if acked.channel == c.channel {
                c.unacked -= 1;
                self.join_ring(consumer);
            }
        }
        self.drop_carrier(acked.order, Reason::None);
        self.deliver();
    }

    /// A message is gone without having been consumed.
    pub(super) fn lose(&mut self, message: Key, reason: Reason) {
        self.note_message(message, Moment::Lost { reason });
        let lost = self.queueing.messages.remove(message);
        let lost = lost.expect("a message is lost once");
        let leg = match lost.place {
            Place::Publishing => Leg::Publish,
            _ => Leg::Deliver,
        };
        self.trace.lose(lost.number, leg, reason);
        self.drop_carrier(lost.order, reason);
    }

    /// A delivered message returns to its old place in the queue.
    pub(super) fn requeue(&mut self, message: Key) {
        let messages = &mut self.queueing.messages;
        let m = &mut messages[message];
        m.place = Place::Ready;
        m.since = self.now;
        m.redelivered = true;
        m.tag += 1;
        let position = m.position;
        let messages = &self.queueing.messages;
        let position_of = |k| messages[k].position;
        let at = self.queueing.queue.requeue(message, position, position_of);
        let ahead = at as u32;
        self.note_message(message, Moment::Requeued { ahead });
    }
}
