//! The commands as a whole: help, version, completions; and what a run that is not whole says of itself.

use super::{answer, report, showdown};

const COMMANDS: [&str; 9] = [
    "run",
    "link",
    "story",
    "code",
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

/// A file for Checkout and for each service, in each shop; the same as is shown, and as is written to standard output.
#[test]
fn the_programs_of_a_shop_can_be_had_as_files() {
    let three = "v1&services=inventory.payment.email&email.time_ms=250";
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs");
    let said = answer(&["code", three, "--into", folder.to_str().expect("a name")]);
    let shown = answer(&["code", three]);
    let names = ["checkout", "payment", "inventory", "mailer"];
    let mut all = 0;
    for shop in ["sync", "async"] {
        for name in names {
            let path = folder.join(shop).join(format!("{name}.py"));
            assert!(said.contains(path.to_str().expect("a name")), "{said}");
            let text = std::fs::read_to_string(path).expect("it was written");
            assert!(shown.contains(text.trim_end()), "{text}");
            all += usize::from(text.contains("time.sleep(0.25)"));
        }
    }
    assert_eq!(said.lines().count(), 2 * names.len());
    assert_eq!(all, 2, "Email's, in either shop");
    let (status, _, why) = showdown(&["code", three, "--into", "/dev/null/there"]);
    assert_eq!(status, 2);
    assert!(why.contains("/dev/null/there/sync"), "{why}");
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
