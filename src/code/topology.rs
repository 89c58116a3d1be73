//! What stands between the two programs of the async shop: how Checkout publishes, and what the workers declare before they
//! consume. Either program takes its lines from here, so that they meet.
//!
//! The default exchange knows every queue by its name, so nothing is bound; to any other one the workers bind their queue. Checkout declares nothing: a message to a queue
//! that nobody declared is dropped without a word, as in the engine.

use super::listing::Listing;
use super::step::Step;
use crate::sim::broker::exchange::pattern;
use crate::sim::choice::Choice;
use crate::sim::config::{Config, Exchange, Overflow, QueueType, RoutingKey};
use crate::sim::time::MILLI;

/// The name of the queue, which is the key that Checkout publishes with unless it is mistyped.
const QUEUE: &str = "order.created";

/// The exchange's, if it is not the default one, which has none.
const EXCHANGE: &str = "orders";

const DEAD_LETTER: &str = "dead_letter_exchange";

/// A message is published: lines of Checkout's handler.
pub(super) fn basic_publish(listing: &mut Listing, config: &Config, indent: &str) {
    listing
        .put(&format!("{indent}channel.basic_publish("))
        .at(Step::Published)
        .about("amqp_channel");
    let exchange = match config.exchange {
        Exchange::Default => "",
        Exchange::Direct | Exchange::Topic | Exchange::Fanout => EXCHANGE,
    };
    listing
        .put(&format!("{indent}    exchange=\"{exchange}\","))
        .about("exchange");
    let key = RoutingKey::NAMES[config.routing_key.place()];
    listing
        .put(&format!("{indent}    routing_key=\"{key}\","))
        .about("routing_key");
    listing.put(&format!("{indent}    body=json.dumps(order),"));
    let properties = match config.urgent_every {
        0 => "PROPERTIES".to_owned(),
        every => format!("PROPERTIES if next(orders) % {every} else URGENT"),
    };
    listing
        .put(&format!("{indent}    properties={properties},"))
        .about("urgent_every");
    if config.mandatory {
        listing
            .put(&format!("{indent}    mandatory=True,"))
            .about("mandatory");
    }
    listing.put(&format!("{indent})"));
}

/// The queue that is consumed from.
pub(super) fn name(listing: &mut Listing) {
    listing.put(&format!("QUEUE = \"{QUEUE}\""));
}

/// What it is declared with, if with anything.
pub(super) fn arguments(listing: &mut Listing, config: &Config) {
    let arguments = queue_arguments(config);
    if !arguments.is_empty() {
        listing.put("ARGUMENTS = {");
        for (setting, text) in arguments {
            listing.put(&format!("    {text},")).about(setting);
        }
        listing.put("}");
    }
}

/// A setting, and its line.
fn queue_arguments(config: &Config) -> Vec<(&'static str, String)> {
    let quorum = config.payment().queue_type == QueueType::Quorum;
    let mut arguments = Vec::new();
    let mut say = |setting, name: &str, value: String| {
        arguments.push((setting, format!("\"x-{name}\": {value}")));
    };
    if quorum {
        say("queue_type", "queue-type", "\"quorum\"".to_owned());
        let limit = match config.payment().delivery_limit {
            0 => "-1".to_owned(),
            limit => limit.to_string(),
        };
        say("delivery_limit", "delivery-limit", limit);
    }
    if config.payment().max_length > 0 {
        say(
            "max_length",
            "max-length",
            config.payment().max_length.to_string(),
        );
        let overflow = match config.payment().overflow {
            Overflow::DropHead => "\"drop-head\"",
            Overflow::RejectPublish => "\"reject-publish\"",
        };
        say("overflow", "overflow", overflow.to_owned());
    }
    if config.payment().queue_ttl > 0 {
        let ttl = (config.payment().queue_ttl / MILLI).to_string();
        say("queue_ttl_ms", "message-ttl", ttl);
    }
    if config.payment().max_priority > 0 && !quorum {
        let most = config.payment().max_priority.to_string();
        say("max_priority", "max-priority", most);
    }
    if config.payment().dead_letter {
        let name = "\"order.dlx\"".to_owned();
        say(DEAD_LETTER, "dead-letter-exchange", name);
    }
    arguments
}

/// The queue is there, and what it needs: lines of the function that consumes.
pub(super) fn declare(listing: &mut Listing, config: &Config) {
    let durable = if config.payment().is_durable() {
        "True"
    } else {
        "False"
    };
    let arguments = match queue_arguments(config).is_empty() {
        true => "",
        false => ", arguments=ARGUMENTS",
    };
    listing
        .put(&format!(
            "    channel.queue_declare(QUEUE, durable={durable}{arguments})"
        ))
        .about("queue_durable")
        .about("queue_type");
    bind(listing, config);
    if config.payment().dead_letter {
        listing.block_about(
            DEAD_LETTER,
            "    channel.exchange_declare(\"order.dlx\", \"fanout\", durable=True)
    channel.queue_declare(\"order.dead\", durable=True)
    channel.queue_bind(\"order.dead\", \"order.dlx\")",
        );
    }
}

/// It is bound to the exchange, unless that is the default one, to which every queue is by its name.
fn bind(listing: &mut Listing, config: &Config) {
    let kind = match config.exchange {
        Exchange::Default => return,
        Exchange::Direct => "direct",
        Exchange::Topic => "topic",
        Exchange::Fanout => "fanout",
    };
    listing
        .put(&format!(
            "    channel.exchange_declare(\"{EXCHANGE}\", \"{kind}\", durable=True)"
        ))
        .about("exchange");
    let key = pattern(config.payment().binding_key);
    listing
        .put(&format!(
            "    channel.queue_bind(QUEUE, \"{EXCHANGE}\", \"{key}\")"
        ))
        .about("exchange")
        .about("binding_key");
}
