//! What schemas are put together from.

use serde_json::{Value as Json, json};

/// The version of the language of schemas.
pub(super) const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A field of an object: its name, its schema, and whether it has to be there.
pub(super) type Field<'a> = (&'a str, Json, bool);

/// An object of these fields and no others.
pub(super) fn object(description: &str, fields: &[Field]) -> Json {
    let mut schema = open_object(description, fields);
    schema["additionalProperties"] = json!(false);
    schema
}

/// An object of these fields, and whatever else somebody keeps there.
pub(super) fn open_object(description: &str, fields: &[Field]) -> Json {
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
pub(super) fn list(description: &str, items: &Json, most: usize) -> Json {
    json!({"description": description, "type": "array", "items": items, "maxItems": most})
}

/// One of these names.
pub(super) fn one_of(description: &str, names: &[&str]) -> Json {
    json!({"description": description, "enum": names})
}

/// A whole number.
pub(super) fn whole(description: &str, from: u64, to: u64) -> Json {
    json!({"description": description, "type": "integer", "minimum": from, "maximum": to})
}

/// A number.
pub(super) fn number(description: &str, from: f64, to: f64) -> Json {
    json!({"description": description, "type": "number", "minimum": from, "maximum": to})
}

/// Something of this type.
pub(super) fn of_type(description: &str, name: &str) -> Json {
    json!({"description": description, "type": name})
}
