//! What a reader wishes and the next visit finds again. Light or dark: the system's wish, unless they have chosen.

use web_sys::Storage;

/// Also read by boot.js, before the first paint.
const KEY: &str = "showdown.theme";

/// The other theme, from now on; returns its name.
pub fn toggle() -> &'static str {
    let next = if is_dark() { "light" } else { "dark" };
    let root = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute("data-theme", next);
    }
    keep(KEY, next);
    next
}

/// Is the page dark now?
pub fn is_dark() -> bool {
    let document = web_sys::window().and_then(|w| w.document());
    let root = document.and_then(|d| d.document_element());
    match root.and_then(|r| r.get_attribute("data-theme")).as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => matches("(prefers-color-scheme: dark)"),
    }
}

/// Does the reader's system force a few colours of its own upon every page?
pub fn is_forced() -> bool {
    matches("(forced-colors: active)")
}

fn matches(query: &str) -> bool {
    let query = web_sys::window().and_then(|w| w.match_media(query).ok()?);
    query.is_some_and(|q| q.matches())
}

/// Keeps a wish of the reader's for the next visit, where that is allowed.
pub fn keep(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, value);
    }
}

/// What was kept under this name.
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Absent in a sandboxed iframe: asking for it throws.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
