//! What the broker's memory alarm does to who publishes.
//!
//! ```text
//! published ──▶ not read ──▶ no confirms: 202, and the message waits in the socket
//!                        ├─▶ confirms: the publish hangs until the alarm is over, with its thread and its connection
//!                        └─▶ closing a connection of its own hangs, too
//! too long  ──▶ Checkout gives the connection up: an error, and what is in the socket is read all the same
//! ```

use super::Queueing;
use super::publisher::{Publisher, refuse_publish};
use crate::broker::alarm::Reader;
use crate::broker::process::Broker;
use crate::broker::queue::Place;
use crate::cable::Cut;
use crate::checkout::Checkout;
use crate::event::Event;
use crate::floor::Floor;
use crate::job::{Failure, Then};
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::line::leave;
use crate::slab::Key;
use crate::time::Micros;
use crate::wired::Wired;
use crate::wrong::Wrong;

impl Queueing {
    /// Is this something that comes over a connection that the broker does not read? Then it stays in the socket.
    pub(crate) fn leaves_unread(&mut self, floor: &mut Floor, event: Event) -> bool {
        if !self.mail.broker.alarm.on {
            return false;
        }
        if let Event::MessageReachedBroker { message } = event {
            self.leaves_publish(floor, message, event)
        } else if let Event::NewsReachedBroker { message } = event {
            self.leaves_news(floor, message, event)
        } else if let Event::AckReachedBroker { message, .. }
        | Event::NackReachedBroker { message, .. }
        | Event::RejectBackReachedBroker { message, .. }
        | Event::RejectReachedBroker { message, .. } = event
        {
            self.leaves_ack(floor, message, event)
        } else if let Event::ChannelClosed { order, .. } = event {
            self.leaves_close(floor, order, event)
        } else {
            false
        }
    }

    fn leaves_publish(&mut self, floor: &mut Floor, message: Key, event: Event) -> bool {
        let Self { publisher, mail } = self;
        let m = &mail.messages[message];
        if m.broker_life != mail.broker.life {
            // Its connection is gone.
            return false;
        }
        let (order, number) = (m.order, m.number);
        let thread = floor.orders[order].client;
        if floor.is_wrong(Wrong::AlarmRefuses) {
            mail.lose(floor, message, Reason::Refused);
            if publisher.is_unconfirmed(order) {
                leave(&mut publisher.unconfirmed, order);
                refuse_publish(floor, order, floor.costs.refused);
            }
            return true;
        }
        mail.messages.note(floor, message, Moment::LeftUnread);
        let alarm = &mut mail.broker.alarm;
        alarm.block_thread(floor, thread, number, event);
        let told = !mail.cable.has(Cut::Back);
        if m.confirm && publisher.is_unconfirmed(order) && told {
            told_blocked(floor, order, alarm.count);
        }
        true
    }

    /// The workers that publish it acknowledge on the same connection.
    fn leaves_news(&mut self, floor: &mut Floor, message: Key, event: Event) -> bool {
        let mail = &mut self.mail;
        let m = &mail.messages[message];
        if m.broker_life != mail.broker.life {
            return false;
        }
        let (service, number, channel) = (m.service, m.number, m.channel);
        let workers = &mail.groups[service as usize].consumers;
        let whose = workers.iter().position(|c| c.told == Some(message));
        let Some(consumer) = whose else {
            // (It has told the next one something else by now, on the connection that is blocked by then.)
            return false;
        };
        let worker = Reader {
            service,
            consumer: consumer as u32,
            channel,
        };
        mail.messages.note(floor, message, Moment::LeftUnread);
        mail.broker.alarm.block_worker(floor, worker, number, event);
        true
    }

    fn leaves_ack(&mut self, floor: &mut Floor, message: Key, event: Event) -> bool {
        let m = &self.mail.messages[message];
        let Place::Unacked { consumer } = m.place else {
            return false;
        };
        let worker = Reader {
            service: m.service,
            consumer,
            channel: m.channel,
        };
        let held = self.mail.broker.alarm.hold_behind_news(worker, event);
        if held {
            let group = &self.mail.groups[worker.service as usize];
            group.watch_ack(floor, &self.mail.messages, message, Micros::MAX);
        }
        held
    }

    /// Who closes a connection waits for the broker to say that it has read that.
    fn leaves_close(&mut self, floor: &mut Floor, order: Key, event: Event) -> bool {
        let thread = floor.orders[order].client;
        let alarm = &mut self.mail.broker.alarm;
        let held = alarm.hold_behind(thread, event);
        if held && !self.mail.cable.has(Cut::Back) {
            told_blocked(floor, order, alarm.count);
        }
        held
    }

    /// What the broker says of connections that it does not read arrives again.
    #[cold]
    pub(super) fn tells_who_is_blocked(&self, floor: &mut Floor) {
        let alarm = &self.mail.broker.alarm;
        let blocked = |&&order: &&Key| alarm.blocks_thread(floor.orders[order].client);
        let waiting = self.publisher.unconfirmed.iter();
        let blocked: Vec<Key> = waiting.filter(blocked).copied().collect();
        for order in blocked {
            told_blocked(floor, order, alarm.count);
        }
    }

    /// Does this request still wait for a broker that does not read its connection, during this alarm?
    pub(crate) fn is_blocked(&self, order: Key, alarm: u32) -> bool {
        let now = &self.mail.broker.alarm;
        let waits = || self.publisher.is_unconfirmed(order) || now.is_closing(order);
        now.on && now.count == alarm && waits()
    }

    /// It has waited for longer than Checkout bears.
    pub(crate) fn blocked_timed_out(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
    ) {
        let thread = floor.orders[order].client;
        self.mail.broker.alarm.give_up(thread, order);
        let then = self.publisher.gives_up_blocked(floor, order);
        self.go_on(floor, checkout, then);
    }

    /// The alarm is over: what was written meanwhile is read, and with it that workers died.
    pub(super) fn read_on(&mut self, floor: &mut Floor) {
        let (unread, workers) = self.mail.broker.alarm.clear();
        for event in unread {
            floor.seldom_after(0, event);
        }
        for worker in &workers {
            self.mail.groups[worker.service as usize].read_on(floor, *worker);
        }
        for (service, group) in (0..).zip(&self.mail.groups) {
            let channel = |worker: &Reader| group.consumers[worker.consumer as usize].channel;
            let died =
                |worker: &Reader| worker.service == service && channel(worker) != worker.channel;
            if workers.iter().any(died) {
                floor.seldom_after(0, Event::WorkersMissed { service });
            }
        }
    }
}

impl Publisher {
    fn gives_up_blocked(&mut self, floor: &mut Floor, order: Key) -> Then {
        floor.note(order, Moment::BlockedTimedOut);
        leave(&mut self.unconfirmed, order);
        let thread = floor.orders[order].client as usize;
        if let Some(open) = self.connections.get_mut(thread) {
            *open = false;
        }
        let status = Failure::Refused.status(&floor.config);
        Then::Concluded(order, status, Reason::ConnectionLost)
    }
}

impl Broker {
    /// The broker died: nobody will read what was written to it. (Each such message finds that out by itself.)
    pub(super) fn forget_unread(&mut self, floor: &mut Floor) {
        for event in self.alarm.take_unread() {
            if let Event::ChannelClosed { order, .. } = event {
                refuse_publish(floor, order, floor.costs.refused);
            } else {
                floor.seldom_after(0, event);
            }
        }
    }
}

/// The broker tells Checkout that it does not read this request's connection (`connection.blocked`): Checkout bears that for so
/// long, if it does not for ever.
fn told_blocked(floor: &mut Floor, order: Key, alarm: u32) {
    let bears = floor.config.blocked_timeout;
    if bears > 0 {
        let told = floor.now + floor.costs.confirm + floor.config.link_latency;
        floor.timeout(told + bears, Event::BlockedTimedOut { order, alarm });
    }
}
