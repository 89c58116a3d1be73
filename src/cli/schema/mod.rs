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
mod recorded;
mod report;

use serde_json::{Value as Json, json};

use super::args::Document;

/// The version of the language of schemas.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a document, as text.
pub(super) fn text(of: Document) -> String {
    let schema = match of {
        Document::Experiment => experiment::schema(),
        Document::Report => report::schema(),
        Document::RecordedRun => recorded::schema(),
    };
    serde_json::to_string_pretty(&schema).expect("a schema is plain data")
}

/// A field of an object: its name, its schema, and whether it has to be there.
type Field<'a> = (&'a str, Json, bool);

/// An object of these fields and no others.
fn object(description: &str, fields: &[Field]) -> Json {
    let mut schema = open_object(description, fields);
    schema["additionalProperties"] = json!(false);
    schema
}

/// An object of these fields, and whatever else somebody keeps there.
fn open_object(description: &str, fields: &[Field]) -> Json {
    let mut properties = serde_json::Map::new();
    for (name, schema, _) in fields {
        properties.insert((*name).to_owned(), schema.clone());
    }
    let required = fields.iter().filter(|(.., needed)| *needed);
    let required: Vec<&str> = required.map(|(name, ..)| *name).collect();
    json!({
        "description": description,
        "type": "object",
        "properties": properties,
        "required": required,
    })
}

/// A list of so many at most.
fn list(description: &str, items: &Json, most: usize) -> Json {
    json!({"description": description, "type": "array", "items": items, "maxItems": most})
}

/// One of these names.
fn one_of(description: &str, names: &[&str]) -> Json {
    json!({"description": description, "enum": names})
}

/// A whole number.
fn whole(description: &str, from: u64, to: u64) -> Json {
    json!({"description": description, "type": "integer", "minimum": from, "maximum": to})
}

/// A number.
fn number(description: &str, from: f64, to: f64) -> Json {
    json!({"description": description, "type": "number", "minimum": from, "maximum": to})
}

/// Something of this type.
fn of_type(description: &str, name: &str) -> Json {
    json!({"description": description, "type": name})
}
