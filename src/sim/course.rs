//! A rate of arrivals that changes by itself, and the clock in which it does not.
//!
//! ```text
//! ramp     ／      from none to the rate that is set, when arrivals stop
//! on-off   ▔▁▔▁    what is set for a time, none for a time, and again
//! ```
//!
//! Times are since arrivals began. How many are to come between two of them, on average, is the rate's integral; so the time at
//! which the next one comes is where the integral has grown by its unit gap (an inhomogeneous Poisson process by a change
//! of time: Çinlar, *Introduction to Stochastic Processes*, 1975). All is by additions, products, quotients and one
//! root: the same bits everywhere.

use super::config::{Arrivals, Config};
use super::time::{Micros, SECOND, nearest};

/// How a rate changes. Rates are per microsecond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Course {
    /// From nothing up to `rate` after `span`, and on.
    Ramp { rate: f64, span: f64 },
    /// `rate` for `on`, nothing for `off`, and again.
    OnOff { rate: f64, on: f64, off: f64 },
}

impl Course {
    /// The one that the settings ask for; `None`: the rate is constant, or nobody's.
    pub fn of(config: &Config) -> Option<Self> {
        let rate = || config.arrival_rate_per_s / SECOND as f64;
        match config.arrivals {
            Arrivals::ByHand
            | Arrivals::Constant
            | Arrivals::Poisson
            | Arrivals::Burst
            | Arrivals::OneByOne => None,
            Arrivals::Ramp => Some(Self::Ramp {
                rate: rate(),
                span: config.arrivals_stop as f64,
            }),
            Arrivals::OnOff => Some(Self::OnOff {
                rate: rate(),
                on: config.arrivals_on as f64,
                off: config.arrivals_off as f64,
            }),
        }
    }

    /// How many come until then, on average.
    fn until(self, at: f64) -> f64 {
        match self {
            Self::Ramp { rate, span } => rate * at * at / (2.0 * span),
            Self::OnOff { rate, on, off } => {
                let rounds = (at / (on + off)).floor();
                let rest = at - rounds * (on + off);
                rate * (rounds * on + rest.min(on))
            }
        }
    }

    /// How many come from the one to the other, on average.
    pub fn between(self, from: Micros, to: Micros) -> f64 {
        (self.until(to as f64) - self.until(from as f64)).max(0.0)
    }

    /// When so many have come since then, on average.
    #[cold]
    #[inline(never)]
    pub fn after(self, from: Micros, units: f64) -> Micros {
        let units = self.until(from as f64) + units;
        let at = match self {
            Self::Ramp { rate, span } => (2.0 * span * units / rate).sqrt(),
            Self::OnOff { rate, on, off } => {
                let time = units / rate;
                let rounds = (time / on).floor();
                time + rounds * off
            }
        };
        nearest(at).max(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAMP: Course = Course::Ramp {
        rate: 2e-6,
        span: 10e6,
    };
    const ON_OFF: Course = Course::OnOff {
        rate: 2e-6,
        on: 1e6,
        off: 3e6,
    };

    /// A ramp to 2/s in 10 s has sent ten by then, a quarter of them in the first half.
    #[test]
    fn a_ramp_is_half_of_what_its_end_would_be() {
        assert!((RAMP.between(0, 10 * SECOND) - 10.0).abs() < 1e-12);
        assert!((RAMP.between(0, 5 * SECOND) - 2.5).abs() < 1e-12);
        assert_eq!(RAMP.after(0, 2.5), 5 * SECOND);
        assert_eq!(RAMP.after(5 * SECOND, 7.5), 10 * SECOND);
    }

    #[test]
    fn nobody_comes_while_it_is_off() {
        assert_eq!(ON_OFF.between(SECOND, 4 * SECOND), 0.0);
        assert!((ON_OFF.between(0, 8 * SECOND) - 4.0).abs() < 1e-12);
        assert_eq!(ON_OFF.after(0, 1.0), SECOND / 2);
        assert_eq!(ON_OFF.after(SECOND / 2, 2.0), 4 * SECOND + SECOND / 2);
        // Whoever asks in between waits for the rest of it.
        assert_eq!(ON_OFF.after(2 * SECOND, 0.5), 4 * SECOND + SECOND / 4);
    }

    #[test]
    fn what_is_left_of_a_gap_is_what_was_drawn() {
        for course in [RAMP, ON_OFF] {
            for from in [0, 123_456, 2 * SECOND, 4_999_999] {
                for units in [0.001, 0.7, 1.0, 12.3] {
                    let to = course.after(from, units);
                    assert!(to >= from);
                    let left = course.between(from, to);
                    assert!((left - units).abs() < 1e-4, "{course:?} {from}: {left}");
                }
            }
        }
    }
}
