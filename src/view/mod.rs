//! The page: one visible noun a file.
//!
//! Components read the [`Readout`](crate::app::readout::Readout) and send a
//! [`Msg`](crate::app::model::Msg); none of them knows the engine. The frame loop in [`page`] owns it.

mod charts;
mod experiment;
mod failures;
mod header;
mod lane;
mod ledger;
mod notices;
mod page;
mod race;
mod settings;
mod stage;

use leptos::prelude::*;

use self::page::Page;
use crate::sim::engine::Side;
use crate::web;

/// Puts the page in place of the static first paint.
pub fn mount() {
    web::crash::watch();
    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let page = Page::new();
    provide_context(page);
    let whole = NodeRef::<leptos::html::Main>::new();
    Effect::new(move |_| {
        if let Some(whole) = whole.get() {
            page.watch_visibility(&whole);
        }
    });
    view! {
        <header::Header />
        <main id="showdown" class="page" node_ref=whole data-stage-ms=move || page.stage_ms()>
            <notices::Notices />
            <race::Race />
            <div class="lanes">
                <lane::Lane side=Side::Sync />
                <lane::Lane side=Side::Async />
            </div>
            <failures::Failures />
            <div class="panels">
                <settings::Settings />
                <charts::Charts />
            </div>
            <experiment::ExperimentPanel />
        </main>
        <footer class="foot">
            <p>
                "Everything here is computed in your browser by a discrete-event engine; no server, no cookies. \
                 A hop takes 1.5 ms on a real network and is drawn slower than it is."
            </p>
        </footer>
    }
}
