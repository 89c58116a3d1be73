//! Named experiments: the scenarios of the page's menu.
//!
//! A preset is settings and a log, nothing more; what it shows comes out of the engine.

use super::Experiment;
use super::intervention::{Act, Intervention};
use super::value::Value;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::time::{Micros, SECOND};

/// A row of the menu.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in links and on the command line; never changes.
    pub name: &'static str,
    /// Its title on the page.
    pub title: &'static str,
    /// What to look at, in a sentence or two.
    pub about: &'static str,
    settings: &'static [(&'static str, Setting)],
    log: &'static [(Micros, Deed)],
}

/// [`Value`], but constant.
#[derive(Clone, Copy, Debug)]
enum Setting {
    Number(f64),
    Name(&'static str),
    Flag(bool),
}
use Setting::{Flag, Name, Number};

/// [`Act`], but constant.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Click(Side, u32),
    Break(Fault),
    Heal(Fault),
}
use Deed::{Break, Click, Heal};

impl Preset {
    /// The experiment of this preset.
    pub fn experiment(&self) -> Experiment {
        let mut experiment = Experiment {
            preset: Some(self.name.to_owned()),
            ..Experiment::default()
        };
        for (name, value) in self.settings {
            let value = match *value {
                Number(number) => Value::Number(number),
                Name(name) => Value::Choice(name.to_owned()),
                Flag(flag) => Value::Flag(flag),
            };
            let set = experiment.set(name, value);
            debug_assert_eq!(set, Ok(()), "preset {}", self.name);
        }
        experiment.log = self.log.iter().map(dated).collect();
        experiment
    }
}

fn dated(&(at_us, deed): &(Micros, Deed)) -> Intervention {
    let act = match deed {
        Click(shop, orders) => Act::Click { shop, orders },
        Break(fault) => Act::Break { fault },
        Heal(fault) => Act::Heal { fault },
    };
    Intervention { at_us, act }
}

/// The preset of this name.
pub fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|p| p.name == name)
}

const THOUSAND_AT_ONCE: &[(Micros, Deed)] = &[(0, Click(Side::Both, 1000))];

/// All presets, in the order of the menu.
pub static PRESETS: [Preset; 9] = [
    Preset {
        name: "one-order",
        title: "One order, your click",
        about: "Press a button on each side. The sync user waits as long as Payment takes; the async user is told at once, and the payment is made just as late.",
        settings: &[],
        log: &[],
    },
    Preset {
        name: "payment-outage",
        title: "Payment is down for ten seconds",
        about: "Two orders a second. Payment is killed at 5 s and comes back at 15 s. Sync users are refused meanwhile; async orders wait in the queue and are paid late.",
        settings: &[
            ("arrivals", Name("poisson")),
            ("arrivals_stop_s", Number(30.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[
            (5 * SECOND, Break(Fault::PaymentDown)),
            (15 * SECOND, Heal(Fault::PaymentDown)),
        ],
    },
    Preset {
        name: "broker-outage",
        title: "The broker is down: sync wins",
        about: "The broker is killed at 5 s and comes back at 12 s. Now it is the async users who are refused, and orders that were being worked on are charged again; sync users notice nothing.",
        settings: &[
            ("arrivals", Name("constant")),
            ("arrivals_stop_s", Number(20.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[
            (5 * SECOND, Break(Fault::BrokerDown)),
            (12 * SECOND, Heal(Fault::BrokerDown)),
        ],
    },
    Preset {
        name: "transient-queue",
        title: "A restart forgets a transient queue",
        about: "Fifty orders wait in a queue that is not durable when the broker restarts. Their users were told 202; they will never be charged.",
        settings: &[
            ("queue_durable", Flag(false)),
            ("messages_persistent", Flag(false)),
        ],
        log: &[
            (0, Click(Side::Both, 50)),
            (10 * SECOND, Break(Fault::BrokerDown)),
            (12 * SECOND, Heal(Fault::BrokerDown)),
        ],
    },
    Preset {
        name: "slow-payment",
        title: "Payment gets too slow",
        about: "Six orders a second for forty threads at eight seconds each. Sync users are told an error after five seconds, and charged all the same.",
        settings: &[
            ("arrivals", Name("poisson")),
            ("arrival_rate_per_s", Number(6.0)),
            ("arrivals_stop_s", Number(30.0)),
            ("payment_time_ms", Number(8000.0)),
            ("consumers", Number(40.0)),
        ],
        log: &[],
    },
    Preset {
        name: "demo-code",
        title: "1000 at once: the demo's own code",
        about: "An async def Checkout lets all 1000 calls go at once to 40 Payment threads; after its 10 s timeout 880 users are told an error, and all 1000 are charged. The queue's one consumer needs 50 minutes.",
        settings: &[
            ("overheads", Name("none")),
            ("checkout_endpoint", Name("async-def")),
            ("http_client", Name("per-call")),
            ("connect_timeout_ms", Number(10_000.0)),
            ("read_timeout_ms", Number(10_000.0)),
            ("pool_timeout_ms", Number(10_000.0)),
            ("error_style", Name("demo")),
            ("ack_mode", Name("auto")),
            ("prefetch_count", Number(0.0)),
            ("queue_durable", Flag(false)),
            ("messages_persistent", Flag(false)),
        ],
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "readme-snippet",
        title: "1000 at once: the README's snippet",
        about: "A def Checkout with 40 threads calls a Payment with 40: nobody times out, because waiting for a thread is in no timeout. The last user waits 75 s.",
        settings: SNIPPET,
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "timeout-cliff",
        title: "1000 at once: the timeout cliff",
        about: "The same, but Payment takes 6 s and the timeout is 5 s: all 1000 users are told an error, and all 1000 are charged.",
        settings: CLIFF,
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "crash-under-load",
        title: "Payment crashes under the load",
        about: "Payment dies when more than 100 orders are inside it. An async def Checkout pushes 1000 at it; a queue with prefetch 1 never hands out more than its workers can hold.",
        settings: &[
            ("checkout_endpoint", Name("async-def")),
            ("http_connections", Number(1000.0)),
            ("payment_crash_above", Number(100.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(40.0)),
        ],
        log: THOUSAND_AT_ONCE,
    },
];

const SNIPPET: &[(&str, Setting)] = &[
    ("overheads", Name("none")),
    ("http_client", Name("per-call")),
    ("error_style", Name("snippet")),
];

const CLIFF: &[(&str, Setting)] = &[
    ("overheads", Name("none")),
    ("http_client", Name("per-call")),
    ("error_style", Name("snippet")),
    ("payment_time_ms", Number(6000.0)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::settings;

    #[test]
    fn every_preset_says_only_what_is_allowed_and_not_a_default() {
        for preset in &PRESETS {
            let experiment = preset.experiment();
            assert_eq!(
                experiment.settings.len(),
                preset.settings.len(),
                "{} repeats a default",
                preset.name
            );
            for (name, value) in &experiment.settings {
                assert_eq!(settings::find(name).unwrap().check(value), Ok(()));
            }
            assert!(experiment.log.is_sorted_by_key(|i| i.at_us));
        }
    }
}
