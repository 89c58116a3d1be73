//! The two charts, each with its legend in HTML and its sentence.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

use super::page::Page;
use crate::app::model::Model;
use crate::charts::{Chart, latency, levels};
use crate::sim::engine::Side;
use crate::web::observe::Width;

/// The height of a chart in CSS pixels.
const HEIGHT: f64 = 170.0;

#[component]
pub(crate) fn Charts() -> impl IntoView {
    view! {
        <section class="panel charts" aria-labelledby="charts-title">
            <h2 id="charts-title">"Charts"</h2>
            <Figure
                id="chart-latency"
                title="How long until the user is told, and until the payment is done"
                chart=latency_chart
                sentence=|m| latency::sentence(m.shop(Side::Sync), m.shop(Side::Async))
            />
            <Figure
                id="chart-levels"
                title="What piles up where"
                chart=levels_chart
                sentence=|m| levels::sentence(m.shop(Side::Sync), m.shop(Side::Async))
            />
        </section>
    }
}

fn latency_chart(model: &Model) -> Chart {
    let clock = model.run().clock();
    latency::chart(model.shop(Side::Sync), model.shop(Side::Async), clock)
}

fn levels_chart(model: &Model) -> Chart {
    let clock = model.run().clock();
    levels::chart(model.shop(Side::Sync), model.shop(Side::Async), clock)
}

#[component]
fn Figure(
    id: &'static str,
    title: &'static str,
    chart: fn(&Model) -> Chart,
    sentence: fn(&Model) -> String,
) -> impl IntoView {
    let page = Page::here();
    let canvas = NodeRef::<html::Canvas>::new();
    let place = NodeRef::<html::Div>::new();
    let watched = StoredValue::new_local(None::<Width>);
    Effect::new(move |_| {
        let (Some(canvas), Some(place)) = (canvas.get(), place.get()) else {
            return;
        };
        let canvas: leptos::web_sys::HtmlCanvasElement = canvas.unchecked_into();
        let place: HtmlElement = place.unchecked_into();
        let width = f64::from(place.client_width());
        page.set_plot(canvas.clone(), (width, HEIGHT), chart);
        watched.set_value(Width::of(&place, move |width| {
            page.set_plot(canvas.clone(), (width, HEIGHT), chart);
        }));
    });
    let sentence = Memo::new(move |_| {
        page.readout.track();
        page.look(sentence).unwrap_or_default()
    });
    let legend = page.look(chart).map(|c| c.lines).unwrap_or_default();
    view! {
        <figure>
            <h3>{title}</h3>
            <div class="plot" node_ref=place style=format!("height:{HEIGHT}px")>
                <canvas node_ref=canvas aria-hidden="true"></canvas>
            </div>
            <ul class="key">
                {legend
                    .into_iter()
                    .map(|line| {
                        view! {
                            <li>
                                <span
                                    class="sample"
                                    class:dashed=line.dashed
                                    style=format!("border-color:var({})", line.token)
                                    aria-hidden="true"
                                ></span>
                                {line.name}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <figcaption id=id>{move || sentence.get()}</figcaption>
        </figure>
    }
}
