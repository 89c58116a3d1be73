//! What is below the first view: a chunk of the program, loaded when one of its panels is wanted.
//!
//! ```text
//! tab, button, link ─▶ Page::want_desk ─▶ the chunk ─▶ code · charts · settings · textbook · story · learn · save · embed
//! ```
//!
//! The first view has a budget, and nobody reads code or charts in the first second. It is the same program all the same:
//! panels read the page's one model, and send the same messages.

mod card;
mod charts;
mod code;
mod copy;
mod embed;
mod experiment;
mod keys;
mod learn;
mod ledger;
mod pane;
mod settings;
mod state;
mod story;
mod textbook;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use self::state::Desk;
use crate::sim::shop::Wiring;
use crate::view::chunks;
use crate::view::page::Page;

/// What fills a panel.
type Fill = fn(Desk) -> AnyView;

/// Fills the panels that the page has left empty.
pub(crate) fn start(page: Page) {
    let owner = Owner::new();
    owner.set();
    chunks::bring_style();
    let desk = Desk::new(page);
    let panels: [(&str, Fill); 7] = [
        ("code", code::code),
        ("charts", charts::charts),
        ("settings", settings::settings),
        ("theory", textbook::textbook),
        ("story", story::story),
        ("learn", learn::learn),
        ("experiment", experiment::experiment),
    ];
    let document = web_sys::window().and_then(|w| w.document());
    for (name, fill) in panels {
        let host = document.as_ref().and_then(|d| d.get_element_by_id(name));
        let Some(host) = host.and_then(|h| h.dyn_into::<HtmlElement>().ok()) else {
            continue;
        };
        if matches!(name, "code" | "story") {
            desk.follow_while_seen(&host);
        }
        let _ = host.set_attribute("aria-busy", "false");
        leptos::mount::mount_to(host, move || fill(desk)).forget();
    }
    let beside: [(&str, Fill); 2] = [("opened", card::card), ("lesson", learn::beside)];
    for (id, fill) in beside {
        let host = document.as_ref().and_then(|d| d.get_element_by_id(id));
        if let Some(host) = host.and_then(|h| h.dyn_into::<HtmlElement>().ok()) {
            leptos::mount::mount_to(host, move || fill(desk)).forget();
        }
    }
    for (id, shop) in [("whole-sync", Wiring::Sync), ("whole-async", Wiring::Async)] {
        let host = document.as_ref().and_then(|d| d.get_element_by_id(id));
        if let Some(host) = host.and_then(|h| h.dyn_into::<HtmlElement>().ok()) {
            leptos::mount::mount_to(host, move || ledger::whole(desk, shop)).forget();
        }
    }
    if let Some(body) = document.and_then(|d| d.body()) {
        let dialogs = move || view! { {embed::dialog(desk)} {keys::map(desk)} };
        leptos::mount::mount_to(body, dialogs).forget();
    }
    // The panels live as long as the page does.
    std::mem::forget(owner);
}
