//! Runs of the real stack (`tests/reference/`), played again: each comes as near as its own measure asks.
//!
//! The list of those that do not yet is explicit, says why, and only ever gets shorter: one that holds may not stay.

use std::path::PathBuf;

use showdown::cli::markdown::markdown;
use showdown::cli::table::{line, table};
use showdown::replay::Replay;

/// Runs that do not hold yet, and what is missing.
const NOT_YET: [(&str, &str); 0] = [];

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "reference"]
        .iter()
        .collect()
}

fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).expect("the folder of recorded runs");
    let stem = |file: PathBuf| {
        file.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    };
    let mut names: Vec<String> = files
        .map(|file| file.expect("a file").path())
        .filter(|file| file.extension().is_some_and(|e| e == "json"))
        .filter_map(stem)
        .collect();
    names.sort();
    names
}

fn replay(name: &str) -> Replay {
    let text =
        std::fs::read_to_string(folder().join(format!("{name}.json"))).expect("a recorded run");
    Replay::of(&text).expect("a run that can be read")
}

#[test]
fn every_recorded_run_holds_but_those_that_are_named() {
    let names = names();
    assert_eq!(names.len(), 49);
    for name in &names {
        let replay = replay(name);
        let why_not = NOT_YET.iter().find(|(not_yet, _)| not_yet == name);
        match why_not {
            None => {
                assert!(replay.holds(), "{}", table(&replay));
                // The judge gives orders as much slack as states; none needs it.
                let orders = "orders whose state, deliveries or work differ";
                let exact = replay.findings.iter().filter(|f| f.what == orders);
                assert!(
                    exact.into_iter().all(|f| f.error == 0.0),
                    "{}",
                    table(&replay)
                );
            }
            Some((_, why)) => assert!(!replay.holds(), "{name} holds: {why} is no reason any more"),
        }
    }
    for (name, why) in NOT_YET {
        assert!(names.iter().any(|n| n == name) && !why.is_empty(), "{name}");
    }
}

/// The same figures come out of our own sums as out of the recorder's: what is judged is what was recorded.
#[test]
fn the_recorders_summary_is_what_its_orders_say() {
    for name in names() {
        let text =
            std::fs::read_to_string(folder().join(format!("{name}.json"))).expect("a recorded run");
        let mut json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let stated = json
            .as_object_mut()
            .and_then(|run| run.remove("summary"))
            .expect("a summary");
        let own = Replay::of(&json.to_string())
            .expect("a run that can be read")
            .measured();
        for key in [
            "orders",
            "final_states",
            "responses",
            "user_ok",
            "total_deliveries",
            "duplicated_payments",
        ] {
            assert_eq!(own[key], stated[key], "{name}: {key}");
        }
        for key in [
            "user_response_ms_all",
            "user_response_ms_failed",
            "completion_ms",
        ] {
            for p in ["n", "p50", "p90", "p99", "max"] {
                let (own, stated) = (own[key][p].as_f64(), stated[key][p].as_f64());
                let apart = (own.unwrap_or(0.0) - stated.unwrap_or(0.0)).abs();
                assert!(
                    apart < 0.15,
                    "{name}: {key} {p} is {own:?}, stated {stated:?}"
                );
            }
        }
    }
}

/// Both halves have every name of the recorder's, so that whoever compares them finds a figure.
#[test]
fn every_name_of_the_recorders_summary_is_in_both_halves() {
    for name in names() {
        let text =
            std::fs::read_to_string(folder().join(format!("{name}.json"))).expect("a recorded run");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let replay = replay(&name);
        let simulated = serde_json::to_value(&replay.simulated).expect("JSON");
        // (How busy the recorder's machine was, and how often its wire dropped what, is nothing that a replay has.)
        let summary = json["summary"].as_object().expect("a summary").iter();
        let has = |key: &str| !key.starts_with("loadavg") && key != "link_drops";
        for (key, stated) in summary.filter(|(key, _)| has(key)) {
            assert_eq!(&replay.measured()[key], stated, "{name}: {key}");
            // (Of each of several queues; a replay has Payment's. Of a run that was over before anybody looked, of none.)
            if (stated.is_object() || stated.is_null()) && key == "max_queue_ready" {
                continue;
            }
            let kind = |json: &serde_json::Value| (json.is_object(), json.is_null());
            assert_eq!(kind(&simulated[key]), kind(stated), "{name}: {key}");
        }
    }
}

/// What came of each attempt, and who was told what with which error, to the name.
#[test]
fn answers_and_attempts_have_the_recorders_names() {
    for name in [
        "06b-overload-sync-timeouts",
        "11b-maxlen50-reject-publish-confirms",
        "13-retries-sync",
    ] {
        let replay = replay(name);
        let simulated = serde_json::to_value(&replay.simulated).expect("JSON");
        for key in ["responses", "sync_attempt_results"] {
            assert_eq!(simulated[key], replay.measured()[key], "{name}: {key}");
        }
    }
}

/// The poison message is worked on, and fails, until the recorder goes home: that is the last thing at Payment.
#[test]
fn work_that_failed_is_work() {
    let replay = replay("10c-poison-requeue-1w");
    let measured = replay.measured();
    for (key, simulated) in [
        ("makespan_ms", replay.simulated.makespan_ms),
        (
            "last_payment_done_ms",
            replay.simulated.last_payment_done_ms,
        ),
    ] {
        let stated = measured[key].as_f64().expect("a figure");
        // It ends within four of its attempts of 10 ms.
        assert!(
            (stated - simulated).abs() < 40.0,
            "{key}: {simulated}, stated {stated}"
        );
    }
}

/// A queue argument that the settings would take for "none" is no argument that is left out.
#[test]
fn an_argument_of_nothing_is_not_modelled() {
    for key in ["x-message-ttl", "x-max-length", "x-delivery-limit"] {
        let text = r#"{"parameters": {"mode": "async", "queue_args": {"KEY": 0}}, "orders": []}"#;
        let replay = Replay::of(&text.replace("KEY", key)).expect("a run");
        assert_eq!(replay.unknown(), [format!("queue_args.{key}")]);
    }
}

/// Orders that the recorder did not see do not move the others' places in the parameters' lists.
#[test]
fn an_order_that_is_missing_poisons_no_other() {
    let text = r#"{"parameters": {"mode": "async", "service_ms": [10, 10, 10], "order_poison": [null, null, true], "drain_max_s": 0.2,
                                   "worker": {"procs": 1, "threads": 1, "prefetch": 1}},
        "orders": [{"id": "o0", "t_submit": 0, "t_response": 3, "status": 202, "deliveries": 1, "payments_completed": 1,
                    "final_state": "completed"},
                   {"id": "o2", "t_submit": 5, "t_response": 8, "status": 202, "deliveries": 30, "final_state": "unfinished"}],
        "judge": {"orders_exact": true, "poison_deliveries_share": 0.9, "allow_ms": {}}}"#;
    let replay = Replay::of(text).expect("a run");
    assert!(replay.holds(), "{}", table(&replay));
}

/// Of nothing nothing holds.
#[test]
fn a_run_without_orders_does_not_hold() {
    let replay = Replay::of(r#"{"parameters": {"mode": "sync"}, "orders": []}"#).expect("a run");
    assert!(!replay.holds(), "{}", table(&replay));
}

#[test]
fn a_run_without_a_measure_of_its_own_is_judged_by_the_defaults() {
    let text = r#"{"name": "mine", "parameters": {"mode": "sync", "service_ms": [100]},
        "orders": [{"id": "o0", "t_submit": 0.5, "t_response": RESPONSE, "status": 200, "t_payment_start": 3.5,
                    "t_payment_done": 103.6, "deliveries": 1, "payments_completed": 1, "final_state": "ok"}]}"#;
    let judged = |response: &str| Replay::of(&text.replace("RESPONSE", response)).expect("a run");
    let near = judged("105.0");
    assert!(near.holds(), "{}", table(&near));
    assert!(!judged("140.0").holds(), "35 ms are more than 5 ms or 5 %");
}

/// A payment that never happened, and one that took four times as long.
#[test]
fn what_does_not_hold_is_told_in_words_everywhere() {
    let text = r#"{"name": "mine", "description": "a|b", "parameters": {"mode": "sync", "service_ms": [100, 100]},
        "orders": [{"id": "o0", "t_submit": 0, "t_response": 404, "status": 200, "deliveries": 1, "payments_completed": 1,
                    "t_payment_done": 403, "final_state": "ok"},
                   {"id": "o1", "t_submit": 1000, "t_response": 1104, "status": 500, "deliveries": 0,
                    "payments_completed": 0, "final_state": "failed"}],
        "judge": {"allow_ms": {"completion_ms": {"p50": 150}}, "orders_exact": true}}"#;
    let replay = Replay::of(text).expect("a run");
    assert_eq!(
        replay.verdict(),
        "Does not hold: 4 of 4 figures are further off than the run allows."
    );
    let faults = replay.faults();
    let wanted = [
        "completion_ms p50: recorded 403.0 ms, simulated 10",
        "orders that end failed: recorded 1, simulated 0 (1 order off; allowed: exact)",
        "orders that end ok: recorded 1, simulated 2 (1 order off; allowed: exact)",
        "work differ: recorded o1 failed 0×0, simulated o1 ok 1×1 (1 order off; allowed: exact)",
    ];
    assert_eq!(faults.len(), wanted.len());
    let document = markdown(std::slice::from_ref(&replay));
    let line = line(&replay);
    for (fault, wanted) in faults.iter().zip(wanted) {
        assert!(fault.contains(wanted), "{fault}");
        assert!(document.contains(&format!("* {fault}\n")), "{document}");
        assert!(line.contains(fault), "{line}");
    }
    assert!(document.contains("**0 of 1 runs hold**"));
    assert!(document.contains(r"| [mine](#mine) (**does not hold**) | a\|b |"));
}

/// What each of several services did is judged, too: here inventory's work was undone, and shipping went out three times.
#[test]
fn what_each_service_did_is_judged_as_exactly_as_payments_are() {
    let path = folder().join("20c-chain-seq-slow-payment.json");
    let text = std::fs::read_to_string(path).expect("it is there");
    let mut recording: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut changed = 0;
    for order in recording["orders"].as_array_mut().expect("orders") {
        if order["final_state"] == "failed-but-charged" {
            order["services"]["inventory"]["completed"] = 0.into();
            order["services"]["shipping"]["completed"] = 3.into();
            changed += 1;
        }
    }
    assert_eq!(changed, 59);
    let replay = Replay::of(&recording.to_string()).expect("a run");
    let faults = replay.faults();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let wanted = "recorded o52 failed-but-charged 1×1 payment×1 shipping×3";
    assert!(faults[0].contains(wanted), "{faults:?}");
    let simulated = "simulated o52 failed-but-charged 1×1 inventory×1 payment×1";
    assert!(faults[0].contains(simulated), "{faults:?}");
    assert!(faults[0].contains("(59 orders off"), "{faults:?}");
}

#[test]
fn what_is_not_modelled_is_told_by_name() {
    let text = r#"{"parameters": {"mode": "sync", "gravity": 9.81, "checkout": {"client": "carrier-pigeon"}}, "orders": []}"#;
    let replay = Replay::of(text).expect("a run");
    assert_eq!(
        replay.unknown(),
        ["checkout.client: carrier-pigeon", "gravity"]
    );
    assert!(!replay.holds());
    assert!(Replay::of("[]").is_err());
    assert!(Replay::of(r#"{"parameters": {"mode": "telepathy"}, "orders": []}"#).is_err());
}

#[test]
fn a_file_that_cannot_be_used_says_which_field_and_why() {
    for (text, sentence) in [
        ("", "this is not JSON (EOF while parsing"),
        ("[]", "a recorded run is a JSON object"),
        (r#"{"orders": []}"#, "parameters: it is missing"),
        (
            r#"{"parameters": {"mode": "sync"}}"#,
            "orders: it is missing",
        ),
        (
            r#"{"parameters": {"mode": "telepathy"}, "orders": []}"#,
            "parameters.mode: \"telepathy\" is neither sync nor async",
        ),
        (
            r#"{"parameters": {"mode": "sync", "checkout": {"threads": -4}}, "orders": []}"#,
            "parameters.checkout.threads: -4 cannot be used here; it takes a whole number from 0",
        ),
        (
            r#"{"parameters": {"mode": "sync", "service_ms": [1, -2]}, "orders": []}"#,
            "parameters.service_ms[1]: -2 cannot be used here; it takes milliseconds from 0 to a day",
        ),
        (
            r#"{"parameters": {"mode": "async", "worker": {"crash": {"o1": ["soon", 3]}}}, "orders": []}"#,
            "parameters.worker.crash.o1: this list cannot be used here; it takes [\"mid\", milliseconds]",
        ),
        (
            r#"{"parameters": {"mode": "sync"}, "orders": [{"id": "o0", "final_state": "ok"}]}"#,
            "orders[0].t_submit: it is missing",
        ),
        (
            r#"{"parameters": {"mode": "sync"}, "orders": [], "judge": {"allow_ms": {"completion_ms": 5}}}"#,
            "judge.allow_ms.completion_ms: 5 cannot be used",
        ),
    ] {
        let said = Replay::of(text).expect_err(text);
        assert!(said.starts_with(sentence), "{said}");
    }
}

/// A poison message of which nobody says how long it was watched.
#[test]
fn a_replay_without_an_end_is_stopped_with_a_sentence() {
    let text = r#"{"parameters": {"mode": "async", "service_ms": [10], "order_poison": [true]},
        "orders": [{"id": "o0", "t_submit": 0, "status": 202, "final_state": "unfinished"}]}"#;
    let said = Replay::within(text, 10_000).expect_err("it goes round for ever");
    assert!(said.contains("stopped after 10000 events") && said.contains("drain_max_s"));
}

/// Every scalar of some files, replaced by each kind of nonsense: a sentence or a replay, never a panic.
#[test]
fn no_file_is_too_broken_to_be_read() {
    let nonsense = [
        "null", "-1", "0.5", "1e300", "7", "\"x\"", "[]", "{}", "true",
    ];
    let nonsense: [serde_json::Value; 9] =
        nonsense.map(|text| serde_json::from_str(text).expect("JSON"));
    let mut refused = 0;
    let mut told = 0;
    for name in [
        "01c-single-sync-6s-default-timeout",
        "08a-crash-prefetch1",
        "10e-poison-quorum-limit3",
        "12a-ttl2s",
    ] {
        let text =
            std::fs::read_to_string(folder().join(format!("{name}.json"))).expect("a recorded run");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let mut places = Vec::new();
        pointers(&json, String::new(), &mut places);
        assert!(places.len() > 50);
        // Every third stands for all.
        for place in places.iter().step_by(3) {
            for value in &nonsense {
                let mut broken = json.clone();
                *broken.pointer_mut(place).expect("it is there") = value.clone();
                match Replay::within(&broken.to_string(), 100_000) {
                    Err(sentence) => refused += usize::from(!sentence.is_empty()),
                    Ok(replay) => told += usize::from(!table(&replay).is_empty()),
                }
            }
        }
    }
    assert!(
        refused > 500 && told > 500,
        "{refused} refused, {told} told"
    );
}

/// The places of everything in a file that is no object and no list.
fn pointers(json: &serde_json::Value, at: String, places: &mut Vec<String>) {
    match json {
        serde_json::Value::Array(list) => {
            let entries = list.iter().enumerate();
            entries.for_each(|(k, entry)| pointers(entry, format!("{at}/{k}"), places));
        }
        serde_json::Value::Object(fields) => {
            let entries = fields.iter();
            entries.for_each(|(k, entry)| pointers(entry, format!("{at}/{k}"), places));
        }
        _ => places.push(at),
    }
}

#[test]
fn a_user_who_hung_up_is_called_what_the_recorder_calls_them() {
    let text = r#"{"parameters": {"mode": "sync", "user_timeout_s": 0.2, "service_ms": [500]},
        "orders": [{"id": "o0", "t_submit": 1.0, "t_response": 201.0, "status": "user-timeout", "t_payment_start": 4.5,
                    "t_payment_done": 505.0, "deliveries": 1, "payments_completed": 1,
                    "final_state": "failed-but-charged"}],
        "judge": {"orders_exact": true}}"#;
    let replay = Replay::of(text).expect("a run");
    assert!(replay.holds(), "{}", table(&replay));
    assert_eq!(replay.simulated.responses["user-timeout"], 1);
    assert_eq!(replay.simulated.user_response_ms_failed.p50, Some(200.0));
}

/// The process stands still for six seconds. Who connects anew is served when it wakes; a request on a connection that
/// was kept alive finds it closed.
#[test]
fn a_frozen_run_is_replayed_as_it_was_measured() {
    let text = r#"{"parameters": {"mode": "sync", "checkout": {"client": "shared", "timeout_s": 60}, "service_ms": [100, 100, 100],
                                   "outages": [{"kind": "freeze", "from_ms": 900, "to_ms": 7000}]},
        "outages_measured": [{"kind": "freeze", "down_at": 1000, "thawed_at": 7100}],
        "orders": [{"id": "o0", "t_submit": 0, "t_response": 104, "status": 200, "deliveries": 1, "payments_completed": 1,
                    "final_state": "ok"},
                   {"id": "o1", "t_submit": 1500, "t_response": 7103, "status": 500, "final_state": "failed"},
                   {"id": "o2", "t_submit": 1600, "t_response": 7204, "status": 200, "deliveries": 1,
                    "payments_completed": 1, "final_state": "ok"}],
        "judge": {"allow_ms": {"user_response_ms_all": {"p50": 5, "p99": 5}}, "orders_exact": true,
                  "failed_response_within_ms": 5}}"#;
    let replay = Replay::of(text).expect("a run");
    assert!(replay.holds(), "{}", table(&replay));
}

/// What ends a call is what its user is told; what becomes of it after that is another story.
#[test]
fn an_error_keeps_the_name_of_what_ended_the_waiting() {
    let text = r#"{"parameters": {"mode": "sync", "checkout": {"client": "shared", "timeout_s": 2}, "service_ms": [100, 100],
                                   "outages": [{"kind": "freeze", "from_ms": 1000, "to_ms": 7100}]},
        "orders": [{"id": "o0", "t_submit": 0, "t_response": 104, "status": 200, "deliveries": 1, "payments_completed": 1,
                    "final_state": "ok"},
                   {"id": "o1", "t_submit": 1500, "t_response": 3503, "status": 500, "error": "ReadTimeout",
                    "final_state": "failed"}]}"#;
    let replay = Replay::of(text).expect("a run");
    assert_eq!(replay.simulated.responses["500 ReadTimeout"], 1);
}

/// The recorder calls lost only what was never delivered.
#[test]
fn what_was_delivered_and_thrown_away_is_unfinished() {
    let text = r#"{"parameters": {"mode": "async", "service_ms": [100], "order_fails": [[true]],
                                   "worker": {"procs": 1, "threads": 1, "prefetch": 1, "on_fail": "reject"}},
        "orders": [{"id": "o0", "t_submit": 0, "t_response": 3, "status": 202, "deliveries": 1,
                    "final_state": "unfinished"}],
        "judge": {"orders_exact": true}}"#;
    let replay = Replay::of(text).expect("a run");
    assert!(replay.holds(), "{}", table(&replay));
}
