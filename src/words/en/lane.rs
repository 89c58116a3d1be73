//! English: a lane. Its trigger, its shopper, its clocks, its ledger.

use super::figures::{count, span};
use crate::sim::shop::Wiring;
use crate::sim::time::Micros;

/// A lane, for those who hear it.
pub fn title(shop: Wiring) -> &'static str {
    match shop {
        Wiring::Sync => "Sync: Checkout calls Payment over HTTP and waits",
        Wiring::Async => "Async: Checkout publishes to a queue and answers at once",
    }
}

/// Sends its shopper's order.
pub fn trigger(shop: Wiring) -> &'static str {
    match shop {
        Wiring::Sync => "Trigger sync checkout",
        Wiring::Async => "Trigger async checkout",
    }
}

/// A clock: the part of its name that a phone has no room for, and the rest.
pub const TOLD: (&str, &str) = ("user ", "told");
/// A clock.
pub const DONE: (&str, &str) = ("payment ", "done");
/// The same on a phone, beside the next one.
pub const PAID: &str = "paid";
/// A clock, where an order needs several services.
pub const ALL_DONE: (&str, &str) = ("all ", "done");
/// What a clock shows.
pub const PERCENTILES: &str = " p50 · p99";
/// How many were charged.
pub const CHARGED: &str = "charged";
/// Nobody yet.
pub const NONE: &str = "–";

/// What a clock shows: the median and the 99th percentile.
pub fn clock(p50: Micros, p99: Micros) -> String {
    match p50 == p99 {
        true => span(p50),
        false => format!("{} · {}", span(p50), span(p99)),
    }
}

/// So many were told an error, typically after so long: the number; a word for where it does not stand below *told*; and
/// what a phone has no room for.
pub fn errors(n: usize, after: Micros) -> [String; 3] {
    let word = if n == 1 { " error" } else { " errors" };
    [
        format!("✕ {n}"),
        word.to_owned(),
        format!(" · p50 {}", span(after)),
    ]
}

/// Below a clock: so many of all.
pub fn of_all(n: usize, of: u64) -> String {
    match of {
        0 => String::new(),
        _ => charged(n, of),
    }
}

/// So many of all.
pub fn charged(n: usize, of: u64) -> String {
    format!("{n} of {of}")
}

/// Opens the whole table.
pub const WHOLE_LEDGER: &str = "whole ledger";

/// Of so many orders, for those who hear it.
pub fn of_orders(sent: u64) -> String {
    format!(", {}", count(sent, "order"))
}
