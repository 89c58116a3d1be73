//! Checkout of the async shop: publishes the order and answers 202 at once.
//!
//! A `def` endpoint keeps one AMQP connection per thread, because a pika connection is for one thread. An
//! `async def` endpoint has one for the event loop. There the engine publishes on the loop (a write to a socket,
//! which costs its CPU) and lets other requests go on while a connection is opened; so the program opens it in a
//! thread, for `pika.BlockingConnection` would stop the loop for all its round trips.
//!
//! Checkout declares no queue: the workers do, and a message to none is dropped without a word, as in the engine.

use super::page::{File, Page};
use super::python::{ROUTING_KEY, app_with_threads, docstring, signature};
use super::step::Step;
use crate::sim::config::{Config, Endpoint, ErrorStyle};
use crate::sim::engine::Side;

pub(super) const NAME: &str = "async/checkout.py";

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
    let mode = match config.messages_persistent {
        true => "Persistent",
        false => "Transient",
    };
    page.put(&format!(
        "PROPERTIES = pika.BasicProperties(delivery_mode=pika.DeliveryMode.{mode})"
    ))
    .about("messages_persistent");
    match config.endpoint {
        Endpoint::Def => {
            let text = "mine = threading.local()  # a pika connection is for one thread";
            page.block_about("checkout_endpoint", text);
            app_with_threads(page, config.checkout_threads, "checkout_threads");
        }
        Endpoint::AsyncDef => page.block_about("checkout_endpoint", "app = FastAPI()"),
    }
    connection(page, config.endpoint);
    endpoint(page, config);
    std::mem::take(page).file(NAME, "Checkout, async", Side::Async)
}

fn imports(page: &mut Page, config: &Config) {
    page.block("import json");
    match config.endpoint {
        Endpoint::Def => {
            let text = "import threading\nfrom contextlib import asynccontextmanager, suppress\n\n";
            page.block_about("checkout_endpoint", text);
            page.block("import pika");
            let text = "from anyio.to_thread import current_default_thread_limiter";
            page.block_about("checkout_endpoint", text);
        }
        Endpoint::AsyncDef => {
            page.block_about("checkout_endpoint", "from contextlib import suppress\n\n");
            page.block("import pika");
            page.block_about("checkout_endpoint", "from anyio import to_thread");
        }
    }
    page.block("from fastapi import FastAPI");
    if config.error_style != ErrorStyle::Snippet || !config.checkout_return_type {
        page.put("from fastapi.responses import JSONResponse")
            .about("error_style")
            .about("checkout_return_type");
    }
    page.block("from pika.exceptions import AMQPError\n\n");
}

/// How a channel is come by: the one there is, if the broker has not hung up on it, or a new one.
///
/// An idle `BlockingConnection` does not see that the broker closed it before something is read. (Asked again once
/// it knows, pika raises a `ValueError`, hence `is_open`.)
fn connection(page: &mut Page, endpoint: Endpoint) {
    let (def, place) = match endpoint {
        Endpoint::Def => ("def", "mine"),
        Endpoint::AsyncDef => ("async def", "app.state"),
    };
    if endpoint == Endpoint::AsyncDef {
        page.gap(2);
        page.block_about("checkout_endpoint", "def connect():");
        page.put("    return pika.BlockingConnection(BROKER).channel()")
            .at(Step::Connecting)
            .about("checkout_endpoint");
    }
    page.gap(2);
    page.put(&format!("{def} open_channel():"))
        .about("checkout_endpoint");
    page.put(&format!(
        "    channel = getattr({place}, \"channel\", None)"
    ))
    .about("checkout_endpoint");
    page.block(
        "    if channel is not None and channel.is_open:
        with suppress(AMQPError):  # notices if the broker hung up
            channel.connection.process_data_events()
    if channel is None or channel.is_closed:",
    );
    match endpoint {
        Endpoint::Def => page
            .put("        channel = pika.BlockingConnection(BROKER).channel()")
            .at(Step::Connecting),
        Endpoint::AsyncDef => {
            page.put("        # Opening takes round trips: not on the event loop.")
                .about("checkout_endpoint");
            page.put("        channel = await to_thread.run_sync(connect)")
        }
    }
    .about("checkout_endpoint");
    page.put(&format!("        {place}.channel = channel"))
        .about("checkout_endpoint");
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
        ErrorStyle::Snippet => publish(page, config.endpoint, "    "),
        ErrorStyle::Demo => {
            page.block_about("error_style", "    try:");
            publish(page, config.endpoint, "        ");
            page.put("    except (AMQPError, OSError):  # timeouts too")
                .at(Step::Refused)
                .about("error_style");
            unavailable(page);
        }
        ErrorStyle::Production => {
            page.block_about("error_style", "    try:");
            publish(page, config.endpoint, "        ");
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
    page.block("    # Accepted is not paid, nor stored: there are no confirms.");
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

fn publish(page: &mut Page, endpoint: Endpoint, indent: &str) {
    let open = match endpoint {
        Endpoint::Def => "open_channel()",
        Endpoint::AsyncDef => "await open_channel()",
    };
    page.put(&format!("{indent}channel = {open}"))
        .about("checkout_endpoint");
    if endpoint == Endpoint::AsyncDef {
        let text = "# This is on the event loop: others wait while it is written.";
        page.put(&format!("{indent}{text}"))
            .about("checkout_endpoint");
    }
    page.put(&format!("{indent}channel.basic_publish("))
        .at(Step::Published);
    page.put(&format!("{indent}    exchange=\"\","));
    page.put(&format!("{indent}    routing_key=\"{ROUTING_KEY}\","));
    page.put(&format!("{indent}    body=json.dumps(order),"));
    page.put(&format!("{indent}    properties=PROPERTIES,"));
    page.put(&format!("{indent})"));
}
