//! A list that only grows, whose past is shared by all clones of it.
//!
//! ```text
//! sealed  [████][████][████]   full segments, never changed again: a clone points to them
//! open    [██··]               the last few: a clone copies them
//! ```
//!
//! So a clone of a run costs the same after a thousand orders and after a million. A segment is a page of memory,
//! whatever stands in it: long enough that few are pointed to, short enough that the open one costs nothing to copy.

use std::sync::Arc;

/// Bytes of a segment.
const SEGMENT: usize = 4_096;

/// The list.
#[derive(Clone, Debug)]
pub struct Sealed<T> {
    sealed: Arc<Vec<Arc<Vec<T>>>>,
    open: Vec<T>,
}

impl<T> Default for Sealed<T> {
    /// (There are many of them, made once: the page counts the bytes.)
    #[inline(never)]
    fn default() -> Self {
        Self {
            sealed: Arc::default(),
            open: Vec::new(),
        }
    }
}

impl<T> Sealed<T> {
    /// Entries of a full segment.
    const FULL: usize = SEGMENT / size_of::<T>();

    /// One more, at the end.
    pub fn push(&mut self, entry: T) {
        self.open.push(entry);
        if self.open.len() == Self::FULL {
            self.seal();
        }
    }

    #[cold]
    #[inline(never)]
    fn seal(&mut self) {
        let full = std::mem::replace(&mut self.open, Vec::with_capacity(Self::FULL));
        let full = Arc::new(full);
        match Arc::get_mut(&mut self.sealed) {
            Some(own) => own.push(full),
            None => {
                let mut own = Vec::with_capacity(self.sealed.len() * 2);
                own.extend(self.sealed.iter().cloned());
                own.push(full);
                self.sealed = Arc::new(own);
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sealed.len() * Self::FULL + self.open.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The one in this place, from the oldest on.
    pub fn get(&self, at: usize) -> Option<&T> {
        match self.sealed.get(at / Self::FULL) {
            Some(full) => full.get(at % Self::FULL),
            None => self.open.get(at - self.sealed.len() * Self::FULL),
        }
    }

    /// All of them, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        let sealed = self.sealed.iter().flat_map(|segment| segment.iter());
        sealed.chain(&self.open)
    }

    /// The oldest.
    pub fn first(&self) -> Option<&T> {
        self.iter().next()
    }
}

impl<T: Clone> Sealed<T> {
    /// A copy of all of them.
    pub fn to_vec(&self) -> Vec<T> {
        let mut all = Vec::with_capacity(self.len());
        for segment in self.sealed.iter() {
            all.extend_from_slice(segment);
        }
        all.extend_from_slice(&self.open);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_list() {
        let mut list = Sealed::default();
        assert!(list.is_empty() && list.first().is_none());
        let numbers: Vec<u64> = (0..5_000).collect();
        for (k, &number) in numbers.iter().enumerate() {
            assert_eq!(list.len(), k);
            list.push(number);
        }
        assert_eq!(list.to_vec(), numbers);
        assert!(list.iter().eq(&numbers));
        assert!(list.iter().rev().eq(numbers.iter().rev()));
        assert_eq!(list.first(), Some(&0));
    }

    #[test]
    fn a_clone_shares_the_past_and_goes_its_own_way() {
        let mut list = Sealed::default();
        for number in 0..5_000u64 {
            list.push(number);
        }
        let mut clone = list.clone();
        assert!(Arc::ptr_eq(&list.sealed, &clone.sealed));
        for number in 0..1_000 {
            list.push(10_000 + number);
            clone.push(20_000 + number);
        }
        assert!(Arc::ptr_eq(&list.sealed[3], &clone.sealed[3]));
        assert_eq!(list.to_vec()[4_999..=5_000], [4_999, 10_000]);
        assert_eq!(clone.to_vec()[4_999..=5_000], [4_999, 20_000]);
        assert_eq!(list.len(), clone.len());
    }
}
