//! Recorded runs beside their replays, as a document: `docs/recorded-table.md`.
//!
//! One row a run, with the figure that comes nearest to its limit; then one table a run, with everything that was judged.

use std::fmt::Write as _;

use crate::experiment::value::decimals;
use crate::replay::Replay;
use crate::replay::judge::{Finding, typically_off};

const HEAD: &str = "\
# Recorded runs, measured and simulated

Made by `showdown replay --all tests/reference --markdown`; a test compares. What the files hold, how they are replayed and what
is judged: [Recorded runs](recorded-runs.md).

*Share* is the error as a share of what the run itself allows: at 100 % a figure is as far off as it may be. Where nothing is
allowed, a figure is exact, or the run does not hold.

";

/// The document of these runs.
pub fn markdown(replays: &[Replay]) -> String {
    let holding = replays.iter().filter(|r| r.holds()).count();
    let judged: usize = replays.iter().map(|r| r.findings.len()).sum();
    let off = typically_off(replays.iter().flat_map(|r| &r.findings));
    let off = decimals(off.unwrap_or(f64::INFINITY), 1);
    let mut text = HEAD.to_owned();
    let _ = write!(
        text,
        "**{holding} of {} runs hold**, all with one set of constants; {judged} figures are judged. A time is typically \
         **{off} % off**: the median of |simulated − measured| / measured over all judged times.\n\n\
         | run | what it is | orders | figures | nearest to its limit | share |\n|---|---|---|---|---|---|\n",
        replays.len()
    );
    for replay in replays {
        row(&mut text, replay);
    }
    for replay in replays {
        section(&mut text, replay);
    }
    text
}

fn row(text: &mut String, replay: &Replay) {
    let (figure, share) = match replay.nearest() {
        Some(nearest) => (nearest.what.as_str(), nearest.share_words()),
        None => ("all are exact", String::new()),
    };
    let off = if replay.holds() {
        ""
    } else {
        " (**does not hold**)"
    };
    let _ = writeln!(
        text,
        "| [{}](#{}){off} | {} | {} | {} | {figure} | {share} |",
        cell(&replay.run),
        cell(&replay.run).to_lowercase(),
        cell(&replay.description),
        replay.orders.len(),
        replay.findings.len(),
    );
}

fn section(text: &mut String, replay: &Replay) {
    let _ = write!(
        text,
        "\n## {}\n\n{}. {}\n\n",
        cell(&replay.run),
        cell(&replay.description),
        replay.verdict()
    );
    for fault in replay.faults() {
        let _ = writeln!(text, "* {}", cell(&fault));
    }
    if !replay.holds() {
        text.push('\n');
    }
    text.push_str("| figure | measured | simulated | allowed | share |\n|---|---|---|---|---|\n");
    for finding in &replay.findings {
        figure(text, finding);
    }
}

fn figure(text: &mut String, finding: &Finding) {
    let off = if finding.holds() { "" } else { "**off** " };
    let _ = writeln!(
        text,
        "| {off}{} | {} | {} | {} | {} |",
        cell(&finding.what),
        cell(&finding.measured),
        cell(&finding.simulated),
        finding.allowed_words(),
        finding.share_words(),
    );
}

/// Other people's words, as they stand in a cell.
fn cell(words: &str) -> String {
    let words = words.replace('|', "\\|").replace('<', "&lt;");
    words.replace(['\n', '\r'], " ")
}
