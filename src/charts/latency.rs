//! How long users waited to be told, and how long until they were charged.
//!
//! Told that all is well and told an error are two things: an outage, in which users are refused at once, must not look
//! like a fast shop. Who hung up was told nothing.

use super::{Chart, Line, Stroke, middle, until};
use crate::sim::metrics::{Known, Slice};
use crate::sim::shop::Shop;
use crate::sim::time::{Micros, SECOND};
use crate::words::charts as said;

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
            line(said::SYNC_TOLD, "--sync", solid, sync, |s| s.told),
            line(said::SYNC_ERROR, "--sync", dotted, sync, |s| s.told_error),
            line(said::SYNC_PAID, "--sync", dashed, sync, |s| s.paid),
            line(said::ASYNC_TOLD, "--async", solid, queued, |s| s.told),
            line(said::ASYNC_ERROR, "--async", dotted, queued, |s| {
                s.told_error
            }),
            line(said::ASYNC_PAID, "--async", dashed, queued, |s| s.paid),
        ],
        until_s: until(clock),
        unit: said::SECONDS,
    }
}

fn points(shop: &Shop, of: fn(&Slice) -> Known) -> Vec<(f64, f64)> {
    let (slices, width) = shop.series().slices();
    let known = slices.iter().enumerate();
    known
        .filter_map(|(k, slice)| Some((middle(k, width), of(slice).mean()? / SECOND as f64)))
        .collect()
}
