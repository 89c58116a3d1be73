//! The one table of settings: what there is one of in a shop. (What each service has is in `service.rs`.)
//!
//! A row is the field of [`Common`] with what it means, and in braces what everybody else reads: its name in links and
//! files, its unit, what values it takes, its default, and where the default comes from. `unit`, `takes` and `rare` are
//! left out where there is nothing to say: a choice takes the values of its type, a flag yes and no.

use super::choices::*;
use super::lineup::Lineup;
use super::made::settings;
use super::row::{Zero, by_factors, evenly, ms, whole};
use crate::time::{MILLI, Micros, SECOND};

settings! {
    /// What there is one of in a shop.
    Common;

    /// How orders come.
    Traffic {
        /// How orders arrive besides clicks.
        arrivals: Arrivals {
            name: "arrivals", default: Arrivals::ByHand,
            source: "nothing moves on this page before you press a button",
        }
        /// Mean arrival rate in orders per second, to each shop; of a ramp the one that it ends with, of spells the one
        /// while they last.
        arrival_rate_per_s: f64 {
            name: "arrival_rate_per_s", unit: "orders/s", takes: by_factors(0.01, 1_000.0, 0.01), default: 2.0,
            source: "a small shop; 40 threads at 3 s could take 13 per second",
        }
        /// Orders that arrive together under [`Arrivals::Burst`].
        burst_size: u32 {
            name: "burst_size", takes: whole(1.0, 10_000.0), default: 50, rare: true,
            source: "more than the 40 threads of one process",
        }
        /// How long orders come under [`Arrivals::OnOff`].
        arrivals_on: Micros {
            name: "arrivals_on_s", unit: "s",
            takes: by_factors(0.1, 3_600.0, 0.1), default: 5 * SECOND, rare: true,
            source: "long enough to fill a line",
        }
        /// How long none come then.
        arrivals_off: Micros {
            name: "arrivals_off_s", unit: "s",
            takes: by_factors(0.1, 3_600.0, 0.1), default: 5 * SECOND, rare: true,
            source: "long enough to empty it again",
        }
        /// Generated arrivals stop this long after they began.
        arrivals_stop: Micros {
            name: "arrivals_stop_s", unit: "s",
            takes: by_factors(1.0, 86_400.0, 1.0), default: 60 * SECOND, rare: true,
            source: "a minute is enough to see a pattern",
        }
        /// How long users wait for an answer before they hang up; 0 = for ever.
        user_patience: Micros {
            name: "user_patience_s", unit: "s",
            takes: by_factors(0.0, 3_600.0, 0.001).or(Zero::Never), default: 0, rare: true,
            source: "for ever: what a timeout does is better seen alone",
        }
    }

    /// The service users talk to.
    Checkout {
        /// The services that an order needs, in order.
        needs: Lineup {
            name: "services", default: Lineup::ONE, rare: true,
            source: "the original demo's Checkout needs Payment alone",
        }
        /// How Checkout calls several services (sync).
        calls: Calls {
            name: "sync_calls", default: Calls::InSequence, rare: true,
            source: "the order in which a program is written",
        }
        /// How several services hear of an order (async).
        events: Events {
            name: "async_events", default: Events::FanOut, rare: true,
            source: "the original demo's README adds a second consumer to what Checkout publishes",
        }
        /// How Checkout's endpoint is written.
        endpoint: Endpoint {
            name: "checkout_endpoint", default: Endpoint::Def, rare: true,
            source: "the README's snippet of the original demo is a def",
        }
        /// Thread tokens of Checkout.
        checkout_threads: u32 {
            name: "checkout_threads", takes: whole(1.0, 1_000.0), default: 40,
            source: "anyio's default of 40 thread tokens",
        }
        /// Longest wait for an answer on a connection.
        read_timeout: Micros {
            name: "read_timeout_ms", unit: "ms", takes: ms(10.0, 600_000.0), default: 5_000 * MILLI,
            source: "httpx's default of 5 s",
        }
        /// Longest wait for a connection to be made.
        connect_timeout: Micros {
            name: "connect_timeout_ms", unit: "ms", takes: ms(10.0, 600_000.0), default: 5_000 * MILLI, rare: true,
            source: "httpx's default of 5 s",
        }
        /// Who owns the connections to Payment.
        http_client: HttpClient {
            name: "http_client", default: HttpClient::Shared, rare: true,
            source: "what httpx's documentation advises; the original demo builds one per call",
        }
        /// Connections of a shared client; 0 = no limit, and none is closed for being one too many.
        http_connections: u32 {
            name: "http_connections", takes: whole(0.0, 10_000.0).or(Zero::NoLimit), default: 100, rare: true,
            source: "httpx's default of 100",
        }
        /// Connections that a shared client with a limit keeps when they are idle; 0 = no limit of their own.
        http_kept: u32 {
            name: "http_keepalive_connections", takes: whole(0.0, 10_000.0).or(Zero::NoLimit), default: 20, rare: true,
            source: "httpx's default of 20",
        }
        /// Longest wait for a free connection of a shared client. Each one that is freed and kept begins it anew, for all who
        /// wait.
        pool_timeout: Micros {
            name: "pool_timeout_ms", unit: "ms", takes: ms(10.0, 600_000.0), default: 5_000 * MILLI, rare: true,
            source: "httpx's default of 5 s",
        }
        /// Which status a failed checkout is told.
        error_style: ErrorStyle {
            name: "error_style", default: ErrorStyle::Production, rare: true,
            source: "what the status codes mean (RFC 9110); the original snippet lets every exception become a 500",
        }
        /// How Checkout holds its AMQP channel.
        channel: Channel {
            name: "amqp_channel", default: Channel::PerThread, rare: true,
            source: "pika: a connection is for one thread",
        }
        /// Does Checkout wait until the broker has the message?
        confirms: bool {
            name: "publisher_confirms", default: false,
            source: "off unless asked for (confirm.select is RabbitMQ's extension)",
        }
        /// How long Checkout bears a connection that the broker does not read; 0 = for ever.
        blocked_timeout: Micros {
            name: "blocked_connection_timeout_s", unit: "s",
            takes: by_factors(0.0, 3_600.0, 0.001).or(Zero::Never), default: 0, rare: true,
            source: "pika's default of None (blocked_connection_timeout of its ConnectionParameters)",
        }
        /// Are messages published as persistent?
        messages_persistent: bool {
            name: "messages_persistent", default: true,
            source: "what RabbitMQ's documentation advises; the original demo's messages are transient",
        }
        /// Is a message sent back that no queue takes?
        mandatory: bool {
            name: "mandatory", default: false, rare: true,
            source: "off unless asked for (AMQP 0-9-1)",
        }
        /// The key that Checkout publishes with.
        routing_key: RoutingKey {
            name: "routing_key", default: RoutingKey::OrderCreated, rare: true,
            source: "the original demo's key",
        }
        /// How long Checkout lets each message wait; 0 = for ever.
        message_ttl: Micros {
            name: "message_ttl_ms", unit: "ms",
            takes: by_factors(0.0, 600_000.0, 1.0).or(Zero::Never), default: 0, rare: true,
            source: "none unless set",
        }
        /// Every so many orders one is published with the highest priority; 0 = none is.
        urgent_every: u32 {
            name: "urgent_every", unit: "th order", takes: whole(0.0, 1_000.0).or(Zero::None), default: 0, rare: true,
            source: "no message has a priority unless it is set",
        }
        /// Does Checkout's endpoint declare what it returns? A `def` endpoint then takes a thread a second time, to have
        /// its answer validated.
        checkout_return_type: bool {
            name: "checkout_return_type", default: false, rare: true,
            source: "the original demo declares none",
        }
        /// Further attempts after a failed call to Payment (sync).
        retries: u32 {
            name: "retries", takes: whole(0.0, 10.0), default: 0, rare: true,
            source: "httpx does not retry a request",
        }
        /// The pause before each of them.
        retry_backoff: Micros {
            name: "retry_backoff_ms", unit: "ms", takes: ms(0.0, 60_000.0), default: 200 * MILLI, rare: true,
            source: "the recorded runs' 0.2 s",
        }
        /// Were there requests before the first order, so that one thread of Checkout has a connection and a client?
        warm_start: bool {
            name: "warm_start", default: false, rare: true,
            source: "a program that was just started; the recorded runs were preceded by three requests",
        }
        /// Is there one AMQP connection before the first order?
        amqp_warm_start: bool {
            name: "amqp_warm_start", default: true, rare: true,
            source: "a program that connects to its broker as it starts",
        }
    }

    /// The broker, whatever its queues.
    Broker {
        /// What Checkout publishes to.
        exchange: Exchange {
            name: "exchange", default: Exchange::Default, rare: true,
            source: "the original demo publishes to the default exchange",
        }
        /// How long it bears a delivery that is not acknowledged; 0 = for ever.
        consumer_timeout: Micros {
            name: "consumer_timeout_s", unit: "s",
            takes: evenly(0.0, 7_200.0, 1.0).or(Zero::Never), default: 1_800 * SECOND, rare: true,
            source: "RabbitMQ's default of 30 min (consumer_timeout; its guide to consumers)",
        }
        /// How often a worker's connection has to be heard, each way; 0 = it need not be.
        heartbeat: Micros {
            name: "heartbeat_s", unit: "s",
            takes: by_factors(0.0, 3_600.0, 1.0).or(Zero::Never), default: 600 * SECOND, rare: true,
            source: "ten times RabbitMQ's and pika's default of 60 s: a callback that works sends none",
        }
        /// Does a worker's callback work in its connection's own thread, so that nothing is sent meanwhile?
        handler_blocks: bool {
            name: "handler_blocks_connection", default: true, rare: true,
            source: "pika's BlockingConnection runs a callback where it reads and writes",
        }
        /// Whose rules the broker follows, where they differ.
        broker_version: BrokerVersion {
            name: "broker_version", default: BrokerVersion::V4_2, rare: true,
            source: "a broker that is still maintained; the recorded runs were made on 3.10.8",
        }
    }

    /// What lies between.
    Network {
        /// What the machinery itself costs.
        overheads: Overheads {
            name: "overheads", default: Overheads::Measured,
            source: "measured on a real stack over loopback",
        }
        /// Extra one-way delay between Checkout and Payment or the broker, and between the broker and its workers.
        link_latency: Micros {
            name: "link_latency_ms", unit: "ms", takes: ms(0.0, 5_000.0), default: 0,
            source: "none: services in one rack",
        }
        /// Between which parts the wire of the rows below lies.
        wire_between: WireBetween {
            name: "wire_between", default: WireBetween::CheckoutBelow, rare: true,
            source: "where the recorded runs had it",
        }
        /// What a segment takes on it, away from the user.
        wire_out: Micros {
            name: "wire_out_ms", unit: "ms", takes: ms(0.0, 5_000.0), default: 0, rare: true,
            source: "none; the recorded runs' is 50 ms",
        }
        /// The same, towards the user.
        wire_back: Micros {
            name: "wire_back_ms", unit: "ms", takes: ms(0.0, 5_000.0), default: 0, rare: true,
            source: "none; the recorded runs' is 50 ms",
        }
        /// So much more or less, evenly, for each segment by itself, away from the user.
        wire_out_jitter: Micros {
            name: "wire_out_jitter_ms", unit: "ms", takes: ms(0.0, 5_000.0), default: 0, rare: true,
            source: "none; the recorded runs' is 10 ms",
        }
        /// The same, towards the user.
        wire_back_jitter: Micros {
            name: "wire_back_jitter_ms", unit: "ms", takes: ms(0.0, 5_000.0), default: 0, rare: true,
            source: "none; the recorded runs' is 10 ms",
        }
        /// Of a hundred segments so many are lost, away from the user.
        wire_out_loss: f64 {
            name: "wire_out_loss_percent", unit: "%", takes: evenly(0.0, 50.0, 0.1), default: 0.0, rare: true,
            source: "none; the recorded runs' is 5 %",
        }
        /// The same, towards the user.
        wire_back_loss: f64 {
            name: "wire_back_loss_percent", unit: "%", takes: evenly(0.0, 50.0, 0.1), default: 0.0, rare: true,
            source: "none; the recorded runs' is 5 %",
        }
    }
}
