//! What happens to the async shop from outside: processes die and come back, the cable is cut, settings change.

use std::collections::VecDeque;

use crate::sim::broker::consumer::Consumer;
use crate::sim::broker::queue::Place;
use crate::sim::config::Config;
use crate::sim::event::Event;
use crate::sim::journey::Moment;
use crate::sim::ledger::Reason;
use crate::sim::link::HEARTBEAT;
use crate::sim::shop::Failure;
use crate::sim::shop::Shop;
use crate::sim::shop::Wiring;
use crate::sim::slab::Key;

impl Shop {
    /// Payment's worker processes died. Work in their hands vanishes; the broker notices a little later.
    pub(in crate::sim) fn kill_workers(&mut self) {
        if self.wiring == Wiring::Sync {
            return;
        }
        for index in 0..self.queueing.consumers.len() {
            self.kill_worker(index);
        }
        self.queueing.tried.clear();
        self.workers_died();
    }

    /// The process of this worker dies of an order, with all workers in it; nobody restarts it.
    pub(in crate::sim) fn worker_crashed(&mut self, consumer: u32) {
        let process = self.process_of(consumer);
        for index in 0..self.queueing.consumers.len() as u32 {
            if self.process_of(index) == process {
                self.queueing.consumers[index as usize].dead = true;
                self.kill_worker(index as usize);
            }
        }
        self.queueing.tried.retain(|&(p, _), _| p != process);
        self.workers_died();
    }

    /// Which process a worker is in.
    pub(super) fn process_of(&self, consumer: u32) -> u32 {
        consumer
            .checked_div(self.config.worker_threads)
            .unwrap_or_default()
    }

    fn kill_worker(&mut self, index: usize) {
        let server = index as u32;
        let c = &mut self.queueing.consumers[index];
        c.life += 1;
        c.channel += 1;
        c.connected = false;
        c.turning = false;
        c.unacked = 0;
        if std::mem::take(&mut c.in_ring) {
            self.queueing.ring.retain(|&other| other != server);
        }
        let c = &mut self.queueing.consumers[index];
        let working = c.working.take();
        self.inside_payment -= c.buffer.len() as u32 + u32::from(working.is_some());
        self.drop_buffer(index);
        let Some(work) = working else {
            return;
        };
        self.queueing.busy -= 1;
        self.note(work.order, Moment::WorkDied { server });
        self.totals.wasted_work += self.now - work.since;
        if work.message.is_none() {
            self.drop_carrier(work.order, Reason::LostInCrash);
        }
    }

    /// What dead workers had been sent under auto-ack is gone; the broker notices the rest a little later.
    fn workers_died(&mut self) {
        for message in self.queueing.messages.keys() {
            let m = &self.queueing.messages[message];
            if let Place::Unacked { consumer } = m.place
                && m.auto_ack
                && m.channel != self.queueing.consumers[consumer as usize].channel
            {
                self.lose(message, Reason::LostInCrash);
            }
        }
        // The news travels behind the acks that are under way.
        let settling = self.settling(true) - self.costs.ack;
        match self.costs.crash_noticed + settling {
            0 => self.workers_missed(),
            span => self.after(span, Event::WorkersMissed),
        }
    }

    /// The broker noticed dead connections: what it sent on them is ready again, in its old place.
    pub(in crate::sim) fn workers_missed(&mut self) {
        for message in self.queueing.messages.keys() {
            let m = &self.queueing.messages[message];
            if let Place::Unacked { consumer } = m.place
                && m.channel != self.queueing.consumers[consumer as usize].channel
            {
                self.requeue(message);
            }
        }
        self.shorten();
        self.deliver();
    }

    /// The broker's process died: connections break, and what is not both durable and persistent is gone.
    pub(in crate::sim) fn kill_broker(&mut self) {
        let q = &mut self.queueing;
        q.up = false;
        if self.wiring == Wiring::Sync {
            return;
        }
        q.life += 1;
        q.cpu.clear();
        for order in std::mem::take(&mut q.opening) {
            self.refuse_publish(order, self.costs.refused);
        }
        // Behind a cut Checkout does not learn of it, and goes on promising.
        if !self.link.is_cut() {
            self.queueing.connections.fill(false);
            self.refuse_unconfirmed(self.costs.refused);
        }
        self.disconnect_workers();
        self.keep_what_is_durable();
        if !self.config.is_durable() {
            self.queueing.queue.delete();
        }
    }

    /// Workers lose their channels. Orders in their hands are finished all the same, behind the broker's back.
    pub(super) fn disconnect_workers(&mut self) {
        self.queueing.ring.clear();
        for index in 0..self.queueing.consumers.len() {
            let c = &mut self.queueing.consumers[index];
            c.channel += 1;
            c.connected = false;
            c.in_ring = false;
            c.unacked = 0;
            self.inside_payment -= c.buffer.len() as u32;
            self.drop_buffer(index);
            if let Some(work) = &mut self.queueing.consumers[index].working
                && work.message.take().is_some()
            {
                let (order, server) = (work.order, index as u32);
                self.note(order, Moment::CutOff { server });
                self.add_carrier(order);
            }
        }
    }

    /// What a worker has not begun is gone from its buffer; the broker knows of it, or does not.
    fn drop_buffer(&mut self, index: usize) {
        let worker = index as u32;
        for (message, _) in std::mem::take(&mut self.queueing.consumers[index].buffer) {
            self.note_message(message, Moment::DroppedFromBuffer { worker });
        }
    }

    pub(super) fn keep_what_is_durable(&mut self) {
        let durable = self.config.is_durable();
        let everything = self.config.keeps_everything();
        let mut kept = Vec::new();
        for message in self.queueing.messages.keys() {
            let m = &mut self.queueing.messages[message];
            let sent = match m.place {
                Place::Publishing => continue,
                Place::Ready => false,
                Place::Unacked { .. } => true,
            };
            if sent && !m.auto_ack {
                m.redelivered = true;
                self.queueing.queue.settle();
            }
            let with_the_broker = !(sent && m.auto_ack);
            if durable && (m.persistent || everything) && with_the_broker {
                m.place = Place::Ready;
                m.since = self.now;
                m.tag += 1;
                kept.push((m.rank(), message));
                self.note_message(message, Moment::SurvivedBroker { requeued: sent });
            } else {
                self.lose(message, Reason::LostInCrash);
            }
        }
        kept.sort_unstable_by_key(|&(rank, _)| rank);
        self.queueing.queue.take_ready();
        for (_, message) in kept {
            self.queueing.queue.put_back(message);
        }
    }

    pub(in crate::sim) fn start_broker(&mut self) {
        self.queueing.up = true;
        self.connect_workers();
        // What expired meanwhile leaves at once, and so does what is too many now that all is back.
        self.shorten();
        self.expire();
    }

    /// Messages that wait in Checkout's sockets for the cable.
    pub(super) fn publishes_held(&mut self) -> VecDeque<Key> {
        match self.wiring {
            Wiring::Sync => VecDeque::new(),
            Wiring::Async => self.link.drop_held(),
        }
    }

    pub(in crate::sim) fn watch_heartbeat(&mut self) {
        self.queueing.cuts += 1;
        self.queueing.life_before_cut = self.queueing.life;
        if self.wiring == Wiring::Async {
            let cut = self.queueing.cuts;
            self.after(HEARTBEAT, Event::HeartbeatMissed { cut });
        }
    }

    /// The broker has heard nothing for too long and closes Checkout's connections: what waits in their sockets
    /// will never be read, although its users were told 202.
    pub(in crate::sim) fn heartbeat_missed(&mut self) {
        self.queueing.connections.fill(false);
        for message in self.publishes_held() {
            self.lose(message, Reason::ConnectionLost);
        }
        // Who waits for the broker's word hears nothing either.
        self.queueing.confirms_held.clear();
        for order in std::mem::take(&mut self.queueing.unconfirmed) {
            self.note(order, Moment::HeartbeatMissed);
            let status = self.status_of(Failure::Refused);
            self.conclude_publish(order, status, Reason::ConnectionLost);
        }
    }

    /// The cable is back: messages leave, and who was dialling goes on.
    pub(in crate::sim) fn resume_publishing(&mut self, held: VecDeque<Key>) {
        if self.queueing.life == self.queueing.life_before_cut {
            for message in held {
                self.send_message(message);
            }
            for (order, refused) in std::mem::take(&mut self.queueing.confirms_held) {
                self.send_confirm(order, refused, 0);
            }
        } else {
            // Nobody knows these connections any more.
            self.queueing.connections.fill(false);
            for message in held {
                self.lose(message, Reason::LostInCrash);
            }
            self.refuse_unconfirmed(self.costs.refused + self.config.link_latency);
        }
        for order in std::mem::take(&mut self.queueing.dialling) {
            self.shake_hands(order);
        }
    }

    pub(in crate::sim) fn reconfigure_queueing(&mut self, old: &Config) {
        if self.wiring == Wiring::Sync {
            return;
        }
        if self.config.channel != old.channel {
            // Another program: it opens its one channel as it starts.
            self.queueing.torn = false;
            self.queueing.connections[0] = self.queueing.up && !self.link.is_cut();
        }
        let wanted = self.config.consumers as usize;
        let now_there = self.queueing.consumers.len();
        if wanted > now_there {
            let more = (now_there..wanted).map(|_| Consumer::default());
            self.queueing.consumers.extend(more);
        }
        for index in 0..self.queueing.consumers.len() {
            let retired = index >= wanted;
            let was = std::mem::replace(&mut self.queueing.consumers[index].retired, retired);
            if retired && !was {
                self.return_buffer(index as u32);
            }
        }
        self.connect_workers();
        for index in 0..self.queueing.consumers.len() as u32 {
            self.join_ring(index);
        }
        self.shorten();
        self.deliver();
    }

    /// A worker that is taken away finishes its order and returns what it has not begun.
    pub(super) fn return_buffer(&mut self, consumer: u32) {
        let c = &mut self.queueing.consumers[consumer as usize];
        let messages = &self.queueing.messages;
        let auto_ack = |m: &(Key, u32)| messages[m.0].auto_ack;
        let (kept, returned): (VecDeque<_>, VecDeque<_>) = c.buffer.drain(..).partition(auto_ack);
        c.buffer = kept;
        c.unacked -= returned.len() as u32;
        self.inside_payment -= returned.len() as u32;
        for (message, _) in returned {
            self.requeue(message);
        }
    }
}
