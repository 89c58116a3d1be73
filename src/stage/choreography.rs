//! How hops are drawn: one after the other, each long enough to be seen.
//!
//! ```text
//! engine  ─┬┬──────────────────┬┬─      hops of one order, a millisecond or two each
//! stage   ─[request][call]──────[return][answer]─
//! ```
//!
//! On a real network a hop takes 1.5 ms. Here each takes at least a quarter of a second of the reader's time, begins
//! when its event has happened and the order's previous hop has been drawn, and never holds the engine up. An order
//! that lags more and more behind its events has its hops shortened, so that the stage stays at most about a second
//! late. An order's request and its message are two tracks: the answer does not wait for the delivery.
//!
//! All times here are the *reader's* microseconds. This is a cache of what is being drawn: it may be dropped.

use std::collections::VecDeque;

use crate::sim::ledger::Reason;
use crate::sim::time::{MILLI, Micros};
use crate::sim::trace::{Hop, Leg, Trace};

/// A hop is drawn for this long, if there is time.
pub const SEEN: Micros = 250 * MILLI;

/// A hop that begins later than this after its event is shortened, the more the later.
const IN_TIME: f64 = 500_000.0;

/// One that is later by this much again is drawn in no time.
const PATIENCE: f64 = 750_000.0;

/// Movements drawn at once at most; the oldest give way.
pub const MOVEMENT_LIMIT: usize = 6_000;

/// A hop on the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Movement {
    /// The hop.
    pub hop: Hop,
    /// When it begins, in the reader's time.
    pub begins: Micros,
    /// When it ends.
    pub ends: Micros,
}

impl Movement {
    /// How far it has come, 0 to 1; `None`: it has not begun or is over.
    pub fn progress(&self, now: Micros) -> Option<f64> {
        if now < self.begins || now >= self.ends {
            return None;
        }
        Some((now - self.begins) as f64 / (self.ends - self.begins) as f64)
    }
}

/// Until when an order's two tracks are taken, and where it is drawn.
#[derive(Clone, Copy, Debug, Default)]
struct Track {
    request: Micros,
    message: Micros,
    thread: Option<u32>,
}

/// The movements of one shop.
#[derive(Clone, Debug, Default)]
pub struct Choreography {
    /// The reader's time since the page began.
    now: Micros,
    seen: u64,
    movements: VecDeque<Movement>,
    /// By order number, ascending: those that came last stand at the end, where they are added.
    tracks: Vec<(u64, Track)>,
    /// A single step was made: its movements are shown although the run is paused.
    pub stepping: bool,
}

impl Choreography {
    /// Takes in the hops noted since last time. `clock` and `speed` say where the run is.
    pub fn follow(&mut self, trace: &Trace, clock: Micros, speed: f64) {
        let (hops, seen) = trace.since(self.seen);
        self.seen = seen;
        if !speed.is_finite() {
            // The run is being finished at once: nobody could follow, and what was on its way has long arrived.
            self.movements.clear();
            self.tracks.clear();
            return;
        }
        for hop in hops {
            self.add(*hop, clock, speed);
        }
    }

    /// The reader's time goes on.
    pub fn pass(&mut self, elapsed: Micros) {
        self.now += elapsed;
        let now = self.now;
        self.movements.retain(|m| m.ends > now);
        if self.movements.is_empty() {
            self.tracks.clear();
            self.stepping = false;
        }
    }

    /// Is anything being drawn?
    pub fn is_moving(&self) -> bool {
        !self.movements.is_empty()
    }

    /// The reader's time.
    pub fn now(&self) -> Micros {
        self.now
    }

    /// What moves now, how far it has come, and beside which Checkout thread.
    pub fn moving(&self) -> impl Iterator<Item = (&Movement, f64, Option<u32>)> {
        self.movements.iter().filter_map(|m| {
            let thread = self.track(m.hop.number).ok();
            let thread = thread.and_then(|at| self.tracks[at].1.thread);
            m.progress(self.now).map(|share| (m, share, thread))
        })
    }

    /// Where the track of an order is, or would be.
    fn track(&self, number: u64) -> Result<usize, usize> {
        self.tracks.binary_search_by_key(&number, |&(n, _)| n)
    }

    fn add(&mut self, hop: Hop, clock: Micros, speed: f64) {
        let at = self.track(hop.number).unwrap_or_else(|at| {
            self.tracks.insert(at, (hop.number, Track::default()));
            at
        });
        let track = &mut self.tracks[at].1;
        if !matches!(hop.leg, Leg::Deliver | Leg::Ack | Leg::Death) {
            track.thread = hop.place.or(track.thread);
        }
        let ago = (clock.saturating_sub(hop.left) as f64 / speed) as Micros;
        let happened = self.now.saturating_sub(ago);
        let taken = match hop.leg {
            Leg::Request | Leg::Answer => track.request,
            Leg::Call | Leg::Return => track.request.max(track.message),
            Leg::Publish | Leg::Deliver | Leg::Ack | Leg::Death => track.message,
        };
        let begins = happened.max(taken);
        let late = ((begins - happened) as f64 - IN_TIME) / PATIENCE;
        let seen = SEEN as f64 * (1.0 - late.max(0.0)).max(0.0);
        let real = (hop.arrives - hop.left) as f64 / speed;
        let ends = begins + seen.max(real).max(1.0) as Micros;
        match hop.leg {
            // Answer and message both follow the request, side by side.
            Leg::Request | Leg::Call | Leg::Return => {
                track.request = ends;
                track.message = ends;
            }
            Leg::Answer => track.request = ends,
            Leg::Publish | Leg::Deliver | Leg::Ack | Leg::Death => track.message = ends,
        }
        if self.movements.len() == MOVEMENT_LIMIT {
            self.movements.pop_front();
        }
        self.movements.push_back(Movement { hop, begins, ends });
    }
}

/// Did this movement come to nothing?
pub fn is_lost(movement: &Movement) -> bool {
    movement.hop.lost != Reason::None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace_of(hops: &[(u64, Leg, Micros, Micros)]) -> Trace {
        let mut trace = Trace::default();
        trace.record(true);
        for &(number, leg, left, arrives) in hops {
            trace.note(Hop {
                number,
                leg,
                place: None,
                left,
                arrives,
                status: 0,
                lost: Reason::None,
            });
        }
        trace
    }

    fn spans(c: &Choreography) -> Vec<(Leg, Micros, Micros)> {
        let span = |m: &Movement| (m.hop.leg, m.begins / MILLI, m.ends / MILLI);
        c.movements.iter().map(span).collect()
    }

    #[test]
    fn quick_hops_are_drawn_one_after_the_other() {
        let trace = trace_of(&[(0, Leg::Request, 0, 950), (0, Leg::Call, 2_000, 2_450)]);
        let mut c = Choreography::default();
        c.follow(&trace, 2_450, 1.0);
        assert_eq!(spans(&c), [(Leg::Request, 0, 250), (Leg::Call, 250, 500)]);
    }

    #[test]
    fn the_answer_and_the_message_go_side_by_side() {
        let trace = trace_of(&[
            (0, Leg::Request, 0, 950),
            (0, Leg::Publish, 2_000, 2_500),
            (0, Leg::Answer, 2_300, 3_300),
            (0, Leg::Deliver, 2_500, 3_100),
        ]);
        let mut c = Choreography::default();
        c.follow(&trace, 3_300, 1.0);
        let drawn: Vec<_> = spans(&c)
            .into_iter()
            .map(|(leg, from, _)| (leg, from))
            .collect();
        assert_eq!(
            drawn,
            [
                (Leg::Request, 0),
                (Leg::Publish, 250),
                (Leg::Answer, 250),
                (Leg::Deliver, 500)
            ]
        );
    }

    #[test]
    fn a_slow_hop_takes_as_long_as_it_takes() {
        let trace = trace_of(&[(0, Leg::Request, 0, 2_000_000)]);
        let mut c = Choreography::default();
        c.follow(&trace, 0, 2.0);
        assert_eq!(spans(&c), [(Leg::Request, 0, 1_000)]);
    }

    #[test]
    fn an_order_never_lags_much_more_than_a_second() {
        let hops: Vec<_> = (0..200).map(|k| (7, Leg::Deliver, k, k + 1)).collect();
        let mut c = Choreography::default();
        c.follow(&trace_of(&hops), 200, 1.0);
        let last = c.movements.back().unwrap().ends;
        assert!(last < 1_500 * MILLI, "{last}");
    }

    #[test]
    fn a_run_finished_at_once_leaves_nothing_on_its_way() {
        let trace = trace_of(&[(0, Leg::Request, 0, 950)]);
        let mut c = Choreography::default();
        c.follow(&trace, 950, 1.0);
        assert!(c.is_moving());
        c.follow(&trace, 3_000_000, f64::INFINITY);
        assert!(!c.is_moving());
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let mut c = Choreography::default();
        c.follow(&trace_of(&[(0, Leg::Request, 0, 1)]), 1, 1.0);
        assert!(c.is_moving());
        c.pass(100 * MILLI);
        assert_eq!(c.moving().count(), 1);
        c.pass(200 * MILLI);
        assert!(!c.is_moving());
    }
}
