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
mod help;
mod keys;
mod learn;
mod ledger;
mod lineup;
mod pane;
mod settings;
mod state;
mod story;
mod textbook;

use leptos::prelude::*;

use self::state::Desk;
use crate::sim::shop::Wiring;
use crate::view::chunks;
use crate::view::first::put;
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
    let beside: [(Option<&str>, Fill); 4] = [
        (Some("opened"), card::card),
        (Some("lesson"), learn::beside),
        (None, embed::dialog),
        (None, keys::map),
    ];
    let document = document();
    for (name, fill) in panels {
        if let Some(host) = document.get_element_by_id(name) {
            let _ = host.set_attribute("aria-busy", "false");
            if matches!(name, "code" | "story") {
                desk.follow_while_seen(&host);
            }
        }
        put(Some(name), Box::new(move || fill(desk)));
    }
    for shop in Wiring::ALL {
        let place = format!("whole-{}", shop.name());
        put(Some(&place), Box::new(move || ledger::whole(desk, shop)));
    }
    for (place, fill) in beside {
        put(place, Box::new(move || fill(desk)));
    }
    help::bring(page, &document);
    // The panels live as long as the page does.
    std::mem::forget(owner);
}
