//! English: what would come of one order with nobody else there.

use super::counts::few;
use super::figures::span;
use crate::words::facts::alone::Alone;

/// Before the first order: what would come of it, in both shops.
pub fn before([sync, queued]: &[Alone; 2]) -> [String; 2] {
    let (sync, queued) = (alone(sync), alone(queued));
    [
        format!("Sync: Checkout calls Payment, and the user waits: {sync}."),
        format!("Async: Checkout puts the order into a queue, and the user goes home: {queued}."),
    ]
}

/// Of one order with nobody else there: in both shops. `mended`: now something is broken.
pub fn one_alone([sync, queued]: &[Alone; 2], mended: bool) -> String {
    let (sync, queued) = (alone(sync), alone(queued));
    let when = match mended {
        true => "With all mended, one order",
        false => "One order",
    };
    format!(" {when} alone: the sync user is {sync}; the async user is {queued}.")
}

/// What would come of it.
fn alone(one: &Alone) -> String {
    let told = format!("told {} after {}, and ", one.status, span(one.told));
    let charged = match (one.charges, one.status) {
        (0, _) => "not charged".to_owned(),
        (1, 200) => "charged".to_owned(),
        (1, _) => format!("charged after {}", span(one.charged)),
        (n, _) => format!("charged {} times", few(u64::from(n))),
    };
    told + &charged
}
