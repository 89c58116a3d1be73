//! The ledger: a bar of what became of the orders, and the whole table on demand.

use leptos::prelude::*;

use super::page::Page;
use crate::app::readout::Lane;
use crate::sim::ledger::{Charge, Told};
use crate::sim::shop::Wiring;
use crate::words::facts::outcomes::{IN_PART_LOOK, OUTCOMES, Outcome};
use crate::words::{self, outcomes as said};

pub(super) fn ledger(page: Page, shop: Wiring) -> AnyView {
    let total = page.lane_text(shop, |l| words::lane::of_orders(l.sent));
    let parts: Vec<AnyView> = OUTCOMES.iter().map(|&o| part(page, shop, o)).collect();
    let entries: Vec<AnyView> = OUTCOMES.iter().map(|&o| entry(page, shop, o)).collect();
    let in_part = in_part(page, shop);
    let any = page.flag(move |r| r.lanes[shop].sent > 0);
    let bar = format!("ledger-bar-{}", shop.name());
    view! {
        <div class="ledger" class:any=any>
            <div class="ledger-bar" id=bar aria-hidden="true">
                {parts}
            </div>
            <ul class="legend" id=format!("ledger-{}", shop.name())>
                {entries}
                {in_part}
            </ul>
            <details class="whole" on:toggle=move |_| page.want_desk()>
                <summary><span class="name">{words::lane::WHOLE_LEDGER}</span> " " <span class="hidden">{total}</span></summary>
                <div class="whole-table" id=format!("whole-{}", shop.name())></div>
            </details>
        </div>
    }
    .into_any()
}

/// Done by some services only. (It is no part of the bar: those orders have theirs, by what their users were told.)
fn in_part(page: Page, shop: Wiring) -> AnyView {
    let none = page.flag(move |r| r.lanes[shop].in_part == 0);
    let count = page.lane_text(shop, |l| l.in_part.to_string());
    let [sign, word, _] = said::IN_PART;
    view! {
        <li data-outcome="in-part" data-look=IN_PART_LOOK class:none=none>
            <span class="sign" aria-hidden="true">
                {sign}
            </span>
            " "
            <b>{count}</b>
            " "
            {word}
        </li>
    }
    .into_any()
}

fn part(page: Page, shop: Wiring, outcome: Outcome) -> AnyView {
    let width = page.lane_text(shop, move |l| {
        let share = outcome.count(&l.ledger) as f64 / l.sent.max(1) as f64;
        format!("width:{}%", words::decimals(share * 100.0, 3))
    });
    view! { <span class="part" data-outcome=outcome.key() data-look=outcome.look() style=width></span> }.into_any()
}

fn entry(page: Page, shop: Wiring, outcome: Outcome) -> AnyView {
    let none = page.flag(move |r| {
        // What everybody hopes for is always there, so that there is a place to look at.
        outcome != Outcome::Paid && outcome.count(&r.lanes[shop].ledger) == 0
    });
    let count = page.lane_text(shop, move |l| outcome.count(&l.ledger).to_string());
    let why = (outcome == Outcome::Lost).then(|| {
        let why = page.lane_text(shop, move |l| l.broken_promises.clone());
        view! { <span class="quiet">": " {why}</span> }
    });
    // Who has been charged and waits for the answer all the same: the clock counts them, too.
    let charged = (outcome == Outcome::Waiting).then(|| {
        let charged = page.lane_text(shop, move |l| {
            let charged =
                [Charge::Once, Charge::Many].map(|charge| l.ledger[(Told::Waiting, charge)]);
            said::waiting_charged(charged.iter().sum())
        });
        view! { <span class="roomy">{charged}</span> }
    });
    let [roomy, word] = said::words(outcome);
    let word = match outcome == Outcome::Paid {
        true => {
            let charged = move |l: &Lane| if l.several { said::CHARGED } else { word };
            page.lane_text(shop, move |l| charged(l).to_owned())
                .into_any()
        }
        false => word.into_any(),
    };
    view! {
        <li data-outcome=outcome.key() data-look=outcome.look() class:none=none>
            <span class="sign" aria-hidden="true">
                {said::sign(outcome)}
            </span>
            " "
            <b>{count}</b>
            " "
            <span class="roomy">{roomy}</span>
            {word}
            {why}
            {charged}
        </li>
    }
    .into_any()
}
