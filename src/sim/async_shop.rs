//! The async wiring: Checkout publishes and answers at once.
//!
//! ```text
//! handler ──▶ AMQP connection ──▶ CPU ──▶ link ──▶ exchange ──▶ queue ──▶ worker: buffer, service ──▶ ack
//!                                  └──▶ 202, whatever becomes of the message
//! ```
//!
//! Without publisher confirms the 202 means "written to a socket", not "stored". What is delivered and not
//! acknowledged comes back when its consumer or the broker dies; if the work was done by then, the order is charged
//! again.

use std::collections::VecDeque;

use super::broker::consumer::{Consumer, Work};
use super::broker::exchange::{Route, route};
use super::broker::queue::{Message, Place, Queue};
use super::config::AckMode;
use super::cpu::{Begun, Cpu, Task};
use super::event::Event;
use super::ledger::Reason;
use super::link::HEARTBEAT;
use super::shop::{Failure, Job, Shop, Wiring};
use super::slab::{Key, Slab};
use super::time::{Micros, SECOND};
use super::trace::Leg;

/// How long an AMQP connection attempt waits for the network (pika's default `socket_timeout`).
const AMQP_SOCKET_TIMEOUT: Micros = 10 * SECOND;

/// Round trips to open an AMQP connection and a channel.
const AMQP_ROUND_TRIPS: u64 = 4;

/// Everything between Checkout's handler and Payment's workers.
#[derive(Clone, Debug)]
pub(super) struct Queueing {
    pub(super) up: bool,
    /// Counts the lives of the broker's process.
    pub(super) life: u32,
    pub(super) cpu: Cpu<()>,
    pub(super) queue: Queue,
    pub(super) messages: Slab<Message>,
    pub(super) consumers: Vec<Consumer>,
    /// Consumers with room, in the order in which they are served.
    pub(super) ring: VecDeque<u32>,
    /// Which Checkout threads have an open AMQP connection.
    pub(super) connections: Vec<bool>,
    /// Orders whose thread is opening one, oldest first.
    pub(super) opening: VecDeque<Key>,
    /// Orders whose thread dials into a cut, oldest first: they go on when the cable is back.
    pub(super) dialling: VecDeque<Key>,
    /// Counts cuts of the network.
    pub(super) cuts: u32,
    /// Which life of the broker Checkout last heard of before the cut.
    life_before_cut: u32,
    /// Workers at work.
    pub(super) busy: u32,
}

impl Queueing {
    /// A broker with this many workers, all connected. (A sync shop has none.)
    pub(super) fn new(consumers: u32) -> Self {
        let ready = Consumer {
            connected: true,
            in_ring: true,
            ..Consumer::default()
        };
        Self {
            up: true,
            life: 0,
            cpu: Cpu::default(),
            queue: Queue::default(),
            messages: Slab::default(),
            consumers: vec![ready; consumers as usize],
            ring: (0..consumers).collect(),
            // A shop that has been open for a while has one warm thread (idle threads are used again last-in-first-out).
            connections: vec![true],
            opening: VecDeque::new(),
            dialling: VecDeque::new(),
            cuts: 0,
            life_before_cut: 0,
            busy: 0,
        }
    }
}

impl Shop {
    // ---- Checkout's side ----------------------------------------------------------------------------------------

    pub(super) fn publish(&mut self, order: Key) {
        let place = self.handler_place(order);
        if self.queueing.connections.get(place) == Some(&true) {
            self.checkout_work(Job::Publish, order, self.costs.publish);
        } else {
            self.checkout_work(Job::OpenAmqp, order, self.costs.open_amqp);
        }
    }

    pub(super) fn amqp_dialled(&mut self, order: Key) {
        if self.link.is_cut() {
            self.queueing.dialling.push_back(order);
            let deadline = self.now + AMQP_SOCKET_TIMEOUT;
            self.timeout(deadline, Event::AmqpTimedOut { order });
        } else {
            self.shake_hands(order);
        }
    }

    /// The dialling reaches the broker's machine.
    fn shake_hands(&mut self, order: Key) {
        if !self.queueing.up {
            let span = self.costs.refused + 2 * self.config.link_latency;
            return self.after(span, Event::PublishRefused { order });
        }
        self.queueing.opening.push_back(order);
        let task = Task {
            job: (),
            key: order,
            cost: self.costs.accept_amqp,
        };
        match self.queueing.cpu.request(task, false) {
            Begun::Done => self.amqp_accepted(order),
            Begun::Running(slice) => self.broker_slice(slice),
            Begun::Waits => {}
        }
    }

    pub(super) fn broker_slice_over(&mut self) {
        let done = self.queueing.cpu.slice_over();
        if let Some(slice) = self.queueing.cpu.begin_next() {
            self.broker_slice(slice);
        }
        if let Some(task) = done {
            self.amqp_accepted(task.key);
        }
    }

    fn broker_slice(&mut self, slice: Micros) {
        let life = self.queueing.life;
        self.after(slice, Event::BrokerSliceOver { life });
    }

    fn amqp_accepted(&mut self, order: Key) {
        if !self.queueing.opening.contains(&order) {
            // Its patience ended while the broker was busy with others.
            return;
        }
        let round_trips = 2 * AMQP_ROUND_TRIPS * self.config.link_latency;
        match self.costs.amqp_handshake + round_trips {
            0 => self.amqp_connected(order),
            span => self.after(span, Event::AmqpConnected { order }),
        }
    }

    pub(super) fn amqp_connected(&mut self, order: Key) {
        leave(&mut self.queueing.opening, order);
        let place = self.handler_place(order);
        let connections = &mut self.queueing.connections;
        if place >= connections.len() {
            connections.resize(place + 1, false);
        }
        connections[place] = true;
        self.checkout_work(Job::Publish, order, self.costs.publish);
    }

    pub(super) fn amqp_timed_out(&mut self, order: Key) {
        leave(&mut self.queueing.opening, order);
        leave(&mut self.queueing.dialling, order);
        let status = self.status_of(Failure::TimedOut);
        self.conclude(order, status, Reason::Timeout);
    }

    pub(super) fn publish_refused(&mut self, order: Key) {
        let status = self.status_of(Failure::Refused);
        self.conclude(order, status, Reason::Refused);
    }

    /// The message is written to the socket; the user is told 202.
    pub(super) fn published(&mut self, order: Key) {
        let place = self.handler_place(order);
        if self.queueing.connections.get(place) != Some(&true) {
            // The connection died while the request waited for the CPU.
            return self.after(self.costs.refused, Event::PublishRefused { order });
        }
        let message = self.queueing.messages.insert(Message {
            order,
            number: self.orders[order].number,
            position: 0,
            persistent: self.config.messages_persistent,
            redelivered: false,
            place: Place::Publishing,
            since: self.now,
            tag: 0,
            channel: 0,
            auto_ack: false,
            broker_life: self.queueing.life,
        });
        self.add_carrier(order);
        if self.link.is_cut() {
            self.link.hold(message);
        } else {
            self.send_message(message);
        }
        self.conclude(order, 202, Reason::None);
    }

    fn send_message(&mut self, message: Key) {
        let span = self.costs.publish_out + self.config.link_latency;
        self.message_hop(message, Leg::Publish, span);
        self.after(span, Event::MessageReachedBroker { message });
    }

    // ---- the broker ---------------------------------------------------------------------------------------------

    pub(super) fn message_reached_broker(&mut self, message: Key) {
        if self.queueing.messages[message].broker_life != self.queueing.life {
            return self.lose(message, Reason::LostInCrash);
        }
        if route(&self.queueing.queue) == Route::Unroutable {
            return self.lose(message, Reason::Unroutable);
        }
        let position = self.queueing.queue.publish(message);
        let m = &mut self.queueing.messages[message];
        m.position = position;
        m.place = Place::Ready;
        m.since = self.now;
        self.deliver();
    }

    /// Ready messages go to consumers with room, in turn.
    fn deliver(&mut self) {
        let span = self.costs.deliver + self.config.link_latency;
        while let Some((message, tag)) = self.next_delivery() {
            self.message_hop(message, Leg::Deliver, span);
            self.after(span, Event::DeliveryReachedConsumer { message, tag });
        }
    }

    /// Takes the head of the queue for the consumer whose turn it is; `None`: no message, or nobody has room.
    fn next_delivery(&mut self) -> Option<(Key, u32)> {
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
    fn join_ring(&mut self, index: u32) {
        let auto_ack = self.config.ack_mode == AckMode::Auto;
        let consumer = &mut self.queueing.consumers[index as usize];
        if !consumer.in_ring && consumer.has_room(self.config.prefetch_count, auto_ack) {
            consumer.in_ring = true;
            self.queueing.ring.push_back(index);
        }
    }

    pub(super) fn ack_reached_broker(&mut self, message: Key) {
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
    fn lose(&mut self, message: Key, reason: Reason) {
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
    fn requeue(&mut self, message: Key) {
        let messages = &mut self.queueing.messages;
        let m = &mut messages[message];
        m.place = Place::Ready;
        m.since = self.now;
        m.redelivered = true;
        m.tag += 1;
        let position = m.position;
        let messages = &self.queueing.messages;
        let position_of = |k| messages[k].position;
        self.queueing.queue.requeue(message, position, position_of);
    }

    // ---- the workers --------------------------------------------------------------------------------------------

    pub(super) fn connect_workers(&mut self) {
        if !self.queueing.up || !self.payment_up {
            return;
        }
        for index in 0..self.queueing.consumers.len() {
            let c = &self.queueing.consumers[index];
            // One that is still at work connects when it is done: its thread is blocked in the callback.
            if !c.connected && !c.retired && c.is_idle() {
                self.dial(index as u32);
            }
        }
    }

    fn dial(&mut self, consumer: u32) {
        let channel = self.queueing.consumers[consumer as usize].channel;
        let event = Event::ConsumerConnected { consumer, channel };
        let round_trips = 2 * AMQP_ROUND_TRIPS * self.config.link_latency;
        self.after(self.costs.worker_start + round_trips, event);
    }

    pub(super) fn consumer_connected(&mut self, consumer: u32) {
        self.queueing.consumers[consumer as usize].connected = true;
        self.queueing.queue.declare();
        self.join_ring(consumer);
        self.deliver();
    }

    pub(super) fn delivery_reached_consumer(&mut self, message: Key) {
        let m = &self.queueing.messages[message];
        let Place::Unacked { consumer } = m.place else {
            return;
        };
        let (tag, auto_ack) = (m.tag, m.auto_ack);
        let c = &self.queueing.consumers[consumer as usize];
        if m.channel != c.channel {
            // Its process died meanwhile; the broker has not noticed yet.
            return;
        }
        if c.retired && !auto_ack {
            self.queueing.consumers[consumer as usize].unacked -= 1;
            self.requeue(message);
            return self.deliver();
        }
        let idle = c.is_idle();
        let buffer = &mut self.queueing.consumers[consumer as usize].buffer;
        buffer.push_back((message, tag));
        if self.entered_payment() && idle {
            self.consumer_took_next(consumer);
        }
    }

    pub(super) fn consumer_took_next(&mut self, consumer: u32) {
        let now = self.now;
        let c = &mut self.queueing.consumers[consumer as usize];
        c.turning = false;
        let Some((message, tag)) = c.buffer.pop_front() else {
            // Its channel died while it turned, or its buffer went back.
            return self.turn_to_next(consumer);
        };
        let m = &self.queueing.messages[message];
        let (order, number) = (m.order, m.number);
        c.working = Some(Work {
            order,
            number,
            since: now,
            until: now,
            message: Some((message, tag)),
        });
        let life = c.life;
        self.queueing.busy += 1;
        let service = self.service_began(order);
        let span = service + self.costs.worker_overrun;
        if let Some(work) = &mut self.queueing.consumers[consumer as usize].working {
            work.until = now + span;
        }
        self.after(span, Event::MessageServed { consumer, life });
    }

    pub(super) fn message_served(&mut self, consumer: u32) {
        let c = &mut self.queueing.consumers[consumer as usize];
        let work = c.working.take().expect("a service ends once");
        self.queueing.busy -= 1;
        self.inside_payment -= 1;
        self.charge(work.order, work.since);
        match work.message {
            None => self.drop_carrier(work.order, Reason::None),
            Some((message, _)) if self.queueing.messages[message].auto_ack => {
                self.queueing.messages.remove(message);
                self.drop_carrier(work.order, Reason::None);
            }
            Some((message, tag)) => {
                let span = self.costs.ack + self.config.link_latency;
                self.message_hop(message, Leg::Ack, span);
                self.after(span, Event::AckReachedBroker { message, tag });
            }
        }
        self.turn_to_next(consumer);
    }

    fn turn_to_next(&mut self, consumer: u32) {
        let c = &mut self.queueing.consumers[consumer as usize];
        if c.buffer.is_empty() {
            if !c.connected && !c.retired && self.queueing.up {
                self.dial(consumer);
            }
            return;
        }
        c.turning = true;
        let life = c.life;
        match self.costs.next_buffered {
            0 => self.consumer_took_next(consumer),
            span => self.after(span, Event::ConsumerTookNext { consumer, life }),
        }
    }

    // ---- changes from outside -----------------------------------------------------------------------------------

    /// Payment's worker processes died. Work in their hands vanishes; the broker notices a little later.
    pub(super) fn kill_workers(&mut self) {
        if self.wiring == Wiring::Sync {
            return;
        }
        self.queueing.ring.clear();
        self.queueing.busy = 0;
        for index in 0..self.queueing.consumers.len() {
            let c = &mut self.queueing.consumers[index];
            c.life += 1;
            c.channel += 1;
            c.connected = false;
            c.in_ring = false;
            c.turning = false;
            c.unacked = 0;
            c.buffer.clear();
            let Some(work) = c.working.take() else {
                continue;
            };
            self.totals.wasted_work += self.now - work.since;
            if work.message.is_none() {
                self.drop_carrier(work.order, Reason::LostInCrash);
            }
        }
        for message in self.queueing.messages.keys() {
            let m = &self.queueing.messages[message];
            if m.auto_ack && matches!(m.place, Place::Unacked { .. }) {
                self.lose(message, Reason::LostInCrash);
            }
        }
        // The news travels behind the acks that are under way.
        match self.costs.crash_noticed + self.config.link_latency {
            0 => self.workers_missed(),
            span => self.after(span, Event::WorkersMissed),
        }
    }

    /// The broker noticed dead connections: what it sent on them is ready again, in its old place.
    pub(super) fn workers_missed(&mut self) {
        for message in self.queueing.messages.keys() {
            let m = &self.queueing.messages[message];
            if let Place::Unacked { consumer } = m.place
                && m.channel != self.queueing.consumers[consumer as usize].channel
            {
                self.requeue(message);
            }
        }
        self.deliver();
    }

    /// The broker's process died: connections break, and what is not both durable and persistent is gone.
    pub(super) fn kill_broker(&mut self) {
        let q = &mut self.queueing;
        q.up = false;
        if self.wiring == Wiring::Sync {
            return;
        }
        q.life += 1;
        q.cpu.clear();
        for order in std::mem::take(&mut q.opening) {
            self.after(self.costs.refused, Event::PublishRefused { order });
        }
        // Behind a cut Checkout does not learn of it, and goes on promising.
        if !self.link.is_cut() {
            self.queueing.connections.fill(false);
        }
        self.disconnect_workers();
        self.keep_what_is_durable();
        if !self.config.queue_durable {
            self.queueing.queue.delete();
        }
    }

    /// Workers lose their channels. Orders in their hands are finished all the same, behind the broker's back.
    fn disconnect_workers(&mut self) {
        self.queueing.ring.clear();
        for index in 0..self.queueing.consumers.len() {
            let c = &mut self.queueing.consumers[index];
            c.channel += 1;
            c.connected = false;
            c.in_ring = false;
            c.unacked = 0;
            self.inside_payment -= c.buffer.len() as u32;
            c.buffer.clear();
            if let Some(work) = &mut c.working
                && work.message.take().is_some()
            {
                let order = work.order;
                self.add_carrier(order);
            }
        }
    }

    fn keep_what_is_durable(&mut self) {
        let durable = self.config.queue_durable;
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
            if durable && m.persistent && with_the_broker {
                m.place = Place::Ready;
                m.since = self.now;
                m.tag += 1;
                kept.push((m.position, message));
            } else {
                self.lose(message, Reason::LostInCrash);
            }
        }
        kept.sort_unstable_by_key(|&(position, _)| position);
        self.queueing.queue.take_ready();
        for (_, message) in kept {
            self.queueing.queue.put_back(message);
        }
    }

    pub(super) fn start_broker(&mut self) {
        self.queueing.up = true;
        self.connect_workers();
    }

    /// Messages that wait in Checkout's sockets for the cable.
    fn publishes_held(&mut self) -> VecDeque<Key> {
        match self.wiring {
            Wiring::Sync => VecDeque::new(),
            Wiring::Async => self.link.drop_held(),
        }
    }

    pub(super) fn watch_heartbeat(&mut self) {
        self.queueing.cuts += 1;
        self.queueing.life_before_cut = self.queueing.life;
        if self.wiring == Wiring::Async {
            let cut = self.queueing.cuts;
            self.after(HEARTBEAT, Event::HeartbeatMissed { cut });
        }
    }

    /// The broker has heard nothing for too long and closes Checkout's connections: what waits in their sockets
    /// will never be read, although its users were told 202.
    pub(super) fn heartbeat_missed(&mut self) {
        self.queueing.connections.fill(false);
        for message in self.publishes_held() {
            self.lose(message, Reason::ConnectionLost);
        }
    }

    /// The cable is back: messages leave, and who was dialling goes on.
    pub(super) fn resume_publishing(&mut self, held: VecDeque<Key>) {
        if self.queueing.life == self.queueing.life_before_cut {
            for message in held {
                self.send_message(message);
            }
        } else {
            // Nobody knows these connections any more.
            self.queueing.connections.fill(false);
            for message in held {
                self.lose(message, Reason::LostInCrash);
            }
        }
        for order in std::mem::take(&mut self.queueing.dialling) {
            self.shake_hands(order);
        }
    }

    pub(super) fn reconfigure_queueing(&mut self) {
        if self.wiring == Wiring::Sync {
            return;
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
        self.deliver();
    }

    /// A worker that is taken away finishes its order and returns what it has not begun.
    fn return_buffer(&mut self, consumer: u32) {
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

    // ---- books --------------------------------------------------------------------------------------------------

    fn message_hop(&mut self, message: Key, leg: Leg, span: Micros) {
        let m = &self.queueing.messages[message];
        let place = match m.place {
            Place::Unacked { consumer } => Some(consumer),
            _ => self.orders.get(m.order).and_then(|o| o.thread),
        };
        self.hop(m.number, leg, place, span, 0);
    }

    pub(super) fn is_stale_message(&self, event: Event) -> bool {
        let q = &self.queueing;
        let consumer = |index: u32| &q.consumers[index as usize];
        let tagged = |key, tag| q.messages.get(key).is_none_or(|m: &Message| m.tag != tag);
        match event {
            Event::BrokerSliceOver { life } => life != q.life,
            Event::AmqpConnected { order } => !q.opening.contains(&order),
            Event::AmqpTimedOut { order } => {
                !q.opening.contains(&order) && !q.dialling.contains(&order)
            }
            Event::ConsumerConnected {
                consumer: c,
                channel,
            } => consumer(c).channel != channel || consumer(c).connected,
            Event::DeliveryReachedConsumer { message, tag }
            | Event::AckReachedBroker { message, tag } => tagged(message, tag),
            Event::ConsumerTookNext { consumer: c, life } => {
                consumer(c).life != life || !consumer(c).turning
            }
            Event::MessageServed { consumer: c, life } => {
                consumer(c).life != life || consumer(c).working.is_none()
            }
            Event::HeartbeatMissed { cut } => cut != q.cuts || !self.link.is_cut(),
            _ => false,
        }
    }
}

/// Takes one out of a line; whoever leaves first usually stands first.
fn leave(line: &mut VecDeque<Key>, order: Key) {
    if let Some(at) = line.iter().position(|&k| k == order) {
        line.remove(at);
    }
}
