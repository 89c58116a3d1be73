//! What happens to the async shop from outside: processes die and come back, the cable is cut, settings change.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::broker::consumer::Consumer;
use crate::broker::queue::Place;
use crate::cable::HEARTBEAT;
use crate::config::Config;
use crate::event::Event;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::shop::Failure;
use crate::shop::Shop;
use crate::shop::Wiring;
use crate::slab::Key;

impl Shop {
    /// The broker's process died: connections break, and what is not both durable and persistent is gone.
    pub(crate) fn kill_broker(&mut self) {
        let q = &mut self.queueing;
        q.broker.up = false;
        if self.wiring == Wiring::Sync {
            return;
        }
        q.broker.life += 1;
        q.broker.cpu.clear();
        for order in std::mem::take(&mut q.publisher.opening) {
            self.refuse_publish(order, self.costs.refused);
        }
        // Behind a cut Checkout does not learn of it, and goes on promising.
        if !self.cable.is_cut() {
            self.queueing.publisher.connections.fill(false);
            self.refuse_unconfirmed(self.costs.refused);
        }
        self.disconnect_workers();
        self.keep_what_is_durable();
        if !self.config.is_durable() {
            self.queueing.broker.queue.delete();
        }
    }

    /// Workers lose their channels. Orders in their hands are finished all the same, behind the broker's back.
    pub(super) fn disconnect_workers(&mut self) {
        self.queueing.broker.ring.clear();
        for index in 0..self.queueing.workers.consumers.len() {
            let c = &mut self.queueing.workers.consumers[index];
            c.channel += 1;
            c.connected = false;
            c.in_ring = false;
            c.unacked = 0;
            self.process.inside -= c.buffer.len() as u32;
            self.drop_buffer(index);
            if let Some(work) = &mut self.queueing.workers.consumers[index].working
                && work.message.take().is_some()
            {
                let (order, server) = (work.order, index as u32);
                self.note(order, Moment::CutOff { server });
                self.add_carrier(order);
            }
        }
    }

    /// What a worker has not begun is gone from its buffer; the broker knows of it, or does not.
    pub(super) fn drop_buffer(&mut self, index: usize) {
        let worker = index as u32;
        for (message, _) in std::mem::take(&mut self.queueing.workers.consumers[index].buffer) {
            self.note_message(message, Moment::DroppedFromBuffer { worker });
        }
    }

    pub(super) fn keep_what_is_durable(&mut self) {
        let durable = self.config.is_durable();
        let everything = self.config.keeps_everything();
        // Earliest rank first. (A heap: the sort of the standard library weighs four times as much on the page.)
        let mut kept = BinaryHeap::new();
        for message in self.queueing.messages.keys() {
            let m = &mut self.queueing.messages[message];
            let sent = match m.place {
                Place::Publishing => continue,
                Place::Ready => false,
                Place::Unacked { .. } => true,
            };
            if sent && !m.auto_ack {
                m.redelivered = true;
                self.queueing.broker.queue.settle();
            }
            let with_the_broker = !(sent && m.auto_ack);
            if durable && (m.persistent || everything) && with_the_broker {
                m.place = Place::Ready;
                m.since = self.now;
                m.tag += 1;
                kept.push(Reverse((m.rank(), message)));
                self.note_message(message, Moment::SurvivedBroker { requeued: sent });
            } else if with_the_broker {
                self.lose(message, Reason::LostByBroker);
            } else {
                self.lose(message, Reason::LostByWorker);
            }
        }
        self.queueing.broker.queue.take_ready();
        while let Some(Reverse((_, message))) = kept.pop() {
            self.queueing.broker.queue.put_back(message);
        }
    }

    pub(crate) fn start_broker(&mut self) {
        self.queueing.broker.up = true;
        self.connect_workers();
        // What expired meanwhile leaves at once, and so does what is too many now that all is back.
        self.shorten();
        self.expire();
    }

    /// Messages that wait in Checkout's sockets for the cable.
    pub(super) fn publishes_held(&mut self) -> VecDeque<Key> {
        match self.wiring {
            Wiring::Sync => VecDeque::new(),
            Wiring::Async => self.cable.drop_held(),
        }
    }

    pub(crate) fn watch_heartbeat(&mut self) {
        self.queueing.publisher.cuts += 1;
        self.queueing.publisher.life_before_cut = self.queueing.broker.life;
        if self.wiring == Wiring::Async {
            let cut = self.queueing.publisher.cuts;
            self.after(HEARTBEAT, Event::HeartbeatMissed { cut });
        }
    }

    /// The broker has heard nothing for too long and closes Checkout's connections: what waits in their sockets
    /// will never be read, although its users were told 202.
    pub(crate) fn heartbeat_missed(&mut self) {
        self.queueing.publisher.connections.fill(false);
        for message in self.publishes_held() {
            self.lose(message, Reason::ConnectionLost);
        }
        // Who waits for the broker's word hears nothing either.
        self.queueing.publisher.confirms_held.clear();
        for order in std::mem::take(&mut self.queueing.publisher.unconfirmed) {
            self.note(order, Moment::HeartbeatMissed);
            let status = self.status_of(Failure::Refused);
            self.conclude_publish(order, status, Reason::ConnectionLost);
        }
    }

    /// The cable is back: messages leave, and who was dialling goes on.
    pub(crate) fn resume_publishing(&mut self, held: VecDeque<Key>) {
        if self.queueing.broker.life == self.queueing.publisher.life_before_cut {
            for message in held {
                self.send_message(message);
            }
            for (order, refused) in std::mem::take(&mut self.queueing.publisher.confirms_held) {
                self.send_confirm(order, refused, 0);
            }
        } else {
            // Nobody knows these connections any more.
            self.queueing.publisher.connections.fill(false);
            for message in held {
                self.lose(message, Reason::LostByBroker);
            }
            self.refuse_unconfirmed(self.costs.refused + self.config.link_latency);
        }
        for order in std::mem::take(&mut self.queueing.publisher.dialling) {
            self.shake_hands(order);
        }
    }

    pub(crate) fn reconfigure_queueing(&mut self, old: &Config) {
        if self.wiring == Wiring::Sync {
            return;
        }
        if self.config.channel != old.channel {
            // Another program: it opens its one channel as it starts.
            self.queueing.publisher.torn = None;
            self.queueing.publisher.connections[0] =
                self.queueing.broker.up && !self.cable.is_cut();
        }
        let wanted = self.config.consumers as usize;
        let now_there = self.queueing.workers.consumers.len();
        if wanted > now_there {
            let more = (now_there..wanted).map(|_| Consumer::default());
            self.queueing.workers.consumers.extend(more);
        }
        for index in 0..self.queueing.workers.consumers.len() {
            let retired = index >= wanted;
            let was =
                std::mem::replace(&mut self.queueing.workers.consumers[index].retired, retired);
            if retired && !was {
                self.return_buffer(index as u32);
            }
        }
        self.connect_workers();
        for index in 0..self.queueing.workers.consumers.len() as u32 {
            self.join_ring(index);
        }
        self.shorten();
        self.deliver();
    }

    /// A worker that is taken away finishes its order and returns what it has not begun.
    pub(super) fn return_buffer(&mut self, consumer: u32) {
        let c = &mut self.queueing.workers.consumers[consumer as usize];
        let messages = &self.queueing.messages;
        let auto_ack = |m: &(Key, u32)| messages[m.0].auto_ack;
        let (kept, returned): (VecDeque<_>, VecDeque<_>) = c.buffer.drain(..).partition(auto_ack);
        c.buffer = kept;
        c.unacked -= returned.len() as u32;
        self.process.inside -= returned.len() as u32;
        for (message, _) in returned {
            self.requeue(message);
        }
    }
}
