//! A replay in words, for the terminal.

use std::fmt::Write as _;

use crate::replay::Replay;
use crate::replay::judge::Finding;
use crate::words::recorded::not_modelled;

/// Everything that was judged, each error as a share of what is allowed.
pub fn table(replay: &Replay) -> String {
    let mut text = format!("{}: {}\n", replay.run, replay.description);
    for parameter in replay.unknown() {
        let _ = writeln!(text, "  {}", not_modelled(parameter));
    }
    for finding in &replay.findings {
        let verdict = if finding.holds() { "    " } else { "OFF " };
        let (share, words) = (finding.share_words(), finding.words());
        let _ = writeln!(text, "  {verdict}{share:>14}  {words}");
    }
    let verdict = match (replay.holds(), replay.unknown().is_empty()) {
        (true, _) => "This run holds.",
        (false, true) => "This run does not hold.",
        (false, false) => "This run cannot be judged: something in it is not modelled.",
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
    if faults.is_empty() {
        let nearest = replay.nearest().map(Finding::share_words);
        faults.push(format!(
            "nearest to its limit: {}",
            nearest.unwrap_or("exact".to_owned())
        ));
    }
    format!("{:<42} {verdict:<8} {}", replay.run, faults.join("; "))
}
