//! English: what stands on the stage. Where there is less room there are shorter words: each list has the long one first.

use super::services;
use crate::sim::fault::Fault;
use crate::sim::parts::{PartId, PartKind};
use crate::sim::shop::Wiring;

/// A part's name.
///
/// `several`: there is more than one of what each service has.
pub fn title(part: PartId, several: bool) -> Vec<String> {
    let name = services::name(part.index).to_owned();
    let shorter = services::shorter(part.index).map(str::to_owned);
    let names = |longest: Option<String>| {
        longest
            .into_iter()
            .chain([name.clone()])
            .chain(shorter)
            .collect()
    };
    match part.kind {
        PartKind::Users => vec!["Users".to_owned()],
        PartKind::Checkout => vec!["Checkout".to_owned()],
        PartKind::Queue if several => names(Some(format!("{name} queue"))),
        PartKind::Queue => vec!["Queue".to_owned()],
        PartKind::Service if several => names(None),
        PartKind::Service => vec![name],
        PartKind::Workers if several => names(Some(format!("{name} workers"))),
        PartKind::Workers => vec![format!("{name} workers"), "Workers".to_owned()],
    }
}

/// A shop has no such part.
pub const NO_PART: &str = "there is none in this shop";

/// What is counted of something broken.
#[derive(Clone, Copy, Debug)]
pub struct Broken {
    /// Whose.
    pub shop: Wiring,
    /// Orders inside Payment.
    pub inside: u32,
    /// Its threads or workers that work.
    pub busy: u32,
    /// What the cable holds.
    pub held: usize,
    /// What waits in sockets that the broker does not read.
    pub unread: usize,
}

/// What is wrong with something broken, the long way first; where a word has no room, a sign.
pub fn broken(fault: Fault, it: Broken) -> Vec<String> {
    let own = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    match (fault, it.shop) {
        (Fault::BrokerDown, _) => own(&["broker down", "down", "✕"]),
        // Who calls is refused; who waits in a queue is not.
        (Fault::PaymentDown, Wiring::Sync) => own(&["down: refuses", "down", "✕"]),
        (Fault::PaymentDown, Wiring::Async) => own(&["down", "✕"]),
        (Fault::PaymentFrozen, _) => vec![
            format!("frozen · {} inside", it.inside),
            "frozen".to_owned(),
            "❄".to_owned(),
        ],
        (Fault::PaymentBlackHoled, _) => vec![
            format!("out of reach · busy {}", it.busy),
            "out of reach".to_owned(),
            "cut off".to_owned(),
            "✂".to_owned(),
        ],
        (Fault::MemoryAlarm, _) => {
            let short = own(&["memory alarm", "alarm"]);
            match it.unread {
                0 => short,
                n => [vec![format!("memory alarm · {n} unread")], short].concat(),
            }
        }
        (Fault::NetworkCut, _) => cable("✂ cut", it.held),
        (Fault::NetworkCutOut, _) => cable("✂ out", it.held),
        (Fault::NetworkCutBack, _) => [cable("✂ back", it.held), own(&["✂"])].concat(),
    }
}

/// How a cable is, and how many it holds.
fn cable(short: &str, held: usize) -> Vec<String> {
    let short = short.to_owned();
    match held {
        0 => vec![short],
        n => vec![format!("{short} · {n} held"), short],
    }
}

/// Before the first order.
pub const NO_USERS: &str = "no users yet";

/// So many wait.
fn wait(count: usize) -> String {
    match count {
        0 => "nobody waits".to_owned(),
        1 => "1 waits".to_owned(),
        n => format!("{n} wait"),
    }
}

/// So many wait, and what for: so many of them in line for a thread, the others for their answer. `answers`: is it worth
/// a word that it is an answer they wait for?
pub fn waiting(open: usize, line: usize, answers: bool) -> Vec<String> {
    let all = wait(open);
    let mut texts = match (open, line) {
        (0, _) => vec![],
        (_, 0) if answers => vec![format!("{all} for an answer")],
        (_, 0) => vec![],
        (open, line) if line >= open => vec![format!("{all} for a thread")],
        (_, 1) => vec![format!("{all}, one for a thread")],
        (_, line) => vec![
            format!("{all}, {line} of them for a thread"),
            format!("{all}, {line} for a thread"),
        ],
    };
    texts.push(all);
    texts
}

/// Those who do not wait any more: promised what has not been done yet, told an error, gone. The long way, and a shorter
/// one; nothing is said of none. `home`: so many of those who got nothing are not there any more.
pub fn others(promised: u64, refused: u64, gone: u64, home: u64) -> Vec<[String; 2]> {
    let error = if refused == 1 { "error" } else { "errors" };
    let said = [
        (promised, "told 202 and not charged yet", "unpaid"),
        (refused, "told an error", error),
        (gone, "gave up", "gave up"),
    ];
    let said = said.iter().filter(|(count, ..)| *count > 0);
    let mut said: Vec<[String; 2]> = said
        .map(|(n, long, short)| [format!("{n} {long}"), format!("{n} {short}")])
        .collect();
    if home > 0
        && let Some([long, short]) = said.get_mut(usize::from(promised > 0))
    {
        let all = home == refused + gone && (refused == 0 || gone == 0);
        let (many, few) = match all {
            true => (", gone home".to_owned(), ", gone".to_owned()),
            false => (format!(", {home} gone home"), format!(", {home} gone")),
        };
        long.push_str(&many);
        short.push_str(&few);
    }
    said
}

/// What a mark stands for. (A thread is always one, and so is its tether.)
pub fn mark(orders: usize) -> [String; 4] {
    [
        format!("1 person or dot = {orders} orders"),
        format!("1 dot = {orders} orders"),
        format!("1 dot = {orders}"),
        format!("● = {orders}"),
    ]
}

/// Checkout's threads held, and how many there are (`None`: `async def`); and so many of theirs who have not called yet:
/// they wait for a connection, or pause before a retry.
pub fn threads(held: u32, all: Option<u32>, [connection, pause]: [usize; 2]) -> Vec<String> {
    let mut texts = match all {
        Some(all) => vec![
            format!("threads {held} / {all}"),
            format!("{held} / {all} busy"),
            format!("{held} busy"),
        ],
        None => vec![format!("async def: {held} open"), format!("{held} open")],
    };
    // (Short, it must not read as if they waited for a thread: they have one.)
    let waits = wait(connection);
    let (said, short) = match (connection, pause) {
        (0, 0) => return texts,
        (n, 0) => (
            format!("{waits} for a connection"),
            format!("{n} held back"),
        ),
        (0, n) => (format!("{n} before a retry"), format!("{n} retry")),
        (n, m) => (
            format!("{waits} for a connection · {m} before a retry"),
            format!("{} held back", n + m),
        ),
    };
    let shortest = short.strip_suffix(" back").unwrap_or(&short).to_owned();
    texts.splice(1.., [said, short, shortest]);
    texts[0] = format!("{} · {}", texts[0], texts[1]);
    texts
}

/// What is in the queue, and what workers hold of it.
pub fn queue(ready: usize, unacked: u32) -> Vec<String> {
    vec![
        format!("ready {ready} · unacked {unacked}"),
        format!("ready {ready}"),
    ]
}

/// Nobody declared the queue.
pub const NO_QUEUE: [&str; 2] = ["no queue: messages vanish", "no queue"];

/// Payment's threads: busy ones, all, the line before them, and for how many of the former and of the latter nobody waits.
pub fn service(held: u32, all: u32, line: usize, [served, queued]: [usize; 2]) -> Vec<String> {
    let nobody = |n: usize| format!("{n} for nobody");
    if line == 0 || served + queued == 0 {
        let wrong = (served > 0).then(|| nobody(served));
        return of_servers(held, all, (line, "in line", "line"), wrong);
    }
    // Each beside those of whom it is said, so that it adds up with what is drawn.
    let of_these = |n: usize| match n {
        0 => String::new(),
        n => format!(" ({})", nobody(n)),
    };
    let (served, queued) = (of_these(served), of_these(queued));
    let mut texts = vec![
        format!("busy {held} / {all}{served} · in line {line}{queued}"),
        format!("in line {line}{queued}"),
        format!("line {line}{queued}"),
    ];
    texts.extend(of_servers(held, all, (line, "in line", "line"), None));
    texts
}

/// Payment's workers: busy ones, all, what waits in their buffers, and how many are not connected.
pub fn workers(held: u32, all: u32, buffered: usize, gone: usize) -> Vec<String> {
    let wrong = (gone > 0).then(|| format!("{gone} not connected"));
    of_servers(held, all, (buffered, "buffered", "buffer"), wrong)
}

/// Busy ones, of all, where there is hardly any room: of several services that stand side by side.
pub fn held_of(held: u32, all: u32) -> Vec<String> {
    vec![format!("{held}/{all}"), held.to_string()]
}

/// Messages that are ready, where there is hardly any room: in the narrowest box a tenth of a thousand is near enough.
pub fn ready_of(ready: usize) -> Vec<String> {
    let tenths = (ready + 50) / 100;
    let about = match tenths {
        0 => return vec![ready.to_string()],
        1..10 => format!(".{tenths}k"),
        _ => format!("{}k", (ready + 500) / 1_000),
    };
    vec![ready.to_string(), about]
}

fn of_servers(
    held: u32,
    all: u32,
    (waiting, long, short): (usize, &str, &str),
    wrong: Option<String>,
) -> Vec<String> {
    let busy = format!("busy {held} / {all}");
    let mut texts = Vec::new();
    if waiting == 0 {
        if let Some(wrong) = wrong {
            texts.push(format!("{busy} · {wrong}"));
            texts.push(wrong);
        }
        texts.push(busy);
        texts.push(format!("{held} busy"));
        return texts;
    }
    // Where some wait all are busy, as a rule: that is the first to go.
    if let Some(wrong) = wrong {
        texts.push(format!("{busy} · {long} {waiting} · {wrong}"));
        texts.push(format!("{short} {waiting} · {wrong}"));
        texts.push(wrong);
    }
    texts.push(format!("{busy} · {long} {waiting}"));
    texts.push(format!("{busy} · {short} {waiting}"));
    texts.push(format!("busy {held}/{all}, {short} {waiting}"));
    texts.push(format!("{long} {waiting}"));
    texts.push(format!("{short} {waiting}"));
    texts
}
