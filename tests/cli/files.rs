//! What is handed over as a file or on standard input: both are taken, and nothing in them is passed over.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::{answer, showdown};

/// A file of this content.
fn file(name: &str, text: &str) -> String {
    let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, text).expect("the folder can be written to");
    path
}

/// Exit status and output of a command that reads this.
fn fed(args: &[&str], text: &str) -> (i32, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_showdown"));
    let piped = program
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // (Who refuses a file does not read it to its end.)
    let _ = stdin.write_all(text.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let status = output.status.code().expect("an exit status");
    (status, text(output.stdout), text(output.stderr))
}

const LINK: &str = "v1&overheads=none&do=0:click:both:10";

#[test]
fn a_dash_is_standard_input_and_a_file_may_hold_a_link() {
    let report = answer(&["run", LINK]);
    assert_eq!(fed(&["run", "-"], LINK), (0, report.clone(), String::new()));
    let experiment = showdown::share::link::read(LINK).0.experiment.to_json();
    assert_eq!(fed(&["run", "-"], &experiment).1, report);
    assert_eq!(fed(&["story", "-", "--order", "1"], LINK).0, 0);
    let path = file("a-link.txt", &format!("https://example.org/#{LINK}\n"));
    assert_eq!(answer(&["run", &path]), report);
    let run = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/reference/01a-single-sync-3s.json"
    );
    let text = std::fs::read_to_string(run).expect("a recorded run");
    assert_eq!(fed(&["replay", "-"], &text).1, answer(&["replay", run]));
}

/// The kernel takes no argument of more than 128 KiB.
#[test]
fn a_long_link_is_read_from_a_file() {
    let clicks = "&do=86400000s:set:payment_time_ms:1000.000001".repeat(4_000);
    let link = format!("{LINK}{clicks}");
    assert!(link.len() > 128 * 1024);
    assert_eq!(fed(&["link", "-"], &link).0, 0);
}

#[test]
fn nothing_in_an_experiment_is_passed_over() {
    for (text, sentence) in [
        (
            r#"{"seed": 1, "seed": 2}"#,
            "seed: it is there more than once",
        ),
        (
            r#"{"settings": {"consumers": 4, "consumers": 5}}"#,
            "settings.consumers: it is there more than once",
        ),
        (
            r#"{"preset": "mine"}"#,
            "preset: there is no preset \"mine\"",
        ),
        (
            r#"{"log": [{"at_us": 0, "do": "click", "shop": "both", "orders": 1, "fault": "broker-down"}]}"#,
            "log[0]: do: there is neither a setting nor a field of the name \"fault\"",
        ),
        (
            r#"{"log": [{"at_us": 0, "do": "heal", "fault": "broker-down", "orders": 1}]}"#,
            "of the name \"orders\"",
        ),
        (
            r#"{"settings": {"consumers": "4"}}"#,
            "settings.consumers: \"4\" is not allowed here; it takes a whole number from 1 to 1000",
        ),
    ] {
        let (status, out, err) = fed(&["run", "-"], text);
        assert_eq!((status, out.as_str()), (2, ""), "{text}");
        assert!(
            err.starts_with("showdown: standard input: "),
            "{text}: {err}"
        );
        assert!(err.contains(sentence), "{text}: {err}");
    }
    // As with links: figures may differ, and nothing else.
    let (status, out, err) = fed(&["run", "-"], r#"{"engine": "0.0.9"}"#);
    assert!(status == 0 && out.contains("digest"), "{err}");
    assert!(err.contains("it was made with engine \"0.0.9\""), "{err}");
}

#[test]
fn nothing_in_a_recording_is_there_twice() {
    let text = r#"{"parameters": {"mode": "sync", "mode": "async"}, "orders": []}"#;
    let (status, _, err) = fed(&["replay", "-"], text);
    assert_eq!(status, 2);
    assert!(
        err.contains("parameters.mode: it is there more than once"),
        "{err}"
    );
}

#[test]
fn a_folder_without_runs_does_not_hold() {
    let folder = format!("{}/no-runs", env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (status, out, err) = showdown(&["replay", "--all", &folder]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("there is no recorded run"), "{err}");
}
