//! The settings, straight from the one table: nothing here knows any of them by name.

use leptos::prelude::*;

use super::bind::choose;
use super::page::Page;
use crate::app::model::Msg;
use crate::app::slider::{POSITIONS, moved, position_of};
use crate::experiment::settings::{Kind, PARTS, Part, SETTINGS, Setting};
use crate::experiment::value::Value;
use crate::words;

pub(super) fn settings(page: Page) -> AnyView {
    let groups: Vec<AnyView> = PARTS.map(|(part, title)| group(page, part, title)).into();
    view! {
        <section class="panel settings" aria-labelledby="settings-title">
            <h2 id="settings-title">"Settings"</h2>
            {groups}
        </section>
    }
    .into_any()
}

fn group(page: Page, part: Part, title: &'static str) -> AnyView {
    let rows = |rare: bool| -> Vec<AnyView> {
        let all = SETTINGS.iter().enumerate();
        all.filter(|(_, s)| s.part == part && s.rare == rare)
            .map(|(index, setting)| row(page, index, setting))
            .collect()
    };
    let rare = rows(true);
    let summary = page.text(move |r| {
        let rows = SETTINGS.iter().zip(&r.values);
        let rare = rows.filter(|(s, _)| s.part == part && s.rare);
        match rare.filter(|(s, v)| **v != s.default_value()).count() {
            0 => format!("More about {title}"),
            n => format!("More about {title} · {n} set"),
        }
    });
    let folded = (!rare.is_empty()).then(|| {
        view! {
            <details>
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

fn row(page: Page, index: usize, setting: &'static Setting) -> AnyView {
    let id = format!("set-{}", setting.name);
    let locked = page.embed.with_value(|e| e.locks_setting(setting.name));
    let control = match setting.kind {
        Kind::Number { .. } => number(page, index, setting, id.clone(), locked),
        Kind::Choice { options, .. } => {
            let options = options.iter();
            let options = options.map(|(name, label)| ((*name).to_owned(), (*label).to_owned()));
            let value = page.text(move |r| r.values[index].to_string());
            choose(id.clone(), options.collect(), value, locked, move |name| {
                page.send(Msg::Set(setting.name, Value::Choice(name)));
            })
        }
        Kind::Flag { .. } => flag(page, index, setting, id.clone(), locked),
    };
    view! {
        <div class="row" title=format!("{} Default: {}.", setting.help, setting.source)>
            <label for=id>{setting.label}</label>
            {control}
        </div>
    }
    .into_any()
}

fn number(
    page: Page,
    index: usize,
    setting: &'static Setting,
    id: String,
    locked: bool,
) -> AnyView {
    let shown = page.text(move |r| match &r.values[index] {
        Value::Number(0.0) if setting.zero().is_some() => {
            setting.zero().unwrap_or_default().to_owned()
        }
        Value::Number(n) => words::measure(*n, setting.unit),
        other => other.to_string(),
    });
    let position = page.text(move |r| match r.values[index] {
        Value::Number(n) => position_of(setting.kind, n).to_string(),
        _ => String::new(),
    });
    let old = move || match page.readout.with_untracked(|r| r.values[index].clone()) {
        Value::Number(n) => n,
        _ => 0.0,
    };
    let moved = move |position: String| {
        let value = moved(setting.kind, old(), position.parse().unwrap_or(0));
        page.send(Msg::Set(setting.name, Value::Number(value)));
    };
    let moved: Box<dyn Fn(String)> = Box::new(moved);
    view! {
        <input
            type="range"
            id=id
            disabled=locked
            min="0"
            max=POSITIONS.to_string()
            value=position.get_untracked()
            prop:value=position
            aria-valuetext=shown
            on:input=move |e| moved(event_target_value(&e))
        />
        <output aria-live="off">{shown}</output>
    }
    .into_any()
}

fn flag(page: Page, index: usize, setting: &'static Setting, id: String, locked: bool) -> AnyView {
    let on = page.flag(move |r| r.values[index] == Value::Flag(true));
    view! {
        <input
            type="checkbox"
            id=id
            disabled=locked
            prop:checked=on
            on:change=move |e| page.send(Msg::Set(setting.name, Value::Flag(event_target_checked(&e))))
        />
    }
    .into_any()
}
