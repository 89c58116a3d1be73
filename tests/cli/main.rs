//! The command-line twin from outside: what it takes, what it answers, and with which exit status.

use std::process::Command;

mod files;
mod hostile;
mod memory;
mod whole;

/// Exit status, standard output, standard error.
fn showdown(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_showdown"))
        .args(args)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let status = output.status.code().expect("an exit status");
    (status, text(output.stdout), text(output.stderr))
}

/// What a command answers that has nothing to complain of.
fn answer(args: &[&str]) -> String {
    let (status, out, err) = showdown(args);
    assert_eq!((status, err.as_str()), (0, ""), "{args:?}");
    out
}

fn report(args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&answer(args)).expect("a report is JSON")
}

const OUTAGE: &str = "v1&engine=0.1.0&preset=payment-outage&seed=7&arrivals=poisson&arrivals_stop_s=30&consumers=4\
     &payment_threads=4&payment_time_ms=1000&do=5s:break:payment-down&do=15s:heal:payment-down";

#[test]
fn a_link_is_run_where_a_file_is() {
    let preset = answer(&["run", "--preset", "payment-outage", "--seed", "7"]);
    let link = answer(&["link", "--preset", "payment-outage", "--seed", "7"]);
    assert_eq!(answer(&["run", link.trim()]), preset);
    let address = format!("https://example.org/showdown/#{}", link.trim());
    assert_eq!(answer(&["run", &address]), preset);
    assert_eq!(answer(&["run", &format!("#{}", link.trim())]), preset);
    let other = report(&["run", &address, "--seed", "8", "--set", "consumers=2"]);
    assert_eq!(other["experiment"]["seed"], 8);
    assert_eq!(other["experiment"]["settings"]["consumers"], 2);
}

#[test]
fn a_link_with_a_moment_reports_at_that_moment() {
    let text = "v1&overheads=none&do=0:click:both:10&at=1s";
    let at = report(&["run", text]);
    assert_eq!(
        (&at["async"]["orders"], &at["async"]["charges"]),
        (&10.into(), &0.into())
    );
    let end = report(&["run", text, "--to-end"]);
    assert_eq!(end["async"]["charges"], 10);
    // One worker, 3 s each: what is due at the very moment has happened.
    let six = report(&["run", "v1&overheads=none&do=0:click:both:10&at=6s"]);
    assert_eq!(six["async"]["charges"], 2);
    // A moment after the end is the end.
    let late = report(&["run", "v1&overheads=none&do=0:click:both:10&at=86400000s"]);
    assert_eq!(late, end);
}

#[test]
fn a_link_is_written_of_whatever_is_run() {
    let link = answer(&["link", "--preset", "payment-outage", "--seed", "7"]);
    let engine = showdown::experiment::ENGINE;
    assert_eq!(link.trim(), OUTAGE.replace("0.1.0", engine));
    assert_eq!(answer(&["link", "v1"]).trim(), "v1");
    let at = answer(&[
        "link",
        "https://example.org/#v1&at=20.5s&order=3",
        "--set",
        "consumers=2.0",
    ]);
    assert_eq!(
        at.trim(),
        format!("v1&engine={engine}&consumers=2&at=20500ms&order=3")
    );
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/v1&order.json");
    let experiment = showdown::share::link::read(link.trim()).0.experiment;
    std::fs::write(file, experiment.to_json()).expect("the folder can be written to");
    assert_eq!(answer(&["link", file]), link);
}

#[test]
fn what_is_wrong_with_a_link_is_said_and_nothing_is_run() {
    for (link, words) in [
        ("v1&consumers=0", "from 1 to 1000"),
        ("v1&do=5s:brake:payment-down", "click, set, break or heal"),
        ("v1&seed=7&seed=8", "more than once"),
        ("v2&seed=7", "version"),
        ("https://example.org/", "no #"),
        ("#v1&preset=mine", "no preset"),
    ] {
        for command in ["run", "link"] {
            let (status, out, err) = showdown(&[command, link]);
            assert_eq!((status, out.as_str()), (2, ""), "{link}");
            assert!(err.contains(words), "{link}: {err}");
        }
    }
    for file in ["v1.json", "./v1", "run#1.json"] {
        let (status, _, err) = showdown(&["run", file]);
        assert!(
            status == 2 && err.contains("cannot be read"),
            "{file}: {err}"
        );
    }
}

/// Links are promised for ever, their figures within a version of the engine.
#[test]
fn a_link_of_another_engine_is_run_with_a_word() {
    let (status, out, err) = showdown(&["run", "v1&engine=0.0.9&do=0:click:both:1"]);
    assert_eq!(status, 0);
    assert!(
        out.contains("digest") && err.contains("figures may differ"),
        "{err}"
    );
}

#[test]
fn a_recorded_run_is_replayed_and_the_status_says_whether_it_holds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");
    let run = format!("{folder}/01a-single-sync-3s.json");
    let (status, out, _) = showdown(&["replay", &run]);
    assert!(status == 0 && out.contains("This run holds."), "{out}");
    let (status, out, _) = showdown(&["replay", &run, "--json"]);
    let figures: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(status, 0);
    assert_eq!(figures["run"], "01a-single-sync-3s");
    assert_eq!(figures["measured"]["responses"]["200"], 1);
    assert_eq!(figures["simulated"]["final_states"]["ok"], 1);
    assert_eq!(figures["simulated"]["orders"][0]["final_state"], "ok");
    assert_eq!(figures["unknown_parameters"], serde_json::json!([]));
    let (_, out, _) = showdown(&["replay", "--all", folder]);
    assert!(out.contains("01a-single-sync-3s") && out.contains("of 49 runs hold"));
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/strange-run.json");
    let text = r#"{"parameters": {"mode": "sync", "gravity": 1}, "orders": []}"#;
    std::fs::write(file, text).expect("the folder can be written to");
    let (status, _, err) = showdown(&["replay", file]);
    assert!(status == 2 && err.contains("gravity"), "{err}");
    // Of nothing nothing holds.
    let (status, out, _) = showdown(&["replay", file, "--lenient"]);
    assert!(
        status == 1 && out.contains("Nothing in this run can be judged"),
        "{out}"
    );
    let text = std::fs::read_to_string(&run).expect("a recorded run");
    let mut known: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    known["parameters"]["gravity"] = 1.into();
    std::fs::write(file, known.to_string()).expect("the folder can be written to");
    assert_eq!(showdown(&["replay", file]).0, 2);
    let (status, out, _) = showdown(&["replay", file, "--lenient"]);
    assert!(
        status == 0 && out.contains("What is modelled of this run holds."),
        "{out}"
    );
    assert_eq!(showdown(&["replay", "no-such-run.json"]).0, 2);
    assert_eq!(showdown(&["replay", &run, "--loudly"]).0, 2);
}
