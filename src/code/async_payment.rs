//! Payment of the async shop: workers that take orders from the queue, one at a time each.
//!
//! One process with a thread and a connection per worker: when Payment dies, all its workers die, as in the engine,
//! and a worker whose connection is lost finishes the order in its hands before it dials again, because its thread is
//! in the callback.
//!
//! A Payment that can crash under load has to count what waits in its buffers too, and a callback that works sees
//! none of them. So the callback only counts and hands over to a thread that works.

use super::listing::{File, Line, Listing};
use super::python::{charge, is_random, payment_docstring, work};
use super::step::Step;
use super::topology;
use crate::sim::config::{AckMode, Config, OnFail};

pub(super) const NAME: &str = "async/payment.py";

const CRASH: &str = "payment_crash_above";

pub(super) fn file(config: &Config) -> File {
    let crashes = config.payment().crash_above > 0;
    let listing = &mut Listing::default();
    payment_docstring(
        listing,
        "Payment's workers: take orders from the queue and charge them.",
        "python payment.py",
        config,
    );
    imports(listing, config);
    topology::name(listing);
    listing.block(
        "# A callback that works sends no heartbeats: allow for it.
BROKER = pika.ConnectionParameters(\"rabbitmq\", heartbeat=600)",
    );
    if crashes {
        let limit = config.payment().crash_above;
        listing
            .put(&format!(
                "room = threading.Semaphore({limit})  # orders it can bear"
            ))
            .about(CRASH);
    }
    topology::arguments(listing, config);
    charge(listing);
    listing.gap(2);
    handler(listing, config);
    listing.gap(2);
    consume(listing, config);
    listing.block(
        "

def work():
    while True:
        try:
            consume()
        except (AMQPError, OSError):  # the broker is away: dial again
            time.sleep(0.1)


if __name__ == \"__main__\":
    # Each worker has a connection, and one order at a time.",
    );
    let (count, together) = (config.payment().consumers, config.payment().worker_threads);
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
    listing.block("    for worker in workers:\n        worker.start()");
    if crashes {
        // A thread pool takes no work once the main thread has ended.
        listing.block_about(CRASH, "    for worker in workers:\n        worker.join()");
    }
    std::mem::take(listing).file(NAME)
}

fn imports(listing: &mut Listing, config: &Config) {
    let crashes = config.payment().crash_above > 0;
    listing.block("import json");
    if crashes {
        listing.block_about(CRASH, "import os");
    }
    if is_random(config) {
        listing.block_about("payment_time_spread", "import random");
    }
    listing.block("import threading\nimport time");
    if crashes {
        let text = "from concurrent.futures import ThreadPoolExecutor";
        listing.block_about(CRASH, text);
    }
    listing.block("\nimport pika\nfrom pika.exceptions import AMQPError\n\n");
}

fn handler(listing: &mut Listing, config: &Config) {
    let crashes = config.payment().crash_above > 0;
    let def = match crashes {
        true => "def pay(connection, channel, method, body):",
        false => "def on_message(channel, method, properties, body):",
    };
    listing.put(def).at(Step::HandlerBegan).about(CRASH);
    listing.block("    order = json.loads(body)\n    try:");
    work(listing, config, "        ");
    listing.block("    except Exception:  # nothing was charged");
    if config.payment().ack_mode == AckMode::Auto {
        let text = "        print(\"failed, and nobody has it any more\", order)";
        return listing.block_about("ack_mode", text);
    }
    let requeue = match config.payment().on_fail {
        OnFail::Requeue => "True",
        OnFail::Reject => "False",
    };
    let tag = format!("basic_nack(method.delivery_tag, requeue={requeue})");
    settle(listing, crashes, "        ", &tag)
        .at(Step::Nacked)
        .about("ack_mode")
        .about("on_fail");
    listing.block_about("ack_mode", "        return");
    let text = "    # Only now: if it dies before this, the message comes back.";
    listing.block_about("ack_mode", text);
    settle(listing, crashes, "    ", "basic_ack(method.delivery_tag)")
        .at(Step::Acked)
        .about("ack_mode")
        .about(CRASH);
}

/// What the broker is told; from another thread, by way of the connection's own.
fn settle<'a>(listing: &'a mut Listing, crashes: bool, indent: &str, call: &str) -> &'a mut Line {
    if !crashes {
        return listing.put(&format!("{indent}channel.{call}"));
    }
    listing
        .put(&format!("{indent}tell = lambda: channel.{call}"))
        .about(CRASH);
    listing.put(&format!("{indent}connection.add_callback_threadsafe(tell)"))
}

fn consume(listing: &mut Listing, config: &Config) {
    let crashes = config.payment().crash_above > 0;
    listing.block("def consume():");
    listing
        .put("    connection = pika.BlockingConnection(BROKER)")
        .at(Step::Connecting);
    listing.block("    channel = connection.channel()");
    topology::declare(listing, config);
    prefetch(listing, config);
    if crashes {
        hand_over(listing);
        listing.block_about(CRASH, "    try:");
        listen(listing, config, "        ");
        let rest = match config.payment().ack_mode {
            AckMode::Manual => "    finally:  # the broker still has what is not begun",
            AckMode::Auto => "    finally:  # nobody has what is not begun",
        };
        listing.put(rest).about(CRASH).about("ack_mode");
        listing.block_about(CRASH, "        hands.shutdown(cancel_futures=True)");
    } else {
        listen(listing, config, "    ");
    }
}

fn prefetch(listing: &mut Listing, config: &Config) {
    let text = match (config.payment().prefetch_count, config.payment().ack_mode) {
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

/// The callback counts, and hands over to a thread that works on one order at a time.
fn hand_over(listing: &mut Listing) {
    listing.block_about(
        CRASH,
        "    hands = ThreadPoolExecutor(max_workers=1)  # one order at a time

    def on_message(channel, method, properties, body):
        if not room.acquire(blocking=False):",
    );
    listing
        .put("            os._exit(1)  # one too many: everything inside is lost")
        .at(Step::Crashed)
        .about(CRASH);
    listing.block_about(
        CRASH,
        "        order = hands.submit(pay, connection, channel, method, body)
        order.add_done_callback(lambda _: room.release())
",
    );
    listing.put("").about(CRASH);
}

fn listen(listing: &mut Listing, config: &Config, indent: &str) {
    let auto = match config.payment().ack_mode {
        AckMode::Auto => "True",
        AckMode::Manual => "False",
    };
    if config.payment().ack_mode == AckMode::Auto {
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
