//! English: the services that an order may need.

use crate::sim::config::lineup::{Lineup, NAMES};

/// What it is called, as a proper name.
pub fn name(service: u8) -> String {
    let name = NAMES[service as usize];
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_ascii_uppercase())
}

/// The same where there is little room.
pub fn short(service: u8) -> &'static str {
    ["Pay", "Inv", "Ship", "Bill", "Mail", "Pts"][service as usize]
}

/// Several of them: `Inventory, Payment and Shipping`.
pub fn all(lineup: Lineup) -> String {
    let names: Vec<String> = lineup.iter().map(name).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
