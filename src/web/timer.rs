//! Timers.

use std::cell::RefCell;
use std::rc::Rc;

pub use gloo_timers::callback::Timeout as Timer;

/// Calls after so many milliseconds, unless it is dropped before.
///
/// (A box, because every further type of a callback would be compiled into the page again.)
pub fn after(ms: u32, call: Box<dyn FnOnce()>) -> Timer {
    Timer::new(ms, call)
}

/// Something that is called later, and asked for once at a time.
#[derive(Clone, Debug, Default)]
pub struct Later(Rc<RefCell<Option<Timer>>>);

impl Later {
    /// Calls after so many milliseconds, unless something was asked for already.
    pub fn ask(&self, ms: u32, call: Box<dyn FnOnce()>) {
        if self.0.borrow().is_some() {
            return;
        }
        let asked = self.clone();
        let timer = after(
            ms,
            Box::new(move || {
                // (Its own callback must not drop a timer that is running.)
                if let Some(timer) = asked.0.take() {
                    let _ = timer.forget();
                }
                call();
            }),
        );
        *self.0.borrow_mut() = Some(timer);
    }
}
