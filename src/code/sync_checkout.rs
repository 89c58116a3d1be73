//! Checkout of the sync shop: calls Payment over HTTP and waits for the answer; or several services, one after the other, or
//! all at once.
//!
//! A timeout is four numbers, one a phase, each on a line of its own: the line that lights when it fires. The
//! statuses are the engine's: in the production style every timeout, the pool's too, is a 504, and everything else
//! that goes wrong with the call is a 503. Several have one timeout each, so there is none for the order; and nothing that was
//! done before a failure is undone.
//!
//! At once they are called by coroutines, or under a `def` by threads besides the one that is held. The first failure is the one
//! that is told, once all of them are over.

use super::listing::{File, Listing};
use super::program::Program;
use super::python::{app_with_threads, docstring, note, record, seconds, signature};
use super::step::Step;
use super::trade;
use crate::sim::config::lineup::PAYMENT;
use crate::sim::config::{Calls, Config, Endpoint, ErrorStyle, HttpClient};

/// How the services are called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// There is Payment alone.
    One,
    /// One after the other, in the handler.
    InSequence,
    /// All at once, each by a coroutine.
    Gathered,
    /// All at once, each by a thread.
    Threaded,
}
use Way::{Gathered, InSequence, One, Threaded};

fn way(config: &Config) -> Way {
    match (config.needs.is_one(), config.calls, config.endpoint) {
        (true, _, _) => One,
        (false, Calls::InSequence, _) => InSequence,
        (false, Calls::InParallel, Endpoint::AsyncDef) => Gathered,
        (false, Calls::InParallel, Endpoint::Def) => Threaded,
    }
}

pub(super) fn file(program: &Program, config: &Config) -> File {
    let listing = &mut Listing::default();
    let what = match way(config) {
        One => "Checkout, sync: calls Payment, waits, passes its answer on.",
        InSequence => "Checkout, sync: calls one service after the other, and waits.",
        Gathered | Threaded => "Checkout, sync: calls all services at once, and waits.",
    };
    docstring(listing, what, "uvicorn checkout:app --host 0.0.0.0");
    imports(listing, config);
    addresses(listing, config);
    timeouts(listing, config);
    if config.http_client == HttpClient::Shared {
        client(listing, config);
    }
    match config.endpoint {
        Endpoint::Def => app_with_threads(listing, config.checkout_threads, "checkout_threads"),
        Endpoint::AsyncDef => listing.block_about("checkout_endpoint", "app = FastAPI()"),
    }
    record(listing);
    if let Gathered | Threaded = way(config) {
        one_of_many(listing, config);
    }
    endpoint(listing, config);
    std::mem::take(listing).file(program.name)
}

fn imports(listing: &mut Listing, config: &Config) {
    let threads = config.endpoint == Endpoint::Def;
    if way(config) == Gathered || config.retries > 0 && !threads {
        listing
            .put("import asyncio")
            .about("retries")
            .about("checkout_endpoint")
            .about("sync_calls");
    }
    listing.block("import os");
    if config.retries > 0 && threads {
        listing
            .put("import time")
            .about("retries")
            .about("checkout_endpoint");
    }
    if way(config) == Threaded {
        let text = "from concurrent.futures import ThreadPoolExecutor";
        listing.block_about("sync_calls", text);
    }
    if threads {
        let text = "from contextlib import asynccontextmanager";
        listing.block_about("checkout_endpoint", text);
    }
    listing.block("\nimport httpx");
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

/// Where the services are.
fn addresses(listing: &mut Listing, config: &Config) {
    let how = match way(config) {
        One => {
            let address = trade::address(PAYMENT);
            return listing.block(&format!("PAYMENT = {address}"));
        }
        InSequence => "called in this order",
        Gathered | Threaded => "called at once",
    };
    listing
        .put(&format!("SERVICES = [  # {how}"))
        .about("services")
        .about("sync_calls");
    for service in config.needs.iter() {
        let address = trade::address(service);
        listing.block_about("services", &format!("    {address},"));
    }
    listing.block_about("services", "]");
}

fn timeouts(listing: &mut Listing, config: &Config) {
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
    let limit = |limit: u32| match limit {
        0 => "None".to_owned(),
        limit => limit.to_string(),
    };
    let most = limit(config.http_connections);
    // (The engine keeps all of them where there is no limit.)
    let kept = limit(config.http_kept * config.http_connections.min(1));
    listing
        .put(&format!("        max_connections={most},"))
        .at(Step::ConnectionAwaited)
        .about("http_connections");
    listing
        .put(&format!("        max_keepalive_connections={kept},"))
        .about("http_keepalive_connections");
    listing.block_about("http_client", "    ),\n)");
}

fn endpoint(listing: &mut Listing, config: &Config) {
    listing.gap(2);
    listing.put("@app.post(\"/checkout\")").at(Step::RequestIn);
    signature(listing, config);
    note(listing, "began", "    ");
    match config.error_style {
        ErrorStyle::Snippet => services(listing, config, "    "),
        ErrorStyle::Demo => {
            listing.block_about("error_style", "    try:");
            services(listing, config, "        ");
            refused(listing, "    except httpx.HTTPError:  # timeouts too");
        }
        ErrorStyle::Production => {
            listing.block_about("error_style", "    try:");
            services(listing, config, "        ");
            let late = match way(config) {
                One => "Payment works on all the same, and charges.",
                InSequence => "It works on all the same, and nothing is undone.",
                Gathered | Threaded => "It works on all the same; so did the others.",
            };
            let text = "    except httpx.TimeoutException:";
            listing.block_about("error_style", text);
            let text = format!("        # {late}");
            listing.put(&text).about("error_style").about("sync_calls");
            listing
                .put("        return JSONResponse({\"error\": \"timed out\"}, status_code=504)")
                .at(Step::Answer(504))
                .about("error_style");
            refused(listing, "    except httpx.HTTPError:  # refused, or died");
        }
    }
    let answer = match way(config) {
        One => "response.json()",
        InSequence | Gathered | Threaded => "{\"status\": \"done\"}",
    };
    listing
        .put(&format!("    return {answer}"))
        .at(Step::Answer(200))
        .about("services");
}

fn refused(listing: &mut Listing, catch: &str) {
    listing.put(catch).at(Step::Refused).about("error_style");
    listing
        .put("        return JSONResponse({\"error\": \"unavailable\"}, status_code=503)")
        .at(Step::Answer(503))
        .about("error_style");
}

/// All the calls: what the handler does.
fn services(listing: &mut Listing, config: &Config, indent: &str) {
    let deeper = format!("{indent}    ");
    let say = |listing: &mut Listing, text: &str| {
        listing
            .put(&format!("{indent}{text}"))
            .about("sync_calls")
            .about("services")
            .about("checkout_endpoint");
    };
    match way(config) {
        One => attempts(listing, config, indent),
        InSequence => {
            say(listing, "for service in SERVICES:  # until one fails");
            attempts(listing, config, &deeper);
        }
        Gathered => {
            say(listing, "failures = []");
            let text = "calls = [call(service, order, failures) for service in SERVICES]";
            say(listing, text);
            say(
                listing,
                "await asyncio.gather(*calls)  # until all are over",
            );
        }
        Threaded => {
            say(listing, "failures = []");
            let text = "with ThreadPoolExecutor(len(SERVICES)) as pool:  # until all are over";
            say(listing, text);
            say(listing, "    for service in SERVICES:");
            say(
                listing,
                "        pool.submit(call, service, order, failures)",
            );
        }
    }
    if let Gathered | Threaded = way(config) {
        say(listing, "if failures:");
        say(listing, "    raise failures[0]");
    }
}

/// The function that calls one service, while others call the others.
fn one_of_many(listing: &mut Listing, config: &Config) {
    let def = match way(config) {
        Gathered => "async def",
        One | InSequence | Threaded => "def",
    };
    listing.gap(2);
    listing
        .put(&format!("{def} call(service, order, failures):"))
        .about("sync_calls")
        .about("checkout_endpoint");
    listing.block_about("sync_calls", "    try:");
    attempts(listing, config, "        ");
    let text = "    except httpx.HTTPError as failure:\n        failures.append(failure)";
    listing.block_about("sync_calls", text);
}

/// The call, once or until it succeeds. (A 500 is an error where more than a 500 can come of it, or another call.)
fn attempts(listing: &mut Listing, config: &Config, indent: &str) {
    let retries = config.retries;
    if retries == 0 {
        call(listing, config, indent);
        if config.error_style != ErrorStyle::Snippet || way(config) != One {
            listing
                .put(&format!("{indent}response.raise_for_status()"))
                .about("error_style")
                .about("services");
        }
        return;
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
        Endpoint::Def if way(config) != One => "# This thread is held until it has answered.",
        Endpoint::Def => "# This thread is held until Payment has answered.",
        Endpoint::AsyncDef => "# No thread is held: the event loop goes on with others.",
    };
    listing
        .put(&format!("{indent}{comment}"))
        .about("checkout_endpoint");
    let client = config.http_client;
    let whom = match way(config) {
        One => "PAYMENT",
        InSequence | Gathered | Threaded => "service",
    };
    let text = match (config.endpoint, client) {
        (Endpoint::Def, HttpClient::Shared) => format!("client.post({whom}, json=order)"),
        (Endpoint::Def, HttpClient::PerCall) => {
            format!("httpx.post({whom}, json=order, timeout=TIMEOUT)")
        }
        (Endpoint::AsyncDef, HttpClient::Shared | HttpClient::PerCall) => {
            format!("await client.post({whom}, json=order)")
        }
    };
    let mut text = format!("response = {text}");
    if (config.endpoint, client) == (Endpoint::AsyncDef, HttpClient::PerCall) {
        listing
            .put(&format!(
                "{indent}async with httpx.AsyncClient(timeout=TIMEOUT) as client:"
            ))
            .about("http_client")
            .about("checkout_endpoint");
        text.insert_str(0, "    ");
    }
    listing
        .put(&format!("{indent}{text}"))
        .at(Step::Called)
        .about("checkout_endpoint")
        .about("http_client");
}
