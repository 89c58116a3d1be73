//! The ledger: a bar of what became of the orders, and the whole table on demand.

use leptos::prelude::*;

use super::lane::{lane_memo, words_of};
use super::page::Page;
use crate::app::cells::{OUTCOMES, Outcome};
use crate::sim::engine::Side;
use crate::sim::ledger::{CHARGE, TOLD};

#[component]
pub(crate) fn Ledger(side: Side) -> impl IntoView {
    let page = Page::here();
    let words = words_of(side);
    let ledger = lane_memo(page, words.index, |l| l.ledger);
    let sent = lane_memo(page, words.index, |l| l.sent);
    let count = move |o: &Outcome| ledger.with(|l| o.count(l));
    view! {
        <div class="ledger">
            <div class="ledger-bar" aria-hidden="true">
                {OUTCOMES
                    .iter()
                    .map(|o| {
                        let width = move || {
                            let share = count(o) as f64 / sent.get().max(1) as f64;
                            format!("width:{:.3}%", share * 100.0)
                        };
                        view! { <span class="part" data-outcome=o.key style=width></span> }
                    })
                    .collect_view()}
            </div>
            <ul class="legend" id=format!("ledger-{}", words.id)>
                {OUTCOMES
                    .iter()
                    .map(|o| {
                        let always = o.key == "paid";
                        view! {
                            <li
                                data-outcome=o.key
                                title=o.about
                                class:none=move || count(o) == 0 && !always
                            >
                                <span class="sign" aria-hidden="true">
                                    {o.sign}
                                </span>
                                " "
                                {o.word}
                                " "
                                <b>{move || count(o)}</b>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <details>
                <summary>
                    "The whole ledger, "
                    {move || crate::app::words::count(sent.get(), "order")}
                </summary>
                <div class="scroll" tabindex="0" role="group" aria-label="Ledger table">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"told, charge"</th>
                                {CHARGE.map(|c| view! { <th scope="col">{c.name()}</th> }).collect_view()}
                            </tr>
                        </thead>
                        <tbody>
                            {TOLD
                                .map(|told| {
                                    view! {
                                        <tr>
                                            <th scope="row">{told.name().replace('_', " ")}</th>
                                            {CHARGE
                                                .map(|charge| {
                                                    let cell = move || {
                                                        ledger.with(|l| l[told as usize][charge as usize])
                                                    };
                                                    view! { <td class:zero=move || cell() == 0>{cell}</td> }
                                                })
                                                .collect_view()}
                                        </tr>
                                    }
                                })
                                .collect_view()}
                        </tbody>
                    </table>
                </div>
                <p class="quiet">
                    {move || {
                        let answers = page.readout.with(|r| r.lanes[words.index].statuses.clone());
                        let answers: Vec<String> = answers
                            .iter()
                            .map(|(status, n)| format!("{n} × {}", crate::app::words::status(*status)))
                            .collect();
                        if answers.is_empty() { "No answers yet.".to_owned() } else { answers.join(", ") }
                    }}
                </p>
            </details>
        </div>
    }
}
