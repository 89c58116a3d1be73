//! A distribution of spans, as a recording's `summary` has it.

use serde::Serialize;

/// A distribution of spans, in milliseconds; percentiles are nearest rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Distribution {
    /// How many.
    pub n: usize,
    /// Mean.
    pub mean: Option<f64>,
    /// Shortest.
    pub min: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 90th percentile.
    pub p90: Option<f64>,
    /// 99th percentile.
    pub p99: Option<f64>,
    /// Longest.
    pub max: Option<f64>,
}

impl Distribution {
    /// Of nothing?
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Of these spans, in any order.
    pub fn of(spans: impl Iterator<Item = f64>) -> Self {
        let mut spans: Vec<f64> = spans.map(tidy).collect();
        spans.sort_by(f64::total_cmp);
        let n = spans.len();
        let rank = |share: f64| {
            let rank = (share * n as f64).ceil() as usize;
            spans.get(rank.max(1) - 1).copied()
        };
        Self {
            n,
            mean: (n > 0).then(|| tidy(spans.iter().sum::<f64>() / n as f64)),
            min: spans.first().copied(),
            p50: rank(0.5),
            p90: rank(0.9),
            p99: rank(0.99),
            max: spans.last().copied(),
        }
    }

    /// The percentile of this name.
    pub fn named(&self, name: &str) -> Option<f64> {
        match name {
            "p50" => self.p50,
            "p90" => self.p90,
            "p99" => self.p99,
            "mean" => self.mean,
            "max" => self.max,
            "min" => self.min,
            _ => None,
        }
    }
}

/// To the microsecond.
pub fn tidy(ms: f64) -> f64 {
    (ms * 1_000.0).round() / 1_000.0
}
