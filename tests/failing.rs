//! Payments that fail, poison messages, workers that die: the settings for them, argued from what brokers and callers
//! promise. Overheads are `none`, so times are the work alone.

mod common;

use common::{Lab, click, expect_cells, heal, lab, set, to};
use showdown::experiment::decode;
use showdown::experiment::report::ShopReport;
use showdown::sim::engine::Side::{Async, Both, Sync};
use showdown::sim::fault::Fault::PaymentDown;
use showdown::sim::order::Finished;
use showdown::sim::shop::Wiring;

/// One worker, prefetch 1, 100 ms a service, no costs, and these settings.
fn shop(settings: &[(&str, &str)]) -> Lab {
    let plain = [("overheads", "none"), ("payment_time_ms", "100")];
    lab(&plain).with(settings)
}

fn prescribed(mut lab: Lab, orders: &str) -> Lab {
    let (read, problems) = decode::experiment(&format!(r#"{{"orders": {orders}}}"#)).unwrap();
    assert_eq!(problems, []);
    lab.0.script = read.script;
    lab
}

fn queued(lab: Lab) -> ShopReport {
    lab.queued()
}

// ---- a poison message -----------------------------------------------------------------------------------------------

/// Requeued to the head, it is the only worker's next message for ever: the ten services of a second are all its own.
#[test]
fn poison_that_is_requeued_starves_the_only_worker() {
    let five = shop(&[("poison_order", "2")]).at(0.0, click(Async, 5));
    let run = five.until(60_050.0);
    let shop = run.world().shop(Wiring::Async);
    assert_eq!((shop.totals().charges, shop.totals().deliveries), (1, 601));
    assert_eq!(shop.queue().ready().len(), 3, "the others wait behind it");
}

/// A second worker gets by: the poison keeps one of the two busy for ever, the other one does the rest.
#[test]
fn poison_keeps_one_of_two_workers() {
    let five = shop(&[("poison_order", "1"), ("consumers", "2")]).at(0.0, click(Async, 5));
    let mut run = five.run();
    to(&mut run, 450.0);
    let shop = run.world().shop(Wiring::Async);
    assert_eq!(shop.totals().charges, 4);
    assert_eq!(shop.queue().unacked(), 1, "one of the workers still has it");
}

#[test]
fn poison_that_is_rejected_is_one_dead_letter_and_harms_nobody_else() {
    let settings = [
        ("poison_order", "2"),
        ("on_fail", "reject"),
        ("dead_letter_exchange", "true"),
    ];
    let report = queued(shop(&settings).at(0.0, click(Async, 5)));
    expect_cells(&report, &[("accepted/once", 4), ("accepted/never", 1)]);
    assert_eq!(report.dead_lettered, [("rejected", 1)].into());
    assert_eq!(report.never_because, [("rejected", 1)].into());
    // A negative acknowledgement takes a microsecond even where nothing costs anything.
    assert_eq!((report.deliveries, report.last_charge_ms), (5, 500.001));
}

/// "When a message has been returned more times than the limit": the first delivery is no return.
#[test]
fn a_delivery_limit_of_n_means_n_plus_one_deliveries_of_poison() {
    for limit in 1..=5 {
        let text = limit.to_string();
        let settings = [
            ("poison_order", "1"),
            ("queue_type", "quorum"),
            ("delivery_limit", &text),
        ];
        let report = queued(shop(&settings).at(0.0, click(Async, 3)));
        assert_eq!(report.deliveries, limit + 1 + 2);
        assert_eq!(report.never_because, [("delivery_limit", 1)].into());
    }
}

/// The same order in the shop that calls: an error, once for each attempt's work, and the thread is free again.
#[test]
fn over_http_poison_is_one_users_error() {
    let settings = [
        ("poison_order", "2"),
        ("retries", "2"),
        ("retry_backoff_ms", "0"),
    ];
    let report = shop(&settings).at(0.0, click(Sync, 5)).sync();
    expect_cells(&report, &[("ok/once", 4), ("error/never", 1)]);
    assert_eq!(report.never_because, [("failed", 1)].into());
    assert_eq!((report.deliveries, report.charges), (4 + 3, 4));
    assert_eq!(report.told_ms.max, 300.0);
    assert_eq!(report.wasted_work_ms, 300.0);
}

// ---- payments that fail by chance -----------------------------------------------------------------------------------

#[test]
fn where_everything_fails_each_order_is_tried_as_often_as_it_may_be() {
    for retries in 0..=3 {
        let text = retries.to_string();
        let settings = [
            ("fail_percent", "100"),
            ("retries", &text),
            ("retry_backoff_ms", "10"),
            ("on_fail", "reject"),
        ];
        let report = shop(&settings).at(0.0, click(Both, 7)).report();
        assert_eq!(
            (
                report.shops[Wiring::Sync].deliveries,
                report.shops[Wiring::Sync].charges
            ),
            ((retries + 1) * 7, 0)
        );
        expect_cells(&report.shops[Wiring::Sync], &[("error/never", 7)]);
        // A rejected message has one delivery, whatever callers would do.
        assert_eq!(
            (
                report.shops[Wiring::Async].deliveries,
                report.shops[Wiring::Async].charges
            ),
            (7, 0)
        );
        assert_eq!(
            report.shops[Wiring::Async].never_because,
            [("rejected", 7)].into()
        );
    }
}

/// Requeued until it succeeds: deliveries are geometric with mean 1/(1 − p) and variance p/(1 − p)². The bound is
/// four standard deviations of the mean of n, decided beforehand; so is the seed.
#[test]
fn requeued_orders_are_delivered_a_geometric_number_of_times() {
    let (p, n) = (0.3, 20_000.0);
    let settings = [
        ("fail_percent", "30"),
        ("consumers", "40"),
        ("payment_time_ms", "1"),
    ];
    let lab = shop(&settings).seed(2026).at(0.0, click(Async, n as u32));
    let run = lab.played();
    let log = run.world().shop(Wiring::Async).log();
    let deliveries: Vec<f64> = log.iter().map(|o| f64::from(o.deliveries)).collect();
    assert_eq!(deliveries.len(), n as usize);
    let mean = deliveries.iter().sum::<f64>() / n;
    let bound = 4.0 * (p / n).sqrt() / (1.0 - p);
    assert!((mean - 1.0 / (1.0 - p)).abs() < bound, "{mean}");
    // And its shape: the share of those with more than k deliveries is p^k.
    for k in 1..=4 {
        let share = p.powi(k);
        let more = deliveries.iter().filter(|&&d| d > f64::from(k)).count() as f64 / n;
        let bound = 4.0 * (share * (1.0 - share) / n).sqrt();
        assert!((more - share).abs() < bound, "more than {k}: {more}");
    }
}

/// The k-th attempt at an order has the same luck in both shops: each is delivered as often here as there.
#[test]
fn both_shops_have_the_same_luck() {
    let settings = [
        ("fail_percent", "25"),
        ("retries", "10"),
        ("retry_backoff_ms", "0"),
        ("payment_threads", "4"),
        ("consumers", "4"),
    ];
    let run = shop(&settings).at(0.0, click(Both, 500)).played();
    let tried = |log: &[Finished]| {
        let mut tried: Vec<_> = log.iter().map(|o| (o.number, o.deliveries)).collect();
        tried.sort_unstable();
        tried
    };
    let sync = tried(&run.world().shop(Wiring::Sync).log().to_vec());
    assert_eq!(sync, tried(&run.world().shop(Wiring::Async).log().to_vec()));
    assert!(sync.iter().any(|&(_, n)| n > 3));
}

/// A change applies to what starts after it: work that is under way ends as it began.
#[test]
fn what_is_being_worked_on_ends_as_it_began() {
    let settings = [("on_fail", "reject")];
    let two = shop(&settings)
        .at(0.0, click(Both, 1))
        .at(50.0, set("fail_percent", "100"))
        .at(60.0, click(Both, 1));
    let report = two.report();
    expect_cells(
        &report.shops[Wiring::Sync],
        &[("ok/once", 1), ("error/never", 1)],
    );
    expect_cells(
        &report.shops[Wiring::Async],
        &[("accepted/once", 1), ("accepted/never", 1)],
    );
}

/// No draw where nothing can fail, and no trace of a failure that a file has ruled out.
#[test]
fn what_a_file_prescribes_for_an_order_wins() {
    let settings = [
        ("fail_percent", "100"),
        ("poison_order", "2"),
        ("on_fail", "reject"),
    ];
    let three = shop(&settings).at(0.0, click(Both, 3));
    let report = prescribed(three, r#"[{"fails": [false]}, {"fails": [false]}]"#).report();
    expect_cells(
        &report.shops[Wiring::Sync],
        &[("ok/once", 2), ("error/never", 1)],
    );
    expect_cells(
        &report.shops[Wiring::Async],
        &[("accepted/once", 2), ("accepted/never", 1)],
    );
}

// ---- workers that die -----------------------------------------------------------------------------------------------

/// Worked on to the end by the first, and again by the second, whose copy is redelivered and kills nobody.
#[test]
fn a_crash_before_the_ack_charges_twice() {
    let settings = [
        ("crash_order", "1"),
        ("consumers", "2"),
        ("worker_threads", "1"),
    ];
    let report = queued(shop(&settings).at(0.0, click(Async, 3)));
    expect_cells(&report, &[("accepted/many", 1), ("accepted/once", 2)]);
    assert_eq!((report.deliveries, report.charges), (4, 4));
    // Two workers for 100 ms, then one for the two that are left.
    assert_eq!(report.last_charge_ms, 300.0);
    assert_eq!(report.wasted_work_ms, 100.0);
}

/// Halfway through nothing is charged yet, and half of the work was for nothing.
#[test]
fn a_crash_in_the_middle_of_the_work_charges_once() {
    let settings = [
        ("crash_order", "1"),
        ("crash_when", "mid-work"),
        ("consumers", "2"),
        ("worker_threads", "1"),
    ];
    let report = queued(shop(&settings).at(0.0, click(Async, 3)));
    expect_cells(&report, &[("accepted/once", 3)]);
    assert_eq!((report.deliveries, report.charges), (4, 3));
    assert_eq!(report.wasted_work_ms, 50.0);
    assert_eq!(report.last_charge_ms, 300.0);
}

/// Nobody restarts a process that died of an order, before somebody restarts Payment; it kills only once.
#[test]
fn the_only_process_stays_dead_until_payment_is_started_again() {
    let two = shop(&[("crash_order", "1")]).at(0.0, click(Async, 2));
    let run = two.clone().until(10_000.0);
    assert_eq!(run.world().shop(Wiring::Async).queue().ready().len(), 2);
    let again = two
        .at(1_000.0, common::break_(PaymentDown))
        .at(2_000.0, heal(PaymentDown));
    let report = queued(again);
    expect_cells(&report, &[("accepted/many", 1), ("accepted/once", 1)]);
    assert_eq!(report.last_charge_ms, 2_200.0);
}

/// Over HTTP there is no worker to kill: the order is paid like any other.
#[test]
fn the_shop_that_calls_has_no_worker_to_lose() {
    let report = shop(&[("crash_order", "1")])
        .at(0.0, click(Sync, 3))
        .report();
    expect_cells(&report.shops[Wiring::Sync], &[("ok/once", 3)]);
}

/// Sent is forgotten: a crash in the middle of the work loses the order and all that was sent along with it.
#[test]
fn under_auto_ack_a_crash_loses_what_the_worker_held() {
    let settings = [
        ("crash_order", "1"),
        ("crash_when", "mid-work"),
        ("ack_mode", "auto"),
    ];
    let report = queued(shop(&settings).at(0.0, click(Async, 4)));
    expect_cells(&report, &[("accepted/never", 4)]);
    assert_eq!(report.never_because, [("lost_in_crash", 4)].into());
}
