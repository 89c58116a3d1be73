//! The settings, straight from the one table: nothing here knows any of them by name.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;
use crate::app::slider::{POSITIONS, position_of, value_at};
use crate::app::words;
use crate::experiment::settings::{Kind, PARTS, SETTINGS, Setting};
use crate::experiment::value::Value;

#[component]
pub(crate) fn Settings() -> impl IntoView {
    view! {
        <section class="panel settings" aria-labelledby="settings-title">
            <h2 id="settings-title">"Settings"</h2>
            {PARTS
                .map(|(part, title)| {
                    let of_part = move |rare: bool| {
                        SETTINGS
                            .iter()
                            .enumerate()
                            .filter(move |(_, s)| s.part == part && s.rare == rare)
                            .map(|(k, s)| view! { <Row index=k setting=s /> })
                            .collect_view()
                    };
                    let any_rare = SETTINGS.iter().any(|s| s.part == part && s.rare);
                    view! {
                        <fieldset>
                            <legend>{title}</legend>
                            {of_part(false)}
                            {any_rare
                                .then(|| {
                                    view! {
                                        <details>
                                            <summary>"More about " {title}</summary>
                                            {of_part(true)}
                                        </details>
                                    }
                                })}
                        </fieldset>
                    }
                })
                .collect_view()}
        </section>
    }
}

#[component]
fn Row(index: usize, setting: &'static Setting) -> impl IntoView {
    let page = Page::here();
    let value = Memo::new(move |_| page.readout.with(|r| r.values.get(index).cloned()));
    let value = move || value.get().unwrap_or_else(|| setting.default_value());
    let id = format!("set-{}", setting.name);
    let control = match setting.kind {
        Kind::Number { .. } => number(page, setting, id.clone(), value).into_any(),
        Kind::Choice { options, .. } => {
            choice(page, setting, options, id.clone(), value).into_any()
        }
        Kind::Flag { .. } => flag(page, setting, id.clone(), value).into_any(),
    };
    view! {
        <div class="row" title=format!("{} Default: {}.", setting.help, setting.source)>
            <label for=id>{setting.label}</label>
            {control}
        </div>
    }
}

fn shown(setting: &Setting, value: &Value) -> String {
    match value {
        Value::Number(n) => words::measure(*n, setting.unit),
        other => other.to_string(),
    }
}

fn number(
    page: Page,
    setting: &'static Setting,
    id: String,
    value: impl Fn() -> Value + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let position = move || match value() {
        Value::Number(n) => position_of(setting.kind, n).to_string(),
        _ => "0".to_owned(),
    };
    view! {
        <input
            type="range"
            id=id
            min="0"
            max=POSITIONS.to_string()
            prop:value=position
            aria-valuetext=move || shown(setting, &value())
            on:input:target=move |e| {
                let position = e.target().value().parse().unwrap_or(0);
                let value = value_at(setting.kind, position);
                page.send(Msg::Set(setting.name, Value::Number(value)));
            }
        />
        <output>{move || shown(setting, &value())}</output>
    }
}

fn choice(
    page: Page,
    setting: &'static Setting,
    options: &'static [(&'static str, &'static str)],
    id: String,
    value: impl Fn() -> Value + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <select
            id=id
            prop:value=move || value().to_string()
            on:change:target=move |e| {
                page.send(Msg::Set(setting.name, Value::Choice(e.target().value())));
            }
        >
            {options
                .iter()
                .map(|(name, label)| {
                    view! {
                        <option value=*name selected=move || value() == Value::Choice((*name).to_owned())>
                            {*label}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
}

fn flag(
    page: Page,
    setting: &'static Setting,
    id: String,
    value: impl Fn() -> Value + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <input
            type="checkbox"
            id=id
            prop:checked=move || value() == Value::Flag(true)
            on:change:target=move |e| {
                page.send(Msg::Set(setting.name, Value::Flag(e.target().checked())));
            }
        />
    }
}
