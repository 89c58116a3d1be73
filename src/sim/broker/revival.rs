//! Dead messages that are not given up: they lie beside their queue, and come back to it.
//!
//! ```text
//!              ┌──── its time is over: expired, and dead-lettered back ────┐
//!              ▼                                                           │
//! queue ▮▮▮▮ ──┴─ dead ──▶ dead-letter exchange ──┬─▶ retry queue ▮▮ ──────┤  retried
//!                                                 └─▶ dead letters ▮▮ ─────┘  redriven: a worker publishes them anew,
//!                                                                             one after the other
//! ```
//!
//! The broker's rules are those of RabbitMQ's dead-letter guide, and of its source where the guide is short
//! (rabbit_dead_letter.erl, mc.erl):
//!
//! * A message keeps a history of its deaths, by queue and reason, the last one first. One that is dead-lettered to a queue in
//!   which it died before is dropped without a word, unless a worker rejected it since then.
//! * Its own time to live is taken off it. A queue's time to live begins anew.
//! * Its key is the name of its queue; so it comes back to the one that it died in, and to no other.
//! * No confirms: what is dead-lettered to a queue that is full, or gone, is lost.
//! * Both queues are durable, so what is persistent in them outlives the broker.
//!
//! Who wants a limit reads the count in the history: what came back so often is left with the dead.
//!
//! Once back it is a message like any other, not redelivered, at the end of its queue.

use super::aside::Aside;
use super::balance::Death;
use super::messages::Messages;
use super::process::Broker;
use super::queue::{Message, Place};
use crate::config::{DeadLetters, Service};
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wrong::Wrong;

impl Broker {
    fn aside(&mut self, service: u8) -> &mut Aside {
        self.queue(service).aside.get_or_insert_default()
    }

    /// A message that is neither ready nor unacknowledged any more died, and may come back: unless it did so often enough, or
    /// would go round for ever by itself.
    #[cold]
    pub(super) fn set_aside(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
        death: Death,
    ) {
        let m = &messages[message];
        let of = floor.config.of(m.service);
        let retried = of.dead_letters == DeadLetters::Retried;
        // Who reads the count: the worker before it rejects, or the one that redrives.
        let is_read = !retried || death == Death::Rejected;
        if is_read && of.retry_limit > 0 && m.laps >= of.retry_limit {
            return self.give_up(floor, messages, message, death);
        }
        let (service, ttl) = (m.service, of.retry_ttl);
        if retried && m.was_retried && death != Death::Rejected {
            messages.hop(floor, message, Leg::Death, 0, 0);
            self.queue(service).balance.dropped += 1;
            return drop_in_a_ring(floor, messages, message);
        }
        self.queue(service).balance.set_aside += 1;
        let reason = death.reason();
        messages.note(floor, message, Moment::SetAside { reason, retried });
        messages.hop(floor, message, Leg::Death, 0, 1);
        let m = &mut messages[message];
        m.death = Some(death);
        m.place = Place::Aside;
        m.since = floor.now;
        m.arrived = false;
        m.tag += 1;
        if retried {
            m.expires = floor.now + ttl;
            let tag = m.tag;
            self.aside(service).retry.put(message);
            floor.seldom_after(ttl, Event::RetryQueueExpired { message, tag });
        } else {
            m.expires = Micros::MAX;
            self.aside(service).dead.put(message);
            self.redrive(floor, messages, service);
        }
    }

    /// The next one whose time is over leaves the head of the retry queue, for its own one.
    pub(crate) fn retries(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        service: u8,
    ) -> Option<Key> {
        while self.up {
            let retry = &mut self.queue(service).aside.as_deref_mut()?.retry;
            let head = *retry.line.front()?;
            if messages[head].expires > floor.now {
                break;
            }
            retry.line.pop_front();
            if goes_round(floor, &messages[head]) {
                retry.dropped += 1;
                messages.hop(floor, head, Leg::Revival, 0, 0);
                let number = messages[head].number;
                floor
                    .books
                    .trace
                    .lose(number, Leg::Revival, Reason::InARing);
                drop_in_a_ring(floor, messages, head);
                continue;
            }
            retry.came_back += 1;
            messages[head].was_retried = true;
            self.bring_back(floor, messages, head, 0);
            return Some(head);
        }
        None
    }

    /// The worker that redrives takes the next dead message, if there is such a worker.
    pub(crate) fn redrive(&mut self, floor: &mut Floor, messages: &mut Messages, service: u8) {
        let (up, of) = (self.up, floor.config.of(service));
        let Some(aside) = self.queue(service).aside.as_deref_mut() else {
            return;
        };
        if !up || !is_redriven(of) || aside.in_hand.is_some() {
            return;
        }
        let Some(message) = aside.dead.line.pop_front() else {
            return;
        };
        aside.in_hand = Some(message);
        let m = &mut messages[message];
        m.place = Place::Redriven;
        m.since = floor.now;
        m.tag += 1;
        let tag = m.tag;
        let costs = floor.costs.deliver + floor.costs.publish_out;
        let span = costs + 2 * floor.config.link_latency + of.redrive_time;
        // Even without any costs a queue that throws away what it is given must not stop the clock.
        floor.seldom_after(span.max(1), Event::DeadLetterRedriven { message, tag });
    }

    /// It published this one anew, and takes the next.
    pub(crate) fn redriven(&mut self, floor: &mut Floor, messages: &mut Messages, message: Key) {
        let service = messages[message].service;
        let aside = self.aside(service);
        aside.in_hand = None;
        aside.dead.came_back += 1;
        // To the broker it is another message, without a history.
        messages[message].was_retried = false;
        self.bring_back(floor, messages, message, 1);
        self.redrive(floor, messages, service);
    }

    /// It is on its way to its queue, which it is about to reach, as any message is.
    fn bring_back(&self, floor: &mut Floor, messages: &mut Messages, message: Key, redriven: u16) {
        messages.hop(floor, message, Leg::Revival, 0, redriven);
        let m = &mut messages[message];
        m.laps += 1;
        m.returns = 0;
        m.redelivered = false;
        m.ahead = false;
        m.place = Place::Publishing;
        m.since = floor.now;
        m.expires = Micros::MAX;
        m.tag += 1;
        // It was published by nobody who waits for a word, and by the name of its queue.
        m.from_worker = true;
        m.mandatory = false;
        m.confirm = false;
        m.broker_life = self.life;
    }

    /// The settings changed. Where nobody redrives any more, those that nobody has in hand are left where they are: for good.
    pub(crate) fn reconsider_dead(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        service: u8,
    ) {
        if self.queue(service).aside.is_none() || is_redriven(floor.config.of(service)) {
            return;
        }
        while let Some(message) = self.aside(service).dead.line.pop_front() {
            let death = messages[message].death.unwrap_or(Death::Rejected);
            self.aside(service).dead.given_up[death as usize] += 1;
            let reason = death.reason();
            messages.note(floor, message, Moment::DeadLettered { reason });
            let left = messages.remove(message);
            let left = left.expect("a dead message is left once");
            floor.drop_carrier(left.order, left.brings, reason);
        }
    }

    /// The broker died with this message in one of the two: it stays, if it is persistent.
    pub(super) fn outlives_in_aside(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        message: Key,
    ) {
        let m = &mut messages[message];
        let (service, persistent) = (m.service, m.persistent);
        let aside = self.aside(service);
        if aside.in_hand == Some(message) {
            aside.in_hand = None;
            aside.dead.line.push_front(message);
            m.place = Place::Aside;
            m.since = floor.now;
            m.tag += 1;
        }
        if persistent {
            let survived = Moment::SurvivedBroker { requeued: false };
            return messages.note(floor, message, survived);
        }
        for beside in [&mut aside.retry, &mut aside.dead] {
            let before = beside.line.len();
            beside.line.retain(|&other| other != message);
            beside.lost += (before - beside.line.len()) as u64;
        }
        self.lose(floor, messages, message, Reason::LostByBroker);
    }
}

/// Is there a worker that redrives this service's dead messages?
fn is_redriven(of: &Service) -> bool {
    of.dead_letter && of.dead_letters == DeadLetters::Redriven
}

/// Would it be back in the queue in which it died, without a worker's rejection on the way? (Since it was there last it died
/// twice: in the queue, and of its time here.)
fn goes_round(floor: &Floor, message: &Message) -> bool {
    message.death != Some(Death::Rejected) || floor.is_wrong(Wrong::RejectedRingDropped)
}

/// It is dropped without a word, but for a line in the broker's log.
fn drop_in_a_ring(floor: &mut Floor, messages: &mut Messages, message: Key) {
    let reason = Reason::InARing;
    messages.note(floor, message, Moment::Lost { reason });
    let dropped = messages.remove(message);
    let dropped = dropped.expect("a message is dropped once");
    floor.drop_carrier(dropped.order, dropped.brings, reason);
}
