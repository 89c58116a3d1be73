//! The desk: what lies below the stage, in a program of its own.
//!
//! ```text
//! page ── showdown-state ──▶ [Desk] ──▶ code · charts · theory · story · learn · experiment · the embed dialog
//!      ◀── showdown-do ────
//! ```
//!
//! The first view has a budget, and nobody reads code or charts in the first second: so these panels are loaded when they come
//! into sight or are asked for (boot.js). They share no memory with the page; the desk repeats the page's run from its
//! link (`app::follower`), which also gives it what the live run does not keep: every step of one order.

mod charts;
mod code;
mod copy;
mod embed;
mod experiment;
mod learn;
mod pane;
mod state;
mod story;
mod theory;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use self::state::Desk;

/// What fills a panel.
type Panel = fn(Desk) -> AnyView;

/// Fills the panels that the page has left empty, and begins to follow it.
pub fn start() {
    console_error_panic_hook::set_once();
    let owner = Owner::new();
    owner.set();
    let desk = Desk::new();
    let panels: [(&str, Panel); 6] = [
        ("code", code::code),
        ("charts", charts::charts),
        ("theory", theory::theory),
        ("story", story::story),
        ("learn", learn::learn),
        ("experiment", experiment::experiment),
    ];
    let document = web_sys::window().and_then(|w| w.document());
    for (name, panel) in panels {
        let host = document.as_ref().and_then(|d| d.get_element_by_id(name));
        let Some(host) = host.and_then(|h| h.dyn_into::<HtmlElement>().ok()) else {
            continue;
        };
        desk.show_while_seen(&host);
        let _ = host.set_attribute("aria-busy", "false");
        leptos::mount::mount_to(host, move || panel(desk)).forget();
    }
    if let Some(body) = document.and_then(|d| d.body()) {
        leptos::mount::mount_to(body, move || embed::dialog(desk)).forget();
    }
    // The page's programs live as long as it does.
    std::mem::forget(owner);
    desk.follow();
}
