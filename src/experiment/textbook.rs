//! What queueing theory says of a run: of its settings in force, if nothing else happened in it.
//!
//! The report shows it beside what was measured. It holds in the long run: a short run from empty shops waits less.

use serde::{Serialize, Serializer};

use super::intervention::Act;
use super::run::Run;
use super::value::decimal;
use crate::sim::shop::Wiring;
use crate::sim::theory::{Line, Misfit, Prediction, System, applies};

/// What theory says of one shop.
#[derive(Clone, Debug, PartialEq)]
pub enum Textbook {
    /// It says nothing, because …
    DoesNotApply(Misfit),
    /// It says this.
    Says(Says),
}

/// What theory says, when it says something.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Says {
    /// The system; in reports in Kendall's notation: `M/M/40`.
    #[serde(serialize_with = "in_kendalls_notation")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "str"))]
    pub system: System,
    /// Where its line is.
    #[serde(serialize_with = "by_name")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "str"))]
    pub line: Line,
    /// The means are at least this: costs of the machinery come on top.
    pub at_least: bool,
    /// The share of orders that are never served, to a millionth: the queue refused them, or they expired in it. The
    /// times are those of the others.
    #[serde(skip_serializing_if = "is_zero", serialize_with = "decimal")]
    pub lost_share: f64,
    /// The share of their time that servers work, to a millionth.
    #[serde(serialize_with = "decimal")]
    pub utilisation: f64,
    /// Mean wait in line.
    #[serde(serialize_with = "decimal")]
    pub wait_ms: f64,
    /// Mean time until the user is told.
    #[serde(serialize_with = "decimal")]
    pub told_ms: f64,
    /// Mean time until the first charge.
    #[serde(serialize_with = "decimal")]
    pub paid_ms: f64,
}

fn in_kendalls_notation<S: Serializer>(system: &System, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(system)
}

fn by_name<S: Serializer>(line: &Line, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(line.name())
}

fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

impl Textbook {
    /// What theory says of one shop of a run as it stands.
    pub fn of(run: &Run, shop: Wiring) -> Self {
        let said = applies(run.config(), shop).and_then(|said| match disturbed(run) {
            Some(misfit) => Err(misfit),
            None => Ok(said),
        });
        match said {
            Ok(said) => Self::Says(Says::from(said)),
            Err(misfit) => Self::DoesNotApply(misfit),
        }
    }
}

/// What happened in a run besides its stream of orders.
fn disturbed(run: &Run) -> Option<Misfit> {
    if run.experiment().script.is_some() {
        return Some(Misfit::Prescribed);
    }
    let log = &run.experiment().log[..run.progress().interventions];
    log.first().map(|intervention| match intervention.act {
        Act::Click { .. } => Misfit::SentByHand,
        Act::Set { .. } => Misfit::SettingsChanged,
        Act::Break { .. } | Act::Heal { .. } => Misfit::WasBroken,
    })
}

impl From<Prediction> for Says {
    fn from(said: Prediction) -> Self {
        let ms = |seconds: f64| libm::round(seconds * 1e6) / 1e3;
        Self {
            system: said.system,
            line: said.system.line,
            at_least: said.at_least,
            lost_share: libm::round(said.lost_share * 1e6) / 1e6,
            utilisation: libm::round(said.utilisation * 1e6) / 1e6,
            wait_ms: ms(said.wait_s),
            told_ms: ms(said.told_s),
            paid_ms: ms(said.paid_s),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::experiment::Experiment;
    use crate::sim::script::Script;

    fn stream(settings: &[(&str, &str)]) -> Experiment {
        let mut experiment = Experiment::default();
        let base = [
            ("arrivals", "poisson"),
            ("payment_time_ms", "100"),
            ("payment_time_spread", "exponential"),
            ("read_timeout_ms", "60000"),
        ];
        for (name, text) in base.iter().chain(settings) {
            let set = experiment.set(name, crate::experiment::settings::typed(name, text));
            assert_eq!(set, Ok(()), "{name}");
        }
        experiment
    }

    fn said(experiment: Experiment) -> Textbook {
        Textbook::of(&Run::new(experiment), Wiring::Async)
    }

    fn says(experiment: Experiment) -> serde_json::Value {
        match said(experiment) {
            Textbook::Says(says) => serde_json::to_value(says).expect("plain data"),
            Textbook::DoesNotApply(misfit) => panic!("{misfit:?}"),
        }
    }

    #[test]
    fn a_queue_with_a_limit_is_said_to_lose_some_and_one_without_is_not() {
        let refuses = [("max_length", "1"), ("overflow", "reject-publish")];
        let lossy = says(stream(&refuses));
        assert_eq!(lossy["system"], "M/M/1/2");
        // 2/s, 10/s served: 0.04 / (1 + 0.2 + 0.04).
        assert_eq!(lossy["lost_share"], 0.032258);
        let lossless = says(stream(&[]));
        assert_eq!(lossless["system"], "M/M/1");
        assert!(lossless.get("lost_share").is_none());
    }

    #[test]
    fn what_is_prescribed_is_in_no_textbook() {
        let script = Some(Arc::new(Script::default()));
        let experiment = Experiment {
            script,
            ..stream(&[])
        };
        assert_eq!(said(experiment), Textbook::DoesNotApply(Misfit::Prescribed));
    }
}
