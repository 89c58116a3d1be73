//! The messages that are anywhere: on their way, at the broker, in a worker's hands.

use std::ops::{Deref, DerefMut};

use super::queue::{Message, Place};
use crate::config::lineup::Set;
use crate::config::{BrokerVersion, QueueType};
use crate::floor::Floor;
use crate::journey::{EVERYBODY, Moment};
use crate::slab::{Key, Slab};
use crate::time::Micros;
use crate::trace::Leg;
use crate::wire::{Between, Toward, Trip};
use crate::wrong::Wrong;

/// Live messages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Messages(Slab<Message>);

impl Deref for Messages {
    type Target = Slab<Message>;

    fn deref(&self) -> &Slab<Message> {
        &self.0
    }
}

impl DerefMut for Messages {
    fn deref_mut(&mut self) -> &mut Slab<Message> {
        &mut self.0
    }
}

impl Messages {
    /// Notes a moment of the order of this message, if it is the one that is watched.
    #[inline]
    pub(crate) fn note(&self, floor: &mut Floor, message: Key, what: Moment) {
        if floor.books.journey.is_watching() {
            self.note_watched(floor, message, what);
        }
    }

    #[cold]
    #[inline(never)]
    fn note_watched(&self, floor: &mut Floor, message: Key, what: Moment) {
        if let Some(message) = self.get(message) {
            let service = match message.to_all {
                true => EVERYBODY,
                false => message.service,
            };
            floor.note_of(message.number, service, message.copy.into(), what);
        }
    }

    /// Notes that a segment of this message, or of what is said of it, is lost between broker and workers, if it is.
    #[inline]
    pub(crate) fn note_lost(&self, floor: &mut Floor, message: Key, toward: Toward, trip: Trip) {
        if floor.sees_lost(Between::Workers, toward, || trip) {
            let what = trip.what;
            self.note(floor, message, Moment::SegmentLost { what });
        }
    }

    /// A message, or what is said of it, sets out.
    pub(crate) fn hop(&self, floor: &mut Floor, message: Key, leg: Leg, span: Micros, status: u16) {
        if !floor.books.trace.is_on() {
            return;
        }
        let m = &self[message];
        let place = match m.place {
            Place::Unacked { consumer } => Some(consumer),
            Place::Publishing | Place::Ready | Place::Aside | Place::Redriven => {
                floor.orders.get(m.order).and_then(|o| o.thread)
            }
        };
        // (What an exchange copies goes to each queue.)
        let to_all = leg == Leg::Publish && m.to_all;
        let services = match to_all {
            true => m.brings,
            false => Set::one(m.service),
        };
        for service in services.iter() {
            floor.hop((m.number, service), leg, place, span, status);
        }
    }
}

/// Why a delivery comes back to its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Return {
    /// Its worker did not want it (`basic.nack`).
    Nacked,
    /// Its worker failed at it, and says so (`basic.reject` that requeues).
    Rejected,
    /// Its worker did not acknowledge it for too long.
    TimedOut,
    /// Its worker is gone, or its connection; or the broker was.
    Lost,
}

impl Return {
    /// Did its worker send it back?
    pub(super) fn is_said(self) -> bool {
        matches!(self, Self::Nacked | Self::Rejected)
    }
}

/// A message comes back once more: is that more often than its queue lets it? (From 4.3 on a quorum queue counts failed
/// deliveries only. A worker that nacks one did not fail at it, say its guides to nacks and to quorum queues, and who rejects it did;
/// nor did one that takes too long, say its maintainers, rabbitmq-server#18226.)
pub(super) fn came_back_too_often(floor: &Floor, message: &mut Message, why: Return) -> bool {
    let failed = match why {
        Return::Nacked | Return::TimedOut => {
            floor.config.broker_version != BrokerVersion::V4_3
                || floor.is_wrong(Wrong::AllReturnsCount)
        }
        Return::Rejected | Return::Lost => true,
    };
    if !failed {
        return false;
    }
    let exact = u32::from(floor.is_wrong(Wrong::DeliveryLimitExact));
    message.returns += 1;
    let queue = floor.config.of(message.service);
    let limit = queue.delivery_limit;
    let counts = queue.queue_type == QueueType::Quorum && limit > 0;
    counts && message.returns + exact > limit
}
