//! The bar below the stage: time. Play, one event back and forward, speed, the clock.
//!
//! ```text
//! ⏸ Pause · ◀ event · event ▶ · 1× │ 9.410 s: Checkout hands order 30 to thread 1 ──── │ 00:09.410 · to the end · reset
//! ```

use leptos::prelude::*;

use super::bind::{choose, locked};
use super::page::Page;
use crate::app::model::Msg;
use crate::app::readout::Readout;
use crate::experiment::limits::SPEEDS;
use crate::experiment::value::plain;
use crate::web::address;
use crate::words;
use crate::words::transport::{self as said, State};

pub(super) fn transport(page: Page) -> AnyView {
    let word = page.text(|r| said::play(is_going(r)).to_owned());
    let sign = page.text(|r| if is_going(r) { "❚❚" } else { "▶" }.to_owned());
    let waits = page.flag(|r| !r.playing && r.goes_on);
    let speeds = SPEEDS
        .iter()
        .map(|s| (plain(*s), said::times(&plain(*s))))
        .collect();
    let speed = page.setup_text(|s| plain(s.speed));
    let speed = choose("speed".into(), speeds, speed, locked(false), move |text| {
        // (Reading a floating-point number would bring 10 kB of tables.)
        let speed = SPEEDS.iter().find(|s| plain(**s) == text);
        page.send(Msg::Speed(speed.copied().unwrap_or(1.0)));
    });
    let at_start = page.state(|r| !r.can_go_back);
    let at_end = page.state(|r| !r.pending);
    view! {
        <section class="transport" role="group" aria-label=said::TIME>
            <button
                id="play"
                class="play"
                class:attention=waits
                aria-label=word
                title=said::SPACE
                on:click=page.press(|r| Msg::Play(!is_going(r)))
            >
                <span aria-hidden="true">{sign}</span>
            </button>
            <button id="back" title="←" aria-label=said::BACK aria-disabled=at_start on:click=page.press(|_| Msg::Back)>
                "◀" <span class="event-word">" " {said::EVENT}</span>
            </button>
            <button id="step" title="→" aria-label=said::STEP aria-disabled=at_end on:click=page.press(|_| Msg::Step)>
                <span class="event-word">{said::EVENT} " "</span> "▶"
            </button>
            <label class="speed" for="speed">
                <span class="hidden">{said::SPEED}</span>
                {speed}
            </label>
            {track(page)}
            {clock(page)}
            {finish(page)}
            <button
                id="reset"
                title=said::RESET_HELP
                on:click=page.press(|_| Msg::Reset)
            >
                {said::RESET}
            </button>
            <a
                id="full"
                class="button"
                target="_blank"
                title=said::OPEN_HELP
                rel="noopener"
                href=format!("{}#{}", address::page(), page.link())
            >
                {said::OPEN}
            </a>
            <button id="leave" title=said::LEAVE_HELP on:click=move |_| page.present()>
                {said::LEAVE}
            </button>
        </section>
    }
    .into_any()
}

/// The clock runs, or would with the next order: then there is something to pause.
fn is_going(r: &Readout) -> bool {
    r.playing && r.goes_on
}

/// The place of the scrubber that is to come: for now how far the run is, and what the last step did.
fn track(page: Page) -> AnyView {
    let happened = page.text(|r| r.happened.clone());
    let busy = page.flag(|r| r.finishing.is_some());
    let share = page.text(|r| words::decimals(r.finishing.unwrap_or(0.0), 3));
    view! {
        <div class="track">
            <output id="happened" aria-live="polite">
                {happened}
            </output>
            <progress aria-label=said::ENDED max="1" class:shown=busy value=share></progress>
        </div>
    }
    .into_any()
}

fn clock(page: Page) -> AnyView {
    let clock = page.text(|r| words::clock(r.clock));
    let state = page.text(|r| said::state(state(r)).to_owned());
    view! {
        <p class="clock">
            <output id="clock" aria-label=said::CLOCK aria-live="off">
                {clock}
            </output>
            <span id="state" class="quiet">
                {state}
            </span>
        </p>
    }
    .into_any()
}

fn state(r: &Readout) -> State {
    match (r.finishing, r.playing, r.goes_on, r.behind) {
        (Some(_), ..) => State::ToTheEnd,
        (_, false, true, _) => State::Paused,
        (_, _, false, _) => State::Still,
        (_, true, true, true) => State::Behind,
        (_, true, true, false) => State::Running,
    }
}

/// *To the end*: everything that is still to come, at once; and a way out.
fn finish(page: Page) -> AnyView {
    let word = page.text(|r| said::finish(r.finishing.is_some()).to_owned());
    let nothing = page.state(|r| !r.pending);
    let toggle = page.press(|r| match r.finishing {
        Some(_) => Msg::Cancel,
        None => Msg::Finish,
    });
    view! {
        <button
            id="finish"
            aria-disabled=nothing
            title=said::FINISH_HELP
            on:click=toggle
        >
            {word}
        </button>
    }
    .into_any()
}
