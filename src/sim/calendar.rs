//! The future event list.
//!
//! ```text
//! at_once(event)  ──▶ [ this very instant: first in, first out ]─┐
//! after(time)     ──▶ ( heap: by time, then in order )───────────┼──▶ pop_due() ──▶ the earliest
//! timeout(time)   ──▶ [ patiences, as long as they are in order ]┘
//! ```
//!
//! Ties are decided, never left to chance: at one instant a timeout leaves before everything else, and of either kind
//! events leave in the order in which they were scheduled.
//!
//! Most events need no sorting. What happens in this very instant was scheduled after all else that is due in it, so it
//! waits in a lane of its own, without a key, and leaves when nothing else is left in the instant. Patiences end in the
//! order in which they began as long as all are equally long: they have a lane, too, which takes one only if it leaves
//! after everything in it. Any other event goes into a four-ary heap. So the heap stays as small as the number of services
//! under way, and the timers of calls that are over lie where nobody has to sift them. No allocation per event; the whole
//! state is `Clone`.
//!
//! Always: whoever schedules has come no further than to what left last, and nothing of an earlier instant is left.

use std::collections::VecDeque;

use super::time::Micros;

/// Who goes first at the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// A caller's patience ends: it beats an answer that arrives at the same instant.
    Timeout = 0,
    /// Everything else.
    Step = 1,
}

/// An event of a later instant.
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
    /// A step of the instant in which it was scheduled.
    at_once: Option<E>,
    /// More of them, if there is one.
    and_then: VecDeque<E>,
    /// Which instant that is.
    now: Micros,
    /// When the first of all others is due; [`Micros::MAX`] if there is none.
    later: Micros,
    heap: Vec<Entry<E>>,
    /// Timeouts, as long as each ends after the one before it.
    patiences: VecDeque<Entry<E>>,
    sequence: u64,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Self {
            at_once: None,
            and_then: VecDeque::new(),
            now: 0,
            later: Micros::MAX,
            heap: Vec::new(),
            patiences: VecDeque::new(),
            sequence: 0,
        }
    }
}

const BRANCHES: usize = 4;

impl<E: Copy> Calendar<E> {
    /// Adds an event of this very instant.
    #[inline(always)]
    pub fn at_once(&mut self, now: Micros, event: E) {
        debug_assert!(
            self.at_once.is_none() || self.now == now,
            "an instant is over"
        );
        self.now = now;
        match self.at_once {
            None => self.at_once = Some(event),
            Some(_) => self.then(event),
        }
    }

    #[inline(never)]
    fn then(&mut self, event: E) {
        self.and_then.push_back(event);
    }

    /// Adds an event of a later instant.
    pub fn later(&mut self, time: Micros, event: E) {
        let entry = self.entry(time, Class::Step, event);
        self.sort_in(entry);
    }

    /// Adds the end of a patience.
    pub fn timeout(&mut self, time: Micros, event: E) {
        let entry = self.entry(time, Class::Timeout, event);
        // Within the lane ranks grow by themselves.
        if self.patiences.back().is_none_or(|last| last.time <= time) {
            self.patiences.push_back(entry);
        } else {
            self.sort_in(entry);
        }
    }

    fn entry(&mut self, time: Micros, class: Class, event: E) -> Entry<E> {
        let rank = (class as u64) << 56 | self.sequence;
        self.sequence += 1;
        self.later = self.later.min(time);
        Entry { time, rank, event }
    }

    /// The earliest pending event, left in place.
    pub fn peek(&self) -> Option<(Micros, E)> {
        if let Some(event) = self.at_once
            && self.now < self.later
        {
            return Some((self.now, event));
        }
        let first = match self.is_patience_first() {
            true => self.patiences.front(),
            false => self.heap.first(),
        };
        first.map(|entry| (entry.time, entry.event))
    }

    /// Takes the earliest pending event.
    pub fn pop(&mut self) -> Option<(Micros, E)> {
        self.pop_due(Micros::MAX)
    }

    /// Takes the earliest pending event if it is due at `until` or before.
    #[inline(always)]
    pub fn pop_due(&mut self, until: Micros) -> Option<(Micros, E)> {
        // Most often something goes on in this very instant, and nothing else is due in it.
        if self.at_once.is_none() || self.later <= self.now {
            self.bring_forward(until);
        }
        let event = self.at_once.filter(|_| self.now <= until)?;
        self.at_once = match self.and_then.is_empty() {
            true => None,
            false => self.and_then.pop_front(),
        };
        Some((self.now, event))
    }

    /// The first of those of later instants is next, if it is due: this is its instant.
    #[inline(never)]
    fn bring_forward(&mut self, until: Micros) {
        if self.later > until {
            return;
        }
        let first = match self.is_patience_first() {
            true => self.patiences.pop_front(),
            false => self.take_root(),
        };
        let Some(Entry { time, event, .. }) = first else {
            return;
        };
        let due = |head: Option<&Entry<E>>| head.map_or(Micros::MAX, |entry| entry.time);
        self.later = due(self.heap.first()).min(due(self.patiences.front()));
        self.now = time;
        if let Some(next) = self.at_once.replace(event) {
            self.and_then.push_front(next);
        }
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        let at_once = usize::from(self.at_once.is_some()) + self.and_then.len();
        at_once + self.heap.len() + self.patiences.len()
    }

    /// Every pending event, in no order.
    pub fn iter(&self) -> impl Iterator<Item = E> {
        let later = self.heap.iter().chain(&self.patiences);
        let at_once = self.at_once.iter().chain(&self.and_then);
        at_once.copied().chain(later.map(|entry| entry.event))
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Of those of later instants: does the first patience go before the root of the heap?
    fn is_patience_first(&self) -> bool {
        match (self.patiences.front(), self.heap.first()) {
            (Some(patience), Some(root)) => patience.key() < root.key(),
            (patience, _) => patience.is_some(),
        }
    }

    // ---- the heap -----------------------------------------------------------------------------------------------

    fn sort_in(&mut self, entry: Entry<E>) {
        let mut at = self.heap.len();
        self.heap.push(entry);
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

    fn take_root(&mut self) -> Option<Entry<E>> {
        let last = self.heap.pop()?;
        let Some(root) = self.heap.first_mut() else {
            return Some(last);
        };
        let root = std::mem::replace(root, last);
        self.sift_down();
        Some(root)
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
        calendar.later(5, "answer");
        calendar.timeout(5, "timeout");
        assert_eq!(calendar.pop(), Some((5, "timeout")));
        calendar.at_once(5, "at once");
        calendar.timeout(5, "another timeout");
        assert_eq!(calendar.pop(), Some((5, "another timeout")));
        assert_eq!(calendar.pop(), Some((5, "answer")));
        assert_eq!(calendar.pop(), Some((5, "at once")));
        assert_eq!(calendar.pop(), None);
    }

    #[test]
    fn equals_leave_in_the_order_in_which_they_came() {
        let mut calendar = Calendar::default();
        for k in 0..100 {
            calendar.later(7, k);
        }
        for k in 0..100 {
            assert_eq!(calendar.pop(), Some((7, k)));
        }
    }

    #[test]
    fn the_end_of_time_comes_too() {
        let mut calendar = Calendar::default();
        calendar.later(Micros::MAX, "last");
        assert_eq!(calendar.pop_due(Micros::MAX - 1), None);
        assert_eq!(calendar.peek(), Some((Micros::MAX, "last")));
        assert_eq!(calendar.pop(), Some((Micros::MAX, "last")));
        assert_eq!(calendar.pop(), None);
    }

    /// Against std's own map, with pops in between: steps of this instant, steps to come, patiences of one length
    /// and of many, and now and then a clock that went on by itself, as it does before somebody intervenes.
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
            let (span, kind) = (1 + (z >> 33) % 500, z >> 60);
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
                11 => (now + span - 1, Class::Timeout),
                12 => {
                    let next = model.first_key_value().map(|(&(time, ..), _)| time);
                    now = next.unwrap_or(now).min(now + span).max(now);
                    continue;
                }
                _ => (now + span, Class::Step),
            };
            match class {
                Class::Timeout => calendar.timeout(time, k),
                Class::Step if time == now => calendar.at_once(now, k),
                Class::Step => calendar.later(time, k),
            }
            model.insert((time, class, k), k);
            assert_eq!(calendar.len(), model.len());
        }
        while let Some(((time, ..), event)) = model.pop_first() {
            assert_eq!(calendar.pop(), Some((time, event)));
        }
        assert!(calendar.is_empty());
    }
}
