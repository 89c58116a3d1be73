//! From a recording's parameters to an experiment: which setting says the same.
//!
//! ```text
//! parameters ──▶ settings at the start, prescribed orders, a click at each measured submit, faults as measured
//!      └──────▶ what nothing here says the same as: told by name, never guessed
//! ```

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::format::{Limits, Link, Parameters, Recording, Timeouts};
use super::link;
use super::services::Services;
use crate::experiment::Experiment;
use crate::experiment::intervention::{Act, Intervention};
use crate::experiment::limits::LOG_LIMIT;
use crate::experiment::value::Value;
use crate::sim::config::lineup::{NAMES, PAYMENT};
use crate::sim::costs::{Costs, Overheads};
use crate::sim::fault::{Fault, Outage};
use crate::sim::parts::PartKind;
use crate::sim::script::{Crash, Script, Scripted};
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, from_ms};
use crate::words::{problem, recorded as words};

/// An experiment that repeats a recording.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// What is to be run.
    pub experiment: Experiment,
    /// Which shop.
    pub shop: Wiring,
    /// For each order of the run, in the order of submits: its place among the recording's orders.
    pub places: Vec<usize>,
    /// Parameters that are not modelled (yet).
    pub unknown: Vec<String>,
    /// Was there luck in it that the recording does not tell?
    pub is_drawn: bool,
}

/// What the recorder wired, as a recording calls it, and the shop that repeats it.
pub const MODES: [(&str, Wiring); 2] = [("sync", Wiring::Sync), ("async", Wiring::Async)];

/// What a recorder wrote down of a run besides its orders, and nobody prescribes.
pub const SEEN: [&str; 7] = [
    "workers_ready",
    "queue_ready_series",
    "breaker_states",
    "link_drops",
    "repeat_summaries",
    "repeat_outages_measured",
    "repeat_breaker_states",
];

/// Repeats this recording.
pub fn experiment(recording: &Recording) -> Result<Mapped, String> {
    let mode = recording.parameters.mode.as_str();
    let mode = MODES.iter().find(|(name, _)| *name == mode);
    let &(_, shop) = mode.ok_or_else(|| words::no_mode(&recording.parameters.mode))?;
    let services = Services::of(&recording.parameters).ok_or_else(words::no_lineup)?;
    let mut mapping = Mapping::new(services);
    mapping.settings(&recording.parameters, shop);
    mapping.outages(recording)?;
    let rest = recording.rest.keys();
    let unknown = rest.filter(|key| !SEEN.contains(&key.as_str()));
    mapping.unknown.extend(unknown.cloned());
    let places = by_submit(recording);
    let times = recording.parameters.service_ms.len();
    let beyond = places
        .iter()
        .find(|&&place| number(recording, place) >= times);
    if let Some(&place) = beyond.filter(|_| times > 0) {
        let id = &recording.orders[place].id;
        return Err(words::no_service(id));
    }
    mapping.submits(recording, &places, shop)?;
    let services = &mapping.services;
    let script = script(recording, &places, services);
    mapping.experiment.script = Some(Arc::new(script));
    Ok(Mapped {
        experiment: mapping.experiment,
        shop,
        places,
        unknown: mapping.unknown,
        is_drawn: mapping.is_drawn,
    })
}

/// The recording's orders in the order of their submits.
fn by_submit(recording: &Recording) -> Vec<usize> {
    let submits: Vec<f64> = recording.orders.iter().map(|o| o.t_submit).collect();
    by_time(&submits)
}

/// The places of these times, the earliest first.
pub(super) fn by_time(times: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..times.len()).collect();
    places.sort_by(|&a, &b| times[a].total_cmp(&times[b]));
    places
}

/// The place of an order in the parameters' lists: 17 for `o17`.
pub(super) fn number(recording: &Recording, place: usize) -> usize {
    let id = &recording.orders[place].id;
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().unwrap_or(place)
}

fn script(recording: &Recording, places: &[usize], services: &Services) -> Script {
    let p = &recording.parameters;
    let drops = link::drops(recording);
    let scripted = |&place: &usize| {
        let k = number(recording, place);
        let crash = p.worker.crash.get(&recording.orders[place].id);
        Scripted {
            follows: p.ordered_submit,
            service: p.service_ms.get(k).map(|&ms| from_ms(ms)),
            others: others(p, services, k),
            fails: p.order_fails.get(k).cloned().flatten().unwrap_or_default(),
            poison: p.order_poison.get(k).copied().flatten().unwrap_or(false),
            priority: p.order_priority.get(k).copied().flatten(),
            ttl: p.order_ttl.get(k).copied().flatten().map(from_ms),
            crash: crash.map(|(when, ms)| match when.as_str() {
                "mid" => Crash::Mid(from_ms(*ms)),
                _ => Crash::After,
            }),
            drops: drops.as_ref().map(|drops| drops[place].clone()),
        }
    };
    Script {
        orders: places.iter().map(scripted).collect(),
    }
}

/// How long services other than Payment work on the k-th order.
fn others(p: &Parameters, services: &Services, k: usize) -> Vec<(u8, Micros)> {
    let each = p.service_ms_by.iter().filter_map(|(name, spans)| {
        let service = services.number(name).filter(|&it| it != PAYMENT)?;
        Some((service, from_ms(*spans.get(k)?)))
    });
    each.collect()
}

struct Mapping {
    services: Services,
    experiment: Experiment,
    unknown: Vec<String>,
    is_drawn: bool,
}

impl Mapping {
    fn new(services: Services) -> Self {
        Self {
            services,
            experiment: Experiment::default(),
            unknown: Vec::new(),
            is_drawn: false,
        }
    }

    fn settings(&mut self, p: &Parameters, shop: Wiring) {
        self.set("overheads", name("measured"), "");
        self.set("warm_start", Value::Flag(true), "the warm-up");
        self.set("error_style", name("snippet"), "");
        if let Some(s) = p.user_timeout_s {
            self.set("user_patience_s", Value::Number(s), "user_timeout_s");
        }
        let needs = name(&self.services.lineup.names());
        self.set("services", needs, "checkout.chain, workers");
        self.checkout(p, shop);
        match shop.has(PartKind::Queue) {
            true => self.queueing(p),
            false => self.payment(p),
        }
        if let Some(link) = &p.link {
            self.link(link);
        }
        // What was planned is replaced by what was measured; the recorder's patience is not part of the stack.
        let replayed = ["arrivals_ms", "drain_quiet_s", "path"];
        let rest = p
            .rest
            .iter()
            .filter(|(key, _)| !replayed.contains(&key.as_str()));
        let rest: Vec<String> = rest.map(|(key, _)| key.clone()).collect();
        self.unknown.extend(rest);
        self.unknown_in("checkout", &p.checkout.rest);
        self.unknown_in("payment", &p.payment.rest);
        self.unknown_in("worker", &p.worker.rest);
    }

    fn checkout(&mut self, p: &Parameters, shop: Wiring) {
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

    /// A word of the recorder's, and the choice that says the same.
    fn choose(
        &mut self,
        parameter: &str,
        word: Option<&str>,
        setting: &str,
        says: &[(&str, &str)],
    ) {
        let Some(word) = word else { return };
        match says.iter().find(|(it, _)| *it == word) {
            Some((_, choice)) => self.set(setting, name(choice), parameter),
            None => self.unknown.push(format!("{parameter}: {word}")),
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

    fn payment(&mut self, p: &Parameters) {
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

    fn queueing(&mut self, p: &Parameters) {
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

    /// A wire that is the same in either direction.
    fn link(&mut self, link: &Link) {
        self.is_drawn = true;
        match link::between(&link.between) {
            Some(between) => self.set("wire_between", name(between), ""),
            None => return self.unknown.push(format!("link.between: {}", link.between)),
        }
        for way in ["out", "back"] {
            let set = [
                ("ms", link.one_way_delay_ms, "link.one_way_delay_ms"),
                ("jitter_ms", link.jitter_ms, "link.jitter_ms"),
                ("loss_percent", link.loss * 100.0, "link.loss"),
            ];
            for (what, value, parameter) in set {
                let setting = format!("wire_{way}_{what}");
                self.set(&setting, Value::Number(value), parameter);
            }
        }
    }

    fn outages(&mut self, recording: &Recording) -> Result<(), String> {
        for (k, outage) in recording.parameters.outages.iter().enumerate() {
            let measured = recording.outages_measured.get(k).copied();
            let measured = measured.unwrap_or_default();
            let from = from_ms(measured.from_ms.unwrap_or(outage.from_ms));
            let to = from_ms(measured.to_ms.unwrap_or(outage.to_ms));
            if to < from {
                return Err(words::ends_before(&format!("outages_measured[{k}]")));
            }
            match outage.kind.as_str() {
                "kill" => self.outage(Fault::PaymentDown, outage.service.as_deref(), from, to),
                "freeze" => self.outage(Fault::PaymentFrozen, outage.service.as_deref(), from, to),
                "memory_alarm" => {
                    self.is_drawn = true;
                    self.fault(Fault::MemoryAlarm, from, to);
                }
                other => self.unknown.push(format!("outages: {other}")),
            }
        }
        Ok(())
    }

    fn submits(
        &mut self,
        recording: &Recording,
        places: &[usize],
        shop: Wiring,
    ) -> Result<(), String> {
        let shop = shop.into();
        for &place in places {
            let at_us = from_ms(recording.orders[place].t_submit);
            self.add(at_us, Act::Click { shop, orders: 1 })?;
        }
        Ok(())
    }

    fn outage(&mut self, fault: Fault, service: Option<&str>, from: Micros, to: Micros) {
        match self.services.number(service.unwrap_or(NAMES[0])) {
            Some(service) => self.fault(Outage { fault, service }, from, to),
            None => self
                .unknown
                .push(format!("outages: {}", service.unwrap_or_default())),
        }
    }

    fn fault(&mut self, fault: impl Into<Outage>, from: Micros, to: Micros) {
        let fault = fault.into();
        for (at_us, act) in [(from, Act::Break { fault }), (to, Act::Heal { fault })] {
            if let Err(problem) = self.add(at_us, act) {
                self.unknown.push(problem);
            }
        }
    }

    fn add(&mut self, at_us: Micros, act: Act) -> Result<(), String> {
        let added = self.experiment.add(Intervention { at_us, act });
        // (Only a log that is full takes nothing.)
        added.map(|_| ()).map_err(|_| words::too_many(LOG_LIMIT))
    }

    fn count(&mut self, setting: &str, n: u32, parameter: &str) {
        self.set(setting, Value::Number(f64::from(n)), parameter);
    }

    /// A setting at the start; one that cannot be set makes its parameter unknown.
    fn set(&mut self, setting: &str, value: Value, parameter: &str) {
        if let Err(it) = self.experiment.set(setting, value) {
            let parameter = match parameter {
                "" => problem(&it),
                _ => words::cannot_be_set(parameter, &problem(&it)),
            };
            self.unknown.push(parameter);
        }
    }

    fn unknown_in(&mut self, part: &str, rest: &Map<String, Json>) {
        self.unknown
            .extend(rest.keys().map(|key| format!("{part}.{key}")));
    }
}

fn name(choice: &str) -> Value {
    Value::Choice(choice.to_owned())
}
