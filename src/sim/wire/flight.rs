//! One flight of TCP: a segment or two, sent at once, and what it takes until all of it has arrived.
//!
//! ```text
//! first lost, the last arrives   its acknowledgement says so: sent again after a round trip and a bit (RACK, RFC 8985)
//! the last lost                  nothing behind it says so: a probe (RFC 8985) when the retransmission timer (RFC 6298) is
//!                                over, from the news of the first; one that is alone: from its sending
//! both lost                      a probe after two round trips
//! lost again                     the timer, doubled each time
//! an acknowledgement lost        costs nothing, unless it would have told of a loss
//! ```
//!
//! The spans are Linux' own: a timer of the smoothed round trip and at least 200 ms more (`TCP_RTO_MIN`), an acknowledgement
//! that waits 40 ms for something to ride on (`TCP_DELACK_MIN`) once the connection is not new any more (`TCP_MAX_QUICKACKS`),
//! a second for the first segment of all (`TCP_TIMEOUT_INIT`). What it measures of the wire is taken to be what the wire is.

use super::Way;
use super::lot::{Lot, Segment, TRIES};
use crate::time::{MILLI, Micros, SECOND};

/// The least a retransmission timer adds to the round trip (Linux, `TCP_RTO_MIN`).
const RTO_MIN: Micros = 200 * MILLI;

/// The longest such timer (Linux, `TCP_RTO_MAX`).
const RTO_MAX: Micros = 120 * SECOND;

/// The timer of a connection that is being made (RFC 6298; Linux, `TCP_TIMEOUT_INIT`).
const FIRST_RTO: Micros = SECOND;

/// How long an acknowledgement waits for something to ride on (Linux, `TCP_DELACK_MIN`).
const DELAYED_ACK: Micros = 40 * MILLI;

/// A timer ends with a tick of the kernel's clock (250 a second).
const TICK: Micros = 4 * MILLI;

/// What a sender goes by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    /// The retransmission timer.
    pub(crate) rto: Micros,
    /// How much later than one that was sent behind it a segment may arrive before it counts as lost.
    pub(crate) reordering: Micros,
    /// After so long without any news the last of several segments is sent again.
    probe: Micros,
    /// The same, of a single one, which the other side may be keeping its acknowledgement of.
    lone_probe: Micros,
    /// How long the other side keeps an acknowledgement back.
    delayed_ack: Micros,
}

impl Clock {
    /// Of a connection that is new or not.
    pub(crate) fn new(to: Way, fro: Way, fresh: bool) -> Self {
        // (Of two segments the later one is acknowledged: on average a third of the jitter later than one alone.)
        let trip = to.delay + fro.delay + (to.jitter + fro.jitter) / 3;
        let varies = match fresh {
            // A first measurement counts as half uncertain.
            true => trip / 2,
            false => mean_deviation(to.jitter, fro.jitter),
        };
        let rto = (trip + RTO_MIN.max(4 * varies)).min(RTO_MAX) + TICK;
        let least = (to.delay + fro.delay).saturating_sub(to.jitter + fro.jitter);
        Self {
            rto,
            reordering: least / 4 + TICK,
            probe: rto.min(2 * trip + TICK),
            lone_probe: rto.min(2 * trip + RTO_MIN + TICK),
            delayed_ack: if fresh { 0 } else { DELAYED_ACK + TICK },
        }
    }
}

/// The mean deviation of the sum of two even draws: what is measured of a round trip.
fn mean_deviation(one: Micros, other: Micros) -> Micros {
    let (more, less) = (one.max(other), one.min(other));
    match more {
        0 => 0,
        _ => more / 2 + less * less / (6 * more),
    }
}

/// How long a flight is under way, until all of it has arrived.
pub(crate) fn flight(to: Way, fro: Way, fresh: bool, segments: usize, lot: &Lot) -> Micros {
    let clock = Clock::new(to, fro, fresh);
    let again = |segment, at, tried| resend(to, &clock, segment, at, tried, lot);
    if segments == 1 {
        return match lot.is_lost(to, Segment::First, 0) {
            false => lot.delay(to, Segment::First, 0),
            true => again(Segment::First, clock.lone_probe, 1),
        };
    }
    let first = lot.delay(to, Segment::First, 0);
    let last = lot.delay(to, Segment::Last, 0);
    let lost = |segment| lot.is_lost(to, segment, 0);
    match (lost(Segment::First), lost(Segment::Last)) {
        (false, false) => first.max(last),
        (true, false) => {
            let ack = last + lot.delay(fro, Segment::AckOfLast, 0);
            let at = match lot.is_lost(fro, Segment::AckOfLast, 0) {
                false => ack + clock.reordering,
                // The last one is sent once more, and that is acknowledged.
                true => clock.probe + ack,
            };
            last.max(again(Segment::First, at, 1))
        }
        (false, true) => {
            let ack = first + clock.delayed_ack + lot.delay(fro, Segment::AckOfFirst, 0);
            let at = match lot.is_lost(fro, Segment::AckOfFirst, 0) {
                false => ack + clock.rto,
                true => clock.probe,
            };
            first.max(again(Segment::Last, at, 1))
        }
        (true, true) => {
            let last = again(Segment::Last, clock.probe, 1);
            let ack = last + lot.delay(fro, Segment::AckOfLast, 1);
            again(Segment::First, ack, 1)
        }
    }
}

/// A segment is sent at this instant, and again until it arrives: then.
pub(super) fn resend(
    to: Way,
    clock: &Clock,
    segment: Segment,
    at: Micros,
    tried: u32,
    lot: &Lot,
) -> Micros {
    let (mut at, mut timer) = (at, clock.rto);
    let mut attempt = tried;
    while lot.is_lost(to, segment, attempt) {
        at += timer;
        timer = (2 * timer).min(RTO_MAX);
        attempt += 1;
    }
    at + lot.delay(to, segment, attempt)
}

/// How long a connection takes to be made: a segment there and one back, both sent again if either is lost.
pub(crate) fn handshake(to: Way, fro: Way, lot: &Lot) -> Micros {
    let (mut at, mut timer) = (0, FIRST_RTO);
    for attempt in 0..TRIES {
        let lost = lot.is_lost(to, Segment::First, attempt)
            || lot.is_lost(fro, Segment::AckOfFirst, attempt);
        if !lost {
            let there = lot.delay(to, Segment::First, attempt);
            return at + there + lot.delay(fro, Segment::AckOfFirst, attempt);
        }
        at += timer;
        timer = (2 * timer).min(RTO_MAX);
    }
    at
}
