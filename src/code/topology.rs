//! What stands between the programs of the async shop: how Checkout publishes, what the workers declare before they consume,
//! and in a choreography how they tell the next ones. Each program takes its lines from here, so that they meet.
//!
//! The default exchange knows every queue by its name, so nothing is bound, and a message for several queues is published once
//! for each; to any other one the workers bind their queue, and one message reaches all. Checkout declares nothing: a message to
//! a queue that nobody declared is dropped without a word, as in the engine.

use super::dead_letters;
use super::listing::Listing;
use super::step::Step;
use super::trade;
use crate::sim::broker::exchange::pattern;
use crate::sim::config::{Config, Events, Exchange, Overflow, QueueType};
use crate::sim::time::MILLI;

/// The exchange's, if it is not the default one, which has none.
const EXCHANGE: &str = "orders";

/// Is a message published for each of several queues?
pub(super) fn is_one_by_one(config: &Config) -> bool {
    !config.needs.is_one()
        && config.events == Events::FanOut
        && config.exchange == Exchange::Default
}

/// The keys that messages for several queues are published with, if they are. (A mistyped one is no queue's name.)
pub(super) fn keys(listing: &mut Listing, config: &Config) {
    if !is_one_by_one(config) {
        return;
    }
    let put = |listing: &mut Listing, text: &str| {
        listing.put(text).about("services").about("exchange");
    };
    put(
        listing,
        "QUEUES = [  # a message for each: Checkout knows them all",
    );
    for service in config.needs.iter() {
        let key = trade::key_of(config, service);
        listing
            .put(&format!("    \"{key}\","))
            .about("services")
            .about("routing_key");
    }
    put(listing, "]");
}

/// A message is published, or one for each queue: lines of Checkout's handler.
pub(super) fn basic_publish(listing: &mut Listing, config: &Config, indent: &str) {
    if !is_one_by_one(config) {
        return publish_one(listing, config, indent);
    }
    if config.urgent_every > 0 {
        let chosen = properties(config);
        listing
            .put(&format!("{indent}properties = {chosen}"))
            .about("urgent_every");
    }
    listing
        .put(&format!("{indent}for queue in QUEUES:"))
        .about("services")
        .about("exchange");
    publish_one(listing, config, &format!("{indent}    "));
}

fn publish_one(listing: &mut Listing, config: &Config, indent: &str) {
    let one_by_one = is_one_by_one(config);
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
    let key = match one_by_one {
        true => "queue".to_owned(),
        false => format!("\"{}\"", trade::key(config)),
    };
    listing
        .put(&format!("{indent}    routing_key={key},"))
        .about("routing_key");
    listing.put(&format!("{indent}    body=json.dumps(order),"));
    let properties = match one_by_one && config.urgent_every > 0 {
        true => "properties".to_owned(),
        false => properties(config),
    };
    listing
        .put(&format!("{indent}    properties={properties},"))
        .about("urgent_every");
    if config.mandatory {
        let unheard = match config.confirms {
            true => "",
            false => "  # without confirms nobody hears of it",
        };
        listing
            .put(&format!("{indent}    mandatory=True,{unheard}"))
            .about("mandatory")
            .about("publisher_confirms");
    }
    listing.put(&format!("{indent})"));
}

/// Which properties an order is published with.
fn properties(config: &Config) -> String {
    match config.urgent_every {
        0 => "PROPERTIES".to_owned(),
        every => format!("PROPERTIES if next(orders) % {every} else URGENT"),
    }
}

/// The queue that is consumed from.
pub(super) fn name(listing: &mut Listing, config: &Config, service: u8) {
    let queue = trade::queue(config, service);
    listing
        .put(&format!("QUEUE = \"{queue}\""))
        .about("services")
        .about("async_events");
}

/// The queue of the service that is told by this one's workers, if one is.
pub(super) fn next(config: &Config, service: u8) -> Option<String> {
    let next = config.needs.next(service);
    let next = next.filter(|_| config.events == Events::Choreography)?;
    Some(trade::queue(config, next))
}

/// What it is told with: a message that outlives the broker, whatever Checkout's do.
pub(super) fn news(listing: &mut Listing, config: &Config, service: u8) {
    if next(config, service).is_none() {
        return;
    }
    let text = match config.urgent_every {
        0 => "NEWS = pika.BasicProperties(delivery_mode=pika.DeliveryMode.Persistent)",
        _ => "PERSISTENT = pika.DeliveryMode.Persistent",
    };
    listing
        .put(text)
        .about("async_events")
        .about("services")
        .about("urgent_every");
}

/// What it is declared with, if with anything.
pub(super) fn arguments(listing: &mut Listing, config: &Config, service: u8) {
    let arguments = queue_arguments(config, service);
    if !arguments.is_empty() {
        listing.put("ARGUMENTS = {");
        for (setting, text) in arguments {
            listing.put(&format!("    {text},")).about(setting);
        }
        listing.put("}");
    }
    dead_letters::arguments(listing, config.of(service));
}

/// A setting, and its line.
fn queue_arguments(config: &Config, service: u8) -> Vec<(&'static str, String)> {
    let of = config.of(service);
    let quorum = of.queue_type == QueueType::Quorum;
    let mut arguments = Vec::new();
    let mut say = |setting, name: &str, value: String| {
        arguments.push((setting, format!("\"x-{name}\": {value}")));
    };
    if quorum {
        say("queue_type", "queue-type", "\"quorum\"".to_owned());
        let limit = match of.delivery_limit {
            0 => "-1".to_owned(),
            limit => limit.to_string(),
        };
        say("delivery_limit", "delivery-limit", limit);
    }
    if of.max_length > 0 {
        say("max_length", "max-length", of.max_length.to_string());
        let overflow = match of.overflow {
            Overflow::DropHead => "\"drop-head\"",
            Overflow::RejectPublish => "\"reject-publish\"",
        };
        say("overflow", "overflow", overflow.to_owned());
    }
    if of.queue_ttl > 0 {
        let ttl = (of.queue_ttl / MILLI).to_string();
        say("queue_ttl_ms", "message-ttl", ttl);
    }
    if of.max_priority > 0 && !quorum {
        let most = of.max_priority.to_string();
        say("max_priority", "max-priority", most);
    }
    if of.dead_letter {
        let dead = trade::dead(config, service);
        let name = format!("\"{dead}.dlx\"");
        say(dead_letters::EXCHANGE, "dead-letter-exchange", name);
    }
    arguments
}

/// The queue is there, and what it needs: lines of the function that consumes.
pub(super) fn declare(listing: &mut Listing, config: &Config, service: u8) {
    let of = config.of(service);
    let durable = if of.is_durable() { "True" } else { "False" };
    let arguments = match queue_arguments(config, service).is_empty() {
        true => "",
        false => ", arguments=ARGUMENTS",
    };
    listing
        .put(&format!(
            "    channel.queue_declare(QUEUE, durable={durable}{arguments})"
        ))
        .about("queue_durable")
        .about("queue_type");
    bind(listing, config, service);
    dead_letters::declare(listing, config, service);
}

/// It is bound to the exchange, unless that is the default one, to which every queue is by its name; or it is a service's that
/// hears from another one's workers.
fn bind(listing: &mut Listing, config: &Config, service: u8) {
    if config.events == Events::Choreography && config.needs.first() != service {
        return;
    }
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
    let key = pattern(config.of(service).binding_key);
    listing
        .put(&format!(
            "    channel.queue_bind(QUEUE, \"{EXCHANGE}\", \"{key}\")"
        ))
        .about("exchange")
        .about("binding_key");
}
