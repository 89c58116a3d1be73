//! One HTTP call, and the client's pool of connections.
//!
//! ```text
//!  pool wait ──▶ connect ──▶ sent ──▶ line at Payment ──▶ served ──▶ answer ──▶ Checkout
//!  └ pool        └ connect    └ read timeout ─────────────────────────────┘
//!    timeout       timeout
//! ```
//!
//! A timeout is per phase and never a deadline; waiting for a Checkout thread is in none of them. A call that timed
//! out is only *abandoned*: Payment is not told, works on it and charges it.

use std::collections::VecDeque;

use super::line::{Line, leave};
use super::slab::Key;
use super::time::{Micros, SECOND};

/// Connections a shared client keeps open when idle, if it has a limit at all (httpx).
pub const KEPT_ALIVE: usize = 20;

/// An idle connection is closed after this long (httpx).
pub const KEEP_ALIVE_EXPIRY: Micros = 5 * SECOND;

/// A server closes an idle connection after this long too (uvicorn's `timeout_keep_alive`).
pub const SERVER_KEEP_ALIVE: Micros = 5 * SECOND;

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallPhase {
    /// Waiting for a free connection of the shared client.
    Pooled,
    /// Checkout's CPU builds the request.
    Building,
    /// Waiting for a connection to be made.
    Connecting,
    /// Under way to Payment (or held by a cut).
    Sent,
    /// At Payment, waiting for CPU or a thread.
    InLine,
    /// Payment works on it.
    Serving,
    /// Payment has worked on it, and has its answer validated: it waits for a thread again, or holds one.
    Answering,
    /// The answer, or the news of a failure, is under way back.
    Returning,
}

/// One attempt of one order to be paid over HTTP.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Whose.
    pub order: Key,
    /// The k-th order of its shop: the address of its draws.
    pub number: u64,
    /// Which service is called, from 0.
    pub service: u8,
    /// 0 for the first attempt.
    pub attempt: u32,
    /// Where it is.
    pub phase: CallPhase,
    /// Since when.
    pub since: Micros,
    /// Until when, where that is known: while it is being served.
    pub until: Micros,
    /// Does Checkout still wait for it?
    pub awaited: bool,
    /// May it still charge its order?
    pub carrying: bool,
    /// Is what comes back the news of a failure?
    pub refused: bool,
    /// Will Payment answer it with a 500? Decided as the service begins.
    pub failed: bool,
    /// Does it use a connection of the shared client?
    pub pooled: bool,
    /// Was its connection new?
    pub fresh: bool,
    /// If not: since when the connection had been idle.
    pub idle_since: Micros,
    /// The thread it holds at Payment.
    pub thread: Option<u32>,
}

/// The connections of a shared client.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Connections it may have.
    limit: u32,
    /// Connections in use.
    in_use: u32,
    /// When each idle connection fell idle, oldest first.
    idle: VecDeque<Micros>,
    /// Calls that wait for a connection, oldest first.
    line: Line,
}

/// What the pool gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// One that stood already, idle since this instant.
    Kept { idle_since: Micros },
    /// A new one, to be made.
    New,
}

impl Pool {
    /// An empty pool with this limit (0 = none). `warm`: one connection stands already.
    pub fn new(limit: u32, warm: bool) -> Self {
        let mut pool = Self {
            limit: 0,
            in_use: 0,
            idle: VecDeque::new(),
            line: Line::new(),
        };
        pool.set_limit(limit);
        if warm {
            pool.idle.push_back(0);
        }
        pool
    }

    /// Changes the limit (0 = none). Call [`Pool::admit`] until it has nobody left to admit.
    pub fn set_limit(&mut self, limit: u32) {
        self.limit = match limit {
            0 => u32::MAX,
            limit => limit,
        };
    }

    /// Asks for a connection; `None`: the call waits in line.
    pub fn acquire(&mut self, call: Key, now: Micros) -> Option<Connection> {
        if self.in_use >= self.limit || !self.line.is_empty() {
            self.line.push_back(call);
            return None;
        }
        Some(self.take(now))
    }

    /// A call is done with its connection. `alive`: it can be kept. Call [`Pool::admit`] afterwards.
    pub fn release(&mut self, alive: bool, now: Micros) {
        self.in_use -= 1;
        if alive {
            self.idle.push_back(now);
            if self.limit < u32::MAX && self.idle.len() > KEPT_ALIVE {
                self.idle.pop_front();
            }
        }
    }

    /// The next call in line, if a connection is free for it.
    pub fn admit(&mut self, now: Micros) -> Option<(Key, Connection)> {
        if self.in_use >= self.limit {
            return None;
        }
        let call = self.line.pop_front()?;
        Some((call, self.take(now)))
    }

    /// A call gives up waiting for a connection.
    pub fn leave(&mut self, call: Key) {
        leave(&mut self.line, call);
    }

    /// The other side died: no idle connection is good any more.
    pub fn forget_idle(&mut self) {
        self.idle.clear();
    }

    /// Connections in use.
    pub fn in_use(&self) -> u32 {
        self.in_use
    }

    /// They, the first one first.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// Calls waiting for a connection.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    fn take(&mut self, now: Micros) -> Connection {
        self.in_use += 1;
        while self
            .idle
            .front()
            .is_some_and(|&since| now - since >= KEEP_ALIVE_EXPIRY)
        {
            self.idle.pop_front();
        }
        match self.idle.pop_back() {
            Some(idle_since) => Connection::Kept { idle_since },
            None => Connection::New,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::slab::Slab;
    use super::*;

    #[test]
    fn a_kept_connection_is_used_again_until_it_expires() {
        let key = Slab::default().insert(());
        let mut pool = Pool::new(1, false);
        assert_eq!(pool.acquire(key, 0), Some(Connection::New));
        pool.release(true, 0);
        assert_eq!(
            pool.acquire(key, SECOND),
            Some(Connection::Kept { idle_since: 0 })
        );
        pool.release(true, SECOND);
        let late = SECOND + KEEP_ALIVE_EXPIRY;
        assert_eq!(pool.acquire(key, late), Some(Connection::New));
    }

    #[test]
    fn the_limit_makes_calls_wait_in_line() {
        let mut slab = Slab::default();
        let (a, b) = (slab.insert(()), slab.insert(()));
        let mut pool = Pool::new(1, false);
        pool.acquire(a, 0);
        assert_eq!(pool.acquire(b, 0), None);
        assert_eq!(pool.admit(0), None);
        pool.release(false, 0);
        assert_eq!(pool.admit(0), Some((b, Connection::New)));
    }

    /// httpx keeps 20 idle connections under its default limits, and all of them under none.
    #[test]
    fn without_a_limit_nobody_waits_and_every_connection_is_kept() {
        let key = Slab::default().insert(());
        let mut pool = Pool::new(0, false);
        for _ in 0..1_000 {
            assert_eq!(pool.acquire(key, 0), Some(Connection::New));
        }
        (0..1_000).for_each(|_| pool.release(true, 0));
        for _ in 0..1_000 {
            assert_eq!(
                pool.acquire(key, 1),
                Some(Connection::Kept { idle_since: 0 })
            );
        }
        assert_eq!(pool.acquire(key, 1), Some(Connection::New));
    }
}
