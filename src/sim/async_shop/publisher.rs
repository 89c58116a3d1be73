//! Checkout's side: open an AMQP connection if there is none, publish, wait for a confirm if that is wanted, answer.

use std::collections::VecDeque;

use super::AMQP_ROUND_TRIPS;
use crate::broker::queue::Message;
use crate::broker::queue::Place;
use crate::config::QueueType;
use crate::cpu::Begun;
use crate::cpu::Task;
use crate::event::Event;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::shop::Failure;
use crate::shop::Job;
use crate::shop::Shop;
use crate::slab::Key;
use crate::time::Micros;
use crate::time::SECOND;
use crate::trace::Leg;

/// How long an AMQP connection attempt waits for the network (pika's default `socket_timeout`).
const AMQP_SOCKET_TIMEOUT: Micros = 10 * SECOND;

impl Shop {
    pub(crate) fn amqp_dialled(&mut self, order: Key) {
        if self.cable.is_cut() {
            self.queueing.publisher.dialling.push_back(order);
            let deadline = self.now + AMQP_SOCKET_TIMEOUT;
            self.timeout(deadline, Event::AmqpTimedOut { order });
        } else {
            self.shake_hands(order);
        }
    }

    /// The dialling reaches the broker's machine.
    pub(super) fn shake_hands(&mut self, order: Key) {
        if !self.queueing.broker.up {
            let span = self.costs.refused + 2 * self.config.link_latency;
            return self.refuse_publish(order, span);
        }
        self.queueing.publisher.opening.push_back(order);
        let task = Task {
            job: (),
            key: order,
            cost: self.costs.accept_amqp / AMQP_ROUND_TRIPS,
        };
        match self.queueing.broker.cpu.request(task, false) {
            Begun::Done => self.amqp_accepted(order),
            Begun::Running(slice) => self.broker_slice(slice),
            Begun::Waits => {}
        }
    }

    pub(crate) fn broker_slice_over(&mut self) {
        let done = self.queueing.broker.cpu.slice_over();
        if let Some(slice) = self.queueing.broker.cpu.begin_next() {
            self.broker_slice(slice);
        }
        if let Some(task) = done {
            self.amqp_accepted(task.key);
        }
    }

    pub(super) fn broker_slice(&mut self, slice: Micros) {
        let life = self.queueing.broker.life;
        self.after(slice, Event::BrokerSliceOver { life });
    }

    pub(super) fn amqp_accepted(&mut self, order: Key) {
        if !self.queueing.publisher.opening.contains(&order) {
            // Its patience ended while the broker was busy with others.
            return;
        }
        let round_trips = 2 * AMQP_ROUND_TRIPS * self.config.link_latency;
        match (self.costs.amqp_handshake + round_trips) / AMQP_ROUND_TRIPS {
            0 => self.amqp_connected(order),
            span => self.after(span, Event::AmqpConnected { order }),
        }
    }

    /// Checkout sets about the first round trip of a new connection. Those of others come in between: connections
    /// opened at once stand at about the same time, late.
    pub(super) fn dial_broker(&mut self, order: Key) {
        self.note(order, Moment::AmqpDialled);
        self.orders[order].round_trips = AMQP_ROUND_TRIPS as u32 - 1;
        let cost = self.costs.open_amqp / AMQP_ROUND_TRIPS;
        self.checkout_work(Job::OpenAmqp, order, cost);
    }

    pub(crate) fn amqp_connected(&mut self, order: Key) {
        leave(&mut self.queueing.publisher.opening, order);
        let left = &mut self.orders[order].round_trips;
        if *left > 0 {
            *left -= 1;
            let cost = self.costs.open_amqp / AMQP_ROUND_TRIPS;
            return self.checkout_work(Job::OpenAmqp, order, cost);
        }
        self.note(order, Moment::AmqpConnected);
        let place = self.handler_place(order);
        let connections = &mut self.queueing.publisher.connections;
        if place >= connections.len() {
            connections.resize(place + 1, false);
        }
        connections[place] = true;
        self.checkout_work(Job::Publish, order, self.costs.publish);
    }

    pub(crate) fn amqp_timed_out(&mut self, order: Key) {
        self.note(order, Moment::AmqpTimedOut);
        leave(&mut self.queueing.publisher.opening, order);
        leave(&mut self.queueing.publisher.dialling, order);
        let status = self.status_of(Failure::TimedOut);
        self.conclude_publish(order, status, Reason::Timeout);
    }

    /// Nobody listens at the broker, or the connection died: the handler will know after `span` microseconds.
    pub(super) fn refuse_publish(&mut self, order: Key, span: Micros) {
        self.note(order, Moment::BrokerRefused);
        self.after(span, Event::PublishRefused { order });
    }

    pub(crate) fn publish_refused(&mut self, order: Key) {
        self.note(order, Moment::PublishRefused);
        let status = self.status_of(Failure::Refused);
        self.conclude_publish(order, status, Reason::Refused);
    }

    /// The message is written to the socket; unless Checkout waits for a confirm, the user is told 202.
    pub(crate) fn published(&mut self, order: Key) {
        let place = self.handler_place(order);
        // (Who still publishes on a channel of its own, from before the setting changed, tears nothing.)
        let on_the_one = place == 0 && self.queueing.publisher.connections.first() == Some(&true);
        if on_the_one && self.shares_channel() {
            self.tear_channel();
        }
        let open = self.queueing.publisher.connections.get(place) == Some(&true);
        let torn = !open && self.writes_into_torn_channel();
        if !open && !torn {
            if self.is_unguarded() {
                return self.find_torn(order);
            }
            // The connection died while the request waited for the CPU.
            return self.refuse_publish(order, self.costs.refused);
        }
        let message = self.write_message(order);
        self.note(order, Moment::Published);
        self.add_carrier(order);
        if torn {
            self.lose(message, Reason::ConnectionLost);
            return self.end_publish(order, false);
        }
        let confirms = self.config.confirms;
        if confirms {
            self.note(order, Moment::AwaitedConfirm);
            self.queueing.publisher.unconfirmed.push_back(order);
        }
        if self.cable.is_cut() {
            self.note_message(message, Moment::MessageHeld);
            self.cable.hold(message);
        } else {
            self.send_message(message);
        }
        if !confirms {
            self.end_publish(order, false);
        }
    }

    fn write_message(&mut self, order: Key) -> Key {
        let number = self.orders[order].number;
        self.queueing.messages.insert(Message {
            order,
            number,
            position: 0,
            priority: self.priority_of(number),
            expires: Micros::MAX,
            returns: 0,
            persistent: self.config.messages_persistent,
            confirm: self.config.confirms,
            arrived: false,
            redelivered: false,
            place: Place::Publishing,
            since: self.now,
            tag: 0,
            channel: 0,
            auto_ack: false,
            broker_life: self.queueing.broker.life,
        })
    }

    /// The priority an order is published with.
    fn priority_of(&self, number: u64) -> u32 {
        let every = u64::from(self.config.urgent_every);
        match self.scripted(number).and_then(|s| s.priority) {
            Some(prescribed) => u32::from(prescribed),
            None if every > 0 && (number + 1).is_multiple_of(every) => self.config.max_priority,
            None => 0,
        }
    }

    pub(super) fn send_message(&mut self, message: Key) {
        self.note_message(message, Moment::MessageLeft);
        let mut span = self.costs.publish_out + self.config.link_latency;
        if self.config.queue_type == QueueType::Quorum {
            span += self.costs.quorum_publish;
            self.queueing.broker.log_busy = self.now + span + self.costs.persist;
        }
        self.message_hop(message, Leg::Publish, span, 0);
        self.after(span, Event::MessageReachedBroker { message });
    }
}

/// Takes one out of a line; whoever leaves first usually stands first.
pub(super) fn leave(line: &mut VecDeque<Key>, order: Key) {
    if let Some(at) = line.iter().position(|&k| k == order) {
        line.remove(at);
    }
}
