//! English: what would come of one order with nobody else there.

use super::counts::few;
use super::figures::span;
use super::several;
use crate::sim::wiring::{WIRINGS, Wiring};
use crate::words::facts::alone::Alone;

/// Before the first order: what would come of it, in each shop.
pub fn before(each: &[Alone; WIRINGS]) -> [String; WIRINGS] {
    Wiring::ALL.map(|wiring| {
        let comes = alone(&each[wiring]);
        if let Some(way) = each[wiring].several {
            return format!("{}: {comes}.", several::way(way, wiring));
        }
        match wiring {
            Wiring::Sync => format!("Sync: Checkout calls Payment, and the user waits: {comes}."),
            Wiring::Async => {
                format!(
                    "Async: Checkout puts the order into a queue, and the user goes home: {comes}."
                )
            }
        }
    })
}

/// Of one order with nobody else there: in each shop. `luck`: times vary, or some fail; `mended`: now something is broken.
pub fn one_alone(each: &[Alone; WIRINGS], luck: bool, mended: bool) -> String {
    let users = Wiring::ALL.map(|wiring| {
        let comes = alone(&each[wiring]);
        format!("the {} user is {comes}", wiring.name())
    });
    let when = match (luck, mended) {
        (false, true) => "With all mended, one order alone",
        (false, false) => "One order alone",
        (true, true) => "With all mended, an average order alone",
        (true, false) => "An average order alone",
    };
    format!(" {when}: {}.", users.join("; "))
}

/// What would come of it.
fn alone(one: &Alone) -> String {
    let told = format!("told {} after {}, and ", one.status, span(one.told));
    if let (Some(_), Some(after), 1) = (one.several, one.all_done, one.charges) {
        // (Who is told when all is done is told nothing new.)
        return match after <= one.told {
            true => told + "all is done",
            false => format!("{told}all done after {}", span(after)),
        };
    }
    let charged = match (one.charges, one.status) {
        (0, _) => "not charged".to_owned(),
        (1, 200) => "charged".to_owned(),
        (1, _) => format!("charged after {}", span(one.charged)),
        (n, _) => format!("charged {} times", few(u64::from(n))),
    };
    let rest = match (one.several, one.all_done) {
        (Some(_), None) => ", but not all done",
        (Some(_) | None, _) => "",
    };
    told + &charged + rest
}
