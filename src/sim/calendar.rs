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
//! Most events need no sorting: what happens in this very instant, and patiences, which end in the order in which they
//! began as long as all are equally long. Each kind has a lane, first in first out, which takes an event only if it
//! leaves after everything in it; any other event goes into a four-ary heap. The earliest of the three heads leaves,
//! so the order is the one of a heap alone; but the heap stays as small as the number of services under way, and the
//! timers of calls that are over lie where nobody has to sift them. No allocation per event; the whole state is `Clone`.

use std::collections::VecDeque;

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
    /// Steps of the instant in which they were scheduled.
    at_once: VecDeque<Entry<E>>,
    /// Timeouts, as long as each ends after the one before it.
    patiences: VecDeque<Entry<E>>,
    /// When the event that left last was due.
    now: Micros,
    sequence: u64,
}

/// Where an event waits.
#[derive(Clone, Copy, Debug)]
enum Lane {
    Heap,
    AtOnce,
    Patiences,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Self {
            heap: Vec::new(),
            at_once: VecDeque::new(),
            patiences: VecDeque::new(),
            now: 0,
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
        let entry = Entry { time, rank, event };
        let lane = match class {
            Class::Timeout => &mut self.patiences,
            Class::Step if time == self.now => &mut self.at_once,
            Class::Step => return self.sort_in(entry),
        };
        // Within a lane ranks grow by themselves: all are of one class.
        if lane.back().is_none_or(|last| last.time <= time) {
            lane.push_back(entry);
        } else {
            self.sort_in(entry);
        }
    }

    /// When the earliest pending event is due, if any is pending.
    pub fn next_time(&self) -> Option<Micros> {
        self.earliest().map(|(e, _)| e.time)
    }

    /// The earliest pending event, left in place.
    pub fn peek(&self) -> Option<(Micros, E)> {
        self.earliest().map(|(e, _)| (e.time, e.event))
    }

    /// Takes the earliest pending event.
    pub fn pop(&mut self) -> Option<(Micros, E)> {
        self.pop_due(Micros::MAX)
    }

    /// Takes the earliest pending event if it is due at `until` or before.
    pub fn pop_due(&mut self, until: Micros) -> Option<(Micros, E)> {
        // Most often something goes on in this very instant, and nothing else is due in it.
        if let Some(&Entry { time, event, .. }) = self.at_once.front()
            && time <= until
            && self.heap.first().is_none_or(|other| other.time > time)
            && self.patiences.front().is_none_or(|other| other.time > time)
        {
            self.at_once.pop_front();
            return Some((time, event));
        }
        let (&Entry { time, event, .. }, lane) = self.earliest()?;
        if time > until {
            return None;
        }
        self.now = time;
        match lane {
            Lane::Heap => self.take_root(),
            Lane::AtOnce => drop(self.at_once.pop_front()),
            Lane::Patiences => drop(self.patiences.pop_front()),
        }
        Some((time, event))
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        self.heap.len() + self.at_once.len() + self.patiences.len()
    }

    /// Every pending event, in no order.
    pub fn iter(&self) -> impl Iterator<Item = E> {
        let lanes = self.at_once.iter().chain(&self.patiences);
        self.heap.iter().chain(lanes).map(|entry| entry.event)
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The earliest of the three heads.
    fn earliest(&self) -> Option<(&Entry<E>, Lane)> {
        let mut earliest = self.heap.first().map(|e| (e, Lane::Heap));
        let mut race = |head, lane| {
            if let Some(head) = head
                && earliest.is_none_or(|(e, _): (&Entry<E>, Lane)| Entry::<E>::key(head) < e.key())
            {
                earliest = Some((head, lane));
            }
        };
        race(self.at_once.front(), Lane::AtOnce);
        race(self.patiences.front(), Lane::Patiences);
        earliest
    }

    fn sort_in(&mut self, entry: Entry<E>) {
        self.heap.push(entry);
        self.sift_up(self.heap.len() - 1);
    }

    fn take_root(&mut self) {
        if let Some(last) = self.heap.pop()
            && let Some(root) = self.heap.first_mut()
        {
            *root = last;
            self.sift_down();
        }
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
            let end = (first + BRANCHES).min(self.heap.len());
            if first >= end {
                break;
            }
            let mut least = first;
            for child in first + 1..end {
                if self.heap[child].key() < self.heap[least].key() {
                    least = child;
                }
            }
            if entry.key() <= self.heap[least].key() {
                break;
            }
            self.heap[at] = self.heap[least];
            at = least;
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

    /// Against std's own map, with pops in between: steps of this instant, steps to come, patiences of one length
    /// and of many, and now and then something that is due before what left last.
    #[test]
    fn it_agrees_with_a_sorted_list() {
        let mut calendar = Calendar::default();
        let mut model = std::collections::BTreeMap::<(Micros, Class, u64), u64>::new();
        let mut z = 1u64;
        let mut now = 0;
        for k in 0..100_000u64 {
            z = z
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let (span, kind) = ((z >> 33) % 500, z >> 60);
            let (time, class) = match kind {
                0..=5 => {
                    let expected = model.pop_first().map(|((time, ..), event)| (time, event));
                    assert_eq!(calendar.peek(), expected);
                    assert_eq!(calendar.pop(), expected);
                    now = expected.map_or(now, |(time, _)| time);
                    continue;
                }
                6..=8 => (now, Class::Step),
                9 | 10 => (now + 200, Class::Timeout),
                11 => (now + span, Class::Timeout),
                12 => (now.saturating_sub(span), Class::Step),
                _ => (now + span, Class::Step),
            };
            calendar.schedule(time, class, k);
            model.insert((time, class, k), k);
            assert_eq!(calendar.len(), model.len());
        }
        while let Some(((time, ..), event)) = model.pop_first() {
            assert_eq!(calendar.pop(), Some((time, event)));
        }
        assert!(calendar.is_empty());
    }
}
