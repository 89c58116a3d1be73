//! The sync wiring: Checkout calls Payment and waits.
//!
//! ```text
//! handler ──▶ [pool] ──▶ CPU ──▶ connect ──▶ cable ──▶ Payment: CPU, line, thread, service ──▶ cable ──▶ conclude
//! ─────────────── caller ───────────────┤         ├──────────────── server ────────────────┤
//! ```
//!
//! What a timeout ends is the waiting, never the work: Payment is not told, and charges.
//!
//! Here the parts are joined: what one of them says at the same instant to another is said in this file.

mod answering;
mod attempts;
mod caller;
mod calls;
mod outside;
mod pooled;
mod server;
mod services;

pub(crate) use caller::Caller;
pub(crate) use services::Services;

use crate::checkout::Checkout;
use crate::config::Config;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::slab::Key;
use crate::wired::Wired;

/// Everything between Checkout's handler and the threads of the services it calls.
#[derive(Clone, Debug)]
pub(crate) struct Calling {
    pub(crate) caller: Caller,
    pub(crate) services: Services,
}

impl Calling {
    /// A shop that calls; all of it is idle.
    #[inline(never)]
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            caller: Caller::new(config),
            services: Services::new(config),
        }
    }

    // ---- what happens to a call, at Checkout's side -------------------------------------------------------------

    pub(crate) fn connection_made(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        call: Key,
    ) {
        let Self { caller, services } = self;
        caller.connected(floor, checkout, services, call);
    }

    pub(crate) fn pool_timed_out(&mut self, floor: &mut Floor, checkout: &mut Checkout, call: Key) {
        let Self { caller, services } = self;
        let then = caller.pool_timed_out(floor, checkout, services, call);
        self.go_on(floor, checkout, then);
    }

    /// No connection, or no answer, came in time: `why` says which.
    pub(crate) fn timed_out(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        call: Key,
        why: Moment,
    ) {
        let Self { caller, services } = self;
        let then = caller.abandon(floor, checkout, services, call, why);
        self.go_on(floor, checkout, then);
    }

    pub(crate) fn answer_reached_checkout(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        call: Key,
    ) {
        let Self { caller, services } = self;
        let then = caller.answered(floor, checkout, services, call);
        self.go_on(floor, checkout, then);
    }

    pub(crate) fn call_refused(&mut self, floor: &mut Floor, checkout: &mut Checkout, call: Key) {
        let Self { caller, services } = self;
        let then = caller.refused(floor, checkout, services, call);
        self.go_on(floor, checkout, then);
    }

    pub(crate) fn retry_due(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        service: u8,
        order: Key,
    ) {
        let Self { caller, services } = self;
        caller.retry(floor, checkout, services, service, order);
    }

    // ---- and at the service's -----------------------------------------------------------------------------------

    pub(crate) fn call_reached_payment(&mut self, floor: &mut Floor, call: Key) {
        let (server, calls, cable) = self.services.at(call);
        if !server.call_reached(floor, calls, cable, call) {
            let service = server.process.service;
            self.kill(floor, service);
            let process = &self.services.servers[service as usize].process;
            process.plan_restart(floor);
        }
    }

    pub(crate) fn payment_slice_over(&mut self, floor: &mut Floor, service: u8) {
        let Services { calls, servers, .. } = &mut self.services;
        servers[service as usize].slice_over(floor, calls);
    }

    pub(crate) fn call_served(&mut self, floor: &mut Floor, call: Key) {
        let (server, calls, cable) = self.services.at(call);
        server.served(floor, calls, cable, call);
    }

    pub(crate) fn payment_thread_freed(&mut self, floor: &mut Floor, service: u8, token: u32) {
        let Services { calls, servers, .. } = &mut self.services;
        servers[service as usize].thread_freed(floor, calls, token);
    }

    pub(crate) fn call_left_thread(&mut self, floor: &mut Floor, call: Key) {
        let (server, calls, _) = self.services.at(call);
        server.left_thread(floor, calls, call);
    }

    pub(crate) fn call_validated(&mut self, floor: &mut Floor, call: Key) {
        let (server, calls, cable) = self.services.at(call);
        server.validated(floor, calls, cable, call);
    }
}
