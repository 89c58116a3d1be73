//! How much room a run takes: three that are as large, or as long, as the engine lets a run become.

use crate::sim::shop::Wiring;
use crate::cases::CASES;
use crate::experiment::intervention::Act;
use crate::experiment::settings::typed;
use crate::experiment::{Experiment, report, run::Run};
use crate::sim::engine::Side;

/// What is played.
pub const HOLDINGS: [&str; 4] = [
    "a million orders in each shop, M/M/40 at ρ 0.9, and their report",
    "a crowd of a million at once in each shop, and its report",
    "a crash loop after 0.5 M events",
    "the same after 5 M events",
];

fn experiment(settings: &[(&str, String)]) -> Experiment {
    let mut experiment = Experiment::default();
    for (name, text) in settings {
        let set = experiment.set(name, typed(name, text));
        assert_eq!(set, Ok(()), "{name}={text}");
    }
    experiment
}

fn set(name: &'static str, value: impl ToString) -> (&'static str, String) {
    (name, value.to_string())
}

/// Plays one of [`HOLDINGS`]; returns the events.
pub fn play(what: usize) -> u64 {
    let case = &CASES[1];
    let servers = [
        set("payment_threads", case.servers),
        set("consumers", case.servers),
    ];
    let mut settings = vec![
        set("overheads", "none"),
        set("payment_time_spread", "exponential"),
    ];
    settings.extend(servers);
    settings.push(set("payment_time_ms", case.service_s * 1e3));
    match what {
        0 => {
            settings.push(set("arrivals", "poisson"));
            settings.push(set("arrival_rate_per_s", case.rate));
            settings.push(set("arrivals_stop_s", 3_000));
            whole(Run::new(experiment(&settings)), 1_000_000)
        }
        1 => {
            let mut run = Run::new(experiment(&settings));
            let orders = 1_000_000;
            let shop = Side::Both;
            let sent = run.act(Act::Click { shop, orders });
            assert_eq!(sent, Ok(()));
            whole(run, u64::from(orders))
        }
        _ => {
            // Two messages at once kill Payment, which comes back, gets both again, and dies again.
            settings.push(set("payment_crash_above", 1));
            settings.push(set("payment_restart_ms", 100));
            let mut run = Run::new(experiment(&settings));
            let shop = Side::Async;
            let sent = run.act(Act::Click { shop, orders: 50 });
            assert_eq!(sent, Ok(()));
            let events = if what == 2 { 500_000 } else { 5_000_000 };
            while run.events() < events {
                assert!(run.step().is_some(), "a crash loop has no end");
            }
            run.events()
        }
    }
}

fn whole(mut run: Run, orders: u64) -> u64 {
    assert!(run.finish(), "this run has an end");
    let report = report::Report::of(&run, |_| "no textbook's");
    assert_eq!((report.shops[Wiring::Sync].orders, report.shops[Wiring::Async].orders), (orders, orders));
    run.events()
}
