//! The whole ledger of a shop, on demand: every cell, every answer by its status, and what the words mean.

use leptos::prelude::*;

use super::state::Desk;
use crate::sim::ledger::{CHARGE, Charge, TOLD, Told};
use crate::sim::shop::Wiring;
use crate::view::page::Page;
use crate::words::facts::outcomes::{OUTCOMES, Outcome};
use crate::words::outcomes as said;

pub(super) fn whole(desk: Desk, shop: Wiring) -> AnyView {
    let page = desk.page;
    let answers = page.text(move |_| {
        let answer = |(status, n): (u16, u64)| said::answers(n, status);
        let answers = page.look(|m| m.shop(shop).statuses().iter().map(answer).collect());
        let answers: Vec<String> = answers.unwrap_or_default();
        match answers.is_empty() {
            true => said::NO_ANSWERS.to_owned(),
            false => answers.join(", "),
        }
    });
    let meanings: Vec<AnyView> = OUTCOMES.iter().map(|&o| meaning(page, shop, o)).collect();
    view! {
        {table(page, shop)}
        <p class="quiet">{answers}</p>
        <ul class="meanings">{meanings}</ul>
    }
    .into_any()
}

/// What a word of the legend means, while there are such orders.
fn meaning(page: Page, shop: Wiring, outcome: Outcome) -> AnyView {
    let none = page.flag(move |r| outcome.count(&r.lanes[shop].ledger) == 0);
    view! {
        <li data-outcome=outcome.key() data-look=outcome.look() class:none=none>
            <b>{said::sign(outcome)} " " {said::word(outcome)}</b>
            ": "
            {said::about(outcome)}
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
        <div class="scroll" tabindex="0" role="group" aria-label=said::TABLE>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{said::TOLD_CHARGE}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
