//! A story as a Mermaid sequence diagram, to paste into a document.
//!
//! Everything in it is in the order of occurrence; Mermaid draws no time, so times are in the words. What Mermaid
//! would take for syntax is written as a character reference.

use std::fmt::Write as _;

use super::Story;
use super::rows::{Row, rows};
use crate::words::facts::story::Participant;
use crate::words::{instant, story as words};

/// The text of the diagram, each line ended.
pub fn mermaid(story: &Story) -> String {
    let mut text = String::from("sequenceDiagram\n");
    let _ = writeln!(text, "    title {}", escaped(&story.title()));
    for &participant in &story.participants {
        let (id, name) = (id(participant), words::name(participant));
        let _ = writeln!(text, "    participant {id} as {name}");
    }
    let rows = rows(story);
    for (k, row) in rows.iter().enumerate() {
        if story.left_out > 0 && k + 1 == rows.len() {
            let left_out = words::left_out(story.left_out);
            let _ = writeln!(text, "    Note over U: {left_out}");
        }
        // (A lane may be of several: its words say which queue.)
        let label = match row {
            Row::Span(_) | Row::Note(_) if row.participant().lane() != row.participant() => {
                words::named(row.participant(), &words::joined(&row.label()))
            }
            Row::Arrow(_) | Row::Span(_) | Row::Note(_) => words::joined(&row.label()),
        };
        let label = escaped(&format!("{} {label}", instant(row.at())));
        let _ = match row {
            Row::Arrow(arrow) => {
                let line = match (arrow.lost.is_some(), arrow.is_reply) {
                    (true, true) => "--x",
                    (true, false) => "-x",
                    (false, true) => "-->>",
                    (false, false) => "->>",
                };
                let (from, to) = (id(arrow.from), id(arrow.to));
                writeln!(text, "    {from}{line}{to}: {label}")
            }
            Row::Span(_) | Row::Note(_) => {
                writeln!(text, "    Note over {}: {label}", id(row.participant()))
            }
        };
    }
    text
}

/// A letter for each lane; for a service its number besides, if it is not Payment.
fn id(participant: Participant) -> String {
    let letter = match participant {
        Participant::User => "U",
        Participant::Checkout => "C",
        Participant::Queue | Participant::Broker | Participant::QueueOf(_) => "Q",
        Participant::Service(0) => "P",
        Participant::Service(service) => return format!("S{service}"),
    };
    letter.to_owned()
}

/// What Mermaid would trip over: `;` ends a statement, `#` begins a comment or a reference, `:` ends a name, `<` begins
/// a tag.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ';' | '#' | ':' | '<' | '>' => {
                let _ = write!(safe, "#{};", u32::from(c));
            }
            '\n' | '\r' => safe.push(' '),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mermaid_would_take_for_syntax_is_written_as_a_reference() {
        assert_eq!(escaped("a;b #1: x"), "a#59;b #35;1#58; x");
    }
}
