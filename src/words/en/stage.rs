//! English: what stands on the stage. Where there is less room there are shorter words: each list has the long one first.

use super::figures::span;
use crate::sim::parts::PartKind;
use crate::sim::shop::Wiring;
use crate::sim::time::Micros;

/// A part's name.
pub fn title(kind: PartKind) -> &'static [&'static str] {
    match kind {
        PartKind::Users => &["Users"],
        PartKind::Checkout => &["Checkout"],
        PartKind::Queue => &["Queue"],
        PartKind::Service => &["Payment"],
        PartKind::Workers => &["Payment workers", "Workers"],
    }
}

/// The broker is down.
pub const BROKER_DOWN: &str = "broker down";

/// Payment is down. Who calls is refused; who waits in a queue is not.
pub fn down(shop: Wiring) -> &'static str {
    match shop {
        Wiring::Sync => "down: refuses",
        Wiring::Async => "down",
    }
}

/// Payment is frozen, with so many inside.
pub fn frozen(inside: u32) -> String {
    format!("frozen · {inside} inside")
}

/// Payment is out of reach, and so many of its servers work.
pub fn out_of_reach(busy: u32) -> String {
    format!("out of reach · busy {busy}")
}

/// The cable is cut, and holds so many.
pub fn cut(held: usize) -> String {
    match held {
        0 => "✂ cut".to_owned(),
        n => format!("✂ cut · {n} held"),
    }
}

/// Before the first order.
pub const NO_USERS: &str = "no users yet";

/// So many wait, and so many of them for a thread of Checkout.
pub fn in_line(open: u32, line: usize) -> Vec<String> {
    vec![
        format!("{open} wait, {line} of them for a thread"),
        format!("{open} wait, {line} for a thread"),
        format!("{line} in line"),
    ]
}

/// So many wait for an answer.
pub fn waiting(open: u32) -> Vec<String> {
    match open {
        0 => vec!["nobody waits".to_owned()],
        _ => vec![format!("{open} wait for an answer"), format!("{open} wait")],
    }
}

/// So many wait, and so many were promised what has not been done yet.
pub fn promised(open: u32, promised: u64) -> Vec<String> {
    match open {
        0 => vec![
            format!("nobody waits · {promised} told 202 and not charged yet"),
            format!("{promised} told 202, not charged"),
            format!("{promised} unpaid"),
        ],
        _ => vec![
            format!("{open} wait · {promised} told 202 and not charged yet"),
            format!("{open} wait · {promised} unpaid"),
            format!("{open} wait"),
        ],
    }
}

/// What a mark stands for.
pub fn mark(orders: usize) -> [String; 2] {
    [format!("1 mark = {orders} orders"), format!("1 = {orders}")]
}

/// Checkout's threads held, and how many there are (`None`: `async def`).
pub fn threads(held: u32, all: Option<u32>) -> Vec<String> {
    match all {
        Some(all) => vec![format!("threads {held} / {all}"), format!("{held} / {all}")],
        None => vec![format!("async def: {held} open"), format!("{held} open")],
    }
}

/// What is in the queue, and what workers hold of it.
pub fn queue(ready: usize, unacked: u32) -> Vec<String> {
    vec![
        format!("ready {ready} · unacked {unacked}"),
        format!("{ready} · {unacked} out"),
        format!("{ready}"),
    ]
}

/// Nobody declared the queue.
pub const NO_QUEUE: [&str; 2] = ["no queue: messages vanish", "no queue"];

/// Payment's threads: busy ones, all, the line before them, and how many work for nobody.
pub fn service(held: u32, all: u32, line: usize, nobody: usize) -> Vec<String> {
    let mut full = format!("busy {held} / {all}");
    if line > 0 {
        full = format!("{full} · in line {line}");
    }
    let short = full.clone();
    if nobody > 0 {
        full = format!("{full} · {nobody} for nobody");
    }
    vec![
        full,
        short,
        format!("{held} / {all} · {line}"),
        format!("{held} / {all}"),
    ]
}

/// Payment's workers: busy ones, all, what waits in their buffers, and how many are not connected.
pub fn workers(held: u32, all: u32, buffered: usize, gone: usize) -> Vec<String> {
    let mut full = format!("busy {held} / {all}");
    if buffered > 0 {
        full = format!("{full} · buffered {buffered}");
    }
    let short = full.clone();
    if gone > 0 {
        full = format!("{full} · {gone} not connected");
    }
    vec![full, short, format!("{held} / {all}")]
}

/// Before the first order: what a part is. `takes`: a service, done by so many `servers` at a time.
pub fn invitation(kind: PartKind, shop: Wiring, takes: Micros, servers: u32) -> Vec<String> {
    let takes = span(takes);
    let own = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    match (kind, shop) {
        (PartKind::Users, _) => vec![],
        (PartKind::Checkout, Wiring::Sync) => own(&[
            "calls Payment, and holds its thread until Payment answers",
            "calls Payment and waits",
        ]),
        (PartKind::Checkout, Wiring::Async) => own(&[
            "puts the order into the queue, and answers at once",
            "publishes, answers at once",
        ]),
        (PartKind::Queue, _) => own(&[
            "orders wait here until a worker is free",
            "orders wait here",
        ]),
        (PartKind::Service, _) => vec![
            format!("{takes} for each order, {servers} at a time"),
            format!("{takes} an order"),
        ],
        (PartKind::Workers, _) => vec![
            match servers {
                1 => format!("one worker, one order after the other, {takes} each"),
                n => format!("{n} workers, one order each at a time, {takes} an order"),
            },
            format!("{takes} an order"),
        ],
    }
}
