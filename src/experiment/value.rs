//! The value of a setting, as it stands in a link, a file or on the command line.

use std::fmt;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Writes a number in plain decimals.
///
/// serde_json's own writing of floating-point numbers brings tables that weigh 10 kB on the page; the standard
/// library's digits are there anyway, and say the same.
pub fn decimal<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let digits = match number.is_finite() {
        true => number.to_string(),
        false => "null".to_owned(),
    };
    let raw = RawValue::from_string(digits).map_err(S::Error::custom)?;
    raw.serialize(serializer)
}

/// A number with this many decimals (at most 6), rounded to the nearest; ties away from zero.
///
/// By whole numbers: the standard library's exact decimals weigh more on the page than all these words together.
pub fn decimals(number: f64, places: u32) -> String {
    let unit = 10u64.pow(places.min(6));
    let scaled = libm::round(number.abs() * unit as f64) as u64;
    let sign = if number < 0.0 && scaled > 0 { "-" } else { "" };
    let (whole, rest) = (scaled / unit, scaled % unit);
    match places {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest:0width$}", width = places as usize),
    }
}

/// A number, a choice by name, or yes or no.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// In the setting's unit.
    Number(f64),
    /// The name of a choice.
    Choice(String),
}

impl Value {
    /// As it is written down: a number to a millionth of its unit. Finer steps mean nothing here, and a number of
    /// so few digits is read back exactly by every JSON reader, serde_json's quick one too.
    pub fn kept(self) -> Self {
        match self {
            Self::Number(number) => Self::Number(libm::round(number * 1e6) / 1e6),
            other => other,
        }
    }

    /// Reads a value as a person types it: `true`, `2.5` or `poisson`.
    pub fn parse(text: &str) -> Self {
        match text.trim() {
            "true" | "yes" | "on" => Self::Flag(true),
            "false" | "no" | "off" => Self::Flag(false),
            other => match other.parse::<f64>() {
                Ok(number) => Self::Number(number),
                Err(_) => Self::Choice(other.to_owned()),
            },
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => decimal(number, serializer),
            Self::Choice(name) => serializer.serialize_str(name),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Choice(name) => write!(f, "{name}"),
        }
    }
}
