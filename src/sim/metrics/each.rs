//! How many each of several services had, slice by slice: of a shop with one service nothing is kept.

use crate::config::lineup::SERVICES;

/// A level of each service, by number.
pub type OfEach = [u32; SERVICES];

/// Their highest levels, in the slices of a [`super::Series`].
#[derive(Clone, Debug, Default)]
pub(super) struct Each {
    now: OfEach,
    peak: OfEach,
    passed: Vec<OfEach>,
}

impl Each {
    /// From now on; so many slices have passed.
    pub(super) fn after(passed: usize) -> Self {
        Self {
            passed: vec![OfEach::default(); passed],
            ..Self::default()
        }
    }

    /// The levels from this instant on.
    pub(super) fn levels(&mut self, levels: OfEach) {
        self.peak = higher(self.peak, levels);
        self.now = levels;
    }

    /// A slice is over: levels hold until they change.
    pub(super) fn pass(&mut self) {
        self.passed
            .push(std::mem::replace(&mut self.peak, self.now));
    }

    /// Two and two become one.
    pub(super) fn widen(&mut self) {
        self.passed.push(self.peak);
        let pairs = self.passed.len().div_ceil(2);
        for k in 0..pairs {
            let last = (2 * k + 1).min(self.passed.len() - 1);
            self.passed[k] = higher(self.passed[2 * k], self.passed[last]);
        }
        self.passed.truncate(pairs);
        self.peak = self.passed.pop().unwrap_or_default();
    }

    /// Those of this service in each slice, and now.
    pub(super) fn of(&self, service: u8) -> (Vec<u32>, u32) {
        let its = |levels: &OfEach| levels[service as usize];
        let all = self.passed.iter().chain([&self.peak]);
        (all.map(its).collect(), its(&self.now))
    }
}

fn higher(one: OfEach, other: OfEach) -> OfEach {
    std::array::from_fn(|k| one[k].max(other[k]))
}
