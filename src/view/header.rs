//! The bar at the top: scenario, transport, clock, theme.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::{Msg, SPEEDS};
use crate::app::words;
use crate::experiment::presets::PRESETS;
use crate::web::theme;

#[component]
pub(crate) fn Header() -> impl IntoView {
    view! {
        <header class="bar">
            <h1 class="title">"Sync vs Async Showdown"</h1>
            <Scenario />
            <Transport />
            <Theme />
        </header>
    }
}

#[component]
fn Scenario() -> impl IntoView {
    let page = Page::here();
    let chosen = Memo::new(move |_| page.readout.with(|r| r.preset.clone()));
    view! {
        <label class="scenario">
            <span class="quiet">"Scenario"</span>
            <select
                id="scenario"
                prop:value=move || chosen.get()
                on:change:target=move |e| page.send(Msg::Preset(e.target().value()))
            >
                // An experiment of the reader's own has no name.
                <option value="" hidden>
                    "your own"
                </option>
                {PRESETS
                    .iter()
                    .map(|p| {
                        view! {
                            <option value=p.name selected=move || chosen.with(|c| c == p.name)>
                                {p.title}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

#[component]
fn Transport() -> impl IntoView {
    let page = Page::here();
    let playing = Memo::new(move |_| page.readout.with(|r| r.playing));
    let pending = Memo::new(move |_| page.readout.with(|r| r.pending));
    let speed = Memo::new(move |_| page.readout.with(|r| r.speed.to_string()));
    let clock = Memo::new(move |_| page.readout.with(|r| words::clock(r.clock)));
    let state = Memo::new(move |_| {
        page.readout
            .with(|r| match (r.finishing, r.playing, r.pending, r.behind) {
                (Some(_), ..) => "running to the end",
                (_, false, true, _) => "paused",
                (_, false, false, _) => "paused, nothing pending",
                (_, true, false, _) => "still",
                (_, true, true, true) => "running, behind: too much for this speed",
                (_, true, true, false) => "running",
            })
    });
    let waits = move || !playing.get() && pending.get();
    view! {
        <div class="transport" role="group" aria-label="Time">
            <button
                id="play"
                class:attention=waits
                aria-label=move || if playing.get() { "Pause" } else { "Play" }
                title=move || if playing.get() { "Pause" } else { "Play" }
                on:click=move |_| page.send(Msg::Play(!playing.get_untracked()))
            >
                {move || if playing.get() { "⏸\u{fe0e}" } else { "▶\u{fe0e}" }}
            </button>
            <button
                id="step"
                title="One event at a time"
                on:click=move |_| page.send(Msg::Step)
            >
                "Step"
            </button>
            <button
                id="reset"
                aria-label="Reset"
                title="Back to the start; settings stay"
                on:click=move |_| page.send(Msg::Reset)
            >
                "↺"
            </button>
            <label class="speed">
                <span class="hidden">"Speed"</span>
                <select
                    id="speed"
                    prop:value=move || speed.get()
                    on:change:target=move |e| {
                        if let Ok(speed) = e.target().value().parse() {
                            page.send(Msg::Speed(speed));
                        }
                    }
                >
                    {SPEEDS
                        .iter()
                        .map(|s| {
                            view! {
                                <option value=s.to_string() selected=*s == 1.0>
                                    {format!("{s}×")}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </label>
            <Finish />
            <p class="clock">
                <output id="clock" aria-label="Simulated time">
                    {move || clock.get()}
                </output>
                <span id="state" class="quiet">
                    {move || state.get()}
                </span>
            </p>
        </div>
    }
}

/// *Run to the end*, with how far it is and a way out.
#[component]
fn Finish() -> impl IntoView {
    let page = Page::here();
    let finishing = Memo::new(move |_| page.readout.with(|r| r.finishing));
    let pending = Memo::new(move |_| page.readout.with(|r| r.pending));
    view! {
        <button
            id="finish"
            aria-disabled=move || (!pending.get()).to_string()
            title="Everything that is still to come, at once"
            on:click=move |_| {
                page.send(if finishing.get_untracked().is_some() { Msg::Cancel } else { Msg::Finish })
            }
        >
            {move || if finishing.get().is_some() { "Cancel" } else { "Run to end" }}
        </button>
        <Show when=move || finishing.get().is_some()>
            <progress
                aria-label="Orders that have ended"
                max="1"
                prop:value=move || finishing.get().unwrap_or(0.0)
            ></progress>
        </Show>
    }
}

#[component]
fn Theme() -> impl IntoView {
    let page = Page::here();
    let dark = RwSignal::new(theme::is_dark());
    view! {
        <button
            id="theme"
            class="theme"
            aria-label="Dark theme"
            aria-pressed=move || dark.get().to_string()
            title="Light or dark"
            on:click=move |_| {
                dark.set(theme::toggle() == "dark");
                page.recolour();
            }
        >
            "◐"
        </button>
    }
}
