//! What piles up where: threads held at Checkout, messages ready in the queue.

use super::{Chart, Line, middle, until};
use crate::sim::metrics::Slice;
use crate::sim::shop::Shop;
use crate::sim::time::{Micros, SECOND};

/// The chart: the highest level in each slice of time.
pub fn chart(sync: &Shop, queued: &Shop, clock: Micros) -> Chart {
    let line = |name, token, dashed, shop: &Shop, of: fn(&Slice) -> u32| Line {
        name,
        token,
        dashed,
        points: points(shop, of, clock),
    };
    Chart {
        lines: vec![
            line("sync requests open", "--sync", true, sync, |s| s.peak.open),
            line("sync threads held", "--sync", false, sync, |s| {
                s.peak.threads
            }),
            line("async threads held", "--async", false, queued, |s| {
                s.peak.threads
            }),
            line("queue ready", "--async", true, queued, |s| s.peak.ready),
        ],
        until_s: until(clock),
        unit: "",
    }
}

fn points(shop: &Shop, of: fn(&Slice) -> u32, clock: Micros) -> Vec<(f64, f64)> {
    let (slices, width) = shop.series().slices();
    let levels = slices.iter().enumerate();
    let mut points: Vec<(f64, f64)> = levels
        .map(|(k, slice)| (middle(k, width), f64::from(of(slice))))
        .collect();
    // A level holds until it changes.
    let last = points.last().copied();
    points.extend(last.map(|(_, level)| (clock as f64 / SECOND as f64, level)));
    points
}

/// What it shows, in a sentence.
pub fn sentence(sync: &Shop, queued: &Shop) -> String {
    let (s, q) = (sync.peak(), queued.peak());
    if sync.sent() + queued.sent() == 0 {
        return "Nothing has piled up yet.".to_owned();
    }
    format!(
        "At most {} sync requests were open at once and held {} threads; async held {} threads at most, and the queue \
         held {} ready messages.",
        s.open, s.threads, q.threads, q.ready
    )
}
