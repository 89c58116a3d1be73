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
    let end = clock as f64 / SECOND as f64;
    let levels = slices.iter().enumerate();
    let mut points: Vec<(f64, f64)> = levels
        .map(|(k, slice)| (middle(k, width).min(end), f64::from(of(slice))))
        .collect();
    // A slice shows its peak; after the last one the present level holds.
    let present = Slice {
        peak: shop.series().now(),
        ..Slice::default()
    };
    let since = slices.len() as Micros * width;
    for at in [since.min(clock), clock] {
        points.push((at as f64 / SECOND as f64, f64::from(of(&present))));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Model, Msg};
    use crate::sim::engine::Side;
    use crate::sim::shop::Wiring;

    #[test]
    fn once_all_is_calm_every_line_ends_at_nothing() {
        let mut model = Model::default();
        model.update(Msg::Crowd(Side::Both, 100));
        model.update(Msg::Finish);
        model.frame(0, &mut || true);
        let (sync, queued) = (model.shop(Wiring::Sync), model.shop(Wiring::Async));
        let chart = chart(sync, queued, model.run().clock());
        for line in &chart.lines {
            assert_eq!(line.points.last().map(|p| p.1), Some(0.0), "{}", line.name);
            assert!(line.points.is_sorted_by(|a, b| a.0 <= b.0), "{}", line.name);
        }
    }
}
