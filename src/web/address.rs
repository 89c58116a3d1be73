//! The page's address: what it asks for, and the experiment after `#`.

use wasm_bindgen::JsValue;

/// What stands after `?`, with the question mark.
pub fn query() -> String {
    part(|location| location.search())
}

/// What stands after `#`, with it.
pub fn fragment() -> String {
    part(|location| location.hash())
}

/// The whole address up to `?` or `#`.
pub fn page() -> String {
    let whole = part(|location| location.href());
    let mut parts = whole.split(['?', '#']);
    parts.next().unwrap_or_default().to_owned()
}

fn part(read: impl Fn(&web_sys::Location) -> Result<String, JsValue>) -> String {
    let window = web_sys::window();
    window
        .and_then(|w| read(&w.location()).ok())
        .unwrap_or_default()
}

/// Writes the fragment without a new entry in the reader's history. A sandboxed page may not; it has no address bar.
pub fn follow(link: &str) {
    let history = web_sys::window().and_then(|w| w.history().ok());
    if let Some(history) = history {
        let address = format!("#{link}");
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}
