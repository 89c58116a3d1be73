//! Checkout of the async shop: publishes the order and answers 202 at once.
//!
//! A `def` endpoint keeps one AMQP connection per thread, because a pika connection is for one thread. An
//! `async def` endpoint has one for the event loop. There the engine publishes on the loop (a write to a socket,
//! which costs its CPU) and lets other requests go on while a connection is opened; so the program opens it in a
//! thread, for `pika.BlockingConnection` would stop the loop for all its round trips.
//!
//! How it holds its channel is a setting; so is whether it waits for the broker's word. A confirm is waited for in a
//! thread: on the loop it would stop everything.
//!
//! Checkout declares no queue: the workers do, and a message to none is dropped without a word, as in the engine.

use super::page::{File, Page};
use super::python::{ROUTING_KEY, app_with_threads, docstring, signature};
use super::step::Step;
use crate::sim::config::{Channel, Config, Endpoint, ErrorStyle};
use crate::sim::shop::Wiring;
use crate::sim::time::MILLI;

pub(super) const NAME: &str = "async/checkout.py";

const CHANNEL: &str = "amqp_channel";
const CONFIRMS: &str = "publisher_confirms";

/// How the channel is come by and published on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A `def` with one for each thread.
    Threads,
    /// Opened by each request, closed by it.
    Requests,
    /// A `def` with one for all, and nothing to guard it.
    Bare,
    /// A `def` with one for all, and a lock.
    Locked,
    /// The event loop's own; publishing is a write to a socket.
    Loop,
    /// The same, but somebody has to wait for the confirm: a thread does, and others wait in line.
    LoopLocked,
}
use Way::{Bare, Locked, Loop, LoopLocked, Requests, Threads};

fn way(config: &Config) -> Way {
    match (config.endpoint, config.channel, config.confirms) {
        (_, Channel::PerRequest, _) => Requests,
        (Endpoint::Def, Channel::PerThread, _) => Threads,
        (Endpoint::Def, Channel::Shared, _) => Bare,
        (Endpoint::Def, Channel::SharedLocked, _) => Locked,
        (Endpoint::AsyncDef, _, false) => Loop,
        (Endpoint::AsyncDef, _, true) => LoopLocked,
    }
}

pub(super) fn file(config: &Config) -> File {
    let page = &mut Page::default();
    docstring(
        page,
        "Checkout, async: publishes the order and answers at once.",
        "uvicorn checkout:app --host 0.0.0.0",
    );
    imports(page, config);
    page.put("BROKER = pika.ConnectionParameters(\"rabbitmq\", socket_timeout=10.0)")
        .at(Step::ConnectTimedOut);
    properties(page, config);
    match (config.endpoint, way(config)) {
        (Endpoint::Def, way) => {
            if way == Threads {
                let text = "mine = threading.local()  # a pika connection is for one thread";
                page.block_about(CHANNEL, text);
            }
            app_with_threads(page, config.checkout_threads, "checkout_threads");
        }
        (Endpoint::AsyncDef, _) => page.block_about("checkout_endpoint", "app = FastAPI()"),
    }
    match way(config) {
        Locked => page.block_about(CHANNEL, "lock = threading.Lock()  # one publish at a time"),
        LoopLocked => {
            page.block_about(CONFIRMS, "lock = asyncio.Lock()  # one publish at a time");
        }
        Threads | Requests | Bare | Loop => {}
    }
    open(page, config);
    if let Threads | Locked | Loop | LoopLocked = way(config) {
        keep(page, config);
    }
    if config.endpoint == Endpoint::AsyncDef && config.confirms {
        page.gap(2);
        publishing(page, config);
    }
    endpoint(page, config);
    std::mem::take(page).file(NAME, "Checkout, async", Wiring::Async)
}

fn imports(page: &mut Page, config: &Config) {
    let way = way(config);
    if way == LoopLocked {
        page.block_about(CONFIRMS, "import asyncio");
    }
    page.block("import json");
    if let Threads | Locked = way {
        page.block_about(CHANNEL, "import threading");
    }
    let mut names = Vec::new();
    if config.endpoint == Endpoint::Def {
        names.push("asynccontextmanager");
    }
    if !matches!(way, Requests | Bare) {
        names.push("suppress");
    }
    if !names.is_empty() {
        let names = names.join(", ");
        page.put(&format!("from contextlib import {names}"))
            .about("checkout_endpoint")
            .about(CHANNEL);
    }
    if config.urgent_every > 0 {
        page.block_about("urgent_every", "from itertools import count");
    }
    page.block("\n\nimport pika");
    let anyio = match config.endpoint {
        Endpoint::Def => "from anyio.to_thread import current_default_thread_limiter",
        Endpoint::AsyncDef => "from anyio import to_thread",
    };
    page.block_about("checkout_endpoint", anyio);
    page.block("from fastapi import FastAPI");
    if config.error_style != ErrorStyle::Snippet || !config.checkout_return_type {
        page.put("from fastapi.responses import JSONResponse")
            .about("error_style")
            .about("checkout_return_type");
    }
    if config.error_style != ErrorStyle::Snippet || !matches!(way, Requests | Bare) {
        page.block_about("error_style", "from pika.exceptions import AMQPError");
    }
    page.block("\n");
}

/// What every message is published with.
fn properties(page: &mut Page, config: &Config) {
    let mode = match config.messages_persistent {
        true => "Persistent",
        false => "Transient",
    };
    let mut kinds = vec![("PROPERTIES", false)];
    if config.urgent_every > 0 {
        kinds.push(("URGENT", true));
    }
    for (name, urgent) in kinds {
        page.put(&format!("{name} = pika.BasicProperties("));
        page.put(&format!("    delivery_mode=pika.DeliveryMode.{mode},"))
            .about("messages_persistent");
        if config.message_ttl > 0 {
            let ttl = config.message_ttl / MILLI;
            page.put(&format!("    expiration=\"{ttl}\",  # ms, in words"))
                .about("message_ttl_ms");
        }
        if urgent {
            page.put(&format!("    priority={},", config.max_priority))
                .about("urgent_every")
                .about("max_priority");
        }
        page.put(")");
    }
    if config.urgent_every > 0 {
        page.block_about("urgent_every", "orders = count(1)");
    }
}

/// A new connection with a channel, and how it is made where nobody keeps one.
fn open(page: &mut Page, config: &Config) {
    let way = way(config);
    match way {
        Bare => page.gap(1),
        Requests if config.endpoint == Endpoint::Def => return,
        Threads | Locked => return,
        Requests | Loop | LoopLocked => {
            page.gap(2);
            page.block_about("checkout_endpoint", "def connect():");
        }
    }
    match way {
        Bare => {
            page.put("# Opened once, for all threads: they will tear it.")
                .about(CHANNEL);
            page.put("channel = pika.BlockingConnection(BROKER).channel()")
                .at(Step::Connecting)
                .about(CHANNEL);
            confirm_delivery(page, config, "");
        }
        Requests => {
            page.put("    return pika.BlockingConnection(BROKER)")
                .at(Step::Connecting)
                .about(CHANNEL);
        }
        Threads | Locked | Loop | LoopLocked => {
            page.put("    channel = pika.BlockingConnection(BROKER).channel()")
                .at(Step::Connecting)
                .about("checkout_endpoint");
            confirm_delivery(page, config, "    ");
            page.block_about("checkout_endpoint", "    return channel");
        }
    }
}

/// From now on the broker says what became of each publish.
fn confirm_delivery(page: &mut Page, config: &Config, indent: &str) {
    if config.confirms {
        let text = format!("{indent}channel.confirm_delivery()");
        page.block_about(CONFIRMS, &text);
    }
}

/// How a kept channel is come by: the one there is, if the broker has not hung up on it, or a new one.
///
/// An idle `BlockingConnection` does not see that the broker closed it before something is read. (Asked again once
/// it knows, pika raises a `ValueError`, hence `is_open`.)
fn keep(page: &mut Page, config: &Config) {
    let (def, place) = match way(config) {
        Threads => ("def", "mine"),
        Locked => ("def", "app.state"),
        Requests | Bare | Loop | LoopLocked => ("async def", "app.state"),
    };
    page.gap(2);
    page.put(&format!("{def} open_channel():"))
        .about("checkout_endpoint");
    page.put(&format!(
        "    channel = getattr({place}, \"channel\", None)"
    ))
    .about("checkout_endpoint")
    .about(CHANNEL);
    page.block(
        "    if channel is not None and channel.is_open:
        with suppress(AMQPError):  # notices if the broker hung up
            channel.connection.process_data_events()
    if channel is None or channel.is_closed:",
    );
    if def == "def" {
        page.put("        channel = pika.BlockingConnection(BROKER).channel()")
            .at(Step::Connecting)
            .about("checkout_endpoint");
        confirm_delivery(page, config, "        ");
    } else {
        page.put("        # Opening takes round trips: not on the event loop.")
            .about("checkout_endpoint");
        page.put("        channel = await to_thread.run_sync(connect)")
            .about("checkout_endpoint");
    }
    page.put(&format!("        {place}.channel = channel"))
        .about("checkout_endpoint")
        .about(CHANNEL);
    page.block("    return channel");
}

fn endpoint(page: &mut Page, config: &Config) {
    page.gap(2);
    // A response that is made by hand is not validated: where a type is declared, the status is too.
    let declared = config.checkout_return_type;
    let status = if declared { ", status_code=202" } else { "" };
    page.put(&format!("@app.post(\"/checkout\"{status})"))
        .at(Step::RequestIn)
        .about("checkout_return_type");
    signature(page, config);
    match config.error_style {
        ErrorStyle::Snippet => publish(page, config, "    "),
        ErrorStyle::Demo => {
            page.block_about("error_style", "    try:");
            publish(page, config, "        ");
            page.put("    except (AMQPError, OSError):  # timeouts too")
                .at(Step::Refused)
                .about("error_style");
            unavailable(page);
        }
        ErrorStyle::Production => {
            page.block_about("error_style", "    try:");
            publish(page, config, "        ");
            page.put("    except (AMQPError, OSError) as error:")
                .at(Step::Refused)
                .about("error_style");
            let text = "        if \"timed out\" in repr(error):  # pika has no exception for it";
            page.block_about("error_style", text);
            page.put(
                "            return JSONResponse({\"error\": \"timed out\"}, status_code=504)",
            )
            .at(Step::Answer504)
            .about("error_style");
            unavailable(page);
        }
    }
    let text = match config.confirms {
        false => "    # Accepted is not paid, nor stored: there are no confirms.",
        true => "    # Accepted and taken by the broker is not paid.",
    };
    page.block_about(CONFIRMS, text);
    let answer = match declared {
        true => "    return {\"status\": \"accepted\"}",
        false => "    return JSONResponse({\"status\": \"accepted\"}, status_code=202)",
    };
    page.put(answer)
        .at(Step::Answer202)
        .about("checkout_return_type");
}

fn unavailable(page: &mut Page) {
    page.put("        return JSONResponse({\"error\": \"unavailable\"}, status_code=503)")
        .at(Step::Answer503)
        .about("error_style");
}

/// What the handler does.
fn publish(page: &mut Page, config: &Config, indent: &str) {
    let way = way(config);
    let deeper = format!("{indent}    ");
    let say = |page: &mut Page, setting, text: &str| {
        page.put(&format!("{indent}{text}")).about(setting);
    };
    if config.endpoint == Endpoint::AsyncDef && config.confirms {
        match way {
            Requests => say(page, CHANNEL, "await to_thread.run_sync(publish, order)"),
            Threads | Bare | Locked | Loop | LoopLocked => {
                say(page, CONFIRMS, "async with lock:");
                say(page, CONFIRMS, "    channel = await open_channel()");
                let text = "    await to_thread.run_sync(publish, order, channel)";
                say(page, CONFIRMS, text);
            }
        }
        return;
    }
    match way {
        Threads => {
            say(page, "checkout_endpoint", "channel = open_channel()");
            basic_publish(page, config, indent);
        }
        Bare => basic_publish(page, config, indent),
        Locked => {
            say(page, CHANNEL, "with lock:");
            say(page, CHANNEL, "    channel = open_channel()");
            basic_publish(page, config, &deeper);
        }
        Requests => {
            if config.endpoint == Endpoint::Def {
                let text = format!("{indent}with pika.BlockingConnection(BROKER) as connection:");
                page.put(&text).at(Step::Connecting).about(CHANNEL);
            } else {
                let text = "with await to_thread.run_sync(connect) as connection:";
                say(page, CHANNEL, text);
            }
            say(page, CHANNEL, "    channel = connection.channel()");
            confirm_delivery(page, config, &deeper);
            basic_publish(page, config, &deeper);
        }
        Loop | LoopLocked => {
            say(page, "checkout_endpoint", "channel = await open_channel()");
            let text = "# This is on the event loop: others wait while it is written.";
            say(page, "checkout_endpoint", text);
            basic_publish(page, config, indent);
        }
    }
}

/// The function that a thread runs for the event loop, because the confirm takes its time.
fn publishing(page: &mut Page, config: &Config) {
    if way(config) == Requests {
        page.block_about(
            CHANNEL,
            "def publish(order):\n    with connect() as connection:",
        );
        page.block_about(CHANNEL, "        channel = connection.channel()");
        confirm_delivery(page, config, "        ");
        basic_publish(page, config, "        ");
    } else {
        page.block_about(CONFIRMS, "def publish(order, channel):");
        basic_publish(page, config, "    ");
    }
}

fn basic_publish(page: &mut Page, config: &Config, indent: &str) {
    page.put(&format!("{indent}channel.basic_publish("))
        .at(Step::Published)
        .about(CHANNEL);
    page.put(&format!("{indent}    exchange=\"\","));
    page.put(&format!("{indent}    routing_key=\"{ROUTING_KEY}\","));
    page.put(&format!("{indent}    body=json.dumps(order),"));
    let properties = match config.urgent_every {
        0 => "PROPERTIES".to_owned(),
        every => format!("PROPERTIES if next(orders) % {every} else URGENT"),
    };
    page.put(&format!("{indent}    properties={properties},"))
        .about("urgent_every");
    page.put(&format!("{indent})"));
}
