//! What went wrong, and what happened: sentences.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;

pub(super) fn notices(page: Page) -> AnyView {
    let any = page.flag(|r| !r.notices.is_empty());
    let notices = page.text(|r| r.notices.join("\n"));
    let milestone = page.text(|r| r.milestone.clone());
    view! {
        <div role="alert" class="notices" class:shown=any>
            <p>{notices}</p>
            <button on:click=page.press_away(Msg::Dismiss)>"Dismiss"</button>
        </div>
        <p id="milestone" class="hidden" aria-live="polite">
            {milestone}
        </p>
    }
    .into_any()
}
