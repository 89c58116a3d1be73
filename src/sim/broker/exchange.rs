//! From a routing key to queues.
//!
//! ```text
//!             key = the queue's name       default
//! publish ──▶ key = the binding's          direct      ──▶ every queue that is bound so
//!             key fits the pattern         topic
//!             whatever the key             fanout
//! ```
//!
//! A key that leads to no queue (or to one that is gone: a non-durable one is after a broker restart, until a worker declares it
//! again) is nobody's mistake to the broker: the message is dropped silently, unless it is mandatory.

use crate::choice::Choice;
use crate::config::{BindingKey, Exchange, RoutingKey};
use crate::floor::Floor;

/// Does what Checkout publishes lead to the queue of this service?
pub(super) fn is_bound(floor: &Floor, service: u8) -> bool {
    let binding = floor.config.of(service).binding_key;
    leads(floor.config.exchange, floor.config.routing_key, binding)
}

/// Does a message with this key reach a queue that is bound with that one? (Queues are declared under the name that Checkout's
/// key has unless it is mistyped.)
#[inline]
pub fn leads(exchange: Exchange, key: RoutingKey, binding: BindingKey) -> bool {
    let word = || RoutingKey::NAMES[key.place()];
    match exchange {
        Exchange::Default => key == RoutingKey::OrderCreated,
        Exchange::Direct => word() == pattern(binding),
        Exchange::Topic => fits(word(), pattern(binding)),
        Exchange::Fanout => true,
    }
}

/// What it is to the broker.
pub fn pattern(binding: BindingKey) -> &'static str {
    match binding {
        BindingKey::OrderCreated => "order.created",
        BindingKey::AnyOrder => "order.*",
        BindingKey::Orders => "order.#",
        BindingKey::All => "#",
    }
}

/// Does a key fit a topic's pattern? `*` is one word, `#` any number of them.
fn fits(key: &str, pattern: &str) -> bool {
    let (mut words, mut parts) = (key.split('.'), pattern.split('.'));
    loop {
        match (parts.next(), words.next()) {
            // (It stands at the end only.)
            (Some("#"), _) => return true,
            (Some(part), Some(word)) if part == "*" || part == word => {}
            (None, None) => return true,
            (Some(_) | None, _) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RabbitMQ's tutorial five: a star is exactly one word, a hash none or more.
    #[test]
    fn a_topic_is_matched_word_by_word() {
        for (key, pattern, does) in [
            ("order.created", "order.created", true),
            ("order.created", "order.*", true),
            ("order.created.eu", "order.*", false),
            ("order.created.eu", "order.#", true),
            ("order", "order.#", true),
            ("order.created", "#", true),
            ("orders.created", "order.#", false),
            ("order", "order.*", false),
        ] {
            assert_eq!(fits(key, pattern), does, "{key} {pattern}");
        }
    }

    #[test]
    fn to_a_direct_exchange_a_pattern_is_a_word_like_any_other() {
        let leads = |exchange| leads(exchange, RoutingKey::OrderCreated, BindingKey::AnyOrder);
        assert!(!leads(Exchange::Direct));
        assert!(leads(Exchange::Topic));
        assert!(leads(Exchange::Fanout), "whatever the key");
    }
}
