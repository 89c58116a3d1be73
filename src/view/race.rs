//! Both at once, and whether that is fair.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;
use crate::sim::engine::Side;

#[component]
pub(crate) fn Race() -> impl IntoView {
    let page = Page::here();
    let about = Memo::new(move |_| page.readout.with(|r| r.about()));
    let unfair = Memo::new(move |_| page.readout.with(|r| r.unfair));
    view! {
        <section class="race" aria-label="Both at once">
            <p id="about" class="about">
                {move || about.get()}
            </p>
            <div class="both" role="group" aria-label="Both at once">
                <button id="both" class="primary" on:click=move |_| page.send(Msg::Trigger(Side::Both))>
                    "Both at once"
                </button>
                {[10, 100, 1000]
                    .map(|n| {
                        view! {
                            <button
                                id=format!("both-{n}")
                                aria-label=format!("{n} orders to both")
                                on:click=move |_| page.send(Msg::Crowd(Side::Both, n))
                            >
                                {format!("×{n}")}
                            </button>
                        }
                    })
                    .collect_view()}
                <p id="fairness" class="fairness" class:unfair=move || unfair.get().any()>
                    <Show
                        when=move || unfair.get().any()
                        fallback=|| view! { <span>"⚖ A fair race"</span> }
                    >
                        <span>{move || format!("⚖ Not comparable: {}", unfair.get().sentence())}</span>
                        <button id="make-fair" on:click=move |_| page.send(Msg::MakeFair)>
                            "Make it fair"
                        </button>
                    </Show>
                </p>
            </div>
        </section>
    }
}
