//! The stage of a lane: boxes and labels in the document, everything that moves on one canvas above them.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

use super::lane::{lane_memo, words_of};
use super::page::Page;
use crate::app::model::Msg;
use crate::app::readout::Lane;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::shop::Wiring;
use crate::stage::layout::{Area, Layout};
use crate::web::observe::Width;

#[component]
pub(crate) fn StageView(side: Side) -> impl IntoView {
    let page = Page::here();
    let words = words_of(side);
    let wiring = match side {
        Side::Async => Wiring::Async,
        _ => Wiring::Sync,
    };
    let place = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let layout = RwSignal::new(Layout::new(wiring, 560.0));
    let watched = StoredValue::new_local(None::<Width>);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let place: HtmlElement = place.unchecked_into();
        layout.set(Layout::new(wiring, f64::from(place.client_width())));
        watched.set_value(Width::of(&place, move |width| {
            layout.set(Layout::new(wiring, width));
        }));
    });
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            page.set_stage(side, canvas.unchecked_into(), layout.get());
        }
    });
    let users = lane_memo(page, words.index, move |l| users_label(wiring, l));
    view! {
        <div
            class="stage"
            node_ref=place
            style=move || format!("height:{}px", layout.with(|l| l.height))
        >
            <p class="users" id=format!("users-{}", words.id)>
                {move || users.get()}
            </p>
            <CheckoutBox side=side layout=layout />
            <Cable side=side layout=layout />
            {(side == Side::Async).then(|| view! { <QueueBox layout=layout /> })}
            <PaymentBox side=side layout=layout />
            <canvas
                node_ref=canvas
                aria-hidden="true"
                style=move || {
                    layout.with(|l| format!("width:{}px;height:{}px", l.width, l.height))
                }
            ></canvas>
        </div>
    }
}

fn users_label(wiring: Wiring, lane: &Lane) -> String {
    let mut text = format!("Users waiting · {}", lane.open);
    if wiring == Wiring::Async {
        text = format!("{text} — told “202”, not paid · {}", lane.promised);
    } else if lane.thread_line > 0 {
        text = format!("{text} — {} of them for a thread", lane.thread_line);
    }
    text
}

fn boxed(area: Area) -> String {
    format!("top:{}px;height:{}px", area.y, area.h)
}

#[component]
fn CheckoutBox(side: Side, layout: RwSignal<Layout>) -> impl IntoView {
    let page = Page::here();
    let words = words_of(side);
    let meta = lane_memo(page, words.index, |l| match l.threads {
        (held, Some(all)) => format!("threads {held} / {all}"),
        (held, None) => format!("async def: {held} open"),
    });
    view! {
        <div class="box" style=move || boxed(layout.with(|l| l.checkout))>
            <h3>"Checkout"</h3>
            <p class="meta" id=format!("threads-{}", words.id)>
                {move || meta.get()}
            </p>
        </div>
    }
}

/// What lies below Checkout: a word when it is cut.
#[component]
fn Cable(side: Side, layout: RwSignal<Layout>) -> impl IntoView {
    let page = Page::here();
    let words = words_of(side);
    let cut = Memo::new(move |_| page.readout.with(|r| r.faults.network_cut));
    let held = lane_memo(page, words.index, |l| l.held);
    view! {
        <Show when=move || cut.get()>
            <p
                class="cable"
                style=move || layout.with(|l| format!("top:{}px", l.checkout.bottom() + 11.0))
            >
                "✂ cut"
                {move || match held.get() {
                    0 => String::new(),
                    n => format!(" · {n} held"),
                }}
            </p>
        </Show>
    }
}

#[component]
fn QueueBox(layout: RwSignal<Layout>) -> impl IntoView {
    let page = Page::here();
    let down = Memo::new(move |_| page.readout.with(|r| r.faults.broker_down));
    let meta = lane_memo(page, 1, |l| {
        if l.queue_exists {
            format!("ready {} · unacked {}", l.ready, l.unacked)
        } else {
            "no queue: messages are dropped".to_owned()
        }
    });
    view! {
        <div
            class="box"
            class:down=move || down.get()
            style=move || layout.with(|l| boxed(l.queue.unwrap_or_default()))
        >
            <h3>"Queue"</h3>
            <Kill fault=Fault::BrokerDown down=down name="the broker" id="kill-broker" />
            <p class="meta" id="queue-meta">
                {move || if down.get() { "broker down".to_owned() } else { meta.get() }}
            </p>
        </div>
    }
}

#[component]
fn PaymentBox(side: Side, layout: RwSignal<Layout>) -> impl IntoView {
    let page = Page::here();
    let words = words_of(side);
    let down = Memo::new(move |_| page.readout.with(|r| r.payment_down[words.index]));
    let meta = lane_memo(page, words.index, move |l| payment_label(side, l));
    view! {
        <div
            class="box"
            class:down=move || down.get()
            style=move || boxed(layout.with(|l| l.payment))
        >
            <h3>{if side == Side::Async { "Payment workers" } else { "Payment" }}</h3>
            <Kill
                fault=Fault::PaymentDown
                down=down
                name="Payment"
                id=if side == Side::Async { "kill-workers" } else { "kill-payment" }
            />
            <p class="meta" id=format!("servers-{}", words.id)>
                {move || if down.get() { "down".to_owned() } else { meta.get() }}
            </p>
        </div>
    }
}

fn payment_label(side: Side, lane: &Lane) -> String {
    let (busy, all) = lane.servers;
    let mut text = format!("busy {busy} / {all}");
    match (side, lane.inside_line) {
        (_, 0) => {}
        (Side::Async, n) => text = format!("{text} · buffered {n}"),
        (_, n) => text = format!("{text} · in line {n}"),
    }
    if lane.abandoned > 0 {
        text = format!("{text} · {} for nobody", lane.abandoned);
    }
    if side == Side::Async && lane.disconnected > 0 {
        text = format!("{text} · {} not connected", lane.disconnected);
    }
    text
}

/// Click a service to break it, click again to mend it.
#[component]
fn Kill(fault: Fault, down: Memo<bool>, name: &'static str, id: &'static str) -> impl IntoView {
    let page = Page::here();
    view! {
        <button
            class="kill"
            id=id
            aria-label=move || {
                if down.get() { format!("Restart {name}") } else { format!("Kill {name}") }
            }
            on:click=move |_| page.send(Msg::Fault(fault, !down.get_untracked()))
        >
            {move || if down.get() { "restart" } else { "kill" }}
        </button>
    }
}
