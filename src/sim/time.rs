//! Simulated time.
//!
//! Every instant and every span is a whole number of microseconds, so that adding them up gives the same
//! result natively and in WebAssembly, in any order of chunks. Nothing in this crate reads a clock.

/// An instant (since the start of the run) or a span, in microseconds. Range: 0 to about 584,000 years.
pub type Micros = u64;

/// Microseconds in one millisecond.
pub const MILLI: Micros = 1_000;

/// Microseconds in one second.
pub const SECOND: Micros = 1_000_000;

/// A span given in (possibly fractional) milliseconds, rounded to the nearest microsecond.
///
/// Negative and not-a-number values become 0: settings are validated long before they arrive here.
pub fn from_ms(ms: f64) -> Micros {
    libm::round(ms * 1_000.0).max(0.0) as Micros
}

/// The nearest microsecond, of a span that is not negative. It is what `libm::round` says, which takes bits apart to find
/// the whole number that a conversion finds by itself.
#[inline]
pub fn nearest(us: f64) -> Micros {
    /// The last number before a half: it takes a half over to the next whole number, and what is below it not.
    const HALF: f64 = 0.499_999_999_999_999_94;
    (us + HALF) as Micros
}

/// A span in milliseconds, for people.
pub fn to_ms(us: Micros) -> f64 {
    us as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_survive_the_round_trip() {
        for ms in [0.0, 0.35, 1.0, 2999.999, 3000.0] {
            assert_eq!(to_ms(from_ms(ms)), ms);
        }
    }

    #[test]
    fn the_nearest_microsecond_is_the_one_of_libm() {
        let two_to = |power: i32| libm::exp2(f64::from(power));
        let edges = [
            0.0,
            0.5,
            1.5,
            2.5,
            two_to(51) + 0.5,
            two_to(52) - 0.5,
            two_to(52) + 1.0,
            two_to(63),
        ];
        for edge in edges {
            for us in [edge, edge.next_up(), edge.next_down().max(0.0)] {
                assert_eq!(nearest(us), libm::round(us) as Micros, "{us}");
            }
        }
        for k in 0..100_000u32 {
            let us = f64::from(k) * 0.123_456_789 * f64::from(k % 1_000);
            assert_eq!(nearest(us), libm::round(us) as Micros, "{us}");
        }
    }

    #[test]
    fn nonsense_becomes_nothing() {
        assert_eq!(from_ms(-1.0), 0);
        assert_eq!(from_ms(f64::NAN), 0);
    }
}
