//! Which services an order needs, and in which order: six rows, those that it needs first.
//!
//! ```text
//! [x] Inventory  ↑ ↓
//! [x] Payment    ↑ ↓      always needed
//! [ ] Shipping
//! ```
//!
//! A row stays where it is and says whichever service stands there; so the focus goes along by hand.

use leptos::prelude::*;

use crate::app::model::Msg;
use crate::experiment::value::Value;
use crate::sim::config::lineup::{Lineup, PAYMENT, SERVICES};
use crate::view::bind::text;
use crate::view::page::Page;
use crate::web;
use crate::words::{services, settings as said};

/// Those that are needed, in their order, then the others; and how many are needed.
fn order(lineup: Lineup) -> (Vec<u8>, usize) {
    let mut all: Vec<u8> = lineup.iter().collect();
    let needed = all.len();
    all.extend((0..SERVICES as u8).filter(|&it| lineup.place(it).is_none()));
    (all, needed)
}

pub(super) fn lineup(page: Page, index: usize, id: String, locked: Memo<bool>) -> AnyView {
    let rows = (0..SERVICES).map(|k| row(page, index, &id, locked, k));
    let rows: Vec<AnyView> = rows.collect();
    view! {
        <ol class="lineup" id=id>
            {rows}
        </ol>
    }
    .into_any()
}

fn row(page: Page, index: usize, id: &str, locked: Memo<bool>, k: usize) -> AnyView {
    let now = move || order(page.setup(|s| s.lineup));
    let name = text(move || services::name(now().0[k]).to_owned());
    let needed = Memo::new(move |_| k < now().1);
    let is_payment = Memo::new(move |_| now().0[k] == PAYMENT);
    let set = move |services: Vec<u8>| {
        if let Some(lineup) = Lineup::of(services) {
            let name = page.setting_now(index).name;
            page.send(Msg::Set(name, Value::Choice(lineup.names())));
        }
    };
    let own = format!("{id}-{k}");
    let place = id.to_owned();
    let toggle = move |_| {
        let (mut all, needed) = untrack(now);
        let service = all[k];
        if k < needed {
            all.truncate(needed);
            all.remove(k);
        } else {
            all.truncate(needed);
            all.push(service);
        }
        set(all);
        // (It stands somewhere else now.)
        let at = untrack(now).0.iter().position(|&it| it == service);
        web::focus(&format!("{place}-{}", at.unwrap_or(k)));
    };
    let mover = |earlier: bool| {
        let other = move || {
            if earlier {
                k.checked_sub(1)
            } else {
                Some(k + 1)
            }
        };
        let place = id.to_owned();
        let gone = Memo::new(move |_| {
            let needed = now().1;
            k >= needed || other().is_none_or(|other| other >= needed)
        });
        let label = move || name.with(|name| said::moved(name, earlier));
        let disabled = move || locked.get() || gone.get();
        let press = move |_| {
            let (mut all, needed) = untrack(now);
            if let Some(other) = other().filter(|&other| k < needed && other < needed) {
                all.truncate(needed);
                all.swap(k, other);
                set(all);
                // At an end there is one way on.
                let earlier = earlier && other > 0 || other + 1 == needed;
                web::focus(&format!("{place}-{other}-{}", u8::from(earlier)));
            }
        };
        view! {
            <button
                id=format!("{id}-{k}-{}", u8::from(earlier))
                class:gone=move || !needed.get()
                aria-label=label
                disabled=disabled
                on:click=press
            >
                {if earlier { "↑" } else { "↓" }}
            </button>
        }
        .into_any()
    };
    let own_label = own.clone();
    view! {
        <li>
            <input
                type="checkbox"
                id=own
                prop:checked=needed
                disabled=move || locked.get() || is_payment.get()
                on:change=toggle
            />
            <label for=own_label>{name}</label>
            {mover(true)}
            {mover(false)}
        </li>
    }
    .into_any()
}
