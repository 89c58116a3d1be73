//! The page's state and everything a reader can do to it.

mod deeds;
mod whole;

use super::shopper::Shopper;
use crate::experiment::Experiment;
use crate::experiment::intervention::Intervention;
use crate::experiment::limits::{GivenUp, SPEEDS};
use crate::experiment::presets::PRESETS;
use crate::experiment::run::Run;
use crate::experiment::value::Value;
use crate::sim::engine::Side;
use crate::sim::fault::Outage;
use crate::sim::shop::{Shop, Wiring};
use crate::sim::time::{MILLI, Micros};
use crate::sim::wiring::WIRINGS;
use crate::stage::choreography::Choreography;
use crate::words::facts::notices::Notice;
use crate::words::facts::steps::Stepped;

/// Events simulated before the frame asks again whether there is time for more.
const CHUNK: u32 = 500;

/// A slider that is being dragged acts this often, so that a drag is a few interventions and not sixty a second.
const ON_ITS_WAY: Micros = 150 * MILLI;

/// What a changed setting means for those on their way is told for so long, while the run goes on.
const TOLD: Micros = 8_000 * MILLI;

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
    Fault(Outage, bool),
    /// Chose a scenario.
    Preset(String),
    /// Opened a link.
    Open(String),
    /// Opened an experiment.
    Load(Box<Experiment>),
    /// Chose an order to look at: the k-th of either shop.
    Select(u64),
    /// Opened a panel below the stage, or closed it.
    Show(Option<&'static str>),
    /// Put the words of a lesson away.
    EndLesson,
    /// Something is to be said to the reader.
    Notice(Notice),
    /// Typed a seed: the run starts over with it.
    Seed(String),
    /// Pressed play or pause.
    Play(bool),
    /// Pressed step.
    Step,
    /// Pressed back.
    Back,
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
    pub(super) shoppers: [Shopper; WIRINGS],
    /// It is being run on at once, to this moment; `Micros::MAX`: to the end.
    pub(super) until: Option<Micros>,
    /// When it is there, it goes on to this event, in the middle of the instant that follows.
    event: Option<(Micros, u64)>,
    /// The run could not be simulated as fast as it was to be played.
    pub(super) behind: bool,
    pub(super) notices: Vec<Notice>,
    pub(super) choreography: [Choreography; WIRINGS],
    /// The order that is looked at: the k-th of either shop, from 0.
    pub(super) selected: Option<u64>,
    /// The reader chose it; else it is just the one sent last.
    chosen: bool,
    /// The panel that is open below the stage.
    pub(super) shown: Option<&'static str>,
    /// The lesson whose words stand beside the stage.
    pub(super) lesson: Option<&'static str>,
    /// The reader made it stand still: an order does not set it going.
    held: bool,
    /// A setting on its way: a slider that is being dragged while the run goes on, and for how long it has waited.
    moving: Option<(&'static str, Value, Micros)>,
    /// What the last step did, or a change of a setting; empty once the run goes on.
    pub(super) happened: Option<Stepped>,
    /// For how long that is still to be read although the run goes on.
    tells: Micros,
    /// Things the reader has done: as long as it stays, so does the experiment.
    pub(super) edition: u64,
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
            until: None,
            event: None,
            behind: false,
            notices: Vec::new(),
            choreography: Default::default(),
            selected: None,
            chosen: false,
            shown: None,
            lesson: None,
            held: false,
            moving: None,
            happened: None,
            tells: 0,
            edition: 0,
        }
    }

    /// The run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// A shop of the run.
    pub fn shop(&self, wiring: Wiring) -> &Shop {
        self.run.world().shop(wiring)
    }

    /// The movements on its stage.
    pub fn movements(&self, wiring: Wiring) -> &Choreography {
        &self.choreography[wiring]
    }

    /// The order that is looked at: the k-th of either shop, from 0.
    pub fn selected(&self) -> Option<u64> {
        let first = Wiring::ALL.iter().any(|&shop| self.shop(shop).sent() > 0);
        self.selected.or(first.then_some(0))
    }

    /// The same, if the reader chose it: then it is ringed on the stage, and stands in the link.
    pub fn chosen(&self) -> Option<u64> {
        self.selected.filter(|_| self.chosen)
    }

    /// As long as this stays, so does the link.
    pub fn edition(&mut self) -> (u64, bool) {
        (self.edition, self.is_at_rest())
    }

    /// Nothing moves, and nothing will before the reader does something.
    fn is_at_rest(&mut self) -> bool {
        self.until.is_none() && (!self.playing || !self.goes_on())
    }

    /// What a reader did.
    pub fn update(&mut self, msg: Msg) {
        self.edition += 1;
        if !matches!(msg, Msg::Set(..)) {
            self.settle();
        }
        match msg {
            Msg::Trigger(side) => self.trigger(side),
            Msg::Crowd(side, orders) => self.click(side, orders),
            Msg::Set(name, value) => self.set(name, value),
            Msg::Fault(fault, on) => self.fault(fault, on),
            Msg::Preset(name) => self.preset(&name),
            Msg::Open(text) => self.open(&text),
            Msg::Load(experiment) => self.load(*experiment),
            Msg::Select(number) => {
                self.selected = Some(number);
                self.chosen = true;
            }
            Msg::Show(panel) => self.shown = panel,
            Msg::EndLesson => self.lesson = None,
            Msg::Notice(notice) => self.notices.push(notice),
            Msg::Seed(text) => self.seed(&text),
            Msg::Play(playing) => {
                self.happened = self.happened.take().filter(|_| self.tells > 0);
                self.playing = playing;
                self.held = !playing;
            }
            Msg::Step => self.step(),
            Msg::Back => self.back(),
            Msg::Reset => self.reset(),
            Msg::Speed(speed) => self.speed = speed.max(SPEEDS[0]).min(SPEEDS[SPEEDS.len() - 1]),
            Msg::Finish => self.until = self.run.next_time().map(|_| Micros::MAX),
            Msg::Cancel => self.until = None,
            Msg::MakeFair => self.make_fair(),
            Msg::Dismiss => self.notices.clear(),
        }
    }

    /// A frame: `elapsed` microseconds of the reader's time have passed; `more` says whether there is time left to
    /// simulate in. `tend` is the reduced-motion wish: movements are shown as steps.
    pub fn frame(&mut self, elapsed: Micros, more: &mut dyn FnMut() -> bool) {
        if let Some((.., waited)) = &mut self.moving {
            *waited += elapsed;
            if *waited >= ON_ITS_WAY {
                self.settle();
            }
        }
        self.tells = self.tells.saturating_sub(elapsed);
        if self.tells == 0 && (self.playing || self.until.is_some()) {
            self.happened = None;
        }
        // Running on may end within this frame; what it ran through is not drawn all the same.
        let speed = match self.until {
            Some(_) => f64::INFINITY,
            None => self.speed,
        };
        if let Some(until) = self.until {
            self.run_on(until, more);
        } else if self.playing {
            let span = (elapsed as f64 * self.speed) as Micros;
            let until = self.run.clock().saturating_add(span);
            self.behind = !self.run.advance(until, CHUNK);
            while self.behind && more() {
                self.behind = !self.run.advance(until, CHUNK);
            }
            self.run.let_pass(until);
        }
        self.choreograph(elapsed, speed);
    }

    /// Does anything move, or will it by itself? If not, no frame is needed.
    pub fn is_alive(&mut self) -> bool {
        // A pause holds what is being drawn; only a step's own movement goes on.
        let held = !self.playing && self.is_pending();
        let goes_on = |c: &Choreography| c.is_moving() && (!held || c.stepping);
        let drawn = self.choreography.iter().any(goes_on);
        self.until.is_some() || self.moving.is_some() || drawn || self.playing && self.goes_on()
    }

    /// Something is planned, nothing has happened, and the reader has not pressed play.
    pub fn waits_for_play(&self) -> bool {
        !self.playing && self.run.events() == 0 && self.run.clock() == 0
    }

    /// Is anything still going to happen?
    pub fn is_pending(&mut self) -> bool {
        self.run.next_time().is_some()
    }

    /// Would time pass, if it plays? Something will happen, or somebody waits for what is broken.
    pub fn goes_on(&mut self) -> bool {
        self.is_pending() || self.run.waits_for_repair()
    }

    /// Works its way to a moment at once, as far as there is time.
    fn run_on(&mut self, until: Micros, more: &mut dyn FnMut() -> bool) {
        loop {
            if self.run.gives_up() {
                self.until = None;
                self.playing = false;
                return self.notices.push(match self.run.gave_up() {
                    Some(GivenUp::Alive) => Notice::TooManyAlive,
                    Some(GivenUp::Events) | None => Notice::NoEnd,
                });
            }
            if self.run.advance(until, CHUNK) {
                self.until = None;
                if let Some((at, events)) = self.event.take() {
                    self.run.step_to_event(at, events);
                }
                if until < Micros::MAX {
                    self.run.let_pass(until);
                }
                // Who opened a link at a moment looks at that moment.
                self.playing &= until == Micros::MAX;
                self.playing |= !self.goes_on();
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
        for wiring in Wiring::ALL {
            let choreography = &mut self.choreography[wiring];
            let shop = self.run.world().shop(wiring);
            let faults = std::array::from_fn(|service| shop.faults_of(service as u8));
            choreography.follow(shop.trace(), faults, now, speed);
            // A pause holds the stage; a step lets its own movement end.
            if !paused || choreography.stepping {
                choreography.pass(elapsed);
            }
        }
    }
}

#[cfg(test)]
mod tests;
