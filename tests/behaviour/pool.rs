//! The pool of connections of one shared client: who waits for one, for how long, and what a wait costs.
//!
//! The rules are httpcore 1.0.9's (`connection_pool.py`); what they come to was recorded (22a, 22b, 22c). Each test is a sum.

use crate::common::{Lab, click, expect_cells, lab, set};
use showdown::experiment::report::ShopReport;
use showdown::sim::engine::Side::Sync;

/// An `async def` Checkout whose services take a second, with these settings.
fn pool(settings: &[(&str, &str)]) -> Lab {
    lab(&[
        ("overheads", "none"),
        ("checkout_endpoint", "async-def"),
        ("payment_time_ms", "1000"),
    ])
    .with(settings)
}

fn crowd(orders: u32, settings: &[(&str, &str)]) -> ShopReport {
    pool(settings).at(0.0, click(Sync, orders)).sync()
}

/// One connection, a second each: the sixth has waited for five seconds, and never for two without anybody being done.
#[test]
pub(crate) fn a_freed_connection_begins_everybodys_wait_anew() {
    let one = [("http_connections", "1"), ("pool_timeout_ms", "1500")];
    let sync = crowd(6, &one);
    expect_cells(&sync, &[("ok/once", 6)]);
    assert_eq!(sync.told_ms.max, 6_000.0);
}

/// The other way round: nobody is done for a second, so all who wait give up together.
#[test]
fn who_waits_gives_up_when_no_connection_was_freed_for_so_long() {
    let one = [("http_connections", "1"), ("pool_timeout_ms", "900")];
    let sync = crowd(6, &one);
    expect_cells(&sync, &[("ok/once", 1), ("error/never", 5)]);
    assert_eq!(sync.told_ms.p50, 900.0);
}

/// Two connections, one of which may be idle: what is done is closed as long as there are two. Who is next makes a new one, and
/// the others are not woken: their second and a half is over.
#[test]
fn a_connection_that_is_closed_wakes_nobody() {
    let two = [("http_connections", "2"), ("pool_timeout_ms", "1500")];
    let kept = |n| [two[0], two[1], ("http_keepalive_connections", n)];
    expect_cells(&crowd(8, &kept("2")), &[("ok/once", 8)]);
    expect_cells(&crowd(8, &kept("0")), &[("ok/once", 8)]);
    let sync = crowd(8, &kept("1"));
    expect_cells(&sync, &[("ok/once", 4), ("error/never", 4)]);
    assert_eq!((sync.told_ms.p50, sync.told_ms.max), (1_500.0, 2_000.0));
}

/// 1.2 s for a connection, then 1.2 s for the answer: waiting for the one is not counted against the other.
#[test]
fn the_wait_for_a_connection_and_the_wait_for_an_answer_are_two() {
    let one = [
        ("http_connections", "1"),
        ("pool_timeout_ms", "1200"),
        ("read_timeout_ms", "1200"),
    ];
    expect_cells(&crowd(3, &one), &[("ok/once", 3)]);
}

/// httpx's defaults, 40 threads, 2 s each: the first hundred have a connection at once, and are served at 0, 2 and 4 s, the
/// last twenty of them too late for their 5 s. Forty more have one from 2 s on, and ten from 4 s. At 4 s threads go to the
/// twenty, and to twenty of the forty, who are done in time; the other twenty begin at 6 s, too late; and the ten at 6 s, in time.
#[test]
fn the_default_pool_with_150_at_once() {
    for overheads in ["none", "measured"] {
        let sync = pool(&[("overheads", overheads), ("payment_time_ms", "2000")])
            .at(0.0, click(Sync, 150))
            .sync();
        expect_cells(&sync, &[("ok/once", 110), ("error/once", 40)]);
    }
}

/// Two calls of one order at once, and one connection for both services: the second call is made when the first is done.
#[test]
pub(crate) fn one_client_is_one_pool_for_all_services() {
    let both = [
        ("services", "payment.shipping"),
        ("sync_calls", "in-parallel"),
        ("shipping.time_ms", "1000"),
    ];
    let told = |limit| {
        let limit = [("http_connections", limit)];
        let lab = pool(&both).with(&limit).at(0.0, click(Sync, 1));
        lab.sync().told_ms.max
    };
    assert_eq!(told("2"), 1_000.0);
    assert_eq!(told("1"), 2_000.0);
}

/// One after the other, and again after a second: Payment's idle connection is closed for Shipping's call, and made anew for
/// the next order. A link of 100 ms says when one is made: four hops for a call instead of two.
#[test]
fn an_idle_connection_to_another_service_is_closed_for_a_call() {
    let both = [
        ("services", "payment.shipping"),
        ("shipping.time_ms", "1000"),
        ("link_latency_ms", "100"),
    ];
    let told = |limit| {
        let limit = [("http_connections", limit)];
        let lab = pool(&both).with(&limit).at(0.0, click(Sync, 1));
        lab.at(4_000.0, click(Sync, 1)).sync().told_ms
    };
    let (first, kept) = (2_800.0, 2_400.0);
    assert_eq!(
        (told("2").max, told("2").mean),
        (first, (first + kept) / 2.0)
    );
    assert_eq!((told("1").max, told("1").mean), (first, first));
}

/// Waking costs Checkout's CPU: with sixty at ten connections a round takes some milliseconds more each time.
#[test]
fn those_who_are_woken_in_vain_cost_checkout_time() {
    let ten = ("http_connections", "10");
    let last = |overheads| crowd(60, &[ten, ("overheads", overheads)]).told_ms.max;
    assert_eq!(last("none"), 6_000.0);
    let measured = last("measured");
    assert!((6_080.0..6_250.0).contains(&measured), "{measured}");
}

/// A patience that was set later is that of those who come later, and each keeps its own.
#[test]
fn a_pool_timeout_that_is_changed_concerns_those_who_come_then() {
    let one = [
        ("http_connections", "1"),
        ("payment_time_ms", "10000"),
        ("read_timeout_ms", "20000"),
    ];
    let sync = pool(&one)
        .at(0.0, click(Sync, 2))
        .at(100.0, set("pool_timeout_ms", "200"))
        .at(200.0, click(Sync, 1))
        .sync();
    expect_cells(&sync, &[("ok/once", 1), ("error/never", 2)]);
    assert_eq!((sync.told_ms.p50, sync.told_ms.mean), (5_000.0, 5_066.667));
}
