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
use super::ledger::Reason;
use super::order::{Order, Phase};
use super::script::Script;
use super::slab::{Key, Slab};
use super::task::Tasks;
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
}
