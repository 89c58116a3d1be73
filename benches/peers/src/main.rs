//! The same work by two simulators written in Rust: one line of JSON for each run.
//!
//! ```text
//! peers simrs|nexosim FILE ORDERS SERVERS SERVICE_S RATE [TIMEOUT_S THREADS]
//!
//!  orders ──▶ line ──▶ servers ──▶ paid                      (M/M/1, M/M/c)
//!  orders ──▶ THREADS callers ──▶ line ──▶ servers ──▶ paid  (with TIMEOUT_S: a caller gives up, the work goes on)
//! ```
//!
//! Each program is written as the library's own examples are. `by_simpy.py` and `by_simjs.mjs` take the same words.

mod by_nexosim;
mod by_simrs;
mod work;

use cpu_time::ProcessTime;
use work::Work;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (who, file) = (&words[0], &words[1]);
    let work = Work::read(&words[2..]);
    let began = ProcessTime::now();
    let run = match who.as_str() {
        "simrs" => by_simrs::run(&work),
        "nexosim" => by_nexosim::run(&work),
        other => panic!("'{other}' is neither simrs nor nexosim"),
    };
    let ms = began.elapsed().as_secs_f64() * 1e3;
    let bytes: Vec<u8> = run.sojourns.iter().flat_map(|s| s.to_le_bytes()).collect();
    std::fs::write(file, bytes).expect("a file to write to");
    println!("{{\"ms\":{ms},\"timeouts\":{}}}", run.timeouts);
}
