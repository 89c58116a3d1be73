//! What anybody may hand over and nobody should: it is told, in few words that no terminal obeys, and never aborts.

use std::process::{Command, Stdio};

use super::showdown;

fn program(args: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_showdown"));
    program.args(args);
    program
}

/// What is told of a file of this content.
fn told(command: &str, name: &str, text: &str) -> String {
    let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, text).expect("the folder can be written to");
    let (status, out, err) = showdown(&[command, &path]);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    err
}

#[test]
fn a_message_has_nothing_that_a_terminal_obeys() {
    let name = r"a\u001b[31m\u0000\nb";
    for (command, text) in [
        ("run", format!(r#"{{"{name}": 1}}"#)),
        ("run", format!(r#"{{"settings": {{"{name}": 1}}}}"#)),
        ("run", format!(r#"{{"{name}": 1, "{name}": 2}}"#)),
        ("run", format!(r#"{{"preset": "{name}"}}"#)),
        (
            "replay",
            format!(r#"{{"parameters": {{"mode": "{name}"}}, "orders": []}}"#),
        ),
        (
            "replay",
            format!(r#"{{"parameters": {{"mode": "sync", "{name}": 1}}, "orders": []}}"#),
        ),
        (
            "replay",
            format!(
                r#"{{"parameters": {{"mode": "sync"}}, "orders": [], "judge": {{"{name}": 1}}}}"#
            ),
        ),
    ] {
        let err = told(command, "escapes.json", &text);
        let plain = |c: char| c == '\n' || !c.is_control();
        assert!(err.chars().all(plain), "{err:?}");
        assert_eq!(err.lines().count(), 1, "{err:?}");
    }
}

#[test]
fn a_message_is_short_whatever_it_is_about() {
    let long = "x".repeat(1_000_000);
    let fields: Vec<String> = (0..100_000).map(|k| format!(r#""{k}": 1"#)).collect();
    let fields = fields.join(",");
    for (command, text) in [
        ("run", format!("{{{fields}}}")),
        ("run", format!(r#"{{"settings": {{{fields}}}}}"#)),
        (
            "run",
            format!(r#"{{"settings": {{"consumers": "{long}"}}}}"#),
        ),
        ("run", format!(r#"{{"{long}": 1}}"#)),
        ("run", format!(r#"{{"{long}": 1, "{long}": 1}}"#)),
        (
            "replay",
            format!(r#"{{"parameters": {{"mode": "{long}"}}, "orders": []}}"#),
        ),
        (
            "replay",
            format!(r#"{{"parameters": {{"mode": "sync", {fields}}}, "orders": []}}"#),
        ),
        (
            "replay",
            format!(r#"{{"parameters": {{"mode": "sync", "{long}": 1}}, "orders": []}}"#),
        ),
    ] {
        let err = told(command, "long.json", &text);
        assert!(err.len() < 20_000, "{} bytes", err.len());
    }
}

/// A million orders would take two gigabytes before they are counted.
#[test]
fn a_file_is_refused_before_it_is_held_in_memory() {
    let order = r#"{"id": "o", "t_submit": 0, "final_state": "ok"},"#;
    let orders = order.repeat(300_000);
    let text = format!(
        r#"{{"parameters": {{"mode": "sync"}}, "orders": [{}{{}}]}}"#,
        orders
    );
    assert!(
        told("replay", "many.json", &text)
            .contains("it is too large; a file may have 1000000 values")
    );
    let orders: Vec<String> = (0..10_001)
        .map(|k| order.replace("\"o\"", &format!("\"o{k}\"")))
        .collect();
    let orders = orders.concat();
    let text = format!(
        r#"{{"parameters": {{"mode": "sync"}}, "orders": [{}]}}"#,
        orders.trim_end_matches(',')
    );
    let err = told("replay", "too-many.json", &text);
    assert!(
        err.contains("orders: these are too many; a replay takes 10000"),
        "{err}"
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    for command in ["run", "replay"] {
        let (status, _, err) = showdown(&[command, "/dev/zero"]);
        assert!(
            status == 2 && err.contains("a file may have 32000000 bytes"),
            "{err}"
        );
    }
}

/// `showdown … | head -1`: who has read enough is served.
#[test]
fn a_closed_pipe_is_no_fault() {
    for args in [
        &["settings"][..],
        &["schema", "report"],
        &["run", "v1"],
        &["--help"],
    ] {
        let mut child = program(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(output.stderr, b"", "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told() {
    for args in [
        &["settings"][..],
        &["run", "v1"],
        &["--help"],
        &["--version"],
    ] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let output = program(args).stdout(full).output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(err.contains("standard output cannot be written"), "{err}");
    }
    // And where that cannot be told either, the status says it.
    let full = || {
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it")
    };
    let status = program(&["run", "nothing.json"])
        .stdout(full())
        .stderr(full())
        .status();
    assert_eq!(status.expect("it ends").code(), Some(2));
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_told_or_is_a_file_s_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let strange = OsStr::from_bytes(b"\xff.json");
    for args in [
        vec![OsStr::new("run"), strange],
        vec![OsStr::new("replay"), strange],
        vec![strange],
        vec![
            OsStr::new("run"),
            OsStr::new("v1"),
            OsStr::new("--set"),
            strange,
        ],
    ] {
        let output = program(&[]).args(&args).output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}
