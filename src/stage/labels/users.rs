//! What is said at the top of a lane: who waits, what the others were told, and how many orders a mark stands for.

use crate::sim::ledger::{Charge, Ending};
use crate::sim::shop::Shop;
use crate::stage::people;
use crate::stage::text::{fitting, width};
use crate::words::stage as said;

/// Who stands at the top and what a mark stands for, in this much room. `home`: so many have left meanwhile.
pub(super) fn said(shop: &Shop, home: u64, orders_per_mark: usize, text: f64, room: f64) -> String {
    let fit = |texts: &[String], room: f64| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        fitting(&texts, text, room).to_owned()
    };
    let (who, scales) = (who(shop, home), scale(orders_per_mark));
    if scales.is_empty() {
        return fit(&who, room);
    }
    // The room decides how the scale is said, not who stands there: it is the same words in both lanes.
    let share = match room < NARROW * text {
        true => SCALE_ON_A_PHONE,
        false => SCALE,
    };
    let scale = fit(&scales, room * share);
    let told = match scale.is_empty() {
        true => String::new(),
        false => fit(&who, room - width(&scale, text) - width(" · ", text)),
    };
    // A mark that stands for many without saying so would lie: the scale is the last to go.
    match (scale.is_empty(), told.is_empty()) {
        (true, _) => fit(&scales, room),
        (false, true) => scale,
        (false, false) => format!("{told} · {scale}"),
    }
}

/// The scale's share of the room; where there is little of it, what the others were told needs most.
const SCALE: f64 = 0.52;
const SCALE_ON_A_PHONE: f64 = 0.44;
/// Less than so many letters' heights is little.
const NARROW: f64 = 17.0;

/// What a mark stands for, the long way first; nothing while it is one order.
pub(super) fn scale(orders_per_mark: usize) -> Vec<String> {
    match orders_per_mark {
        0 | 1 => vec![],
        n => said::mark(n).into(),
    }
}

/// Who stands at the top, the long way first. `home`: so many have left meanwhile.
pub(super) fn who(shop: &Shop, home: u64) -> Vec<String> {
    if shop.sent() == 0 {
        return vec![said::NO_USERS.to_owned()];
    }
    let (open, line) = (shop.open() as usize, people::in_line(shop));
    let ledger = shop.ledger();
    let others = said::others(
        ledger.ended_at(Ending::Well, Charge::Pending),
        ledger.ended(Ending::Error),
        ledger.ended(Ending::Left),
        home,
    );
    let waiting = said::waiting(open, line, shop.wiring().answers_when_paid());
    let mut texts = Vec::new();
    // As many of the others as there is room for; if there is none, those who wait alone.
    for count in (0..=others.len()).rev() {
        for first in &waiting {
            for form in [0, 1] {
                let others = others[..count].iter().map(|forms| forms[form].as_str());
                let all: Vec<&str> = std::iter::once(first.as_str()).chain(others).collect();
                texts.push(all.join(" · "));
            }
        }
        // That nobody waits is worth less than what the others were told.
        if open == 0 && count == 1 {
            texts.extend(others[0].iter().cloned());
        }
    }
    texts
}
