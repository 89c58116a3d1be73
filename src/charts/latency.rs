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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::presets;
    use crate::experiment::run::Run;

    /// While Payment is down users are refused within milliseconds: that makes no answer faster.
    #[test]
    fn an_outage_makes_no_answer_look_fast() {
        let preset = presets::find("payment-outage").expect("a scenario");
        let mut run = Run::new(preset.experiment());
        let mut seen = Vec::new();
        for second in [4, 7, 14] {
            assert!(run.play_to(second * SECOND));
            let world = run.world();
            let told = world.sync.told_well().mean();
            let all = chart(&world.sync, &world.queued, run.clock());
            let lines = all.lines.into_iter().map(|line| (line.name, line.points));
            seen.push((
                told,
                Vec::from_iter(lines),
                sentence(&world.sync, &world.queued),
            ));
        }
        let [(_, _, calm), (before, ..), (during, lines, outage)] = &seen[..] else {
            unreachable!("three moments");
        };
        // Nobody is told 200 between these two, and 14 are refused.
        assert_eq!(during, before);
        assert!(!calm.contains("an error"), "{calm}");
        assert!(outage.contains(", an error after 3."), "{outage}");
        let points = |name: &str| {
            let line = lines.iter().find(|(other, _)| *other == name);
            &line.expect("a line").1
        };
        // (In the first second of the outage calls that were inside are told their error.)
        let down = |&&(at, _): &&(f64, f64)| at > 6.0;
        assert_eq!(points("sync told 200").iter().filter(down).count(), 0);
        let refused: Vec<_> = points("sync told an error").iter().filter(down).collect();
        assert!(
            refused.len() > 5 && refused.iter().all(|(_, s)| *s < 0.1),
            "{refused:?}"
        );
    }

    #[test]
    fn a_shop_that_told_nobody_says_so() {
        let mut run = Run::new(presets::find("one-order").expect("a scenario").experiment());
        let world = |run: &Run| sentence(&run.world().sync, &run.world().queued);
        assert_eq!(world(&run), "No user has been told anything yet.");
        let act = crate::experiment::intervention::Act::Click {
            shop: crate::sim::engine::Side::Both,
            orders: 1,
        };
        run.act(act).expect("room");
        run.play_to(SECOND);
        assert_eq!(
            world(&run),
            "On average: sync nobody told yet, nobody charged yet; async told 202 after 2.9 ms, nobody charged yet."
        );
    }
}
