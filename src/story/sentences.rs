//! A story as sentences: for the command line, for screen readers, and as the drawing's text alternative.

use super::rows::{Row, rows};
use super::{Arrow, Story};
use crate::words::{self, instant};

/// The story, a sentence a row.
pub fn sentences(story: &Story) -> Vec<String> {
    if story.is_empty() {
        return vec![format!("{} was not sent.", story.title())];
    }
    let mut sentences: Vec<String> = rows(story).iter().map(sentence).collect();
    if story.left_out > 0 {
        let left_out = words::count(story.left_out, "moment");
        let at = sentences.len().saturating_sub(1);
        sentences.insert(
            at,
            format!("So it goes on: {left_out} more are left out here."),
        );
    }
    sentences
}

fn sentence(row: &Row<'_>) -> String {
    let at = instant(row.at());
    let who = row.participant().subject();
    match row {
        Row::Arrow(arrow) => format!("At {at} {}.", moved(arrow)),
        Row::Span(span) => {
            let words = span.kind.words();
            match span.until {
                Some(until) => {
                    format!(
                        "At {at} {who} {words}, for {}.",
                        words::span(until - span.from)
                    )
                }
                None => format!("At {at} {who} {words}, and still does."),
            }
        }
        Row::Note(note) => format!("At {at} {who} {}.", note.text),
    }
}

fn moved(arrow: &Arrow) -> String {
    let (from, to) = (arrow.from.subject(), arrow.to.subject());
    let label = arrow.label;
    // An answer to the user is called by its status.
    let article = match label.starts_with(|c: char| c.is_ascii_digit()) {
        true => "",
        false => "the ",
    };
    let sent = format!("{from} sends {article}{label} to {to}");
    match (arrow.arrives, arrow.lost) {
        (_, Some(why)) => format!("{sent}; it never arrives, {why}"),
        (Some(at), None) if at > arrow.left => {
            format!("{sent}; it arrives after {}", words::span(at - arrow.left))
        }
        (Some(_), None) => sent,
        (None, None) => format!("{sent}; it is under way"),
    }
}
