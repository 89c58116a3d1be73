//! The page's voice: what is happening, in words. It is the same text that is seen and that is heard.

use leptos::prelude::*;

use super::page::Page;
use crate::words::sentence::LABEL;

pub(super) fn sentence(page: Page) -> AnyView {
    let sync = page.text(|r| r.voice.sync.clone());
    let queued = page.text(|r| r.voice.queued.clone());
    let why = page.text(|r| r.voice.why.clone());
    let spoken = page.text(|r| r.voice.heard.clone());
    view! {
        <section id="sentence" class="sentence" aria-label=LABEL>
            <p id="sentence-sync" data-side="sync">
                {sync}
            </p>
            <p id="sentence-async" data-side="async">
                {queued}
            </p>
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
