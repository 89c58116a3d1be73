//! A broker that has enough of a worker: argued from RabbitMQ's guides to consumers and to heartbeats, and from the source of
//! its `rabbit_channel` and `rabbit_heartbeat`.

use showdown::experiment::report::ShopReport;
use showdown::sim::engine::Side::Async;
use showdown::sim::fault::Fault::{MemoryAlarm, PaymentFrozen};
use showdown::sim::journey::Moment;
use showdown::sim::script::{Script, Scripted};
use showdown::sim::shop::Wiring;
use showdown::sim::time::{MILLI, Micros};

use crate::common::{Lab, break_, click, expect_cells, heal, lab};

/// Arithmetic, a heartbeat of 10 s, and a quorum queue that gives an order up after its fourth delivery.
fn shop(settings: &[(&str, &str)]) -> Lab {
    lab(&[
        ("overheads", "none"),
        ("heartbeat_s", "10"),
        ("queue_type", "quorum"),
        ("delivery_limit", "3"),
    ])
    .with(settings)
}

/// When the first order lost its worker's channel, and whether that was for want of heartbeats.
fn given_up(lab: &Lab, until_ms: f64) -> Vec<(Micros, bool)> {
    let mut run = lab.clone().run();
    run.watch(Some(0));
    crate::common::to(&mut run, until_ms);
    let moments = run.world().shop(Wiring::Async).journey().moments().to_vec();
    let given_up = moments.into_iter().filter_map(|noted| match noted.what {
        Moment::GivenUp { unheard, .. } => Some((noted.at / MILLI, unheard)),
        _ => None,
    });
    given_up.collect()
}

fn once(report: &ShopReport) {
    expect_cells(report, &[("accepted/once", 1)]);
    assert_eq!(report.deliveries, 1);
}

/// P60: the broker looks once in a heartbeat, since the connection stood (at 0 s): the first look hears of what was sent before the
/// work began, and the next two hear nothing. So between two and three heartbeats pass.
#[test]
pub(crate) fn a_callback_that_works_is_cut_off_between_two_and_three_heartbeats() {
    for (begins, cut) in [(1.0, 30_000), (9_999.0, 30_000), (10_001.0, 40_000)] {
        let works = shop(&[("payment_time_ms", "35000")]).at(begins, click(Async, 1));
        let found = given_up(&works, begins + 34_000.0);
        assert_eq!(found, [(cut, true)], "begun at {begins} ms");
        let silence = cut as f64 - begins;
        assert!((20_000.0..=30_000.0).contains(&silence), "{silence}");
    }
}

/// P60: work of more than three heartbeats is never acknowledged, and charged with each delivery; of less than two it always is.
#[test]
pub(crate) fn work_of_more_than_three_heartbeats_is_redelivered_for_ever() {
    let of = |ms: &str| {
        let works = shop(&[("payment_time_ms", ms)]);
        works.at(1.0, click(Async, 1)).queued()
    };
    once(&of("19999"));
    let long = of("30001");
    expect_cells(&long, &[("accepted/many", 1)]);
    // (The queue gives up in the end: a classic one would go on.)
    assert_eq!((long.deliveries, long.charges), (4, 4));
    let classic = shop(&[("payment_time_ms", "30001"), ("queue_type", "classic")]);
    let run = classic.at(1.0, click(Async, 1)).until(3_600_000.0);
    let charges = run.world().shop(Wiring::Async).totals().charges;
    assert_eq!(charges, 119, "one every 30.001 s for an hour");
}

/// P60, with its own figures: a heartbeat of 60 s, and a callback of four minutes. Its connection is cut 120 to 180 s after the last
/// byte, whenever it begins; the last byte is the acknowledgement of the order before.
#[test]
fn with_a_heartbeat_of_a_minute_a_callback_is_cut_off_after_two_to_three() {
    let mut silences = Vec::new();
    for before in (1..=60).map(|k| 1_000 * k - 1) {
        let mut works = shop(&[("heartbeat_s", "60"), ("payment_time_ms", "60000")]);
        let spans = [Some(1_000 * before), Some(240_000_000)];
        let order = |service| Scripted {
            service,
            ..Scripted::default()
        };
        let orders = spans.map(order).into();
        works.0.script = Some(Script { orders }.into());
        let works = works.at(0.0, click(Async, 2));
        let mut run = works.run();
        run.watch(Some(1));
        crate::common::to(&mut run, 300_000.0);
        let moments = run.world().shop(Wiring::Async).journey().moments().to_vec();
        let cut = moments.iter().find_map(|noted| match noted.what {
            Moment::GivenUp { unheard, .. } => Some((noted.at / MILLI, unheard)),
            _ => None,
        });
        let (cut, unheard) = cut.expect("four minutes are too long");
        assert!(unheard, "for want of heartbeats");
        silences.push(cut - before);
    }
    for &silence in &silences {
        assert!((120_000..=180_000).contains(&silence), "{silence} ms");
    }
    // Both ends are met: what was sent just before a look, and just after one.
    silences.sort_unstable();
    assert_eq!((silences[0], silences[59]), (120_001, 179_001));
}

/// P60, "work of more than 3 T is redelivered for ever, never acked", with T = 60 s: three minutes and a millisecond. What takes less
/// than 2 T is acknowledged, and between them it depends on when it began.
#[test]
fn with_a_heartbeat_of_a_minute_work_of_more_than_three_is_never_acknowledged() {
    let works = |seconds: u32, begins: f64| {
        let settings = [("heartbeat_s", "60"), ("queue_type", "classic")];
        let mut works = shop(&settings);
        let orders = vec![Scripted {
            service: Some(u64::from(seconds) * 1_000_000 + 1_000),
            ..Scripted::default()
        }];
        works.0.script = Some(Script { orders }.into());
        let run = works.at(begins, click(Async, 1)).until(7_200_000.0);
        let shop = run.world().shop(Wiring::Async);
        (
            shop.totals().deliveries,
            shop.totals().charges,
            shop.queue().balance.acked,
        )
    };
    for begins in [1.0, 30_000.0, 59_999.0] {
        assert_eq!(works(119, begins), (1, 1, 1));
        // Two hours: it is charged once every three minutes, and begun a fortieth time.
        assert_eq!(works(180, begins), (40, 39, 0));
    }
    assert_eq!(works(150, 1.0), (1, 1, 1), "over before the third look");
    // Cut off, it is done again on a new connection, and over before the third look at that.
    assert_eq!(works(150, 59_999.0), (2, 2, 1));
}

/// Begun a millisecond after the connection stood: the second silent look is at 30 s, and work of 25 s is over by then.
#[test]
pub(crate) fn the_first_silent_look_ends_nothing() {
    let works = shop(&[("payment_time_ms", "25000")]);
    once(&works.at(1.0, click(Async, 1)).queued());
}

/// Where another thread works, heartbeats go on; and where none are agreed on, none is missed.
#[test]
fn a_callback_that_hands_over_is_never_cut_off() {
    for calm in [("handler_blocks_connection", "false"), ("heartbeat_s", "0")] {
        let works = shop(&[("payment_time_ms", "60000"), calm]);
        once(&works.at(1.0, click(Async, 1)).queued());
    }
}

/// The default allows for a callback: ten times pika's heartbeat is more than any order takes.
#[test]
fn by_default_nobody_is_cut_off() {
    let works = lab(&[("payment_time_ms", "60000")]).at(0.0, click(Async, 3));
    let queued = works.queued();
    expect_cells(&queued, &[("accepted/once", 3)]);
    assert_eq!(queued.deliveries, 3);
}

/// What waited in its buffer goes to somebody else, who is idle.
#[test]
fn what_a_silent_worker_had_in_its_buffer_goes_to_another() {
    let two = shop(&[
        ("payment_time_ms", "35000"),
        ("prefetch_count", "0"),
        ("handler_blocks_connection", "true"),
    ]);
    let run = two
        .at(1.0, click(Async, 3))
        .at(2.0, crate::common::set("consumers", "2"))
        .until(30_001.0);
    let shop = run.world().shop(Wiring::Async);
    let working: Vec<_> = shop
        .consumers()
        .iter()
        .map(|c| c.working.map(|w| w.number))
        .collect();
    // The first one works on, behind the broker's back, and the other one has begun with the first order again.
    assert_eq!(working, [Some(0), Some(0)]);
    assert_eq!(shop.consumers()[1].buffer.len(), 2);
}

/// Under auto-ack the broker has forgotten what it sent: it is lost with the connection, but for the one in hand.
#[test]
fn with_auto_ack_a_silent_worker_loses_its_buffer() {
    let works = shop(&[
        ("payment_time_ms", "35000"),
        ("ack_mode", "auto"),
        ("prefetch_count", "0"),
    ]);
    let queued = works.at(1.0, click(Async, 3)).queued();
    expect_cells(&queued, &[("accepted/once", 1), ("accepted/never", 2)]);
    assert_eq!(queued.never_because, [("lost_in_crash", 2)].into());
}

// ---- acknowledgements -----------------------------------------------------------------------------------------------

/// A hundred orders of a minute for one worker who takes all of them at once, and no heartbeats: the thirty-first and all behind it
/// have been delivered for half an hour when their channel is closed, and come back.
#[test]
pub(crate) fn a_delivery_that_is_not_acknowledged_for_half_an_hour_comes_back() {
    let hoards = lab(&[
        ("overheads", "none"),
        ("payment_time_ms", "60000"),
        ("prefetch_count", "0"),
    ]);
    let hoards = hoards.at(1.0, click(Async, 100));
    let queued = hoards.clone().queued();
    // Three times in the hundred minutes: at 30, 61 and 92, with one order in hand each time.
    assert_eq!(queued.charges, 103);
    expect_cells(&queued, &[("accepted/many", 3), ("accepted/once", 97)]);
    let patient = hoards.clone().with(&[("consumer_timeout_s", "0")]).queued();
    expect_cells(&patient, &[("accepted/once", 100)]);
    // RabbitMQ's notes to 4.3: classic queues never evaluate it, quorum queues do.
    let newer = hoards.with(&[("broker_version", "4.3")]);
    expect_cells(&newer.clone().queued(), &[("accepted/once", 100)]);
    let quorum = newer.with(&[("queue_type", "quorum")]).queued();
    expect_cells(&quorum, &[("accepted/many", 3), ("accepted/once", 97)]);
    let fair = lab(&[("overheads", "none"), ("payment_time_ms", "60000")]);
    let fair = fair.at(1.0, click(Async, 100)).queued();
    assert_eq!((fair.charges, fair.deliveries), (100, 100));
}

/// The channel looks once a minute, since it was opened.
#[test]
fn the_broker_looks_once_a_minute() {
    for (timeout, cut) in [
        ("1", 60_000),
        ("59", 60_000),
        ("60", 120_000),
        ("61", 120_000),
    ] {
        let works = lab(&[
            ("overheads", "none"),
            ("payment_time_ms", "60000"),
            ("prefetch_count", "3"),
            ("consumer_timeout_s", timeout),
        ]);
        let works = works.at(1.0, click(Async, 3));
        let mut run = works.run();
        run.watch(Some(2));
        crate::common::to(&mut run, 130_000.0);
        let moments = run.world().shop(Wiring::Async).journey().moments().to_vec();
        let at = moments.iter().find_map(|noted| match noted.what {
            Moment::Requeued { .. } => Some(noted.at / MILLI),
            _ => None,
        });
        assert_eq!(at, Some(cut), "{timeout} s");
    }
}

/// Under auto-ack there is nothing to acknowledge.
#[test]
fn with_auto_ack_no_acknowledgement_is_missed() {
    let works = lab(&[
        ("overheads", "none"),
        ("payment_time_ms", "60000"),
        ("ack_mode", "auto"),
        ("consumer_timeout_s", "30"),
    ]);
    let queued = works.at(0.0, click(Async, 5)).queued();
    expect_cells(&queued, &[("accepted/once", 5)]);
}

/// A frozen worker acknowledges nothing: what it has goes to another one, and is done twice when it thaws.
#[test]
fn what_a_frozen_worker_holds_comes_back() {
    let frozen = lab(&[("overheads", "none"), ("consumer_timeout_s", "100")])
        .at(0.0, click(Async, 2))
        .at(1_000.0, break_(PaymentFrozen))
        .at(200_000.0, heal(PaymentFrozen));
    assert_eq!(given_up(&frozen, 199_000.0), [(120_000, false)]);
    expect_cells(
        &frozen.queued(),
        &[("accepted/many", 1), ("accepted/once", 1)],
    );
    let thaws = lab(&[("overheads", "none"), ("consumer_timeout_s", "100")])
        .at(0.0, click(Async, 2))
        .at(1_000.0, break_(PaymentFrozen))
        .at(90_000.0, heal(PaymentFrozen));
    expect_cells(&thaws.queued(), &[("accepted/once", 2)]);
}

/// An acknowledgement that the broker does not read is none. (And a connection that it does not read is not missed: only its
/// channel is closed.)
#[test]
fn what_is_acknowledged_on_a_blocked_connection_comes_back() {
    let chain = lab(&[
        ("services", "payment.shipping"),
        ("async_events", "choreography"),
        ("overheads", "none"),
        ("payment_time_ms", "100"),
        ("shipping.time_ms", "100"),
        ("consumer_timeout_s", "90"),
        ("heartbeat_s", "1"),
    ]);
    let blocked = chain
        .at(0.0, break_(MemoryAlarm))
        .at(0.0, heal(MemoryAlarm))
        .at(1.0, click(Async, 1))
        .at(50.0, break_(MemoryAlarm));
    let short = blocked.clone().at(100_000.0, heal(MemoryAlarm)).queued();
    expect_cells(&short, &[("accepted/once", 1)]);
    let long = blocked.at(130_000.0, heal(MemoryAlarm)).queued();
    expect_cells(&long, &[("accepted/many", 1)]);
    assert_eq!(long.services["shipping"]["many"], 1);
}

/// P56, "heartbeats are off meanwhile": a worker whose news blocked its connection works for twenty heartbeats on what it has in its
/// buffer, and is not given up while the alarm lasts. When it is over they are counted from nothing (RabbitMQ's
/// `rabbit_heartbeat`, `resume`): the first look sees what was read, and the second one without a byte is the third.
#[test]
fn no_heartbeat_is_missed_on_a_blocked_connection() {
    let chain = |alarm: Option<f64>| {
        let mut chain = shop(&[
            ("services", "payment.shipping"),
            ("async_events", "choreography"),
            ("shipping.time_ms", "100"),
            ("prefetch_count", "2"),
            ("heartbeat_s", "1"),
        ]);
        let order = |service| Scripted {
            service: Some(service),
            ..Scripted::default()
        };
        let orders = vec![order(100_000), order(20_000_000)];
        chain.0.script = Some(Script { orders }.into());
        let chain = chain.at(0.0, click(Async, 2));
        match alarm {
            Some(over) => chain
                .at(50.0, break_(MemoryAlarm))
                .at(over, heal(MemoryAlarm)),
            None => chain,
        }
    };
    let cut = |lab: Lab| {
        let mut run = lab.run();
        run.watch(Some(1));
        crate::common::to(&mut run, 25_000.0);
        let moments = run.world().shop(Wiring::Async).journey().moments().to_vec();
        moments.iter().find_map(|noted| match noted.what {
            Moment::GivenUp { .. } => Some(noted.at / MILLI),
            _ => None,
        })
    };
    assert_eq!(cut(chain(None)), Some(3_000));
    for over in [1_500_u32, 2_999, 5_000, 17_099] {
        let alarm = Some(f64::from(over));
        assert_eq!(cut(chain(alarm)), Some(u64::from(over) + 3_000));
    }
    // It is done, and writes again, before that.
    for over in [17_101.0, 30_000.0] {
        let over = chain(Some(over));
        assert_eq!(cut(over.clone()), None);
        let queued = over.queued();
        expect_cells(&queued, &[("accepted/once", 2)]);
        assert_eq!(queued.services["shipping"]["once"], 2);
    }
}
