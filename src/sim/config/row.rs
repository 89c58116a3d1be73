//! A row of the table: all that is to be known of one setting; and the words in which a row says what it takes.

use super::service::Service;
use super::table::Common;
use super::{Config, DEFAULTS, Part};
use crate::time::{MILLI, SECOND};

/// What 0 means where it is no number like the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zero {
    /// Nothing is too many.
    NoLimit,
    /// It does not happen.
    Never,
    /// There is no such thing.
    None,
    /// Every one of them.
    All,
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number from `min` to `max`.
    Number {
        /// The smallest value allowed.
        min: f64,
        /// The largest value allowed.
        max: f64,
        /// The step of its slider; with a step of 1 or more only whole numbers are allowed.
        step: f64,
        /// Does its slider grow by factors rather than by steps?
        by_factors: bool,
        /// What 0 means where it is no number like the others.
        zero: Option<Zero>,
    },
    /// One of some names.
    Choice {
        /// Their names in links and files.
        options: &'static [&'static str],
    },
    /// Yes or no.
    Flag,
    /// One or several services, in order.
    Services,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name in links, files and on the command line; never changes. Of a service's, Payment's.
    pub name: &'static str,
    /// The same, behind the name of another service.
    pub short: &'static str,
    /// Its part.
    pub part: Part,
    /// Its unit, shown after the number; empty for counts and choices.
    pub unit: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Is it folded away until somebody wants it?
    pub rare: bool,
    /// Its field.
    pub(super) access: Access,
}

/// Where a setting's field is; and how it is read and written, as a number (`field.rs`).
#[derive(Clone, Copy, Debug)]
pub(super) enum Access {
    /// There is one of it.
    Common {
        get: fn(&Common) -> f64,
        put: fn(&mut Common, f64),
    },
    /// Each service has one.
    Service {
        get: fn(&Service) -> f64,
        put: fn(&mut Service, f64),
    },
}

impl Row {
    /// Has each service one of its own?
    pub const fn is_of_services(&self) -> bool {
        match self.access {
            Access::Common { .. } => false,
            Access::Service { .. } => true,
        }
    }

    /// What a configuration says of it: a number in its unit, 1 for yes, a choice by its place among the options.
    /// (`service`: whose, if each has one.)
    pub fn read(&self, config: &Config, service: u8) -> f64 {
        let number = match self.access {
            Access::Common { get, .. } => get(&config.common),
            Access::Service { get, .. } => get(config.of(service)),
        };
        number / micros_in(self.unit)
    }

    /// Has a configuration say this. What is out of its range was refused before.
    pub fn write(&self, config: &mut Config, service: u8, number: f64) {
        let number = number * micros_in(self.unit);
        match self.access {
            Access::Common { put, .. } => put(&mut config.common, number),
            Access::Service { put, .. } => put(&mut config.services[service as usize], number),
        }
    }

    /// Its default, as it is read.
    pub fn default(&self) -> f64 {
        self.read(&DEFAULTS, 0)
    }

    /// What 0 means where it is no number like the others.
    pub fn zero(&self) -> Option<Zero> {
        match self.kind {
            Kind::Number { zero, .. } => zero,
            Kind::Choice { .. } | Kind::Flag | Kind::Services => None,
        }
    }
}

/// How many microseconds a unit of time has; what has another unit is kept as it is.
fn micros_in(unit: &str) -> f64 {
    match unit {
        "s" => SECOND as f64,
        "ms" => MILLI as f64,
        _ => 1.0,
    }
}

// ---- what values it takes: the words of the table ---------------------------------------------------------------

/// A whole number from 1 (or 0) to a limit.
pub(super) const fn whole(min: f64, max: f64) -> Kind {
    number(min, max, 1.0, max > 100.0)
}

/// A span in milliseconds, to the microsecond.
pub(super) const fn ms(min: f64, max: f64) -> Kind {
    by_factors(min, max, 0.001)
}

/// A number whose slider grows by factors.
pub(super) const fn by_factors(min: f64, max: f64, step: f64) -> Kind {
    number(min, max, step, true)
}

/// A number whose slider grows by steps.
pub(super) const fn evenly(min: f64, max: f64, step: f64) -> Kind {
    number(min, max, step, false)
}

const fn number(min: f64, max: f64, step: f64, by_factors: bool) -> Kind {
    Kind::Number {
        min,
        max,
        step,
        by_factors,
        zero: None,
    }
}

impl Kind {
    /// A number of which 0 means something else.
    pub(super) const fn or(mut self, meaning: Zero) -> Self {
        if let Self::Number { zero, .. } = &mut self {
            *zero = Some(meaning);
        }
        self
    }
}
