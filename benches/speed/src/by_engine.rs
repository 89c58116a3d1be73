//! A case by the engine that ships: ledger, exact percentiles, charts and digest on, trace off.

use crate::cases::Case;
use crate::check::Outcome;
use crate::experiment::value::Value;
use crate::experiment::{Experiment, settings};
use crate::sim::shop::{Shop, Wiring};
use crate::sim::time::Micros;

/// The settings a case needs; `None`: the engine has no such mechanism (yet).
fn experiment(case: &Case) -> Option<Experiment> {
    let mut experiment = Experiment::default();
    let mut set = |name: &str, text: &str| {
        let set = experiment.set(name, Value::parse(text));
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
    if case.attempts > 1 {
        settings::find("http_attempts")?;
        set("http_attempts", &case.attempts.to_string());
    }
    Some(experiment)
}

/// Plays a case in one shop. Time until paid is the log's, so it does not matter what users were told.
pub fn run(case: &Case, wiring: Wiring, seed: u64) -> Option<Outcome> {
    let mut config = experiment(case)?.config();
    // The longest of them takes longer than the day that a reader may ask for.
    config.arrivals_stop = Micros::MAX;
    let mut shop = Shop::new(wiring, &config, seed);
    while shop.sent() < case.orders && shop.step(Micros::MAX).is_some() {}
    config.arrivals_stop = 0;
    shop.configure(shop.now(), &config);
    while shop.step(Micros::MAX).is_some() {}
    // Percentiles are part of the work.
    let p99 = shop.paid().percentiles(&[0.5, 0.9, 0.99]);
    assert_eq!(p99.len(), 3);
    let totals = shop.totals();
    let timeouts: u64 = shop.statuses().get(&504).copied().unwrap_or(0);
    Some(Outcome {
        events: shop.sent() + totals.charges + timeouts,
        inner_events: totals.events,
        sojourns: shop.log().iter().map(|o| o.paid_at - o.submitted).collect(),
    })
}
