//! Texts from outside: a file that the reader hands over, and one that lies beside the page.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Response};

/// The text of a file, if it can be read.
pub async fn text_of(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// The text of a file beside the page, if it is there.
pub async fn fetch(address: &str) -> Option<String> {
    let asked = web_sys::window()?.fetch_with_str(address);
    let response: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let text = response.ok().then(|| response.text())?.ok()?;
    let text: JsValue = JsFuture::from(text).await.ok()?;
    text.as_string()
}
