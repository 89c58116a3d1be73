//! Everything has a limit; here they are, with what happens at each.

use crate::sim::time::{Micros, SECOND};

/// Orders one click sends at most; a larger click in a file is refused with a sentence.
pub const CLICK_LIMIT: u32 = 1_000_000;

/// Interventions in one experiment at most; further ones are refused with a sentence.
pub const LOG_LIMIT: usize = 10_000;

/// Orders a file may prescribe at most; further ones are told, and not prescribed.
pub const SCRIPT_LIMIT: usize = 100_000;

/// Failures prescribed for one order at most; a longer list is refused with a sentence.
pub const FAILS_LIMIT: usize = 1_000;

/// The longest span a file may prescribe: a day. Longer ones are refused with a sentence.
pub const SPAN_LIMIT: Micros = 86_400 * SECOND;

/// The latest instant of an intervention: 1,000 days. Later ones are refused with a sentence.
pub const TIME_LIMIT: Micros = 1_000 * 86_400 * SECOND;

/// Events after which "run to the end" gives up and says so (a crash loop never ends by itself).
pub const EVENT_LIMIT: u64 = 100_000_000;

/// Orders, calls and messages of one shop alive at once, above which a run is given up and says so: retries against a service
/// that takes every call and answers none pile up without end, and memory has one (this many take less than a gigabyte).
pub const ALIVE_LIMIT: usize = 4_000_000;

/// Why a run was given up, so that what it came to is not its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenUp {
    /// After [`EVENT_LIMIT`] events.
    Events,
    /// With more than [`ALIVE_LIMIT`] alive.
    Alive,
}

/// A seed at most: what every JSON reader can hold exactly.
pub const SEED_LIMIT: u64 = (1 << 53) - 1;

/// The latest moment a link points at, in microseconds (285 years). Later ones are left out with a sentence.
pub const MOMENT_LIMIT: Micros = (1 << 53) - 1;

/// Bytes of a link at most, behind its `#`: more than the longest experiment needs. A longer one is not read; a
/// sentence says so, and the default experiment stands in for it.
pub const LINK_LIMIT: usize = 1_000_000;

/// Bytes of a file on the command line at most. A larger one is refused with a sentence, and no more of it is read.
pub const FILE_LIMIT: u64 = 32_000_000;

/// Values (numbers, texts, lists, objects) in a file on the command line at most: each takes up to a kilobyte of memory.
/// More are refused with a sentence.
pub const VALUE_LIMIT: usize = 1_000_000;

/// Problems of a link or a file told one by one; how many more there are is said in one sentence.
pub const PROBLEM_LIMIT: usize = 20;

/// Events of a run that is repeated to take back a setting that was only tried; in a longer one each try stays.
pub const REPEAT_LIMIT: u64 = 200_000;

/// The speeds of the menu, in simulated seconds per second: no others are played.
pub const SPEEDS: [f64; 8] = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0];
