//! One service, whoever does it, a thread or a worker: how long it takes, whether it fails, what it charges.
//!
//! ```text
//! began ──▶ (prescribed, or drawn at its address) ──▶ its end: charged, or failed
//! ```
//!
//! A charge happens at the end of a successful service and nowhere else.

use super::config::CrashWhen;
use super::config::lineup::{PAYMENT, Set};
use super::draw::Purpose;
use super::floor::Floor;
use super::process::Process;
use super::script::{Crash, Scripted};
use super::slab::Key;
use super::time::Micros;

impl Process {
    /// A service begins in it; returns how long it takes, and whether it will fail. Both are decided now: what changes
    /// meanwhile changes what begins after it. (`attempt`: what a script counts.)
    pub(crate) fn begin(&self, floor: &mut Floor, order: Key, attempt: u32) -> (Micros, bool) {
        debug_assert!(self.up, "nothing is served in a dead process");
        floor.books.totals.deliveries += 1;
        let o = &mut floor.orders[order];
        let number = o.number;
        let deliveries = match self.service {
            PAYMENT => &mut o.deliveries,
            service => &mut floor.tasks.of_mut(order, service).deliveries,
        };
        *deliveries += 1;
        let again = *deliveries - 1;
        let fails = floor.will_fail(self.service, number, attempt, again);
        (floor.service_time(self.service, number, again), fails)
    }
}

impl Floor {
    /// What is prescribed for the order of this number, if anything is.
    pub(crate) fn scripted(&self, number: u64) -> Option<&Scripted> {
        self.script.as_ref()?.orders.get(number as usize)
    }

    /// How long a service works on this order for the k-th time (`again`, from 0): as prescribed, or as drawn.
    fn service_time(&self, service: u8, number: u64, again: u32) -> Micros {
        let of = self.config.of(service);
        if let Some(prescribed) = self.scripted(number).and_then(|s| s.span(service)) {
            return of.slowed(prescribed);
        }
        let draws = self.draws.of(service);
        let quantile = draws.quantile(Purpose::ServiceTime, number, again);
        of.slowed(of.spread.span(of.time, quantile))
    }

    /// Will a service that begins now fail, at its end? `attempt` is what a script counts (from 0): attempts at
    /// Checkout, or how often a worker's process met the order; `again` is the k-th of the order in its shop (from 0),
    /// which has the same luck in both.
    fn will_fail(&self, service: u8, number: u64, attempt: u32, again: u32) -> bool {
        let prescribed = self.scripted(number).filter(|_| service == PAYMENT);
        if let Some(s) = prescribed.filter(|s| s.poison || !s.fails.is_empty()) {
            return s.poison || s.fails.get(attempt as usize) == Some(&true);
        }
        let of = self.config.of(service);
        let percent = of.fail_percent;
        is_order(of.poison_order, number)
            || percent > 0.0
                && 100.0
                    * self
                        .draws
                        .of(service)
                        .quantile(Purpose::Failure, number, again)
                    < percent
    }

    /// When a worker that begins with this order, and works on it for so long, will die of it, if it does.
    pub(crate) fn will_crash(&self, service: u8, number: u64, span: Micros) -> Option<Crash> {
        let prescribed = self.scripted(number).filter(|_| service == PAYMENT);
        if let Some(prescribed) = prescribed.and_then(|s| s.crash) {
            return Some(prescribed);
        }
        let of = self.config.of(service);
        is_order(of.crash_order, number).then_some(match of.crash_when {
            CrashWhen::BeforeAck => Crash::After,
            CrashWhen::MidWork => Crash::Mid(span / 2),
        })
    }

    /// A service that began at `since` has done its work. Payment's is a charge.
    #[inline]
    pub(crate) fn done(&mut self, service: u8, order: Key, since: Micros) {
        match service {
            PAYMENT => self.charge(order, since),
            _ => self.do_task(service, order, since),
        }
    }

    /// How often a service has done its work for an order.
    pub(crate) fn times_done(&self, service: u8, order: Key) -> u32 {
        match service {
            PAYMENT => self.orders[order].charges,
            _ => self.tasks.of(order, service).done,
        }
    }

    #[inline(never)]
    fn charge(&mut self, order: Key, since: Micros) {
        let now = self.now;
        let totals = &mut self.books.totals;
        totals.charges += 1;
        totals.last_charge = now;
        let o = &mut self.orders[order];
        let (first, several) = (o.charges == 0, !o.plan.is_one());
        if !first || o.is_let_down() {
            totals.wasted_work += now - since;
        } else {
            o.worked += now - since;
        }
        if first {
            o.paid_at = now;
            let latency = now - o.submitted;
            self.books.paid.add(latency);
            self.books.series.paid(now, latency);
        }
        self.update(order, |o| o.charges += 1);
        if several {
            self.tick_off(PAYMENT, order);
        }
    }

    #[cold]
    #[inline(never)]
    fn do_task(&mut self, service: u8, order: Key, since: Micros) {
        let now = self.now;
        let o = &mut self.orders[order];
        if self.tasks.of(order, service).done > 0 || o.is_let_down() {
            self.books.totals.wasted_work += now - since;
        } else {
            o.worked += now - since;
        }
        self.update_task(order, service, &mut |task| {
            if task.done == 0 {
                task.done_at = now;
            }
            task.done += 1;
        });
        self.tick_off(service, order);
    }

    /// One of several services has done its work; was it the last of them?
    fn tick_off(&mut self, service: u8, order: Key) {
        let now = self.now;
        let o = &mut self.orders[order];
        if o.undone.has(service) {
            o.undone = o.undone.without(Set::one(service));
            if o.undone.is_empty() {
                self.books.all_done.add(now - o.submitted);
            }
        }
    }
}

/// Is the order with this number (from 0) the one that a setting names (from 1; 0 = none)?
fn is_order(named: u32, number: u64) -> bool {
    u64::from(named) == number + 1
}
