//! Everything of a story in one line, by order of occurrence: what each of its three forms is made from.

use super::{Arrow, Note, Participant, Span, Story};
use crate::sim::time::Micros;
use crate::words;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Row<'a> {
    /// Something moved.
    Arrow(&'a Arrow),
    /// Something took time.
    Span(&'a Span),
    /// Something took none.
    Note(&'a Note),
}

impl Row<'_> {
    /// When it began, in microseconds since the start of the run.
    pub fn at(&self) -> Micros {
        match self {
            Self::Arrow(arrow) => arrow.left,
            Self::Span(span) => span.from,
            Self::Note(note) => note.at,
        }
    }

    /// Its place in the order of occurrence.
    pub fn place(&self) -> u32 {
        match self {
            Self::Arrow(arrow) => arrow.places.began,
            Self::Span(span) => span.places.began,
            Self::Note(note) => note.place,
        }
    }

    /// Who does it.
    pub fn participant(&self) -> Participant {
        match self {
            Self::Arrow(arrow) => arrow.from,
            Self::Span(span) => span.participant,
            Self::Note(note) => note.participant,
        }
    }

    /// What, and how long it took: `waits for a thread behind 3 · 12 ms`.
    pub fn label(&self) -> String {
        match self {
            Self::Arrow(arrow) => match (arrow.arrives, arrow.lost) {
                (_, Some(why)) => format!("{}, {why}", arrow.label),
                (Some(at), None) if at > arrow.left => {
                    format!("{} · {}", arrow.label, words::span(at - arrow.left))
                }
                (Some(_), None) => arrow.label.to_owned(),
                (None, None) => format!("{}, under way", arrow.label),
            },
            Self::Span(span) => {
                let words = span.kind.words();
                match span.until {
                    Some(until) => format!("{words} · {}", words::span(until - span.from)),
                    None => format!("{words} · still"),
                }
            }
            Self::Note(note) => note.text.clone(),
        }
    }
}

/// Everything, by order of occurrence. Times never go back.
pub fn rows(story: &Story) -> Vec<Row<'_>> {
    let arrows = story.arrows.iter().map(Row::Arrow);
    let spans = story.spans.iter().map(Row::Span);
    let notes = story.notes.iter().map(Row::Note);
    // (A few dozen: each goes to its place.)
    let mut rows: Vec<Row<'_>> = Vec::new();
    for row in arrows.chain(spans).chain(notes) {
        let at = rows.partition_point(|other| other.place() <= row.place());
        rows.insert(at, row);
    }
    rows
}
