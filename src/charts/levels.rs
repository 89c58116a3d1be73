//! What piles up where: threads held at Checkout, messages ready in the queue.

use super::{Chart, Line, Stroke, middle, until};
use crate::sim::metrics::Slice;
use crate::sim::shop::Shop;
use crate::sim::time::{Micros, SECOND};
use crate::words::charts as said;

/// The chart: the highest level in each slice of time.
pub fn chart(sync: &Shop, queued: &Shop, clock: Micros) -> Chart {
    let (solid, dashed) = (Stroke::Solid, Stroke::Dashed);
    let [held, held_by_async] = said::held(sync.config().endpoint);
    let line = |name, token, stroke, shop: &Shop, of: fn(&Slice) -> u32| Line {
        name,
        token,
        stroke,
        points: points(shop, of, clock),
    };
    Chart {
        lines: vec![
            line(said::SYNC_OPEN, "--sync", dashed, sync, |s| s.peak.open),
            line(held, "--sync", solid, sync, |s| s.peak.threads),
            line(held_by_async, "--async", solid, queued, |s| s.peak.threads),
            line(said::QUEUE_READY, "--async", dashed, queued, |s| {
                s.peak.ready
            }),
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
    let mut present = Slice::default();
    present.peak = shop.series().whole().now();
    let since = slices.len() as Micros * width;
    for at in [since.min(clock), clock] {
        points.push((at as f64 / SECOND as f64, f64::from(of(&present))));
    }
    points
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
