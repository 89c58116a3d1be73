//! English: what stands around the programs. (They themselves are Python, whatever the language: `src/code`.)

use crate::sim::shop::Wiring;

/// The sign of the line that runs.
pub const RUNS: &str = "runs for the chosen order";
/// The sign of a line that was passed.
pub const PASSED: &str = "passed, and when";
/// The sign of a line that is new.
pub const FRESH: &str = "your last change";
/// Copies a program.
pub const COPY: &str = "Copy";

/// The two programs of a shop.
pub fn programs(shop: Wiring) -> [&'static str; 2] {
    match shop {
        Wiring::Sync => ["Checkout", "Payment"],
        Wiring::Async => ["Checkout", "Worker"],
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
