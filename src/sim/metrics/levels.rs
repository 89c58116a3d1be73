//! Levels: how many of each there are at an instant, and over a whole run.
//!
//! ```text
//! level  2 ┤    ┌────┐             held = the area below: a level times its time
//!        1 ┤ ┌──┘    └──┐          (Little: of those who wait, the sum of their waiting times)
//!        0 ┼─┘          └──▶ t     utilisation = held ÷ (seats × time)
//! ```

use crate::station::UNLIMITED;
use crate::time::Micros;

/// Levels of one shop at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Messages ready in the queue.
    pub ready: u32,
    /// Messages delivered and not acknowledged.
    pub unacked: u32,
    /// Threads held at Checkout (requests being handled, under `async def`).
    pub threads: u32,
    /// Threads or workers busy at Payment.
    pub servers: u32,
    /// Requests whose user waits.
    pub open: u32,
}

impl Levels {
    /// The higher of each.
    pub fn max(self, other: Self) -> Self {
        Self {
            ready: self.ready.max(other.ready),
            unacked: self.unacked.max(other.unacked),
            threads: self.threads.max(other.threads),
            servers: self.servers.max(other.servers),
            open: self.open.max(other.open),
        }
    }
}

/// Levels weighted by time: order-microseconds of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Messages ready in the queue.
    pub ready: u64,
    /// Messages delivered and not acknowledged.
    pub unacked: u64,
    /// Threads held at Checkout.
    pub threads: u64,
    /// Threads or workers busy at Payment.
    pub servers: u64,
    /// Requests whose user waits.
    pub open: u64,
}

impl Held {
    /// With these levels for so much longer.
    fn with(self, levels: Levels, span: Micros) -> Self {
        let longer = |held: u64, level: u32| held + u64::from(level) * span;
        Self {
            ready: longer(self.ready, levels.ready),
            unacked: longer(self.unacked, levels.unacked),
            threads: longer(self.threads, levels.threads),
            servers: longer(self.servers, levels.servers),
            open: longer(self.open, levels.open),
        }
    }

    /// What came since.
    pub fn since(self, before: Self) -> Self {
        Self {
            ready: self.ready - before.ready,
            unacked: self.unacked - before.unacked,
            threads: self.threads - before.threads,
            servers: self.servers - before.servers,
            open: self.open - before.open,
        }
    }
}

/// Seats that could be taken, weighted by time, while their number changes; seats without end count nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Seats {
    now: u32,
    since: Micros,
    offered: u64,
}

impl Seats {
    fn offered(&self, clock: Micros) -> u64 {
        let now = match self.now {
            UNLIMITED => 0,
            seats => seats,
        };
        self.offered + u64::from(now) * (clock - self.since)
    }

    fn change(&mut self, at: Micros, seats: u32) {
        self.offered = self.offered(at);
        self.since = at;
        self.now = seats;
    }

    /// Which share of their time seats were taken; none if there was no end of them.
    fn used(&self, held: u64, clock: Micros) -> Option<f64> {
        let offered = self.offered(clock);
        let known = offered > 0 && self.now != UNLIMITED;
        known.then(|| held as f64 / offered as f64)
    }
}

/// The levels of a whole run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    now: Levels,
    since: Micros,
    peak: Levels,
    held: Held,
    threads: Seats,
    servers: Seats,
}

impl Usage {
    /// The levels from this instant on.
    pub fn levels(&mut self, at: Micros, levels: Levels) {
        self.held = self.held(at);
        self.since = at;
        self.now = levels;
        self.peak = self.peak.max(levels);
    }

    /// Threads of Checkout, and threads or workers of Payment, that the settings give from this instant on.
    pub fn seats(&mut self, at: Micros, threads: u32, servers: u32) {
        self.threads.change(at, threads);
        self.servers.change(at, servers);
    }

    /// The levels now.
    pub fn now(&self) -> Levels {
        self.now
    }

    /// The highest level of each kind so far.
    pub fn peak(&self) -> Levels {
        self.peak
    }

    /// What was held until this instant, which is not before the last change.
    pub fn held(&self, clock: Micros) -> Held {
        self.held.with(self.now, clock - self.since)
    }

    /// Which share of their time Checkout's threads were held, of those that the settings gave.
    pub fn checkout(&self, clock: Micros) -> Option<f64> {
        self.threads.used(self.held(clock).threads, clock)
    }

    /// The same of Payment's threads or workers.
    pub fn payment(&self, clock: Micros) -> Option<f64> {
        self.servers.used(self.held(clock).servers, clock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_weighted_by_its_time_and_so_are_seats() {
        let busy = |servers| Levels {
            servers,
            ..Levels::default()
        };
        let mut usage = Usage::default();
        usage.seats(0, UNLIMITED, 2);
        usage.levels(10, busy(2));
        usage.levels(30, busy(1));
        usage.seats(40, UNLIMITED, 4);
        usage.levels(50, busy(0));
        // 2 × 20 + 1 × 20 of 2 × 40 + 4 × 60.
        assert_eq!(usage.held(100).servers, 60);
        assert_eq!(usage.payment(100), Some(60.0 / 320.0));
        assert_eq!(usage.checkout(100), None);
        assert_eq!(usage.peak().servers, 2);
        assert_eq!(Usage::default().payment(0), None);
    }
}
