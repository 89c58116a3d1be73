//! English: a lane. Its trigger, its shopper, its clocks, its ledger.

use super::figures::{count, growing, span, status};
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

/// Before the first click.
pub const ONE_SHOPPER: &str = "one shopper, one order";

/// What became of the shopper's click: for how long they have been waiting, what they were told and when, when they were
/// charged and how often; or that they `never` will be.
pub fn shopper(
    waits: Option<Micros>,
    told: Option<(u16, Micros)>,
    paid: Option<(Micros, u32)>,
    never: bool,
) -> String {
    let answer = match (waits, told) {
        (Some(waits), _) => format!("waiting… {}", growing(waits)),
        (None, Some((code, after))) => format!("{} after {}", status(code), span(after)),
        (None, None) => String::new(),
    };
    let charge = match (paid, never, told) {
        (Some((after, 1)), ..) => format!(" · paid after {}", span(after)),
        (Some((after, times)), ..) => {
            format!(" · first paid after {}, charged {times}×", span(after))
        }
        (None, true, Some((202, _))) => " · promised, and never charged".to_owned(),
        (None, true, Some(_)) => " · not charged".to_owned(),
        (None, false, Some((202, _))) => " · payment still to come".to_owned(),
        (None, false, Some(_)) => " · charge still to come".to_owned(),
        (None, _, None) => String::new(),
    };
    answer + &charge
}

/// A clock: the part of its name that a phone has no room for, and the rest.
pub const TOLD: (&str, &str) = ("user ", "told");
/// A clock.
pub const DONE: (&str, &str) = ("payment ", "done");
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

/// So many were told an error, typically after so long.
pub fn errors(n: usize, after: Micros) -> String {
    format!("✕ {n} after {}", span(after))
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
