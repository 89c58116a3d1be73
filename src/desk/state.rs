//! Where the desk keeps what it knows, and how it stays with the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::Element;

use crate::app::follower::Follower;
use crate::web::events::{self, Listener};
use crate::web::now_ms;
use crate::web::observe::Visibility;

/// Milliseconds of work before the browser gets its turn again.
const PORTION_MS: f64 = 8.0;
/// Events repeated before it is asked whether there is time for more.
const CHUNK: u32 = 2_000;

struct Inner {
    follower: RefCell<Follower>,
    listeners: RefCell<Vec<Listener>>,
    seen: RefCell<Vec<(Visibility, Rc<Cell<bool>>)>>,
    later: RefCell<Option<Timeout>>,
}

/// The handle that panels use; cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Counts up whenever there is something new to show.
    news: RwSignal<u32>,
}

impl Desk {
    pub(super) fn new() -> Self {
        let inner = Rc::new(Inner {
            follower: RefCell::default(),
            listeners: RefCell::default(),
            seen: RefCell::default(),
            later: RefCell::default(),
        });
        let desk = Self {
            inner: StoredValue::new_local(inner.clone()),
            news: RwSignal::new(0),
        };
        *inner.listeners.borrow_mut() = vec![Listener::of("showdown-state", move |words| {
            desk.with(|inner| inner.follower.borrow_mut().hear(&words));
            desk.catch_up();
        })];
        desk
    }

    /// Asks the page to tell where it is, now and from now on.
    pub(super) fn follow(self) {
        events::say("showdown-do", "follow");
    }

    /// Tells the page what the reader wishes.
    pub(super) fn wish(self, words: &str) {
        events::say("showdown-do", words);
    }

    /// Works only while a panel can be seen.
    pub(super) fn show_while_seen(self, panel: &Element) {
        let seen = Rc::new(Cell::new(true));
        let now = seen.clone();
        let watched = Visibility::of(panel, move |visible| {
            now.set(visible);
            if visible {
                self.catch_up();
            }
        });
        if let Some(watched) = watched {
            self.with(|inner| inner.seen.borrow_mut().push((watched, seen)));
        }
    }

    /// Looks at the run, and is asked again whenever there is news.
    pub(super) fn read<T>(self, read: impl FnOnce(&Follower) -> T) -> Option<T> {
        self.news.track();
        self.look(read)
    }

    /// Looks at the run once.
    pub(super) fn look<T>(self, look: impl FnOnce(&Follower) -> T) -> Option<T> {
        self.inner
            .try_with_value(|inner| look(&inner.follower.borrow()))
    }

    /// Looks at the run once, where the page is now, however long that takes.
    pub(super) fn look_now<T>(self, look: impl FnOnce(&Follower) -> T) -> Option<T> {
        self.with(|inner| while !inner.follower.borrow_mut().follow(u32::MAX) {});
        self.look(look)
    }

    fn with(self, act: impl FnOnce(&Rc<Inner>)) {
        self.inner.try_with_value(act);
    }

    fn catch_up(self) {
        let mut there = true;
        let mut unseen = false;
        self.with(|inner| {
            let seen = inner.seen.borrow();
            unseen = !seen.iter().any(|(_, seen)| seen.get());
            if unseen {
                return;
            }
            let began = now_ms();
            let mut follower = inner.follower.borrow_mut();
            there = follower.follow(CHUNK);
            while !there && now_ms() - began < PORTION_MS {
                there = follower.follow(CHUNK);
            }
        });
        if unseen {
            return;
        }
        self.news.update(|n| *n = n.wrapping_add(1));
        let timer = (!there).then(|| {
            Timeout::new(1, move || {
                self.with(|inner| {
                    // (Its own callback must not drop a timer that is running.)
                    if let Some(timer) = inner.later.take() {
                        let _ = timer.forget();
                    }
                });
                self.catch_up();
            })
        });
        self.with(|inner| *inner.later.borrow_mut() = timer);
    }
}
