//! The place of a lesson's words, beside the stage: seen at once, and of one height, so that nothing jumps when they
//! come (`panels/learn.rs` fills it).

use leptos::prelude::*;

use super::chunks::meanwhile;
use super::page::Page;
use crate::words::lessons::LABEL;

pub(super) fn lesson(page: Page) -> AnyView {
    let none = page.setup_flag(|s| s.lesson.is_none());
    view! {
        <section id="lesson" class="lesson" class:gone=none aria-label=LABEL>
            {meanwhile(page, page.desk, Page::want_desk)}
        </section>
    }
    .into_any()
}
