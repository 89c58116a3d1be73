//! Checkout of the sync shop: calls Payment over HTTP and waits for the answer.
//!
//! A timeout is four numbers, one a phase, each on a line of its own: the line that lights when it fires. The
//! statuses are the engine's: in the production style every timeout, the pool's too, is a 504, and everything else
//! that goes wrong with the call is a 503.

use super::listing::{File, Listing};
use super::python::{app_with_threads, docstring, seconds, signature};
use super::step::Step;
use crate::sim::config::{Config, Endpoint, ErrorStyle, HttpClient};
use crate::sim::http::KEPT_ALIVE;

pub(super) const NAME: &str = "sync/checkout.py";

pub(super) fn file(config: &Config) -> File {
    let listing = &mut Listing::default();
    docstring(
        listing,
        "Checkout, sync: calls Payment, waits, passes its answer on.",
        "uvicorn checkout:app --host 0.0.0.0",
    );
    imports(listing, config);
    timeouts(listing, config);
    if config.http_client == HttpClient::Shared {
        client(listing, config);
    }
    match config.endpoint {
        Endpoint::Def => app_with_threads(listing, config.checkout_threads, "checkout_threads"),
        Endpoint::AsyncDef => listing.block_about("checkout_endpoint", "app = FastAPI()"),
    }
    endpoint(listing, config);
    std::mem::take(listing).file(NAME)
}

fn imports(listing: &mut Listing, config: &Config) {
    let threads = config.endpoint == Endpoint::Def;
    if config.retries > 0 {
        let module = if threads { "time" } else { "asyncio" };
        listing
            .put(&format!("import {module}"))
            .about("retries")
            .about("checkout_endpoint");
    }
    if threads {
        let text = "from contextlib import asynccontextmanager\n\n";
        listing.block_about("checkout_endpoint", text);
    }
    listing.block("import httpx");
    if threads {
        let text = "from anyio.to_thread import current_default_thread_limiter";
        listing.block_about("checkout_endpoint", text);
    }
    listing.block("from fastapi import FastAPI");
    if config.error_style != ErrorStyle::Snippet {
        let text = "from fastapi.responses import JSONResponse";
        listing.block_about("error_style", text);
    }
    listing.gap(1);
}

fn timeouts(listing: &mut Listing, config: &Config) {
    listing.block("PAYMENT = \"http://payment:8000/pay\"");
    listing.block("TIMEOUT = httpx.Timeout(  # each phase has its own: no deadline");
    listing
        .put(&format!("    connect={},", seconds(config.connect_timeout)))
        .at(Step::ConnectTimedOut)
        .about("connect_timeout_ms");
    listing
        .put(&format!("    read={},", seconds(config.read_timeout)))
        .at(Step::ReadTimedOut)
        .about("read_timeout_ms");
    listing.block("    write=5.0,");
    let pool = seconds(config.pool_timeout);
    match config.http_client {
        HttpClient::Shared => listing
            .put(&format!("    pool={pool},"))
            .at(Step::PoolTimedOut),
        HttpClient::PerCall => listing
            .put(&format!(
                "    pool={pool},  # a client per call never waits"
            ))
            .about("http_client"),
    }
    .about("pool_timeout_ms");
    listing.block(")");
}

fn client(listing: &mut Listing, config: &Config) {
    let class = match config.endpoint {
        Endpoint::Def => "httpx.Client",
        Endpoint::AsyncDef => "httpx.AsyncClient",
    };
    listing
        .put(&format!("client = {class}("))
        .about("http_client")
        .about("checkout_endpoint");
    listing.block_about(
        "http_client",
        "    timeout=TIMEOUT,\n    limits=httpx.Limits(",
    );
    let (most, kept) = match config.http_connections {
        0 => ("None".to_owned(), "None".to_owned()),
        limit => (limit.to_string(), KEPT_ALIVE.to_string()),
    };
    listing
        .put(&format!("        max_connections={most},"))
        .at(Step::ConnectionAwaited)
        .about("http_connections");
    listing
        .put(&format!("        max_keepalive_connections={kept},"))
        .about("http_client");
    listing.block_about("http_client", "    ),\n)");
}

fn endpoint(listing: &mut Listing, config: &Config) {
    listing.gap(2);
    listing.put("@app.post(\"/checkout\")").at(Step::RequestIn);
    signature(listing, config);
    match config.error_style {
        ErrorStyle::Snippet => attempts(listing, config, "    "),
        ErrorStyle::Demo => {
            listing.block_about("error_style", "    try:");
            attempts(listing, config, "        ");
            refused(listing, "    except httpx.RequestError:  # timeouts too");
        }
        ErrorStyle::Production => {
            listing.block_about("error_style", "    try:");
            attempts(listing, config, "        ");
            listing.block_about(
                "error_style",
                "        response.raise_for_status()\n    except httpx.TimeoutException:\n        # Payment works on all the same, and charges.",
            );
            listing
                .put("        return JSONResponse({\"error\": \"timed out\"}, status_code=504)")
                .at(Step::Answer(504))
                .about("error_style");
            refused(listing, "    except httpx.HTTPError:  # refused, or died");
        }
    }
    listing
        .put("    return response.json()")
        .at(Step::Answer(200));
}

fn refused(listing: &mut Listing, catch: &str) {
    listing.put(catch).at(Step::Refused).about("error_style");
    listing
        .put("        return JSONResponse({\"error\": \"unavailable\"}, status_code=503)")
        .at(Step::Answer(503))
        .about("error_style");
}

/// The call, once or until it succeeds.
fn attempts(listing: &mut Listing, config: &Config, indent: &str) {
    let retries = config.retries;
    if retries == 0 {
        return call(listing, config, indent);
    }
    let all = retries + 1;
    listing
        .put(&format!("{indent}for attempt in range({all}):"))
        .about("retries");
    listing.block_about("retries", &format!("{indent}    try:"));
    call(listing, config, &format!("{indent}        "));
    for line in [
        "        response.raise_for_status()",
        "        break",
        "    except httpx.HTTPError:  # an attempt given up goes on",
    ] {
        listing.put(&format!("{indent}{line}")).about("retries");
    }
    listing
        .put(&format!("{indent}        if attempt == {retries}:"))
        .about("retries");
    listing
        .put(&format!("{indent}            raise"))
        .about("retries");
    let pause = seconds(config.retry_backoff);
    let sleep = match config.endpoint {
        Endpoint::Def => "time.sleep",
        Endpoint::AsyncDef => "await asyncio.sleep",
    };
    listing
        .put(&format!("{indent}        {sleep}({pause})"))
        .at(Step::BackedOff)
        .about("retry_backoff_ms")
        .about("retries")
        .about("checkout_endpoint");
}

fn call(listing: &mut Listing, config: &Config, indent: &str) {
    let comment = match config.endpoint {
        Endpoint::Def => "# This thread is held until Payment has answered.",
        Endpoint::AsyncDef => "# No thread is held: the event loop goes on with others.",
    };
    listing
        .put(&format!("{indent}{comment}"))
        .about("checkout_endpoint");
    let text = match (config.endpoint, config.http_client) {
        (Endpoint::Def, HttpClient::Shared) => "response = client.post(PAYMENT, json=order)",
        (Endpoint::Def, HttpClient::PerCall) => {
            "response = httpx.post(PAYMENT, json=order, timeout=TIMEOUT)"
        }
        (Endpoint::AsyncDef, HttpClient::Shared) => {
            "response = await client.post(PAYMENT, json=order)"
        }
        (Endpoint::AsyncDef, HttpClient::PerCall) => {
            listing
                .put(&format!(
                    "{indent}async with httpx.AsyncClient(timeout=TIMEOUT) as client:"
                ))
                .about("http_client")
                .about("checkout_endpoint");
            "    response = await client.post(PAYMENT, json=order)"
        }
    };
    listing
        .put(&format!("{indent}{text}"))
        .at(Step::Called)
        .about("checkout_endpoint")
        .about("http_client");
}
