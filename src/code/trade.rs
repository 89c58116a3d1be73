//! What each service does, in the words of its programs: what its endpoint is called, and what it calls itself done.
//!
//! Where a service lies, and what its queue is called, is said here once, so that those who call it and it itself meet.

use crate::sim::choice::Choice;
use crate::sim::config::lineup::{NAMES, PAYMENT, SERVICES};
use crate::sim::config::{Config, Events, RoutingKey};

/// A service's words.
pub(super) struct Trade {
    /// Its function, and the path of its endpoint.
    pub(super) function: &'static str,
    /// What an order is once it has done its work.
    pub(super) done: &'static str,
    /// The same in its answer.
    pub(super) status: &'static str,
}

/// By number.
static TRADES: [Trade; SERVICES] = [
    trade("pay", "charged", "paid"),
    trade("reserve", "reserved", "reserved"),
    trade("ship", "shipped", "shipped"),
    trade("bill", "billed", "billed"),
    trade("notify", "notified", "notified"),
    trade("reward", "rewarded", "rewarded"),
];

const fn trade(function: &'static str, done: &'static str, status: &'static str) -> Trade {
    Trade {
        function,
        done,
        status,
    }
}

/// What this service does.
pub(super) fn of(service: u8) -> &'static Trade {
    &TRADES[service as usize]
}

/// What it is called in a sentence.
pub(super) fn proper(service: u8) -> String {
    let (first, rest) = NAMES[service as usize].split_at(1);
    first.to_ascii_uppercase() + rest
}

/// Where it is called: what the environment says, else where a reader's own network would have it.
pub(super) fn address(service: u8) -> String {
    let (name, path) = (NAMES[service as usize], of(service).function);
    let variable = name.to_ascii_uppercase();
    format!("os.getenv(\"{variable}_URL\", \"http://{name}:8000/{path}\")")
}

/// The key that Checkout publishes with.
pub(super) fn key(config: &Config) -> &'static str {
    RoutingKey::NAMES[config.routing_key.place()]
}

/// Does Checkout publish a message for each of several queues? Then this is the key of this one's.
pub(super) fn key_of(config: &Config, service: u8) -> String {
    prefixed(service, key(config))
}

/// The name of its queue: with one service, that of what is published; with several, behind its own; in a choreography, of
/// what it waits for.
pub(super) fn queue(config: &Config, service: u8) -> String {
    let name = RoutingKey::NAMES[RoutingKey::OrderCreated.place()];
    let plan = config.needs;
    match config.events {
        Events::FanOut if plan.is_one() => name.to_owned(),
        Events::FanOut => prefixed(service, name),
        Events::Choreography => {
            let before = plan.iter().find(|&it| plan.next(it) == Some(service));
            before.map_or_else(|| name.to_owned(), |before| prefixed(before, "completed"))
        }
    }
}

/// What its dead letters are named with.
pub(super) fn dead(config: &Config, service: u8) -> &'static str {
    match config.needs.is_one() && service == PAYMENT {
        true => "order",
        false => NAMES[service as usize],
    }
}

fn prefixed(service: u8, name: &str) -> String {
    format!("{}.{name}", NAMES[service as usize])
}
