//! What goes on between Checkout and Payment over HTTP, argued from the domain: one setting, one sum.

use crate::common::{Lab, break_, click, expect_cells, heal, lab};
use showdown::experiment::decode;
use showdown::experiment::report::ShopReport;
use showdown::sim::engine::Side;
use showdown::sim::fault::Fault::{PaymentBlackHoled, PaymentFrozen};
use showdown::sim::shop::Wiring;
use showdown::sim::time::SECOND;

/// No overheads: what is left is arithmetic.
fn bare(settings: &[(&str, &str)]) -> Lab {
    lab(&[("overheads", "none")]).with(settings)
}

fn scripted(mut lab: Lab, orders: &str) -> Lab {
    let (read, problems) = decode::experiment(&format!(r#"{{"orders": {orders}}}"#)).unwrap();
    assert_eq!(problems, []);
    lab.0.script = read.script;
    lab
}

fn sync(lab: Lab) -> ShopReport {
    lab.sync()
}

/// One thread, a second each: the k-th is told after k seconds, whichever of the two pools they stand in line for.
#[test]
pub(crate) fn a_line_is_served_in_its_order() {
    for pool in ["checkout_threads", "payment_threads"] {
        let one = bare(&[(pool, "1"), ("payment_time_ms", "1000")]);
        let run = one.at(0.0, click(Side::Sync, 4)).played();
        let log = run.world().shop(Wiring::Sync).log();
        let told: Vec<(u32, u64)> = log.iter().map(|o| (o.number, o.told_at)).collect();
        let expected: Vec<(u32, u64)> = (0..4).map(|k| (k, u64::from(k + 1) * SECOND)).collect();
        assert_eq!(told, expected, "{pool}");
    }
}

/// 200 orders, 40 threads, half a second each: five rounds. Every finished request goes to the end of the line, behind
/// those that have not begun, so the first user is told when the last order is done.
#[test]
pub(crate) fn a_declared_return_type_makes_everybody_wait_for_the_last() {
    let burst = [("payment_time_ms", "500")];
    let plain = sync(bare(&burst).at(0.0, click(Side::Sync, 200)));
    assert_eq!((plain.told_ms.p50, plain.told_ms.max), (1_500.0, 2_500.0));
    let declared = bare(&burst).with(&[("checkout_return_type", "true")]);
    let declared = sync(declared.at(0.0, click(Side::Sync, 200)));
    assert_eq!(declared.told_ms.mean, 2_500.0);
    assert_eq!(declared.told_ms.max, 2_500.0);
    assert_eq!(
        declared.paid_ms, plain.paid_ms,
        "nothing is charged any later"
    );
}

/// One thread, three orders of a second: charged after one, two and three seconds, answered all at the end.
#[test]
pub(crate) fn payments_return_type_holds_back_answers_not_charges() {
    let one = bare(&[("payment_threads", "1"), ("payment_time_ms", "1000")]);
    let declared = one.with(&[("payment_return_type", "true")]);
    let report = sync(declared.at(0.0, click(Side::Sync, 3)));
    assert_eq!((report.paid_ms.p50, report.paid_ms.max), (2_000.0, 3_000.0));
    assert_eq!(report.told_ms.mean, 3_000.0);
}

/// An `async def` endpoint has no thread pool to go back to.
#[test]
fn a_return_type_costs_an_async_def_no_second_wait() {
    let settings = [
        ("checkout_endpoint", "async-def"),
        ("checkout_return_type", "true"),
        ("payment_time_ms", "1000"),
        ("payment_threads", "1"),
    ];
    let report = sync(bare(&settings).at(0.0, click(Side::Sync, 3)));
    assert_eq!((report.told_ms.p50, report.told_ms.max), (2_000.0, 3_000.0));
}

/// Three attempts of a second, two pauses of half a second; Payment works three seconds on each attempt, whoever waits.
#[test]
pub(crate) fn a_retried_order_is_charged_as_often_as_it_was_tried() {
    let settings = [
        ("payment_time_ms", "3000"),
        ("read_timeout_ms", "1000"),
        ("retries", "2"),
        ("retry_backoff_ms", "500"),
    ];
    let report = sync(bare(&settings).at(0.0, click(Side::Sync, 1)));
    assert_eq!(report.told_ms.max, 4_000.0);
    assert_eq!((report.deliveries, report.charges), (3, 3));
    assert_eq!(report.last_charge_ms, 3_000.0 + 3_000.0);
    expect_cells(&report, &[("error/many", 1)]);
}

/// The pause is spent on the thread: with one, the next order waits for it.
#[test]
fn a_pause_holds_the_thread() {
    let settings = [
        ("checkout_threads", "1"),
        ("retries", "1"),
        ("retry_backoff_ms", "200"),
        ("payment_time_ms", "100"),
    ];
    let lab = bare(&settings).at(0.0, click(Side::Sync, 2));
    let report = sync(scripted(lab, r#"[{"fails": [true]}]"#));
    // 100 ms failed, 200 ms pause, 100 ms; then the other.
    assert_eq!((report.told_ms.p50, report.told_ms.max), (400.0, 500.0));
    assert_eq!((report.deliveries, report.charges), (3, 2));
    assert_eq!(report.wasted_work_ms, 100.0);
    expect_cells(&report, &[("ok/once", 2)]);
}

#[test]
fn a_poisoned_order_fails_every_attempt_and_is_told_so() {
    let settings = [
        ("retries", "3"),
        ("retry_backoff_ms", "0"),
        ("payment_time_ms", "100"),
    ];
    for (style, status) in [("snippet", 500), ("production", 503)] {
        let lab = bare(&settings).with(&[("error_style", style)]);
        let lab = lab.at(0.0, click(Side::Sync, 1));
        let report = sync(scripted(lab, r#"[{"poison": true}]"#));
        assert_eq!(report.told_ms.max, 400.0);
        assert_eq!(report.statuses[&status], 1);
        assert_eq!((report.deliveries, report.charges), (4, 0));
        assert_eq!(report.never_because["failed"], 1);
        expect_cells(&report, &[("error/never", 1)]);
    }
}

/// The user leaves after two seconds; the order is paid after three.
#[test]
fn a_user_who_hangs_up_is_charged_all_the_same() {
    let settings = [("user_patience_s", "2"), ("payment_time_ms", "3000")];
    let report = bare(&settings).at(0.0, click(Side::Both, 1)).report();
    assert_eq!(report.shops[Wiring::Sync].told_ms.max, 2_000.0);
    assert_eq!(report.shops[Wiring::Sync].paid_ms.max, 3_000.0);
    assert_eq!(report.shops[Wiring::Sync].statuses[&499], 1);
    assert_eq!(report.shops[Wiring::Sync].wasted_work_ms, 3_000.0);
    expect_cells(&report.shops[Wiring::Sync], &[("gave_up/once", 1)]);
    expect_cells(&report.shops[Wiring::Async], &[("accepted/once", 1)]);
}

/// Who waits for a thread when the patience ends is served later all the same.
#[test]
fn a_request_in_line_is_handled_though_its_user_left() {
    let settings = [
        ("user_patience_s", "1.5"),
        ("payment_time_ms", "1000"),
        ("checkout_threads", "1"),
    ];
    let report = sync(bare(&settings).at(0.0, click(Side::Sync, 3)));
    expect_cells(&report, &[("ok/once", 1), ("gave_up/once", 2)]);
    assert_eq!(report.last_charge_ms, 3_000.0);
    assert_eq!(report.peak.open_requests, 3);
}

/// Frozen for three seconds: the kernel has the request, and Payment works on it once it wakes.
#[test]
pub(crate) fn a_frozen_payment_works_on_what_it_was_sent_when_it_thaws() {
    let frozen = |timeout| {
        bare(&[("payment_time_ms", "1000"), ("read_timeout_ms", timeout)])
            .at(0.0, break_(PaymentFrozen))
            .at(0.0, click(Side::Both, 1))
            .at(3_000.0, heal(PaymentFrozen))
            .report()
    };
    let patient = frozen("5000");
    assert_eq!(patient.shops[Wiring::Sync].told_ms.max, 4_000.0);
    assert_eq!(patient.shops[Wiring::Async].told_ms.max, 0.0);
    assert_eq!(patient.shops[Wiring::Async].paid_ms.max, 4_000.0);
    let hasty = frozen("2000").shops[Wiring::Sync].clone();
    assert_eq!(hasty.statuses[&504], 1);
    assert_eq!(hasty.last_charge_ms, 4_000.0);
    expect_cells(&hasty, &[("error/once", 1)]);
}

/// Work that was going on goes on: what is left of it was slept through.
#[test]
pub(crate) fn work_in_a_frozen_process_ends_when_it_wakes() {
    let lab = bare(&[("payment_time_ms", "1000")])
        .at(0.0, click(Side::Both, 1))
        .at(500.0, break_(PaymentFrozen))
        .at(3_000.0, heal(PaymentFrozen));
    let report = lab.report();
    assert_eq!(report.shops[Wiring::Sync].paid_ms.max, 3_000.0);
    assert_eq!(report.shops[Wiring::Async].paid_ms.max, 3_000.0);
}

/// The connection was idle since 1.0 s. Its server closes it after five seconds of that: at 5.9 s it still reads what
/// came over it, at 6.0 s it throws it away unread.
#[test]
fn a_kept_connection_does_not_outlast_its_keep_alive_in_a_frozen_server() {
    let thawed_at = |ms: f64| {
        bare(&[("payment_time_ms", "1000")])
            .at(0.0, click(Side::Sync, 1))
            .at(1_500.0, break_(PaymentFrozen))
            .at(2_000.0, click(Side::Sync, 1))
            .at(ms, heal(PaymentFrozen))
            .sync()
    };
    let in_time = thawed_at(5_900.0);
    expect_cells(&in_time, &[("ok/once", 2)]);
    assert_eq!(in_time.told_ms.max, 6_900.0 - 2_000.0);
    let too_late = thawed_at(6_000.0);
    expect_cells(&too_late, &[("ok/once", 1), ("error/never", 1)]);
    assert_eq!(too_late.told_ms.max, 4_000.0);
    assert_eq!(too_late.never_because["connection_lost"], 1);
}

/// Nobody answers the dialling: that is the connect timeout's. The broker is within reach, and Payment's worker is not.
#[test]
fn a_black_hole_is_a_connect_timeout_for_one_shop_and_a_delay_for_the_other() {
    let report = bare(&[("payment_time_ms", "1000"), ("connect_timeout_ms", "2500")])
        .at(0.0, break_(PaymentBlackHoled))
        .at(0.0, click(Side::Both, 1))
        .at(10_000.0, heal(PaymentBlackHoled))
        .report();
    assert_eq!(report.shops[Wiring::Sync].told_ms.max, 2_500.0);
    expect_cells(&report.shops[Wiring::Sync], &[("error/never", 1)]);
    assert_eq!(report.shops[Wiring::Sync].never_because["timeout"], 1);
    assert_eq!(report.shops[Wiring::Async].told_ms.max, 0.0);
    assert_eq!(report.shops[Wiring::Async].paid_ms.max, 11_000.0);
    expect_cells(&report.shops[Wiring::Async], &[("accepted/once", 1)]);
}

/// 100 connections for 200 calls of a second: the second hundred waits one. Without a limit nobody does.
#[test]
fn a_client_without_a_limit_never_waits_for_a_connection() {
    let calls = |limit| {
        let settings = [
            ("checkout_endpoint", "async-def"),
            ("payment_threads", "200"),
            ("payment_time_ms", "1000"),
            ("http_connections", limit),
        ];
        sync(bare(&settings).at(0.0, click(Side::Sync, 200)))
    };
    assert_eq!(calls("100").told_ms.max, 2_000.0);
    assert_eq!(calls("0").told_ms.max, 1_000.0);
}

/// As measured, a new connection costs Checkout 3.4 ms: the first order of a shop that was just opened pays for it.
#[test]
fn a_warm_start_saves_the_first_connection() {
    let first = |warm| {
        let settings = [("payment_time_ms", "0"), ("warm_start", warm)];
        sync(lab(&settings).at(0.0, click(Side::Sync, 1)))
            .told_ms
            .max
    };
    let saved = first("false") - first("true");
    assert!((saved - 3.4).abs() < 1e-9, "{saved}");
}

/// One user, a second of thought between an answer and the next order, five seconds long. A payment takes 0.5 s: orders
/// at 0, 1.5, 3.0 and 4.5 s where the answer waits for it, and every second where it does not.
#[test]
fn one_user_sends_the_next_order_after_the_answer() {
    let settings = [
        ("arrivals", "one-by-one"),
        ("arrival_rate_per_s", "1"),
        ("arrivals_stop_s", "5"),
        ("payment_time_ms", "500"),
    ];
    let report = bare(&settings).report();
    assert_eq!(report.shops[Wiring::Sync].orders, 4);
    assert_eq!(report.shops[Wiring::Sync].last_charge_ms, 5_000.0);
    assert_eq!(report.shops[Wiring::Async].orders, 6);
    assert_eq!(report.shops[Wiring::Sync].peak.open_requests, 1);
    // Somebody else's answer is not theirs.
    let crowd = bare(&settings).at(100.0, click(Side::Sync, 3));
    assert_eq!(crowd.sync().orders, 4 + 3);
}
