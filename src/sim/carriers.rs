//! What may still have an order charged, or other work done for it, and how it changes its cell of the ledger by that.
//!
//! ```text
//! request, call, message, work ──▶ carriers: + 1 as one comes, − 1 as it goes
//!                                       └─ the last one went ──▶ charged, or never ──▶ (told, too?) the log
//! ```
//!
//! Where an order needs Payment alone, only its own carriers are looked at.

use super::config::lineup::{PAYMENT, Set};
use super::floor::Floor;
use super::ledger::{Charge, Reason};
use super::order::Order;
use super::slab::Key;
use super::task::Task;

impl Floor {
    /// One more thing may have these services do their work for an order.
    #[inline]
    pub(crate) fn add_carrier(&mut self, order: Key, services: Set) {
        match services {
            Set::PAYMENT => self.add_charge_carrier(order),
            services => self.add_task_carriers(order, services),
        }
    }

    fn add_charge_carrier(&mut self, order: Key) {
        let o = &mut self.orders[order];
        match o.carriers {
            0 => self.update_seldom(order, &mut |o| o.carriers += 1),
            // (One of several more or less changes no cell.)
            1.. => o.carriers += 1,
        }
    }

    /// Its user may have hung up, so that this is the end of it: what happened to it changes no cell.
    pub(crate) fn end_if_finished(&mut self, order: Key) {
        if self.orders[order].is_finished() {
            self.end(order);
        }
    }

    /// Nothing more will happen to it: it moves to the log.
    #[inline(never)]
    fn end(&mut self, key: Key) {
        self.books.ended(&self.orders[key], key, &self.tasks);
        self.orders.remove(key);
    }

    #[cold]
    fn add_task_carriers(&mut self, order: Key, services: Set) {
        if services.has(PAYMENT) {
            self.add_charge_carrier(order);
        }
        for service in services.without(Set::PAYMENT).iter() {
            self.orders[order].other_carriers += 1;
            self.update_task(order, service, &mut |task| task.carriers += 1);
        }
    }

    /// The request of an order is done with at Checkout, for this reason: it asks nobody any more. A service that it has not
    /// asked would have had its turn after one that failed.
    pub(crate) fn drop_request(&mut self, order: Key, reason: Reason) {
        let plan = self.orders[order].plan;
        if plan.is_one() {
            return self.drop_charge_carrier(order, reason);
        }
        self.drop_several_requests(order, reason);
    }

    #[cold]
    #[inline(never)]
    fn drop_several_requests(&mut self, order: Key, reason: Reason) {
        let plan = self.orders[order].plan;
        let mut asked = Set::default();
        for service in plan.iter() {
            if *self.attempts(order, service) > 0 {
                asked = asked.with(Set::one(service));
            }
        }
        let rest = plan.set().without(asked);
        if asked.is_empty() || rest.is_empty() {
            return self.drop_carrier(order, plan.set(), reason);
        }
        // (It lives as long as there is something that may have a service do its work.)
        self.drop_carrier(order, rest, Reason::NotAsked);
        self.drop_carrier(order, asked, reason);
    }

    /// A call to a service is begun for an order: which order, by its number, and the how manieth call, from 0.
    pub(crate) fn next_attempt(&mut self, order: Key, service: u8) -> (u64, u32) {
        let o = &mut self.orders[order];
        let attempts = match service {
            PAYMENT => &mut o.attempts,
            _ => &mut self.tasks.of_mut(order, service).attempts,
        };
        *attempts += 1;
        (o.number, *attempts - 1)
    }

    /// This is the call; it may have the service do its work.
    pub(crate) fn called(&mut self, order: Key, service: u8, call: Key) {
        match service {
            PAYMENT => {
                self.orders[order].call = Some(call);
                self.add_charge_carrier(order);
            }
            _ => {
                self.tasks.of_mut(order, service).call = Some(call);
                self.add_task_carriers(order, Set::one(service));
            }
        }
    }

    /// Calls begun to a service for an order.
    pub(crate) fn attempts(&mut self, order: Key, service: u8) -> &mut u32 {
        match service {
            PAYMENT => &mut self.orders[order].attempts,
            _ => &mut self.tasks.of_mut(order, service).attempts,
        }
    }

    /// The call to a service that an order waits for.
    pub(crate) fn call_of(&mut self, order: Key, service: u8) -> &mut Option<Key> {
        match service {
            PAYMENT => &mut self.orders[order].call,
            _ => &mut self.tasks.of_mut(order, service).call,
        }
    }

    /// One thing less may have these services do their work; `reason` says why they did not, if they did not.
    #[inline]
    pub(crate) fn drop_carrier(&mut self, order: Key, services: Set, reason: Reason) {
        match services {
            Set::PAYMENT => self.drop_charge_carrier(order, reason),
            services => self.drop_task_carriers(order, services, reason),
        }
    }

    /// (Most often its cell stays the same: it is charged, or may be still.)
    fn drop_charge_carrier(&mut self, order: Key, reason: Reason) {
        let o = &mut self.orders[order];
        let stays = o.charges > 0 || o.carriers > 1;
        if !(stays && o.plan.is_one() && reason == Reason::None) {
            return self.drop_last_charge_carrier(order, reason);
        }
        o.carriers -= 1;
        if o.is_finished() {
            self.end(order);
        }
    }

    #[cold]
    #[inline(never)]
    fn drop_last_charge_carrier(&mut self, order: Key, reason: Reason) {
        let now = self.now;
        let drop = |o: &mut Order| {
            o.carriers -= 1;
            if reason != Reason::None {
                o.reason = reason;
                if o.charges == 0 {
                    o.paid_at = now;
                }
            }
        };
        let o = &mut self.orders[order];
        match o.carriers {
            0 | 1 => self.update_seldom(order, &mut { drop }),
            2.. => drop(o),
        }
    }

    #[cold]
    fn drop_task_carriers(&mut self, order: Key, services: Set, reason: Reason) {
        let now = self.now;
        for service in services.without(Set::PAYMENT).iter() {
            self.update_task(order, service, &mut |task| {
                task.carriers -= 1;
                if reason != Reason::None {
                    task.reason = reason;
                    if task.done == 0 {
                        task.done_at = now;
                    }
                }
            });
            self.orders[order].other_carriers -= 1;
        }
        match services.has(PAYMENT) {
            true => self.drop_charge_carrier(order, reason),
            false => self.update_seldom(order, &mut |_| {}),
        }
    }

    /// What was done of an order is undone. (A mistake.)
    #[cold]
    pub(crate) fn undo(&mut self, order: Key) {
        let others = self.orders[order].plan.set().without(Set::PAYMENT);
        for service in others.iter() {
            self.update_task(order, service, &mut |task| task.done = 0);
        }
        self.update_seldom(order, &mut |o| o.charges = 0);
    }

    /// Changes an order and keeps the ledger true; an order nothing more will happen to moves to the log.
    pub(crate) fn update(&mut self, key: Key, change: impl FnOnce(&mut Order)) {
        let order = &mut self.orders[key];
        let (before, reason, one) = (order.cell(), order.reason, order.plan.is_one());
        if !one {
            self.books.fates.leave(order, &self.tasks, key);
        }
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
        if !one {
            self.books.fates.enter(order, &self.tasks, key);
        }
        if order.is_finished() {
            self.end(key);
        }
    }

    /// The same, where few orders come by: it stands once, whatever the change.
    #[cold]
    #[inline(never)]
    fn update_seldom(&mut self, key: Key, change: &mut dyn FnMut(&mut Order)) {
        self.update(key, change);
    }

    /// Changes what an order asks of a service that does not charge.
    #[inline(never)]
    pub(crate) fn update_task(&mut self, key: Key, service: u8, change: &mut dyn FnMut(&mut Task)) {
        let order = &self.orders[key];
        let fates = &mut self.books.fates;
        fates.leave(order, &self.tasks, key);
        let task = self.tasks.of_mut(key, service);
        let before = (task.fate(), task.reason);
        change(task);
        let after = (task.fate(), task.reason);
        fates.became(service, before, after);
        fates.enter(order, &self.tasks, key);
    }
}
