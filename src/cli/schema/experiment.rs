//! What `run` takes and the page saves, from the one table of settings and the names and limits of interventions.

use serde_json::{Map, Value as Json, json};

use super::pieces::{DRAFT, Field, list, number, object, of_type, one_of, whole};
use crate::experiment::intervention::{OUTAGE_NAMES, SHOP_NAMES, verb};
use crate::experiment::limits::{
    CLICK_LIMIT, FAILS_LIMIT, LOG_LIMIT, SCRIPT_LIMIT, SEED_LIMIT, SPAN_LIMIT, TIME_LIMIT,
};
use crate::experiment::presets::PRESETS;
use crate::experiment::settings::{Kind, Setting, common};
use crate::experiment::value::Value;
use crate::sim::choice::Choice;
use crate::sim::config::lineup::NAMES;
use crate::sim::script::Drop;
use crate::sim::time::MILLI;
use crate::words::settings;

pub(super) fn schema() -> Json {
    let mut schema = object(
        "Everything that determines a run.",
        &[
            (
                "engine",
                of_type(
                    "The version of the engine it was made with; figures are promised within one.",
                    "string",
                ),
                false,
            ),
            (
                "preset",
                one_of(
                    "The scenario it started from: a label only.",
                    &PRESETS.map(|p| p.name),
                ),
                false,
            ),
            ("settings", settings(), false),
            (
                "seed",
                whole(
                    "The address of all its luck; 1 where absent.",
                    0,
                    SEED_LIMIT,
                ),
                false,
            ),
            (
                "log",
                list(
                    "What happens to it; of the same instant in this order.",
                    &intervention(),
                    LOG_LIMIT,
                ),
                false,
            ),
            (
                "orders",
                list(
                    "What is prescribed for single orders instead of drawn, in the order of their clicks.",
                    &order(),
                    SCRIPT_LIMIT,
                ),
                false,
            ),
        ],
    );
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!("Experiment");
    schema["$defs"] = common()
        .iter()
        .map(|s| (s.name.to_owned(), setting(s)))
        .collect::<Map<_, _>>()
        .into();
    schema
}

fn settings() -> Json {
    let fields = common().iter().map(|s| (s.name, reference(s), false));
    let fields: Vec<_> = fields.collect();
    let mut settings = object(
        "Settings at the start that differ from their defaults.",
        &fields,
    );
    let each = common().iter().filter(|s| s.is_of_services());
    settings["patternProperties"] = each
        .map(|s| (format!("^{}$", of_others(s)), reference(s)))
        .collect::<Map<_, _>>()
        .into();
    settings
}

/// What a setting is called that each service has, of those other than Payment.
fn of_others(setting: &Setting) -> String {
    format!("({})\\.{}", NAMES[1..].join("|"), setting.short)
}

fn reference(setting: &Setting) -> Json {
    json!({"$ref": format!("#/$defs/{}", setting.name)})
}

fn setting(setting: &Setting) -> Json {
    let help = settings::help(setting.name);
    let help = match setting.unit {
        "" => help.into_owned(),
        unit => format!("{help} Unit: {unit}."),
    };
    let default = match setting.default_value() {
        Value::Number(number) => plain(number),
        Value::Choice(name) => json!(name),
        Value::Flag(flag) => json!(flag),
    };
    match setting.kind {
        Kind::Number { min, max, step, .. } => {
            let kind = if step >= 1.0 { "integer" } else { "number" };
            json!({"description": help, "type": kind, "minimum": plain(min), "maximum": plain(max), "default": default})
        }
        Kind::Choice { options } => {
            json!({"description": help, "enum": options, "default": default})
        }
        Kind::Flag => {
            json!({"description": help, "type": "boolean", "default": default})
        }
        Kind::Services => {
            let name = NAMES.join("|");
            let pattern = format!("^({name})(\\.({name})){{0,{}}}$", NAMES.len() - 1);
            json!({"description": help, "type": "string", "pattern": pattern, "default": default})
        }
    }
}

/// A whole number is written as one.
fn plain(number: f64) -> Json {
    match number.fract() == 0.0 {
        true => json!(number as i64),
        false => json!(number),
    }
}

fn intervention() -> Json {
    let at = || whole("When, in microseconds since the start.", 0, TIME_LIMIT);
    let act = |verb: &str, fields: &[Field]| {
        let mut all = vec![("at_us", at(), true), ("do", json!({"const": verb}), true)];
        all.extend_from_slice(fields);
        let what = match verb {
            verb::CLICK => "Users press the button.",
            verb::SET => "A setting changes.",
            verb::BREAK => "A fault begins.",
            _ => "A fault ends.",
        };
        object(what, &all)
    };
    let shop = one_of("Of which shop.", &SHOP_NAMES.map(|(name, _)| name));
    let orders = whole("How many users.", 1, u64::from(CLICK_LIMIT));
    let fault = one_of("Which.", &OUTAGE_NAMES.map(|(name, _)| name));
    let name = of_type("Its name.", "string");
    let value = json!({"description": "Its new value: one that it may have at the start, too."});
    let mut set = act(verb::SET, &[("name", name, true), ("value", value, true)]);
    let names = |s: &Setting| match s.is_of_services() {
        true => json!({"pattern": format!("^({}|{})$", s.name, of_others(s))}),
        false => json!({"const": s.name}),
    };
    let values = common()
        .iter()
        .map(|s| json!({"properties": {"name": names(s), "value": reference(s)}}));
    set["oneOf"] = values.collect();
    json!({"oneOf": [
        act(verb::CLICK, &[("shop", shop, true), ("orders", orders, true)]),
        set,
        act(verb::BREAK, &[("fault", fault.clone(), true)]),
        act(verb::HEAL, &[("fault", fault, true)]),
    ]})
}

fn order() -> Json {
    let day = (SPAN_LIMIT / MILLI) as f64;
    let span = |what: &str| number(&format!("{what}, in milliseconds."), 0.0, day);
    let flag = json!({"type": "boolean"});
    let dies = json!({"description": "The worker that is sent it for the first time dies.", "oneOf": [
        {"const": "after"},
        object("In the middle of the work.", &[("mid_ms", span("After so much work"), true)]),
    ]});
    object(
        "One order; an empty one prescribes nothing.",
        &[
            (
                "follows",
                of_type(
                    "Is it sent by the user of the one before, not before that one was told?",
                    "boolean",
                ),
                false,
            ),
            ("service_ms", span("How long Payment works on it"), false),
            (
                "service_ms_by",
                object(
                    "The same of other services.",
                    &NAMES[1..]
                        .iter()
                        .map(|&name| (name, span("How long it works on it"), false))
                        .collect::<Vec<_>>(),
                ),
                false,
            ),
            (
                "fails",
                list("Does attempt or delivery k fail?", &flag, FAILS_LIMIT),
                false,
            ),
            (
                "poison",
                of_type("Does every attempt fail?", "boolean"),
                false,
            ),
            (
                "priority",
                whole("Of its message.", 0, u64::from(u8::MAX)),
                false,
            ),
            ("ttl_ms", span("How long its message lives"), false),
            ("crash", dies, false),
            (
                "drops",
                list(
                    "Which segments of it a lossy wire loses; one that is lost again stands there again.",
                    &one_of("A segment.", Drop::NAMES),
                    FAILS_LIMIT,
                ),
                false,
            ),
        ],
    )
}
