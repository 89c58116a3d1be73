//! The scenarios about several services keep what their sentences promise; each figure is argued, not copied from a run.

mod common;

use common::{click, expect_cells, preset};
use showdown::experiment::report::ShopReport;
use showdown::sim::engine::Side;
use showdown::sim::shop::Wiring;

/// What each call, or each hop, of a quiet shop costs besides the work, at most (`sim/costs.rs`): some 4 ms with a new connection.
const A_CALL_MS: f64 = 5.0;

fn both(name: &str) -> [ShopReport; 2] {
    let shops = preset(name).report().shops;
    Wiring::ALL.map(|wiring| shops[wiring].clone())
}

/// Every service of every order is done once.
fn all_are_done(shop: &ShopReport, orders: u64) {
    assert_eq!(shop.orders, orders);
    let done = shop.services.values().map(|fates| fates["once"]);
    assert!(done.clone().count() > 0 && done.clone().all(|n| n == orders));
    assert_eq!(shop.all_done_ms.expect("several").n as u64, orders);
}

/// Six halves of a second: the sum for who waits; for who publishes, nothing. Four workers a queue do 24 orders in six rounds.
#[test]
fn six_calls_in_a_row() {
    let [sync, queued] = both("six-calls");
    expect_cells(&sync, &[("ok/once", 24)]);
    expect_cells(&queued, &[("accepted/once", 24)]);
    all_are_done(&sync, 24);
    all_are_done(&queued, 24);
    assert!(sync.told_ms.p50 >= 3_000.0);
    // (24 handlers share one interpreter, six calls each.)
    assert!(sync.told_ms.max < 3_000.0 + 24.0 * 6.0 * A_CALL_MS);
    assert!(queued.told_ms.max < 200.0);
    let last = queued.all_done_ms.expect("several").max;
    assert!((3_000.0..3_200.0).contains(&last), "{last}");
}

/// 0.1 + 0.1 + 2 + 0.1 s, one after the other; and beside each other, each when its own work is done.
#[test]
fn one_slow_service_of_four() {
    let [sync, queued] = both("one-slow-of-four");
    assert!(sync.told_ms.p50 >= 2_300.0 && sync.told_ms.max < 2_300.0 + 8.0 * A_CALL_MS);
    assert!(queued.told_ms.max < A_CALL_MS);
    assert!(queued.paid_ms.max < 100.0 + 2.0 * A_CALL_MS);
    let all = queued.all_done_ms.expect("several");
    assert!(all.p50 >= 2_000.0 && all.max < 2_000.0 + 2.0 * A_CALL_MS);
    all_are_done(&sync, 81);
    all_are_done(&queued, 81);
}

/// The greatest and not the sum; but the one event loop builds 96 requests first.
#[test]
fn six_calls_at_once() {
    let [sync, queued] = both("in-parallel");
    let [in_a_row, _] = both("six-calls");
    assert!(sync.told_ms.p50 >= 500.0);
    assert!(sync.told_ms.max < 500.0 + 96.0 * A_CALL_MS);
    assert!(sync.told_ms.max < in_a_row.told_ms.p50 / 2.0);
    all_are_done(&sync, 16);
    all_are_done(&queued, 16);
    // One order alone: half a second, and what six calls cost the loop.
    let mut alone = preset("in-parallel");
    alone.0.log.clear();
    let alone = alone.at(0.0, click(Side::Both, 1));
    let told = alone.sync().told_ms.max;
    assert!((500.0..500.0 + 6.0 * A_CALL_MS).contains(&told), "{told}");
}

/// An order a third of a second; Shipping is called 0.7 s after it comes, and done after 1.0 s. Down from 5 to 12 s: of those that
/// came from 4.0 s on the first was inside it, and who came at 11.0 s is the last that it refuses. That is 22.
#[test]
fn the_third_service_dies() {
    let [sync, queued] = both("third-service-dies");
    expect_cells(&sync, &[("ok/once", 39), ("error/once", 22)]);
    let in_part = sync.done_in_part.expect("several");
    assert_eq!((in_part.orders, in_part.charged), (22, 22));
    assert_eq!(sync.services["shipping"]["never"], 22);
    assert_eq!(sync.services["inventory"]["once"], 61);
    // Nothing of it beside the queue: late, and whole.
    expect_cells(&queued, &[("accepted/once", 61)]);
    all_are_done(&queued, 61);
    assert_eq!(queued.done_in_part.expect("several").orders, 0);
    assert!(queued.told_ms.max < A_CALL_MS && queued.paid_ms.max < 500.0 + 2.0 * A_CALL_MS);
    assert!(queued.all_done_ms.expect("several").max > 7_000.0);
}

/// Two orders a second; who comes after 10 s needs the e-mail, too: twenty.
#[test]
fn add_a_consumer() {
    let [sync, queued] = both("add-a-consumer");
    for shop in [&sync, &queued] {
        assert_eq!(shop.services["email"]["once"], 20);
        assert_eq!(shop.all_done_ms.expect("several").n, 20);
    }
    assert!(sync.told_ms.p50 < 200.0 + 2.0 * A_CALL_MS && sync.told_ms.max >= 1_200.0);
    // Told and paid as ever.
    assert!(queued.told_ms.max < A_CALL_MS && queued.paid_ms.max < 200.0 + 2.0 * A_CALL_MS);
}

/// Two workers of Payment let ten orders a second through; Shipping's two could do thirteen, so nobody waits for them.
#[test]
fn choreography() {
    let [sync, queued] = both("choreography");
    let (paid, shipped) = (queued.paid_ms, queued.all_done_ms.expect("several"));
    for (paid, shipped) in [(paid.p50, shipped.p50), (paid.max, shipped.max)] {
        let after = shipped - paid;
        assert!((150.0..400.0).contains(&after), "{after}");
    }
    assert!((150.0..150.0 + A_CALL_MS).contains(&(shipped.max - paid.max)));
    assert!(
        (3_000.0..3_200.0).contains(&paid.max),
        "30 orders, two at a time"
    );
    all_are_done(&sync, 30);
    all_are_done(&queued, 30);
}
