//! Single keys, for who presents or steps: one table, read by the listener and by the map that `?` opens.
//!
//! They yield to whatever has the focus and would use the key itself, and can be switched off (WCAG 2.1.4).

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::bind::Press;
use super::page::{KEYS_KEPT, Page};
use super::panels::focus_tab;
use crate::app::model::Msg;
use crate::sim::engine::Side;
use crate::web::{self, theme};
use crate::words::keys as said;

/// What a key does.
#[derive(Clone, Copy)]
pub(crate) enum Deed {
    PlayOrPause,
    Back,
    Step,
    Trigger(Side),
    Crowd(u32),
    Present,
    Panels,
    Map,
}

/// The key as the browser calls it, and what it does. (In words: the map.)
pub(crate) const KEYS: [(&str, Deed); 12] = [
    (" ", Deed::PlayOrPause),
    ("ArrowLeft", Deed::Back),
    ("ArrowRight", Deed::Step),
    ("1", Deed::Trigger(Side::Both)),
    ("2", Deed::Crowd(10)),
    ("3", Deed::Crowd(100)),
    ("4", Deed::Crowd(1000)),
    ("s", Deed::Trigger(Side::Sync)),
    ("a", Deed::Trigger(Side::Async)),
    ("f", Deed::Present),
    ("t", Deed::Panels),
    ("?", Deed::Map),
];

/// The button, and the listener. The map itself comes when it is wanted (`panels/keys.rs`).
pub(super) fn keys(page: Page) -> AnyView {
    let hears = window_event_listener(ev::keydown, move |event| {
        // Out of what is open, whatever is switched off.
        if event.key() == "Escape" {
            escape(page);
        } else if page.keys_act.get_untracked()
            && let Some(deed) = deed_of(&event)
        {
            event.prevent_default();
            // A key that is held down steps on and on, but sends one crowd.
            if !event.repeat() || matches!(deed, Deed::Back | Deed::Step) {
                act(page, deed);
            }
        }
    });
    on_cleanup(move || hears.remove());
    let open: Press = Box::new(move |_| open_map(page));
    view! {
        <button id="keys" class="theme" aria-label=said::KEYS title=format!("{}: ?", said::KEYS) on:click=open>
            "?"
        </button>
    }
    .into_any()
}

/// What lies on top goes first, and the focus goes back to the button that opened it; then Present.
fn escape(page: Page) {
    for (open, button) in [(page.menu, "menu"), (page.more, "more")] {
        if open.get_untracked() {
            open.set(false);
            return web::focus(button);
        }
    }
    if page.presents.get_untracked() {
        page.present();
    }
}

/// Switches single keys on or off, for the next visit too.
pub(crate) fn switch_to(page: Page, on: bool) {
    page.keys_act.set(on);
    theme::keep(KEYS_KEPT, if on { "on" } else { "off" });
}

fn open_map(page: Page) {
    page.mapping.update(|n| *n += 1);
    page.want_desk();
}

fn deed_of(event: &KeyboardEvent) -> Option<Deed> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return None;
    }
    let key = event.key();
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    if target.is_some_and(|t| uses(&t, &key)) {
        return None;
    }
    let found = KEYS.iter().find(|(name, _)| *name == key);
    found.map(|&(_, deed)| deed)
}

/// Would this element use the key itself, if it has the focus?
fn uses(target: &Element, key: &str) -> bool {
    let is = |what: &str| target.closest(what).ok().flatten().is_some();
    is("input, select, textarea, dialog, [contenteditable]")
        || key == " " && is("button, a, summary")
        || (key == " " || key.starts_with("Arrow")) && is("[role=tab], pre, .scroll")
}

fn act(page: Page, deed: Deed) {
    match deed {
        Deed::PlayOrPause => {
            let going = page.readout_now(|r| r.playing && r.goes_on);
            page.send(Msg::Play(!going));
        }
        Deed::Back => page.send(Msg::Back),
        Deed::Step => page.send(Msg::Step),
        Deed::Trigger(side) => page.send(Msg::Trigger(side)),
        Deed::Crowd(n) => page.send(Msg::Crowd(Side::Both, n)),
        Deed::Present => page.present(),
        Deed::Panels => focus_tab(page),
        Deed::Map => open_map(page),
    }
}
