//! English: recorded runs. What can be opened, what is wrong with a file, how near a replay came.

use super::figures::{count, decimals, span};
use crate::sim::time::Micros;

// ---- the panel --------------------------------------------------------------------------------------------------

/// The choice of a run beside the page.
pub const A_RUN: &str = "A recorded run";
/// Nothing chosen yet.
pub const CHOOSE: &str = "choose one …";
/// The choice of a file.
pub const OR_A_FILE: &str = "or a file of yours";

/// What a run beside the page shows.
pub fn shipped(name: &str) -> &'static str {
    match name {
        "06b-overload-sync-timeouts" => {
            "sync: twice the load that Payment can do, and a timeout of 2 s"
        }
        "07b-outage-async-killed" => {
            "async: all workers killed for seven seconds, then the queue drains"
        }
        _ => "",
    }
}

/// What was judged.
pub const JUDGED: &str = "Judged";
/// Its columns.
pub const JUDGED_HEAD: [&str; 4] = ["figure", "measured", "simulated", "off, of what is allowed"];
/// How many orders came to what.
pub const ENDED: &str = "Where orders ended";
/// How many users were told what.
pub const TOLD: &str = "What users were told";
/// The columns of both.
pub const COUNTED_HEAD: [&str; 4] = ["orders", "measured", "simulated", "apart"];
/// As many.
pub const AS_MANY: &str = "the same";
/// A line of a drawing.
pub const MEASURED: &str = "measured";
/// A line of a drawing.
pub const SIMULATED: &str = "simulated";
/// Opens the settings.
pub const STAGE: &str = "Open its settings on the stage";
/// What that opens.
pub const STAGE_HELP: &str = "With its arrivals and outages. What was prescribed for single orders is not in a \
                              link: there Payment takes as long as it did on average, and fails only by the settings.";

/// A run and what is said of it.
pub fn said_of(name: &str, verdict: &str) -> String {
    format!("{name}: {verdict}")
}

/// A drawing.
pub const USERS_TOLD: &str = "Users told";
/// A drawing.
pub const ORDERS_PAID: &str = "Orders paid";

/// Seconds, on an axis.
pub fn seconds(n: &str) -> String {
    format!("{n} s")
}

/// What a drawing shows: how many got there of all, and the last of them when, measured and simulated; and how far the
/// curves are apart, if both have any.
pub fn curves(
    title: &str,
    orders: usize,
    measured: (usize, Option<Micros>),
    simulated: (usize, Option<Micros>),
    apart: Option<Micros>,
) -> String {
    let last = |(n, last): (usize, Option<Micros>)| match last {
        Some(last) => format!("{n}, the last at {}", span(last)),
        None => "none".to_owned(),
    };
    let apart = match apart {
        Some(apart) => format!(" The curves are never more than {} apart.", span(apart)),
        None => String::new(),
    };
    format!(
        "{title} of {}: measured {}; simulated {}.{apart}",
        count(orders as u64, "order"),
        last(measured),
        last(simulated)
    )
}

// ---- what is wrong with a file ----------------------------------------------------------------------------------

/// It is not JSON, says who reads JSON.
pub fn not_json(why: &str) -> String {
    format!("this is not JSON ({why})")
}

/// It is something else.
pub const NO_RUN: &str = "a recorded run is a JSON object with parameters and orders";

/// A field that has to be there.
pub fn missing(field: &str) -> String {
    format!("{field}: it is missing, and a recorded run needs it")
}

/// A field that holds something else than it takes.
pub fn refused(field: &str, shown: &str, takes: &str) -> String {
    format!("{field}: {shown} cannot be used here; it takes {takes}")
}

/// Somebody's text: in quotes, its first 80 characters at most.
pub fn quoted(text: &str) -> String {
    format!("{:?}", text.chars().take(80).collect::<String>())
}

/// What a field holds.
pub const THIS_LIST: &str = "this list";
/// What a field holds.
pub const THIS: &str = "this";

/// What a field takes.
pub const AN_AMOUNT: &str = "a number from 0";
/// What a field takes.
pub const A_WHOLE_NUMBER: &str = "a whole number from 0";
/// What a field takes.
pub const A_FLAG: &str = "true or false";
/// What a field takes.
pub const A_TEXT: &str = "a text";
/// What a field takes.
pub const A_LIST: &str = "a list";
/// What a field takes.
pub const AN_OBJECT: &str = "an object";
/// What a field takes.
pub const A_SPAN: &str = "milliseconds from 0 to a day";
/// What a field takes.
pub const A_TIME: &str = "milliseconds from 0 to 1,000 days";
/// What a field takes.
pub const A_PATIENCE: &str = "seconds above 0";
/// What a field takes.
pub const A_PRIORITY: &str = "a whole number from 0 to 255";
/// What a field takes.
pub const A_STATUS: &str = "a whole number or a text";
/// What a field takes.
pub const FAILURES: &str = "a list of at most 1000 true and false";
/// What a field takes.
pub const A_DEATH: &str = "[\"mid\", milliseconds] or [\"after\", 0]";
/// What a field takes.
pub const ALLOWANCES: &str = "percentiles and milliseconds";

/// A name that nobody knows, and those that somebody does.
pub fn no_field(field: &str, names: &str) -> String {
    format!("{field}: there is no such name; there are {names}")
}

/// Two orders of one name.
pub fn twice(order: &str) -> String {
    format!("orders: {} is there twice", quoted(order))
}

/// A death in the hands of an order that nobody sent.
pub fn no_order(order: &str) -> String {
    format!("parameters.worker.crash: no order is {}", quoted(order))
}

/// An outage that ends before it begins.
pub fn ends_before(field: &str) -> String {
    format!("{field}: it ends before it begins")
}

/// A recording that is too long.
pub fn too_many(most: usize) -> String {
    format!("orders: these are too many; a replay takes {most}, each outage counted as two")
}

/// It is of neither shop.
pub fn no_mode(mode: &str) -> String {
    format!(
        "parameters.mode: {} is neither sync nor async",
        quoted(mode)
    )
}

/// What a recorder calls it.
pub const ASYNC_DEF: &str = "async def";

/// Its services are none that an order can need.
pub fn no_lineup() -> String {
    "parameters: its services are no lineup: one to six, each once, with payment among them"
        .to_owned()
}

/// It does not say how long Payment took on this order.
pub fn no_service(order: &str) -> String {
    format!("parameters.service_ms: it says nothing of {order}")
}

/// Its replay goes on and on.
pub fn no_end(events: u64) -> String {
    format!(
        "the replay was stopped after {events} events: does parameters.drain_max_s say when the recorder stopped?"
    )
}

/// A parameter that says what no setting takes.
pub fn cannot_be_set(parameter: &str, why: &str) -> String {
    format!("{parameter} ({why})")
}

/// A file that cannot be used.
pub fn unusable(why: &str) -> String {
    format!("This is no recorded run that can be used: {why}")
}

/// A file that is too large; both in bytes.
pub fn too_large(has: f64, most: f64) -> String {
    let [has, most] = [has, most].map(|bytes| decimals(bytes / 1e6, 1));
    format!(
        "This file has {has} MB; a recorded run may have {most} MB here. The command line takes larger ones."
    )
}

/// A file that the browser does not hand out.
pub const UNREADABLE: &str = "This file could not be read.";

/// A run beside the page that did not come.
pub fn not_loaded(name: &str) -> String {
    format!("{name} could not be loaded; try again.")
}

// ---- what was judged --------------------------------------------------------------------------------------------

/// Milliseconds, to a tenth.
pub fn ms(ms: f64) -> String {
    format!("{} ms", decimals(ms, 1))
}

/// What is counted.
pub const ORDER: &str = "order";
/// What is counted.
pub const PLACE: &str = "place";
/// Further off than can be counted.
pub const WITHOUT_END: &str = "without end";
/// Not off at all.
pub const EXACT: &str = "exact";
/// There is no such time.
pub const NONE: &str = "none";

/// A share of what is allowed.
pub fn percent(share: f64) -> String {
    format!("{} %", decimals(share * 100.0, 0))
}

/// Off by so much.
pub fn so_much_off(amount: &str) -> String {
    format!("{amount} off")
}

/// A percentile of a time, by the recording's names for both.
pub fn time(name: &str, share: &str) -> String {
    match name {
        "user_response_ms_all" => format!("until the user is told, {share}"),
        "completion_ms" => format!("until the payment is done, {share}"),
        "all_done_ms" => format!("until all services are done, {share}"),
        _ => format!("{name} {share}"),
    }
}

/// How many orders end in this state.
pub fn end(state: &str) -> String {
    format!("orders that end {state}")
}

/// What is judged of each order.
pub const DIFFER: &str = "orders whose state, deliveries or work differ";
/// None do.
pub const ALL_THE_SAME: &str = "all the same";
/// What is judged of each order.
pub const DEATHS: &str = "each dead order's death";
/// What is judged of each order.
pub const ANSWERS: &str = "each failed order's answer";
/// What is judged of the order of starts.
pub const PLACES_OFF: &str = "places off in the order of payment starts";
/// No start is.
pub const THE_SAME_ORDER: &str = "the same order";

/// An order's place in the order of starts, from 1.
pub fn is_number(order: &str, place: usize) -> String {
    format!("{order} is number {place}")
}

/// An order's instant.
pub fn at(order: &str, ms: f64) -> String {
    format!("{order} at {}", self::ms(ms))
}

/// A run without a name.
pub const NAMELESS: &str = "A run without a name";

/// Something in it is not modelled.
pub fn not_modelled(parameter: &str) -> String {
    format!("not modelled: {parameter}")
}

/// Does it hold? It cannot be said.
pub const NOT_TO_JUDGE: &str = "Cannot be judged: something in it is not modelled.";
/// Does it hold? There is nothing to hold.
pub const NOTHING_TO_JUDGE: &str = "Nothing in it can be judged.";

/// It holds: so many figures, the nearest at this share of what is allowed; or all of them exact.
pub fn holds(figures: usize, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!(
            "Holds: all {figures} figures are within what the run allows, the nearest at {nearest} of it."
        ),
        None => format!("Holds: all {figures} figures are exact."),
    }
}

/// It does not: so many of its figures are off.
pub fn does_not_hold(figures: usize, off: usize) -> String {
    let are = if off == 1 { "is" } else { "are" };
    format!("Does not hold: {off} of {figures} figures {are} further off than the run allows.")
}

/// A finding: what, recorded, simulated.
pub fn finding(what: &str, measured: &str, simulated: &str) -> String {
    format!("{what}: recorded {measured}, simulated {simulated}")
}

/// A finding that does not hold.
pub fn fault(finding: &str, share: &str, allowed: &str) -> String {
    format!("{finding} ({share}; allowed: {allowed})")
}

/// How far off, beside what is allowed, in a cell.
pub fn off(share: &str, allowed: &str, has_share: bool, holds: bool) -> String {
    match (has_share, holds) {
        (true, true) => format!("{share} of {allowed}"),
        (false, true) => share.to_owned(),
        (_, false) => format!("✕ {share} (allowed: {allowed})"),
    }
}
