//! How levels and latencies went over time.

use super::each::{Each, OfEach};
use super::levels::{Held, Levels, Usage};
use crate::sealed::Sealed;
use crate::time::Micros;

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
    /// What was held until its end, from the beginning of the run.
    held: Held,
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
    whole: Usage,
    /// The highest levels in those that passed.
    past_peak: Levels,
    passed: Sealed<Slice>,
    last: Slice,
    /// Of several services, the levels of each.
    each: Option<Box<Each>>,
    /// A slice is 2^shift microseconds wide.
    shift: u32,
    /// When the last slice ends: what happens before is in it, for time never goes back.
    ends: Micros,
}

impl Default for Series {
    fn default() -> Self {
        Self {
            whole: Usage::default(),
            past_peak: Levels::default(),
            passed: Sealed::default(),
            last: Slice::default(),
            each: None,
            shift: FIRST_SHIFT,
            ends: 1 << FIRST_SHIFT,
        }
    }
}

impl Series {
    /// The whole run is one slice, from the beginning on: for who wants no charts.
    pub fn never_slice(&mut self) {
        self.ends = Micros::MAX;
        self.each = None;
    }

    /// There are several services: from now on the levels of each are kept.
    #[cold]
    pub fn keep_each(&mut self) {
        if self.each.is_none() && self.ends != Micros::MAX {
            self.each = Some(Box::new(Each::after(self.passed.len())));
        }
    }

    /// Are they?
    #[inline(always)]
    pub fn keeps_each(&self) -> bool {
        self.each.is_some()
    }

    /// The level of each service from this instant on: after those of them all ([`Series::levels`]).
    pub fn each(&mut self, levels: OfEach) {
        if let Some(each) = &mut self.each {
            each.levels(levels);
        }
    }

    /// The highest level of this service in each slice, and its level now; none, if there never were several.
    pub fn of_service(&self, service: u8) -> Option<(Vec<u32>, u32)> {
        self.each.as_ref().map(|each| each.of(service))
    }

    /// The levels from this instant on.
    #[inline(always)]
    pub fn levels(&mut self, at: Micros, levels: Levels) {
        if at >= self.ends {
            // Slices that passed meanwhile had the levels of before.
            self.prolong(at);
        }
        self.whole.levels(at, levels, &mut self.last.peak);
    }

    /// The highest level of each kind so far.
    pub fn peak(&self) -> Levels {
        self.past_peak.max(self.last.peak)
    }

    /// Seats that the settings give from this instant on: see [`Usage::seats`].
    pub fn seats(&mut self, at: Micros, threads: u32, servers: u32) {
        self.whole.seats(at, threads, servers);
    }

    /// The levels of the whole run.
    pub fn whole(&self) -> &Usage {
        &self.whole
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

    /// The slices so far and the width of each.
    pub fn slices(&self) -> (Vec<&Slice>, Micros) {
        let all = self.passed.iter().chain([&self.last]);
        (all.collect(), 1 << self.shift)
    }

    /// What was held in each of them, up to now.
    pub fn held(&self, clock: Micros) -> Vec<Held> {
        let ends = self.passed.iter().map(|slice| slice.held);
        let mut before = Held::default();
        let mut in_it = |until: Held| until.since(std::mem::replace(&mut before, until));
        ends.chain([self.whole.held(clock)])
            .map(&mut in_it)
            .collect()
    }

    /// The slice of an instant that is not before any other one was.
    fn slice(&mut self, at: Micros) -> &mut Slice {
        if at >= self.ends {
            self.prolong(at);
        }
        &mut self.last
    }

    /// As many more slices as are needed up to an instant.
    #[cold]
    fn prolong(&mut self, at: Micros) {
        while (at >> self.shift) as usize >= SLICES {
            self.widen();
        }
        loop {
            self.ends = (self.passed.len() as Micros + 1) << self.shift;
            if at < self.ends {
                return;
            }
            // Levels hold until they change.
            self.last.held = self.whole.held(self.ends);
            self.past_peak = self.past_peak.max(self.last.peak);
            let next = Slice {
                peak: self.whole.now(),
                ..Slice::default()
            };
            self.passed.push(std::mem::replace(&mut self.last, next));
            if let Some(each) = &mut self.each {
                each.pass();
            }
        }
    }

    /// Two and two become one.
    fn widen(&mut self) {
        self.shift += 1;
        if let Some(each) = &mut self.each {
            each.widen();
        }
        let mut all = self.passed.to_vec();
        all.push(self.last);
        self.passed = Sealed::default();
        let pairs = all.chunks(2).map(|pair| {
            let last = pair[pair.len() - 1];
            Slice {
                peak: pair[0].peak.max(last.peak),
                held: last.held,
                told: merge(pair, |s| s.told),
                told_error: merge(pair, |s| s.told_error),
                paid: merge(pair, |s| s.paid),
            }
        });
        for (k, slice) in pairs.enumerate() {
            if k > 0 {
                self.passed.push(self.last);
            }
            self.last = slice;
        }
    }
}

fn merge(pair: &[Slice], of: impl Fn(&Slice) -> Known) -> Known {
    pair.iter().map(of).fold(Known::default(), Known::with)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn of_several_services_the_levels_of_each_are_kept_in_the_same_slices() {
        let mut series = Series::default();
        let all = |n: u32| Levels {
            ready: n,
            ..Levels::default()
        };
        // One service at first; then the sum of three is the level of all, whenever slices pass and widen.
        for k in 0..3_000u32 {
            if k == 1_000 {
                series.keep_each();
            }
            let each = [k % 7, k % 11, 0, k % 3, 0, 0];
            series.levels(u64::from(k) * 1_000_000, all(each[0]));
            series.each(each);
        }
        let (slices, width) = series.slices();
        let (first, now) = series.of_service(0).expect("it is kept");
        assert_eq!((first.len(), now), (slices.len(), 2_999 % 7));
        let since = (1_000_000_000 / width) as usize + 1;
        for (k, slice) in slices.iter().enumerate() {
            let kept = if k >= since { slice.peak.ready } else { 0 };
            assert!(k + 1 == since || first[k] == kept, "{k}: {}", first[k]);
        }
        let highest = |service| {
            series
                .of_service(service)
                .map(|(all, _)| all.into_iter().max())
        };
        assert_eq!(highest(1), Some(Some(10)));
        assert_eq!(highest(2), Some(Some(0)));
        let mut alone = Series::default();
        alone.each([1; 6]);
        assert_eq!(alone.of_service(0), None);
        // Who wants no charts keeps none.
        series.never_slice();
        series.keep_each();
        assert!(!series.keeps_each());
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

    #[test]
    fn what_is_held_is_the_same_however_it_is_sliced() {
        let mut series = Series::default();
        let open = |open| Levels {
            open,
            ..Levels::default()
        };
        // A level k from k² ms to (k + 1)² ms: k × (2k + 1) ms of it.
        for k in 0..2_000u32 {
            series.levels(u64::from(k * k) * 1_000, open(k));
        }
        let clock = 2_000 * 2_000 * 1_000;
        let sum: u64 = (0..2_000u64).map(|k| k * (2 * k + 1) * 1_000).sum();
        assert_eq!(series.whole().held(clock).open, sum);
        let held = series.held(clock);
        assert_eq!(held.iter().map(|h| h.open).sum::<u64>(), sum);
        // A slice of the middle, by hand.
        let (slices, width) = series.slices();
        assert_eq!(held.len(), slices.len());
        let k = slices.len() / 2;
        let (from, to) = (k as u64 * width, (k as u64 + 1) * width);
        let level = |k: u64| {
            k * (to
                .min((k + 1) * (k + 1) * 1_000)
                .saturating_sub(from.max(k * k * 1_000)))
        };
        assert_eq!(held[k].open, (0..2_000).map(level).sum());
    }
}
