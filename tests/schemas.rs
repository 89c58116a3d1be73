//! The schemas in `docs/` are what the program writes, and say of every file what the program says.

use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value as Json, json};
use showdown::experiment::decode;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::lessons::LESSONS;
use showdown::experiment::presets::PRESETS;
use showdown::experiment::problem::Complaint;
use showdown::experiment::report::Report;
use showdown::experiment::run::Run;
use showdown::experiment::settings::{Kind, common};
use showdown::experiment::value::Value;
use showdown::replay::Replay;
use showdown::sim::fault::Fault;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// One of the documents of `docs/`.
struct Schema {
    all: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn of(name: &str) -> Self {
        let text = std::fs::read_to_string(format!("{ROOT}/docs/{name}.schema.json"));
        let json = serde_json::from_str(&text.expect("a schema")).expect("JSON");
        let (mut all, mut compiler) = (Schemas::new(), Compiler::new());
        compiler
            .add_resource("schema.json", json)
            .expect("a schema");
        let index = compiler.compile("schema.json", &mut all).expect("a schema");
        Self { all, index }
    }

    /// Why it is not valid.
    fn fault(&self, json: &Json) -> Option<String> {
        let outcome = self.all.validate(json, self.index);
        outcome.err().map(|error| format!("{error:#}"))
    }
}

/// Every recorded run of the repository, by name.
fn recordings() -> Vec<(String, Json)> {
    let files = std::fs::read_dir(format!("{ROOT}/tests/reference")).expect("a folder");
    let files = files.map(|file| file.expect("a file").path());
    let files = files.filter(|file| file.extension().is_some_and(|e| e == "json"));
    let read = |file: std::path::PathBuf| {
        let text = std::fs::read_to_string(&file).expect("a recorded run");
        let json = serde_json::from_str(&text).expect("JSON");
        (file.display().to_string(), json)
    };
    files.map(read).collect()
}

/// What a reader may save, JSON as the page writes it: scenarios, lessons, and one of everything.
fn experiments() -> Vec<Json> {
    let mut all: Vec<_> = PRESETS.iter().map(|p| p.experiment()).collect();
    all.extend(LESSONS.iter().map(|lesson| (lesson.moment)().0));
    let mut everything = PRESETS[0].experiment();
    for setting in common() {
        let value = match setting.kind {
            Kind::Number { max, .. } => Value::Number(max),
            Kind::Choice { options } => Value::Choice(options[options.len() - 1].to_owned()),
            Kind::Flag => Value::Flag(setting.default() == 0.0),
            Kind::Services => Value::Choice("inventory.payment.loyalty".to_owned()),
        };
        everything
            .set(setting.name, value.clone())
            .expect("it is allowed");
        let (at_us, name) = (5, setting.name.to_owned());
        let act = Act::Set { name, value };
        everything
            .add(Intervention { at_us, act })
            .expect("there is room");
    }
    for fault in [Fault::NetworkCut, Fault::PaymentFrozen] {
        for act in [
            Act::Break {
                fault: fault.into(),
            },
            Act::Heal {
                fault: fault.into(),
            },
        ] {
            everything
                .add(Intervention { at_us: 6, act })
                .expect("there is room");
        }
    }
    all.push(everything);
    let mut all: Vec<Json> = all
        .iter()
        .map(|e| serde_json::to_value(e).expect("JSON"))
        .collect();
    all.push(json!({}));
    all.push(json!({"orders": [{}, {"service_ms": 0.5, "fails": [true], "poison": true, "priority": 9, "ttl_ms": 5,
        "crash": {"mid_ms": 3}}, {"crash": "after"}]}));
    all
}

#[test]
fn the_documents_are_what_the_program_writes() {
    for name in ["experiment", "report", "recorded-run"] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_showdown"));
        let output = program
            .args(["schema", name])
            .output()
            .expect("the program starts");
        let file = std::fs::read_to_string(format!("{ROOT}/docs/{name}.schema.json"));
        assert!(
            file.is_ok_and(|file| file.as_bytes() == output.stdout),
            "docs/{name}.schema.json is out of date: cargo run -- schema {name} > docs/{name}.schema.json"
        );
    }
}

#[test]
fn every_recorded_run_is_valid() {
    let schema = Schema::of("recorded-run");
    let all = recordings();
    assert_eq!(all.len(), 49);
    for (name, json) in all {
        assert_eq!(schema.fault(&json), None, "{name}");
    }
}

#[test]
fn every_experiment_and_its_report_is_valid() {
    let (experiment, report) = (Schema::of("experiment"), Schema::of("report"));
    for json in experiments() {
        assert_eq!(experiment.fault(&json), None, "{json}");
        let (read, problems) = decode::experiment(&json.to_string()).expect("an experiment");
        assert_eq!(problems, [], "{json}");
        let mut run = Run::new(read);
        run.play_to(20_000_000);
        let json = serde_json::to_value(Report::of(&run, showdown::words::textbook::misfit));
        assert_eq!(report.fault(&json.expect("JSON")), None);
    }
}

/// What somebody may write in place of anything.
fn nonsense() -> Vec<Json> {
    vec![
        json!(-1),
        json!(2.5),
        json!(3.0),
        json!(1e300),
        json!("x"),
        json!([]),
        json!({}),
        json!(true),
        json!([[]]),
        json!({"x": 1}),
    ]
}

/// The places of everything in a file, objects and lists too; of a list the first three entries stand for all.
fn places(json: &Json, at: &str, all: &mut Vec<String>) {
    let mut go = |key: String, json: &Json| {
        let at = format!("{at}/{key}");
        places(json, &at, all);
        all.push(at);
    };
    match json {
        Json::Array(list) => list
            .iter()
            .take(3)
            .enumerate()
            .for_each(|(k, json)| go(k.to_string(), json)),
        Json::Object(fields) => fields.iter().for_each(|(key, json)| go(key.clone(), json)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// A file, and everything that becomes of it if one thing in it is nonsense, or one more name is in an object of it.
fn broken(json: &Json) -> Vec<(String, Json)> {
    let mut all = Vec::new();
    let mut at = Vec::new();
    places(json, "", &mut at);
    for place in at {
        for nonsense in nonsense() {
            let mut broken = json.clone();
            *broken.pointer_mut(&place).expect("it is there") = nonsense.clone();
            all.push((format!("{place}: {nonsense}"), broken));
        }
        let mut more = json.clone();
        if let Some(Json::Object(fields)) = more.pointer_mut(&place) {
            fields.insert("surprise".to_owned(), json!(1));
            all.push((format!("{place}/surprise"), more));
        }
    }
    all
}

/// Who is valid is read without a word, and who is read without a word is valid.
#[test]
fn the_schema_of_experiments_refuses_what_the_program_refuses() {
    let schema = Schema::of("experiment");
    let (mut valid, mut refused) = (0, 0);
    for json in experiments() {
        for (place, json) in broken(&json) {
            let fine = decode::experiment(&json.to_string()).is_ok_and(|(_, told)| {
                // (The engine's version is a label: any is valid, and another one is told.)
                told.iter()
                    .all(|it| matches!(it.complaint, Complaint::OtherEngine(_)))
            });
            let fault = schema.fault(&json);
            assert_eq!(fault.is_none(), fine, "{place}: {fault:?}");
            *(if fine { &mut valid } else { &mut refused }) += 1;
        }
    }
    assert!(
        valid > 20 && refused > 1_000,
        "{valid} valid, {refused} refused"
    );
}

/// The same of recorded runs: who is valid is read, and who is not is refused or told to be not modelled.
#[test]
fn the_schema_of_recorded_runs_refuses_what_the_program_refuses() {
    let schema = Schema::of("recorded-run");
    let (mut valid, mut refused) = (0, 0);
    let wanted = [
        "01b-", "08a-", "10c-", "10e-", "12a-", "13-", "14a-", "07a-",
    ];
    for (name, mut json) in recordings() {
        if !wanted.iter().any(|start| name.contains(start)) {
            continue;
        }
        // A few orders stand for all.
        let orders = json["orders"].as_array_mut().expect("orders");
        orders.truncate(12);
        for what in ["summary", "repeat_summary"] {
            json[what] = json!({"n": 1});
        }
        for (place, json) in broken(&json) {
            let fine = Replay::within(&json.to_string(), 200_000);
            let fine = match &fine {
                Ok(replay) => replay.unknown().is_empty(),
                Err(_) => false,
            };
            let fault = schema.fault(&json);
            if fault.is_some() {
                assert!(!fine, "{name}{place}: {fault:?}");
                refused += 1;
            } else if fine {
                valid += 1;
            }
        }
    }
    assert!(
        valid > 200 && refused > 1_000,
        "{valid} valid, {refused} refused"
    );
}
