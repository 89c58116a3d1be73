//! Is the answer right? Fast and wrong is worth nothing.
//!
//! The mean of all times until paid, in 30 batches after a warm-up of a tenth; Student's t with 29 degrees of
//! freedom, two-sided 0.1 %, fixed before the first run: t = 3.659.

/// Batches.
const BATCHES: usize = 30;

/// Student's t, 29 degrees of freedom, two-sided 0.1 %.
const T: f64 = 3.659;

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Arrivals, completions, fired timeouts and ends of back-offs: what every engine has.
    pub events: u64,
    /// Whatever else happened, included: the events of the engine itself.
    pub inner_events: u64,
    /// Times until paid in microseconds, in the order in which they became known.
    pub sojourns: Vec<u64>,
}

/// A mean and half of its interval, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its middle.
    pub mean: f64,
    /// From the middle to either end.
    pub half: f64,
}

impl Outcome {
    /// The interval for the mean time until paid.
    pub fn sojourn(&self) -> Interval {
        let steady = &self.sojourns[self.sojourns.len() / 10..];
        let batch = steady.len() / BATCHES;
        let means: Vec<f64> = steady
            .chunks_exact(batch)
            .take(BATCHES)
            .map(|b| b.iter().sum::<u64>() as f64 / batch as f64 / 1e6)
            .collect();
        let n = BATCHES as f64;
        let mean = means.iter().sum::<f64>() / n;
        let variance = means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / (n - 1.0);
        Interval {
            mean,
            half: T * (variance / n).sqrt(),
        }
    }
}
