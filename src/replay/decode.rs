//! From JSON to a recording, each field read with its own sentence where it cannot be.
//!
//! ```text
//! text ──▶ JSON ──▶ [Part]: take a field, take another, … what is left nobody knows ──▶ told by name
//! ```
//!
//! Decoded by hand like an experiment, and for the same reasons (ARCHITECTURE.md): a reader's file may hold anything,
//! and the page's second program has a budget.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::format::{
    Checkout, Judge, Outage, Parameters, Payment, Recorded, Recording, SPAN_LIMIT_MS, Worker,
};
use crate::experiment::limits::FAILS_LIMIT;
use crate::words::recorded::{self as words, missing};

type Read<T> = Result<T, String>;

/// Reads a recording; what cannot be used is told in a sentence that names the field.
pub fn recording(text: &str) -> Read<Recording> {
    let json: Json =
        serde_json::from_str(text).map_err(|error| words::not_json(&error.to_string()))?;
    let Json::Object(fields) = json else {
        return Err(words::NO_RUN.to_owned());
    };
    let mut file = Part::new("", fields);
    let recording = Recording {
        name: file.text("name")?.unwrap_or_default(),
        description: file.text("description")?.unwrap_or_default(),
        parameters: parameters(file.part("parameters")?.ok_or(missing("parameters"))?)?,
        summary: file.take("summary").unwrap_or_default(),
        repeat_summary: file.take("repeat_summary").unwrap_or_default(),
        outages_measured: file.list("outages_measured")?.unwrap_or_default(),
        orders: file
            .parts("orders")?
            .ok_or(missing("orders"))?
            .into_iter()
            .map(order)
            .collect::<Read<_>>()?,
        judge: match file.part("judge")? {
            Some(part) => judge(part)?,
            None => Judge::default(),
        },
    };
    Ok(recording)
}

fn parameters(mut p: Part) -> Read<Parameters> {
    Ok(Parameters {
        mode: p.text("mode")?.ok_or(missing("parameters.mode"))?,
        service_ms: p.each("service_ms", span)?,
        user_timeout_s: p.number("user_timeout_s")?,
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
        queue_args: match p.part("queue_args")? {
            Some(part) => part.fields.into_iter().collect(),
            None => BTreeMap::new(),
        },
        order_fails: p.each("order_fails", |json| match json {
            Json::Null => Some(None),
            Json::Array(fails) if fails.len() <= FAILS_LIMIT => {
                let fails: Option<Vec<bool>> = fails.iter().map(Json::as_bool).collect();
                fails.map(Some)
            }
            _ => None,
        })?,
        order_poison: p.each("order_poison", |json| maybe(json, Json::as_bool))?,
        order_priority: p.each("order_priority", |json| {
            maybe(json, |json| json.as_u64()?.try_into().ok())
        })?,
        order_ttl: p.each("order_ttl", |json| maybe(json, span))?,
        outages: p
            .parts("outages")?
            .unwrap_or_default()
            .into_iter()
            .map(outage)
            .collect::<Read<_>>()?,
        drain_max_s: p.number("drain_max_s")?,
        rest: p.fields,
    })
}

fn checkout(mut p: Part) -> Read<Checkout> {
    Ok(Checkout {
        threads: p.count("threads")?,
        client: p.text("client")?,
        timeout_s: p.number("timeout_s")?,
        retries: p.count("retries")?,
        backoff_s: p.number("backoff_s")?,
        response_model: p.flag("response_model")?,
        pika: p.text("pika")?,
        confirms: p.flag("confirms")?,
        rest: p.fields,
    })
}

fn payment(mut p: Part) -> Read<Payment> {
    Ok(Payment {
        concurrency: p.count("concurrency")?,
        response_model: p.flag("response_model")?,
        rest: p.fields,
    })
}

fn worker(mut p: Part) -> Read<Worker> {
    let mut crash = BTreeMap::new();
    if let Some(part) = p.part("crash")? {
        for (order, json) in &part.fields {
            let when = json[0]
                .as_str()
                .filter(|when| ["mid", "after"].contains(when));
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

fn outage(mut p: Part) -> Read<Outage> {
    Ok(Outage {
        kind: p.text("kind")?.unwrap_or_default(),
        from_ms: p.needed("from_ms")?,
        to_ms: p.needed("to_ms")?,
    })
}

fn order(mut p: Part) -> Read<Recorded> {
    Ok(Recorded {
        id: p.text("id")?.ok_or(missing(&p.name("id")))?,
        t_submit: p.needed("t_submit")?,
        t_response: p.number("t_response")?,
        status: match p.take("status") {
            Some(Json::String(word)) => word,
            Some(Json::Number(code)) => code.as_u64().map(|n| n.to_string()).unwrap_or_default(),
            _ => String::new(),
        },
        error: p.text("error")?,
        t_payment_start: p.number("t_payment_start")?,
        t_payment_done: p.number("t_payment_done")?,
        deliveries: p.count("deliveries")?.unwrap_or(0),
        payments_completed: p.count("payments_completed")?.unwrap_or(0),
        t_dead: p.number("t_dead")?,
        final_state: p
            .text("final_state")?
            .ok_or(missing(&p.name("final_state")))?,
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
                all.insert(name.clone(), shares.numbers()?);
            }
            Some(all)
        }
    };
    Ok(Judge {
        allow_ms,
        final_states_slack: match p.part("final_states_slack")? {
            Some(part) => part.numbers()?,
            None => BTreeMap::new(),
        },
        orders_exact: p.flag("orders_exact")?,
        poison_deliveries_share: p.number("poison_deliveries_share")?,
        start_rank_within: p.number("start_rank_within")?,
        dead_within_ms: p.number("dead_within_ms")?,
        failed_response_within_ms: p.number("failed_response_within_ms")?,
    })
}

/// Milliseconds that the engine may be told to take.
fn span(json: &Json) -> Option<f64> {
    json.as_f64()
        .filter(|ms| (0.0..=SPAN_LIMIT_MS).contains(ms))
}

/// An entry of a list in which not every order has one.
fn maybe<T>(json: &Json, read: impl Fn(&Json) -> Option<T>) -> Option<Option<T>> {
    match json {
        Json::Null => Some(None),
        json => read(json).map(Some),
    }
}

/// An object of the file, whose fields are taken one by one. One that is `null` is one that is missing.
struct Part {
    /// Where it stands: `orders[3]`.
    path: String,
    fields: Map<String, Json>,
}

impl Part {
    fn new(path: &str, fields: Map<String, Json>) -> Self {
        let path = path.to_owned();
        Self { path, fields }
    }

    fn name(&self, key: &str) -> String {
        match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        }
    }

    fn refused(&self, key: &str, json: &Json, wanted: &str) -> String {
        let shown = match json {
            Json::String(text) => words::quoted(text),
            Json::Number(_) => words::THIS_NUMBER.to_owned(),
            Json::Bool(flag) => flag.to_string(),
            Json::Array(_) => words::THIS_LIST.to_owned(),
            Json::Null | Json::Object(_) => words::THIS.to_owned(),
        };
        words::refused(&self.name(key), &shown, wanted)
    }

    fn take(&mut self, key: &str) -> Option<Json> {
        self.fields.remove(key).filter(|json| !json.is_null())
    }

    fn read<T>(
        &mut self,
        key: &str,
        wanted: &str,
        read: fn(&Json) -> Option<T>,
    ) -> Read<Option<T>> {
        let Some(json) = self.take(key) else {
            return Ok(None);
        };
        let value = read(&json).ok_or_else(|| self.refused(key, &json, wanted))?;
        Ok(Some(value))
    }

    fn number(&mut self, key: &str) -> Read<Option<f64>> {
        self.read(key, words::A_NUMBER, Json::as_f64)
    }

    fn needed(&mut self, key: &str) -> Read<f64> {
        self.number(key)?.ok_or_else(|| missing(&self.name(key)))
    }

    fn count(&mut self, key: &str) -> Read<Option<u32>> {
        let whole = |json: &Json| json.as_u64()?.try_into().ok();
        self.read(key, words::A_WHOLE_NUMBER, whole)
    }

    fn flag(&mut self, key: &str) -> Read<bool> {
        let flag = self.read(key, words::A_FLAG, Json::as_bool)?;
        Ok(flag.unwrap_or(false))
    }

    fn text(&mut self, key: &str) -> Read<Option<String>> {
        self.read(key, words::A_TEXT, |json| json.as_str().map(str::to_owned))
    }

    fn list(&mut self, key: &str) -> Read<Option<Vec<Json>>> {
        self.read(key, words::A_LIST, |json| json.as_array().cloned())
    }

    fn each<T>(&mut self, key: &str, read: fn(&Json) -> Option<T>) -> Read<Vec<T>> {
        let list = self.list(key)?.unwrap_or_default();
        let one = |(k, json): (usize, &Json)| {
            let name = format!("{key}[{k}]");
            read(json).ok_or_else(|| self.refused(&name, json, words::AN_ENTRY))
        };
        list.iter().enumerate().map(one).collect()
    }

    fn part(&mut self, key: &str) -> Read<Option<Part>> {
        match self.take(key) {
            None => Ok(None),
            Some(Json::Object(fields)) => Ok(Some(Part::new(&self.name(key), fields))),
            Some(other) => Err(self.refused(key, &other, words::AN_OBJECT)),
        }
    }

    fn parts(&mut self, key: &str) -> Read<Option<Vec<Part>>> {
        let Some(list) = self.list(key)? else {
            return Ok(None);
        };
        let one = |(k, json)| {
            let name = format!("{key}[{k}]");
            match json {
                Json::Object(fields) => Ok(Part::new(&self.name(&name), fields)),
                other => Err(self.refused(&name, &other, words::AN_OBJECT)),
            }
        };
        let parts: Read<_> = list.into_iter().enumerate().map(one).collect();
        parts.map(Some)
    }

    /// All of them numbers.
    fn numbers(self) -> Read<BTreeMap<String, f64>> {
        let number = |(key, json): (&String, &Json)| {
            let number = json.as_f64();
            let number = number.ok_or_else(|| self.refused(key, json, words::A_NUMBER))?;
            Ok((key.clone(), number))
        };
        self.fields.iter().map(number).collect()
    }
}
