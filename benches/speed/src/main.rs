//! The native half of `./bench`: one line of JSON for each run.
//!
//! ```text
//! speed list               the cases, with what theory expects
//! speed play CASE RUNNER   plays one, in milliseconds of its own processor time
//! speed play CASE RUNNER N with another number of orders, for a profiler
//! speed hold WHAT          plays one of the runs for memory
//! ```

use std::time::Instant;

use speed::cases::{CASES, Case};
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
        _ => panic!("speed list, or speed play CASE RUNNER"),
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn list() {
    let cases: Vec<serde_json::Value> = CASES
        .iter()
        .map(|case| serde_json::json!({ "name": case.name, "expected_s": case.expected_sojourn_s() }))
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
