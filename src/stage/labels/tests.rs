//! Words stand where they were given room, at every size that the page has to fit.

use super::*;
use crate::app::model::{Model, Msg};
use crate::experiment::presets::PRESETS;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::shop::Wiring;
use crate::stage::layout::{Plan, Size};

/// A lane's stage in the windows of the list, and for a projector.
const SIZES: [(f64, f64, f64); 8] = [
    (146.0, 110.0, 12.6),
    (158.0, 170.0, 12.6),
    (158.0, 300.0, 12.6),
    (284.0, 185.0, 12.6),
    (480.0, 250.0, 12.6),
    (460.0, 410.0, 12.6),
    (600.0, 420.0, 18.0),
    (920.0, 760.0, 18.0),
];

#[test]
fn no_word_lies_on_another_and_none_leaves_the_stage() {
    for preset in &PRESETS {
        let mut model = Model::default();
        model.update(Msg::Preset(preset.name.into()));
        model.update(Msg::Play(true));
        model.update(Msg::Crowd(Side::Both, 3));
        for _ in 0..12 {
            for _ in 0..10 {
                model.frame(100_000, &mut || true);
            }
            SIZES
                .iter()
                .for_each(|size| look(&model, *size, preset.name));
        }
    }
}

fn look(model: &Model, (width, height, text): (f64, f64, f64), name: &str) {
    let size = Size {
        width,
        height,
        text,
    };
    for side in Wiring::BOTH {
        let shop = model.shop(side);
        let layout = Layout::new(&Plan::of(shop), size);
        let said = labels(shop, &layout, 20);
        let said: Vec<&Label> = said.iter().filter(|l| !l.text.is_empty()).collect();
        for (k, label) in said.iter().enumerate() {
            let what = format!("{name}, {width}x{height}: {:?}", label);
            assert!(
                label.area.x >= 0.0 && label.area.right() <= width + 0.5,
                "{what}"
            );
            assert!(
                label.area.y >= 0.0 && label.area.bottom() <= height + 2.0,
                "{what}"
            );
            for other in &said[k + 1..] {
                let apart = !label.area.overlaps(other.area);
                let cut = label.role == Role::Cable || other.role == Role::Cable;
                assert!(apart || cut, "{what} and {other:?}");
            }
        }
    }
}

#[test]
fn before_the_first_order_each_part_says_what_it_is() {
    let model = Model::default();
    let size = Size {
        width: 460.0,
        height: 410.0,
        text: 12.6,
    };
    let notes = |side| {
        let shop = model.shop(side);
        let layout = Layout::new(&Plan::of(shop), size);
        let all = labels(shop, &layout, 1);
        let notes = all.into_iter().filter(|l| l.role == Role::Note);
        notes.map(|l| l.text).collect::<Vec<_>>()
    };
    assert_eq!(
        notes(Wiring::Sync),
        [
            "calls Payment, and holds its thread until Payment answers",
            "3.00 s for each order, 40 at a time"
        ]
    );
    assert_eq!(
        notes(Wiring::Async),
        [
            "puts the order into the queue, and answers at once",
            "orders wait here until a worker is free",
            "one worker, one order after the other, 3.00 s each"
        ]
    );
}

/// A mark that stands for many and does not say so would lie.
#[test]
fn the_scale_is_said_at_every_size() {
    let mut model = Model::default();
    model.update(Msg::Crowd(Side::Both, 1000));
    for _ in 0..20 {
        model.frame(50_000, &mut || true);
        for (width, height, text) in SIZES {
            let size = Size {
                width,
                height,
                text,
            };
            for side in Wiring::BOTH {
                let shop = model.shop(side);
                let layout = Layout::new(&Plan::of(shop), size);
                let said = labels(shop, &layout, 20);
                let scale = said.iter().filter(|l| l.text.contains("= 20"));
                assert_eq!(scale.count(), 1, "{width}x{height} {side:?}: {said:?}");
            }
        }
    }
}

#[test]
fn how_many_a_cut_cable_holds_has_room_at_every_size() {
    let mut model = Model::default();
    model.update(Msg::Fault(Fault::NetworkCut, true));
    model.update(Msg::Crowd(Side::Both, 1000));
    for _ in 0..20 {
        model.frame(50_000, &mut || true);
    }
    let shop = model.shop(Wiring::Async);
    for (width_of_stage, height, text) in SIZES {
        let size = Size {
            width: width_of_stage,
            height,
            text,
        };
        let said = labels(shop, &Layout::new(&Plan::of(shop), size), 20);
        let cable = said.iter().find(|l| l.role == Role::Cable).unwrap();
        assert!(cable.text.ends_with("held"), "{cable:?}");
        assert!(
            width(&cable.text, text) <= cable.area.w,
            "{width_of_stage}x{height}: {cable:?}"
        );
    }
}
