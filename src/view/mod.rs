//! The page: one visible noun a file.
//!
//! Components read the [`Readout`](crate::app::readout::Readout) and send a [`Msg`](crate::app::model::Msg); none of
//! them knows the engine. The frame loop in [`page`] owns it.

mod bind;
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
    leptos::mount::mount_to_body(app);
}

fn app() -> impl IntoView {
    let page = Page::new();
    let whole = NodeRef::<leptos::html::Main>::new();
    Effect::new(move |_| {
        if let Some(whole) = whole.get() {
            page.watch_visibility(&whole);
        }
    });
    view! {
        {header::header(page)}
        <main id="showdown" class="page" node_ref=whole data-stage-ms=page.stage_ms()>
            {notices::notices(page)}
            {race::race(page)}
            <div class="lanes">{lane::lane(page, Side::Sync)} {lane::lane(page, Side::Async)}</div>
            {failures::failures(page)}
            <div class="panels">{settings::settings(page)} {charts::charts(page)}</div>
            {experiment::experiment(page)}
        </main>
        <footer class="foot">
            <p>
                "Everything here is computed in your browser by a discrete-event engine: no server, no cookies. \
                 Hops are drawn slower than they are (1.5 ms). "
                <a href="model.html">"What this models, and what it does not"</a>
            </p>
        </footer>
    }
}
