//! The books every event handler writes in: the calendar, the hops, the ledger, the levels.
//!
//! Always: every order is in exactly one ledger cell after every event.

use super::calendar::Class;
use super::checkout::checkout_capacity;
use super::digest::Digest;
use super::event::Event;
use super::journey::Journey;
use super::ledger::{Charge, Ledger, Reason};
use super::metrics::{Latency, Levels, Series};
use super::order::{Finished, Order, Phase};
use super::sealed::Sealed;
use super::shop::{Shop, Wiring};
use super::slab::Key;
use super::tally::Tally;
use super::time::Micros;
use super::trace::{Hop, Leg, Trace};

/// Counts that only ever grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Successful services.
    pub charges: u64,
    /// Services begun (attempts or deliveries).
    pub deliveries: u64,
    /// Time Payment spent on services that made no user happy, in microseconds: killed half-way, abandoned by a
    /// caller who was told an error, or a second charge.
    pub wasted_work: Micros,
    /// When the first order was sent.
    pub first_submit: Option<Micros>,
    /// When the last user was told.
    pub last_told: Micros,
    /// When the last charge happened.
    pub last_charge: Micros,
    /// Events processed.
    pub events: u64,
    /// Orders beyond [`ORDER_LIMIT`](super::shop::ORDER_LIMIT) were turned away.
    pub turned_away: bool,
}

/// What was written down of a run, and is never read again by what happens in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Books {
    /// Where every order stands.
    pub(super) ledger: Ledger,
    /// Orders nothing more will happen to.
    pub(super) log: Sealed<Finished>,
    /// Answers by status.
    pub(super) statuses: Tally<u16>,
    pub(super) told_well: Latency,
    pub(super) told_error: Latency,
    pub(super) hung_up: Latency,
    pub(super) paid: Latency,
    pub(super) totals: Totals,
    pub(super) series: Series,
    pub(super) trace: Trace,
    pub(super) journey: Journey,
    pub(super) digest: Digest,
}

impl Shop {
    /// Schedules a step.
    pub(super) fn after(&mut self, span: Micros, event: Event) {
        self.calendar
            .schedule(self.now.saturating_add(span), Class::Step, event);
    }

    /// Schedules the end of a patience.
    pub(super) fn timeout(&mut self, at: Micros, event: Event) {
        self.calendar.schedule(at, Class::Timeout, event);
    }

    pub(super) fn hop(
        &mut self,
        number: u64,
        leg: Leg,
        place: Option<u32>,
        span: Micros,
        status: u16,
    ) {
        if !self.books.trace.is_on() {
            return;
        }
        self.books.trace.note(Hop {
            number,
            leg,
            place,
            left: self.now,
            arrives: self.now + span,
            status,
            lost: Reason::None,
        });
    }

    pub(super) fn enter(&mut self, order: Key, phase: Phase) {
        let o = &mut self.orders[order];
        o.phase = phase;
        o.since = self.now;
    }

    /// One more thing may charge this order.
    pub(super) fn add_carrier(&mut self, order: Key) {
        self.update(order, |o| o.carriers += 1);
    }

    /// One thing less may charge this order; `reason` says why it did not, if it did not.
    pub(super) fn drop_carrier(&mut self, order: Key, reason: Reason) {
        let now = self.now;
        self.update(order, |o| {
            o.carriers -= 1;
            if reason != Reason::None {
                o.reason = reason;
                if o.charges == 0 {
                    o.paid_at = now;
                }
            }
        });
    }

    /// Changes an order and keeps the ledger true; an order nothing more will happen to moves to the log.
    pub(super) fn update(&mut self, key: Key, change: impl FnOnce(&mut Order)) {
        let order = &mut self.orders[key];
        let (before, reason) = (order.cell(), order.reason);
        change(order);
        let after = order.cell();
        if before != after {
            self.books.ledger.shift(before, after);
            if before.1 == Charge::Never {
                self.books.ledger.not_never(before.0, reason);
            }
            if after.1 == Charge::Never {
                self.books.ledger.never(after.0, order.reason);
            }
        }
        if order.is_finished() {
            self.books.log.push(Finished::from(&*order));
            self.orders.remove(key);
        }
    }

    /// Notes the levels after an event, and checks the books in debug builds.
    pub(super) fn observe(&mut self) {
        let levels = self.levels();
        self.books.series.levels(self.now, levels);
        if cfg!(debug_assertions)
            && let Some(fault) = self.books.ledger.fault(self.sent)
        {
            panic!("the books are wrong: {fault}");
        }
        if cfg!(debug_assertions) {
            let (queue, ready) = (&self.queueing.broker.queue, levels.ready + levels.unacked);
            let (published, gone) = (queue.balance.published, queue.balance.gone());
            assert_eq!(published, u64::from(ready) + gone, "the broker's books");
        }
    }

    /// Notes how many threads and workers the settings give.
    pub(super) fn count_seats(&mut self) {
        let servers = match self.wiring {
            Wiring::Sync => self.config.payment_threads,
            Wiring::Async => self.config.consumers,
        };
        let threads = checkout_capacity(&self.config);
        self.books.series.seats(self.now, threads, servers);
    }

    fn levels(&self) -> Levels {
        Levels {
            ready: self.queueing.broker.queue.ready().len() as u32,
            unacked: self.queueing.broker.queue.unacked(),
            threads: self.checkout.threads.held(),
            servers: match self.wiring {
                Wiring::Sync => self.calling.server.threads.held(),
                Wiring::Async => self.queueing.workers.busy,
            },
            open: self.open,
        }
    }
}
