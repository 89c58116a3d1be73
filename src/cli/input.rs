//! Reading what somebody hands over: a file, or standard input for `-`, up to a limit.
//!
//! ```text
//! path or - ──▶ bytes, so many at most ──▶ UTF-8 ──▶ JSON? [twice]: names that are there twice, values without end
//! ```

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::{self, Read as _};

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::terminal::Refusal;
use crate::experiment::limits::{FILE_LIMIT, PROBLEM_LIMIT, VALUE_LIMIT};

/// What stands for standard input.
pub(super) const STDIN: &str = "-";

/// A text, and what to call where it is from.
pub(super) struct Input {
    pub(super) name: String,
    pub(super) text: String,
}

/// Reads a file, or standard input.
pub(super) fn read(path: &OsStr) -> Result<Input, Refusal> {
    let stdin = path == STDIN;
    let name = match stdin {
        true => "standard input".to_owned(),
        false => path.to_string_lossy().into_owned(),
    };
    let unreadable = |error: io::Error| format!("{name}: cannot be read ({error})");
    let mut bytes = Vec::new();
    // One more than is allowed, to see that there is more.
    let most = FILE_LIMIT + 1;
    match stdin {
        true => io::stdin().lock().take(most).read_to_end(&mut bytes),
        false => File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)),
    }
    .map_err(unreadable)?;
    if bytes.len() as u64 > FILE_LIMIT {
        let limit = format!("{name}: it is too large; a file may have {FILE_LIMIT} bytes");
        return Err(limit.into());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Input { name, text }),
        Err(_) => Err(format!("{name}: it is not a text (UTF-8)").into()),
    }
}

impl Input {
    /// A refusal that says where the text is from.
    pub(super) fn refused(&self, why: &str) -> Refusal {
        Refusal(vec![format!("{}: {why}", self.name)])
    }

    /// What a reader of JSON would pass over: of two fields of one name the last one would count, without a word; and
    /// what has very many values would take very much memory.
    pub(super) fn check_json(&self) -> Result<(), Refusal> {
        let mut walk = Walk::default();
        let mut json = serde_json::Deserializer::from_str(&self.text);
        // (What is no JSON at all is told by whoever reads it next.)
        let _ = walk.deserialize(&mut json);
        if walk.values > VALUE_LIMIT {
            let many = format!("it is too large; a file may have {VALUE_LIMIT} values");
            return Err(self.refused(&many));
        }
        if walk.twice.is_empty() {
            return Ok(());
        }
        let told = walk.twice.iter().take(PROBLEM_LIMIT);
        let told = told.map(|path| format!("{}: {path}: it is there more than once", self.name));
        Err(Refusal(told.collect()))
    }
}

/// What was seen on the way through a JSON text, of which nothing is kept.
#[derive(Default)]
struct Walk {
    /// Where it is: `orders[3].id`.
    path: String,
    values: usize,
    twice: Vec<String>,
}

impl Walk {
    /// Something within this one.
    fn into<R>(&mut self, step: fmt::Arguments<'_>, go: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.path.len();
        let _ = self.path.write_fmt(step);
        let outcome = go(self);
        self.path.truncate(length);
        outcome
    }
}

impl<'de> DeserializeSeed<'de> for &mut Walk {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        self.values += 1;
        match self.values > VALUE_LIMIT {
            true => Err(D::Error::custom("")),
            false => json.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for &mut Walk {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for k in 0.. {
            let entry = self.into(format_args!("[{k}]"), |walk| list.next_element_seed(walk));
            if entry?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            let dot = if self.path.is_empty() { "" } else { "." };
            self.into(format_args!("{dot}{name}"), |walk| {
                if names.contains(&name) && walk.twice.len() < PROBLEM_LIMIT {
                    walk.twice.push(walk.path.clone());
                }
                fields.next_value_seed(walk)
            })?;
            names.insert(name);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), Refusal> {
        let (name, text) = ("file".to_owned(), text.to_owned());
        Input { name, text }.check_json()
    }

    #[test]
    fn a_name_that_is_there_twice_is_told_with_its_place() {
        let twice =
            check(r#"{"log": [{"at_us": 0}, {"at_us": 1, "at_us": 2}], "seed": 1, "seed": 2}"#);
        let lines = [
            "file: log[1].at_us: it is there more than once",
            "file: seed: it is there more than once",
        ];
        assert_eq!(twice, Err(Refusal(lines.map(str::to_owned).into())));
        // The same name in another object is another field.
        assert_eq!(
            check(r#"{"a": {"a": 1}, "b": [{"a": 1}, {"a": 1}]}"#),
            Ok(())
        );
    }

    #[test]
    fn values_are_counted() {
        let list = |n: usize| format!("[{}0]", "0,".repeat(n - 2));
        assert_eq!(check(&list(VALUE_LIMIT)), Ok(()));
        let Err(Refusal(lines)) = check(&list(VALUE_LIMIT + 1)) else {
            panic!("one too many");
        };
        assert!(lines[0].contains("too large"), "{lines:?}");
    }
}
