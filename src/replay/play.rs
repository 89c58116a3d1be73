//! The replay itself: the experiment is run, and each order's story becomes one line, in the recording's own terms.

use std::collections::BTreeMap;

use super::format::Recording;
use super::line::Line;
use super::mapping::Mapped;
use super::works::Works;
use crate::experiment::run::Run;
use crate::sim::config::lineup::{NAMES, PAYMENT, Set};
use crate::sim::journey::{Moment, Noted};
use crate::sim::ledger::{REASONS, Reason};
use crate::sim::parts::PartKind;
use crate::sim::shop::Shop;
use crate::sim::time::{MILLI, Micros, from_ms, to_ms};
use crate::words::recorded as words;

/// How often the recorder looked at the queue.
const SAMPLE: Micros = 20 * MILLI;

/// What a recording has in place of a status where the user hung up.
const USER_TIMEOUT: &str = "user-timeout";

/// What a replay gave.
#[derive(Clone, Debug, Default)]
pub struct Played {
    /// Each order, in the order of the recording.
    pub orders: Vec<Line>,
    /// The most that were ready in the queue whenever the recorder would have looked.
    pub max_queue_ready: Option<u32>,
    /// What the parts did meanwhile.
    pub works: Option<Works>,
}

/// Plays a run of the mapped experiment for as long as the recorder watched; not further than this many events.
pub fn play(
    mut run: Run,
    mapped: &Mapped,
    recording: &Recording,
    events: u64,
) -> Result<Played, String> {
    run.watch_everybody();
    let wiring = mapped.shop;
    let (mut sample, mut ready, mut deadline) = (0, 0, None);
    let drain = recording
        .parameters
        .drain_max_s
        .map(|s| from_ms(s * 1_000.0));
    while let Some(next) = run.next_time() {
        if deadline.is_some_and(|deadline| next > deadline) {
            break;
        }
        if run.events() >= events {
            return Err(words::no_end(events));
        }
        if next >= sample {
            ready = ready.max(run.world().shop(wiring).queue().ready().len() as u32);
            sample = (next / SAMPLE + 1) * SAMPLE;
        }
        run.step();
        let shop = run.world().shop(wiring);
        let answered = shop.open() == 0 && shop.sent() as usize == recording.orders.len();
        if deadline.is_none() && answered {
            deadline = drain.map(|drain| shop.totals().last_told.saturating_add(drain));
        }
    }
    let shop = run.world().shop(wiring);
    let mut lines = lines(shop);
    let works = Works::of(shop.journey().chronicle(), wiring, &lines);
    let mut orders = vec![Line::default(); recording.orders.len()];
    for (number, &place) in mapped.places.iter().enumerate() {
        let mut line = lines.remove(&(number as u64)).unwrap_or_default();
        line.id.clone_from(&recording.orders[place].id);
        orders[place] = line;
    }
    Ok(Played {
        orders,
        max_queue_ready: wiring.has(PartKind::Queue).then_some(ready),
        works: Some(works),
    })
}

/// Each order's line, by number.
fn lines(shop: &Shop) -> BTreeMap<u64, Line> {
    let mut lines: BTreeMap<u64, Line> = BTreeMap::new();
    let all = shop.config().needs.set();
    let mut undone: BTreeMap<u64, Set> = BTreeMap::new();
    for (number, noted) in shop.journey().chronicle() {
        let line = lines.entry(*number).or_default();
        note(line, noted);
        if all != Set::PAYMENT {
            serve(line, noted);
        }
        if let Moment::Charged { .. } = noted.what {
            let left = undone.entry(*number).or_insert(all);
            *left = left.without(Set::one(noted.service));
            if left.is_empty() && all != Set::PAYMENT {
                line.t_all_done = line.t_all_done.or(Some(to_ms(noted.at)));
            }
        }
    }
    let finished = shop.log().iter();
    let finished = finished.map(|o| (u64::from(o.number), o.reason, false));
    let alive = shop.orders().map(|o| (o.number, o.reason, o.carriers > 0));
    for (number, reason, pending) in finished.chain(alive) {
        let line = lines.entry(number).or_default();
        if line.status == USER_TIMEOUT {
            // Of what came of the call nobody told them.
            line.error = None;
        }
        line.final_state = match shop.wiring().answers_when_paid() {
            true => sync_state(line),
            false => async_state(line, reason, pending),
        };
    }
    lines
}

/// One moment of an order that needs several services, into what one of them did.
fn serve(line: &mut Line, noted: &Noted) {
    let at = Some(to_ms(noted.at));
    // (What is about all of them is no work of one.)
    let Some(name) = NAMES.get(noted.service as usize) else {
        return;
    };
    match noted.what {
        Moment::ServiceBegan { .. } => {
            let served = line.services.entry((*name).to_owned()).or_default();
            served.deliveries += 1;
            served.t_start = served.t_start.or(at);
        }
        Moment::Charged { .. } => {
            let served = line.services.entry((*name).to_owned()).or_default();
            served.completed += 1;
            served.t_done = served.t_done.or(at);
        }
        _ => {}
    }
}

/// One moment of an order, into its line.
fn note(line: &mut Line, noted: &Noted) {
    let at = Some(to_ms(noted.at));
    let payment = noted.service == PAYMENT;
    let error = |name: &str| Some(name.to_owned());
    match noted.what {
        Moment::Sent => line.t_submit = to_ms(noted.at),
        Moment::Told { status } => {
            line.t_response = at;
            line.status = status.to_string();
            if status < 400 {
                line.error = None;
            }
        }
        Moment::HungUp => {
            line.t_response = at;
            line.status = USER_TIMEOUT.to_owned();
        }
        Moment::ServiceBegan { .. } if payment => {
            line.deliveries += 1;
            line.t_payment_start = line.t_payment_start.or(at);
        }
        Moment::Charged { .. } if payment => {
            line.payments_completed += 1;
            line.t_payment_done = line.t_payment_done.or(at);
        }
        Moment::GotConnection { .. } => line.error = None,
        Moment::FailureLeft => line.error = error("500"),
        Moment::PublishNacked => line.error = error("NackError"),
        Moment::PublishReturned => line.error = error("UnroutableError"),
        Moment::ReadTimedOut => line.error = error("ReadTimeout"),
        Moment::ConnectTimedOut => line.error = error("ConnectTimeout"),
        Moment::PoolTimedOut => line.error = error("PoolTimeout"),
        Moment::DialRefused => line.error = error("ConnectError"),
        // News that somebody waits for: of a refused dialling, or of a connection that died.
        Moment::RefusalReachedCheckout if line.error.is_none() => {
            line.error = error("RemoteProtocolError");
        }
        Moment::DeadLettered { .. } if payment => line.t_dead = at,
        _ => {}
    }
}

fn sync_state(line: &Line) -> String {
    match (line.status.as_str(), line.payments_completed) {
        ("200", _) => "ok",
        (_, 0) => "failed",
        _ => "failed-but-charged",
    }
    .to_owned()
}

fn async_state(line: &Line, reason: Reason, pending: bool) -> String {
    let dead = dead(reason).filter(|_| line.t_dead.is_some());
    match (line.status.as_str(), line.payments_completed, dead) {
        ("202", 1.., _) => "completed",
        (_, 1.., _) => "refused-but-charged",
        ("202", 0, _) if pending && line.deliveries == 0 => "still-queued",
        ("202", 0, _) if pending => "unfinished",
        (_, _, Some(reason)) => return format!("dead:{reason}"),
        // Delivered, not done, and nowhere: as the recorder would have it, which looks at the queues alone.
        ("202", ..) if line.deliveries > 0 => "unfinished",
        ("202", ..) => "lost",
        _ => "refused",
    }
    .to_owned()
}

/// The name of a reason for which a message goes to the dead-letter queue.
fn dead(reason: Reason) -> Option<&'static str> {
    let (_, name) = REASONS.iter().find(|(r, _)| *r == reason)?;
    ["rejected", "expired", "maxlen", "delivery_limit"]
        .contains(name)
        .then_some(name)
}
