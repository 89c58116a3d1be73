//! The page: one visible noun a file.
//!
//! Components read the [`Readout`](crate::app::readout::Readout) and send a [`Msg`](crate::app::model::Msg); none of
//! them knows the engine. The frame loop in [`page`] owns it.

mod abroad;
pub(crate) mod bind;
mod boxes;
pub(crate) mod cards;
pub(crate) mod chunks;
pub(crate) mod control;
pub(crate) mod first;
mod frame;
mod header;
mod inner;
pub(crate) mod keys;
mod lane;
mod ledger;
mod lesson;
mod notices;
pub(crate) mod page;
mod panels;
mod sentence;
mod share;
pub(crate) mod spine;
mod transport;

use leptos::prelude::*;

use self::page::Page;
use crate::sim::wiring::Wiring;
use crate::web;
use crate::words::crash;

/// Puts the page in place of the static first paint.
pub fn mount() {
    web::crash::watch(web::crash::Said {
        stopped: crash::STOPPED,
        sorry: crash::SORRY,
        copy: crash::COPY,
        reload: crash::RELOAD,
    });
    let page = Page::new();
    first::put(None, Box::new(move || view(page)));
    // All of it, the panels too: who reads below the first screen still looks at the run.
    if let Some(body) = document().body() {
        page.watch_visibility(&body);
    }
}

/// What can be pressed at once, and the places of the rest (`first`).
fn view(page: Page) -> AnyView {
    // The spine stands between the first lane and the others.
    let [first, others @ ..] = Wiring::ALL.map(|shop| lane::lane(page, shop));
    let others: Vec<AnyView> = others.into();
    view! {
        <div class="screen">
            {header::header()}
            <main id="showdown" class="page" data-stage-ms=page.stage_ms()>
                {sentence::sentence(page)}
                {lesson::lesson(page)}
                <div class="arena">
                    {notices::notices(page)}
                    {first} {spine::spine(page)} {others}
                </div>
            </main>
        </div>
    }
    .into_any()
}
