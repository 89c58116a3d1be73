//! Scenes of a network that is cut: in one direction or in both, for longer than a heartbeat, before a broker that dies.

use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::value::Value;
use showdown::sim::engine::Side;
use showdown::sim::fault::Fault;

use super::{blip, with_crowds};
use crate::generate::{Dice, number, put};

/// A cut in either direction, or in both.
pub(super) const CUTS: [Fault; 3] = [
    Fault::NetworkCut,
    Fault::NetworkCutOut,
    Fault::NetworkCutBack,
];

/// Cuts in one direction, one after the other or at once, before shops that are busy; sometimes the broker dies behind them.
pub(super) fn one_way(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    number(experiment, "payment_time_ms", dice.by_factors(0.1, 300.0));
    put(
        experiment,
        "publisher_confirms",
        Value::Flag(dice.one_in(3)),
    );
    let mut acts = Vec::new();
    for _ in 0..1 + dice.below(4) {
        let at_us = dice.span(1.0, 4_000.0);
        let fault = *dice.pick(&CUTS);
        let [from, mut until] = blip(dice, fault, at_us, 2_000.0);
        if dice.one_in(3) {
            until.at_us = at_us + dice.span(1_000.0, 80_000.0);
        }
        acts.extend([from, until]);
        if dice.one_in(4) {
            let killed = at_us + dice.span(0.1, 1_000.0);
            acts.extend(blip(dice, Fault::BrokerDown, killed, 500.0));
        }
    }
    let crowds = 2 + dice.below(8);
    with_crowds(dice, acts, crowds, 5_000.0)
}

/// A cut that outlasts the heartbeat, and publishers that wait for the broker's word.
pub(super) fn silence(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    put(experiment, "publisher_confirms", Value::Flag(true));
    let (shop, orders) = (Side::Both, 1 + dice.below(20) as u32);
    let click = |at_us| Intervention {
        at_us,
        act: Act::Click { shop, orders },
    };
    let cut = dice.span(0.1, 10.0);
    let back = cut + 50_000_000 + dice.below(20_000_000);
    let fault = *dice.pick(&CUTS);
    let [from, mut until] = blip(dice, fault, cut, 1.0);
    until.at_us = back;
    vec![click(0), from, click(cut + dice.span(0.1, 100.0)), until]
}
