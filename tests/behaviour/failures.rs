//! What breaks, and who is told what: Payment, the broker, the cable between them and Checkout.
//!
//! Each test is a paragraph of the specification. Overheads are as measured unless a test says otherwise, so times
//! are argued as "the work, and some milliseconds".

use crate::common::{break_, click, expect_cells, heal, lab, preset, set, to};
use showdown::experiment::run::Run;
use showdown::sim::engine::Side::{Async, Both, Sync};
use showdown::sim::fault::Fault::{BrokerDown, NetworkCut, PaymentDown};
use showdown::sim::ledger::{Charge, Told};
use showdown::sim::shop::Wiring;

fn within(ms: f64, from: f64, to: f64) {
    assert!((from..=to).contains(&ms), "{ms} ms, not {from} to {to}");
}

/// Numbers of the orders that are ready in the queue, head first, each with its redelivered mark.
fn ready(run: &Run) -> Vec<(u64, bool)> {
    let shop = run.world().shop(Wiring::Async);
    let message = |&key| shop.message(key).expect("what is ready lives");
    let ready = shop.queue().ready().iter().map(message);
    ready.map(|m| (m.number, m.redelivered)).collect()
}

// ---- nothing breaks -------------------------------------------------------------------------------------------------

#[test]
fn one_order_each_way() {
    let report = lab(&[]).at(0.0, click(Both, 1)).report();
    let (sync, queued) = (&report.shops[Wiring::Sync], &report.shops[Wiring::Async]);
    expect_cells(sync, &[("ok/once", 1)]);
    assert_eq!(sync.statuses, [(200, 1)].into());
    within(sync.told_ms.max, 3_000.0, 3_060.0);
    expect_cells(queued, &[("accepted/once", 1)]);
    assert_eq!(queued.statuses, [(202, 1)].into());
    within(queued.told_ms.max, 0.001, 20.0);
    within(queued.paid_ms.max, 3_000.0, 3_020.0);
}

// ---- Payment --------------------------------------------------------------------------------------------------------

#[test]
fn with_payment_down_sync_users_are_refused_at_once() {
    let down = lab(&[]).at(0.0, break_(PaymentDown));
    let sync = down.at(1.0, click(Both, 1)).sync();
    expect_cells(&sync, &[("error/never", 1)]);
    assert_eq!(sync.statuses, [(503, 1)].into());
    assert_eq!(sync.never_because, [("refused", 1)].into());
    within(sync.told_ms.max, 0.001, 5.0);
}

#[test]
fn an_ack_that_left_before_the_crash_counts_however_slow_the_links_are() {
    let slow = lab(&[("overheads", "slow-links")]).at(0.0, click(Async, 1));
    // Three hops of a quarter of a second, 3 s of work: the ack is under way from 3.75 s to 4 s.
    let killed = slow.at(3_800.0, break_(PaymentDown));
    let queued = killed.at(5_000.0, heal(PaymentDown)).queued();
    expect_cells(&queued, &[("accepted/once", 1)]);
}

#[test]
fn with_payment_down_async_orders_wait_and_drain_when_it_returns() {
    let down = lab(&[("consumers", "4")]).at(0.0, break_(PaymentDown));
    let mut run = down.at(1.0, click(Async, 20)).run();
    to(&mut run, 60_000.0);
    let shop = run.world().shop(Wiring::Async);
    assert_eq!(shop.ledger().at(Told::Accepted, Charge::Pending), 20);
    assert_eq!(shop.queue().ready().len(), 20);
    assert_eq!(run.next_time(), None, "nothing is pending: the clock stops");
    // The clock stopped when the last message arrived; a reader comes back a minute later.
    let again = lab(&[("consumers", "4")])
        .at(0.0, break_(PaymentDown))
        .at(1.0, click(Async, 20))
        .at(60_000.0, heal(PaymentDown));
    let queued = again.queued();
    expect_cells(&queued, &[("accepted/once", 20)]);
    assert_eq!(queued.deliveries, 20, "nobody began before it was back");
    // Five rounds of four, after workers that take 12 ms to start.
    within(queued.last_charge_ms, 75_012.0, 75_050.0);
}

#[test]
pub(crate) fn an_order_payment_was_serving_when_it_was_killed_is_refused_and_not_charged() {
    let served = lab(&[]).at(0.0, click(Sync, 1));
    let sync = served.at(1_000.0, break_(PaymentDown)).sync();
    expect_cells(&sync, &[("error/never", 1)]);
    assert_eq!(sync.statuses, [(503, 1)].into());
    assert_eq!(sync.never_because, [("lost_in_crash", 1)].into());
    within(sync.told_ms.max, 1_000.0, 1_005.0);
    within(sync.wasted_work_ms, 990.0, 1_000.0);
}

#[test]
pub(crate) fn a_message_payment_worked_on_when_it_was_killed_returns_to_its_place_and_is_paid_once()
{
    let served = lab(&[("prefetch_count", "2")]).at(0.0, click(Async, 4));
    let killed = served.at(1_000.0, break_(PaymentDown));
    // 2 ms later the broker has not noticed yet; 10 ms later it has.
    let unnoticed = killed.clone().until(1_002.0);
    assert_eq!(ready(&unnoticed), [(2, false), (3, false)]);
    let noticed = killed.clone().until(1_010.0);
    let expected = [(0, true), (1, true), (2, false), (3, false)];
    assert_eq!(ready(&noticed), expected, "sent before, not: tried before");
    let queued = killed.at(5_000.0, heal(PaymentDown)).queued();
    expect_cells(&queued, &[("accepted/once", 4)]);
    assert_eq!((queued.charges, queued.deliveries), (4, 5));
}

#[test]
fn auto_ack_loses_all_that_a_crashed_worker_had_been_sent() {
    let settings = [("ack_mode", "auto"), ("payment_time_ms", "1000")];
    let served = lab(&settings).at(0.0, click(Async, 10));
    let before = served.clone().until(2_500.0);
    let queue = before.world().shop(Wiring::Async).queue();
    assert_eq!((queue.ready().len(), queue.unacked()), (0, 0));
    let crashed = served.at(2_500.0, break_(PaymentDown));
    let queued = crashed.at(4_000.0, heal(PaymentDown)).queued();
    let lost = [("accepted/once", 2), ("accepted/never", 8)];
    expect_cells(&queued, &lost);
    assert_eq!(queued.never_because, [("lost_in_crash", 8)].into());
}

/// The ack is written 0.3 ms before it arrives: a crash in between cannot take it back.
#[test]
fn an_ack_under_way_when_its_worker_dies_still_counts() {
    for latency in ["0", "50"] {
        let settings = [("link_latency_ms", latency), ("payment_time_ms", "1000")];
        let two = lab(&settings).at(0.0, click(Async, 2));
        let served = *two
            .clone()
            .until(1_500.0)
            .world()
            .shop(Wiring::Async)
            .totals();
        assert_eq!(served.charges, 1);
        let just_after = served.last_charge as f64 / 1_000.0 + 0.1;
        let killed = two.at(just_after, break_(PaymentDown));
        let queued = killed.at(5_000.0, heal(PaymentDown)).queued();
        expect_cells(&queued, &[("accepted/once", 2)]);
        assert_eq!(queued.deliveries, 2);
    }
}

#[test]
pub(crate) fn payment_with_more_inside_than_it_bears_crashes_and_comes_back() {
    let settings = [("payment_crash_above", "5")];
    let calm = lab(&settings).at(0.0, click(Sync, 5)).sync();
    expect_cells(&calm, &[("ok/once", 5)]);
    let crowd = lab(&settings).at(0.0, click(Sync, 6));
    let sync = crowd.clone().sync();
    expect_cells(&sync, &[("error/never", 6)]);
    assert_eq!(sync.never_because, [("lost_in_crash", 6)].into());
    assert_eq!(sync.statuses, [(503, 6)].into());
    // It restarts 5 s after the crash.
    let meanwhile = crowd.clone().at(4_990.0, click(Sync, 1)).sync();
    expect_cells(&meanwhile, &[("error/never", 7)]);
    let afterwards = crowd.at(5_100.0, click(Sync, 1)).sync();
    expect_cells(&afterwards, &[("error/never", 6), ("ok/once", 1)]);
}

/// A queue with prefetch 1 never hands out more than its workers can hold; a buffer without a limit is inside
/// Payment, and the same crowd comes back after every restart.
#[test]
pub(crate) fn prefetch_decides_whether_a_queue_protects_payment() {
    let crowd = |prefetch| {
        let settings = [
            ("payment_crash_above", "5"),
            ("prefetch_count", prefetch),
            ("payment_time_ms", "10"),
        ];
        lab(&settings).at(0.0, click(Async, 20))
    };
    expect_cells(&crowd("1").queued(), &[("accepted/once", 20)]);
    let endless = crowd("0").until(3_600_000.0);
    let shop = endless.world().shop(Wiring::Async);
    let left = shop.ledger().at(Told::Accepted, Charge::Pending);
    assert!(left > 0, "a crash loop goes on for ever");
}

/// Whoever heals it early does not have to wait for its restart, and it does not restart again.
#[test]
fn healing_payment_ends_a_crash_of_its_own() {
    let settings = [("payment_crash_above", "5"), ("payment_time_ms", "6000")];
    let crowd = lab(&settings).at(0.0, click(Sync, 6));
    let healed = crowd.at(100.0, heal(PaymentDown));
    let sync = healed.at(200.0, click(Sync, 1)).sync();
    expect_cells(&sync, &[("error/never", 6), ("error/once", 1)]);
}

/// Broken on purpose while it is down by a crash of its own, it does not come back by itself.
#[test]
fn breaking_a_crashed_payment_keeps_it_down() {
    let crowd = lab(&[("payment_crash_above", "5")]).at(0.0, click(Sync, 6));
    let broken = crowd.at(100.0, break_(PaymentDown));
    let later = broken.clone().at(60_000.0, click(Sync, 1)).sync();
    expect_cells(&later, &[("error/never", 7)]);
    let mended = broken.at(60_000.0, heal(PaymentDown));
    let after = mended.at(60_001.0, click(Sync, 1)).sync();
    expect_cells(&after, &[("error/never", 6), ("ok/once", 1)]);
}

// ---- the broker -----------------------------------------------------------------------------------------------------

#[test]
fn with_the_broker_down_async_users_are_refused_and_sync_users_notice_nothing() {
    let both = |lab: crate::common::Lab| lab.at(1.0, click(Both, 5)).report();
    let broken = both(lab(&[]).at(0.0, break_(BrokerDown)));
    let fine = both(lab(&[]));
    expect_cells(&broken.shops[Wiring::Async], &[("error/never", 5)]);
    assert_eq!(broken.shops[Wiring::Async].statuses, [(503, 5)].into());
    assert_eq!(
        broken.shops[Wiring::Async].never_because,
        [("refused", 5)].into()
    );
    within(broken.shops[Wiring::Async].told_ms.max, 0.001, 20.0);
    expect_cells(&broken.shops[Wiring::Sync], &[("ok/once", 5)]);
    assert_eq!(
        broken.shops[Wiring::Sync].told_ms,
        fine.shops[Wiring::Sync].told_ms
    );
    assert_eq!(
        broken.shops[Wiring::Sync].paid_ms,
        fine.shops[Wiring::Sync].paid_ms
    );
}

/// The worker finishes behind the broker's back and cannot say so; its message comes again.
#[test]
fn an_order_that_is_worked_on_when_the_broker_dies_is_charged_twice() {
    let worked = lab(&[]).at(0.0, click(Async, 3));
    let down = worked.at(1_000.0, break_(BrokerDown));
    let queued = down.at(2_000.0, heal(BrokerDown)).queued();
    let twice = [("accepted/many", 1), ("accepted/once", 2)];
    expect_cells(&queued, &twice);
    assert_eq!((queued.charges, queued.deliveries), (4, 4));
    within(queued.wasted_work_ms, 3_000.0, 3_001.0);
}

/// One order is being worked on and is finished; nine wait in the queue.
#[test]
fn a_broker_restart_keeps_what_is_durable_and_persistent_and_forgets_the_rest() {
    for (durable, persistent) in [
        ("true", "true"),
        ("true", "false"),
        ("false", "true"),
        ("false", "false"),
    ] {
        let settings = [
            ("queue_durable", durable),
            ("messages_persistent", persistent),
        ];
        let waiting = lab(&settings).at(0.0, click(Async, 10));
        let restarted = waiting
            .at(1_000.0, break_(BrokerDown))
            .at(1_500.0, heal(BrokerDown));
        let after = ready(&restarted.clone().until(2_000.0));
        let queued = restarted.queued();
        assert_eq!(queued.statuses, [(202, 10)].into());
        if durable == "true" && persistent == "true" {
            let order: Vec<u64> = after.iter().map(|&(number, _)| number).collect();
            assert_eq!(order, (0..10).collect::<Vec<u64>>());
            let paid = [("accepted/many", 1), ("accepted/once", 9)];
            expect_cells(&queued, &paid);
        } else {
            assert!(after.is_empty());
            let promised = [("accepted/once", 1), ("accepted/never", 9)];
            expect_cells(&queued, &promised);
            assert_eq!(queued.never_because, [("lost_in_crash", 9)].into());
        }
    }
}

#[test]
fn a_message_for_a_queue_that_no_worker_has_declared_again_is_dropped_without_a_word() {
    let settings = [("queue_durable", "false")];
    let nobody = lab(&settings)
        .at(0.0, break_(PaymentDown))
        .at(10.0, break_(BrokerDown))
        .at(20.0, heal(BrokerDown))
        .at(1_000.0, click(Async, 3));
    let queued = nobody.clone().queued();
    expect_cells(&queued, &[("accepted/never", 3)]);
    assert_eq!(queued.statuses, [(202, 3)].into());
    assert_eq!(queued.never_because, [("unroutable", 3)].into());
    // A worker that comes back declares it.
    let declared = nobody.at(2_000.0, heal(PaymentDown));
    let queued = declared.at(3_000.0, click(Async, 2)).queued();
    let later = [("accepted/never", 3), ("accepted/once", 2)];
    expect_cells(&queued, &later);
}

#[test]
fn a_durable_queue_is_there_without_a_worker() {
    let nobody = lab(&[])
        .at(0.0, break_(PaymentDown))
        .at(10.0, break_(BrokerDown))
        .at(20.0, heal(BrokerDown))
        .at(1_000.0, click(Async, 3))
        .at(2_000.0, heal(PaymentDown));
    expect_cells(&nobody.queued(), &[("accepted/once", 3)]);
}

/// The worker turns to its next message for 0.2 ms; a broker that is gone and back in that moment took its channel.
#[test]
fn a_worker_whose_channel_died_between_two_messages_dials_again() {
    let three = lab(&[("prefetch_count", "0")]).at(0.0, click(Async, 3));
    let served = *three
        .clone()
        .until(3_500.0)
        .world()
        .shop(Wiring::Async)
        .totals();
    let turning = served.last_charge as f64 / 1_000.0 + 0.1;
    let blip = three.at(turning, break_(BrokerDown));
    let queued = blip.at(turning, heal(BrokerDown)).queued();
    assert_eq!(queued.ledger["accepted"]["pending"], 0, "all are charged");
}

// ---- the cable ------------------------------------------------------------------------------------------------------

/// Payment never notices that nobody reads its answer.
#[test]
pub(crate) fn an_answer_that_meets_a_cut_comes_too_late_and_is_charged() {
    let waiting = lab(&[]).at(0.0, click(Sync, 1));
    let sync = waiting.at(1_000.0, break_(NetworkCut)).sync();
    expect_cells(&sync, &[("error/once", 1)]);
    assert_eq!(sync.statuses, [(504, 1)].into());
    within(sync.told_ms.max, 5_000.0, 5_020.0);
}

#[test]
fn an_answer_held_by_a_short_cut_arrives_when_the_cable_is_back() {
    let waiting = lab(&[]).at(0.0, click(Sync, 1));
    let cut = waiting.at(1_000.0, break_(NetworkCut));
    let sync = cut.at(4_000.0, heal(NetworkCut)).sync();
    expect_cells(&sync, &[("ok/once", 1)]);
    within(sync.told_ms.max, 4_000.0, 4_020.0);
}

#[test]
fn dialling_into_a_cut_ends_with_the_connect_timeout() {
    let settings = [("connect_timeout_ms", "2000")];
    let cut = lab(&settings).at(0.0, break_(NetworkCut));
    let sync = cut.at(10.0, click(Sync, 1)).sync();
    expect_cells(&sync, &[("error/never", 1)]);
    assert_eq!(sync.statuses, [(504, 1)].into());
    assert_eq!(sync.never_because, [("timeout", 1)].into());
    within(sync.told_ms.max, 2_000.0, 2_020.0);
}

/// The second order finds the kept connection of the first.
#[test]
fn a_call_sent_into_a_cut_ends_with_the_read_timeout_and_never_reaches_payment() {
    let warm = lab(&[("connect_timeout_ms", "1000")]).at(0.0, click(Sync, 1));
    let cut = warm.at(4_000.0, break_(NetworkCut));
    let sync = cut.at(4_010.0, click(Sync, 1)).sync();
    expect_cells(&sync, &[("ok/once", 1), ("error/never", 1)]);
    assert_eq!(sync.never_because, [("timeout", 1)].into());
    assert_eq!(sync.deliveries, 1);
    within(sync.told_ms.max, 5_000.0, 5_020.0);
}

#[test]
fn async_users_do_not_notice_a_cut_and_their_orders_are_paid_after_it() {
    let cut = lab(&[]).at(0.0, break_(NetworkCut));
    let cut = cut.at(10.0, click(Async, 1));
    let before = cut.clone().until(9_999.0);
    assert_eq!(before.world().shop(Wiring::Async).queue().ready().len(), 0);
    assert_eq!(before.world().shop(Wiring::Async).cable().held().len(), 1);
    let queued = cut.at(10_000.0, heal(NetworkCut)).queued();
    expect_cells(&queued, &[("accepted/once", 1)]);
    within(queued.told_ms.max, 0.001, 20.0);
    within(queued.last_charge_ms, 13_000.0, 13_020.0);
}

/// RabbitMQ's and pika's default heartbeat is 60 s.
#[test]
fn a_cut_that_outlasts_the_heartbeat_loses_what_was_promised_during_it() {
    let cut = |heals| {
        let cut = lab(&[]).at(0.0, break_(NetworkCut));
        let cut = cut.at(10.0, click(Async, 1));
        cut.at(heals, heal(NetworkCut)).queued()
    };
    expect_cells(&cut(59_900.0), &[("accepted/once", 1)]);
    let lost = cut(60_100.0);
    expect_cells(&lost, &[("accepted/never", 1)]);
    assert_eq!(lost.never_because, [("connection_lost", 1)].into());
    assert_eq!(lost.statuses, [(202, 1)].into());
}

/// Nobody is told: Checkout goes on writing into connections that died with the broker.
#[test]
fn a_broker_that_dies_behind_a_cut_takes_along_what_is_promised_during_it() {
    let cut = lab(&[]).at(0.0, break_(NetworkCut));
    let died = cut
        .at(100.0, click(Async, 1))
        .at(1_000.0, break_(BrokerDown))
        .at(1_100.0, heal(BrokerDown))
        .at(2_000.0, click(Async, 1))
        .at(5_000.0, heal(NetworkCut));
    let queued = died.clone().queued();
    expect_cells(&queued, &[("accepted/never", 2)]);
    assert_eq!(queued.never_because, [("lost_in_crash", 2)].into());
    within(queued.told_ms.max, 0.001, 20.0);
    let later = died.at(6_000.0, click(Async, 1)).queued();
    expect_cells(&later, &[("accepted/never", 2), ("accepted/once", 1)]);
}

/// Of two orders at once the second needs a second thread, whose connection is not open yet: it dials into the cut,
/// and gives up after pika's socket timeout of 10 s.
#[test]
fn a_thread_that_has_no_amqp_connection_cannot_make_one_through_a_cut() {
    let cut = lab(&[]).at(0.0, break_(NetworkCut));
    let queued = cut.at(10.0, click(Async, 2)).queued();
    assert_eq!(queued.statuses, [(202, 1), (504, 1)].into());
    within(queued.told_ms.max, 10_000.0, 10_020.0);
}

#[test]
fn a_thread_that_dialled_into_a_short_cut_publishes_after_it() {
    let cut = lab(&[]).at(0.0, break_(NetworkCut));
    let cut = cut.at(10.0, click(Async, 2));
    let queued = cut.at(5_000.0, heal(NetworkCut)).queued();
    expect_cells(&queued, &[("accepted/once", 2)]);
    within(queued.told_ms.max, 4_990.0, 5_010.0);
}

// ---- timeouts -------------------------------------------------------------------------------------------------------

#[test]
fn at_the_same_instant_a_timeout_beats_an_answer() {
    let settings = [("overheads", "none"), ("payment_time_ms", "5000")];
    let tie = lab(&settings).at(0.0, click(Sync, 1));
    let sync = tie.clone().sync();
    expect_cells(&sync, &[("error/once", 1)]);
    assert_eq!((sync.told_ms.max, sync.paid_ms.max), (5_000.0, 5_000.0));
    let sooner = tie.with(&[("payment_time_ms", "4999.999")]);
    expect_cells(&sooner.sync(), &[("ok/once", 1)]);
}

/// Half a second away from Payment, the answer to the first order is under way from 4.5 s and frees the only
/// connection at 5 s. The second order comes at 4.9 s and has 0.1 s of patience: that its end was scheduled last does
/// not make it last.
#[test]
fn at_the_same_instant_a_timeout_beats_what_was_scheduled_before_it() {
    let settings = [
        ("overheads", "none"),
        ("link_latency_ms", "500"),
        ("http_connections", "1"),
        ("pool_timeout_ms", "100"),
    ];
    let first = lab(&settings).at(0.0, click(Sync, 1));
    let tie = first.clone().at(4_900.0, click(Sync, 1)).sync();
    expect_cells(&tie, &[("ok/once", 1), ("error/never", 1)]);
    assert_eq!((tie.told_ms.p50, tie.told_ms.max), (100.0, 5_000.0));
    let later = first.at(4_900.001, click(Sync, 1)).sync();
    assert_eq!(later.ledger["error"]["never"], 0, "a microsecond is enough");
}

/// Seconds away from Payment: the caller leaves while its request is still under way.
#[test]
pub(crate) fn a_request_that_is_under_way_when_its_caller_leaves_is_served_and_charged() {
    let settings = [("link_latency_ms", "2000"), ("read_timeout_ms", "1000")];
    let sync = lab(&settings).at(0.0, click(Sync, 1)).sync();
    expect_cells(&sync, &[("error/once", 1)]);
    // There and back to connect; a second of patience, or there and the work.
    within(sync.told_ms.max, 5_000.0, 5_020.0);
    within(sync.paid_ms.max, 9_000.0, 9_020.0);
}

#[test]
pub(crate) fn abandoned_work_is_charged() {
    let slow = lab(&[("payment_time_ms", "6000")]).at(0.0, click(Sync, 1));
    let told = slow.clone().until(5_500.0);
    let ledger = told.world().shop(Wiring::Sync).ledger();
    assert_eq!(ledger.at(Told::Error, Charge::Pending), 1);
    let sync = slow.sync();
    expect_cells(&sync, &[("error/once", 1)]);
    within(sync.told_ms.max, 5_000.0, 5_020.0);
    within(sync.paid_ms.max, 6_000.0, 6_020.0);
    within(sync.wasted_work_ms, 6_000.0, 6_001.0);
}

/// Two callers, one Payment thread: the second leaves while it waits in line, and is charged in its turn.
#[test]
pub(crate) fn abandoned_work_is_charged_even_if_nobody_had_begun_it() {
    let settings = [("payment_threads", "1"), ("payment_time_ms", "4000")];
    let sync = lab(&settings).at(0.0, click(Sync, 2)).sync();
    expect_cells(&sync, &[("ok/once", 1), ("error/once", 1)]);
    within(sync.last_charge_ms, 8_000.0, 8_020.0);
}

#[test]
fn the_style_of_errors_decides_the_status() {
    for (style, refused, timed_out) in [
        ("snippet", 500, 500),
        ("demo", 503, 503),
        ("production", 503, 504),
    ] {
        let style = [("error_style", style), ("payment_time_ms", "6000")];
        let slow = lab(&style).at(0.0, click(Sync, 1));
        assert_eq!(slow.sync().statuses, [(timed_out, 1)].into());
        let down = lab(&style).at(0.0, break_(PaymentDown));
        let down = down.at(0.0, break_(BrokerDown)).at(1.0, click(Both, 1));
        let report = down.report();
        assert_eq!(report.shops[Wiring::Sync].statuses, [(refused, 1)].into());
        assert_eq!(report.shops[Wiring::Async].statuses, [(refused, 1)].into());
    }
}

/// Waiting for a Checkout thread is in no timeout; waiting for a connection of a shared client is.
#[test]
pub(crate) fn a_shared_client_without_a_free_connection_ends_with_the_pool_timeout() {
    let settings = [("http_connections", "1"), ("pool_timeout_ms", "1000")];
    let sync = lab(&settings).at(0.0, click(Sync, 2)).sync();
    expect_cells(&sync, &[("ok/once", 1), ("error/never", 1)]);
    assert_eq!(sync.never_because, [("timeout", 1)].into());
    let threads = lab(&[("checkout_threads", "1"), ("pool_timeout_ms", "1000")]);
    let sync = threads.at(0.0, click(Sync, 10)).sync();
    expect_cells(&sync, &[("ok/once", 10)]);
    within(sync.told_ms.max, 30_000.0, 30_200.0);
}

// ---- scenarios ------------------------------------------------------------------------------------------------------

/// One order each way, without its slices of CPU.
#[test]
fn the_events_read_as_the_story_of_one_order() {
    let mut run = lab(&[]).at(0.0, click(Both, 1)).run();
    let (mut sync, mut queued) = (Vec::new(), Vec::new());
    while let Some((side, event)) = run.step() {
        let Some(event) = event else { continue };
        let words = format!("{event:?}");
        let name = words.split(' ').next().unwrap_or_default().to_owned();
        match side {
            _ if name.ends_with("SliceOver") => {}
            Async => queued.push(name),
            _ => sync.push(name),
        }
    }
    let expected = [
        "RequestReachedCheckout",
        "CallReachedPayment",
        "CallServed",
        "AnswerReachedCheckout",
        "PaymentThreadFreed",
        "UserTold",
    ];
    assert_eq!(sync, expected);
    let expected = [
        "RequestReachedCheckout",
        "MessageReachedBroker",
        "DeliveryReachedConsumer",
        "UserTold",
        "MessageServed",
        "AckReachedBroker",
    ];
    assert_eq!(queued, expected);
}

/// Presets keep the promises of their titles.
#[test]
fn the_presets_show_what_they_say() {
    let outage = preset("payment-outage").report();
    assert!(outage.shops[Wiring::Sync].ledger["error"]["never"] > 0);
    let queued = &outage.shops[Wiring::Async];
    assert_eq!(queued.ledger["accepted"]["once"], queued.orders);
    let broker = preset("broker-outage").report();
    assert!(broker.shops[Wiring::Async].ledger["error"]["never"] > 0);
    assert!(broker.shops[Wiring::Async].ledger["accepted"]["many"] > 0);
    assert_eq!(
        broker.shops[Wiring::Sync].ledger["ok"]["once"],
        broker.shops[Wiring::Sync].orders
    );
    let transient = preset("transient-queue").report();
    assert!(transient.shops[Wiring::Async].never_because["lost_in_crash"] > 40);
    let slow = preset("slow-payment").report();
    assert_eq!(
        slow.shops[Wiring::Sync].ledger["error"]["once"],
        slow.shops[Wiring::Sync].orders
    );
    let crash = preset("crash-under-load").report();
    assert!(crash.shops[Wiring::Sync].never_because["lost_in_crash"] > 100);
    assert_eq!(crash.shops[Wiring::Async].ledger["accepted"]["once"], 1000);
}

/// A setting that changes while everything is broken is as harmless as one that changes while nothing is.
#[test]
fn a_change_while_all_is_broken_takes_effect_when_it_is_mended() {
    let broken = lab(&[])
        .at(0.0, click(Async, 8))
        .at(100.0, break_(PaymentDown))
        .at(100.0, break_(BrokerDown))
        .at(200.0, set("consumers", "8"))
        .at(300.0, heal(BrokerDown))
        .at(1_000.0, heal(PaymentDown));
    let queued = broken.queued();
    expect_cells(&queued, &[("accepted/once", 8)]);
    within(queued.last_charge_ms, 4_012.0, 4_020.0);
}
