//! What `run` answers, from the types that are written; the experiment in it is the one of the other schema.

use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};

use crate::experiment::report::Report;

pub(super) fn schema() -> Json {
    let generator = SchemaSettings::draft2020_12().for_serialize();
    let schema = generator.into_generator().into_root_schema_for::<Report>();
    let mut schema = schema.to_value();
    let mut experiment = super::experiment::schema();
    let parts = experiment.as_object_mut().expect("a schema is an object");
    parts.remove("$schema");
    if let Some(Json::Object(settings)) = parts.remove("$defs")
        && let Some(types) = schema["$defs"].as_object_mut()
    {
        types.extend(settings);
    }
    // What ran may have been made by an older program, with a label of its own.
    experiment["required"] = json!(["engine", "settings", "seed", "log"]);
    schema["properties"]["experiment"] = experiment;
    schema
}
