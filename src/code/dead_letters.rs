//! What becomes of dead messages, in the workers' program: the queues beside theirs, the count that a limit is read from, and the
//! worker that redrives.

use super::listing::Listing;
use super::trade;
use crate::sim::config::{AckMode, Config, DeadLetters, OnFail, Service};
use crate::sim::time::MILLI;

pub(super) const EXCHANGE: &str = "dead_letter_exchange";
const KIND: &str = "dead_letters";
const TTL: &str = "retry_ttl_ms";
const LIMIT: &str = "retry_limit";
const TIME: &str = "redrive_ms";

/// What becomes of them, if they are kept at all.
fn kind(of: &Service) -> Option<DeadLetters> {
    of.dead_letter.then_some(of.dead_letters)
}

/// How often a worker lets a message come back that it rejects, if it looks.
pub(super) fn limit(of: &Service) -> Option<u32> {
    let rejects = of.ack_mode == AckMode::Manual && of.on_fail == OnFail::Reject;
    let retried = kind(of) == Some(DeadLetters::Retried) && rejects;
    (retried && of.retry_limit > 0).then_some(of.retry_limit)
}

/// What the retry queue is declared with.
pub(super) fn arguments(listing: &mut Listing, of: &Service) {
    if kind(of) != Some(DeadLetters::Retried) {
        return;
    }
    listing.block_about(KIND, "RETRY = {");
    let ttl = of.retry_ttl / MILLI;
    listing
        .put(&format!("    \"x-message-ttl\": {ttl},"))
        .about(TTL);
    listing.block_about(
        KIND,
        "    \"x-dead-letter-exchange\": \"\",
    \"x-dead-letter-routing-key\": QUEUE,
}",
    );
}

/// The exchange and the queues that it leads to.
pub(super) fn declare(listing: &mut Listing, config: &Config, service: u8) {
    let (of, name) = (config.of(service), trade::dead(config, service));
    let Some(kind) = kind(of) else {
        return;
    };
    let dlx = format!("    channel.exchange_declare(\"{name}.dlx\", \"fanout\", durable=True)");
    listing.put(&dlx).about(EXCHANGE);
    let queue = match kind {
        DeadLetters::Parked | DeadLetters::Redriven => "dead",
        DeadLetters::Retried => "retry",
    };
    let arguments = match kind {
        DeadLetters::Parked | DeadLetters::Redriven => "",
        DeadLetters::Retried => ", arguments=RETRY",
    };
    listing
        .put(&format!(
            "    channel.queue_declare(\"{name}.{queue}\", durable=True{arguments})"
        ))
        .about(EXCHANGE)
        .about(KIND);
    listing
        .put(&format!(
            "    channel.queue_bind(\"{name}.{queue}\", \"{name}.dlx\")"
        ))
        .about(EXCHANGE)
        .about(KIND);
    let given_up = match kind {
        DeadLetters::Parked => None,
        DeadLetters::Redriven => (of.retry_limit > 0).then_some("parked"),
        DeadLetters::Retried => limit(of).map(|_| "dead"),
    };
    if let Some(queue) = given_up {
        let text = format!("    channel.queue_declare(\"{name}.{queue}\", durable=True)");
        listing.put(&text).about(LIMIT);
    }
}

/// How often a message came back: the broker counts it.
pub(super) fn count(listing: &mut Listing, config: &Config, service: u8) {
    let (of, name) = (config.of(service), trade::dead(config, service));
    if limit(of).is_some() {
        let text = format!(
            "def laps(properties):
    deaths = (properties.headers or {{}}).get(\"x-death\", [])
    return sum(d[\"count\"] for d in deaths if d[\"queue\"] == RETRIES)


def leave(dead, method, properties, body):  # tried often enough
    dead.basic_publish(\"\", \"{name}.dead\", body, properties)
    dead.basic_ack(method.delivery_tag)"
        );
        listing
            .put(&format!("RETRIES = \"{name}.retry\""))
            .about(LIMIT);
        listing.gap(2);
        listing.block_about(LIMIT, &text);
    }
}

/// The worker that redrives, if there is one.
pub(super) fn redriver(listing: &mut Listing, config: &Config, service: u8) {
    let (of, name) = (config.of(service), trade::dead(config, service));
    if kind(of) != Some(DeadLetters::Redriven) {
        return;
    }
    listing.gap(2);
    listing.block_about(KIND, "def redrive(dead, method, properties, body):");
    let seconds = format!("{:.6}", of.redrive_time as f64 / 1e6);
    let seconds = seconds.trim_end_matches('0').trim_end_matches('.');
    listing
        .put(&format!("    dead.connection.sleep({seconds})"))
        .about(TIME);
    if of.retry_limit > 0 {
        listing.block_about(
            LIMIT,
            "    laps = (properties.headers or {}).get(\"laps\", 0)
    properties.headers = {\"laps\": laps + 1}",
        );
        let limit = of.retry_limit;
        listing
            .put(&format!(
                "    queue = QUEUE if laps < {limit} else \"{name}.parked\""
            ))
            .about(LIMIT);
    }
    let queue = if of.retry_limit > 0 { "queue" } else { "QUEUE" };
    listing
        .put(&format!(
            "    dead.basic_publish(\"\", {queue}, body, properties)"
        ))
        .about(KIND);
    let text = format!(
        "    dead.basic_ack(method.delivery_tag)


def redrive_all():
    while True:
        try:
            dead = pika.BlockingConnection(BROKER).channel()
            dead.basic_qos(prefetch_count=1)
            dead.basic_consume(\"{name}.dead\", redrive)
            dead.start_consuming()
        except (AMQPError, OSError):
            time.sleep(0.1)"
    );
    listing.block_about(KIND, &text);
}

/// It is started with the others.
pub(super) fn start(listing: &mut Listing, of: &Service) {
    if kind(of) == Some(DeadLetters::Redriven) {
        let text = "    threading.Thread(target=redrive_all).start()";
        listing.block_about(KIND, text);
    }
}
