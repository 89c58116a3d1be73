//! Worker processes die: all of them with their service, or one of them of an order.
//!
//! Work in their hands vanishes at once; the broker notices a little later and puts back what it sent them. A process
//! that died of an order (a crash that a script prescribes) is not started again before the service as a whole is.

use super::group::Workers;
use crate::broker::alarm::Reader;
use crate::broker::messages::{Messages, Return};
use crate::broker::process::Broker;
use crate::broker::queue::{Message, Place};
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::slab::Key;
use crate::tally::Tally;
use crate::time::Micros;
use crate::wire::{Between, Toward};
use crate::wrong::Wrong;

impl Workers {
    /// All processes died. Work in their hands vanishes; the broker notices a little later.
    pub(crate) fn kill(&mut self, floor: &mut Floor, messages: &mut Messages, broker: &mut Broker) {
        self.process.die();
        for index in 0..self.consumers.len() {
            self.kill_one(floor, messages, broker, index);
        }
        self.tried = Tally::default();
        self.died(floor, messages, broker);
        self.process.bury(floor);
    }

    /// One more order is inside. `false`: that was one too many, and all processes died of it.
    pub(super) fn enter(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
    ) -> bool {
        let fits = self.process.enter(floor);
        if !fits {
            self.kill(floor, messages, broker);
            self.process.plan_restart(floor);
        }
        fits
    }

    /// The process of this worker dies of an order, with all workers in it; nobody restarts it.
    pub(crate) fn crashed(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        consumer: u32,
    ) {
        let process = self.process_of(floor, consumer);
        for index in 0..self.consumers.len() {
            if self.process_of(floor, index as u32) == process {
                self.consumers[index].dead = true;
                self.kill_one(floor, messages, broker, index);
            }
        }
        self.tried.keep(|(p, _)| p != process);
        self.died(floor, messages, broker);
    }

    fn kill_one(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        index: usize,
    ) {
        let server = index as u32;
        let service = self.service();
        let c = &mut self.consumers[index];
        c.life += 1;
        c.channel += 1;
        c.connected = false;
        c.turning = false;
        c.unacked = 0;
        c.extra = 0;
        if std::mem::take(&mut c.in_ring) {
            broker.queue(service).ring.retain(|&other| other != server);
        }
        let working = c.working.take();
        self.process.inside -= c.buffer.len() as u32 + u32::from(working.is_some());
        self.drop_buffer(floor, messages, index);
        let Some(work) = working else {
            return;
        };
        self.busy -= 1;
        floor.note_of_service(self.service(), work.order, Moment::WorkDied { server });
        floor.books.totals.wasted_work += floor.now - work.since;
        if floor.is_wrong(Wrong::KilledWorkCharged) {
            floor.note_of_service(self.service(), work.order, Moment::Charged { server });
            floor.done(service, work.order, work.since);
        }
        if work.message.is_none() {
            floor.drop_carrier(work.order, work.brings, Reason::LostByWorker);
        }
    }

    /// What dead workers had been sent under auto-ack is gone; the broker notices the rest a little later.
    fn died(&mut self, floor: &mut Floor, messages: &mut Messages, broker: &mut Broker) {
        // (Of what it had forgotten the broker need read nothing.)
        for message in messages.keys() {
            if self.is_on_a_dead_channel(messages, message) && messages[message].auto_ack {
                broker.lose(floor, messages, message, Reason::LostByWorker);
            }
        }
        // The news travels behind the acks that are under way.
        let wire = match floor.wire.lies(Between::Workers) {
            false => floor.config.link_latency,
            true => self.last_heard(floor),
        };
        let settling = self.settling(floor, broker, true, wire) - floor.costs.ack;
        match floor.costs.crash_noticed + settling {
            0 => self.missed(floor, messages, broker, None),
            span => {
                let service = self.service();
                self.missed_at = floor.now + span;
                floor.seldom_after(span, Event::WorkersMissed { service });
            }
        }
    }

    /// How long until all that workers sent on a bad wire is there.
    #[cold]
    fn last_heard(&self, floor: &Floor) -> Micros {
        let last = self.consumers.iter().map(|c| c.heard).max();
        let (to, _) = floor.wire.ways(Between::Workers, Toward::Back);
        to.delay.max(last.unwrap_or(0).saturating_sub(floor.now))
    }

    /// The broker noticed dead connections: what it sent on them is ready again, in its old place. (`late`: a channel that it
    /// closed itself, for want of an acknowledgement.)
    pub(crate) fn missed(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        late: Option<Reader>,
    ) {
        let is_late = |m: &Message| {
            late.is_some_and(
                |Reader {
                     consumer, channel, ..
                 }| {
                    m.place == Place::Unacked { consumer } && m.channel == channel
                },
            )
        };
        for message in messages.keys() {
            if self.was_sent_to_the_dead(messages, broker, message) {
                match floor.is_wrong(Wrong::UnackedLostInCrash) {
                    false => {
                        let why = match is_late(&messages[message]) {
                            false => Return::Lost,
                            true => Return::TimedOut,
                        };
                        broker.requeue(floor, messages, message, why);
                    }
                    true => {
                        broker.queue(self.service()).settle();
                        broker.lose(floor, messages, message, Reason::LostByBroker);
                    }
                }
            }
        }
        broker.shorten(floor, messages, self.service());
        broker.deliver(floor, messages, self);
    }

    /// Which process a worker is in.
    pub(super) fn process_of(&self, floor: &Floor, consumer: u32) -> u32 {
        let together = floor.config.of(self.service()).worker_threads;
        consumer.checked_div(together).unwrap_or_default()
    }

    /// Was this message sent to one of them on a channel that is gone, as far as the broker reads it?
    pub(super) fn was_sent_to_the_dead(
        &self,
        messages: &Messages,
        broker: &Broker,
        message: Key,
    ) -> bool {
        let m = &messages[message];
        match m.place {
            Place::Unacked { consumer } => {
                let worker = Reader {
                    service: m.service,
                    consumer,
                    channel: m.channel,
                };
                self.is_on_a_dead_channel(messages, message) && !broker.alarm.blocks(worker)
            }
            Place::Publishing | Place::Ready | Place::Aside | Place::Redriven => false,
        }
    }

    /// Was it sent on a channel of theirs that is gone?
    fn is_on_a_dead_channel(&self, messages: &Messages, message: Key) -> bool {
        let m = &messages[message];
        match m.place {
            Place::Unacked { consumer } if m.service == self.service() => {
                m.channel != self.consumers[consumer as usize].channel
            }
            Place::Unacked { .. }
            | Place::Publishing
            | Place::Ready
            | Place::Aside
            | Place::Redriven => false,
        }
    }
}
