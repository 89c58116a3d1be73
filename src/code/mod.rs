//! The programs behind the picture: the Python a team would write for the settings in force.
//!
//! ```text
//! Config ──▶ files ──▶ four short programs ──▶ changed: what a slider rewrote
//!                       └─ each line knows the settings it speaks of and the step that runs it
//! ```
//!
//! FastAPI and httpx on the sync side, FastAPI and pika on the async one. The engine is the model: where it gives an
//! exception a status, holds a thread or drops a message, the program here does the same. Everything is a pure
//! function of the configuration; nothing of the simulation depends on it.

mod async_checkout;
mod async_payment;
mod diff;
mod listing;
pub mod passage;
mod python;
mod step;
mod sync_checkout;
mod sync_payment;
mod topology;

pub use self::diff::changed;
pub use self::listing::{File, Line, text};
pub use self::step::Step;
use crate::sim::config::Config;

/// The file names, in the order of [`files`].
pub const NAMES: [&str; 4] = [
    sync_checkout::NAME,
    async_checkout::NAME,
    sync_payment::NAME,
    async_payment::NAME,
];

/// The four programs for these settings: both Checkouts, then both Payments, in the order of [`NAMES`].
pub fn files(config: &Config) -> Vec<File> {
    vec![
        sync_checkout::file(config),
        async_checkout::file(config),
        sync_payment::file(config),
        async_payment::file(config),
    ]
}

/// Settings no line of the programs speaks of, and why.
pub const NOT_IN_CODE: &[(&str, &str)] = &[
    (
        "user_patience_s",
        "users decide when they have waited enough",
    ),
    ("warm_start", "what was before is in no program"),
    ("amqp_warm_start", "nor is what was connected before"),
    (
        "broker_version",
        "the broker is no program of the shop's, and its rules are its own",
    ),
    ("arrivals", "users decide when they come"),
    ("arrival_rate_per_s", "users decide how often they come"),
    ("burst_size", "users decide how many come at once"),
    ("arrivals_stop_s", "users decide when they stop coming"),
    (
        "overheads",
        "what machines and libraries cost is written nowhere",
    ),
    (
        "link_latency_ms",
        "the network is as long as it is; programs only bear it",
    ),
    ("fail_percent", "no program fails on purpose"),
    (
        "poison_order",
        "no program knows which order it cannot bear",
    ),
    ("crash_order", "nor which order will kill it"),
    ("crash_when", "nor when"),
];
