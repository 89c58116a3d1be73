//! Taking something along: the clipboard, and a file.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url, Window};

/// Copies a text, and then tells whether it could: a page may not in an insecure or sandboxed place.
pub fn copy(text: &str, told: impl Fn(bool) + Clone + 'static) {
    let window = web_sys::window().filter(Window::is_secure_context);
    let Some(window) = window else {
        return told(false);
    };
    let answer = |outcome: bool| {
        let told = told.clone();
        // Called at most once, and then let go by the browser.
        Closure::once_into_js(move || told(outcome))
    };
    let promise = window.navigator().clipboard().write_text(text);
    let (yes, no) = (answer(true), answer(false));
    let then = js_sys::Reflect::get(&promise, &"then".into());
    if let Some(then) = then
        .ok()
        .and_then(|t| t.dyn_into::<js_sys::Function>().ok())
    {
        let _ = then.call2(&promise, &yes, &no);
    }
}

/// Offers a text as a file to save.
pub fn save(name: &str, text: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link = document.create_element("a").ok()?;
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url).ok()
}
