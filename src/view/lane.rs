//! A lane: the shop window, the stage, the two clocks and the ledger of one side.

use leptos::prelude::*;

use super::boxes::boxes;
use super::ledger::ledger;
use super::page::Page;
use crate::app::model::Msg;
use crate::app::readout::Clocked;
use crate::sim::shop::Wiring;
use crate::words::lane as said;

pub(super) fn lane(page: Page, shop: Wiring) -> AnyView {
    let title = format!("{}-title", shop.name());
    let named_by = title.clone();
    view! {
        <section class="lane" data-side=shop.name() aria-labelledby=named_by>
            <h2 id=title class="hidden">
                {said::title(shop)}
            </h2>
            {window(page, shop)}
            {boxes(page, shop)}
            {clocks(page, shop)}
            {ledger(page, shop)}
        </section>
    }
    .into_any()
}

/// The trigger: one shopper, busy while their request is.
fn window(page: Page, shop: Wiring) -> AnyView {
    let busy = page.flag(move |r| r.lanes[shop].waits.is_some());
    let disabled = page.state(move |r| r.lanes[shop].waits.is_some());
    let story = page.lane_text(shop, |l| match &l.shopper {
        None => said::ONE_SHOPPER.to_owned(),
        Some(s) => said::shopper(l.waits, s.told, s.paid, s.never.is_some()),
    });
    let id = format!("story-{}", shop.name());
    let described_by = id.clone();
    view! {
        <div class="window">
            <button
                id=format!("trigger-{}", shop.name())
                class="trigger"
                aria-disabled=disabled
                aria-describedby=described_by
                on:click=page.press(move |_| Msg::Trigger(shop.into()))
            >
                {said::trigger(shop)}
            </button>
            <p id=id class="story" class:busy=busy>
                {story}
            </p>
        </div>
    }
    .into_any()
}

/// *User told* and *payment done*: two clocks, always both; and how many were charged.
///
/// Who was told an error stands apart: an outage must not make the answers look fast.
fn clocks(page: Page, shop: Wiring) -> AnyView {
    let told = page.lane_text(shop, |l| pair(l.told));
    let errors = page.lane_text(shop, |l| match l.told_error.count {
        0 => String::new(),
        n => said::errors(n, l.told_error.p50),
    });
    let paid = page.lane_text(shop, |l| pair(l.paid));
    let charged = page.lane_text(shop, |l| match l.sent {
        0 => said::NONE.to_owned(),
        sent => said::charged(l.paid.count, sent),
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
                    <span class="quiet">{said::PERCENTILES}</span>
                </dt>
                <dd id=id>{value}</dd>
                {rest}
            </div>
        }
    };
    let id = |name: &str| format!("{name}-{}", shop.name());
    let errors = view! {
        <dd class="errors" id=id("errors")>
            {errors}
        </dd>
    };
    view! {
        <dl class="clocks">
            {clock(said::TOLD, id("told"), told, errors.into_any())}
            {clock(said::DONE, id("paid"), paid, ().into_any())}
            <div>
                <dt>{said::CHARGED}</dt>
                <dd id=id("charged")>{charged}</dd>
            </div>
        </dl>
    }
    .into_any()
}

fn pair(clocked: Clocked) -> String {
    match clocked.count {
        0 => said::NONE.to_owned(),
        _ => said::clock(clocked.p50, clocked.p99),
    }
}
