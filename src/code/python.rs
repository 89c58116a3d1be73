//! What the four programs have in common: how they write a span, their opening words, their number of threads.

use super::listing::Listing;
use super::step::Step;
use crate::sim::config::{Config, Endpoint};
use crate::sim::dist::Spread;
use crate::sim::time::{Micros, SECOND};

/// A span in seconds, exact and short: `5.0`, `0.25`.
pub(super) fn seconds(span: Micros) -> String {
    let (whole, rest) = (span / SECOND, span % SECOND);
    let digits = format!("{rest:06}");
    match digits.trim_end_matches('0') {
        "" => format!("{whole}.0"),
        digits => format!("{whole}.{digits}"),
    }
}

/// The opening words: what it is, and how it is started.
pub(super) fn docstring(listing: &mut Listing, what: &str, command: &str) {
    listing.put(&format!("\"\"\"{what}"));
    listing.put("");
    listing.put(&format!("Run: {command}"));
    listing.put("\"\"\"");
    listing.put("");
}

/// The opening words of a Payment. One that can crash is started again and again: each time the command fails,
/// after a pause.
pub(super) fn payment_docstring(listing: &mut Listing, what: &str, command: &str, config: &Config) {
    if config.payment().crash_above == 0 {
        return docstring(listing, what, command);
    }
    listing.put(&format!("\"\"\"{what}"));
    listing.put("");
    listing
        .put(&format!("Run: until {command}"))
        .about("payment_crash_above");
    let pause = seconds(config.payment().restart);
    listing
        .put(&format!("     do sleep {pause}; done  # after each crash"))
        .about("payment_crash_above")
        .about("payment_restart_ms");
    listing.put("\"\"\"");
    listing.put("");
}

/// The app, with so many threads for its `def` endpoints.
pub(super) fn app_with_threads(listing: &mut Listing, threads: u32, setting: &'static str) {
    listing.gap(2);
    listing.block("@asynccontextmanager\nasync def lifespan(app):");
    listing.put("    # The threads of all def endpoints; who finds none waits in line.");
    listing
        .put(&format!(
            "    current_default_thread_limiter().total_tokens = {threads}"
        ))
        .at(Step::ThreadAwaited)
        .about(setting);
    listing.block("    yield\n\n\napp = FastAPI(lifespan=lifespan)");
}

/// The function that handles a checkout.
pub(super) fn signature(listing: &mut Listing, config: &Config) {
    let def = match config.endpoint {
        Endpoint::Def => "def",
        Endpoint::AsyncDef => "async def",
    };
    let returns = returns(config.checkout_return_type);
    listing
        .put(&format!("{def} checkout(order: dict){returns}:"))
        .at(Step::HandlerBegan)
        .about("checkout_endpoint")
        .about("checkout_return_type");
}

/// A declared return type, or none.
pub(super) fn returns(declared: bool) -> &'static str {
    if declared { " -> dict" } else { "" }
}

/// Does Payment's work take a different time for each order?
pub(super) fn is_random(config: &Config) -> bool {
    // A mean of nothing leaves nothing to vary, and no rate to write down.
    let varies = match config.payment().spread {
        Spread::Fixed => false,
        Spread::Exponential => true,
    };
    varies && config.payment().time > 0
}

/// The line that works, inside a function, this far in.
pub(super) fn work(listing: &mut Listing, config: &Config, indent: &str) {
    let mean = seconds(config.payment().time);
    let span = match is_random(config) {
        true => format!("random.expovariate(1 / {mean})"),
        false => mean,
    };
    listing
        .put(&format!("{indent}time.sleep({span})  # the work"))
        .at(Step::Working)
        .about("payment_time_ms")
        .about("payment_time_spread");
    listing
        .put(&format!("{indent}charge(order)"))
        .at(Step::Charged);
}

/// The function that charges: in the real world, where the money is.
pub(super) fn charge(listing: &mut Listing) {
    listing.gap(2);
    listing.block("def charge(order):\n    print(\"charged\", order, flush=True)");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_exact_and_short() {
        for (span, expected) in [
            (0, "0.0"),
            (1, "0.000001"),
            (250_000, "0.25"),
            (5_000_000, "5.0"),
            (10_500_000, "10.5"),
            (600_000_000, "600.0"),
        ] {
            assert_eq!(seconds(span), expected);
        }
    }
}
