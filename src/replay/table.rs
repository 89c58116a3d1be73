//! A replay in words, for the terminal.

use std::fmt::Write as _;

use super::Replay;
use super::judge::Finding;

/// Everything that was judged, each error as a share of what is allowed.
pub fn table(replay: &Replay) -> String {
    let mut text = format!("{}: {}\n", replay.run, replay.description);
    for parameter in &replay.unknown {
        let _ = writeln!(text, "  not modelled: {parameter}");
    }
    for finding in &replay.findings {
        let verdict = if finding.holds() { "    " } else { "OFF " };
        let _ = writeln!(
            text,
            "  {verdict}{:>8}  {}: recorded {}",
            share(finding),
            finding.what,
            finding.words
        );
    }
    let verdict = match (replay.holds(), replay.unknown.is_empty()) {
        (true, _) => "This run holds.",
        (false, true) => "This run does not hold.",
        (false, false) => "This run cannot be judged: something in it is not modelled.",
    };
    text.push_str(verdict);
    text
}

/// A replay in one line.
pub fn line(replay: &Replay) -> String {
    let verdict = match (replay.holds(), replay.unknown.is_empty()) {
        (true, _) => "holds",
        (false, true) => "OFF",
        (false, false) => "unknown",
    };
    let mut faults: Vec<String> = Vec::new();
    if !replay.unknown.is_empty() {
        faults.push(format!("not modelled: {}", replay.unknown.join(", ")));
    }
    let off = replay.findings.iter().filter(|f| !f.holds());
    faults.extend(off.map(|f| format!("{} {}: {}", f.what, share(f), f.words)));
    if faults.is_empty() {
        let worst = replay
            .findings
            .iter()
            .map(Finding::share)
            .fold(0.0, f64::max);
        faults.push(format!("nearest to its limit: {:.0} %", worst * 100.0));
    }
    format!("{:<42} {verdict:<8} {}", replay.run, faults.join("; "))
}

/// The error as a share of what is allowed; where nothing is allowed, the error itself.
fn share(finding: &Finding) -> String {
    match finding.allowed > 0.0 {
        true => format!("{:.0} %", finding.share() * 100.0),
        false => format!("{} off", finding.error),
    }
}
