//! What a reader does to a run: dated, and kept for ever.
//!
//! The page only ever appends *at now*; the engine, the command line, rewind and links read the same list.

use serde::Serialize;

use super::limits::{CLICK_LIMIT, TIME_LIMIT};
use super::problem::{Complaint, Given, Problem, Takes};
use super::settings;
use super::value::Value;
use crate::sim::engine::Side;
pub use crate::sim::fault::OUTAGE_NAMES;
use crate::sim::fault::Outage;
use crate::sim::time::Micros;
pub use crate::sim::wiring::SHOP_NAMES;

/// The names of acts in files and links; they never change.
pub mod verb {
    /// Of [`Act::Click`](super::Act::Click).
    pub const CLICK: &str = "click";
    /// Of [`Act::Set`](super::Act::Set).
    pub const SET: &str = "set";
    /// Of [`Act::Break`](super::Act::Break).
    pub const BREAK: &str = "break";
    /// Of [`Act::Heal`](super::Act::Heal).
    pub const HEAL: &str = "heal";
    /// All of them.
    pub const ALL: [&str; 4] = [CLICK, SET, BREAK, HEAL];
}

/// What a name of such a table stands for, or a complaint with the names there are.
pub fn meant<T: Copy>(names: &[(&'static str, T)], text: &str) -> Result<T, Complaint> {
    let found = names.iter().find(|(name, _)| *name == text);
    found.map(|(_, thing)| *thing).ok_or_else(|| {
        let names = names.iter().map(|(name, _)| *name).collect();
        Complaint::Refused(Given::text(text), Takes::OneOf(names))
    })
}

/// The name of something in such a table.
pub fn name_of<T: PartialEq>(names: &[(&'static str, T)], thing: &T) -> &'static str {
    let found = names.iter().find(|(_, other)| other == thing);
    found.map_or("", |(name, _)| *name)
}

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
        fault: Outage,
    },
    /// A fault ends.
    Heal {
        /// Which.
        fault: Outage,
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
            let given = Given::Plain(self.at_us.to_string());
            let complaint = Complaint::TooLate(given, Takes::Micros(TIME_LIMIT));
            return Err(Problem::new("at_us", complaint));
        }
        match &self.act {
            Act::Click { orders, .. } if !(1..=CLICK_LIMIT).contains(orders) => {
                let given = Given::Plain(orders.to_string());
                let takes = Takes::Whole(1, Some(u64::from(CLICK_LIMIT)));
                Err(Problem::new("orders", Complaint::Refused(given, takes)))
            }
            Act::Set { name, value } => settings::named(name)?.check(value),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::fault::Fault;

    /// Files are written by what serde derives, and read, like links, by the tables above.
    #[test]
    fn a_file_is_written_with_the_names_it_is_read_by() {
        for (name, fault) in OUTAGE_NAMES {
            assert_eq!(serde_json::to_value(fault).unwrap(), name);
        }
        for (name, shop) in SHOP_NAMES {
            assert_eq!(serde_json::to_value(shop).unwrap(), name);
        }
        let (shop, orders) = (Side::Both, 1);
        let fault = Fault::NetworkCut.into();
        let (name, value) = ("consumers".to_owned(), Value::Number(2.0));
        for (verb, act) in [
            (verb::CLICK, Act::Click { shop, orders }),
            (verb::SET, Act::Set { name, value }),
            (verb::BREAK, Act::Break { fault }),
            (verb::HEAL, Act::Heal { fault }),
        ] {
            assert_eq!(serde_json::to_value(act).unwrap()["do"], verb);
            assert!(verb::ALL.contains(&verb));
        }
    }

    #[test]
    fn a_name_stands_for_one_thing() {
        for (name, fault) in OUTAGE_NAMES {
            assert_eq!(meant(&OUTAGE_NAMES, name), Ok(fault));
        }
        let takes = Takes::OneOf(vec!["sync", "async", "both"]);
        let complaint = Complaint::Refused(Given::text("left"), takes);
        assert_eq!(meant(&SHOP_NAMES, "left"), Err(complaint));
    }
}
