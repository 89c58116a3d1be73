//! The stage of a lane: boxes and labels in the document, everything that moves on one canvas between them.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::bind::Press;
use super::lane::Words;
use super::page::Page;
use crate::app::model::Msg;
use crate::app::readout::{Lane, Readout};
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::shop::Wiring;
use crate::stage::layout::{Area, Layout};
use crate::web::observe::Width;

pub(super) fn stage(page: Page, words: Words) -> AnyView {
    let (side, index) = (words.side, words.index);
    let wiring = match side {
        Side::Async => Wiring::Async,
        _ => Wiring::Sync,
    };
    let place = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let low = page.embed.with_value(|embed| embed.on);
    let layout = RwSignal::new(Layout::new(wiring, 560.0, low));
    let watched = StoredValue::new_local(None::<Width>);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let measure = move |width| layout.set(Layout::new(wiring, width, low));
        measure(f64::from(place.client_width()));
        watched.set_value(Width::of(&place, measure));
    });
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            page.set_stage(side, canvas.unchecked_into(), layout.get());
        }
    });
    let users = page.lane_text(index, move |l| users_label(wiring, l));
    let scale = Memo::new(move |_| match page.scale.get()[index] {
        0 | 1 => String::new(),
        n => format!("1 dot = {n} orders"),
    });
    // (The list of orders beside the story does the same with the keyboard.)
    let look_at: Press = Box::new(move |event: MouseEvent| {
        if let Some(place) = place.get_untracked() {
            let corner = place.get_bounding_client_rect();
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            page.look_at(side, x - corner.left(), y - corner.top());
        }
    });
    view! {
        <div
            class="stage"
            node_ref=place
            style=Memo::new(move |_| format!("height:{}px", layout.get().height))
            on:click=look_at
        >
            <p class="users" id=format!("users-{}", words.id)>
                {users}
            </p>
            {checkout(page, words, layout)}
            {cable(page, index, layout)}
            {(side == Side::Async).then(|| queue(page, layout))}
            {(side == Side::Async).then(|| tray(page, layout))}
            {payment(page, words, layout)}
            <p class="scale">{scale}</p>
            <canvas
                node_ref=canvas
                aria-hidden="true"
                style=Memo::new(move |_| {
                    let l = layout.get();
                    format!("width:{}px;height:{}px", l.width, l.height)
                })
            ></canvas>
        </div>
    }
    .into_any()
}

fn users_label(wiring: Wiring, lane: &Lane) -> String {
    match (wiring, lane.thread_line) {
        (Wiring::Async, _) => format!(
            "Users waiting {} · told 202, unpaid {}",
            lane.open, lane.promised
        ),
        (Wiring::Sync, 0) => format!("Users waiting {}", lane.open),
        (Wiring::Sync, line) => {
            format!("Users waiting {} · for a thread {line}", lane.open)
        }
    }
}

/// A part of the shop: its title, what can be done to it, and how it is.
fn part(
    layout: RwSignal<Layout>,
    area: impl Fn(&Layout) -> Area + Send + Sync + 'static,
    (wide, title): (&'static str, &'static str),
    kill: Option<AnyView>,
    (id, meta): (String, Memo<String>),
    down: Memo<bool>,
) -> AnyView {
    let area: Box<dyn Fn(&Layout) -> Area + Send + Sync> = Box::new(area);
    let style = Memo::new(move |_| {
        let area = area(&layout.get());
        format!("top:{}px;height:{}px", area.y, area.h)
    });
    view! {
        <div class="box" class:down=down style=style></div>
        <div class="box-title" class:down=down style=style>
            <h3>
                <span class="wide">{wide}</span>
                {title}
            </h3>
            {kill}
            <p class="meta" id=id>
                {meta}
            </p>
        </div>
    }
    .into_any()
}

fn checkout(page: Page, words: Words, layout: RwSignal<Layout>) -> AnyView {
    let meta = page.lane_text(words.index, |l| match l.threads {
        (held, Some(all)) => format!("threads {held} / {all}"),
        (held, None) => format!("async def: {held} open"),
    });
    let up = page.flag(|_| false);
    let id = format!("threads-{}", words.id);
    part(
        layout,
        |l| l.checkout,
        ("", "Checkout"),
        None,
        (id, meta),
        up,
    )
}

/// What lies below Checkout: a word when it is cut.
fn cable(page: Page, index: usize, layout: RwSignal<Layout>) -> AnyView {
    let cut = page.flag(|r| r.faults.network_cut);
    let word = page.lane_text(index, |l| match l.held {
        0 => "✂ cut".to_owned(),
        n => format!("✂ cut · {n} held"),
    });
    let style = Memo::new(move |_| format!("top:{}px", layout.get().checkout.bottom() + 11.0));
    view! {
        <p class="cable" class:shown=cut style=style>
            {word}
        </p>
    }
    .into_any()
}

fn queue(page: Page, layout: RwSignal<Layout>) -> AnyView {
    let meta = page.text(|r| {
        let lane = &r.lanes[1];
        if r.faults.broker_down {
            "broker down".to_owned()
        } else if lane.queue_exists {
            format!("ready {} · unacked {}", lane.ready, lane.unacked)
        } else {
            "no queue: messages vanish".to_owned()
        }
    });
    let down = page.flag(|r| r.faults.broker_down);
    let kill = kill(page, Fault::BrokerDown, "kill-broker", "the broker", |r| {
        r.faults.broker_down
    });
    let area = |l: &Layout| l.queue.unwrap_or_default();
    let meta = ("queue-meta".to_owned(), meta);
    part(layout, area, ("", "Queue"), Some(kill), meta, down)
}

/// Below the queue: what left it dead, where something did.
fn tray(page: Page, layout: RwSignal<Layout>) -> AnyView {
    let text = page.lane_text(1, |l| l.dead.clone());
    let style = Memo::new(move |_| {
        let l = layout.get();
        format!("bottom:{}px", l.height - l.tray_bottom)
    });
    view! {
        <p class="tray" id="tray" style=style title=text>
            {text}
        </p>
    }
    .into_any()
}

fn payment(page: Page, words: Words, layout: RwSignal<Layout>) -> AnyView {
    let (index, side) = (words.index, words.side);
    let out_of_order = page.flag(move |r| {
        let stands_still = [Fault::PaymentFrozen, Fault::PaymentBlackHoled];
        r.payment_down[index] || stands_still.into_iter().any(|fault| r.faults.has(fault))
    });
    let meta = page.text(move |r| {
        let lane = &r.lanes[index];
        if r.payment_down[index] {
            "down".to_owned()
        } else if r.faults.has(Fault::PaymentFrozen) {
            format!("frozen · {} inside", lane.servers.0 + lane.inside_line)
        } else if r.faults.has(Fault::PaymentBlackHoled) {
            format!("out of reach · busy {}", lane.servers.0)
        } else {
            payment_label(side, lane)
        }
    });
    let (title, id) = match side {
        Side::Async => (("Payment ", "workers"), "kill-workers"),
        _ => (("", "Payment"), "kill-payment"),
    };
    let kill = kill(page, Fault::PaymentDown, id, "Payment", move |r| {
        r.payment_down[index]
    });
    let meta = (format!("servers-{}", words.id), meta);
    part(layout, |l| l.payment, title, Some(kill), meta, out_of_order)
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
fn kill(
    page: Page,
    fault: Fault,
    id: &'static str,
    name: &'static str,
    down: impl Fn(&Readout) -> bool + Copy + Send + Sync + 'static,
) -> AnyView {
    let verb = move |r: &Readout| if down(r) { "restart" } else { "kill" };
    let word = page.text(move |r| verb(r).to_owned());
    let label = page.text(move |r| format!("{} {name}", verb(r)));
    view! {
        <button
            class="kill"
            id=id
            disabled=page.locks("failures")
            aria-label=label
            on:click=page.press(move |r| Msg::Fault(fault, !down(r)))
        >
            {word}
        </button>
    }
    .into_any()
}
