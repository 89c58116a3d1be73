//! From JSON to an experiment, whatever the JSON says.
//!
//! Whatever is an experiment at all is read: each part that cannot be used becomes a [`Problem`] with the field, the value and what is
//! allowed, and the default stands in for it. The page shows the problems and goes on; the command line stops.

use serde_json::Value as Json;

use super::Experiment;
use super::intervention::{Act, Intervention, OUTAGE_NAMES, SHOP_NAMES, meant, verb};
use super::limits::{LOG_LIMIT, PROBLEM_LIMIT, SEED_LIMIT};
use super::problem::{Complaint, Given, Problem, Takes, given};
use super::value::{Value, whole};
use super::{ENGINE, orders, presets};

/// Are names within an intervention or a judge asked for that nobody knows? The page has no bytes to spare for that: it
/// passes over them, and whoever needs figures to trust asks the command line.
pub const STRICT: bool = cfg!(not(target_arch = "wasm32"));

/// Reads an experiment; the problems say what could not be used.
///
/// # Errors
///
/// The text is no experiment at all, so that there is nothing to use.
pub fn experiment(text: &str) -> Result<(Experiment, Vec<Problem>), Problem> {
    let unread = |complaint| Problem::new("experiment", complaint);
    let json: Json =
        serde_json::from_str(text).map_err(|e| unread(Complaint::NotJson(e.to_string())))?;
    let Json::Object(fields) = json else {
        return Err(unread(Complaint::ExperimentIsAnObject));
    };
    let mut found = Vec::new();
    let mut experiment = Experiment::default();
    for (name, json) in &fields {
        match name.as_str() {
            // A label only: a run is judged by its digest within an engine version.
            "engine" => match json.as_str() {
                Some(text) => {
                    experiment.engine = text.to_owned();
                    if text != ENGINE {
                        let other = Complaint::OtherEngine(given(json));
                        found.push(Problem::new(name, other));
                    }
                }
                None => found.push(refused(name, given(json), Takes::Name)),
            },
            "preset" => match json.as_str().and_then(presets::find) {
                Some(preset) => experiment.preset = Some(preset.name.to_owned()),
                None => found.push(Problem::new(name, Complaint::NoPreset(given(json)))),
            },
            "seed" => seed(json, &mut experiment, &mut found),
            "settings" => all_settings(json, &mut experiment, &mut found),
            "log" => log(json, &mut experiment, &mut found),
            "orders" => experiment.script = orders::read(json, &mut found),
            _ => found.push(Problem::new(name, Complaint::NoFieldOfExperiments)),
        }
    }
    let more = found.len().saturating_sub(PROBLEM_LIMIT);
    if more > 0 {
        found.truncate(PROBLEM_LIMIT);
        found.push(Problem::new("experiment", Complaint::More(more)));
    }
    Ok((experiment, found))
}

fn seed(json: &Json, experiment: &mut Experiment, found: &mut Vec<Problem>) {
    match whole(json).filter(|&seed| seed <= SEED_LIMIT) {
        Some(seed) => experiment.seed = seed,
        None => {
            let takes = Takes::Whole(0, Some(SEED_LIMIT));
            found.push(Problem::new("seed", Complaint::Refused(given(json), takes)));
        }
    }
}

fn all_settings(json: &Json, experiment: &mut Experiment, found: &mut Vec<Problem>) {
    let Json::Object(entries) = json else {
        return found.push(Problem::new("settings", Complaint::SettingsAreAnObject));
    };
    for (name, json) in entries {
        let outcome = value(json).and_then(|value| experiment.set(name, value));
        if let Err(problem) = outcome {
            found.push(Problem::new(format!("settings.{name}"), problem.complaint));
        }
    }
}

fn value(json: &Json) -> Result<Value, Problem> {
    match json {
        Json::Bool(flag) => Some(Value::Flag(*flag)),
        Json::Number(number) => number.as_f64().map(Value::Number),
        Json::String(name) => Some(Value::Choice(name.clone())),
        _ => None,
    }
    .ok_or_else(|| Problem::new("value", Complaint::NoValue(given(json))))
}

fn log(json: &Json, experiment: &mut Experiment, found: &mut Vec<Problem>) {
    let Json::Array(entries) = json else {
        return found.push(Problem::new("log", Complaint::LogIsAList));
    };
    for (k, json) in entries.iter().enumerate().take(LOG_LIMIT + 1) {
        let outcome = intervention(json).and_then(|i| experiment.add(i));
        if let Err(problem) = outcome {
            let complaint = Complaint::Inside(problem.into());
            found.push(Problem::new(format!("log[{k}]"), complaint));
        }
    }
}

fn intervention(json: &Json) -> Result<Intervention, Problem> {
    let Json::Object(fields) = json else {
        let complaint = Complaint::NoIntervention(given(json));
        return Err(Problem::new("intervention", complaint));
    };
    let fields = Fields(fields);
    let verb = fields.name("do")?;
    let act = match verb {
        verb::CLICK => Act::Click {
            shop: fields.one_of("shop", &SHOP_NAMES)?,
            orders: u32::try_from(fields.whole("orders")?).unwrap_or(u32::MAX),
        },
        verb::SET => Act::Set {
            name: fields.name("name")?.to_owned(),
            value: value(fields.field("value")?)?,
        },
        verb::BREAK => Act::Break {
            fault: fields.one_of("fault", &OUTAGE_NAMES)?,
        },
        verb::HEAL => Act::Heal {
            fault: fields.one_of("fault", &OUTAGE_NAMES)?,
        },
        other => {
            let complaint = Complaint::Refused(Given::text(other), Takes::Verb);
            return Err(Problem::new("do", complaint));
        }
    };
    let of_verb: &[&str] = match verb {
        verb::CLICK => &["shop", "orders"],
        verb::SET => &["name", "value"],
        _ => &["fault"],
    };
    let known = |name: &str| name == "at_us" || name == "do" || of_verb.contains(&name);
    if STRICT && let Some(name) = fields.0.keys().find(|name| !known(name)) {
        return Err(Problem::new("do", Complaint::NoField(Given::text(name))));
    }
    let at_us = fields.whole("at_us")?;
    let intervention = Intervention { at_us, act };
    intervention.check()?;
    Ok(intervention)
}

/// The fields of an intervention, each with its own complaint.
struct Fields<'a>(&'a serde_json::Map<String, Json>);

impl<'a> Fields<'a> {
    fn field(&self, name: &str) -> Result<&'a Json, Problem> {
        let missing = || Problem::new(name, Complaint::Missing);
        self.0.get(name).ok_or_else(missing)
    }

    fn name(&self, name: &str) -> Result<&'a str, Problem> {
        let json = self.field(name)?;
        json.as_str()
            .ok_or_else(|| refused(name, given(json), Takes::Name))
    }

    fn whole(&self, name: &str) -> Result<u64, Problem> {
        let json = self.field(name)?;
        whole(json).ok_or_else(|| refused(name, given(json), Takes::Whole(0, None)))
    }

    fn one_of<T: Copy>(&self, name: &str, options: &[(&'static str, T)]) -> Result<T, Problem> {
        let text = self.name(name)?;
        meant(options, text).map_err(|complaint| Problem::new(name, complaint))
    }
}

fn refused(field: &str, given: Given, takes: Takes) -> Problem {
    Problem::new(field, Complaint::Refused(given, takes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::engine::Side;

    #[test]
    fn what_is_written_is_read() {
        let mut e = Experiment::default();
        e.set("consumers", Value::Number(4.0)).unwrap();
        e.set("queue_durable", Value::Flag(false)).unwrap();
        e.seed = 77;
        for (at_us, act) in [
            (
                5,
                Act::Break {
                    fault: crate::sim::fault::Fault::BrokerDown.into(),
                },
            ),
            (
                0,
                Act::Click {
                    shop: Side::Both,
                    orders: 1000,
                },
            ),
            (
                5,
                Act::Set {
                    name: "arrivals".into(),
                    value: Value::Choice("poisson".into()),
                },
            ),
        ] {
            e.add(Intervention { at_us, act }).unwrap();
        }
        assert_eq!(experiment(&e.to_json()), Ok((e, vec![])));
    }

    #[test]
    fn each_wrong_part_is_named_and_the_rest_is_used() {
        let (e, found) = experiment(
            r#"{"seed": -1, "settings": {"consumers": 4, "prefetch_count": "many", "nonsense": 1},
                "log": [{"at_us": 0, "do": "click", "shop": "both", "orders": 0},
                        {"at_us": 0, "do": "dance"},
                        {"at_us": 1, "do": "click", "shop": "sync", "orders": 2}], "what": 1}"#,
        )
        .unwrap();
        let fields: Vec<&str> = found.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "log[0]",
                "log[1]",
                "seed",
                "settings.nonsense",
                "settings.prefetch_count",
                "what"
            ]
        );
        assert_eq!(e.config().payment().consumers, 4);
        assert_eq!(e.log.len(), 1);
        assert_eq!(e.seed, 1);
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["", "[]", "null", "\u{0}"] {
            assert!(experiment(text).is_err(), "{text:?}");
        }
        for text in ["{\"log\":3}", "{\"settings\":[1]}"] {
            let (_, problems) = experiment(text).expect("an object");
            assert!(!problems.is_empty(), "{text:?}");
        }
    }
}
