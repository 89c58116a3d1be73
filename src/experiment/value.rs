//! The value of a setting, as it stands in a link, a file or on the command line.

use std::fmt;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
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

/// A whole number that is not negative; 7.0 is one, too.
pub fn whole(json: &Json) -> Option<u64> {
    let number = json.as_f64()?;
    let fine = (0.0..1e18).contains(&number) && libm::floor(number) == number;
    fine.then_some(number as u64)
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

/// A number with as many decimals as it has, six at most: as it is kept (see [`Value::kept`]), and as it is written into
/// a link. By whole numbers, as [`decimals`].
pub fn plain(number: f64) -> String {
    let size = number.abs();
    if !size.is_finite() {
        return if number.is_nan() { "NaN" } else { "inf" }.to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    if size >= MANY {
        // Nobody needs its digits: it stands in the sentence that refuses it.
        let zeros = (libm::log(size) / std::f64::consts::LN_10 + 1e-9) as u32;
        return format!("{sign}1e{zeros}");
    }
    let (mut whole, mut rest) = (size as u64, 0);
    rest += libm::round((size - whole as f64) * 1e6) as u64;
    whole += rest / 1_000_000;
    rest %= 1_000_000;
    let digits = match rest {
        0 => format!("{whole}"),
        _ => format!("{whole}.{rest:06}"),
    };
    match rest {
        0 if whole == 0 => digits,
        0 => format!("{sign}{digits}"),
        _ => format!("{sign}{}", digits.trim_end_matches('0')),
    }
}

/// From here on a number is not written out.
const MANY: f64 = 1e18;

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
            Self::Number(number) => f.write_str(&plain(*number)),
            Self::Choice(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is kept is written as the standard library writes it.
    #[test]
    fn a_kept_number_is_written_with_the_digits_it_has() {
        let written = |number: f64| (plain(number), number.to_string());
        for number in [
            0.0,
            1.0,
            0.5,
            2.25,
            1e-6,
            0.1,
            1234.567891,
            3e9,
            9_007_199_254_740_991.0,
        ] {
            for number in [number, if number > 0.0 { -number } else { 0.0 }] {
                let (ours, theirs) = written(number);
                assert_eq!(ours, theirs);
            }
        }
        for thousandths in 0..20_000 {
            let Value::Number(number) = Value::Number(f64::from(thousandths) / 999.0).kept() else {
                unreachable!()
            };
            let (ours, theirs) = written(number);
            assert_eq!(ours, theirs);
        }
        assert_eq!(
            [plain(0.999_999_9), plain(2e-7), plain(-2e-7)],
            ["1", "0", "0"]
        );
    }

    #[test]
    fn what_nobody_can_mean_is_not_written_out() {
        let refused = [f64::NAN, f64::INFINITY, 1e300, -1e18];
        assert_eq!(refused.map(plain), ["NaN", "inf", "1e300", "-1e18"]);
    }
}
