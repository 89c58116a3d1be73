//! Random experiments: every setting of the table, both ends of every range, clicks, changes, faults, at random
//! instants that like each other's company.

use std::sync::Arc;

use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::settings::{Kind, SETTINGS, Setting, find};
use showdown::experiment::value::Value;
use showdown::sim::engine::Side;
use showdown::sim::fault::{FAULTS, Fault};
use showdown::sim::script::{Crash, Script, Scripted};
use showdown::sim::time::Micros;

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

/// What keeps a run small: generated arrivals at most.
struct Bounds {
    rate: f64,
    stop: f64,
    crowd: f64,
}

impl Bounds {
    fn new(dice: &mut Dice) -> Self {
        let rate = match dice.below(8) {
            0 => 1_000.0,
            1 => 0.01,
            _ => dice.by_factors(0.01, 1_000.0),
        };
        let stop = (60.0 / rate).clamp(1.0, 86_400.0);
        let crowd = if dice.one_in(200) { 10_000.0 } else { 50.0 };
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
            Kind::Flag { .. } => Value::Flag(dice.one_in(2)),
            Kind::Choice { options, .. } => Value::Choice(dice.pick(options).0.to_owned()),
            Kind::Number {
                min,
                max,
                step,
                default,
                ..
            } => {
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

    fn act(&self, dice: &mut Dice) -> Act {
        let fault = *dice.pick(&FAULTS);
        match dice.below(20) {
            0..7 => Act::Click {
                shop: *dice.pick(&[Side::Sync, Side::Async, Side::Both, Side::Both]),
                orders: crowd(dice),
            },
            7..12 => {
                let setting = match dice.one_in(3) {
                    true => find(dice.pick::<&str>(&LIVELY)).expect("a setting"),
                    false => dice.pick(&SETTINGS),
                };
                Act::Set {
                    name: setting.name.to_owned(),
                    value: self.value(dice, setting),
                }
            }
            12..16 => Act::Break { fault },
            _ => Act::Heal { fault },
        }
    }
}

fn crowd(dice: &mut Dice) -> u32 {
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
    let dice = &mut Dice::new(seed);
    let bounds = Bounds::new(dice);
    let mut experiment = Experiment {
        seed: dice.below(1 << 53),
        ..Experiment::default()
    };
    let often = *dice.pick(&[2, 3, 10]);
    for setting in &SETTINGS {
        // The defaults of these two belong together; so do the bounds.
        let bounded = matches!(setting.name, "arrival_rate_per_s" | "arrivals_stop_s");
        if bounded || dice.one_in(often) {
            let value = bounds.value(dice, setting);
            put(&mut experiment, setting.name, value);
        }
    }
    let mut acts = match dice.below(12) {
        10 => full_queue(dice, &mut experiment),
        11 => silence(dice, &mut experiment),
        0 => crowd_on_one_interpreter(dice, &mut experiment),
        1 => workers_that_die(dice, &mut experiment),
        2 => crash_under_load(dice, &mut experiment),
        _ => anything(dice, &bounds),
    };
    if !dice.one_in(7) {
        mend(dice, &mut acts);
    }
    if dice.one_in(4) {
        let script = script(dice);
        experiment.script = Some(Arc::new(script));
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
        fails: (0..dice.below(4)).map(|_| dice.one_in(often)).collect(),
        poison: poison && dice.one_in(often),
        priority: dice.one_in(often).then(|| dice.below(12) as u8),
        ttl: dice.one_in(often).then(|| dice.span(0.1, 60_000.0)),
        crash: dice.one_in(10 * often).then(|| match dice.one_in(2) {
            true => Crash::After,
            false => Crash::Mid(dice.span(0.1, 1_000.0)),
        }),
    };
    Script {
        orders: (0..orders).map(scripted).collect(),
    }
}

fn put(experiment: &mut Experiment, name: &str, value: Value) {
    assert_eq!(experiment.set(name, value), Ok(()), "{name}");
}

fn number(experiment: &mut Experiment, name: &str, value: f64) {
    put(experiment, name, Value::Number(value));
}

fn choice(experiment: &mut Experiment, name: &str, value: &str) {
    put(experiment, name, Value::Choice(value.to_owned()));
}

/// Acts of all kinds, some at the same instant, some within milliseconds, some much later.
fn anything(dice: &mut Dice, bounds: &Bounds) -> Vec<Intervention> {
    let horizon = dice.span(10.0, 300_000.0);
    let mut at_us = 0;
    let mut acts = vec![Intervention {
        at_us,
        act: Act::Click {
            shop: Side::Both,
            orders: crowd(dice),
        },
    }];
    for _ in 0..dice.below(20) {
        at_us = match dice.below(10) {
            0 | 1 => at_us,
            2..5 => at_us + dice.span(0.001, 20.0),
            _ => dice.below(horizon),
        };
        let act = bounds.act(dice);
        acts.push(Intervention { at_us, act });
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// A fault begins and ends; sometimes at the same instant.
fn blip(dice: &mut Dice, fault: Fault, at_us: Micros, longest_ms: f64) -> [Intervention; 2] {
    let back = match dice.one_in(4) {
        true => at_us,
        false => at_us + dice.span(0.01, longest_ms),
    };
    [
        Intervention {
            at_us,
            act: Act::Break { fault },
        },
        Intervention {
            at_us: back,
            act: Act::Heal { fault },
        },
    ]
}

/// So many requests that answers wait for the interpreter, while the broker comes and goes: charged, and charged
/// again, before the user is told anything.
fn crowd_on_one_interpreter(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "checkout_endpoint", "async-def");
    choice(experiment, "overheads", "measured");
    choice(experiment, "ack_mode", "manual");
    number(experiment, "payment_time_ms", dice.by_factors(0.1, 40.0));
    number(experiment, "payment_crash_above", 0.0);
    number(experiment, "link_latency_ms", 0.0);
    let orders = 100 + dice.below(400) as u32;
    let shop = Side::Async;
    let mut acts = vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }];
    for _ in 0..4 {
        let at_us = dice.span(50.0, 600.0);
        acts.extend(blip(dice, Fault::BrokerDown, at_us, 30.0));
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// Short work and many faults: they meet every moment of a worker's life, even the 0.2 ms between two messages.
fn workers_that_die(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "overheads", "measured");
    // Its one connection is open: messages come faster than they are worked on.
    choice(experiment, "checkout_endpoint", "async-def");
    number(experiment, "payment_time_ms", dice.by_factors(0.1, 10.0));
    number(experiment, "prefetch_count", dice.below(4) as f64);
    number(experiment, "consumers", 1.0 + dice.below(4) as f64);
    let orders = 20 + dice.below(60) as u32;
    if dice.one_in(2) {
        let crashing = |_| Scripted {
            crash: dice.one_in(20).then_some(Crash::After),
            ..Scripted::default()
        };
        let script = Script {
            orders: (0..orders).map(crashing).collect(),
        };
        experiment.script = Some(Arc::new(script));
    }
    let shop = Side::Both;
    let mut acts = vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }];
    for _ in 0..dice.below(6) {
        let at_us = dice.span(10.0, 100.0);
        let fault = *dice.pick(&[Fault::PaymentDown, Fault::BrokerDown]);
        acts.extend(blip(dice, fault, at_us, 30.0));
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// More than the queue takes, and publishers that wait for its word.
fn full_queue(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    put(experiment, "publisher_confirms", Value::Flag(true));
    let overflow = *dice.pick(&["reject-publish", "drop-head"]);
    choice(experiment, "overflow", overflow);
    number(experiment, "max_length", 1.0 + dice.below(20) as f64);
    number(experiment, "payment_time_ms", dice.by_factors(1.0, 500.0));
    let (shop, orders) = (Side::Async, 10 + dice.below(80) as u32);
    vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }]
}

/// A cut that outlasts the heartbeat, and publishers that wait for the broker's word.
fn silence(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    put(experiment, "publisher_confirms", Value::Flag(true));
    let (shop, orders) = (Side::Both, 1 + dice.below(20) as u32);
    let click = |at_us| Intervention {
        at_us,
        act: Act::Click { shop, orders },
    };
    let cut = dice.span(0.1, 10.0);
    let back = cut + 50_000_000 + dice.below(20_000_000);
    let fault = Fault::NetworkCut;
    let [from, mut until] = blip(dice, fault, cut, 1.0);
    until.at_us = back;
    vec![click(0), from, click(cut + dice.span(0.1, 100.0)), until]
}

/// Payment bears little, restarts soon, and is used to the limit.
fn crash_under_load(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    let above = dice.by_factors(1.0, 30.0).round();
    number(experiment, "payment_crash_above", above);
    number(
        experiment,
        "payment_restart_ms",
        dice.by_factors(100.0, 2_000.0),
    );
    number(experiment, "payment_time_ms", dice.by_factors(1.0, 3_000.0));
    number(experiment, "consumers", 1.0 + dice.below(40) as f64);
    let mut acts = Vec::new();
    for _ in 0..4 {
        let act = Act::Click {
            shop: Side::Both,
            orders: 1 + dice.below(60) as u32,
        };
        acts.push(Intervention {
            at_us: dice.below(5_000_000),
            act,
        });
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// In the end everything works again.
fn mend(dice: &mut Dice, acts: &mut Vec<Intervention>) {
    let last = acts.last().map_or(0, |i| i.at_us);
    let at_us = last + dice.span(0.01, 100_000.0);
    for fault in FAULTS {
        let act = Act::Heal { fault };
        acts.push(Intervention { at_us, act });
    }
}
