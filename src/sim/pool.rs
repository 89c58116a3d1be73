//! The connections of a shared client: one pool, whichever service is called over them.
//!
//! ```text
//! call ──▶ one of its service's is idle? ──▶ takes it
//!      ──▶ room for one more? ─────────────▶ makes it
//!      ──▶ one of another service's is idle? ▶ closes that, and makes one
//!      ──▶ waits in line  ◀──── woken, too late, waits anew ────┐
//!             └──── a connection falls idle: all who could use it are woken, one of them takes it
//! ```
//!
//! The rules are those of httpcore 1.0.9 (`connection_pool.py`, under httpx 0.28). It gives a connection that falls idle to
//! everybody who waits for its service, and the first to be there takes it; the others wait *anew*, each with its whole pool
//! timeout. So that timeout means: for so long no connection was freed that was kept. One that is closed instead makes room for
//! one new one, which only the first in line is given: nobody else is woken, and no clock begins again.
//!
//! Who is first? `waking.rs`.

mod line;
#[cfg(test)]
mod tests;
mod waking;

use std::collections::VecDeque;

use super::config::lineup::SERVICES;
use super::costs::Costs;
use super::slab::Key;
use super::time::{Micros, SECOND};
use line::{Line, Waiter};
use waking::Waking;

pub use line::Timer;

/// An idle connection is closed after this long (httpx).
pub const KEEP_ALIVE_EXPIRY: Micros = 5 * SECOND;

/// The connections of a shared client.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Connections it may have.
    limit: u32,
    /// So many of them may be idle.
    kept: u32,
    /// Connections in use.
    in_use: u32,
    /// Idle connections.
    idle: usize,
    /// Calls that wait for a connection.
    waiting: usize,
    /// Those who ever waited: the number of the next one.
    ticket: u64,
    /// By service. (No array: loops over one are written out, once for each.)
    origins: Vec<Origin>,
    waking: Waking,
}

/// What the pool has for one service.
#[derive(Clone, Debug, Default)]
struct Origin {
    /// When each idle connection fell idle, oldest first.
    idle: VecDeque<Micros>,
    /// Who waits for one.
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

/// A call whose wait is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Which.
    pub call: Key,
    /// What it was given.
    pub connection: Connection,
    /// So many others were woken in vain.
    pub in_vain: usize,
}

impl Pool {
    /// An empty pool with these limits (0 = none). One connection to each of the `warm` services stands already.
    pub fn new(limit: u32, kept: u32, warm: impl IntoIterator<Item = u8>) -> Self {
        let mut pool = Self {
            limit: 0,
            kept: 0,
            in_use: 0,
            idle: 0,
            waiting: 0,
            ticket: 0,
            origins: vec![Origin::default(); SERVICES],
            waking: Waking::default(),
        };
        pool.set_limits(limit, kept);
        for service in warm {
            pool.keep(service, 0);
        }
        pool
    }

    /// Changes the limits (0 = none). Call [`Pool::admit`] until it has nobody left to admit.
    pub fn set_limits(&mut self, limit: u32, kept: u32) {
        let or_none = |limit| match limit {
            0 => u32::MAX,
            limit => limit,
        };
        self.limit = or_none(limit);
        // (Without the one there is not the other.)
        self.kept = or_none(kept * limit.min(1));
    }

    /// Asks for a connection to a service; `None`: the call waits in line, for so long.
    pub fn acquire(
        &mut self,
        call: Key,
        service: u8,
        now: Micros,
        patience: Micros,
    ) -> Option<Connection> {
        if self.in_use >= self.limit || self.waiting > 0 {
            self.queue(call, service, now, patience);
            return None;
        }
        Some(self.take(service, now))
    }

    #[cold]
    fn queue(&mut self, call: Key, service: u8, since: Micros, patience: Micros) {
        let waiter = Waiter {
            call,
            ticket: self.ticket,
            since,
            patience,
        };
        self.ticket += 1;
        self.waiting += 1;
        self.origins[service as usize].line.join(waiter);
    }

    /// A call is done with its connection. `alive`: it can be kept. Call [`Pool::admit`] afterwards.
    pub fn release(&mut self, service: u8, alive: bool, now: Micros) {
        self.in_use -= 1;
        // Where somebody waits, httpcore closes what falls idle as long as it has more connections than it may keep, used
        // ones too.
        let others = match self.waiting {
            0 => 0,
            _ => self.in_use as usize,
        };
        if alive {
            self.keep(service, now);
            if self.idle + others > self.kept as usize {
                self.close_oldest();
            }
        }
    }

    /// The next call in line, if there is a connection for it, or room for one.
    #[inline]
    pub fn admit(&mut self, now: Micros, costs: &Costs) -> Option<Admitted> {
        match self.waiting == 0 || self.in_use >= self.limit {
            true => None,
            false => self.admit_waiting(now, costs.pool_wake),
        }
    }

    #[cold]
    fn admit_waiting(&mut self, now: Micros, wake: Micros) -> Option<Admitted> {
        let first = self.first_but(None)?;
        let full = self.in_use as usize + self.idle >= self.limit as usize;
        let origin = &mut self.origins[first as usize];
        if origin.idle.is_empty() {
            return Some(self.admit_at(first, 0, 0, now));
        }
        // All who wait for this service are woken, and begin to wait anew.
        origin.line.wake(now);
        let line = origin.line.calls.len();
        // If another service is waited for, it is not given away, but closed for the first of those.
        if full && let Some(other) = self.first_but(Some(first)) {
            return Some(self.admit_at(other, 0, line, now));
        }
        let (place, in_vain) = self.waking.wake(line, now, wake);
        Some(self.admit_at(first, place, in_vain, now))
    }

    fn admit_at(&mut self, service: u8, place: usize, in_vain: usize, now: Micros) -> Admitted {
        let origin = &mut self.origins[service as usize];
        let waiter = origin
            .line
            .calls
            .remove(place)
            .expect("somebody waits there");
        self.waiting -= 1;
        Admitted {
            call: waiter.call,
            connection: self.take(service, now),
            in_vain,
        }
    }

    /// The service that the first in line waits for, leaving one out.
    fn first_but(&self, service: Option<u8>) -> Option<u8> {
        let origins = (0u8..).zip(&self.origins);
        let tickets = origins.filter_map(|(it, origin)| {
            let first = origin.line.calls.front()?;
            (Some(it) != service).then_some((first.ticket, it))
        });
        tickets.min().map(|(_, service)| service)
    }

    /// A call gives up waiting for a connection.
    pub fn leave(&mut self, call: Key, service: u8) {
        let was_there = self.origins[service as usize].line.leave(call);
        self.waiting -= usize::from(was_there);
    }

    /// Which of the waits for this service it is now.
    pub fn clock(&self, service: u8) -> u32 {
        self.origins[service as usize].line.clock
    }

    /// Whose patience ends first of those who wait for a service, if that is not in the calendar yet. (`restarts`: always, but
    /// for a mistake.)
    pub fn timer(&mut self, service: u8, restarts: bool) -> Option<Timer> {
        self.origins[service as usize].line.timer(restarts)
    }

    /// The other side died: no idle connection to it is good any more.
    pub fn forget_idle(&mut self, service: u8) {
        let idle = &mut self.origins[service as usize].idle;
        self.idle -= idle.len();
        idle.clear();
    }

    /// How many services it has lines for.
    pub fn services(&self) -> u8 {
        self.origins.len() as u8
    }

    /// Connections in use.
    pub fn in_use(&self) -> u32 {
        self.in_use
    }

    /// Connections there are.
    pub fn connections(&self) -> usize {
        self.in_use as usize + self.idle
    }

    /// Those who wait, the first one of each service first.
    pub fn line(&self) -> impl Iterator<Item = Key> {
        let lines = self.origins.iter().map(|origin| origin.line.calls.iter());
        lines.flatten().map(|waiter| waiter.call)
    }

    /// Calls waiting for a connection.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    fn take(&mut self, service: u8, now: Micros) -> Connection {
        self.in_use += 1;
        let idle = &mut self.origins[service as usize].idle;
        while idle
            .front()
            .is_some_and(|&since| now - since >= KEEP_ALIVE_EXPIRY)
        {
            idle.pop_front();
            self.idle -= 1;
        }
        match idle.pop_back() {
            Some(idle_since) => {
                self.idle -= 1;
                Connection::Kept { idle_since }
            }
            None => {
                if self.connections() > self.limit as usize {
                    self.close_oldest();
                }
                Connection::New
            }
        }
    }

    fn keep(&mut self, service: u8, now: Micros) {
        self.origins[service as usize].idle.push_back(now);
        self.idle += 1;
    }

    /// The connection that is idle for longest, whichever service it leads to.
    fn close_oldest(&mut self) {
        let origins = self.origins.iter_mut().filter(|it| !it.idle.is_empty());
        if let Some(origin) = origins.min_by_key(|it| it.idle[0]) {
            origin.idle.pop_front();
            self.idle -= 1;
        }
    }
}
