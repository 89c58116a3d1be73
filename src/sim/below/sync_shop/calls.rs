//! The calls that are alive, on whichever side of the cable, and how they travel.
//!
//! ```text
//! Checkout ──▶ latency ──▶ the service     depart
//!          ◀── latency ◀──                 depart_back: an answer, a failure, or the news that nobody listens
//! ```

use std::ops::{Deref, DerefMut};

use crate::config::lineup::Set;
use crate::event::Event;
use crate::floor::Floor;
use crate::http::{Call, CallPhase};
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::slab::{Key, Slab};
use crate::time::Micros;
use crate::trace::Leg;
use crate::wire::{Between, Toward, Trip, What};
use crate::wrong::Wrong;

/// Live calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls(Slab<Call>);

impl Deref for Calls {
    type Target = Slab<Call>;

    fn deref(&self) -> &Slab<Call> {
        &self.0
    }
}

impl DerefMut for Calls {
    fn deref_mut(&mut self) -> &mut Slab<Call> {
        &mut self.0
    }
}

impl Calls {
    /// Notes a moment of the order of this call, if it is the one that is watched.
    #[inline]
    pub(crate) fn note(&self, floor: &mut Floor, call: Key, what: Moment) {
        if floor.books.journey.is_watching() {
            self.note_watched(floor, call, what);
        }
    }

    #[cold]
    #[inline(never)]
    fn note_watched(&self, floor: &mut Floor, call: Key, what: Moment) {
        if let Some(call) = self.get(call) {
            floor.note_of(call.number, call.service, call.attempt, what);
        }
    }

    /// A call is somewhere else now.
    #[inline(never)]
    pub(super) fn reach(&mut self, floor: &Floor, call: Key, phase: CallPhase) {
        let c = &mut self[call];
        c.phase = phase;
        c.since = floor.now;
    }

    /// Nothing that comes of it will charge its order any more.
    #[inline(never)]
    pub(super) fn stop_carrying(&mut self, floor: &mut Floor, call: Key, reason: Reason) {
        let c = &mut self[call];
        if std::mem::take(&mut c.carrying) {
            let service = Set::one(c.service);
            floor.drop_carrier(c.order, service, reason);
        }
    }

    /// It leaves Checkout's machine.
    pub(super) fn depart(&mut self, floor: &mut Floor, call: Key) {
        self.note_departure(floor, call, Moment::CallLeft, Toward::Out, What::Call);
        if floor.is_wrong(Wrong::LostPacketIsLostOrder) && floor.loses(self.trip(call, What::Call))
        {
            return self.stop_carrying(floor, call, Reason::ConnectionLost);
        }
        let crossing = floor.crossing(Between::Below, Toward::Out, || self.trip(call, What::Call));
        let span = floor.costs.call_out + crossing;
        self.hop(floor, call, Leg::Call, span, 0);
        floor.after(span, Event::CallReachedPayment { call });
    }

    /// What comes of it leaves the service's machine.
    pub(super) fn depart_back(&self, floor: &mut Floor, call: Key) {
        let c = &self[call];
        let (refused, failed) = (c.refused, c.failed);
        let moment = match failed && !refused {
            true => Moment::FailureLeft,
            false => Moment::AnswerLeft { refused },
        };
        self.note_departure(floor, call, moment, Toward::Back, What::Return);
        let (base, event) = if refused {
            (floor.costs.refused, Event::CallRefused { call })
        } else {
            let answered = Event::AnswerReachedCheckout { call };
            (floor.costs.call_back, answered)
        };
        let crossing = floor.crossing(Between::Below, Toward::Back, || {
            self.trip(call, What::Return)
        });
        let span = base + crossing;
        let status = u16::from(refused || failed);
        self.hop(floor, call, Leg::Return, span, status);
        floor.after(span, event);
    }

    /// Notes that this leaves, and that a segment of it is lost on its way, if it is.
    #[inline]
    fn note_departure(
        &self,
        floor: &mut Floor,
        call: Key,
        moment: Moment,
        toward: Toward,
        what: What,
    ) {
        if floor.books.journey.is_watching() {
            self.note_watched(floor, call, moment);
            self.note_lost(floor, call, toward, what);
        }
    }

    #[cold]
    #[inline(never)]
    fn note_lost(&self, floor: &mut Floor, call: Key, toward: Toward, what: What) {
        if floor.sees_lost(Between::Below, toward, || self.trip(call, what)) {
            self.note(floor, call, Moment::SegmentLost { what });
        }
    }

    /// What crosses a wire when this is sent.
    pub(super) fn trip(&self, call: Key, what: What) -> Trip {
        let c = &self[call];
        Trip {
            number: c.number,
            service: c.service,
            attempt: c.attempt,
            what,
            fresh: c.fresh,
        }
    }

    pub(super) fn hop(&self, floor: &mut Floor, call: Key, leg: Leg, span: Micros, status: u16) {
        if !floor.books.trace.is_on() {
            return;
        }
        let c = &self[call];
        let thread = floor.orders.get(c.order).and_then(|o| o.thread);
        floor.hop((c.number, c.service), leg, thread, span, status);
    }
}
