//! A wire that is long, uneven or lossy: between which parts, and how each of its two directions is.
//!
//! ```text
//! user ◀──▶ Checkout ◀──▶ services, broker ◀──▶ workers        out: away from the user; back: towards it
//! ```
//!
//! What crosses it are TCP's segments, each delayed by its own draw and lost by another; what is lost is sent again
//! (`flight.rs`, `stream.rs`). So loss is delay, then perhaps somebody's timeout; an order never vanishes of it.
//!
//! Off, as it is unless it was set, it costs a comparison.

mod crossing;
mod flight;
mod lot;
pub(crate) mod stream;

use super::config::lineup::PAYMENT;
use super::config::{Config, WireBetween};
use super::time::Micros;

/// Two parts that talk to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Between {
    /// The user and Checkout.
    Above,
    /// Checkout and what it calls, or publishes to.
    Below,
    /// The broker and the workers.
    Workers,
}

/// Which way something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Toward {
    /// Away from the user.
    Out,
    /// Towards it.
    Back,
}

/// One direction of a wire.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Way {
    /// What a segment takes in the middle.
    pub(crate) delay: Micros,
    /// So much more or less, evenly.
    pub(crate) jitter: Micros,
    /// The share of segments that is lost.
    pub(crate) loss: f64,
}

/// The wire as the settings in force have it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wire {
    above: bool,
    below: bool,
    workers: bool,
    out: Way,
    back: Way,
    /// What `link_latency_ms` adds to it, where that lies.
    latency: Micros,
}

impl Wire {
    pub(crate) fn new(config: &Config) -> Self {
        let way = |delay, jitter, percent: f64| Way {
            delay,
            jitter,
            loss: percent / 100.0,
        };
        let out = way(
            config.wire_out,
            config.wire_out_jitter,
            config.wire_out_loss,
        );
        let back = way(
            config.wire_back,
            config.wire_back_jitter,
            config.wire_back_loss,
        );
        let on = out != Way::default() || back != Way::default();
        let lies = |at| on && [at, WireBetween::Everywhere].contains(&config.wire_between);
        Self {
            above: lies(WireBetween::UserCheckout),
            below: lies(WireBetween::CheckoutBelow),
            workers: lies(WireBetween::BrokerWorkers),
            out,
            back,
            latency: config.link_latency,
        }
    }

    /// Is there one at all?
    pub(crate) fn is_bad(&self) -> bool {
        self.above || self.below || self.workers
    }

    /// Does it lie between these?
    #[inline(always)]
    pub(crate) fn lies(&self, between: Between) -> bool {
        match between {
            Between::Above => self.above,
            Between::Below => self.below,
            Between::Workers => self.workers,
        }
    }

    /// One direction of it, with the latency of the link that it is part of; and the other one.
    pub(crate) fn ways(&self, between: Between, toward: Toward) -> (Way, Way) {
        let latency = match between {
            Between::Above => 0,
            Between::Below | Between::Workers => self.latency,
        };
        let with = |mut way: Way| {
            way.delay += latency;
            way
        };
        match toward {
            Toward::Out => (with(self.out), with(self.back)),
            Toward::Back => (with(self.back), with(self.out)),
        }
    }
}

/// What crosses a wire: how many segments, on what connection, and where its draws are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trip {
    /// The k-th order of its shop.
    pub(crate) number: u64,
    /// Of which service.
    pub(crate) service: u8,
    /// For which time.
    pub(crate) attempt: u32,
    pub(crate) what: What,
    /// Is its connection new?
    pub(crate) fresh: bool,
}

impl Trip {
    /// Of what a user sends and is sent.
    pub(crate) fn of_user(number: u64, what: What) -> Self {
        Self {
            number,
            service: PAYMENT,
            attempt: 0,
            what,
            fresh: true,
        }
    }
}

/// What it is, on its way: the address of its draws. The numbers are part of the promise a link makes: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A user's connection to Checkout is made.
    Visit = 0,
    /// A user's request.
    Request = 1,
    /// The answer to it.
    Answer = 2,
    /// A connection to a service is made.
    Dial = 3,
    /// A call.
    Call = 4,
    /// What comes of it.
    Return = 5,
    /// One way of a round trip in which an AMQP connection is opened or closed.
    Shake = 6,
    /// The way back of it.
    Nod = 7,
    /// A message to the broker.
    Publish = 8,
    /// The broker's word on it.
    Confirm = 9,
    /// A message to a worker.
    Deliver = 10,
    /// What a worker says of it.
    Settle = 11,
}

impl What {
    /// Of how many segments it is.
    //
    // (httpx and uvicorn write headers and body one after the other, each its own segment: so it was recorded. pika writes
    // three frames, of which the kernel sends the first alone and the others together. RabbitMQ writes what it has at once.)
    pub(crate) fn segments(self) -> usize {
        match self {
            Self::Request | Self::Answer | Self::Call | Self::Return | Self::Publish => 2,
            Self::Visit
            | Self::Dial
            | Self::Shake
            | Self::Nod
            | Self::Confirm
            | Self::Deliver
            | Self::Settle => 1,
        }
    }
}
