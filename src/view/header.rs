//! The bar at the top: scenario, and ways to take it along.

use leptos::prelude::*;

use super::bind::{locked, select};
use super::keys::keys;
use super::page::Page;
use super::share::share;
use crate::app::model::Msg;
use crate::experiment::presets::{GROUPS, Group, PRESETS};
use crate::words::{header as said, presets};

pub(super) fn header() -> AnyView {
    view! {
        <header id="bar" class="bar">
            <h1 class="title">{said::TITLE}</h1>
        </header>
    }
    .into_any()
}

/// The menu of scenarios.
fn scenario(page: Page) -> AnyView {
    let chosen = page.setup_text(|s| s.preset.clone());
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
    let group = |&group: &Group| {
        let members = PRESETS.iter().filter(|p| p.group == group);
        let members: Vec<AnyView> = members
            .map(|p| option(p.name, presets::title(p.name)))
            .collect();
        view! { <optgroup label=presets::group(group)>{members}</optgroup> }.into_any()
    };
    // What is no scenario, whoever made it. It is shown, and cannot be chosen.
    let none = page.setup_text(|s| presets::none(s.began_as));
    let none = view! {
        <option value="" disabled=true hidden=true selected=first.is_empty()>
            {none}
        </option>
    };
    let none = [none.into_any()].into_iter();
    let rows = none.chain(GROUPS.iter().map(group)).collect();
    let scenario = select(
        "scenario".into(),
        rows,
        chosen,
        locked(page.locks("scenario")),
        move |name| {
            if !name.is_empty() {
                page.send(Msg::Preset(name));
            }
        },
    );
    view! {
        <label class="scenario" for="scenario">
            <span class="hidden">{said::SCENARIO}</span>
            {scenario}
        </label>
    }
    .into_any()
}

/// What stands in it beside the title.
pub(super) fn rest(page: Page) -> AnyView {
    (scenario(page), actions(page)).into_any()
}

/// What can be done with the page as a whole. On a phone it is behind *menu*.
fn actions(page: Page) -> AnyView {
    let open = page.menu;
    let expanded = move || open.get().to_string();
    let presents = move || page.presents.get().to_string();
    view! {
        <button
            id="menu"
            class="menu"
            aria-controls="actions"
            aria-expanded=expanded
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {said::MENU}
        </button>
        <div id="actions" class="actions" class:open=open on:click=move |_| open.set(false)>
            <button
                id="learn-button"
                on:click=move |_| {
                    page.send(Msg::Show(Some("learn")));
                    page.show_panel();
                }
            >
                {said::LEARN}
            </button>
            <button
                id="present"
                title=said::PRESENT_HELP
                aria-pressed=presents
                on:click=move |_| page.present()
            >
                {said::PRESENT}
            </button>
            {share(page)}
            {keys(page)}
        </div>
    }
    .into_any()
}
