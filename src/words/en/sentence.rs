//! English: what is said of the facts.
//!
//! Plain sentences about people, in the present tense; figures only where they carry something. Each is true by the
//! ledger alone, whatever led to it.

use super::counts::{all_of, few, is_or_are, noun, number, them, wait, waits, were};
use super::figures::{clock_words, growing, span};
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, SECOND};
use crate::words::SENTENCE;
use crate::words::facts::{Facts, Kind, ShopFacts, Trouble};

/// Where it stands.
pub const LABEL: &str = "What is happening";

/// A few sentences on a shop, the most important fact first. Where not all has room, facts are said shorter; and nobody is
/// left out: of those for whom no sentence has room there is a word.
pub fn says(facts: &Facts, wiring: Wiring) -> String {
    let shop = facts.shop(wiring);
    let kinds = shop.kinds();
    for brief in 0..=3 {
        let (mut said, mut text) = begin(shop, wiring, &kinds, brief);
        if said == kinds.len() {
            return text;
        }
        while brief >= 2 && said > 0 {
            let rest = kinds[said..].iter();
            let short: Vec<String> = rest.map(|&kind| in_short(shop, kind, brief < 3)).collect();
            let all = format!("{text} {}.", short.join(", "));
            if all.chars().count() <= SENTENCE {
                return all;
            }
            said -= 1;
            text = begin(shop, wiring, &kinds[..said], brief).1;
        }
    }
    begin(shop, wiring, &kinds, 3).1
}

/// As many of these facts as there is room for, and how many that are.
fn begin(shop: &ShopFacts, wiring: Wiring, kinds: &[Kind], brief: u8) -> (usize, String) {
    let mut text = String::new();
    for (k, &kind) in kinds.iter().enumerate() {
        let next = sentence(shop, wiring, kind, brief, k == 0);
        let joined = match k {
            0 => next,
            _ => format!("{text} {next}"),
        };
        if k > 0 && joined.chars().count() > SENTENCE {
            return (k, text);
        }
        text = joined;
    }
    (kinds.len(), text)
}

/// A fact in a word, after others; and for how long.
fn in_short(shop: &ShopFacts, kind: Kind, since: bool) -> String {
    let (n, word) = match kind {
        Kind::Idle => return String::new(),
        Kind::Broken(trouble) => return broken_in_a_word(trouble).to_owned(),
        Kind::ErrorCharged => (shop.error_charged, "charged after an error"),
        Kind::ErrorPending => (shop.error_pending, "still to be charged"),
        Kind::Stuck => (1, "stuck"),
        Kind::Twice => (shop.twice, "charged twice or more"),
        Kind::Lost => (shop.lost, "never charged"),
        Kind::InLine | Kind::Waiting if since => {
            return format!("{} waiting up to {}", shop.waiting, growing(shop.longest));
        }
        Kind::InLine | Kind::Waiting => (shop.waiting, "waiting"),
        Kind::Promised if shop.well > 0 => {
            return format!("{} to be charged, {} paid", shop.promised, shop.well);
        }
        Kind::Promised => (shop.promised, "to be charged"),
        Kind::Refused => (shop.refused, "refused"),
        Kind::Left => (shop.left, "left"),
        Kind::Paid | Kind::Done => (shop.well, "paid"),
    };
    format!("{n} {word}")
}

/// Of those who got what they wanted.
fn paid(shop: &ShopFacts, wiring: Wiring) -> String {
    let n = shop.well;
    let who = match shop.are_all(n) {
        true => all_of(n),
        false => number(n),
    };
    let status = match wiring {
        Wiring::Sync => 200,
        Wiring::Async => 202,
    };
    format!("{who} {} told {status} and charged.", were(n))
}

/// `brief`: other facts need the room, or (2) more of it, or (3) all. `first`: it says of whom.
fn sentence(shop: &ShopFacts, wiring: Wiring, kind: Kind, brief: u8, first: bool) -> String {
    let all = brief > 2;
    let brief = match matches!(kind, Kind::Broken(_)) {
        true => brief > 0,
        false => brief > 1 && !first,
    };
    let side = match wiring {
        Wiring::Sync => "sync",
        Wiring::Async => "async",
    };
    // "Three sync users", "One sync user"; after something else was said of them, "three".
    let who = |n: u64| match brief {
        true => number(n),
        false => format!("{} {side} {}", number(n), noun(n, "user")),
    };
    match kind {
        Kind::Idle => match wiring {
            Wiring::Sync => "Sync: Checkout calls Payment, and the user waits until Payment has answered.".to_owned(),
            Wiring::Async => {
                "Async: Checkout puts the order into a queue and answers at once; Payment works later.".to_owned()
            }
        },
        Kind::ErrorCharged if all => harmed_in_short(shop, side),
        Kind::ErrorCharged => error_charged(shop, side),
        Kind::ErrorPending => {
            let (n, told) = (shop.error_pending, who_were(shop.errors, side));
            match n == shop.errors {
                true => format!("{told} told an error; work for {} goes on.", them(n)),
                false => format!("{told} told an error; work for {} of them goes on.", few(n)),
            }
        }
        Kind::Stuck => {
            let (order, deliveries) = shop.stuck.unwrap_or_default();
            let behind = shop.promised.saturating_sub(1);
            let times = format!(
                "Order {} has been handed out {} times",
                order + 1,
                few(deliveries)
            );
            match behind {
                0 => format!("{times}, and is not charged."),
                n => format!("{times}; {} {} behind it.", few(n), waits(n, "order")),
            }
        }
        Kind::Twice => format!(
            "{} {} charged twice or more.",
            who(shop.twice),
            were(shop.twice)
        ),
        Kind::Lost => {
            let n = shop.lost;
            let why = shop.lost_because.filter(|_| !all);
            let why = why.map(super::figures::reason);
            match why.unwrap_or_default() {
                "" => format!("{} {} told 202 and will never be charged.", who(n), were(n)),
                why => format!(
                    "{} {} told 202 and will never be charged: {why}.",
                    who(n),
                    were(n)
                ),
            }
        }
        Kind::Broken(trouble) if brief => broken_in_short(wiring, trouble).to_owned(),
        Kind::Broken(trouble) => broken(shop, wiring, trouble),
        Kind::InLine => {
            let longest = growing(shop.longest);
            match (shop.in_line, shop.holding) {
                (n, 0) => format!(
                    "{} {} for a thread, up to {longest} by now.",
                    who(n),
                    wait(n)
                ),
                (n, held) => format!(
                    "{} {} a thread, {} {} for one: up to {longest} by now.",
                    who(held),
                    if held == 1 { "holds" } else { "hold" },
                    few(n),
                    wait(n)
                ),
            }
        }
        Kind::Waiting if brief => format!(
            "{} {}, up to {}.",
            number(shop.waiting),
            wait(shop.waiting),
            growing(shop.longest)
        ),
        Kind::Waiting => waiting(shop, side),
        Kind::Promised => promised(shop),
        Kind::Refused => {
            let n = shop.refused;
            match shop.are_all(n) {
                true => format!(
                    "{} {side} users were told an error, and not charged.",
                    all_of(n)
                ),
                false => format!("{} {} told an error, and not charged.", who(n), were(n)),
            }
        }
        Kind::Left => left(shop, &who(shop.left)),
        Kind::Done if brief && shop.well > 0 => paid(shop, wiring),
        Kind::Paid => paid(shop, wiring),
        Kind::Done => done(shop, wiring, side),
    }
}

fn waiting(shop: &ShopFacts, side: &str) -> String {
    let n = shop.waiting;
    let longest = growing(shop.longest);
    let [connection, pause] = shop.before_call;
    match (n, shop.inside) {
        (1, _) => format!("One {side} user has waited {longest} and knows nothing yet."),
        (n, 0) if connection + pause > 0 => {
            let (some, what) = match connection >= pause {
                true => (connection, "a free connection"),
                false => (pause, "their next try"),
            };
            format!(
                "{} {side} users wait, up to {longest} by now: {} for {what}.",
                number(n),
                few(some.min(n))
            )
        }
        (n, 0) => format!(
            "{} {side} users have waited up to {longest} and know nothing yet.",
            number(n)
        ),
        (n, inside) => format!(
            "{} {side} users wait, up to {longest} by now; {} {} in line inside Payment.",
            number(n),
            few(inside),
            if inside == 1 { "call is" } else { "calls are" }
        ),
    }
}

/// Harm: told an error, and charged.
fn error_charged(shop: &ShopFacts, side: &str) -> String {
    let (n, twice) = (shop.error_charged, shop.error_twice);
    let are = is_or_are(n);
    match (shop.error_pending, twice) {
        (0, 0) => format!(
            "{} told an error, and charged all the same.",
            who_were(n, side)
        ),
        (0, _) if twice == n => format!(
            "{} told an error, and charged twice or more.",
            who_were(n, side)
        ),
        (0, _) => format!(
            "{} told an error, and charged: {} of them twice or more.",
            who_were(n, side),
            few(twice)
        ),
        // Those to come were told the same: then it is said of how many.
        (more, 0) => format!(
            "{} told an error; {} of them {are} charged, and work for {} goes on.",
            who_were(shop.errors, side),
            few(n),
            few(more)
        ),
        (more, _) => format!(
            "{} told an error; {} {are} charged, {} of them twice or more, and work for {} goes on.",
            who_were(shop.errors, side),
            few(n),
            few(twice),
            few(more)
        ),
    }
}

/// Hung up; and what became of them all the same.
fn left(shop: &ShopFacts, who: &str) -> String {
    let [charged, pending] = shop.left_behind;
    let charged = match charged {
        0 => String::new(),
        n => format!("; {} {} charged", few(n), is_or_are(n)),
    };
    let pending = match pending {
        0 => String::new(),
        n => format!("; work for {} goes on", few(n)),
    };
    format!("{who} hung up before an answer came{charged}{pending}.")
}

/// The same where others need the room.
fn harmed_in_short(shop: &ShopFacts, side: &str) -> String {
    let (told, n) = (who_were(shop.errors, side), few(shop.error_charged));
    let twice = match shop.error_twice {
        0 => String::new(),
        twice => format!(", {} of them twice or more", few(twice)),
    };
    let more = match shop.error_pending {
        0 => String::new(),
        more => format!(", {} to come", few(more)),
    };
    format!("{told} told an error: {n} charged{twice}{more}.")
}

/// Told 202, and not charged yet: of how many.
fn promised(shop: &ShopFacts) -> String {
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
        return format!("{who} not charged yet.");
    };
    let workers = match shop.workers {
        1 => "one worker charges".to_owned(),
        w => format!("{} workers charge", few(w)),
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
    let who = match n {
        1 => format!("One {side} user was"),
        n if shop.are_all(n) => format!("{} {side} users were", all_of(n)),
        n => who_were(n, side),
    };
    // (Nobody of them waits for a charge: that would be said instead.)
    match (wiring, n) {
        (_, 0) => format!(
            "{} {side} {} just pressed the button.",
            number(shop.waiting),
            match shop.waiting {
                1 => "user has",
                _ => "users have",
            }
        ),
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

/// "Three sync users were".
fn who_were(n: u64, side: &str) -> String {
    format!("{} {side} {} {}", number(n), noun(n, "user"), were(n))
}

fn broken(shop: &ShopFacts, wiring: Wiring, trouble: Trouble) -> String {
    match (trouble, wiring) {
        (Trouble::PaymentDown, Wiring::Sync) => {
            "Payment is down: whoever presses now is told an error.".to_owned()
        }
        (Trouble::PaymentDown, Wiring::Async) if shop.ready == 0 => {
            "Payment is down: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::PaymentDown, Wiring::Async) => {
            let paid = match shop.well {
                0 => String::new(),
                n => format!(
                    "{} of {} {} charged; ",
                    few(n),
                    few(shop.sent),
                    is_or_are(n)
                ),
            };
            let since = match shop.oldest {
                0..SECOND => String::new(),
                oldest => format!(", up to {}", growing(oldest)),
            };
            format!(
                "Payment is down: users still get their 202; {paid}{} {} in the queue{since}.",
                few(shop.ready),
                waits(shop.ready, "order")
            )
        }
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
            "Payment is out of reach: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::BrokerDown, _) => {
            "The broker is down: whoever presses now is told an error.".to_owned()
        }
        (Trouble::NetworkCut, Wiring::Sync) => {
            "The network below Checkout is cut: calls get nowhere.".to_owned()
        }
        (Trouble::NetworkCut, Wiring::Async) => {
            "The network below Checkout is cut: messages do not reach the broker.".to_owned()
        }
    }
}

/// The same where there is hardly any.
fn broken_in_a_word(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::PaymentDown => "Payment down",
        Trouble::PaymentFrozen => "Payment frozen",
        Trouble::PaymentUnreachable => "Payment out of reach",
        Trouble::BrokerDown => "Broker down",
        Trouble::NetworkCut => "Network cut",
    }
}

/// The same where other facts need the room.
fn broken_in_short(wiring: Wiring, trouble: Trouble) -> &'static str {
    match (trouble, wiring) {
        (Trouble::PaymentDown, Wiring::Sync) => "Payment is down and refuses.",
        (Trouble::PaymentDown, Wiring::Async) => "Payment is down: users still get their 202.",
        (Trouble::PaymentFrozen, _) => "Payment is frozen.",
        (Trouble::PaymentUnreachable, _) => "Payment is out of reach.",
        (Trouble::BrokerDown, _) => "The broker is down and refuses.",
        (Trouble::NetworkCut, _) => "The network below Checkout is cut.",
    }
}
