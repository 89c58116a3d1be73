//! The commands as a whole: help, version, completions; and what a run that is not whole says of itself.

use super::{answer, report, showdown};

const COMMANDS: [&str; 8] = [
    "run",
    "link",
    "story",
    "replay",
    "presets",
    "settings",
    "schema",
    "completions",
];

#[test]
fn every_command_has_help() {
    let all = answer(&["--help"]);
    assert_eq!(answer(&[]), all);
    assert_eq!(answer(&["help"]), all);
    for command in COMMANDS {
        assert!(all.contains(&format!("\n  {command} ")), "{all}");
        let help = answer(&[command, "--help"]);
        assert!(
            help.contains(&format!("Usage: showdown {command}")),
            "{help}"
        );
        assert_eq!(answer(&["help", command]), help);
        // And is spoken of where the documentation speaks of commands.
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/command-line.md");
        let page = std::fs::read_to_string(page).expect("docs/command-line.md is there");
        assert!(page.contains(&format!("showdown {command}")), "{command}");
    }
    let engine = showdown::experiment::ENGINE;
    assert_eq!(answer(&["--version"]), format!("showdown {engine}\n"));
    assert_eq!(showdown(&["dance"]).0, 2);
}

#[test]
fn there_are_completions_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = answer(&["completions", shell]);
        for word in COMMANDS.into_iter().chain(["lenient"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn a_run_that_is_whole_says_so() {
    assert_eq!(
        report(&["run", "v1&do=0:click:both:3"])["cut_short_by"],
        serde_json::json!([])
    );
}

/// A shop takes a million orders; of the one after that nobody would hear.
#[test]
fn orders_that_are_turned_away_stand_in_report_and_status() {
    let million = "v1&overheads=none&do=0:click:sync:1000000";
    assert_eq!(showdown(&["run", &format!("{million}&at=0")]).0, 0);
    let (status, out, err) = showdown(&["run", &format!("{million}&do=0:click:sync:1&at=0")]);
    let report: serde_json::Value = serde_json::from_str(&out).expect("a report is JSON");
    assert_eq!(report["sync"]["orders"], 1_000_000);
    assert_eq!(report["cut_short_by"], serde_json::json!(["order_limit"]));
    assert_eq!(status, 3);
    assert!(err.contains("1000000 orders"), "{err}");
}

/// One limit for the whole run: it does not begin anew at each of 800 interventions, 300,000 events apart.
#[test]
fn a_run_without_an_end_is_given_up_and_says_so() {
    let heals: String = (1..=800)
        .map(|k| format!("&do={k}00ms:heal:broker-down"))
        .collect();
    let link = "v1&overheads=none&payment_time_ms=0.001&poison_order=1&do=0:click:async:1";
    let (status, out, err) = showdown(&["run", &format!("{link}{heals}")]);
    let report: serde_json::Value = serde_json::from_str(&out).expect("a report is JSON");
    assert_eq!(report["cut_short_by"], serde_json::json!(["event_limit"]));
    assert_eq!(status, 3);
    assert!(err.contains("stopped after 100000000 events"), "{err}");
    // Two events and more for each delivery.
    let deliveries = report["async"]["deliveries"].as_u64().expect("a count");
    assert!(deliveries < 60_000_000, "{deliveries}");
}
