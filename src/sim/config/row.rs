//! A row of the table: all that is to be known of one setting; and the words in which a row says what it takes.

use super::part::Part;
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

/// What is to be known of a setting, wherever its field is.
#[derive(Clone, Copy, Debug)]
pub struct About {
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
}

/// A row of a table: of what there is one of, or of what each service has.
#[derive(Debug)]
pub(super) struct Row<Owner> {
    pub about: About,
    /// What its field holds, as a number (`field.rs`).
    pub get: fn(&Owner) -> f64,
    /// Has its field hold such a number.
    pub put: fn(&mut Owner, f64),
}

/// How many microseconds a unit of time has; what has another unit is kept as it is.
pub(super) fn micros_in(unit: &str) -> f64 {
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
