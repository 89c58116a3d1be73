//! A recorded wire: between which parts it lay, and which segments of which order it dropped.
//!
//! ```text
//! [t, direction, flags, bytes]  ──▶  the one order that was under way at t  ──▶  its headers, its body, its acknowledgement
//! ```
//!
//! A drop can be prescribed where it is known whose it was. Where several orders were under way at once that is not so:
//! then all drops of the run are drawn, as many as the wire loses on average.

use serde_json::Value as Json;

use super::format::Recording;
use crate::sim::script::Drop;

/// How long after a drop the acknowledgement that would have told of it is under way: a long round trip.
const TELLS_WITHIN_MS: f64 = 250.0;

/// More bytes than a body has here, and fewer than headers have: what httpx writes are 199 and 39 bytes, what uvicorn writes 125
/// and 36.
const HEADERS_FROM: u64 = 64;

/// The choice that says where a wire lies, by the recorder's words.
pub(super) fn between(words: &str) -> Option<&'static str> {
    let has = |part: &str| words.to_lowercase().contains(part);
    match () {
        () if has("user") && has("checkout") => Some("user-checkout"),
        () if has("worker") && has("broker") => Some("broker-workers"),
        () if has("checkout") => Some("checkout-below"),
        () => None,
    }
}

/// A line of the recorder's list.
struct Line {
    at: f64,
    out: bool,
    flags: String,
    bytes: u64,
}

fn line(json: &Json) -> Option<Line> {
    Some(Line {
        at: json[0].as_f64()?,
        out: !json[1].as_str()?.contains("checkout"),
        flags: json[2].as_str()?.to_owned(),
        bytes: json[3].as_u64()?,
    })
}

/// What was dropped of each order; `None`: nothing was written down, or nobody can tell whose it was.
pub(super) fn drops(recording: &Recording) -> Option<Vec<Vec<Drop>>> {
    let list = recording.rest.get("link_drops")?.as_array()?;
    let lines: Vec<Line> = list.iter().map(line).collect::<Option<_>>()?;
    let publishes = recording.parameters.mode == "async";
    let mut of = vec![Vec::new(); recording.orders.len()];
    // The last segment with something in it that each order lost: which way, when, and what would have told of it.
    let mut missing: Vec<Option<(bool, f64, Drop)>> = vec![None; recording.orders.len()];
    for line in &lines {
        let mut under_way = recording.orders.iter().enumerate().filter(|(_, order)| {
            let ends = order.t_response.into_iter().chain(order.t_payment_done);
            let end = ends.fold(order.t_submit, f64::max);
            (order.t_submit..=end).contains(&line.at)
        });
        let (order, another) = (under_way.next(), under_way.next().is_some());
        let counts = line.bytes > 0 || line.flags.contains('S');
        let Some((order, _)) = order.filter(|_| !another) else {
            // (What tells of nothing, and what is said between two orders, costs nobody anything.)
            if counts && another {
                return None;
            }
            continue;
        };
        if counts {
            let (drop, told_by) = segment(line, publishes);
            of[order].push(drop);
            missing[order] = told_by.map(|ack| (line.out, line.at, ack));
        } else if let Some((out, at, ack)) = missing[order]
            && out != line.out
            && line.at - at < TELLS_WITHIN_MS
        {
            of[order].push(ack);
            missing[order] = None;
        }
    }
    Some(of)
}

/// Which segment it was, and what would have told that it is missing.
fn segment(line: &Line, publishes: bool) -> (Drop, Option<Drop>) {
    let large = line.bytes >= HEADERS_FROM;
    match (line.flags.contains('S'), publishes, line.out, large) {
        (true, _, true, _) => (Drop::Dial, None),
        (true, _, false, _) => (Drop::DialBack, None),
        (false, false, true, true) => (Drop::CallHead, Some(Drop::AckOfCallBody)),
        (false, false, true, false) => (Drop::CallBody, Some(Drop::AckOfCallHead)),
        (false, false, false, true) => (Drop::AnswerHead, Some(Drop::AckOfAnswerBody)),
        (false, false, false, false) => (Drop::AnswerBody, Some(Drop::AckOfAnswerHead)),
        // pika's first frame is the shorter one.
        (false, true, true, false) => (Drop::MessageHead, Some(Drop::AckOfMessageBody)),
        (false, true, true, true) => (Drop::MessageBody, Some(Drop::AckOfMessageHead)),
        (false, true, false, _) => (Drop::Confirm, None),
    }
}
