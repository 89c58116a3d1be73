//! A replay in words, for the terminal.

use std::fmt::Write as _;

use super::terminal::{bounded, listed, one_line};
use crate::replay::Replay;
use crate::replay::judge::Finding;
use crate::words::recorded::not_modelled;

/// Everything that was judged, each error as a share of what is allowed.
pub fn table(replay: &Replay) -> String {
    let name = format!("{}: {}", replay.run, replay.description);
    let mut text = format!("{}\n", bounded(&one_line(&name)));
    if !replay.unknown().is_empty() {
        let unknown = not_modelled(&listed(replay.unknown()));
        let _ = writeln!(text, "  {}", one_line(&unknown));
    }
    for finding in &replay.findings {
        let verdict = if finding.holds() { "    " } else { "OFF " };
        let (share, words) = (finding.share_words(), finding.words());
        let _ = writeln!(
            text,
            "  {verdict}{share:>14}  {}",
            bounded(&one_line(&words))
        );
    }
    let all = replay.unknown().is_empty();
    let verdict = match (all, replay.holds_as_far_as_modelled()) {
        _ if replay.findings.is_empty() => "Nothing in this run can be judged.",
        (true, true) => "This run holds.",
        (true, false) => "This run does not hold.",
        (false, true) => "What is modelled of this run holds.",
        (false, false) => "What is modelled of this run does not hold.",
    };
    text.push_str(verdict);
    text
}

/// A replay in one line.
pub fn line(replay: &Replay) -> String {
    let verdict = match (replay.holds(), replay.unknown().is_empty()) {
        (true, _) => "holds",
        (false, true) => "OFF",
        (false, false) => "unknown",
    };
    let mut faults = replay.faults();
    if replay.findings.is_empty() {
        faults.push(replay.verdict());
    } else if faults.is_empty() {
        let nearest = replay.nearest().map(Finding::share_words);
        faults.push(format!(
            "nearest to its limit: {}",
            nearest.unwrap_or("exact".to_owned())
        ));
    }
    let run = bounded(&one_line(&replay.run));
    let faults = bounded(&one_line(&faults.join("; ")));
    format!("{run:<42} {verdict:<8} {faults}")
}
