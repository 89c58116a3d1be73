//! What an order asks of the services that do not charge.
//!
//! ```text
//! order ──┬─▶ Payment: stands in the order itself, and in the ledger
//!         ├─▶ inventory: a task     pending · once · many · never
//!         └─▶ shipping:  a task
//! ```
//!
//! Where an order needs Payment alone, there are none, and they cost nothing.

use super::config::lineup::{Lineup, PAYMENT, SERVICES, Set};
use super::ledger::{Charge, Ending, Reason};
use super::order::Order;
use super::slab::Key;
use super::time::Micros;

/// What an order asks of one service.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Calls begun.
    pub attempts: u32,
    /// Services begun.
    pub deliveries: u32,
    /// Successful ones.
    pub done: u32,
    /// Things that may still have it done.
    pub carriers: u32,
    /// When it was first done; while it is not, when the last thing failed that could have.
    pub done_at: Micros,
    /// Why the last carrier ended without it being done.
    pub reason: Reason,
    /// The call that Checkout waits for.
    pub call: Option<Key>,
}

impl Task {
    const NEW: Self = Self {
        attempts: 0,
        deliveries: 0,
        done: 0,
        carriers: 1,
        done_at: 0,
        reason: Reason::None,
        call: None,
    };

    /// What became of it so far.
    pub fn fate(&self) -> Charge {
        Charge::of(self.done, self.carriers)
    }
}

/// The tasks of live orders, by the place of the order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tasks(Vec<[Task; SERVICES - 1]>);

impl Tasks {
    /// An order is there that needs these services.
    pub(super) fn begin(&mut self, order: Key, plan: Lineup) {
        if plan.is_one() {
            return;
        }
        let place = order.index as usize;
        if place >= self.0.len() {
            self.0.resize(place + 1, [Task::NEW; SERVICES - 1]);
        }
        self.0[place] = [Task::NEW; SERVICES - 1];
    }

    /// What it asks of this service, which is not Payment.
    pub(crate) fn of(&self, order: Key, service: u8) -> &Task {
        debug_assert_ne!(service, PAYMENT);
        &self.0[order.index as usize][service as usize - 1]
    }

    /// Those of its services that never will do their work, although another one has; none: it is not done in part.
    fn missing(&self, order: &Order, key: Key) -> Set {
        let (mut done, mut never) = (order.charges > 0, Set::default());
        if order.charge() == Charge::Never {
            never = Set::PAYMENT;
        }
        for service in order.plan.set().without(Set::PAYMENT).iter() {
            let task = self.of(key, service);
            done |= task.done > 0;
            if task.fate() == Charge::Never {
                never = never.with(Set::one(service));
            }
        }
        match done {
            true => never,
            false => Set::default(),
        }
    }

    pub(crate) fn of_mut(&mut self, order: Key, service: u8) -> &mut Task {
        debug_assert_ne!(service, PAYMENT);
        &mut self.0[order.index as usize][service as usize - 1]
    }
}

/// What became of a task, once nothing more will happen to its order: a line of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// When it was first done; if it never was, when the last thing failed that could have.
    pub done_at: Micros,
    /// Services begun.
    pub deliveries: u16,
    /// Successful ones.
    pub done: u16,
    /// Which service's.
    pub service: u8,
    /// Why it was never done.
    pub reason: Reason,
}

impl Done {
    pub(super) fn of(service: u8, task: &Task) -> Self {
        let small = |n: u32| n.min(u32::from(u16::MAX)) as u16;
        Self {
            done_at: task.done_at,
            deliveries: small(task.deliveries),
            done: small(task.done),
            service,
            reason: task.reason,
        }
    }

    /// What became of it.
    pub fn fate(&self) -> Charge {
        Charge::of(self.done.into(), 0)
    }
}

/// Where tasks stand, of all orders; and how orders stand that need several services.
#[derive(Clone, Debug, Default)]
pub struct Fates {
    table: [[u64; 4]; SERVICES],
    /// Of those that never will be done: who was not even asked, for another one had failed before.
    unasked: [u64; SERVICES],
    /// Orders of which some services are done, and others never will be.
    pub partly: u64,
    /// Those of them that are charged, and those that never will be.
    pub charged_in_part: u64,
    /// See above.
    pub uncharged_in_part: u64,
    /// Of those that are charged: whose users were told an error, and that all is well.
    pub error_in_part: u64,
    /// See above.
    pub well_in_part: u64,
    /// Of those that are charged: which services never will do their work, and for how many.
    pub missing: [u64; SERVICES],
}

impl Fates {
    /// Of a service that does not charge: how many of its tasks stand so.
    pub fn at(&self, service: u8, fate: Charge) -> u64 {
        self.table[service as usize][fate as usize]
    }

    /// All of its tasks.
    pub fn total(&self, service: u8) -> u64 {
        self.table[service as usize].iter().sum()
    }

    /// Those of a service that does not charge, which was never asked for them.
    pub fn unasked(&self, service: u8) -> u64 {
        self.unasked[service as usize]
    }

    /// A task stood so, and stands so now.
    pub(super) fn became(
        &mut self,
        service: u8,
        before: (Charge, Reason),
        after: (Charge, Reason),
    ) {
        if before.0 != after.0 {
            self.shift(service, before.0, after.0);
        }
        let unasked = &mut self.unasked[service as usize];
        *unasked -= u64::from(before == (Charge::Never, Reason::NotAsked));
        *unasked += u64::from(after == (Charge::Never, Reason::NotAsked));
    }

    /// Was there never a task?
    pub fn are_none(&self) -> bool {
        self.table.iter().flatten().all(|&n| n == 0)
    }

    pub(super) fn open(&mut self, services: Set) {
        for service in services.iter() {
            self.table[service as usize][Charge::Pending as usize] += 1;
        }
    }

    /// How an order stood is not counted any more: it is about to change.
    pub(super) fn leave(&mut self, order: &Order, tasks: &Tasks, key: Key) {
        self.count(order, tasks.missing(order, key), |n| *n -= 1);
    }

    /// How it stands now.
    pub(super) fn enter(&mut self, order: &Order, tasks: &Tasks, key: Key) {
        self.count(order, tasks.missing(order, key), |n| *n += 1);
    }

    fn count(&mut self, order: &Order, missing: Set, count: fn(&mut u64)) {
        if missing.is_empty() {
            return;
        }
        count(&mut self.partly);
        if missing.has(PAYMENT) {
            count(&mut self.uncharged_in_part);
        }
        if order.charges == 0 {
            return;
        }
        count(&mut self.charged_in_part);
        match order.told.ending() {
            Ending::Well => count(&mut self.well_in_part),
            Ending::Error => count(&mut self.error_in_part),
            Ending::NotYet | Ending::Left => {}
        }
        for service in missing.iter() {
            count(&mut self.missing[service as usize]);
        }
    }

    fn shift(&mut self, service: u8, from: Charge, to: Charge) {
        let row = &mut self.table[service as usize];
        let source = &mut row[from as usize];
        *source = source.checked_sub(1).expect("a task leaves where it is");
        row[to as usize] += 1;
    }
}
