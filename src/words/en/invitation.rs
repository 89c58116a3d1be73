//! English: before the first order, what a part is. Where there is less room there are shorter words: the long ones come first.

use super::counts::few;
use super::figures::span;
use super::services;
use crate::sim::config::lineup::Lineup;
use crate::sim::config::{Calls, Events};
use crate::sim::parts::PartKind;
use crate::sim::shop::Wiring;
use crate::sim::time::Micros;
use crate::words::facts::Way;

/// Of a part. `way`: how several `services` come to do their work, if there are several. `takes`: its service, done by so
/// many `servers` at a time.
pub fn invitation(
    kind: PartKind,
    shop: Wiring,
    way: Option<(Way, Lineup)>,
    (takes, servers): (Micros, u32),
) -> Vec<String> {
    let takes = span(takes);
    let own = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    let mut said = match (kind, shop) {
        (PartKind::Users, _) => vec![],
        (PartKind::Checkout, shop) => match (shop, way) {
            (shop, Some((way, lineup))) => of_several(shop, way, lineup),
            (Wiring::Sync, None) => own(&[
                "calls Payment, and holds its thread until Payment answers",
                "calls Payment and waits",
            ]),
            (Wiring::Async, None) => own(&[
                "puts the order into the queue, and answers at once",
                "publishes, answers at once",
            ]),
        },
        (PartKind::Queue, _) => own(&[
            "orders wait here until a worker is free",
            "orders wait here",
        ]),
        (PartKind::Service, _) => vec![
            format!("{takes} for each order, {servers} at a time"),
            format!("{takes} an order"),
        ],
        (PartKind::Workers, _) => vec![
            match servers {
                1 => format!("one worker, one order after the other, {takes} each"),
                n => format!("{n} workers, one order each at a time, {takes} an order"),
            },
            format!("{takes} an order"),
        ],
    };
    // (Side by side there is less room.)
    if way.is_some() && matches!(kind, PartKind::Service | PartKind::Workers) {
        said.push(takes);
    }
    said
}

/// What Checkout does for several services.
fn of_several(shop: Wiring, way: Way, lineup: Lineup) -> Vec<String> {
    let n = few(way.services);
    let [long, short] = match (shop, way.calls, way.events) {
        (Wiring::Sync, Calls::InSequence, _) => [
            format!("makes {n} calls, one after the other, and answers after the last"),
            format!("{n} calls in a row"),
        ],
        (Wiring::Sync, Calls::InParallel, _) => [
            format!("makes {n} calls at once, and answers after the slowest"),
            format!("{n} calls at once"),
        ],
        (Wiring::Async, _, Events::FanOut) if way.one_publish => [
            format!("publishes once, for {n} queues, and answers at once"),
            "one publish".to_owned(),
        ],
        (Wiring::Async, _, Events::FanOut) => [
            format!("publishes {n} times, once to each queue, and answers at once"),
            format!("{n} publishes"),
        ],
        (Wiring::Async, _, Events::Choreography) => {
            let first = lineup.iter().next().map(services::name);
            let first = first.unwrap_or_default();
            [
                format!("publishes for {first} alone, and answers at once"),
                "one publish".to_owned(),
            ]
        }
    };
    vec![long, short]
}
