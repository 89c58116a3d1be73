//! What is said at the top of a lane: who waits, what the others were told, and how many orders a mark stands for.

use crate::sim::ledger::{Charge, Told};
use crate::sim::shop::{Shop, Wiring};
use crate::stage::people;
use crate::stage::text::{fitting, width};

/// Who stands at the top and what a mark stands for, in this much room.
pub(super) fn said(shop: &Shop, orders_per_mark: usize, text: f64, room: f64) -> String {
    let fit = |texts: &[String], room: f64| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        fitting(&texts, text, room).to_owned()
    };
    let (who, scales) = (who(shop), scale(orders_per_mark));
    // The room decides how the scale is said, not who stands there: it is the same words in both lanes.
    let said = fit(&scales, room / 2.0);
    if said.is_empty() {
        // A mark that stands for many without saying so would lie: the scale is the last to go.
        return fit(if scales.is_empty() { &who } else { &scales }, room);
    }
    let told = fit(&who, room - width(&said, text) - width(" · ", text));
    match told.is_empty() {
        true => fit(&scales, room),
        false => format!("{told} · {said}"),
    }
}

/// What a mark stands for, the long way first; nothing while it is one order. (A thread is always one, and its tether.)
pub(super) fn scale(orders_per_mark: usize) -> Vec<String> {
    match orders_per_mark {
        0 | 1 => vec![],
        n => vec![
            format!("1 person or dot = {n} orders"),
            format!("1 dot = {n} orders"),
            format!("1 dot = {n}"),
        ],
    }
}

/// `1 waits`, `2 wait`.
fn wait(count: usize) -> String {
    match count {
        0 => "nobody waits".to_owned(),
        1 => "1 waits".to_owned(),
        n => format!("{n} wait"),
    }
}

/// Who stands at the top, the long way first.
fn who(shop: &Shop) -> Vec<String> {
    if shop.sent() == 0 {
        return vec!["no users yet".to_owned()];
    }
    let open = shop.open() as usize;
    let told = |told| shop.ledger().told(told);
    let at = |told, charge| shop.ledger().at(told, charge);
    let parts = [
        (
            at(Told::Accepted, Charge::Pending),
            "told 202 and not charged yet",
            "unpaid",
        ),
        (told(Told::Error), "told an error", "told an error"),
        (told(Told::GaveUp), "gave up", "gave up"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<(u64, &str, &str)> = parts.collect();
    // Nothing is said of zero: where nobody waits, the others come first.
    let mut first = waiting(shop, open);
    let few = wait(open);
    first.push(few.clone());
    let mut texts = Vec::new();
    for count in (0..=parts.len()).rev() {
        for first in &first {
            let mut long = first.clone();
            let mut short = first.clone();
            for (n, all, brief) in &parts[..count] {
                long = format!("{long} · {n} {all}");
                short = format!("{short} · {n} {brief}");
            }
            texts.push(long);
            texts.push(short);
        }
    }
    if let (0, Some((n, all, brief))) = (open, parts.first()) {
        // (Before "nobody waits" alone.)
        let last = texts.len() - 2 * first.len();
        texts.insert(last, format!("{n} {brief}"));
        texts.insert(last, format!("{n} {all}"));
    }
    texts
}

/// Those who wait, and what for; the long way first.
fn waiting(shop: &Shop, open: usize) -> Vec<String> {
    let line = people::in_line(shop);
    match (open, line, shop.wiring()) {
        (0, ..) => vec![],
        (_, 0, Wiring::Sync) => vec![format!("{} for an answer", wait(open))],
        (_, 0, Wiring::Async) => vec![],
        (open, line, _) if line >= open => vec![format!("{} for a thread", wait(open))],
        (_, 1, _) => vec![format!("{}, one for a thread", wait(open))],
        (_, line, _) => vec![
            format!("{}, {line} of them for a thread", wait(open)),
            format!("{}, {line} for a thread", wait(open)),
        ],
    }
}
