//! What a reader does to a run: dated, and kept for ever.
//!
//! The page only ever appends *at now*; the engine, the command line, rewind and links read the same list.

use serde::{Deserialize, Serialize};

use super::value::Value;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::time::Micros;

/// Something a reader did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intervention {
    /// When, in microseconds since the start of the run. It happens after everything that is due at that instant.
    pub at_us: Micros,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}
