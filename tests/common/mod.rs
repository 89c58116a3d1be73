//! What every test file here needs: a short way to write down an experiment, and to play it.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part of this"
)]

use std::cell::Cell;

use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::report::{Report, ShopReport};
use showdown::experiment::run::Run;
use showdown::experiment::settings::{Kind, OFFERED, Setting, typed};
use showdown::experiment::value::Value;
use showdown::experiment::{Experiment, presets};
use showdown::sim::config::Config;
use showdown::sim::engine::Side;
use showdown::sim::fault::Fault;
use showdown::sim::shop::Wiring;
use showdown::sim::time::Micros;
use showdown::sim::wrong::Wrong;

/// An experiment being written down: settings as a person types them, times in milliseconds.
#[derive(Clone, Debug)]
pub struct Lab(pub Experiment);

/// An experiment with these settings, everything else at its default.
pub fn lab(settings: &[(&str, &str)]) -> Lab {
    Lab(Experiment::default()).with(settings)
}

/// The experiment of this preset.
pub fn preset(name: &str) -> Lab {
    Lab(presets::find(name).expect("a preset").experiment())
}

impl Lab {
    /// More settings at the start.
    pub fn with(mut self, settings: &[(&str, &str)]) -> Self {
        for (name, text) in settings {
            let set = self.0.set(name, typed(name, text));
            assert_eq!(set, Ok(()), "{name}={text}");
        }
        self
    }

    /// Another seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }

    /// An intervention at this instant, in milliseconds.
    pub fn at(mut self, ms: f64, act: Act) -> Self {
        let at_us = us(ms);
        let added = self.0.add(Intervention { at_us, act });
        added.expect("the log has room");
        self
    }

    /// The run, before anything happened: of the right engine, unless [`with_mistake`] says otherwise.
    pub fn run(self) -> Run {
        Run::prepared(self.0, |world| {
            if let Some(mistake) = MISTAKE.get() {
                world.make_wrong(mistake);
            }
        })
    }

    /// The run at this instant, in milliseconds: everything due by then has happened, and nothing else.
    pub fn until(self, ms: f64) -> Run {
        let mut run = self.run();
        to(&mut run, ms);
        run
    }

    /// The run, played to its end.
    pub fn played(self) -> Run {
        let mut run = self.run();
        assert!(run.finish(), "this run has an end");
        run
    }

    /// The report of the run, played to its end.
    pub fn report(self) -> Report {
        Report::of(&self.played(), showdown::words::textbook::misfit)
    }

    /// Of the sync shop.
    pub fn sync(self) -> ShopReport {
        self.report().shops[Wiring::Sync].clone()
    }

    /// Of the async one.
    pub fn queued(self) -> ShopReport {
        self.report().shops[Wiring::Async].clone()
    }
}

thread_local! {
    static MISTAKE: Cell<Option<Wrong>> = const { Cell::new(None) };
}

/// Every [`Lab::run`] of this thread makes this mistake while `check` goes on (which must come back: catch its panics).
pub fn with_mistake<T>(mistake: Option<Wrong>, check: impl FnOnce() -> T) -> T {
    let before = MISTAKE.replace(mistake);
    let outcome = check();
    MISTAKE.set(before);
    outcome
}

/// Moves a run on to this instant, in milliseconds.
pub fn to(run: &mut Run, ms: f64) {
    while !run.advance(us(ms), 100_000) {}
}

/// Milliseconds as the model's microseconds.
pub fn us(ms: f64) -> Micros {
    (ms * 1_000.0).round() as Micros
}

pub fn click(shop: Side, orders: u32) -> Act {
    Act::Click { shop, orders }
}

pub fn set(name: &str, text: &str) -> Act {
    Act::Set {
        name: name.to_owned(),
        value: typed(name, text),
    }
}

pub fn break_(fault: Fault) -> Act {
    Act::Break {
        fault: fault.into(),
    }
}

pub fn heal(fault: Fault) -> Act {
    Act::Heal {
        fault: fault.into(),
    }
}

/// The cells of a report's ledger that are not empty: `("ok/once", 120)`, in the order of the table's names.
pub fn cells(shop: &ShopReport) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    for (told, row) in &shop.ledger {
        for (charge, &count) in row {
            if count > 0 {
                found.push((format!("{told}/{charge}"), count));
            }
        }
    }
    found
}

/// [`cells`], to compare with what is expected.
pub fn expect_cells(shop: &ShopReport, expected: &[(&str, u64)]) {
    let found = cells(shop);
    let found: Vec<(&str, u64)> = found.iter().map(|(cell, n)| (cell.as_str(), *n)).collect();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

// ---- settings -------------------------------------------------------------------------------------------------

/// Values to try for a setting: every choice; both ends, the default, something between and something crooked.
pub fn values(setting: &Setting) -> Vec<Value> {
    match setting.kind {
        Kind::Flag => vec![Value::Flag(false), Value::Flag(true)],
        Kind::Choice { options } => {
            let name = |option: &&str| Value::Choice((*option).to_owned());
            options.iter().map(name).collect()
        }
        Kind::Services => OFFERED.map(|names| Value::Choice(names.to_owned())).into(),
        Kind::Number { min, max, step, .. } => {
            let middle = ((min + max) / 3.0).round();
            let crooked: f64 = if step < 1.0 { 1_234.567 } else { 7.0 };
            let numbers = [min, max].map(Value::Number).into_iter();
            let between = [middle, crooked.clamp(min, max)].map(Value::Number);
            numbers
                .chain([setting.default_value()])
                .chain(between)
                .collect()
        }
    }
}

pub fn with(config: &Config, setting: &Setting, value: &Value) -> Config {
    let mut config = config.clone();
    assert_eq!(setting.set(&mut config, value), Ok(()), "{}", setting.name);
    config
}
