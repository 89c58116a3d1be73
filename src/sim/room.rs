//! How much room a shop takes, counted in things: for those who want to know that a long run does not grow.
//!
//! ```text
//! alive ≤ places       an array is as long as the most that were ever alive in it at once
//! due + over           the calendar: what will happen, and what was over before its time
//! ```
//!
//! Two things grow with the orders sent, and are not counted here: the log, and the latencies that exact percentiles
//! need. They have a limit, [`ORDER_LIMIT`](super::users::ORDER_LIMIT).

use super::below::Calling;
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
    /// Events that will happen, in the calendar or, while Payment stands still or the broker does not read, beside it.
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
        let calls = self.below.calling().map(|c| c.services.calls.len());
        let messages = self.below.queueing().map(|q| q.mail.messages.len());
        let of = Option::unwrap_or_default;
        [self.floor.orders.len(), of(calls), of(messages)]
    }

    fn places(&self) -> [usize; 3] {
        let calls = self.below.calling().map(|c| c.services.calls.places());
        let messages = self.below.queueing().map(|q| q.mail.messages.places());
        let of = Option::unwrap_or_default;
        [self.floor.orders.places(), of(calls), of(messages)]
    }

    /// How much room it takes. (Looks at every pending event.)
    pub fn room(&self) -> Room {
        let stopped = || self.below.processes().flat_map(|p| p.stopped());
        let broker = self.below.queueing().map(|q| &q.mail.broker);
        let unread = || broker.into_iter().flat_map(|broker| broker.alarm.unread());
        let pending = || {
            let kept = stopped().copied().chain(unread());
            self.floor.calendar.iter().chain(kept)
        };
        let over = pending().filter(|&event| self.is_stale(event)).count();
        let at_checkout = self.checkout.cpu.waiting() + self.checkout.threads.line().len();
        let on_cable = self.cable().held().len();
        let calling = self.below.calling().map(waiting_for_calls);
        let queueing = self.below.queueing();
        let queueing = queueing.map(|q| q.publisher.waiting() + q.mail.broker.waiting());
        let below = calling.or(queueing).unwrap_or_default();
        Room {
            alive: self.alive(),
            places: self.places(),
            waiting: at_checkout + on_cable + below,
            due: pending().count() - over,
            over,
        }
    }
}

/// Who stands in line to call, or to be served.
fn waiting_for_calls(calling: &Calling) -> usize {
    let pool = calling.caller.pool.waiting();
    let servers = calling.services.servers.iter();
    let served = servers.map(|server| server.cpu.waiting() + server.threads.line().len());
    pool + served.sum::<usize>() + calling.caller.pausing.len()
}
