//! The doors for Node: plain numbers in, plain numbers out.

use std::cell::Cell;

use crate::cases::{CASES, Case};
use crate::check::{Interval, Outcome};
use crate::sim::shop::Wiring;
use crate::{by_engine, by_hand, memory};

/// The seed of every run.
pub const SEED: u64 = 1;

/// Who runs a case, in the order of the table's columns.
pub const RUNNERS: [&str; 5] = [
    "by hand",
    "sync shop",
    "async shop",
    "sync shop, quietly",
    "async shop, quietly",
];

/// Runs a case.
pub fn run(case: &Case, runner: usize) -> Option<Outcome> {
    match runner {
        0 => Some(by_hand::run(case, SEED)),
        1 => by_engine::run(case, Wiring::Sync, false, SEED),
        2 => by_engine::run(case, Wiring::Async, false, SEED),
        3 => by_engine::run(case, Wiring::Sync, true, SEED),
        _ => by_engine::run(case, Wiring::Async, true, SEED),
    }
}

thread_local! {
    static LAST: Cell<(f64, Interval)> = const { Cell::new((0.0, Interval { mean: 0.0, half: 0.0 })) };
}

/// Runs a case and returns its events; not a number if the engine cannot.
#[unsafe(no_mangle)]
pub extern "C" fn play(case: u32, runner: u32) -> f64 {
    let Some(outcome) = run(&CASES[case as usize], runner as usize) else {
        return f64::NAN;
    };
    LAST.set((outcome.inner_events as f64, outcome.sojourn()));
    outcome.events as f64
}

/// Of the last run: 0 = its own events, 1 = mean time until paid, 2 = half its interval.
#[unsafe(no_mangle)]
pub extern "C" fn last(what: u32) -> f64 {
    let (inner, interval) = LAST.get();
    [inner, interval.mean, interval.half][what as usize]
}

/// Plays one of [`memory::HOLDINGS`]; the memory of the module has then grown to what it needs.
#[unsafe(no_mangle)]
pub extern "C" fn hold(what: u32) -> f64 {
    memory::play(what as usize) as f64
}
