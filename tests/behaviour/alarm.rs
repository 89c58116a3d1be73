//! A broker short of memory reads no further from connections that publish: argued from RabbitMQ's guides to alarms and to
//! blocked connections, and from what was recorded (28a, 28c).

use showdown::experiment::report::ShopReport;
use showdown::experiment::run::Run;
use showdown::sim::engine::Side::{Async, Both};
use showdown::sim::fault::Fault::{BrokerDown, MemoryAlarm, PaymentDown};
use showdown::sim::shop::{Shop, Wiring};

use crate::common::{Lab, break_, click, expect_cells, heal, lab};

/// Arithmetic: hops and CPU take no time, and Payment 100 ms.
fn shop(settings: &[(&str, &str)]) -> Lab {
    lab(&[("overheads", "none"), ("payment_time_ms", "100")]).with(settings)
}

fn queueing(run: &Run) -> &Shop {
    run.world().shop(Wiring::Async)
}

/// In which order these orders were charged.
fn charged(run: &Run) -> Vec<u32> {
    let mut finished: Vec<_> = queueing(run).log().iter().copied().collect();
    finished.sort_by_key(|order| order.paid_at);
    finished.iter().map(|order| order.number).collect()
}

/// An alarm from 1 s to 5 s, and ten orders, one every 100 ms from 2 s on.
fn alarm(settings: &[(&str, &str)]) -> Lab {
    let mut alarm = shop(settings).at(1_000.0, break_(MemoryAlarm));
    for k in 0..10 {
        alarm = alarm.at(2_000.0 + 100.0 * f64::from(k), click(Async, 1));
    }
    alarm.at(5_000.0, heal(MemoryAlarm))
}

/// P56, "publishers' connections block", of who does not look: one connection of an `async def`. What was written first is read
/// first, and the last of ten is paid a second after that.
#[test]
pub(crate) fn without_confirms_nobody_notices_and_everybody_is_paid_late() {
    let settings = [("checkout_endpoint", "async-def")];
    let during = alarm(&settings).until(4_999.0);
    assert_eq!(queueing(&during).unread(), 10);
    assert_eq!(queueing(&during).queue().ready().len(), 0);
    let queued = alarm(&settings).queued();
    expect_cells(&queued, &[("accepted/once", 10)]);
    assert_eq!(queued.told_ms.max, 0.0);
    assert_eq!(queued.last_charge_ms, 6_000.0);
    let all: Vec<u32> = (0..10).collect();
    assert_eq!(charged(&alarm(&settings).played()), all);
}

/// P56, "consumers go on": a worker whose queue is full when the alarm begins goes on through all of it, and its acknowledgements
/// are read.
#[test]
pub(crate) fn consumers_go_on() {
    let full = shop(&[])
        .at(0.0, click(Async, 20))
        .at(50.0, break_(MemoryAlarm))
        .at(60_000.0, heal(MemoryAlarm));
    let done = full.clone().until(2_000.0);
    assert_eq!(queueing(&done).queue().unacked(), 0);
    let queued = full.queued();
    expect_cells(&queued, &[("accepted/once", 20)]);
    assert_eq!((queued.deliveries, queued.last_charge_ms), (20, 2_000.0));
}

/// P56, "publishers' connections block": a publish that waits for its confirm hangs, with its thread and with a connection of its
/// own: of five threads none is left for the sixth order.
#[test]
pub(crate) fn with_confirms_each_publish_hangs_in_a_thread_of_its_own() {
    let settings = [("publisher_confirms", "true"), ("checkout_threads", "5")];
    let during = alarm(&settings).until(4_999.0);
    let checkout = queueing(&during).checkout();
    assert_eq!((checkout.held(), checkout.line().len()), (5, 5));
    assert_eq!(queueing(&during).unread(), 5);
    let queued = alarm(&settings).queued();
    expect_cells(&queued, &[("accepted/once", 10)]);
    // The first of them pressed 3 s before the alarm was over.
    assert_eq!(queued.told_ms.max, 3_000.0);
    assert_eq!(queued.last_charge_ms, 6_000.0);
}

/// It is a clock for each connection, since it is blocked. Who hears an error is charged all the same.
#[test]
pub(crate) fn a_blocked_connection_that_is_given_up_charges_all_the_same() {
    let settings = [
        ("publisher_confirms", "true"),
        ("blocked_connection_timeout_s", "2.45"),
    ];
    let queued = alarm(&settings).queued();
    // Those of 2 s to 2.5 s have waited for 2.45 s when the alarm is over at 5 s.
    expect_cells(&queued, &[("accepted/once", 4), ("error/once", 6)]);
    assert_eq!(queued.statuses, [(202, 4), (503, 6)].into());
    assert_eq!(queued.told_ms.max, 2_450.0);
    assert_eq!(queued.charges, 10);
}

/// One that is longer than the alarm is never felt, and neither is one that nobody waits for: without confirms no thread looks.
#[test]
fn a_timeout_that_does_not_come_changes_nothing() {
    for confirms in ["true", "false"] {
        let with = |timeout: &str| {
            let settings = [
                ("publisher_confirms", confirms),
                ("blocked_connection_timeout_s", timeout),
            ];
            alarm(&settings).queued().digest
        };
        assert_eq!(with("3.001"), with("0"), "{confirms}");
    }
    let unconfirmed = |timeout: &str| {
        let settings = [("blocked_connection_timeout_s", timeout)];
        alarm(&settings).queued().digest
    };
    assert_eq!(unconfirmed("1"), unconfirmed("0"));
}

/// Given up in one alarm, a connection is not given up by the clock of the one before.
#[test]
fn each_alarm_has_its_own_clocks() {
    let settings = [
        ("publisher_confirms", "true"),
        ("blocked_connection_timeout_s", "2"),
    ];
    let twice = shop(&settings)
        .at(0.0, break_(MemoryAlarm))
        .at(0.0, click(Async, 1))
        .at(1_500.0, heal(MemoryAlarm))
        .at(1_600.0, break_(MemoryAlarm))
        .at(1_700.0, click(Async, 1))
        .at(3_600.0, heal(MemoryAlarm));
    expect_cells(&twice.queued(), &[("accepted/once", 2)]);
}

/// To close a connection is to say so on it, and to hear that it was read.
#[test]
fn a_connection_that_is_to_be_closed_hangs_even_without_confirms() {
    for overheads in ["none", "measured"] {
        let settings = [("amqp_channel", "per-request"), ("overheads", overheads)];
        let queued = alarm(&settings).queued();
        expect_cells(&queued, &[("accepted/once", 10)]);
        let told = queued.told_ms.max;
        assert!((2_999.0..3_030.0).contains(&told), "{told}");
        let bears = [
            settings[0],
            settings[1],
            ("blocked_connection_timeout_s", "1"),
        ];
        let queued = alarm(&bears).queued();
        expect_cells(&queued, &[("error/once", 10)]);
        let told = queued.told_ms.max;
        assert!((1_000.0..1_030.0).contains(&told), "{told}");
    }
}

/// A connection that stands is blocked by its first publish, and a new one can be made: the first order of a thread dials, and
/// its user is told as soon as ever.
#[test]
fn new_connections_can_be_made() {
    let settings = [("overheads", "measured"), ("amqp_warm_start", "false")];
    let told = |lab: Lab| lab.at(1.0, click(Async, 5)).queued().told_ms;
    let blocked = shop(&settings).at(0.0, break_(MemoryAlarm));
    let blocked = blocked.at(1_000.0, heal(MemoryAlarm));
    assert_eq!(told(blocked), told(shop(&settings)));
}

/// Checkouts' connections are read one after the other; which comes first is drawn, and another seed draws another one.
#[test]
fn the_order_across_connections_is_arbitrary_and_within_one_it_is_kept() {
    let order = |seed: u64| {
        let settings = [("publisher_confirms", "true")];
        charged(&alarm(&settings).seed(seed).played())
    };
    assert_eq!(order(1), order(1));
    let orders: Vec<_> = (1..=5).map(order).collect();
    assert!(orders.iter().any(|order| *order != orders[0]), "{orders:?}");
    for order in orders {
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..10).collect::<Vec<u32>>());
    }
}

/// P56, "blocked for both": a worker that tells the next service publishes and acknowledges on one connection. After its first
/// publish it is blocked, and sent no second order. A service that tells nobody goes on.
#[test]
pub(crate) fn a_worker_that_publishes_is_blocked_for_its_acks_too() {
    let chain = shop(&[
        ("services", "payment.shipping"),
        ("async_events", "choreography"),
        ("shipping.time_ms", "100"),
    ]);
    let blocked = chain
        .at(0.0, click(Async, 5))
        .at(150.0, break_(MemoryAlarm))
        .at(10_000.0, heal(MemoryAlarm));
    let during = blocked.clone().until(9_999.0);
    // One was paid before, and shipped meanwhile; the second is paid, and nobody hears of it.
    let fates = |run: &Run, service| queueing(run).consumers_of(service)[0].unacked;
    assert_eq!(queueing(&during).totals().charges, 2);
    assert_eq!((fates(&during, 0), queueing(&during).unread()), (1, 1));
    assert_eq!(fates(&during, 2), 0);
    let report = blocked.queued();
    expect_cells(&report, &[("accepted/once", 5)]);
    assert_eq!(report.services["shipping"]["once"], 5);
    assert_eq!((report.charges, report.deliveries), (5, 10));
    // The third is begun when the second is acknowledged.
    assert_eq!(report.last_charge_ms, 10_300.0);
}

/// What a worker said before it died is in the socket, and the broker does not see the end of it before it reads on.
#[test]
fn a_worker_that_dies_while_it_is_blocked_has_said_what_it_had_to_say() {
    let chain = shop(&[
        ("services", "payment.shipping"),
        ("async_events", "choreography"),
        ("shipping.time_ms", "100"),
        ("overheads", "measured"),
    ]);
    let dies = chain
        .at(0.0, click(Async, 3))
        .at(10.0, break_(MemoryAlarm))
        .at(1_000.0, break_(PaymentDown))
        .at(2_000.0, heal(PaymentDown))
        .at(5_000.0, heal(MemoryAlarm));
    let report = dies.queued();
    expect_cells(&report, &[("accepted/once", 3)]);
    assert_eq!(report.services["shipping"]["once"], 3);
    assert_eq!((report.charges, report.deliveries), (3, 6));
}

/// Nobody will read what was written to a broker that died.
#[test]
fn what_is_in_the_sockets_of_a_broker_that_dies_is_lost() {
    let dies = |settings: &[(&str, &str)]| {
        let dead = alarm(settings).at(4_000.0, break_(BrokerDown));
        dead.at(4_100.0, heal(BrokerDown)).queued()
    };
    let unconfirmed = dies(&[]);
    expect_cells(&unconfirmed, &[("accepted/never", 10)]);
    assert_eq!(unconfirmed.never_because, [("lost_in_crash", 10)].into());
    for settings in [
        ("publisher_confirms", "true"),
        ("amqp_channel", "per-request"),
    ] {
        let told = dies(&[settings]);
        expect_cells(&told, &[("error/never", 10)]);
    }
}

/// P56, "heartbeats are off meanwhile": none ends a connection that is blocked, however long.
#[test]
fn a_long_alarm_ends_no_connection() {
    let long = shop(&[("publisher_confirms", "true")])
        .at(0.0, break_(MemoryAlarm))
        .at(1.0, click(Async, 3))
        .at(600_000.0, heal(MemoryAlarm));
    let queued = long.queued();
    expect_cells(&queued, &[("accepted/once", 3)]);
    assert_eq!(queued.told_ms.max, 599_999.0);
}

/// Where no alarm is raised while somebody publishes, there is none.
#[test]
fn an_alarm_that_nobody_meets_changes_nothing_but_the_log() {
    let of = |queued: ShopReport| (queued.told_ms, queued.paid_ms, queued.charges);
    let calm = shop(&[]).at(0.0, click(Both, 5)).report();
    let alarmed = shop(&[])
        .at(0.0, click(Both, 5))
        .at(50.0, break_(MemoryAlarm));
    let alarmed = alarmed.at(60.0, heal(MemoryAlarm)).report();
    for shop in Wiring::ALL {
        assert_eq!(
            of(calm.shops[shop].clone()),
            of(alarmed.shops[shop].clone())
        );
    }
}
