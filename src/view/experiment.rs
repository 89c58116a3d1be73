//! The experiment as data: its digest, its seed, and ways to take it along and bring it back.

use gloo_timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;
use crate::experiment::limits::SEED_LIMIT;
use crate::experiment::report::Report;
use crate::web::clipboard;

#[component]
pub(crate) fn ExperimentPanel() -> impl IntoView {
    let page = Page::here();
    let digest = Memo::new(move |_| page.readout.with(|r| r.digest.clone()));
    let interventions = Memo::new(move |_| page.readout.with(|r| r.interventions));
    view! {
        <section class="panel experiment" aria-labelledby="experiment-title">
            <h2 id="experiment-title">"This experiment"</h2>
            <p>
                "Settings, a seed and "
                {move || crate::app::words::count(interventions.get() as u64, "intervention")}
                " determine everything above; the command line gives the same run. Digest "
                <code id="digest">{move || digest.get()}</code>
            </p>
            <div class="actions">
                <SeedField />
                <Copy />
                <button
                    id="save-experiment"
                    on:click=move |_| {
                        save(page, "experiment.json", |m| m.run().experiment().to_json());
                    }
                >
                    "Save experiment"
                </button>
                <button
                    id="save-report"
                    on:click=move |_| {
                        save(page, "report.json", |m| {
                            serde_json::to_string_pretty(&Report::of(m.run())).unwrap_or_default()
                        });
                    }
                >
                    "Save report"
                </button>
            </div>
            <Open />
        </section>
    }
}

fn save(page: Page, name: &str, text: fn(&crate::app::model::Model) -> String) {
    if let Some(text) = page.look(text) {
        let _ = clipboard::save(name, &text);
    }
}

#[component]
fn SeedField() -> impl IntoView {
    let page = Page::here();
    let seed = Memo::new(move |_| page.readout.with(|r| r.seed.to_string()));
    view! {
        <label class="seed" title="The address of all luck; another seed starts the run over">
            "Seed "
            <input
                type="number"
                id="seed"
                min="0"
                max=SEED_LIMIT.to_string()
                step="1"
                prop:value=move || seed.get()
                on:change:target=move |e| {
                    let typed = e.target().value();
                    match typed.parse::<u64>().ok().filter(|&s| s <= SEED_LIMIT) {
                        Some(seed) => page.send(Msg::Seed(seed)),
                        None => e.target().set_value(&seed.get_untracked()),
                    }
                }
            />
        </label>
    }
}

#[component]
fn Copy() -> impl IntoView {
    let page = Page::here();
    let said = RwSignal::new("Copy experiment");
    let back = StoredValue::new_local(None::<Timeout>);
    view! {
        <button
            id="copy-experiment"
            on:click=move |_| {
                let text = page.look(|m| m.run().experiment().to_json()).unwrap_or_default();
                said.set(if clipboard::copy(&text) { "Copied" } else { "Not allowed here: use Save" });
                let timer = Timeout::new(2_000, move || said.set("Copy experiment"));
                back.set_value(Some(timer));
            }
        >
            {move || said.get()}
        </button>
    }
}

/// Paste an experiment here.
#[component]
fn Open() -> impl IntoView {
    let page = Page::here();
    let text = NodeRef::<html::Textarea>::new();
    let shown = Memo::new(move |_| {
        page.readout
            .with(|r| (r.interventions, r.preset.clone(), r.seed, r.values.clone()))
    });
    let json = move || {
        shown.track();
        page.look(|m| m.run().experiment().to_json())
            .unwrap_or_default()
    };
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
            <button
                id="open-experiment"
                on:click=move |_| {
                    if let Some(text) = text.get_untracked() {
                        page.send(Msg::Open(text.value()));
                    }
                }
            >
                "Open it"
            </button>
        </details>
    }
}
