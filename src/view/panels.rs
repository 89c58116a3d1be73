//! The panels below the stage, as tabs; and the foot of the page.
//!
//! All of them stand in the document from the beginning: chunks fill them (`view::chunks`) once one is wanted. One
//! is chosen, or none, and where the window is wide its companion stands beside it; inside another page those are open
//! that its address names, one below the other (style/embed.css).

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::bind::Press;
use super::chunks::meanwhile;
use super::page::Page;
use crate::app::model::Msg;
use crate::share::panels::{FilledBy, PANELS, Panel, stands_beside};
use crate::web;
use crate::words::panels as words;

/// The strip of tabs, below the bar for time.
pub(super) fn tabs(page: Page) -> AnyView {
    let tabs: Vec<AnyView> = PANELS.iter().map(|panel| tab(page, panel)).collect();
    let several = move || page.wide.get().to_string();
    view! {
        <div class="strip">
            <div
                id="tabs"
                class="tabs"
                role="tablist"
                aria-label=words::MORE
                aria-multiselectable=several
            >
                {tabs}
            </div>
            {trust(page, "trust")}
        </div>
    }
    .into_any()
}

/// Why anybody should believe it; shows the recorded runs.
fn trust(page: Page, id: &'static str) -> AnyView {
    let press: Press = Box::new(move |_| {
        page.send(Msg::Show(Some("recorded")));
        page.show_panel();
    });
    view! {
        <button id=id class="trust" on:click=press>
            "✓ "
            {words::TRUST}
        </button>
    }
    .into_any()
}

/// It was chosen, or stands beside the one that was.
fn is_open(page: Page, name: &'static str) -> Memo<bool> {
    page.setup_flag(move |s| {
        s.shown == Some(name) || page.wide.get() && stands_beside(name, s.shown)
    })
}

fn tab(page: Page, panel: &'static Panel) -> AnyView {
    let open = is_open(page, panel.name);
    let selected = move || open.get().to_string();
    // One tab is reached with the Tab key: the open one, or the first; arrows lead to the others.
    let reached = page.setup_text(move |s| {
        let first = s.shown.unwrap_or(PANELS[0].name);
        if first == panel.name { "0" } else { "-1" }.to_owned()
    });
    let press = move || {
        page.send(Msg::Show(match page.setup_now(|s| s.shown) {
            Some(name) if name == panel.name => None,
            _ => Some(panel.name),
        }));
        page.show_panel();
    };
    view! {
        <button
            role="tab"
            id=format!("tab-{}", panel.name)
            aria-controls=panel.name
            aria-selected=selected
            tabindex=reached
            on:click=move |_| press()
            on:keydown=move |e: KeyboardEvent| walk(&e, panel)
        >
            {words::title(panel.name)}
        </button>
    }
    .into_any()
}

/// The focus goes to the tab that the Tab key reaches: the chosen one, or the first.
pub(super) fn focus_tab(page: Page) {
    let chosen = page.setup_now(|s| s.shown);
    web::go_to(&format!("tab-{}", chosen.unwrap_or(PANELS[0].name)));
}

/// Arrows, Home and End move the focus along the strip.
fn walk(event: &KeyboardEvent, from: &Panel) {
    let at = PANELS.iter().position(|p| p.name == from.name).unwrap_or(0);
    let last = PANELS.len() - 1;
    let to = match event.key().as_str() {
        "ArrowRight" => (at + 1) % PANELS.len(),
        "ArrowLeft" => (at + last) % PANELS.len(),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    web::focus(&format!("tab-{}", PANELS[to].name));
}

/// Everything below the first screen.
pub(super) fn below(page: Page) -> AnyView {
    view! {
        {panels(page)}
        {foot(page)}
    }
    .into_any()
}

/// The panels themselves.
fn panels(page: Page) -> AnyView {
    let all: Vec<AnyView> = PANELS
        .iter()
        .map(|panel| self::panel(page, panel))
        .collect();
    view! {
        <div class="below" role="region" aria-label=words::MORE>
            {all}
        </div>
    }
    .into_any()
}

/// A panel with a title, and nothing in it yet where the desk fills it.
fn panel(page: Page, panel: &'static Panel) -> AnyView {
    let (name, title) = (panel.name, words::title(panel.name));
    // (Inside another page style shows those that its address names.)
    let embedded = page.embed.with_value(|embed| embed.on);
    let open = is_open(page, name);
    let shut = move || !embedded && !open.get();
    let id = format!("{name}-title");
    let named_by = id.clone();
    let (inside, busy) = match panel.filled_by {
        FilledBy::Recorded => (recorded(page), "false"),
        FilledBy::Desk => (meanwhile(page, page.desk, Page::want_desk), "true"),
    };
    let class = if name == "settings" {
        "panel settings"
    } else {
        "panel"
    };
    view! {
        <section
            id=name
            class=class
            class:shut=shut
            data-panel=name
            role="tabpanel"
            aria-busy=busy
            aria-labelledby=named_by
        >
            <h2 id=id>{title}</h2>
            {inside}
        </section>
    }
    .into_any()
}

/// What a chunk of its own fills (`crate::recorded`), once a reader asks for it.
fn recorded(page: Page) -> AnyView {
    let open: Press = Box::new(move |_| page.want_recorded());
    let [what, figures, open_one, your_own, end] = words::RECORDED;
    view! {
        <p>
            {what} <a href="recorded-table.html">{figures}</a> {open_one}
            <a href="recorded-runs.html">{your_own}</a> {end}
        </p>
        <div id="recorded-place">
            <button id="recorded-open" on:click=open>
                {words::OPEN_RECORDED}
            </button>
            {meanwhile(page, page.recorded, Page::want_recorded)}
        </div>
    }
    .into_any()
}

fn foot(page: Page) -> AnyView {
    let digest = page.text(|r| r.digest.clone());
    let [computed, model, of_this_run] = words::FOOT;
    view! {
        <footer class="foot">
            {trust(page, "trust-below")}
            <p>
                {computed} <a href="model.html">{model}</a> {of_this_run} <code id="digest">{digest}</code>
            </p>
        </footer>
    }
    .into_any()
}
