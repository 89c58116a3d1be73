//! How long a broker bears a worker: one that does not acknowledge, and one that is not heard of.
//!
//! ```text
//! delivered ──── consumer timeout ────▶ ┊ the channel looks, once a minute ──▶ closed
//! callback begins: the last byte ──▶ ┊ heartbeat ┊ heartbeat ┊ two in a row without a byte ──▶ connection closed
//! ```
//!
//! Either way what was delivered on it is ready again, and the worker finds out when it is done, and has nothing to
//! acknowledge on: an order that takes longer than is borne is charged again and again.
//!
//! Nothing is counted as time goes by. As a worker begins with an order it is known when it will be done; only if that is too
//! late is anything planned.

use super::group::Workers;
use crate::broker::alarm::Reader;
use crate::broker::messages::Messages;
use crate::broker::process::Broker;
use crate::broker::queue::Place;
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::slab::Key;
use crate::time::{Micros, SECOND};
use crate::wrong::Wrong;

/// How often a channel looks for deliveries that nobody acknowledged (RabbitMQ's `channel_tick_interval`).
const TICK: Micros = 60 * SECOND;

impl Workers {
    /// A worker began with this delivery, and will be done after `span`: is that borne?
    #[cold]
    #[inline(never)]
    pub(super) fn watch(&self, floor: &mut Floor, messages: &Messages, message: Key, span: Micros) {
        let done = floor.now + span;
        self.watch_ack(floor, messages, message, done);
        let heartbeat = floor.config.heard_every(self.service());
        let m = &messages[message];
        if let (Some(heartbeat), Some(opened)) = (heartbeat, self.opened(messages, message)) {
            let Place::Unacked { consumer } = m.place else {
                return;
            };
            // The first look sees the last byte; the next two see none.
            let since = opened.max(self.consumers[consumer as usize].read_on);
            let looks = next(since, heartbeat, floor.now) + silent_looks(floor) * heartbeat;
            if looks < done {
                let tag = m.tag;
                floor.seldom_after(looks - floor.now, Event::WorkerUnheard { message, tag });
            }
        }
    }

    /// The alarm is over in which this worker was blocked: only now is anything counted again, and the first look sees what was
    /// read. So is it borne, what it works on?
    #[cold]
    pub(crate) fn read_on(&mut self, floor: &mut Floor, worker: Reader) {
        let heartbeat = floor.config.heard_every(self.service());
        let c = &mut self.consumers[worker.consumer as usize];
        if c.channel != worker.channel {
            return;
        }
        c.read_on = floor.now;
        if let (Some(heartbeat), Some(work)) = (heartbeat, c.working)
            && let Some((message, tag)) = work.message
        {
            let looks = (1 + silent_looks(floor)) * heartbeat;
            if floor.now + looks < work.until {
                floor.seldom_after(looks, Event::WorkerUnheard { message, tag });
            }
        }
    }

    /// Was this planned before the alarm that its worker was blocked in, whose end began the count anew?
    fn is_void(&self, floor: &Floor, consumer: u32) -> bool {
        let c = &self.consumers[consumer as usize];
        let heartbeat = floor.config.heard_every(self.service());
        let anew = c.read_on + (1 + silent_looks(floor)) * heartbeat.unwrap_or_default();
        c.working.is_some_and(|work| work.since < c.read_on) && floor.now < anew
    }

    /// This delivery will not be acknowledged before then: is that borne?
    pub(crate) fn watch_ack(
        &self,
        floor: &mut Floor,
        messages: &Messages,
        message: Key,
        done: Micros,
    ) {
        let (m, bears) = (&messages[message], floor.config.consumer_timeout);
        let opened = self.opened(messages, message);
        let looks = floor.config.looks_for_acks(self.service());
        let Some(opened) = opened.filter(|_| looks && bears > 0 && !m.auto_ack) else {
            return;
        };
        let late = (m.since + bears).max(floor.now);
        let looks = next(opened, TICK, late);
        if looks < done {
            let tag = m.tag;
            floor.seldom_after(looks - floor.now, Event::AckTimedOut { message, tag });
        }
    }

    /// The processes stand still: what they were sent first is not acknowledged before they go on.
    pub(crate) fn watch_all(&self, floor: &mut Floor, messages: &Messages) {
        let mut first: Vec<Option<(Micros, Key)>> = vec![None; self.consumers.len()];
        for message in messages.keys() {
            let m = &messages[message];
            if let Place::Unacked { consumer } = m.place
                && m.service == self.service()
            {
                let first = &mut first[consumer as usize];
                if first.is_none_or(|(since, _)| m.since < since) {
                    *first = Some((m.since, message));
                }
            }
        }
        for (_, message) in first.into_iter().flatten() {
            self.watch_ack(floor, messages, message, Micros::MAX);
        }
    }

    /// Since when the channel stands that this was delivered on; `None`: it does not any more.
    fn opened(&self, messages: &Messages, message: Key) -> Option<Micros> {
        let m = &messages[message];
        let Place::Unacked { consumer } = m.place else {
            return None;
        };
        let c = self.consumers.get(consumer as usize)?;
        (c.channel == m.channel).then_some(c.opened)
    }

    /// The broker closes what this was delivered on, if it still stands. `unheard`: for want of heartbeats, and not for an
    /// acknowledgement that did not come.
    pub(crate) fn give_up(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        message: Key,
        unheard: bool,
    ) {
        let m = &messages[message];
        let (service, channel) = (self.service(), m.channel);
        let (Some(_), Place::Unacked { consumer }) = (self.opened(messages, message), m.place)
        else {
            return;
        };
        let reader = Reader {
            service,
            consumer,
            channel,
        };
        if unheard && (broker.alarm.blocks(reader) || self.is_void(floor, consumer)) {
            // What it does not read it does not count either.
            return;
        }
        broker.alarm.unblock(reader);
        let worker = consumer;
        messages.note(floor, message, Moment::GivenUp { worker, unheard });
        let c = &mut self.consumers[consumer as usize];
        if std::mem::take(&mut c.in_ring) {
            broker
                .queue(service)
                .ring
                .retain(|&other| other != consumer);
        }
        self.lose_channel(floor, messages, consumer as usize);
        for message in messages.keys() {
            if self.was_sent_to_the_dead(messages, broker, message) && messages[message].auto_ack {
                broker.lose(floor, messages, message, Reason::LostByWorker);
            }
        }
        self.missed(floor, messages, broker, (!unheard).then_some(reader));
        if self.consumers[consumer as usize].is_idle() && broker.up {
            self.dial(floor, consumer);
        }
    }
}

/// After so many looks in a row that hear nothing of a worker it is given up.
fn silent_looks(floor: &Floor) -> u64 {
    match floor.is_wrong(Wrong::OneHeartbeat) {
        false => 2,
        true => 1,
    }
}

/// The first of those looks, every so often since it stood, that is not before this instant.
fn next(opened: Micros, every: Micros, at: Micros) -> Micros {
    let since = at.saturating_sub(opened);
    opened + since.div_ceil(every).max(1) * every
}
