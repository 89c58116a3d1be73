//! From a quantile to a span: the distributions a reader can choose.
//!
//! Each takes a mean and the quantile of an addressed draw ([`super::draw`]), so changing the mean rescales the
//! very same luck instead of dealing new cards: a small quantile is a long span, whichever distribution it is.
//!
//! | | the mean's share that is | variance / mean² |
//! |---|---|---|
//! | fixed | 1 | 0 |
//! | uniform | 0 to 2 | 1/3 |
//! | exponential | 0 to any | 1 |
//! | log-normal | 0 to any; a tenth above 2 | 1 |
//! | Pareto, bounded | 0.344 to 344 | 9.88 |
//!
//! Log-normal has the exponential's variance, and yet a longer tail and few short spans: what was measured of calls in call
//! centres (Brown and others, *Statistical Analysis of a Telephone Call Center*, 2005). Pareto's is what was measured of
//! jobs and transfers (Harchol-Balter, Crovella and Murta, *On Choosing a Task Assignment Policy*, 1998): its index is
//! 1.5, and the longest is a thousand times the shortest. It is bounded because an unbounded one of that index has no
//! variance, so that no mean wait exists, and no run would be long enough to show one.

mod normal;

use super::choice::choice;
use super::time::{Micros, nearest};
pub use normal::normal_quantile;

choice! {
    /// How a span varies around its mean.
    pub enum Spread {
        /// Always the mean (the "D" of M/D/1).
        Fixed = "fixed",
        /// Exponential, memoryless (the second "M" of M/M/1): many short ones, a few very long ones.
        Exponential = "exponential",
        /// Anything from nothing to twice the mean, equally likely.
        Uniform = "uniform",
        /// Log-normal: its logarithm is a normal deviate, of variance ln 2.
        LogNormal = "log-normal",
        /// Pareto's, bounded: most are short, and half of the work is in one of seven.
        Pareto = "pareto",
    }
}

/// The variance of a log-normal span's logarithm: so the span's own is mean².
const LOG_VARIANCE: f64 = core::f64::consts::LN_2;

/// Pareto's shortest span, as a share of the mean.
pub const PARETO_LEAST: f64 = 0.344_207_592_200_561_24;

/// The share of an unbounded Pareto that is longer than a thousand times the shortest: 1000^−1.5.
pub const PARETO_CUT: f64 = 3.162_277_660_168_379_5e-5;

impl Spread {
    /// The span at this quantile (0 < `quantile` < 1), rounded to the microsecond.
    pub fn span(self, mean: Micros, quantile: f64) -> Micros {
        nearest(mean as f64 * self.share(quantile))
    }

    /// Its share of the mean.
    #[inline]
    fn share(self, quantile: f64) -> f64 {
        match self {
            Self::Exponential => unit_exponential(quantile),
            other => other.rarer_share(quantile),
        }
    }

    #[inline(never)]
    fn rarer_share(self, quantile: f64) -> f64 {
        match self {
            Self::Fixed => 1.0,
            Self::Exponential => unit_exponential(quantile),
            Self::Uniform => 2.0 * (1.0 - quantile),
            Self::LogNormal => unit_log_normal(quantile),
            Self::Pareto => unit_pareto(quantile),
        }
    }

    /// The squared coefficient of variation: variance / mean².
    pub fn scv(self) -> f64 {
        match self {
            Self::Fixed => 0.0,
            Self::Uniform => 1.0 / 3.0,
            Self::Exponential | Self::LogNormal => 1.0,
            // E X² is 3 m² (√1000 − 1)/(1 − 1000^−1.5), with m the least.
            Self::Pareto => 9.884_799_792_761_823,
        }
    }

    /// The share of spans longer than so many means, or more.
    pub fn beyond(self, means: f64) -> f64 {
        match self {
            Self::Fixed => f64::from(u8::from(means < 1.0)),
            Self::Exponential => libm::exp(-means),
            Self::Uniform => (1.0 - means / 2.0).max(0.0),
            // A normal deviate is above z > 0 at most half of e^(−z²/2) of the time.
            Self::LogNormal => {
                let log = libm::log(means) + LOG_VARIANCE / 2.0;
                match log > 0.0 {
                    true => libm::exp(-log * log / (2.0 * LOG_VARIANCE)) / 2.0,
                    false => 1.0,
                }
            }
            Self::Pareto => {
                let share = (PARETO_LEAST / means).min(1.0);
                (share * share.sqrt() - PARETO_CUT).max(0.0) / (1.0 - PARETO_CUT)
            }
        }
    }
}

/// The exponential distribution with mean 1. libm's logarithm, not std's: the latter differs in the last bit
/// between a native build and WebAssembly.
pub fn unit_exponential(quantile: f64) -> f64 {
    -libm::log(quantile)
}

fn unit_log_normal(quantile: f64) -> f64 {
    let deviate = -LOG_VARIANCE.sqrt() * normal_quantile(quantile);
    libm::exp(deviate - LOG_VARIANCE / 2.0)
}

/// (With the functions that others need, too: a root of its own would weigh more on the page.)
fn unit_pareto(quantile: f64) -> f64 {
    let share = PARETO_CUT + quantile * (1.0 - PARETO_CUT);
    PARETO_LEAST * libm::exp(libm::log(share) * (-1.0 / 1.5))
}

#[cfg(test)]
mod tests {
    use super::super::draw::{Draws, Purpose};
    use super::*;

    const N: u64 = 200_000;

    fn sample(of: impl Fn(f64) -> f64) -> Vec<f64> {
        let draws = Draws::new(5);
        let quantile = |k| draws.quantile(Purpose::ServiceTime, k, 0);
        (0..N).map(|k| of(quantile(k))).collect()
    }

    fn moments(sample: &[f64]) -> (f64, f64) {
        let mean = sample.iter().sum::<f64>() / N as f64;
        let squares = sample.iter().map(|x| (x - mean) * (x - mean));
        (mean, squares.sum::<f64>() / N as f64)
    }

    /// Within four standard errors, `of` being the standard deviation of one term.
    fn near(found: f64, expected: f64, of: f64) {
        let allowed = 4.0 * of / (N as f64).sqrt();
        assert!(
            (found - expected).abs() < allowed,
            "{found} is not {expected} ± {allowed}"
        );
    }

    #[test]
    fn fixed_is_fixed() {
        assert_eq!(Spread::Fixed.span(3_000_000, 0.9), 3_000_000);
    }

    /// Fourth central moments: 9 of the exponential, 1/5 of the uniform.
    #[test]
    fn means_and_variances_are_their_textbooks() {
        let (mean, variance) = moments(&sample(unit_exponential));
        near(mean, 1.0, 1.0);
        near(variance, 1.0, 8f64.sqrt());
        let (mean, variance) = moments(&sample(|q| Spread::Uniform.span(1 << 40, q) as f64));
        let unit = (1u64 << 40) as f64;
        near(mean / unit, 1.0, (1f64 / 3.0).sqrt());
        near(
            variance / unit / unit,
            1.0 / 3.0,
            (0.2f64 - 1.0 / 9.0).sqrt(),
        );
    }

    /// Its variance would need far more draws (its fourth moment is 41); that of its logarithm does not.
    #[test]
    fn log_normal_is_normal_in_its_logarithm() {
        let sample = sample(unit_log_normal);
        near(moments(&sample).0, 1.0, 1.0);
        let logs: Vec<f64> = sample.iter().map(|&x| libm::log(x)).collect();
        let (mean, variance) = moments(&logs);
        near(mean, -LOG_VARIANCE / 2.0, LOG_VARIANCE.sqrt());
        near(variance, LOG_VARIANCE, LOG_VARIANCE * 2f64.sqrt());
    }

    #[test]
    fn pareto_has_its_mean_and_its_ends() {
        let spread = Spread::Pareto;
        let sample = sample(unit_pareto);
        near(moments(&sample).0, 1.0, spread.scv().sqrt());
        let ends = (unit_pareto(1.0), unit_pareto(0.0));
        assert!((ends.0 / PARETO_LEAST - 1.0).abs() < 1e-12);
        assert!((ends.1 / ends.0 - 1_000.0).abs() < 1e-9);
        assert!((PARETO_CUT - libm::pow(1_000.0, -1.5)).abs() < 1e-19);
        // Half of the work is in the longest seventh.
        let long = || sample.iter().filter(|&&x| x > 1.294);
        near(long().count() as f64 / N as f64, spread.beyond(1.294), 0.5);
        near(long().sum::<f64>() / N as f64, 0.5, spread.scv().sqrt());
    }

    /// Both moments by the midpoint rule over the quantiles, on a scale on which both ends are smooth.
    #[test]
    fn what_is_said_of_variances_is_what_quantiles_say() {
        for spread in [
            Spread::Exponential,
            Spread::Uniform,
            Spread::LogNormal,
            Spread::Pareto,
        ] {
            let (steps, mut mean, mut square) = (400_000, 0.0, 0.0);
            for k in 0..steps {
                // u³ from 0 on: many steps near the longest spans.
                let u = (f64::from(k) + 0.5) / f64::from(steps);
                let (quantile, weight) = (u * u * u, 3.0 * u * u / f64::from(steps));
                let span = spread.span(1 << 44, quantile) as f64 / (1u64 << 44) as f64;
                mean += span * weight;
                square += span * span * weight;
            }
            assert!((mean - 1.0).abs() < 1e-5, "{spread:?}: {mean}");
            let scv = square - 1.0;
            assert!((scv / spread.scv() - 1.0).abs() < 1e-3, "{spread:?}: {scv}");
        }
    }

    /// As many of the sample are longer as is said; of the log-normal at most so many.
    #[test]
    fn so_many_are_longer() {
        for (spread, exact) in [
            (Spread::Fixed, true),
            (Spread::Exponential, true),
            (Spread::Uniform, true),
            (Spread::Pareto, true),
            (Spread::LogNormal, false),
        ] {
            for means in [0.3, 0.9, 1.5, 4.0, 30.0] {
                let longer = |q| {
                    f64::from(u8::from(
                        spread.span(1 << 40, q) as f64 > means * (1u64 << 40) as f64,
                    ))
                };
                let (found, said) = (moments(&sample(longer)).0, spread.beyond(means));
                let slack = 4.0 * (said * (1.0 - said) / N as f64).sqrt() + 1e-9;
                assert!(found < said + slack, "{spread:?} {means}: {found} {said}");
                assert!(
                    !exact || found > said - slack,
                    "{spread:?} {means}: {found} {said}"
                );
            }
        }
    }

    #[test]
    fn a_small_quantile_is_a_long_span() {
        for spread in [
            Spread::Exponential,
            Spread::Uniform,
            Spread::LogNormal,
            Spread::Pareto,
        ] {
            let mut quantiles = (1..1_000).map(|k| spread.span(1_000_000, f64::from(k) / 1_000.0));
            let first = quantiles.next().expect("a span");
            quantiles.fold(first, |before, span| {
                assert!(span <= before, "{spread:?}");
                span
            });
        }
    }
}
