//! An experiment is data: settings at the start, a seed, and a dated log of interventions.
//!
//! Nothing else may change a run. The same experiment, on the same engine version, gives the same run bit for bit,
//! natively and in the browser; see [`run::Run`].

pub mod chosen;
pub mod decode;
pub mod intervention;
pub mod lessons;
pub mod limits;
mod orders;
pub mod presets;
pub mod problem;
pub mod report;
pub mod run;
pub mod settings;
pub mod textbook;
pub mod value;

use std::sync::Arc;

use serde::Serialize;

use self::chosen::Chosen;
use self::intervention::{Act, Intervention};
use self::problem::{Complaint, Instead, Problem};
use self::value::Value;
use crate::sim::config::Config;
use crate::sim::script::Script;
use crate::sim::time::Micros;

/// The version of the engine: the same experiment gives the same digest within it.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// Everything that determines a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Experiment {
    /// The version of the engine it was made with.
    pub engine: String,
    /// The preset it started from: a label, for people. Everything the preset says is in the fields below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Settings at the start that differ from their defaults, by name.
    pub settings: Chosen,
    /// The address of all its luck.
    pub seed: u64,
    /// What happens to it, by time; acts of the same instant in the order in which they were done.
    pub log: Vec<Intervention>,
    /// What is prescribed for single orders instead of drawn; shared, because it can be long.
    #[serde(
        rename = "orders",
        skip_serializing_if = "Option::is_none",
        serialize_with = "orders::write"
    )]
    pub script: Option<Arc<Script>>,
}

impl Default for Experiment {
    fn default() -> Self {
        Self {
            engine: ENGINE.to_owned(),
            preset: None,
            settings: Chosen::default(),
            seed: 1,
            log: Vec::new(),
            script: None,
        }
    }
}

impl Experiment {
    /// Changes a setting at the start.
    pub fn set(&mut self, name: &str, value: Value) -> Result<(), Problem> {
        let setting = settings::named(name)?;
        setting.check(&value)?;
        let value = value.kept();
        let differs = value != setting.default_value();
        self.settings.set(setting, differs.then_some(value));
        Ok(())
    }

    /// The settings in force at the start.
    pub fn config(&self) -> Config {
        let mut config = Config::default();
        for (name, value) in self.settings.iter() {
            if let Some(setting) = settings::find(name) {
                // Only allowed values get into `settings`.
                let _ = setting.set(&mut config, value);
            }
        }
        config
    }

    /// The settings in force once everything in the log has happened.
    pub fn config_at_the_end(&self) -> Config {
        self.config_at(Micros::MAX)
    }

    /// The settings in force once everything in the log up to this instant has happened.
    pub fn config_at(&self, at: Micros) -> Config {
        let mut config = self.config();
        for intervention in self.log.iter().filter(|it| it.at_us <= at) {
            if let Act::Set { name, value } = &intervention.act
                && let Some(setting) = settings::find(name)
            {
                // Only allowed values get into the log.
                let _ = setting.set(&mut config, value);
            }
        }
        config
    }

    /// Takes the settings of a run that began as this experiment and has these now, at this instant: but not what its own log has
    /// changed by then, which will change again.
    pub fn take_settings(&mut self, now: &Config, at: Micros) {
        let changed = self.config_at(at);
        for setting in &settings::SETTINGS {
            let value = setting.get(now);
            if value != setting.get(&changed) {
                // What is in force was allowed.
                let _ = self.set(setting.name, value);
            }
        }
    }

    /// Adds an intervention, after those of the same instant.
    pub fn add(&mut self, mut intervention: Intervention) -> Result<usize, Problem> {
        if self.log.len() == limits::LOG_LIMIT {
            let full = Problem::new("log", Complaint::LogIsFull);
            return Err(full.instead(Instead::Reset));
        }
        if let Act::Set { value, .. } = &mut intervention.act {
            *value = value.clone().kept();
        }
        let at = self.log.partition_point(|i| i.at_us <= intervention.at_us);
        self.log.insert(at, intervention);
        Ok(at)
    }

    /// The whole experiment as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("an experiment is plain data")
    }
}
