//! A replay on the page: its curves, everything that was judged, and what became of the orders, measured and simulated.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::state::Desk;
use crate::charts::recorded::{Curves, curves};
use crate::replay::Replay;
use crate::replay::judge::Finding;
use crate::replay::summary::Summary;
use crate::share::embed;
use crate::share::link::{self, Link};
use crate::web::observe::Width;
use crate::web::{self, address};

/// The height of a chart in CSS pixels.
const HEIGHT: f64 = 170.0;

pub(super) fn replayed(desk: Desk, replay: &Arc<Replay>) -> AnyView {
    let (measured, simulated) = (
        Summary::of(&replay.recorded, None),
        Summary::of(&replay.orders, None),
    );
    let faults: Vec<AnyView> = replay
        .faults()
        .into_iter()
        .map(|f| view! { <li>{f}</li> }.into_any())
        .collect();
    let drawn: Vec<AnyView> = curves(replay).into_iter().enumerate().map(chart).collect();
    view! {
        <div id="replayed" data-side=replay.mode()>
            <p class="quiet">{replay.description.clone()}</p>
            <ul class="faults">{faults}</ul>
            <div class="stories">{drawn}</div>
            {judged(&replay.findings)}
            <div class="stories">
                {counts("Where they ended", &measured.final_states, &simulated.final_states)}
                {counts("What users were told", &measured.responses, &simulated.responses)}
            </div>
            {on_the_stage(desk, replay)}
        </div>
    }
    .into_any()
}

fn chart((k, curves): (usize, Curves)) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    let width = RwSignal::new(0.0_f64);
    let watched = StoredValue::new_local(None::<Width>);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        width.set(f64::from(place.client_width()));
        watched.set_value(Width::of(&place, move |now| width.set(now)));
    });
    let (title, sentence) = (curves.title, curves.sentence());
    let inside = move || match width.get() {
        0.0 => String::new(),
        width => curves.svg(width, HEIGHT),
    };
    view! {
        <figure>
            <h4>{title}</h4>
            <div class="drawing" node_ref=place style=format!("height:{HEIGHT}px")>
                <svg
                    aria-hidden="true"
                    width=move || width.get().to_string()
                    height=HEIGHT.to_string()
                    inner_html=inside
                ></svg>
            </div>
            <ul class="key">
                <li>
                    <span class="sample measured" aria-hidden="true"></span>
                    "measured"
                </li>
                <li>
                    <span class="sample dashed" aria-hidden="true"></span>
                    "simulated"
                </li>
            </ul>
            <figcaption id=format!("replayed-{k}")>{sentence}</figcaption>
        </figure>
    }
    .into_any()
}

/// Everything that was judged.
fn judged(findings: &[Finding]) -> AnyView {
    let row = |finding: &Finding| {
        // Beyond what is allowed the bar is full, and the word says how far.
        let share = finding
            .share()
            .unwrap_or(f64::from(u8::from(!finding.holds())));
        let bar = format!("width:{}%", (share * 100.0).clamp(0.0, 100.0) as u8);
        let words = match (finding.share(), finding.holds()) {
            (Some(_), true) => format!("{} of {}", finding.share_words(), finding.allowed_words()),
            (_, true) => finding.share_words(),
            (_, false) => format!(
                "✕ {} (allowed: {})",
                finding.share_words(),
                finding.allowed_words()
            ),
        };
        view! {
            <tr class:off=!finding.holds()>
                <th scope="row">{finding.plain()}</th>
                <td>{finding.measured.clone()}</td>
                <td>{finding.simulated.clone()}</td>
                <td>
                    {words} <span class="share-bar" aria-hidden="true">
                        <span style=bar></span>
                    </span>
                </td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = findings.iter().map(row).collect();
    table(
        "Judged",
        ["figure", "measured", "simulated", "off, of what is allowed"],
        rows,
    )
}

/// How many orders came to what.
fn counts(
    title: &'static str,
    measured: &BTreeMap<String, u64>,
    simulated: &BTreeMap<String, u64>,
) -> AnyView {
    let mut names: Vec<&String> = measured.keys().chain(simulated.keys()).collect();
    names.sort();
    names.dedup();
    let row = |name: &&String| {
        let [was, is] = [measured, simulated].map(|all| all.get(*name).copied().unwrap_or(0));
        let off = match was == is {
            true => "the same".to_owned(),
            false => format!("{} apart", was.abs_diff(is)),
        };
        view! {
            <tr>
                <th scope="row">{(*name).clone()}</th>
                <td>{was}</td>
                <td>{is}</td>
                <td>{off}</td>
            </tr>
        }
        .into_any()
    };
    table(
        title,
        ["orders", "measured", "simulated", ""],
        names.iter().map(row).collect(),
    )
}

fn table(title: &'static str, head: [&'static str; 4], rows: Vec<AnyView>) -> AnyView {
    let head: Vec<AnyView> = head
        .iter()
        .map(|&word| match word {
            "" => view! { <td></td> }.into_any(),
            _ => view! { <th scope="col">{word}</th> }.into_any(),
        })
        .collect();
    view! {
        <table class="figures">
            <caption>{title}</caption>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// What of it a link can carry.
fn on_the_stage(desk: Desk, replay: &Arc<Replay>) -> AnyView {
    let (embed, _) = embed::read(&address::query());
    if embed.locks("settings") {
        return ().into_any();
    }
    let replay = replay.clone();
    let open = move |_| {
        let link = link::write(&Link {
            experiment: replay.staged(),
            ..Link::default()
        });
        desk.wish(&format!("open {link}"));
        web::show("showdown");
    };
    view! {
        <div class="actions">
            <button id="recorded-stage" on:click=open>
                "Open its settings on the stage"
            </button>
            <span class="quiet">
                "With its arrivals and outages. What was prescribed for single orders is not in a link: there Payment takes \
                 as long as it did on average, and fails only by the settings."
            </span>
        </div>
    }
    .into_any()
}
