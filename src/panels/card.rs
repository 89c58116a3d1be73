//! A part, opened: how it is doing in both shops, what can befall it, and all of its settings.
//!
//! Its card on the spine shows the first few of these (`view/spine.rs`); opened, it lies over the spine.

use gloo_timers::callback::Timeout;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::settings::PLACE;
use super::state::Desk;
use crate::experiment::settings::common;
use crate::sim::shop::Wiring;
use crate::view::cards::Card;
use crate::view::control::{Place, control};
use crate::view::page::Page;
use crate::view::spine::{switch, whose};
use crate::web;
use crate::words::spine as said;

pub(super) fn card(desk: Desk) -> AnyView {
    let page = desk.page;
    view! { {move || page.opened.get().map(|card| opened(page, card))} }.into_any()
}

fn opened(page: Page, card: &'static Card) -> AnyView {
    let shut = move || {
        page.opened.set(None);
        // (What is behind it comes into sight first: style/desk.css.)
        Timeout::new(0, move || web::focus(&format!("open-{}", card.id))).forget();
    };
    let place = Place {
        prefix: "card",
        ..PLACE
    };
    let settings = common().iter().filter(|s| card.parts.contains(&s.part));
    let settings: Vec<AnyView> = settings.map(|s| control(page, s, place)).collect();
    let switches = card
        .faults()
        .map(|f| switch(page, f, "card-", Some(said::about(f))));
    let switches: Vec<AnyView> = switches.collect();
    let figures = Wiring::ALL.map(|shop| figures(page, card, shop));
    let figures: Vec<AnyView> = figures.into();
    let title = page.title_of(card);
    let everything = move || title.with(|title| said::everything_about(title));
    let of_services = card.kinds.iter().any(|kind| kind.is_of_a_service());
    let whose = of_services.then(|| whose(page, "opened-service"));
    Effect::new(|_| web::focus("shut"));
    view! {
        <div
            role="group"
            aria-label=everything
            on:keydown=move |e: KeyboardEvent| {
                if e.key() == "Escape" {
                    e.stop_propagation();
                    shut();
                }
            }
        >
            <div class="top">
                <h2>{title}</h2>
                {whose}
                <button id="shut" on:click=move |_| shut()>
                    {said::CLOSE}
                </button>
            </div>
            <dl>{figures}</dl>
            <div class="switches">{switches}</div>
            {settings}
        </div>
    }
    .into_any()
}

/// How its parts are doing in a shop, in the stage's own words.
fn figures(page: Page, card: &'static Card, wiring: Wiring) -> AnyView {
    let now = page.figures_of(wiring, card.kinds);
    view! {
        <div data-side=wiring.name()>
            <dt>{said::shop(wiring)}</dt>
            <dd>{now}</dd>
        </div>
    }
    .into_any()
}
