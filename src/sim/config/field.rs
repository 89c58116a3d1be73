//! A field of the configuration, whatever its type, as one number: how who knows only its row reads and writes it.
//!
//! Yes is 1, a span its microseconds, a choice its place in its list. (One type for all of them is what makes a row weigh next to
//! nothing on the page.)

use super::lineup::Lineup;
use crate::choice::Choice;
use crate::time::Micros;

/// A field of a configuration.
pub(super) trait Field {
    /// What it holds.
    fn number(&self) -> f64;
    /// Has it hold this.
    fn put(&mut self, number: f64);
}

impl Field for bool {
    fn number(&self) -> f64 {
        f64::from(*self)
    }

    fn put(&mut self, number: f64) {
        *self = number != 0.0;
    }
}

impl Field for u32 {
    fn number(&self) -> f64 {
        f64::from(*self)
    }

    fn put(&mut self, number: f64) {
        *self = number as Self;
    }
}

impl Field for f64 {
    fn number(&self) -> f64 {
        *self
    }

    fn put(&mut self, number: f64) {
        *self = number;
    }
}

impl Field for Micros {
    fn number(&self) -> f64 {
        *self as f64
    }

    fn put(&mut self, number: f64) {
        *self = libm::round(number) as Self;
    }
}

impl Field for Lineup {
    fn number(&self) -> f64 {
        f64::from(Lineup::number(*self))
    }

    fn put(&mut self, number: f64) {
        if let Some(lineup) = Self::numbered(number as u32) {
            *self = lineup;
        }
    }
}

impl<T: Choice> Field for T {
    fn number(&self) -> f64 {
        self.place() as f64
    }

    fn put(&mut self, number: f64) {
        if let Some(value) = T::at(number as usize) {
            *self = value;
        }
    }
}
