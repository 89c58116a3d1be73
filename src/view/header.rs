//! The bar at the top: scenario, transport, clock, theme.

use leptos::prelude::*;

use super::bind::{choose, select};
use super::page::Page;
use super::share::share;
use crate::app::model::{Msg, SPEEDS};
use crate::app::readout::Readout;
use crate::app::words;
use crate::experiment::presets::{GROUPS, Group, PRESETS};

pub(super) fn header(page: Page) -> AnyView {
    let chosen = page.text(|r| r.preset.clone());
    let first = chosen.get_untracked();
    let option = |name: &'static str, title: &'static str| {
        let selected = name == first;
        view! {
            <option value=name selected=selected>
                {title}
            </option>
        }
        .into_any()
    };
    let group = |&(group, title): &(Group, &'static str)| {
        let members = PRESETS.iter().filter(|p| p.group == group);
        let members: Vec<AnyView> = members.map(|p| option(p.name, p.title)).collect();
        view! { <optgroup label=title>{members}</optgroup> }.into_any()
    };
    // An experiment of the reader's own has no name.
    let own = [option("", "your own")].into_iter();
    let rows = own.chain(GROUPS.iter().map(group)).collect();
    let scenario = select(
        "scenario".into(),
        rows,
        chosen,
        page.locks("scenario"),
        move |name| {
            if !name.is_empty() {
                page.send(Msg::Preset(name));
            }
        },
    );
    view! {
        <header class="bar">
            <h1 class="title">"Sync vs Async Showdown"</h1>
            <label class="scenario" for="scenario">
                <span class="hidden">"Scenario"</span>
                {scenario}
            </label>
            {transport(page)}
            {share(page)}
        </header>
    }
    .into_any()
}

fn transport(page: Page) -> AnyView {
    let play = page.text(|r| if r.playing { "Pause" } else { "Play" }.to_owned());
    let waits = page.flag(|r| !r.playing && r.pending);
    let clock = page.text(|r| words::clock(r.clock));
    let state = page.text(state);
    let speeds = SPEEDS
        .iter()
        .map(|s| (s.to_string(), format!("{s}×")))
        .collect();
    let speed = page.text(|r| r.speed.to_string());
    let speed = choose("speed".into(), speeds, speed, false, move |text| {
        // (Reading a floating-point number would bring 10 kB of tables.)
        let speed = SPEEDS.iter().find(|s| s.to_string() == text);
        page.send(Msg::Speed(speed.copied().unwrap_or(1.0)));
    });
    view! {
        <div class="transport" role="group" aria-label="Time">
            <button id="play" class:attention=waits on:click=page.press(|r| Msg::Play(!r.playing))>
                {play}
            </button>
            <button id="step" title="One event at a time" on:click=page.press(|_| Msg::Step)>
                "Step"
            </button>
            <button
                id="reset"
                title="Back to the start; settings stay"
                on:click=page.press(|_| Msg::Reset)
            >
                "Reset"
            </button>
            <label class="speed" for="speed">
                <span class="hidden">"Speed"</span>
                {speed}
            </label>
            {finish(page)}
            <p class="clock">
                <output id="clock" aria-label="Simulated time" aria-live="off">
                    {clock}
                </output>
                <span id="state" class="quiet">
                    {state}
                </span>
            </p>
        </div>
    }
    .into_any()
}

fn state(r: &Readout) -> String {
    let text = match (r.finishing, r.playing, r.pending, r.behind) {
        (Some(_), ..) => "to the end",
        (_, false, true, _) => "paused",
        (_, _, false, _) => "still",
        (_, true, true, true) => "behind",
        (_, true, true, false) => "running",
    };
    text.to_owned()
}

/// *Run to the end*, with how far it is and a way out.
fn finish(page: Page) -> AnyView {
    let busy = page.flag(|r| r.finishing.is_some());
    let word = page.text(|r| {
        let word = if r.finishing.is_some() {
            "Cancel"
        } else {
            "Run to end"
        };
        word.to_owned()
    });
    let nothing = page.state(|r| !r.pending);
    let share = page.text(|r| words::decimals(r.finishing.unwrap_or(0.0), 3));
    let toggle = page.press(|r| match r.finishing {
        Some(_) => Msg::Cancel,
        None => Msg::Finish,
    });
    view! {
        <button
            id="finish"
            aria-disabled=nothing
            title="Everything that is still to come, at once"
            on:click=toggle
        >
            {word}
        </button>
        <progress aria-label="Orders that have ended" max="1" class:shown=busy value=share></progress>
    }
    .into_any()
}
