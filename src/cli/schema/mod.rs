//! JSON schemas (draft 2020-12) of the files: generated, so that they say what the program does.
//!
//! ```text
//! table of settings, names, limits ──▶ [experiment] ─┐
//! the report's own types ──▶ schemars ──▶ [report] ◀─┘       names and limits of the format ──▶ [recorded]
//! ```
//!
//! They stand in `docs/`, and a test compares. A schema cannot say everything: what a file means besides (an order's name
//! is there once, an outage does not end before it begins) is told by the program, in a sentence.

mod experiment;
mod pieces;
mod recorded;
mod report;

use super::args::Document;

/// The schema of a document, as text.
pub(super) fn text(of: Document) -> String {
    let schema = match of {
        Document::Experiment => experiment::schema(),
        Document::Report => report::schema(),
        Document::RecordedRun => recorded::schema(),
    };
    serde_json::to_string_pretty(&schema).expect("a schema is plain data")
}
