//! What stands close together: lines of calls made at once, numbers beside workers.

use super::*;
use crate::stage::area::Area;

/// Six calls at once are six lines from one place, one into each service; in a row it is one line at a time.
#[test]
fn each_of_several_calls_at_once_has_a_line() {
    let six = "inventory.payment.shipping.invoice.email.loyalty";
    let ends = |calls: &str| {
        let mut model = Model::default();
        let choose = |model: &mut Model, name, choice: &str| {
            model.update(Msg::Set(name, Value::Choice(choice.into())));
        };
        choose(&mut model, "services", six);
        choose(&mut model, "sync_calls", calls);
        choose(&mut model, "checkout_endpoint", "async-def");
        model.update(Msg::Crowd(Side::Both, 1));
        for _ in 0..10 {
            model.frame(50_000, &mut || true);
        }
        let seen = seen(&model, SIZE);
        assert_eq!(
            count(&seen.scenes[1], |m| matches!(m, Mark::Tether { .. })),
            0
        );
        let tethers = seen.scenes[0].marks.iter().filter_map(|mark| match mark {
            Mark::Tether {
                points: [_, seat, end],
            } => Some((*seat, *end)),
            _ => None,
        });
        let tethers: Vec<_> = tethers.collect();
        assert!(tethers.iter().all(|(seat, _)| *seat == tethers[0].0));
        let services = seen.layouts[0]
            .places
            .iter()
            .filter(|p| p.part.kind == PartKind::Service);
        let into = |area: Area| {
            tethers
                .iter()
                .filter(|(_, end)| {
                    (area.x..=area.right()).contains(&end.0)
                        && (area.y..=area.bottom()).contains(&end.1)
                })
                .count()
        };
        services
            .map(|place| into(place.area))
            .collect::<Vec<usize>>()
    };
    assert_eq!(ends("in-parallel"), [1; 6]);
    assert_eq!(ends("in-sequence").iter().sum::<usize>(), 1);
}

/// Where workers sit close together, no number lies on the next one.
#[test]
fn numbers_beside_workers_never_lie_on_each_other() {
    for (consumers, width) in [
        (1.0, 460.0),
        (4.0, 70.0),
        (4.0, 460.0),
        (12.0, 160.0),
        (40.0, 460.0),
    ] {
        let model = crowd(&[("consumers", consumers)], 60, 1);
        let seen = seen(&model, Size { width, ..SIZE });
        let dots = seen.scenes[1].marks.iter().filter_map(|mark| match mark {
            Mark::Dot {
                at, radius, number, ..
            } if *number > 0 => Some((*at, *radius)),
            _ => None,
        });
        let dots: Vec<_> = dots.collect();
        for (k, (a, radius)) in dots.iter().enumerate() {
            for (b, _) in &dots[k + 1..] {
                let apart = (a.0 - b.0).hypot(a.1 - b.1);
                assert!(
                    apart >= 2.0 * radius - 1.1,
                    "{consumers} in {width}: {a:?} {b:?}"
                );
            }
        }
    }
}
