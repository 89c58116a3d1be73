//! Several services: sums and maxima of exponentials, the availability of a chain, two queues in a row and side by side.
//!
//! Where nobody waits for a seat, orders are independent, and a mean of n of them lies within four standard errors. Where they wait,
//! means are taken by batches, as in the parent.

use showdown::experiment::run::Run;
use showdown::sim::shop::{Shop, Wiring};
use showdown::sim::time::SECOND;

use super::common::{Lab, lab};
use super::{BATCH, BATCHES, WARM_UP, interval};

/// Mean work of Payment, Inventory and Shipping, in seconds.
const MEANS: [f64; 3] = [0.5, 0.2, 0.3];

/// Three services of exponential work, and seats for everybody.
fn three(orders: u32, more: &[(&str, &str)]) -> Lab {
    let base = [
        ("overheads", "none"),
        ("services", "inventory.payment.shipping"),
        ("payment_time_ms", "500"),
        ("inventory.time_ms", "200"),
        ("shipping.time_ms", "300"),
        ("payment_time_spread", "exponential"),
        ("inventory.time_spread", "exponential"),
        ("shipping.time_spread", "exponential"),
        ("payment_threads", "1000"),
        ("inventory.threads", "1000"),
        ("shipping.threads", "1000"),
        ("checkout_endpoint", "async-def"),
        ("http_client", "per-call"),
        ("read_timeout_ms", "600000"),
        ("arrivals", "constant"),
        ("arrival_rate_per_s", "50"),
    ];
    let stop = (f64::from(orders) / 50.0).to_string();
    lab(&base).with(&[("arrivals_stop_s", &stop)]).with(more)
}

fn played(lab: Lab) -> Run {
    lab.played()
}

fn told_s(shop: &Shop) -> Vec<f64> {
    let told = shop.log().iter().map(|o| o.told_at - o.submitted);
    told.map(|us| us as f64 / SECOND as f64).collect()
}

/// Mean and variance of these against those of the textbook, the mean within four standard errors.
fn mean_is(found: &[f64], mean: f64, variance: f64) {
    let n = found.len() as f64;
    let is = found.iter().sum::<f64>() / n;
    let error = 4.0 * (variance / n).sqrt();
    assert!((is - mean).abs() < error, "{is}, not {mean} within {error}");
}

#[test]
fn in_sequence_the_mean_is_the_sum_of_the_means_and_so_is_the_variance() {
    let run = played(three(20_000, &[]));
    let told = told_s(run.world().shop(Wiring::Sync));
    let (sum, variance) = (MEANS.iter().sum(), MEANS.iter().map(|m| m * m).sum::<f64>());
    mean_is(&told, sum, variance);
    let squares: Vec<f64> = told.iter().map(|t| (t - sum) * (t - sum)).collect();
    // The fourth central moment of a sum of independent exponentials: 3 (Σm²)² + 6 Σm⁴.
    let fourth = 3.0 * variance * variance + 6.0 * MEANS.iter().map(|m| m.powi(4)).sum::<f64>();
    mean_is(&squares, variance, fourth - variance * variance);
}

/// By inclusion and exclusion: of independent exponentials with rates a, b, c the mean of the greatest is
/// 1/a + 1/b + 1/c − 1/(a+b) − 1/(a+c) − 1/(b+c) + 1/(a+b+c).
#[test]
fn at_once_the_mean_is_that_of_the_greatest() {
    let run = played(three(20_000, &[("sync_calls", "in-parallel")]));
    let told = told_s(run.world().shop(Wiring::Sync));
    let [a, b, c] = MEANS.map(|mean| 1.0 / mean);
    let mean = 1.0 / a + 1.0 / b + 1.0 / c - 1.0 / (a + b) - 1.0 / (a + c) - 1.0 / (b + c)
        + 1.0 / (a + b + c);
    let second = |rate: f64| 2.0 / (rate * rate);
    let squares = second(a) + second(b) + second(c) - second(a + b) - second(a + c) - second(b + c)
        + second(a + b + c);
    mean_is(&told, mean, squares - mean * mean);
    // It is not the sum, which the same orders would need one after the other.
    let measured = told.iter().sum::<f64>() / told.len() as f64;
    assert!(measured < 0.8 * MEANS.iter().sum::<f64>());
}

/// A chain is available as often as all of its services are: the product.
#[test]
fn the_availability_of_a_chain_is_the_product() {
    for calls in ["in-sequence", "in-parallel"] {
        let failing = [
            ("fail_percent", "10"),
            ("inventory.fail_percent", "5"),
            ("shipping.fail_percent", "20"),
            ("sync_calls", calls),
        ];
        let run = played(three(20_000, &failing));
        let log = run.world().shop(Wiring::Sync).log();
        let well: Vec<f64> = log.iter().map(|o| f64::from(o.status == 200)).collect();
        let share = 0.9 * 0.95 * 0.8;
        mean_is(&well, share, share * (1.0 - share));
    }
}

/// One worker each, and a stream of Poisson's.
fn queues(events: &str, seed: u64) -> Lab {
    let orders = (WARM_UP + BATCHES * BATCH) as f64;
    let stop = (orders * 1.02 / 5.0).ceil().to_string();
    lab(&[
        ("overheads", "none"),
        ("services", "payment.shipping"),
        ("exchange", "fanout"),
        ("async_events", events),
        ("payment_time_ms", "100"),
        ("shipping.time_ms", "100"),
        ("payment_time_spread", "exponential"),
        ("shipping.time_spread", "exponential"),
        ("arrivals", "poisson"),
        ("arrival_rate_per_s", "5"),
        ("arrivals_stop_s", &stop),
    ])
    .seed(seed)
}

/// From the click until both are done, in microseconds, by number.
fn all_done(run: &Run) -> Vec<u64> {
    let shop = run.world().shop(Wiring::Async);
    let mut all: Vec<(u32, u64)> = (shop.log().iter().enumerate())
        .map(|(k, order)| {
            let others = shop.done(k).map(|done| done.done_at).max();
            let done = order.paid_at.max(others.unwrap_or_default());
            (order.number, done - order.submitted)
        })
        .collect();
    all.sort_unstable();
    all.into_iter().map(|(_, us)| us).collect()
}

fn within(spans: &[u64], mean_s: f64) -> bool {
    let (from, to) = interval(spans);
    (from..=to).contains(&mean_s)
}

/// Burke: what leaves an M/M/1 is a Poisson stream again, so two in a row are two M/M/1, of 1/(μ − λ) each.
#[test]
fn two_queues_in_a_row_are_two_queues() {
    let run = played(queues("choreography", 1));
    let spans = all_done(&run);
    assert!(within(&spans, 2.0 / (10.0 - 5.0)), "{:?}", interval(&spans));
    assert!(!within(&spans, 1.0 / (10.0 - 5.0)), "it has power");
}

/// Flatto and Hahn, and Nelson and Tantawi: the slower of two alike M/M/1 with the same arrivals takes (12 − ρ)/8 of one's
/// time.
#[test]
fn the_slower_of_two_queues_takes_as_long_as_known() {
    let run = played(queues("fan-out", 2));
    let spans = all_done(&run);
    let rho = 0.5;
    let mean = (12.0 - rho) / 8.0 / (10.0 - 5.0);
    assert!(within(&spans, mean), "{:?}, not {mean}", interval(&spans));
    // (Two that have nothing to do with each other would take 3/2.)
    assert!(!within(&spans, 1.5 / (10.0 - 5.0)), "it has power");
}
