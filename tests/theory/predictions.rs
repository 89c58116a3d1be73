//! What `theory::applies` says of settings, against long runs of them.
//!
//! The grid, the number of orders, the seed and the interval were fixed before the first run: 220,000 orders, 20,000 of
//! them warm-up, 30 batches, Student's t with 29 degrees of freedom at 0.05 % (the interval of this folder's main
//! file); seed 7. Where theory says that it does not apply, the run must show the very reason that it gave.

use showdown::experiment::run::Run;
use showdown::sim::dist::Spread;
use showdown::sim::ledger::Reason;
use showdown::sim::order::Finished;
use showdown::sim::shop::{Shop, Wiring};
use showdown::sim::theory::{
    Line, Lost, Misfit, Prediction, applies, dealt_mean_wait, mdc_mean_wait, mg1_mean_wait,
    mmc_mean_wait,
};
use showdown::sim::time::{Micros, SECOND};
use showdown::words::textbook::misfit;

use super::common::{Lab, lab};
use super::{BATCH, BATCHES, WARM_UP, interval};

const SEED: u64 = 7;

/// A stream of orders at random, work of 100 ms that varies, and nobody gives up.
fn stream(rate: f64, orders: usize, settings: &[(&str, &str)]) -> Lab {
    let stop = (orders as f64 / rate).ceil().to_string();
    let base = [
        ("overheads", "none"),
        ("arrivals", "poisson"),
        ("arrival_rate_per_s", &rate.to_string()),
        ("arrivals_stop_s", &stop),
        ("payment_time_ms", "100"),
        ("payment_time_spread", "exponential"),
        ("read_timeout_ms", "60000"),
        ("pool_timeout_ms", "60000"),
    ];
    lab(&base).with(settings).seed(SEED)
}

fn said(lab: &Lab, wiring: Wiring) -> Result<Prediction, Misfit> {
    applies(&lab.0.config(), wiring)
}

/// Times until paid, in microseconds, in the order of arrival.
fn until_paid(shop: &Shop) -> Vec<Micros> {
    let mut log = shop.log().to_vec();
    log.sort_by_key(|o| o.number);
    log.iter().map(|o| o.paid_at - o.submitted).collect()
}

const ENOUGH: usize = (WARM_UP + BATCHES * BATCH) * 101 / 100;

fn long(rate: f64, settings: &[(&str, &str)]) -> (Lab, Run) {
    let lab = stream(rate, ENOUGH, settings);
    let run = lab.clone().played();
    (lab, run)
}

/// Both shops are what they are said to be, and their means are where they are said to be.
fn agrees(rate: f64, settings: &[(&str, &str)], names: [(&str, Line); 2]) {
    let (lab, run) = long(rate, settings);
    let shops = [
        run.world().shop(Wiring::Sync),
        run.world().shop(Wiring::Async),
    ];
    for (shop, (name, line)) in shops.into_iter().zip(names) {
        let told = said(&lab, shop.wiring()).expect("theory applies");
        assert_eq!(
            (told.system.to_string().as_str(), told.system.line),
            (name, line)
        );
        assert!(!told.at_least);
        let (from, to) = interval(&until_paid(shop));
        println!(
            "{name} at {:.3}: {:.3} to {:.3} ms; theory says {:.3}",
            told.utilisation,
            from * 1e3,
            to * 1e3,
            told.paid_s * 1e3
        );
        assert!((from..=to).contains(&told.paid_s), "{name}");
        let answers = shop.log().iter().map(|o| o.told_at - o.submitted);
        match shop.wiring() {
            Wiring::Sync => assert!(answers.eq(shop.log().iter().map(|o| o.paid_at - o.submitted))),
            Wiring::Async => assert_eq!((answers.sum::<Micros>(), told.told_s), (0, 0.0)),
        }
    }
}

#[test]
fn the_default_threads() {
    let workers = [("consumers", "40")];
    let names = [("M/M/40", Line::CheckoutThread), ("M/M/40", Line::Queue)];
    agrees(360.0, &workers, names);
}

#[test]
fn few_checkout_threads_before_many_at_payment() {
    let settings = [
        ("checkout_threads", "4"),
        ("payment_threads", "10"),
        ("consumers", "4"),
    ];
    let names = [("M/M/4", Line::CheckoutThread), ("M/M/4", Line::Queue)];
    agrees(32.0, &settings, names);
}

#[test]
fn a_client_with_few_connections() {
    let settings = [
        ("http_connections", "3"),
        ("payment_threads", "10"),
        ("consumers", "1"),
        ("prefetch_count", "0"),
    ];
    // One worker is too few for what three connections can do: a smaller stream.
    let names = [("M/M/3", Line::Connection), ("M/M/1", Line::Queue)];
    agrees(8.0, &settings, names);
}

#[test]
fn lines_dealt_in_turn() {
    let settings = [
        ("checkout_endpoint", "async-def"),
        ("payment_threads", "4"),
        ("consumers", "4"),
        ("prefetch_count", "0"),
    ];
    let names = [("M/M/4", Line::PaymentThread), ("4 × E4/M/1", Line::Buffer)];
    agrees(32.0, &settings, names);
}

#[test]
fn constant_work_is_the_same_worker_dealt_or_taken() {
    let settings = [
        ("payment_time_spread", "fixed"),
        ("payment_threads", "3"),
        ("consumers", "3"),
        ("ack_mode", "auto"),
    ];
    let names = [("M/D/3", Line::PaymentThread), ("3 × E3/D/1", Line::Buffer)];
    agrees(25.5, &settings, names);
}

#[test]
fn constant_work_by_one_and_by_forty() {
    let one = [
        ("payment_time_spread", "fixed"),
        ("payment_threads", "1"),
        ("ack_mode", "auto"),
    ];
    let names = [("M/D/1", Line::PaymentThread), ("M/D/1", Line::Queue)];
    agrees(9.0, &one, names);
    let forty = [("payment_time_spread", "fixed"), ("consumers", "40")];
    let names = [("M/D/40", Line::CheckoutThread), ("M/D/40", Line::Queue)];
    agrees(380.0, &forty, names);
}

/// Work of any kind, one server: Pollaczek and Khinchine. Pareto's at little load, for there a batch is many busy periods long.
#[test]
fn other_work_by_one_server() {
    let one = [("checkout_threads", "1"), ("consumers", "1")];
    let names = [("M/G/1", Line::CheckoutThread), ("M/G/1", Line::Queue)];
    for (spread, rate) in [("uniform", 8.0), ("log-normal", 7.0), ("pareto", 3.0)] {
        agrees(
            rate,
            &[one[0], one[1], ("payment_time_spread", spread)],
            names,
        );
    }
    // It is told from exponential work by what varies otherwise.
    let wait = |scv| mg1_mean_wait(8.0, 0.1, scv);
    assert!(wait(1.0 / 3.0) < 0.7 * wait(1.0));
    assert!(mg1_mean_wait(3.0, 0.1, Spread::Pareto.scv()) > 5.0 * mg1_mean_wait(3.0, 0.1, 1.0));
}

/// Work that is slowed down is work of another mean.
#[test]
fn work_that_is_slow() {
    let slow = [
        ("slow_down", "4"),
        ("payment_time_ms", "25"),
        ("checkout_threads", "4"),
        ("consumers", "4"),
    ];
    let names = [("M/M/4", Line::CheckoutThread), ("M/M/4", Line::Queue)];
    agrees(32.0, &slow, names);
}

/// Several servers, a loss, a timeout that counts the wait. Of four servers with uniform work the wait is between those of equal and
/// of exponential work, and neither's. (Pareto's would be far above both, but no interval for its mean is narrow.)
#[test]
fn other_work_has_no_other_formula() {
    let pareto = ("payment_time_spread", "pareto");
    let uniform = ("payment_time_spread", "uniform");
    let several = [uniform, ("consumers", "4"), ("checkout_threads", "4")];
    let (lab, run) = long(32.0, &several);
    for shop in run.world().shops() {
        says(&lab, shop.wiring(), "only of one server");
        let (from, to) = interval(&until_paid(shop));
        assert!(mdc_mean_wait(4, 32.0, 0.1) + 0.1 < from, "{from}");
        assert!(to < mmc_mean_wait(4, 32.0, 0.1) + 0.1, "{to}");
    }
    for settings in [
        [
            pareto,
            ("payment_threads", "1"),
            ("checkout_endpoint", "async-def"),
        ],
        [pareto, ("http_connections", "1"), ("consumers", "1")],
    ] {
        let lab = stream(3.0, 100, &settings);
        says(&lab, Wiring::Sync, "no timeout counts the wait");
        assert!(said(&lab, Wiring::Async).is_ok());
    }
    let loses = [pareto, ("max_length", "5"), ("overflow", "reject-publish")];
    says(&stream(8.0, 100, &loses), Wiring::Async, "nobody is lost");
    // A timeout that ends the work itself is known of any work.
    for (spread, long) in [
        ("uniform", "200"),
        ("log-normal", "7300"),
        ("pareto", "34500"),
    ] {
        let of = |timeout| {
            let one = ("checkout_threads", "1");
            stream(
                3.0,
                5_000,
                &[
                    ("payment_time_spread", spread),
                    one,
                    ("read_timeout_ms", timeout),
                ],
            )
        };
        assert!(said(&of(long), Wiring::Sync).is_ok(), "{spread}");
        let short = of("190");
        says(&short, Wiring::Sync, "timeouts");
        assert!(
            short
                .played()
                .world()
                .shop(Wiring::Sync)
                .told_error()
                .count()
                > 50
        );
    }
}

/// The costs of the machinery come on top: theory is a lower bound, and says so. Its interval is much wider than what a
/// millisecond adds, so the run is held against the very same luck without costs, and the interval may only not lie
/// below theory.
#[test]
fn with_costs_it_is_a_lower_bound() {
    let few = [("payment_threads", "4"), ("consumers", "4")];
    let mean = |spans: &[Micros]| spans.iter().sum::<Micros>() / spans.len() as u64;
    let (_, free) = long(32.0, &few);
    for costs in [("overheads", "measured"), ("link_latency_ms", "5")] {
        let (lab, run) = long(32.0, &[few[0], few[1], costs]);
        let shops = [
            run.world().shop(Wiring::Sync),
            run.world().shop(Wiring::Async),
        ];
        for (shop, free) in shops.into_iter().zip([
            free.world().shop(Wiring::Sync),
            free.world().shop(Wiring::Async),
        ]) {
            let told = said(&lab, shop.wiring()).expect("theory applies");
            assert!(told.at_least);
            let spans = until_paid(shop);
            assert!(mean(&spans) > mean(&until_paid(free)) + 1_000);
            assert!(interval(&spans).1 > told.paid_s);
        }
    }
}

fn says(lab: &Lab, wiring: Wiring, reason: &str) {
    let said = misfit(said(lab, wiring).expect_err("theory does not apply"));
    assert!(said.contains(reason), "{said}");
}

#[test]
fn not_a_poisson_stream() {
    for (arrivals, reason) in [
        ("by-hand", "by hand"),
        ("constant", "evenly spaced"),
        ("burst", "in crowds"),
        ("ramp", "ever faster"),
        ("on-off", "in spells"),
    ] {
        let lab = stream(30.0, 1_000, &[("arrivals", arrivals)]);
        says(&lab, Wiring::Sync, reason);
        says(&lab, Wiring::Async, reason);
        let run = lab.played();
        let mut at: Vec<Micros> = run
            .world()
            .shop(Wiring::Sync)
            .log()
            .iter()
            .map(|o| o.submitted)
            .collect();
        at.sort_unstable();
        let gaps: Vec<Micros> = at.windows(2).map(|w| w[1] - w[0]).collect();
        match arrivals {
            "by-hand" => assert!(at.is_empty()),
            // A quarter of them comes in the first half.
            "ramp" => {
                let half = at.iter().filter(|&&at| at < 500 * SECOND / 30).count();
                assert!((80..170).contains(&half) && (400..600).contains(&at.len()));
            }
            // 5 s of them, then 5 s of none.
            "on-off" => {
                assert!(at.iter().all(|at| at % (10 * SECOND) <= 5 * SECOND));
                assert!(gaps.iter().filter(|&&gap| gap >= 5 * SECOND).count() >= 2);
            }
            "constant" => assert!(gaps.iter().all(|&gap| gap == gaps[0])),
            _ => assert!(gaps.iter().filter(|&&gap| gap == 0).count() > 900),
        }
    }
}

#[test]
fn too_much_work() {
    let lab = stream(
        41.0,
        40_000,
        &[("payment_threads", "4"), ("consumers", "4")],
    );
    let run = lab.clone().played();
    for shop in run.world().shops() {
        says(&lab, shop.wiring(), "grows without end");
        let spans = until_paid(shop);
        let mean = |part: &[Micros]| part.iter().sum::<Micros>() / part.len() as u64;
        let (early, late) = spans.split_at(spans.len() / 2);
        assert!(mean(late) > 2 * mean(early));
    }
}

#[test]
fn timeouts_cut_in() {
    let slow = ("read_timeout_ms", "300");
    let fixed = ("payment_time_spread", "fixed");
    let exact = ("read_timeout_ms", "100");
    let pool = [("http_connections", "4"), ("pool_timeout_ms", "100")];
    let dial = [("link_latency_ms", "10"), ("connect_timeout_ms", "20")];
    for settings in [&[slow][..], &[fixed, exact], &pool, &dial] {
        let lab = stream(32.0, 20_000, settings);
        says(&lab, Wiring::Sync, "timeouts");
        let told = lab.played().world().shop(Wiring::Sync).statuses().clone();
        assert!(told.iter().any(|(status, _)| status == 504), "{settings:?}");
    }
    // And where it says that they do not, none does: the work takes just less, with 28 of 40 threads busy.
    let lab = stream(280.0, 200_000, &[fixed, ("read_timeout_ms", "100.001")]);
    assert!(said(&lab, Wiring::Sync).is_ok());
    assert_eq!(
        lab.played().world().shop(Wiring::Sync).told_error().count(),
        0
    );
}

/// Work is borne for two heartbeats, of those that do not answer while they work; and for as long as an acknowledgement may take,
/// which counts from the delivery: also while a message waits in a worker's hands.
#[test]
fn workers_that_the_broker_gives_up() {
    let sync = |lab: &Lab| assert!(said(lab, Wiring::Sync).is_ok());
    let given_up = "work takes longer than the broker bears without a heartbeat or an acknowledgement: it hands orders out again";
    let slow = |work: &str, more: &[(&str, &str)]| {
        let settings = [
            ("payment_time_ms", work),
            ("payment_time_spread", "fixed"),
            ("consumers", "40"),
            ("read_timeout_ms", "600000"),
            ("pool_timeout_ms", "600000"),
        ];
        stream(1.0, 60, &[&settings[..], more].concat())
    };
    // Fixed work, twice the heartbeat: one is more, one is less.
    let beats = [("heartbeat_s", "5")];
    assert!(said(&slow("9900", &beats), Wiring::Async).is_ok());
    says(&slow("10100", &beats), Wiring::Async, given_up);
    sync(&slow("10100", &beats));
    let answers = [("heartbeat_s", "5"), ("handler_blocks_connection", "false")];
    assert!(said(&slow("10100", &answers), Wiring::Async).is_ok());
    // The same of acknowledgements; 4.3 does not look, nor does anybody with auto-ack.
    let acks = |more: &[(&str, &str)]| {
        let nine = [("consumer_timeout_s", "9"), ("heartbeat_s", "0")];
        slow("10000", &[&nine[..], more].concat())
    };
    says(&acks(&[]), Wiring::Async, given_up);
    for not in [("broker_version", "4.3"), ("ack_mode", "auto")] {
        assert!(said(&acks(&[not]), Wiring::Async).is_ok(), "{not:?}");
    }
    // Work of a second that may wait in hands: at nine tenths of all that one can do, waits of a minute are common.
    let busy = |prefetch: &str, bears: &str| {
        let settings = [
            ("payment_time_ms", "1000"),
            ("prefetch_count", prefetch),
            ("consumer_timeout_s", bears),
        ];
        stream(0.9, 100, &settings)
    };
    assert!(said(&busy("1", "60"), Wiring::Async).is_ok());
    says(&busy("0", "60"), Wiring::Async, given_up);
    assert!(said(&busy("0", "1800"), Wiring::Async).is_ok());
    // And it is so: what is not borne is charged again.
    let run = slow("12000", &beats).played();
    let again = |wiring: Wiring| {
        let log = run.world().shop(wiring).log().to_vec();
        log.iter().filter(|o| o.charges > 1).count()
    };
    assert_eq!(again(Wiring::Sync), 0);
    assert!(again(Wiring::Async) > 0);
}

#[test]
fn a_payment_that_crashes() {
    let few = ("payment_threads", "4");
    let lab = stream(36.0, 20_000, &[few, ("payment_crash_above", "30")]);
    says(&lab, Wiring::Sync, "crash");
    let run = lab.played();
    assert!(run.world().shop(Wiring::Sync).told_error().count() > 0);
}

/// Each order fails 0, 1, 2, … times: that is more work than was thought.
#[test]
fn payments_that_fail() {
    let lab = stream(20.0, 20_000, &[("fail_percent", "20"), ("consumers", "4")]);
    says(&lab, Wiring::Sync, "payments fail");
    says(&lab, Wiring::Async, "payments fail");
    let run = lab.played();
    assert!(run.world().shop(Wiring::Sync).told_error().count() > 0);
    let totals = run.world().shop(Wiring::Async).totals();
    assert!(totals.deliveries > totals.charges * 11 / 10);
    let crash = stream(20.0, 100, &[("crash_order", "5")]);
    says(&crash, Wiring::Async, "a worker crashes");
    assert!(run.world().shop(Wiring::Async).queue().ready().is_empty());
    let run = crash.played();
    assert!(
        !run.world().shop(Wiring::Async).queue().ready().is_empty(),
        "its only worker is dead"
    );
}

/// Between one line and lines dealt in turn: neither formula is in the interval.
#[test]
fn some_messages_at_a_time() {
    let (lab, run) = long(32.0, &[("consumers", "4"), ("prefetch_count", "3")]);
    says(&lab, Wiring::Async, "several messages at a time");
    let (from, to) = interval(&until_paid(run.world().shop(Wiring::Async)));
    assert!(mmc_mean_wait(4, 32.0, 0.1) + 0.1 < from, "{from}");
    assert!(to < dealt_mean_wait(4, 32.0, 0.1) + 0.1, "{to}");
}

/// A queue that loses orders: the share and the mean of the others are where they are said to be.
fn loses(rate: f64, settings: &[(&str, &str)], name: &str, reason: Reason) {
    // So many that those who are served are enough.
    let lab = stream(rate, ENOUGH * 5 / 4, settings);
    let run = lab.clone().played();
    let told = said(&lab, Wiring::Async).expect("theory applies");
    assert_eq!(
        (told.system.to_string().as_str(), told.system.line),
        (name, Line::Queue)
    );
    let mut log = run.world().shop(Wiring::Async).log().to_vec();
    log.sort_by_key(|o| o.number);
    let is_lost = |o: &Finished| o.charges == 0;
    assert!(log.iter().all(|o| !is_lost(o) || o.reason == reason));
    // As whole seconds, for the interval.
    let lost: Vec<Micros> = log.iter().map(|o| u64::from(is_lost(o)) * SECOND).collect();
    let (from, to) = interval(&lost);
    assert!(
        (from..=to).contains(&told.lost_share),
        "{name}: {from} {to}"
    );
    let served = log.iter().filter(|o| !is_lost(o));
    let spans: Vec<Micros> = served.map(|o| o.paid_at - o.submitted).collect();
    let (from, to) = interval(&spans);
    assert!((from..=to).contains(&told.paid_s), "{name}: {from} {to}");
    // The share of time that servers work.
    let busy = told.utilisation * f64::from(told.system.servers);
    assert!((busy - rate * 0.1 * (1.0 - told.lost_share)).abs() < 1e-12);
}

#[test]
fn a_queue_that_refuses() {
    let settings = [
        ("consumers", "4"),
        ("max_length", "20"),
        ("overflow", "reject-publish"),
    ];
    loses(38.0, &settings, "M/M/4/24", Reason::MaxLen);
}

/// Whoever set the time: the queue, or Checkout for each message.
#[test]
fn a_queue_that_forgets() {
    let queue = [("consumers", "4"), ("queue_ttl_ms", "300")];
    loses(38.0, &queue, "M/M/4+D", Reason::Expired);
    let own = [("consumers", "4"), ("message_ttl_ms", "300")];
    loses(38.0, &own, "M/M/4+D", Reason::Expired);
}

#[test]
fn queues_that_lose_orders_in_another_way() {
    let lab = |settings: &[(&str, &str)]| stream(8.0, 2_000, settings);
    let limit = ("max_length", "1");
    let refuses = ("overflow", "reject-publish");
    let ttl = ("queue_ttl_ms", "50");
    let fixed = ("payment_time_spread", "fixed");
    let drops = lab(&[limit]);
    says(&drops, Wiring::Async, "throws its oldest");
    let run = drops.played();
    // Whom it threw away had been told 202, and had waited.
    let mut gone = run
        .world()
        .shop(Wiring::Async)
        .log()
        .iter()
        .filter(|o| o.charges == 0);
    assert!(gone.any(|o| o.status == 202 && o.paid_at > o.submitted));
    says(
        &lab(&[limit, refuses, ttl]),
        Wiring::Async,
        "and messages expire",
    );
    says(
        &lab(&[limit, refuses, fixed]),
        Wiring::Async,
        "always the same time",
    );
    says(&lab(&[ttl, fixed]), Wiring::Async, "always the same time");
    let quorum = [("max_length", "10"), refuses, ("queue_type", "quorum")];
    let stretches = stream(20.0, 2_000, &quorum);
    says(&stretches, Wiring::Async, "a few too many");
    assert_eq!(stretches.queued().peak.ready, 11);
    let several = ("prefetch_count", "2");
    says(&lab(&[ttl, several]), Wiring::Async, "workers' hands");
    // Where workers take all they can get, nothing is ever ready, and nothing is lost.
    for all in [("prefetch_count", "0"), ("ack_mode", "auto")] {
        let lab = lab(&[limit, ttl, all]);
        let told = said(&lab, Wiring::Async).expect("theory applies");
        assert_eq!(told.system.lost, Lost::Nobody);
        let run = lab.played();
        assert!(
            run.world()
                .shop(Wiring::Async)
                .log()
                .iter()
                .all(|o| o.charges == 1)
        );
    }
}

#[test]
fn urgent_orders() {
    let settings = [("max_priority", "1"), ("urgent_every", "3")];
    let lab = stream(8.0, 100, &settings);
    says(&lab, Wiring::Async, "neither class comes at random");
    let run = lab.played();
    // One that came later was paid earlier.
    let mut log = run.world().shop(Wiring::Async).log().to_vec();
    log.sort_by_key(|o| o.paid_at);
    assert!(log.windows(2).any(|pair| pair[0].number > pair[1].number));
}

/// The interval can tell the systems of the grid from each other.
#[test]
fn the_interval_has_power() {
    let one_line = mmc_mean_wait(4, 32.0, 0.1);
    assert!(dealt_mean_wait(4, 32.0, 0.1) > 2.0 * one_line);
    assert!(mdc_mean_wait(4, 32.0, 0.1) < 0.6 * one_line);
}
