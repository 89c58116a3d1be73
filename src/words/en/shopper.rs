//! English: what became of the order of the shopper behind a trigger.

use super::figures::{growing, span, status};
use crate::sim::time::Micros;

/// Before their first order.
pub const NONE: &str = "one shopper, one order";

/// They wait, for so long by now.
pub fn waiting(since: Micros) -> String {
    format!("waiting… {}", growing(since))
}

/// The status they were told: its number, and its phrase, for which a phone has no room.
pub fn told(code: u16) -> (&'static str, &'static str) {
    let status = status(code);
    match status.find(' ') {
        Some(end) if code > 0 => status.split_at(end),
        _ => (status, ""),
    }
}

/// They were told after so long.
pub fn after(after: Micros) -> String {
    format!(" after {}", span(after))
}

/// They were charged: the first time after so long, and so often.
pub fn paid(after: Micros, times: u32) -> String {
    match times {
        1 => format!(" · paid after {}", span(after)),
        _ => format!(" · charged {times}×, first after {}", span(after)),
    }
}

/// They were not: never, or not yet; and they were promised it, or told no.
pub fn unpaid(never: bool, promised: bool) -> &'static str {
    match (never, promised) {
        (true, true) => " · promised, and never charged",
        (true, false) => " · not charged",
        (false, true) => " · payment still to come",
        (false, false) => " · charge still to come",
    }
}
