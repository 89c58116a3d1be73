//! What the desk fills, once it is loaded (boot.js, `crate::desk`), and the foot of the page.

use leptos::prelude::*;

use super::bind::Press;
use super::page::Page;
use crate::web::events;

/// A panel with a title, and nothing in it yet.
pub(super) fn panel(name: &'static str, title: &'static str) -> AnyView {
    let id = format!("{name}-title");
    let named_by = id.clone();
    view! {
        <section
            id=name
            class="panel desk"
            data-panel=name
            aria-busy="true"
            aria-labelledby=named_by
        >
            <h2 id=id>{title}</h2>
        </section>
    }
    .into_any()
}

/// What the page's third program fills (`crate::recorded`), once a reader asks for it.
pub(super) fn recorded() -> AnyView {
    let open: Press = Box::new(|_| events::say("showdown-recorded", ""));
    view! {
        <section id="recorded" class="panel" data-panel="recorded" aria-labelledby="recorded-title">
            <h2 id="recorded-title">"Recorded runs"</h2>
            <p>
                "What a real FastAPI and RabbitMQ stack did, order by order, beside what this engine makes of the same \
                 orders. 31 such runs are its measure: "
                <a href="recorded-table.html">"every figure of them"</a>
                ". Open one here, or "
                <a href="recorded-runs.html">"record your own stack"</a>
                "."
            </p>
            <div id="recorded-place">
                <button id="recorded-open" on:click=open>
                    "Open a recorded run"
                </button>
            </div>
        </section>
    }
    .into_any()
}

pub(super) fn foot(page: Page) -> AnyView {
    let digest = page.text(|r| r.digest.clone());
    view! {
        <footer class="foot">
            <p>
                "Computed in your browser by a discrete-event engine: no server, no cookies. Hops are drawn slower than \
                 they are (1.5 ms). "
                <a href="model.html">"What this models, and what it does not"</a>
                " · digest of this run "
                <code id="digest">{digest}</code>
            </p>
        </footer>
    }
    .into_any()
}
