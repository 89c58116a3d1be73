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
    /// Since when each of them is what it is.
    since: Held,
    /// What each held until then.
    held: Held,
    threads: Seats,
    servers: Seats,
}

impl Usage {
    /// The levels from this instant on, which may be higher than any before. Asked after every event, most of which change
    /// one level or none.
    #[inline(always)]
    pub fn levels(&mut self, at: Micros, levels: Levels, peak: &mut Levels) {
        macro_rules! each {
            ($($kind:ident)+) => {$(
                let (was, is) = (self.now.$kind, levels.$kind);
                if was != is {
                    self.held.$kind += u64::from(was) * (at - self.since.$kind);
                    self.since.$kind = at;
                    self.now.$kind = is;
                    peak.$kind = peak.$kind.max(is);
                }
            )+};
        }
        each!(ready unacked threads servers open);
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

    /// What was held until this instant, which is not before the last change.
    pub fn held(&self, clock: Micros) -> Held {
        let longer =
            |held: u64, level: u32, since: Micros| held + u64::from(level) * (clock - since);
        let (held, now, since) = (self.held, self.now, self.since);
        Held {
            ready: longer(held.ready, now.ready, since.ready),
            unacked: longer(held.unacked, now.unacked, since.unacked),
            threads: longer(held.threads, now.threads, since.threads),
            servers: longer(held.servers, now.servers, since.servers),
            open: longer(held.open, now.open, since.open),
        }
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
        let mut peak = Levels::default();
        usage.levels(10, busy(2), &mut peak);
        usage.levels(30, busy(1), &mut peak);
        usage.seats(40, UNLIMITED, 4);
        usage.levels(50, busy(0), &mut peak);
        // 2 × 20 + 1 × 20 of 2 × 40 + 4 × 60.
        assert_eq!(usage.held(100).servers, 60);
        assert_eq!(usage.payment(100), Some(60.0 / 320.0));
        assert_eq!(usage.checkout(100), None);
        assert_eq!(peak, busy(2));
        assert_eq!(Usage::default().payment(0), None);
    }
}
