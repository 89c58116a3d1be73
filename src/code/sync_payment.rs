//! Payment of the sync shop: an HTTP endpoint that works, charges and answers.
//!
//! It never learns that its caller gave up: work that was begun is finished and charged. If it can crash under load,
//! a middleware counts who is inside, in line or in a thread, and one too many ends the process, as in the engine.

use super::listing::{File, Listing};
use super::python::{app_with_threads, charge, is_random, payment_docstring, returns, work};
use super::step::Step;
use crate::sim::config::Config;

pub(super) const NAME: &str = "sync/payment.py";

pub(super) fn file(config: &Config) -> File {
    let crashes = config.payment().crash_above > 0;
    let listing = &mut Listing::default();
    payment_docstring(
        listing,
        "Payment over HTTP: works on an order, charges it, answers.",
        "uvicorn payment:app --host 0.0.0.0",
        config,
    );
    if crashes {
        listing.block_about("payment_crash_above", "import os");
    }
    if is_random(config) {
        listing.block_about("payment_time_spread", "import random");
    }
    if crashes {
        listing.block_about("payment_crash_above", "import threading");
    }
    listing.block(
        "import time
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI",
    );
    app_with_threads(listing, config.payment().threads, "payment_threads");
    if crashes {
        guard(listing, config);
    }
    charge(listing);
    listing.gap(2);
    listing.put("@app.post(\"/pay\")").at(Step::RequestIn);
    let returns = returns(config.payment().return_type);
    listing
        .put(&format!("def pay(order: dict){returns}:"))
        .at(Step::HandlerBegan)
        .about("payment_return_type");
    listing.block("    # Nobody tells this thread that its caller gave up.");
    work(listing, config, "    ");
    listing
        .put("    return {\"status\": \"paid\"}")
        .at(Step::Answer(200));
    std::mem::take(listing).file(NAME)
}

/// The end of a Payment that has one order too many inside.
fn guard(listing: &mut Listing, config: &Config) {
    let limit = config.payment().crash_above;
    let name = "payment_crash_above";
    listing
        .put(&format!(
            "room = threading.Semaphore({limit})  # orders it can bear"
        ))
        .about(name);
    listing.gap(2);
    listing.block_about(
        name,
        "@app.middleware(\"http\")
async def guard(request, call_next):
    if not room.acquire(blocking=False):",
    );
    listing
        .put("        os._exit(1)  # one too many: everything inside is lost")
        .at(Step::Crashed)
        .about(name);
    listing.block_about(
        name,
        "    try:
        return await call_next(request)
    finally:
        room.release()",
    );
}
