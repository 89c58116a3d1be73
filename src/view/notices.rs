//! What went wrong, in sentences.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;
use crate::words::notices as said;

pub(super) fn notices(page: Page) -> AnyView {
    let any = page.flag(|r| !r.notices.is_empty());
    let notices = page.text(|r| r.notices.clone());
    view! {
        <div role="alert" class="notices" class:shown=any>
            <p>{notices}</p>
            <button on:click=page.press_away(|| Msg::Dismiss)>{said::DISMISS}</button>
        </div>
    }
    .into_any()
}
