//! If the program ever panics: what happened, and the reader's experiment.
//!
//! Plain DOM, no framework: whatever broke, this must still work.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, HtmlElement};

thread_local! {
    static EXPERIMENT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps a copy of the experiment for the worst case.
pub fn remember(experiment: String) {
    EXPERIMENT.with(|kept| kept.replace(experiment));
}

/// What the crash box says.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// What happened.
    pub stopped: &'static str,
    /// Whose fault it is, and what to do.
    pub sorry: &'static str,
    /// Copies the experiment.
    pub copy: &'static str,
    /// Begins anew.
    pub reload: &'static str,
}

/// From now on a panic shows the crash box.
pub fn watch(said: Said) {
    std::panic::set_hook(Box::new(move |info| {
        console_error_panic_hook::hook(info);
        let _ = show(&info.to_string(), said);
    }));
}

fn show(what: &str, said: Said) -> Option<()> {
    let document = web_sys::window()?.document()?;
    if document.get_element_by_id("crash").is_some() {
        return None;
    }
    let place = add(&document, document.body()?.as_ref(), "div", "")?;
    place.set_id("crash");
    place.set_attribute("role", "alert").ok()?;
    add(&document, &place, "h2", said.stopped)?;
    add(&document, &place, "p", said.sorry)?;
    add(&document, &place, "pre", what)?;
    let experiment = EXPERIMENT.with(|kept| kept.borrow().clone());
    let kept = experiment.clone();
    button(&document, &place, said.copy, move || {
        super::clipboard::copy(&kept, |_| ());
    })?;
    button(&document, &place, said.reload, || {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    })?;
    add(&document, &place, "pre", &experiment)?;
    place.dyn_ref::<HtmlElement>()?.scroll_into_view();
    Some(())
}

fn add(document: &Document, parent: &Element, tag: &str, text: &str) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    element.set_text_content(Some(text));
    parent.append_child(&element).ok()?;
    Some(element)
}

fn button(
    document: &Document,
    parent: &Element,
    text: &str,
    press: impl FnMut() + 'static,
) -> Option<()> {
    let element = add(document, parent, "button", text)?;
    let press = Closure::<dyn FnMut()>::new(press);
    element
        .add_event_listener_with_callback("click", press.as_ref().unchecked_ref())
        .ok()?;
    // The box stays until the page is reloaded, and so does its listener.
    press.forget();
    Some(())
}
