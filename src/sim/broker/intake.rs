//! Into the queue, and out of it by its own rules: too late, or one too many.
//!
//! ```text
//! arrived ──▶ no such queue │ refused: full │ ready
//!                                              └─ expired, one too many: dead
//! ```

use super::balance::Death;
use super::exchange::is_bound;
use super::levels::level;
use super::messages::Messages;
use super::process::Broker;
use super::queue::{Message, Place};
use super::word::Word;
use crate::config::lineup::Set;
use crate::config::{Overflow, QueueType};
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::slab::Key;
use crate::time::Micros;
use crate::wrong::Wrong;

/// What the broker makes of a message that arrived. Unless it is ready, the message is to be lost, for this reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrived {
    /// It stands in its queue.
    Ready,
    /// Not on its books: it came over the connection of an earlier life.
    Unheard,
    /// Nowhere. It was not mandatory: the broker confirms that it has done what it could.
    Unroutable,
    /// Refused: its queue is full.
    Refused,
}

impl Arrived {
    /// What the publisher is told, if it asked. `None`: not a word.
    pub(crate) fn word(self, mandatory: bool) -> Option<Word> {
        match self {
            Self::Unheard => None,
            Self::Unroutable if mandatory => Some(Word::Returned),
            Self::Ready | Self::Unroutable => Some(Word::Taken),
            Self::Refused => Some(Word::Refused),
        }
    }

    /// Why the message is lost, if it is.
    pub(crate) fn lost(self) -> Option<Reason> {
        match self {
            Self::Ready => None,
            Self::Unheard => Some(Reason::LostByBroker),
            Self::Unroutable => Some(Reason::Unroutable),
            Self::Refused => Some(Reason::MaxLen),
        }
    }
}

impl Broker {
    /// A message arrived at the exchange.
    pub(crate) fn message_arrived(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
    ) -> Arrived {
        let m = &mut messages[message];
        if m.broker_life != self.life {
            return Arrived::Unheard;
        }
        let (service, bound) = (m.service, m.from_worker || is_bound(floor, m.service));
        m.arrived = true;
        let queue = self.queue(service);
        queue.balance.published += 1;
        if !(bound && queue.exists()) {
            return Arrived::Unroutable;
        }
        if self.refuses(floor, service) {
            return Arrived::Refused;
        }
        becomes_ready(floor, messages, message);
        let ahead = self.enqueue(floor, messages, message);
        let back = messages[message].laps > 0;
        let moment = match back {
            false => Moment::ReachedQueue { ahead },
            true => Moment::CameBack { ahead },
        };
        messages.note(floor, message, moment);
        Arrived::Ready
    }

    /// A message that is for several queues is copied for each that is bound; for the others it is gone without a word. If none
    /// is, it stays the one that it was.
    pub(crate) fn copy(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
    ) -> Vec<Key> {
        let m = messages[message];
        let there =
            |&service: &u8| is_bound(floor, service) && self.queues[service as usize].exists();
        let mut bound: Vec<u8> = m.brings.iter().filter(there).collect();
        if floor.is_wrong(Wrong::FanOutShares) {
            let turn = m.number as usize % bound.len().max(1);
            bound = bound.into_iter().skip(turn).take(1).collect();
        }
        let Some((&first, others)) = bound.split_first() else {
            return vec![message];
        };
        let taken = bound
            .iter()
            .fold(Set::default(), |set, &it| set.with(Set::one(it)));
        let (m, nowhere) = (&mut messages[message], m.brings.without(taken));
        (m.service, m.brings, m.to_all) = (first, Set::one(first), false);
        let original = *m;
        let reason = Reason::Unroutable;
        for service in nowhere.iter() {
            floor.note_of_service(service, original.order, Moment::Lost { reason });
        }
        floor.drop_carrier(original.order, nowhere, reason);
        let copies = others.iter().map(|&service| {
            messages.insert(Message {
                service,
                brings: Set::one(service),
                ..original
            })
        });
        std::iter::once(message).chain(copies).collect()
    }

    /// A new message joins its queue; returns how many are ready before it.
    fn enqueue(&mut self, floor: &mut Floor, messages: &mut Messages, message: Key) -> u32 {
        let queue = self.queue(messages[message].service);
        let ahead = queue.publish(message, messages);
        let m = &mut messages[message];
        m.place = Place::Ready;
        m.since = floor.now;
        if m.expires < Micros::MAX {
            set_alarm(floor, messages, message);
            let service = messages[message].service;
            self.queue(service).may_expire = true;
        }
        ahead as u32
    }

    /// The alarm of a message goes off.
    pub(crate) fn alarm(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
        service: u8,
    ) {
        let m = &mut messages[message];
        if m.alarm <= floor.now {
            m.alarm = Micros::MAX;
        }
        // It came back from the dead meanwhile.
        if floor.now < m.expires && m.expires < Micros::MAX {
            set_alarm(floor, messages, message);
        }
        self.expire(floor, messages, service);
    }

    /// What expired leaves, as far as it stands at the head: nobody has to ask for it.
    #[inline]
    pub(crate) fn expire(&mut self, floor: &mut Floor, messages: &mut Messages, service: u8) {
        if self.queue(service).may_expire {
            self.drop_expired(floor, messages, service);
        }
    }

    fn drop_expired(&mut self, floor: &mut Floor, messages: &mut Messages, service: u8) {
        let now = floor.now;
        if floor.is_wrong(Wrong::TtlAwayFromHead) {
            self.bring_expired_forward(floor, messages, service);
        }
        while self.up
            && let Some(&head) = self.queue(service).ready().front()
            && messages[head].expires <= now
        {
            self.queue(service).drop_head();
            self.die_in_queue(floor, messages, head, Death::Expired);
        }
    }

    /// Is a message refused that arrives now?
    ///
    /// A classic queue refuses what is one too many. A quorum queue tells its publishers' channels once there *was* one too
    /// many, and again when it is down to four fifths; what a channel had passed on before it heard is taken. So it takes one
    /// more than it should from who waits for each confirm, and more from who does not (seen on RabbitMQ 3.10.8).
    fn refuses(&mut self, floor: &Floor, service: u8) -> bool {
        let queue = floor.config.of(service);
        let max = queue.max_length as usize;
        if max == 0 || queue.overflow != Overflow::RejectPublish {
            return false;
        }
        match queue.queue_type {
            QueueType::Classic => self.length(floor, service) >= max,
            QueueType::Quorum => {
                self.gauge(floor, service);
                let passed_on = floor.now.saturating_sub(floor.costs.quorum_publish);
                let since = self.queue(service).refuses;
                since.is_some_and(|since| since <= passed_on)
            }
        }
    }

    /// A quorum queue looks whether it is too long, or short enough again.
    #[inline]
    pub(super) fn gauge(&mut self, floor: &Floor, service: u8) {
        if floor.config.of(service).queue_type == QueueType::Quorum {
            self.gauge_length(floor, service);
        }
    }

    fn gauge_length(&mut self, floor: &Floor, service: u8) {
        let max = floor.config.of(service).max_length as usize;
        let length = self.length(floor, service);
        let exact = floor.is_wrong(Wrong::QuorumTakesNoMore);
        let refuses = &mut self.queue(service).refuses;
        match refuses {
            _ if max == 0 => *refuses = None,
            None if length + usize::from(exact) > max => *refuses = Some(floor.now),
            Some(_) if length * 5 <= max * 4 => *refuses = None,
            None | Some(_) => {}
        }
    }

    /// What max-length counts: messages that are ready.
    fn length(&self, floor: &Floor, service: u8) -> usize {
        let queue = &self.queues[service as usize];
        match floor.is_wrong(Wrong::MaxLengthCountsUnacked) {
            false => queue.ready().len(),
            true => queue.ready().len() + queue.unacked() as usize,
        }
    }

    /// A queue that is too long throws its head away.
    pub(crate) fn shorten(&mut self, floor: &mut Floor, messages: &mut Messages, service: u8) {
        let queue = floor.config.of(service);
        let max = queue.max_length as usize;
        if max == 0 || queue.overflow != Overflow::DropHead {
            return;
        }
        while self.length(floor, service) > max {
            if floor.is_wrong(Wrong::DropTail) {
                self.queue(service).tail_first();
            }
            self.take_turns(floor, messages, service);
            let Some(head) = self.queue(service).drop_head() else {
                break;
            };
            self.die_in_queue(floor, messages, head, Death::MaxLen);
        }
        self.expire(floor, messages, service);
    }

    /// An expired message becomes the head, if there is one. (A mistake.)
    fn bring_expired_forward(&mut self, floor: &Floor, messages: &Messages, service: u8) {
        let queue = self.queue(service);
        let expired = |&message: &Key| messages[message].expires <= floor.now;
        if let Some(at) = queue.ready().iter().position(expired) {
            queue.step_forward(at);
        }
    }
}

/// What the queue makes of a message's properties: its level, and when it expires.
fn becomes_ready(floor: &Floor, messages: &mut Messages, message: Key) {
    let m = &mut messages[message];
    let queue = floor.config.of(m.service);
    let ttl = ttl_of(floor, m);
    m.level = level(floor, queue, m.priority);
    m.expires = ttl.map_or(Micros::MAX, |ttl| floor.now.saturating_add(ttl));
}

/// How long a message may be ready, whoever says so: the queue, its publisher, or both.
fn ttl_of(floor: &Floor, message: &Message) -> Option<Micros> {
    let queue_ttl = floor.config.of(message.service).queue_ttl;
    if floor.script.is_none() && floor.config.message_ttl == 0 && queue_ttl == 0 {
        return None;
    }
    let set = |ttl: Micros| (ttl > 0).then_some(ttl);
    let own = match floor.scripted(message.number).and_then(|s| s.ttl) {
        // The broker takes it off what it dead-letters, lest it expire again at once (RabbitMQ's dead-letter guide).
        _ if message.death.is_some() && !floor.is_wrong(Wrong::TtlOutlivesDeath) => None,
        Some(prescribed) => Some(prescribed),
        None => set(floor.config.message_ttl),
    };
    set(queue_ttl).into_iter().chain(own).min()
}

/// One that can expire has an alarm set, and only one: where it is by then is seen then, and how long it has left. So a
/// message that goes round and round leaves no alarms behind.
fn set_alarm(floor: &mut Floor, messages: &mut Messages, message: Key) {
    let m = &mut messages[message];
    if m.expires < m.alarm {
        m.alarm = m.expires.max(floor.now);
        let left = m.alarm - floor.now;
        floor.seldom_after(left, Event::MessageExpired { message });
    }
}
