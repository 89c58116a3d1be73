//! The largest runs there can be stay under a gigabyte: the most that a process ever held, where the system tells.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value as Json, json};

/// Reports a link; the report, and the most memory that took, in kB (0: nobody knows).
fn run(link: &str) -> (Json, u64) {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let nth = RUNS.fetch_add(1, Ordering::Relaxed);
    let report = format!("showdown-memory-{}-{nth}.json", std::process::id());
    let report = std::env::temp_dir().join(report);
    let file = std::fs::File::create(&report).expect("a file to write to");
    let mut child = Command::new(env!("CARGO_BIN_EXE_showdown"))
        .args(["run", link])
        .stdout(file)
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("it ends").is_none() {
        peak = peak.max(held(Path::new(&status)));
        std::thread::sleep(Duration::from_millis(2));
    }
    let text = std::fs::read_to_string(&report).expect("a report");
    let _ = std::fs::remove_file(&report);
    (serde_json::from_str(&text).expect("JSON"), peak)
}

/// The most a process ever held so far, in kB.
fn held(status: &Path) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|kb| kb.parse().ok()).unwrap_or_default()
}

const A_GIGABYTE: u64 = 1_000_000_000 / 1_024;

#[test]
fn a_crowd_of_a_million_and_its_retries_take_less_than_a_gigabyte() {
    let million = "do=0:click:both:1000000";
    let frozen =
        "retries=10&read_timeout_ms=100&checkout_endpoint=async-def&do=0:break:payment-frozen";
    let crashes = "retries=10&http_connections=0&checkout_endpoint=async-def&payment_crash_above=100\
                   &payment_restart_ms=100";
    for (link, cut_short_by) in [
        (format!("v1&overheads=none&{million}"), json!([])),
        (format!("v1&{million}"), json!([])),
        // Each attempt is taken by a Payment that answers nobody: there is a limit to that.
        (
            format!("v1&overheads=none&http_connections=0&{frozen}&{million}"),
            json!(["alive_limit"]),
        ),
        (format!("v1&{frozen}&{million}"), json!([])),
        // A Payment that a crowd kills a hundred thousand times: each time only those inside are looked at.
        (format!("v1&{crashes}&{million}"), json!([])),
    ] {
        let (report, kb) = run(&link);
        println!("{kb} kB: {link}");
        assert_eq!(report["cut_short_by"], cut_short_by, "{link}");
        assert!(kb < A_GIGABYTE, "{kb} kB: {link}");
    }
}

/// Orders that come and go: of each a line is kept, and of six services a line each.
#[test]
fn a_million_orders_take_little_and_of_six_services_not_six_times_as_much() {
    let one = "v1&overheads=none&checkout_endpoint=async-def&http_connections=0&arrivals=constant&arrival_rate_per_s=1000\
               &arrivals_stop_s=999&payment_time_ms=10&payment_threads=20&consumers=20";
    let others = ["inventory", "shipping", "invoice", "email", "loyalty"];
    let others = others.map(|it| format!("&{it}.time_ms=10&{it}.threads=20&{it}.consumers=20"));
    let lineup = "&services=inventory.payment.shipping.invoice.email.loyalty&exchange=fanout";
    let six = format!("{one}{lineup}{}", others.concat());
    for (link, megabytes) in [(one, 200), (&six, 500)] {
        let (report, kb) = run(link);
        println!("{kb} kB: {link}");
        for shop in ["sync", "async"] {
            assert_eq!(report[shop]["orders"], 999_001, "{link}");
            assert_eq!(report[shop]["charges"], 999_001, "{link}");
        }
        assert!(kb * 1_024 < megabytes * 1_000_000, "{kb} kB: {link}");
    }
}
