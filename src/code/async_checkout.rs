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
//! However many services hear of an order, it publishes once, unless over the default exchange, whose messages go to one queue.

use super::listing::{File, Listing};
use super::program::Program;
use super::python::{app_with_threads, broker, docstring, note, record, seconds, signature};
use super::step::Step;
use super::topology;
use crate::sim::config::{Channel, Config, Endpoint, ErrorStyle};
use crate::sim::time::MILLI;

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
        (Endpoint::Def | Endpoint::AsyncDef, Channel::PerRequest, _) => Requests,
        (Endpoint::Def, Channel::PerThread, _) => Threads,
        (Endpoint::Def, Channel::Shared, _) => Bare,
        (Endpoint::Def, Channel::SharedLocked, _) => Locked,
        (
            Endpoint::AsyncDef,
            Channel::PerThread | Channel::Shared | Channel::SharedLocked,
            false,
        ) => Loop,
        (
            Endpoint::AsyncDef,
            Channel::PerThread | Channel::Shared | Channel::SharedLocked,
            true,
        ) => LoopLocked,
    }
}

pub(super) fn file(program: &Program, config: &Config) -> File {
    let listing = &mut Listing::default();
    docstring(
        listing,
        "Checkout, async: publishes the order and answers at once.",
        "uvicorn checkout:app --host 0.0.0.0",
    );
    imports(listing, config);
    broker(listing, "socket_timeout = 10.0").at(Step::ConnectTimedOut);
    if config.blocked_timeout > 0 {
        let bears = seconds(config.blocked_timeout);
        let text = format!("BROKER.blocked_connection_timeout = {bears}");
        listing.block_about("blocked_connection_timeout_s", &text);
    }
    topology::keys(listing, config);
    properties(listing, config);
    match (config.endpoint, way(config)) {
        (Endpoint::Def, way) => {
            if way == Threads {
                let text = "mine = threading.local()  # a pika connection is for one thread";
                listing.block_about(CHANNEL, text);
            }
            app_with_threads(listing, config.checkout_threads, "checkout_threads");
        }
        (Endpoint::AsyncDef, _) => listing.block_about("checkout_endpoint", "app = FastAPI()"),
    }
    match way(config) {
        Locked => listing.block_about(CHANNEL, "lock = threading.Lock()  # one publish at a time"),
        LoopLocked => {
            listing.block_about(CONFIRMS, "lock = asyncio.Lock()  # one publish at a time");
        }
        Threads | Requests | Bare | Loop => {}
    }
    open(listing, config);
    if let Threads | Locked | Loop | LoopLocked = way(config) {
        keep(listing, config);
    }
    if config.endpoint == Endpoint::AsyncDef && config.confirms {
        listing.gap(2);
        publishing(listing, config);
    }
    record(listing);
    endpoint(listing, config);
    std::mem::take(listing).file(program.name)
}

fn imports(listing: &mut Listing, config: &Config) {
    let way = way(config);
    if way == LoopLocked {
        listing.block_about(CONFIRMS, "import asyncio");
    }
    listing.block("import json\nimport os");
    if let Threads | Locked = way {
        listing.block_about(CHANNEL, "import threading");
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
        listing
            .put(&format!("from contextlib import {names}"))
            .about("checkout_endpoint")
            .about(CHANNEL);
    }
    if config.urgent_every > 0 {
        listing.block_about("urgent_every", "from itertools import count");
    }
    listing.block("\nimport pika");
    let anyio = match config.endpoint {
        Endpoint::Def => "from anyio.to_thread import current_default_thread_limiter",
        Endpoint::AsyncDef => "from anyio import to_thread",
    };
    listing.block_about("checkout_endpoint", anyio);
    listing.block("from fastapi import FastAPI");
    if config.error_style != ErrorStyle::Snippet || !config.checkout_return_type {
        listing
            .put("from fastapi.responses import JSONResponse")
            .about("error_style")
            .about("checkout_return_type");
    }
    if config.error_style != ErrorStyle::Snippet || !matches!(way, Requests | Bare) {
        listing.block_about("error_style", "from pika.exceptions import AMQPError");
    }
    listing.block("\n");
}

/// What every message is published with.
fn properties(listing: &mut Listing, config: &Config) {
    let mode = match config.messages_persistent {
        true => "Persistent",
        false => "Transient",
    };
    let mut kinds = vec![("PROPERTIES", false)];
    if config.urgent_every > 0 {
        kinds.push(("URGENT", true));
    }
    for (name, urgent) in kinds {
        listing.put(&format!("{name} = pika.BasicProperties("));
        listing
            .put(&format!("    delivery_mode=pika.DeliveryMode.{mode},"))
            .about("messages_persistent");
        if config.message_ttl > 0 {
            let ttl = config.message_ttl / MILLI;
            listing
                .put(&format!("    expiration=\"{ttl}\",  # ms, in words"))
                .about("message_ttl_ms");
        }
        if urgent {
            listing
                .put(&format!("    priority={},", config.payment().max_priority))
                .about("urgent_every")
                .about("max_priority");
        }
        listing.put(")");
    }
    if config.urgent_every > 0 {
        listing.block_about("urgent_every", "orders = count(1)");
    }
}

/// A new connection with a channel, and how it is made where nobody keeps one.
fn open(listing: &mut Listing, config: &Config) {
    let way = way(config);
    match way {
        Bare => listing.gap(1),
        Requests if config.endpoint == Endpoint::Def => return,
        Threads | Locked => return,
        Requests | Loop | LoopLocked => {
            listing.gap(2);
            listing.block_about("checkout_endpoint", "def connect():");
        }
    }
    match way {
        Bare => {
            listing
                .put("# Opened once, for all threads: they will tear it.")
                .about(CHANNEL);
            listing
                .put("channel = pika.BlockingConnection(BROKER).channel()")
                .at(Step::Connecting)
                .about(CHANNEL);
            confirm_delivery(listing, config, "");
        }
        Requests => {
            listing
                .put("    return pika.BlockingConnection(BROKER)")
                .at(Step::Connecting)
                .about(CHANNEL);
        }
        Threads | Locked | Loop | LoopLocked => {
            listing
                .put("    channel = pika.BlockingConnection(BROKER).channel()")
                .at(Step::Connecting)
                .about("checkout_endpoint");
            confirm_delivery(listing, config, "    ");
            listing.block_about("checkout_endpoint", "    return channel");
        }
    }
}

/// From now on the broker says what became of each publish.
fn confirm_delivery(listing: &mut Listing, config: &Config, indent: &str) {
    if config.confirms {
        let text = format!("{indent}channel.confirm_delivery()");
        listing.block_about(CONFIRMS, &text);
    }
}

/// How a kept channel is come by: the one there is, if the broker has not hung up on it, or a new one.
///
/// An idle `BlockingConnection` does not see that the broker closed it before something is read. (Asked again once
/// it knows, pika raises a `ValueError`, hence `is_open`.)
fn keep(listing: &mut Listing, config: &Config) {
    let (def, place) = match way(config) {
        Threads => ("def", "mine"),
        Locked => ("def", "app.state"),
        Requests | Bare | Loop | LoopLocked => ("async def", "app.state"),
    };
    listing.gap(2);
    listing
        .put(&format!("{def} open_channel():"))
        .about("checkout_endpoint");
    listing
        .put(&format!(
            "    channel = getattr({place}, \"channel\", None)"
        ))
        .about("checkout_endpoint")
        .about(CHANNEL);
    listing.block(
        "    if channel is not None and channel.is_open:
        with suppress(AMQPError):  # notices if the broker hung up
            channel.connection.process_data_events()
    if channel is None or channel.is_closed:",
    );
    if def == "def" {
        listing
            .put("        channel = pika.BlockingConnection(BROKER).channel()")
            .at(Step::Connecting)
            .about("checkout_endpoint");
        confirm_delivery(listing, config, "        ");
    } else {
        listing
            .put("        # Opening takes round trips: not on the event loop.")
            .about("checkout_endpoint");
        listing
            .put("        channel = await to_thread.run_sync(connect)")
            .about("checkout_endpoint");
    }
    listing
        .put(&format!("        {place}.channel = channel"))
        .about("checkout_endpoint")
        .about(CHANNEL);
    listing.block("    return channel");
}

fn endpoint(listing: &mut Listing, config: &Config) {
    listing.gap(2);
    // A response that is made by hand is not validated: where a type is declared, the status is too.
    let declared = config.checkout_return_type;
    let status = if declared { ", status_code=202" } else { "" };
    listing
        .put(&format!("@app.post(\"/checkout\"{status})"))
        .at(Step::RequestIn)
        .about("checkout_return_type");
    signature(listing, config);
    note(listing, "began", "    ");
    match config.error_style {
        ErrorStyle::Snippet => publish(listing, config, "    "),
        ErrorStyle::Demo => {
            listing.block_about("error_style", "    try:");
            publish(listing, config, "        ");
            listing
                .put("    except (AMQPError, OSError):  # timeouts too")
                .at(Step::Refused)
                .about("error_style");
            unavailable(listing);
        }
        ErrorStyle::Production => {
            listing.block_about("error_style", "    try:");
            publish(listing, config, "        ");
            listing
                .put("    except (AMQPError, OSError) as error:")
                .at(Step::Refused)
                .about("error_style");
            let text = "        if \"timed out\" in repr(error):  # pika has no exception for it";
            listing.block_about("error_style", text);
            listing
                .put("            return JSONResponse({\"error\": \"timed out\"}, status_code=504)")
                .at(Step::Answer(504))
                .about("error_style");
            unavailable(listing);
        }
    }
    note(listing, "published", "    ");
    let text = match config.confirms {
        false => "    # Accepted is not paid, nor stored: there are no confirms.",
        true => "    # Accepted and taken by the broker is not paid.",
    };
    listing.block_about(CONFIRMS, text);
    let answer = match declared {
        true => "    return {\"status\": \"accepted\"}",
        false => "    return JSONResponse({\"status\": \"accepted\"}, status_code=202)",
    };
    listing
        .put(answer)
        .at(Step::Answer(202))
        .about("checkout_return_type");
}

fn unavailable(listing: &mut Listing) {
    listing
        .put("        return JSONResponse({\"error\": \"unavailable\"}, status_code=503)")
        .at(Step::Answer(503))
        .about("error_style");
}

/// What the handler does.
fn publish(listing: &mut Listing, config: &Config, indent: &str) {
    let way = way(config);
    let deeper = format!("{indent}    ");
    let say = |listing: &mut Listing, setting, text: &str| {
        listing.put(&format!("{indent}{text}")).about(setting);
    };
    if config.endpoint == Endpoint::AsyncDef && config.confirms {
        match way {
            Requests => say(listing, CHANNEL, "await to_thread.run_sync(publish, order)"),
            Threads | Bare | Locked | Loop | LoopLocked => {
                say(listing, CONFIRMS, "async with lock:");
                say(listing, CONFIRMS, "    channel = await open_channel()");
                let text = "    await to_thread.run_sync(publish, order, channel)";
                say(listing, CONFIRMS, text);
            }
        }
        return;
    }
    match way {
        Threads => {
            say(listing, "checkout_endpoint", "channel = open_channel()");
            topology::basic_publish(listing, config, indent);
        }
        Bare => topology::basic_publish(listing, config, indent),
        Locked => {
            say(listing, CHANNEL, "with lock:");
            say(listing, CHANNEL, "    channel = open_channel()");
            topology::basic_publish(listing, config, &deeper);
        }
        Requests => {
            if config.endpoint == Endpoint::Def {
                let text = format!("{indent}with pika.BlockingConnection(BROKER) as connection:");
                listing.put(&text).at(Step::Connecting).about(CHANNEL);
            } else {
                let text = "with await to_thread.run_sync(connect) as connection:";
                say(listing, CHANNEL, text);
            }
            say(listing, CHANNEL, "    channel = connection.channel()");
            confirm_delivery(listing, config, &deeper);
            topology::basic_publish(listing, config, &deeper);
        }
        Loop | LoopLocked => {
            say(
                listing,
                "checkout_endpoint",
                "channel = await open_channel()",
            );
            let text = "# This is on the event loop: others wait while it is written.";
            say(listing, "checkout_endpoint", text);
            topology::basic_publish(listing, config, indent);
        }
    }
}

/// The function that a thread runs for the event loop, because the confirm takes its time.
fn publishing(listing: &mut Listing, config: &Config) {
    if way(config) == Requests {
        listing.block_about(
            CHANNEL,
            "def publish(order):\n    with connect() as connection:",
        );
        listing.block_about(CHANNEL, "        channel = connection.channel()");
        confirm_delivery(listing, config, "        ");
        topology::basic_publish(listing, config, "        ");
    } else {
        listing.block_about(CONFIRMS, "def publish(order, channel):");
        topology::basic_publish(listing, config, "    ");
    }
}
