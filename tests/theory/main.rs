//! The engine against textbooks.
//!
//! With exponential gaps, exponential work and no overheads, either shop is M/M/c: Payment's threads or its workers
//! are the servers. Three arguments, from exact to statistical:
//!
//! 1. *Order by order*: every wait is the one that the recursion of Kiefer and Wolfowitz gives for a first-come
//!    first-served line before c servers, to the microsecond.
//! 2. *Little's law*, L = λW, with both sides from accumulators that know nothing of each other: the area under the
//!    levels that the stations show between events, and the sum of the latencies in the log. A run that begins and
//!    ends empty owes equality, to the microsecond.
//! 3. *The mean wait* against Erlang's formula, with an interval that was fixed before the first run:
//!    220,000 orders, of which the first 20,000 are warm-up and are not looked at, then 30 batches, whose means are
//!    independent enough (a batch is at least 19 relaxation times long), and Student's t with 29 degrees of freedom.
//!    There are 20 intervals (4 systems, seeds 1 to 5); a family-wise error of 1 % leaves 0.05 % for each: t = 3.918.
//!
//! That the third has power is shown by formulas for other systems, which must fail on the same data.
//!
//! The first and the third are in this file, Little's law in `little`, queues that lose orders or let some overtake
//! others in `queue`, several services in `services`; `predictions` asks the same of what the page
//! says of the settings in force.

#[path = "../common/mod.rs"]
mod common;
mod little;
mod predictions;
mod queue;
mod services;
mod settings;

use showdown::sim::shop::Wiring;
use std::collections::BinaryHeap;

use common::{Lab, lab};
use showdown::sim::dist::Spread;
use showdown::sim::draw::{Draws, Purpose};
use showdown::sim::shop::Shop;
use showdown::sim::theory::mmc_mean_wait;
use showdown::sim::time::{Micros, SECOND};

/// Mean work for one order, in seconds and as the setting's milliseconds.
const WORK_S: f64 = 0.1;
const WORK_MS: &str = "100";

const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];
const WARM_UP: usize = 20_000;
const BATCHES: usize = 30;
const BATCH: usize = 6_666;

/// Student's t, 29 degrees of freedom, two-sided 0.05 %.
const T: f64 = 3.918;

/// Both shops with so many servers at this utilisation, for about so many orders.
fn mmc(servers: u32, utilisation: f64, orders: usize, seed: u64) -> Lab {
    let rate = utilisation * f64::from(servers) / WORK_S;
    let stop = (orders as f64 / rate).ceil();
    let settings = [
        ("overheads", "none"),
        ("arrivals", "poisson"),
        ("payment_time_ms", WORK_MS),
        ("payment_time_spread", "exponential"),
        ("payment_threads", &servers.to_string()),
        ("consumers", &servers.to_string()),
        // Nobody but Payment makes anybody wait, and nobody is impatient.
        ("checkout_endpoint", "async-def"),
        ("http_client", "per-call"),
        ("read_timeout_ms", "600000"),
        ("arrival_rate_per_s", &rate.to_string()),
        ("arrivals_stop_s", &stop.to_string()),
    ];
    lab(&settings).seed(seed)
}

/// One order, as the textbook sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Customer {
    arrived: Micros,
    work: Micros,
    wait: Micros,
}

/// The customers of a shop, in the order in which they came.
fn customers(shop: &Shop, seed: u64) -> Vec<Customer> {
    let draws = Draws::new(seed);
    let mean = (WORK_S * SECOND as f64) as Micros;
    let mut log = shop.log().to_vec();
    log.sort_by_key(|o| o.number);
    let customer = |number: u64| {
        let order = &log[number as usize];
        let quantile = draws.quantile(Purpose::ServiceTime, number, 0);
        let work = Spread::Exponential.span(mean, quantile);
        let sojourn = order.paid_at - order.submitted;
        Customer {
            arrived: order.submitted,
            work,
            wait: sojourn.checked_sub(work).expect("work takes its time"),
        }
    };
    (0..log.len() as u64).map(customer).collect()
}

/// The waits of both shops, which are one sample path.
fn played(servers: u32, utilisation: f64, orders: usize, seed: u64) -> Vec<Customer> {
    let run = mmc(servers, utilisation, orders, seed).played();
    let sync = customers(run.world().shop(Wiring::Sync), seed);
    let queued = customers(run.world().shop(Wiring::Async), seed);
    assert_eq!(
        sync.len() as u64,
        run.world().shop(Wiring::Sync).sent(),
        "all have ended"
    );
    assert!(
        sync == queued,
        "the same customers, the same luck, c servers each"
    );
    sync
}

// ---- 1: order by order ----------------------------------------------------------------------------------------------

#[test]
fn every_order_waits_as_long_as_the_recursion_of_a_fifo_line_says() {
    for (servers, utilisation) in [(1, 0.5), (1, 0.95), (4, 0.9), (40, 0.98)] {
        let customers = played(servers, utilisation, 20_000, 11);
        // When each server is free, soonest on top.
        let mut free: BinaryHeap<std::cmp::Reverse<Micros>> = BinaryHeap::new();
        free.extend((0..servers).map(|_| std::cmp::Reverse(0)));
        let mut waited = 0;
        for (number, customer) in customers.iter().enumerate() {
            let soonest = free.pop().expect("a server").0;
            let begins = soonest.max(customer.arrived);
            assert_eq!(customer.wait, begins - customer.arrived, "order {number}");
            free.push(std::cmp::Reverse(begins + customer.work));
            waited += usize::from(customer.wait > 0);
        }
        assert!(waited > 1_000, "there was something to see");
    }
}

// ---- 3: Erlang ------------------------------------------------------------------------------------------------------

/// The interval of one run for the mean wait, in seconds.
fn interval(waits_us: &[Micros]) -> (f64, f64) {
    let batch = |batch: &[Micros]| batch.iter().sum::<Micros>() as f64 / batch.len() as f64;
    let steady = &waits_us[WARM_UP..];
    let means: Vec<f64> = steady
        .chunks_exact(BATCH)
        .take(BATCHES)
        .map(batch)
        .collect();
    assert_eq!(means.len(), BATCHES, "enough orders for every batch");
    let n = BATCHES as f64;
    let mean = means.iter().sum::<f64>() / n;
    let variance = means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / (n - 1.0);
    let half = T * (variance / n).sqrt();
    let s = SECOND as f64;
    ((mean - half) / s, (mean + half) / s)
}

fn intervals(servers: u32, utilisation: f64) -> Vec<(f64, f64)> {
    // 1 % more than needed: the number of orders is random too.
    let orders = (WARM_UP + BATCHES * BATCH) * 101 / 100;
    let run = |seed| {
        let customers = played(servers, utilisation, orders, seed);
        let waits: Vec<Micros> = customers.iter().map(|c| c.wait).collect();
        interval(&waits)
    };
    SEEDS.into_iter().map(run).collect()
}

fn formula(servers: u32, utilisation: f64) -> f64 {
    let rate = utilisation * f64::from(servers) / WORK_S;
    mmc_mean_wait(servers, rate, WORK_S)
}

/// The formula is in every interval, and what is not this system is in none.
fn argue(servers: u32, utilisation: f64) {
    let expected = formula(servers, utilisation);
    let busier = formula(servers, utilisation * 1.05);
    let intervals = intervals(servers, utilisation);
    for (seed, &(from, to)) in SEEDS.into_iter().zip(&intervals) {
        let ms = |s: f64| s * 1_000.0;
        println!(
            "M/M/{servers} at {utilisation}, seed {seed}: {:.2} to {:.2} ms; Erlang says {:.2}, 5 % busier {:.2}",
            ms(from),
            ms(to),
            ms(expected),
            ms(busier)
        );
        assert!((from..=to).contains(&expected), "seed {seed}");
        assert!(to < busier, "seed {seed}: no power");
    }
}

#[test]
fn m_m_1_at_half_load() {
    argue(1, 0.5);
}

#[test]
fn m_m_1_at_nine_tenths() {
    argue(1, 0.9);
}

#[test]
fn m_m_4_at_nine_tenths() {
    argue(4, 0.9);
}

#[test]
fn m_m_40_at_nine_tenths() {
    argue(40, 0.9);
}

/// Work that always takes the same time makes the line half as long (Pollaczek and Khinchine): the same test must
/// tell M/D/1 from M/M/1, and find it where theory says.
#[test]
fn m_d_1_waits_half_as_long_and_is_not_taken_for_m_m_1() {
    let orders = (WARM_UP + BATCHES * BATCH) * 101 / 100;
    let lab = mmc(1, 0.5, orders, 6).with(&[("payment_time_spread", "fixed")]);
    let run = lab.played();
    let work = (WORK_S * SECOND as f64) as Micros;
    let mut log = run.world().shop(Wiring::Async).log().to_vec();
    log.sort_by_key(|o| o.number);
    let waits: Vec<Micros> = log.iter().map(|o| o.paid_at - o.submitted - work).collect();
    let (from, to) = interval(&waits);
    let expected = formula(1, 0.5) / 2.0;
    assert!((from..=to).contains(&expected), "{from} {expected} {to}");
    assert!(to < formula(1, 0.5));
}
