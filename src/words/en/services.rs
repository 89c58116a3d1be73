//! English: the services that an order may need.

use crate::sim::config::lineup::{Lineup, PAYMENT, SERVICES};

/// What it is called, as a proper name.
pub fn name(service: u8) -> &'static str {
    const ALL: [&str; SERVICES] = [
        "Payment",
        "Inventory",
        "Shipping",
        "Invoice",
        "Email",
        "Loyalty",
    ];
    ALL[service as usize]
}

/// The same where there is little room, and where there is hardly any: each begins like the name, and is no other's.
pub fn shorter(service: u8) -> [&'static str; 2] {
    [
        ["Pay", "Pa"],
        ["Invent", "In"],
        ["Ship", "Sh"],
        ["Invoi", "Iv"],
        ["Email", "E"],
        ["Loy", "Lo"],
    ][service as usize]
}

/// The same where there is little room.
pub fn short(service: u8) -> &'static str {
    shorter(service)[0]
}

/// What an order is, once it has done its work.
pub fn done(service: u8) -> &'static str {
    [
        "charged", "reserved", "shipped", "invoiced", "mailed", "credited",
    ][service as usize]
}

/// What is said of Payment, of whichever service it befalls. (Word by word: a search for a text brings tables along.)
pub fn said_of(service: u8, said: &str) -> String {
    let words = said.split(' ').map(|word| {
        let rest = word.strip_prefix(name(PAYMENT));
        rest.map_or_else(
            || word.to_owned(),
            |rest| format!("{}{rest}", name(service)),
        )
    });
    words.collect::<Vec<String>>().join(" ")
}

/// Several of them: `Inventory, Payment and Shipping`.
pub fn all(lineup: Lineup) -> String {
    let names: Vec<&str> = lineup.iter().map(name).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
