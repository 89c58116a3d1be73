//! From a text to an experiment, whatever the text says.
//!
//! Reading is total: each part that cannot be used is told in a sentence, and the default, or nothing, stands in for
//! it. A text too long to be a link is not read at all; more than twenty sentences are counted instead of told.

use super::deed::{intervention, moment};
use super::numbers::whole;
use super::value::value;
use super::{Link, VERSION, field, is_address, version};
use crate::experiment::limits::{
    EVENT_LIMIT, LINK_LIMIT, LOG_LIMIT, MOMENT_LIMIT, PROBLEM_LIMIT, SEED_LIMIT,
};
use crate::experiment::problem::{Problem, quoted};
use crate::experiment::settings::{self, Setting};
use crate::experiment::{ENGINE, lessons, presets};
use crate::share::panels::{self, PANELS};
use crate::sim::shop::ORDER_LIMIT;

/// Reads a link; the problems say what could not be used.
///
/// The text may begin with `#`, or with a whole address up to it, and may be percent-encoded. Nothing at all is the
/// default experiment, without any problem. What comes back is always allowed: settings and interventions within
/// their ranges, the log sorted and within its limit, the engine this one.
pub fn read(text: &str) -> (Link, Vec<Problem>) {
    let mut reading = Reading::default();
    let fragment = match text.split_once('#') {
        Some((_, fragment)) => fragment,
        None if is_address(text) => {
            reading.tell(
                "link",
                "there is no # in this address; the default experiment is used",
            );
            ""
        }
        None => text,
    };
    if fragment.len() > LINK_LIMIT {
        let length = fragment.len();
        reading.tell("link", &format!(
            "{length} bytes are too long; it takes {LINK_LIMIT} at most; the default experiment is used"
        ));
    } else {
        reading.parts(decoded(fragment).trim_ascii());
    }
    reading.done()
}

/// Without percent-encoding, and without the line breaks of a letter. What is no UTF-8 becomes `�`, which no name has.
pub(in crate::share) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let hex = |k: usize| bytes.get(k).and_then(|&b| char::from(b).to_digit(16));
    let mut plain = Vec::with_capacity(bytes.len());
    let mut k = 0;
    while k < bytes.len() {
        if bytes[k] == b'%'
            && let (Some(high), Some(low)) = (hex(k + 1), hex(k + 2))
        {
            plain.push((high * 16 + low) as u8);
            k += 3;
            continue;
        }
        if !matches!(bytes[k], b'\t' | b'\n' | b'\r') {
            plain.push(bytes[k]);
        }
        k += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    link: Link,
    /// The fields that were there, except `do`.
    seen: Vec<&'static str>,
    /// How many `do` were there.
    deeds: usize,
    told: Vec<Problem>,
    /// Problems that were counted only.
    more: usize,
}

impl Reading {
    fn tell(&mut self, field: &str, sentence: &str) {
        if self.told.len() < PROBLEM_LIMIT {
            self.told.push(Problem::new(field, sentence));
        } else {
            self.more += 1;
        }
    }

    fn done(mut self) -> (Link, Vec<Problem>) {
        if self.more > 0 {
            let sentence = format!(
                "and {} more of its parts are not as they should be",
                self.more
            );
            self.told.push(Problem::new("link", sentence));
        }
        (self.link, self.told)
    }

    fn parts(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let (first, rest) = text.split_once('&').unwrap_or((text, ""));
        let mut rest = match version(first) {
            Some(VERSION) => rest,
            Some(other) => {
                let other = quoted(other);
                self.tell("link", &format!(
                    "it is of version {other}, and this reads version {VERSION}; what is known here is used"
                ));
                rest
            }
            None => {
                self.tell(
                    "link",
                    &format!("it does not begin with v{VERSION}; it is read as if it did"),
                );
                text
            }
        };
        while !rest.is_empty() {
            let (part, others) = rest.split_once('&').unwrap_or((rest, ""));
            self.part(part);
            rest = others;
        }
    }

    fn part(&mut self, part: &str) {
        let Some((name, value)) = part.split_once('=') else {
            if !part.is_empty() {
                let part = quoted(part);
                self.tell(
                    "link",
                    &format!("{part} is not of the form name=value; it is left out"),
                );
            }
            return;
        };
        match name {
            field::DO => self.intervention(value),
            field::ENGINE => self.engine(value),
            field::PRESET => self.preset(value),
            field::SEED => self.seed(value),
            field::AT => self.at(value),
            field::EVENTS => self.events(value),
            field::ORDER => self.order(value),
            field::SHOW => self.show(value),
            field::LESSON => self.lesson(value),
            _ => match settings::find(name) {
                Some(setting) => self.setting(setting, value),
                None => {
                    let name = quoted(name);
                    self.tell("link", &format!(
                        "there is neither a setting nor a field of the name {name}; it is left out"
                    ));
                }
            },
        }
    }

    /// Of fields that are there more than once the last one counts.
    fn once(&mut self, name: &'static str) {
        if self.seen.contains(&name) {
            self.tell(
                name,
                "it is there more than once; the last one that is allowed counts",
            );
        } else {
            self.seen.push(name);
        }
    }

    fn engine(&mut self, text: &str) {
        self.once(field::ENGINE);
        if text != ENGINE {
            let text = quoted(text);
            self.tell(field::ENGINE, &format!(
                "this link was made with engine {text}, and this is {ENGINE}: settings and interventions are the same, \
                 figures may differ"
            ));
        }
    }

    fn preset(&mut self, text: &str) {
        self.once(field::PRESET);
        match presets::find(text) {
            Some(preset) => self.link.experiment.preset = Some(preset.name.to_owned()),
            None => {
                let text = quoted(text);
                self.tell(
                    field::PRESET,
                    &format!(
                        "there is no preset {text}; the experiment is used without that label"
                    ),
                );
            }
        }
    }

    fn seed(&mut self, text: &str) {
        self.once(field::SEED);
        match whole(text).filter(|&seed| seed <= SEED_LIMIT) {
            Some(seed) => self.link.experiment.seed = seed,
            None => {
                let (text, used) = (quoted(text), self.link.experiment.seed);
                self.tell(field::SEED, &format!(
                    "{text} is not allowed here; it takes a whole number from 0 to {SEED_LIMIT}; {used} is used"
                ));
            }
        }
    }

    fn setting(&mut self, setting: &'static Setting, text: &str) {
        self.once(setting.name);
        let experiment = &mut self.link.experiment;
        let read = value(setting, text);
        let set =
            read.and_then(|value| experiment.set(setting.name, value).map_err(|p| p.sentence));
        if let Err(sentence) = set {
            let used = setting.get(&experiment.config());
            self.tell(setting.name, &format!("{sentence}; {used} is used"));
        }
    }

    fn at(&mut self, text: &str) {
        self.once(field::AT);
        match moment(text, MOMENT_LIMIT) {
            Ok(at_us) => self.link.at_us = Some(at_us),
            Err(sentence) => self.tell(field::AT, &format!("{sentence}; it is left out")),
        }
    }

    fn events(&mut self, text: &str) {
        let read = self.count(field::EVENTS, text, EVENT_LIMIT);
        self.link.events = read.or(self.link.events);
    }

    fn order(&mut self, text: &str) {
        let read = self.count(field::ORDER, text, ORDER_LIMIT);
        self.link.order = read.or(self.link.order);
    }

    fn show(&mut self, text: &str) {
        self.once(field::SHOW);
        match panels::find(text) {
            Some(panel) => self.link.show = Some(panel.name),
            None => self.none_of(field::SHOW, text, &PANELS.map(|panel| panel.name)),
        }
    }

    fn lesson(&mut self, text: &str) {
        self.once(field::LESSON);
        match lessons::NAMES.iter().find(|name| **name == text) {
            Some(name) => self.link.lesson = Some(name),
            None => self.none_of(field::LESSON, text, &lessons::NAMES),
        }
    }

    fn none_of(&mut self, field: &'static str, text: &str, names: &[&str]) {
        let (text, names) = (quoted(text), names.join(", "));
        let sentence =
            format!("{text} is not allowed here; it takes one of {names}; it is left out");
        self.tell(field, &sentence);
    }

    fn count(&mut self, name: &'static str, text: &str, limit: u64) -> Option<u64> {
        self.once(name);
        let read = whole(text).filter(|&count| count <= limit);
        if read.is_none() {
            let text = quoted(text);
            let sentence = format!(
                "{text} is not allowed here; it takes a whole number from 0 to {limit}; it is left out"
            );
            self.tell(name, &sentence);
        }
        read
    }

    fn intervention(&mut self, text: &str) {
        self.deeds += 1;
        let added = intervention(text).and_then(|intervention| {
            // The log's own sentence speaks to somebody who clicks.
            let added = self.link.experiment.add(intervention);
            added.map_err(|_| format!("an experiment holds {LOG_LIMIT} interventions at most"))
        });
        if let Err(sentence) = added {
            // The first is do[0], as the first in a file is log[0].
            let field = format!("do[{}]", self.deeds - 1);
            self.tell(&field, &format!("{sentence}; it is left out"));
        }
    }
}

#[cfg(test)]
mod tests;
