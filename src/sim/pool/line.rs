//! Those who wait for a connection to one service, and their clocks.

use std::collections::VecDeque;

use crate::slab::Key;
use crate::time::Micros;

/// A call that waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiter {
    pub(super) call: Key,
    /// The k-th that ever waited in this pool.
    pub(super) ticket: u64,
    pub(super) since: Micros,
    pub(super) patience: Micros,
}

/// When the patience of a call in line ends, unless a connection falls idle before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// Whose.
    pub call: Key,
    /// Which of the line's waits that is: it is over once there is another one.
    pub clock: u32,
    /// When.
    pub at: Micros,
}

/// Oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) calls: VecDeque<Waiter>,
    /// When they last began to wait anew.
    woken: Micros,
    /// How often they did.
    pub(super) clock: u32,
    /// Do they differ in patience? Then the first in line need not be the first to leave.
    mixed: bool,
    /// What is in the calendar.
    timed: Option<Timer>,
}

impl Line {
    pub(super) fn join(&mut self, waiter: Waiter) {
        let last = self.calls.back();
        self.mixed |= last.is_some_and(|last| last.patience != waiter.patience);
        self.calls.push_back(waiter);
    }

    /// One gives up. `false`: it was not there.
    pub(super) fn leave(&mut self, call: Key) -> bool {
        let at = self.calls.iter().position(|it| it.call == call);
        at.and_then(|at| self.calls.remove(at)).is_some()
    }

    /// All of them are woken, and those who are too late begin to wait anew.
    pub(super) fn wake(&mut self, now: Micros) {
        self.woken = now;
        self.clock += 1;
    }

    /// Whose patience ends first, if that is not in the calendar yet. (One timer for all: else a connection that falls idle
    /// would cost as many events as there are calls in line.)
    pub(super) fn timer(&mut self, restarts: bool) -> Option<Timer> {
        let woken = match restarts {
            true => self.woken,
            false => 0,
        };
        let at = |it: &Waiter| it.since.max(woken) + it.patience;
        let first = match self.mixed {
            false => self.calls.front(),
            true => self.calls.iter().min_by_key(|it| at(it)),
        };
        let Some(first) = first else {
            self.mixed = false;
            self.timed = None;
            return None;
        };
        let timer = Timer {
            call: first.call,
            clock: self.clock,
            at: at(first),
        };
        let known = self.timed.replace(timer) == Some(timer);
        (!known).then_some(timer)
    }
}
