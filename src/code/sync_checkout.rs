//! Checkout of the sync shop: calls Payment over HTTP and waits for the answer.
//!
//! A timeout is four numbers, one a phase, each on a line of its own: the line that lights when it fires. The
//! statuses are the engine's: in the production style every timeout, the pool's too, is a 504, and everything else
//! that goes wrong with the call is a 503.

use super::page::{File, Page};
use super::python::{app_with_threads, docstring, seconds, signature};
use super::step::Step;
use crate::sim::config::{Config, Endpoint, ErrorStyle, HttpClient};
use crate::sim::http::KEPT_ALIVE;
use crate::sim::shop::Wiring;

pub(super) const NAME: &str = "sync/checkout.py";

pub(super) fn file(config: &Config) -> File {
    let page = &mut Page::default();
    docstring(
        page,
        "Checkout, sync: calls Payment, waits, passes its answer on.",
        "uvicorn checkout:app --host 0.0.0.0",
    );
    imports(page, config);
    timeouts(page, config);
    if config.http_client == HttpClient::Shared {
        client(page, config);
    }
    match config.endpoint {
        Endpoint::Def => app_with_threads(page, config.checkout_threads, "checkout_threads"),
        Endpoint::AsyncDef => page.block_about("checkout_endpoint", "app = FastAPI()"),
    }
    endpoint(page, config);
    std::mem::take(page).file(NAME, "Checkout, sync", Wiring::Sync)
}

fn imports(page: &mut Page, config: &Config) {
    let threads = config.endpoint == Endpoint::Def;
    if config.retries > 0 {
        let module = if threads { "time" } else { "asyncio" };
        page.put(&format!("import {module}"))
            .about("retries")
            .about("checkout_endpoint");
    }
    if threads {
        let text = "from contextlib import asynccontextmanager\n\n";
        page.block_about("checkout_endpoint", text);
    }
    page.block("import httpx");
    if threads {
        let text = "from anyio.to_thread import current_default_thread_limiter";
        page.block_about("checkout_endpoint", text);
    }
    page.block("from fastapi import FastAPI");
    if config.error_style != ErrorStyle::Snippet {
        let text = "from fastapi.responses import JSONResponse";
        page.block_about("error_style", text);
    }
    page.gap(1);
}

fn timeouts(page: &mut Page, config: &Config) {
    page.block("PAYMENT = \"http://payment:8000/pay\"");
    page.block("TIMEOUT = httpx.Timeout(  # each phase has its own: no deadline");
    page.put(&format!("    connect={},", seconds(config.connect_timeout)))
        .at(Step::ConnectTimedOut)
        .about("connect_timeout_ms");
    page.put(&format!("    read={},", seconds(config.read_timeout)))
        .at(Step::ReadTimedOut)
        .about("read_timeout_ms");
    page.block("    write=5.0,");
    let pool = seconds(config.pool_timeout);
    match config.http_client {
        HttpClient::Shared => page
            .put(&format!("    pool={pool},"))
            .at(Step::PoolTimedOut),
        HttpClient::PerCall => page
            .put(&format!(
                "    pool={pool},  # a client per call never waits"
            ))
            .about("http_client"),
    }
    .about("pool_timeout_ms");
    page.block(")");
}

fn client(page: &mut Page, config: &Config) {
    let class = match config.endpoint {
        Endpoint::Def => "httpx.Client",
        Endpoint::AsyncDef => "httpx.AsyncClient",
    };
    page.put(&format!("client = {class}("))
        .about("http_client")
        .about("checkout_endpoint");
    page.block_about(
        "http_client",
        "    timeout=TIMEOUT,\n    limits=httpx.Limits(",
    );
    let (most, kept) = match config.http_connections {
        0 => ("None".to_owned(), "None".to_owned()),
        limit => (limit.to_string(), KEPT_ALIVE.to_string()),
    };
    page.put(&format!("        max_connections={most},"))
        .at(Step::ConnectionAwaited)
        .about("http_connections");
    page.put(&format!("        max_keepalive_connections={kept},"))
        .about("http_client");
    page.block_about("http_client", "    ),\n)");
}

fn endpoint(page: &mut Page, config: &Config) {
    page.gap(2);
    page.put("@app.post(\"/checkout\")").at(Step::RequestIn);
    signature(page, config);
    match config.error_style {
        ErrorStyle::Snippet => attempts(page, config, "    "),
        ErrorStyle::Demo => {
            page.block_about("error_style", "    try:");
            attempts(page, config, "        ");
            refused(page, "    except httpx.RequestError:  # timeouts too");
        }
        ErrorStyle::Production => {
            page.block_about("error_style", "    try:");
            attempts(page, config, "        ");
            page.block_about(
                "error_style",
                "        response.raise_for_status()\n    except httpx.TimeoutException:\n        # Payment works on all the same, and charges.",
            );
            page.put("        return JSONResponse({\"error\": \"timed out\"}, status_code=504)")
                .at(Step::Answer504)
                .about("error_style");
            refused(page, "    except httpx.HTTPError:  # refused, or died");
        }
    }
    page.put("    return response.json()").at(Step::Answer200);
}

fn refused(page: &mut Page, catch: &str) {
    page.put(catch).at(Step::Refused).about("error_style");
    page.put("        return JSONResponse({\"error\": \"unavailable\"}, status_code=503)")
        .at(Step::Answer503)
        .about("error_style");
}

/// The call, once or until it succeeds.
fn attempts(page: &mut Page, config: &Config, indent: &str) {
    let retries = config.retries;
    if retries == 0 {
        return call(page, config, indent);
    }
    let all = retries + 1;
    page.put(&format!("{indent}for attempt in range({all}):"))
        .about("retries");
    page.block_about("retries", &format!("{indent}    try:"));
    call(page, config, &format!("{indent}        "));
    for line in [
        "        response.raise_for_status()",
        "        break",
        "    except httpx.HTTPError:  # an attempt given up goes on",
    ] {
        page.put(&format!("{indent}{line}")).about("retries");
    }
    page.put(&format!("{indent}        if attempt == {retries}:"))
        .about("retries");
    page.put(&format!("{indent}            raise"))
        .about("retries");
    let pause = seconds(config.retry_backoff);
    let sleep = match config.endpoint {
        Endpoint::Def => "time.sleep",
        Endpoint::AsyncDef => "await asyncio.sleep",
    };
    page.put(&format!("{indent}        {sleep}({pause})"))
        .at(Step::BackedOff)
        .about("retry_backoff_ms")
        .about("retries")
        .about("checkout_endpoint");
}

fn call(page: &mut Page, config: &Config, indent: &str) {
    let comment = match config.endpoint {
        Endpoint::Def => "# This thread is held until Payment has answered.",
        Endpoint::AsyncDef => "# No thread is held: the event loop goes on with others.",
    };
    page.put(&format!("{indent}{comment}"))
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
            page.put(&format!(
                "{indent}async with httpx.AsyncClient(timeout=TIMEOUT) as client:"
            ))
            .about("http_client")
            .about("checkout_endpoint");
            "    response = await client.post(PAYMENT, json=order)"
        }
    };
    page.put(&format!("{indent}{text}"))
        .at(Step::Called)
        .about("checkout_endpoint")
        .about("http_client");
}
