//! The whole experiment: choosing, opening, restarting it, and taking it along as a link.

use super::Model;
use crate::experiment::Experiment;
use crate::experiment::intervention::{Act, Intervention};
use crate::experiment::limits::SEED_LIMIT;
use crate::experiment::presets;
use crate::experiment::settings::{self, Setting};
use crate::experiment::value::Value;
use crate::share::link::{self, Link};
use crate::sim::config::Config;
use crate::words::facts::notices::Notice;

/// Portions of work that opening a link may take before the first frame: well under a tenth of a second.
const AT_ONCE: u32 = 100;

impl Model {
    pub(super) fn has_begun(&self) -> bool {
        self.run.clock() > 0 || self.run.events() > 0 || self.run.experiment().log != self.planned
    }

    pub(super) fn preset(&mut self, name: &str) {
        match presets::find(name) {
            Some(preset) => self.load(preset.experiment()),
            None => self.notices.push(Notice::NoScenario(name.to_owned())),
        }
    }

    /// Opens a link: at its moment, if it names one.
    pub(super) fn open(&mut self, text: &str) {
        let (link, problems) = link::read(text);
        self.load(link.experiment);
        self.chosen = link.order.is_some();
        self.shown = link.show;
        self.lesson = link.lesson;
        let mid = link.at_us.zip(link.events);
        self.event = mid;
        self.until = match mid {
            // Up to the instant before, and then event by event.
            Some((at, _)) => Some(at.saturating_sub(1)),
            None => link.at_us.filter(|&at| at > 0),
        };
        if self.until.is_some() {
            // Most moments are near: the page opens there. For the others the frames go on.
            let mut portions = 0..AT_ONCE;
            self.frame(0, &mut || portions.next().is_some());
        }
        self.selected = link.order;
        self.notices.extend(problems.into_iter().map(Notice::from));
    }

    /// This page as a link. At rest it names the moment too: whoever opens it sees what is seen here.
    pub fn link(&mut self) -> Link {
        let clock = self.run.clock();
        let mid = self.is_at_rest() && clock > 0 && self.run.is_mid_instant();
        Link {
            events: mid.then(|| self.run.events()),
            experiment: self.run.experiment().clone(),
            at_us: (self.is_at_rest() && clock > 0).then_some(clock),
            order: self.chosen(),
            show: self.shown,
            lesson: self.lesson,
        }
    }

    pub(super) fn seed(&mut self, text: &str) {
        let seed = text.trim().parse().ok();
        let Some(seed) = seed.filter(|&seed: &u64| seed <= SEED_LIMIT) else {
            let (typed, stays) = (text.to_owned(), self.run.experiment().seed);
            return self.notices.push(Notice::NoSeed { typed, stays });
        };
        let mut experiment = self.start_over();
        experiment.seed = seed;
        self.restart(experiment);
    }

    /// Everything back to the start. Settings stay as they are now, the plan stays, and so does an outage made by hand,
    /// with the orders it met: so that it can be seen again under other settings. What else was done since goes.
    ///
    /// So a plan can be more than the scenario's, as with a link: in it is what somebody did. A second reset, at the
    /// start, forgets that.
    pub(super) fn reset(&mut self) {
        let own = self.scenario().map(|preset| preset.experiment().log);
        let own = own.unwrap_or_default();
        if self.has_begun() {
            self.planned = self.worth_repeating();
        }
        let more = self.planned != own;
        if more && !self.has_begun() {
            self.planned = own;
        } else if more {
            self.notices.push(Notice::ResetKeeps);
        }
        let experiment = self.start_over();
        self.restart(experiment);
    }

    /// The plan, and what was broken since, with the orders of that run: an outage that meets nobody shows nothing.
    fn worth_repeating(&self) -> Vec<Intervention> {
        let log = &self.run.experiment().log;
        let by_hand = |i: &&Intervention| !self.planned.contains(i);
        let broken = log
            .iter()
            .filter(by_hand)
            .any(|i| matches!(i.act, Act::Break { .. }));
        let again = |i: &&Intervention| match i.act {
            Act::Break { .. } | Act::Heal { .. } | Act::Click { .. } => true,
            Act::Set { .. } => false,
        };
        let kept = log
            .iter()
            .filter(|i| self.planned.contains(i) || (broken && again(i)));
        kept.cloned().collect()
    }

    /// Every setting's value, in the order of the table; the one on its way has arrived already.
    pub fn values(&self) -> Vec<Value> {
        let config = self.run.config();
        let value = |setting: &Setting| match &self.moving {
            Some((name, value, _)) if *name == setting.name => value.clone(),
            _ => setting.get(config),
        };
        settings::SETTINGS.iter().map(value).collect()
    }

    /// Are its settings still those of its scenario?
    pub fn is_scenario(&self) -> bool {
        let Some(preset) = self.scenario() else {
            return false;
        };
        // (What a scenario changes by itself it has changed, or at this very instant not yet.)
        let (own, now) = (preset.experiment(), self.run.clock());
        let values = self.values();
        let is = |config: Config| {
            let theirs = settings::SETTINGS.iter().map(|s| s.get(&config));
            theirs.eq(values.iter().cloned())
        };
        is(own.config_at(now)) || now > 0 && is(own.config_at(now - 1))
    }

    /// The scenario this experiment began as, if it has a name.
    pub fn scenario(&self) -> Option<&'static presets::Preset> {
        presets::find(self.run.experiment().preset.as_deref()?)
    }

    pub(super) fn start_over(&self) -> Experiment {
        let old = self.run.experiment();
        let mut experiment = Experiment {
            preset: old.preset.clone(),
            seed: old.seed,
            log: self.planned.clone(),
            script: old.script.clone(),
            settings: old.settings.clone(),
            ..Experiment::default()
        };
        experiment.take_settings(self.run.config(), self.run.clock());
        experiment
    }

    pub(super) fn load(&mut self, experiment: Experiment) {
        self.planned = experiment.log.clone();
        self.lesson = None;
        self.restart(experiment);
    }

    pub(super) fn restart(&mut self, experiment: Experiment) {
        let (speed, edition) = (self.speed, self.edition);
        let (shown, lesson) = (self.shown, self.lesson);
        let notices = std::mem::take(&mut self.notices);
        let planned = std::mem::take(&mut self.planned);
        *self = Self {
            speed,
            edition,
            shown,
            lesson,
            notices,
            planned,
            ..Self::new(experiment)
        };
    }
}
