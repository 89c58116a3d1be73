//! Scenes of a quorum queue.

use std::sync::Arc;

use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::sim::engine::Side;
use showdown::sim::script::{Script, Scripted};

use crate::generate::{Dice, choice, number};

/// Orders that fail more often than the delivery limit allows: by the older rules they die of it, by the newer ones a
/// worker that gives one back does not count.
pub(super) fn given_back(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "queue_type", "quorum");
    let version = *dice.pick(&["3.10", "4.2", "4.3", "4.3"]);
    choice(experiment, "broker_version", version);
    choice(experiment, "on_fail", "requeue");
    choice(experiment, "ack_mode", "manual");
    choice(experiment, "overheads", "measured");
    number(experiment, "delivery_limit", 1.0 + dice.below(3) as f64);
    number(experiment, "max_length", 0.0);
    number(experiment, "queue_ttl_ms", 0.0);
    number(experiment, "message_ttl_ms", 0.0);
    number(experiment, "payment_crash_above", 0.0);
    let orders = 1 + dice.below(10) as u32;
    // (An end: who fails five times at most goes through at last, by the newer rules.)
    let scripted = |_| Scripted {
        service: Some(dice.span(1.0, 100.0)),
        fails: vec![true; dice.below(6) as usize],
        ..Scripted::default()
    };
    let script = Script {
        orders: (0..orders).map(scripted).collect(),
    };
    experiment.script = Some(Arc::new(script));
    let shop = Side::Async;
    vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }]
}
