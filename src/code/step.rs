//! The steps of an order's journey that a line of a program stands for: the contract with whoever lights them.
//!
//! A step is either the line that runs, or the number the order has run into (a limit it waits for, a timeout that
//! ended its waiting). A file has one line for a step or none; which files have it is said with each step. Where a
//! failure becomes a 500 no line answers: the exception leaves the handler, and the line it left from stays lit.

/// A place in a program that an order passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An HTTP request is in: accepted by uvicorn and routed. The route's decorator. *Both Checkouts, each sync service.*
    RequestIn,
    /// It waits in line for a thread, because all of them are held. The number of threads. *Both Checkouts if `def`,
    /// each sync service.*
    ThreadAwaited,
    /// The function that handles the order begins: it has its thread, or its turn on the event loop, or (a worker)
    /// the message is the next of its buffer. The `def` line. *All files.*
    HandlerBegan,
    /// It waits for one of the shared client's connections. The number of connections. *Sync Checkout if the client
    /// is shared.*
    ConnectionAwaited,
    /// The call to a service, from building it and connecting until the answer: the place where a thread is held.
    /// *Sync Checkout.*
    Called,
    /// No free connection within the pool timeout. That timeout. *Sync Checkout if the client is shared.*
    PoolTimedOut,
    /// Nobody answered the dialling in time. The connect timeout. *Sync Checkout; async Checkout, where it is pika's
    /// socket timeout.*
    ConnectTimedOut,
    /// No answer within the read timeout; the service works on. That timeout. *Sync Checkout.*
    ReadTimedOut,
    /// The call came to nothing, and it pauses before another attempt. The pause. *Sync Checkout if it retries.*
    BackedOff,
    /// An AMQP connection is being opened. *Async Checkout, when its thread has none; the worker, when it starts or
    /// lost it.*
    Connecting,
    /// The message is written to the socket. *Async Checkout.*
    Published,
    /// The call or the publish failed for another reason than time: nobody listens, or the peer died. The `except`
    /// that catches it. *Both Checkouts if errors are handled (not `snippet`).*
    Refused,
    /// A delivery reached the worker and waits in its buffer until the work before it is done. *The worker.*
    Delivered,
    /// A service works on the order: the service time. *Each service, sync and async.*
    Working,
    /// It has done its work: by Payment the order is charged. *Each service, sync and async.*
    Charged,
    /// The next service is told that this one is done. *The worker of a choreography, but the last.*
    ToldNext,
    /// The acknowledgement sets out for the broker. *The worker if acknowledgement is manual.*
    Acked,
    /// The work failed, and the broker is told what to do with the message. *The worker if acknowledgement is manual.*
    Nacked,
    /// One order too many is inside: the process dies. *Each service that can crash under load.*
    Crashed,
    /// The answer of this status sets out. 200: *sync Checkout, each sync service*; 202, accepted and not paid: *async
    /// Checkout*; 503, refused, or in the `demo` style any failure: *both Checkouts unless `snippet`*; 504, timed out:
    /// *both Checkouts if `production`*.
    Answer(u16),
}

impl Step {
    /// Every step before an answer, in the order of an order's story.
    pub const BEFORE_ANSWERS: [Self; 19] = [
        Self::RequestIn,
        Self::ThreadAwaited,
        Self::HandlerBegan,
        Self::ConnectionAwaited,
        Self::Called,
        Self::PoolTimedOut,
        Self::ConnectTimedOut,
        Self::ReadTimedOut,
        Self::BackedOff,
        Self::Connecting,
        Self::Published,
        Self::Refused,
        Self::Delivered,
        Self::Working,
        Self::Charged,
        Self::ToldNext,
        Self::Acked,
        Self::Nacked,
        Self::Crashed,
    ];

    /// The step at which Checkout sends this status. A 500 has none: it is the framework's word for an exception.
    pub fn answering(status: u16) -> Option<Self> {
        (status != 500).then_some(Self::Answer(status))
    }
}
