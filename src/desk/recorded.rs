//! A run that was recorded on a real stack, opened on the page: a file of the reader's, or one that lies beside it.
//!
//! ```text
//! chosen · dropped ──▶ text ──▶ Replay::within ──▶ a sentence, and what `replayed` shows of it
//! ```
//!
//! Nothing leaves the page: the file is read, replayed and judged here.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use super::replayed;
use super::state::Desk;
use crate::app::words::decimals;
use crate::replay::Replay;
use crate::web::files;

/// Recorded runs beside the page (scripts/finish-page.mjs puts them there): file, and what it shows.
const SHIPPED: [(&str, &str); 2] = [
    (
        "06b-overload-sync-timeouts",
        "sync: twice the load that Payment can do, and a timeout of 2 s",
    ),
    (
        "07b-outage-async-killed",
        "async: all workers killed for seven seconds, then the queue drains",
    ),
];

/// Bytes of a file at most; a recorded run of 10,000 orders has 3 MB.
const BYTES: f64 = 8e6;
/// Events of a replay at most: about a second. One of 1,000 orders has 20,000.
const EVENTS: u64 = 2_000_000;

/// What is shown: a replay, or why there is none.
pub(super) type Shown = Option<Result<Arc<Replay>, String>>;

#[derive(Clone, Copy)]
struct Opened {
    shown: RwSignal<Shown>,
    /// Counts what was asked for: only the last is shown, whichever comes first.
    asked: StoredValue<u32>,
}

pub(super) fn recorded(desk: Desk) -> AnyView {
    let opened = Opened {
        shown: RwSignal::new(None),
        asked: StoredValue::new(0),
    };
    let shown = opened.shown;
    let said = move || {
        shown.with(|shown| match shown {
            None => String::new(),
            Some(Ok(replay)) => format!("{}: {}", replay.name(), replay.verdict()),
            Some(Err(sentence)) => sentence.clone(),
        })
    };
    let bad = move || {
        shown.with(|shown| match shown {
            Some(Ok(replay)) => !replay.holds(),
            Some(Err(_)) => true,
            None => false,
        })
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            opened.read(file);
        }
    };
    let inside = move || {
        shown.with(|shown| {
            let replay = shown.as_ref()?.as_ref().ok()?;
            Some(replayed::replayed(desk, replay))
        })
    };
    view! {
        <div on:dragover=|event| event.prevent_default() on:drop=drop>
            <p>
                "What a real FastAPI and RabbitMQ stack did, order by order, beside what this engine makes of the same \
                 orders. 31 such runs are its measure: "
                <a href="recorded-table.html">"every figure of them"</a> ". Open one, or "
                <a href="recorded-runs.html">"record your own stack"</a> "."
            </p>
            <div class="actions">{opened.shipped()} {opened.file()}</div>
            <p id="recorded-verdict" role="status" class:warning=bad>
                {said}
            </p>
            {inside}
        </div>
    }
    .into_any()
}

impl Opened {
    /// The runs beside the page.
    fn shipped(self) -> AnyView {
        let chosen = move |event: Event| {
            let name = event_target_value(&event);
            if !name.is_empty() {
                self.open(async move {
                    let text = files::fetch(&format!("recorded/{name}.json")).await;
                    text.ok_or_else(|| format!("{name} could not be loaded; try again."))
                });
            }
        };
        let rows =
            SHIPPED.map(|(name, words)| view! { <option value=name>{name} ": " {words}</option> });
        view! {
            <label for="recorded-run">"A recorded run"</label>
            <select id="recorded-run" on:change=chosen>
                <option value="">"choose one …"</option>
                {rows.collect_view()}
            </select>
        }
        .into_any()
    }

    /// A file of the reader's.
    fn file(self) -> AnyView {
        let chosen = move |event: Event| {
            let input = event_target::<HtmlInputElement>(&event);
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                self.read(file);
            }
        };
        // The same file again is a choice, too: it may have changed.
        let forget = |event: leptos::ev::MouseEvent| {
            event_target::<HtmlInputElement>(&event).set_value("");
        };
        view! {
            <label for="recorded-file">"or a file of yours"</label>
            <input
                id="recorded-file"
                type="file"
                accept=".json,application/json"
                on:click=forget
                on:change=chosen
            />
        }
        .into_any()
    }

    fn read(self, file: File) {
        self.open(async move {
            let size = file.size();
            if size > BYTES {
                let [has, most] = [size, BYTES].map(|bytes| decimals(bytes / 1e6, 1));
                return Err(format!(
                    "This file has {has} MB; a recorded run may have {most} MB here. The command line takes larger ones."
                ));
            }
            let text = files::text_of(&file).await;
            text.ok_or_else(|| "This file could not be read.".to_owned())
        });
    }

    /// Shows what comes of it, unless something else was asked for meanwhile.
    fn open(self, text: impl Future<Output = Result<String, String>> + 'static) {
        self.asked.update_value(|n| *n += 1);
        let mine = self.asked.get_value();
        let text: std::pin::Pin<Box<dyn Future<Output = Result<String, String>>>> = Box::pin(text);
        spawn_local(async move {
            let text = text.await;
            if self.asked.get_value() != mine {
                return;
            }
            let replay = text.and_then(|text| {
                let replay = Replay::within(&text, EVENTS);
                replay.map_err(|sentence| {
                    format!("This is no recorded run that can be used. {sentence}")
                })
            });
            self.shown.set(Some(replay.map(Arc::new)));
        });
    }
}
