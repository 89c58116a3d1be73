//! How long users waited to be told, and how long until they were charged.
//!
//! Told that all is well and told an error are two things: an outage, in which users are refused at once, must not look
//! like a fast shop. Who hung up was told nothing.

use super::{Chart, Line, Stroke, middle, until};
use crate::sim::metrics::{Known, Slice};
use crate::sim::shop::Shop;
use crate::sim::time::{Micros, SECOND};
use crate::sim::wiring::WIRINGS;
use crate::words::charts as said;

/// The chart: mean latency of what became known in each slice of time.
pub fn chart(shops: &[Shop; WIRINGS], clock: Micros) -> Chart {
    let of_one = |shop: &Shop| {
        let wiring = shop.wiring();
        let [told, error, paid] = said::told(wiring);
        let line = |name, stroke, of: fn(&Slice) -> Known| Line {
            name,
            shop: wiring,
            stroke,
            points: points(shop, of),
        };
        [
            line(told, Stroke::Solid, |s| s.told),
            line(error, Stroke::Dotted, |s| s.told_error),
            line(paid, Stroke::Dashed, |s| s.paid),
        ]
    };
    Chart {
        lines: shops.iter().flat_map(of_one).collect(),
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
