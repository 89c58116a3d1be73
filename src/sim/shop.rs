//! One shop: its parts, and how they come to act.
//!
//! ```text
//! users ──▶ Checkout: CPU, thread ──▶ … below: what it calls, or publishes to … ──▶ CPU ──▶ users
//! ```
//!
//! The shops of a world never touch each other: a shop is a function of settings, seed and interventions. Its parts all work
//! on the same floor (`floor.rs`); which event is whose says the table in `below.rs`.
//!
//! Always: time never goes back.

use std::sync::Arc;

use super::below::Below;
use super::checkout::{self, Checkout};
use super::config::Config;
use super::event::Event;
use super::fault::Outage;
use super::floor::Floor;
pub use super::job::Job;
use super::metrics::Levels;
use super::script::Script;
use super::stale::is_stale;
use super::time::Micros;
pub use super::users::ORDER_LIMIT;
use super::users::Users;
use super::wired::Wired;
pub use super::wiring::Wiring;

/// A shop and everything alive in it.
#[derive(Clone, Debug)]
pub struct Shop {
    pub(super) floor: Floor,
    pub(super) users: Users,
    pub(super) checkout: Checkout,
    pub(super) below: Below,
    /// May anything below stand still? (It begins to by a fault, and by nothing else: so no event need look for it.)
    still: bool,
}

impl Shop {
    /// A shop that has just opened, at time 0.
    pub fn new(wiring: Wiring, config: &Config, seed: u64) -> Self {
        let mut floor = Floor::new(config, seed);
        let mut shop = Self {
            users: Users::new(&mut floor),
            floor,
            checkout: Checkout::new(config),
            below: Below::new(wiring, config),
            still: false,
        };
        shop.count_seats();
        shop
    }

    /// What becomes of its orders is prescribed from now on; to be called before anything happened.
    pub fn prescribe(&mut self, script: Arc<Script>) {
        self.floor.script = Some(script);
    }

    /// Only what a report needs is kept of its run from now on; to be called before anything happened.
    pub fn keep_less(&mut self) {
        self.floor.books.keep_less();
    }

    // ---- the clock ----------------------------------------------------------------------------------------------

    /// Is this about something that is over?
    #[inline(always)]
    pub(super) fn is_stale(&self, event: Event) -> bool {
        is_stale(&self.floor, &self.users, &self.below, event)
    }

    /// When the next event happens, if anything is pending. Timers of what is over do not count.
    pub fn next_time(&mut self) -> Option<Micros> {
        while let Some((time, event)) = self.floor.calendar.peek() {
            if !self.is_stale(event) {
                return Some(time);
            }
            self.floor.calendar.pop();
        }
        None
    }

    /// Processes the next event if it happens at `until` or before; returns what happened.
    pub fn step(&mut self, until: Micros) -> Option<Event> {
        self.play(until, 1).1
    }

    /// Processes what is due at `until` or before, at most `budget` events. `false`: it was not enough, or only just.
    pub fn advance(&mut self, until: Micros, budget: u32) -> bool {
        self.play(until, budget).0 > 0
    }

    /// The loop around it all: what is left of the budget, and the last event. (It stands once: whatever is asked of each
    /// event is asked in it, and not in a function of its own.)
    #[inline(never)]
    fn play(&mut self, until: Micros, budget: u32) -> (u32, Option<Event>) {
        let (mut left, mut last) = (budget, None);
        loop {
            self.look();
            let next = match left {
                0 => None,
                _ => self.next_due(until),
            };
            let Some((time, event)) = next else {
                return (left, last);
            };
            self.happen(time, event);
            last = Some(event);
            left -= 1;
        }
    }

    /// Takes the next event that is not stale out of the calendar.
    #[inline(always)]
    fn next_due(&mut self, until: Micros) -> Option<(Micros, Event)> {
        loop {
            let (time, event) = self.floor.calendar.pop_due(until)?;
            if !self.is_stale(event) {
                return Some((time, event));
            }
        }
    }

    #[inline(always)]
    fn happen(&mut self, time: Micros, event: Event) {
        debug_assert!(
            self.still || !self.below.stands_still(),
            "what stands still is known to"
        );
        let floor = &mut self.floor;
        debug_assert!(time >= floor.now, "time never goes back");
        floor.now = time;
        floor.books.totals.events += 1;
        floor.books.happened(time, || {
            let (what, whom) = event.words();
            what << 56 ^ whom
        });
        if !(self.still && self.below.keeps(floor, event)) {
            let (users, checkout) = (&mut self.users, &mut self.checkout);
            self.below.handle(floor, users, checkout, event);
            if users.holds_back() {
                users.let_come(floor);
            }
        }
    }

    // ---- interventions ------------------------------------------------------------------------------------------

    /// This many users press the button, now.
    pub fn click(&mut self, now: Micros, orders: u32) {
        self.intervene(now, 1, u64::from(orders));
        for _ in 0..orders {
            self.users.submit(&mut self.floor);
        }
        self.observe();
    }

    /// The settings change, now.
    pub fn configure(&mut self, now: Micros, config: &Config) {
        self.intervene(now, 2, 0);
        let Self {
            floor,
            users,
            checkout,
            below,
            ..
        } = self;
        let old = floor.configure(config);
        users.reconfigure(floor, &old);
        let then = checkout.reconfigure(floor, &old);
        below.go_on(floor, checkout, then);
        below.reconfigure(floor, checkout, &old);
        self.count_seats();
        self.observe();
    }

    /// A fault begins or ends, now. One that is already so changes nothing.
    pub fn set_fault(&mut self, now: Micros, outage: Outage, on: bool) {
        let Outage { fault, service } = outage;
        let which = (u64::from(service) << 8) | (fault as u64 * 2 + u64::from(on));
        self.intervene(now, 3, which);
        let (floor, checkout) = (&mut self.floor, &mut self.checkout);
        self.below.set_fault(floor, checkout, outage, on);
        self.still = self.below.stands_still();
        self.observe();
    }

    fn intervene(&mut self, now: Micros, kind: u64, detail: u64) {
        let floor = &mut self.floor;
        debug_assert!(now >= floor.now, "the past cannot be changed");
        floor.now = now;
        let what = 0xff << 56 ^ kind << 40 ^ detail;
        floor.books.happened(now, || what);
    }

    // ---- what is seen after each event --------------------------------------------------------------------------

    /// Notes the levels after an event, and checks the books in debug builds.
    #[inline(always)]
    fn look(&mut self) {
        let levels = self.levels();
        let books = &mut self.floor.books;
        books.series.levels(self.floor.now, levels);
        if books.series.keeps_each() {
            self.look_at_each();
        }
        let books = &self.floor.books;
        if cfg!(debug_assertions)
            && let Some(fault) = books.ledger.fault(self.users.sent)
        {
            panic!("the books are wrong: {fault}");
        }
        if cfg!(debug_assertions) {
            for queue in self.below.queues() {
                let there = queue.ready().len() as u64 + u64::from(queue.unacked());
                let accounted = there + queue.balance.gone();
                assert_eq!(queue.balance.published, accounted, "the broker's books");
            }
        }
    }

    /// The level of each of several services: those inside it, or what is ready in its queue.
    #[cold]
    #[inline(never)]
    fn look_at_each(&mut self) {
        let queues = self.below.queues();
        let level = |service: usize| match (queues.get(service), queues.is_empty()) {
            (Some(queue), _) => queue.ready().len() as u32,
            (None, true) => self.below.process(service as u8).map_or(0, |p| p.inside),
            (None, false) => 0,
        };
        let levels = std::array::from_fn(level);
        self.floor.books.series.each(levels);
    }

    /// The same after an intervention: nothing else is played.
    fn observe(&mut self) {
        self.play(0, 0);
    }

    /// Notes how many threads and workers the settings give.
    fn count_seats(&mut self) {
        let config = &self.floor.config;
        let (threads, servers) = (checkout::capacity(config), self.below.seats(config));
        let now = self.floor.now;
        self.floor.books.series.seats(now, threads, servers);
        if !self.floor.config.needs.is_one() {
            self.floor.books.series.keep_each();
        }
    }

    #[inline(always)]
    fn levels(&self) -> Levels {
        Levels {
            threads: self.checkout.threads.held(),
            open: self.users.open,
            ..self.below.levels()
        }
    }
}
