//! A lane: the shop window, the stage, the two clocks and the ledger of one side.

use leptos::prelude::*;

use super::bind;
use super::boxes::boxes;
use super::ledger::ledger;
use super::page::Page;
use crate::app::model::Msg;
use crate::app::readout::{Clocked, Lane};
use crate::sim::shop::Wiring;
use crate::words::lane as said;
use crate::words::shopper as words;

pub(super) fn lane(page: Page, shop: Wiring) -> AnyView {
    let title = format!("{}-title", shop.name());
    let named_by = title.clone();
    view! {
        <section id=format!("lane-{}", shop.name()) class="lane" data-side=shop.name() aria-labelledby=named_by>
            <h2 id=title class="hidden">
                {said::title(shop)}
            </h2>
            {window(page, shop)}
        </section>
    }
    .into_any()
}

/// What a trigger sets going, and what comes of it.
pub(super) fn rest(page: Page, shop: Wiring) -> AnyView {
    view! {
        {boxes(page, shop)}
        {clocks(page, shop)}
        {ledger(page, shop)}
    }
    .into_any()
}

/// The trigger: one shopper, busy while their request is.
fn window(page: Page, shop: Wiring) -> AnyView {
    let busy = page.flag(move |r| r.lanes[shop].waits.is_some());
    let disabled = page.state(move |r| r.lanes[shop].waits.is_some());
    let [number, phrase, rest] =
        [0, 1, 2].map(|part: usize| page.lane_text(shop, move |l| shopper(l)[part].clone()));
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
                <b>{number}</b>
                // (A phone and a frame have no room for it.)
                <span class="phrase">{phrase}</span>
                {rest}
            </p>
        </div>
    }
    .into_any()
}

/// What became of the shopper's click, in three parts.
fn shopper(lane: &Lane) -> [String; 3] {
    let lived = lane.shopper.as_ref();
    // (Others are under way: nothing is said of a shopper who has not pressed.)
    if lived.is_none() && lane.sent > 0 {
        return Default::default();
    }
    let told = lived.and_then(|s| s.told);
    let paid = lived.and_then(|s| s.paid);
    words::shopper(
        (lane.waits, lane.paused),
        told,
        paid,
        lived.is_some_and(|s| s.never.is_some()),
    )
}

/// *User told* and *payment done*: two clocks, always both; and how many were charged. Where an order needs several services,
/// *all done* besides.
///
/// Who was told an error stands apart: an outage must not make the answers look fast.
fn clocks(page: Page, shop: Wiring) -> AnyView {
    let told = page.lane_text(shop, |l| match (l.told.count, l.told_error.count) {
        // Somebody was told: an error, which stands beside it.
        (0, 1..) => String::new(),
        _ => pair(l.told),
    });
    let [errors, word, after] = [0, 1, 2].map(|part: usize| {
        page.lane_text(shop, move |l| match l.told_error.count {
            0 => String::new(),
            n => said::errors(n, l.told_error.p50)[part].clone(),
        })
    });
    let paid = page.lane_text(shop, |l| pair(l.paid));
    let charged = page.lane_text(shop, |l| match l.sent {
        0 => said::NONE.to_owned(),
        sent => said::charged(l.paid.count, sent),
    });
    let all_done = page.lane_text(shop, |l| pair(l.all_done));
    // Where there are several services, how many were charged and how many are all done stands below these clocks.
    let below = |of: fn(&Lane) -> usize| {
        let so_many = page.lane_text(shop, move |l| match l.several {
            true => said::of_all(of(l), l.sent),
            false => String::new(),
        });
        view! { <dd class="so-many quiet">{so_many}</dd> }.into_any()
    };
    let paid_below = below(|l| l.paid.count);
    let done_below = below(|l| l.all_done.count);
    // On a phone the short word has to do.
    let clock =
        |wide: &'static str, name: Memo<String>, id: String, value: Memo<String>, rest: AnyView| {
            view! {
                <dt>
                    <span class="wide">{wide}</span>
                    {name}
                    <span class="quiet">{said::PERCENTILES}</span>
                </dt>
                <dd id=id>{value}</dd>
                {rest}
            }
            .into_any()
        };
    let fixed = |name: &'static str| bind::text(move || name.to_owned());
    let narrow = page.lane_text(shop, |l| match l.several {
        true => said::PAID.to_owned(),
        false => said::DONE.1.to_owned(),
    });
    let id = |name: &str| format!("{name}-{}", shop.name());
    let errors = view! {
        <dd class="errors" id=id("errors")>
            {errors}
            <span class="narrow">{word}</span>
            <span class="after">{after}</span>
        </dd>
    };
    let several = page.flag(move |r| r.lanes[shop].several);
    view! {
        <dl class="clocks" class:several=several>
            <div>{clock(said::TOLD.0, fixed(said::TOLD.1), id("told"), told, errors.into_any())}</div>
            <div>{clock(said::DONE.0, narrow, id("paid"), paid, paid_below)}</div>
            <div class="of-several">
                {clock(said::ALL_DONE.0, fixed(said::ALL_DONE.1), id("all-done"), all_done, done_below)}
            </div>
            <div class="of-one">
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
