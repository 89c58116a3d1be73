//! A lane: the shop window, the stage, the two clocks and the ledger of one side.

use leptos::prelude::*;

use super::boxes::boxes;
use super::ledger::ledger;
use super::page::Page;
use crate::app::model::Msg;
use crate::app::readout::Clocked;
use crate::sim::shop::Wiring;
use crate::words;

/// The words and names of a lane.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) shop: Wiring,
    pub(super) id: &'static str,
    title: &'static str,
    trigger: &'static str,
}

fn words_of(shop: Wiring) -> Words {
    match shop {
        Wiring::Async => Words {
            shop,
            id: shop.name(),
            title: "Async: Checkout publishes to a queue and answers at once",
            trigger: "Trigger async checkout",
        },
        Wiring::Sync => Words {
            shop,
            id: shop.name(),
            title: "Sync: Checkout calls Payment over HTTP and waits",
            trigger: "Trigger sync checkout",
        },
    }
}

pub(super) fn lane(page: Page, shop: Wiring) -> AnyView {
    let words = words_of(shop);
    let title = format!("{}-title", words.id);
    let named_by = title.clone();
    view! {
        <section class="lane" data-side=words.id aria-labelledby=named_by>
            <h2 id=title class="hidden">
                {words.title}
            </h2>
            {window(page, words)}
            {boxes(page, words)}
            {clocks(page, words)}
            {ledger(page, words)}
        </section>
    }
    .into_any()
}

/// The trigger: one shopper, busy while their request is.
fn window(page: Page, words: Words) -> AnyView {
    let shop = words.shop;
    let busy = page.flag(move |r| r.lanes[shop].waits.is_some());
    let disabled = page.state(move |r| r.lanes[shop].waits.is_some());
    let [number, phrase, rest] =
        [0, 1, 2].map(|part: usize| page.lane_text(shop, move |l| l.story()[part].clone()));
    let id = format!("story-{}", words.id);
    let described_by = id.clone();
    view! {
        <div class="window">
            <button
                id=format!("trigger-{}", words.id)
                class="trigger"
                aria-disabled=disabled
                aria-describedby=described_by
                on:click=page.press(move |_| Msg::Trigger(shop.into()))
            >
                {words.trigger}
            </button>
            <p id=id class="story" class:busy=busy>
                {number}
                // (A phone has no room for it.)
                <span class="phrase">{phrase}</span>
                {rest}
            </p>
        </div>
    }
    .into_any()
}

/// *User told* and *payment done*: two clocks, always both; and how many were charged.
///
/// Who was told an error stands apart: an outage must not make the answers look fast.
fn clocks(page: Page, words: Words) -> AnyView {
    let told = page.lane_text(words.shop, |l| pair(l.told));
    let errors = page.lane_text(words.shop, |l| match l.told_error.count {
        0 => String::new(),
        n => format!("✕ {n} after {}", words::span(l.told_error.p50)),
    });
    let paid = page.lane_text(words.shop, |l| pair(l.paid));
    let charged = page.lane_text(words.shop, |l| match l.sent {
        0 => "–".to_owned(),
        sent => format!("{} of {sent}", l.paid.count),
    });
    // On a phone the short word has to do.
    let clock = |(wide, name): (&'static str, &'static str),
                 id: String,
                 value: Memo<String>,
                 rest: AnyView| {
        view! {
            <div>
                <dt>
                    <span class="wide">{wide}</span>
                    {name}
                    <span class="quiet">" p50 · p99"</span>
                </dt>
                <dd id=id>{value}</dd>
                {rest}
            </div>
        }
    };
    let id = |name: &str| format!("{name}-{}", words.id);
    let errors = view! {
        <dd class="errors" id=id("errors")>
            {errors}
        </dd>
    };
    view! {
        <dl class="clocks">
            {clock(("user ", "told"), id("told"), told, errors.into_any())}
            {clock(("payment ", "done"), id("paid"), paid, ().into_any())}
            <div>
                <dt>"charged"</dt>
                <dd id=id("charged")>{charged}</dd>
            </div>
        </dl>
    }
    .into_any()
}

fn pair(clocked: Clocked) -> String {
    match clocked.count {
        0 => "–".to_owned(),
        _ if clocked.p50 == clocked.p99 => words::span(clocked.p50),
        _ => format!(
            "{} · {}",
            words::span(clocked.p50),
            words::span(clocked.p99)
        ),
    }
}
