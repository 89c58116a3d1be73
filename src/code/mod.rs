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
use self::passage::Role;
pub use self::step::Step;
use crate::sim::config::Config;
use crate::sim::wiring::Wiring;

/// A program of a shop.
#[derive(Debug)]
pub struct Program {
    /// Whose it is.
    pub shop: Wiring,
    /// Which of that shop's.
    pub role: Role,
    /// Where it would lie.
    pub name: &'static str,
    /// What its tab is known by.
    pub tab: &'static str,
    /// It, for these settings.
    file: fn(&Config) -> File,
}

/// Every program: what is shown of each shop, in this order.
pub const PROGRAMS: &[Program] = &[
    Program {
        shop: Wiring::Sync,
        role: Role::Checkout,
        name: sync_checkout::NAME,
        tab: "checkout",
        file: sync_checkout::file,
    },
    Program {
        shop: Wiring::Async,
        role: Role::Checkout,
        name: async_checkout::NAME,
        tab: "checkout",
        file: async_checkout::file,
    },
    Program {
        shop: Wiring::Sync,
        role: Role::Payment,
        name: sync_payment::NAME,
        tab: "payment",
        file: sync_payment::file,
    },
    Program {
        shop: Wiring::Async,
        role: Role::Payment,
        name: async_payment::NAME,
        tab: "worker",
        file: async_payment::file,
    },
];

/// The programs for these settings, in the order of [`PROGRAMS`].
pub fn files(config: &Config) -> Vec<File> {
    PROGRAMS
        .iter()
        .map(|program| (program.file)(config))
        .collect()
}

/// Settings no line of the programs speaks of, and why.
pub const NOT_IN_CODE: &[(&str, &str)] = &[
    (
        "services",
        "the programs are those of a shop with Payment alone, so far",
    ),
    ("sync_calls", "so they call nobody else"),
    ("async_events", "and tell nobody else"),
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
