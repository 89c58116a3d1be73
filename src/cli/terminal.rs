//! Where the answers go: every text that leaves the program leaves it here.
//!
//! Files and links are written by anybody, and a terminal obeys what it is sent: control characters are written out
//! (`\u001b`), what is told of something wrong is bounded. A reader who stops reading (`| head -1`) is no fault; a
//! device that takes nothing more is one.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use crate::experiment::limits::{ALIVE_LIMIT, EVENT_LIMIT};
use crate::sim::shop::ORDER_LIMIT;

/// Lines told of what cannot be used, at most.
const LINES: usize = 40;

/// Characters of each such line, at most.
const WIDTH: usize = 600;

/// What the exit status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// The answer is what was asked for.
    Fine = 0,
    /// A recorded run does not hold.
    DoesNotHold = 1,
    /// Something cannot be used, or the answer cannot be written.
    Unusable = 2,
    /// The run was cut short by a limit: the answer is that of a part.
    CutShort = 3,
}

/// Why there is no answer: a line each.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal(pub(super) Vec<String>);

impl From<String> for Refusal {
    fn from(line: String) -> Self {
        Self(vec![line])
    }
}

/// Standard output and standard error.
#[derive(Debug, Default)]
pub(super) struct Terminal {
    /// Why standard output takes no more.
    broken: Option<io::Error>,
}

impl Terminal {
    /// A part of the answer, with a line's end after it.
    pub(super) fn say(&mut self, text: &str) {
        if self.broken.is_some() {
            return;
        }
        let text = format!("{}\n", visible(text.trim_end()));
        let mut out = io::stdout().lock();
        // (Flushed at once: what fails only at the end fails unseen.)
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        self.broken = written.err();
    }

    /// A word beside the answer.
    pub(super) fn note(&self, line: &str) {
        // Where nobody can be told, nobody is.
        let _ = writeln!(io::stderr(), "showdown: {}", bounded(&one_line(line)));
    }

    /// Why there is no answer.
    pub(super) fn refuse(&self, refusal: &Refusal) -> Status {
        let Refusal(lines) = refusal;
        let mut text = String::from("showdown: ");
        for line in lines.iter().take(LINES) {
            let _ = writeln!(text, "{}", bounded(&one_line(line)));
        }
        if let Some(more @ 1..) = lines.len().checked_sub(LINES) {
            let _ = writeln!(text, "  … and {more} more");
        }
        let _ = io::stderr().write_all(text.as_bytes());
        Status::Unusable
    }

    /// Is it the whole run? If a limit cut it short, it is said.
    pub(super) fn whole(&self, cut_short_by: &[&str]) -> Status {
        for limit in cut_short_by {
            self.note(&match *limit {
                "event_limit" => format!("stopped after {EVENT_LIMIT} events: this run has no end"),
                "alive_limit" => format!(
                    "stopped with {ALIVE_LIMIT} orders, calls and messages of a shop alive: they pile up"
                ),
                _ => format!(
                    "a shop takes {ORDER_LIMIT} orders in one run; further ones were turned away"
                ),
            });
        }
        match cut_short_by.is_empty() {
            true => Status::Fine,
            false => Status::CutShort,
        }
    }

    /// The end: the exit status, unless the answer could not be written.
    pub(super) fn end(self, status: Status) -> ExitCode {
        let status = match self.broken {
            Some(ref error) if error.kind() != ErrorKind::BrokenPipe => {
                self.note(&format!("standard output cannot be written ({error})"));
                Status::Unusable
            }
            Some(_) | None => status,
        };
        ExitCode::from(status as u8)
    }
}

/// A text of several lines, without anything that a terminal would obey. (JSON stays the same JSON.)
pub(super) fn visible(text: &str) -> String {
    escaped(text, |c| c != '\n')
}

/// Somebody's text, in one line.
pub(super) fn one_line(text: &str) -> String {
    escaped(text, |_| true)
}

fn escaped(text: &str, wanted: fn(char) -> bool) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && wanted(c) {
            let _ = write!(plain, "\\u{:04x}", u32::from(c));
        } else {
            plain.push(c);
        }
    }
    plain
}

/// The beginning of a line that is too long to be read.
pub(super) fn bounded(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => line.to_owned(),
    }
}

/// The first of many names.
pub(super) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|n| bounded(n)).collect();
    match names.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", shown.join(", ")),
        Some(_) | None => shown.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        let text = "a\u{1b}[31m\0\n\u{9b}b";
        assert_eq!(visible(text), "a\\u001b[31m\\u0000\n\\u009bb");
        assert_eq!(one_line(text), "a\\u001b[31m\\u0000\\u000a\\u009bb");
        let json = serde_json::to_string("\u{7f}\u{85}\n").expect("a text");
        let back: String = serde_json::from_str(&visible(&json)).expect("still JSON");
        assert_eq!(back, "\u{7f}\u{85}\n");
    }

    #[test]
    fn what_is_long_is_cut_between_characters() {
        let line = "é".repeat(WIDTH + 1);
        assert_eq!(bounded(&line).chars().count(), WIDTH + 2);
        assert_eq!(bounded("short"), "short");
        let names: Vec<String> = (0..23).map(|k| k.to_string()).collect();
        assert!(listed(&names).ends_with("19 and 3 more"));
        assert_eq!(listed(&names[..2]), "0, 1");
    }
}
