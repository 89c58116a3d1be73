//! Checkout's side: open an AMQP connection if this thread has none, publish, answer 202.

use std::collections::VecDeque;

use super::AMQP_ROUND_TRIPS;
use crate::sim::broker::queue::Message;
use crate::sim::broker::queue::Place;
use crate::sim::cpu::Begun;
use crate::sim::cpu::Task;
use crate::sim::event::Event;
use crate::sim::journey::Moment;
use crate::sim::ledger::Reason;
use crate::sim::shop::Failure;
use crate::sim::shop::Job;
use crate::sim::shop::Shop;
use crate::sim::slab::Key;
use crate::sim::time::Micros;
use crate::sim::time::SECOND;
use crate::sim::trace::Leg;

/// How long an AMQP connection attempt waits for the network (pika's default `socket_timeout`).
const AMQP_SOCKET_TIMEOUT: Micros = 10 * SECOND;

impl Shop {
    pub(in crate::sim) fn publish(&mut self, order: Key) {
        let place = self.handler_place(order);
        if self.queueing.connections.get(place) == Some(&true) {
            self.checkout_work(Job::Publish, order, self.costs.publish);
        } else {
            self.note(order, Moment::AmqpDialled);
            self.checkout_work(Job::OpenAmqp, order, self.costs.open_amqp);
        }
    }

    pub(in crate::sim) fn amqp_dialled(&mut self, order: Key) {
        if self.link.is_cut() {
            self.queueing.dialling.push_back(order);
            let deadline = self.now + AMQP_SOCKET_TIMEOUT;
            self.timeout(deadline, Event::AmqpTimedOut { order });
        } else {
            self.shake_hands(order);
        }
    }

    /// The dialling reaches the broker's machine.
    pub(super) fn shake_hands(&mut self, order: Key) {
        if !self.queueing.up {
            let span = self.costs.refused + 2 * self.config.link_latency;
            return self.refuse_publish(order, span);
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

    pub(in crate::sim) fn broker_slice_over(&mut self) {
        let done = self.queueing.cpu.slice_over();
        if let Some(slice) = self.queueing.cpu.begin_next() {
            self.broker_slice(slice);
        }
        if let Some(task) = done {
            self.amqp_accepted(task.key);
        }
    }

    pub(super) fn broker_slice(&mut self, slice: Micros) {
        let life = self.queueing.life;
        self.after(slice, Event::BrokerSliceOver { life });
    }

    pub(super) fn amqp_accepted(&mut self, order: Key) {
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

    pub(in crate::sim) fn amqp_connected(&mut self, order: Key) {
        self.note(order, Moment::AmqpConnected);
        leave(&mut self.queueing.opening, order);
        let place = self.handler_place(order);
        let connections = &mut self.queueing.connections;
        if place >= connections.len() {
            connections.resize(place + 1, false);
        }
        connections[place] = true;
        self.checkout_work(Job::Publish, order, self.costs.publish);
    }

    pub(in crate::sim) fn amqp_timed_out(&mut self, order: Key) {
        self.note(order, Moment::AmqpTimedOut);
        leave(&mut self.queueing.opening, order);
        leave(&mut self.queueing.dialling, order);
        let status = self.status_of(Failure::TimedOut);
        self.conclude(order, status, Reason::Timeout);
    }

    /// Nobody listens at the broker, or the connection died: the handler will know after `span` microseconds.
    pub(super) fn refuse_publish(&mut self, order: Key, span: Micros) {
        self.note(order, Moment::BrokerRefused);
        self.after(span, Event::PublishRefused { order });
    }

    pub(in crate::sim) fn publish_refused(&mut self, order: Key) {
        self.note(order, Moment::PublishRefused);
        let status = self.status_of(Failure::Refused);
        self.conclude(order, status, Reason::Refused);
    }

    /// The message is written to the socket; the user is told 202.
    pub(in crate::sim) fn published(&mut self, order: Key) {
        let place = self.handler_place(order);
        if self.queueing.connections.get(place) != Some(&true) {
            // The connection died while the request waited for the CPU.
            return self.refuse_publish(order, self.costs.refused);
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
        self.note(order, Moment::Published);
        self.add_carrier(order);
        if self.link.is_cut() {
            self.note_message(message, Moment::MessageHeld);
            self.link.hold(message);
        } else {
            self.send_message(message);
        }
        self.conclude(order, 202, Reason::None);
    }

    pub(super) fn send_message(&mut self, message: Key) {
        self.note_message(message, Moment::MessageLeft);
        let span = self.costs.publish_out + self.config.link_latency;
        self.message_hop(message, Leg::Publish, span);
        self.after(span, Event::MessageReachedBroker { message });
    }
}

/// Takes one out of a line; whoever leaves first usually stands first.
fn leave(line: &mut VecDeque<Key>, order: Key) {
    if let Some(at) = line.iter().position(|&k| k == order) {
        line.remove(at);
    }
}
