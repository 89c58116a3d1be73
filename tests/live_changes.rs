//! A live change applies to what starts after it; the k-th order has the same luck in both shops; prefetch.
//!
//! Mostly without overheads, so that times can be argued to the microsecond.

mod common;

use common::{Lab, break_, click, expect_cells, heal, lab, set, to};
use showdown::experiment::limits::{CLICK_LIMIT, LOG_LIMIT};
use showdown::experiment::problem::Complaint;
use showdown::experiment::run::Run;
use showdown::experiment::{Experiment, decode};
use showdown::sim::engine::Side::{Async, Both, Sync};
use showdown::sim::fault::Fault::{BrokerDown, NetworkCut, PaymentDown};
use showdown::sim::shop::Shop;
use showdown::sim::shop::Wiring;

const NONE: (&str, &str) = ("overheads", "none");

/// When each order was first charged since it was sent, in ms, by number.
fn paid(shop: &Shop) -> Vec<f64> {
    let mut log = shop.log().to_vec();
    log.sort_by_key(|o| o.number);
    let latency = |us| us as f64 / 1_000.0;
    log.iter()
        .map(|o| latency(o.paid_at - o.submitted))
        .collect()
}

/// When each order was sent, in ms, by number.
fn sent(shop: &Shop) -> Vec<f64> {
    let mut log = shop.log().to_vec();
    log.sort_by_key(|o| o.number);
    log.iter().map(|o| o.submitted as f64 / 1_000.0).collect()
}

// ---- threads, workers, timeouts -------------------------------------------------------------------------------------

/// Four of ten at Checkout hold a thread; the six others go through the one thread that is left.
#[test]
fn with_fewer_checkout_threads_running_requests_finish() {
    let ten = lab(&[NONE, ("checkout_threads", "4")]).at(0.0, click(Sync, 10));
    let fewer = ten.at(1_000.0, set("checkout_threads", "1"));
    let run = fewer.clone().until(2_000.0);
    assert_eq!(run.world().shop(Wiring::Sync).checkout().held(), 4);
    let told = fewer.played();
    let s = 3_000.0;
    let steps = [1., 1., 1., 1., 2., 3., 4., 5., 6., 7.].map(|k| k * s);
    assert_eq!(paid(told.world().shop(Wiring::Sync)), steps);
}

#[test]
fn with_more_checkout_threads_those_in_line_begin_at_once() {
    let ten = lab(&[NONE, ("checkout_threads", "4")]).at(0.0, click(Sync, 10));
    let more = ten.at(1_000.0, set("checkout_threads", "8")).played();
    let mut expected = [3_000.0; 10];
    expected[4..8].fill(4_000.0);
    expected[8..].fill(6_000.0);
    assert_eq!(paid(more.world().shop(Wiring::Sync)), expected);
}

#[test]
fn with_fewer_payment_threads_running_services_finish() {
    let settings = [NONE, ("payment_threads", "3"), ("read_timeout_ms", "60000")];
    let six = lab(&settings).at(0.0, click(Sync, 6));
    let fewer = six.at(1_000.0, set("payment_threads", "1")).played();
    let steps = [1., 1., 1., 2., 3., 4.].map(|k| k * 3_000.0);
    assert_eq!(paid(fewer.world().shop(Wiring::Sync)), steps);
}

#[test]
fn with_fewer_consumers_those_at_work_finish() {
    let six = lab(&[NONE, ("consumers", "3")]).at(0.0, click(Async, 6));
    let fewer = six.at(1_000.0, set("consumers", "1")).played();
    let steps = [1., 1., 1., 2., 3., 4.].map(|k| k * 3_000.0);
    assert_eq!(paid(fewer.world().shop(Wiring::Async)), steps);
    assert_eq!(fewer.world().shop(Wiring::Async).totals().deliveries, 6);
}

/// Two workers hold five messages each, in turn: 0 2 4 6 8 and 1 3 5 7 9. The second one goes after its first order,
/// and what it had not begun is ready again, in its old place.
#[test]
fn a_removed_consumer_finishes_its_order_and_returns_its_buffer() {
    let settings = [NONE, ("consumers", "2"), ("prefetch_count", "5")];
    let ten = lab(&settings).at(0.0, click(Async, 10));
    let removed = ten.at(1_000.0, set("consumers", "1"));
    let run = removed.clone().until(2_000.0);
    let shop = run.world().shop(Wiring::Async);
    let number = |&key| shop.message(key).expect("ready").number;
    let ready: Vec<u64> = shop.queue().ready().iter().map(number).collect();
    assert_eq!(ready, [3, 5, 7, 9]);
    assert_eq!(shop.queue().unacked(), 6);
    let done = removed.played();
    let steps = [1., 1., 2., 6., 3., 7., 4., 8., 5., 9.].map(|k| k * 3_000.0);
    assert_eq!(paid(done.world().shop(Wiring::Async)), steps);
    assert_eq!(done.world().shop(Wiring::Async).totals().deliveries, 10);
}

#[test]
fn a_running_call_keeps_its_timeout() {
    let call = lab(&[NONE]).at(0.0, click(Sync, 1));
    let shorter = call.clone().at(1_000.0, set("read_timeout_ms", "100"));
    let report = shorter.at(2_000.0, click(Sync, 1)).sync();
    expect_cells(&report, &[("ok/once", 1), ("error/once", 1)]);
    assert_eq!(report.told_ms.p50, 100.0);
    let slow = call.with(&[("payment_time_ms", "8000")]);
    let longer = slow.at(1_000.0, set("read_timeout_ms", "60000"));
    assert_eq!(longer.sync().told_ms.max, 5_000.0);
}

/// It dials into a cut at 0 s with 10 s of patience; the cable is back at 0.5 s; 2 s away stands Payment.
#[test]
fn a_dialling_call_keeps_its_connect_timeout_through_a_cut() {
    let settings = [
        NONE,
        ("link_latency_ms", "2000"),
        ("connect_timeout_ms", "10000"),
    ];
    let dialling = lab(&settings)
        .at(0.0, break_(NetworkCut))
        .at(0.0, click(Sync, 1))
        .at(1.0, set("connect_timeout_ms", "1000"))
        .at(1.0, set("payment_time_ms", "100"))
        .at(500.0, heal(NetworkCut));
    let sync = dialling.sync();
    expect_cells(&sync, &[("ok/once", 1)]);
    // Held, there and back to connect, there to ask, the work, back with the answer.
    assert_eq!(
        sync.told_ms.max,
        500.0 + 4_000.0 + 2_000.0 + 100.0 + 2_000.0
    );
}

/// Under `async def` all requests share the connection of the event loop, and keep it when the endpoint becomes a
/// `def` while they wait for the CPU.
#[test]
fn a_running_request_keeps_its_connection_when_the_endpoint_changes() {
    let settings = [("checkout_endpoint", "async-def"), ("consumers", "40")];
    let forty = lab(&settings).at(0.0, click(Async, 40));
    for at in 1..40 {
        let changed = forty.clone();
        let changed = changed.at(f64::from(at), set("checkout_endpoint", "def"));
        expect_cells(&changed.queued(), &[("accepted/once", 40)]);
    }
}

#[test]
fn a_change_of_the_work_applies_to_work_that_begins_later() {
    let two = lab(&[NONE]).at(0.0, click(Async, 2));
    let quicker = two.at(1_000.0, set("payment_time_ms", "500")).played();
    assert_eq!(
        paid(quicker.world().shop(Wiring::Async)),
        [3_000.0, 3_500.0]
    );
}

// ---- arrivals -------------------------------------------------------------------------------------------------------

const SLOW_BEAT: [(&str, &str); 4] = [
    NONE,
    ("arrivals", "constant"),
    ("arrival_rate_per_s", "0.1"),
    ("payment_time_ms", "1"),
];

/// One every 10 s; at 5 s half a gap is left, which is half a second at one a second.
#[test]
fn a_rate_change_rescales_the_gap() {
    let beat = lab(&SLOW_BEAT).with(&[("arrivals_stop_s", "8")]);
    let run = beat.at(5_000.0, set("arrival_rate_per_s", "1")).played();
    assert_eq!(
        sent(run.world().shop(Wiring::Sync)),
        [0.0, 5_500.0, 6_500.0, 7_500.0]
    );
    assert_eq!(
        sent(run.world().shop(Wiring::Async)),
        sent(run.world().shop(Wiring::Sync))
    );
}

#[test]
fn a_rate_changed_there_and_back_changes_no_later_gap() {
    let poisson = lab(&SLOW_BEAT).with(&[("arrivals", "poisson"), ("arrivals_stop_s", "1000")]);
    let plain = sent(poisson.clone().played().world().shop(Wiring::Sync));
    let there = poisson.at(12_345.678, set("arrival_rate_per_s", "7"));
    let back = there.at(12_345.678, set("arrival_rate_per_s", "0.1"));
    let changed = sent(back.played().world().shop(Wiring::Sync));
    assert!(plain.len() > 50);
    assert_eq!(changed.len(), plain.len());
    // Each rescaling rounds to a microsecond of the faster rate, which is 70 of the slower.
    for (a, b) in plain.iter().zip(&changed) {
        assert!((a - b).abs() <= 0.1, "{a} {b}");
    }
}

/// Arrivals stopped at 10 s. That they may go on at 60 s does not bring those of the 50 s in between.
#[test]
fn arrivals_that_go_on_after_a_pause_do_not_make_up_for_it() {
    let beat = lab(&SLOW_BEAT).with(&[("arrival_rate_per_s", "1"), ("arrivals_stop_s", "10")]);
    let run = beat.at(60_500.0, set("arrivals_stop_s", "62")).played();
    let mut expected: Vec<f64> = (0..=10).map(|k| f64::from(k) * 1_000.0).collect();
    expected.extend([60_500.0, 61_500.0]);
    assert_eq!(sent(run.world().shop(Wiring::Sync)), expected);
}

#[test]
fn a_crowd_comes_together_and_as_often_as_the_rate_asks() {
    let crowd = [("arrivals", "burst"), ("burst_size", "5")];
    let run = lab(&SLOW_BEAT).with(&crowd).played();
    // 5 at a time, 0.1 a second: every 50 s, until 60 s.
    let expected = [[0.0; 5], [50_000.0; 5]].concat();
    assert_eq!(sent(run.world().shop(Wiring::Sync)), expected);
}

/// A reader presses the button after everything is over: the clock goes on from where it stopped.
#[test]
fn when_nothing_is_pending_the_clock_stops_and_a_click_starts_it_again() {
    let mut run = lab(&[NONE]).run();
    for k in 1..=3 {
        run.act(click(Async, 1)).expect("a click is allowed");
        to(&mut run, 1_000_000.0);
        assert_eq!(run.clock(), 3_000_000 * k);
        assert_eq!(run.next_time(), None);
    }
    let again = Lab(run.experiment().clone()).played();
    assert_eq!(again.world().digest(), run.world().digest());
}

// ---- the same luck --------------------------------------------------------------------------------------------------

/// Far enough apart that nobody ever waits: the latency is the service time.
fn one_by_one(mut lab: Lab, side: showdown::sim::engine::Side, from: f64) -> Run {
    for k in 0..30 {
        lab = lab.at(from + f64::from(k) * 100_000.0, click(side, 1));
    }
    lab.played()
}

#[test]
fn the_kth_order_needs_the_same_service_in_both_shops_whatever_happened_before() {
    let settings = [
        NONE,
        ("payment_time_spread", "exponential"),
        ("read_timeout_ms", "600000"),
    ];
    let base = lab(&settings).seed(2_026);
    let alone = paid(
        one_by_one(base.clone(), Sync, 0.0)
            .world()
            .shop(Wiring::Sync),
    );
    assert_eq!(alone.len(), 30);
    assert!(alone.iter().any(|&ms| ms > 6_000.0) && alone.iter().any(|&ms| ms < 1_000.0));

    let queued = one_by_one(base.clone(), Async, 77.0);
    assert_eq!(paid(queued.world().shop(Wiring::Async)), alone);
    // All at once, on 40 threads and on 40 workers.
    let crowd = base.clone().with(&[("consumers", "40")]);
    let crowd = crowd.at(0.0, click(Both, 30)).played();
    assert_eq!(paid(crowd.world().shop(Wiring::Sync)), alone);
    assert_eq!(paid(crowd.world().shop(Wiring::Async)), alone);
    // After ten that were refused on one side, and a restart of the broker.
    let refused = base
        .at(0.0, break_(PaymentDown))
        .at(0.0, click(Sync, 10))
        .at(1_000.0, break_(BrokerDown))
        .at(2_000.0, heal(BrokerDown))
        .at(3_000.0, heal(PaymentDown));
    let later = one_by_one(refused, Sync, 10_000.0);
    assert_eq!(paid(later.world().shop(Wiring::Sync))[10..30], alone[10..]);
}

/// The mean rescales the very same luck.
#[test]
fn a_longer_mean_makes_every_service_longer_by_the_same_factor() {
    let settings = [NONE, ("payment_time_spread", "exponential")];
    let base = lab(&settings).with(&[("payment_time_ms", "1000")]);
    let short = paid(
        one_by_one(base.clone(), Async, 0.0)
            .world()
            .shop(Wiring::Async),
    );
    let longer = base.with(&[("payment_time_ms", "2000")]);
    let long = paid(one_by_one(longer, Async, 0.0).world().shop(Wiring::Async));
    for (a, b) in short.iter().zip(&long) {
        assert!((2.0 * a - b).abs() <= 0.002, "{a} {b}");
    }
}

// ---- prefetch -------------------------------------------------------------------------------------------------------

/// The first order takes a minute, the nine after it a tenth of a second each. Two workers.
fn slow_head(prefetch: &str) -> Lab {
    let settings = [NONE, ("consumers", "2"), ("prefetch_count", prefetch)];
    lab(&settings)
        .with(&[("payment_time_ms", "60000")])
        .at(0.0, click(Async, 1))
        .at(1_000.0, set("payment_time_ms", "100"))
        .at(1_000.0, click(Async, 9))
}

#[test]
fn without_a_prefetch_limit_a_slow_order_blocks_those_behind_it_while_ready_reads_0() {
    let run = slow_head("0").until(30_000.0);
    let shop = run.world().shop(Wiring::Async);
    let consumers = shop.consumers();
    assert_eq!((shop.queue().ready().len(), shop.queue().unacked()), (0, 5));
    assert_eq!(consumers[0].buffer.len(), 4, "blocked");
    assert!(consumers[1].is_idle(), "with nothing to do");
    let done = slow_head("0").played();
    let slow = paid(done.world().shop(Wiring::Async));
    // In turn, as published: the even ones are the slow worker's.
    assert_eq!(
        slow[2..],
        [59_100., 200., 59_200., 300., 59_300., 400., 59_400., 500.]
    );
}

#[test]
fn with_prefetch_1_the_other_worker_takes_all_that_is_behind_a_slow_order() {
    let done = slow_head("1").played();
    let steps = [1., 2., 3., 4., 5., 6., 7., 8., 9.].map(|k| k * 100.0);
    assert_eq!(paid(done.world().shop(Wiring::Async))[1..], steps);
    let run = slow_head("1").until(1_450.0);
    let queue = run.world().shop(Wiring::Async).queue();
    assert_eq!((queue.ready().len(), queue.unacked()), (4, 2));
}

#[test]
fn auto_ack_ignores_prefetch() {
    let settings = [NONE, ("ack_mode", "auto"), ("prefetch_count", "1")];
    let run = lab(&settings).at(0.0, click(Async, 9)).until(1.0);
    let shop = run.world().shop(Wiring::Async);
    assert_eq!((shop.queue().ready().len(), shop.queue().unacked()), (0, 0));
    assert_eq!(shop.consumers()[0].buffer.len(), 8);
}

// ---- what a reader may do -------------------------------------------------------------------------------------------

/// Whatever can be done can be exported, opened again, and is the same run.
#[test]
fn an_act_that_is_not_allowed_is_refused_and_not_written_down() {
    let mut run = lab(&[]).run();
    for wrong in [
        click(Both, 0),
        click(Sync, CLICK_LIMIT + 1),
        set("consumers", "0"),
        set("consumer", "1"),
    ] {
        assert!(run.act(wrong.clone()).is_err(), "{wrong:?}");
    }
    assert!(run.experiment().log.is_empty());
    run.act(set("consumers", "2")).expect("allowed");
    let (again, problems) = decode::experiment(&run.experiment().to_json()).unwrap();
    assert_eq!((&again, problems.len()), (run.experiment(), 0));
}

#[test]
fn a_log_that_is_full_says_so() {
    let mut run = Run::new(Experiment::default());
    for _ in 0..LOG_LIMIT {
        run.act(heal(NetworkCut)).expect("there is room");
    }
    let full = run.act(heal(NetworkCut)).expect_err("there is none");
    assert_eq!(full.complaint, Complaint::LogIsFull);
    assert_eq!(run.experiment().log.len(), LOG_LIMIT);
}

/// Who plays on for so many events gets about as many, however many interventions are due among them.
#[test]
fn one_budget_serves_all_interventions() {
    let mut poison = lab(&[NONE, ("payment_time_ms", "0.001"), ("poison_order", "1")]);
    poison = poison.at(0.0, click(Async, 1));
    for k in 1..=1_000 {
        poison = poison.at(f64::from(k), heal(NetworkCut));
    }
    let mut run = poison.run();
    assert!(!run.advance(1_000_000, 10_000), "it has no end");
    assert!(run.events() <= 20_000, "{}", run.events());
    let mut whole = run.clone();
    while !run.advance(20_000, 10_000) {}
    assert!(whole.play_to(20_000));
    assert_eq!(run.world().digest(), whole.world().digest());
}

/// Everything has a limit, and none of them is the stack: 100,000 in line before 40 threads that dial into a cut,
/// and are answered the moment it is mended.
#[test]
fn a_very_long_line_is_admitted_without_recursion() {
    let settings = [NONE, ("payment_time_ms", "0"), ("consumers", "1000")];
    let line = lab(&settings)
        .at(0.0, break_(BrokerDown))
        .at(0.0, heal(BrokerDown))
        .at(1.0, break_(NetworkCut))
        .at(2.0, click(Async, 100_000))
        .at(3.0, heal(NetworkCut));
    expect_cells(&line.queued(), &[("accepted/once", 100_000)]);
}

/// Who is at a publish on a channel of its own when the program is replaced by one with a shared channel ends it there:
/// the shared one is torn once, by those who share it.
#[test]
fn publishes_on_channels_of_their_own_do_not_tear_the_shared_one() {
    let crowd = lab(&[("payment_time_ms", "10"), ("consumers", "4")])
        .at(0.0, click(Async, 200))
        .at(200.0, set("amqp_channel", "shared"));
    let queued = crowd.queued();
    // The one that tore it and, in the millisecond until Checkout hears of it, five more of 0.2 ms each.
    assert!(
        queued.ledger["accepted"]["never"] <= 6,
        "{:?}",
        queued.ledger
    );
    let sent: u64 = queued.ledger.values().flat_map(|row| row.values()).sum();
    assert_eq!(sent, 200);
}
