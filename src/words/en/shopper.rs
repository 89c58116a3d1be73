//! English: what became of the order of the shopper behind a trigger.

use super::figures::{growing, span, status};
use crate::sim::time::Micros;

/// For how long they have been waiting, and whether the clock stands; what they were told, and when; when they were charged, and how often; or that they
/// `never` will be. In three parts: the number of a status, its phrase, for which a phone has no room, and the rest.
pub fn shopper(
    (waits, paused): (Option<Micros>, bool),
    told: Option<(u16, Micros)>,
    paid: Option<(Micros, u32)>,
    never: bool,
) -> [String; 3] {
    let (number, phrase) = told.map_or(("", ""), |(code, _)| parts(code));
    let answer = match (waits, told) {
        (Some(waits), _) if paused => format!("waiting… {} (paused)", growing(waits)),
        (Some(waits), _) => format!("waiting… {}", growing(waits)),
        (None, Some((_, after))) => format!(" after {}", span(after)),
        (None, None) => "one shopper, one order".to_owned(),
    };
    let charge = match (paid, told) {
        (Some((after, 1)), _) => format!(" · paid after {}", span(after)),
        (Some((after, times)), _) => {
            format!(" · charged {times}×, first after {}", span(after))
        }
        (None, Some((code, _))) => unpaid(never, code == 202).to_owned(),
        (None, None) => String::new(),
    };
    [number.to_owned(), phrase.to_owned(), answer + &charge]
}

/// A status: its number, which has three digits, and its phrase.
fn parts(code: u16) -> (&'static str, &'static str) {
    match code {
        200 | 202 | 402 | 500 | 503 | 504 => status(code).split_at_checked(3).unwrap_or_default(),
        _ => (status(code), ""),
    }
}

/// They were not charged: never, or not yet; and they were promised it, or told no.
fn unpaid(never: bool, promised: bool) -> &'static str {
    match (never, promised) {
        (true, true) => " · promised, and never charged",
        (true, false) => " · not charged",
        (false, true) => " · payment still to come",
        (false, false) => " · charge still to come",
    }
}
