//! How much room a shop takes, counted in things: for those who want to know that a long run does not grow.
//!
//! ```text
//! alive ≤ places       an array is as long as the most that were ever alive in it at once
//! due + over           the calendar: what will happen, and what was over before its time
//! ```
//!
//! Two things grow with the orders sent, and are not counted here: the log, and the latencies that exact percentiles
//! need. They have a limit, [`ORDER_LIMIT`](super::shop::ORDER_LIMIT).

use super::shop::Shop;

/// Things a shop holds at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Live orders, calls and messages.
    pub alive: [usize; 3],
    /// Places of the arrays they live in.
    pub places: [usize; 3],
    /// Who stands in a line: for a CPU, a thread, a connection, the next attempt, a channel, an answer of the broker, the
    /// cable.
    pub waiting: usize,
    /// Events that will happen, in the calendar or, while Payment stands still, beside it.
    pub due: usize,
    /// Events and timers there whose matter is over: they leave when their time comes.
    pub over: usize,
}

impl Room {
    /// All of it.
    pub fn total(&self) -> usize {
        let places: usize = self.places.iter().sum();
        places + self.waiting + self.due + self.over
    }
}

impl Shop {
    /// Live orders, calls and messages: how many.
    pub fn alive(&self) -> [usize; 3] {
        let messages = self.queueing.messages.len();
        [self.orders.len(), self.calling.calls.len(), messages]
    }

    /// How much room it takes. (Looks at every pending event.)
    pub fn room(&self) -> Room {
        let (c, q) = (&self.calling, &self.queueing);
        let pending = || {
            self.calendar
                .iter()
                .chain(self.process.stopped.iter().copied())
        };
        let over = pending().filter(|&event| self.is_stale(event)).count();
        let at_checkout = self.checkout.cpu.waiting() + self.checkout.threads.line().len();
        let at_payment = c.server.cpu.waiting() + c.server.threads.line().len();
        let between = c.pool.waiting() + c.pausing.len() + self.cable.held().len();
        Room {
            alive: self.alive(),
            places: [self.orders.places(), c.calls.places(), q.messages.places()],
            waiting: at_checkout + between + at_payment + q.waiting(),
            due: pending().count() - over,
            over,
        }
    }
}
