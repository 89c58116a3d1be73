//! The table itself: a row for every setting, by part, and how a row reads and writes its field.

mod checkout;
mod network;
mod payment;
mod queue;
mod traffic;

use super::{Kind, Part, Setting, Zero};
use crate::experiment::value::Value;
use crate::sim::config::Config;
use crate::sim::time::Micros;

/// A row: a setting, and where its default comes from, which the first view has no use for.
pub(super) struct Row {
    name: &'static str,
    part: Part,
    unit: &'static str,
    kind: Kind,
    rare: bool,
    source: &'static str,
    get: fn(&Config) -> Value,
    set: fn(&mut Config, &Value),
}

/// The parts' rows, in the order of the page's panel.
const ROWS: [&[Row]; 5] = [
    &traffic::ROWS,
    &payment::ROWS,
    &checkout::ROWS,
    &queue::ROWS,
    &network::ROWS,
];

/// All settings, by part.
pub static SETTINGS: [Setting; count_rows()] = rows();

const fn count_rows() -> usize {
    let (mut part, mut all) = (0, 0);
    while part < ROWS.len() {
        all += ROWS[part].len();
        part += 1;
    }
    all
}

/// Where each default comes from, in the order of the settings.
pub(super) static SOURCES: [&str; count_rows()] = sources();

const fn setting(row: &Row) -> Setting {
    Setting {
        name: row.name,
        part: row.part,
        unit: row.unit,
        kind: row.kind,
        rare: row.rare,
        get: row.get,
        set: row.set,
    }
}

const fn rows() -> [Setting; count_rows()] {
    let mut rows = [setting(&traffic::ROWS[0]); count_rows()];
    let (mut part, mut at) = (0, 0);
    while part < ROWS.len() {
        let mut row = 0;
        while row < ROWS[part].len() {
            rows[at] = setting(&ROWS[part][row]);
            at += 1;
            row += 1;
        }
        part += 1;
    }
    rows
}

const fn sources() -> [&'static str; count_rows()] {
    let mut sources = [""; count_rows()];
    let (mut part, mut at) = (0, 0);
    while part < ROWS.len() {
        let mut row = 0;
        while row < ROWS[part].len() {
            sources[at] = ROWS[part][row].source;
            at += 1;
            row += 1;
        }
        part += 1;
    }
    sources
}

pub(super) fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => *number,
        _ => 0.0,
    }
}

pub(super) fn count(value: &Value) -> u32 {
    number(value) as u32
}

pub(super) fn span(value: &Value, unit: Micros) -> Micros {
    libm::round(number(value) * unit as f64) as Micros
}

pub(super) fn spanned(span: Micros, unit: Micros) -> Value {
    Value::Number(span as f64 / unit as f64)
}

/// A choice's variants stand in the same order as its options.
pub(super) fn chosen<T: Copy>(value: &Value, options: &[&str], variants: &[T]) -> T {
    let at = match value {
        Value::Choice(name) => options.iter().position(|option| option == name),
        _ => None,
    };
    variants[at.unwrap_or(0)]
}

pub(super) fn choice<T: PartialEq>(variant: &T, options: &[&str], variants: &[T]) -> Value {
    let at = variants.iter().position(|v| v == variant).unwrap_or(0);
    Value::Choice(options[at].to_owned())
}

/// A whole number from 1 (or 0) to a limit.
pub(super) const fn whole(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number {
        min,
        max,
        step: 1.0,
        by_factors: max > 100.0,
        default,
        zero: None,
    }
}

impl Kind {
    /// A number of which 0 means something else.
    const fn or(self, meaning: Zero) -> Self {
        match self {
            Self::Number {
                min,
                max,
                step,
                by_factors,
                default,
                ..
            } => Self::Number {
                min,
                max,
                step,
                by_factors,
                default,
                zero: Some(meaning),
            },
            Self::Choice { .. } | Self::Flag { .. } => self,
        }
    }
}

pub(super) const fn ms(min: f64, max: f64, default: f64) -> Kind {
    by_factors(min, max, 0.001, default)
}

pub(super) const fn by_factors(min: f64, max: f64, step: f64, default: f64) -> Kind {
    Kind::Number {
        min,
        max,
        step,
        by_factors: true,
        default,
        zero: None,
    }
}
