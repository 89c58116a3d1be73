//! Words stand where they were given room, at every size that the page has to fit.

use super::*;
use crate::app::model::{Model, Msg};
use crate::experiment::presets::PRESETS;
use crate::experiment::value::Value;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::shop::Wiring;
use crate::stage::choreography::Choreography;
use crate::stage::layout::{Plan, Size};
use crate::stage::marks::Mark;
use crate::stage::scene::{lane, orders_per_mark};
use crate::stage::sight::View;
use crate::stage::text::wide_on_dot;

/// A lane's stage in the windows of the list, and for a projector.
const SIZES: [(f64, f64, f64); 11] = [
    (146.0, 88.0, 12.6),
    (146.0, 110.0, 12.6),
    (158.0, 118.0, 12.6),
    (158.0, 170.0, 12.6),
    (158.0, 300.0, 12.6),
    (284.0, 185.0, 12.6),
    (480.0, 250.0, 12.6),
    (460.0, 410.0, 12.6),
    (590.0, 268.0, 18.0),
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
    for side in Wiring::ALL {
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
                assert!(apart, "{what} and {other:?}");
            }
        }
        people_stand_apart(model, side, &layout, &said);
        marks_and_words_leave_each_other_room(model, side, &layout, &said);
    }
}

/// A number is no wider than its dot. On the lowest stage a word and what stands in its part have a place each.
fn marks_and_words_leave_each_other_room(
    model: &Model,
    side: Wiring,
    layout: &Layout,
    said: &[&Label],
) {
    let (shop, text) = (model.shop(side), layout.size.text);
    let view = View {
        shop,
        layout,
        passing: &Choreography::default(),
        now: model.run().clock(),
        orders_per_mark: orders_per_mark(shop, layout),
    };
    for mark in &lane(view, None).marks {
        let (at, half) = match *mark {
            Mark::Dot {
                at, radius, number, ..
            } => {
                assert!(wide_on_dot(number, text) < 2.0 * radius, "{mark:?}");
                (at, (radius, radius))
            }
            Mark::Seat { at, size, .. } => (at, (size.0 / 2.0, size.1 / 2.0)),
            Mark::Tether { .. } | Mark::Person { .. } | Mark::Word { .. } | Mark::Halo { .. } => {
                continue;
            }
        };
        let taken = Area {
            x: at.0 - half.0,
            y: at.1 - half.1,
            w: 2.0 * half.0,
            h: 2.0 * half.1,
        };
        for label in said.iter().filter(|l| layout.is_lowest() && !l.bad) {
            // (A letter's foot is as high as a fifth of it.)
            let letters = Area {
                h: label.area.h - text * 0.2,
                ..label.area
            };
            let what = format!("{:?}: {mark:?} on {label:?}", layout.size);
            assert!(!taken.overlaps(letters), "{what}");
        }
    }
}

/// A number on a dot is as large as the page's smallest letters may be, and as a projector's.
#[test]
fn numbers_on_dots_can_be_read() {
    use crate::stage::text::on_dot;
    assert_eq!([12.6, 18.0].map(on_dot), [12.0, 18.0]);
}

/// Neither a person nor what they were told lies on what is said of all of them; for a projector they are large.
fn people_stand_apart(model: &Model, side: Wiring, layout: &Layout, said: &[&Label]) {
    let shop = model.shop(side);
    let view = View {
        shop,
        layout,
        passing: &Choreography::default(),
        now: model.run().clock(),
        orders_per_mark: orders_per_mark(shop, layout),
    };
    let text = layout.size.text;
    let title = said
        .iter()
        .find(|l| l.part.kind == PartKind::Users && l.role == Role::Figures && !l.text.is_empty());
    for mark in &lane(view, None).marks {
        let (top, bottom) = match mark {
            Mark::Person { at, height, .. } => {
                assert!(text < 18.0 || *height >= 14.0, "{mark:?}");
                (at.1 - height * 0.5, at.1 + height * 0.5)
            }
            Mark::Word { at, .. } => (at.1 - text * 0.8, at.1),
            Mark::Tether { .. } | Mark::Seat { .. } | Mark::Dot { .. } | Mark::Halo { .. } => {
                continue;
            }
        };
        let size = layout.size;
        assert!(bottom <= layout.bands[1].y, "{size:?}: {mark:?}");
        // (A letter's foot is as high as a fifth of it.)
        let apart = title.is_none_or(|t| top >= t.area.bottom() - text * 0.3);
        assert!(apart, "{size:?}: {mark:?} on {title:?}");
    }
}

/// What stands in each part of a shop before the first order.
fn notes(model: &Model, side: Wiring, width: f64) -> Vec<String> {
    let size = Size {
        width,
        height: 410.0,
        text: 12.6,
    };
    let shop = model.shop(side);
    let layout = Layout::new(&Plan::of(shop), size);
    let all = labels(shop, &layout, 1);
    let notes = all.into_iter().filter(|l| l.role == Role::Note);
    notes.map(|l| l.text).collect()
}

#[test]
fn before_the_first_order_each_part_says_what_it_is() {
    let model = Model::default();
    assert_eq!(
        notes(&model, Wiring::Sync, 460.0),
        [
            "calls Payment, and holds its thread until Payment answers",
            "3.00 s for each order, 40 at a time"
        ]
    );
    assert_eq!(
        notes(&model, Wiring::Async, 460.0),
        [
            "puts the order into the queue, and answers at once",
            "orders wait here until a worker is free",
            "one worker, one order after the other, 3.00 s each"
        ]
    );
}

#[test]
fn of_several_services_each_says_its_own_time_and_checkout_how_many_it_calls() {
    let mut model = Model::default();
    let set = |model: &mut Model, name: &'static str, value: Value| {
        model.update(Msg::Set(name, value));
    };
    let three = Value::Choice("inventory.payment.shipping".into());
    set(&mut model, "services", three);
    set(&mut model, "inventory.time_ms", Value::Number(250.0));
    set(&mut model, "shipping.time_ms", Value::Number(500.0));
    set(&mut model, "shipping.threads", Value::Number(7.0));
    set(&mut model, "shipping.consumers", Value::Number(2.0));
    let sync = notes(&model, Wiring::Sync, 900.0);
    assert_eq!(
        sync,
        [
            "makes three calls, one after the other, and answers after the last",
            "250 ms for each order, 40 at a time",
            "3.00 s for each order, 40 at a time",
            "500 ms for each order, 7 at a time",
        ]
    );
    let queued = notes(&model, Wiring::Async, 900.0);
    let said: Vec<&String> = queued.iter().filter(|s| s.contains("an order")).collect();
    assert_eq!(queued.len(), 7, "{queued:?}");
    assert!(said.iter().any(|s| s.contains("500 ms")), "{queued:?}");
    let first = |model: &Model, side| notes(model, side, 900.0).swap_remove(0);
    assert_eq!(
        first(&model, Wiring::Async),
        "publishes three times, once to each queue, and answers at once"
    );
    set(&mut model, "exchange", Value::Choice("fanout".into()));
    let one = "publishes once, for three queues, and answers at once";
    assert_eq!(first(&model, Wiring::Async), one);
    set(
        &mut model,
        "async_events",
        Value::Choice("choreography".into()),
    );
    let one = "publishes for Inventory alone, and answers at once";
    assert_eq!(first(&model, Wiring::Async), one);
    set(
        &mut model,
        "sync_calls",
        Value::Choice("in-parallel".into()),
    );
    let at_once = "makes three calls at once, and answers after the slowest";
    assert_eq!(first(&model, Wiring::Sync), at_once);
    // Where six stand side by side, a time has room.
    let six = "inventory.payment.shipping.invoice.email.loyalty";
    set(&mut model, "services", Value::Choice(six.into()));
    let narrow = notes(&model, Wiring::Sync, 460.0);
    assert_eq!(narrow[1], "250 ms", "{narrow:?}");
    assert_eq!(narrow[3], "500 ms", "{narrow:?}");
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
            for side in Wiring::ALL {
                let shop = model.shop(side);
                let layout = Layout::new(&Plan::of(shop), size);
                let said = labels(shop, &layout, 20);
                let scale = said.iter().filter(|l| l.text.contains("= 20"));
                assert_eq!(scale.count(), 1, "{width}x{height} {side:?}: {said:?}");
            }
        }
    }
}

/// What a lane says of a part at this size.
fn said(model: &Model, side: Wiring, kind: PartKind, width: f64, scale: usize) -> String {
    let size = Size {
        width,
        height: 300.0,
        text: 12.6,
    };
    let shop = model.shop(side);
    let layout = Layout::new(&Plan::of(shop), size);
    let all = labels(shop, &layout, scale);
    let mut found = all
        .into_iter()
        .filter(|l| l.part.kind == kind && l.role == Role::Figures);
    found.next().expect("the part's figures").text
}

fn crowd(orders: u32, frames: u32) -> Model {
    after(vec![Msg::Crowd(Side::Both, orders)], frames)
}

/// So many frames of 50 ms after all this was done.
fn after(deeds: Vec<Msg>, frames: u32) -> Model {
    let mut model = Model::default();
    deeds.into_iter().for_each(|deed| model.update(deed));
    for _ in 0..frames {
        model.frame(50_000, &mut || true);
    }
    model
}

#[test]
fn one_is_one_and_nothing_is_said_of_none() {
    let one = crowd(1, 20);
    let users = |model: &Model, side| said(model, side, PartKind::Users, 490.0, 1);
    assert_eq!(users(&one, Wiring::Sync), "1 waits for an answer");
    assert_eq!(
        users(&one, Wiring::Async),
        "nobody waits · 1 told 202 and not charged yet"
    );
    let done = crowd(1, 200);
    assert_eq!(users(&done, Wiring::Sync), "nobody waits");
    assert_eq!(users(&done, Wiring::Async), "nobody waits");
    let full = crowd(41, 20);
    assert_eq!(users(&full, Wiring::Sync), "41 wait, one for a thread");
}

/// Left and right the scale is said in the same words, and there is always a word.
#[test]
fn the_scale_has_the_same_words_in_both_lanes() {
    let model = crowd(1000, 20);
    for (width, words) in [
        (490.0, "1 person or dot = 20 orders"),
        (284.0, "1 dot = 20 orders"),
        (158.0, "● = 20"),
    ] {
        for side in Wiring::ALL {
            let said = said(&model, side, PartKind::Users, width, 20);
            assert!(said.ends_with(words), "{width} {side:?}: {said}");
        }
    }
}

/// On a phone there is room for the scale and for what the others were told.
#[test]
fn on_a_phone_the_scale_does_not_drive_out_what_was_told() {
    let told = |model: &Model, side| said(model, side, PartKind::Users, 168.0, 100);
    let model = crowd(1000, 40);
    let unpaid = told(&model, Wiring::Async);
    assert!(unpaid.ends_with(" unpaid · ● = 100"), "{unpaid}");
    let demo = after(vec![Msg::Preset("demo-code".into()), Msg::Play(true)], 260);
    assert_eq!(told(&demo, Wiring::Sync), "880 errors · ● = 100");
}

/// On a phone too, figures are words.
#[test]
fn short_forms_are_words() {
    let model = crowd(1000, 20);
    let ready = model.shop(Wiring::Async).queue().ready().len();
    let queue = said(&model, Wiring::Async, PartKind::Queue, 158.0, 20);
    assert_eq!(queue, format!("ready {ready}"));
    let four = Msg::Set("payment_threads", Value::Number(4.0));
    let pool = after(vec![four, Msg::Crowd(Side::Both, 40)], 20);
    let payment = said(&pool, Wiring::Sync, PartKind::Service, 158.0, 1);
    assert_eq!(payment, "busy 4/4, line 36");
}

/// In a box of 26 px there is room for two digits, and for three of the narrowest.
#[test]
fn what_a_queue_holds_is_counted_in_the_narrowest_box_too() {
    let least = |ready: usize| said::ready_of(ready).pop().expect("a figure");
    let counts = [0, 49, 340, 949, 996, 12_600].map(least);
    assert_eq!(counts, ["0", "49", ".3k", ".9k", "1k", "13k"]);
}

/// Those in Payment's line for whom nobody waits any more are counted, not only those who are served.
#[test]
fn all_that_is_done_for_nobody_is_counted() {
    let model = after(vec![Msg::Preset("demo-code".into()), Msg::Play(true)], 200);
    let payment = said(&model, Wiring::Sync, PartKind::Service, 700.0, 20);
    assert_eq!(
        payment,
        "busy 40 / 40 (40 for nobody) · in line 840 (840 for nobody)"
    );
}

#[test]
fn a_cut_cable_has_its_word_at_every_size_and_how_many_it_holds_where_there_is_room() {
    for fault in [
        Fault::NetworkCut,
        Fault::NetworkCutOut,
        Fault::NetworkCutBack,
    ] {
        has_its_word_at_every_size(fault);
    }
}

fn has_its_word_at_every_size(fault: Fault) {
    let cut = Msg::Fault(fault.into(), true);
    let model = after(vec![cut, Msg::Crowd(Side::Both, 1000)], 20);
    for size in SIZES {
        look(&model, size, "a cut cable");
    }
    let shop = model.shop(Wiring::Async);
    for (width_of_stage, height, text) in SIZES {
        let size = Size {
            width: width_of_stage,
            height,
            text,
        };
        let said = labels(shop, &Layout::new(&Plan::of(shop), size), 20);
        let all: Vec<&Label> = said.iter().filter(|l| l.text.contains('✂')).collect();
        let [cable] = all[..] else {
            panic!("{width_of_stage}x{height}: {all:?}")
        };
        let low = cable.role == Role::Figures;
        assert!(low || cable.text.ends_with("held"), "{cable:?}");
        assert!(height < 200.0 || !low, "{cable:?}");
        assert!(
            width(&cable.text, text) <= cable.area.w,
            "{width_of_stage}x{height}: {cable:?}"
        );
    }
}

#[test]
fn what_is_down_has_its_word_at_every_size() {
    for (fault, word) in [
        (Fault::PaymentDown, "down"),
        (Fault::PaymentFrozen, "frozen"),
        (Fault::BrokerDown, "down"),
    ] {
        let model = after(vec![Msg::Fault(fault.into(), true)], 2);
        for (width, height, text) in SIZES {
            let size = Size {
                width,
                height,
                text,
            };
            let mut said = Vec::new();
            for side in Wiring::ALL {
                let shop = model.shop(side);
                let layout = Layout::new(&Plan::of(shop), size);
                let down = frames(shop, &layout).into_iter().filter(|f| f.down);
                for part in down.map(|f| f.part) {
                    let labels = labels(shop, &layout, 1);
                    let of_it = labels
                        .into_iter()
                        .find(|l| l.part == part && l.role == Role::Figures);
                    said.push(of_it.map(|l| l.text).unwrap_or_default());
                }
            }
            assert!(!said.is_empty());
            let all = said.iter().all(|text| text.contains(word));
            assert!(all, "{fault:?} at {width}x{height}: {said:?}");
        }
    }
}

#[test]
fn who_has_a_thread_and_has_not_called_is_said_at_every_width() {
    let set = |name, number| Msg::Set(name, Value::Number(number));
    let deeds = vec![
        set("http_connections", 2.0),
        set("pool_timeout_ms", 60_000.0),
        set("retries", 3.0),
        set("retry_backoff_ms", 20_000.0),
        set("fail_percent", 100.0),
        Msg::Crowd(Side::Both, 12),
    ];
    let model = after(deeds, 160);
    let checkout = |width| said(&model, Wiring::Sync, PartKind::Checkout, width, 1);
    assert_eq!(
        checkout(700.0),
        "threads 12 / 40 · 6 wait for a connection · 4 before a retry"
    );
    assert_eq!(
        checkout(480.0),
        "6 wait for a connection · 4 before a retry"
    );
    assert_eq!(checkout(158.0), "10 held");
    for size in SIZES {
        look(&model, size, "before a call");
    }
}

/// Who was told no and has gone home is not there any more, and it is said: what is drawn and what is told are the same people.
#[test]
fn who_went_home_is_said_to_be_gone() {
    let outage = |frames| {
        let start = vec![Msg::Preset("payment-outage".into()), Msg::Play(true)];
        after(start, frames)
    };
    let drawn = |model: &Model| {
        let shop = model.shop(Wiring::Sync);
        let refused = people::count(shop, people::Mood::Refused) as u64;
        let errors = shop.ledger().ended(crate::sim::ledger::Ending::Error);
        (errors, errors - refused)
    };
    let users = |model: &Model| said(model, Wiring::Sync, PartKind::Users, 560.0, 1);
    // 18 s: some are still there. 40 s: nobody is.
    let some = outage(360);
    let (told, gone) = drawn(&some);
    assert!(0 < gone && gone < told, "{told} {gone}");
    let text = users(&some);
    assert!(
        text.contains(&format!("{told} told an error, {gone} gone home")),
        "{text}"
    );
    let all = outage(800);
    let (told, gone) = drawn(&all);
    assert_eq!(told, gone);
    assert!(users(&all).ends_with(&format!("{told} told an error, gone home")));
}
