//! The async wiring: Checkout publishes and answers at once.
//!
//! ```text
//! handler ──▶ AMQP connection ──▶ CPU ──▶ cable ──▶ exchange ──▶ queue ──▶ worker: buffer, service ──▶ ack
//! ──────────── publisher ────────────┤         ├─── broker ───────┤      ├─────── workers ────────────┤
//!                                  └──▶ 202, whatever becomes of the message
//! ```
//!
//! Without publisher confirms the 202 means "written to a socket", not "stored"; with them it waits until the broker has
//! the message, or has refused it. What is delivered and not acknowledged comes back when its consumer or the broker
//! dies; if the work was done by then, the order is charged again.
//!
//! Here the parts are joined: what one of them says at the same instant to another is said in this file.

mod blocked;
mod channel;
mod confirms;
mod dialling;
mod losses;
mod mail;
mod outside;
mod publisher;
mod revival;
mod unheard;

pub(crate) use mail::Mail;
pub(crate) use publisher::Publisher;

use crate::broker::intake::Arrived;
use crate::broker::messages::Return;
use crate::broker::word::Word;
use crate::checkout::Checkout;
use crate::config::Config;
use crate::event::Event;
use crate::floor::Floor;
use crate::job::Then;
use crate::ledger::Reason;
use crate::slab::Key;
use crate::time::Micros;
use crate::wired::Wired;
use publisher::find_torn;

/// Everything between Checkout's handler and the workers of the services it publishes for.
#[derive(Clone, Debug)]
pub(crate) struct Queueing {
    pub(crate) publisher: Publisher,
    pub(crate) mail: Mail,
}

impl Queueing {
    /// A shop that publishes, with this many workers, all connected.
    #[inline(never)]
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            publisher: Publisher::new(config.amqp_warm_start),
            mail: Mail::new(config),
        }
    }

    // ---- between Checkout and its publisher ---------------------------------------------------------------------

    /// A publish is written. Where that tears the one channel, others in it find out first.
    fn published(&mut self, floor: &mut Floor, checkout: &mut Checkout, order: Key) -> Then {
        if self.publisher.tears(floor, checkout, order) {
            for other in self.publisher.tear(floor, &mut self.mail) {
                let then = find_torn(floor, other);
                self.go_on(floor, checkout, then);
            }
        }
        let Self { publisher, mail } = self;
        publisher.published(floor, checkout, mail, order)
    }

    /// The handler is done with this order, and then so is its channel.
    fn conclude(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
        status: u16,
        reason: Reason,
    ) {
        self.publisher.close_own(floor, order);
        let then = checkout.conclude(floor, order, status, reason);
        self.go_on(floor, checkout, then);
        if self.publisher.begin_handing_on(order) {
            while let Some(then) = self.publisher.hand_on(floor, checkout) {
                self.go_on(floor, checkout, then);
            }
        }
    }

    // ---- what happens to a publish ------------------------------------------------------------------------------

    pub(crate) fn broker_slice_over(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        if let Some(order) = self.mail.broker.slice_over(floor) {
            let then = self.publisher.accepted(floor, checkout, order);
            self.go_on(floor, checkout, then);
        }
    }

    pub(crate) fn amqp_connected(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
    ) {
        let then = self.publisher.connected(floor, checkout, order);
        self.go_on(floor, checkout, then);
    }

    pub(crate) fn amqp_timed_out(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
    ) {
        let then = self.publisher.timed_out(floor, order);
        self.go_on(floor, checkout, then);
    }

    pub(crate) fn publish_refused(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
    ) {
        let then = publisher::refused(floor, order);
        self.go_on(floor, checkout, then);
    }

    pub(crate) fn publish_confirmed(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
        word: Word,
    ) {
        let then = self.publisher.confirmed(floor, checkout, order, word);
        self.go_on(floor, checkout, then);
    }

    pub(crate) fn channel_closed(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
        word: Word,
    ) {
        let then = channel::ended(floor, order, word);
        self.go_on(floor, checkout, then);
    }

    // ---- and to a message ---------------------------------------------------------------------------------------

    /// The broker takes it in, or not, and says so, if it was asked to, before it hands anything out.
    pub(crate) fn message_reached_broker(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        message: Key,
    ) {
        let m = &self.mail.messages[message];
        if m.to_all {
            return self.message_reached_exchange(floor, checkout, message);
        }
        let (asked, mandatory) = (m.confirm, m.mandatory);
        let Self { publisher, mail } = self;
        let arrived = mail
            .broker
            .message_arrived(floor, &mut mail.messages, message);
        if asked && let Some(word) = arrived.word(mandatory) {
            let nowhere = arrived == Arrived::Unroutable;
            let then = publisher.confirm(floor, checkout, mail, message, word, nowhere);
            self.go_on(floor, checkout, then);
        }
        self.deal_out(floor, message, arrived);
    }

    /// Something happened on a long connection: what has arrived is taken in, and what has room leaves.
    #[cold]
    pub(crate) fn stream_turned(&mut self, floor: &mut Floor, place: u32) {
        while let Some(message) = self.publisher.streams.next_arrived(floor, place) {
            // (The connection may have died meanwhile.)
            if self.mail.messages.get(message).is_some() {
                self.mail.crossed(floor, message);
            }
        }
        let Self { publisher, mail } = self;
        publisher.stream_goes_on(floor, mail, place);
    }

    /// The same, of one that a worker published: it is for the service after its own.
    #[cold]
    pub(crate) fn news_reached_broker(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        message: Key,
    ) {
        let m = &mut self.mail.messages[message];
        let plan = floor.orders[m.order].plan;
        m.service = plan
            .next(m.service)
            .expect("news of the last service are for nobody");
        self.message_reached_broker(floor, checkout, message);
    }

    /// The same, of a message that is for several queues: each that is bound takes a copy, and the broker has it when all have.
    #[cold]
    fn message_reached_exchange(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        message: Key,
    ) {
        let Self { publisher, mail } = self;
        let copies = mail.broker.copy(floor, &mut mail.messages, message);
        let arrived: Vec<_> = copies
            .iter()
            .map(|&copy| {
                (
                    copy,
                    mail.broker.message_arrived(floor, &mut mail.messages, copy),
                )
            })
            .collect();
        let mandatory = mail.messages[message].mandatory;
        let word = arrived
            .iter()
            .filter_map(|(_, arrived)| arrived.word(mandatory))
            .max();
        let then = match word {
            Some(word) => {
                let nowhere = |(_, arrived): &(Key, Arrived)| *arrived == Arrived::Unroutable;
                let nowhere = arrived.iter().all(nowhere);
                publisher.confirm(floor, checkout, mail, message, word, nowhere)
            }
            None => Then::Nothing,
        };
        self.go_on(floor, checkout, then);
        for (copy, arrived) in arrived {
            self.deal_out(floor, copy, arrived);
        }
    }

    /// A message that arrived is handed out with all that is ready, or lost.
    fn deal_out(&mut self, floor: &mut Floor, message: Key, arrived: Arrived) {
        if let Some(reason) = arrived.lost() {
            return self.mail.lose(floor, message, reason);
        }
        let (workers, messages, broker) = self.mail.at(message);
        let service = workers.service();
        broker.deliver(floor, messages, workers);
        broker.shorten(floor, messages, service);
    }

    pub(crate) fn message_expired(&mut self, floor: &mut Floor, message: Key) {
        let (workers, messages, broker) = self.mail.at(message);
        broker.alarm(floor, messages, message, workers.service());
    }

    pub(crate) fn ack_reached_broker(&mut self, floor: &mut Floor, message: Key) {
        let (workers, messages, broker) = self.mail.at(message);
        broker.ack_reached(floor, messages, workers, message);
    }

    pub(crate) fn nack_reached_broker(
        &mut self,
        floor: &mut Floor,
        message: Key,
        back: Option<Return>,
    ) {
        let (workers, messages, broker) = self.mail.at(message);
        broker.nack_reached(floor, messages, workers, message, back);
    }

    pub(crate) fn delivery_reached_consumer(&mut self, floor: &mut Floor, message: Key) {
        let (workers, messages, broker) = self.mail.at(message);
        workers.delivery_reached(floor, messages, broker, message);
    }

    pub(crate) fn consumer_connected(&mut self, floor: &mut Floor, service: u8, consumer: u32) {
        let (workers, messages, broker) = self.mail.of(service);
        workers.connected(floor, messages, broker, consumer);
    }

    pub(crate) fn consumer_took_next(&mut self, floor: &mut Floor, service: u8, consumer: u32) {
        let (workers, messages, broker) = self.mail.of(service);
        workers.took_next(floor, messages, broker, consumer);
    }

    pub(crate) fn message_served(&mut self, floor: &mut Floor, service: u8, consumer: u32) {
        let (workers, messages, broker) = self.mail.of(service);
        workers.served(floor, messages, broker, consumer);
    }

    pub(crate) fn worker_crashed(&mut self, floor: &mut Floor, service: u8, consumer: u32) {
        let (workers, messages, broker) = self.mail.of(service);
        workers.crashed(floor, messages, broker, consumer);
    }

    /// This waits for workers that stand still.
    pub(crate) fn is_kept(&self, floor: &mut Floor, event: Event) {
        if let Event::DeliveryReachedConsumer { message, .. } = event {
            let service = self.mail.messages[message].service;
            let workers = &self.mail.groups[service as usize];
            workers.watch_ack(floor, &self.mail.messages, message, Micros::MAX);
        }
    }

    /// The broker has enough of the worker that this was delivered to.
    #[cold]
    pub(crate) fn worker_given_up(&mut self, floor: &mut Floor, message: Key, unheard: bool) {
        let (workers, messages, broker) = self.mail.at(message);
        workers.give_up(floor, messages, broker, message, unheard);
    }

    pub(crate) fn workers_missed(&mut self, floor: &mut Floor, service: u8) {
        let (workers, messages, broker) = self.mail.of(service);
        workers.missed(floor, messages, broker, None);
    }
}
