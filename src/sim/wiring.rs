//! The two wirings: how Checkout has its orders paid, and what a shop is called by.

use std::ops::{Index, IndexMut};

/// Which wiring a shop has. It is also the shop's name: there is one of each, and things that there are two of, one for
/// each shop, are read by it: `lanes[Wiring::Sync]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wiring {
    /// Checkout calls Payment and waits.
    Sync = 0,
    /// Checkout publishes to a queue and answers at once.
    Async = 1,
}

impl Wiring {
    /// Both of them, from left to right.
    pub const BOTH: [Self; 2] = [Self::Sync, Self::Async];

    /// Its name in files, links and the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Async => "async",
        }
    }
}

impl<T> Index<Wiring> for [T; 2] {
    type Output = T;

    fn index(&self, wiring: Wiring) -> &T {
        &self[wiring as usize]
    }
}

impl<T> IndexMut<Wiring> for [T; 2] {
    fn index_mut(&mut self, wiring: Wiring) -> &mut T {
        &mut self[wiring as usize]
    }
}
