//! A case by the engine that ships: ledger, exact percentiles, charts and digest on, trace off; or quietly: with only what a
//! report needs.

use crate::cases::{BACK_OFF_S, CHECKOUT_THREADS, Case};
use crate::check::Outcome;
use crate::experiment::Experiment;
use crate::experiment::settings::typed;
use crate::sim::shop::{Shop, Wiring};
use crate::sim::time::Micros;

/// The settings a case needs.
fn experiment(case: &Case) -> Experiment {
    let mut experiment = Experiment::default();
    let mut set = |name: &str, text: &str| {
        let set = experiment.set(name, typed(name, text));
        assert_eq!(set, Ok(()), "{name}={text}");
    };
    set("overheads", "none");
    set("arrivals", "poisson");
    set("arrival_rate_per_s", &case.rate.to_string());
    // A little longer than needed: the run is stopped by its number of orders.
    let stop = (case.orders as f64 / case.rate * 1.05).ceil();
    set("arrivals_stop_s", &stop.min(86_400.0).to_string());
    set("payment_time_ms", &(case.service_s * 1e3).to_string());
    set("payment_time_spread", "exponential");
    set("payment_threads", &case.servers.to_string());
    set("consumers", &case.servers.to_string());
    set("read_timeout_ms", &(case.timeout_s * 1e3).to_string());
    set("checkout_threads", &CHECKOUT_THREADS.to_string());
    set("retries", &(case.attempts - 1).to_string());
    set("retry_backoff_ms", &(BACK_OFF_S * 1e3).to_string());
    experiment
}

/// Plays a case in one shop, quietly or not; `None`: a shop that does not call has nothing to try again. Time until paid is the log's,
/// so it does not matter what users were told.
pub fn run(case: &Case, wiring: Wiring, quiet: bool, seed: u64) -> Option<Outcome> {
    if case.attempts > 1 && wiring == Wiring::Async {
        return None;
    }
    let mut config = experiment(case).config();
    // The longest of them takes longer than the day that a reader may ask for.
    config.arrivals_stop = Micros::MAX;
    let mut shop = Shop::new(wiring, &config, seed);
    if quiet {
        shop.keep_less();
    }
    // An event sends one order at most.
    while shop.sent() < case.orders {
        let missing = case.orders - shop.sent();
        shop.advance(Micros::MAX, missing as u32);
    }
    config.arrivals_stop = 0;
    shop.configure(shop.now(), &config);
    while !shop.advance(Micros::MAX, u32::MAX) {}
    // Percentiles are part of the work.
    let p99 = shop.paid().percentiles(&[0.5, 0.9, 0.99]);
    assert_eq!(p99.len(), 3);
    let totals = shop.totals();
    // Every attempt is served in the end, wanted or not; each after the first came after a pause, and each that was given
    // up is followed by a pause or an error.
    let retries = totals.deliveries - shop.sent();
    let timers = 2 * retries + shop.told_error().count() as u64;
    Some(Outcome {
        events: shop.sent() + totals.charges + timers,
        inner_events: totals.events,
        sojourns: match quiet {
            true => shop.paid().iter().collect(),
            false => shop.log().iter().map(|o| o.paid_at - o.submitted).collect(),
        },
    })
}
