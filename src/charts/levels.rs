//! What piles up where: threads held at Checkout, messages ready in the queue.

use super::{Chart, Line, Stroke, levels_over_time, until};
use crate::sim::metrics::Slice;
use crate::sim::parts::PartKind;
use crate::sim::shop::Shop;
use crate::sim::time::Micros;
use crate::sim::wiring::WIRINGS;
use crate::words::charts as said;

/// The chart: the highest level in each slice of time.
pub fn chart(shops: &[Shop; WIRINGS], clock: Micros) -> Chart {
    let mut lines = Vec::new();
    for shop in shops {
        let wiring = shop.wiring();
        let mut line = |name, stroke, of: fn(&Slice) -> u32| {
            lines.push(Line {
                name,
                shop: wiring,
                stroke,
                points: points(shop, of, clock),
            });
        };
        // Who is told when all is done waits in the request; else the order does, in the queue.
        if wiring.answers_when_paid() {
            line(said::open(wiring), Stroke::Dashed, |s| s.peak.open);
        }
        let held = said::held(shop.config().endpoint, wiring);
        line(held, Stroke::Solid, |s| s.peak.threads);
        if wiring.has(PartKind::Queue) {
            line(said::ready(shop.needs_several()), Stroke::Dashed, |s| {
                s.peak.ready
            });
        }
    }
    Chart {
        lines,
        until_s: until(clock),
        unit: "",
    }
}

fn points(shop: &Shop, of: fn(&Slice) -> u32, clock: Micros) -> Vec<(f64, f64)> {
    let series = shop.series();
    let mut present = Slice::default();
    present.peak = series.whole().now();
    let (slices, _) = series.slices();
    levels_over_time(series, slices.into_iter().map(of), of(&present), clock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Model, Msg};
    use crate::sim::engine::Side;

    #[test]
    fn once_all_is_calm_every_line_ends_at_nothing() {
        let mut model = Model::default();
        model.update(Msg::Crowd(Side::Both, 100));
        model.update(Msg::Finish);
        model.frame(0, &mut || true);
        let chart = chart(model.run().world().shops(), model.run().clock());
        for line in &chart.lines {
            assert_eq!(line.points.last().map(|p| p.1), Some(0.0), "{}", line.name);
            assert!(line.points.is_sorted_by(|a, b| a.0 <= b.0), "{}", line.name);
        }
    }
}
