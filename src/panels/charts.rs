//! The two charts, and of several services two more, each with its legend in HTML and its sentence.
//!
//! ```text
//! news of the run ─▶ due: in sight (at rest: or near it), and 100 ms after the last look ─▶ look ─▶ other than what is drawn? ─▶ draw
//! ```
//!
//! So a chart that nobody sees, a hidden tab and a run at rest cost nothing.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::state::Desk;
use crate::app::model::Model;
use crate::charts::{Chart, Line, Stroke, draw, each, latency, levels};
use crate::sim::shop::Shop;
use crate::sim::time::Micros;
use crate::sim::wiring::{WIRINGS, Wiring};
use crate::view::bind::text;
use crate::web::events::Listener;
use crate::web::observe::{NEAR, SEEN, Visibility, Width};
use crate::web::timer::Later;
use crate::web::{is_hidden, now_ms, pixel_ratio, theme};
use crate::words::charts as said;

/// The height of a chart in CSS pixels.
const HEIGHT: f64 = 170.0;
/// Milliseconds between two drawings of a chart: as often as labels are written.
const DRAW_MS: f64 = 100.0;

/// What is drawn, and what it says; of each shop, and the time.
#[derive(Clone, Copy)]
struct What {
    id: &'static str,
    title: &'static str,
    chart: fn(&[Shop; WIRINGS], Micros) -> Chart,
    sentence: fn(&[Shop; WIRINGS]) -> String,
}

/// Of several services, a line each.
const EACH: [What; WIRINGS] = [
    What {
        id: "chart-each-sync",
        title: said::each(Wiring::Sync),
        chart: |shops, clock| each::chart(shops, clock, Wiring::Sync),
        sentence: |shops| at_each(shops, Wiring::Sync),
    },
    What {
        id: "chart-each-async",
        title: said::each(Wiring::Async),
        chart: |shops, clock| each::chart(shops, clock, Wiring::Async),
        sentence: |shops| at_each(shops, Wiring::Async),
    },
];

fn at_each(shops: &[Shop; WIRINGS], wiring: Wiring) -> String {
    said::at_each(wiring, &each::highest(&shops[wiring]))
}

impl What {
    fn of(self, model: &Model) -> Chart {
        let run = model.run();
        (self.chart)(run.world().shops(), run.clock())
    }
}

fn names(chart: &Chart) -> Vec<&'static str> {
    chart.lines.iter().map(|line| line.name).collect()
}

const LATENCY: What = What {
    id: "chart-latency",
    title: said::LATENCY,
    chart: latency::chart,
    sentence: said::latency,
};

const LEVELS: What = What {
    id: "chart-levels",
    title: said::LEVELS,
    chart: levels::chart,
    sentence: said::levels,
};

pub(super) fn charts(desk: Desk) -> AnyView {
    // (A tab that comes back shows what has happened meanwhile.)
    let back = RwSignal::new(());
    let hears = Listener::of("visibilitychange", move |_| back.set(()));
    StoredValue::new_local(hears);
    // (Other services, other lines.)
    let lines = text(move || {
        let of_all = |model: &Model| {
            let lines = Wiring::ALL.map(|it| each::lines_of(model.shop(it)));
            let lines = lines.concat().into_iter();
            lines.map(|it| char::from(b'0' + it)).collect::<String>()
        };
        desk.read(of_all).unwrap_or_default()
    });
    let of_each = move || {
        let none = lines.with(String::is_empty);
        let figures = EACH.iter().filter(|_| !none);
        let figures = figures.map(|&what| Figure::new(desk, what, back).view());
        figures.collect::<Vec<AnyView>>()
    };
    view! {
        {Figure::new(desk, LATENCY, back).view()}
        {Figure::new(desk, LEVELS, back).view()}
        {of_each}
    }
    .into_any()
}

/// Everything that a drawing is made of: the same again need not be drawn.
#[derive(Clone, PartialEq)]
struct Drawing {
    chart: Chart,
    width: f64,
    pixel_ratio: f64,
    dark: bool,
    /// In the reader's own colours.
    forced: bool,
}

#[derive(Clone, Copy)]
struct Figure {
    desk: Desk,
    what: What,
    back: RwSignal<()>,
    place: NodeRef<html::Div>,
    canvas: NodeRef<html::Canvas>,
    /// Can it be seen?
    seen: RwSignal<bool>,
    /// Or nearly so? Then it is drawn at rest.
    near: RwSignal<bool>,
    /// In CSS pixels.
    width: RwSignal<f64>,
    sentence: RwSignal<String>,
    /// What the lines are called under the settings in force.
    names: RwSignal<Vec<&'static str>>,
    drawn: StoredValue<Option<Drawing>, LocalStorage>,
    /// When it was looked at last, in milliseconds.
    looked: StoredValue<f64>,
    /// The look that is to come.
    later: StoredValue<Later, LocalStorage>,
}

impl Figure {
    fn new(desk: Desk, what: What, back: RwSignal<()>) -> Self {
        Self {
            desk,
            what,
            back,
            place: NodeRef::new(),
            canvas: NodeRef::new(),
            seen: RwSignal::new(false),
            near: RwSignal::new(false),
            width: RwSignal::new(0.0),
            sentence: RwSignal::new(String::new()),
            names: RwSignal::new(
                desk.look(|model| names(&what.of(model)))
                    .unwrap_or_default(),
            ),
            drawn: StoredValue::new_local(None),
            looked: StoredValue::new(f64::NEG_INFINITY),
            later: StoredValue::new_local(Later::default()),
        }
    }

    fn view(self) -> AnyView {
        self.watch();
        self.keep_up();
        let lines = self.desk.look(|f| self.what.of(f).lines).into_iter();
        let legend = lines.flatten().enumerate();
        let legend = legend.map(|(k, line)| self.sample(k, &line));
        let legend: Vec<AnyView> = legend.collect();
        let What { id, title, .. } = self.what;
        view! {
            <figure>
                <h3>{title}</h3>
                <div class="plot" node_ref=self.place style=format!("height:{HEIGHT}px")>
                    <canvas node_ref=self.canvas aria-hidden="true"></canvas>
                </div>
                <ul class="key">{legend}</ul>
                <figcaption id=id>{self.sentence}</figcaption>
            </figure>
        }
        .into_any()
    }

    /// Learns its width, and whether it can be seen: the picture or its sentence.
    fn watch(self) {
        let width = StoredValue::new_local(None::<Width>);
        let sight = StoredValue::new_local([const { None::<Visibility> }; 2]);
        Effect::new(move |_| {
            let Some(place) = self.place.get() else {
                return;
            };
            let figure = place.parent_element();
            let watch = |margin, within: RwSignal<bool>| {
                let figure = figure.as_ref()?;
                Visibility::of(figure, margin, move |now| within.set(now))
            };
            sight.set_value([watch(SEEN, self.seen), watch(NEAR, self.near)]);
            width.set_value(Width::of(&place, move |now| self.width.set(now)));
        });
    }

    /// Plans a look whenever there is a reason for one.
    fn keep_up(self) {
        Effect::new(move |_| {
            self.back.track();
            self.width.track();
            self.desk.read(|_| ());
            let near = self.near.get() && self.desk.rests();
            if (self.seen.get() || near) && !is_hidden() {
                let wait = (self.looked.get_value() + DRAW_MS - now_ms()).max(0.0);
                let look = Box::new(move || self.look());
                self.later
                    .with_value(|later| later.ask(wait as u32 + 1, look));
            }
        });
    }

    fn look(self) {
        self.looked.set_value(now_ms());
        let looked = self.desk.look(|model| {
            let sentence = (self.what.sentence)(model.run().world().shops());
            (self.what.of(model), sentence)
        });
        let Some((chart, sentence)) = looked else {
            return;
        };
        if self.sentence.with_untracked(|old| *old != sentence) {
            self.sentence.set(sentence);
        }
        let called = names(&chart);
        if self.names.with_untracked(|old| *old != called) {
            self.names.set(called);
        }
        self.draw(chart);
    }

    fn draw(self, chart: Chart) {
        let (Some(canvas), width) = (self.canvas.get_untracked(), self.width.get_untracked())
        else {
            return;
        };
        let drawing = Drawing {
            chart,
            width,
            pixel_ratio: pixel_ratio(),
            dark: theme::is_dark(),
            forced: theme::is_forced(),
        };
        if width > 0.0 && self.drawn.with_value(|old| old.as_ref() != Some(&drawing)) {
            let canvas: HtmlCanvasElement = canvas.unchecked_into();
            let _ = draw::draw(&canvas, &drawing.chart, width, HEIGHT);
            self.drawn.set_value(Some(drawing));
        }
    }

    /// A line of the legend.
    fn sample(self, k: usize, line: &Line) -> AnyView {
        let token = line.token();
        let look = match line.stroke {
            Stroke::Solid => "sample",
            Stroke::Dashed => "sample dashed",
            Stroke::Dotted => "sample dotted",
            Stroke::Service(_) => "sample of-service",
        };
        let (dash, gap) = line.stroke.dashes().unwrap_or((1.0, 0.0));
        let style = match line.stroke {
            Stroke::Service(_) => format!("--of:var({token});--dash:{dash}px;--gap:{gap}px"),
            Stroke::Solid | Stroke::Dashed | Stroke::Dotted => format!("border-color:var({token})"),
        };
        let name = move || self.names.with(|names| names.get(k).copied());
        view! {
            <li>
                <span class=look style=style aria-hidden="true"></span>
                {name}
            </li>
        }
        .into_any()
    }
}
