//! What `run` answers, from the types that are written; the experiment in it is the one of the other schema.

use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};

use crate::experiment::report::{Report, ShopReport};
use crate::sim::wiring::Wiring;

pub(super) fn schema() -> Json {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut generator = settings.into_generator();
    let shop = generator.subschema_for::<ShopReport>();
    let mut schema = generator.into_root_schema_for::<Report>().to_value();
    for wiring in Wiring::ALL {
        let mut shop = shop.clone();
        shop.insert("description".to_owned(), json!(wiring.means()));
        schema["properties"][wiring.name()] = shop.to_value();
        if let Some(required) = schema["required"].as_array_mut() {
            required.push(json!(wiring.name()));
        }
    }
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
