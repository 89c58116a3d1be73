//! The value of a setting, as a link writes it, and the complaint of what is none.

use super::numbers::number;
use crate::experiment::problem::{Complaint, Given, Takes};
use crate::experiment::settings::{Kind, Setting};
use crate::experiment::value::Value;

/// Reads `true`, `2.5` or `poisson`, if this setting takes it.
pub(super) fn value(setting: &Setting, text: &str) -> Result<Value, Complaint> {
    let value = match text {
        // (The names of some choices look like numbers: `3.10`.)
        _ if matches!(setting.kind, Kind::Choice { .. } | Kind::Services) => {
            Value::Choice(text.to_owned())
        }
        "true" => Value::Flag(true),
        "false" => Value::Flag(false),
        _ => match number(text) {
            Some(number) => Value::Number(number),
            None => Value::Choice(text.to_owned()),
        },
    };
    if setting.check(&value).is_ok() {
        return Ok(value);
    }
    // What a range does not say of a number that may be one elsewhere, like 1e3.
    let takes = match setting.kind {
        Kind::Number { .. } if number(text).is_none() => Takes::SettingInDigits(setting.name),
        Kind::Number { .. } | Kind::Choice { .. } | Kind::Flag | Kind::Services => {
            Takes::Setting(setting.name)
        }
    };
    Err(Complaint::Refused(Given::text(text), takes))
}
