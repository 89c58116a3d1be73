//! From a text to an experiment, whatever the text says.
//!
//! Reading is total: each part that cannot be used is told, and the default, or nothing, stands in for
//! it. A text too long to be a link is not read at all; more than twenty problems are counted instead of told.

use super::deed::intervention;
use super::fields::{self, Field};
use super::value::value;
use super::{DO, Link, VERSION, is_address, version};
use crate::experiment::limits::{LINK_LIMIT, PROBLEM_LIMIT};
use crate::experiment::problem::{Complaint, Given, Instead, Problem};
use crate::experiment::settings::{self, Setting};

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
            reading.tell(Problem::new(LINK, Complaint::NoLink).instead(Instead::Default));
            ""
        }
        None => text,
    };
    if fragment.len() > LINK_LIMIT {
        let too_long = Problem::new(LINK, Complaint::TooLong(fragment.len()));
        reading.tell(too_long.instead(Instead::Default));
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

/// The field of what concerns all of it.
const LINK: &str = "link";

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
    fn tell(&mut self, problem: Problem) {
        if self.told.len() < PROBLEM_LIMIT {
            self.told.push(problem);
        } else {
            self.more += 1;
        }
    }

    fn leave_out(&mut self, field: &str, complaint: Complaint) {
        self.tell(Problem::new(field, complaint).instead(Instead::LeftOut));
    }

    fn done(mut self) -> (Link, Vec<Problem>) {
        if self.more > 0 {
            let more = Complaint::More(self.more);
            self.told.push(Problem::new(LINK, more));
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
                let version = Complaint::OtherVersion(Given::text(other));
                self.tell(Problem::new(LINK, version));
                rest
            }
            None => {
                self.tell(Problem::new(LINK, Complaint::NoVersion));
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
                self.leave_out(LINK, Complaint::NoPair(Given::text(part)));
            }
            return;
        };
        if name == DO {
            self.intervention(value);
        } else if let Some(field) = fields::find(name) {
            self.field(field, value);
        } else if let Some(setting) = settings::find(name) {
            self.setting(setting, value);
        } else {
            self.leave_out(LINK, Complaint::NoField(Given::text(name)));
        }
    }

    /// Of fields that are there more than once the last one counts.
    fn once(&mut self, name: &'static str) {
        if self.seen.contains(&name) {
            self.tell(Problem::new(name, Complaint::Twice));
        } else {
            self.seen.push(name);
        }
    }

    fn field(&mut self, field: &'static Field, text: &str) {
        self.once(field.name);
        if let Err((complaint, instead)) = (field.read)(&mut self.link, text) {
            self.tell(Problem::new(field.name, complaint).instead(instead));
        }
    }

    fn setting(&mut self, setting: &'static Setting, text: &str) {
        self.once(setting.name);
        let experiment = &mut self.link.experiment;
        let read = value(setting, text);
        let set =
            read.and_then(|value| experiment.set(setting.name, value).map_err(|p| p.complaint));
        if let Err(complaint) = set {
            let used = Instead::Used(setting.get(&experiment.config()));
            self.tell(Problem::new(setting.name, complaint).instead(used));
        }
    }

    fn intervention(&mut self, text: &str) {
        self.deeds += 1;
        let added = intervention(text).and_then(|intervention| {
            let added = self.link.experiment.add(intervention);
            added.map_err(|problem| problem.complaint)
        });
        if let Err(complaint) = added {
            // The first is do[0], as the first in a file is log[0].
            let field = format!("do[{}]", self.deeds - 1);
            self.leave_out(&field, complaint);
        }
    }
}

#[cfg(test)]
mod tests;
