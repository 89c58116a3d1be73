//! The experiment as a file: its seed, and ways to take it along and bring it back.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::copy::copy_button;
use super::state::Desk;
use crate::app::model::{Model, Msg};
use crate::experiment::decode;
use crate::experiment::limits::SEED_LIMIT;
use crate::experiment::problem::Instead;
use crate::experiment::report::Report;
use crate::share::embed;
use crate::web::{address, clipboard};
use crate::words::save as said;
use crate::words::textbook::misfit;

pub(super) fn experiment(desk: Desk) -> AnyView {
    let count = move || {
        let log = desk.read(|m| m.run().experiment().log.len());
        said::interventions(log.unwrap_or(0))
    };
    let prescribed = move || {
        let script = desk.read(|m| m.run().experiment().script.as_ref().map(|s| s.orders.len()));
        script.flatten().map(said::prescribed)
    };
    let [settings, determine] = said::DETERMINED;
    let (embed, _) = embed::read(&address::query());
    view! {
        <p>
            {settings} {count} {determine} {prescribed}
        </p>
        <div class="actions">
            {seed(desk, embed.locks("settings"))}
            {copy_button("copy-experiment", said::COPY_EXPERIMENT, "", move || desk.look(json).unwrap_or_default())}
            <button id="save-experiment" on:click=move |_| save(desk, "experiment.json", json)>
                {said::SAVE_EXPERIMENT}
            </button>
            <button id="save-report" on:click=move |_| save(desk, "report.json", report)>
                {said::SAVE_REPORT}
            </button>
        </div>
        {embed.takes_another().then(|| as_json(desk))}
    }
    .into_any()
}

fn json(model: &Model) -> String {
    model.run().experiment().to_json()
}

fn report(model: &Model) -> String {
    serde_json::to_string_pretty(&Report::of(model.run(), misfit)).unwrap_or_default()
}

fn save(desk: Desk, name: &str, text: fn(&Model) -> String) {
    if let Some(text) = desk.look(text) {
        let _ = clipboard::save(name, &text);
    }
}

fn seed(desk: Desk, locked: bool) -> AnyView {
    let seed = Memo::new(move |_| {
        let seed = desk.read(|m| m.run().experiment().seed);
        seed.unwrap_or(1).to_string()
    });
    view! {
        <label class="seed" for="seed">
            {said::SEED}
            <input
                type="number"
                id="seed"
                min="0"
                max=SEED_LIMIT.to_string()
                step="1"
                disabled=locked
                prop:value=seed
                on:change=move |e| {
                    desk.send(Msg::Seed(event_target_value(&e)));
                    // What was no seed does not stay in the field.
                    event_target::<HtmlInputElement>(&e).set_value(&seed.get_untracked());
                }
            />
            <span class="quiet">{said::SEED_HELP}</span>
        </label>
    }
    .into_any()
}

/// The experiment as text; another one can be pasted over it.
fn as_json(desk: Desk) -> AnyView {
    let text = NodeRef::<html::Textarea>::new();
    let shown = Memo::new(move |_| desk.read(json).unwrap_or_default());
    let open = move |_| {
        if let Some(text) = text.get_untracked() {
            open(desk, &text.value());
        }
    };
    view! {
        <details>
            <summary>{said::AS_JSON}</summary>
            <label for="experiment-json" class="quiet">
                {said::JSON_HELP}
            </label>
            <textarea
                id="experiment-json"
                rows="10"
                spellcheck="false"
                node_ref=text
                prop:value=shown
            ></textarea>
            <button id="open-experiment" on:click=open>
                {said::OPEN_IT}
            </button>
        </details>
    }
    .into_any()
}

/// Opens what can be used of a text, and says what cannot. A text that is no experiment changes nothing.
fn open(desk: Desk, text: &str) {
    let problems = match decode::experiment(text) {
        Ok((experiment, problems)) => {
            desk.send(Msg::Load(Box::new(experiment)));
            problems
        }
        Err(problem) => vec![problem.instead(Instead::Kept)],
    };
    for problem in problems {
        desk.send(Msg::Notice(problem.into()));
    }
}
