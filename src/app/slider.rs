//! From a slider's position to a value and back.
//!
//! A slider has positions 0 to 1000. One that grows by factors gives the small values as much room as the large ones,
//! and lands on round numbers only, each some positions wide: a drag reads 4, 5, 6, 7 s and never 5.8 s. What lies between
//! them can be typed.

use crate::experiment::settings::Kind;

/// The last position of every slider.
pub const POSITIONS: u32 = 1000;

/// The value at a position.
pub fn value_at(kind: Kind, position: u32) -> f64 {
    let Kind::Number {
        min,
        max,
        step,
        by_factors,
        ..
    } = kind
    else {
        return 0.0;
    };
    let share = f64::from(position.min(POSITIONS)) / f64::from(POSITIONS);
    if share <= 0.0 {
        return min;
    }
    if share >= 1.0 {
        return max;
    }
    let value = if by_factors {
        let low = lowest(min, step);
        rounded(low * libm::exp(share * libm::log(max / low)))
    } else {
        min + (max - min) * share
    };
    let stepped = libm::round(value / step) * step;
    // Steps such as 0.01 are no binary fractions: cut off what the multiplication left over.
    let clean = libm::round(stepped * 1e6) / 1e6;
    clean.max(min).min(max)
}

/// The position that comes nearest to a value.
pub fn position_of(kind: Kind, value: f64) -> u32 {
    let Kind::Number {
        min,
        max,
        step,
        by_factors,
        ..
    } = kind
    else {
        return 0;
    };
    if value <= min {
        return 0;
    }
    let share = if by_factors {
        let low = lowest(min, step);
        libm::log(value.max(low) / low) / libm::log(max / low)
    } else {
        (value - min) / (max - min)
    };
    // Position 0 is the smallest value alone.
    (libm::round(share.max(0.0).min(1.0) * f64::from(POSITIONS)) as u32).max(1)
}

/// The value a slider moved to `position` means, if it stood at `old`.
///
/// A slider that grows by factors has several positions for each small whole number. Who moves it by a single position
/// (an arrow key does) wants the next value all the same.
pub fn moved(kind: Kind, old: f64, position: u32) -> f64 {
    let from = position_of(kind, old);
    if position.abs_diff(from) != 1 {
        return value_at(kind, position);
    }
    let other = |p: &u32| value_at(kind, *p) != old;
    let next = match position > from {
        true => (position..=POSITIONS).find(other),
        false => (0..=position).rev().find(other),
    };
    value_at(kind, next.unwrap_or(position))
}

/// Where growing by factors begins: factors of nothing lead nowhere.
fn lowest(min: f64, step: f64) -> f64 {
    if min > 0.0 { min } else { step.max(1.0) }
}

/// To 1, 1.5, 2, 2.5, 3, and the whole ones up to 10, and those times ten and so on.
fn rounded(value: f64) -> f64 {
    let mut magnitude = 1.0;
    while value / magnitude >= 100.0 {
        magnitude *= 10.0;
    }
    while value / magnitude < 10.0 {
        magnitude /= 10.0;
    }
    let digits = value / magnitude;
    let step = if digits < 27.5 { 5.0 } else { 10.0 };
    libm::round(digits / step) * step * magnitude
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::settings::SETTINGS;
    use crate::experiment::value::Value;

    #[test]
    fn every_position_of_every_slider_is_an_allowed_value() {
        for setting in &SETTINGS {
            if let Kind::Number { min, max, .. } = setting.kind {
                for position in 0..=POSITIONS {
                    let value = Value::Number(value_at(setting.kind, position));
                    assert_eq!(setting.check(&value), Ok(()), "{}", setting.name);
                }
                assert_eq!(value_at(setting.kind, 0), min);
                assert_eq!(value_at(setting.kind, POSITIONS), max);
            }
        }
    }

    #[test]
    fn one_press_of_an_arrow_key_is_one_value() {
        for setting in &SETTINGS {
            if let Kind::Number { max, .. } = setting.kind {
                let default = setting.default();
                let from = position_of(setting.kind, default);
                if default < max {
                    assert!(moved(setting.kind, default, from + 1) > default);
                }
                let up = moved(setting.kind, default, from + 1);
                let back = moved(setting.kind, up, position_of(setting.kind, up) - 1);
                assert!(back < up, "{}", setting.name);
            }
        }
        let consumers = crate::experiment::settings::find("consumers").unwrap().kind;
        assert_eq!(moved(consumers, 1.0, position_of(consumers, 1.0) + 1), 2.0);
    }

    #[test]
    fn a_slider_stands_where_its_value_is() {
        for setting in &SETTINGS {
            if let Kind::Number { .. } = setting.kind {
                let default = setting.default();
                let back = value_at(setting.kind, position_of(setting.kind, default));
                let error = (back - default).abs();
                assert!(error <= 0.03 * default.abs().max(1.0), "{}", setting.name);
            }
        }
    }

    /// On the narrowest slider a pixel is some ten positions: a round number is wider than that.
    #[test]
    fn a_drag_meets_every_whole_second() {
        let takes = crate::experiment::settings::find("payment_time_ms")
            .unwrap()
            .kind;
        for seconds in 1..=10 {
            let wanted = f64::from(seconds) * 1_000.0;
            let there = (0..=POSITIONS).filter(|&p| value_at(takes, p) == wanted);
            assert!(there.count() >= 8, "{seconds} s");
        }
        let press = |old| moved(takes, old, position_of(takes, old) + 1);
        assert_eq!(press(press(press(3_000.0))), 6_000.0, "three arrow keys");
    }
}
