//! English: the settings. What they are called, what they do, what their choices are.
//!
//! The names are those of the one table of settings (`experiment/settings`); a test sees that each setting and each
//! choice has its words, and that no words are left over. What the first view shows stands apart from the rest, which is
//! loaded with the panel that shows all of them.

use crate::experiment::settings::{Kind, Part, Setting, Zero};
use crate::experiment::value::plain;

/// A name, and what is said of it.
type Said = (&'static str, &'static str);

/// A group of settings.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Traffic => "Traffic",
        Part::Payment => "Payment",
        Part::Checkout => "Checkout",
        Part::Queue => "Queue",
        Part::Network => "Network",
    }
}

/// What 0 means.
pub fn zero(zero: Zero) -> &'static str {
    match zero {
        Zero::NoLimit => "no limit",
        Zero::Never => "never",
        Zero::None => "none",
        Zero::All => "all",
    }
}

/// What the setting of this name is called.
pub fn label(name: &str) -> &'static str {
    of(&LABELS, name)
}

/// What it does, in a sentence.
pub fn help(name: &str) -> &'static str {
    of(&HELPS, name)
}

/// Finds a setting.
pub const SEARCH: &str = "Search";
/// What one may look for.
pub const SEARCH_FOR: &str = "timeout, prefetch, ack …";
/// There is none.
pub const NOT_FOUND: &str = "no setting speaks of that";

/// Opens the rarer ones of a group, so many of which are set.
pub fn more_about(group: &str, set: usize) -> String {
    match set {
        0 => format!("More about {group}"),
        n => format!("More about {group} · {n} set"),
    }
}

/// The field beside its slider.
pub fn typed(name: &str) -> String {
    format!("{}, typed", label(name))
}

/// A help, and where the default comes from.
pub fn about(help: &str, source: &str) -> String {
    format!("{help} Default: {source}.")
}

/// What values it takes.
pub fn range(setting: &Setting) -> String {
    match setting.kind {
        Kind::Number { min, max, step, .. } => {
            let whole = if step >= 1.0 {
                "a whole number"
            } else {
                "a number"
            };
            let unit = if setting.unit.is_empty() {
                String::new()
            } else {
                format!(" {}", setting.unit)
            };
            format!("{whole} from {} to {}{unit}", plain(min), plain(max))
        }
        Kind::Choice { options, .. } => {
            format!("one of {}", options.join(", "))
        }
        Kind::Flag { .. } => "true or false".to_owned(),
    }
}

/// What a choice of a setting is called.
pub fn choice(setting: &str, choice: &str) -> &'static str {
    let choices = CHOICES.iter().find(|(name, _)| *name == setting);
    choices.map_or("", |(_, choices)| of(choices, choice))
}

fn of(table: &[Said], name: &str) -> &'static str {
    let said = table.iter().find(|(other, _)| *other == name);
    said.map_or("", |(_, said)| said)
}

static LABELS: [Said; 47] = [
    ("arrivals", "Orders arrive"),
    ("arrival_rate_per_s", "Arrival rate"),
    ("burst_size", "Orders in a crowd"),
    ("arrivals_stop_s", "Arrivals stop after"),
    ("user_patience_s", "Users hang up after"),
    ("payment_time_ms", "Payment takes"),
    ("payment_time_spread", "Its time varies"),
    ("payment_threads", "Payment threads (sync)"),
    ("payment_return_type", "Payment declares its return type"),
    ("consumers", "Payment workers (async)"),
    ("payment_crash_above", "Crashes above"),
    ("payment_restart_ms", "Restarts after"),
    ("worker_threads", "Workers per process"),
    ("fail_percent", "Payments that fail"),
    ("poison_order", "Order that always fails"),
    ("crash_order", "Order that kills its worker"),
    ("crash_when", "It dies"),
    ("on_fail", "A failed order"),
    ("checkout_endpoint", "Checkout's endpoint"),
    ("checkout_threads", "Checkout threads"),
    ("read_timeout_ms", "HTTP timeout"),
    ("connect_timeout_ms", "Connect timeout"),
    ("http_client", "HTTP client"),
    ("http_connections", "Client connections"),
    ("pool_timeout_ms", "Pool timeout"),
    ("error_style", "A failure is told as"),
    ("amqp_channel", "AMQP channel"),
    ("publisher_confirms", "Waits for publisher confirms"),
    ("message_ttl_ms", "Messages expire after"),
    ("urgent_every", "Urgent orders"),
    ("checkout_return_type", "Checkout declares its return type"),
    ("retries", "Retries"),
    ("retry_backoff_ms", "Pause before a retry"),
    ("warm_start", "Warmed up"),
    ("prefetch_count", "Prefetch"),
    ("ack_mode", "A message is acknowledged"),
    ("queue_durable", "Queue is durable"),
    ("messages_persistent", "Messages are persistent"),
    ("queue_type", "Queue type"),
    ("delivery_limit", "Delivery limit"),
    ("dead_letter_exchange", "Keeps dead messages"),
    ("max_length", "Longest queue"),
    ("overflow", "A full queue"),
    ("queue_ttl_ms", "Queue forgets after"),
    ("max_priority", "Priorities"),
    ("overheads", "Cost of the machinery"),
    ("link_latency_ms", "Extra link latency"),
];

static HELPS: [Said; 47] = [
    (
        "arrivals",
        "How orders come besides your own clicks; both shops get the same ones.",
    ),
    (
        "payment_time_ms",
        "Mean time Payment works on one order, in both shops.",
    ),
    (
        "payment_threads",
        "Orders Payment can work on at once over HTTP; others wait in line, first in first out.",
    ),
    (
        "consumers",
        "Workers that consume from the queue, each one order at a time.",
    ),
    (
        "checkout_threads",
        "Requests Checkout can handle at once when its endpoint is a def; others wait for a thread.",
    ),
    (
        "read_timeout_ms",
        "Longest wait for Payment's answer. It ends the waiting, not the work: Payment still charges. Waiting for a Checkout thread is not counted.",
    ),
    (
        "prefetch_count",
        "Unacknowledged messages a worker may hold; 0 = no limit. Ignored under auto-ack.",
    ),
    ("arrival_rate_per_s", "Mean arrival rate, to each shop."),
    (
        "burst_size",
        "How many orders arrive at the same instant when orders come in crowds; the rate stays what it is.",
    ),
    (
        "arrivals_stop_s",
        "Generated arrivals stop this long after they began, so that a run has an end.",
    ),
    (
        "user_patience_s",
        "How long a user waits for an answer before hanging up; 0 = never. Checkout and Payment are not told, and go on: the order may be charged.",
    ),
    (
        "payment_time_spread",
        "Fixed, or exponential: many short ones and a few very long ones. The k-th order gets the same luck in both shops.",
    ),
    (
        "payment_return_type",
        "As at Checkout, over HTTP: an order that was charged stands in the line for a thread a second time, behind those that have not begun.",
    ),
    (
        "payment_crash_above",
        "Payment crashes when more orders than this are inside it at once (served, in its line, or in its workers' buffers); 0 = never.",
    ),
    (
        "payment_restart_ms",
        "How long Payment stays down after a crash from overload.",
    ),
    (
        "worker_threads",
        "Workers that share a process, and die together when one order kills it; 0 = all.",
    ),
    (
        "fail_percent",
        "Each attempt fails with this chance, at the end of its work, uncharged. The k-th attempt at an order has the same luck in both shops.",
    ),
    (
        "poison_order",
        "Every attempt at the order of this number fails, in both shops: a poison message; 0 = none.",
    ),
    (
        "crash_order",
        "The worker that is sent this order for the first time dies with its process, which nobody restarts before Payment as a whole. Async only; 0 = none.",
    ),
    (
        "crash_when",
        "After the work, but before the ack: charged, and the message comes back. In the middle of the work: it comes back uncharged.",
    ),
    (
        "on_fail",
        "What a worker does with an order that failed in its hands: back to its place in the queue, to be tried again at once, or away with it.",
    ),
    (
        "checkout_endpoint",
        "def holds a thread for every waiting request; async def holds none, only the connection.",
    ),
    (
        "connect_timeout_ms",
        "Longest wait for a connection to Payment to be made.",
    ),
    (
        "http_client",
        "One client with one pool of kept-alive connections, or a client built for each call (26 ms of CPU each).",
    ),
    (
        "http_connections",
        "Connections of a shared client; a call that finds none free waits, at most for the pool timeout. 0 = no limit.",
    ),
    (
        "pool_timeout_ms",
        "Longest wait for a free connection of a shared client.",
    ),
    (
        "error_style",
        "Which status Checkout answers when its call or publish fails.",
    ),
    (
        "amqp_channel",
        "How a def Checkout holds its channel to the broker. Shared without a lock, two threads tear it and nobody opens it again; with a lock, publishes wait for each other.",
    ),
    (
        "publisher_confirms",
        "Does Checkout answer 202 only when the broker has the message, and an error when it refused it?",
    ),
    (
        "message_ttl_ms",
        "How long Checkout lets each message wait (its expiration property); 0 = never. It acts only when the message is at the head of the queue.",
    ),
    (
        "urgent_every",
        "Every so many orders one is published with the highest priority the queue knows; 0 = none.",
    ),
    (
        "checkout_return_type",
        "FastAPI then validates the answer of a def endpoint in the thread pool: a finished request stands in the line for a thread a second time, behind those that have not begun. Errors are not validated.",
    ),
    (
        "retries",
        "Further attempts after a call to Payment failed or timed out (sync). Each is new work for Payment, and one that was given up goes on: a retried order can be charged several times.",
    ),
    (
        "retry_backoff_ms",
        "How long Checkout waits before each further attempt. A def endpoint holds its thread meanwhile.",
    ),
    (
        "warm_start",
        "Were there requests before the first order? Then one thread of Checkout has built a client, and has a connection to Payment.",
    ),
    (
        "ack_mode",
        "After the work: a crash brings it back (and may charge twice). On delivery: a crash loses it.",
    ),
    (
        "queue_durable",
        "Does the queue survive a broker restart? Its messages survive only if they are persistent too.",
    ),
    (
        "messages_persistent",
        "Are messages written to disk (delivery_mode 2)? Applies to messages published from now on.",
    ),
    (
        "queue_type",
        "Classic, or quorum: written to a Raft log before it counts. A quorum queue is always durable, keeps every message, knows no priorities and counts deliveries.",
    ),
    (
        "delivery_limit",
        "A quorum queue gives up a message that came back more often than this; 0 = never. Classic queues do not count.",
    ),
    (
        "dead_letter_exchange",
        "Do messages that were rejected, expired, one too many or delivered too often go to a queue of their own? Without it they vanish.",
    ),
    (
        "max_length",
        "Ready messages the queue takes; those that workers hold do not count. 0 = no limit.",
    ),
    (
        "overflow",
        "Throws away its oldest message, whose user was told 202; or refuses the new one: an error with publisher confirms, lost without a word without them.",
    ),
    (
        "queue_ttl_ms",
        "A message that was ready for this long expires, whether anybody asks for it or not; 0 = never. In a worker's buffer nothing expires.",
    ),
    (
        "max_priority",
        "The highest priority the queue knows; 0 = none: first in, first out. It acts only on messages that are still in the broker.",
    ),
    (
        "overheads",
        "None: pure arithmetic. As measured: network, interpreter and broker of a real FastAPI and RabbitMQ stack. Slow links: a quarter of a second per hop.",
    ),
    (
        "link_latency_ms",
        "Extra one-way delay between Checkout and Payment or the broker, and between the broker and its workers. A new TCP connection costs two of them, an AMQP connection eight.",
    ),
];

static CHOICES: [(&str, &[Said]); 12] = [
    (
        "arrivals",
        &[
            ("by-hand", "only when I click"),
            ("constant", "evenly spaced"),
            ("poisson", "at random (Poisson)"),
            ("burst", "in crowds"),
            ("one-by-one", "from one user, after each answer"),
        ],
    ),
    (
        "payment_time_spread",
        &[("fixed", "always the same"), ("exponential", "exponential")],
    ),
    (
        "crash_when",
        &[
            ("before-ack", "after the work, before the ack"),
            ("mid-work", "in the middle of the work"),
        ],
    ),
    (
        "on_fail",
        &[("requeue", "is requeued (nack)"), ("reject", "is rejected")],
    ),
    (
        "checkout_endpoint",
        &[("def", "def (threads)"), ("async-def", "async def")],
    ),
    (
        "http_client",
        &[
            ("shared", "one shared client"),
            ("per-call", "httpx.post() per call"),
        ],
    ),
    (
        "error_style",
        &[
            ("snippet", "always 500 (no handling)"),
            ("demo", "always 503"),
            ("production", "503 refused, 504 timed out"),
        ],
    ),
    (
        "amqp_channel",
        &[
            ("per-thread", "one per thread"),
            ("per-request", "opened for each request"),
            ("shared", "one for all, no lock"),
            ("shared-locked", "one for all, with a lock"),
        ],
    ),
    (
        "ack_mode",
        &[
            ("manual", "after the work"),
            ("auto", "on delivery (auto-ack)"),
        ],
    ),
    (
        "queue_type",
        &[("classic", "classic"), ("quorum", "quorum (Raft)")],
    ),
    (
        "overflow",
        &[
            ("drop-head", "drops its oldest message"),
            ("reject-publish", "refuses new ones"),
        ],
    ),
    (
        "overheads",
        &[
            ("none", "none (arithmetic)"),
            ("measured", "as measured"),
            ("slow-links", "slow links (teaching)"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::settings::{Kind, SETTINGS};

    /// The names of a table, in order; none stands there twice.
    fn names(table: &[Said]) -> Vec<&'static str> {
        let mut names = table.to_vec();
        assert!(names.iter().all(|(_, said)| !said.is_empty()));
        names.sort_unstable();
        names.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn every_setting_has_its_words_and_none_are_left_over() {
        let mut settings = SETTINGS.map(|setting| setting.name);
        settings.sort_unstable();
        assert_eq!(names(&LABELS), settings);
        assert_eq!(names(&HELPS), settings);
    }

    #[test]
    fn every_choice_has_its_words_and_none_are_left_over() {
        let mut choices = CHOICES.iter();
        for setting in &SETTINGS {
            let Kind::Choice { options, .. } = setting.kind else {
                continue;
            };
            let (name, said) = choices.next().expect("its choices");
            assert_eq!(*name, setting.name);
            assert!(said.iter().all(|(_, label)| !label.is_empty()));
            let said: Vec<&str> = said.iter().map(|(option, _)| *option).collect();
            assert_eq!(said, options, "{name}");
        }
        assert_eq!(choices.next(), None);
    }

    /// What stands beside a slider at 0 is what its help says.
    #[test]
    fn what_0_means_stands_in_the_help() {
        for setting in &SETTINGS {
            let said = help(setting.name).split_once("0 = ").map(|(_, said)| said);
            match setting.zero() {
                None => assert_eq!(said, None, "{}", setting.name),
                Some(meaning) => {
                    let rest = said.and_then(|said| said.strip_prefix(zero(meaning)));
                    let ends = rest.is_some_and(|rest| rest.starts_with(['.', ';', ':', ',']));
                    assert!(ends, "{}: {said:?}", setting.name);
                }
            }
        }
    }
}
