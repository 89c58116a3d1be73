//! Payment of the async shop: workers that take orders from the queue, one at a time each.
//!
//! One process with a thread and a connection per worker: when Payment dies, all its workers die, as in the engine,
//! and a worker whose connection is lost finishes the order in its hands before it dials again, because its thread is
//! in the callback.
//!
//! A Payment that can crash under load has to count what waits in its buffers too, and a callback that works sees
//! none of them. So the callback only counts and hands over to a thread that works.

use super::page::{File, Page};
use super::python::{ROUTING_KEY, charge, is_random, payment_docstring, work};
use super::step::Step;
use crate::sim::config::{AckMode, Config};
use crate::sim::engine::Side;

pub(super) const NAME: &str = "async/payment.py";

const CRASH: &str = "payment_crash_above";

pub(super) fn file(config: &Config) -> File {
    let crashes = config.payment_crash_above > 0;
    let page = &mut Page::default();
    payment_docstring(
        page,
        "Payment's workers: take orders from the queue and charge them.",
        "python payment.py",
        config,
    );
    imports(page, config);
    page.put(&format!("QUEUE = \"{ROUTING_KEY}\""));
    page.block(
        "# A callback that works sends no heartbeats: allow for it.
BROKER = pika.ConnectionParameters(\"rabbitmq\", heartbeat=600)",
    );
    if crashes {
        let limit = config.payment_crash_above;
        page.put(&format!(
            "room = threading.Semaphore({limit})  # orders it can bear"
        ))
        .about(CRASH);
    }
    charge(page);
    page.gap(2);
    handler(page, config);
    page.gap(2);
    consume(page, config);
    page.block(
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
    let count = config.consumers;
    page.put(&format!(
        "    workers = [threading.Thread(target=work) for _ in range({count})]"
    ))
    .about("consumers");
    page.block("    for worker in workers:\n        worker.start()");
    if crashes {
        // A thread pool takes no work once the main thread has ended.
        page.block_about(CRASH, "    for worker in workers:\n        worker.join()");
    }
    std::mem::take(page).file(NAME, "Payment, worker", Side::Async)
}

fn imports(page: &mut Page, config: &Config) {
    let crashes = config.payment_crash_above > 0;
    page.block("import json");
    if crashes {
        page.block_about(CRASH, "import os");
    }
    if is_random(config) {
        page.block_about("payment_time_spread", "import random");
    }
    page.block("import threading\nimport time");
    if crashes {
        let text = "from concurrent.futures import ThreadPoolExecutor";
        page.block_about(CRASH, text);
    }
    page.block("\nimport pika\nfrom pika.exceptions import AMQPError\n\n");
}

fn handler(page: &mut Page, config: &Config) {
    let crashes = config.payment_crash_above > 0;
    let def = match crashes {
        true => "def pay(connection, channel, method, body):",
        false => "def on_message(channel, method, properties, body):",
    };
    page.put(def).at(Step::HandlerBegan).about(CRASH);
    page.block("    order = json.loads(body)");
    work(page, config);
    if config.ack_mode == AckMode::Auto {
        return;
    }
    let text = "    # Only now: if it dies before this, the message comes back.";
    page.block_about("ack_mode", text);
    if crashes {
        let text = "    connection.add_callback_threadsafe(";
        page.put(text).about("ack_mode").about(CRASH);
        page.put("        lambda: channel.basic_ack(method.delivery_tag)")
            .at(Step::Acked)
            .about("ack_mode")
            .about(CRASH);
        page.put("    )").about("ack_mode").about(CRASH);
    } else {
        page.put("    channel.basic_ack(method.delivery_tag)")
            .at(Step::Acked)
            .about("ack_mode");
    }
}

fn consume(page: &mut Page, config: &Config) {
    let crashes = config.payment_crash_above > 0;
    page.block("def consume():");
    page.put("    connection = pika.BlockingConnection(BROKER)")
        .at(Step::Connecting);
    page.block("    channel = connection.channel()");
    let durable = if config.queue_durable {
        "True"
    } else {
        "False"
    };
    page.put(&format!(
        "    channel.queue_declare(QUEUE, durable={durable})"
    ))
    .about("queue_durable");
    prefetch(page, config);
    if crashes {
        hand_over(page);
        page.block_about(CRASH, "    try:");
        listen(page, config, "        ");
        let rest = match config.ack_mode {
            AckMode::Manual => "    finally:  # the broker still has what is not begun",
            AckMode::Auto => "    finally:  # nobody has what is not begun",
        };
        page.put(rest).about(CRASH).about("ack_mode");
        page.block_about(CRASH, "        hands.shutdown(cancel_futures=True)");
    } else {
        listen(page, config, "    ");
    }
}

fn prefetch(page: &mut Page, config: &Config) {
    let text = match (config.prefetch_count, config.ack_mode) {
        (0, AckMode::Manual) => {
            "    # No basic_qos: it may hold any number of messages.".to_owned()
        }
        (0, AckMode::Auto) => "    # No basic_qos: auto_ack would ignore it.".to_owned(),
        (count, AckMode::Manual) => format!("    channel.basic_qos(prefetch_count={count})"),
        (count, AckMode::Auto) => {
            format!("    channel.basic_qos(prefetch_count={count})  # auto_ack ignores it")
        }
    };
    page.put(&text).about("prefetch_count").about("ack_mode");
}

/// The callback counts, and hands over to a thread that works on one order at a time.
fn hand_over(page: &mut Page) {
    page.block_about(
        CRASH,
        "    hands = ThreadPoolExecutor(max_workers=1)  # one order at a time

    def on_message(channel, method, properties, body):
        if not room.acquire(blocking=False):",
    );
    page.put("            os._exit(1)  # one too many: everything inside is lost")
        .at(Step::Crashed)
        .about(CRASH);
    page.block_about(
        CRASH,
        "        order = hands.submit(pay, connection, channel, method, body)
        order.add_done_callback(lambda _: room.release())
",
    );
    page.put("").about(CRASH);
}

fn listen(page: &mut Page, config: &Config, indent: &str) {
    let auto = match config.ack_mode {
        AckMode::Auto => "True",
        AckMode::Manual => "False",
    };
    if config.ack_mode == AckMode::Auto {
        let text = "# Sent is forgotten: a crash loses all that was delivered.";
        page.put(&format!("{indent}{text}")).about("ack_mode");
    }
    page.put(&format!(
        "{indent}channel.basic_consume(QUEUE, on_message, auto_ack={auto})"
    ))
    .about("ack_mode");
    page.put(&format!("{indent}channel.start_consuming()"))
        .at(Step::Delivered);
}
