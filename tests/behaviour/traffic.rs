//! How orders come and what work takes, beyond the constant: a rate that changes by itself, a service that is slow, one that fails.
//!
//! Counts are Poisson's: four standard deviations are allowed.

use crate::common::{break_, click, expect_cells, lab, set};
use showdown::experiment::report::ShopReport;
use showdown::experiment::run::Run;
use showdown::sim::dist::unit_exponential;
use showdown::sim::draw::{Draws, Purpose};
use showdown::sim::engine::Side::{Both, Sync};
use showdown::sim::fault::Fault::PaymentDown;
use showdown::sim::shop::Wiring;
use showdown::sim::time::{Micros, SECOND};

/// When orders came, in seconds; neither shop minds what comes of them.
fn came(run: &Run) -> Vec<f64> {
    let times = |wiring| {
        let log = run.world().shop(wiring).log().iter();
        let mut at: Vec<Micros> = log.map(|order| order.submitted).collect();
        at.sort_unstable();
        at
    };
    let at = times(Wiring::Sync);
    assert_eq!(at, times(Wiring::Async), "the same orders in both shops");
    at.into_iter().map(|at| at as f64 / SECOND as f64).collect()
}

const TRAFFIC: [(&str, &str); 4] = [
    ("overheads", "none"),
    ("payment_time_ms", "0"),
    ("arrival_rate_per_s", "20"),
    ("arrivals_stop_s", "100"),
];

fn near(found: usize, expected: f64) {
    let off = (found as f64 - expected).abs();
    assert!(off < 4.0 * expected.sqrt(), "{found} and not {expected}");
}

/// To 20/s in 100 s: 1000 orders, 250 of them in the first half.
#[test]
fn a_ramp_sends_half_of_what_its_end_would_be() {
    let run = lab(&TRAFFIC).with(&[("arrivals", "ramp")]).played();
    let came = came(&run);
    near(came.len(), 1_000.0);
    near(came.iter().filter(|&&at| at < 50.0).count(), 250.0);
    near(came.iter().filter(|&&at| at >= 90.0).count(), 190.0);
}

/// 2 s on, 3 s off: what is set, in two fifths of the time.
#[test]
fn spells_have_the_rate_that_is_set() {
    let spells = [
        ("arrivals", "on-off"),
        ("arrivals_on_s", "2"),
        ("arrivals_off_s", "3"),
    ];
    let run = lab(&TRAFFIC).with(&spells).played();
    let came = came(&run);
    near(came.len(), 800.0);
    assert!(came.iter().all(|at| at % 5.0 <= 2.0));
    near(came.iter().filter(|&&at| at % 5.0 < 1.0).count(), 400.0);
}

/// Whatever the rate does, and whatever is done to it, the gaps between orders are the ones that were drawn, each as long as it
/// takes until so many were to come. Here 20/s become 60/s in the middle of it.
#[test]
fn a_changed_rate_maps_the_very_same_gaps() {
    let ramp = |at: f64| at * at / 200.0;
    let spells = |at: f64| (at / 10.0).floor() * 5.0 + (at % 10.0).min(5.0);
    for (arrivals, time) in [("ramp", &ramp as &dyn Fn(f64) -> f64), ("on-off", &spells)] {
        let run = lab(&TRAFFIC).with(&[("arrivals", arrivals)]).seed(3);
        let run = run.at(33_333.0, set("arrival_rate_per_s", "60")).played();
        let changed = time(33.333);
        let expected = |at: f64| match at < 33.333 {
            true => 20.0 * time(at),
            false => 20.0 * changed + 60.0 * (time(at) - changed),
        };
        let draws = Draws::new(3);
        let mut drawn = 0.0;
        let came = came(&run);
        for (k, &at) in came.iter().enumerate() {
            drawn += unit_exponential(draws.quantile(Purpose::ArrivalGap, k as u64, 0));
            let found = expected(at);
            assert!(
                (found - drawn).abs() < 0.01,
                "{arrivals} {k}: {found} {drawn}"
            );
        }
        assert!(came.len() > 1_000);
    }
}

/// Arrivals that had stopped go on: nothing comes of the time in which there were none.
#[test]
fn a_stop_that_is_put_off() {
    for arrivals in ["ramp", "on-off"] {
        let stop = [("arrivals", arrivals), ("arrivals_stop_s", "10")];
        let run = lab(&TRAFFIC).with(&stop);
        let run = run.at(20_000.0, set("arrivals_stop_s", "40")).played();
        let came = came(&run);
        let within = |from: f64, to: f64| came.iter().filter(|&&at| at > from && at <= to).count();
        assert_eq!(within(10.0, 20.0), 0, "{arrivals}");
        // Of the ramp that ends at 40 s, from its middle on; of spells, two of them.
        near(
            within(20.0, 40.0),
            if arrivals == "ramp" { 300.0 } else { 200.0 },
        );
        assert_eq!(within(40.0, 1e9), 0);
    }
}

// ---- slow, and failing ----------------------------------------------------------------------------------------------

fn both(report: showdown::experiment::report::Report) -> [ShopReport; 2] {
    [Wiring::Sync, Wiring::Async].map(|wiring| report.shops[wiring].clone())
}

/// When the last one was all done, and how many were.
fn all_done(shop: &ShopReport) -> (f64, usize) {
    let all = shop.all_done_ms.as_ref().expect("several services");
    (all.max, all.n)
}

/// Three times as slow from 1 s on: what has begun is done in time, what begins then is not.
#[test]
fn a_slow_service_is_slow_for_what_begins_then() {
    let second = [("overheads", "none"), ("payment_time_ms", "2000")];
    let lab = lab(&second).at(0.0, click(Both, 1));
    let slow = lab.at(1_000.0, set("slow_down", "3"));
    let slow = slow
        .at(3_000.0, click(Both, 1))
        .at(4_000.0, set("slow_down", "1"));
    let shops = both(slow.with(&[("read_timeout_ms", "10000")]).report());
    for shop in shops {
        assert_eq!((shop.paid_ms.p50, shop.paid_ms.max), (2_000.0, 6_000.0));
    }
}

/// Of one service of three, in either wiring: the others are as fast as they were.
#[test]
fn any_service_can_be_slow_and_fail() {
    let three = [
        ("overheads", "none"),
        ("services", "inventory.payment.shipping"),
        ("payment_time_ms", "100"),
        ("inventory.time_ms", "100"),
        ("shipping.time_ms", "100"),
        ("shipping.slow_down", "7"),
    ];
    let slow = lab(&three).at(0.0, click(Both, 1));
    let [sync, queued] = both(slow.report());
    assert_eq!((sync.told_ms.max, sync.paid_ms.max), (900.0, 200.0));
    assert_eq!((all_done(&queued).0, queued.paid_ms.max), (700.0, 100.0));
    // It fails from then on: the sync user is told so, and was charged.
    let fails = lab(&three).at(0.0, set("shipping.fail_percent", "100"));
    let fails = fails.at(0.0, set("shipping.on_fail", "reject"));
    let [sync, queued] = both(fails.at(1.0, click(Both, 1)).report());
    expect_cells(&sync, &[("error/once", 1)]);
    expect_cells(&queued, &[("accepted/once", 1)]);
    assert_eq!((all_done(&sync).1, all_done(&queued).1), (0, 0));
}

/// What a recording prescribes is slowed down like what is drawn; and a killed Payment is killed, slow or not.
#[test]
fn slow_work_dies_with_its_process() {
    let slow = [("payment_time_ms", "1000"), ("slow_down", "3")];
    let killed = lab(&slow)
        .at(0.0, click(Sync, 1))
        .at(2_000.0, break_(PaymentDown));
    let sync = killed.sync();
    expect_cells(&sync, &[("error/never", 1)]);
    assert!((2_000.0..2_010.0).contains(&sync.told_ms.max));
}
