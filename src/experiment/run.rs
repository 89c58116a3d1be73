//! A run: an experiment in motion.
//!
//! ```text
//! experiment.log ──▶ [next] ──▶ world
//! ```
//!
//! Playing it in any chunks gives the same run. Acting on it appends to its experiment, so that at every moment the
//! experiment alone would give this very run again.

use super::intervention::{Act, Intervention};
use super::limits::{ALIVE_LIMIT, EVENT_LIMIT, GivenUp, REPEAT_LIMIT};
use super::problem::Problem;
use super::value::Value;
use super::{Experiment, settings};
use crate::sim::config::Config;
use crate::sim::config::lineup::SERVICES;
use crate::sim::engine::{Side, World};
use crate::sim::event::Event;
use crate::sim::fault::Faults;
use crate::sim::happening::Happening;
use crate::sim::journey::Journey;
use crate::sim::shop::{Shop, Wiring};
use crate::sim::time::Micros;

/// How far a run has come, exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Its clock.
    pub clock: Micros,
    /// Events processed, in all shops.
    pub events: u64,
    /// Interventions that have happened.
    pub interventions: usize,
}

/// A single step, told.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// An event of the model.
    Happened(Happening),
    /// An intervention, planned or done before.
    Did {
        /// When.
        at: Micros,
        /// What.
        act: Act,
    },
}

/// An experiment and how far it has come.
#[derive(Clone, Debug)]
pub struct Run {
    experiment: Experiment,
    config: Config,
    world: World,
    /// The first intervention that has not happened yet.
    next: usize,
    clock: Micros,
    tried: Option<Tried>,
    gave_up: Option<GivenUp>,
}

/// A setting that is being tried out while the run stands still.
#[derive(Clone, Debug)]
struct Tried {
    name: String,
    /// Where the run was before the try.
    before: Progress,
    /// As long as the run is here, the next try takes this one back.
    after: Progress,
}

impl Run {
    /// The start of a run.
    pub fn new(experiment: Experiment) -> Self {
        Self::prepared(experiment, |_| {})
    }

    /// The start of a run of which only the report is wanted: whoever plays hundreds of them, to compare, needs neither a log
    /// of their orders nor charts. Its report is the ordinary one, but for the digest, which it has none of.
    pub fn quiet(experiment: Experiment) -> Self {
        Self::prepared(experiment, World::keep_less)
    }

    /// The start of a run in a world that somebody lays hands on before anything happens in it: a quiet run, or tests, which
    /// ask for an engine that is wrong on purpose. (What is repeated, by [`Run::adjust`] or [`Run::back`], is repeated in a
    /// world that nobody touched.)
    pub fn prepared(experiment: Experiment, prepare: impl FnOnce(&mut World)) -> Self {
        let config = experiment.config();
        let mut world = World::new(&config, experiment.seed);
        if let Some(script) = &experiment.script {
            world.prescribe(script);
        }
        prepare(&mut world);
        Self {
            world,
            config,
            experiment,
            next: 0,
            clock: 0,
            tried: None,
            gave_up: None,
        }
    }

    /// What determines this run.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// The settings in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// All shops.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Starts or stops remembering the last hops, for drawing.
    pub fn trace(&mut self, on: bool) {
        self.world.trace(on);
    }

    /// Watches the order of this number in each shop (from 0; they have the same draws), or none. A journey is whole
    /// only if it was watched from the beginning: to look at an order of a run that is under way, play its experiment
    /// again in a run of its own.
    pub fn watch(&mut self, number: Option<u64>) {
        self.world.watch(number);
    }

    /// Keeps every moment of every order of all shops from now on: for short runs that are compared with recordings.
    pub fn watch_everybody(&mut self) {
        self.world.watch_everybody();
    }

    /// What happened to the watched order in this shop, as far as the run has come.
    pub fn journey(&self, shop: Wiring) -> &Journey {
        self.world.shop(shop).journey()
    }

    /// Now, in microseconds since the start.
    pub fn clock(&self) -> Micros {
        self.clock
    }

    /// When something happens next, if anything is pending.
    pub fn next_time(&mut self) -> Option<Micros> {
        let planned = self.experiment.log.get(self.next).map(|i| i.at_us);
        [self.world.next_time(), planned]
            .into_iter()
            .flatten()
            .min()
    }

    /// Moves the clock to `until`, but not past the last thing that happens, at the cost of at most `budget` events
    /// in each shop, and as many more at its last intervention. `false`: the budget was not enough, and the clock stands
    /// where it ended.
    pub fn advance(&mut self, until: Micros, budget: u32) -> bool {
        let most = self.events() + u64::from(budget);
        loop {
            let planned = self.experiment.log.get(self.next).map(|i| i.at_us);
            let stop = planned.map_or(until, |at| at.min(until));
            if !self.world.advance(stop, budget) {
                self.clock = self.clock.max(self.last_happened());
                return false;
            }
            if planned.is_none_or(|at| at > until) {
                break;
            }
            self.clock = self.clock.max(stop);
            self.apply_next();
            // One budget for all interventions: else ten thousand of them would have ten thousand.
            if self.events() >= most {
                return false;
            }
        }
        let pending = self.next_time().is_some();
        let last = self.last_happened();
        self.clock = self
            .clock
            .max(if pending { until } else { last.min(until) });
        true
    }

    /// Nothing is pending, and yet somebody waits: for what is broken to be mended.
    pub fn waits_for_repair(&mut self) -> bool {
        let waits = |shop: &Shop| {
            let mut services = 0..SERVICES as u8;
            let broken = services.any(|service| shop.faults_of(service) != Faults::default());
            broken && shop.orders().next().is_some()
        };
        self.next_time().is_none() && self.world.shops().iter().any(waits)
    }

    /// Time goes by without anything that happens: as long as somebody waits for a repair, for an outage lasts.
    pub fn let_pass(&mut self, until: Micros) {
        if self.waits_for_repair() {
            self.clock = self.clock.max(until);
        }
    }

    /// Processes one event, or one planned intervention; `None`: nothing is pending.
    pub fn step(&mut self) -> Option<(Side, Option<Event>)> {
        let next = self.next_time()?;
        self.clock = self.clock.max(next);
        if let Some((shop, event)) = self.world.step(next) {
            return Some((shop.into(), Some(event)));
        }
        self.apply_next();
        Some((Side::Both, None))
    }

    /// The same, and tells what it was.
    pub fn step_told(&mut self) -> Option<Step> {
        let told = self.next_told()?;
        self.step();
        Some(told)
    }

    /// What the next step will be.
    fn next_told(&mut self) -> Option<Step> {
        let next = self.next_time()?;
        Some(
            match self.world.next_happening().filter(|it| it.at == next) {
                Some(happening) => Step::Happened(happening),
                None => Step::Did {
                    at: next,
                    act: self.experiment.log[self.next].act.clone(),
                },
            },
        )
    }

    /// Goes back over the last event or intervention, by repeating the run up to there; tells what it was that has not
    /// happened now. `None`: nothing had.
    pub fn back(&mut self) -> Option<Step> {
        let steps = |run: &Self| run.events() + run.next as u64;
        let wanted = steps(self).checked_sub(1)?;
        let before = self.last_happened().checked_sub(1);
        let mut again = Self::new(self.experiment.clone());
        again.trace(self.world.is_traced());
        if let Some(before) = before {
            while !again.advance(before, 1_000_000) {}
        }
        while steps(&again) < wanted && again.step().is_some() {}
        again.clock = again.last_happened();
        *self = again;
        self.next_told()
    }

    /// Plays on to this instant. `false`: it gave up at a limit.
    pub fn play_to(&mut self, until: Micros) -> bool {
        while !self.advance(until, 1_000_000) {
            if self.gives_up() {
                return false;
            }
        }
        true
    }

    /// Is it to be given up, because it reached a limit? To be asked by whoever would play on. It is remembered.
    pub fn gives_up(&mut self) -> bool {
        let crowded = |shop: &Shop| shop.alive().iter().sum::<usize>() > ALIVE_LIMIT;
        self.gave_up = match self.events() > EVENT_LIMIT {
            true => Some(GivenUp::Events),
            false if self.world.shops().iter().any(crowded) => Some(GivenUp::Alive),
            false => None,
        };
        self.gave_up.is_some()
    }

    /// Why it was given up, if it was.
    pub fn gave_up(&self) -> Option<GivenUp> {
        self.gave_up
    }

    /// Plays on to this instant, and in it no further than to this event of all shops, if one is named. `false`: it
    /// gave up at a limit.
    pub fn play_to_event(&mut self, until: Micros, events: Option<u64>) -> bool {
        let Some(events) = events else {
            return self.play_to(until);
        };
        until
            .checked_sub(1)
            .is_none_or(|before| self.play_to(before))
            && {
                self.step_to_event(until, events);
                true
            }
    }

    /// The rest of the way to an event in the middle of an instant, one event after the other.
    pub fn step_to_event(&mut self, until: Micros, events: u64) {
        while self.events() < events && self.next_time().is_some_and(|next| next <= until) {
            self.step();
        }
        self.clock = self.clock.max(until);
    }

    /// Would the next event still be in this instant? Then it stands in the middle of it.
    pub fn is_mid_instant(&mut self) -> bool {
        let clock = self.clock;
        self.next_time().is_some_and(|next| next <= clock)
    }

    /// Plays to the end. `false`: it gave up at a limit.
    pub fn finish(&mut self) -> bool {
        while self.next_time().is_some() {
            if self.gives_up() {
                return false;
            }
            self.advance(Micros::MAX, 1_000_000);
        }
        true
    }

    /// Something a reader does, now: it happens, and it is written down.
    pub fn act(&mut self, act: Act) -> Result<(), Problem> {
        while !self.advance(self.clock, 1_000_000) {}
        let at_us = self.clock;
        let intervention = Intervention { at_us, act };
        intervention.check()?;
        self.experiment.add(intervention)?;
        self.apply_next();
        Ok(())
    }

    /// A setting that a reader moves while the run stands still: of several tries at one instant only the last counts,
    /// as if the others had not been. The run is repeated without them, if it is not longer than [`REPEAT_LIMIT`].
    pub fn adjust(&mut self, name: &str, value: Value) -> Result<(), Problem> {
        let here = self.progress();
        let tried = self.tried.take();
        let again =
            tried.filter(|t| t.after == here && t.name == name && here.events < REPEAT_LIMIT);
        let before = match again {
            Some(tried) => {
                self.take_back(tried.before);
                tried.before
            }
            None => {
                while !self.advance(self.clock, 1_000_000) {}
                self.progress()
            }
        };
        let name = name.to_owned();
        let act = Act::Set {
            name: name.clone(),
            value,
        };
        let outcome = self.act(act);
        let after = self.progress();
        self.tried = Some(Tried {
            name,
            before,
            after,
        });
        outcome
    }

    /// The last intervention has not been.
    fn take_back(&mut self, before: Progress) {
        let mut experiment = std::mem::take(&mut self.experiment);
        experiment.log.remove(self.next - 1);
        let traced = self.world.is_traced();
        *self = Self::new(experiment);
        self.trace(traced);
        while !self.catch_up(before, 1_000_000) {}
    }

    /// Events processed so far, in all shops.
    pub fn events(&self) -> u64 {
        let shops = self.world.shops().iter();
        shops.map(|shop| shop.totals().events).sum()
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress {
            clock: self.clock,
            events: self.events(),
            interventions: self.next,
        }
    }

    /// Comes as far as another run of the same experiment has, to the event, at the cost of about `budget` events.
    /// `false`: it is not there yet.
    pub fn catch_up(&mut self, to: Progress, budget: u32) -> bool {
        if self.clock + 1 < to.clock && !self.advance(to.clock - 1, budget) {
            return false;
        }
        // A reader's single steps may have stopped in the middle of an instant.
        while self.events() < to.events || self.next < to.interventions {
            if self.step().is_none() {
                break;
            }
        }
        self.clock = self.clock.max(to.clock);
        true
    }

    /// Plans one more intervention, which has not happened yet.
    pub fn plan(&mut self, intervention: Intervention) -> Result<(), Problem> {
        self.experiment.add(intervention).map(|_| ())
    }

    fn last_happened(&self) -> Micros {
        let shops = self.world.shops().iter();
        shops.map(Shop::now).max().unwrap_or_default()
    }

    fn apply_next(&mut self) {
        let Intervention { at_us, act } = &self.experiment.log[self.next];
        let now = *at_us;
        self.next += 1;
        match act {
            Act::Click { shop, orders } => self.world.click(now, *shop, *orders),
            Act::Set { name, value } => {
                if let Some(setting) = settings::find(name)
                    && setting.set(&mut self.config, value).is_ok()
                {
                    self.world.configure(now, &self.config);
                }
            }
            Act::Break { fault } => self.world.set_fault(now, *fault, true),
            Act::Heal { fault } => self.world.set_fault(now, *fault, false),
        }
    }
}
