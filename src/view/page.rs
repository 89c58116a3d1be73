//! The handle on the page: it holds the model, outside reactivity, and everything that is painted.
//!
//! Components send a [`Msg`] and read the readout and the setup; the frame loop is in [`super::frame`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use web_sys::{Element, HtmlCanvasElement};

use super::cards::Card;
use super::inner::{Abroad, Canvas, Chunk, Inner};
use crate::app::model::{Model, Msg};
use crate::app::readout::{Readout, Setup};
use crate::app::voice;
use crate::experiment::settings::{self, SETTINGS, Setting};
use crate::share::embed::Embed;
use crate::sim::config::lineup::PAYMENT;
use crate::sim::metrics::Latency;
use crate::sim::shop::Wiring;
use crate::stage::layout::{Layout, Plan, Size};
use crate::stage::painter::Painter;
use crate::stage::places;
use crate::stage::sight::View;
use crate::web::frames::Frames;
use crate::web::observe::{SEEN, Visibility};
use crate::web::timer::{Later, after};
use crate::web::{self, events, theme};
use crate::words::decimals;

/// The size of a stage before the browser has told it: nobody is made to lay out anything for it. (It is as high as at
/// 1280 × 800, so that there the spine stands where it will stay.)
const GUESS: Size = Size {
    width: 490.5,
    height: 396.1,
    text: SMALL,
};

/// The size of small text in CSS pixels: on the page, and for a projector (style/screen.css).
const SMALL: f64 = 12.6;
const SMALL_PRESENTED: f64 = 18.0;

/// No service.
const NOBODY: u32 = u8::MAX as u32;

/// What is kept under this name: `off`, if the reader switched the keys off.
pub(super) const KEYS_KEPT: &str = "showdown.keys";

/// Do single keys act? As the reader left it.
fn keys_are_kept() -> bool {
    theme::kept(KEYS_KEPT).as_deref() != Some("off")
}

/// The handle that components use; cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    pub(super) inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Counts the readouts. (What is read out stands outside reactivity, too: a signal of each type would be compiled into
    /// the page again.)
    pub(crate) readouts: RwSignal<u32>,
    /// Counts the setups.
    pub(super) setups: RwSignal<u32>,
    /// Orders that a mark stands for, on both stages.
    pub(crate) scale: RwSignal<u32>,
    /// What the address asks for.
    pub(crate) embed: StoredValue<Embed>,
    /// What is below the first view.
    pub(super) desk: RwSignal<Chunk>,
    /// Recorded runs.
    pub(super) recorded: RwSignal<Chunk>,
    /// Counts how often the embed dialog was asked for.
    pub(crate) embedding: RwSignal<u32>,
    /// How large a lane's stage is.
    pub(crate) size: RwSignal<Size>,
    /// The stage fills the window, for a projector.
    pub(crate) presents: RwSignal<bool>,
    /// The card of the spine that is opened to all it has.
    pub(crate) opened: RwSignal<Option<&'static Card>>,
    /// The service that the reader chose to act on, of several; [`NOBODY`] at first.
    pub(crate) service: RwSignal<u32>,
    /// The dock shows all cards of the spine.
    pub(super) more: RwSignal<bool>,
    /// The menu of a phone is open.
    pub(super) menu: RwSignal<bool>,
    /// Counts how often the map of keys was asked for.
    pub(crate) mapping: RwSignal<u32>,
    /// There is room for two panels beside each other.
    pub(super) wide: RwSignal<bool>,
    /// Single keys act.
    pub(crate) keys_act: RwSignal<bool>,
}

impl Page {
    pub(crate) fn new() -> Self {
        let inner = Rc::new(Inner {
            model: RefCell::default(),
            clocks: RefCell::default(),
            voice: RefCell::default(),
            readout: RefCell::default(),
            setup: RefCell::default(),
            canvases: RefCell::default(),
            frames: RefCell::default(),
            visibility: RefCell::default(),
            background: Later::default(),
            words: Later::default(),
            visible: Cell::new(true),
            scrolls: Cell::default(),
            last_frame: Cell::default(),
            last_readout: Cell::default(),
            paint_us: RefCell::default(),
            abroad: Abroad::default(),
        });
        let page = Self {
            inner: StoredValue::new_local(inner.clone()),
            readouts: RwSignal::new(0),
            setups: RwSignal::new(0),
            scale: RwSignal::new(1),
            embed: StoredValue::new(Embed::default()),
            desk: RwSignal::default(),
            recorded: RwSignal::default(),
            embedding: RwSignal::new(0),
            size: RwSignal::new(GUESS),
            presents: RwSignal::new(false),
            opened: RwSignal::new(None),
            service: RwSignal::new(NOBODY),
            more: RwSignal::new(false),
            menu: RwSignal::new(false),
            mapping: RwSignal::new(0),
            wide: RwSignal::new(false),
            keys_act: RwSignal::new(keys_are_kept()),
        };
        *inner.frames.borrow_mut() = Some(Frames::new(move |time| page.frame(time)));
        page.arrive();
        page.publish();
        page.work_on_in_the_background();
        page.wake();
        page
    }

    /// What the reader did.
    pub(crate) fn send(self, msg: Msg) {
        if matches!(msg, Msg::Step | Msg::Back) {
            // (It has the words for that.)
            self.want_desk();
        }
        self.with(|inner| {
            inner.model.borrow_mut().update(msg);
        });
        self.publish();
        self.work_on_in_the_background();
        self.wake();
    }

    /// The labels, and asked again whenever they change.
    pub(crate) fn readout<T>(self, read: impl FnOnce(&Readout) -> T) -> T {
        self.readouts.track();
        self.readout_now(read)
    }

    /// The same once.
    pub(crate) fn readout_now<T>(self, read: impl FnOnce(&Readout) -> T) -> T {
        self.inner.with_value(|inner| read(&inner.readout.borrow()))
    }

    /// What is set, and asked again whenever that changes.
    pub(crate) fn setup<T>(self, read: impl FnOnce(&Setup) -> T) -> T {
        self.setups.track();
        self.setup_now(read)
    }

    /// The same once.
    pub(crate) fn setup_now<T>(self, read: impl FnOnce(&Setup) -> T) -> T {
        self.inner.with_value(|inner| read(&inner.setup.borrow()))
    }

    /// Has the page around this one locked these controls?
    pub(crate) fn locks(self, group: &str) -> bool {
        self.embed.with_value(|embed| embed.locks(group))
    }

    /// Is this what the browser told, and not a guess?
    pub(crate) fn is_measured(self, size: Size) -> bool {
        size != GUESS
    }

    /// The service that controls act on: the one that was chosen, or that the scenario is about, if an order needs it.
    pub(crate) fn addressed(self, now: &Setup) -> u8 {
        let chosen = self.service.get() as u8;
        let wanted = [chosen, now.about];
        let is_needed = |&service: &u8| now.lineup.place(service).is_some();
        wanted.into_iter().find(is_needed).unwrap_or(PAYMENT)
    }

    /// The setting that a control acts on: that of this place in the table, of the service that is addressed if each has one.
    pub(crate) fn setting(self, now: &Setup, place: usize) -> (usize, &'static Setting) {
        let place = settings::place_of(place, self.addressed(now));
        (place, &SETTINGS[place])
    }

    /// The same once.
    pub(crate) fn setting_now(self, place: usize) -> &'static Setting {
        untrack(|| self.setup_now(|now| self.setting(now, place).1))
    }

    /// Is the setting locked that a control acts on?
    pub(crate) fn locks_setting(self, place: usize) -> Memo<bool> {
        self.setup_flag(move |s| {
            let (_, setting) = self.setting(s, place);
            self.embed
                .with_value(|embed| embed.locks_setting(setting.name))
        })
    }

    /// The browser has laid out the stages anew.
    pub(crate) fn measured(self, width: f64, height: f64) {
        let text = match self.presents.get_untracked() {
            true => SMALL_PRESENTED,
            false => SMALL,
        };
        let size = Size {
            width,
            height,
            text,
        };
        if width > 0.0 && self.size.get_untracked() != size {
            self.size.set(size);
            // (Where this begins, the stages are still as wide as the window lets them.)
            self.wide.set(web::is_wide());
        }
    }

    /// The stage fills the window, or no longer: style decides what goes (style/screen.css).
    pub(crate) fn present(self) {
        let now = !self.presents.get_untracked();
        let root = document().document_element();
        if let Some(root) = root {
            let _ = match now {
                true => root.set_attribute("data-present", ""),
                false => root.remove_attribute("data-present"),
            };
            // (boot.js knows whether there is room for the spine.)
            events::say("showdown-room", "");
        }
        self.presents.set(now);
        let Size { width, height, .. } = self.size.get_untracked();
        self.measured(width, height);
    }

    /// A tab was pressed: its panel comes up to the middle of the window, and the stage's lower half stays in sight.
    pub(super) fn show_panel(self) {
        let open = self.setup_now(|s| s.shown.is_some());
        // (What has not come yet has no height to scroll to.)
        let there = self.desk.get_untracked() == Chunk::There;
        self.with(|inner| inner.scrolls.set(open && !there));
        if open && there {
            // (Once it stands there: before, the page may be too short to be scrolled so far.)
            after(0, Box::new(|| web::show_at("tabs", 0.45))).forget();
        }
    }

    /// Looks at the model.
    pub(crate) fn look<T>(self, look: impl FnOnce(&Model) -> T) -> Option<T> {
        self.inner
            .try_with_value(|inner| look(&inner.model.borrow()))
    }

    /// A lane has a canvas, or another size.
    pub(crate) fn set_canvas(self, shop: Wiring, canvas: HtmlCanvasElement, size: Size) {
        self.with(|inner| match &mut inner.canvases.borrow_mut()[shop] {
            Some(canvas) => canvas.size = size,
            none => *none = Painter::new(canvas).map(|painter| Canvas { painter, size }),
        });
        self.wake();
    }

    /// A click on the stage of a side, in CSS pixels: the order that is drawn there is looked at from now on.
    pub(crate) fn look_at(self, shop: Wiring, x: f64, y: f64) {
        let found = self.inner.try_with_value(|inner| {
            let size = inner.canvases.borrow()[shop].as_ref()?.size;
            let model = inner.model.borrow();
            let layout = Layout::new(&Plan::of(model.shop(shop)), size);
            let all = places::of(View {
                shop: model.shop(shop),
                layout: &layout,
                passing: model.movements(shop),
                now: model.run().clock(),
                orders_per_mark: self.scale.get_untracked() as usize,
            });
            places::nearest(&all, x, y)
        });
        if let Some(number) = found.flatten() {
            self.send(Msg::Select(number));
            // Its story opens, unless another panel is being read; inside another page those are open that it wants.
            let alone = self.setup_now(|s| s.shown.is_none());
            let has_tabs =
                !self.embed.with_value(|embed| embed.on) && !self.presents.get_untracked();
            if alone && has_tabs {
                self.send(Msg::Show(Some("story")));
                self.show_panel();
            }
        }
    }

    /// Sleeps whenever `element` is off the screen.
    pub(crate) fn watch_visibility(self, element: &Element) {
        let visibility = Visibility::of(element, SEEN, move |visible| {
            self.with(|inner| inner.visible.set(visible));
            self.wake();
        });
        self.with(|inner| *inner.visibility.borrow_mut() = visibility);
    }

    /// The theme has changed: paint everything again.
    pub(crate) fn recolour(self) {
        self.with(|inner| {
            let mut canvases = inner.canvases.borrow_mut();
            for canvas in canvases.iter_mut().flatten() {
                canvas.painter.read_colours();
            }
        });
        self.readouts.notify();
        self.wake();
    }

    /// From now on this is said, too: also of what was done before it came.
    pub(crate) fn say_with(self, later: voice::Later) {
        self.with(|inner| inner.voice.borrow_mut().later = Some(later));
        self.publish();
    }

    /// From now on it is said what there is to look at in a scenario.
    pub(super) fn say_of_scenarios(self, about: fn(&str) -> &'static str) {
        self.with(|inner| inner.voice.borrow_mut().scenarios = Some(about));
        self.publish();
    }

    /// The median time painting took, in milliseconds, for those who measure.
    pub(crate) fn stage_ms(self) -> Memo<String> {
        self.text(move |_| {
            let median = self.inner.try_with_value(|inner| {
                let mut times = Latency::default();
                inner.paint_us.borrow().iter().for_each(|&us| times.add(us));
                times.percentiles(&[0.5]).first().copied()
            });
            decimals(median.flatten().unwrap_or(0) as f64 / 1000.0, 2)
        })
    }

    pub(super) fn with(self, act: impl FnOnce(&Rc<Inner>)) {
        self.inner.try_with_value(act);
    }

    #[inline(never)]
    pub(super) fn wake(self) {
        self.with(|inner| {
            if inner.visible.get()
                && let Some(frames) = inner.frames.borrow().as_ref()
            {
                inner.begins_to_move();
                frames.wake();
            }
        });
    }
}
