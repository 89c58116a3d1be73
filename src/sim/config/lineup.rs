//! The services that there can be: by number, each with its name.

/// How many services there can be.
pub const SERVICES: usize = NAMES.len();

/// The service that charges.
pub const PAYMENT: u8 = 0;

/// Their names in links and files, by number; they never change.
pub const NAMES: [&str; 6] = [
    "payment",
    "inventory",
    "shipping",
    "invoice",
    "email",
    "loyalty",
];
