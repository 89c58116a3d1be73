//! What is prescribed for single orders, as it stands in a file: the field `orders` of an experiment.
//!
//! ```json
//! {"orders": [{"service_ms": 250}, {}, {"fails": [true, false]}, {"poison": true, "priority": 9, "ttl_ms": 2000},
//!             {"crash": {"mid_ms": 150}}, {"crash": "after"}, {"drops": ["call-head", "answer-body"]}]}
//! ```
//!
//! The k-th entry is for the k-th order of either shop; an empty one prescribes nothing. Links do not carry it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::limits::{FAILS_LIMIT, SCRIPT_LIMIT, SPAN_LIMIT};
use super::problem::{Complaint, Problem, Takes, given};
use super::value::{decimal, whole};
use crate::sim::choice::Choice;
use crate::sim::config::lineup::{NAMES, PAYMENT};
use crate::sim::script::{Crash, Drop, Script, Scripted};
use crate::sim::time::{MILLI, Micros, from_ms, to_ms};

// ---- writing ----------------------------------------------------------------------------------------------------

/// One entry, with the names of the file.
#[derive(Serialize)]
struct Entry<'a> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    follows: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_ms: Option<Span>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    service_ms_by: BTreeMap<&'static str, Span>,
    #[serde(skip_serializing_if = "<[bool]>::is_empty")]
    fails: &'a [bool],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    poison: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl_ms: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crash: Option<Dies>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drops: Option<Vec<&'static str>>,
}

/// Microseconds, written in milliseconds.
struct Span(Micros);

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        decimal(&to_ms(self.0), serializer)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Dies {
    After,
    #[serde(untagged)]
    Mid {
        mid_ms: Span,
    },
}

fn by_name(others: &[(u8, Micros)]) -> BTreeMap<&'static str, Span> {
    let mut by_name = BTreeMap::new();
    for &(service, span) in others {
        by_name.insert(NAMES[service as usize], Span(span));
    }
    by_name
}

fn names(drops: &[Drop]) -> Vec<&'static str> {
    drops.iter().map(|drop| Drop::NAMES[drop.place()]).collect()
}

/// Writes the field.
pub(super) fn write<S: Serializer>(
    script: &Option<Arc<Script>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let orders = script.iter().flat_map(|script| &script.orders);
    serializer.collect_seq(orders.map(|s| Entry {
        follows: s.follows,
        service_ms: s.service.map(Span),
        service_ms_by: by_name(&s.others),
        fails: &s.fails,
        poison: s.poison,
        priority: s.priority,
        ttl_ms: s.ttl.map(Span),
        crash: s.crash.map(|crash| match crash {
            Crash::After => Dies::After,
            Crash::Mid(after) => Dies::Mid {
                mid_ms: Span(after),
            },
        }),
        drops: s.drops.as_ref().map(|drops| names(drops)),
    }))
}

// ---- reading ----------------------------------------------------------------------------------------------------

/// Reads the field; what cannot be used is told, and prescribes nothing.
pub(super) fn read(json: &Json, found: &mut Vec<Problem>) -> Option<Arc<Script>> {
    let Json::Array(entries) = json else {
        found.push(Problem::new("orders", Complaint::OrdersAreAList));
        return None;
    };
    if entries.len() > SCRIPT_LIMIT {
        let complaint = Complaint::TooManyOrders(entries.len());
        found.push(Problem::new("orders", complaint));
    }
    let used = entries.iter().take(SCRIPT_LIMIT).enumerate();
    let orders = used.map(|(k, entry)| scripted(k, entry, found)).collect();
    Some(Arc::new(Script { orders }))
}

fn scripted(k: usize, json: &Json, found: &mut Vec<Problem>) -> Scripted {
    let mut scripted = Scripted::default();
    let Json::Object(fields) = json else {
        let complaint = Complaint::NotAnObject(given(json));
        found.push(Problem::new(format!("orders[{k}]"), complaint));
        return scripted;
    };
    for (name, json) in fields {
        if let Err(takes) = field(&mut scripted, name, json) {
            let complaint = match takes {
                Some(takes) => Complaint::Refused(given(json), takes),
                None => Complaint::NoFieldOfOrders,
            };
            found.push(Problem::new(format!("orders[{k}].{name}"), complaint));
        }
    }
    scripted
}

/// Fills one field, or says what it takes; it says nothing of a field that does not exist.
fn field(scripted: &mut Scripted, name: &str, json: &Json) -> Result<(), Option<Takes>> {
    let a_span = Takes::Span(SPAN_LIMIT / MILLI);
    match name {
        "follows" => scripted.follows = json.as_bool().ok_or(Takes::Flag)?,
        "service_ms" => scripted.service = Some(span(json).ok_or(a_span)?),
        "service_ms_by" => scripted.others = spans(json).ok_or(Takes::SpansByService)?,
        "ttl_ms" => scripted.ttl = Some(span(json).ok_or(a_span)?),
        "poison" => scripted.poison = json.as_bool().ok_or(Takes::Flag)?,
        "fails" => scripted.fails = fails(json).ok_or(Takes::Flags(FAILS_LIMIT))?,
        "priority" => {
            let priority = whole(json).and_then(|p| u8::try_from(p).ok());
            let takes = Takes::Whole(0, Some(u64::from(u8::MAX)));
            scripted.priority = Some(priority.ok_or(takes)?);
        }
        "drops" => {
            let takes = || Takes::Names(Drop::NAMES.to_vec());
            scripted.drops = Some(drops(json).ok_or_else(takes)?);
        }
        "crash" => scripted.crash = Some(crash(json).ok_or(Takes::Crash)?),
        _ => return Err(None),
    }
    Ok(())
}

fn span(json: &Json) -> Option<Micros> {
    let ms = json.as_f64().filter(|ms| *ms >= 0.0)?;
    Some(from_ms(ms)).filter(|&us| us <= SPAN_LIMIT)
}

/// Of services other than Payment, by name.
fn spans(json: &Json) -> Option<Vec<(u8, Micros)>> {
    let fields = json.as_object()?.iter();
    let each = fields.map(|(name, json)| {
        let service = NAMES.iter().position(|it| it == name)? as u8;
        (service != PAYMENT).then_some((service, span(json)?))
    });
    each.collect()
}

fn fails(json: &Json) -> Option<Vec<bool>> {
    let list = json.as_array().filter(|list| list.len() <= FAILS_LIMIT)?;
    list.iter().map(Json::as_bool).collect()
}

fn drops(json: &Json) -> Option<Vec<Drop>> {
    let list = json.as_array().filter(|list| list.len() <= FAILS_LIMIT)?;
    list.iter()
        .map(|json| Drop::named(json.as_str()?))
        .collect()
}

fn crash(json: &Json) -> Option<Crash> {
    match json {
        Json::String(text) if text == "after" => Some(Crash::After),
        Json::Object(fields) if fields.len() == 1 => span(fields.get("mid_ms")?).map(Crash::Mid),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::experiment::{Experiment, decode};
    use crate::sim::script::{Crash, Drop, Script, Scripted};

    #[test]
    fn what_is_written_is_read() {
        let orders = vec![
            Scripted::default(),
            Scripted {
                follows: true,
                service: Some(10_900),
                others: vec![(1, 200_000), (2, 300_000)],
                fails: vec![true, false],
                poison: true,
                priority: Some(9),
                ttl: Some(2_000_000),
                crash: Some(Crash::Mid(150_000)),
                drops: Some(vec![Drop::CallHead, Drop::CallHead, Drop::AckOfCallBody]),
            },
            Scripted {
                crash: Some(Crash::After),
                ..Scripted::default()
            },
        ];
        let script = Some(Script { orders }.into());
        let experiment = Experiment {
            script,
            ..Experiment::default()
        };
        let text = experiment.to_json();
        assert_eq!(decode::experiment(&text), Ok((experiment, vec![])));
        assert!(!Experiment::default().to_json().contains("orders"));
    }

    #[test]
    fn each_wrong_part_is_named_and_the_rest_is_used() {
        let (e, found) = decode::experiment(
            r#"{"orders": [{"service_ms": -1, "poison": true}, 3, {"fails": [1], "what": 0},
                {"crash": "before"}, {"priority": 256, "ttl_ms": 1e300}]}"#,
        )
        .unwrap();
        let fields: Vec<&str> = found.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "orders[0].service_ms",
                "orders[1]",
                "orders[2].fails",
                "orders[2].what",
                "orders[3].crash",
                "orders[4].priority",
                "orders[4].ttl_ms"
            ]
        );
        let script = e.script.expect("a list was there");
        assert_eq!(script.orders.len(), 5);
        assert!(script.orders[0].poison);
        assert!(
            decode::experiment(r#"{"orders": 3}"#)
                .unwrap()
                .0
                .script
                .is_none()
        );
    }
}
