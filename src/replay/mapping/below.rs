//! What stands below Checkout, as settings: services, or their queues and workers.

use serde_json::Value as Json;

use super::super::format::Parameters;
use super::{Mapping, name};
use crate::experiment::value::Value;
use crate::sim::config::lineup::{NAMES, PAYMENT};
use crate::sim::costs::{Costs, Overheads};
use crate::sim::fault::Fault;
use crate::sim::time::from_ms;

impl Mapping {
    pub(super) fn payment(&mut self, p: &Parameters) {
        for (service, threads) in &p.services {
            let threads = threads.unwrap_or(40);
            self.count_of(service, "payment_threads", "threads", threads, "services");
        }
        if let Some(threads) = p.payment.concurrency {
            self.count("payment_threads", threads, "payment.concurrency");
        }
        if p.payment.response_model {
            self.set(
                "payment_return_type",
                Value::Flag(true),
                "payment.response_model",
            );
        }
    }

    pub(super) fn queueing(&mut self, p: &Parameters) {
        if !p.workers.is_empty() {
            self.set("broker_version", name("3.10"), "");
            return self.groups(p);
        }
        let w = &p.worker;
        let (procs, threads) = (w.procs.unwrap_or(1), w.threads.unwrap_or(1));
        self.count(
            "consumers",
            procs.saturating_mul(threads),
            "worker.procs × worker.threads",
        );
        self.count("prefetch_count", w.prefetch.unwrap_or(0), "worker.prefetch");
        self.count("worker_threads", threads, "worker.threads");
        match w.on_fail.as_deref() {
            None => {}
            Some("reject") => self.set("on_fail", name("reject"), "worker.on_fail"),
            Some(other) => self.unknown.push(format!("worker.on_fail: {other}")),
        }
        // RabbitMQ 3.10 had no delivery limit unless one was set.
        self.count("delivery_limit", 0, "");
        self.set("broker_version", name("3.10"), "");
        for (key, value) in &p.queue_args {
            self.queue_argument(key, value);
        }
        if let Some(late) = p.workers_late_ms {
            // They take a while to begin to consume once they are started.
            let start = Costs::of(Overheads::Measured).worker_start;
            if from_ms(late) > start {
                self.fault(Fault::PaymentDown, 0, from_ms(late) - start);
            }
        }
    }

    fn groups(&mut self, p: &Parameters) {
        for (service, group) in &p.workers {
            let (procs, threads) = (group.procs.unwrap_or(1), group.threads.unwrap_or(1));
            let all = procs.saturating_mul(threads);
            let prefetch = group.prefetch.unwrap_or(0);
            self.count_of(service, "consumers", "consumers", all, "workers");
            self.count_of(
                service,
                "prefetch_count",
                "prefetch_count",
                prefetch,
                "workers",
            );
            self.count_of(
                service,
                "worker_threads",
                "worker_threads",
                threads,
                "workers",
            );
            self.count_of(service, "delivery_limit", "delivery_limit", 0, "workers");
        }
    }

    fn queue_argument(&mut self, key: &str, value: &Json) {
        // For the settings 0 is "none"; for the broker it would be the least there is.
        let number = value.as_f64().filter(|n| *n > 0.0).map(Value::Number);
        let word = value.as_str().map(name);
        let exchange = value.is_string().then_some(Value::Flag(true));
        let (setting, value) = match key {
            "x-queue-type" => ("queue_type", word),
            "x-delivery-limit" => ("delivery_limit", number),
            "x-max-length" => ("max_length", number),
            "x-overflow" => ("overflow", word),
            "x-message-ttl" => ("queue_ttl_ms", number),
            "x-max-priority" => ("max_priority", number),
            "x-dead-letter-exchange" => ("dead_letter_exchange", exchange),
            // Wherever the dead go, they are dead.
            "x-dead-letter-routing-key" => return,
            _ => ("", None),
        };
        let parameter = format!("queue_args.{key}");
        match value {
            Some(value) => self.set(setting, value, &parameter),
            None => self.unknown.push(parameter),
        }
    }

    /// What each of several services has: a setting by its name for Payment, and behind another's.
    fn count_of(&mut self, service: &str, setting: &str, short: &str, n: u32, parameter: &str) {
        match self.services.number(service) {
            Some(PAYMENT) => self.count(setting, n, parameter),
            Some(other) => {
                let setting = format!("{}.{short}", NAMES[other as usize]);
                self.count(&setting, n, parameter);
            }
            None => self.unknown.push(format!("{parameter}: {service}")),
        }
    }
}
