//! How long users waited to be told, and how long until they were charged.
//!
//! Told that all is well and told an error are two things: an outage, in which users are refused at once, must not look
//! like a fast shop. Who hung up was told nothing.

use super::{Chart, Line, Stroke, middle, until};
use crate::sim::metrics::{Known, Latency, Slice};
use crate::sim::shop::Shop;
use crate::sim::time::{Micros, SECOND};
use crate::words;

/// The chart: mean latency of what became known in each slice of time.
pub fn chart(sync: &Shop, queued: &Shop, clock: Micros) -> Chart {
    let line = |name, token, stroke, shop: &Shop, of: fn(&Slice) -> Known| Line {
        name,
        token,
        stroke,
        points: points(shop, of),
    };
    let (solid, dashed, dotted) = (Stroke::Solid, Stroke::Dashed, Stroke::Dotted);
    Chart {
        lines: vec![
            line("sync told 200", "--sync", solid, sync, |s| s.told),
            line("sync told an error", "--sync", dotted, sync, |s| {
                s.told_error
            }),
            line("sync paid", "--sync", dashed, sync, |s| s.paid),
            line("async told 202", "--async", solid, queued, |s| s.told),
            line("async told an error", "--async", dotted, queued, |s| {
                s.told_error
            }),
            line("async paid", "--async", dashed, queued, |s| s.paid),
        ],
        until_s: until(clock),
        unit: "s",
    }
}

fn points(shop: &Shop, of: fn(&Slice) -> Known) -> Vec<(f64, f64)> {
    let (slices, width) = shop.series().slices();
    let known = slices.iter().enumerate();
    known
        .filter_map(|(k, slice)| Some((middle(k, width), of(slice).mean()? / SECOND as f64)))
        .collect()
}

/// What it shows, in a sentence.
pub fn sentence(sync: &Shop, queued: &Shop) -> String {
    if [sync, queued]
        .iter()
        .all(|s| s.told_well().count() + s.told_error().count() == 0)
    {
        return "No user has been told anything yet.".to_owned();
    }
    format!(
        "On average: sync {}; async {}.",
        of_one(sync, "200"),
        of_one(queued, "202")
    )
}

/// `told 200 after 1.02 s, an error after 3.5 ms, charged after 1.02 s`.
fn of_one(shop: &Shop, well: &str) -> String {
    let after = |what: &str, latency: &Latency| {
        format!("{what} after {}", words::span(latency.mean() as Micros))
    };
    let (told, error, paid) = (shop.told_well(), shop.told_error(), shop.paid());
    let told = match (told.count(), error.count()) {
        (0, 0) => "nobody told yet".to_owned(),
        (0, _) => after("told an error", error),
        (_, 0) => after(&format!("told {well}"), told),
        (_, _) => format!(
            "{}, {}",
            after(&format!("told {well}"), told),
            after("an error", error)
        ),
    };
    match paid.count() {
        0 => format!("{told}, nobody charged yet"),
        _ => format!("{told}, {}", after("charged", paid)),
    }
}
