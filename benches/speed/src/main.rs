//! The native half of `./bench`: one line of JSON for each run.
//!
//! ```text
//! speed list               the cases, with what theory expects
//! speed play CASE RUNNER   plays one, in milliseconds of its own processor time
//! speed play CASE RUNNER N with another number of orders, for a profiler
//! speed hold WHAT          plays one of the runs for memory
//! speed judge CASE FILE    judges another simulator's times until paid: 64-bit floats in seconds
//! ```

use std::time::Instant;

use speed::cases::{CASES, CHECKOUT_THREADS, Case};
use speed::check::Outcome;
use speed::memory::{self, HOLDINGS};
use speed::wasm::{RUNNERS, run};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["list"] => list(),
        ["play", case, runner] => play(&CASES[number(case)], number(runner)),
        ["play", case, runner, orders] => {
            let orders = number(orders) as u64;
            let case = Case {
                orders,
                ..CASES[number(case)]
            };
            play(&case, number(runner));
        }
        ["hold", what] => hold(number(what)),
        ["judge", case, file] => judge(&CASES[number(case)], file),
        _ => panic!("speed list, or speed play CASE RUNNER"),
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn list() {
    let cases: Vec<serde_json::Value> = CASES
        .iter()
        .map(|case| {
            serde_json::json!({
                "name": case.name, "expected_s": case.expected_sojourn_s(), "expected_timeouts": case.expected_timeouts(),
                "orders": case.orders, "servers": case.servers, "service_s": case.service_s, "rate": case.rate,
                "timeout_s": case.gives_up().then_some(case.timeout_s), "threads": CHECKOUT_THREADS,
            })
        })
        .collect();
    println!(
        "{}",
        serde_json::json!({ "cases": cases, "runners": RUNNERS, "holdings": HOLDINGS })
    );
}

fn play(case: &Case, runner: usize) {
    let began = Instant::now();
    let on_cpu = cpu_ms();
    let outcome = run(case, runner);
    let wall_ms = began.elapsed().as_secs_f64() * 1e3;
    // What the machine did for others meanwhile is not ours.
    let ms = match (on_cpu, cpu_ms()) {
        (Some(before), Some(after)) => after - before,
        _ => wall_ms,
    };
    let line = outcome.map(|o| {
        let interval = o.sojourn();
        serde_json::json!({
            "ms": ms, "events": o.events, "inner": o.inner_events, "mean": interval.mean, "half": interval.half,
            "peak_mb": peak_mb(),
        })
    });
    println!("{}", serde_json::json!(line));
}

fn hold(what: usize) {
    let events = memory::play(what);
    println!(
        "{}",
        serde_json::json!({ "events": events, "peak_mb": peak_mb() })
    );
}

/// What the engine's own runs are judged by, and how many orders took longer than a caller waits.
fn judge(case: &Case, file: &str) {
    let bytes = std::fs::read(file).expect("a file of times until paid");
    let seconds = bytes
        .chunks_exact(8)
        .map(|b| f64::from_le_bytes(b.try_into().expect("eight bytes")));
    let late = seconds.clone().filter(|s| *s > case.timeout_s).count();
    let outcome = Outcome {
        sojourns: seconds.map(|s| (s * 1e6).round() as u64).collect(),
        ..Outcome::default()
    };
    let interval = outcome.sojourn();
    println!(
        "{}",
        serde_json::json!({
            "orders": outcome.sojourns.len(), "late": late, "mean": interval.mean, "half": interval.half,
        })
    );
}

/// Time this process was on a processor so far, in milliseconds, where the system tells.
fn cpu_ms() -> Option<f64> {
    // The kernel brings the figure up to date when the process lets go of the processor.
    std::thread::sleep(std::time::Duration::from_millis(1));
    let stat = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let ns: f64 = stat.split_whitespace().next()?.parse().ok()?;
    Some(ns / 1e6)
}

/// The most memory this process ever held, in MB, where the system tells.
fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kb: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kb / 1024.0)
}
