//! What an order can be held up by, or worked on: the kinds of spans and their words.
//!
//! A new reason to wait (back-off, a dead-letter queue, a hung server) is a new row here, and a line in `fold.rs`.

use crate::sim::journey::Connection;

/// Is time spent on the order, or does it only pass?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// It waits for something that others have.
    Wait,
    /// It waits for an answer from the other side.
    Blocked,
    /// Somebody works on it.
    Work,
}

/// What takes time. Numbers of threads and workers count from 0, as in the engine; words count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    // Checkout
    /// Others are before it on Checkout's interpreter.
    WaitingForCpu,
    /// Checkout reads the request.
    Reading,
    /// So many requests were in line for a thread before it.
    WaitingForThread { ahead: u32 },
    /// It is handed to its thread.
    StartingHandler { thread: u32 },
    /// A thread validates the answer (or Checkout's CPU has others before it).
    ValidatingAnswer,
    /// Checkout writes the answer.
    WritingAnswer,
    /// Checkout pauses before another attempt.
    BackingOff,

    // The call (sync)
    /// So many calls were in line for a connection of the shared client before it.
    WaitingForConnection { ahead: u32 },
    /// Checkout's CPU writes the call, and before it builds a client if it needs one of its own.
    BuildingCall { connection: Connection },
    /// A connection to Payment is made.
    OpeningConnection,
    /// Checkout waits for Payment's answer.
    Blocked,

    // The message (async)
    /// An AMQP connection is made.
    OpeningAmqp,
    /// Others are before it on the one channel.
    WaitingForChannel { ahead: u32 },
    /// Checkout writes the message.
    Publishing,
    /// Checkout waits for the broker's word on the message.
    AwaitingConfirm,
    /// The connection of this one request is closed.
    ClosingAmqp,
    /// The socket is dead, and the handler does not know yet.
    LearningOfRefusal,
    /// Ready in the queue, with so many before it.
    InReadyQueue { ahead: u32 },
    /// With this worker, which has so many to do before it.
    InPrefetchBuffer { worker: u32, ahead: u32 },
    /// Unacknowledged: the broker has not noticed that it lost its worker.
    Unnoticed,

    // The network
    /// It was sent into a cut, and waits in the sender's buffers.
    HeldByCut,

    // Payment
    /// Payment's process stands still.
    Frozen,
    /// Payment's CPU reads the call (or has others before it).
    PaymentReading,
    /// So many calls were in line for a thread of Payment before it.
    WaitingForPaymentThread { ahead: u32 },
    /// Payment has its answer validated.
    PaymentValidating,
    /// A thread of Payment works on it (sync).
    ServiceOnThread { thread: u32 },
    /// A worker works on it (async).
    ServiceByWorker { worker: u32 },
}

impl Kind {
    /// Is it a wait or work?
    pub fn nature(self) -> Nature {
        match self {
            Self::WaitingForCpu
            | Self::WaitingForThread { .. }
            | Self::WaitingForConnection { .. }
            | Self::WaitingForChannel { .. }
            | Self::InReadyQueue { .. }
            | Self::InPrefetchBuffer { .. }
            | Self::Unnoticed
            | Self::BackingOff
            | Self::HeldByCut
            | Self::Frozen
            | Self::WaitingForPaymentThread { .. } => Nature::Wait,
            Self::OpeningConnection
            | Self::OpeningAmqp
            | Self::AwaitingConfirm
            | Self::ClosingAmqp
            | Self::Blocked
            | Self::LearningOfRefusal => Nature::Blocked,
            Self::Reading
            | Self::StartingHandler { .. }
            | Self::WritingAnswer
            | Self::ValidatingAnswer
            | Self::BuildingCall { .. }
            | Self::Publishing
            | Self::PaymentReading
            | Self::PaymentValidating
            | Self::ServiceOnThread { .. }
            | Self::ServiceByWorker { .. } => Nature::Work,
        }
    }

    /// A class for style sheets: `wait`, `blocked`, `work`, or `service` for Payment's work itself.
    pub fn class(self) -> &'static str {
        match (self, self.nature()) {
            (Self::ServiceOnThread { .. } | Self::ServiceByWorker { .. }, _) => "service",
            (_, Nature::Wait) => "wait",
            (_, Nature::Blocked) => "blocked",
            (_, Nature::Work) => "work",
        }
    }

    /// What its participant does, in a few words: `waits for a thread behind 3`.
    pub fn words(self) -> String {
        let plain = match self {
            Self::WaitingForThread { ahead } | Self::WaitingForPaymentThread { ahead } => {
                return format!("waits for a thread{}", behind(ahead));
            }
            Self::WaitingForConnection { ahead } => {
                return format!("waits for a connection{}", behind(ahead));
            }
            Self::WaitingForChannel { ahead } => {
                return format!("waits for the channel{}", behind(ahead));
            }
            Self::InReadyQueue { ahead } => return format!("keeps it ready{}", behind(ahead)),
            Self::InPrefetchBuffer { worker, ahead } => {
                return format!("buffers it for worker {}{}", worker + 1, behind(ahead));
            }
            Self::StartingHandler { thread } => {
                return format!("hands it to thread {}", thread + 1);
            }
            Self::ServiceOnThread { thread } => {
                return format!("works on it on thread {}", thread + 1);
            }
            Self::ServiceByWorker { worker } => {
                return format!("works on it as worker {}", worker + 1);
            }
            Self::BuildingCall {
                connection: Connection::Own,
            } => "builds a client and the call",
            Self::BuildingCall { .. } => "builds the call",
            Self::WaitingForCpu => "waits for its CPU",
            Self::Reading => "reads the request",
            Self::WritingAnswer => "writes the answer",
            Self::ValidatingAnswer => "validates the answer",
            Self::BackingOff => "pauses before it tries again",
            Self::OpeningConnection => "opens a connection",
            Self::Blocked => "waits for the answer",
            Self::OpeningAmqp => "opens an AMQP connection",
            Self::Publishing => "publishes the message",
            Self::AwaitingConfirm => "waits for the broker's confirm",
            Self::ClosingAmqp => "closes its AMQP connection",
            Self::LearningOfRefusal => "learns that its connection died",
            Self::Unnoticed => "waits for an ack, the worker is gone",
            Self::HeldByCut => "holds it back, the cable is out",
            Self::PaymentReading => "reads the call",
            Self::Frozen => "is frozen, its kernel has it",
            Self::PaymentValidating => "has its answer validated",
        };
        plain.to_owned()
    }
}

fn behind(ahead: u32) -> String {
    match ahead {
        0 => String::new(),
        _ => format!(" behind {ahead}"),
    }
}
