//! The floor that all parts of a shop stand on: what every one of them works with, and none of them is.
//!
//! ```text
//! users   Checkout   caller, servers │ publisher, broker, workers        (parts: each has its own state)
//! ──────────────────────────────────────────────────────────────────
//! clock and calendar · settings, costs, draws, script · orders · books                        (the floor)
//! ```
//!
//! A part does its work in methods that are handed the floor: it looks up a setting, schedules what will come of it, and
//! writes down what became of an order. Nothing here knows that there are parts.
//!
//! Always: every order is in exactly one ledger cell after every event.

use std::sync::Arc;

use super::books::Books;
use super::calendar::Calendar;
use super::config::Config;
use super::config::lineup::{PAYMENT, Set};
use super::costs::Costs;
use super::draw::Draws;
use super::event::Event;
use super::journey::{Moment, Noted};
use super::ledger::{Charge, Reason};
use super::order::{Order, Phase};
use super::script::Script;
use super::slab::{Key, Slab};
use super::task::{Task, Tasks};
use super::time::Micros;
use super::trace::{Hop, Leg};
use super::wire::Wire;
use super::wrong::{Flaw, Wrong};

/// What every part works with.
#[derive(Clone, Debug)]
pub(crate) struct Floor {
    pub(crate) config: Config,
    pub(crate) costs: Costs,
    /// How long a broker bears a worker that says nothing, at least.
    pub(crate) bears_workers: Micros,
    /// The wire that the settings in force make.
    pub(crate) wire: Wire,
    pub(crate) draws: Draws,
    /// What is prescribed instead of drawn.
    pub(crate) script: Option<Arc<Script>>,
    pub(crate) now: Micros,
    pub(crate) calendar: Calendar<Event>,
    /// Those that are alive.
    pub(crate) orders: Slab<Order>,
    /// What they ask of services that do not charge.
    pub(crate) tasks: Tasks,
    pub(crate) books: Books,
    pub(crate) flaw: Flaw,
}

impl Floor {
    /// At time 0, with nothing on it.
    #[inline(never)]
    pub(crate) fn new(config: &Config, seed: u64) -> Self {
        Self {
            config: config.clone(),
            costs: Costs::of(config.overheads),
            bears_workers: config.bears_workers(),
            wire: Wire::new(config),
            draws: Draws::new(seed),
            script: None,
            now: 0,
            calendar: Calendar::default(),
            orders: Slab::default(),
            tasks: Tasks::default(),
            books: Books::new(),
            flaw: Flaw::default(),
        }
    }

    /// Other settings are in force from now on; returns those that were.
    pub(crate) fn configure(&mut self, config: &Config) -> Config {
        self.costs = Costs::of(config.overheads);
        self.bears_workers = config.bears_workers();
        self.wire = Wire::new(config);
        std::mem::replace(&mut self.config, config.clone())
    }

    /// Does this engine make this mistake? Nothing that ships makes any.
    #[inline(always)]
    pub(crate) fn is_wrong(&self, wrong: Wrong) -> bool {
        self.flaw.is(wrong)
    }

    // ---- the calendar -------------------------------------------------------------------------------------------

    /// Schedules a step.
    #[inline]
    pub(crate) fn after(&mut self, span: Micros, event: Event) {
        match span {
            0 => self.calendar.at_once(self.now, event),
            span => self.later(span, event),
        }
    }

    /// The same, from where few orders come by: it stands once, for the page counts its bytes.
    #[inline(never)]
    pub(crate) fn seldom_after(&mut self, span: Micros, event: Event) {
        self.after(span, event);
    }

    /// (It is called from everywhere, and stands once: the page counts its bytes.)
    #[inline(never)]
    fn later(&mut self, span: Micros, event: Event) {
        let time = self.now.saturating_add(span);
        self.calendar.later(time, event);
    }

    /// Schedules the end of a patience.
    #[inline(never)]
    pub(crate) fn timeout(&mut self, at: Micros, event: Event) {
        self.calendar.timeout(at, event);
    }

    // ---- what is drawn and told ---------------------------------------------------------------------------------

    /// Something of the order with this number sets out.
    pub(crate) fn hop(
        &mut self,
        (number, service): (u64, u8),
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
            service,
            place,
            left: self.now,
            arrives: self.now + span,
            status,
            lost: Reason::None,
        });
    }

    /// Notes a moment of this order, if it is the one that is watched.
    #[inline]
    pub(crate) fn note(&mut self, order: Key, what: Moment) {
        self.note_of_service(PAYMENT, order, what);
    }

    /// The same, of a moment that is about one service.
    #[inline]
    pub(crate) fn note_of_service(&mut self, service: u8, order: Key, what: Moment) {
        if self.books.journey.is_watching() {
            self.note_watched(service, order, what);
        }
    }

    /// (There are many who note something, and few who watch: what is done for these stands once.)
    #[cold]
    #[inline(never)]
    fn note_watched(&mut self, service: u8, order: Key, what: Moment) {
        if let Some(&Order { number, plan, .. }) = self.orders.get(order) {
            if what == Moment::Sent {
                self.books.journey.plan_of(number, plan);
            }
            self.note_of(number, service, 0, what);
        }
    }

    /// Notes a moment of the order with this number. (Ask first whether any is watched.)
    pub(crate) fn note_of(&mut self, number: u64, service: u8, attempt: u32, what: Moment) {
        let noted = Noted {
            at: self.now,
            service,
            attempt,
            what,
        };
        self.books.journey.note_of(number, noted);
    }

    // ---- orders -------------------------------------------------------------------------------------------------

    /// A request is somewhere else now.
    #[inline(never)]
    pub(crate) fn enter(&mut self, order: Key, phase: Phase) {
        let o = &mut self.orders[order];
        o.phase = phase;
        o.since = self.now;
    }

    /// One way below Checkout, for what a handshake is made of.
    pub(crate) fn one_way(&self) -> Micros {
        self.costs.link + self.config.link_latency
    }

    /// A new order is there.
    pub(crate) fn open(&mut self, order: Order) -> Key {
        self.books.ledger.open(order.cell());
        let plan = order.plan;
        let order = self.orders.insert(order);
        self.tasks.begin(order, plan);
        if !plan.is_one() {
            self.books.fates.open(plan.set().without(Set::PAYMENT));
        }
        order
    }

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
