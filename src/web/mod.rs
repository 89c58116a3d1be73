//! The smallest wrappers over the browser. Each lets go of what it took when it is dropped.

pub mod address;
pub mod clipboard;
pub mod crash;
pub mod events;
pub mod files;
pub mod frames;
pub mod observe;
pub mod theme;
pub mod timer;

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// Device pixels per CSS pixel.
pub fn pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |w| w.device_pixel_ratio())
}

/// Milliseconds on a clock that never goes back.
pub fn now_ms() -> f64 {
    let performance = web_sys::window().and_then(|w| w.performance());
    performance.map_or(0.0, |p| p.now())
}

/// Gives the focus to an element, without scrolling to it.
pub fn focus(id: &str) {
    focus_and_scroll(id, false);
}

/// Gives the focus to an element, wherever it is: the window scrolls to it if it has to.
pub fn go_to(id: &str) {
    focus_and_scroll(id, true);
}

fn focus_and_scroll(id: &str, scroll: bool) {
    let document = web_sys::window().and_then(|w| w.document());
    let element = document.and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(!scroll);
        let _ = element.focus_with_options(&options);
    }
}

/// Scrolls this window, and no other, to an element.
pub fn show(id: &str) {
    let window = web_sys::window();
    let document = window.as_ref().and_then(|w| w.document());
    let element = document.and_then(|d| d.get_element_by_id(id));
    if let (Some(window), Some(element)) = (window, element) {
        let below_the_bar = 60.0;
        let top = element.get_bounding_client_rect().top() - below_the_bar;
        window.scroll_by_with_x_and_y(0.0, top);
    }
}

/// Scrolls this window so that an element stands at this share of its height.
pub fn show_at(id: &str, share: f64) {
    let window = web_sys::window();
    let document = window.as_ref().and_then(|w| w.document());
    let element = document.and_then(|d| d.get_element_by_id(id));
    if let (Some(window), Some(element)) = (window, element) {
        let height = window.inner_height().ok().and_then(|h| h.as_f64());
        let wanted = height.unwrap_or_default() * share;
        let top = element.get_bounding_client_rect().top() - wanted;
        window.scroll_by_with_x_and_y(0.0, top);
    }
}

/// Is this tab hidden?
pub fn is_hidden() -> bool {
    let document = web_sys::window().and_then(|w| w.document());
    document.is_some_and(|d| d.hidden())
}

/// Does the reader wish for less motion?
pub fn reduced_motion() -> bool {
    is_so("(prefers-reduced-motion: reduce)")
}

/// Is there room for two panels beside each other? (style/screen.css says the same.)
pub fn is_wide() -> bool {
    is_so("(min-width: 1680px)")
}

fn is_so(query: &str) -> bool {
    let query = web_sys::window().and_then(|w| w.match_media(query).ok());
    query.flatten().is_some_and(|q| q.matches())
}
