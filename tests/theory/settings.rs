//! Every setting is heeded by theory, or it is said why theory need not know it: else a new one would make a textbook wrong, and
//! nobody would notice.

use showdown::experiment::settings::{Setting, common, find, typed};
use showdown::sim::config::Config;
use showdown::sim::theory::applies;
use showdown::sim::wiring::Wiring;

use super::common::{values, with};

/// Settings that change nothing of what theory says, and why that is right.
const NOT_IN_THEORY: [(&str, &str); 26] = [
    (
        "blocked_connection_timeout_s",
        "it ends nothing while the broker has memory enough",
    ),
    (
        "wire_between",
        "a bad wire is no textbook's, wherever it lies",
    ),
    ("sync_calls", "of one service there is one way to call it"),
    (
        "async_events",
        "nor is there anybody who could tell another",
    ),
    (
        "mandatory",
        "what leads nowhere is no textbook's, told or not",
    ),
    ("burst_size", "crowds are no textbook's, however large"),
    ("arrivals_on_s", "spells are no textbook's, however long"),
    ("arrivals_off_s", "nor are pauses"),
    ("arrivals_stop_s", "theory speaks of the time before"),
    (
        "payment_restart_ms",
        "a Payment that may crash is no textbook's",
    ),
    (
        "worker_threads",
        "who shares a process dies together, and nobody dies",
    ),
    ("crash_when", "a worker that crashes is no textbook's"),
    ("on_fail", "payments that fail are no textbook's"),
    (
        "http_keepalive_connections",
        "a connection that has to be made costs time, and theory speaks of none",
    ),
    ("error_style", "an error is as soon as another"),
    (
        "publisher_confirms",
        "the wait for one is no wait for a worker",
    ),
    ("retries", "calls that fail are no textbook's"),
    ("retry_backoff_ms", "nor are the pauses after them"),
    (
        "warm_start",
        "theory speaks of a shop that has long been open",
    ),
    ("amqp_warm_start", "the same"),
    ("queue_durable", "the broker is not restarted"),
    ("messages_persistent", "the same"),
    ("delivery_limit", "nothing comes back"),
    (
        "retry_ttl_ms",
        "what comes back from the dead is no textbook's",
    ),
    ("redrive_ms", "the same"),
    ("retry_limit", "the same"),
];

/// Shops in which a setting may have something to say.
fn stages() -> Vec<Config> {
    let base = [
        ("overheads", "none"),
        ("arrivals", "poisson"),
        ("arrival_rate_per_s", "8"),
        ("payment_time_ms", "100"),
        ("payment_time_spread", "exponential"),
        ("consumers", "2"),
    ];
    let more: [&[(&str, &str)]; 15] = [
        &[("exchange", "direct")],
        &[("exchange", "direct"), ("binding_key", "one-word")],
        &[("exchange", "topic")],
        &[],
        &[("max_length", "20"), ("overflow", "reject-publish")],
        &[("max_priority", "2"), ("urgent_every", "3")],
        &[("urgent_every", "3")],
        &[("max_priority", "2")],
        &[("link_latency_ms", "20")],
        &[("queue_ttl_ms", "500"), ("dead_letter_exchange", "true")],
        &[("queue_ttl_ms", "500"), ("dead_letters", "redriven")],
        &[("checkout_threads", "1"), ("payment_threads", "1")],
        &[("http_connections", "1"), ("payment_threads", "2")],
        &[("consumer_timeout_s", "1"), ("prefetch_count", "1")],
        &[
            ("heartbeat_s", "1"),
            ("payment_time_ms", "2000"),
            ("arrival_rate_per_s", "0.5"),
        ],
    ];
    more.iter()
        .map(|more| of(base.iter().chain(*more)))
        .collect()
}

fn of<'a>(settings: impl Iterator<Item = &'a (&'a str, &'a str)>) -> Config {
    settings.fold(Config::default(), |config, (name, text)| {
        let setting = find(name).expect("a setting");
        with(&config, setting, &typed(name, text))
    })
}

/// Does theory say something else of any of these shops, for any value of it?
fn is_heeded(setting: &Setting) -> bool {
    let said = |config: &Config| Wiring::ALL.map(|wiring| applies(config, wiring));
    stages().iter().any(|stage| {
        let before = said(stage);
        let mut others = values(setting).into_iter();
        others.any(|value| said(&with(stage, setting, &value)) != before)
    })
}

#[test]
fn every_setting_is_heeded_by_theory_or_said_not_to_be() {
    for setting in common() {
        let left_out = NOT_IN_THEORY.iter().find(|(name, _)| *name == setting.name);
        assert_eq!(is_heeded(setting), left_out.is_none(), "{}", setting.name);
    }
    for (name, why) in NOT_IN_THEORY {
        assert!(find(name).is_some() && !why.is_empty(), "{name}");
    }
}
