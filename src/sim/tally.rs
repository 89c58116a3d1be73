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
    /// One more.
    pub fn add(&mut self, key: K) {
        match self.0.binary_search_by_key(&key, |&(k, _)| k) {
            Ok(at) => self.0[at].1 += 1,
            Err(at) => self.0.insert(at, (key, 1)),
        }
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
        for key in [504, 200, 504, 503] {
            tally.add(key);
        }
        assert!(tally.take(503));
        assert!(!tally.take(503) && !tally.take(404));
        assert_eq!(tally.iter().collect::<Vec<_>>(), [(200, 1), (504, 2)]);
    }
}
