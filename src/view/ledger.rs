//! The ledger: a bar of what became of the orders, and the whole table on demand.

use leptos::prelude::*;

use super::lane::Words;
use super::page::Page;
use crate::sim::ledger::{CHARGE, Charge, TOLD, Told};
use crate::sim::shop::Wiring;
use crate::words::outcomes::{OUTCOMES, Outcome};
use crate::words::{self, outcome as said};

pub(super) fn ledger(page: Page, lane: Words) -> AnyView {
    let shop = lane.shop;
    let total = page.lane_text(shop, |l| format!(", {}", words::count(l.sent, "order")));
    let answers = page.lane_text(shop, |l| {
        let answer = |(status, n): (u16, u64)| format!("{n} × {}", words::status(status));
        let answers: Vec<String> = l.statuses.iter().map(answer).collect();
        match answers.is_empty() {
            true => "No answers yet.".to_owned(),
            false => answers.join(", "),
        }
    });
    let parts: Vec<AnyView> = OUTCOMES.iter().map(|&o| part(page, shop, o)).collect();
    let entries: Vec<AnyView> = OUTCOMES.iter().map(|&o| entry(page, shop, o)).collect();
    let any = page.flag(move |r| r.lanes[shop].sent > 0);
    let bar = format!("ledger-bar-{}", lane.id);
    view! {
        <div class="ledger" class:any=any>
            <div class="ledger-bar" id=bar aria-hidden="true">
                {parts}
            </div>
            <ul class="legend" id=format!("ledger-{}", lane.id)>
                {entries}
            </ul>
            <details class="whole">
                <summary>"whole ledger" <span class="hidden">{total}</span></summary>
                <div class="whole-table">
                    {table(page, shop)} <p class="quiet">{answers}</p>
                </div>
            </details>
        </div>
    }
    .into_any()
}

fn part(page: Page, shop: Wiring, outcome: Outcome) -> AnyView {
    let width = page.lane_text(shop, move |l| {
        let share = outcome.count(&l.ledger) as f64 / l.sent.max(1) as f64;
        format!("width:{}%", words::decimals(share * 100.0, 3))
    });
    view! { <span class="part" data-outcome=outcome.key() style=width></span> }.into_any()
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
    view! {
        <li data-outcome=outcome.key() title=said::about(outcome) class:none=none>
            <span class="sign" aria-hidden="true">
                {said::sign(outcome)}
            </span>
            {format!(" {} ", said::word(outcome))}
            <b>{count}</b>
            {why}
        </li>
    }
    .into_any()
}

fn table(page: Page, shop: Wiring) -> AnyView {
    let cell = |told: Told, charge: Charge| {
        let count = page.lane_text(shop, move |l| l.ledger[(told, charge)].to_string());
        view! { <td>{count}</td> }.into_any()
    };
    let row = |told: Told| {
        let cells: Vec<AnyView> = CHARGE.map(|charge| cell(told, charge)).into();
        view! {
            <tr>
                <th scope="row">{said::told(told)}</th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = TOLD.map(row).into();
    let head = CHARGE.map(|c| view! { <th scope="col">{said::charge(c)}</th> }.into_any());
    let head: Vec<AnyView> = head.into();
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Ledger table">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"told, charge"</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
