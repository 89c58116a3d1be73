//! Words between this program and the other one on the page, and the browser's own news, as events of the window.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Event};

/// Says something; whoever listens hears it at once.
pub fn say(name: &str, words: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(words));
    let event = CustomEvent::new_with_event_init_dict(name, &init);
    if let (Some(window), Ok(event)) = (web_sys::window(), event) {
        let _ = window.dispatch_event(&event);
    }
}

/// Hears every event of these names, wherever on the page it happens, as long as the page is there.
pub fn everywhere(names: &[&str], hear: Box<dyn FnMut(Event)>) {
    let callback = Closure::wrap(hear);
    if let Some(window) = web_sys::window() {
        for name in names {
            let function = callback.as_ref().unchecked_ref();
            let _ = window.add_event_listener_with_callback(name, function);
        }
    }
    callback.forget();
}

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Listener {
    name: &'static str,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Hears every event of this name, with its words if it has any.
    pub fn of(name: &'static str, hear: impl FnMut(String) + 'static) -> Self {
        Self::boxed(name, Box::new(hear))
    }

    fn boxed(name: &'static str, mut hear: Box<dyn FnMut(String)>) -> Self {
        let callback = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let words = event.dyn_into::<CustomEvent>().ok();
            hear(
                words
                    .and_then(|e| e.detail().as_string())
                    .unwrap_or_default(),
            );
        });
        if let Some(window) = web_sys::window() {
            let function = callback.as_ref().unchecked_ref();
            let _ = window.add_event_listener_with_callback(name, function);
        }
        Self { name, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let function = self.callback.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback(self.name, function);
        }
    }
}
