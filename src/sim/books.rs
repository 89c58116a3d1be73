//! The books of a run: the ledger, the log, latencies, levels, the digest. Nothing that happens reads them.
//!
//! Always: every order is in exactly one ledger cell after every event.

use super::config::lineup::Set;
use super::digest::Digest;
use super::journey::Journey;
use super::ledger::{Ending, Ledger, Told};
use super::metrics::{Latency, Series};
use super::order::{Finished, Order};
use super::sealed::Sealed;
use super::slab::Key;
use super::tally::Tally;
use super::task::{Done, Fates, Tasks};
use super::time::Micros;
use super::trace::Trace;

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
    /// Orders beyond [`ORDER_LIMIT`](super::users::ORDER_LIMIT) were turned away.
    pub turned_away: bool,
}

/// What was written down of a run, and is never read again by what happens in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books {
    /// Is nothing wanted but what a report needs? See [`Books::keep_less`].
    quiet: bool,
    /// Where every order stands.
    pub(super) ledger: Ledger,
    /// Where the work of services stands that do not charge.
    pub(super) fates: Fates,
    /// Orders nothing more will happen to.
    pub(super) log: Sealed<Finished>,
    /// What became of the work of their other services, order by order; and where that of each begins, from the first
    /// line of the log on that has some.
    pub(super) done: Sealed<Done>,
    /// (The latter as wide as a latency: so both are one kind of list.)
    pub(super) done_from: Sealed<u64>,
    /// Answers by status.
    pub(super) statuses: Tally<u16>,
    pub(super) told_well: Latency,
    pub(super) told_error: Latency,
    pub(super) hung_up: Latency,
    pub(super) paid: Latency,
    /// From the click to the moment at which the last of several services had done its work.
    pub(super) all_done: Latency,
    pub(super) totals: Totals,
    pub(super) series: Series,
    pub(super) trace: Trace,
    pub(super) journey: Journey,
    pub(super) digest: Digest,
}

impl Books {
    /// Empty ones. (A function of its own: so they are made in one place, and moved as they are.)
    #[inline(never)]
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// From the beginning on neither slices of time nor lines of single orders are kept, and no digest is made: for runs of
    /// which only the report is wanted. (It comes to the same, but for the digest.)
    pub(super) fn keep_less(&mut self) {
        self.quiet = true;
        self.series.never_slice();
    }

    /// Something happened, and this is what to fold into the digest: words that nobody need find if none is made.
    #[inline]
    pub(super) fn happened(&mut self, at: Micros, what: impl FnOnce() -> u64) {
        if !self.quiet {
            self.digest.fold(at);
            self.digest.fold(what());
        }
    }

    /// Nothing more will happen to an order.
    pub(super) fn ended(&mut self, order: &Order, key: Key, tasks: &Tasks) {
        if self.quiet {
            return;
        }
        if !(order.plan.is_one() && self.done_from.is_empty()) {
            self.tasks_ended(order, key, tasks);
        }
        self.log.push(Finished::from(order));
    }

    #[cold]
    fn tasks_ended(&mut self, order: &Order, key: Key, tasks: &Tasks) {
        self.done_from.push(self.done.len() as u64);
        for service in order.plan.set().without(Set::PAYMENT).iter() {
            self.done.push(Done::of(service, tasks.of(key, service)));
        }
    }

    /// A user's waiting is over.
    pub(super) fn stopped_waiting(
        &mut self,
        now: Micros,
        latency: Micros,
        status: u16,
        told: Told,
    ) {
        self.totals.last_told = now;
        self.statuses.add(status);
        match told.ending() {
            Ending::Well => {
                self.told_well.add(latency);
                self.series.told(now, latency);
            }
            Ending::Error => {
                self.told_error.add(latency);
                self.series.told_error(now, latency);
            }
            Ending::Left => self.hung_up.add(latency),
            Ending::NotYet => {}
        }
    }
}
