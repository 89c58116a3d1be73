//! Orders that come without a click.
//!
//! The k-th gap is a *unit* gap (1, or exponential with mean 1, or the size of a crowd) divided by the rate in
//! force. A rate change in the middle of a gap rescales what is left of it, so a slider changes only what it should.
//! A rate that changes by itself ([`Course`]) is the same for as much as its integral grows: gaps are those of a
//! Poisson process in that time.

use super::config::{Arrivals, Config};
use super::course::Course;
use super::dist::unit_exponential;
use super::draw::{Draws, Purpose};
use super::time::{Micros, SECOND, nearest};

/// The arrival process of one shop.
#[derive(Clone, Debug, Default)]
pub struct ArrivalProcess {
    /// Counts re-schedulings: an event of an earlier one is skipped.
    pub epoch: u32,
    began: Micros,
    due: Micros,
    index: u64,
    /// In a closed loop: the order whose answer the user waits for.
    awaited: Option<u64>,
}

impl ArrivalProcess {
    /// Starts afresh now. Evenly spaced arrivals and crowds begin at once, Poisson ones after their first gap.
    pub fn begin(&mut self, config: &Config, draws: Draws, now: Micros) {
        self.began = now;
        self.awaited = None;
        self.go_on(config, draws, now);
    }

    /// The first ones since now are due: where they come at random, a gap later.
    fn go_on(&mut self, config: &Config, draws: Draws, now: Micros) {
        self.due = now;
        match config.arrivals {
            Arrivals::Poisson | Arrivals::Ramp | Arrivals::OnOff => self.plan(config, draws, now),
            Arrivals::ByHand | Arrivals::Constant | Arrivals::Burst | Arrivals::OneByOne => {}
        }
    }

    /// The orders due now arrive, `first` the number of the first: how many. The next ones are `due` a gap later.
    pub fn arrive(&mut self, config: &Config, draws: Draws, first: u64) -> u32 {
        if config.arrivals == Arrivals::OneByOne {
            self.awaited = Some(first);
            self.due = Micros::MAX;
            return 1;
        }
        self.plan(config, draws, self.due);
        match config.arrivals {
            Arrivals::ByHand => 0,
            Arrivals::Constant
            | Arrivals::Poisson
            | Arrivals::Ramp
            | Arrivals::OnOff
            | Arrivals::OneByOne => 1,
            Arrivals::Burst => config.burst_size,
        }
    }

    /// A user's waiting for this order is over. `true`: it was the one of a closed loop, and the next one is due a gap
    /// later.
    pub fn answered(&mut self, number: u64, config: &Config, draws: Draws, now: Micros) -> bool {
        let theirs = self.awaited == Some(number);
        if theirs {
            self.awaited = None;
            self.plan(config, draws, now);
        }
        theirs
    }

    /// The rate changed: what is left of the gap is rescaled.
    pub fn rescale(&mut self, old_rate: f64, new_rate: f64, now: Micros) {
        if self.awaited.is_some() {
            return; // Nothing is due before the answer.
        }
        let left = self.due.saturating_sub(now) as f64;
        self.due = now + nearest(left * old_rate / new_rate);
    }

    /// The end moved: what would have been due while there were no arrivals never comes.
    pub fn prolong(&mut self, config: &Config, draws: Draws, now: Micros) {
        if self.due < now {
            self.go_on(config, draws, now);
        }
    }

    /// The course of the rate is another one: what is left of the gap is mapped through it. (If they had ended before: as in
    /// [`ArrivalProcess::prolong`].)
    pub fn follow(&mut self, [old, new]: [Course; 2], config: &Config, draws: Draws, now: Micros) {
        if self.due < now {
            return self.go_on(config, draws, now);
        }
        let left = old.between(now - self.began, self.due - self.began);
        self.due = self.began + new.after(now - self.began, left);
    }

    /// When the next orders arrive, if any will.
    pub fn next(&self, config: &Config, now: Micros) -> Option<Micros> {
        let due = self.due.max(now);
        let over = due > self.began.saturating_add(config.arrivals_stop);
        (config.arrivals != Arrivals::ByHand && !over).then_some(due)
    }

    /// The next ones are due a gap after this instant.
    fn plan(&mut self, config: &Config, draws: Draws, from: Micros) {
        let unit = match config.arrivals {
            Arrivals::ByHand | Arrivals::Constant | Arrivals::OneByOne => 1.0,
            Arrivals::Poisson | Arrivals::Ramp | Arrivals::OnOff => {
                unit_exponential(draws.quantile(Purpose::ArrivalGap, self.index, 0))
            }
            Arrivals::Burst => f64::from(config.burst_size),
        };
        self.index += 1;
        self.due = match Course::of(config) {
            None => from + nearest(unit / config.arrival_rate_per_s * SECOND as f64),
            Some(course) => self.began + course.after(from - self.began, unit),
        };
    }
}
