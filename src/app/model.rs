//! The page's state and everything a reader can do to it.

use super::fairness::Unfair;
use super::shopper::Shopper;
use super::words;
use crate::experiment::intervention::{Act, Intervention};
use crate::experiment::limits::{EVENT_LIMIT, SEED_LIMIT};
use crate::experiment::presets::{self, PRESETS};
use crate::experiment::run::Run;
use crate::experiment::settings;
use crate::experiment::value::Value;
use crate::experiment::{Experiment, decode};
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::shop::{ORDER_LIMIT, Shop};
use crate::sim::time::Micros;
use crate::stage::choreography::Choreography;

/// The speeds of the menu, in simulated seconds per second.
pub const SPEEDS: [f64; 8] = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0];

/// Events simulated before the frame asks again whether there is time for more.
const CHUNK: u32 = 500;

/// Something a reader did.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Pressed a trigger: the shopper of that side (of both sides) sends an order.
    Trigger(Side),
    /// Sent a crowd of other shoppers.
    Crowd(Side, u32),
    /// Moved a setting.
    Set(&'static str, Value),
    /// Broke or mended a part.
    Fault(Fault, bool),
    /// Chose a scenario.
    Preset(String),
    /// Opened an experiment as JSON.
    Open(String),
    /// Typed a seed: the run starts over with it.
    Seed(String),
    /// Pressed play or pause.
    Play(bool),
    /// Pressed step.
    Step,
    /// Pressed reset.
    Reset,
    /// Chose a speed.
    Speed(f64),
    /// Pressed *run to the end*.
    Finish,
    /// Cancelled it.
    Cancel,
    /// Pressed *make it fair*.
    MakeFair,
    /// Dismissed the notices.
    Dismiss,
}

/// The page's state.
#[derive(Clone, Debug)]
pub struct Model {
    run: Run,
    /// Interventions that belong to the scenario, not to the reader: a reset keeps them.
    planned: Vec<Intervention>,
    pub(super) playing: bool,
    pub(super) speed: f64,
    pub(super) shoppers: [Shopper; 2],
    pub(super) finishing: bool,
    /// The run could not be simulated as fast as it was to be played.
    pub(super) behind: bool,
    pub(super) notices: Vec<String>,
    /// The last thing worth telling to somebody who cannot see the stage.
    pub(super) milestone: String,
    /// Orders that had ended when it was last told how it stands: without new ones there is nothing to tell.
    ended_when_told: usize,
    pub(super) choreography: [Choreography; 2],
}

impl Default for Model {
    /// The first scenario of the menu.
    fn default() -> Self {
        Self::new(PRESETS[0].experiment())
    }
}

impl Model {
    /// A page that shows this experiment, at its start.
    pub fn new(experiment: Experiment) -> Self {
        let planned = experiment.log.clone();
        let mut run = Run::new(experiment);
        run.trace(true);
        let still = run.next_time().is_none();
        Self {
            run,
            planned,
            // Nothing moves by itself: where something is planned, the reader presses play.
            playing: still,
            speed: 1.0,
            shoppers: Default::default(),
            finishing: false,
            behind: false,
            notices: Vec::new(),
            milestone: String::new(),
            ended_when_told: 0,
            choreography: Default::default(),
        }
    }

    /// The run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The shop of a side.
    pub fn shop(&self, side: Side) -> &Shop {
        match side {
            Side::Async => &self.run.world().queued,
            _ => &self.run.world().sync,
        }
    }

    /// The movements on the stage of a side.
    pub fn movements(&self, side: Side) -> &Choreography {
        &self.choreography[usize::from(side == Side::Async)]
    }

    /// What a reader did.
    pub fn update(&mut self, msg: Msg) {
        match msg {
            Msg::Trigger(side) => self.trigger(side),
            Msg::Crowd(side, orders) => self.click(side, orders),
            Msg::Set(name, value) => self.set(name, value),
            Msg::Fault(fault, on) => self.fault(fault, on),
            Msg::Preset(name) => self.preset(&name),
            Msg::Open(text) => self.open(&text),
            Msg::Seed(text) => self.seed(&text),
            Msg::Play(playing) => self.playing = playing,
            Msg::Step => self.step(),
            Msg::Reset => self.reset(),
            Msg::Speed(speed) => self.speed = speed.clamp(SPEEDS[0], SPEEDS[SPEEDS.len() - 1]),
            Msg::Finish => self.finishing = self.run.next_time().is_some(),
            Msg::Cancel => self.finishing = false,
            Msg::MakeFair => self.make_fair(),
            Msg::Dismiss => self.notices.clear(),
        }
    }

    /// A frame: `elapsed` microseconds of the reader's time have passed; `more` says whether there is time left to
    /// simulate in. `tend` is the reduced-motion wish: movements are shown as steps.
    pub fn frame(&mut self, elapsed: Micros, more: &mut dyn FnMut() -> bool) {
        let was_pending = self.is_pending();
        // Finishing may end within this frame; what it ran through is not drawn all the same.
        let speed = match self.finishing {
            true => f64::INFINITY,
            false => self.speed,
        };
        if self.finishing {
            self.work_towards_the_end(more);
        } else if self.playing {
            let span = (elapsed as f64 * self.speed) as Micros;
            let until = self.run.clock().saturating_add(span);
            self.behind = !self.run.advance(until, CHUNK);
            while self.behind && more() {
                self.behind = !self.run.advance(until, CHUNK);
            }
        }
        let ended = self.ended();
        if was_pending && !self.is_pending() && ended != self.ended_when_told {
            self.ended_when_told = ended;
            self.milestone = self.summary();
        }
        self.choreograph(elapsed, speed);
    }

    /// Orders to which nothing more will happen.
    fn ended(&self) -> usize {
        let world = self.run.world();
        world.sync.log().len() + world.queued.log().len()
    }

    /// How it stands when nothing is pending any more.
    fn summary(&self) -> String {
        let paid = |shop: &Shop| format!("{} of {} paid", shop.paid().count(), shop.sent());
        let world = self.run.world();
        format!(
            "Nothing is pending at {}. Sync: {}. Async: {}.",
            words::clock(self.run.clock()),
            paid(&world.sync),
            paid(&world.queued)
        )
    }

    /// Does anything move, or will it by itself? If not, no frame is needed.
    pub fn is_alive(&mut self) -> bool {
        // A pause holds what is being drawn; only a step's own movement goes on.
        let held = !self.playing && self.is_pending();
        let goes_on = |c: &Choreography| c.is_moving() && (!held || c.stepping);
        let drawn = self.choreography.iter().any(goes_on);
        self.finishing || drawn || self.playing && self.run.next_time().is_some()
    }

    /// Is anything still going to happen?
    pub fn is_pending(&mut self) -> bool {
        self.run.next_time().is_some()
    }

    fn work_towards_the_end(&mut self, more: &mut dyn FnMut() -> bool) {
        loop {
            if self.run.events() > EVENT_LIMIT {
                self.finishing = false;
                self.playing = false;
                let sentence = format!(
                    "Stopped after {EVENT_LIMIT} events: this run has no end (a crash loop, perhaps)."
                );
                return self.notices.push(sentence);
            }
            if self.run.advance(Micros::MAX, CHUNK) {
                self.finishing = false;
                return;
            }
            if !more() {
                return;
            }
        }
    }

    fn choreograph(&mut self, elapsed: Micros, speed: f64) {
        let now = self.run.clock();
        let paused = !self.playing && self.run.next_time().is_some();
        let world = self.run.world();
        let shops = [&world.sync, &world.queued];
        for (choreography, shop) in self.choreography.iter_mut().zip(shops) {
            choreography.follow(shop.trace(), now, speed);
            // A pause holds the stage; a step lets its own movement end.
            if !paused || choreography.stepping {
                choreography.pass(elapsed);
            }
        }
    }

    // ---- orders -------------------------------------------------------------------------------------------------

    fn trigger(&mut self, side: Side) {
        for (k, one) in [Side::Sync, Side::Async].into_iter().enumerate() {
            if side == one || side == Side::Both {
                let waits = self.shoppers[k]
                    .story(self.shop(one))
                    .is_some_and(|s| s.waiting_since.is_some());
                if side == one && waits {
                    // The shopper is still waiting; others may come with ×10.
                    return;
                }
                let mut shopper = std::mem::take(&mut self.shoppers[k]);
                shopper.send(self.shop(one));
                self.shoppers[k] = shopper;
            }
        }
        self.click(side, 1);
    }

    fn click(&mut self, side: Side, orders: u32) {
        let full = |shop: &Shop| shop.sent() + u64::from(orders) > ORDER_LIMIT;
        let world = self.run.world();
        if full(&world.sync) || full(&world.queued) {
            let sentence =
                format!("A shop takes {ORDER_LIMIT} orders in one run; reset to start a new one.");
            return self.notices.push(sentence);
        }
        self.act(Act::Click { shop: side, orders });
        self.milestone = format!("{} sent.", words::count(u64::from(orders), "order"));
    }

    fn make_fair(&mut self) {
        let world = self.run.world();
        let unfair = Unfair::of(self.run.config(), &world.sync, &world.queued);
        if let Some((threads, _)) = unfair.servers {
            self.set("consumers", Value::Number(f64::from(threads)));
        }
        if let Some((sync, queued)) = unfair.orders {
            let (side, missing) = if sync < queued {
                (Side::Sync, queued - sync)
            } else {
                (Side::Async, sync - queued)
            };
            self.click(side, missing as u32);
        }
    }

    // ---- settings and faults ------------------------------------------------------------------------------------

    fn set(&mut self, name: &'static str, value: Value) {
        if let Some(setting) = settings::find(name)
            && setting.get(self.run.config()) == value
        {
            return;
        }
        if self.has_begun() {
            return self.act(Act::Set {
                name: name.to_owned(),
                value,
            });
        }
        // Before anything has happened a setting is part of the start, not a change. Who has pressed play goes on.
        let playing = self.playing && self.is_pending();
        let mut experiment = self.run.experiment().clone();
        match experiment.set(name, value) {
            Ok(()) => {
                self.restart(experiment);
                self.playing |= playing;
            }
            Err(problem) => self.notices.push(problem.to_string()),
        }
    }

    fn fault(&mut self, fault: Fault, on: bool) {
        self.act(if on {
            Act::Break { fault }
        } else {
            Act::Heal { fault }
        });
        self.milestone = words_of_fault(fault, on).to_owned();
    }

    fn act(&mut self, act: Act) {
        if let Err(problem) = self.run.act(act) {
            self.notices.push(problem.to_string());
        }
    }

    // ---- the whole experiment -----------------------------------------------------------------------------------

    fn has_begun(&self) -> bool {
        self.run.clock() > 0 || self.run.events() > 0 || self.run.experiment().log != self.planned
    }

    fn preset(&mut self, name: &str) {
        match presets::find(name) {
            Some(preset) => self.load(preset.experiment()),
            None => {
                let names: Vec<&str> = PRESETS.iter().map(|p| p.name).collect();
                let names = names.join(", ");
                self.notices
                    .push(format!("There is no scenario {name:?}; there are {names}."));
            }
        }
    }

    fn open(&mut self, text: &str) {
        let (experiment, problems) = decode::experiment(text);
        self.load(experiment);
        let sentences = problems.iter().map(ToString::to_string);
        self.notices.extend(sentences);
    }

    fn seed(&mut self, text: &str) {
        let seed = text.trim().parse().ok();
        let Some(seed) = seed.filter(|&seed: &u64| seed <= SEED_LIMIT) else {
            let old = self.run.experiment().seed;
            let sentence = format!(
                "{text:?} is no seed; it takes a whole number from 0 to {SEED_LIMIT}. It stays {old}."
            );
            return self.notices.push(sentence);
        };
        let mut experiment = self.start_over();
        experiment.seed = seed;
        self.restart(experiment);
    }

    /// Everything back to the start. Settings stay as they are now, the scenario's plan stays, the reader's clicks and
    /// faults go.
    fn reset(&mut self) {
        let experiment = self.start_over();
        self.restart(experiment);
        self.milestone = "Reset.".to_owned();
    }

    fn start_over(&self) -> Experiment {
        let old = self.run.experiment();
        let mut experiment = Experiment {
            preset: old.preset.clone(),
            seed: old.seed,
            log: self.planned.clone(),
            ..Experiment::default()
        };
        for setting in &settings::SETTINGS {
            let value = setting.get(self.run.config());
            // What is in force was allowed.
            let _ = experiment.set(setting.name, value);
        }
        experiment
    }

    fn load(&mut self, experiment: Experiment) {
        self.planned = experiment.log.clone();
        self.restart(experiment);
    }

    fn restart(&mut self, experiment: Experiment) {
        let speed = self.speed;
        let notices = std::mem::take(&mut self.notices);
        let planned = std::mem::take(&mut self.planned);
        *self = Self {
            speed,
            notices,
            planned,
            ..Self::new(experiment)
        };
    }

    fn step(&mut self) {
        self.playing = false;
        self.finishing = false;
        match self.run.step() {
            Some(_) => self.choreography.iter_mut().for_each(|c| c.stepping = true),
            None => self.milestone = "Nothing is pending.".to_owned(),
        }
    }
}

/// A fault's beginning or end, as a sentence.
pub fn words_of_fault(fault: Fault, on: bool) -> &'static str {
    match (fault, on) {
        (Fault::PaymentDown, true) => "Payment is down.",
        (Fault::PaymentDown, false) => "Payment is back.",
        (Fault::BrokerDown, true) => "The broker is down.",
        (Fault::BrokerDown, false) => "The broker is back.",
        (Fault::NetworkCut, true) => "The network below Checkout is cut.",
        (Fault::NetworkCut, false) => "The network below Checkout is back.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Micros = 16_667;

    fn play(model: &mut Model, frames: u32) {
        for _ in 0..frames {
            model.frame(FRAME, &mut || true);
        }
    }

    #[test]
    fn a_new_page_is_still_and_a_click_starts_it() {
        let mut model = Model::default();
        assert!(!model.is_alive());
        model.update(Msg::Trigger(Side::Async));
        assert!(model.is_alive());
        play(&mut model, 300);
        assert_eq!(model.shop(Side::Async).paid().count(), 1);
        assert!(!model.is_alive(), "idle again");
    }

    #[test]
    fn a_pause_asks_for_no_frames() {
        let mut model = Model::default();
        model.update(Msg::Trigger(Side::Sync));
        play(&mut model, 3);
        assert!(model.movements(Side::Sync).is_moving());
        model.update(Msg::Play(false));
        assert!(!model.is_alive());
        model.update(Msg::Play(true));
        assert!(model.is_alive());
    }

    #[test]
    fn a_planned_scenario_waits_for_play() {
        let mut model = Model::default();
        model.update(Msg::Preset("payment-outage".into()));
        assert!(!model.is_alive());
        model.update(Msg::Play(true));
        assert!(model.is_alive());
    }

    #[test]
    fn the_trigger_is_one_shopper_and_the_crowd_is_others() {
        let mut model = Model::default();
        model.update(Msg::Trigger(Side::Sync));
        model.update(Msg::Trigger(Side::Sync));
        model.update(Msg::Crowd(Side::Sync, 10));
        assert_eq!(model.shop(Side::Sync).sent(), 11);
    }

    #[test]
    fn a_setting_before_the_start_is_no_intervention() {
        let mut model = Model::default();
        model.update(Msg::Set("consumers", Value::Number(4.0)));
        assert!(model.run().experiment().log.is_empty());
        assert_eq!(model.run().config().consumers, 4);
        model.update(Msg::Trigger(Side::Async));
        model.update(Msg::Set("consumers", Value::Number(2.0)));
        assert_eq!(model.run().experiment().log.len(), 2);
        assert_eq!(model.run().config().consumers, 2);
    }

    #[test]
    fn a_reset_keeps_settings_and_plan_and_forgets_the_rest() {
        let mut model = Model::default();
        model.update(Msg::Preset("payment-outage".into()));
        model.update(Msg::Play(true));
        play(&mut model, 10);
        model.update(Msg::Set("consumers", Value::Number(9.0)));
        model.update(Msg::Crowd(Side::Both, 10));
        model.update(Msg::Reset);
        assert_eq!(model.run().config().consumers, 9);
        assert_eq!(model.run().experiment().log.len(), 2);
        assert_eq!(model.run().clock(), 0);
        assert!(!model.is_alive());
    }

    #[test]
    fn one_click_makes_it_fair() {
        let mut model = Model::default();
        model.update(Msg::Crowd(Side::Sync, 10));
        model.update(Msg::MakeFair);
        let world = model.run().world();
        assert!(!Unfair::of(model.run().config(), &world.sync, &world.queued).any());
    }

    #[test]
    fn run_to_the_end_ends_and_can_be_cancelled() {
        let mut model = Model::default();
        model.update(Msg::Crowd(Side::Both, 1000));
        model.update(Msg::Finish);
        model.frame(FRAME, &mut || false);
        assert!(model.is_pending(), "one chunk is not the end");
        model.update(Msg::Cancel);
        assert!(!model.finishing);
        model.update(Msg::Finish);
        model.frame(FRAME, &mut || true);
        assert!(!model.is_pending());
        assert!(!model.is_alive(), "nothing is left moving on the stage");
        assert_eq!(model.shop(Side::Async).paid().count(), 1000);
    }

    #[test]
    fn what_was_done_on_the_page_gives_the_same_run_from_its_export() {
        let mut model = Model::default();
        for (k, msg) in [
            Msg::Trigger(Side::Both),
            Msg::Fault(Fault::PaymentDown, true),
            Msg::Crowd(Side::Both, 100),
            Msg::Set("payment_time_ms", Value::Number(120.0)),
            Msg::Fault(Fault::PaymentDown, false),
            Msg::Fault(Fault::BrokerDown, true),
            Msg::Step,
            Msg::Fault(Fault::BrokerDown, false),
            Msg::Play(true),
        ]
        .into_iter()
        .enumerate()
        {
            model.update(msg);
            play(&mut model, 7 + k as u32);
        }
        model.update(Msg::Finish);
        model.frame(FRAME, &mut || true);
        let (experiment, problems) = decode::experiment(&model.run().experiment().to_json());
        assert!(problems.is_empty());
        let mut again = Run::new(experiment);
        assert!(again.finish());
        assert_eq!(again.world().digest(), model.run().world().digest());
    }

    #[test]
    fn a_bad_file_is_told_and_the_page_goes_on() {
        let mut model = Model::default();
        model.update(Msg::Open("{\"settings\": {\"consumers\": -3}}".into()));
        assert!(model.notices[0].contains("from 1 to 1000"));
        model.update(Msg::Trigger(Side::Both));
        play(&mut model, 300);
        assert_eq!(model.shop(Side::Sync).paid().count(), 1);
    }
}
