//! Is it on the screen, and how large is it?

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
    ResizeObserver, ResizeObserverEntry,
};

/// Tells the width of an element, now and whenever it changes.
#[derive(Debug)]
pub struct Width {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl Width {
    /// Watches `element`.
    pub fn of(element: &Element, mut tell: impl FnMut(f64) + 'static) -> Option<Self> {
        let watched = element.clone();
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |_| {
            tell(f64::from(watched.client_width()));
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for Width {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Tells the width and the height of what is inside an element, now and whenever they change. They come with the
/// browser's own layout: nobody is made to lay out anything before its time.
#[derive(Debug)]
pub struct Inside {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl Inside {
    /// Watches `element`.
    pub fn of(element: &Element, mut tell: impl FnMut(f64, f64) + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            if let Ok(entry) = entries.pop().dyn_into::<ResizeObserverEntry>() {
                let inside = entry.content_rect();
                tell(inside.width(), inside.height());
            }
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// On the screen itself.
pub const SEEN: &str = "0px";
/// Or as near to it as a screen is high: what is scrolled to is there already.
pub const NEAR: &str = "100%";

/// Tells whether an element can be seen.
#[derive(Debug)]
pub struct Visibility {
    observer: IntersectionObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl Visibility {
    /// Watches `element`: is it within this margin of the screen ([`SEEN`], [`NEAR`])?
    pub fn of(
        element: &Element,
        margin: &str,
        mut tell: impl FnMut(bool) + 'static,
    ) -> Option<Self> {
        let within = IntersectionObserverInit::new();
        within.set_root_margin(margin);
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last = entries.pop();
            if let Ok(entry) = last.dyn_into::<IntersectionObserverEntry>() {
                tell(entry.is_intersecting());
            }
        });
        let observer = callback.as_ref().unchecked_ref();
        let observer = IntersectionObserver::new_with_options(observer, &within).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for Visibility {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
