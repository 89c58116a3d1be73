//! English: the settings. What they are called, what they do, what their choices are.
//!
//! A row for each setting of the one table (`sim/config/table.rs`), by its name; a test sees that each has its words, and that no
//! words are left over. The values of a choice are the engine's own, so that the compiler lists those that are not said.

use std::borrow::Cow;

use super::services;
use crate::experiment::settings::{self, Kind, Part, Setting, Zero};
use crate::experiment::value::plain;
use crate::sim::choice::Choice;
use crate::sim::config::choices::*;
use crate::sim::config::lineup::{Lineup, NAMES, PAYMENT};

/// A name, and what is said of it.
type Said = (&'static str, &'static str);

/// A group of settings.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Traffic => "Traffic",
        Part::Service => "Payment",
        Part::Checkout => "Checkout",
        Part::Queue => "Queue",
        Part::Broker => "Broker",
        Part::Network => "Network",
    }
}

/// The same, of one of several services.
pub fn part_of(group: Part, service: u8) -> String {
    match group {
        Part::Service => services::name(service).to_owned(),
        other => format!("{} · {}", part(other), services::name(service)),
    }
}

/// One of the services that an order needs comes earlier, or later, for those who hear it.
pub fn moved(service: &str, earlier: bool) -> String {
    format!("{service} {}", if earlier { "earlier" } else { "later" })
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
    match setting(name) {
        (row, PAYMENT) => of(LABELS, row),
        (row, _) => match of(SHORT, row) {
            "" => of(LABELS, row),
            short => short,
        },
    }
}

/// What it does, in a sentence.
pub fn help(name: &str) -> Cow<'static, str> {
    match setting(name) {
        (row, PAYMENT) => Cow::Borrowed(of(HELPS, row)),
        (row, service) => Cow::Owned(of(HELPS, row).replace("Payment", services::name(service))),
    }
}

/// The name of a setting's row, and whose it is.
fn setting(name: &str) -> (&str, u8) {
    let setting = settings::find(name);
    setting.map_or((name, PAYMENT), |setting| {
        (setting.row_name(), setting.service)
    })
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
        Kind::Choice { options } => {
            format!("one of {}", options.join(", "))
        }
        Kind::Flag => "true or false".to_owned(),
        Kind::Services => format!(
            "payment, and others of {} before or behind it, with a dot between",
            NAMES[1..].join(", ")
        ),
    }
}

/// Services that an order needs.
pub fn lineup(names: &str) -> String {
    match Lineup::named(names) {
        Some(Lineup::ONE) => "Payment alone".to_owned(),
        Some(lineup) => services::all(lineup),
        None => names.to_owned(),
    }
}

/// What a choice of a setting is called.
pub fn choice(setting: &str, choice: &str) -> &'static str {
    let (row, _) = self::setting(setting);
    let choices = CHOICES.iter().find(|(name, _)| *name == row);
    choices.map_or("", |(_, said)| said(choice))
}

fn of(table: &[Said], name: &str) -> &'static str {
    let said = table.iter().find(|(other, _)| *other == name);
    said.map_or("", |(_, said)| said)
}

/// The rows below as three lists, because the page's first view needs the labels alone.
macro_rules! settings {
    ($(
        $name:literal => $label:literal $(/ $short:literal)?,
        $help:literal
        $(, $Choice:ident {$($Value:ident: $said:literal,)+})?;
    )+) => {
        static LABELS: &[Said] = &[$(($name, $label)),+];
        /// Of a service other than Payment, where it is another.
        static SHORT: &[Said] = &[$($(($name, $short),)?)+];
        static HELPS: &[Said] = &[$(($name, $help)),+];
        /// (A value that is not said does not compile.)
        static CHOICES: &[(&str, fn(&str) -> &'static str)] = &[$($(
            ($name, |name| match $Choice::named(name) {
                $(Some($Choice::$Value) => $said,)+
                None => "",
            }),
        )?)+];
    };
}

// A setting's name, what it is called, what it does in a sentence; and what each of its values is called.
settings! {
    "arrivals" => "Orders arrive",
        "How orders come besides your own clicks; both shops get the same ones.",
        Arrivals {
            ByHand: "only when I click",
            Constant: "evenly spaced",
            Poisson: "at random (Poisson)",
            Ramp: "at random, ever faster",
            OnOff: "at random, in spells",
            Burst: "in crowds",
            OneByOne: "from one user, after each answer",
        };
    "arrival_rate_per_s" => "Arrival rate",
        "Mean arrival rate, to each shop. If they come ever faster: the rate at the end; in spells: while they come.";
    "burst_size" => "Orders in a crowd",
        "How many orders arrive at the same instant when orders come in crowds; the rate stays what it is.";
    "arrivals_on_s" => "A spell lasts",
        "How long orders come if they come in spells, at the arrival rate.";
    "arrivals_off_s" => "Then none for",
        "How long no orders come between two spells.";
    "arrivals_stop_s" => "Arrivals stop after",
        "Generated arrivals stop this long after they began, so that a run has an end.";
    "user_patience_s" => "Users hang up after",
        "How long a user waits for an answer before hanging up; 0 = never. Checkout and Payment are not told, and go on: the order may be charged.";
    "payment_time_ms" => "Payment takes" / "It takes",
        "Mean time Payment works on one order, in both shops.";
    "payment_time_spread" => "Its time varies",
        "How the time varies around its mean. Exponential: many short ones, a few long ones. Log-normal varies as much, with fewer short ones. Pareto: one in seven has half of the work. The k-th order gets the same luck in both shops.",
        Spread {
            Fixed: "always the same",
            Exponential: "exponential",
            Uniform: "uniform, up to twice the mean",
            LogNormal: "log-normal",
            Pareto: "Pareto, up to a thousandfold",
        };
    "slow_down" => "Payment is slow, times" / "It is slow, times",
        "So many times its time is what Payment takes, in both shops, for what begins from now on; 1 = as fast as it is.";
    "payment_threads" => "Payment threads (sync)" / "Its threads (sync)",
        "Orders Payment can work on at once over HTTP; others wait in line, first in first out.";
    "payment_return_type" => "Payment declares its return type" / "It declares its return type",
        "As at Checkout, over HTTP: an order that was charged stands in the line for a thread a second time, behind those that have not begun.";
    "consumers" => "Payment workers (async)" / "Its workers (async)",
        "Workers that consume from the queue, each one order at a time.";
    "payment_crash_above" => "Crashes above",
        "Payment crashes when more orders than this are inside it at once (served, in its line, or in its workers' buffers); 0 = never.";
    "payment_restart_ms" => "Restarts after",
        "How long Payment stays down after a crash from overload.";
    "worker_threads" => "Workers per process",
        "Workers that share a process, and die together when one order kills it; 0 = all.";
    "fail_percent" => "Payments that fail" / "Of its work fails",
        "Each attempt fails with this chance, at the end of its work, uncharged. The k-th attempt at an order has the same luck in both shops.";
    "poison_order" => "Order that always fails",
        "Every attempt at the order of this number fails, in both shops: a poison message; 0 = none.";
    "crash_order" => "Order that kills its worker",
        "The worker that is sent this order for the first time dies with its process, which nobody restarts before Payment as a whole. Async only; 0 = none.";
    "crash_when" => "It dies",
        "After the work, but before the ack: charged, and the message comes back. In the middle of the work: it comes back uncharged.",
        CrashWhen {
            BeforeAck: "after the work, before the ack",
            MidWork: "in the middle of the work",
        };
    "on_fail" => "A failed order",
        "What a worker does with an order that failed in its hands: back to its place in the queue, to be tried again at once, or away with it. From RabbitMQ 4.3 on a quorum queue counts what is rejected and requeued towards its delivery limit, and not what is nacked.",
        OnFail {
            Requeue: "is requeued (nack)",
            Reject: "is rejected",
            RejectBack: "is rejected, and requeued",
        };
    "services" => "An order needs",
        "The services that an order needs, in order. Payment charges; each of the others has settings of its own.";
    "sync_calls" => "Several services are called",
        "One after the other: the user waits for the sum, and the first failure ends it; nothing is undone. At once: the user waits for the slowest, whatever becomes of the others.",
        Calls {
            InSequence: "one after the other",
            InParallel: "all at once",
        };
    "async_events" => "Several services hear of it",
        "All from Checkout, independently of each other; or each from the workers of the one before it, who publish when they are done and before they acknowledge.",
        Events {
            FanOut: "from Checkout (fan-out)",
            Choreography: "from the one before (choreography)",
        };
    "checkout_endpoint" => "Checkout's endpoint",
        "def holds a thread for every waiting request; async def holds none, only the connection.",
        Endpoint {
            Def: "def (threads)",
            AsyncDef: "async def",
        };
    "checkout_threads" => "Checkout threads",
        "Requests Checkout can handle at once when its endpoint is a def; others wait for a thread.";
    "read_timeout_ms" => "HTTP timeout",
        "Longest wait for Payment's answer. It ends the waiting, not the work: Payment still charges. Waiting for a Checkout thread is not counted.";
    "connect_timeout_ms" => "Connect timeout",
        "Longest wait for a connection to Payment to be made.";
    "http_client" => "HTTP client",
        "One client with one pool of kept-alive connections, or a client built for each call (26 ms of CPU each).",
        HttpClient {
            Shared: "one shared client",
            PerCall: "httpx.post() per call",
        };
    "http_connections" => "Client connections",
        "Connections of a shared client; a call that finds none free waits, at most for the pool timeout. 0 = no limit.";
    "http_keepalive_connections" => "Kept connections",
        "Connections that a shared client keeps open when nobody uses them. What becomes free beyond that is closed, also while others wait for it: they make new ones. 0 = no limit.";
    "pool_timeout_ms" => "Pool timeout",
        "Longest wait for a free connection of a shared client. It begins anew, for all who wait, with each connection that is freed and kept: who is late tries again.";
    "error_style" => "A failure is told as",
        "Which status Checkout answers when its call or publish fails.",
        ErrorStyle {
            Snippet: "always 500 (no handling)",
            Demo: "always 503",
            Production: "503 refused, 504 timed out",
        };
    "amqp_channel" => "AMQP channel",
        "How a def Checkout holds its channel to the broker. Shared without a lock, two threads tear it and nobody opens it again; with a lock, publishes wait for each other.",
        Channel {
            PerThread: "one per thread",
            PerRequest: "opened for each request",
            Shared: "one for all, no lock",
            SharedLocked: "one for all, with a lock",
        };
    "publisher_confirms" => "Waits for publisher confirms",
        "Does Checkout answer 202 only when the broker has the message, and an error when it refused it?";
    "blocked_connection_timeout_s" => "Blocked connection timeout",
        "While the broker's memory alarm blocks its connection, a Checkout that waits for a confirm hangs. After this long it gives up and tells an error; the message is read all the same once the alarm is over. 0 = never.";
    "mandatory" => "Messages are mandatory",
        "Is a message sent back that leads to no queue? Only together with publisher confirms does that tell anybody: 503. Otherwise it is lost, and its user was told 202.";
    "routing_key" => "Routing key",
        "The key that Checkout publishes with. Queues are declared and bound for order.created.",
        RoutingKey {
            OrderCreated: "order.created",
            OrderCreatedEu: "order.created.eu",
            OrdersCreated: "orders.created (mistyped)",
        };
    "exchange" => "Exchange",
        "What Checkout publishes to. The default exchange needs a message for each queue; the others copy one message to every queue that is bound.",
        Exchange {
            Default: "default (by queue name)",
            Direct: "direct (same key)",
            Topic: "topic (pattern)",
            Fanout: "fanout (all)",
        };
    "binding_key" => "Bound with",
        "The key that the queue is bound to the exchange with; a topic exchange reads it as a pattern.",
        BindingKey {
            OrderCreated: "order.created",
            AnyOrder: "order.*",
            Orders: "order.#",
            All: "#",
        };
    "message_ttl_ms" => "Messages expire after",
        "How long Checkout lets each message wait (its expiration property); 0 = never. It acts only when the message is at the head of the queue.";
    "urgent_every" => "Urgent orders",
        "Every so many orders one is published with the highest priority the queue knows; 0 = none.";
    "checkout_return_type" => "Checkout declares its return type",
        "FastAPI then validates the answer of a def endpoint in the thread pool: a finished request stands in the line for a thread a second time, behind those that have not begun. Errors are not validated.";
    "retries" => "Retries",
        "Further attempts after a call to Payment failed or timed out (sync). Each is new work for Payment, and one that was given up goes on: a retried order can be charged several times.";
    "retry_backoff_ms" => "Pause before a retry",
        "How long Checkout waits before each further attempt. A def endpoint holds its thread meanwhile.";
    "warm_start" => "Warmed up",
        "Were there requests before the first order? Then one thread of Checkout has built a client, and has a connection to Payment.";
    "amqp_warm_start" => "Connected to the broker",
        "Has one thread of Checkout an AMQP connection before the first order? Without it the first order pays for it: four round trips.";
    "prefetch_count" => "Prefetch",
        "Unacknowledged messages a worker may hold; 0 = no limit. Ignored under auto-ack.";
    "ack_mode" => "A message is acknowledged",
        "After the work: a crash brings it back (and may charge twice). On delivery: a crash loses it.",
        AckMode {
            Manual: "after the work",
            Auto: "on delivery (auto-ack)",
        };
    "queue_durable" => "Queue is durable",
        "Does the queue survive a broker restart? Its messages survive only if they are persistent too.";
    "messages_persistent" => "Messages are persistent",
        "Are messages written to disk (delivery_mode 2)? Applies to messages published from now on.";
    "queue_type" => "Queue type",
        "Classic, or quorum: written to a Raft log before it counts. A quorum queue is always durable, keeps every message and counts deliveries; its workers hold 2000 at most.",
        QueueType {
            Classic: "classic",
            Quorum: "quorum (Raft)",
        };
    "consumer_timeout_s" => "Acknowledgement timeout",
        "A delivery that its worker has not acknowledged for this long comes back, and the worker's channel is closed. The broker looks once a minute; 0 = never.";
    "heartbeat_s" => "Heartbeat of workers",
        "A worker that sends nothing for two to three times this long loses its connection, and what it was sent comes back. pika's default is 60 s; 0 = never.";
    "handler_blocks_connection" => "The worker's callback blocks its connection",
        "pika runs a callback in the thread that reads and writes: while it works no heartbeat is sent. If not, it hands the order to a thread of its own.";
    "broker_version" => "Broker's rules",
        "RabbitMQ's, where they differ: all about quorum queues. In 3.10 they know no priorities, and each message that dies of the delivery limit as it is nacked leaves its worker with one message more than its prefetch. In 4.2 what is above priority 4 has two turns of three. In 4.3 priorities are strict, and what is nacked, or not acknowledged in time, does not count towards the delivery limit.",
        BrokerVersion {
            V3_10: "RabbitMQ 3.10",
            V4_2: "RabbitMQ 4.2",
            V4_3: "RabbitMQ 4.3",
        };
    "delivery_limit" => "Delivery limit",
        "A quorum queue gives up a message that came back more often than this; 0 = never. Classic queues do not count, and from RabbitMQ 4.3 on what is nacked, or not acknowledged in time, is not counted.";
    "dead_letter_exchange" => "Keeps dead messages",
        "Do messages that were rejected, expired, one too many or delivered too often go to a queue of their own? Without it they vanish.";
    "dead_letters" => "Dead messages",
        "Lie in their queue until somebody comes; are redriven: a worker publishes them to their queue anew, one after the other; or wait in a retry queue, whose time to live brings them back. Heeded if dead messages are kept.",
        DeadLetters {
            Parked: "stay where they are",
            Redriven: "are redriven by a worker",
            Retried: "wait, and are retried",
        };
    "retry_ttl_ms" => "They wait for",
        "How long a dead message stays in the retry queue before it is back at the end of its own one.";
    "redrive_ms" => "Redriving one takes",
        "How long the worker that redrives is busy with each dead message.";
    "retry_limit" => "They come back",
        "A message that came back from the dead so often stays with them; 0 = no limit. One that no worker rejected comes back from the retry queue never: the broker drops what goes round by itself.";
    "max_length" => "Longest queue",
        "Ready messages the queue takes; those that workers hold do not count. 0 = no limit.";
    "overflow" => "A full queue",
        "Throws away its oldest message, whose user was told 202; or refuses the new one: an error with publisher confirms, lost without a word without them.",
        Overflow {
            DropHead: "drops its oldest message",
            RejectPublish: "refuses new ones",
        };
    "queue_ttl_ms" => "Queue forgets after",
        "A message that was ready for this long expires, whether anybody asks for it or not; 0 = never. In a worker's buffer nothing expires.";
    "max_priority" => "Priorities",
        "The highest priority a classic queue knows; 0 = none: first in, first out. Urgent orders are published with it, and a quorum queue makes of it what the broker's rules are. It acts only on messages that are still in the broker.";
    "overheads" => "Cost of the machinery",
        "None: pure arithmetic. As measured: network, interpreter and broker of a real FastAPI and RabbitMQ stack. Slow links: a quarter of a second per hop.",
        Overheads {
            None: "none (arithmetic)",
            Measured: "as measured",
            SlowLinks: "slow links (teaching)",
        };
    "link_latency_ms" => "Extra link latency",
        "Extra one-way delay between Checkout and Payment or the broker, and between the broker and its workers. A new TCP connection costs two of them, an AMQP connection eight.";
    "wire_between" => "A bad wire lies between",
        "Which parts the next six rows are about. Out is away from the user, back is towards the user.",
        WireBetween {
            CheckoutBelow: "Checkout and what it calls or publishes to",
            UserCheckout: "users and Checkout",
            BrokerWorkers: "the broker and the workers",
            Everywhere: "all of them",
        };
    "wire_out_ms" => "Wire delay, out",
        "What each TCP segment takes on that wire, on its way out. A request is two segments, and a connection lets ten through before it waits for the first acknowledgement.";
    "wire_back_ms" => "Wire delay, back",
        "The same, on its way back: answers, confirms, acknowledgements.";
    "wire_out_jitter_ms" => "Wire jitter, out",
        "Each segment takes up to this much more or less, evenly drawn; never less than nothing.";
    "wire_back_jitter_ms" => "Wire jitter, back",
        "The same, on its way back.";
    "wire_out_loss_percent" => "Wire loss, out",
        "Of a hundred segments this many are lost, and sent again by TCP: about a round trip later if another one follows, else when a timer of 200 ms and more is over. Loss is delay, then perhaps a timeout; no order vanishes.";
    "wire_back_loss_percent" => "Wire loss, back",
        "The same, on its way back.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::settings::{Kind, SETTINGS, common};

    /// The names of a table, in order; none stands there twice.
    fn names(table: &[Said]) -> Vec<&'static str> {
        let mut names = table.to_vec();
        assert!(names.iter().all(|(_, said)| !said.is_empty()));
        names.sort_unstable();
        names.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn every_setting_has_its_words_and_none_are_left_over() {
        let mut settings: Vec<&str> = common().iter().map(|setting| setting.name).collect();
        settings.sort_unstable();
        assert_eq!(names(LABELS), settings);
        assert_eq!(names(HELPS), settings);
    }

    #[test]
    fn every_choice_has_its_words_and_none_are_left_over() {
        for setting in &SETTINGS {
            if let Kind::Choice { options } = setting.kind {
                for option in options {
                    assert_ne!(choice(setting.name, option), "", "{}", setting.name);
                }
            }
        }
        let chosen = |name: &&str| {
            let mut settings = common().iter();
            settings.any(|s| s.name == *name && matches!(s.kind, Kind::Choice { .. }))
        };
        assert!(CHOICES.iter().map(|(name, _)| name).all(chosen));
    }

    /// What stands beside a slider at 0 is what its help says.
    #[test]
    fn what_0_means_stands_in_the_help() {
        for setting in &SETTINGS {
            let help = help(setting.name);
            let said = help.split_once("0 = ").map(|(_, said)| said);
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
