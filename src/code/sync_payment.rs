//! Payment of the sync shop: an HTTP endpoint that works, charges and answers.
//!
//! It never learns that its caller gave up: work that was begun is finished and charged. If it can crash under load,
//! a middleware counts who is inside, in line or in a thread, and one too many ends the process, as in the engine.

use super::page::{File, Page};
use super::python::{app_with_threads, charge, is_random, payment_docstring, returns, work};
use super::step::Step;
use crate::sim::config::Config;
use crate::sim::shop::Wiring;

pub(super) const NAME: &str = "sync/payment.py";

pub(super) fn file(config: &Config) -> File {
    let crashes = config.payment_crash_above > 0;
    let page = &mut Page::default();
    payment_docstring(
        page,
        "Payment over HTTP: works on an order, charges it, answers.",
        "uvicorn payment:app --host 0.0.0.0",
        config,
    );
    if crashes {
        page.block_about("payment_crash_above", "import os");
    }
    if is_random(config) {
        page.block_about("payment_time_spread", "import random");
    }
    if crashes {
        page.block_about("payment_crash_above", "import threading");
    }
    page.block(
        "import time
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI",
    );
    app_with_threads(page, config.payment_threads, "payment_threads");
    if crashes {
        guard(page, config);
    }
    charge(page);
    page.gap(2);
    page.put("@app.post(\"/pay\")").at(Step::RequestIn);
    let returns = returns(config.payment_return_type);
    page.put(&format!("def pay(order: dict){returns}:"))
        .at(Step::HandlerBegan)
        .about("payment_return_type");
    page.block("    # Nobody tells this thread that its caller gave up.");
    work(page, config, "    ");
    page.put("    return {\"status\": \"paid\"}")
        .at(Step::Answer200);
    std::mem::take(page).file(NAME, "Payment, HTTP", Wiring::Sync)
}

/// The end of a Payment that has one order too many inside.
fn guard(page: &mut Page, config: &Config) {
    let limit = config.payment_crash_above;
    let name = "payment_crash_above";
    page.put(&format!(
        "room = threading.Semaphore({limit})  # orders it can bear"
    ))
    .about(name);
    page.gap(2);
    page.block_about(
        name,
        "@app.middleware(\"http\")
async def guard(request, call_next):
    if not room.acquire(blocking=False):",
    );
    page.put("        os._exit(1)  # one too many: everything inside is lost")
        .at(Step::Crashed)
        .about(name);
    page.block_about(
        name,
        "    try:
        return await call_next(request)
    finally:
        room.release()",
    );
}
