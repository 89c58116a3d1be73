//! Taking this page elsewhere: *Share* copies its link, *Embed* opens the desk's dialog; and the theme beside them.

use leptos::prelude::*;

use super::bind::Press;
use super::page::Page;
use crate::app::model::Msg;
use crate::web::timer::{Timer, after};
use crate::web::{address, clipboard, theme};
use crate::words::facts::notices::Notice;
use crate::words::header as said;

/// Milliseconds for which the button says that it has copied.
const SAID_MS: u32 = 2_000;

pub(super) fn share(page: Page) -> AnyView {
    let word = RwSignal::new(said::SHARE.to_owned());
    let back = StoredValue::new_local(None::<Timer>);
    let press: Press = Box::new(move |_| {
        let link = format!("{}#{}", address::page(), page.link());
        let kept = link.clone();
        clipboard::copy(&link, move |copied| {
            if copied {
                word.set(said::COPIED.to_owned());
                let timer = after(SAID_MS, Box::new(move || word.set(said::SHARE.to_owned())));
                back.set_value(Some(timer));
            } else {
                page.send(Msg::Notice(Notice::NotCopied(kept.clone())));
            }
        });
    });
    let embed: Press = Box::new(move |_| {
        page.embedding.update(|n| *n += 1);
        page.want_desk();
    });
    view! {
        <div class="share">
            <button id="share" title=said::SHARE_HELP on:click=press>
                {word}
            </button>
            <button id="embed" title=said::EMBED_HELP on:click=embed>
                {said::EMBED}
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
            aria-label=said::DARK
            aria-pressed=dark
            title=said::THEME_HELP
            on:click=toggle
        >
            "◐"
        </button>
    }
    .into_any()
}
