//! From JSON to a recording, each field read with its own sentence where it cannot be.
//!
//! ```text
//! text ──▶ JSON ──▶ [Part]: take a field, take another, … what is left nobody knows ──▶ told by name
//! ```
//!
//! Decoded by hand like an experiment, and for the same reasons (ARCHITECTURE.md): a reader's file may hold anything,
//! and the page's second program has a budget.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::format::{
    BEGAN, Checkout, ENDED, Group, JUDGED, Judge, Limits, Link, MEASURES, Measured, Outage,
    PERCENTILES, Parameters, Payment, Recording, STATES, Timeouts, Worker,
};
use super::line::{Line, Served};
use super::part::{Part, Read, amount, maybe, span};
use crate::experiment::decode::STRICT;
use crate::experiment::limits::{FAILS_LIMIT, LOG_LIMIT};
use crate::experiment::value::whole;
use crate::words::recorded::{self as words, missing};

/// Reads a recording; what cannot be used is told in a sentence that names the field.
pub fn recording(text: &str) -> Read<Recording> {
    let json: Json =
        serde_json::from_str(text).map_err(|error| words::not_json(&error.to_string()))?;
    let Json::Object(fields) = json else {
        return Err(words::NO_RUN.to_owned());
    };
    let mut file = Part::new("", fields);
    let orders = file.parts("orders")?.ok_or(missing("orders"))?;
    if orders.len() > LOG_LIMIT {
        return Err(words::too_many(LOG_LIMIT));
    }
    let orders: Vec<Line> = orders.into_iter().map(order).collect::<Read<_>>()?;
    let recording = Recording {
        name: file.text("name")?.unwrap_or_default(),
        description: file.text("description")?.unwrap_or_default(),
        parameters: parameters(file.part("parameters")?.ok_or(missing("parameters"))?)?,
        summary: file.any_object("summary")?,
        repeat_summary: file.any_object("repeat_summary")?,
        outages_measured: file
            .parts("outages_measured")?
            .unwrap_or_default()
            .into_iter()
            .map(measured)
            .collect::<Read<_>>()?,
        judge: match file.part("judge")? {
            Some(part) => judge(part)?,
            None => Judge::default(),
        },
        rest: file.fields,
        orders,
    };
    if STRICT {
        names(&recording)?;
    }
    Ok(recording)
}

/// An order's name is there once, and who has a death to die is there.
fn names(recording: &Recording) -> Read<()> {
    let mut ids = BTreeSet::new();
    for order in &recording.orders {
        if !ids.insert(&order.id) {
            return Err(words::twice(&order.id));
        }
    }
    let mut deaths = recording.parameters.worker.crash.keys();
    let stranger = deaths.find(|id| !ids.contains(id));
    stranger.map_or(Ok(()), |id| Err(words::no_order(id)))
}

fn parameters(mut p: Part) -> Read<Parameters> {
    Ok(Parameters {
        mode: p.text("mode")?.ok_or(missing("parameters.mode"))?,
        service_ms: p.each("service_ms", words::A_SPAN, span)?,
        service_ms_by: match p.part("service_ms_by")? {
            Some(part) => by_name(part, |part, name| part.each(name, words::A_SPAN, span))?,
            None => BTreeMap::new(),
        },
        services: match p.part("services")? {
            Some(part) => by_name(part, |part, name| match part.part(name)? {
                Some(mut service) => service.count("concurrency"),
                None => Ok(None),
            })?,
            None => BTreeMap::new(),
        },
        workers: match p.part("workers")? {
            Some(part) => by_name(part, |part, name| match part.part(name)? {
                Some(part) => group(part),
                None => Ok(Group::default()),
            })?,
            None => BTreeMap::new(),
        },
        exchange_type: p.text("exchange_type")?,
        binding_key: p.text("binding_key")?,
        // For the setting 0 is "never"; for a recorder it would be at once.
        user_timeout_s: p.read("user_timeout_s", words::A_PATIENCE, |json| {
            amount(json).filter(|&s| s > 0.0)
        })?,
        checkout: match p.part("checkout")? {
            Some(part) => checkout(part)?,
            None => Checkout::default(),
        },
        payment: match p.part("payment")? {
            Some(part) => payment(part)?,
            None => Payment::default(),
        },
        worker: match p.part("worker")? {
            Some(part) => worker(part)?,
            None => Worker::default(),
        },
        workers_late_ms: p.read("workers_late_ms", words::A_SPAN, span)?,
        queue_args: arguments(p.part("queue_args")?),
        order_fails: p.each("order_fails", words::FAILURES, |json| match json {
            Json::Null => Some(None),
            Json::Array(fails) if fails.len() <= FAILS_LIMIT => {
                let fails: Option<Vec<bool>> = fails.iter().map(Json::as_bool).collect();
                fails.map(Some)
            }
            _ => None,
        })?,
        order_poison: p.each("order_poison", words::A_FLAG, |json| {
            maybe(json, Json::as_bool)
        })?,
        order_priority: p.each("order_priority", words::A_PRIORITY, |json| {
            maybe(json, |json| whole(json)?.try_into().ok())
        })?,
        // AMQP has it as a string of digits.
        order_ttl: p.each("order_ttl", words::A_SPAN, |json| {
            maybe(json, |json| match json.as_str() {
                Some(digits) => span(&digits.parse::<u64>().ok()?.into()),
                None => span(json),
            })
        })?,
        outages: p
            .parts("outages")?
            .unwrap_or_default()
            .into_iter()
            .map(outage)
            .collect::<Read<_>>()?,
        link: match p.part("link")? {
            Some(part) => Some(link(part)?),
            None => None,
        },
        ordered_submit: p.flag("ordered_submit")?,
        drain_max_s: p.amount("drain_max_s")?,
        rest: p.fields,
    })
}

fn checkout(mut p: Part) -> Read<Checkout> {
    Ok(Checkout {
        threads: p.count("threads")?,
        client: p.text("client")?,
        timeout_s: timeouts(&mut p)?,
        retries: p.count("retries")?,
        backoff_s: p.amount("backoff_s")?,
        response_model: p.flag("response_model")?,
        endpoint: p.text("endpoint")?,
        chain: p.each("chain", words::A_TEXT, |json| {
            json.as_str().map(str::to_owned)
        })?,
        chain_mode: p.text("chain_mode")?,
        limits: limits(&mut p)?,
        exchange: p.text("exchange")?,
        routing_key: p.text("routing_key")?,
        mandatory: p.flag("mandatory")?,
        pika: p.text("pika")?,
        confirms: p.flag("confirms")?,
        // (0 is "never" for the setting, and at once for pika.)
        blocked_timeout_s: p.read("blocked_connection_timeout_s", words::A_PATIENCE, |json| {
            amount(json).filter(|&s| s > 0.0)
        })?,
        rest: p.fields,
    })
}

/// A client's connections: without limits of its own it has httpx's.
fn limits(p: &mut Part) -> Read<Limits> {
    let unlimited = |json: &Json| json == "unlimited";
    if p.fields.get("limits").is_some_and(unlimited) {
        p.take("limits");
        return Ok(Limits::NONE);
    }
    let Some(mut limits) = p.part("limits")? else {
        return Ok(Limits::default());
    };
    // (Where an object has one of them only, the other is none: `httpx.Limits(max_connections=10)`.)
    let read = Limits {
        connections: limits.count("max_connections")?.unwrap_or(0),
        kept: limits.count("max_keepalive_connections")?.unwrap_or(0),
    };
    limits.nothing_else(&["max_connections", "max_keepalive_connections"])?;
    Ok(read)
}

/// One timeout for every phase, or one for each.
fn timeouts(p: &mut Part) -> Read<Timeouts> {
    if p.fields.get("timeout_s").is_some_and(Json::is_object)
        && let Some(mut each) = p.part("timeout_s")?
    {
        let timeouts = Timeouts {
            connect: each.amount("connect")?,
            read: each.amount("read")?,
            pool: each.amount("pool")?,
        };
        // (Nothing is so large that writing it takes time.)
        each.amount("write")?;
        each.nothing_else(&["connect", "read", "write", "pool"])?;
        return Ok(timeouts);
    }
    let every = p.amount("timeout_s")?;
    Ok(Timeouts {
        connect: every,
        read: every,
        pool: every,
    })
}

/// What stands for each name of an object.
fn by_name<T>(
    mut part: Part,
    read: impl Fn(&mut Part, &str) -> Read<T>,
) -> Read<BTreeMap<String, T>> {
    let names: Vec<String> = part.fields.keys().cloned().collect();
    let mut all = BTreeMap::new();
    for name in names {
        let value = read(&mut part, &name)?;
        all.insert(name, value);
    }
    Ok(all)
}

fn group(mut p: Part) -> Read<Group> {
    let group = Group {
        queue: p.text("queue")?,
        procs: p.count("procs")?,
        threads: p.count("threads")?,
        prefetch: p.count("prefetch")?,
        publishes: p.text("publishes")?,
    };
    p.nothing_else(&["queue", "procs", "threads", "prefetch", "publishes"])?;
    Ok(group)
}

fn payment(mut p: Part) -> Read<Payment> {
    Ok(Payment {
        concurrency: p.count("concurrency")?,
        response_model: p.flag("response_model")?,
        rest: p.fields,
    })
}

/// What a queue is declared with.
fn arguments(part: Option<Part>) -> BTreeMap<String, Json> {
    let mut all = BTreeMap::new();
    for (name, json) in part.into_iter().flat_map(|part| part.fields) {
        all.insert(name, json);
    }
    all
}

fn worker(mut p: Part) -> Read<Worker> {
    let mut crash = BTreeMap::new();
    if let Some(part) = p.part("crash")? {
        for (order, json) in &part.fields {
            let two = json.as_array().is_some_and(|list| list.len() == 2);
            let when = json[0]
                .as_str()
                .filter(|when| two && ["mid", "after"].contains(when));
            let (Some(when), Some(ms)) = (when, span(&json[1])) else {
                return Err(part.refused(order, json, words::A_DEATH));
            };
            crash.insert(order.clone(), (when.to_owned(), ms));
        }
    }
    Ok(Worker {
        procs: p.count("procs")?,
        threads: p.count("threads")?,
        prefetch: p.count("prefetch")?,
        on_fail: p.text("on_fail")?,
        crash,
        rest: p.fields,
    })
}

fn link(mut p: Part) -> Read<Link> {
    let ms = |p: &mut Part, key| p.read(key, words::A_SPAN, span);
    let link = Link {
        one_way_delay_ms: ms(&mut p, "one_way_delay_ms")?.unwrap_or(0.0),
        jitter_ms: ms(&mut p, "jitter_ms")?.unwrap_or(0.0),
        loss: p.amount("loss")?.unwrap_or(0.0),
        between: p.text("between")?.ok_or(missing(&p.name("between")))?,
    };
    // (How the recorder made it, for people.)
    p.take("emulator");
    p.nothing_else(&[
        "one_way_delay_ms",
        "jitter_ms",
        "loss",
        "between",
        "emulator",
    ])?;
    Ok(link)
}

fn outage(mut p: Part) -> Read<Outage> {
    let outage = Outage {
        service: p.text("service")?,
        kind: p.text("kind")?.unwrap_or_default(),
        from_ms: p.needed("from_ms")?,
        to_ms: p.needed("to_ms")?,
    };
    if outage.to_ms < outage.from_ms {
        return Err(words::ends_before(&p.name("to_ms")));
    }
    p.nothing_else(&["service", "kind", "from_ms", "to_ms"])?;
    Ok(outage)
}

/// When an outage really began and ended, by the names that recorders have for that.
fn measured(mut p: Part) -> Read<Measured> {
    let first = |p: &mut Part, names: [&str; 4]| -> Read<Option<f64>> {
        let mut found = None;
        for name in names {
            let at = p.time(name)?;
            found = found.or(at);
        }
        Ok(found)
    };
    let measured = Measured {
        from_ms: first(&mut p, BEGAN)?,
        to_ms: first(&mut p, ENDED)?,
    };
    p.take("kind");
    p.take("service");
    p.nothing_else(&[BEGAN, ENDED].concat())?;
    Ok(measured)
}

fn order(mut p: Part) -> Read<Line> {
    Ok(Line {
        id: p.text("id")?.ok_or(missing(&p.name("id")))?,
        t_submit: p.needed("t_submit")?,
        t_response: p.time("t_response")?,
        status: p
            .read("status", words::A_STATUS, |json| match json {
                Json::String(word) => Some(word.clone()),
                json => whole(json).map(|code| code.to_string()),
            })?
            .unwrap_or_default(),
        // The exception's name, without what it said.
        error: p.text("error")?.map(|mut error| {
            error.truncate(error.find(':').unwrap_or(error.len()));
            error
        }),
        t_payment_start: p.time("t_payment_start")?,
        t_payment_done: p.time("t_payment_done")?,
        deliveries: p.count("deliveries")?.unwrap_or(0),
        payments_completed: p.count("payments_completed")?.unwrap_or(0),
        t_all_done: p.time("t_all_done")?,
        services: match p.part("services")? {
            Some(part) => by_name(part, |part, name| match part.part(name)? {
                Some(part) => served(part),
                None => Ok(Served::default()),
            })?,
            None => BTreeMap::new(),
        },
        t_dead: p.time("t_dead")?,
        final_state: p
            .text("final_state")?
            .ok_or(missing(&p.name("final_state")))?,
    })
}

fn served(mut p: Part) -> Read<Served> {
    Ok(Served {
        deliveries: p.count("deliveries")?.unwrap_or(0),
        completed: p.count("completed")?.unwrap_or(0),
        t_start: p.time("t_start")?,
        t_done: p.time("t_done")?,
    })
}

fn judge(mut p: Part) -> Read<Judge> {
    let allow_ms = match p.part("allow_ms")? {
        None => None,
        Some(part) => {
            let mut all = BTreeMap::new();
            for (name, json) in &part.fields {
                let Json::Object(shares) = json else {
                    return Err(part.refused(name, json, words::ALLOWANCES));
                };
                let shares = Part::new(&part.name(name), shares.clone());
                all.insert(name.clone(), shares.amounts(&PERCENTILES)?);
            }
            part.nothing_else(&JUDGED)?;
            Some(all)
        }
    };
    // (How the recordings differ, for people.)
    p.take("spread");
    let judge = Judge {
        allow_ms,
        final_states_slack: match p.part("final_states_slack")? {
            Some(part) => part.amounts(&STATES)?,
            None => BTreeMap::new(),
        },
        orders_exact: p.flag("orders_exact")?,
        poison_deliveries_share: p.amount("poison_deliveries_share")?,
        start_rank_within: p.amount("start_rank_within")?,
        dead_within_ms: p.amount("dead_within_ms")?,
        failed_response_within_ms: p.amount("failed_response_within_ms")?,
    };
    p.nothing_else(&MEASURES)?;
    Ok(judge)
}
