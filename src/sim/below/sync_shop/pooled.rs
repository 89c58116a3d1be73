//! Calls that wait for a connection of the shared client, and what Checkout's CPU has to do with it.
//!
//! ```text
//! none is free ──▶ in line, with a clock ──▶ admitted
//!                      │     ▲
//!                      │     └─ woken in vain: the clock begins again
//!                      └─ nobody was woken for so long: given up
//! ```

use super::caller::Caller;
use super::services::Services;
use crate::checkout::Checkout;
use crate::event::Event;
use crate::floor::Floor;
use crate::job::Job;
use crate::slab::Key;
use crate::time::Micros;
use crate::wrong::Wrong;

/// More than so many in line cost no more than so many, and no more looks than that are due at once: else a million in line
/// would keep Checkout busy for months.
const CROWD: usize = 1_000;

impl Caller {
    /// A call for this order waits in line for a connection now.
    #[cold]
    pub(super) fn queued(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
        service: u8,
    ) {
        self.look(floor, checkout, order, 0);
        self.time(floor, service);
    }

    /// Connections that are free go to those in line.
    #[inline]
    pub(super) fn admit(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
    ) {
        if self.pool.waiting() > 0 {
            self.admit_waiting(floor, checkout, services);
        }
    }

    #[cold]
    #[inline(never)]
    fn admit_waiting(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
    ) {
        while let Some(next) = self.pool.admit(floor.now, &floor.costs) {
            let order = services.calls[next.call].order;
            self.build(floor, checkout, services, next.call, next.connection);
            self.look(floor, checkout, order, next.in_vain);
        }
        for service in 0..self.pool.services() {
            self.time(floor, service);
        }
        debug_assert!(self.pool.waiting() == 0 || self.pool.in_use() > 0);
    }

    /// Whose patience ends first?
    pub(super) fn time(&mut self, floor: &mut Floor, service: u8) {
        let restarts = !floor.is_wrong(Wrong::PoolClockOnce);
        if let Some(timer) = self.pool.timer(service, restarts) {
            let (call, clock) = (timer.call, timer.clock);
            floor.timeout(timer.at, Event::PoolTimedOut { call, clock });
        }
    }

    /// The pool looks whom it can give a connection, each time at all who wait and at all connections; and so many are woken in
    /// vain.
    fn look(&mut self, floor: &mut Floor, checkout: &mut Checkout, order: Key, in_vain: usize) {
        let counted = |calls: usize| calls.min(CROWD) as Micros;
        let pairs = counted(self.pool.waiting()) * self.pool.connections() as Micros;
        let costs = &floor.costs;
        let cost = costs.pool_look * pairs / 100 + costs.pool_wake * counted(in_vain);
        if cost > 0 && self.looks < CROWD {
            self.looks += 1;
            checkout.ask(floor, Job::Wake, order, cost);
        }
    }

    /// It has looked, and woken whom it had to.
    pub(super) fn looked(&mut self) {
        self.looks -= 1;
    }

    /// The settings changed: there are more connections than before, or less.
    pub(super) fn reconfigure(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
    ) {
        let config = &floor.config;
        self.pool
            .set_limits(config.http_connections, config.http_kept);
        self.admit(floor, checkout, services);
    }
}
