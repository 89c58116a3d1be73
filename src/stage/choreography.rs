//! How hops are drawn: one after the other, each long enough to be seen.
//!
//! ```text
//! engine  ─┬┬──────────────────┬┬─      hops of one order, a millisecond or two each
//! stage   ─[request][call]──────[return][answer]─
//! ```
//!
//! On a real network a hop takes 1.5 ms. Here each takes at least a quarter of a second of the reader's time, begins
//! when its event has happened and the order's previous hop has been drawn, and never holds the engine up. None begins
//! later than [`LATEST`] after its event: the order's earlier hops are pressed together before that. An order's request
//! and its message are two tracks: the answer does not wait for the delivery.
//!
//! What is drawn is a little behind the clock, but never behind what the reader sees is broken: with a part, or a cable,
//! everything vanishes that was still being drawn on its way to it or from it.
//!
//! All times here are the *reader's* microseconds. This is a cache of what is being drawn: it may be dropped.

use std::collections::VecDeque;

use crate::sim::config::lineup::SERVICES;
use crate::sim::fault::{FAULTS, Faults};
use crate::sim::ledger::Reason;
use crate::sim::time::{MILLI, Micros};
use crate::sim::trace::{Hop, Leg, Trace};

/// A hop is drawn for this long, if there is time.
pub const SEEN: Micros = 250 * MILLI;

/// A hop begins this long after its event at the latest.
pub const LATEST: Micros = 300 * MILLI;

/// In a crowd nobody could tell whether an order's hops overlap: then earlier ones are left as they are.
const CROWD: usize = 200;

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
    /// The last call.
    called: Micros,
    /// One for each service: its call, or its message.
    messages: [Micros; SERVICES],
    thread: Option<u32>,
}

/// The movements of one shop.
#[derive(Clone, Debug, Default)]
pub struct Choreography {
    /// The reader's time since the page began.
    now: Micros,
    seen: u64,
    /// What was broken when it was last told, of each service.
    broken: [Faults; SERVICES],
    movements: VecDeque<Movement>,
    /// By order number, ascending: those that came last stand at the end, where they are added.
    tracks: Vec<(u64, Track)>,
    /// A single step was made: its movements are shown although the run is paused.
    pub stepping: bool,
}

impl Choreography {
    /// Takes in the hops noted since last time, and what is broken now. `clock` and `speed` say where the run is.
    pub fn follow(&mut self, trace: &Trace, faults: [Faults; SERVICES], clock: Micros, speed: f64) {
        let was = std::mem::replace(&mut self.broken, faults);
        let breaks = |hop: &Hop| {
            let service = hop.service as usize;
            let broke = |fault| faults[service].has(fault) && !was[service].has(fault);
            FAULTS
                .iter()
                .any(|&fault| fault.stops(hop.leg) && broke(fault))
        };
        self.movements.retain(|m| !breaks(&m.hop));
        let (hops, seen) = trace.since(self.seen);
        self.seen = seen;
        // A moment is gone to at once: nobody could follow. What is still on its way there stands where it is.
        let at_once = !speed.is_finite();
        let mut all = Vec::new();
        if at_once {
            all.extend(self.movements.drain(..).map(|m| m.hop));
            self.tracks.clear();
            // (None of it left before the reader's time began.)
            self.now = self.now.max(clock);
        }
        all.extend(hops);
        let speed = if at_once { 1.0 } else { speed };
        for hop in all {
            let is_seen = !at_once || hop.arrives > clock && hop.lost == Reason::None;
            // (That something failed is news, and comes from after it broke.)
            if is_seen && (is_failure(&hop) || !breaks(&hop)) {
                self.add(hop, clock, speed);
            }
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
        match hop.leg {
            Leg::Request | Leg::Answer | Leg::Call | Leg::Return | Leg::Publish => {
                track.thread = hop.place.or(track.thread);
            }
            // Its place is a worker's.
            Leg::Deliver | Leg::Ack | Leg::Death | Leg::Revival => {}
        }
        let ago = (clock.saturating_sub(hop.left) as f64 / speed) as Micros;
        let happened = self.now.saturating_sub(ago);
        let message = &mut track.messages[hop.service as usize];
        let taken = match hop.leg {
            Leg::Request => track.request,
            Leg::Answer => track.request.max(track.called),
            // (Of calls that are made at once none waits for another; nor do what they return.)
            Leg::Call => track.request.max(*message),
            Leg::Return | Leg::Publish | Leg::Deliver | Leg::Ack | Leg::Death | Leg::Revival => {
                *message
            }
        };
        let begins = happened.max(taken.min(happened + LATEST));
        let real = (hop.arrives - hop.left) as f64 / speed;
        let ends = begins + SEEN.max(real as Micros);
        match hop.leg {
            // Answer and message both follow the request, side by side.
            Leg::Request => {
                track.request = ends;
                track.messages = [ends; SERVICES];
            }
            Leg::Call => {
                *message = ends;
                track.called = track.called.max(ends);
            }
            Leg::Return => {
                *message = ends;
                track.request = track.request.max(ends);
            }
            Leg::Answer => track.request = ends,
            Leg::Publish | Leg::Deliver | Leg::Ack | Leg::Death | Leg::Revival => *message = ends,
        }
        if begins < taken && self.movements.len() < CROWD {
            self.press(&hop, taken, begins);
        }
        if self.movements.len() == MOVEMENT_LIMIT {
            self.movements.pop_front();
        }
        self.movements.push_back(Movement { hop, begins, ends });
    }

    /// The hops of an order before this one end at `begins` instead of `taken`: what is left of them is drawn faster.
    fn press(&mut self, hop: &Hop, taken: Micros, begins: Micros) {
        let now = self.now;
        let room = begins.saturating_sub(now);
        let needed = taken.saturating_sub(now).max(1);
        let pressed = |at: Micros| match at > now {
            true => now + (at - now) * room / needed,
            false => at,
        };
        let earlier = self.movements.iter_mut();
        for m in earlier.filter(|m| m.hop.number == hop.number && m.ends <= taken) {
            m.begins = pressed(m.begins);
            m.ends = pressed(m.ends).max(m.begins + 1);
        }
    }
}

/// Does it tell that something went wrong?
fn is_failure(hop: &Hop) -> bool {
    hop.lost != Reason::None || hop.leg == Leg::Return && hop.status == 1
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
                service: 0,
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

    fn follow(c: &mut Choreography, trace: &Trace, clock: Micros, speed: f64) {
        c.follow(trace, Default::default(), clock, speed);
    }

    fn spans(c: &Choreography) -> Vec<(Leg, Micros, Micros)> {
        let span = |m: &Movement| (m.hop.leg, m.begins / MILLI, m.ends / MILLI);
        c.movements.iter().map(span).collect()
    }

    #[test]
    fn quick_hops_are_drawn_one_after_the_other() {
        let trace = trace_of(&[(0, Leg::Request, 0, 950), (0, Leg::Call, 2_000, 2_450)]);
        let mut c = Choreography::default();
        follow(&mut c, &trace, 2_450, 1.0);
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
        follow(&mut c, &trace, 3_300, 1.0);
        let drawn: Vec<_> = spans(&c)
            .into_iter()
            .map(|(leg, from, _)| (leg, from))
            .collect();
        assert_eq!(
            drawn,
            [
                (Leg::Request, 0),
                (Leg::Publish, 150),
                (Leg::Answer, 150),
                (Leg::Deliver, 300)
            ]
        );
    }

    #[test]
    fn a_slow_hop_takes_as_long_as_it_takes() {
        let trace = trace_of(&[(0, Leg::Request, 0, 2_000_000)]);
        let mut c = Choreography::default();
        follow(&mut c, &trace, 0, 2.0);
        assert_eq!(spans(&c), [(Leg::Request, 0, 1_000)]);
    }

    #[test]
    fn no_hop_begins_much_later_than_it_happened_and_none_before_the_one_before() {
        let hops: Vec<_> = (0..20).map(|k| (7, Leg::Deliver, k, k + 1)).collect();
        let mut c = Choreography::default();
        follow(&mut c, &trace_of(&hops), 20, 1.0);
        for (m, (_, _, left, _)) in c.movements.iter().zip(&hops) {
            assert!(m.begins <= left + LATEST, "{m:?}");
        }
        let movements: Vec<&Movement> = c.movements.iter().collect();
        for two in movements.windows(2) {
            assert!(two[0].ends <= two[1].begins + 1, "{two:?}");
        }
    }

    #[test]
    fn three_quick_hops_share_the_time_there_is() {
        let hops = [
            (0, Leg::Request, 0, 950),
            (0, Leg::Publish, 2_000, 2_500),
            (0, Leg::Deliver, 2_500, 3_100),
        ];
        let mut c = Choreography::default();
        follow(&mut c, &trace_of(&hops), 3_100, 1.0);
        let spans = spans(&c);
        assert_eq!(spans[2], (Leg::Deliver, 300, 550));
        for (leg, begins, ends) in spans {
            assert!(ends - begins > 120, "{leg:?} is seen");
        }
    }

    #[test]
    fn with_a_part_vanishes_what_is_drawn_on_its_way_to_it_or_from_it() {
        let mut trace = trace_of(&[
            (0, Leg::Request, 0, 950),
            (1, Leg::Publish, 1_000, 1_500),
            (2, Leg::Deliver, 2_000, 2_500),
            (3, Leg::Ack, 2_500, 3_000),
            (4, Leg::Call, 2_500, 3_000),
        ]);
        let mut c = Choreography::default();
        follow(&mut c, &trace, 3_000, 1.0);
        assert_eq!(c.movements.len(), 5);
        let faults = Faults {
            payment_down: true,
            ..Faults::default()
        };
        let mut note = |leg, status| {
            trace.note(Hop {
                number: 9,
                service: 0,
                leg,
                place: None,
                left: 3_000,
                arrives: 3_100,
                status,
                lost: Reason::None,
            });
        };
        note(Leg::Ack, 0);
        note(Leg::Return, 1);
        c.follow(&trace, [faults; SERVICES], 3_500, 1.0);
        let legs: Vec<Leg> = spans(&c).into_iter().map(|(leg, ..)| leg).collect();
        assert_eq!(legs, [Leg::Request, Leg::Publish, Leg::Return], "refused");
        let faults = Faults {
            broker_down: true,
            ..faults
        };
        c.follow(&trace, [faults; SERVICES], 3_600, 1.0);
        let legs: Vec<Leg> = spans(&c).into_iter().map(|(leg, ..)| leg).collect();
        assert_eq!(legs, [Leg::Request, Leg::Return]);
    }

    /// One call to each of three services, and one message for each of three queues: none of them waits for another.
    #[test]
    fn what_sets_out_at_once_is_drawn_at_once() {
        for leg in [Leg::Call, Leg::Publish] {
            let mut trace = trace_of(&[(0, Leg::Request, 0, 950)]);
            for service in 0..3 {
                trace.note(Hop {
                    number: 0,
                    service,
                    leg,
                    place: None,
                    left: 2_000,
                    arrives: 2_500,
                    status: 0,
                    lost: Reason::None,
                });
            }
            let mut c = Choreography::default();
            follow(&mut c, &trace, 2_500, 1.0);
            assert_eq!(
                spans(&c)[1..],
                [(leg, 250, 500), (leg, 250, 500), (leg, 250, 500)]
            );
        }
    }

    /// What is on its way to a service that goes on stays.
    #[test]
    fn a_service_that_dies_takes_nothing_of_the_others() {
        let mut trace = Trace::default();
        trace.record(true);
        for service in [0, 2] {
            trace.note(Hop {
                number: 0,
                service,
                leg: Leg::Call,
                place: None,
                left: 0,
                arrives: 500,
                status: 0,
                lost: Reason::None,
            });
        }
        let mut c = Choreography::default();
        follow(&mut c, &trace, 500, 1.0);
        let mut faults = [Faults::default(); SERVICES];
        faults[2].payment_down = true;
        c.follow(&trace, faults, 600, 1.0);
        let left: Vec<u8> = c.movements.iter().map(|m| m.hop.service).collect();
        assert_eq!(left, [0]);
    }

    #[test]
    fn a_run_finished_at_once_leaves_nothing_on_its_way() {
        let trace = trace_of(&[(0, Leg::Request, 0, 950)]);
        let mut c = Choreography::default();
        follow(&mut c, &trace, 950, 1.0);
        assert!(c.is_moving());
        follow(&mut c, &trace, 3_000_000, f64::INFINITY);
        assert!(!c.is_moving());
    }

    /// A second each way: at the moment gone to, one is half-way.
    #[test]
    fn what_is_on_its_way_at_a_moment_gone_to_stands_there() {
        let second = 1_000 * MILLI;
        let trace = trace_of(&[
            (0, Leg::Publish, 0, second),
            (1, Leg::Publish, 4 * second, 5 * second),
        ]);
        let mut c = Choreography::default();
        follow(&mut c, &trace, 4 * second + second / 2, f64::INFINITY);
        let moving: Vec<_> = c
            .moving()
            .map(|(m, share, _)| (m.hop.number, share))
            .collect();
        assert_eq!(moving, [(1, 0.5)]);
        follow(&mut c, &trace, 9 * second, f64::INFINITY);
        assert!(!c.is_moving());
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let mut c = Choreography::default();
        follow(&mut c, &trace_of(&[(0, Leg::Request, 0, 1)]), 1, 1.0);
        assert!(c.is_moving());
        c.pass(100 * MILLI);
        assert_eq!(c.moving().count(), 1);
        c.pass(200 * MILLI);
        assert!(!c.is_moving());
    }
}
