//! The scenarios about what breaks keep what their sentences promise; each figure is argued, not copied from a run.

mod common;

use common::{Lab, expect_cells, preset, to};
use showdown::experiment::presets::{GROUPS, Group, PRESETS};
use showdown::sim::shop::Shop;
use showdown::sim::shop::Wiring;
use showdown::words::presets::title;
use showdown::words::scenarios::about;

/// Somebody idles, somebody has orders in the buffer, and the queue is empty.
fn is_trapped(shop: &Shop) -> bool {
    let (workers, ready) = (shop.consumers(), shop.queue().ready().len());
    let idle = workers.iter().any(|c| c.is_idle() && c.buffer.is_empty());
    ready == 0 && idle && workers.iter().any(|c| !c.buffer.is_empty())
}

/// Somebody idles although the queue has an order for them: longer than a delivery and an ack take.
fn starves(shop: &Shop) -> bool {
    let idle = shop
        .consumers()
        .iter()
        .filter(|c| c.is_idle() && c.unacked == 0);
    idle.count() > 0 && !shop.queue().ready().is_empty()
}

#[test]
fn titles_fit_into_the_menu() {
    for one in PRESETS.iter().filter(|p| p.group == Group::Broken) {
        let old = one.name == "transient-queue";
        assert!(
            old || title(one.name).chars().count() <= 28,
            "{}",
            title(one.name)
        );
        assert!(about(one.name).len() <= 270, "{} says too much", one.name);
    }
    assert_eq!(GROUPS.len(), 4);
}

/// A second each: two are paid, then the poison has the worker until the limit of 20 returns is passed.
#[test]
fn poison_message() {
    let lab = preset("poison-message");
    let run = lab.clone().until(20_000.0);
    let shop = run.world().shop(Wiring::Async);
    assert_eq!((shop.totals().charges, shop.queue().ready().len()), (2, 17));
    let report = lab.report();
    expect_cells(
        &report.shops[Wiring::Sync],
        &[("ok/once", 19), ("error/never", 1)],
    );
    expect_cells(
        &report.shops[Wiring::Async],
        &[("accepted/once", 19), ("accepted/never", 1)],
    );
    assert_eq!(
        report.shops[Wiring::Async].dead_lettered,
        [("delivery_limit", 1)].into()
    );
    assert_eq!(report.shops[Wiring::Async].deliveries, 19 + 21);
    assert!(report.shops[Wiring::Async].last_charge_ms > 40_000.0);
}

/// Who is told an error over HTTP is paid a lap of ten seconds later from the queue, or two; only the poison is given up.
#[test]
fn retry_queue() {
    let lab = preset("retry-queue");
    let report = lab.clone().report();
    let (sync, queued) = (&report.shops[Wiring::Sync], &report.shops[Wiring::Async]);
    let failed = sync.ledger["error"]["never"];
    assert!(failed >= 4, "one in five of thirty: {failed}");
    let orders = queued.orders;
    expect_cells(
        queued,
        &[("accepted/never", 1), ("accepted/once", orders - 1)],
    );
    assert_eq!(queued.dead_lettered, [("rejected", 1)].into());
    let back = queued.back_from_dead.expect("they came back");
    assert!(back >= failed + 2, "{back}: the poison three times");
    // The first of them comes back at the end of a queue in which nobody waited for it.
    assert!(queued.paid_ms.p50 < 300.0, "{}", queued.paid_ms.p50);
    assert!((10_000.0..45_000.0).contains(&queued.paid_ms.max));
    let run = lab.until(12_000.0);
    let aside = run.world().shop(Wiring::Async).queue().aside();
    assert!(aside.is_some_and(|aside| !aside.retry.line().is_empty()));
}

#[test]
fn prefetch_trap() {
    let lab = preset("prefetch-trap");
    let fair = lab.clone().with(&[("prefetch_count", "1")]);
    let mut run = lab.clone().run();
    let mut trapped = 0;
    for tenth in 0..100 {
        to(&mut run, f64::from(tenth) * 100.0);
        trapped += u32::from(is_trapped(run.world().shop(Wiring::Async)));
    }
    assert!(trapped >= 5, "for half a second at least: {trapped}");
    let mut run = fair.clone().run();
    for tenth in 5..100 {
        to(&mut run, f64::from(tenth) * 100.0);
        let shop = run.world().shop(Wiring::Async);
        assert!(!is_trapped(shop) && !starves(shop), "at {tenth}00 ms");
    }
    // The same work by the same four hands: over sooner where nobody idles.
    let (trap, fair) = (lab.queued(), fair.queued());
    assert_eq!((trap.charges, fair.charges), (32, 32));
    assert!(fair.last_charge_ms < trap.last_charge_ms);
}

/// 61 orders in twelve seconds. The worker never idles: by the last arrival it has done 23 of half a second and a
/// little, or 24; one is in its hands, ten are in the queue. All others were thrown away.
fn full(lab: Lab) -> u64 {
    let report = lab.queued();
    let lost = report.ledger["accepted"]["never"];
    assert!((34..=35).contains(&(61 - lost)), "{lost}");
    expect_cells(
        &report,
        &[("accepted/once", 61 - lost), ("accepted/never", lost)],
    );
    assert_eq!(report.never_because, [("maxlen", lost)].into());
    assert_eq!(report.statuses, [(202, 61)].into());
    assert_eq!(report.peak.ready, 10);
    lost
}

/// The oldest go: of the orders before the last eleven a lot is missing, of the last eleven none is.
#[test]
fn drop_head() {
    full(preset("drop-head"));
    let run = preset("drop-head").played();
    let unpaid = run
        .world()
        .shop(Wiring::Async)
        .log()
        .iter()
        .filter(|o| o.charges == 0);
    assert!(unpaid.map(|o| o.number).max().unwrap_or(0) < 61 - 10);
}

/// The newest go; and with confirms just as many are refused, and know it.
#[test]
fn reject_unconfirmed() {
    let lost = full(preset("reject-unconfirmed"));
    let run = preset("reject-unconfirmed").played();
    let log = run.world().shop(Wiring::Async).log();
    let first = log.iter().filter(|o| o.number < 11);
    assert!(first.clone().count() == 11 && first.clone().all(|o| o.charges == 1));
    let confirmed = preset("reject-unconfirmed").with(&[("publisher_confirms", "true")]);
    let report = confirmed.queued();
    assert_eq!(report.statuses, [(202, 61 - lost), (503, lost)].into());
    expect_cells(
        &report,
        &[("accepted/once", 61 - lost), ("error/never", lost)],
    );
}

/// A second each. The first worker does orders 1 and 3 and is dead; the second one does 2, 4, then 3 again, and 5 to 8.
#[test]
fn crash_before_ack() {
    let report = preset("crash-before-ack").report();
    expect_cells(&report.shops[Wiring::Sync], &[("ok/once", 8)]);
    expect_cells(
        &report.shops[Wiring::Async],
        &[("accepted/many", 1), ("accepted/once", 7)],
    );
    assert_eq!(
        (
            report.shops[Wiring::Async].charges,
            report.shops[Wiring::Async].deliveries
        ),
        (9, 9)
    );
    assert!((7_000.0..7_100.0).contains(&report.shops[Wiring::Async].last_charge_ms));
}

/// Four servers have done four orders of a quarter of a second each when they freeze; all others wait for 5 s in vain.
#[test]
fn frozen_payment() {
    let report = preset("frozen-payment").report();
    expect_cells(
        &report.shops[Wiring::Sync],
        &[("ok/once", 16), ("error/once", 24)],
    );
    assert_eq!(
        report.shops[Wiring::Sync].statuses,
        [(200, 16), (504, 24)].into()
    );
    expect_cells(&report.shops[Wiring::Async], &[("accepted/once", 40)]);
    assert!(report.shops[Wiring::Async].told_ms.max < 1_000.0);
    assert!(
        report.shops[Wiring::Sync].last_charge_ms > 10_000.0
            && report.shops[Wiring::Async].last_charge_ms > 10_000.0
    );
}

/// 101 orders of a second are 25 s and a little for four workers. Over HTTP each may cost four times that.
#[test]
fn retry_storm() {
    let report = preset("retry-storm").report();
    expect_cells(&report.shops[Wiring::Async], &[("accepted/once", 101)]);
    assert!((25_250.0..27_000.0).contains(&report.shops[Wiring::Async].last_charge_ms));
    let sync = &report.shops[Wiring::Sync];
    let again = sync.ledger["error"]["many"];
    assert!(2 * again > sync.orders, "most users: {again}");
    assert!((2 * sync.orders..=4 * sync.orders).contains(&sync.charges));
    assert!(sync.last_charge_ms > 2.0 * report.shops[Wiring::Async].last_charge_ms);
}

/// 151 orders, one every tenth of a second. From 3 s to 10 s seventy are published, of which forty get a thread; all hang until it is over.
#[test]
fn memory_alarm() {
    let lab = preset("memory-alarm");
    let threads = |ms: f64| {
        let run = lab.clone().until(ms);
        let shop = run.world().shop(Wiring::Async);
        (shop.checkout().held(), shop.checkout().line().len())
    };
    assert_eq!(threads(6_500.0), (35, 0));
    assert_eq!(threads(7_050.0), (40, 1));
    let report = lab.report();
    expect_cells(&report.shops[Wiring::Async], &[("accepted/once", 151)]);
    let told = report.shops[Wiring::Async].told_ms.max;
    assert!((7_000.0..7_050.0).contains(&told), "{told}");
    expect_cells(&report.shops[Wiring::Sync], &[("ok/once", 151)]);
    assert!(report.shops[Wiring::Sync].told_ms.max < 200.0);
}

/// Of the seventy those of the last second, and whoever presses at 10 s, have not waited for a second when it is over.
#[test]
fn blocked_timeout() {
    let lab = preset("blocked-timeout");
    let run = lab.clone().until(7_050.0);
    // (One opens its connection: that takes 7 ms, and its second begins then.)
    assert!(run.world().shop(Wiring::Async).checkout().held() <= 11);
    let report = lab.queued();
    expect_cells(&report, &[("accepted/once", 91), ("error/once", 60)]);
    assert_eq!(report.statuses, [(202, 91), (503, 60)].into());
    let told = report.told_ms.max;
    assert!((1_000.0..1_020.0).contains(&told), "{told}");
    assert_eq!((report.charges, report.deliveries), (151, 151));
}

/// 101 orders, two segments each way, one in twenty lost: the last of two costs a timer of 0.3 s besides the round trips, which
/// is more than Checkout waits. So 1 − 0.95² of them, ten, are told an error or a few more; nobody's order is lost, and nobody who
/// publishes waits for a wire.
#[test]
fn lossy_link() {
    let report = preset("lossy-link").report();
    let sync = &report.shops[Wiring::Sync];
    let (ok, late) = (sync.ledger["ok"]["once"], sync.ledger["error"]["once"]);
    assert_eq!(ok + late, 101);
    assert!((4..=20).contains(&late), "{late}");
    let queued = &report.shops[Wiring::Async];
    expect_cells(queued, &[("accepted/once", 101)]);
    assert!(queued.told_ms.max < 10.0, "{}", queued.told_ms.max);
    assert!(queued.paid_ms.max > 400.0, "{}", queued.paid_ms.max);
}
