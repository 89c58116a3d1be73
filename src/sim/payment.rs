//! Payment, as far as both wirings have it in common: how long it works, when it charges, when it dies.
//!
//! ```text
//! entered ──▶ (over the limit: everything inside dies) ──▶ service began ──▶ charged
//! ```
//!
//! A charge happens at the end of a successful service and nowhere else. What is inside when the process dies
//! vanishes uncharged.

use super::draw::Purpose;
use super::event::Event;
use super::ledger::Told;
use super::shop::Shop;
use super::slab::Key;
use super::time::Micros;

/// Payment's process, or the processes of its workers: what they live and die by together.
#[derive(Clone, Debug)]
pub(super) struct Process {
    pub(super) up: bool,
    /// Is it stopped?
    pub(super) frozen: bool,
    /// Is what is sent to it swallowed?
    pub(super) holed: bool,
    /// What cannot happen meanwhile, in its order.
    pub(super) stopped: Vec<Event>,
    /// Counts its lives.
    pub(super) life: u32,
    /// Orders inside: being served, in its line, or in its workers' buffers.
    pub(super) inside: u32,
}

impl Default for Process {
    fn default() -> Self {
        Self {
            up: true,
            frozen: false,
            holed: false,
            stopped: Vec::new(),
            life: 0,
            inside: 0,
        }
    }
}

impl Shop {
    /// How long Payment works on this order this time: as prescribed, or as drawn.
    pub(super) fn service_time(&self, number: u64, attempt: u32) -> Micros {
        if let Some(prescribed) = self.scripted(number).and_then(|s| s.service) {
            return prescribed;
        }
        let quantile = self.draws.quantile(Purpose::ServiceTime, number, attempt);
        self.config
            .payment_spread
            .span(self.config.payment_time, quantile)
    }

    /// A service begins; returns how long it takes, and whether it will fail. Both are decided now: what changes
    /// meanwhile changes what begins after it. (`attempt`: what a script counts.)
    pub(super) fn service_began(&mut self, order: Key, attempt: u32) -> (Micros, bool) {
        self.books.totals.deliveries += 1;
        let o = &mut self.orders[order];
        o.deliveries += 1;
        let (number, service) = (o.number, o.deliveries - 1);
        let fails = self.will_fail(number, attempt, service);
        (self.service_time(number, service), fails)
    }

    /// A service that began at `since` succeeded: the order is charged, and one carrier of it is spent or not.
    pub(super) fn charge(&mut self, order: Key, since: Micros) {
        let now = self.now;
        self.books.totals.charges += 1;
        self.books.totals.last_charge = now;
        let o = &self.orders[order];
        if o.charges == 0 {
            let latency = now - o.submitted;
            self.books.paid.add(latency);
            self.books.series.paid(now, latency);
        }
        let in_vain = o.charges > 0 || o.status >= 400 || o.told == Told::GaveUp;
        if in_vain {
            self.books.totals.wasted_work += now - since;
        }
        self.update(order, |o| {
            if o.charges == 0 {
                o.paid_at = now;
            }
            if !in_vain {
                o.worked = now - since;
            }
            o.charges += 1;
        });
    }

    /// One more order is inside Payment. `false`: that was one too many, and Payment crashed.
    pub(super) fn entered_payment(&mut self) -> bool {
        self.process.inside += 1;
        let limit = self.config.payment_crash_above;
        if limit == 0 || self.process.inside <= limit {
            return true;
        }
        self.kill_payment();
        let life = self.process.life;
        self.after(
            self.config.payment_restart,
            Event::PaymentRestarted { life },
        );
        false
    }

    pub(super) fn kill_payment(&mut self) {
        self.process.up = false;
        self.process.life += 1;
        self.kill_calls();
        self.kill_workers();
        self.process.inside = 0;
        if self.process.frozen {
            self.kill_frozen();
        }
    }

    /// A restart that is planned will not happen.
    pub(super) fn cancel_restart(&mut self) {
        self.process.life += 1;
    }

    pub(super) fn start_payment(&mut self) {
        self.process.up = true;
        self.cancel_restart();
        self.revive_workers();
        self.connect_workers();
    }
}
