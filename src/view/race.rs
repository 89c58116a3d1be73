//! Both at once, and whether that is fair.

use leptos::prelude::*;

use super::bind::Press;
use super::page::Page;
use crate::app::model::Msg;
use crate::sim::engine::Side;
use crate::web;

pub(super) fn race(page: Page) -> AnyView {
    let about = page.text(|r| r.about.clone());
    let unfair = page.flag(|r| r.unfair.any());
    let sentence = page.text(|r| {
        if r.unfair.any() {
            format!("⚖ Not comparable: {}", r.unfair.sentence())
        } else if r.lanes[0].sent > 0 {
            "⚖ A fair race".to_owned()
        } else {
            String::new()
        }
    });
    let locked = page.embed.with_value(|e| e.locks_setting("consumers"));
    let chosen = page.flag(|r| r.chosen.is_some());
    let story = page.text(|r| {
        let number = r.chosen.unwrap_or_default() + 1;
        format!("Order {number}: its story ↓")
    });
    let to_story: Press = Box::new(|_| web::show("story"));
    view! {
        <section class="race" aria-label="Both at once">
            <p id="about" class="about">
                {about}
            </p>
            <div class="both" role="group" aria-label="Orders to both shops">
                <button
                    id="both"
                    class="primary"
                    on:click=page.press(|_| Msg::Trigger(Side::Both))
                >
                    "Both at once"
                </button>
                {crowds(page, Side::Both, "both")}
            </div>
            <button id="to-story" class:shown=chosen on:click=to_story>
                {story}
            </button>
            <p id="fairness" class="fairness" class:unfair=unfair>
                <span>{sentence}</span>
                <button id="make-fair" disabled=locked on:click=page.press_away(Msg::MakeFair)>
                    "Make it fair"
                </button>
            </p>
        </section>
    }
    .into_any()
}

/// ×10, ×100, ×1000: other shoppers.
pub(super) fn crowds(page: Page, side: Side, id: &'static str) -> Vec<AnyView> {
    let crowd = |n: u32| {
        view! {
            <button
                id=format!("{id}-{n}")
                aria-label=format!("×{n}: {n} {id} orders")
                on:click=page.press(move |_| Msg::Crowd(side, n))
            >
                {format!("×{n}")}
            </button>
        }
        .into_any()
    };
    [10, 100, 1000].map(crowd).into()
}
