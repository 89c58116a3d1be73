//! From a recording's parameters to an experiment: which setting says the same.
//!
//! ```text
//! parameters ──▶ settings at the start, prescribed orders, a click at each measured submit, faults as measured
//!      └──────▶ what nothing here says the same as: told by name, never guessed
//! ```

mod below;
mod checkout;
mod happens;

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::format::{Parameters, Recording};
use super::link;
use super::services::Services;
use crate::experiment::Experiment;
use crate::experiment::value::Value;
use crate::sim::config::lineup::PAYMENT;
use crate::sim::parts::PartKind;
use crate::sim::script::{Crash, Script, Scripted};
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, from_ms};
use crate::words::{problem, recorded as words};

/// An experiment that repeats a recording.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// What is to be run.
    pub experiment: Experiment,
    /// Which shop.
    pub shop: Wiring,
    /// For each order of the run, in the order of submits: its place among the recording's orders.
    pub places: Vec<usize>,
    /// Parameters that are not modelled (yet).
    pub unknown: Vec<String>,
    /// Was there luck in it that the recording does not tell?
    pub is_drawn: bool,
}

/// What the recorder wired, as a recording calls it, and the shop that repeats it.
pub const MODES: [(&str, Wiring); 2] = [("sync", Wiring::Sync), ("async", Wiring::Async)];

/// What a recorder wrote down of a run besides its orders, and nobody prescribes.
pub const SEEN: [&str; 7] = [
    "workers_ready",
    "queue_ready_series",
    "breaker_states",
    "link_drops",
    "repeat_summaries",
    "repeat_outages_measured",
    "repeat_breaker_states",
];

/// Repeats this recording.
pub fn experiment(recording: &Recording) -> Result<Mapped, String> {
    let mode = recording.parameters.mode.as_str();
    let mode = MODES.iter().find(|(name, _)| *name == mode);
    let &(_, shop) = mode.ok_or_else(|| words::no_mode(&recording.parameters.mode))?;
    let services = Services::of(&recording.parameters).ok_or_else(words::no_lineup)?;
    let mut mapping = Mapping::new(services);
    mapping.settings(&recording.parameters, shop);
    mapping.outages(recording)?;
    let rest = recording.rest.keys();
    let unknown = rest.filter(|key| !SEEN.contains(&key.as_str()));
    mapping.unknown.extend(unknown.cloned());
    let places = by_submit(recording);
    let times = recording.parameters.service_ms.len();
    let beyond = places
        .iter()
        .find(|&&place| number(recording, place) >= times);
    if let Some(&place) = beyond.filter(|_| times > 0) {
        let id = &recording.orders[place].id;
        return Err(words::no_service(id));
    }
    mapping.submits(recording, &places, shop)?;
    let services = &mapping.services;
    let script = script(recording, &places, services);
    mapping.experiment.script = Some(Arc::new(script));
    Ok(Mapped {
        experiment: mapping.experiment,
        shop,
        places,
        unknown: mapping.unknown,
        is_drawn: mapping.is_drawn,
    })
}

/// The recording's orders in the order of their submits.
fn by_submit(recording: &Recording) -> Vec<usize> {
    let submits: Vec<f64> = recording.orders.iter().map(|o| o.t_submit).collect();
    by_time(&submits)
}

/// The places of these times, the earliest first.
pub(super) fn by_time(times: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..times.len()).collect();
    places.sort_by(|&a, &b| times[a].total_cmp(&times[b]));
    places
}

/// The place of an order in the parameters' lists: 17 for `o17`.
pub(super) fn number(recording: &Recording, place: usize) -> usize {
    let id = &recording.orders[place].id;
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().unwrap_or(place)
}

fn script(recording: &Recording, places: &[usize], services: &Services) -> Script {
    let p = &recording.parameters;
    let drops = link::drops(recording);
    let scripted = |&place: &usize| {
        let k = number(recording, place);
        let crash = p.worker.crash.get(&recording.orders[place].id);
        Scripted {
            follows: p.ordered_submit,
            service: p.service_ms.get(k).map(|&ms| from_ms(ms)),
            others: others(p, services, k),
            fails: p.order_fails.get(k).cloned().flatten().unwrap_or_default(),
            poison: p.order_poison.get(k).copied().flatten().unwrap_or(false),
            priority: p.order_priority.get(k).copied().flatten(),
            ttl: p.order_ttl.get(k).copied().flatten().map(from_ms),
            crash: crash.map(|(when, ms)| match when.as_str() {
                "mid" => Crash::Mid(from_ms(*ms)),
                _ => Crash::After,
            }),
            drops: drops.as_ref().map(|drops| drops[place].clone()),
        }
    };
    Script {
        orders: places.iter().map(scripted).collect(),
    }
}

/// How long services other than Payment work on the k-th order.
fn others(p: &Parameters, services: &Services, k: usize) -> Vec<(u8, Micros)> {
    let each = p.service_ms_by.iter().filter_map(|(name, spans)| {
        let service = services.number(name).filter(|&it| it != PAYMENT)?;
        Some((service, from_ms(*spans.get(k)?)))
    });
    each.collect()
}

struct Mapping {
    services: Services,
    experiment: Experiment,
    unknown: Vec<String>,
    is_drawn: bool,
}

impl Mapping {
    fn new(services: Services) -> Self {
        Self {
            services,
            experiment: Experiment::default(),
            unknown: Vec::new(),
            is_drawn: false,
        }
    }

    fn settings(&mut self, p: &Parameters, shop: Wiring) {
        self.set("overheads", name("measured"), "");
        self.set("warm_start", Value::Flag(true), "the warm-up");
        self.set("error_style", name("snippet"), "");
        if let Some(s) = p.user_timeout_s {
            self.set("user_patience_s", Value::Number(s), "user_timeout_s");
        }
        let needs = name(&self.services.lineup.names());
        self.set("services", needs, "checkout.chain, workers");
        self.checkout(p, shop);
        match shop.has(PartKind::Queue) {
            true => self.queueing(p),
            false => self.payment(p),
        }
        if let Some(link) = &p.link {
            self.link(link);
        }
        // What was planned is replaced by what was measured; the recorder's patience is not part of the stack.
        let replayed = ["arrivals_ms", "drain_quiet_s", "path"];
        let rest = p
            .rest
            .iter()
            .filter(|(key, _)| !replayed.contains(&key.as_str()));
        let rest: Vec<String> = rest.map(|(key, _)| key.clone()).collect();
        self.unknown.extend(rest);
        self.unknown_in("checkout", &p.checkout.rest);
        self.unknown_in("payment", &p.payment.rest);
        self.unknown_in("worker", &p.worker.rest);
    }

    /// A word of the recorder's, and the choice that says the same.
    fn choose(
        &mut self,
        parameter: &str,
        word: Option<&str>,
        setting: &str,
        says: &[(&str, &str)],
    ) {
        let Some(word) = word else { return };
        match says.iter().find(|(it, _)| *it == word) {
            Some((_, choice)) => self.set(setting, name(choice), parameter),
            None => self.unknown.push(format!("{parameter}: {word}")),
        }
    }

    fn count(&mut self, setting: &str, n: u32, parameter: &str) {
        self.set(setting, Value::Number(f64::from(n)), parameter);
    }

    /// A setting at the start; one that cannot be set makes its parameter unknown.
    fn set(&mut self, setting: &str, value: Value, parameter: &str) {
        if let Err(it) = self.experiment.set(setting, value) {
            let parameter = match parameter {
                "" => problem(&it),
                _ => words::cannot_be_set(parameter, &problem(&it)),
            };
            self.unknown.push(parameter);
        }
    }

    fn unknown_in(&mut self, part: &str, rest: &Map<String, Json>) {
        self.unknown
            .extend(rest.keys().map(|key| format!("{part}.{key}")));
    }
}

fn name(choice: &str) -> Value {
    Value::Choice(choice.to_owned())
}
