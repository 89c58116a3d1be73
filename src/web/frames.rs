//! Animation frames, asked for only as long as something moves.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

type OnFrame = Box<dyn FnMut(f64) -> bool>;
type Callback = Closure<dyn FnMut(f64)>;

struct Inner {
    on_frame: RefCell<OnFrame>,
    callback: RefCell<Option<Callback>>,
    /// The frame asked for, if one is.
    asked: Cell<Option<i32>>,
}

/// A loop that sleeps until it is woken.
pub struct Frames {
    inner: Rc<Inner>,
}

impl std::fmt::Debug for Frames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frames").finish_non_exhaustive()
    }
}

impl Frames {
    /// `on_frame` gets the time in milliseconds and says whether it wants another frame.
    pub fn new(on_frame: impl FnMut(f64) -> bool + 'static) -> Self {
        let inner = Rc::new(Inner {
            on_frame: RefCell::new(Box::new(on_frame)),
            callback: RefCell::new(None),
            asked: Cell::new(None),
        });
        let weak = Rc::downgrade(&inner);
        let callback = Closure::new(move |time| {
            let Some(inner) = weak.upgrade() else { return };
            inner.asked.set(None);
            let again = (inner.on_frame.borrow_mut())(time);
            if again {
                inner.ask();
            }
        });
        *inner.callback.borrow_mut() = Some(callback);
        Self { inner }
    }

    /// Asks for a frame, unless one is asked for already.
    pub fn wake(&self) {
        self.inner.ask();
    }
}

impl Inner {
    fn ask(&self) {
        if self.asked.get().is_some() {
            return;
        }
        let callback = self.callback.borrow();
        if let (Some(window), Some(callback)) = (web_sys::window(), callback.as_ref()) {
            let callback = callback.as_ref().unchecked_ref();
            self.asked
                .set(window.request_animation_frame(callback).ok());
        }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let (Some(window), Some(asked)) = (web_sys::window(), self.inner.asked.get()) {
            let _ = window.cancel_animation_frame(asked);
        }
    }
}
