//! How a message leaves a worker's account: acknowledged, sent back, rejected, or gone with something that died.
//!
//! ```text
//! unacked ──ack──▶ acked
//!         ──nack, requeue──▶ back, where its queue wants it (or dead: it came back too often)
//!         ──reject──▶ dead ──▶ the queue for dead ones, if there is a dead-letter exchange
//! ```

use super::balance::Death;
use super::messages::{Messages, Return, came_back_too_often};
use super::process::Broker;
use super::queue::{Back, Place};
use crate::config::{BrokerVersion, DeadLetters, QueueType};
use crate::floor::Floor;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::slab::Key;
use crate::trace::Leg;
use crate::workers::group::Workers;
use crate::wrong::Wrong;

impl Broker {
    pub(crate) fn ack_reached(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        workers: &mut Workers,
        message: Key,
    ) {
        messages.note(floor, message, Moment::AckReachedBroker);
        let acked = messages.remove(message);
        let acked = acked.expect("an ack of a live message");
        let queue = self.queue(acked.service);
        queue.settle();
        queue.balance.acked += 1;
        self.unblock(floor, workers, acked.place, acked.channel);
        floor.drop_carrier(acked.order, acked.brings, Reason::None);
        self.deliver(floor, messages, workers);
    }

    /// A worker does not want this message: `back` into the queue, or away with it.
    pub(crate) fn nack_reached(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        workers: &mut Workers,
        message: Key,
        back: Option<Return>,
    ) {
        messages.note(floor, message, Moment::NackReachedBroker);
        let m = &messages[message];
        let (service, place, channel) = (m.service, m.place, m.channel);
        if let Some(why) = back {
            let died = !self.requeue(floor, messages, message, why);
            if died && floor.config.broker_version == BrokerVersion::V3_10 {
                forget_a_credit(workers, place, channel);
            }
        } else {
            self.queue(service).settle();
            self.die_in_queue(floor, messages, message, Death::Rejected);
        }
        self.unblock(floor, workers, place, channel);
        self.shorten(floor, messages, service);
        self.deliver(floor, messages, workers);
    }

    /// A message is gone without having been consumed, and without having died in the queue.
    pub(crate) fn lose(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
        reason: Reason,
    ) {
        messages.note(floor, message, Moment::Lost { reason });
        let lost = messages.remove(message);
        let lost = lost.expect("a message is lost once");
        let leg = match lost.place {
            Place::Publishing => Leg::Publish,
            Place::Ready | Place::Unacked { .. } => Leg::Deliver,
            Place::Aside | Place::Redriven => Leg::Death,
        };
        if lost.arrived {
            let balance = &mut self.queue(lost.service).balance;
            if reason == Reason::MaxLen {
                balance.refused += 1;
            } else {
                balance.lost += 1;
            }
        }
        floor.books.trace.lose(lost.number, leg, reason);
        floor.drop_carrier(lost.order, lost.brings, reason);
    }

    /// A message that is neither ready nor unacknowledged any more died: it goes to the queue for dead ones, if there
    /// is a dead-letter exchange, and else nowhere.
    pub(crate) fn die_in_queue(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
        death: Death,
    ) {
        let of = floor.config.of(messages[message].service);
        if of.dead_letter && of.dead_letters != DeadLetters::Parked {
            return self.set_aside(floor, messages, message, death);
        }
        self.give_up(floor, messages, message, death);
    }

    /// It is dead for good.
    pub(super) fn give_up(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
        death: Death,
    ) {
        let reason = death.reason();
        let dead_letter = floor.config.of(messages[message].service).dead_letter;
        let moment = match dead_letter {
            true => Moment::DeadLettered { reason },
            false => Moment::Lost { reason },
        };
        messages.note(floor, message, moment);
        messages.hop(floor, message, Leg::Death, 0, u16::from(dead_letter));
        let dead = messages.remove(message);
        let dead = dead.expect("a message dies once");
        self.queue(dead.service).balance.died(death, dead_letter);
        floor.drop_carrier(dead.order, dead.brings, reason);
    }

    /// A delivered message returns to the queue, unless it has done so too often; then it dies: `false`. Call
    /// [`Broker::shorten`] and [`Broker::deliver`] when all have returned that will.
    pub(crate) fn requeue(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
        why: Return,
    ) -> bool {
        let service = messages[message].service;
        if came_back_too_often(floor, &mut messages[message], why) {
            self.queue(service).settle();
            self.die_in_queue(floor, messages, message, Death::DeliveryLimit);
            return false;
        }
        let m = &mut messages[message];
        m.place = Place::Ready;
        m.since = floor.now;
        m.redelivered = true;
        m.tag += 1;
        let queue = self.queue(service);
        let at = match floor.is_wrong(Wrong::RequeueToTail) {
            false => queue.requeue(message, back(floor, service, why), messages),
            true => {
                queue.settle();
                queue.publish(message, messages)
            }
        };
        let ahead = at as u32;
        messages.note(floor, message, Moment::Requeued { ahead });
        true
    }
}

/// Where a message goes that comes back to this queue.
fn back(floor: &Floor, service: u8, why: Return) -> Back {
    let queue = floor.config.of(service);
    match queue.queue_type {
        _ if floor.is_wrong(Wrong::QuorumLikeClassic) => Back::OldPlace,
        QueueType::Classic => Back::OldPlace,
        QueueType::Quorum if why.is_said() && queue.delivery_limit == 0 => Back::End,
        QueueType::Quorum => Back::Ahead,
    }
}

/// A mistake of RabbitMQ 3.10, seen: for each message that dies as it is nacked too often, its consumer may hold one more
/// from then on, as long as its channel lives.
fn forget_a_credit(workers: &mut Workers, place: Place, channel: u32) {
    if let Place::Unacked { consumer } = place {
        let c = &mut workers.consumers[consumer as usize];
        if channel == c.channel {
            c.extra += 1;
        }
    }
}
