//! A lane: the shop window, the stage, the two clocks and the ledger of one side.

use leptos::prelude::*;

use super::ledger::Ledger;
use super::page::Page;
use super::stage::StageView;
use crate::app::model::Msg;
use crate::app::readout::{self, Clocked};
use crate::app::words;
use crate::sim::engine::Side;

/// The words and names of a side.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) index: usize,
    pub(crate) id: &'static str,
    title: &'static str,
    about: &'static str,
    trigger: &'static str,
}

pub(crate) fn words_of(side: Side) -> Words {
    match side {
        Side::Async => Words {
            index: 1,
            id: "async",
            title: "Async",
            about: "queue: Checkout publishes and answers at once",
            trigger: "Trigger async checkout",
        },
        _ => Words {
            index: 0,
            id: "sync",
            title: "Sync",
            about: "HTTP: Checkout calls Payment and waits",
            trigger: "Trigger sync checkout",
        },
    }
}

/// Reads something of this side's labels.
pub(crate) fn lane_memo<T>(
    page: Page,
    index: usize,
    read: impl Fn(&readout::Lane) -> T + Send + Sync + 'static,
) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| page.readout.with(|r| read(&r.lanes[index])))
}

#[component]
pub(crate) fn Lane(side: Side) -> impl IntoView {
    let words = words_of(side);
    view! {
        <section class="lane" data-side=words.id aria-labelledby=format!("{}-title", words.id)>
            <h2 id=format!("{}-title", words.id)>
                <span class="name">{words.title}</span>
                <span class="quiet">{words.about}</span>
            </h2>
            <Window side=side />
            <StageView side=side />
            <TwoClocks side=side />
            <Ledger side=side />
        </section>
    }
}

/// The trigger: one shopper, busy while their request is. ×10 and more are other shoppers.
#[component]
fn Window(side: Side) -> impl IntoView {
    let page = Page::here();
    let words = words_of(side);
    let busy = lane_memo(page, words.index, |l| l.waits.is_some());
    let story = lane_memo(page, words.index, readout::Lane::story);
    view! {
        <div class="window">
            <button
                id=format!("trigger-{}", words.id)
                class="trigger"
                aria-disabled=move || busy.get().to_string()
                aria-describedby=format!("story-{}", words.id)
                on:click=move |_| page.send(Msg::Trigger(side))
            >
                {words.trigger}
            </button>
            <span class="crowd">
                {[10, 100, 1000]
                    .map(|n| {
                        view! {
                            <button
                                id=format!("{}-{n}", words.id)
                                aria-label=format!("{n} {} orders", words.id)
                                on:click=move |_| page.send(Msg::Crowd(side, n))
                            >
                                {format!("×{n}")}
                            </button>
                        }
                    })
                    .collect_view()}
            </span>
            <p id=format!("story-{}", words.id) class="story" class:busy=move || busy.get()>
                {move || {
                    let story = story.get();
                    if story.is_empty() { "press the button: one shopper, one order".to_owned() } else { story }
                }}
            </p>
        </div>
    }
}

/// *User told* and *payment done*: two clocks, always both.
#[component]
fn TwoClocks(side: Side) -> impl IntoView {
    let page = Page::here();
    let words = words_of(side);
    let told = lane_memo(page, words.index, |l| l.told);
    let paid = lane_memo(page, words.index, |l| l.paid);
    view! {
        <dl class="clocks">
            <div>
                <dt>"User told" <span class="quiet">" p50 / p99"</span></dt>
                <dd id=format!("told-{}", words.id)>{move || pair(told.get())}</dd>
            </div>
            <div>
                <dt>"Payment done" <span class="quiet">" p50 / p99"</span></dt>
                <dd id=format!("paid-{}", words.id)>{move || pair(paid.get())}</dd>
            </div>
        </dl>
    }
}

fn pair(clocked: Clocked) -> String {
    match clocked.count {
        0 => "– / –".to_owned(),
        _ => format!(
            "{} / {}",
            words::span(clocked.p50),
            words::span(clocked.p99)
        ),
    }
}
