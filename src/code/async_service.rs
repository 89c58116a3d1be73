//! A service of the async shop: workers that take orders from its queue, one at a time each.
//!
//! One process with a thread and a connection per worker: when the service dies, all its workers die, as in the engine,
//! and a worker whose connection is lost finishes the order in its hands before it dials again, because its thread is
//! in the callback.
//!
//! A service that can crash under load has to count what waits in its buffers too, and a callback that works sees
//! none of them. So the callback only counts and hands over to a thread that works. And so it does where no heartbeat
//! is to be missed.
//!
//! In a choreography it tells the next service: after its work, before its ack, on the channel that it acknowledges on.

use super::dead_letters;
use super::listing::{File, Line, Listing};
use super::program::Program;
use super::python::{broker, is_random, note, record, service_docstring, work};
use super::step::Step;
use super::{topology, trade};
use crate::sim::config::lineup::PAYMENT;
use crate::sim::config::{AckMode, Config, OnFail, Service};
use crate::sim::time::SECOND;

const CRASH: &str = "payment_crash_above";
const LIMIT: &str = "retry_limit";
const HANDLER: &str = "handler_blocks_connection";

/// Does the callback hand over to a thread that works?
fn hands_over(config: &Config, of: &Service) -> bool {
    of.crash_above > 0 || !config.handler_blocks
}

pub(super) fn file(program: &Program, config: &Config) -> File {
    let service = program.role.service();
    let of = config.of(service);
    let crashes = of.crash_above > 0;
    let listing = &mut Listing::of(service);
    let they = match service {
        PAYMENT => "charge them",
        _ => "work on them",
    };
    let name = trade::proper(service);
    service_docstring(
        listing,
        &format!("{name}'s workers: take orders from the queue and {they}."),
        &format!("python {}.py", program.module()),
        of,
    );
    imports(listing, config, of);
    topology::name(listing, config, service);
    let beats = config.heartbeat / SECOND;
    let why = match hands_over(config, of) {
        false => "  # a callback that works sends none: allow for it",
        true => "",
    };
    broker(listing, &format!("heartbeat = {beats}{why}"))
        .about("heartbeat_s")
        .about(HANDLER)
        .about(CRASH);
    if crashes {
        let limit = of.crash_above;
        listing
            .put(&format!(
                "room = threading.Semaphore({limit})  # orders it can bear"
            ))
            .about(CRASH);
    }
    topology::arguments(listing, config, service);
    topology::news(listing, config, service);
    record(listing);
    dead_letters::count(listing, config, service);
    listing.gap(2);
    handler(listing, config, service);
    listing.gap(2);
    consume(listing, config, service);
    listing.block(
        "

def work():
    while True:
        try:
            consume()
        except (AMQPError, OSError):  # the broker is away: dial again
            time.sleep(0.1)",
    );
    dead_letters::redriver(listing, config, service);
    listing.block(
        "

if __name__ == \"__main__\":
    # Each worker has a connection, and one order at a time.",
    );
    let (count, together) = (of.consumers, of.worker_threads);
    if together > 0 {
        let (processes, here) = (count.div_ceil(together), count.min(together));
        let last = count - (processes - 1) * here;
        listing
            .put(&format!("    # {processes} processes; {last} in the last."))
            .about("worker_threads")
            .about("consumers");
    }
    let here = if together > 0 {
        count.min(together)
    } else {
        count
    };
    listing
        .put(&format!(
            "    workers = [threading.Thread(target=work) for _ in range({here})]"
        ))
        .about("consumers")
        .about("worker_threads");
    dead_letters::start(listing, of);
    listing.block("    for worker in workers:\n        worker.start()");
    if hands_over(config, of) {
        // A thread pool takes no work once the main thread has ended.
        listing.block_about(HANDLER, "    for worker in workers:\n        worker.join()");
    }
    std::mem::take(listing).file(program.name)
}

fn imports(listing: &mut Listing, config: &Config, of: &Service) {
    listing.block("import json\nimport os");
    if is_random(of) {
        listing.block_about("payment_time_spread", "import random");
    }
    listing.block("import threading\nimport time");
    if hands_over(config, of) {
        let text = "from concurrent.futures import ThreadPoolExecutor";
        listing.put(text).about(CRASH).about(HANDLER);
    }
    listing.block("\nimport pika\nfrom pika.exceptions import AMQPError\n\n");
}

fn handler(listing: &mut Listing, config: &Config, service: u8) {
    let (of, trade) = (config.of(service), trade::of(service));
    let hands = hands_over(config, of);
    let def = match hands {
        true => format!(
            "def {}(connection, channel, method, properties, body):",
            trade.function
        ),
        false => "def on_message(channel, method, properties, body):".to_owned(),
    };
    let line = listing.put(&def).at(Step::HandlerBegan);
    line.about(CRASH).about(HANDLER);
    listing.block("    order = json.loads(body)");
    note(listing, "began", "    ");
    listing.block("    try:");
    work(listing, config, service, "        ");
    let done = trade.done;
    listing.put(&format!("    except Exception:  # nothing was {done}"));
    let tells = topology::next(config, service);
    if of.ack_mode == AckMode::Auto {
        let lost = note(listing, "lost", "        ").about("ack_mode");
        lost.text
            .push_str("  # it failed, and nobody has it any more");
        if let Some(next) = tells {
            listing.block_about("ack_mode", "        return");
            tell(listing, config, hands, &next);
        }
        return;
    }
    let settles = match of.on_fail {
        OnFail::Requeue => "nack(method.delivery_tag, requeue=True)",
        OnFail::Reject => "nack(method.delivery_tag, requeue=False)",
        OnFail::RejectBack => "reject(method.delivery_tag, requeue=True)",
    };
    if let Some(limit) = dead_letters::limit(of) {
        let looks = format!("        if laps(properties) >= {limit}:");
        listing.put(&looks).about(LIMIT);
        let leave = "leave(channel, method, properties, body)";
        settle(listing, hands, "            ", leave).about(LIMIT);
        listing.block_about(LIMIT, "            return");
    }
    let tag = format!("channel.basic_{settles}");
    settle(listing, hands, "        ", &tag)
        .at(Step::Nacked)
        .about("ack_mode")
        .about("on_fail");
    listing.block_about("ack_mode", "        return");
    if let Some(next) = tells {
        tell(listing, config, hands, &next);
    }
    let text = "    # Only now: if it dies before this, the message comes back.";
    listing.block_about("ack_mode", text);
    settle(
        listing,
        hands,
        "    ",
        "channel.basic_ack(method.delivery_tag)",
    )
    .at(Step::Acked)
    .about("ack_mode")
    .about(CRASH);
}

/// The next service is told, as urgently as this one was.
fn tell(listing: &mut Listing, config: &Config, hands: bool, next: &str) {
    let text = "    # Before the ack: a crash in between has it told twice.";
    listing.block_about("async_events", text);
    let mut news = "NEWS";
    if config.urgent_every > 0 {
        news = "news";
        let text = "    urgency = properties.priority
    news = pika.BasicProperties(delivery_mode=PERSISTENT, priority=urgency)";
        listing.block_about("urgent_every", text);
    }
    let call = format!("channel.basic_publish(\"\", \"{next}\", body, {news})");
    settle(listing, hands, "    ", &call)
        .at(Step::ToldNext)
        .about("async_events")
        .about("services");
}

/// What the broker is told; from another thread, by way of the connection's own.
fn settle<'a>(listing: &'a mut Listing, hands: bool, indent: &str, call: &str) -> &'a mut Line {
    if !hands {
        return listing.put(&format!("{indent}{call}"));
    }
    listing
        .put(&format!("{indent}tell = lambda: {call}"))
        .about(CRASH);
    listing.put(&format!("{indent}connection.add_callback_threadsafe(tell)"))
}

fn consume(listing: &mut Listing, config: &Config, service: u8) {
    let of = config.of(service);
    listing.block("def consume():");
    listing
        .put("    connection = pika.BlockingConnection(BROKER)")
        .at(Step::Connecting);
    listing.block("    channel = connection.channel()");
    topology::declare(listing, config, service);
    prefetch(listing, of);
    if hands_over(config, of) {
        hand_over(listing, of, trade::of(service).function);
        listing.put("    try:").about(CRASH).about(HANDLER);
        listen(listing, of, "        ");
        let rest = match of.ack_mode {
            AckMode::Manual => "    finally:  # the broker still has what is not begun",
            AckMode::Auto => "    finally:  # nobody has what is not begun",
        };
        listing.put(rest).about(CRASH).about("ack_mode");
        listing.block_about(HANDLER, "        hands.shutdown(cancel_futures=True)");
    } else {
        listen(listing, of, "    ");
    }
}

fn prefetch(listing: &mut Listing, of: &Service) {
    let text = match (of.prefetch_count, of.ack_mode) {
        (0, AckMode::Manual) => {
            "    # No basic_qos: it may hold any number of messages.".to_owned()
        }
        (0, AckMode::Auto) => "    # No basic_qos: auto_ack would ignore it.".to_owned(),
        (count, AckMode::Manual) => format!("    channel.basic_qos(prefetch_count={count})"),
        (count, AckMode::Auto) => {
            format!("    channel.basic_qos(prefetch_count={count})  # auto_ack ignores it")
        }
    };
    listing.put(&text).about("prefetch_count").about("ack_mode");
}

/// The callback hands over to a thread that works on one order at a time; before that it counts, if there can be too many.
fn hand_over(listing: &mut Listing, of: &Service, function: &str) {
    listing.block_about(
        HANDLER,
        "    hands = ThreadPoolExecutor(max_workers=1)  # one order at a time

    def on_message(channel, *message):",
    );
    let submit = format!("hands.submit({function}, connection, channel, *message)");
    if of.crash_above == 0 {
        listing.block_about(HANDLER, &format!("        {submit}"));
    } else {
        listing.block_about(CRASH, "        if not room.acquire(blocking=False):");
        listing
            .put("            os._exit(1)  # one too many: everything inside is lost")
            .at(Step::Crashed)
            .about(CRASH);
        listing.block_about(CRASH, &format!("        order = {submit}"));
        let text = "        order.add_done_callback(lambda _: room.release())";
        listing.block_about(CRASH, text);
    }
    listing.put("").about(CRASH).about(HANDLER);
}

fn listen(listing: &mut Listing, of: &Service, indent: &str) {
    let auto = match of.ack_mode {
        AckMode::Auto => "True",
        AckMode::Manual => "False",
    };
    if of.ack_mode == AckMode::Auto {
        let text = "# Sent is forgotten: a crash loses all that was delivered.";
        listing.put(&format!("{indent}{text}")).about("ack_mode");
    }
    listing
        .put(&format!(
            "{indent}channel.basic_consume(QUEUE, on_message, auto_ack={auto})"
        ))
        .about("ack_mode");
    listing
        .put(&format!("{indent}channel.start_consuming()"))
        .at(Step::Delivered);
}
