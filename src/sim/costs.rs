//! What the machinery itself costs.
//!
//! Measured on a real FastAPI + httpx + pika + RabbitMQ stack over loopback. They are small, and they matter:
//! near saturation and in bursts they amplify. `none` leaves pure arithmetic, `slow links` makes each hop long
//! enough to watch.

use super::choice::{Choice, choice};
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

/// From a row for each cost: the struct, its sets, and what a call comes to.
macro_rules! costs {
    ($($(#[$what:meta])* $cost:ident: [$measured:expr $(, $slow:expr)?] $($in_call:ident)?;)+) => {
        /// Spans in microseconds; all are zero under [`Overheads::None`].
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Costs {
            $($(#[$what])* pub $cost: Micros,)+
        }

        /// Each set, in the order of [`Overheads`].
        static SETS: [Costs; Overheads::NAMES.len()] = [
            Costs {
                $($cost: 0,)+
            },
            Costs {
                $($cost: $measured,)+
            },
            Costs {
                $($cost: [$($slow,)? 0][0],)+
            },
        ];

        impl Costs {
            /// What a call over HTTP takes besides the work: its caller waits for that, too.
            pub fn of_a_call(&self) -> Micros {
                let mut sum = 0;
                $($(
                    let $in_call = self.$cost;
                    sum += $in_call;
                )?)+
                sum
            }
        }
    };
}

/// Over slow links, a hop takes so long.
const HOP: Micros = 250 * MILLI;

// What each is: as measured, and over slow links, if anything; and whether it is part of a call over HTTP.
costs! {
    /// User to Checkout, one way.
    user_in: [950, HOP];
    /// Checkout to user, one way.
    user_out: [1_000, HOP];
    /// Checkout's CPU: accept a connection and read the request.
    accept: [350];
    /// Checkout's CPU: hand a request to a thread.
    dispatch: [100];
    /// Checkout's CPU: publish a message.
    publish: [200];
    /// Checkout's CPU: read a confirm.
    read_confirm: [200];
    /// Checkout's CPU: write the answer.
    answer: [300];
    /// Checkout's CPU, or a thread of Payment: validate the answer of an endpoint that declares its return type.
    validate: [500];
    /// Checkout's CPU: one call on an open connection.
    call: [400] in_call;
    /// Checkout's CPU, on top: open a connection to Payment.
    open_http: [3_400] in_call;
    /// Checkout's CPU: a client's pool looks at a hundred connections, for one call that waits.
    //
    // (Recorded run 22a: with 100 connections and 49 in line, calls begin 1.4 ms after each other, and not 0.25 ms.)
    pool_look: [24];
    /// Checkout's CPU: one call is woken for a connection that another one takes.
    //
    // (Recorded run 22b: of those who wait the 17th has a connection 16 ms after the first one was woken, and the 26th 27 ms.)
    pool_wake: [500];
    /// Checkout's CPU, instead of `call` and `open_http`: build a client for one call.
    build_client: [26_000];
    /// Checkout's CPU, on top: the first client ever built in a thread.
    build_client_first: [15_000];
    /// Checkout's CPU: open an AMQP connection.
    open_amqp: [2_400];
    /// The broker's CPU, serial: accept an AMQP connection.
    accept_amqp: [4_000];
    /// The rest of the AMQP handshake.
    amqp_handshake: [800];
    /// Below Checkout, one way: what a handshake is made of, where its whole is not measured.
    link: [0, HOP];
    /// Checkout to Payment, one way.
    call_out: [450, HOP] in_call;
    /// Payment to Checkout, one way.
    call_back: [650, HOP] in_call;
    /// Payment's CPU: accept a request.
    payment_accept: [200] in_call;
    /// Payment: from thread token to work.
    payment_dispatch: [200] in_call;
    /// How much a service over HTTP overruns.
    payment_overrun: [300] in_call;
    /// Payment: from the end of the work to the return of the thread token.
    payment_release: [1_200] in_call;
    /// A caller learns that nobody listens, or that its peer died.
    refused: [400, HOP];
    /// Checkout to broker, one way.
    publish_out: [500, HOP];
    /// The broker writes a persistent message to disk before it confirms it.
    persist: [1_900];
    /// Broker to Checkout, one way: a confirm.
    confirm: [300, HOP];
    /// Closing an AMQP connection.
    close_amqp: [2_000];
    /// A quorum queue commits a publish, on top of `publish_out`.
    quorum_publish: [1_000];
    /// A quorum queue commits that a message comes back, on top of `ack`.
    quorum_requeue: [3_200];
    /// A quorum queue settles a message while publishes are being committed, on top.
    //
    // (In the recorded run with such a queue 20.4 ms pass from the end of the first service to the next beginning; an
    // acknowledgement and a delivery take 0.9 of them.)
    quorum_busy: [19_500];
    /// Broker to worker, one way.
    deliver: [600, HOP];
    /// Worker to broker, one way.
    ack: [300, HOP];
    /// How much a worker's service overruns.
    worker_overrun: [350];
    /// A worker turns to the next message in its buffer.
    next_buffered: [200];
    /// The broker notices that a worker's connection died.
    //
    // (Over slow links the news of a crash is a hop like any other: it does not overtake the acks sent before it.)
    crash_noticed: [3_000, HOP];
    /// A worker connects and begins to consume.
    worker_start: [12_000];
}

/// A task on an interpreter gives way after this long (CPython's switch interval).
pub const CPU_SLICE: Micros = 5 * MILLI;

impl Costs {
    /// The costs of one set.
    pub fn of(overheads: Overheads) -> Self {
        SETS[overheads.place()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_overheads_means_nothing_at_all() {
        assert_eq!(Costs::of(Overheads::None).of_a_call(), 0);
        let hops = Costs::of(Overheads::SlowLinks).of_a_call();
        assert_eq!(hops, 2 * HOP, "there and back");
    }
}
