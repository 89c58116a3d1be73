//! Scenes: settings and acts that make rare things likely.
//!
//! Half of the experiments are pure luck. In the other half something is set up that luck alone would hardly ever meet:
//! the 0.2 ms between two messages, a cut that outlasts a heartbeat, a crowd on one channel.

#[path = "alarm.rs"]
mod alarm;
#[path = "cuts.rs"]
mod cuts;
#[path = "quorum.rs"]
mod quorum;
#[path = "wire.rs"]
mod wire;

use std::sync::Arc;

use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::value::Value;
use showdown::sim::engine::Side;
use showdown::sim::fault::{FAULTS, Fault};
use showdown::sim::script::{Crash, Script, Scripted};
use showdown::sim::time::Micros;

use crate::generate::{Bounds, Dice, choice, crowd, number, put};

/// Sets something up, and says what will be done.
pub(crate) type Scene = fn(&mut Dice, &mut Experiment) -> Vec<Intervention>;

/// Every scene.
pub(crate) const SCENES: [Scene; 31] = [
    crowd_on_one_interpreter,
    workers_that_die,
    a_long_buffer,
    crash_under_load,
    full_queue,
    full_queue,
    cuts::silence,
    alarm::memory_alarm,
    alarm::memory_alarm,
    alarm::given_up,
    nowhere,
    one_channel,
    cuts::one_way,
    cuts::one_way,
    what_cannot_be_paid,
    what_cannot_be_paid,
    back_from_the_dead,
    back_from_the_dead,
    standstill,
    a_long_freeze,
    broker_restart,
    a_long_buffer,
    a_long_buffer,
    a_small_pool,
    a_stream,
    a_stream,
    a_stream,
    fewer_workers,
    quorum::given_back,
    quorum::given_back,
    wire::a_lossy_wire,
];

/// Acts of all kinds, some at the same instant, some within milliseconds, some much later.
pub(crate) fn anything(dice: &mut Dice, bounds: &Bounds) -> Vec<Intervention> {
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
            act: Act::Break {
                fault: fault.into(),
            },
        },
        Intervention {
            at_us: back,
            act: Act::Heal {
                fault: fault.into(),
            },
        },
    ]
}

/// So many requests that answers wait for the interpreter, while the broker comes and goes: charged, and charged
/// again, before the user is told anything.
fn crowd_on_one_interpreter(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "checkout_endpoint", "async-def");
    choice(experiment, "overheads", "measured");
    choice(experiment, "ack_mode", "manual");
    put(experiment, "queue_durable", Value::Flag(dice.one_in(2)));
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
    number(experiment, "payment_time_ms", dice.by_factors(0.5, 3.0));
    number(
        experiment,
        "prefetch_count",
        *dice.pick(&[0.0, 1.0, 3.0, 20.0]),
    );
    number(experiment, "consumers", 1.0 + dice.below(2) as f64);
    let orders = 50 + dice.below(100) as u32;
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
    for _ in 0..dice.below(7) {
        let at_us = dice.below(200_000);
        let fault = *dice.pick(&[Fault::PaymentDown, Fault::BrokerDown, Fault::BrokerDown]);
        acts.extend(blip(dice, fault, at_us, 3.0));
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// One worker gets all that waited for it, and its channel dies while it goes from one message to the next.
fn a_long_buffer(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "overheads", "measured");
    choice(experiment, "checkout_endpoint", "async-def");
    number(experiment, "link_latency_ms", 0.0);
    number(experiment, "payment_time_ms", dice.by_factors(0.1, 0.5));
    number(experiment, "prefetch_count", *dice.pick(&[0.0, 50.0]));
    number(experiment, "consumers", 1.0);
    choice(experiment, "routing_key", "order.created");
    choice(experiment, "exchange", "default");
    choice(experiment, "ack_mode", "manual");
    choice(experiment, "queue_type", "classic");
    number(experiment, "max_length", 0.0);
    number(experiment, "queue_ttl_ms", 0.0);
    number(experiment, "message_ttl_ms", 0.0);
    number(experiment, "payment_crash_above", 0.0);
    choice(experiment, "payment_time_spread", "fixed");
    let (shop, orders) = (Side::Async, 100 + dice.below(50) as u32);
    let [payment, broker] = [Fault::PaymentDown, Fault::BrokerDown];
    let back = 150_000;
    let dies = back + dice.span(15.0, 60.0);
    let acts = [
        (
            0,
            Act::Break {
                fault: payment.into(),
            },
        ),
        (0, Act::Click { shop, orders }),
        (
            back,
            Act::Heal {
                fault: payment.into(),
            },
        ),
        (
            dies,
            Act::Break {
                fault: broker.into(),
            },
        ),
        (
            // (In the middle of a turn, more often than not: it takes 0.2 ms.)
            dies + if dice.one_in(3) {
                dice.span(0.1, 30.0)
            } else {
                dice.span(0.01, 0.15)
            },
            Act::Heal {
                fault: broker.into(),
            },
        ),
    ];
    acts.map(|(at_us, act)| Intervention { at_us, act })
        .to_vec()
}

/// More than the queue takes, and publishers that wait for its word.
fn full_queue(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    let (confirms, kept) = (Value::Flag(dice.one_in(2)), Value::Flag(dice.one_in(2)));
    put(experiment, "publisher_confirms", confirms);
    choice(experiment, "routing_key", "order.created");
    choice(experiment, "exchange", "default");
    put(experiment, "dead_letter_exchange", kept);
    let overflow = *dice.pick(&["reject-publish", "reject-publish", "drop-head"]);
    choice(experiment, "overflow", overflow);
    number(experiment, "max_length", 1.0 + dice.below(10) as f64);
    number(experiment, "payment_time_ms", dice.by_factors(1.0, 500.0));
    let (shop, orders) = (Side::Async, 10 + dice.below(80) as u32);
    vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }]
}

/// A mistyped key, and publishers that may want to know.
fn nowhere(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "routing_key", "orders.created");
    choice(experiment, "exchange", "default");
    put(experiment, "mandatory", Value::Flag(!dice.one_in(4)));
    let confirms = Value::Flag(!dice.one_in(4));
    put(experiment, "publisher_confirms", confirms);
    let (shop, orders) = (Side::Async, 1 + dice.below(30) as u32);
    vec![Intervention {
        at_us: dice.below(100_000),
        act: Act::Click { shop, orders },
    }]
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

/// Many threads, one channel: with a lock, or torn.
fn one_channel(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "checkout_endpoint", "def");
    let channel = *dice.pick(&["shared", "shared", "shared-locked", "per-request"]);
    choice(experiment, "amqp_channel", channel);
    let (shop, orders) = (Side::Async, 2 + dice.below(60) as u32);
    let mut acts = vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }];
    if dice.one_in(3) {
        // Another program has a channel of its own.
        let (name, value) = (
            "amqp_channel".to_owned(),
            Value::Choice("shared".to_owned()),
        );
        acts.push(Intervention {
            at_us: dice.span(0.1, 100.0),
            act: Act::Set { name, value },
        });
    }
    acts
}

/// Orders that fail, or kill who works on them: sent back, rejected, given up.
fn what_cannot_be_paid(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    let on_fail = *dice.pick(&["requeue", "reject-requeue", "reject"]);
    choice(experiment, "on_fail", on_fail);
    let kind = *dice.pick(&["quorum", "quorum", "classic"]);
    choice(experiment, "queue_type", kind);
    number(experiment, "delivery_limit", dice.below(4) as f64);
    let version = *dice.pick(&["3.10", "4.2", "4.2", "4.3"]);
    choice(experiment, "broker_version", version);
    let kept = Value::Flag(dice.one_in(2));
    put(experiment, "dead_letter_exchange", kept);
    choice(experiment, "ack_mode", "manual");
    number(experiment, "payment_crash_above", 0.0);
    let orders = 2 + dice.below(30) as u32;
    let scripted = |_| Scripted {
        service: Some(dice.span(1.0, 100.0)),
        poison: dice.one_in(5),
        priority: dice.one_in(4).then(|| dice.below(12) as u8),
        fails: vec![dice.one_in(4)],
        crash: dice.one_in(8).then(|| match dice.one_in(2) {
            true => Crash::After,
            false => Crash::Mid(dice.span(0.1, 10.0)),
        }),
        ..Scripted::default()
    };
    let script = Script {
        orders: (0..orders).map(scripted).collect(),
    };
    experiment.script = Some(Arc::new(script));
    let shop = Side::Both;
    let mut acts = vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }];
    // Workers that died are started again with Payment.
    let at_us = dice.span(100.0, 5_000.0);
    acts.extend(blip(dice, Fault::PaymentDown, at_us, 100.0));
    acts
}

/// Orders that fail once or twice, or always, expire or are one too many; and whoever dies comes back.
fn back_from_the_dead(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    let mut acts = what_cannot_be_paid(dice, experiment);
    let on_fail = *dice.pick(&["requeue", "reject", "reject"]);
    choice(experiment, "on_fail", on_fail);
    put(experiment, "dead_letter_exchange", Value::Flag(true));
    let kind = *dice.pick(&["retried", "redriven"]);
    choice(experiment, "dead_letters", kind);
    number(
        experiment,
        "retry_ttl_ms",
        dice.by_factors(1.0, 3_000.0).round(),
    );
    number(experiment, "redrive_ms", dice.by_factors(0.1, 300.0));
    number(experiment, "retry_limit", dice.below(4) as f64);
    let ttl = if dice.one_in(3) {
        dice.by_factors(5.0, 500.0).round()
    } else {
        0.0
    };
    number(experiment, "queue_ttl_ms", ttl);
    number(experiment, "max_length", *dice.pick(&[0.0, 0.0, 1.0, 4.0]));
    if dice.one_in(4) {
        let at_us = dice.span(1.0, 2_000.0);
        acts.extend(blip(dice, Fault::BrokerDown, at_us, 500.0));
    }
    if dice.one_in(6) {
        let other = *dice.pick(&["parked", "retried", "redriven"]);
        let act = Act::Set {
            name: "dead_letters".to_owned(),
            value: Value::Choice(other.to_owned()),
        };
        let at_us = dice.span(1.0, 2_000.0);
        acts.push(Intervention { at_us, act });
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// Payment frozen, or behind a hole or a cut, for longer or shorter than a connection is kept; sometimes two at once,
/// sometimes killed meanwhile.
fn standstill(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    number(experiment, "payment_time_ms", dice.by_factors(0.1, 300.0));
    let faults = [
        Fault::PaymentFrozen,
        Fault::PaymentBlackHoled,
        *dice.pick(&cuts::CUTS),
    ];
    let mut acts = Vec::new();
    for _ in 0..1 + dice.below(3) {
        let at_us = dice.span(1.0, 3_000.0);
        let fault = *dice.pick(&faults);
        let [from, mut until] = blip(dice, fault, at_us, 1_000.0);
        if dice.one_in(2) {
            until.at_us = at_us + dice.span(1_000.0, 15_000.0);
        }
        acts.extend([from, until]);
        if dice.one_in(3) {
            let killed = at_us + dice.span(0.1, 100.0);
            acts.extend(blip(dice, Fault::PaymentDown, killed, 500.0));
        }
    }
    let crowds = 2 + dice.below(4);
    with_crowds(dice, acts, crowds, 3_000.0)
}

/// Crowds to both shops besides: one at once, and others within so many milliseconds.
fn with_crowds(
    dice: &mut Dice,
    mut acts: Vec<Intervention>,
    crowds: u64,
    within_ms: f64,
) -> Vec<Intervention> {
    for k in 0..crowds {
        let at_us = if k == 0 { 0 } else { dice.span(0.1, within_ms) };
        let (shop, orders) = (Side::Both, 1 + dice.below(20) as u32);
        acts.push(Intervention {
            at_us,
            act: Act::Click { shop, orders },
        });
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// Payment stands still until the server's keep-alive has passed, and is called on connections that were open before.
fn a_long_freeze(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "http_client", "shared");
    number(experiment, "payment_time_ms", dice.by_factors(0.1, 30.0));
    let (shop, fault) = (Side::Both, Fault::PaymentFrozen);
    let orders = 1 + dice.below(10) as u32;
    let click = Act::Click { shop, orders };
    let called = 800_000 + dice.span(0.1, 2_000.0);
    let thaw = 3_000_000 + dice.span(3_000.0, 12_000.0);
    let acts = [
        (0, click.clone()),
        (
            800_000,
            Act::Break {
                fault: fault.into(),
            },
        ),
        (called, click),
        (
            thaw,
            Act::Heal {
                fault: fault.into(),
            },
        ),
    ];
    acts.map(|(at_us, act)| Intervention { at_us, act })
        .to_vec()
}

/// Few connections for many: a wait that is longer than a patience, and one that is not.
fn a_small_pool(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "http_client", "shared");
    choice(experiment, "checkout_endpoint", "async-def");
    number(experiment, "http_connections", 1.0 + dice.below(8) as f64);
    let kept = *dice.pick(&[0.0, 1.0, 4.0, 20.0]);
    number(experiment, "http_keepalive_connections", kept);
    let work = dice.by_factors(5.0, 300.0);
    number(experiment, "payment_time_ms", work);
    number(experiment, "payment_crash_above", 0.0);
    let patience = (work * dice.by_factors(0.8, 4.0)).max(10.0);
    number(experiment, "pool_timeout_ms", patience);
    let (shop, orders) = (Side::Sync, 10 + dice.below(50) as u32);
    vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }]
}

/// The broker's process dies and comes back while orders come in, with a queue that is durable or not.
fn broker_restart(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    let (durable, persistent) = (Value::Flag(dice.one_in(2)), Value::Flag(dice.one_in(2)));
    put(experiment, "queue_durable", durable);
    put(experiment, "messages_persistent", persistent);
    number(experiment, "payment_time_ms", dice.by_factors(1.0, 100.0));
    let (shop, orders) = (Side::Async, 20 + dice.below(100) as u32);
    let mut acts = vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }];
    for _ in 0..2 {
        let at_us = dice.span(2.0, 200.0);
        acts.extend(blip(dice, Fault::BrokerDown, at_us, 100.0));
        // Somebody publishes before a worker has declared the queue again.
        let back = acts.last().map_or(at_us, |i| i.at_us);
        acts.push(Intervention {
            at_us: back,
            act: Act::Click { shop, orders: 1 },
        });
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// Orders that come by themselves, and nobody does anything.
fn a_stream(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    let kinds = [
        "constant",
        "poisson",
        "ramp",
        "on-off",
        "burst",
        "one-by-one",
    ];
    choice(experiment, "arrivals", dice.pick::<&str>(&kinds));
    number(experiment, "arrival_rate_per_s", dice.by_factors(1.0, 30.0));
    number(experiment, "arrivals_stop_s", 2.0);
    number(experiment, "arrivals_on_s", dice.by_factors(0.1, 2.0));
    Vec::new()
}

/// Workers are taken away while they are at work.
fn fewer_workers(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    number(experiment, "consumers", 2.0 + dice.below(10) as f64);
    number(experiment, "payment_time_ms", dice.by_factors(1.0, 1_000.0));
    let (shop, orders) = (Side::Both, 2 + dice.below(60) as u32);
    let mut acts = vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }];
    for _ in 0..1 + dice.below(4) {
        let (name, value) = (
            "consumers".to_owned(),
            Value::Number(1.0 + dice.below(4) as f64),
        );
        acts.push(Intervention {
            at_us: dice.span(1.0, 3_000.0),
            act: Act::Set { name, value },
        });
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// In the end everything works again.
pub(crate) fn mend(dice: &mut Dice, acts: &mut Vec<Intervention>) {
    let last = acts.last().map_or(0, |i| i.at_us);
    let at_us = last + dice.span(0.01, 100_000.0);
    for fault in FAULTS {
        let act = Act::Heal {
            fault: fault.into(),
        };
        acts.push(Intervention { at_us, act });
    }
}
