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
    fn nonsense_becomes_nothing() {
        assert_eq!(from_ms(-1.0), 0);
        assert_eq!(from_ms(f64::NAN), 0);
    }
}
