//! An object of a file, from which fields are taken one by one; what cannot be used is told in a sentence that names it.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::format::{SPAN_LIMIT_MS, TIME_LIMIT_MS};
use crate::experiment::decode::STRICT;
use crate::experiment::value::plain;
use crate::experiment::value::whole;
use crate::words::recorded::{self as words, missing};

/// What was read, or why it was not.
pub(super) type Read<T> = Result<T, String>;

/// Not less than nothing.
pub(super) fn amount(json: &Json) -> Option<f64> {
    json.as_f64().filter(|n| *n >= 0.0)
}

/// Milliseconds since the start of the run.
pub(super) fn time(json: &Json) -> Option<f64> {
    amount(json).filter(|ms| *ms <= TIME_LIMIT_MS)
}

/// Milliseconds that the engine may be told to take.
pub(super) fn span(json: &Json) -> Option<f64> {
    amount(json).filter(|ms| *ms <= SPAN_LIMIT_MS)
}

/// An entry of a list in which not every order has one.
pub(super) fn maybe<T>(json: &Json, read: impl Fn(&Json) -> Option<T>) -> Option<Option<T>> {
    match json {
        Json::Null => Some(None),
        json => read(json).map(Some),
    }
}

/// An object of the file, whose fields are taken one by one. One that is `null` is one that is missing.
pub(super) struct Part {
    /// Where it stands: `orders[3]`.
    path: String,
    pub(super) fields: Map<String, Json>,
}

impl Part {
    pub(super) fn new(path: &str, fields: Map<String, Json>) -> Self {
        let path = path.to_owned();
        Self { path, fields }
    }

    pub(super) fn name(&self, key: &str) -> String {
        match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        }
    }

    /// What was taken is all there is: a name that nobody knows would change nothing, and nobody would notice.
    pub(super) fn nothing_else(&self, known: &[&str]) -> Read<()> {
        if !STRICT {
            return Ok(());
        }
        let stranger = self
            .fields
            .keys()
            .find(|key| !known.contains(&key.as_str()));
        stranger.map_or(Ok(()), |key| {
            Err(words::no_field(&self.name(key), &known.join(", ")))
        })
    }

    pub(super) fn refused(&self, key: &str, json: &Json, wanted: &str) -> String {
        let shown = match json {
            Json::String(text) => words::quoted(text),
            Json::Number(number) => plain(number.as_f64().unwrap_or(f64::NAN)),
            Json::Bool(flag) => flag.to_string(),
            Json::Array(_) => words::THIS_LIST.to_owned(),
            Json::Null | Json::Object(_) => words::THIS.to_owned(),
        };
        words::refused(&self.name(key), &shown, wanted)
    }

    pub(super) fn take(&mut self, key: &str) -> Option<Json> {
        self.fields.remove(key).filter(|json| !json.is_null())
    }

    pub(super) fn read<T>(
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

    pub(super) fn amount(&mut self, key: &str) -> Read<Option<f64>> {
        self.read(key, words::AN_AMOUNT, amount)
    }

    pub(super) fn time(&mut self, key: &str) -> Read<Option<f64>> {
        self.read(key, words::A_TIME, time)
    }

    pub(super) fn needed(&mut self, key: &str) -> Read<f64> {
        self.time(key)?.ok_or_else(|| missing(&self.name(key)))
    }

    pub(super) fn count(&mut self, key: &str) -> Read<Option<u32>> {
        let count = |json: &Json| whole(json)?.try_into().ok();
        self.read(key, words::A_WHOLE_NUMBER, count)
    }

    pub(super) fn flag(&mut self, key: &str) -> Read<bool> {
        let flag = self.read(key, words::A_FLAG, Json::as_bool)?;
        Ok(flag.unwrap_or(false))
    }

    pub(super) fn text(&mut self, key: &str) -> Read<Option<String>> {
        self.read(key, words::A_TEXT, |json| json.as_str().map(str::to_owned))
    }

    pub(super) fn list(&mut self, key: &str) -> Read<Option<Vec<Json>>> {
        self.read(key, words::A_LIST, |json| json.as_array().cloned())
    }

    pub(super) fn each<T>(
        &mut self,
        key: &str,
        wanted: &str,
        read: fn(&Json) -> Option<T>,
    ) -> Read<Vec<T>> {
        let list = self.list(key)?.unwrap_or_default();
        let one = |(k, json): (usize, &Json)| {
            let name = format!("{key}[{k}]");
            read(json).ok_or_else(|| self.refused(&name, json, wanted))
        };
        list.iter().enumerate().map(one).collect()
    }

    pub(super) fn part(&mut self, key: &str) -> Read<Option<Part>> {
        match self.take(key) {
            None => Ok(None),
            Some(Json::Object(fields)) => Ok(Some(Part::new(&self.name(key), fields))),
            Some(other) => Err(self.refused(key, &other, words::AN_OBJECT)),
        }
    }

    /// Whatever is in it.
    pub(super) fn any_object(&mut self, key: &str) -> Read<Json> {
        let part = self.part(key)?;
        Ok(part.map_or(Json::Null, |part| Json::Object(part.fields)))
    }

    pub(super) fn parts(&mut self, key: &str) -> Read<Option<Vec<Part>>> {
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

    /// All of them amounts, by names that are known.
    pub(super) fn amounts(self, known: &[&str]) -> Read<BTreeMap<String, f64>> {
        self.nothing_else(known)?;
        // (A tree that is collected is sorted first: by 4 kB of the page for each type.)
        let mut amounts = BTreeMap::new();
        for (key, json) in &self.fields {
            let n = amount(json).ok_or_else(|| self.refused(key, json, words::AN_AMOUNT))?;
            amounts.insert(key.clone(), n);
        }
        Ok(amounts)
    }
}
