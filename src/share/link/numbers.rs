//! Numbers and times as a link writes them: ASCII digits, a dot, a unit.
//!
//! Numbers are read as whole numbers of millionths. The standard library's way from text to `f64` brings tables that
//! weigh 10 kB on the page, and nothing here is finer than a millionth; n / 10⁶ is the nearest `f64` to such a
//! decimal (one correctly rounded division of two exact numbers), which is what those tables would have given too.

use crate::sim::time::{MILLI, Micros, SECOND};

/// Digits a number has at most before the dot: as many as fit into an `f64` together with six after it.
const DIGITS: usize = 9;

/// A whole number of at most 16 digits.
pub(super) fn whole(text: &str) -> Option<u64> {
    let fine = (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let digit = |sum: u64, b: u8| sum * 10 + u64::from(b - b'0');
    fine.then(|| text.bytes().fold(0, digit))
}

/// A whole number, and maybe a dot and up to six digits: the whole part, and the millionths.
fn decimal(text: &str) -> Option<(u64, u64)> {
    let Some((before, after)) = text.split_once('.') else {
        return Some((whole(text)?, 0));
    };
    let mut millionths = whole(after)?;
    for _ in after.len()..6 {
        millionths *= 10;
    }
    (after.len() <= 6).then_some((whole(before)?, millionths))
}

/// A number: maybe a minus, up to nine digits, and maybe a dot and up to six digits.
pub(super) fn number(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (before, _) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if before.len() > DIGITS {
        return None;
    }
    let (whole, millionths) = decimal(unsigned)?;
    let number = (whole * 1_000_000 + millionths) as f64 / 1e6;
    let minus = unsigned.len() < text.len();
    Some(if minus { -number } else { number })
}

/// A time: `0`, or a decimal number with its unit, `s`, `ms` or `us`, that is a whole number of microseconds.
/// What is too large for the clock becomes as large as the clock can show.
pub(super) fn time(text: &str) -> Option<Micros> {
    let units = [("us", 1), ("ms", MILLI), ("s", SECOND)];
    for (unit, micros) in units {
        if let Some(text) = text.strip_suffix(unit) {
            let (whole, millionths) = decimal(text)?;
            // Of a millisecond, a thousandth is the finest; of a microsecond, nothing is.
            let finest = SECOND / micros;
            let exact = millionths.is_multiple_of(finest);
            return exact.then(|| {
                whole
                    .saturating_mul(micros)
                    .saturating_add(millionths / finest)
            });
        }
    }
    (text == "0").then_some(0)
}

/// A time in the largest unit of which it is a whole number.
pub(super) fn time_text(us: Micros) -> String {
    let (count, unit) = match us {
        0 => (0, ""),
        _ if us.is_multiple_of(SECOND) => (us / SECOND, "s"),
        _ if us.is_multiple_of(MILLI) => (us / MILLI, "ms"),
        _ => (us, "us"),
    };
    let mut text = count.to_string();
    text.push_str(unit);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::value::Value;

    #[test]
    fn a_number_is_what_the_standard_library_reads() {
        let texts = [
            "0",
            "7",
            "007",
            "2.5",
            "0.35",
            "0.000001",
            "-3",
            "-0.5",
            "86400",
            "999999999.999999",
        ];
        for text in texts {
            assert_eq!(number(text), text.parse().ok(), "{text}");
        }
        for wrong in [
            "",
            "-",
            ".",
            ".5",
            "5.",
            "+5",
            "--5",
            "1e3",
            "1_000",
            "1,5",
            "NaN",
            "inf",
            "5.1.2",
            "0.0000001",
            "1000000000",
            "٣",
            "5-",
            "-.5",
            " 5",
        ] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    /// All of 0 to 3 in millionths would take too long; a prime step meets every pattern of digits.
    #[test]
    fn what_is_kept_is_read_exactly() {
        for n in (0..3_000_000_u64)
            .step_by(7)
            .chain((0..86_400_000_000).step_by(86_399_999))
        {
            let kept = Value::Number(n as f64 * 1e-6).kept();
            let read = number(&kept.to_string()).map(Value::Number);
            assert_eq!(read, Some(kept));
        }
    }

    #[test]
    fn a_time_is_exact() {
        for (text, us) in [
            ("0", 0),
            ("0s", 0),
            ("5s", 5_000_000),
            ("20.5s", 20_500_000),
            ("0.000001s", 1),
            ("1500ms", 1_500_000),
            ("0.125ms", 125),
            ("1234567us", 1_234_567),
            ("7.0us", 7),
            ("9999999999999999s", Micros::MAX),
        ] {
            assert_eq!(time(text), Some(us), "{text}");
        }
        for wrong in [
            "",
            "5",
            "s",
            "5m",
            "5S",
            "-5s",
            "0.0000001s",
            "0.0001ms",
            "0.5us",
            "1 s",
            "ms",
            "5sms",
        ] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_time_is_written_in_the_largest_unit() {
        for (us, text) in [
            (0, "0"),
            (1, "1us"),
            (1_000, "1ms"),
            (1_500_000, "1500ms"),
            (5_000_000, "5s"),
            (1_234_567, "1234567us"),
        ] {
            assert_eq!(time_text(us), text);
            assert_eq!(time(text), Some(us));
        }
    }
}
