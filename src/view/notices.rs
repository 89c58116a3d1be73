//! What went wrong, and what happened: sentences.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;

#[component]
pub(crate) fn Notices() -> impl IntoView {
    let page = Page::here();
    let notices = Memo::new(move |_| page.readout.with(|r| r.notices.clone()));
    let milestone = Memo::new(move |_| page.readout.with(|r| r.milestone.clone()));
    view! {
        <div role="alert" class="notices">
            <Show when=move || !notices.with(Vec::is_empty)>
                <ul>
                    {move || notices.get().into_iter().map(|n| view! { <li>{n}</li> }).collect_view()}
                </ul>
                <button on:click=move |_| page.send(Msg::Dismiss)>"Dismiss"</button>
            </Show>
        </div>
        <p id="milestone" class="hidden" aria-live="polite">
            {move || milestone.get()}
        </p>
    }
}
