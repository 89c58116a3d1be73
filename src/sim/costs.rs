//! What the machinery itself costs.
//!
//! Measured on a real FastAPI + httpx + pika + RabbitMQ stack over loopback. They are small, and they matter:
//! near saturation and in bursts they amplify. `none` leaves pure arithmetic, `slow links` makes each hop long
//! enough to watch.

use super::choice::choice;
use super::time::{MILLI, Micros};

choice! {
    /// Which set of costs is in force.
    pub enum Overheads {
        /// Nothing but the work itself: arithmetic.
        None = "none",
        /// The figures measured on the real stack.
        Measured = "measured",
        /// A quarter of a second for each hop, for teaching.
        SlowLinks = "slow-links",
    }
}

/// Spans in microseconds; all are zero under [`Overheads::None`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// User to Checkout, one way.
    pub user_in: Micros,
    /// Checkout to user, one way.
    pub user_out: Micros,
    /// Checkout's CPU: accept a connection and read the request.
    pub accept: Micros,
    /// Checkout's CPU: hand a request to a thread.
    pub dispatch: Micros,
    /// Checkout's CPU: publish a message.
    pub publish: Micros,
    /// Checkout's CPU: read a confirm.
    pub read_confirm: Micros,
    /// Checkout's CPU: write the answer.
    pub answer: Micros,
    /// Checkout's CPU, or a thread of Payment: validate the answer of an endpoint that declares its return type.
    pub validate: Micros,
    /// Checkout's CPU: one call on an open connection.
    pub call: Micros,
    /// Checkout's CPU, on top: open a connection to Payment.
    pub open_http: Micros,
    /// Checkout's CPU, instead of `call` and `open_http`: build a client for one call.
    pub build_client: Micros,
    /// Checkout's CPU, on top: the first client ever built in a thread.
    pub build_client_first: Micros,
    /// Checkout's CPU: open an AMQP connection.
    pub open_amqp: Micros,
    /// The broker's CPU, serial: accept an AMQP connection.
    pub accept_amqp: Micros,
    /// The rest of the AMQP handshake.
    pub amqp_handshake: Micros,
    /// Below Checkout, one way: what a handshake is made of, where its whole is not measured.
    pub link: Micros,
    /// Checkout to Payment, one way.
    pub call_out: Micros,
    /// Payment to Checkout, one way.
    pub call_back: Micros,
    /// Payment's CPU: accept a request.
    pub payment_accept: Micros,
    /// Payment: from thread token to work.
    pub payment_dispatch: Micros,
    /// How much a service over HTTP overruns.
    pub payment_overrun: Micros,
    /// Payment: from the end of the work to the return of the thread token.
    pub payment_release: Micros,
    /// A caller learns that nobody listens, or that its peer died.
    pub refused: Micros,
    /// Checkout to broker, one way.
    pub publish_out: Micros,
    /// The broker writes a persistent message to disk before it confirms it.
    pub persist: Micros,
    /// Broker to Checkout, one way: a confirm.
    pub confirm: Micros,
    /// Closing an AMQP connection.
    pub close_amqp: Micros,
    /// A quorum queue commits a publish, on top of `publish_out`.
    pub quorum_publish: Micros,
    /// A quorum queue commits that a message comes back, on top of `ack`.
    pub quorum_requeue: Micros,
    /// A quorum queue settles a message while publishes are being committed, on top.
    pub quorum_busy: Micros,
    /// Broker to worker, one way.
    pub deliver: Micros,
    /// Worker to broker, one way.
    pub ack: Micros,
    /// How much a worker's service overruns.
    pub worker_overrun: Micros,
    /// A worker turns to the next message in its buffer.
    pub next_buffered: Micros,
    /// The broker notices that a worker's connection died.
    pub crash_noticed: Micros,
    /// A worker connects and begins to consume.
    pub worker_start: Micros,
}

/// A task on an interpreter gives way after this long (CPython's switch interval).
pub const CPU_SLICE: Micros = 5 * MILLI;

impl Costs {
    /// The costs of one set.
    pub fn of(overheads: Overheads) -> Self {
        match overheads {
            Overheads::None => Self::default(),
            Overheads::Measured => MEASURED,
            Overheads::SlowLinks => SLOW_LINKS,
        }
    }
}

const MEASURED: Costs = Costs {
    user_in: 950,
    user_out: 1_000,
    accept: 350,
    dispatch: 100,
    publish: 200,
    read_confirm: 200,
    answer: 300,
    validate: 500,
    call: 400,
    open_http: 3_400,
    build_client: 26_000,
    build_client_first: 15_000,
    open_amqp: 2_400,
    accept_amqp: 4_000,
    amqp_handshake: 800,
    link: 0,
    call_out: 450,
    call_back: 650,
    payment_accept: 200,
    payment_dispatch: 200,
    payment_overrun: 300,
    payment_release: 1_200,
    refused: 400,
    publish_out: 500,
    persist: 1_900,
    confirm: 300,
    close_amqp: 2_000,
    quorum_publish: 1_000,
    quorum_requeue: 3_200,
    // In the recorded run with such a queue 20.4 ms pass from the end of the first service to the next beginning; an
    // acknowledgement and a delivery take 0.9 of them.
    quorum_busy: 19_500,
    deliver: 600,
    ack: 300,
    worker_overrun: 350,
    next_buffered: 200,
    crash_noticed: 3_000,
    worker_start: 12_000,
};

const HOP: Micros = 250 * MILLI;

const SLOW_LINKS: Costs = Costs {
    user_in: HOP,
    user_out: HOP,
    link: HOP,
    call_out: HOP,
    call_back: HOP,
    refused: HOP,
    publish_out: HOP,
    confirm: HOP,
    deliver: HOP,
    ack: HOP,
    // The news of a crash is a hop like any other: it does not overtake the acks sent before it.
    crash_noticed: HOP,
    ..NOTHING
};

const NOTHING: Costs = Costs {
    user_in: 0,
    user_out: 0,
    accept: 0,
    dispatch: 0,
    publish: 0,
    read_confirm: 0,
    answer: 0,
    validate: 0,
    call: 0,
    open_http: 0,
    build_client: 0,
    build_client_first: 0,
    open_amqp: 0,
    accept_amqp: 0,
    amqp_handshake: 0,
    link: 0,
    call_out: 0,
    call_back: 0,
    payment_accept: 0,
    payment_dispatch: 0,
    payment_overrun: 0,
    payment_release: 0,
    refused: 0,
    publish_out: 0,
    persist: 0,
    confirm: 0,
    close_amqp: 0,
    quorum_publish: 0,
    quorum_requeue: 0,
    quorum_busy: 0,
    deliver: 0,
    ack: 0,
    worker_overrun: 0,
    next_buffered: 0,
    crash_noticed: 0,
    worker_start: 0,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_overheads_means_nothing_at_all() {
        assert_eq!(Costs::of(Overheads::None), NOTHING);
    }
}
