//! Taking this page elsewhere: *Share* copies its link, *Embed* opens the desk's dialog; and the theme beside them.

use leptos::prelude::*;

use super::bind::Press;
use super::page::Page;
use crate::app::model::Msg;
use crate::web::timer::{Timer, after};
use crate::web::{address, clipboard, theme};

/// Milliseconds for which the button says that it has copied.
const SAID_MS: u32 = 2_000;

pub(super) fn share(page: Page) -> AnyView {
    let word = RwSignal::new("Share".to_owned());
    let back = StoredValue::new_local(None::<Timer>);
    let press: Press = Box::new(move |_| {
        let link = format!("{}#{}", address::page(), page.link());
        let kept = link.clone();
        clipboard::copy(&link, move |copied| {
            if copied {
                word.set("Copied".to_owned());
                let timer = after(SAID_MS, Box::new(move || word.set("Share".to_owned())));
                back.set_value(Some(timer));
            } else {
                let sentence = format!("Copying is not allowed here. The link is {kept}");
                page.send(Msg::Notice(sentence));
            }
        });
    });
    let embed: Press = Box::new(move |_| {
        page.embedding.update(|n| *n += 1);
        page.want_desk();
    });
    view! {
        <div class="share">
            <button id="share" title="Copies a link to exactly this" on:click=press>
                {word}
            </button>
            <button id="embed" title="Put this into a page of yours" on:click=embed>
                "Embed"
            </button>
            {theme_button(page)}
        </div>
    }
    .into_any()
}

fn theme_button(page: Page) -> AnyView {
    let dark = RwSignal::new(theme::is_dark().to_string());
    let toggle: Press = Box::new(move |_| {
        dark.set((theme::toggle() == "dark").to_string());
        page.recolour();
    });
    view! {
        <button
            id="theme"
            class="theme"
            aria-label="Dark theme"
            aria-pressed=dark
            title="Light or dark"
            on:click=toggle
        >
            "◐"
        </button>
    }
    .into_any()
}
