//! The frame loop: it owns the model, outside reactivity.
//!
//! ```text
//! Msg ─▶ model ─▶ wake ─▶ frame: simulate ≤ 6 ms, paint ─▶ readout, ≤ 10 a second ─▶ labels and charts
//! ```
//!
//! Nothing is scheduled when nothing moves, when the page is hidden (the browser sees to that) or off the screen.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::{Element, HtmlCanvasElement};

use crate::app::model::{Model, Msg};
use crate::app::readout::{Clocks, Readout};
use crate::app::words::decimals;
use crate::charts::Chart;
use crate::sim::engine::Side;
use crate::sim::metrics::Latency;
use crate::stage::layout::Layout;
use crate::stage::painter::Painter;
use crate::stage::scene;
use crate::web::frames::Frames;
use crate::web::observe::Visibility;
use crate::web::{crash, is_hidden, now_ms, pixel_ratio, reduced_motion};

/// Milliseconds of a frame spent simulating.
const SIMULATE_MS: f64 = 6.0;
/// The same for a timer of a hidden tab.
const HIDDEN_MS: f64 = 250.0;
/// Milliseconds between two readouts.
const READOUT_MS: f64 = 100.0;
/// A frame stands for at most this much of the reader's time: after a pause of the browser nothing jumps.
const LONGEST_FRAME_MS: f64 = 100.0;

struct Stage {
    painter: Painter,
    layout: Layout,
}

struct Plot {
    canvas: HtmlCanvasElement,
    size: (f64, f64),
    chart: fn(&Model) -> Chart,
}

struct Inner {
    model: RefCell<Model>,
    clocks: RefCell<Clocks>,
    stages: RefCell<[Option<Stage>; 2]>,
    plots: RefCell<Vec<Plot>>,
    frames: RefCell<Option<Frames>>,
    visibility: RefCell<Option<Visibility>>,
    timer: RefCell<Option<Timeout>>,
    /// A drawing of the charts that is put off, because the last one was only just made.
    plot_later: RefCell<Option<Timeout>>,
    last_plot: Cell<f64>,
    visible: Cell<bool>,
    last_frame: Cell<Option<f64>>,
    last_readout: Cell<f64>,
    /// What painting took in the last frames, in microseconds.
    paint_us: RefCell<VecDeque<u64>>,
}

/// The handle that components use; cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// The labels.
    pub(crate) readout: RwSignal<Readout>,
    /// Orders per dot, on each stage.
    pub(crate) scale: RwSignal<[usize; 2]>,
}

impl Page {
    pub(crate) fn new() -> Self {
        let inner = Rc::new(Inner {
            model: RefCell::default(),
            clocks: RefCell::default(),
            stages: RefCell::default(),
            plots: RefCell::default(),
            frames: RefCell::default(),
            visibility: RefCell::default(),
            timer: RefCell::default(),
            plot_later: RefCell::default(),
            last_plot: Cell::default(),
            visible: Cell::new(true),
            last_frame: Cell::default(),
            last_readout: Cell::default(),
            paint_us: RefCell::default(),
        });
        let page = Self {
            inner: StoredValue::new_local(inner.clone()),
            readout: RwSignal::new(Readout::default()),
            scale: RwSignal::new([1, 1]),
        };
        *inner.frames.borrow_mut() = Some(Frames::new(move |time| page.frame(time)));
        page.publish();
        page.wake();
        page
    }

    /// What the reader did.
    pub(crate) fn send(self, msg: Msg) {
        self.with(|inner| {
            let mut model = inner.model.borrow_mut();
            model.update(msg);
            crash::remember(model.run().experiment().to_json());
        });
        self.publish();
        self.work_on_in_the_background();
        self.wake();
    }

    /// Looks at the model.
    pub(crate) fn look<T>(self, look: impl FnOnce(&Model) -> T) -> Option<T> {
        self.inner
            .try_with_value(|inner| look(&inner.model.borrow()))
    }

    /// A lane has a canvas, or another width.
    pub(crate) fn set_stage(self, side: Side, canvas: HtmlCanvasElement, layout: Layout) {
        self.with(|inner| {
            let stage = Painter::new(canvas).map(|painter| Stage { painter, layout });
            inner.stages.borrow_mut()[usize::from(side == Side::Async)] = stage;
        });
        self.wake();
    }

    /// A chart has a canvas, or another size.
    pub(crate) fn set_plot(
        self,
        canvas: HtmlCanvasElement,
        size: (f64, f64),
        chart: fn(&Model) -> Chart,
    ) {
        self.with(|inner| {
            let mut plots = inner.plots.borrow_mut();
            plots.retain(|p| p.canvas != canvas);
            plots.push(Plot {
                canvas,
                size,
                chart,
            });
        });
        self.plot();
    }

    /// Sleeps whenever `element` is off the screen.
    pub(crate) fn watch_visibility(self, element: &Element) {
        let visibility = Visibility::of(element, move |visible| {
            self.with(|inner| inner.visible.set(visible));
            self.wake();
        });
        self.with(|inner| *inner.visibility.borrow_mut() = visibility);
    }

    /// The theme has changed: paint everything again.
    pub(crate) fn recolour(self) {
        self.with(|inner| {
            let mut stages = inner.stages.borrow_mut();
            for stage in stages.iter_mut().flatten() {
                stage.painter.read_colours();
            }
        });
        self.plot();
        self.wake();
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

    fn with(self, act: impl FnOnce(&Rc<Inner>)) {
        self.inner.try_with_value(act);
    }

    fn wake(self) {
        self.with(|inner| {
            if inner.visible.get()
                && let Some(frames) = inner.frames.borrow().as_ref()
            {
                frames.wake();
            }
        });
    }

    /// One frame; says whether another one is wanted.
    fn frame(self, time: f64) -> bool {
        let mut again = false;
        self.with(|inner| {
            let since = inner.last_frame.replace(Some(time));
            let elapsed = since.map_or(0.0, |last| (time - last).clamp(0.0, LONGEST_FRAME_MS));
            let began = now_ms();
            let mut model = inner.model.borrow_mut();
            let micros = (elapsed * 1000.0) as u64;
            model.frame(micros, &mut || now_ms() - began < SIMULATE_MS);
            again = inner.visible.get() && model.is_alive();
            drop(model);
            let scale = inner.paint();
            if self.scale.get_untracked() != scale {
                self.scale.set(scale);
            }
            if !again {
                inner.last_frame.set(None);
            }
        });
        let due = self
            .inner
            .try_with_value(|inner| time - inner.last_readout.get() >= READOUT_MS);
        if due == Some(true) || !again {
            self.with(|inner| inner.last_readout.set(time));
            self.publish();
        }
        again
    }

    /// *Run to the end* goes on in a tab that gets no frames: a timer works on it in small portions.
    fn work_on_in_the_background(self) {
        let wanted = self.look(Readout::is_finishing) == Some(true);
        let timer = wanted.then(|| {
            Timeout::new(READOUT_MS as u32, move || {
                self.with(|inner| {
                    let began = now_ms();
                    // A hidden tab gets a timer a second at most, and nobody to disturb.
                    let budget = if is_hidden() { HIDDEN_MS } else { SIMULATE_MS };
                    let mut more = || now_ms() - began < budget;
                    inner.model.borrow_mut().frame(0, &mut more);
                });
                self.publish();
                self.work_on_in_the_background();
                self.wake();
            })
        });
        self.with(|inner| {
            // A timer that is running now must not be dropped by its own callback before it has ended.
            if let Some(old) = inner.timer.replace(timer) {
                let _ = old.forget();
            }
        });
    }

    fn publish(self) {
        self.with(|inner| {
            let mut model = inner.model.borrow_mut();
            let readout = Readout::of(&mut model, &mut inner.clocks.borrow_mut());
            drop(model);
            if self.readout.with_untracked(|old| *old != readout) {
                self.readout.set(readout);
            }
        });
        self.plot_in_time();
    }

    /// Charts are drawn at most as often as labels are written, however fast a slider moves.
    fn plot_in_time(self) {
        self.with(|inner| {
            let wait = inner.last_plot.get() + READOUT_MS - now_ms();
            if wait <= 0.0 {
                self.plot();
            } else if inner.plot_later.borrow().is_none() {
                let timer = Timeout::new(wait as u32 + 1, move || {
                    self.with(|inner| {
                        // (Its own callback must not drop a timer that is running.)
                        if let Some(timer) = inner.plot_later.take() {
                            let _ = timer.forget();
                        }
                    });
                    self.plot();
                });
                *inner.plot_later.borrow_mut() = Some(timer);
            }
        });
    }

    fn plot(self) {
        self.with(|inner| {
            inner.last_plot.set(now_ms());
            let model = inner.model.borrow();
            for plot in inner.plots.borrow().iter() {
                let (width, height) = plot.size;
                let chart = (plot.chart)(&model);
                let _ = crate::charts::draw::draw(&plot.canvas, &chart, width, height);
            }
        });
    }
}

impl Inner {
    /// Paints both stages; returns how many orders a dot stands for on each.
    fn paint(&self) -> [usize; 2] {
        let began = now_ms();
        let mut scale = [1, 1];
        let model = self.model.borrow();
        let ratio = pixel_ratio();
        let stages = self.stages.borrow();
        for (k, side) in [Side::Sync, Side::Async].into_iter().enumerate() {
            let Some(Stage { painter, layout }) = &stages[k] else {
                continue;
            };
            let shop = model.shop(side);
            let mut scene = scene::lane(shop, layout, model.movements(side), model.run().clock());
            if reduced_motion() {
                scene.stand_still();
            }
            scale[k] = scene.orders_per_dot;
            painter.resize(layout.width, layout.height, ratio);
            painter.paint(&scene, layout.width, layout.height);
        }
        let mut times = self.paint_us.borrow_mut();
        if times.len() == 120 {
            times.pop_front();
        }
        times.push_back(((now_ms() - began) * 1000.0) as u64);
        scale
    }
}
