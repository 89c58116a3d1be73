//! A button that copies a text, and says whether it could. `of` says of what, to those who hear it.

use leptos::prelude::*;

use crate::web::clipboard;
use crate::web::timer::{Timer, after};
use crate::words::save as words;

/// Milliseconds for which it says so.
const SAID_MS: u32 = 2_000;

pub(super) fn copy_button(
    id: impl Into<String>,
    word: &'static str,
    of: &'static str,
    text: impl Fn() -> String + 'static,
) -> AnyView {
    let said = RwSignal::new(word);
    let back = StoredValue::new_local(None::<Timer>);
    let press = move |_| {
        clipboard::copy(&text(), move |copied| {
            said.set(match copied {
                true => words::COPIED,
                false => words::NOT_ALLOWED,
            });
            let timer = after(SAID_MS, Box::new(move || said.set(word)));
            back.set_value(Some(timer));
        });
    };
    let name = move || format!("{} {of}", said.get()).trim_end().to_owned();
    view! {
        <button id=id.into() aria-label=name on:click=press>
            {said}
        </button>
    }
    .into_any()
}
