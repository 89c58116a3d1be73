//! A scene: a wire that loses much.

use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::sim::engine::Side;

use crate::generate::{Dice, choice, number};

/// A wire that loses much, below Checkout, and nothing else that could hold anything up.
pub(crate) fn a_lossy_wire(dice: &mut Dice, experiment: &mut Experiment) -> Vec<Intervention> {
    choice(experiment, "overheads", "none");
    choice(experiment, "wire_between", "checkout-below");
    for way in ["out", "back"] {
        number(
            experiment,
            &format!("wire_{way}_ms"),
            dice.by_factors(1.0, 500.0),
        );
        number(
            experiment,
            &format!("wire_{way}_jitter_ms"),
            dice.by_factors(0.1, 50.0),
        );
        let percent = dice.by_factors(1.0, 50.0).round();
        number(experiment, &format!("wire_{way}_loss_percent"), percent);
    }
    let (shop, orders) = (Side::Both, 1 + dice.below(60) as u32);
    let click = |at_us| Intervention {
        at_us,
        act: Act::Click { shop, orders },
    };
    vec![click(0), click(dice.span(0.1, 2_000.0))]
}
