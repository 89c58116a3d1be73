//! Checkout's side: get a connection, call, wait, give up.
//!
//! It lives in Checkout's process: the order it calls for holds a thread there, and what it builds and writes costs
//! Checkout's CPU.

use super::services::Services;
use crate::checkout::Checkout;
use crate::config::lineup::PAYMENT;
use crate::config::{Calls, Config, HttpClient};
use crate::cpu::Begun;
use crate::event::Event;
use crate::floor::Floor;
use crate::http::{Call, CallPhase};
use crate::job::Job;
use crate::journey::{self, Moment};
use crate::ledger::Reason;
use crate::line::Line;
use crate::pool::{Connection, Pool};
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wire::{Between, What};
use crate::wrong::Wrong;

/// Those in Checkout who call: their connections, and who pauses.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The shared client.
    pub(crate) pool: Pool,
    /// How often the pool is about to look whom it can give a connection.
    pub(super) looks: usize,
    /// Orders that pause before another attempt.
    pub(crate) pausing: Line,
    /// Which threads ever built an HTTP client.
    clients_built: Vec<bool>,
}

impl Caller {
    /// One that has called before, or not.
    #[inline(never)]
    pub(super) fn new(config: &Config) -> Self {
        let warm = config.needs.iter().filter(|_| config.warm_start);
        Self {
            pool: Pool::new(config.http_connections, config.http_kept, warm),
            looks: 0,
            pausing: Line::default(),
            clients_built: vec![config.warm_start],
        }
    }

    /// The handler of an order began: the first service is called, or all of them at once.
    pub(super) fn begin(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        order: Key,
    ) {
        let plan = floor.orders[order].plan;
        if plan.is_one() {
            // (At once or one after the other: it is one.)
            return self.call(floor, checkout, services, PAYMENT, order);
        }
        let at_once = floor.config.calls == Calls::InParallel;
        let calls = match at_once {
            true => plan.len(),
            false => 1,
        };
        let o = &mut floor.orders[order];
        (o.at_once, o.calls_open) = (at_once, calls as u8);
        for service in plan.iter().take(calls) {
            self.call(floor, checkout, services, service, order);
        }
    }

    /// A service is called for an order.
    pub(super) fn call(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        service: u8,
        order: Key,
    ) {
        let pooled = floor.config.http_client == HttpClient::Shared;
        let (number, attempt) = floor.next_attempt(order, service);
        let call = services.calls.insert(Call {
            order,
            number,
            service,
            attempt,
            phase: CallPhase::Pooled,
            since: floor.now,
            until: floor.now,
            awaited: true,
            carrying: true,
            refused: false,
            failed: false,
            pooled,
            fresh: true,
            idle_since: 0,
            thread: None,
        });
        floor.called(order, service, call);
        if !pooled {
            return self.build(floor, checkout, services, call, Connection::New);
        }
        let ahead = self.pool.waiting() as u32;
        let asked = Moment::AskedForConnection { ahead };
        services.calls.note(floor, call, asked);
        let patience = floor.config.pool_timeout;
        match self.pool.acquire(call, service, floor.now, patience) {
            Some(connection) => self.build(floor, checkout, services, call, connection),
            None => self.queued(floor, checkout, order, service),
        }
    }

    /// A call has a connection, or will make one: its request is built.
    pub(super) fn build(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
        connection: Connection,
    ) {
        services.calls.reach(floor, call, CallPhase::Building);
        let c = &mut services.calls[call];
        if let Connection::Kept { idle_since } = connection {
            c.fresh = false;
            c.idle_since = idle_since;
        }
        let order = c.order;
        let connection = match (c.pooled, connection) {
            (false, _) => journey::Connection::Own,
            (true, Connection::Kept { .. }) => journey::Connection::Kept,
            (true, Connection::New) => journey::Connection::New,
        };
        let got = Moment::GotConnection { connection };
        services.calls.note(floor, call, got);
        let cost = match connection {
            journey::Connection::Own => self.client_cost(floor, order),
            journey::Connection::Kept | journey::Connection::New => floor.costs.call,
        };
        if work(floor, checkout, services, Job::Call, call, cost) {
            self.built(floor, checkout, services, call);
        }
    }

    /// CPU to build a client for one call; more for the first one in a thread.
    fn client_cost(&mut self, floor: &Floor, order: Key) -> Micros {
        let place = floor.orders[order].client as usize;
        if place >= self.clients_built.len() {
            self.clients_built.resize(place + 1, false);
        }
        let first = !std::mem::replace(&mut self.clients_built[place], true);
        let more = if first {
            floor.costs.build_client_first
        } else {
            0
        };
        floor.costs.build_client + more
    }

    /// The request is built: it is sent, or a connection is dialled first.
    pub(super) fn built(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
    ) {
        if !services.calls[call].fresh {
            return self.send(floor, services, call);
        }
        services.calls.note(floor, call, Moment::Dialled);
        services.calls.reach(floor, call, CallPhase::Connecting);
        let cut = services.is_out_of_reach(call);
        if cut || floor.one_way() > 0 || floor.wire.lies(Between::Below) {
            let deadline = floor.now + floor.config.connect_timeout;
            floor.timeout(deadline, Event::ConnectTimedOut { call });
        }
        if cut {
            services.cable.hold(call);
        } else {
            self.dial(floor, checkout, services, call);
        }
    }

    /// The dialling leaves for the service's machine.
    fn dial(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
    ) {
        let round_trip = match floor.wire.lies(Between::Below) {
            true => floor.dialling(Between::Below, services.calls.trip(call, What::Dial)),
            false => 2 * floor.one_way(),
        };
        let trip = || services.calls.trip(call, What::Dial);
        if floor.sees_dial_lost(Between::Below, trip) {
            let what = What::Dial;
            services
                .calls
                .note(floor, call, Moment::SegmentLost { what });
        }
        match round_trip {
            0 => self.connected(floor, checkout, services, call),
            round_trip => floor.seldom_after(round_trip, Event::ConnectionMade { call }),
        }
    }

    /// The dialling came back: with a connection, which costs CPU to set up, or with a refusal, which does not.
    pub(super) fn connected(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
    ) {
        if !services.server(call).process.up {
            let calls = &mut services.calls;
            calls.note(floor, call, Moment::DialRefused);
            calls.stop_carrying(floor, call, Reason::Refused);
            calls.reach(floor, call, CallPhase::Returning);
            let span = floor.costs.refused;
            calls.hop(floor, call, Leg::Return, span, 1);
            return floor.seldom_after(span, Event::CallRefused { call });
        }
        if services.calls[call].pooled {
            services.calls.reach(floor, call, CallPhase::Building);
            let cost = floor.costs.open_http;
            if work(floor, checkout, services, Job::OpenHttp, call, cost) {
                self.send(floor, services, call);
            }
        } else {
            // Paid for when the client was built.
            self.send(floor, services, call);
        }
    }

    /// The request is written, and the read timeout runs.
    pub(super) fn send(&mut self, floor: &mut Floor, services: &mut Services, call: Key) {
        services.calls.note(floor, call, Moment::CallSent);
        services.calls.reach(floor, call, CallPhase::Sent);
        let deadline = floor.now + floor.config.read_timeout;
        let deadline = mistaken_deadline(floor, services, call).unwrap_or(deadline);
        floor.timeout(deadline, Event::ReadTimedOut { call });
        if services.is_cut_off(call) {
            services.calls.note(floor, call, Moment::CallHeld);
            services.cable.hold(call);
        } else {
            services.calls.depart(floor, call);
        }
    }

    /// A call that was held on the cable leaves, in either direction.
    pub(super) fn resume(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
    ) {
        match services.calls[call].phase {
            CallPhase::Connecting => self.dial(floor, checkout, services, call),
            CallPhase::Sent => services.calls.depart(floor, call),
            CallPhase::Pooled
            | CallPhase::Building
            | CallPhase::InLine
            | CallPhase::Serving
            | CallPhase::Answering
            | CallPhase::Returning => services.calls.depart_back(floor, call),
        }
    }
}

/// Asks for Checkout's CPU, for a call. `true`: it is done already.
fn work(
    floor: &mut Floor,
    checkout: &mut Checkout,
    services: &Services,
    job: Job,
    call: Key,
    cost: Micros,
) -> bool {
    match checkout.ask(floor, job, call, cost) {
        Begun::Done => true,
        Begun::Running(_) => {
            services.calls.note(floor, call, Moment::GotCpu);
            false
        }
        Begun::Waits => false,
    }
}

/// When the read timeout of a call that is sent now ends, if by mistake it does not begin now.
#[inline]
fn mistaken_deadline(floor: &Floor, services: &Services, call: Key) -> Option<Micros> {
    let order = || &floor.orders[services.calls[call].order];
    let since = match () {
        () if floor.is_wrong(Wrong::DeadlineSinceClick) => order().submitted,
        () if floor.is_wrong(Wrong::DeadlineSinceHandler) => order().since,
        () => return None,
    };
    Some(floor.now.max(since + floor.config.read_timeout))
}
