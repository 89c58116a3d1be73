//! What a reader does to a run: dated, and kept for ever.
//!
//! The page only ever appends *at now*; the engine, the command line, rewind and links read the same list.

use serde::Serialize;

use super::limits::{CLICK_LIMIT, TIME_LIMIT};
use super::problem::Problem;
use super::settings;
use super::value::Value;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::time::Micros;

/// Something a reader did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Act {
    /// Users press the button.
    Click {
        /// Of which shop.
        shop: Side,
        /// How many users.
        orders: u32,
    },
    /// A setting changes.
    Set {
        /// Its name.
        name: String,
        /// Its new value.
        value: Value,
    },
    /// A fault begins.
    Break {
        /// Which.
        fault: Fault,
    },
    /// A fault ends.
    Heal {
        /// Which.
        fault: Fault,
    },
}

/// An act and its instant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Intervention {
    /// When, in microseconds since the start of the run. It happens after everything that is due at that instant.
    pub at_us: Micros,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}

impl Intervention {
    /// Is it allowed?
    pub fn check(&self) -> Result<(), Problem> {
        if self.at_us > TIME_LIMIT {
            let sentence = format!(
                "{} is too late; it takes microseconds from 0 to {TIME_LIMIT}",
                self.at_us
            );
            return Err(Problem::new("at_us", sentence));
        }
        match &self.act {
            Act::Click { orders, .. } if !(1..=CLICK_LIMIT).contains(orders) => {
                let sentence = format!(
                    "{orders} is not allowed here; it takes a whole number from 1 to {CLICK_LIMIT}"
                );
                Err(Problem::new("orders", sentence))
            }
            Act::Set { name, value } => settings::named(name)?.check(value),
            _ => Ok(()),
        }
    }
}
