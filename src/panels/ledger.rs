//! The whole ledger of a shop, on demand: every cell, every answer by its status, and what the words mean.

use leptos::prelude::*;

use super::state::Desk;
use crate::app::model::Model;
use crate::sim::config::lineup::{PAYMENT, SERVICES};
use crate::sim::ledger::{CHARGE, Charge, TOLD, Told};
use crate::sim::shop::Wiring;
use crate::view::page::Page;
use crate::words::facts::outcomes::{IN_PART_LOOK, OUTCOMES, Outcome};
use crate::words::{self, outcomes as said};

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
        {services(page, shop)}
        <ul class="meanings">{meanings} {in_part(page, shop)}</ul>
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

/// The same of what is no outcome, and may concern any.
fn in_part(page: Page, shop: Wiring) -> AnyView {
    let none = page.flag(move |r| r.lanes[shop].in_part == 0);
    let [sign, word, about] = said::IN_PART;
    view! {
        <li data-outcome="in-part" data-look=IN_PART_LOOK class:none=none>
            <b>{sign} " " {word}</b>
            ": "
            {about}
        </li>
    }
    .into_any()
}

/// Where an order needs several services: what became of the work of each.
fn services(page: Page, shop: Wiring) -> AnyView {
    let of = move |service: u8, fate: Charge| {
        let ledger = move |m: &Model| match service {
            PAYMENT => {
                let cells = TOLD
                    .iter()
                    .map(|&told| m.shop(shop).ledger().at(told, fate));
                cells.sum()
            }
            other => m.shop(shop).fates().at(other, fate),
        };
        page.look(ledger).unwrap_or_default()
    };
    let cell = move |service: u8, fate: Charge| {
        let count = page.text(move |_| of(service, fate).to_string());
        view! { <td>{count}</td> }.into_any()
    };
    let row = |service: u8| {
        let cells: Vec<AnyView> = CHARGE.map(|fate| cell(service, fate)).into();
        let none = page.flag(move |_| CHARGE.iter().all(|&fate| of(service, fate) == 0));
        view! {
            <tr class:none=none>
                <th scope="row">{words::services::name(service)}</th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = (0..SERVICES as u8).map(row).collect();
    let one = page.flag(move |r| !r.lanes[shop].several);
    view! {
        <div class="scroll" class:none=one tabindex="0" role="group" aria-label=said::SERVICES>
            {grid(said::SERVICE, rows)}
        </div>
    }
    .into_any()
}

/// Rows by what became of the work.
fn grid(of: &'static str, rows: Vec<AnyView>) -> AnyView {
    let head = CHARGE.map(|c| view! { <th scope="col">{said::charge(c)}</th> }.into_any());
    let head: Vec<AnyView> = head.into();
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">{of}</th>
                    {head}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
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
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=said::TABLE>
            {grid(said::TOLD_CHARGE, rows)}
        </div>
    }
    .into_any()
}
