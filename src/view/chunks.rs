//! The rest of the program, in chunks that are fetched when they are wanted.
//!
//! If one cannot be fetched, that is said in the place of what it should have filled, with a way to try again.

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::inner::Chunk;
use super::page::Page;
use crate::experiment::presets::PRESETS;
use crate::share::panels::{self, FilledBy};
use crate::web::timer::after;
use crate::words::panels::{NOT_LOADED, TRY_AGAIN};

#[wasm_split(desk, wasm_split_path = ::leptos::wasm_split, fallible)]
fn fill_desk(page: Page) -> Result<(), SplitLoaderError> {
    crate::panels::start(page);
    Ok(())
}

#[wasm_split(recorded, wasm_split_path = ::leptos::wasm_split, fallible)]
fn fill_recorded(page: Page) -> Result<(), SplitLoaderError> {
    crate::recorded::start(page);
    Ok(())
}

#[wasm_split(scenarios, wasm_split_path = ::leptos::wasm_split, fallible)]
fn fill_scenarios(page: Page) -> Result<(), SplitLoaderError> {
    page.say_of_scenarios(crate::words::scenarios::about);
    Ok(())
}

impl Page {
    /// What to look at in a scenario.
    fn want_scenarios(self) {
        leptos::task::spawn_local(async move {
            if fill_scenarios(self).await.is_err() {
                self.say_of_scenarios(|_| "");
            }
        });
    }

    /// Panels, the embed dialog: whatever is below the first view.
    pub(crate) fn want_desk(self) {
        if !self.begins(self.desk) {
            return;
        }
        leptos::task::spawn_local(async move {
            let loaded = fill_desk(self).await;
            self.desk.set(arrived(loaded.is_ok()));
            if self.inner.with_value(|inner| inner.scrolls.get()) {
                self.show_panel();
            }
        });
    }

    /// Recorded runs.
    pub(crate) fn want_recorded(self) {
        if !self.begins(self.recorded) {
            return;
        }
        leptos::task::spawn_local(async move {
            let loaded = fill_recorded(self).await;
            self.recorded.set(arrived(loaded.is_ok()));
        });
    }

    fn begins(self, chunk: RwSignal<Chunk>) -> bool {
        let begins = match chunk.get_untracked() {
            Chunk::Unwanted | Chunk::Failed => true,
            Chunk::Loading | Chunk::There => false,
        };
        if begins {
            chunk.set(Chunk::Loading);
        }
        begins
    }
}

fn arrived(there: bool) -> Chunk {
    match there {
        true => Chunk::There,
        false => Chunk::Failed,
    }
}

/// How panels and recorded runs look: it comes with them.
const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/desk.css"));

/// Puts the style of what is below the first view into the page, once.
pub(crate) fn bring_style() {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else {
        return;
    };
    if document.get_element_by_id("late-style").is_some() {
        return;
    }
    let style = document.create_element("style").ok();
    if let (Some(style), Some(head)) = (style, document.head()) {
        style.set_id("late-style");
        style.set_text_content(Some(STYLE));
        let _ = head.append_child(&style);
    }
}

/// What stands in a panel until its chunk is there.
pub(super) fn meanwhile(page: Page, chunk: RwSignal<Chunk>, again: fn(Page)) -> AnyView {
    let failed = move || chunk.get() == Chunk::Failed;
    view! {
        <p class="failed" role="alert" class:gone=move || !failed()>
            {move || if failed() { NOT_LOADED } else { "" }}
            <button on:click=move |_| again(page)>{TRY_AGAIN}</button>
        </p>
    }
    .into_any()
}

/// Milliseconds after which the panels come by themselves, with nothing else to do: so that the first tab opens at once.
const SOON_MS: u32 = 3_000;

/// The same once an order was sent: its answer has been seen by then.
const TOLD_MS: u32 = 500;

impl Page {
    /// Loads what the address asks for at once, and the rest soon.
    pub(super) fn load_the_rest(self) {
        let fills =
            |name: &str| panels::find(name).is_some_and(|panel| panel.filled_by == FilledBy::Desk);
        let asked = self
            .embed
            .with_value(|embed| (embed.on, embed.panels.iter().any(|name| fills(name))));
        // (Asked once, not with every readout: what cannot be fetched is not asked for ten times a second.)
        let shown = self.setup_flag(move |s| s.shown.is_some_and(fills) || s.lesson.is_some());
        let wanted = self.flag(move |r| r.noticed || r.lanes.iter().any(|lane| lane.several));
        // (A page without a link begins as the first one, where nothing comes by itself and nothing is told of it.)
        let begun = self.setup_flag(|s| s.began_as.is_some_and(|name| name != PRESETS[0].name));
        Effect::new(move |_| {
            if begun.get() {
                self.want_scenarios();
            }
        });
        Effect::new(move |_| {
            if shown.get() || wanted.get() {
                self.want_desk();
            }
        });
        let come_after = move |ms: u32| {
            let timer = after(ms, Box::new(move || self.want_desk()));
            let _ = timer.forget();
        };
        // Where something has happened there is more to say of it than the first view has words for.
        let sent = self.flag(|r| r.lanes.iter().any(|lane| lane.sent > 0));
        Effect::new(move |_| {
            if sent.get() {
                come_after(TOLD_MS);
            }
        });
        match asked {
            (true, true) => self.want_desk(),
            // In a frame nothing is fetched before somebody uses it.
            (true, false) => {}
            (false, _) => come_after(SOON_MS),
        }
    }
}
