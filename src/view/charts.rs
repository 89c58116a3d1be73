//! The two charts, each with its legend in HTML and its sentence.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::page::Page;
use crate::app::model::Model;
use crate::charts::{Chart, Line, latency, levels};
use crate::sim::engine::Side;
use crate::web::observe::Width;

/// The height of a chart in CSS pixels.
const HEIGHT: f64 = 170.0;

type Of<T> = fn(&Model) -> T;

pub(super) fn charts(page: Page) -> AnyView {
    let latency_title = "How long until the user is told, and until the payment is done";
    view! {
        <section class="panel charts" aria-labelledby="charts-title">
            <h2 id="charts-title">"Charts"</h2>
            {figure(page, "chart-latency", latency_title, latency_chart, latency_sentence)}
            {figure(page, "chart-levels", "What piles up where", levels_chart, levels_sentence)}
        </section>
    }
    .into_any()
}

fn latency_chart(model: &Model) -> Chart {
    let clock = model.run().clock();
    latency::chart(model.shop(Side::Sync), model.shop(Side::Async), clock)
}

fn latency_sentence(model: &Model) -> String {
    latency::sentence(model.shop(Side::Sync), model.shop(Side::Async))
}

fn levels_chart(model: &Model) -> Chart {
    let clock = model.run().clock();
    levels::chart(model.shop(Side::Sync), model.shop(Side::Async), clock)
}

fn levels_sentence(model: &Model) -> String {
    levels::sentence(model.shop(Side::Sync), model.shop(Side::Async))
}

fn figure(
    page: Page,
    id: &'static str,
    title: &'static str,
    chart: Of<Chart>,
    sentence: Of<String>,
) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    let place = NodeRef::<html::Div>::new();
    let watched = StoredValue::new_local(None::<Width>);
    Effect::new(move |_| {
        let (Some(canvas), Some(place)) = (canvas.get(), place.get()) else {
            return;
        };
        let canvas: HtmlCanvasElement = canvas.unchecked_into();
        let measure = move |width| page.set_plot(canvas.clone(), (width, HEIGHT), chart);
        measure(f64::from(place.client_width()));
        watched.set_value(Width::of(&place, measure));
    });
    let sentence = page.text(move |_| page.look(sentence).unwrap_or_default());
    let lines = page.look(chart).map(|c| c.lines).unwrap_or_default();
    let legend: Vec<AnyView> = lines.iter().map(sample).collect();
    view! {
        <figure>
            <h3>{title}</h3>
            <div class="plot" node_ref=place style=format!("height:{HEIGHT}px")>
                <canvas node_ref=canvas aria-hidden="true"></canvas>
            </div>
            <ul class="key">{legend}</ul>
            <figcaption id=id>{sentence}</figcaption>
        </figure>
    }
    .into_any()
}

fn sample(line: &Line) -> AnyView {
    let look = if line.dashed {
        "sample dashed"
    } else {
        "sample"
    };
    view! {
        <li>
            <span class=look style=format!("border-color:var({})", line.token) aria-hidden="true"></span>
            {line.name}
        </li>
    }
    .into_any()
}
