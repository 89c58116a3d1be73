//! The programs of the code pane: Python itself reads them, and finds the settings in them.
//!
//! Every single change of a setting, every preset, and 180 configurations at random go to one run of `python3`, with
//! `tests/code_check.py`: it compiles each program, looks for names nobody defined, and compares what the program
//! says (keywords of calls, `def` or `async def`, statuses of exceptions …) with the settings it was written for.

mod common;

use std::path::Path;
use std::process::Command;

use common::{values, with};
use showdown::code::{
    File, Line, NOT_IN_CODE, PROGRAMS, Program, Role, Step, changed, files, text,
};
use showdown::experiment::presets::PRESETS;
use showdown::experiment::settings::{Kind, SETTINGS, Setting, common, find};
use showdown::experiment::value::Value;
use showdown::sim::config::lineup::{PAYMENT, SERVICES};
use showdown::sim::config::{
    AckMode, Config, DeadLetters, Endpoint, ErrorStyle, Events, HttpClient,
};
use showdown::sim::ledger::STATUSES;
use showdown::sim::shop::Wiring;

// ---- configurations ---------------------------------------------------------------------------------------------

/// Defaults in which this setting has something to say: a restart needs a crash.
fn stage_for(setting: &Setting) -> Config {
    let config = Config::default();
    match setting.name {
        "payment_restart_ms" => {
            let crash = find("payment_crash_above").expect("a setting");
            with(&config, crash, &Value::Number(100.0))
        }
        "overflow" => {
            let limit = find("max_length").expect("a setting");
            with(&config, limit, &Value::Number(50.0))
        }
        "delivery_limit" => {
            let quorum = find("queue_type").expect("a setting");
            with(&config, quorum, &Value::Choice("quorum".to_owned()))
        }
        // Nought switches them off; what a number changes is seen where there is one already.
        "max_length" | "queue_ttl_ms" | "message_ttl_ms" | "max_priority" | "urgent_every" => {
            with(&config, setting, &Value::Number(2.0))
        }
        "binding_key" => {
            let exchange = find("exchange").expect("a setting");
            with(&config, exchange, &Value::Choice("topic".to_owned()))
        }
        "dead_letters" | "retry_ttl_ms" | "redrive_ms" | "retry_limit" => {
            let put = |config: Config, name: &str, value: Value| {
                with(&config, find(name).expect("a setting"), &value)
            };
            let config = put(config, "dead_letter_exchange", Value::Flag(true));
            let config = put(config, "on_fail", Value::Choice("reject".to_owned()));
            let kind = match setting.name {
                "redrive_ms" => "redriven",
                _ => "retried",
            };
            let config = put(config, "dead_letters", Value::Choice(kind.to_owned()));
            put(config, "retry_limit", Value::Number(2.0))
        }
        "worker_threads" => {
            let many = find("consumers").expect("a setting");
            let config = with(&config, many, &Value::Number(1_000.0));
            with(&config, setting, &Value::Number(2.0))
        }
        "retry_backoff_ms" => {
            let retries = find("retries").expect("a setting");
            with(&config, retries, &Value::Number(2.0))
        }
        "sync_calls" | "async_events" => chain(&config),
        _ => config,
    }
}

/// The same where an order needs three services.
fn chain(config: &Config) -> Config {
    let services = find("services").expect("a setting");
    let three = Value::Choice("inventory.payment.shipping".to_owned());
    with(config, services, &three)
}

/// The programs of a shop, with what is in force.
fn programs(config: &Config) -> Vec<(&'static Program, File)> {
    let needed = PROGRAMS.iter().filter(|program| program.is_needed(config));
    needed.zip(files(config)).collect()
}

/// SplitMix64: this test's own luck.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn random(state: &mut u64) -> Config {
    let mut config = Config::default();
    for setting in &SETTINGS {
        let some = values(setting);
        let mut value = some[next(state) as usize % some.len()].clone();
        if let Kind::Number { min, max, step, .. } = setting.kind
            && next(state).is_multiple_of(2)
        {
            let drawn = min + (max - min) * (next(state) % 1_000_003) as f64 / 1_000_003.0;
            value = Value::Number(if step < 1.0 { drawn } else { drawn.round() }).kept();
        }
        config = with(&config, setting, &value);
    }
    config
}

/// Everything that is tried, each with a name.
fn configurations() -> Vec<(String, Config)> {
    let mut all = vec![("defaults".to_owned(), Config::default())];
    for setting in common() {
        for value in values(setting) {
            let config = with(&stage_for(setting), setting, &value);
            all.push((format!("{}={value}", setting.name), config));
        }
    }
    for preset in &PRESETS {
        let mut config = Config::default();
        for (name, value) in preset.experiment().settings.iter() {
            config = with(&config, find(name).expect("a setting"), value);
        }
        all.push((preset.name.to_owned(), config));
    }
    // Where there are several services, too: each setting in one of the ways in which they are called and told.
    let ways = [
        ("in-sequence", "fan-out"),
        ("in-parallel", "fan-out"),
        ("in-parallel", "choreography"),
    ];
    for (way, (calls, events)) in ways.into_iter().enumerate() {
        let mut several = chain(&Config::default());
        for (name, value) in [("sync_calls", calls), ("async_events", events)] {
            let value = Value::Choice(value.to_owned());
            several = with(&several, find(name).expect("a setting"), &value);
        }
        let turns = SETTINGS.iter().enumerate().filter(|(k, _)| k % 3 == way);
        for (_, setting) in turns {
            let is_there = setting.service == PAYMENT || setting.name.starts_with("shipping.");
            for value in values(setting).into_iter().filter(|_| is_there) {
                let config = with(&several, setting, &value);
                all.push((format!("{calls} {events} {}={value}", setting.name), config));
            }
        }
    }
    let mut state = 2026;
    for k in 0..180 {
        all.push((format!("random {k}"), random(&mut state)));
    }
    all
}

// ---- steps ------------------------------------------------------------------------------------------------------

/// In which programs a step has a line, as its documentation says.
fn occurs(program: &Program, step: Step, config: &Config) -> bool {
    let sync = program.shop == Wiring::Sync;
    let (checkout, of) = match program.role {
        Role::Checkout => (true, config.payment()),
        Role::Service(service) => (false, config.of(service)),
    };
    let (sync_checkout, async_checkout) = (checkout && sync, checkout && !sync);
    let (served, worker) = (!checkout && sync, !checkout && !sync);
    let def = config.endpoint == Endpoint::Def;
    let shared = config.http_client == HttpClient::Shared;
    let style = config.error_style;
    let tells =
        |service| config.events == Events::Choreography && config.needs.next(service).is_some();
    match step {
        Step::RequestIn => !worker,
        Step::ThreadAwaited => checkout && def || served,
        Step::HandlerBegan => true,
        Step::ConnectionAwaited | Step::PoolTimedOut => sync_checkout && shared,
        Step::Called | Step::ReadTimedOut => sync_checkout,
        Step::ConnectTimedOut => checkout,
        Step::BackedOff => sync_checkout && config.retries > 0,
        Step::Connecting => async_checkout || worker,
        Step::Published | Step::Answer(202) => async_checkout,
        Step::Refused | Step::Answer(503) => checkout && style != ErrorStyle::Snippet,
        Step::Delivered => worker,
        Step::Working | Step::Charged => !checkout,
        Step::ToldNext => match program.role {
            Role::Checkout => false,
            Role::Service(service) => worker && tells(service),
        },
        Step::Acked | Step::Nacked => worker && of.ack_mode == AckMode::Manual,
        Step::Crashed => !checkout && of.crash_above > 0,
        Step::Answer(200) => sync_checkout || served,
        Step::Answer(504) => checkout && style == ErrorStyle::Production,
        // An exception, and what nobody is sent.
        Step::Answer(_) => false,
    }
}

#[test]
fn each_step_has_one_line_wherever_it_can_occur() {
    let answers = STATUSES.iter().map(|&status| Step::Answer(status));
    let steps: Vec<Step> = Step::BEFORE_ANSWERS.into_iter().chain(answers).collect();
    for (label, config) in configurations() {
        for (program, file) in programs(&config) {
            for &step in &steps {
                let lines = file.lines.iter().filter(|line| line.step == Some(step));
                let expected = usize::from(occurs(program, step, &config));
                assert_eq!(lines.count(), expected, "{label}: {} {step:?}", file.name);
                let line = file.line_of(step).map(|at| &file.lines[at]);
                let empty = line.is_some_and(|line| line.text.trim().is_empty());
                assert!(!empty, "{label}: {} {step:?} lights nothing", file.name);
            }
        }
    }
}

#[test]
fn a_status_is_answered_by_its_own_step() {
    assert_eq!(Step::answering(202), Some(Step::Answer(202)));
    assert_eq!(Step::answering(500), None);
    let checkout = &files(&Config::default())[0];
    for status in [200, 503, 504] {
        let step = Step::answering(status).expect("a step");
        let line = &checkout.lines[checkout.line_of(step).expect("a line")];
        let said = status == 200 || line.text.contains(&status.to_string());
        assert!(said, "{status}: {}", line.text);
    }
}

// ---- the look of it ---------------------------------------------------------------------------------------------

#[test]
fn the_files_are_short_narrow_and_tidy() {
    for (label, config) in configurations() {
        let files = programs(&config);
        assert_eq!(files.len(), 2 + 2 * config.needs.len());
        for (program, file) in &files {
            assert_eq!(file.name, program.name);
            let folder = file.name.split('/').next();
            assert_eq!(folder, Some(program.shop.name()));
            let crashes = config.services.iter().any(|of| of.crash_above > 0);
            let most = match label.as_str() {
                "defaults" => 67,
                _ if crashes => 104,
                _ => 92,
            };
            // Whoever redrives, or counts laps, has lines of their own.
            let back = (0..SERVICES as u8).map(|service| config.of(service));
            let back = back.filter(|of| of.dead_letter);
            let back = back.filter(|of| of.dead_letters != DeadLetters::Parked);
            let most = most + if back.count() > 0 { 25 } else { 0 };
            assert!(
                (20..=most).contains(&file.lines.len()),
                "{label}: {} has {} lines",
                file.name,
                file.lines.len()
            );
            let mut empty = 0;
            for line in &file.lines {
                let text = &line.text;
                let comment = text.find("# ").map_or(0, |at| text.len() - at);
                assert!(text.is_ascii() && text.len() <= 79, "{label}: {text}");
                assert!(comment <= 76, "{label}: {text}");
                assert_eq!(text.trim_end(), text, "{label}: {}", file.name);
                empty = if text.is_empty() { empty + 1 } else { 0 };
                assert!(empty <= 2, "{label}: {} has a hole", file.name);
                for (k, name) in line.settings.iter().enumerate() {
                    assert!(find(name).is_some(), "{name} is no setting");
                    assert!(!line.settings[..k].contains(name), "{text}: {name} twice");
                }
            }
            assert_eq!(empty, 0, "{label}: {} ends with an empty line", file.name);
            let copied = text(file);
            assert!(copied.ends_with('\n') && copied.lines().count() == file.lines.len());
        }
    }
}

// ---- settings and lines -----------------------------------------------------------------------------------------

/// Lines that came or went between two versions of a program.
fn moved<'a>(before: &'a File, after: &'a File) -> Vec<&'a Line> {
    let mut moved = Vec::new();
    for (from, to) in [(before, after), (after, before)] {
        let marks = changed(from, to);
        assert_eq!(marks.len(), to.lines.len());
        let marked = to.lines.iter().zip(marks).filter(|&(_, new)| new);
        moved.extend(marked.map(|(line, _)| line));
    }
    moved
}

#[test]
fn every_setting_is_in_the_programs_or_said_not_to_be() {
    for setting in common() {
        is_said(setting, &stage_for(setting));
    }
}

/// Shipping's have lines of their own, where an order needs it; Payment's and Checkout's are left alone by them.
#[test]
fn each_setting_of_another_service_is_in_its_own_programs() {
    let shipping = SETTINGS.iter().filter(|s| s.name.starts_with("shipping."));
    let mut all = 0;
    for setting in shipping {
        let like = find(setting.row_name()).expect("Payment has it too");
        // What it needs to have something to say, Shipping has.
        let mut base = stage_for(like);
        base.services[2] = *base.payment();
        let base = chain(&base);
        is_said(setting, &base);
        for value in values(setting) {
            let other = with(&base, setting, &value);
            for ((program, before), (_, after)) in programs(&base).iter().zip(programs(&other)) {
                let is_its = program.role == Role::Service(2);
                assert!(
                    is_its || *before == after,
                    "{}: {}",
                    setting.name,
                    after.name
                );
            }
        }
        all += 1;
    }
    assert!(all > 20, "{all} settings");
    // Where no order needs it, no program is there.
    let alone = files(&Config::default());
    let time = find("shipping.time_ms").expect("a setting");
    let other = with(&Config::default(), time, &Value::Number(7.0));
    assert_eq!(files(&other), alone);
}

fn is_said(setting: &Setting, base: &Config) {
    let left_out = NOT_IN_CODE
        .iter()
        .any(|(name, _)| *name == setting.row_name());
    for value in values(setting) {
        let other = with(base, setting, &value);
        if other == *base {
            continue;
        }
        let (before, after) = (programs(base), programs(&other));
        let mut moved_lines: Vec<Line> = Vec::new();
        for (program, file) in &after {
            let old = before.iter().find(|(p, _)| p.name == program.name);
            match old {
                Some((_, old)) => moved_lines.extend(moved(old, file).into_iter().cloned()),
                None => moved_lines.extend(file.lines.iter().cloned()),
            }
        }
        let what = format!("{}={value}", setting.name);
        assert_eq!(moved_lines.is_empty(), left_out, "{what}");
        if left_out {
            continue;
        }
        let speaks = |line: &Line| line.settings.contains(&setting.name);
        assert!(moved_lines.iter().any(speaks), "{what} is not said");
        // A number that is no switch rewrites the lines that speak of it, and no other.
        let switches = ["payment_crash_above", "retries"];
        let switch = value == Value::Number(0.0) || switches.contains(&setting.row_name());
        if matches!(setting.kind, Kind::Number { .. }) && !switch {
            for line in &moved_lines {
                assert!(speaks(line), "{what} rewrote {:?}", line.text);
            }
        }
    }
}

#[test]
fn what_no_program_speaks_of_is_a_setting() {
    for (name, why) in NOT_IN_CODE {
        assert!(find(name).is_some() && !why.is_empty(), "{name}");
    }
}

#[test]
fn changed_marks_the_lines_that_differ_and_no_others() {
    let at = |name: &str, value: Value| {
        let setting = find(name).expect("a setting");
        files(&with(&Config::default(), setting, &value))
    };
    let marked = |after: &[File]| -> Vec<String> {
        let before = files(&Config::default());
        let both = before.iter().zip(after);
        both.flat_map(|(b, a)| {
            let marks = changed(b, a);
            let marked = a.lines.iter().zip(marks).filter(|&(_, new)| new);
            marked.map(|(line, _)| line.text.trim().to_owned())
        })
        .collect()
    };
    assert!(marked(&files(&Config::default())).is_empty());
    let timeout = at("read_timeout_ms", Value::Number(250.0));
    assert_eq!(marked(&timeout), ["read=0.25,"]);
    let slow = at("payment_time_ms", Value::Number(6_000.0));
    let sleep = "time.sleep(6.0)  # the work";
    assert_eq!(marked(&slow), [sleep, sleep]);
    let auto = at("ack_mode", Value::Choice("auto".to_owned()));
    let expected = [
        "record(\"lost\", order)  # it failed, and nobody has it any more",
        "channel.basic_qos(prefetch_count=1)  # auto_ack ignores it",
        "# Sent is forgotten: a crash loses all that was delivered.",
        "channel.basic_consume(QUEUE, on_message, auto_ack=True)",
    ];
    assert_eq!(marked(&auto), expected);
}

/// What is not marked is kept, in its order; and no more could have been kept.
#[test]
fn as_few_lines_as_possible_are_marked() {
    let mut state = 7;
    for _ in 0..60 {
        let (before, after) = (files(&random(&mut state)), files(&random(&mut state)));
        let pair = |a: &File| before.iter().position(|b| b.name == a.name);
        for (b, a) in after.iter().filter_map(|a| Some((&before[pair(a)?], a))) {
            let marks = changed(b, a);
            let kept: Vec<&str> = a
                .lines
                .iter()
                .zip(&marks)
                .filter(|(_, new)| !**new)
                .map(|(l, _)| l.text.as_str())
                .collect();
            let mut old = b.lines.iter();
            assert!(kept.iter().all(|text| old.any(|line| line.text == *text)));
            let back = changed(a, b).iter().filter(|new| !**new).count();
            assert_eq!(kept.len(), back, "both ways keep the same number");
        }
    }
}

// ---- Python itself ----------------------------------------------------------------------------------------------

/// Programs, and the settings the checker shall find in them; `true`: it shall; `false`: it shall complain.
fn case(
    label: &str,
    written_for: &Config,
    compared_with: &Config,
    agree: bool,
) -> serde_json::Value {
    let settings: serde_json::Map<String, serde_json::Value> = SETTINGS
        .iter()
        .map(|setting| {
            let value = serde_json::to_value(setting.get(compared_with));
            (setting.name.to_owned(), value.expect("a value"))
        })
        .collect();
    let files: serde_json::Map<String, serde_json::Value> = files(written_for)
        .iter()
        .map(|file| (file.name.to_owned(), text(file).into()))
        .collect();
    serde_json::json!({ "label": label, "settings": settings, "files": files, "agree": agree })
}

#[test]
fn python_compiles_the_programs_and_finds_the_settings_in_them() {
    let mut cases: Vec<_> = configurations()
        .iter()
        .map(|(label, config)| case(label, config, config, true))
        .collect();
    // The checker is only worth something if it can complain: programs for other settings.
    let shippings = SETTINGS.iter().filter(|s| s.name.starts_with("shipping."));
    for setting in common().iter().chain(shippings) {
        let base = match setting.service {
            PAYMENT => stage_for(setting),
            _ => chain(&Config::default()),
        };
        for value in values(setting) {
            let other = with(&base, setting, &value);
            // (Another lineup has other files, which is no test of what is in them.)
            if files(&base) != files(&other) && setting.name != "services" {
                let label = format!("{} is not {value}", setting.name);
                cases.push(case(&label, &base, &other, false));
            }
        }
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("code_check.json");
    let written = serde_json::to_string(&cases).expect("JSON");
    std::fs::write(&path, written).expect("a folder to write to");
    let checker = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/code_check.py");
    let run = Command::new("python3").arg(checker).arg(&path).output();
    let run = run.unwrap_or_else(|error| {
        panic!("this test needs python3 on PATH (Python 3.8 or newer): {error}")
    });
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success(),
        "python3 found faults in the programs:\n{said}{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let expected = format!("{} cases checked", cases.len());
    assert_eq!(said.trim(), expected);
}
