//! What is seen: everything that waits, where it waits, and the same scale left and right.

mod close;

use super::*;
use crate::app::model::{Model, Msg};
use crate::experiment::value::Value;
use crate::sim::engine::Side;
use crate::sim::shop::Wiring;
use crate::sim::wiring::WIRINGS;
use crate::stage::layout::{Plan, Size};
use crate::stage::places::Place as Found;

const SIZE: Size = Size {
    width: 490.0,
    height: 420.0,
    text: 12.6,
};
const FRAME: Size = Size {
    width: 300.0,
    height: 185.0,
    text: 12.6,
};

struct Seen {
    scenes: [Scene; WIRINGS],
    places: [Vec<Found>; WIRINGS],
    layouts: [Layout; WIRINGS],
    scale: usize,
}

fn seen(model: &Model, size: Size) -> Seen {
    let sides = Wiring::ALL;
    let layouts = sides.map(|side| Layout::new(&Plan::of(model.shop(side)), size));
    let needs = sides
        .iter()
        .zip(&layouts)
        .map(|(&side, layout)| orders_per_mark(model.shop(side), layout));
    let scale = needs.max().expect("at least one side");
    let view = |side| View {
        shop: model.shop(side),
        layout: &layouts[side],
        passing: model.movements(side),
        now: model.run().clock(),
        orders_per_mark: scale,
    };
    Seen {
        scenes: sides.map(|side| lane(view(side), None)),
        places: sides.map(|side| places::of(view(side))),
        scale,
        layouts: layouts.clone(),
    }
}

/// So many at once on both sides, so many seconds later.
fn crowd(settings: &[(&'static str, f64)], orders: u32, seconds: u32) -> Model {
    let mut model = Model::default();
    for &(name, number) in settings {
        model.update(Msg::Set(name, Value::Number(number)));
    }
    model.update(Msg::Crowd(Side::Both, orders));
    for _ in 0..seconds * 20 {
        model.frame(50_000, &mut || true);
    }
    model
}

fn count(scene: &Scene, f: impl Fn(&Mark) -> bool) -> usize {
    scene.marks.iter().filter(|m| f(m)).count()
}

/// Those that stand in a part, in the order of the list.
fn inside(seen: &Seen, lane: usize, kind: PartKind) -> Vec<&Found> {
    let all = seen.places[lane].iter();
    let room = seen.layouts[lane].of(kind).expect("the part").room.area;
    all.filter(|p| p.part.is_some_and(|part| part.kind == kind) && p.at.1 < room.bottom())
        .collect()
}

#[test]
fn as_many_tethers_as_requests_are_held() {
    let model = crowd(&[], 34, 1);
    let seen = seen(&model, SIZE);
    let tethers = |k: usize| count(&seen.scenes[k], |m| matches!(m, Mark::Tether { .. }));
    assert_eq!(tethers(0), model.shop(Wiring::Sync).open() as usize);
    assert_eq!((tethers(0), tethers(1)), (34, 0));
}

#[test]
fn a_tether_falls_from_its_user_through_its_thread_to_the_server_that_works_for_it() {
    let seen = seen(&crowd(&[], 3, 1), SIZE);
    let service = seen.layouts[0].of(PartKind::Service).expect("Payment");
    let mut tethers = 0;
    for mark in &seen.scenes[0].marks {
        if let Mark::Tether {
            points: [user, seat, server],
        } = mark
        {
            tethers += 1;
            assert!((user.0 - seat.0).abs() < 1.0, "straight down");
            assert!(user.1 < seat.1 && seat.1 < server.1);
            assert!(server.1 > service.area.y);
        }
    }
    assert_eq!(tethers, 3);
}

#[test]
fn a_few_orders_carry_their_numbers_in_both_lanes() {
    let seen = seen(&crowd(&[], 3, 1), SIZE);
    for scene in &seen.scenes {
        let numbers = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Dot { number, .. } if *number > 0 => Some(*number),
            _ => None,
        });
        let mut numbers: Vec<u64> = numbers.collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3]);
        let people = count(scene, |m| matches!(m, Mark::Person { .. }));
        assert_eq!(people, 3);
    }
}

#[test]
fn a_thousand_are_seen_on_one_scale() {
    for size in [SIZE, FRAME] {
        let seen = seen(&crowd(&[], 1000, 5), size);
        assert!(seen.scale > 1);
        let people = count(&seen.scenes[0], |m| matches!(m, Mark::Person { .. }));
        assert_eq!(
            people,
            920_usize.div_ceil(seen.scale),
            "those in line for a thread"
        );
        let queue = inside(&seen, 1, PartKind::Queue).len();
        assert_eq!(queue, 998_usize.div_ceil(seen.scale));
        assert!(seen.scenes.iter().all(|scene| scene.marks.len() < 1_500));
    }
}

/// Under `async def` nobody waits for a thread: they all press into Payment.
#[test]
fn what_waits_inside_payment_is_seen_there() {
    let mut model = Model::default();
    model.update(Msg::Preset("demo-code".into()));
    model.update(Msg::Play(true));
    for _ in 0..60 {
        model.frame(100_000, &mut || true);
    }
    let seen = seen(&model, SIZE);
    let line = model.shop(Wiring::Sync).payment().line().len();
    assert_eq!(line, 880);
    let waiting = inside(&seen, 0, PartKind::Service).len();
    assert_eq!(waiting, 880_usize.div_ceil(seen.scale));
    let buffered = inside(&seen, 1, PartKind::Workers).len();
    assert_eq!(
        buffered,
        998_usize.div_ceil(seen.scale),
        "one worker holds them all"
    );
}

/// From its exit to its entry a queue stands in the order of delivery.
#[test]
fn the_queue_is_in_delivery_order_from_exit_to_entry() {
    for orders in [8, 60, 400] {
        let model = crowd(&[], orders, 1);
        let seen = seen(&model, SIZE);
        let queue = inside(&seen, 1, PartKind::Queue);
        let numbers: Vec<u64> = queue.iter().map(|p| p.number).collect();
        let shop = model.shop(Wiring::Async);
        let ready = shop.queue().ready().iter().step_by(seen.scale);
        let delivered: Vec<u64> = ready
            .filter_map(|&key| Some(shop.message(key)?.number))
            .collect();
        assert_eq!(numbers, delivered, "{orders}");
        let rows: Vec<f64> = queue.iter().map(|p| p.at.1).collect();
        assert!(
            rows.is_sorted_by(|a, b| a >= b),
            "the head is at the exit, below"
        );
    }
}

/// One of three is urgent: of twelve at once, four stand before all others, but for the one that was taken first.
#[test]
fn urgent_messages_are_triangles_and_stand_first() {
    let model = crowd(&[("max_priority", 5.0), ("urgent_every", 3.0)], 12, 1);
    let seen = seen(&model, SIZE);
    let room = seen.layouts[1].of(PartKind::Queue).expect("a queue").area;
    let ready = seen.scenes[1].marks.iter().filter_map(|mark| match mark {
        Mark::Dot { sign, at, .. } if at.1 > room.y && at.1 < room.bottom() => Some(*sign),
        _ => None,
    });
    let ready: Vec<Sign> = ready.collect();
    assert_eq!(ready.len(), 11);
    assert_eq!(ready[..4], [Sign::Urgent; 4]);
    assert_eq!(ready[4..], [Sign::Dot; 7]);
}

/// A held order is found at its user, its thread and its server; a click into nowhere finds nothing.
#[test]
fn every_mark_that_is_an_order_can_be_clicked() {
    let model = crowd(&[], 12, 1);
    let seen = seen(&model, SIZE);
    for number in 0..12 {
        let of_it = seen.places[0].iter().filter(|p| p.number == number);
        let parts: Vec<PartKind> = of_it.filter_map(|p| Some(p.part?.kind)).collect();
        for part in [PartKind::Users, PartKind::Checkout, PartKind::Service] {
            assert!(parts.contains(&part), "order {number}: {part:?}");
        }
    }
    for place in &seen.places[0] {
        let (x, y) = place.at;
        assert!(places::nearest(&seen.places[0], x, y).is_some());
    }
    assert_eq!(places::nearest(&seen.places[0], -50.0, 210.0), None);
    assert_eq!(places::nearest(&[], 0.0, 0.0), None);
}

/// Timed out at Checkout, and Payment works on: nobody waits for it, and it looks it.
#[test]
fn work_for_nobody_looks_it() {
    let model = crowd(
        &[("read_timeout_ms", 1000.0), ("payment_threads", 2.0)],
        6,
        2,
    );
    let seen = seen(&model, SIZE);
    let ghosts = count(&seen.scenes[0], |m| {
        matches!(
            m,
            Mark::Seat {
                ink: Ink::Ghost,
                ..
            }
        )
    });
    let forgotten = count(&seen.scenes[0], |m| {
        matches!(
            m,
            Mark::Dot {
                sign: Sign::Forgotten,
                ..
            }
        )
    });
    assert_eq!((ghosts, forgotten), (2, 4));
}

/// Plays a scenario for so many tenths of a second.
fn played(preset: &str, tenths: u32) -> Model {
    let mut model = Model::default();
    model.update(Msg::Preset(preset.into()));
    model.update(Msg::Play(true));
    for _ in 0..tenths {
        model.frame(100_000, &mut || true);
    }
    model
}

/// Under `async def` 960 hold no thread, and each mark among the users is as many orders as any other mark.
#[test]
fn those_who_wait_without_threads_are_seen_on_the_same_scale() {
    let model = played("demo-code", 56);
    let shop = model.shop(Wiring::Sync);
    assert_eq!(shop.open(), 960);
    for size in [SIZE, FRAME] {
        let seen = seen(&model, size);
        let users_y = seen.layouts[0].users_y + 4.0;
        let mut rings: Vec<i64> = Vec::new();
        for mark in &seen.scenes[0].marks {
            if let Mark::Dot { at, sign, .. } = mark
                && *sign == Sign::Ring
                && at.1 == users_y
            {
                rings.push((at.0 * 10.0) as i64);
            }
        }
        assert_eq!(rings.len(), 960_usize.div_ceil(seen.scale));
        rings.sort_unstable();
        rings.dedup();
        assert_eq!(
            rings.len(),
            960_usize.div_ceil(seen.scale),
            "each in a column of its own"
        );
    }
}

/// 880 gave up waiting, were told 504, and will be charged: they do not vanish.
#[test]
fn who_was_told_an_error_and_will_be_charged_stays_and_looks_it() {
    let model = played("demo-code", 100);
    let shop = model.shop(Wiring::Sync);
    let harmed = people::count(shop, Mood::Harmed);
    assert!(harmed >= 880, "{harmed}");
    let seen = seen(&model, SIZE);
    let drawn = count(
        &seen.scenes[0],
        |m| matches!(m, Mark::Person { mood, .. } if *mood == Mood::Harmed),
    );
    assert_eq!(drawn, harmed.div_ceil(seen.scale));
}

/// Who has a place in Checkout and has not called yet stands before Payment: the line for a connection with its head first,
/// and, hollow, those who pause before a retry.
#[test]
fn who_waits_for_a_connection_or_the_next_try_stands_before_payment() {
    let pool = [("http_connections", 2.0), ("pool_timeout_ms", 60_000.0)];
    let fails = [
        ("retries", 3.0),
        ("retry_backoff_ms", 3_000.0),
        ("fail_percent", 100.0),
    ];
    let both = [
        pool[0],
        pool[1],
        fails[0],
        ("retry_backoff_ms", 20_000.0),
        fails[2],
    ];
    for (settings, seconds, wait, pause) in [
        (&pool[..], 2, 10, 0),
        (&fails[..], 5, 0, 12),
        (&both[..], 8, 6, 4),
    ] {
        let model = crowd(settings, 12, seconds);
        let shop = model.shop(Wiring::Sync);
        let lines = shop.before_call().map(|line| line.len());
        assert_eq!(lines, [wait, pause]);
        for size in [SIZE, FRAME] {
            let seen = seen(&model, size);
            let layout = &seen.layouts[0];
            let door = layout.of(PartKind::Service).expect("Payment").area.y;
            let between = |y: f64| y > layout.below_checkout() && y < door;
            let all = seen.places[0].iter();
            let here = all.filter(|p| p.part.is_some() && between(p.at.1));
            let here: Vec<u64> = here.map(|p| p.number).collect();
            let expected = shop.before_call();
            let expected = expected.iter().flat_map(|line| line.each(1));
            let expected: Vec<u64> = expected.map(|one| one.number).collect();
            assert_eq!(here, expected, "the head first");
            let dots = |wanted: Sign| {
                count(
                    &seen.scenes[0],
                    |m| matches!(m, Mark::Dot { at, sign, .. } if *sign == wanted && between(at.1)),
                )
            };
            assert_eq!((dots(Sign::Dot), dots(Sign::Ring)), (wait, pause));
        }
    }
}

/// A dead Payment: no tick leaves it, nothing goes in, however late hops are drawn.
/// While many are refused for long, the scale does not grow: who was told no goes home after a while, unless harmed.
#[test]
fn who_was_refused_goes_home_after_a_while() {
    let mut model = Model::default();
    model.update(Msg::Set("arrivals", Value::Choice("constant".into())));
    model.update(Msg::Set("arrival_rate_per_s", Value::Number(20.0)));
    model.update(Msg::Set("retries", Value::Number(0.0)));
    model.update(Msg::Fault(
        crate::sim::fault::Fault::PaymentDown.into(),
        true,
    ));
    model.update(Msg::Play(true));
    let mut run = |seconds: u32| {
        for _ in 0..seconds * 20 {
            model.frame(50_000, &mut || true);
        }
        let shop = model.shop(Wiring::Sync);
        let here = people::count(shop, Mood::Refused);
        let told = shop.ledger().told(crate::sim::ledger::Told::Error);
        (here, told)
    };
    let (soon, told) = run(8);
    assert_eq!(soon as u64, told, "nobody has gone yet");
    let (late, told) = run(40);
    assert!((150..=220).contains(&late), "{late}");
    assert!(told > 700, "{told} are told of in words");
}

#[test]
fn nothing_leaves_a_dead_payment_and_nothing_goes_well_there() {
    let mut model = Model::default();
    model.update(Msg::Preset("payment-outage".into()));
    model.update(Msg::Play(true));
    model.update(Msg::Speed(10.0));
    let mut down = 0;
    for _ in 0..90 {
        model.frame(16_667, &mut || true);
        if !model.shop(Wiring::Sync).faults().payment_down {
            continue;
        }
        down += 1;
        let seen = seen(&model, SIZE);
        for scene in &seen.scenes {
            for mark in &scene.marks[scene.standing..] {
                if let Mark::Dot { at, sign, .. } = mark
                    && at.1 > seen.layouts[0].below_checkout()
                {
                    let well = matches!(sign, Sign::Tick | Sign::Small);
                    assert!(!well, "{mark:?} at {}", model.run().clock());
                }
            }
        }
    }
    assert!(down > 20, "{down}");
}

/// Whatever leaves the queue leaves it where its head stands.
#[test]
fn a_delivery_sets_out_from_the_head() {
    let mut model = Model::default();
    model.update(Msg::Crowd(Side::Async, 12));
    let mut seen_one = false;
    for _ in 0..600 {
        model.frame(16_667, &mut || true);
        let all = seen(&model, SIZE);
        let moving = model.movements(Wiring::Async).moving();
        let mut fresh = moving.filter(|(m, share, _)| m.hop.leg == Leg::Deliver && *share < 0.15);
        let Some((movement, ..)) = fresh.next() else {
            continue;
        };
        let queue = inside(&all, 1, PartKind::Queue);
        let (Some(head), true) = (queue.first(), model.run().clock() > SECOND) else {
            continue;
        };
        let flying = all.places[1].iter();
        let mut flying = flying.filter(|p| p.part.is_none() && p.number == movement.hop.number);
        let flying = flying.next().expect("it is drawn");
        let away = (flying.at.0 - head.at.0).abs();
        assert!(away < 12.0, "{flying:?} {head:?}");
        let middle = all.layouts[1].of(PartKind::Queue).expect("a queue");
        seen_one |= (head.at.0 - middle.area.middle()).abs() > 3.0 * away.max(12.0);
    }
    assert!(seen_one, "one whose head stands far from the middle");
}

/// A thousand refusals at once are as many marks as any thousand.
#[test]
fn a_crowd_that_passes_is_drawn_by_the_scale() {
    let mut model = Model::default();
    model.update(Msg::Preset("crash-under-load".into()));
    model.update(Msg::Play(true));
    let mut most = 0;
    for _ in 0..900 {
        model.frame(16_667, &mut || true);
        let moving = model.movements(Wiring::Sync).moving().count();
        if moving < 400 {
            continue;
        }
        most = most.max(moving);
        let seen = seen(&model, SIZE);
        let drawn = seen.scenes[0].marks.len() - seen.scenes[0].standing;
        assert!(
            seen.scale > 1 && drawn < 4 * moving / seen.scale,
            "{drawn} of {moving}"
        );
    }
    assert!(most >= 400, "{most}");
}

/// A user's word is never cut off, however low the stage is.
#[test]
fn what_a_user_was_told_is_seen_whole() {
    for height in [110.0, 145.0, 185.0, 420.0] {
        let size = Size { height, ..FRAME };
        let seen = seen(&crowd(&[], 2, 1), size);
        let mut words = 0;
        for mark in seen.scenes.iter().flat_map(|scene| &scene.marks) {
            if let Mark::Word { at, text, .. } = mark {
                words += 1;
                let half = width(text, size.text) / 2.0;
                assert!(
                    at.1 - size.text >= 0.0 && at.1 <= height,
                    "{height}: {mark:?}"
                );
                assert!(
                    at.0 - half >= 0.0 && at.0 + half <= size.width,
                    "{height}: {mark:?}"
                );
            }
        }
        assert_eq!(words, 4);
    }
}

/// At every size those who wait for a thread are seen, as many as a mark stands for; and a mark that stands for one order
/// is none of those that stand for twenty.
#[test]
fn nobody_who_waits_is_missing_at_any_size() {
    let model = crowd(&[("payment_time_ms", 3_000.0)], 1_000, 1);
    let waiting = people::in_line(model.shop(Wiring::Sync));
    assert!(waiting > 900, "{waiting}");
    for (width, height, text) in [
        (146.0, 88.0, 12.6),
        (158.0, 118.0, 12.6),
        (284.0, 130.0, 12.6),
        (158.0, 300.0, 12.6),
        (490.0, 420.0, 12.6),
        (920.0, 760.0, 18.0),
    ] {
        let size = Size {
            width,
            height,
            text,
        };
        let seen = seen(&model, size);
        let sync = &seen.scenes[0];
        let what = format!("{width}x{height}, 1 = {}", seen.scale);
        let people = count(sync, |m| {
            matches!(
                m,
                Mark::Person {
                    mood: Mood::Waits,
                    ..
                }
            )
        });
        assert_eq!(people, waiting.div_ceil(seen.scale), "{what}");
        let rings = count(sync, |m| {
            matches!(
                m,
                Mark::Dot {
                    sign: Sign::Ring,
                    ..
                }
            )
        });
        assert!(seen.scale > 1 && rings == 0, "{what}: {rings}");
        let tethers = count(sync, |m| matches!(m, Mark::Tether { .. }));
        assert_eq!(tethers, 40, "{what}");
    }
}
