//! What the textbook says of each shop, beside what this run has come to.

use leptos::prelude::*;

use super::state::Desk;
use crate::experiment::textbook::Textbook;
use crate::sim::wiring::{WIRINGS, Wiring};
use crate::web::now_ms;
use crate::web::timer::Later;
use crate::words::textbook as words;

/// Milliseconds between two looks: a mean that changes ten times a second cannot be read.
const LOOK_MS: f64 = 500.0;

pub(super) fn textbook(desk: Desk) -> AnyView {
    let said = RwSignal::new(<[String; WIRINGS]>::default());
    let looked = StoredValue::new_local(f64::NEG_INFINITY);
    let later = StoredValue::new_local(Later::default());
    let look = move || {
        let now = desk.look(|m| {
            let said = |shop| words::paragraph(&Textbook::of(m.run(), shop), m.shop(shop));
            Wiring::ALL.map(said)
        });
        if let Some(now) = now.filter(|now| said.with_untracked(|old| old != now)) {
            said.set(now);
        }
        looked.set_value(now_ms());
    };
    Effect::new(move |_| {
        desk.read(|_| ());
        let wait = looked.get_value() + LOOK_MS - now_ms();
        match wait <= 0.0 {
            true => look(),
            false => later.with_value(|later| later.ask(wait as u32 + 1, Box::new(look))),
        }
    });
    let one = |shop: Wiring| {
        let side = shop.name();
        let title = words::of_the_shop(shop);
        view! {
            <section class="story-of" data-side=side aria-labelledby=format!("theory-of-{side}")>
                <h3 id=format!("theory-of-{side}")>{title}</h3>
                <p id=format!("theory-{side}")>{move || said.with(|said| said[shop].clone())}</p>
            </section>
        }
    };
    let each = Wiring::ALL.map(one).into_iter().collect_view();
    view! { <div class="stories">{each}</div> }.into_any()
}
