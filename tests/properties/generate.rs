//! Random experiments: every setting of the table, both ends of every range, clicks, changes, faults, at random
//! instants that like each other's company.

use std::sync::Arc;

use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::settings::{Kind, OFFERED, Setting, common, find};
use showdown::experiment::value::Value;
use showdown::sim::engine::Side;
use showdown::sim::fault::FAULTS;
use showdown::sim::script::{Crash, Drop, Script, Scripted};
use showdown::sim::time::Micros;

use crate::scenes::{SCENES, anything, mend};

/// SplitMix64: these tests' own luck.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to `n` − 1.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// One time in `n`.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// From 0 to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// As likely between 1 and 10 as between 10 and 100.
    pub(crate) fn by_factors(&mut self, from: f64, to: f64) -> f64 {
        from * (to / from).powf(self.unit())
    }

    pub(crate) fn span(&mut self, from_ms: f64, to_ms: f64) -> Micros {
        (self.by_factors(from_ms, to_ms) * 1_000.0) as Micros
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}

/// Settings that reach into what is at work when they change.
const LIVELY: [&str; 8] = [
    "consumers",
    "consumers",
    "prefetch_count",
    "ack_mode",
    "payment_threads",
    "checkout_threads",
    "checkout_endpoint",
    "overheads",
];

/// Whatever luck says, each setting has its turn: its least, its most, something between; each of its choices.
#[derive(Clone, Copy, Debug)]
struct Turn {
    setting: &'static Setting,
    round: u64,
}

impl Turn {
    fn of(seed: u64) -> Self {
        let settings = common().len() as u64;
        Self {
            setting: &common()[(seed % settings) as usize],
            round: seed / settings,
        }
    }

    fn is_most_of(self, name: &str) -> bool {
        self.setting.name == name && self.round % 3 == 1
    }

    fn value(self, dice: &mut Dice, bounds: &Bounds) -> Value {
        match (self.setting.kind, self.round % 3) {
            (Kind::Flag, _) => Value::Flag(self.round.is_multiple_of(2)),
            (Kind::Services, _) => {
                Value::Choice(OFFERED[self.round as usize % OFFERED.len()].to_owned())
            }
            (Kind::Choice { options }, _) => {
                let option = options[self.round as usize % options.len()];
                Value::Choice(option.to_owned())
            }
            (Kind::Number { min, .. }, 0) => Value::Number(min),
            (Kind::Number { max, .. }, 1) => Value::Number(max),
            _ => bounds.value(dice, self.setting),
        }
    }
}

/// What keeps a run small: generated arrivals at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    rate: f64,
    stop: f64,
    crowd: f64,
}

impl Bounds {
    fn new(dice: &mut Dice, turn: Turn) -> Self {
        let rate = match dice.below(8) {
            _ if turn.is_most_of("arrival_rate_per_s") => 1_000.0,
            _ if turn.is_most_of("arrivals_stop_s") => 0.01,
            0 => 1_000.0,
            1 => 0.01,
            _ => dice.by_factors(0.01, 1_000.0),
        };
        let stop = match turn.is_most_of("arrivals_stop_s") {
            true => 86_400.0,
            false => (60.0 / rate).clamp(1.0, 86_400.0),
        };
        let many = turn.is_most_of("burst_size") || dice.one_in(200);
        let crowd = if many { 10_000.0 } else { 50.0 };
        Self { rate, stop, crowd }
    }

    /// The upper end of what is drawn for this setting.
    fn end(&self, name: &str, max: f64) -> f64 {
        match name {
            "arrival_rate_per_s" => self.rate,
            "arrivals_stop_s" => self.stop.floor(),
            "burst_size" => self.crowd,
            // Numbers of orders that there are.
            "poison_order" | "crash_order" => 60.0,
            _ => max,
        }
    }

    fn value(&self, dice: &mut Dice, setting: &Setting) -> Value {
        match setting.kind {
            Kind::Flag => Value::Flag(dice.one_in(2)),
            Kind::Services => Value::Choice((*dice.pick(&OFFERED)).to_owned()),
            Kind::Choice { options } => Value::Choice((*dice.pick(options)).to_owned()),
            Kind::Number { min, max, step, .. } => {
                let default = setting.default();
                let max = self.end(setting.name, max);
                let drawn = match dice.below(12) {
                    // What fails for ever goes round for ever: most runs shall have an end.
                    2..8 if matches!(setting.name, "fail_percent" | "poison_order") => default,
                    0 => min,
                    1 => max,
                    2 | 3 => default.clamp(min, max),
                    _ => dice.by_factors(min.max(max / 1e6).max(step), max.max(step)),
                };
                let whole = step >= 1.0 || dice.one_in(2);
                let drawn = if whole { drawn.round() } else { drawn };
                Value::Number(drawn.clamp(min, max))
            }
        }
    }

    pub(crate) fn act(&self, dice: &mut Dice) -> Act {
        let fault = *dice.pick(&FAULTS);
        match dice.below(20) {
            0..7 => Act::Click {
                shop: *dice.pick(&[Side::Sync, Side::Async, Side::Both, Side::Both]),
                orders: crowd(dice),
            },
            7..12 => {
                let setting = match dice.one_in(3) {
                    true => find(dice.pick::<&str>(&LIVELY)).expect("a setting"),
                    false => dice.pick(common()),
                };
                Act::Set {
                    name: setting.name.to_owned(),
                    value: self.value(dice, setting),
                }
            }
            12..16 => Act::Break {
                fault: fault.into(),
            },
            _ => Act::Heal {
                fault: fault.into(),
            },
        }
    }
}

pub(crate) fn crowd(dice: &mut Dice) -> u32 {
    match dice.below(40) {
        0 => 1_000,
        1..5 => 50 + dice.below(200) as u32,
        5..15 => 1 + dice.below(50) as u32,
        _ => 1 + dice.below(6) as u32,
    }
}

/// What will be done, and how.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Settings, seed, and the acts that are planned from the start.
    pub(crate) experiment: Experiment,
    /// Acts that a reader does while it runs, when the clock is there.
    pub(crate) live: Vec<Intervention>,
}

/// The plan of this seed.
pub(crate) fn plan(seed: u64) -> Plan {
    let (dice, turn) = (&mut Dice::new(seed), Turn::of(seed));
    let bounds = Bounds::new(dice, turn);
    let mut experiment = Experiment {
        seed: dice.below(1 << 53),
        ..Experiment::default()
    };
    let often = *dice.pick(&[2, 3, 10]);
    for setting in common() {
        // The defaults of these two belong together; so do the bounds.
        let bounded = matches!(setting.name, "arrival_rate_per_s" | "arrivals_stop_s");
        if bounded || dice.one_in(often) {
            let value = bounds.value(dice, setting);
            put(&mut experiment, setting.name, value);
        }
    }
    if dice.one_in(2) {
        // What is published leads somewhere, and at once, and Payment is alone: as scenes suppose.
        let wire = common().iter().map(|setting| setting.name);
        let wire = wire.filter(|name| name.starts_with("wire_"));
        for setting in ["services", "exchange", "routing_key"]
            .into_iter()
            .chain(wire)
        {
            let default = find(setting).expect("a setting").default_value();
            put(&mut experiment, setting, default);
        }
    }
    if dice.one_in(4) {
        experiment.script = Some(Arc::new(script(dice)));
    }
    let scene = SCENES.get(dice.below(2 * SCENES.len() as u64) as usize);
    let mut acts = match scene {
        Some(scene) => scene(dice, &mut experiment),
        None => anything(dice, &bounds),
    };
    put(
        &mut experiment,
        turn.setting.name,
        turn.value(dice, &bounds),
    );
    if turn.is_most_of("arrivals_stop_s") {
        // (A day of a scene's stream would be millions of orders.)
        number(&mut experiment, "arrival_rate_per_s", 0.01);
    }
    if !acts.is_empty() && !dice.one_in(7) {
        mend(dice, &mut acts);
    }
    // None, every other one, or all of them are done live.
    let live = dice.below(3);
    let mut plan = Plan {
        experiment,
        live: Vec::new(),
    };
    for (k, intervention) in acts.into_iter().enumerate() {
        if live == 2 || live == 1 && k % 2 == 0 {
            plan.live.push(intervention);
        } else {
            let added = plan.experiment.add(intervention);
            added.expect("the log has room");
        }
    }
    plan
}

/// What some of the first orders meet: failures, poison, priorities, times to live, crashes.
fn script(dice: &mut Dice) -> Script {
    // A poison message goes round for ever: most runs shall have an end.
    let poison = dice.one_in(4);
    let orders = 1 + dice.below(60);
    let often = *dice.pick(&[2, 4, 20]);
    // What goes round for ever does so at a pace that can be followed.
    let shortest = if poison { 100.0 } else { 0.1 };
    let scripted = |_| Scripted {
        service: (poison || dice.one_in(often)).then(|| dice.span(shortest, 3_000.0)),
        follows: false,
        others: Vec::new(),
        fails: (0..dice.below(4)).map(|_| dice.one_in(often)).collect(),
        poison: poison && dice.one_in(often),
        priority: dice.one_in(often).then(|| dice.below(12) as u8),
        ttl: dice.one_in(often).then(|| dice.span(0.1, 60_000.0)),
        crash: dice.one_in(10 * often).then(|| match dice.one_in(2) {
            true => Crash::After,
            false => Crash::Mid(dice.span(0.1, 1_000.0)),
        }),
        drops: dice.one_in(10 * often).then(|| {
            let drop = |_| *dice.pick(&[Drop::CallHead, Drop::CallBody, Drop::MessageBody]);
            (0..3).map(drop).collect()
        }),
    };
    Script {
        orders: (0..orders).map(scripted).collect(),
    }
}

pub(crate) fn put(experiment: &mut Experiment, name: &str, value: Value) {
    assert_eq!(experiment.set(name, value), Ok(()), "{name}");
}

pub(crate) fn number(experiment: &mut Experiment, name: &str, value: f64) {
    put(experiment, name, Value::Number(value));
}

pub(crate) fn choice(experiment: &mut Experiment, name: &str, value: &str) {
    put(experiment, name, Value::Choice(value.to_owned()));
}
