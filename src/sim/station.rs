//! A line and the tokens behind it.
//!
//! ```text
//! request ──▶ [line: first in, first out] ──▶ ▮▮▮▯  capacity tokens ──▶ release
//! ```
//!
//! The thread pool of a `def` endpoint (Starlette over anyio): a request that finds no token waits in the line.
//! Idle tokens are used again last-in-first-out, as anyio reuses its idle threads; so a calm shop keeps using the
//! first few, on the stage too.
//!
//! One simplification: a token has no identity beyond its place, and a shrunk pool drops places as they fall free.

use std::collections::VecDeque;

use super::slab::Key;
use super::time::Micros;

/// The number of tokens that stands for "no limit".
pub const UNLIMITED: u32 = u32::MAX;

/// Who holds a token, since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The order or call that holds it.
    pub key: Key,
    /// Since this instant.
    pub since: Micros,
}

/// A first-in-first-out line before a number of tokens.
#[derive(Clone, Debug, Default)]
pub struct Station {
    capacity: u32,
    tokens: Vec<Option<Holder>>,
    idle: Vec<u32>,
    held: u32,
    line: VecDeque<Key>,
}

impl Station {
    /// One without any.
    pub(super) const NONE: Self = Self {
        capacity: 0,
        tokens: Vec::new(),
        idle: Vec::new(),
        held: 0,
        line: VecDeque::new(),
    };

    /// A station with this many tokens ([`UNLIMITED`] for no limit), all idle.
    pub fn new(capacity: u32) -> Self {
        Self {
            capacity,
            ..Self::default()
        }
    }

    /// Asks for a token: its place, or `None` and a place at the end of the line.
    pub fn request(&mut self, key: Key, now: Micros) -> Option<u32> {
        if self.held < self.capacity && self.line.is_empty() {
            return Some(self.grant(key, now));
        }
        self.line.push_back(key);
        None
    }

    /// Gives a token back. Call [`Station::admit`] afterwards.
    pub fn release(&mut self, token: u32) {
        let holder = self.tokens[token as usize].take();
        debug_assert!(holder.is_some(), "a token is given back once");
        self.held -= 1;
        if token < self.capacity {
            self.idle.push(token);
        }
    }

    /// The next in line, if a token is free for it.
    pub fn admit(&mut self, now: Micros) -> Option<(Key, u32)> {
        if self.held >= self.capacity {
            return None;
        }
        let key = self.line.pop_front()?;
        Some((key, self.grant(key, now)))
    }

    /// The last in line, if a token is free for it. (Only for a deliberately wrong engine.)
    pub(super) fn admit_last(&mut self, now: Micros) -> Option<(Key, u32)> {
        self.line.rotate_right(usize::from(!self.line.is_empty()));
        let admitted = self.admit(now);
        if admitted.is_none() {
            self.line.rotate_left(usize::from(!self.line.is_empty()));
        }
        admitted
    }

    /// Changes the number of tokens; held ones are kept until they are given back. Call [`Station::admit`]
    /// until it has nobody left to admit.
    pub fn set_capacity(&mut self, capacity: u32) {
        self.capacity = capacity;
        let tokens = self.tokens.len() as u32;
        self.idle.clear();
        // Low places on top, so that they are used first.
        let free = (0..tokens.min(capacity)).rev();
        self.idle
            .extend(free.filter(|&t| self.tokens[t as usize].is_none()));
    }

    /// Empties line and tokens at once: the process died.
    pub fn clear(&mut self) {
        let capacity = self.capacity;
        *self = Self::new(capacity);
    }

    /// Who holds which token, by place; places beyond the end are idle.
    pub fn tokens(&self) -> &[Option<Holder>] {
        &self.tokens
    }

    /// Who waits, first in line first.
    pub fn line(&self) -> &VecDeque<Key> {
        &self.line
    }

    /// Tokens held now.
    pub fn held(&self) -> u32 {
        self.held
    }

    /// Tokens in all.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    fn grant(&mut self, key: Key, since: Micros) -> u32 {
        // Every free place below the capacity is in `idle`: when it is empty, only a new place is left.
        let token = self.idle.pop().unwrap_or(self.tokens.len() as u32);
        if token as usize == self.tokens.len() {
            self.tokens.push(None);
        }
        self.tokens[token as usize] = Some(Holder { key, since });
        self.held += 1;
        token
    }
}

#[cfg(test)]
mod tests {
    use super::super::slab::Slab;
    use super::*;

    fn keys(n: usize) -> Vec<Key> {
        let mut slab = Slab::default();
        (0..n).map(|k| slab.insert(k)).collect()
    }

    #[test]
    fn the_line_is_first_in_first_out() {
        let k = keys(4);
        let mut station = Station::new(1);
        assert_eq!(station.request(k[0], 0), Some(0));
        for key in &k[1..] {
            assert_eq!(station.request(*key, 0), None);
        }
        for key in &k[1..] {
            station.release(0);
            assert_eq!(station.admit(5), Some((*key, 0)));
        }
    }

    #[test]
    fn a_newcomer_does_not_overtake_the_line() {
        let k = keys(3);
        let mut station = Station::new(1);
        station.request(k[0], 0);
        station.request(k[1], 0);
        station.release(0);
        assert_eq!(station.request(k[2], 1), None);
        assert_eq!(station.admit(1), Some((k[1], 0)));
    }

    #[test]
    fn a_shrunk_pool_lets_busy_threads_finish() {
        let k = keys(4);
        let mut station = Station::new(3);
        for key in &k[..3] {
            station.request(*key, 0);
        }
        station.request(k[3], 0);
        station.set_capacity(1);
        station.release(0);
        station.release(1);
        assert_eq!(station.admit(0), None, "one is still held");
        station.release(2);
        assert_eq!(station.admit(0), Some((k[3], 0)));
        assert_eq!(station.held(), 1);
    }

    #[test]
    fn the_last_thread_to_fall_idle_is_the_first_to_be_used() {
        let k = keys(3);
        let mut station = Station::new(3);
        for key in &k {
            station.request(*key, 0);
        }
        station.release(2);
        station.release(0);
        assert_eq!(station.request(k[0], 1), Some(0));
    }
}
