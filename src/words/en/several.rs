//! English: what is said where an order needs several services: who waits at which, and what is done in part.

use std::cmp::Reverse;

use super::counts::{all_of, few, is_or_are, noun, number, waits, were, who_were};
use super::figures::{growing, span};
use super::sentence::status;
use super::services::{done, name};
use crate::sim::config::lineup::PAYMENT;
use crate::sim::config::{Calls, Events};
use crate::sim::fault::Fault;
use crate::sim::wiring::Wiring;
use crate::words::facts::{Kind, OfSeveral, Several, ShopFacts, Trouble, Way};

/// All that is said of them.
pub const OF_SEVERAL: OfSeveral = OfSeveral {
    of: Several::of,
    says,
    in_short,
    broken,
};

/// Where it is other than of one service: a fact as a sentence. `brief`: others need the room; `all`: all of it.
fn says(
    shop: &ShopFacts,
    several: &Several,
    wiring: Wiring,
    kind: Kind,
    (brief, all): (bool, bool),
) -> Option<String> {
    let side = wiring.name();
    match kind {
        Kind::Idle => Some(idle(several, wiring)),
        Kind::InPart if all => Some(in_part_where_others_need_the_room(several, side)),
        Kind::InPart => Some(in_part(several, side)),
        Kind::Again => Some(again(several)),
        Kind::Unfinished => {
            let (n, what) = (several.unfinished, not_yet(several));
            let who = match brief {
                true => number(n),
                false => format!("{} {side} {}", number(n), noun(n, "order")),
            };
            let are = is_or_are(n);
            Some(format!("{who} {are} charged, and not {what} yet."))
        }
        Kind::Waiting if !brief => waiting(shop, several, side),
        Kind::Stuck => {
            let (order, times, service) = shop.stuck?;
            let (times, to) = (few(times), name(service));
            (service != PAYMENT).then(|| {
                let done = done(service);
                let order = order + 1;
                format!(
                    "Order {order} has been handed out to {to} {times} times, and is not {done}."
                )
            })
        }
        Kind::Done if !brief => finished(shop, several, wiring, side),
        Kind::Paid | Kind::Done => {
            let n = shop.finished();
            Some(format!(
                "{} {} told {}, and all is done.",
                number(n),
                were(n),
                status(wiring)
            ))
        }
        Kind::Waiting
        | Kind::ErrorCharged
        | Kind::ErrorPending
        | Kind::Twice
        | Kind::Lost
        | Kind::Broken(..)
        | Kind::InLine
        | Kind::Promised
        | Kind::Refused
        | Kind::Left
        | Kind::Pressed => None,
    }
}

/// The same in a word.
fn in_short(several: &Several, kind: Kind) -> Option<String> {
    match kind {
        Kind::InPart => Some(match (several.charged_in_part, several.uncharged_in_part) {
            (0, n) => format!("{n} done in part, never charged"),
            (n, 0) => format!("{n} charged, {}", never(several, n)),
            (n, m) => format!("{} done in part", n + m),
        }),
        Kind::Again => Some(format!(
            "{} done twice or more",
            several.again.iter().sum::<u64>()
        )),
        Kind::Unfinished => Some(format!(
            "{} not {} yet",
            several.unfinished,
            not_yet(several)
        )),
        Kind::Idle
        | Kind::ErrorCharged
        | Kind::ErrorPending
        | Kind::Twice
        | Kind::Lost
        | Kind::Broken(..)
        | Kind::InLine
        | Kind::Waiting
        | Kind::Stuck
        | Kind::Promised
        | Kind::Refused
        | Kind::Left
        | Kind::Paid
        | Kind::Done
        | Kind::Pressed => None,
    }
}

/// How they come to do their work, in each shop.
pub(super) fn way(way: Way, wiring: Wiring) -> String {
    let n = few(way.services);
    match (wiring, way.calls, way.events) {
        (Wiring::Sync, Calls::InSequence, _) => {
            format!("Sync: {n} calls in sequence, and the user waits")
        }
        (Wiring::Sync, Calls::InParallel, _) => {
            format!("Sync: {n} calls at once, and the user waits")
        }
        (Wiring::Async, _, Events::FanOut) if way.one_publish => {
            format!("Async: one publish to {n} queues")
        }
        (Wiring::Async, _, Events::FanOut) => {
            format!("Async: {n} publishes, one to each queue")
        }
        (Wiring::Async, _, Events::Choreography) => {
            "Async: one publish, and each service tells the next".to_owned()
        }
    }
}

/// Before the first order.
fn idle(several: &Several, wiring: Wiring) -> String {
    let said = way(several.way, wiring);
    match (wiring, several.way.calls) {
        (Wiring::Sync, Calls::InSequence) => format!("{said} for the sum of them."),
        (Wiring::Sync, Calls::InParallel) => format!("{said} for the slowest of them."),
        (Wiring::Async, _) => format!("{said}. The user goes home at once."),
    }
}

/// Harm: some services did their work, and others never will.
fn in_part(several: &Several, side: &str) -> String {
    let (n, m) = (several.charged_in_part, several.uncharged_in_part);
    let not_charged = format!("done in part, and never {}", done(PAYMENT));
    if n == 0 {
        let orders = noun(m, "order");
        return format!(
            "{} {side} {orders} {} {}.",
            number(m),
            is_or_are(m),
            not_charged
        );
    }
    let never = never(several, n);
    let what = match several.error_in_part == n && m == 0 {
        true => format!(
            "{} told an error; their {} {} charged, and {never}",
            who_were(n, side),
            noun(n, "order"),
            were(n)
        ),
        false => format!(
            "{} {side} {} {} charged, and {never}",
            number(n),
            noun(n, "order"),
            were(n)
        ),
    };
    match m {
        0 => format!("{what}."),
        m => format!("{what}; {} more {} {}.", few(m), is_or_are(m), not_charged),
    }
}

/// The same, shorter.
fn in_part_where_others_need_the_room(several: &Several, side: &str) -> String {
    let (n, m) = (several.charged_in_part, several.uncharged_in_part);
    let missing = several.missing.iter().filter(|&&n| n > 0).count();
    let orders = |n: u64| format!("{} {side} {}", number(n), noun(n, "order"));
    match (m, missing) {
        (0, 1) => format!(
            "{} {} charged, and {}.",
            orders(n),
            were(n),
            never(several, n)
        ),
        _ => format!("{} {} done in part.", orders(n + m), is_or_are(n + m)),
    }
}

/// `never shipped`; of so many that are charged.
fn never(several: &Several, n: u64) -> String {
    let missing = |&service: &u8| several.missing[service as usize] > 0;
    let missing: Vec<u8> = several.lineup.iter().filter(missing).collect();
    let alike = missing.iter().all(|&it| several.missing[it as usize] == n);
    match missing[..] {
        [one] => format!("never {}", done(one)),
        [one, two] if alike => format!("never {} or {}", done(one), done(two)),
        _ if alike => format!(
            "{} services never did their work",
            few(missing.len() as u64)
        ),
        _ => "never all done".to_owned(),
    }
}

/// Harm: done twice by a service that does not charge.
fn again(several: &Several) -> String {
    let n_of = |service: u8| several.again[service as usize];
    let all: Vec<u8> = several.lineup.iter().filter(|&it| n_of(it) > 0).collect();
    match all[..] {
        [one] => {
            let n = n_of(one);
            format!(
                "{} {} {} {} twice or more.",
                number(n),
                noun(n, "order"),
                were(n),
                done(one)
            )
        }
        _ => {
            let each: Vec<String> = all
                .iter()
                .map(|&it| format!("{} {}", n_of(it), done(it)))
                .collect();
            format!("Twice or more: {}.", each.join(", "))
        }
    }
}

/// What is still to come of those that are charged.
fn not_yet(several: &Several) -> &'static str {
    let mut to_do = several.to_do.iter();
    match (to_do.next(), to_do.next()) {
        (Some(one), None) => done(one),
        _ => "all done",
    }
}

/// Who waits where: at each of two or three services; of more, at the one with the most.
fn waiting(shop: &ShopFacts, several: &Several, side: &str) -> Option<String> {
    let (n, longest) = (shop.waiting, growing(shop.longest));
    let at = |service: u8| several.at[service as usize];
    let there: u64 = several.lineup.iter().map(at).sum();
    if there == 0 {
        return None;
    }
    let busiest = several.lineup.iter().min_by_key(|&it| Reverse(at(it)))?;
    let at_once = several.way.calls == Calls::InParallel;
    if n == 1 {
        let who = format!("One {side} user has waited {longest} and knows nothing yet");
        let open = several.lineup.iter().filter(|&it| at(it) > 0).count() as u64;
        return Some(match (at_once, open) {
            (true, 2..) => format!("{who}: {} calls are open.", few(open)),
            _ => format!("{who}: it is {}'s turn.", name(busiest)),
        });
    }
    let who = format!(
        "{} {side} {}, up to {longest} by now",
        number(n),
        waits(n, "user")
    );
    let first = if at_once { " calls" } else { "" };
    if several.pooled > there {
        let calls = several.pooled + there;
        return Some(format!(
            "{who}: {} of {calls} calls wait for a connection.",
            several.pooled
        ));
    }
    // (Where they are as good as alike, none of them is the one to look at.)
    let least = several.lineup.iter().map(at).min().unwrap_or_default();
    Some(match several.lineup.len() {
        ..=3 => {
            let mut each = Vec::new();
            for (k, service) in several.lineup.iter().enumerate() {
                let what = if k == 0 { first } else { "" };
                each.push(format!("{}{what} at {}", at(service), name(service)));
            }
            format!("{who}: {}.", each.join(", "))
        }
        services if at(busiest) < 2 * least => format!(
            "{who}: {there} calls are open, at all {} services.",
            few(services as u64)
        ),
        _ => format!(
            "{who}: {} of {there} calls are at {}.",
            at(busiest),
            name(busiest)
        ),
    })
}

/// All is over.
fn finished(shop: &ShopFacts, several: &Several, wiring: Wiring, side: &str) -> Option<String> {
    let n = shop.told_well;
    if several.all_done == 0 {
        return None;
    }
    let after = span(shop.told_within);
    let who = match n {
        1 => format!("One {side} user was"),
        n if shop.are_all(n) => format!("{} {side} users were", all_of(n)),
        n => who_were(n, side),
    };
    let slowest = span(several.slowest);
    Some(match (wiring, n) {
        (Wiring::Sync, 1) => format!("{who} told 200 after {after}, when all was done."),
        (Wiring::Sync, _) => {
            format!("{who} told 200 when all was done; the longest waited {after}.")
        }
        (Wiring::Async, 1) => {
            format!("{who} told 202 after {after}; all was done after {slowest}.")
        }
        (Wiring::Async, _) => {
            format!(
                "{who} told 202 within {after}; the slowest order was all done after {slowest}."
            )
        }
    })
}

/// What is broken, where it matters which service that is.
fn broken(shop: &ShopFacts, several: &Several, wiring: Wiring, trouble: Trouble) -> Option<String> {
    let Trouble::Fault(fault) = trouble else {
        return None;
    };
    if !fault.is_of_a_service() {
        return None;
    }
    let whose = name(shop.whose);
    let is = match fault {
        Fault::PaymentFrozen => "frozen",
        Fault::PaymentBlackHoled => "out of reach",
        Fault::PaymentDown
        | Fault::BrokerDown
        | Fault::NetworkCut
        | Fault::MemoryAlarm
        | Fault::NetworkCutOut
        | Fault::NetworkCutBack => "down",
    };
    let place = |service| several.lineup.place(service);
    match (wiring, several.way.calls) {
        (Wiring::Sync, Calls::InParallel) if fault == Fault::PaymentDown => Some(format!(
            "{whose} is down: the others do their work, and then the user is told an error."
        )),
        (Wiring::Sync, Calls::InSequence)
            if fault == Fault::PaymentDown && place(PAYMENT) < place(shop.whose) =>
        {
            Some(format!(
                "{whose} is down: Payment charges first, and then the user is told an error."
            ))
        }
        (Wiring::Sync, _) => None,
        // (Who waits in Payment's queue is told of with those who are charged.)
        (Wiring::Async, _) if shop.whose == PAYMENT => None,
        (Wiring::Async, _) => {
            let still = match shop.held_up {
                0 => String::new(),
                n => format!("; {} {} in its queue", few(n), waits(n, "order")),
            };
            Some(format!(
                "{whose} is {is}: users still get their 202{still}."
            ))
        }
    }
}
