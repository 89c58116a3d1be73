//! How a message leaves a worker's account: acknowledged, sent back, rejected, or gone with something that died.
//!
//! ```text
//! unacked ──ack──▶ acked
//!         ──nack, requeue──▶ its old place (or dead: it came back too often)
//!         ──reject──▶ dead ──▶ the queue for dead ones, if there is a dead-letter exchange
//! ```

use crate::broker::balance::Death;
use crate::broker::queue::Place;
use crate::config::QueueType;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::shop::Shop;
use crate::slab::Key;
use crate::trace::Leg;
use crate::wrong::Wrong;

impl Shop {
    pub(crate) fn ack_reached_broker(&mut self, message: Key) {
        self.note_message(message, Moment::AckReachedBroker);
        let acked = self.queueing.messages.remove(message);
        let acked = acked.expect("an ack of a live message");
        self.queueing.broker.queue.settle();
        self.queueing.broker.queue.balance.acked += 1;
        self.unblock(acked.place, acked.channel);
        self.drop_carrier(acked.order, Reason::None);
        self.deliver();
    }

    /// A worker does not want this message: back into the queue, or away with it.
    pub(crate) fn nack_reached_broker(&mut self, message: Key, requeue: bool) {
        self.note_message(message, Moment::NackReachedBroker);
        let m = &self.queueing.messages[message];
        let (place, channel) = (m.place, m.channel);
        if requeue {
            self.requeue(message);
        } else {
            self.queueing.broker.queue.settle();
            self.die(message, Death::Rejected);
        }
        self.unblock(place, channel);
        self.shorten();
        self.deliver();
    }

    /// The consumer a message was with has one less to answer for.
    pub(crate) fn unblock(&mut self, place: Place, channel: u32) {
        if let Place::Unacked { consumer } = place {
            let c = &mut self.queueing.workers.consumers[consumer as usize];
            // A channel that died while its ack was under way has no count any more.
            if channel == c.channel {
                c.unacked -= 1;
                self.join_ring(consumer);
            }
        }
    }

    /// A message is gone without having been consumed, and without having died in the queue.
    pub(crate) fn lose(&mut self, message: Key, reason: Reason) {
        self.note_message(message, Moment::Lost { reason });
        let lost = self.queueing.messages.remove(message);
        let lost = lost.expect("a message is lost once");
        let leg = match lost.place {
            Place::Publishing => Leg::Publish,
            Place::Ready | Place::Unacked { .. } => Leg::Deliver,
        };
        if lost.arrived {
            let balance = &mut self.queueing.broker.queue.balance;
            if reason == Reason::MaxLen {
                balance.refused += 1;
            } else {
                balance.lost += 1;
            }
        }
        self.books.trace.lose(lost.number, leg, reason);
        self.drop_carrier(lost.order, reason);
    }

    /// A message that is neither ready nor unacknowledged any more died: it goes to the queue for dead ones, if there
    /// is a dead-letter exchange, and else nowhere.
    pub(crate) fn die(&mut self, message: Key, death: Death) {
        let (reason, dead_letter) = (death.reason(), self.config.dead_letter);
        self.note_message(
            message,
            match dead_letter {
                true => Moment::DeadLettered { reason },
                false => Moment::Lost { reason },
            },
        );
        self.message_hop(message, Leg::Death, 0, u16::from(dead_letter));
        let dead = self.queueing.messages.remove(message);
        let dead = dead.expect("a message dies once");
        self.queueing.broker.queue.balance.died(death, dead_letter);
        self.drop_carrier(dead.order, reason);
    }

    /// A delivered message returns to its old place in the queue, unless it has done so too often. Call
    /// [`Shop::shorten`] and [`Shop::deliver`] when all have returned that will.
    pub(super) fn requeue(&mut self, message: Key) {
        let exact = u32::from(self.is_wrong(Wrong::DeliveryLimitExact));
        let m = &mut self.queueing.messages[message];
        m.returns += 1;
        let limit = self.config.delivery_limit;
        let counts = self.config.queue_type == QueueType::Quorum && limit > 0;
        if counts && m.returns + exact > limit {
            self.queueing.broker.queue.settle();
            return self.die(message, Death::DeliveryLimit);
        }
        m.place = Place::Ready;
        m.since = self.now;
        m.redelivered = true;
        m.tag += 1;
        let at = match self.is_wrong(Wrong::RequeueToTail) {
            false => {
                let messages = &self.queueing.messages;
                self.queueing.broker.queue.requeue(message, messages)
            }
            true => self.requeue_last(message),
        };
        let ahead = at as u32;
        self.note_message(message, Moment::Requeued { ahead });
    }
}
