//! English: what is said of the facts.
//!
//! Plain sentences about people, in the present tense; figures only where they carry something. Each is true by the
//! ledger alone, whatever led to it.

use super::figures::{clock_words, growing, span};
use crate::sim::ledger::Reason;
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, SECOND};
use crate::words::facts::{Facts, Kind, Scene, ShopFacts, Trouble};
use crate::words::{SENTENCE, WHY};

/// One or two sentences on a shop: the most important fact, and the next one if there is room for it.
pub(in crate::words) fn says(facts: &Facts, wiring: Wiring) -> String {
    let shop = facts.shop(wiring);
    let mut text = String::new();
    for kind in shop.kinds() {
        let next = sentence(shop, wiring, kind);
        let joined = match text.is_empty() {
            true => next,
            false => format!("{text} {next}"),
        };
        if !text.is_empty() && joined.chars().count() > SENTENCE {
            break;
        }
        text = joined;
    }
    text
}

fn sentence(shop: &ShopFacts, wiring: Wiring, kind: Kind) -> String {
    let side = match wiring {
        Wiring::Sync => "sync",
        Wiring::Async => "async",
    };
    // "Three sync users", "One sync user"; and their verb.
    let who = |n: u64| format!("{} {side} {}", number(n), noun(n, "user"));
    match kind {
        Kind::Idle => match wiring {
            Wiring::Sync => "Sync: Checkout calls Payment, and the user waits until Payment has answered.".to_owned(),
            Wiring::Async => {
                "Async: Checkout puts the order into a queue and answers at once; Payment works later.".to_owned()
            }
        },
        Kind::ErrorCharged => match (shop.error_charged, shop.error_pending) {
            (n, 0) => format!("{} {} told an error, and charged all the same.", who(n), were(n)),
            (n, more) => format!(
                "{} told an error; {n} of them {} charged, and work for {more} goes on.",
                who_were(n + more, side),
                if n == 1 { "is" } else { "are" }
            ),
        },
        Kind::ErrorPending => {
            let n = shop.error_pending;
            format!("{} told an error; work for {} goes on.", who_were(n, side), them(n))
        }
        Kind::Stuck => {
            let (order, deliveries) = shop.stuck.unwrap_or_default();
            let behind = shop.promised.saturating_sub(1);
            let times = format!("Order {} has been handed out {deliveries} times", order + 1);
            match behind {
                0 => format!("{times}, and is not charged."),
                n => format!("{times}; {n} {} behind it.", waits(n, "order")),
            }
        }
        Kind::Twice => format!(
            "{} {} charged twice or more.",
            who(shop.twice),
            were(shop.twice)
        ),
        Kind::Lost => {
            let n = shop.lost;
            let why = shop.lost_because.map(why_lost).unwrap_or_default();
            format!("{} {} told 202 and will never be charged{why}.", who(n), were(n))
        }
        Kind::Broken(trouble) => broken(shop, wiring, trouble),
        Kind::InLine => {
            let inside = shop.waiting - shop.in_line;
            let longest = growing(shop.longest);
            match (shop.in_line, inside) {
                (n, 0) => format!("{} {} for a thread, up to {longest} by now.", who(n), wait(n)),
                (n, held) => format!(
                    "{} {side} {} hold a thread, {n} {} for one: up to {longest} by now.",
                    number(held),
                    noun(held, "user"),
                    wait(n)
                ),
            }
        }
        Kind::Waiting => waiting(shop, side),
        Kind::Promised => promised(shop, &who(shop.promised)),
        Kind::Refused => {
            let n = shop.refused;
            let all = n == shop.sent && shop.sent > 1;
            match all {
                true => format!("All {n} {side} users were told an error, and not charged."),
                false => format!("{} {} told an error, and not charged.", who(n), were(n)),
            }
        }
        Kind::Left => format!("{} hung up before an answer came.", who(shop.left)),
        Kind::Done => done(shop, wiring, side),
    }
}

fn waiting(shop: &ShopFacts, side: &str) -> String {
    let n = shop.waiting;
    let longest = growing(shop.longest);
    match (n, shop.inside) {
        (1, _) => format!("One {side} user has waited {longest} and knows nothing yet."),
        (n, 0) => format!(
            "{} {side} users have waited up to {longest} and know nothing yet.",
            number(n)
        ),
        (n, inside) => format!(
            "{} {side} users wait, up to {longest} by now; {inside} {} in line inside Payment.",
            number(n),
            if inside == 1 { "call is" } else { "calls are" }
        ),
    }
}

fn promised(shop: &ShopFacts, who: &str) -> String {
    let n = shop.promised;
    if shop.idle_workers > 0 {
        let idle = shop.idle_workers;
        return format!(
            "{who} {} not charged yet: {} {} in busy workers' buffers, while {} {} idle.",
            if n == 1 { "is" } else { "are" },
            shop.inside,
            waits(shop.inside, "order"),
            number(idle).to_ascii_lowercase(),
            if idle == 1 {
                "worker is"
            } else {
                "workers are"
            },
        );
    }
    if shop.trouble.is_some() || shop.stuck.is_some() {
        return format!(
            "{who} {} told 202; {} not charged yet.",
            were(n),
            they_are(n)
        );
    }
    // Nobody else was told anything: then the time is theirs.
    let within = within(shop.told_within);
    let everybody = n == shop.sent;
    let told = match (everybody, n) {
        (true, 11..) => format!("All {n} async users were told 202 {within} and went home"),
        (true, n) => format!("{who} {} told 202 {within} and went home", were(n)),
        (false, n) => format!("{who} {} told 202", were(n)),
    };
    let workers = match shop.workers {
        1 => "one worker charges".to_owned(),
        w => format!("{} workers charge", number(w).to_ascii_lowercase()),
    };
    match n {
        1 => format!("{told}; the payment is still to come."),
        2..=10 => format!("{told}; the payments are still to come."),
        _ => format!("{told}; {workers} them: about {} to go.", about(shop.to_go)),
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

fn done(shop: &ShopFacts, wiring: Wiring, side: &str) -> String {
    let n = shop.told_well;
    let after = span(shop.told_within);
    let all = shop.charged.min(n) == shop.sent;
    let who = match (all, n) {
        (_, 1) => format!("One {side} user was"),
        (true, n) => format!("All {n} {side} users were"),
        (false, n) => who_were(n, side),
    };
    match (wiring, n, all) {
        (_, 0, _) => format!(
            "{} {side} {} just pressed the button.",
            number(shop.waiting),
            match shop.waiting {
                1 => "user has",
                _ => "users have",
            }
        ),
        (Wiring::Sync, 1, true) => format!("{who} told 200 after {after}, and charged."),
        (Wiring::Sync, 1, false) => format!("{who} told 200 after {after}."),
        (Wiring::Sync, _, true) => {
            format!("{who} told 200 and charged; the longest waited {after}.")
        }
        (Wiring::Sync, _, false) => format!("{who} told 200, the longest after {after}."),
        (Wiring::Async, 1, true) => {
            format!(
                "{who} told 202 after {after}; the payment was done after {}.",
                span(shop.last_charge)
            )
        }
        (Wiring::Async, _, _) => format!(
            "{who} told 202 {}; the last payment came after {}.",
            within(shop.told_within),
            clock_words(shop.last_charge)
        ),
    }
}

/// "Three sync users were".
fn who_were(n: u64, side: &str) -> String {
    format!("{} {side} {} {}", number(n), noun(n, "user"), were(n))
}

fn broken(shop: &ShopFacts, wiring: Wiring, trouble: Trouble) -> String {
    match (trouble, wiring) {
        (Trouble::PaymentDown, Wiring::Sync) => "Payment is down: whoever presses now is told an error.".to_owned(),
        (Trouble::PaymentDown, Wiring::Async) => match shop.ready {
            0 => "Payment is down: users still get their 202, and orders wait in the queue.".to_owned(),
            n => format!("Payment is down: users still get their 202; {n} {} in the queue.", waits(n, "order")),
        },
        (Trouble::PaymentFrozen, Wiring::Sync) => {
            "Payment is frozen: calls are taken, and nobody answers them.".to_owned()
        }
        (Trouble::PaymentFrozen, Wiring::Async) => {
            "Payment is frozen: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::PaymentUnreachable, Wiring::Sync) => {
            "Payment is out of reach: calls run into the connect timeout.".to_owned()
        }
        (Trouble::PaymentUnreachable, Wiring::Async) => {
            "Payment is out of reach of Checkout, which does not need it: orders go through the queue.".to_owned()
        }
        (Trouble::BrokerDown, _) => "The broker is down: whoever presses now is told an error.".to_owned(),
        (Trouble::NetworkCut, Wiring::Sync) => "The network below Checkout is cut: calls get nowhere.".to_owned(),
        (Trouble::NetworkCut, Wiring::Async) => {
            "The network below Checkout is cut: messages do not reach the broker.".to_owned()
        }
    }
}

fn why_lost(reason: Reason) -> String {
    match reason {
        Reason::None => String::new(),
        Reason::LostInCrash => ": lost in a crash".to_owned(),
        Reason::Refused
        | Reason::Timeout
        | Reason::Unroutable
        | Reason::ConnectionLost
        | Reason::Rejected
        | Reason::Expired
        | Reason::MaxLen
        | Reason::DeliveryLimit
        | Reason::Failed => format!(": {}", super::figures::reason(reason)),
    }
}

/// Why, or what to try next.
pub(in crate::words) fn why(facts: &Facts, scene: &Scene) -> String {
    let text = because(facts, scene);
    debug_assert!(text.chars().count() <= WHY, "{text}");
    text
}

fn because(facts: &Facts, scene: &Scene) -> String {
    let (sync, queued) = (&facts.sync, &facts.queued);
    let idle = sync.sent + queued.sent == 0;
    let settled = [sync, queued]
        .iter()
        .all(|s| s.waiting + s.promised + s.error_pending == 0);
    let text = if idle && scene.planned {
        "Press Play: nothing here moves by itself."
    } else if idle {
        "Press a trigger on each side, or 1 for both at once, and compare the two clocks below each lane."
    } else if sync.error_charged + sync.error_pending > 0 && scene.retries > 0 {
        "Payment is not told that Checkout gave up, and each retry is another order to it: each may charge."
    } else if sync.error_charged + sync.error_pending > 0 {
        "Payment is not told that Checkout gave up: it works on, and charges."
    } else if queued.lost > 0 && !scene.survives && queued.lost_because == Some(Reason::LostInCrash)
    {
        "A queue that is not durable, or messages that are not persistent, do not survive their broker."
    } else if queued.lost > 0 {
        "A 202 is a promise: who makes it must see to it that the order cannot be dropped."
    } else if queued.twice + sync.twice > 0 {
        "What was worked on and not acknowledged is handed out again: only idempotent payments charge once."
    } else if queued.trouble == Some(Trouble::BrokerDown) {
        "The queue is a dependency too: without its broker the async shop refuses, and the sync one goes on."
    } else if queued.trouble == Some(Trouble::PaymentDown) && scene.manual_ack {
        "What the workers had in hand is back in the queue, because they acknowledge only after the work."
    } else if queued.trouble == Some(Trouble::PaymentDown) {
        "With auto-ack, what the workers had in hand is gone: the broker had forgotten it as it was sent."
    } else if queued.idle_workers > 0 && queued.ready == 0 {
        "Ready reads 0, yet orders wait: in the buffers of busy workers, while other workers are idle."
    } else if queued.stuck.is_some() {
        "An order that is handed back stands in the queue again: until it is given up, others wait for it."
    } else if sync.in_line > 0 {
        "Waiting for a thread is in no timeout: nobody is refused, and the last one waits longest."
    } else if sync.waiting > 0 && queued.promised > 0 && sync.sent == queued.sent && sync.sent <= 3
    {
        "Both shops charge order 1 at about the same moment: a queue makes the answer faster, not the work."
    } else if settled && sync.sent > 0 && queued.sent > 0 && sync.refused + queued.refused == 0 {
        "Now change one thing and press again: let Payment take longer than the HTTP timeout, say, or kill it."
    } else if settled {
        "Every order is in one of the outcomes below each lane. Click one on the stage for its whole story."
    } else {
        "Click an order on the stage for its whole story; step event by event to see who waits for whom."
    };
    text.to_owned()
}

/// Up to ten in words, as a sentence begins.
fn number(n: u64) -> String {
    const WORDS: [&str; 11] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
    ];
    match WORDS.get(n as usize) {
        Some(word) => (*word).to_owned(),
        None => n.to_string(),
    }
}

fn noun(n: u64, noun: &str) -> String {
    match n {
        1 => noun.to_owned(),
        _ => format!("{noun}s"),
    }
}

fn were(n: u64) -> &'static str {
    if n == 1 { "was" } else { "were" }
}

fn wait(n: u64) -> &'static str {
    if n == 1 { "waits" } else { "wait" }
}

fn waits(n: u64, what: &str) -> String {
    format!("{} {}", noun(n, what), wait(n))
}

fn them(n: u64) -> &'static str {
    if n == 1 { "it" } else { "them" }
}

fn they_are(n: u64) -> &'static str {
    if n == 1 { "it is" } else { "they are" }
}
