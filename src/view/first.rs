//! First things first: what a reader can press at once, then the rest of the first screen.
//!
//! ```text
//! title, sentence, triggers ─▶ a click, its answer ─▶ stage, clocks, spine, time, tabs ─▶ the panels' chunk
//! ```
//!
//! On a slow phone it takes half a second more until everything stands, and nobody needs to wait for that with a click.
//! Nothing moves when the rest comes: what was there stands above it, or beside its empty place.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::page::Page;
use super::{header, lane, panels, spine, transport};
use crate::sim::wiring::Wiring;
use crate::web::events;

/// What tests wait for.
const COMPLETE: &str = "showdown-complete";

/// Makes a view.
type Make = fn(Page) -> AnyView;

/// The rest, besides the lanes': the element it is put into (none: the body), and what makes it.
const REST: [(Option<&str>, Make); 4] = [
    (Some("bar"), header::rest),
    (Some("spine"), spine::cards),
    (Some("showdown"), |page| {
        (transport::transport(page), panels::tabs(page)).into_any()
    }),
    (None, panels::below),
];

/// Puts a view into an element, or into the body, for good.
pub(crate) fn put(place: Option<&str>, make: Box<dyn FnOnce() -> AnyView>) {
    let place = match place {
        Some(id) => document().get_element_by_id(id),
        None => document().body().map(Into::into),
    };
    if let Some(place) = place {
        let place: HtmlElement = place.unchecked_into();
        mount_to(place, make).forget();
    }
}

impl Page {
    /// The rest comes, once the browser has nothing better to do (boot.js tells).
    pub(super) fn complete(self) {
        for shop in Wiring::ALL {
            let place = format!("lane-{}", shop.name());
            put(Some(&place), Box::new(move || lane::rest(self, shop)));
        }
        for (place, make) in REST {
            put(place, Box::new(move || make(self)));
        }
        self.load_the_rest();
        events::say(COMPLETE, "");
    }
}
