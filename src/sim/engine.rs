//! Two shops, one clock.
//!
//! ```text
//!            ┌─▶ sync shop  ─┐
//! seed, now ─┤               ├─▶ one digest
//!            └─▶ async shop ─┘
//! ```
//!
//! The shops never touch each other, so it does not matter which of them is moved on first: advancing in any chunks
//! gives the same run. An intervention happens after everything that is due at its instant.

use std::sync::Arc;

use super::config::Config;
use super::digest::Digest;
use super::event::Event;
use super::fault::Fault;
use super::script::Script;
use super::shop::{Shop, Wiring};
use super::time::Micros;
#[cfg(feature = "wrong")]
use super::wrong::Wrong;

/// Who gets this order: one shop, or both. (One shop by itself is known by its [`Wiring`].)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The shop that calls and waits.
    Sync,
    /// The shop that publishes.
    Async,
    /// Both at once: the fair race.
    Both,
}

impl From<Wiring> for Side {
    fn from(wiring: Wiring) -> Self {
        match wiring {
            Wiring::Sync => Self::Sync,
            Wiring::Async => Self::Async,
        }
    }
}

impl Side {
    /// The shops it names, from left to right.
    pub fn shops(self) -> &'static [Wiring] {
        match self {
            Self::Sync => &[Wiring::Sync],
            Self::Async => &[Wiring::Async],
            Self::Both => &Wiring::BOTH,
        }
    }

    /// Is this shop one of them?
    pub fn has(self, shop: Wiring) -> bool {
        self.shops().contains(&shop)
    }
}

/// Both shops at one instant.
#[derive(Clone, Debug)]
pub struct World {
    /// The shop that calls and waits.
    pub sync: Shop,
    /// The shop that publishes.
    pub queued: Shop,
}

impl World {
    /// Both shops, just opened.
    pub fn new(config: &Config, seed: u64) -> Self {
        Self {
            sync: Shop::new(Wiring::Sync, config, seed),
            queued: Shop::new(Wiring::Async, config, seed),
        }
    }

    /// What becomes of the orders of either shop is prescribed; to be called before anything happened.
    pub fn prescribe(&mut self, script: &Arc<Script>) {
        self.sync.prescribe(Arc::clone(script));
        self.queued.prescribe(Arc::clone(script));
    }

    /// A shop by its wiring.
    pub fn shop(&self, wiring: Wiring) -> &Shop {
        match wiring {
            Wiring::Sync => &self.sync,
            Wiring::Async => &self.queued,
        }
    }

    /// When the next event happens in either shop, if anything is pending.
    pub fn next_time(&mut self) -> Option<Micros> {
        let times = [self.sync.next_time(), self.queued.next_time()];
        times.into_iter().flatten().min()
    }

    /// Processes the next event of either shop if it happens at `until` or before (the sync shop goes first at
    /// the same instant); returns whose and what it was.
    pub fn step(&mut self, until: Micros) -> Option<(Wiring, Event)> {
        let next = self.next_time()?;
        if next > until {
            return None;
        }
        if self.sync.next_time() == Some(next) {
            return Some((Wiring::Sync, self.sync.step(until)?));
        }
        Some((Wiring::Async, self.queued.step(until)?))
    }

    /// Processes what is due at `until` or before, at most `budget` events in each shop. `false`: there is more.
    pub fn advance(&mut self, until: Micros, budget: u32) -> bool {
        let mut done = true;
        for shop in [&mut self.sync, &mut self.queued] {
            done &= shop.advance(until, budget);
        }
        done
    }

    /// Users press the button, now. Everything due now must have been processed.
    pub fn click(&mut self, now: Micros, side: Side, orders: u32) {
        if side.has(Wiring::Sync) {
            self.sync.click(now, orders);
        }
        if side.has(Wiring::Async) {
            self.queued.click(now, orders);
        }
    }

    /// The settings change, now.
    pub fn configure(&mut self, now: Micros, config: &Config) {
        self.sync.configure(now, config);
        self.queued.configure(now, config);
    }

    /// A fault begins or ends, now.
    pub fn set_fault(&mut self, now: Micros, fault: Fault, on: bool) {
        self.sync.set_fault(now, fault, on);
        self.queued.set_fault(now, fault, on);
    }

    /// Only what a report needs is kept of this run: no log of its orders, no slices for charts, no digest. To be called
    /// before anything happened.
    pub fn keep_less(&mut self) {
        self.sync.keep_less();
        self.queued.keep_less();
    }

    /// Are the last hops remembered?
    pub fn is_traced(&self) -> bool {
        self.sync.trace().is_on()
    }

    /// Starts or stops remembering the last hops (for drawing; no part of the run).
    pub fn trace(&mut self, on: bool) {
        self.sync.floor.books.trace.record(on);
        self.queued.floor.books.trace.record(on);
    }

    /// Both shops make this mistake from now on; to be called before anything happened.
    #[cfg(feature = "wrong")]
    pub fn make_wrong(&mut self, wrong: Wrong) {
        for shop in [&mut self.sync, &mut self.queued] {
            shop.floor.flaw.make(wrong);
        }
    }

    /// Watches the order of this number in each shop (from 0; they have the same draws), or none.
    pub fn watch(&mut self, number: Option<u64>) {
        self.sync.floor.books.journey.watch(number);
        self.queued.floor.books.journey.watch(number);
    }

    /// Keeps every moment of every order of both shops from now on (for comparisons; no part of the run).
    pub fn watch_everybody(&mut self) {
        self.sync.floor.books.journey.watch_everybody();
        self.queued.floor.books.journey.watch_everybody();
    }

    /// The whole run so far in one number.
    pub fn digest(&self) -> Digest {
        self.sync.digest().with(self.queued.digest())
    }
}
