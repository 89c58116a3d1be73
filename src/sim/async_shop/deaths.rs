//! Worker processes die: all of them with Payment, or one of them of an order.
//!
//! Work in their hands vanishes at once; the broker notices a little later and puts back what it sent them. A process
//! that died of an order (a crash that a script prescribes) is not started again before Payment as a whole is.

use crate::broker::queue::Place;
use crate::event::Event;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::shop::Shop;
use crate::shop::Wiring;
use crate::tally::Tally;
use crate::wrong::Wrong;

impl Shop {
    /// Payment's worker processes died. Work in their hands vanishes; the broker notices a little later.
    pub(crate) fn kill_workers(&mut self) {
        if self.wiring == Wiring::Sync {
            return;
        }
        for index in 0..self.queueing.workers.consumers.len() {
            self.kill_worker(index);
        }
        self.queueing.workers.tried = Tally::default();
        self.workers_died();
    }

    /// The process of this worker dies of an order, with all workers in it; nobody restarts it.
    pub(crate) fn worker_crashed(&mut self, consumer: u32) {
        let process = self.process_of(consumer);
        for index in 0..self.queueing.workers.consumers.len() as u32 {
            if self.process_of(index) == process {
                self.queueing.workers.consumers[index as usize].dead = true;
                self.kill_worker(index as usize);
            }
        }
        self.queueing.workers.tried.keep(|(p, _)| p != process);
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
        let c = &mut self.queueing.workers.consumers[index];
        c.life += 1;
        c.channel += 1;
        c.connected = false;
        c.turning = false;
        c.unacked = 0;
        if std::mem::take(&mut c.in_ring) {
            self.queueing.broker.ring.retain(|&other| other != server);
        }
        let c = &mut self.queueing.workers.consumers[index];
        let working = c.working.take();
        self.process.inside -= c.buffer.len() as u32 + u32::from(working.is_some());
        self.drop_buffer(index);
        let Some(work) = working else {
            return;
        };
        self.queueing.workers.busy -= 1;
        self.note(work.order, Moment::WorkDied { server });
        self.books.totals.wasted_work += self.now - work.since;
        if self.is_wrong(Wrong::KilledWorkCharged) {
            self.note(work.order, Moment::Charged { server });
            self.charge(work.order, work.since);
        }
        if work.message.is_none() {
            self.drop_carrier(work.order, Reason::LostByWorker);
        }
    }

    /// What dead workers had been sent under auto-ack is gone; the broker notices the rest a little later.
    fn workers_died(&mut self) {
        for message in self.queueing.messages.keys() {
            let m = &self.queueing.messages[message];
            if let Place::Unacked { consumer } = m.place
                && m.auto_ack
                && m.channel != self.queueing.workers.consumers[consumer as usize].channel
            {
                self.lose(message, Reason::LostByWorker);
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
    pub(crate) fn workers_missed(&mut self) {
        for message in self.queueing.messages.keys() {
            let m = &self.queueing.messages[message];
            if let Place::Unacked { consumer } = m.place
                && m.channel != self.queueing.workers.consumers[consumer as usize].channel
            {
                match self.is_wrong(Wrong::UnackedLostInCrash) {
                    false => self.requeue(message),
                    true => self.lose_unacked(message),
                }
            }
        }
        self.shorten();
        self.deliver();
    }
}
