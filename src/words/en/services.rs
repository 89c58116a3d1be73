//! English: the services that an order may need.

use crate::sim::config::lineup::{Lineup, NAMES, PAYMENT};

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

/// The same where there is hardly any.
pub fn letters(service: u8) -> &'static str {
    ["Pa", "In", "Sh", "Bi", "Ma", "Pt"][service as usize]
}

/// What an order is, once it has done its work.
pub fn done(service: u8) -> &'static str {
    [
        "charged", "reserved", "shipped", "invoiced", "mailed", "credited",
    ][service as usize]
}

/// What is said of Payment, of whichever service it befalls.
pub fn said_of(service: u8, said: &str) -> String {
    match service {
        PAYMENT => said.to_owned(),
        other => said.replace("Payment", &name(other)),
    }
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
