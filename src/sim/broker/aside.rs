//! The queues beside a queue: where its dead messages lie that are not given up. (What becomes of them: `revival.rs`.)

use std::collections::VecDeque;

use crate::slab::Key;

/// A queue for dead messages, and what became of those that were in it:
///
/// ```text
/// published = there + came back + dropped + given up + lost
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    pub(super) line: VecDeque<Key>,
    /// Dead-lettered to it.
    pub published: u64,
    /// Left it for the queue in which they had died.
    pub came_back: u64,
    /// Dropped in a ring without a rejection.
    pub dropped: u64,
    /// Left where they are because nobody consumes any more, by what they had died of.
    pub given_up: [u64; 4],
    /// Gone in a crash of the broker.
    pub lost: u64,
}

impl Beside {
    /// Those that wait in it, the head first.
    pub fn line(&self) -> &VecDeque<Key> {
        &self.line
    }

    pub(super) fn put(&mut self, message: Key) {
        self.line.push_back(message);
        self.published += 1;
    }
}

/// The two queues for dead messages that may come back.
#[derive(Clone, Debug, Default)]
pub struct Aside {
    /// Those that wait for their time to be over.
    pub retry: Beside,
    /// Those that wait for the worker that redrives them.
    pub dead: Beside,
    /// The one in its hands.
    pub in_hand: Option<Key>,
}

impl Aside {
    /// How many are in both.
    pub fn len(&self) -> usize {
        self.retry.line.len() + self.dead.line.len() + usize::from(self.in_hand.is_some())
    }

    /// How often one came back.
    pub fn came_back(&self) -> u64 {
        self.retry.came_back + self.dead.came_back
    }

    /// Is none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
