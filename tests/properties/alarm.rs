//! Scenes of a broker that is short of memory, or has enough of workers.

use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::value::Value;
use showdown::sim::engine::Side;
use showdown::sim::fault::Fault;

use super::blip;
use crate::generate::{Dice, choice, number, put};

/// The broker is short of memory, for less or longer than Checkout bears it; sometimes the broker, or Payment, dies meanwhile.
pub(super) fn memory_alarm(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    let channel = *dice.pick(&["per-thread", "per-request", "per-request", "shared-locked"]);
    choice(experiment, "amqp_channel", channel);
    // (Who closes a connection hangs without confirms, too.)
    let confirms = Value::Flag(dice.one_in(2) && channel != "per-request");
    put(experiment, "publisher_confirms", confirms);
    if dice.one_in(3) {
        let services = "payment.shipping".to_owned();
        put(experiment, "services", Value::Choice(services));
        choice(experiment, "async_events", "choreography");
    }
    number(experiment, "payment_time_ms", dice.by_factors(1.0, 1_000.0));
    let bears = *dice.pick(&[0.0, 0.05, 0.05, 0.5, 2.0]);
    number(experiment, "blocked_connection_timeout_s", bears);
    choice(experiment, "overheads", "measured");
    choice(experiment, "routing_key", "order.created");
    choice(experiment, "exchange", "default");
    number(experiment, "user_patience_s", 0.0);
    number(experiment, "payment_crash_above", 0.0);
    let (shop, mut acts) = (Side::Async, Vec::new());
    for _ in 0..2 + dice.below(5) {
        let orders = 1 + dice.below(20) as u32;
        let at_us = dice.below(2_000_000);
        let act = Act::Click { shop, orders };
        acts.push(Intervention { at_us, act });
    }
    for _ in 0..1 + dice.below(2) {
        let at_us = dice.below(1_500_000);
        let [from, mut until] = blip(dice, Fault::MemoryAlarm, at_us, 3_000.0);
        if !dice.one_in(4) {
            until.at_us = at_us + dice.span(200.0, 3_000.0);
        }
        acts.extend([from, until]);
    }
    if dice.one_in(3) {
        let fault = *dice.pick(&[
            Fault::BrokerDown,
            Fault::PaymentDown,
            Fault::NetworkCut,
            Fault::NetworkCutBack,
        ]);
        let at_us = dice.below(2_000_000);
        acts.extend(blip(dice, fault, at_us, 1_000.0));
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}

/// Orders that take longer than the broker bears a worker, by its heartbeat or by its patience with acknowledgements.
pub(super) fn given_up(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    number(experiment, "heartbeat_s", 1.0 + dice.below(10) as f64);
    let patience = *dice.pick(&[0.0, 10.0, 30.0, 1_800.0]);
    number(experiment, "consumer_timeout_s", patience);
    let blocks = Value::Flag(!dice.one_in(4));
    put(experiment, "handler_blocks_connection", blocks);
    let acks = *dice.pick(&["manual", "manual", "auto"]);
    choice(experiment, "ack_mode", acks);
    choice(experiment, "payment_time_spread", "fixed");
    number(experiment, "payment_crash_above", 0.0);
    // (An order that is redelivered for ever is given up by a quorum queue.)
    choice(experiment, "queue_type", "quorum");
    number(experiment, "delivery_limit", 1.0 + dice.below(3) as f64);
    number(experiment, "prefetch_count", dice.below(4) as f64);
    number(
        experiment,
        "payment_time_ms",
        dice.by_factors(1_000.0, 60_000.0),
    );
    let (shop, orders) = (Side::Async, 1 + dice.below(20) as u32);
    let mut acts = vec![Intervention {
        at_us: 0,
        act: Act::Click { shop, orders },
    }];
    if dice.one_in(2) {
        let fault = *dice.pick(&[Fault::PaymentFrozen, Fault::MemoryAlarm, Fault::BrokerDown]);
        let at_us = dice.below(60_000_000);
        let [from, mut until] = blip(dice, fault, at_us, 1.0);
        until.at_us = at_us + dice.span(1_000.0, 120_000.0);
        acts.extend([from, until]);
    }
    acts.sort_by_key(|i| i.at_us);
    acts
}
