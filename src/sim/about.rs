//! What an event can concern: whom, and where. Which event concerns whom stands in its row (`event.rs`).
//!
//! ```text
//! event ──▶ about() ──▶ whom?    is it over meanwhile (stale.rs)? whose order is it (happening.rs)?
//!                   └─▶ where?   does it stand still there (process.rs)?
//! ```

use super::http::CallPhase;
use super::slab::Key;

/// Whom an event is about: what has to be as it was when the event was made, for it to mean anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The arrival process, since it was last planned.
    Arrivals { epoch: u32 },
    /// A user who waits to be told.
    User { order: Key },
    /// A request inside Checkout: made when it is due, and always meant.
    Request { order: Key },
    /// Whatever Checkout's interpreter is busy with: the same.
    Interpreter,
    /// A call that is where it was.
    Call { call: Key, phase: CallPhase },
    /// A call that waits for a connection, and has not begun to wait anew.
    Pooled { call: Key, clock: u32 },
    /// A call that somebody waits for.
    Awaited { call: Key },
    /// The process of a service, in the same life.
    Process { service: u8, life: u32 },
    /// One of its threads.
    Thread { service: u8, token: u32, life: u32 },
    /// The broker's process, in the same life.
    Broker { life: u32 },
    /// A request that is opening a connection to the broker.
    Opening { order: Key },
    /// The same, or one that could not even set about it.
    Dialling { order: Key },
    /// A request that waits for the broker's word.
    Unconfirmed { order: Key },
    /// A request whose connection the broker does not read, during the same alarm.
    Blocked { order: Key, alarm: u32 },
    /// A connection from Checkout to the broker, since it was last planned what happens on it.
    Stream { place: u32, turn: u32 },
    /// A message that exists.
    Message { message: Key },
    /// A message, wherever it is by now.
    Stay { message: Key },
    /// A message that was not handed out again since.
    Delivery { message: Key, tag: u32 },
    /// A worker that has this channel, and is not connected yet.
    Channel {
        service: u8,
        consumer: u32,
        channel: u32,
    },
    /// A worker that turns to its next message, in the same life.
    Turn {
        service: u8,
        consumer: u32,
        life: u32,
    },
    /// A worker at work, in the same life.
    Work {
        service: u8,
        consumer: u32,
        life: u32,
    },
    /// The connections of workers that died: always meant.
    DeadWorkers { service: u8 },
    /// The network, during the same cut.
    Cut { cut: u32 },
}

/// Where it happens: what stands still there keeps it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// At the user, at Checkout, on the cable, at the broker, or outside of all: nothing stands still there.
    Elsewhere,
    /// In Payment's process.
    Payment,
    /// On the way from the broker to Payment's process, and in it.
    ToWorkers,
    /// On the way from Payment to the broker.
    FromWorkers,
}
