//! A service of the sync shop: an HTTP endpoint that works, charges if it is Payment, and answers.
//!
//! It never learns that its caller gave up: work that was begun is finished and charged. If it can crash under load,
//! a middleware counts who is inside, in line or in a thread, and one too many ends the process, as in the engine.

use super::listing::{File, Listing};
use super::program::Program;
use super::python::{app_with_threads, is_random, note, record, returns, service_docstring, work};
use super::step::Step;
use super::trade;
use crate::sim::config::lineup::PAYMENT;
use crate::sim::config::{Config, Service};

pub(super) fn file(program: &Program, config: &Config) -> File {
    let service = program.role.service();
    let (of, trade) = (config.of(service), trade::of(service));
    let crashes = of.crash_above > 0;
    let listing = &mut Listing::of(service);
    let does = match service {
        PAYMENT => "works on an order, charges it, answers",
        _ => "works on an order, answers",
    };
    service_docstring(
        listing,
        &format!("{} over HTTP: {does}.", trade::proper(service)),
        &format!("uvicorn {}:app --host 0.0.0.0", program.module()),
        of,
    );
    if crashes {
        listing.block_about("payment_crash_above", "import os");
    }
    if is_random(of) {
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
    app_with_threads(listing, of.threads, "payment_threads");
    if crashes {
        guard(listing, of);
    }
    record(listing);
    listing.gap(2);
    let function = trade.function;
    listing
        .put(&format!("@app.post(\"/{function}\")"))
        .at(Step::RequestIn);
    let returns = returns(of.return_type);
    listing
        .put(&format!("def {function}(order: dict){returns}:"))
        .at(Step::HandlerBegan)
        .about("payment_return_type");
    listing.block("    # Nobody tells this thread that its caller gave up.");
    note(listing, "began", "    ");
    work(listing, config, service, "    ");
    let status = trade.status;
    listing
        .put(&format!("    return {{\"status\": \"{status}\"}}"))
        .at(Step::Answer(200));
    std::mem::take(listing).file(program.name)
}

/// The end of a service that has one order too many inside.
fn guard(listing: &mut Listing, of: &Service) {
    let limit = of.crash_above;
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
