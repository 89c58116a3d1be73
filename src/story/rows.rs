//! Everything of a story in one line, by order of occurrence: what each of its three forms is made from.

use super::{Arrow, Note, Span, Story};
use crate::sim::time::Micros;
use crate::words::facts::story::Participant;
use crate::words::story::{self as words, Label};

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

    /// What, and how long it took.
    pub fn label(&self) -> Label {
        match self {
            Self::Arrow(arrow) => words::arrow_label(arrow.thing, arrow.about, arrow.moved()),
            Self::Span(span) => words::span_label(span.kind, span.about, span.took()),
            Self::Note(note) => words::note_label(note.participant, note.deed, note.about),
        }
    }

    /// The same in a sentence, with who does it, and when.
    pub fn sentence(&self) -> String {
        let (at, who) = (self.at(), self.participant());
        match self {
            Self::Arrow(arrow) => {
                words::arrow_sentence(at, who, arrow.to, arrow.thing, arrow.moved())
            }
            Self::Span(span) => words::span_sentence(at, who, span.kind, span.about, span.took()),
            Self::Note(note) => words::note_sentence(at, who, note.deed, note.about),
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
