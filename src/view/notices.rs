//! What went wrong, in sentences. They come with the panels, whose chunk is wanted at once where there is something to say.

use leptos::prelude::*;

use super::bind;
use super::inner::Chunk;
use super::page::Page;
use crate::app::model::Msg;
use crate::words::notices as said;
use crate::words::panels::NOT_LOADED;

pub(super) fn notices(page: Page) -> AnyView {
    let notices = page.text(move |r| {
        let wordless = r.noticed && page.desk.get() == Chunk::Failed;
        match wordless {
            true => NOT_LOADED.to_owned(),
            false => r.notices.clone(),
        }
    });
    let any = bind::flag(move || notices.with(|text| !text.is_empty()));
    view! {
        <div role="alert" class="notices" class:shown=any>
            <p>{notices}</p>
            <button on:click=page.press_away(|| Msg::Dismiss)>{said::DISMISS}</button>
        </div>
    }
    .into_any()
}
