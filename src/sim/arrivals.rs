//! Orders that come without a click.
//!
//! The k-th gap is a *unit* gap (1, or exponential with mean 1, or the size of a crowd) divided by the rate in
//! force. A rate change in the middle of a gap rescales what is left of it, so a slider changes only what it should.

use super::config::{Arrivals, Config};
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
        self.due = now;
        self.awaited = None;
        if config.arrivals == Arrivals::Poisson {
            self.due += self.gap(config, draws);
        }
    }

    /// The orders due now arrive, `first` the number of the first: how many. The next ones are `due` a gap later.
    pub fn arrive(&mut self, config: &Config, draws: Draws, first: u64) -> u32 {
        if config.arrivals == Arrivals::OneByOne {
            self.awaited = Some(first);
            self.due = Micros::MAX;
            return 1;
        }
        self.due += self.gap(config, draws);
        match config.arrivals {
            Arrivals::ByHand => 0,
            Arrivals::Constant | Arrivals::Poisson | Arrivals::OneByOne => 1,
            Arrivals::Burst => config.burst_size,
        }
    }

    /// A user's waiting for this order is over. `true`: it was the one of a closed loop, and the next one is due a gap
    /// later.
    pub fn answered(&mut self, number: u64, config: &Config, draws: Draws, now: Micros) -> bool {
        let theirs = self.awaited == Some(number);
        if theirs {
            self.awaited = None;
            self.due = now + self.gap(config, draws);
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
            let began = self.began;
            self.begin(config, draws, now);
            self.began = began;
        }
    }

    /// When the next orders arrive, if any will.
    pub fn next(&self, config: &Config, now: Micros) -> Option<Micros> {
        let due = self.due.max(now);
        let over = due > self.began.saturating_add(config.arrivals_stop);
        (config.arrivals != Arrivals::ByHand && !over).then_some(due)
    }

    fn gap(&mut self, config: &Config, draws: Draws) -> Micros {
        let unit = match config.arrivals {
            Arrivals::ByHand | Arrivals::Constant | Arrivals::OneByOne => 1.0,
            Arrivals::Poisson => {
                unit_exponential(draws.quantile(Purpose::ArrivalGap, self.index, 0))
            }
            Arrivals::Burst => f64::from(config.burst_size),
        };
        self.index += 1;
        nearest(unit / config.arrival_rate_per_s * SECOND as f64)
    }
}
