//! A recorded run, played again: what a real stack did, beside what the engine says it would do.
//!
//! ```text
//! RUN.json ──▶ format ──▶ mapping ──▶ an experiment ──▶ play ──▶ summary ┐
//!                └───────── the recording's own orders ────────▶ summary ┴──▶ judge ──▶ table
//! ```
//!
//! Orders are submitted when they were submitted and take as long as they took; what else happens is the engine's. A
//! parameter that the engine does not model is told, and the replay refused unless it is wanted all the same.

mod decode;
pub mod distribution;
pub mod format;
pub mod judge;
pub mod line;
mod link;
mod luck;
pub mod mapping;
mod part;
pub mod play;
mod services;
pub mod summary;
pub mod works;

use serde::Serialize;
use serde_json::Value as Json;

use self::judge::Finding;
use self::line::Line;
use self::mapping::Mapped;
use self::summary::Summary;
use crate::experiment::Experiment;
use crate::experiment::run::Run;
use crate::experiment::value::Value;
use crate::sim::time::{Micros, to_ms};
use crate::words::recorded as words;

/// Events a replay takes at most: a poison message goes round until the recorder stops watching.
/// (Every moment of every order is kept: 70 bytes an event.)
const EVENTS: u64 = 5_000_000;

/// A replay beside its recording.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The recording's name.
    pub run: String,
    /// What it shows.
    pub description: String,
    /// What was run.
    pub mapped: Mapped,
    /// The recorder's own figures, if it gave any.
    pub stated: Json,
    /// Each recorded order.
    pub recorded: Vec<Line>,
    /// The engine's.
    pub simulated: Summary,
    /// Each simulated order.
    pub orders: Vec<Line>,
    /// What was judged.
    pub findings: Vec<Finding>,
}

impl Replay {
    /// Plays a recording again; a file that cannot be used is told in a sentence.
    pub fn of(text: &str) -> Result<Self, String> {
        Self::within(text, EVENTS)
    }

    /// The same for whoever has less patience: a replay that takes more events than this is refused with a sentence.
    pub fn within(text: &str, events: u64) -> Result<Self, String> {
        Self::played(text, events, Run::new)
    }

    /// The same, in a run that begins as the caller says.
    pub fn by(text: &str, begin: impl Fn(Experiment) -> Run) -> Result<Self, String> {
        Self::played(text, EVENTS, begin)
    }

    fn played(text: &str, events: u64, begin: impl Fn(Experiment) -> Run) -> Result<Self, String> {
        let recording = decode::recording(text)?;
        let mapped = mapping::experiment(&recording)?;
        let seeds = if mapped.is_drawn { luck::SEEDS } else { 1 };
        let each = (0..seeds).map(|k| {
            let mut experiment = mapped.experiment.clone();
            experiment.seed += k;
            play::play(begin(experiment), &mapped, &recording, events)
        });
        let played: Result<Vec<_>, String> = each.collect();
        let played = luck::typical(played?).expect("it was played");
        let recorded = &recording.orders;
        let ready = recording.summary["max_queue_ready"].as_u64();
        let measured = Summary::of(recorded, ready.map(|n| n as u32), None);
        let simulated = Summary::of(&played.orders, played.max_queue_ready, played.works);
        let findings = judge::judge(&recording, &played.orders, [&measured, &simulated]);
        Ok(Self {
            run: recording.name,
            description: recording.description,
            mapped,
            stated: recording.summary,
            recorded: recording.orders,
            simulated,
            orders: played.orders,
            findings,
        })
    }

    /// Is everything that was judged near enough, and every parameter modelled?
    pub fn holds(&self) -> bool {
        self.holds_as_far_as_modelled() && self.unknown().is_empty()
    }

    /// Is everything that was judged near enough, whatever is not modelled? Of nothing nothing holds.
    pub fn holds_as_far_as_modelled(&self) -> bool {
        !self.findings.is_empty() && self.findings.iter().all(Finding::holds)
    }

    /// The judged figure that comes nearest to what is allowed, or is furthest beyond it.
    pub fn nearest(&self) -> Option<&Finding> {
        let allowed = self.findings.iter().filter(|f| f.share().is_some());
        allowed.max_by(|a, b| {
            a.share()
                .unwrap_or(0.0)
                .total_cmp(&b.share().unwrap_or(0.0))
        })
    }

    /// Parameters that are not modelled.
    pub fn unknown(&self) -> &[String] {
        &self.mapped.unknown
    }

    /// Does it hold, in a sentence.
    pub fn verdict(&self) -> String {
        let n = self.findings.len();
        let off = self.findings.iter().filter(|f| !f.holds()).count();
        if !self.unknown().is_empty() {
            return words::NOT_TO_JUDGE.to_owned();
        }
        match (n, off, self.nearest()) {
            (0, ..) => words::NOTHING_TO_JUDGE.to_owned(),
            (_, 0, nearest) => {
                let nearest = nearest.map(Finding::share_words);
                words::holds(n, nearest.as_deref())
            }
            (_, off, _) => words::does_not_hold(n, off),
        }
    }

    /// Everything for which it does not hold, in words.
    pub fn faults(&self) -> Vec<String> {
        let unknown = self.unknown().iter();
        let unknown = unknown.map(|parameter| words::not_modelled(parameter));
        let off = self.findings.iter().filter(|f| !f.holds());
        let off = off.map(|f| words::fault(&f.words(), &f.share_words(), &f.allowed_words()));
        unknown.chain(off).collect()
    }

    /// The recorder's own figures; those that it did not give, as far as its orders say them.
    pub fn measured(&self) -> Json {
        let own = Summary::of(&self.recorded, None, None);
        let mut measured = serde_json::to_value(own).unwrap_or_default();
        if let (Some(own), Some(stated)) = (measured.as_object_mut(), self.stated.as_object()) {
            own.extend(stated.clone());
        }
        measured
    }

    /// Its name, for people.
    pub fn name(&self) -> &str {
        match self.run.as_str() {
            "" => words::NAMELESS,
            name => name,
        }
    }

    /// Which shop it is of: `sync` or `async`.
    pub fn mode(&self) -> &'static str {
        self.mapped.shop.name()
    }

    /// The experiment without what is prescribed for single orders, as far as a link can carry it: the settings, the
    /// arrivals, the outages. Payment takes as long as it did on average, always, or at random where that varied.
    pub fn staged(&self) -> Experiment {
        let mut experiment = self.mapped.experiment.clone();
        let script = experiment.script.take().unwrap_or_default();
        let services: Vec<Micros> = script.orders.iter().filter_map(|o| o.service).collect();
        if let Some(&first) = services.first() {
            let mean = services.iter().map(|&us| to_ms(us)).sum::<f64>() / services.len() as f64;
            let spread = match services.iter().all(|&us| us == first) {
                true => "fixed",
                false => "exponential",
            };
            // (A time that no setting takes stays the default.)
            let _ = experiment.set("payment_time_ms", Value::Number(mean));
            let _ = experiment.set("payment_time_spread", Value::Choice(spread.to_owned()));
        }
        experiment
    }

    /// As one JSON object.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Whole<'a> {
            run: &'a str,
            measured: Json,
            simulated: Json,
            unknown_parameters: &'a [String],
        }
        let mut simulated = serde_json::to_value(&self.simulated).unwrap_or_default();
        // In a recording's summary this is their number.
        simulated["orders"] = serde_json::to_value(&self.orders).unwrap_or_default();
        let whole = Whole {
            run: &self.run,
            measured: self.measured(),
            simulated,
            unknown_parameters: self.unknown(),
        };
        serde_json::to_string_pretty(&whole).unwrap_or_default()
    }
}
