//! What a reader does during a run: orders, settings, faults.

use super::super::fairness::Unfair;
use super::{Model, TOLD};
use crate::experiment::intervention::Act;
use crate::experiment::limits::REPEAT_LIMIT;
use crate::experiment::settings;
use crate::experiment::value::Value;
use crate::sim::config::Config;
use crate::sim::engine::Side;
use crate::sim::fault::Outage;
use crate::sim::shop::{ORDER_LIMIT, Shop, Wiring};
use crate::words::facts::notices::Notice;
use crate::words::facts::steps::Stepped;

impl Model {
    pub(super) fn trigger(&mut self, side: Side) {
        for &one in side.shops() {
            let waits = self.shoppers[one]
                .experience(self.shop(one))
                .is_some_and(|s| s.waiting_since.is_some());
            if side == Side::from(one) && waits {
                // The shopper is still waiting; others may come with ×10.
                return;
            }
            let mut shopper = std::mem::take(&mut self.shoppers[one]);
            shopper.send(self.shop(one));
            self.shoppers[one] = shopper;
        }
        self.click(side, 1);
    }

    pub(super) fn click(&mut self, side: Side, orders: u32) {
        let full = |shop: &Shop| shop.sent() + u64::from(orders) > ORDER_LIMIT;
        let world = self.run.world();
        if world.shops().iter().any(full) {
            return self.notices.push(Notice::ShopIsFull);
        }
        // The order that a newcomer looks at is the one just sent.
        let sent = side.shops().iter().map(|&shop| self.shop(shop).sent());
        self.selected = sent.max();
        self.chosen = false;
        self.act(Act::Click { shop: side, orders });
        // Who sends an order wants to see it go, unless they stopped the clock themselves.
        self.playing |= !self.held;
    }

    pub(super) fn make_fair(&mut self) {
        let unfair = Unfair::of(self.run.config(), self.run.world().shops());
        let mut consumers = settings::common().iter();
        let consumers = consumers.position(|row| row.name == "consumers");
        let needs = self.run.config().needs;
        for service in needs.iter() {
            let threads = self.run.config().of(service).threads;
            let place = consumers.map(|place| settings::place_of(place, service));
            if let Some(place) = place {
                let name = settings::SETTINGS[place].name;
                self.set(name, Value::Number(f64::from(threads)));
                self.settle();
            }
        }
        let sent = unfair.orders.unwrap_or_default();
        let most = sent.into_iter().max().unwrap_or_default();
        for shop in Wiring::ALL.into_iter().filter(|&shop| sent[shop] < most) {
            self.click(shop.into(), (most - sent[shop]) as u32);
        }
    }

    pub(super) fn set(&mut self, name: &'static str, value: Value) {
        if let Some(setting) = settings::find(name)
            && self.moving.is_none()
            && setting.get(self.run.config()) == value
        {
            return;
        }
        if self.has_begun() {
            self.edition += 1;
            let is_slider = matches!(value, Value::Number(_));
            if is_slider && self.playing && self.goes_on() {
                let another = self
                    .moving
                    .as_ref()
                    .is_some_and(|(moving, ..)| *moving != name);
                if another {
                    self.settle();
                }
                let waited = self.moving.take().map_or(0, |(.., waited)| waited);
                self.moving = Some((name, value, waited));
                return;
            }
            self.settle();
            self.tell_of(name, &value);
            if let Err(problem) = self.run.adjust(name, value) {
                self.notices.push(problem.into());
            }
            return;
        }
        // Before anything has happened a setting is part of the start, not a change. Who has pressed play goes on.
        let playing = self.playing && self.is_pending();
        let mut experiment = self.run.experiment().clone();
        match experiment.set(name, value) {
            Ok(()) => {
                self.restart(experiment);
                self.playing |= playing;
            }
            Err(problem) => self.notices.push(problem.into()),
        }
    }

    /// What was on its way arrives.
    pub(super) fn settle(&mut self) {
        if let Some((name, value, _)) = self.moving.take() {
            self.tell_of(name, &value);
            let name = name.to_owned();
            self.edition += 1;
            self.act(Act::Set { name, value });
        }
    }

    /// It is about to change, while others are on their way: what they keep is what it was before the reader touched it.
    fn tell_of(&mut self, name: &'static str, new: &Value) {
        let Some(setting) = settings::find(name) else {
            return;
        };
        let old = match self.happened.take() {
            Some(Stepped::Set {
                name: last, old, ..
            }) if last == name => old,
            _ => setting.get(self.run.config()),
        };
        let begun = Wiring::ALL.map(|shop| self.shop(shop).orders().next().is_some());
        self.tells = TOLD;
        self.happened = (old != *new).then(|| Stepped::Set {
            name,
            old,
            new: new.clone(),
            begun: begun.contains(&true),
        });
    }

    /// Is a setting that has changed on the way told of?
    pub fn has_just_set(&self) -> bool {
        matches!(self.happened, Some(Stepped::Set { .. }))
    }

    /// The settings in force, with the one that is on its way.
    pub fn config_to_be(&self) -> Config {
        let mut config = self.run.config().clone();
        if let Some((name, value, _)) = &self.moving
            && let Some(setting) = settings::find(name)
        {
            // (What is on its way was allowed.)
            let _ = setting.set(&mut config, value);
        }
        config
    }

    pub(super) fn fault(&mut self, fault: Outage, on: bool) {
        self.act(match on {
            true => Act::Break { fault },
            false => Act::Heal { fault },
        });
        // What broke is news; what a setting meant is not any more.
        if self.has_just_set() {
            self.happened = None;
        }
    }

    pub(super) fn act(&mut self, act: Act) {
        if let Err(problem) = self.run.act(act) {
            self.notices.push(problem.into());
        }
    }

    pub(super) fn step(&mut self) {
        self.playing = false;
        self.held = true;
        self.until = None;
        self.happened = match self.run.step_told() {
            Some(step) => {
                self.choreography.iter_mut().for_each(|c| c.stepping = true);
                Some(Stepped::Forward(step))
            }
            None => Some(Stepped::Nothing),
        };
    }

    /// One event back: the run is repeated up to there. What was planned or done later stays in the log, and happens
    /// again when it goes on.
    pub(super) fn back(&mut self) {
        self.playing = false;
        self.held = true;
        self.until = None;
        self.event = None;
        if self.run.events() > REPEAT_LIMIT {
            return self.notices.push(Notice::TooLongToGoBack);
        }
        self.choreography = Default::default();
        self.happened = self.run.back().map(Stepped::Back);
    }
}
