//! What the story of one order is made of: who takes part, what moves, what takes time, what takes none. How it is said is
//! a language's (`en/story.rs`); which moments make it, `story/fold.rs` knows.
//!
//! A new reason to wait (back-off, a dead-letter queue, a hung server) is a new kind here, its words, and a line in
//! `story/fold.rs`. Numbers of threads and workers count from 0, as in the engine; words count from 1.

use crate::sim::config::lineup::PAYMENT;
use crate::sim::journey::Connection;
use crate::sim::ledger::Reason;
use crate::sim::wire::What;

/// Who takes part, from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Participant {
    /// Who pressed the button.
    User,
    /// The service that takes orders.
    Checkout,
    /// The broker and its queue, where there is one (async).
    Queue,
    /// The broker, where there are several queues (async).
    Broker,
    /// One of them, that of the service of this number.
    QueueOf(u8),
    /// The service of this number: its threads, or its workers.
    Service(u8),
}

impl Participant {
    /// The one that charges.
    pub const PAYMENT: Self = Self::Service(PAYMENT);

    /// Where it stands in a picture: all queues are the broker's.
    pub fn lane(self) -> Self {
        match self {
            Self::QueueOf(_) => Self::Broker,
            Self::User | Self::Checkout | Self::Queue | Self::Broker | Self::Service(_) => self,
        }
    }
}

/// What moves from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A user's request.
    Request,
    /// Its answer, with this status.
    Status(u16),
    /// Checkout asks for a connection.
    ConnectionRequest,
    /// A call.
    Call,
    /// Its answer.
    Answer,
    /// Its answer: the payment failed.
    Failure,
    /// The news that nobody takes it.
    Refusal,
    /// A message.
    Message,
    /// A message of a worker's: what the next service hears of.
    News,
    /// The broker has it.
    Confirm,
    /// The broker does not take it, or a worker wants it to be requeued.
    Nack,
    /// `basic.return`: no queue took it.
    Return,
    /// The queue hands it out.
    Delivery,
    /// The queue hands it out once more.
    Redelivery,
    /// A worker is done with it.
    Ack,
    /// A worker does not want it.
    Rejection,
}

/// Why something never arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The cable is out.
    CableOut,
    /// Nobody waits for it.
    NobodyWaits,
    /// Nobody answers.
    NobodyAnswers,
    /// The broker died.
    BrokerDied,
    /// The worker is gone.
    WorkerGone,
    /// Its channel died.
    ChannelDied,
    /// The message is gone, for this reason.
    Because(Reason),
}

/// Why Checkout gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GaveUp {
    /// No connection of the pool was free in time.
    NoneFree,
    /// No connection stood in time.
    NoConnection,
    /// No answer came in time.
    NoAnswer,
    /// No AMQP connection stood in time.
    NoAmqp,
    /// The broker does not read what it is sent.
    Blocked,
    /// Nothing is heard from the broker.
    SilentBroker,
}

/// What a participant does that takes no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    // The user
    /// Hangs up.
    HangsUp,

    // Whoever sends
    /// Has to send a segment of this again: it was lost on the wire.
    SendsAgain(What),

    // Checkout
    /// Gives this thread back.
    GivesBack { thread: u32 },
    /// Gives up.
    GivesUp(GaveUp),
    /// Finds the shared channel torn.
    FindsChannelTorn,
    /// Nothing more was noted.
    Stops,

    // A service
    /// Is down.
    IsDown,
    /// Closes a connection that was idle.
    ClosesIdle,
    /// Dies, with the call in it.
    DiesWithCall,
    /// Is not told that nobody waits any more.
    IsNotTold,
    /// Is never called, for another one failed before.
    IsNotCalled,
    /// Does its work, for this time; of Payment: charges the order.
    Charges { times: u32 },
    /// Fails.
    Fails,
    /// Dies, and this worker at work with it.
    DiesAtWork { worker: u32 },
    /// Loses the buffer of this worker.
    LosesBuffer { worker: u32 },
    /// Works on as this worker, without a channel.
    WorksOn { worker: u32 },
    /// Has no channel to acknowledge it on.
    CannotAck,
    /// Dies as this worker, before it could acknowledge.
    DiesBeforeAck { worker: u32 },
    /// Dies as this worker, after the work, under auto-ack.
    DiesWithNothingToAck { worker: u32 },
    /// Has lost it, under auto-ack.
    LostIt,

    // The queue
    /// Closes the channel of this worker: nothing was acknowledged for too long, or nothing heard of it.
    GivesUpWorker { worker: u32, unheard: bool },
    /// Puts it with the dead ones.
    DeadLetters(Reason),
    /// A dead message is back in its queue.
    Revives,
    /// Takes it back.
    TakesBack,
    /// Dies with the broker, and has it on its disk.
    KeepsOnDisk,
    /// Knows nothing of it any more.
    KnowsNothing,
    /// Forgets it as the broker dies.
    Forgets,
    /// Refuses it.
    IsFull,
    /// Is not there.
    IsNotThere,
    /// The broker has no queue for it.
    HasNoQueue,
    /// Drops it.
    Drops(Reason),
}

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

/// What takes time.
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
    /// Dead, in the queue in which it waits to be retried.
    InRetryQueue,
    /// Dead, in the queue that somebody redrives, or in that one's hands.
    WithTheDead,
    /// With this worker, which has so many to do before it.
    InPrefetchBuffer { worker: u32, ahead: u32 },
    /// Unacknowledged: the broker has not noticed that it lost its worker.
    Unnoticed,

    // The network
    /// It was sent into a cut, and waits in the sender's buffers.
    HeldByCut,
    /// It waits in a socket that the broker does not read.
    Unread,

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
            | Self::InRetryQueue
            | Self::WithTheDead
            | Self::InPrefetchBuffer { .. }
            | Self::Unnoticed
            | Self::BackingOff
            | Self::HeldByCut
            | Self::Unread
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
}
