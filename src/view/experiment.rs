//! The experiment as data: its digest, its seed, and ways to take it along and bring it back.

use gloo_timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::bind::Press;
use super::page::Page;
use crate::app::model::{Model, Msg};
use crate::app::words;
use crate::experiment::limits::SEED_LIMIT;
use crate::experiment::report::Report;
use crate::web::clipboard;

pub(super) fn experiment(page: Page) -> AnyView {
    let digest = page.text(|r| r.digest.clone());
    let log = page.text(|r| words::count(r.interventions as u64, "intervention"));
    view! {
        <section class="panel experiment" aria-labelledby="experiment-title">
            <h2 id="experiment-title">"This experiment"</h2>
            <p>
                "Settings, a seed and " {log}
                " determine everything above; the command line gives the same run. Digest "
                <code id="digest">{digest}</code>
            </p>
            <div class="actions">
                {seed(page)} {copy(page)}
                <button id="save-experiment" on:click=save(page, "experiment.json", experiment_json)>
                    "Save experiment"
                </button>
                <button id="save-report" on:click=save(page, "report.json", report_json)>
                    "Save report"
                </button>
            </div>
            {as_json(page)}
        </section>
    }
    .into_any()
}

fn experiment_json(model: &Model) -> String {
    model.run().experiment().to_json()
}

fn report_json(model: &Model) -> String {
    serde_json::to_string_pretty(&Report::of(model.run())).unwrap_or_default()
}

fn save(page: Page, name: &'static str, text: fn(&Model) -> String) -> Press {
    Box::new(move |_| {
        if let Some(text) = page.look(text) {
            let _ = clipboard::save(name, &text);
        }
    })
}

fn seed(page: Page) -> AnyView {
    let seed = page.text(|r| r.seed.to_string());
    view! {
        <label class="seed" for="seed" title="The address of all luck; another seed starts the run over">
            "Seed "
            <input
                type="number"
                id="seed"
                min="0"
                max=SEED_LIMIT.to_string()
                step="1"
                value=seed.get_untracked()
                prop:value=seed
                on:change=move |e| {
                    page.send(Msg::Seed(event_target_value(&e)));
                    // What was no seed does not stay in the field.
                    event_target::<HtmlInputElement>(&e).set_value(&seed.get_untracked());
                }
            />
        </label>
    }
    .into_any()
}

fn copy(page: Page) -> AnyView {
    let said = RwSignal::new("Copy experiment".to_owned());
    let back = StoredValue::new_local(None::<Timeout>);
    let press: Press = Box::new(move |_| {
        let text = page.look(experiment_json).unwrap_or_default();
        clipboard::copy(&text, move |copied| {
            let word = if copied {
                "Copied"
            } else {
                "Not allowed here: use Save"
            };
            said.set(word.to_owned());
            let timer = Timeout::new(2_000, move || said.set("Copy experiment".to_owned()));
            back.set_value(Some(timer));
        });
    });
    view! {
        <button id="copy-experiment" on:click=press>
            {said}
        </button>
    }
    .into_any()
}

/// The experiment as text; another one can be pasted over it.
fn as_json(page: Page) -> AnyView {
    let text = NodeRef::<html::Textarea>::new();
    // Written anew only when the experiment has changed, not at every readout.
    let changes = page.text(|r| {
        let values: Vec<String> = r.values.iter().map(ToString::to_string).collect();
        format!(
            "{} {} {} {}",
            r.interventions,
            r.preset,
            r.seed,
            values.join(" ")
        )
    });
    let json = Memo::new(move |_| {
        // (To track a memo that nobody has read is to track nothing.)
        changes.with(|_| ());
        page.look(experiment_json).unwrap_or_default()
    });
    let open: Press = Box::new(move |_| {
        if let Some(text) = text.get_untracked() {
            page.send(Msg::Open(text.value()));
        }
    });
    view! {
        <details>
            <summary>"As JSON"</summary>
            <label for="experiment-json" class="quiet">
                "The experiment so far; paste another one and open it."
            </label>
            <textarea
                id="experiment-json"
                rows="10"
                spellcheck="false"
                node_ref=text
                prop:value=json
            ></textarea>
            <button id="open-experiment" on:click=open>
                "Open it"
            </button>
        </details>
    }
    .into_any()
}
