//! The settings, straight from the one table: nothing here knows any of them by name.

use leptos::prelude::*;

use super::lineup::lineup;
use super::state::Desk;
use crate::experiment::settings::{PARTS, Part, SETTINGS, Setting, common};
use crate::view::control::{Place, control};
use crate::view::page::Page;
use crate::view::spine::whose;
use crate::words::settings as words;

/// Here there is room for the help of each.
pub(super) const PLACE: Place = Place {
    prefix: "set",
    label: None,
    help: Some(about),
    choice: words::choice,
    lineup,
};

/// What a setting does, in a sentence, and where its default comes from.
pub(super) fn about(setting: &Setting) -> String {
    words::about(&words::help(setting.name), setting.source())
}

pub(super) fn settings(desk: Desk) -> AnyView {
    let page = desk.page;
    let sought = RwSignal::new(String::new());
    let groups = PARTS.map(|part| group(page, part, sought));
    let groups: Vec<AnyView> = groups.into();
    let none = move || sought.with(|text| !common().iter().any(|setting| is_found(setting, text)));
    view! {
        <p class="search">
            <label for="search">{words::SEARCH}</label>
            <input
                type="search"
                id="search"
                placeholder=words::SEARCH_FOR
                autocomplete="off"
                on:input=move |e| sought.set(event_target_value(&e).to_ascii_lowercase())
            />
            <span class="quiet" role="status">
                {move || if none() { words::NOT_FOUND } else { "" }}
            </span>
        </p>
        {whose(page, "settings-service")}
        <div class="groups">{groups}</div>
    }
    .into_any()
}

/// Does a setting speak of this, in its name, its label or its help?
fn is_found(setting: &Setting, text: &str) -> bool {
    let words = [
        setting.name,
        words::label(setting.name),
        &words::help(setting.name),
    ];
    words
        .iter()
        .any(|word| word.to_ascii_lowercase().contains(text))
}

fn group(page: Page, part: Part, sought: RwSignal<String>) -> AnyView {
    // (Of several services, whose: each has those of its work and of its queue.)
    let mut own = common().iter().filter(|s| s.part == part);
    let of_services = own.any(|setting| setting.is_of_services());
    let title = page.setup_text(move |s| match of_services && !s.lineup.is_one() {
        true => words::part_of(part, page.addressed(s)),
        false => words::part(part).to_owned(),
    });
    let row = move |setting: &'static Setting| {
        let gone = move || sought.with(|text| !is_found(setting, text));
        view! { <div class:gone=gone>{control(page, setting, PLACE)}</div> }.into_any()
    };
    let rows = |rare: bool| -> Vec<AnyView> {
        let all = common().iter();
        all.filter(|s| s.part == part && s.rare == rare)
            .map(row)
            .collect()
    };
    let rare = rows(true);
    let summary = page.setup_text(move |now| {
        let rare = common().iter().enumerate();
        let rare = rare.filter(|(_, s)| s.part == part && s.rare);
        let is_set =
            |at: usize| now.values[page.setting(now, at).0] != SETTINGS[at].default_value();
        let set = rare.filter(|(at, _)| is_set(*at)).count();
        title.with(|title| words::more_about(title, set))
    });
    let folded = (!rare.is_empty()).then(|| {
        view! {
            <details prop:open=move || sought.with(|text| !text.is_empty())>
                <summary>{summary}</summary>
                {rare}
            </details>
        }
    });
    view! {
        <fieldset>
            <legend>{title}</legend>
            {rows(false)}
            {folded}
        </fieldset>
    }
    .into_any()
}
