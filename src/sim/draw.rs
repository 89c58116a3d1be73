//! Addressed randomness.
//!
//! A draw is not "the next number of a stream": it is the number that lives at an address.
//!
//! ```text
//! (seed, what it is for, which order, which attempt)  ──hash──▶  64 bits  ──▶  u in (0, 1)
//! ```
//!
//! So the 17th order needs the same service time in both shops, whatever happened to the 16 before it, and a
//! slider changes only the draws it is about. Our own generator, because the bits are part of what a link
//! promises: they may never change with a dependency's version.
//!
//! The mixer is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014), applied once for each part of the
//! address. It is not cryptographic and does not need to be.

/// What a draw is for. The numbers are part of the promise a link makes: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The gap before the k-th generated arrival.
    ArrivalGap = 1,
    /// How long Payment works on an order.
    ServiceTime = 2,
    /// Does a service of an order fail?
    Failure = 3,
    /// Whose socket is read first once a memory alarm is over.
    AfterAlarm = 40,
    /// How long a segment is under way on an uneven wire.
    WireDelay = 42,
    /// Is it lost?
    WireLoss = 41,
}

/// The source of every draw in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    seed: u64,
}

impl Draws {
    /// Draws of the run with this seed (any value).
    pub fn new(seed: u64) -> Self {
        Self { seed: mix(seed) }
    }

    /// Those of a service. (Payment's are the run's own: so they were when there was no other.)
    pub fn of(&self, service: u8) -> Self {
        match service {
            0 => *self,
            other => Self {
                seed: mix(self.seed ^ u64::from(other) << 56),
            },
        }
    }

    /// The quantile at an address: uniform, strictly between 0 and 1, with 53 significant bits.
    pub fn quantile(&self, purpose: Purpose, order: u64, attempt: u32) -> f64 {
        let address = (purpose as u64) << 32 | u64::from(attempt);
        let bits = mix(mix(self.seed ^ address) ^ order);
        // Half a step up, so that 0 is never drawn: its logarithm would be an infinite wait.
        ((bits >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64)
    }
}

fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_always_holds_the_same_number() {
        let draws = Draws::new(7);
        let a = draws.quantile(Purpose::ServiceTime, 16, 0);
        draws.quantile(Purpose::ServiceTime, 3, 0);
        assert_eq!(a, draws.quantile(Purpose::ServiceTime, 16, 0));
    }

    #[test]
    fn every_part_of_the_address_matters() {
        let here = Draws::new(7).quantile(Purpose::ServiceTime, 16, 0);
        for other in [
            Draws::new(8).quantile(Purpose::ServiceTime, 16, 0),
            Draws::new(7).quantile(Purpose::ArrivalGap, 16, 0),
            Draws::new(7).quantile(Purpose::ServiceTime, 17, 0),
            Draws::new(7).quantile(Purpose::ServiceTime, 16, 1),
        ] {
            assert_ne!(here, other);
        }
    }

    /// Chi-square over 100 cells: with 99 degrees of freedom the 99.9 % point is 148.2.
    #[test]
    fn draws_are_uniform() {
        let draws = Draws::new(2024);
        let mut cells = [0u32; 100];
        let n = 100_000;
        for order in 0..n {
            cells[(draws.quantile(Purpose::ServiceTime, order, 0) * 100.0) as usize] += 1;
        }
        let expected = n as f64 / 100.0;
        let chi: f64 = cells
            .iter()
            .map(|&c| (f64::from(c) - expected) * (f64::from(c) - expected) / expected)
            .sum();
        assert!(chi < 148.2, "chi-square {chi}");
    }

    /// Neighbouring orders must not resemble each other: the lag-1 correlation of n draws has a standard
    /// deviation of 1/sqrt(n), and four of them are allowed.
    #[test]
    fn neighbours_are_independent() {
        let draws = Draws::new(99);
        let n = 100_000u64;
        let u = |k| draws.quantile(Purpose::ArrivalGap, k, 0) - 0.5;
        let correlation: f64 = (0..n).map(|k| u(k) * u(k + 1)).sum::<f64>() / n as f64 * 12.0;
        assert!(correlation.abs() < 4.0 / (n as f64).sqrt(), "{correlation}");
    }
}
