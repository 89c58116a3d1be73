//! One number that stands for a whole run.
//!
//! An integer fold over every processed event. Two runs with the same digest processed the same events in the
//! same order at the same microseconds; nothing that is merely recorded or drawn takes part.

/// The fold so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0x5348_4f57_444f_574e) // "SHOWDOWN"
    }
}

impl Digest {
    /// Folds one word in.
    pub fn fold(&mut self, word: u64) {
        self.0 = (self.0 ^ word)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29);
    }

    /// Folds another digest in.
    pub fn with(mut self, other: Self) -> Self {
        self.fold(other.0);
        self
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_matters() {
        let (mut a, mut b) = (Digest::default(), Digest::default());
        a.fold(1);
        a.fold(2);
        b.fold(2);
        b.fold(1);
        assert_ne!(a, b);
    }
}
