//! Publisher confirms: the broker says that it has a message, or that it would not take it.
//!
//! ```text
//! published ──▶ broker: stored? ──▶ basic.ack ──▶ Checkout's CPU reads it ──▶ 202
//!                       full?   ──▶ basic.nack ─▶                         ──▶ 503
//! ```
//!
//! The word is given once a persistent message is on the disk. Who waits for it waits in a thread, and gets an
//! exception if the connection dies first, though the broker may have the message by then.

use super::publisher::leave;
use crate::event::Event;
use crate::journey::Moment;
use crate::shop::{Job, Shop};
use crate::slab::Key;
use crate::time::Micros;

impl Shop {
    /// The broker says what became of a publish, if its publisher asked for it.
    pub(super) fn confirm(&mut self, message: Key, refused: bool) {
        let m = &self.queueing.messages[message];
        let order = m.order;
        if !m.confirm || !self.queueing.publisher.unconfirmed.contains(&order) {
            return;
        }
        let stored = m.persistent && self.config.queue_durable || self.config.keeps_everything();
        if self.cable.is_cut() {
            return self
                .queueing
                .publisher
                .confirms_held
                .push_back((order, refused));
        }
        let span = match stored && !refused {
            true => self.costs.persist,
            false => 0,
        };
        self.send_confirm(order, refused, span);
    }

    /// It leaves for Checkout; storing the message takes this long before.
    pub(super) fn send_confirm(&mut self, order: Key, refused: bool, storing: Micros) {
        self.note(order, Moment::ConfirmLeft { refused });
        let span = storing + self.costs.confirm + self.config.link_latency;
        match (span, refused) {
            (0, false) => self.publish_confirmed(order),
            (0, true) => self.publish_nacked(order),
            (_, false) => self.after(span, Event::PublishConfirmed { order }),
            (_, true) => self.after(span, Event::PublishNacked { order }),
        }
    }

    pub(crate) fn publish_confirmed(&mut self, order: Key) {
        self.note(order, Moment::PublishConfirmed);
        leave(&mut self.queueing.publisher.unconfirmed, order);
        self.checkout_work(Job::ReadConfirm, order, self.costs.read_confirm);
    }

    pub(crate) fn publish_nacked(&mut self, order: Key) {
        self.note(order, Moment::PublishNacked);
        leave(&mut self.queueing.publisher.unconfirmed, order);
        self.checkout_work(Job::ReadNack, order, self.costs.read_confirm);
    }

    /// Connections died while their publishers waited for the broker's word: they get an exception.
    pub(super) fn refuse_unconfirmed(&mut self, span: Micros) {
        self.queueing.publisher.confirms_held.clear();
        for order in std::mem::take(&mut self.queueing.publisher.unconfirmed) {
            self.refuse_publish(order, span);
        }
    }
}
