//! From a quantile to a span: the distributions a reader can choose.
//!
//! Each takes a mean and the quantile of an addressed draw ([`super::draw`]), so changing the mean rescales the
//! very same luck instead of dealing new cards.

use super::choice::choice;
use super::time::{Micros, nearest};

choice! {
    /// How a span varies around its mean.
    pub enum Spread {
        /// Always the mean (the "D" of M/D/1).
        Fixed = "fixed",
        /// Exponential, memoryless (the second "M" of M/M/1): many short ones, a few very long ones.
        Exponential = "exponential",
    }
}

impl Spread {
    /// The span at this quantile (0 < `quantile` < 1), rounded to the microsecond.
    pub fn span(self, mean: Micros, quantile: f64) -> Micros {
        match self {
            Self::Fixed => mean,
            Self::Exponential => nearest(mean as f64 * unit_exponential(quantile)),
        }
    }
}

/// The exponential distribution with mean 1. libm's logarithm, not std's: the latter differs in the last bit
/// between a native build and WebAssembly.
pub fn unit_exponential(quantile: f64) -> f64 {
    -libm::log(quantile)
}

#[cfg(test)]
mod tests {
    use super::super::draw::{Draws, Purpose};
    use super::*;

    #[test]
    fn fixed_is_fixed() {
        assert_eq!(Spread::Fixed.span(3_000_000, 0.9), 3_000_000);
    }

    /// Mean and variance of 200,000 draws, each within four standard errors (1/sqrt(n) for the mean of a unit
    /// exponential, sqrt(8/n) for its variance).
    #[test]
    fn exponential_has_the_mean_and_the_variance_of_its_textbook() {
        let draws = Draws::new(5);
        let n = 200_000;
        let sample: Vec<f64> = (0..n)
            .map(|k| unit_exponential(draws.quantile(Purpose::ServiceTime, k, 0)))
            .collect();
        let mean = sample.iter().sum::<f64>() / n as f64;
        let variance = sample.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n as f64;
        assert!((mean - 1.0).abs() < 4.0 / (n as f64).sqrt(), "{mean}");
        assert!((variance - 1.0).abs() < 4.0 * (8.0 / n as f64).sqrt());
    }
}
