//! How many each of several services had, slice by slice: of a shop with one service nothing is kept.

use crate::config::lineup::SERVICES;
use crate::sealed::Sealed;

/// A level of each service, by number.
pub type OfEach = [u32; SERVICES];

/// Their highest levels, in the slices of a [`super::Series`].
#[derive(Clone, Debug, Default)]
pub(super) struct Each {
    now: OfEach,
    peak: OfEach,
    passed: Sealed<OfEach>,
}

impl Each {
    /// From now on; so many slices have passed.
    pub(super) fn after(passed: usize) -> Self {
        let mut each = Self::default();
        (0..passed).for_each(|_| each.passed.push(OfEach::default()));
        each
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
        let mut all = self.passed.to_vec();
        all.push(self.peak);
        self.passed = Sealed::default();
        let pairs = all
            .chunks(2)
            .map(|pair| higher(pair[0], pair[pair.len() - 1]));
        for (k, pair) in pairs.enumerate() {
            if k > 0 {
                self.passed.push(self.peak);
            }
            self.peak = pair;
        }
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
