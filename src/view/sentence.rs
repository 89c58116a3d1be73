//! The page's voice: what is happening, in words. It is the same text that is seen and that is heard.

use leptos::prelude::*;

use super::page::Page;
use crate::sim::wiring::Wiring;
use crate::words::sentence::LABEL;

pub(super) fn sentence(page: Page) -> AnyView {
    let says = Wiring::ALL.map(|shop| {
        let says = page.text(move |r| r.voice.says[shop].clone());
        let side = shop.name();
        view! {
            <p id=format!("sentence-{side}") data-side=side>
                {says}
            </p>
        }
        .into_any()
    });
    let says: Vec<AnyView> = says.into();
    let why = page.text(|r| r.voice.why.clone());
    let spoken = page.text(|r| r.voice.heard.clone());
    view! {
        <section id="sentence" class="sentence" aria-label=LABEL>
            {says}
            <p id="sentence-why" class="why">
                {why}
            </p>
        </section>
        <p id="milestone" class="hidden" aria-live="polite">
            {spoken}
        </p>
    }
    .into_any()
}
