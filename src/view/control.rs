//! One setting as a control: its name, its slider, the same number typed, and its help.
//!
//! ```text
//! takes                    [ 3 s ]      a field: type 2.5, 2.5 s or 2500 ms
//! ───────●──────────────────────        a native slider
//! ⌐ Mean time Payment works on one …    help: on hover, on focus, under a finger (panels/help.rs)
//! ```
//!
//! Everything is read from the one table of settings; nothing here knows any of them by name.

use leptos::ev::{Event, FocusEvent};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::bind::choose;
use super::page::Page;
use crate::app::model::Msg;
use crate::app::slider::{POSITIONS, moved, position_of};
use crate::experiment::settings::{Kind, SETTINGS, Setting};
use crate::experiment::value::Value;
use crate::words;
use crate::words::facts::notices::Notice;

/// Where a control stands: its ids begin with this, and it may have a shorter name there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// What its ids begin with.
    pub(crate) prefix: &'static str,
    /// Its name there; `None`: the one of the table.
    pub(crate) label: Option<&'static str>,
    /// What a setting does, in a line below it; `None`: in a bubble, when it is wanted (`panels/help.rs`).
    pub(crate) help: Option<fn(&Setting) -> String>,
    /// What a choice of a setting is called.
    pub(crate) choice: fn(&str, &str) -> &'static str,
    /// The control of the services that an order needs.
    pub(crate) lineup: fn(Page, usize, String, Memo<bool>) -> AnyView,
}

/// The control of a setting; of what each service has, that of the service which is addressed.
pub(crate) fn control(page: Page, setting: &'static Setting, place: Place) -> AnyView {
    let index = SETTINGS.iter().position(|s| s.name == setting.name);
    let index = index.unwrap_or_default();
    let id = format!("{}-{}", place.prefix, setting.name);
    let help_id = format!("{id}-help");
    let locked = page.locks_setting(index);
    let control = match setting.kind {
        Kind::Number { .. } => number(page, index, &id, locked),
        Kind::Choice { options } => {
            let options = options.iter();
            let label = |name: &&str| (place.choice)(setting.name, name).to_owned();
            let options = options.map(|name| ((*name).to_owned(), label(name)));
            let value = page.setup_text(move |s| s.values[page.setting(s, index).0].to_string());
            choose(id.clone(), options.collect(), value, locked, move |name| {
                let setting = page.setting_now(index);
                page.send(Msg::Set(setting.name, Value::Choice(name)));
            })
        }
        Kind::Flag => flag(page, index, id.clone(), locked),
        Kind::Services => (place.lineup)(page, index, id.clone(), locked),
    };
    let label = place.label;
    let label = page.setup_text(move |s| {
        let (_, setting) = page.setting(s, index);
        label
            .unwrap_or(words::settings::label(setting.name))
            .to_owned()
    });
    let kind = match setting.kind {
        Kind::Number { .. } => "number",
        Kind::Choice { .. } => "choice",
        Kind::Flag => "flag",
        Kind::Services => "services",
    };
    let about = place.help.map(|about| {
        let about = page.setup_text(move |s| about(page.setting(s, index).1));
        help(help_id, about)
    });
    let inside = view! {
        <label for=id>{label}</label>
        {control}
        {about}
    };
    helped(
        page,
        "control helped",
        setting.name,
        kind,
        inside.into_any(),
    )
}

/// What something does, in a line below it.
pub(crate) fn help(id: String, about: Memo<String>) -> AnyView {
    view! {
        <p class="help" role="note" id=id>
            {about}
        </p>
    }
    .into_any()
}

/// What has a help inside, or will have.
pub(crate) fn helped(
    page: Page,
    class: &'static str,
    setting: &'static str,
    kind: &'static str,
    inside: AnyView,
) -> AnyView {
    view! {
        <div
            class=class
            data-setting=setting
            data-kind=kind
            on:pointerenter=move |_| page.want_desk()
            on:focusin=move |_| page.want_desk()
        >
            {inside}
        </div>
    }
    .into_any()
}

fn number(page: Page, index: usize, id: &str, locked: Memo<bool>) -> AnyView {
    let shown = page.setup_text(move |s| {
        let (at, setting) = page.setting(s, index);
        match &s.values[at] {
            Value::Number(n) => shown(setting, *n),
            other => other.to_string(),
        }
    });
    let position = page.setup_text(move |s| {
        let (at, setting) = page.setting(s, index);
        match s.values[at] {
            Value::Number(n) => position_of(setting.kind, n).to_string(),
            _ => String::new(),
        }
    });
    // What it acts on, and what that is.
    let now = move || {
        let setting = page.setting_now(index);
        let value = page.setup_now(|s| s.value(setting.name).cloned());
        match value {
            Some(Value::Number(n)) => (setting, n),
            _ => (setting, 0.0),
        }
    };
    let moved = move |position: u32| {
        let (setting, old) = now();
        let value = moved(setting.kind, old, position);
        page.send(Msg::Set(setting.name, Value::Number(value)));
    };
    let typed = move |e: Event| {
        let field = event_target::<HtmlInputElement>(&e);
        let text = field.value();
        if text != shown.get_untracked() {
            let (setting, old) = now();
            let value = meant(setting, &text, old);
            match setting.check(&value) {
                Ok(()) => page.send(Msg::Set(setting.name, value)),
                Err(problem) => page.send(Msg::Notice(Notice::Typed(problem))),
            }
        }
        // What was no number does not stay in the field.
        field.set_value(&shown.get_untracked());
    };
    let typed: Box<dyn Fn(Event)> = Box::new(typed);
    // Who comes here to type means to replace it.
    let select_all = |e: FocusEvent| event_target::<HtmlInputElement>(&e).select();
    let field_name =
        page.setup_text(move |s| words::settings::typed(page.setting(s, index).1.name));
    view! {
        <input
            type="text"
            inputmode="decimal"
            class="typed"
            id=format!("{id}-typed")
            autocomplete="off"
            disabled=locked
            aria-label=field_name
            value=shown.get_untracked()
            prop:value=shown
            on:focus=select_all
            on:change=typed
        />
        {range(id, position, shown, locked, Box::new(moved))}
    }
    .into_any()
}

/// A slider that stands at a position and says a value; who moves it tells to which position.
pub(super) fn range(
    id: &str,
    position: Memo<String>,
    shown: Memo<String>,
    locked: Memo<bool>,
    moved: Box<dyn Fn(u32)>,
) -> AnyView {
    let described = format!("{id}-help");
    view! {
        <input
            type="range"
            id=id.to_owned()
            disabled=locked
            min="0"
            max=POSITIONS.to_string()
            value=position.get_untracked()
            prop:value=position
            aria-valuetext=shown
            aria-describedby=described
            on:input=move |e| moved(event_target_value(&e).parse().unwrap_or(0))
        />
    }
    .into_any()
}

/// A value as it stands beside its slider.
pub(crate) fn shown(setting: &Setting, value: f64) -> String {
    match setting.zero().filter(|_| value == 0.0) {
        Some(zero) => words::settings::zero(zero).to_owned(),
        None => words::measure(value, setting.unit),
    }
}

/// What somebody means who types this where a value stood: a bare number is in the unit that was shown. (But thousands are
/// milliseconds where so many seconds cannot be meant.)
fn meant(setting: &Setting, text: &str, old: f64) -> Value {
    let typed = text.trim();
    // (Letter by letter: a search for a text brings tables along.)
    let point = |c| if c == ',' { '.' } else { c };
    let text: String = typed.chars().map(point).collect();
    if setting
        .zero()
        .is_some_and(|zero| words::settings::zero(zero) == text)
    {
        return Value::Number(0.0);
    }
    let number = js_sys::Number::parse_float(&text);
    if number.is_nan() {
        // It is refused as it was typed.
        return Value::Choice(typed.to_owned());
    }
    let unit =
        text.trim_start_matches(|c: char| c.is_ascii() && !c.is_ascii_alphabetic() && c != '%');
    let in_ms = setting.unit == "ms";
    let seconds = || setting.check(&Value::Number(number * 1_000.0));
    Value::Number(match unit {
        "s" if in_ms => number * 1_000.0,
        "min" if in_ms => number * 60_000.0,
        "" if in_ms && old >= 1_000.0 && (number < 1_000.0 || seconds().is_ok()) => {
            number * 1_000.0
        }
        _ => number,
    })
}

fn flag(page: Page, index: usize, id: String, locked: Memo<bool>) -> AnyView {
    let on = page.setup_flag(move |s| s.values[page.setting(s, index).0] == Value::Flag(true));
    let described = format!("{id}-help");
    view! {
        <input
            type="checkbox"
            id=id
            disabled=locked
            prop:checked=on
            aria-describedby=described
            on:change=move |e| {
                let on = Value::Flag(event_target_checked(&e));
                page.send(Msg::Set(page.setting_now(index).name, on));
            }
        />
    }
    .into_any()
}
