//! A shop of each wiring, one clock.
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
use super::config::lineup::PAYMENT;
use super::digest::Digest;
use super::event::Event;
use super::fault::{Faults, Outage};
use super::part::PartKind;
use super::script::Script;
use super::shop::Shop;
use super::time::Micros;
pub use super::wiring::Side;
use super::wiring::{WIRINGS, Wiring};
#[cfg(feature = "wrong")]
use super::wrong::Wrong;

/// All shops at one instant.
#[derive(Clone, Debug)]
pub struct World {
    shops: [Shop; WIRINGS],
}

impl World {
    /// All shops, just opened.
    pub fn new(config: &Config, seed: u64) -> Self {
        Self {
            shops: Wiring::ALL.map(|wiring| Shop::new(wiring, config, seed)),
        }
    }

    /// What becomes of the orders of every shop is prescribed; to be called before anything happened.
    pub fn prescribe(&mut self, script: &Arc<Script>) {
        for shop in &mut self.shops {
            shop.prescribe(Arc::clone(script));
        }
    }

    /// A shop by its wiring.
    pub fn shop(&self, wiring: Wiring) -> &Shop {
        &self.shops[wiring]
    }

    /// All of them, from left to right.
    pub fn shops(&self) -> &[Shop; WIRINGS] {
        &self.shops
    }

    /// When the next event happens in any shop, if anything is pending.
    pub fn next_time(&mut self) -> Option<Micros> {
        self.shops.iter_mut().filter_map(Shop::next_time).min()
    }

    /// Whose event is the next one, and when it happens. (At the same instant the first shop from the left goes first.)
    pub(super) fn next_shop(&mut self) -> Option<(&mut Shop, Micros)> {
        let next = self.next_time()?;
        let mut shops = self.shops.iter_mut();
        let shop = shops.find_map(|shop| (shop.next_time() == Some(next)).then_some(shop));
        shop.map(|shop| (shop, next))
    }

    /// Processes the next event of any shop if it happens at `until` or before; returns whose and what it was.
    pub fn step(&mut self, until: Micros) -> Option<(Wiring, Event)> {
        let (shop, next) = self.next_shop()?;
        if next > until {
            return None;
        }
        Some((shop.wiring(), shop.step(until)?))
    }

    /// Processes what is due at `until` or before, at most `budget` events in each shop. `false`: there is more.
    pub fn advance(&mut self, until: Micros, budget: u32) -> bool {
        let mut done = true;
        for shop in &mut self.shops {
            done &= shop.advance(until, budget);
        }
        done
    }

    /// Users press the button, now. Everything due now must have been processed.
    pub fn click(&mut self, now: Micros, side: Side, orders: u32) {
        for &wiring in side.shops() {
            self.shops[wiring].click(now, orders);
        }
    }

    /// The settings change, now.
    pub fn configure(&mut self, now: Micros, config: &Config) {
        for shop in &mut self.shops {
            shop.configure(now, config);
        }
    }

    /// A fault begins or ends, now.
    pub fn set_fault(&mut self, now: Micros, outage: impl Into<Outage>, on: bool) {
        let outage = outage.into();
        for shop in &mut self.shops {
            shop.set_fault(now, outage, on);
        }
    }

    /// Which faults are in force, by a shop in which all of them can be: one with a broker.
    pub fn faults(&self) -> Faults {
        self.faults_of(PAYMENT)
    }

    /// The same with those of another service.
    pub fn faults_of(&self, service: u8) -> Faults {
        let has_broker = |shop: &&Shop| shop.wiring().has(PartKind::Queue);
        let shop = self.shops.iter().find(has_broker);
        shop.map(|shop| shop.faults_of(service)).unwrap_or_default()
    }

    /// Only what a report needs is kept of this run: no log of its orders, no slices for charts, no digest. To be called
    /// before anything happened.
    pub fn keep_less(&mut self) {
        self.shops.iter_mut().for_each(Shop::keep_less);
    }

    /// Are the last hops remembered?
    pub fn is_traced(&self) -> bool {
        self.shops.iter().all(|shop| shop.trace().is_on())
    }

    /// Starts or stops remembering the last hops (for drawing; no part of the run).
    pub fn trace(&mut self, on: bool) {
        for shop in &mut self.shops {
            shop.floor.books.trace.record(on);
        }
    }

    /// All shops make this mistake from now on; to be called before anything happened.
    #[cfg(feature = "wrong")]
    pub fn make_wrong(&mut self, wrong: Wrong) {
        for shop in &mut self.shops {
            shop.floor.flaw.make(wrong);
        }
    }

    /// Watches the order of this number in each shop (from 0; they have the same draws), or none.
    pub fn watch(&mut self, number: Option<u64>) {
        for shop in &mut self.shops {
            shop.floor.books.journey.watch(number);
        }
    }

    /// Keeps every moment of every order of all shops from now on (for comparisons; no part of the run).
    pub fn watch_everybody(&mut self) {
        for shop in &mut self.shops {
            shop.floor.books.journey.watch_everybody();
        }
    }

    /// The whole run so far in one number.
    pub fn digest(&self) -> Digest {
        let [first, others @ ..] = &self.shops;
        let others = others.iter().map(Shop::digest);
        others.fold(first.digest(), Digest::with)
    }
}
