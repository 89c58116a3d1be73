//! What Checkout is told, as settings: how it calls, or how it publishes.

use super::super::format::{Limits, Parameters, Timeouts};
use super::{Mapping, name};
use crate::experiment::value::Value;
use crate::sim::config::lineup::{NAMES, PAYMENT};
use crate::sim::parts::PartKind;
use crate::sim::shop::Wiring;
use crate::words::recorded as words;

impl Mapping {
    pub(super) fn checkout(&mut self, p: &Parameters, shop: Wiring) {
        let c = &p.checkout;
        self.count(
            "checkout_threads",
            c.threads.unwrap_or(40),
            "checkout.threads",
        );
        if c.response_model {
            self.set(
                "checkout_return_type",
                Value::Flag(true),
                "checkout.response_model",
            );
        }
        if shop.has(PartKind::Queue) {
            return self.publishing(p);
        }
        self.choose(
            "checkout.endpoint",
            c.endpoint.as_deref(),
            "checkout_endpoint",
            &[("def", "def"), (words::ASYNC_DEF, "async-def")],
        );
        self.choose(
            "checkout.chain_mode",
            c.chain_mode.as_deref(),
            "sync_calls",
            &[("sequential", "in-sequence"), ("parallel", "in-parallel")],
        );
        match c.client.as_deref() {
            Some("async") => {
                let Limits { connections, kept } = c.limits;
                self.count("http_connections", connections, "checkout.limits");
                self.count("http_keepalive_connections", kept, "checkout.limits");
            }
            // Its connections have no limit.
            None | Some("shared") => self.count("http_connections", 0, "checkout.client: shared"),
            Some("toplevel") => {
                self.set("http_client", name("per-call"), "checkout.client: toplevel")
            }
            Some(other) => self.unknown.push(format!("checkout.client: {other}")),
        }
        // httpx's default, for each phase.
        let Timeouts {
            connect,
            read,
            pool,
        } = c.timeout_s;
        for (phase, seconds) in [
            ("connect_timeout_ms", connect),
            ("read_timeout_ms", read),
            ("pool_timeout_ms", pool),
        ] {
            let timeout = Value::Number(seconds.unwrap_or(5.0) * 1_000.0);
            self.set(phase, timeout, "checkout.timeout_s");
        }
        if let Some(retries) = c.retries.filter(|&n| n > 0) {
            self.count("retries", retries, "checkout.retries");
            let backoff = Value::Number(c.backoff_s.unwrap_or(0.2) * 1_000.0);
            self.set("retry_backoff_ms", backoff, "checkout.backoff_s");
        }
    }

    fn publishing(&mut self, p: &Parameters) {
        if self.services.in_turn {
            self.set("async_events", name("choreography"), "workers.publishes");
        }
        self.choose(
            "exchange_type",
            p.exchange_type.as_deref(),
            "exchange",
            &[
                ("direct", "direct"),
                ("topic", "topic"),
                ("fanout", "fanout"),
            ],
        );
        if p.exchange_type.is_some() {
            for service in self.services.lineup.iter() {
                self.binding(p, service);
            }
        } else if let Some(key) = p
            .checkout
            .routing_key
            .as_deref()
            .filter(|key| *key != "order.created")
        {
            // To the default exchange, a key that no queue is named with.
            self.set("routing_key", name("orders.created"), key);
        }
        if p.checkout.mandatory {
            self.set("mandatory", Value::Flag(true), "checkout.mandatory");
        }
        match p.checkout.pika.as_deref() {
            None | Some("thread_local") => {}
            Some("per_request") => self.channel("per-request"),
            Some("global") => self.channel("shared"),
            Some("global_lock") => self.channel("shared-locked"),
            Some(other) => self.unknown.push(format!("checkout.pika: {other}")),
        }
        if p.checkout.confirms {
            let yes = Value::Flag(true);
            self.set("publisher_confirms", yes, "checkout.confirms");
        }
        if let Some(s) = p.checkout.blocked_timeout_s {
            let setting = "blocked_connection_timeout_s";
            self.set(
                setting,
                Value::Number(s),
                "checkout.blocked_connection_timeout_s",
            );
        }
        // A refused publish becomes 503.
        self.set("error_style", name("demo"), "");
    }

    fn channel(&mut self, kind: &str) {
        self.set("amqp_channel", name(kind), "checkout.pika");
    }

    /// What the queue of a service is bound with.
    fn binding(&mut self, p: &Parameters, service: u8) {
        let setting = match service {
            PAYMENT => "binding_key".to_owned(),
            other => format!("{}.binding_key", NAMES[other as usize]),
        };
        self.choose(
            "binding_key",
            p.binding_key.as_deref(),
            &setting,
            &[
                ("", "order.created"),
                ("order.created", "order.created"),
                ("order.*", "one-word"),
                ("order.#", "any-words"),
                ("#", "everything"),
            ],
        );
    }
}
