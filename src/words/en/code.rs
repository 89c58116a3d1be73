//! English: what stands around the programs. (They themselves are Python, whatever the language: `src/code`.)

use super::services;
use crate::sim::config::lineup::PAYMENT;
use crate::sim::shop::Wiring;

/// The sign of the line that runs.
pub const RUNS: &str = "runs for the chosen order";
/// The sign of a line that was passed.
pub const PASSED: &str = "passed, and when";
/// The sign of a line that is new.
pub const FRESH: &str = "your last change";
/// Copies a program.
pub const COPY: &str = "Copy";

/// The choice of a service.
pub const SERVICE: &str = "Service ";
/// Checkout's program.
pub const CHECKOUT: &str = "Checkout";

/// A service's program in a shop.
pub fn program(shop: Wiring, service: u8) -> String {
    match (shop, service) {
        (Wiring::Sync, _) => services::name(service).to_owned(),
        (Wiring::Async, PAYMENT) => "Worker".to_owned(),
        (Wiring::Async, _) => format!("{} worker", services::name(service)),
    }
}

/// One of them, for those who hear it.
pub fn of_shop(program: &str, shop: Wiring) -> String {
    format!("{program}, {} shop", shop.name())
}

/// The choice between them.
pub fn program_of(shop: Wiring) -> String {
    format!("Program of the {} shop", shop.name())
}

/// What is copied, for those who hear it.
pub fn the_program(shop: Wiring) -> &'static str {
    match shop {
        Wiring::Sync => "the program of the sync shop",
        Wiring::Async => "the program of the async shop",
    }
}
