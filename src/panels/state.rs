//! What a panel is given: the page's one model; and for the story of one order a run of its own.
//!
//! The live run notes nothing about single orders. Whoever wants every step of one repeats the experiment and watches that
//! order from the start (`app::follower`): in portions, off the critical path, and only while the story or the code is seen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use web_sys::Element;

use crate::app::follower::Follower;
use crate::app::model::{Model, Msg};
use crate::app::readout::Readout;
use crate::view::page::Page;
use crate::web::now_ms;
use crate::web::observe::{NEAR, SEEN, Visibility};
use crate::web::timer::Later;

/// Milliseconds of work before the browser gets its turn again.
const PORTION_MS: f64 = 8.0;
/// Events repeated before it is asked whether there is time for more.
const CHUNK: u32 = 2_000;

/// Where a panel that follows an order is looked for.
struct Place {
    /// It is in sight, or near it.
    within: Rc<Cell<bool>>,
    /// Near is enough.
    near: bool,
    /// What tells; it lets go when dropped.
    _watched: Visibility,
}

struct Inner {
    follower: RefCell<Follower>,
    places: RefCell<Vec<Place>>,
    later: Later,
}

/// The handle that panels use; cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) page: Page,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Counts up whenever the followed order has something new to show.
    news: RwSignal<u32>,
    /// Counts up whenever a panel that follows an order comes into sight.
    pub(super) seen: RwSignal<u32>,
}

impl Desk {
    pub(super) fn new(page: Page) -> Self {
        let inner = Rc::new(Inner {
            follower: RefCell::default(),
            places: RefCell::default(),
            later: Later::default(),
        });
        let desk = Self {
            page,
            inner: StoredValue::new_local(inner),
            news: RwSignal::new(0),
            seen: RwSignal::new(0),
        };
        Effect::new(move |_| {
            page.readouts.track();
            desk.catch_up();
        });
        desk
    }

    /// What the reader wishes.
    pub(super) fn send(self, msg: Msg) {
        self.page.send(msg);
    }

    /// Looks at the model, and is asked again whenever there is news.
    pub(super) fn read<T>(self, read: impl FnOnce(&Model) -> T) -> Option<T> {
        self.page.readouts.track();
        self.page.look(read)
    }

    /// Looks at the model once.
    pub(super) fn look<T>(self, look: impl FnOnce(&Model) -> T) -> Option<T> {
        self.page.look(look)
    }

    /// This page as a link.
    pub(super) fn link(self) -> String {
        self.page.link()
    }

    /// Looks at the run that watches an order, and is asked again whenever there is news of it.
    pub(super) fn read_journey<T>(self, read: impl FnOnce(&Follower) -> T) -> Option<T> {
        self.news.track();
        self.inner
            .try_with_value(|inner| read(&inner.follower.borrow()))
    }

    /// The same once, where the page is now, however long that takes.
    pub(super) fn journey_now<T>(self, look: impl FnOnce(&Follower) -> T) -> Option<T> {
        self.aim();
        self.inner.try_with_value(|inner| {
            let mut follower = inner.follower.borrow_mut();
            while !follower.follow(u32::MAX) {}
            look(&follower)
        })
    }

    /// An order is followed only while one of these panels can be seen; at rest also when it is not far from that.
    pub(super) fn follow_while_seen(self, panel: &Element) {
        for margin in [SEEN, NEAR] {
            let within = Rc::new(Cell::new(false));
            let now = within.clone();
            let watched = Visibility::of(panel, margin, move |visible| {
                now.set(visible);
                if visible {
                    self.catch_up();
                    self.seen.update(|times| *times += 1);
                }
            });
            if let Some(watched) = watched {
                let place = Place {
                    within,
                    near: margin == NEAR,
                    _watched: watched,
                };
                self.inner
                    .try_with_value(|inner| inner.places.borrow_mut().push(place));
            }
        }
    }

    /// Nothing moves: what is not seen yet can be made ready without taking anything from what is.
    pub(super) fn rests(self) -> bool {
        let rests = |r: &Readout| !(r.playing && r.goes_on);
        self.page.readout_now(rests)
    }

    fn aim(self) {
        self.page.look(|model| {
            self.inner.try_with_value(|inner| {
                inner
                    .follower
                    .borrow_mut()
                    .aim(model.run(), model.selected());
            });
        });
    }

    fn catch_up(self) {
        let rests = self.rests();
        let wanted = self.inner.try_with_value(|inner| {
            let places = inner.places.borrow();
            let mut places = places.iter();
            places.any(|place| place.within.get() && (rests || !place.near))
        });
        if wanted != Some(true) {
            return;
        }
        self.aim();
        let there = self.inner.try_with_value(|inner| {
            let began = now_ms();
            let mut follower = inner.follower.borrow_mut();
            let mut there = follower.follow(CHUNK);
            while !there && now_ms() - began < PORTION_MS {
                there = follower.follow(CHUNK);
            }
            there
        });
        self.news.update(|n| *n = n.wrapping_add(1));
        if there == Some(false) {
            let again = Box::new(move || self.catch_up());
            self.inner.try_with_value(|inner| inner.later.ask(1, again));
        }
    }
}
