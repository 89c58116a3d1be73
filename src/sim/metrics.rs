//! What a run is measured by.
//!
//! * [`Latency`]: every single latency is kept, so percentiles are exact (nearest rank).
//! * [`Levels`]: the highest level of each kind.
//! * [`Series`]: how levels and latencies went over time, in a fixed number of slices that grow wider as the run
//!   grows longer: a run that goes on all day takes no more room than a short one.

use super::time::Micros;

/// Every latency of one kind, in microseconds, in the order in which they became known.
#[derive(Clone, Debug, Default)]
pub struct Latency {
    values: Vec<Micros>,
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
        nearest_ranks(self.values.clone(), shares)
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

fn nearest_ranks(mut values: Vec<Micros>, shares: &[f64]) -> Vec<Micros> {
    let n = values.len();
    if n == 0 {
        return Vec::new();
    }
    let rank = |p: &f64| (libm::ceil(p * n as f64) as usize).clamp(1, n) - 1;
    let pick = |p| *values.select_nth_unstable(rank(p)).1;
    shares.iter().map(pick).collect()
}

/// Levels of one shop at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Messages ready in the queue.
    pub ready: u32,
    /// Messages delivered and not acknowledged.
    pub unacked: u32,
    /// Threads held at Checkout (requests being handled, under `async def`).
    pub threads: u32,
    /// Threads or workers busy at Payment.
    pub servers: u32,
    /// Requests whose user waits.
    pub open: u32,
}

impl Levels {
    /// The higher of each.
    pub fn max(self, other: Self) -> Self {
        Self {
            ready: self.ready.max(other.ready),
            unacked: self.unacked.max(other.unacked),
            threads: self.threads.max(other.threads),
            servers: self.servers.max(other.servers),
            open: self.open.max(other.open),
        }
    }
}

/// Latencies that became known in one slice of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How many.
    pub count: u32,
    /// Their sum, in microseconds.
    pub sum: u64,
}

impl Known {
    fn add(&mut self, latency: Micros) {
        self.count += 1;
        self.sum += latency;
    }

    fn with(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
        }
    }

    /// The mean, in microseconds, if there are any.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / f64::from(self.count))
    }
}

/// One slice of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The highest levels in it.
    pub peak: Levels,
    /// Users told in it that all is well.
    pub told: Known,
    /// Users told an error in it: a refusal is fast, and no fast answer.
    pub told_error: Known,
    /// Orders first charged in it.
    pub paid: Known,
}

/// Slices a series has at most.
pub const SLICES: usize = 512;

/// The first slices are 16 ms wide.
const FIRST_SHIFT: u32 = 14;

/// A whole run in at most [`SLICES`] slices.
#[derive(Clone, Debug)]
pub struct Series {
    slices: Vec<Slice>,
    /// A slice is 2^shift microseconds wide.
    shift: u32,
    /// When the last slice ends: what happens before is in it, for time never goes back.
    ends: Micros,
    now: Levels,
}

impl Default for Series {
    fn default() -> Self {
        Self {
            slices: vec![Slice::default()],
            shift: FIRST_SHIFT,
            ends: 1 << FIRST_SHIFT,
            now: Levels::default(),
        }
    }
}

impl Series {
    /// The levels from this instant on.
    pub fn levels(&mut self, at: Micros, levels: Levels) {
        // Many events change no level, and the last slice knows these.
        if levels != self.now || at >= self.ends {
            // Slices that passed meanwhile had the levels of before.
            let slice = self.slice(at);
            slice.peak = slice.peak.max(levels);
            self.now = levels;
        }
    }

    /// The highest level of each kind so far.
    pub fn peak(&self) -> Levels {
        let peaks = self.slices.iter().map(|slice| slice.peak);
        peaks.fold(Levels::default(), Levels::max)
    }

    /// A user was told that all is well.
    pub fn told(&mut self, at: Micros, latency: Micros) {
        self.slice(at).told.add(latency);
    }

    /// A user was told an error.
    pub fn told_error(&mut self, at: Micros, latency: Micros) {
        self.slice(at).told_error.add(latency);
    }

    /// An order was first charged.
    pub fn paid(&mut self, at: Micros, latency: Micros) {
        self.slice(at).paid.add(latency);
    }

    /// The levels now.
    pub fn now(&self) -> Levels {
        self.now
    }

    /// The slices so far and the width of each.
    pub fn slices(&self) -> (&[Slice], Micros) {
        (&self.slices, 1 << self.shift)
    }

    /// The slice of an instant that is not before any other one was.
    fn slice(&mut self, at: Micros) -> &mut Slice {
        if at >= self.ends {
            self.prolong(at);
        }
        self.slices.last_mut().expect("one from the start")
    }

    /// As many more slices as are needed up to an instant.
    #[cold]
    fn prolong(&mut self, at: Micros) {
        while (at >> self.shift) as usize >= SLICES {
            self.widen();
        }
        let count = (at >> self.shift) as usize + 1;
        if count > self.slices.len() {
            // Levels hold until they change.
            let idle = Slice {
                peak: self.now,
                ..Slice::default()
            };
            self.slices.resize(count, idle);
        }
        self.ends = (self.slices.len() as Micros) << self.shift;
    }

    fn widen(&mut self) {
        self.shift += 1;
        self.slices = self
            .slices
            .chunks(2)
            .map(|pair| {
                let last = pair[pair.len() - 1];
                Slice {
                    peak: pair[0].peak.max(last.peak),
                    told: merge(pair, |s| s.told),
                    told_error: merge(pair, |s| s.told_error),
                    paid: merge(pair, |s| s.paid),
                }
            })
            .collect();
    }
}

fn merge(pair: &[Slice], of: impl Fn(&Slice) -> Known) -> Known {
    pair.iter().map(of).fold(Known::default(), Known::with)
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

    #[test]
    fn a_series_never_grows_past_its_limit_and_loses_nothing() {
        let mut series = Series::default();
        for k in 0..10_000u64 {
            let ready = if k == 4_321 { 99 } else { 1 };
            let levels = Levels {
                ready,
                ..Levels::default()
            };
            series.levels(k * 1_000_000, levels);
            series.told(k * 1_000_000, 5);
        }
        let (slices, width) = series.slices();
        assert!(slices.len() <= SLICES);
        assert_eq!(slices.iter().map(|s| s.told.count).sum::<u32>(), 10_000);
        let peak = slices.iter().position(|s| s.peak.ready == 99).unwrap() as u64;
        assert_eq!(peak, 4_321_000_000 / width);
    }

    #[test]
    fn levels_hold_until_they_change() {
        let mut series = Series::default();
        let levels = Levels {
            ready: 7,
            ..Levels::default()
        };
        series.levels(0, levels);
        series.told(1_000_000, 1);
        let (slices, _) = series.slices();
        assert!(slices.iter().all(|s| s.peak.ready == 7));
        // Nor do they change before they change.
        series.levels(2_000_000, Levels::default());
        let (slices, width) = series.slices();
        let calm = (2_000_000 / width) as usize;
        assert!(slices[..=calm].iter().all(|s| s.peak.ready == 7));
        series.told(3_000_000, 1);
        let (slices, _) = series.slices();
        assert!(slices[calm + 1..].iter().all(|s| s.peak.ready == 0));
    }
}
