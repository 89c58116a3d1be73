//! How often: a count by key, for the few different keys that a run has (statuses, reasons).

/// Counts by key, in the order of the keys. (A sorted list: a dozen keys need no tree, and every clone copies one block.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<K>(Vec<(K, u64)>);

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Copy + Ord> Tally<K> {
    /// One more; how many there were before.
    pub fn add(&mut self, key: K) -> u64 {
        let found = self.0.binary_search_by_key(&key, |&(k, _)| k);
        let at = found.unwrap_or_else(|at| {
            self.0.insert(at, (key, 0));
            at
        });
        let count = &mut self.0[at].1;
        *count += 1;
        *count - 1
    }

    /// Forgets all keys but these.
    pub fn keep(&mut self, mut those: impl FnMut(K) -> bool) {
        self.0.retain(|&(key, _)| those(key));
    }

    /// One fewer. `false`: there was none.
    #[must_use]
    pub fn take(&mut self, key: K) -> bool {
        let found = self.0.iter_mut().find(|(k, n)| *k == key && *n > 0);
        found.map(|(_, n)| *n -= 1).is_some()
    }

    /// Every key that was counted and is still, in order.
    pub fn iter(&self) -> impl Iterator<Item = (K, u64)> {
        self.0.iter().copied().filter(|&(_, n)| n > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_in_the_order_of_its_keys() {
        let mut tally = Tally::default();
        let before = [504, 200, 504, 503].map(|key| tally.add(key));
        assert_eq!(before, [0, 0, 1, 0]);
        assert!(tally.take(503));
        assert!(!tally.take(503) && !tally.take(404));
        assert_eq!(tally.iter().collect::<Vec<_>>(), [(200, 1), (504, 2)]);
        tally.keep(|key| key < 500);
        assert_eq!(tally.iter().collect::<Vec<_>>(), [(200, 1)]);
    }
}
