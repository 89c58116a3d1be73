//! English: what is said of the facts.
//!
//! Plain sentences about people, in the present tense; figures only where they carry something. Each is true by the
//! ledger alone, whatever led to it.

use super::counts::{all_of, few, noun, number, them, wait, waits, were, who_were};
use super::figures::growing;
use super::{broken, harm, promised};
use crate::sim::shop::Wiring;
use crate::words::SENTENCE;
use crate::words::facts::{Facts, Kind, OfSeveral, ShopFacts};

/// What stands there until there are words for several services.
pub const SOON: &str =
    "Several services: what they do is told as soon as the rest of the page is there.";

/// Where it stands.
pub const LABEL: &str = "What is happening";

/// A few sentences on a shop, the most important fact first. Where not all has room, facts are said shorter; and nobody is
/// left out: of those for whom no sentence has room there is a word.
pub fn says(facts: &Facts, wiring: Wiring, several: Option<&OfSeveral>) -> String {
    let shop = &facts.shops[wiring];
    let kinds = shop.kinds();
    let begin = |kinds: &[Kind], brief| begin(shop, wiring, several, kinds, brief);
    for brief in 0..=3 {
        let (mut said, mut text) = begin(&kinds, brief);
        if said == kinds.len() {
            return text;
        }
        while brief >= 2 && said > 0 {
            let rest = kinds[said..].iter();
            let short: Vec<String> = rest
                .map(|&kind| in_short(shop, several, kind, brief < 3))
                .collect();
            let all = format!("{text} {}.", short.join(", "));
            if all.chars().count() <= SENTENCE {
                return all;
            }
            said -= 1;
            text = begin(&kinds[..said], brief).1;
        }
    }
    begin(&kinds, 3).1
}

/// As many of these facts as there is room for, and how many that are.
fn begin(
    shop: &ShopFacts,
    wiring: Wiring,
    several: Option<&OfSeveral>,
    kinds: &[Kind],
    brief: u8,
) -> (usize, String) {
    let mut text = String::new();
    for (k, &kind) in kinds.iter().enumerate() {
        let next = sentence(shop, wiring, several, kind, brief, k == 0);
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
fn in_short(shop: &ShopFacts, several: Option<&OfSeveral>, kind: Kind, since: bool) -> String {
    let own = several.zip(shop.several.as_ref());
    let (n, word) = match kind {
        Kind::Idle => return String::new(),
        Kind::Broken(trouble, _) => return broken::in_a_word(shop, trouble),
        // (They are said where there are several services.)
        Kind::InPart | Kind::Again | Kind::Unfinished => {
            let said = own.and_then(|(words, of)| (words.in_short)(of, kind));
            return said.unwrap_or_default();
        }
        Kind::ErrorCharged => (shop.error_charged, "charged after an error"),
        Kind::ErrorPending => (shop.error_pending, "to be charged after an error"),
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
        Kind::Paid | Kind::Done if shop.several.is_some() => (shop.finished(), "all done"),
        Kind::Paid | Kind::Done => (shop.well, "paid"),
        Kind::Pressed => (shop.waiting, "waiting"),
    };
    format!("{n} {word}")
}

/// What users are told where all goes well.
pub(super) fn status(wiring: Wiring) -> u16 {
    match wiring {
        Wiring::Sync => 200,
        Wiring::Async => 202,
    }
}

/// Of those who got what they wanted.
fn paid(shop: &ShopFacts, wiring: Wiring) -> String {
    let n = shop.well;
    let who = match shop.are_all(n) {
        true => all_of(n),
        false => number(n),
    };
    format!("{who} {} told {} and charged.", were(n), status(wiring))
}

/// `brief`: other facts need the room, or (2) more of it, or (3) all. `first`: it says of whom.
fn sentence(
    shop: &ShopFacts,
    wiring: Wiring,
    several: Option<&OfSeveral>,
    kind: Kind,
    brief: u8,
    first: bool,
) -> String {
    let all = brief > 2;
    let brief = match matches!(kind, Kind::Broken(..)) {
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
    let own = several.zip(shop.several.as_ref());
    let said = own.and_then(|(words, of)| (words.says)(shop, of, wiring, kind, (brief, all)));
    if let Some(said) = said {
        return said;
    }
    match kind {
        // (They are said where there are several services.)
        Kind::InPart | Kind::Again | Kind::Unfinished => String::new(),
        Kind::Idle => match wiring {
            Wiring::Sync => "Sync: Checkout calls Payment, and the user waits until Payment has answered.".to_owned(),
            Wiring::Async => {
                "Async: Checkout puts the order into a queue and answers at once; Payment works later.".to_owned()
            }
        },
        Kind::ErrorCharged if all => harm::in_short(shop, side),
        Kind::ErrorCharged => harm::error_charged(shop, side),
        Kind::ErrorPending => {
            let (n, told) = (shop.error_pending, who_were(shop.errors, side));
            let goes_on = harm::goes_on(shop);
            match n == shop.errors {
                true => format!("{told} told an error; work for {} {goes_on}.", them(n)),
                false => format!("{told} told an error; work for {} of them {goes_on}.", few(n)),
            }
        }
        Kind::Stuck => {
            let (order, deliveries, _) = shop.stuck.unwrap_or_default();
            let behind = shop.promised.saturating_sub(1);
            let times = format!(
                "Order {} has been handed out {} times",
                order + 1,
                few(deliveries)
            );
            match behind {
                0 => format!("{times}, and is not charged."),
                n => format!("{times}; {} {}.", few(n), waits(n, "other")),
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
        Kind::Broken(trouble, _) if brief => broken::in_short(shop, wiring, trouble),
        Kind::Broken(trouble, _) => {
            let said = own.and_then(|(words, of)| (words.broken)(shop, of, wiring, trouble));
            said.unwrap_or_else(|| broken::at_length(shop, wiring, trouble))
        }
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
        Kind::Promised => promised::promised(shop),
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
        Kind::Left => harm::left(shop, &who(shop.left)),
        Kind::Done if brief && shop.well > 0 => paid(shop, wiring),
        Kind::Paid => paid(shop, wiring),
        Kind::Done => promised::done(shop, wiring, side),
        Kind::Pressed => pressed(shop, side),
    }
}

fn pressed(shop: &ShopFacts, side: &str) -> String {
    let have = if shop.waiting == 1 {
        "user has"
    } else {
        "users have"
    };
    format!(
        "{} {side} {have} just pressed the button.",
        number(shop.waiting)
    )
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
