//! The programs behind the picture: the Python a team would write for the settings in force.
//!
//! ```text
//! Config ──▶ files ──▶ short programs ──▶ changed: what a slider rewrote
//!                       └─ each line knows the settings it speaks of and the step that runs it
//! ```
//!
//! FastAPI and httpx on the sync side, FastAPI and pika on the async one. The engine is the model: where it gives an
//! exception a status, holds a thread or drops a message, the program here does the same. Everything is a pure
//! function of the configuration; nothing of the simulation depends on it.
//!
//! They are whole programs: addresses come from the environment, and each has one function, `record`, that is told how far an
//! order has come, for whoever wants to measure a shop made of them.

mod async_checkout;
mod async_service;
mod dead_letters;
mod diff;
mod listing;
pub mod passage;
mod program;
mod python;
mod step;
mod sync_checkout;
mod sync_service;
mod topology;
mod trade;

pub use self::diff::changed;
pub use self::listing::{File, Line, text};
pub use self::passage::Role;
pub use self::program::Program;
pub use self::step::Step;
use crate::sim::config::Config;
use crate::sim::config::lineup::SERVICES;
use crate::sim::wiring::Wiring;

/// A service's program, called or told of orders.
const fn of(service: u8, shop: Wiring, name: &'static str) -> Program {
    let write = match shop {
        Wiring::Sync => sync_service::file,
        Wiring::Async => async_service::file,
    };
    let role = Role::Service(service);
    Program {
        shop,
        role,
        name,
        write,
    }
}

/// Every program that there can be: what is shown of each shop, in this order.
///
/// (A file named as a module of Python's own, such as `email`, would be taken for that.)
pub static PROGRAMS: [Program; 2 + 2 * SERVICES] = [
    Program {
        shop: Wiring::Sync,
        role: Role::Checkout,
        name: "sync/checkout.py",
        write: sync_checkout::file,
    },
    Program {
        shop: Wiring::Async,
        role: Role::Checkout,
        name: "async/checkout.py",
        write: async_checkout::file,
    },
    of(0, Wiring::Sync, "sync/payment.py"),
    of(0, Wiring::Async, "async/payment.py"),
    of(1, Wiring::Sync, "sync/inventory.py"),
    of(1, Wiring::Async, "async/inventory.py"),
    of(2, Wiring::Sync, "sync/shipping.py"),
    of(2, Wiring::Async, "async/shipping.py"),
    of(3, Wiring::Sync, "sync/invoice.py"),
    of(3, Wiring::Async, "async/invoice.py"),
    of(4, Wiring::Sync, "sync/mailer.py"),
    of(4, Wiring::Async, "async/mailer.py"),
    of(5, Wiring::Sync, "sync/loyalty.py"),
    of(5, Wiring::Async, "async/loyalty.py"),
];

/// The programs that a shop of these settings is made of, in the order of [`PROGRAMS`].
pub fn files(config: &Config) -> Vec<File> {
    let needed = PROGRAMS.iter().filter(|program| program.is_needed(config));
    needed.map(|program| program.file(config)).collect()
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
        "consumer_timeout_s",
        "the broker's configuration says how long it bears a delivery",
    ),
    (
        "broker_version",
        "the broker is no program of the shop's, and its rules are its own",
    ),
    ("arrivals", "users decide when they come"),
    ("arrival_rate_per_s", "users decide how often they come"),
    ("burst_size", "users decide how many come at once"),
    ("arrivals_on_s", "users decide for how long they come"),
    ("arrivals_off_s", "and for how long they do not"),
    ("arrivals_stop_s", "users decide when they stop coming"),
    (
        "overheads",
        "what machines and libraries cost is written nowhere",
    ),
    (
        "link_latency_ms",
        "the network is as long as it is; programs only bear it",
    ),
    ("wire_between", "and it lies where it lies"),
    ("wire_out_ms", "it is as long in one direction,"),
    ("wire_back_ms", "and in the other,"),
    ("wire_out_jitter_ms", "as uneven,"),
    ("wire_back_jitter_ms", "either way,"),
    ("wire_out_loss_percent", "and as lossy as it is:"),
    ("wire_back_loss_percent", "TCP sends again, no program does"),
    ("slow_down", "no program is slow on purpose"),
    ("fail_percent", "no program fails on purpose"),
    (
        "poison_order",
        "no program knows which order it cannot bear",
    ),
    ("crash_order", "nor which order will kill it"),
    ("crash_when", "nor when"),
];
