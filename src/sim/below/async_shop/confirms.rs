//! Publisher confirms: the broker says that it has a message, or that it would not take it.
//!
//! ```text
//! published ──▶ broker: stored? ──▶ basic.ack ──▶ Checkout's CPU reads it ──▶ 202
//!                       full?   ──▶ basic.nack ─▶                         ──▶ 503
//!              mandatory, and no queue for it ──▶ basic.return ─▶           ──▶ 503
//! ```
//!
//! The word is given once a persistent message is on the disk. Who waits for it waits in a thread, and gets an
//! exception if the connection dies first, though the broker may have the message by then.

use super::mail::Mail;
use super::publisher::{Publisher, refuse_publish};
use crate::broker::word::Word;
use crate::checkout::Checkout;
use crate::config::lineup::PAYMENT;
use crate::event::Event;
use crate::floor::Floor;
use crate::job::{Job, Then};
use crate::journey::Moment;
use crate::line::leave;
use crate::slab::Key;
use crate::time::Micros;
use crate::wire::{Between, Toward, Trip, What};

impl Publisher {
    /// The broker says what became of a publish, if its publisher asked for it. (`nowhere`: no queue took it, so there is
    /// nothing to store.)
    pub(super) fn confirm(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        mail: &Mail,
        message: Key,
        word: Word,
        nowhere: bool,
    ) -> Then {
        let m = &mail.messages[message];
        let order = m.order;
        if !m.confirm || !self.is_unconfirmed(order) {
            return Then::Nothing;
        }
        let stored = |service: u8| {
            let queue = floor.config.of(service);
            m.persistent && queue.queue_durable || queue.keeps_everything()
        };
        let stored = word == Word::Taken && m.is_for_any(stored) && !nowhere;
        if mail.cable.stops_back() {
            self.confirms_held.push_back((order, word));
            return Then::Nothing;
        }
        let span = match stored {
            true => floor.costs.persist,
            false => 0,
        };
        self.send_confirm(floor, checkout, order, word, span)
    }

    /// It leaves for Checkout; storing the message takes this long before.
    pub(super) fn send_confirm(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
        word: Word,
        storing: Micros,
    ) -> Then {
        floor.note(order, Moment::ConfirmLeft { word });
        let trip = || Trip {
            number: floor.orders[order].number,
            service: PAYMENT,
            // (Of several messages each has its own.)
            attempt: floor.orders[order].unpublished.len(),
            what: What::Confirm,
            fresh: false,
        };
        let crossing = floor.crossing(Between::Below, Toward::Back, trip);
        if floor.sees_lost(Between::Below, Toward::Back, trip) {
            let what = What::Confirm;
            floor.note(order, Moment::SegmentLost { what });
        }
        let span = storing + floor.costs.confirm + crossing;
        if span == 0 {
            return self.confirmed(floor, checkout, order, word);
        }
        let event = match word {
            Word::Taken => Event::PublishConfirmed { order },
            Word::Refused => Event::PublishNacked { order },
            Word::Returned => Event::PublishReturned { order },
        };
        floor.seldom_after(span, event);
        Then::Nothing
    }

    /// The broker's word reached Checkout, which has to read it.
    pub(super) fn confirmed(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
        word: Word,
    ) -> Then {
        let (moment, job) = match word {
            Word::Taken => (Moment::PublishConfirmed, Job::ReadConfirm),
            Word::Refused => (Moment::PublishNacked, Job::ReadNack),
            Word::Returned => (Moment::PublishReturned, Job::ReadReturn),
        };
        floor.note(order, moment);
        leave(&mut self.unconfirmed, order);
        checkout.work(floor, job, order, floor.costs.read_confirm)
    }

    /// Connections died while their publishers waited for the broker's word: they get an exception.
    pub(super) fn refuse_unconfirmed(&mut self, floor: &mut Floor, span: Micros) {
        self.confirms_held.clear();
        for order in std::mem::take(&mut self.unconfirmed) {
            refuse_publish(floor, order, span);
        }
    }
}
