//! The future event list.
//!
//! ```text
//! schedule(time, class, event)            pop() ──▶ the earliest
//!                └── key = (time, class, sequence) ──┘
//! ```
//!
//! Ties are decided, never left to chance: at one instant a [`Class::Timeout`] leaves before everything else, and
//! within a class events leave in the order in which they were scheduled.
//!
//! A four-ary heap in one flat array: no allocation per event, and its whole state is `Clone`.

use super::time::Micros;

/// Who goes first at the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A caller's patience ends: it beats an answer that arrives at the same instant.
    Timeout = 0,
    /// Everything else.
    Step = 1,
}

#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    time: Micros,
    /// Class in the top byte, sequence below it.
    rank: u64,
    event: E,
}

impl<E> Entry<E> {
    fn key(&self) -> (Micros, u64) {
        (self.time, self.rank)
    }
}

/// Pending events, earliest first.
#[derive(Clone, Debug)]
pub struct Calendar<E> {
    heap: Vec<Entry<E>>,
    sequence: u64,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Self {
            heap: Vec::new(),
            sequence: 0,
        }
    }
}

const BRANCHES: usize = 4;

impl<E: Copy> Calendar<E> {
    /// Adds an event.
    pub fn schedule(&mut self, time: Micros, class: Class, event: E) {
        let rank = (class as u64) << 56 | self.sequence;
        self.sequence += 1;
        self.heap.push(Entry { time, rank, event });
        self.sift_up(self.heap.len() - 1);
    }

    /// When the earliest pending event is due, if any is pending.
    pub fn next_time(&self) -> Option<Micros> {
        self.heap.first().map(|e| e.time)
    }

    /// The earliest pending event, left in place.
    pub fn peek(&self) -> Option<(Micros, E)> {
        self.heap.first().map(|e| (e.time, e.event))
    }

    /// Takes the earliest pending event.
    pub fn pop(&mut self) -> Option<(Micros, E)> {
        let last = self.heap.pop()?;
        let Some(root) = self.heap.first_mut() else {
            return Some((last.time, last.event));
        };
        let first = std::mem::replace(root, last);
        self.sift_down();
        Some((first.time, first.event))
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    fn sift_up(&mut self, mut at: usize) {
        let entry = self.heap[at];
        while at > 0 {
            let parent = (at - 1) / BRANCHES;
            if self.heap[parent].key() <= entry.key() {
                break;
            }
            self.heap[at] = self.heap[parent];
            at = parent;
        }
        self.heap[at] = entry;
    }

    fn sift_down(&mut self) {
        let entry = self.heap[0];
        let mut at = 0;
        loop {
            let first = at * BRANCHES + 1;
            let children = self.heap.get(first..).unwrap_or_default();
            let least = children
                .iter()
                .take(BRANCHES)
                .enumerate()
                .min_by_key(|(_, e)| e.key());
            let Some((offset, child)) = least else { break };
            if entry.key() <= child.key() {
                break;
            }
            self.heap[at] = *child;
            at = first + offset;
        }
        self.heap[at] = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_beats_an_answer_at_the_same_instant() {
        let mut calendar = Calendar::default();
        calendar.schedule(5, Class::Step, "answer");
        calendar.schedule(5, Class::Timeout, "timeout");
        assert_eq!(calendar.pop(), Some((5, "timeout")));
        assert_eq!(calendar.pop(), Some((5, "answer")));
        assert_eq!(calendar.pop(), None);
    }

    #[test]
    fn equals_leave_in_the_order_in_which_they_came() {
        let mut calendar = Calendar::default();
        for k in 0..100 {
            calendar.schedule(7, Class::Step, k);
        }
        for k in 0..100 {
            assert_eq!(calendar.pop(), Some((7, k)));
        }
    }

    /// Against std's own heap, with pops in between.
    #[test]
    fn it_agrees_with_a_sorted_list() {
        let mut calendar = Calendar::default();
        let mut model = std::collections::BTreeMap::new();
        let mut z = 1u64;
        for k in 0..20_000u64 {
            z = z
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            if z >> 62 == 0 {
                let expected = model.pop_first().map(|((time, _), event)| (time, event));
                assert_eq!(calendar.pop(), expected);
            } else {
                let time = (z >> 33) % 500;
                calendar.schedule(time, Class::Step, k);
                model.insert((time, k), k);
            }
        }
        while let Some(((time, _), event)) = model.pop_first() {
            assert_eq!(calendar.pop(), Some((time, event)));
        }
        assert!(calendar.is_empty());
    }
}
