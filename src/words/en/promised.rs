//! English: what is said of those who were told that all is well: before the charge, and after it.

use super::counts::{all_of, few, is_or_are, noun, number, wait, who_were};
use super::figures::{clock_words, growing, span};
use crate::sim::fault::Fault;
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, SECOND};
use crate::words::facts::{ShopFacts, Trouble};

/// Told 202, and not charged yet: of how many.
pub(super) fn promised(shop: &ShopFacts) -> String {
    let n = shop.promised;
    // "17 of 49 async users told 202 are", "One async user told 202 is".
    let who = match shop.told_well {
        told if told == n => format!(
            "{} async {} told 202 {}",
            number(n),
            noun(n, "user"),
            is_or_are(n)
        ),
        told => format!(
            "{} of {} async users told 202 {}",
            number(n),
            few(told),
            is_or_are(n)
        ),
    };
    if shop.idle_workers > 0 {
        let (held, idle) = (shop.inside, shop.idle_workers);
        let buffers = if held == 1 {
            "a busy worker's buffer"
        } else {
            "busy workers' buffers"
        };
        return format!(
            "{who} not charged yet: {} {} in {buffers}; {} {} {} idle.",
            few(held),
            wait(held),
            few(idle),
            noun(idle, "worker"),
            is_or_are(idle)
        );
    }
    let (None, None, Some(to_go)) = (shop.trouble, shop.stuck, shop.to_go) else {
        // Nobody works while Payment is frozen or out of reach: then it is worth a word since when.
        return match (shop.trouble, shop.oldest) {
            (Some(Trouble::Fault(Fault::PaymentFrozen | Fault::PaymentBlackHoled)), SECOND..) => {
                format!(
                    "{who} not charged yet, after up to {}.",
                    growing(shop.oldest)
                )
            }
            _ => format!("{who} not charged yet."),
        };
    };
    // (Other services have workers of their own.)
    let workers = match (shop.workers, shop.several.is_some()) {
        (1, false) => "one worker charges".to_owned(),
        (1, true) => "Payment's worker charges".to_owned(),
        (w, false) => format!("{} workers charge", few(w)),
        (w, true) => format!("Payment's {} charge", few(w)),
    };
    let to_go = about(to_go);
    if n != shop.told_well {
        return match n {
            1..=10 => format!("{who} not charged yet."),
            _ => format!("{who} not charged yet; {workers} them: about {to_go} to go."),
        };
    }
    // Nobody of them is charged. If nobody else was told anything, the time is theirs.
    let told = match (n == shop.sent, n) {
        (true, 11..) if shop.are_all(n) => format!(
            "All {n} async users were told 202 {} and went home",
            within(shop.told_within)
        ),
        (true, n) => format!(
            "{} told 202 {} and went home",
            who_were(n, "async"),
            within(shop.told_within)
        ),
        (false, n) => format!("{} told 202", who_were(n, "async")),
    };
    match n {
        1 => format!("{told}; the payment is still to come."),
        2..=10 => format!("{told}; the payments are still to come."),
        _ => format!("{told}; {workers} them: about {to_go} to go."),
    }
}

pub(super) fn done(shop: &ShopFacts, wiring: Wiring, side: &str) -> String {
    let n = shop.told_well;
    let after = span(shop.told_within);
    let who = match n {
        1 => format!("One {side} user was"),
        n if shop.are_all(n) => format!("{} {side} users were", all_of(n)),
        n => who_were(n, side),
    };
    // (Nobody of them waits for a charge: that would be said instead.)
    match (wiring, n) {
        (Wiring::Sync, 1) => format!("{who} told 200 after {after}, and charged."),
        (Wiring::Sync, _) => format!("{who} told 200 and charged; the longest waited {after}."),
        (Wiring::Async, 1) => format!(
            "{who} told 202 after {after}; the payment was done after {}.",
            span(shop.slowest)
        ),
        (Wiring::Async, _) => format!(
            "{who} told 202 {}; the slowest payment came after {}.",
            within(shop.told_within),
            clock_words(shop.slowest)
        ),
    }
}

/// A span that is only about right: `50 minutes`, `8 s`.
fn about(us: Micros) -> String {
    match us {
        0..1_000_000 => span(us),
        1_000_000..120_000_000 => format!("{} s", (us + SECOND / 2) / SECOND),
        _ => clock_words(us),
    }
}

/// `within 88 ms`; what takes no time is at once.
fn within(us: Micros) -> String {
    match us {
        0 => "at once".to_owned(),
        us => format!("within {}", span(us)),
    }
}
