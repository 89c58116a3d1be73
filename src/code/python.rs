//! What the programs have in common: how they write a span, their opening words, where a recorder hooks in, their number of
//! threads.

use super::listing::{Line, Listing};
use super::step::Step;
use super::trade;
use crate::sim::config::{Config, Endpoint, Service};
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

/// The opening words of a service. One that can crash is started again and again: each time the command fails, after a
/// pause.
pub(super) fn service_docstring(listing: &mut Listing, what: &str, command: &str, of: &Service) {
    if of.crash_above == 0 {
        return docstring(listing, what, command);
    }
    listing.put(&format!("\"\"\"{what}"));
    listing.put("");
    listing
        .put(&format!("Run: until {command}"))
        .about("payment_crash_above");
    let pause = seconds(of.restart);
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

/// Does its work take a different time for each order?
pub(super) fn is_random(of: &Service) -> bool {
    // A mean of nothing leaves nothing to vary, and no rate to write down.
    of.spread != Spread::Fixed && of.time > 0
}

/// The line that works, inside a function, this far in, and what it has done then. (Of Payment: in a real shop, the money.)
pub(super) fn work(listing: &mut Listing, config: &Config, service: u8, indent: &str) {
    let of = config.of(service);
    let mean = seconds(of.time);
    let varies = |listing: &mut Listing, how: String| {
        listing
            .put(&format!("{indent}span = {how}"))
            .about("payment_time_ms")
            .about("payment_time_spread");
        "span".to_owned()
    };
    let span = match of.spread {
        _ if !is_random(of) => mean,
        Spread::Fixed => mean,
        Spread::Exponential => format!("random.expovariate(1 / {mean})"),
        Spread::Uniform => format!("2 * {mean} * random.random()"),
        // (The deviate's standard deviation is √ln 2, its mean half of ln 2 below 0: `dist.rs`.)
        Spread::LogNormal => varies(
            listing,
            format!("{mean} * random.lognormvariate(-0.346574, 0.832555)"),
        ),
        Spread::Pareto => varies(
            listing,
            format!("{mean} * 0.344208 / random.uniform(0.0000316, 1) ** (2 / 3)"),
        ),
    };
    listing
        .put(&format!("{indent}time.sleep({span})  # the work"))
        .at(Step::Working)
        .about("payment_time_ms")
        .about("payment_time_spread");
    note(listing, trade::of(service).done, indent).at(Step::Charged);
}

/// What is told of an order, to a person who looks on, or to a recorder that puts its own function there.
pub(super) fn record(listing: &mut Listing) {
    listing.gap(2);
    listing.block("def record(event, order):  # a recorder hooks in here");
    listing.block("    print(event, order, flush=True)");
}

/// An order has come so far: a line of a function, this far in.
pub(super) fn note<'a>(listing: &'a mut Listing, event: &str, indent: &str) -> &'a mut Line {
    listing.put(&format!("{indent}record(\"{event}\", order)"))
}

/// Where the broker is; with this span of the connection's, in seconds.
pub(super) fn broker<'a>(listing: &'a mut Listing, limit: &str) -> &'a mut Line {
    listing.block("BROKER = pika.URLParameters(os.getenv(\"AMQP_URL\", \"amqp://rabbitmq\"))");
    listing.put(&format!("BROKER.{limit}"))
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
