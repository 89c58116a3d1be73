//! How long something takes from one part to the other: on the wire that the settings make, or without one.
//!
//! ```text
//! no wire there:  link_latency_ms, a comparison later
//! a wire:         its segments, one by one (flight.rs)
//! ```

use super::flight;
use super::lot::{Lot, Segment};
use super::{Between, Toward, Trip, Way, What};
use crate::floor::Floor;
use crate::time::Micros;
use crate::wrong::Wrong;

impl Floor {
    /// How long this takes from one part to the other, on the wire or without one.
    #[inline]
    pub(crate) fn crossing(
        &self,
        between: Between,
        toward: Toward,
        trip: impl FnOnce() -> Trip,
    ) -> Micros {
        match (self.wire.lies(between), between) {
            (true, _) => self.cross(between, toward, trip()),
            (false, Between::Above) => 0,
            (false, Between::Below | Between::Workers) => self.config.link_latency,
        }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn cross(&self, between: Between, toward: Toward, trip: Trip) -> Micros {
        let (to, fro) = self.wire.ways(between, toward);
        flight::flight(to, fro, trip.fresh, trip.what.segments(), &self.lot(trip))
    }

    /// Does somebody watch how a lost segment holds this up? (One that costs nothing is not told: the news that what was sent has
    /// arrived may be lost, and nobody notices.)
    #[inline]
    pub(crate) fn sees_lost(
        &self,
        between: Between,
        toward: Toward,
        trip: impl FnOnce() -> Trip,
    ) -> bool {
        self.books.journey.is_watching()
            && self.wire.lies(between)
            && self.is_held_up(between, toward, trip(), |to, fro, trip, lot| {
                flight::flight(to, fro, trip.fresh, trip.what.segments(), lot)
            })
    }

    /// The same of a TCP connection that is made.
    #[inline]
    pub(crate) fn sees_dial_lost(&self, between: Between, trip: impl FnOnce() -> Trip) -> bool {
        self.books.journey.is_watching()
            && self.wire.lies(between)
            && self.is_held_up(between, Toward::Out, trip(), |to, fro, _, lot| {
                flight::handshake(to, fro, lot)
            })
    }

    #[cold]
    #[inline(never)]
    fn is_held_up(
        &self,
        between: Between,
        toward: Toward,
        trip: Trip,
        span: fn(Way, Way, Trip, &Lot) -> Micros,
    ) -> bool {
        let (to, fro) = self.wire.ways(between, toward);
        let lot = self.lot(trip);
        let whole = Lot {
            drops: Some(&[]),
            ..lot
        };
        span(to, fro, trip, &lot) > span(to, fro, trip, &whole)
    }

    /// Is anything of it lost below Checkout, as it is sent first? (For a mistake.)
    pub(crate) fn loses(&self, trip: Trip) -> bool {
        let (to, _) = self.wire.ways(Between::Below, Toward::Out);
        let lot = self.lot(trip);
        self.wire.lies(Between::Below)
            && [Segment::First, Segment::Last]
                .into_iter()
                .take(trip.what.segments())
                .any(|segment| lot.is_lost(to, segment, 0))
    }

    /// How long a TCP connection takes to be made.
    #[cold]
    #[inline(never)]
    pub(crate) fn dialling(&self, between: Between, trip: Trip) -> Micros {
        let (to, fro) = self.wire.ways(between, Toward::Out);
        flight::handshake(to, fro, &self.lot(trip))
    }

    /// There and back again, of something short.
    #[cold]
    #[inline(never)]
    pub(crate) fn round_trip(&self, between: Between, trip: Trip) -> Micros {
        self.cross(between, Toward::Out, trip) + self.cross(between, Toward::Back, nod(trip))
    }

    /// Does somebody watch how a lost segment holds that up?
    pub(crate) fn sees_round_lost(&self, between: Between, trip: Trip) -> bool {
        self.sees_lost(between, Toward::Out, || trip)
            || self.sees_lost(between, Toward::Back, || nod(trip))
    }

    /// There and back again below Checkout, in the middle, of what has no draws of its own.
    pub(crate) fn usual_round_trip(&self) -> Micros {
        let (out, back) = match self.wire.lies(Between::Below) {
            true => (self.wire.out.delay, self.wire.back.delay),
            false => (0, 0),
        };
        2 * self.config.link_latency + out + back
    }

    /// The draws of what crosses a wire.
    pub(super) fn lot(&self, trip: Trip) -> Lot<'_> {
        let Trip {
            number,
            service,
            attempt,
            what,
            ..
        } = trip;
        let drops = self.scripted(number).and_then(|s| s.drops.as_deref());
        Lot {
            draws: self.draws.of(service),
            number,
            address: (what as u32) << 28 | (attempt & 0xffff) << 12,
            what,
            drops: drops.filter(|_| attempt == 0),
            once: self.is_wrong(Wrong::LossPerOrder),
        }
    }
}

/// The way back of a round trip.
fn nod(trip: Trip) -> Trip {
    Trip {
        what: What::Nod,
        ..trip
    }
}
