//! From JSON to an experiment, whatever the JSON says.
//!
//! Decoding is total: each part that cannot be used becomes a [`Problem`] with the field, the value and what is
//! allowed, and the default stands in for it. The page shows the problems and goes on; the command line stops.

use serde_json::Value as Json;

use super::Experiment;
use super::intervention::Intervention;
use super::limits::{LOG_LIMIT, SEED_LIMIT};
use super::problem::Problem;
use super::value::Value;

/// Reads an experiment; the problems say what could not be used.
pub fn experiment(text: &str) -> (Experiment, Vec<Problem>) {
    let mut found = Vec::new();
    let json: Json = match serde_json::from_str(text) {
        Ok(json) => json,
        Err(error) => {
            let sentence = format!("this is not JSON ({error}); the default experiment is used");
            return (
                Experiment::default(),
                vec![Problem::new("experiment", sentence)],
            );
        }
    };
    let mut experiment = Experiment::default();
    let Json::Object(fields) = json else {
        let sentence = "an experiment is a JSON object; the default experiment is used";
        return (experiment, vec![Problem::new("experiment", sentence)]);
    };
    for (name, json) in &fields {
        match name.as_str() {
            // A label only: a run is judged by its digest within an engine version.
            "engine" => experiment.engine = text_of(json),
            "preset" => experiment.preset = Some(text_of(json)),
            "seed" => seed(json, &mut experiment, &mut found),
            "settings" => all_settings(json, &mut experiment, &mut found),
            "log" => log(json, &mut experiment, &mut found),
            _ => found.push(Problem::new(
                name,
                "an experiment has no such field; it has engine, preset, settings, seed and log",
            )),
        }
    }
    (experiment, found)
}

fn text_of(json: &Json) -> String {
    match json {
        Json::String(text) => text.chars().take(80).collect(),
        other => other.to_string().chars().take(80).collect(),
    }
}

fn seed(json: &Json, experiment: &mut Experiment, found: &mut Vec<Problem>) {
    match json.as_u64().filter(|&seed| seed <= SEED_LIMIT) {
        Some(seed) => experiment.seed = seed,
        None => found.push(Problem::new(
            "seed",
            format!("{json} is not allowed here; it takes a whole number from 0 to {SEED_LIMIT}"),
        )),
    }
}

fn all_settings(json: &Json, experiment: &mut Experiment, found: &mut Vec<Problem>) {
    let Json::Object(entries) = json else {
        let sentence = "this is an object of names and values";
        return found.push(Problem::new("settings", sentence));
    };
    for (name, json) in entries {
        let outcome = value(json).and_then(|value| experiment.set(name, value));
        if let Err(problem) = outcome {
            found.push(Problem::new(format!("settings.{name}"), problem.sentence));
        }
    }
}

fn value(json: &Json) -> Result<Value, Problem> {
    serde_json::from_value(json.clone()).map_err(|_| {
        let sentence = format!("{json} is neither a number, a name, true nor false");
        Problem::new("value", sentence)
    })
}

fn log(json: &Json, experiment: &mut Experiment, found: &mut Vec<Problem>) {
    let Json::Array(entries) = json else {
        return found.push(Problem::new("log", "this is a list of interventions"));
    };
    for (k, json) in entries.iter().enumerate().take(LOG_LIMIT + 1) {
        let outcome = intervention(json).and_then(|i| experiment.add(i));
        if let Err(problem) = outcome {
            found.push(Problem::new(format!("log[{k}]"), problem.to_string()));
        }
    }
}

fn intervention(json: &Json) -> Result<Intervention, Problem> {
    let intervention: Intervention = serde_json::from_value(json.clone()).map_err(|error| {
        let sentence = format!(
            "{json} is no intervention ({error}); one looks like \
             {{\"at_us\": 0, \"do\": \"click\", \"shop\": \"both\", \"orders\": 1}}"
        );
        Problem::new("intervention", sentence)
    })?;
    intervention.check()?;
    Ok(intervention)
}

#[cfg(test)]
mod tests {
    use super::super::intervention::Act;
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
                    fault: crate::sim::fault::Fault::BrokerDown,
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
        assert_eq!(experiment(&e.to_json()), (e, vec![]));
    }

    #[test]
    fn each_wrong_part_is_named_and_the_rest_is_used() {
        let (e, found) = experiment(
            r#"{"seed": -1, "settings": {"consumers": 4, "prefetch_count": "many", "nonsense": 1},
                "log": [{"at_us": 0, "do": "click", "shop": "both", "orders": 0},
                        {"at_us": 0, "do": "dance"},
                        {"at_us": 1, "do": "click", "shop": "sync", "orders": 2}], "what": 1}"#,
        );
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
        assert_eq!(e.config().consumers, 4);
        assert_eq!(e.log.len(), 1);
        assert_eq!(e.seed, 1);
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in [
            "",
            "[]",
            "null",
            "{\"log\":3}",
            "{\"settings\":[1]}",
            "\u{0}",
        ] {
            assert!(!experiment(text).1.is_empty(), "{text:?}");
        }
    }
}
