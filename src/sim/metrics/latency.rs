//! Latencies, every single one: so percentiles are exact (nearest rank).

use crate::sealed::Sealed;
use crate::time::Micros;

/// Every latency of one kind, in microseconds, in the order in which they became known.
#[derive(Clone, Debug, Default)]
pub struct Latency {
    values: Sealed<Micros>,
    sum: u128,
    longest: Micros,
}

impl Latency {
    /// Adds one.
    pub fn add(&mut self, value: Micros) {
        self.values.push(value);
        self.sum += u128::from(value);
        self.longest = self.longest.max(value);
    }

    /// All of them, in the order in which they became known.
    pub fn iter(&self) -> impl Iterator<Item = Micros> {
        self.values.iter().copied()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// The longest; 0 of none.
    pub fn longest(&self) -> Micros {
        self.longest
    }

    /// The mean, in microseconds; 0 of none.
    pub fn mean(&self) -> f64 {
        if self.values.is_empty() {
            return 0.0;
        }
        self.sum as f64 / self.values.len() as f64
    }

    /// Nearest-rank percentiles: for each share p the ⌈p·n⌉-th smallest. Empty if there are none.
    pub fn percentiles(&self, shares: &[f64]) -> Vec<Micros> {
        nearest_ranks(self.values.to_vec(), shares)
    }
}

/// Several kinds of latency, looked at as one: told well, told an error, and hung up.
#[derive(Clone, Copy, Debug)]
pub struct Together<'a>(pub [&'a Latency; 3]);

impl Together<'_> {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.iter().map(|kind| kind.count()).sum()
    }

    /// The mean, in microseconds; 0 of none.
    pub fn mean(&self) -> f64 {
        let sum: u128 = self.0.iter().map(|kind| kind.sum).sum();
        match self.count() {
            0 => 0.0,
            n => sum as f64 / n as f64,
        }
    }

    /// Nearest-rank percentiles, as of one kind.
    pub fn percentiles(&self, shares: &[f64]) -> Vec<Micros> {
        let values = self.0.iter().flat_map(|kind| kind.values.iter().copied());
        nearest_ranks(values.collect(), shares)
    }
}

/// `shares` grow.
fn nearest_ranks(mut values: Vec<Micros>, shares: &[f64]) -> Vec<Micros> {
    let n = values.len();
    if n == 0 {
        return Vec::new();
    }
    // What is below one of them is below the next: it need not be looked at again.
    let mut below = 0;
    let pick = |p: &f64| {
        let rank = (libm::ceil(p * n as f64) as usize).clamp(1, n) - 1;
        let (_, value, _) = values[below..].select_nth_unstable(rank - below);
        below = rank;
        *value
    };
    shares.iter().map(pick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_rank() {
        let mut latency = Latency::default();
        for value in (1..=100).rev() {
            latency.add(value);
        }
        let at = [0.0, 0.5, 0.9, 0.99, 1.0];
        assert_eq!(latency.percentiles(&at), [1, 50, 90, 99, 100]);
        assert_eq!(latency.mean(), 50.5);
    }

    #[test]
    fn one_value_is_every_percentile_and_none_is_none() {
        let mut latency = Latency::default();
        assert!(latency.percentiles(&[0.5]).is_empty());
        latency.add(3);
        assert_eq!(latency.percentiles(&[0.5, 0.99]), [3, 3]);
    }
}
