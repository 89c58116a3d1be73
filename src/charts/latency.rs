//! How long users waited to be told, and how long until they were charged.

use super::{Chart, Line, middle, until};
use crate::sim::metrics::{Known, Slice};
use crate::sim::shop::Shop;
use crate::sim::time::{Micros, SECOND};
use crate::words;

/// The chart: mean latency of what became known in each slice of time.
pub fn chart(sync: &Shop, queued: &Shop, clock: Micros) -> Chart {
    let line = |name, token, dashed, shop: &Shop, of: fn(&Slice) -> Known| Line {
        name,
        token,
        dashed,
        points: points(shop, of),
    };
    Chart {
        lines: vec![
            line("sync told", "--sync", false, sync, |s| s.told),
            line("sync paid", "--sync", true, sync, |s| s.paid),
            line("async told", "--async", false, queued, |s| s.told),
            line("async paid", "--async", true, queued, |s| s.paid),
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
    if sync.told().count() + queued.told().count() == 0 {
        return "No user has been told anything yet.".to_owned();
    }
    let mean = |what: &str, n: usize, mean: f64| match n {
        0 => format!("nobody {what} yet"),
        _ => format!("{what} after {}", words::span(mean as Micros)),
    };
    let side = |shop: &Shop| {
        let (told, paid) = (shop.told(), shop.paid());
        (
            mean("told", told.count(), told.mean()),
            mean("charged", paid.count(), paid.mean()),
        )
    };
    let ((sync_told, sync_paid), (told, paid)) = (side(sync), side(queued));
    format!("On average: sync {sync_told}, {sync_paid}; async {told}, {paid}.")
}
