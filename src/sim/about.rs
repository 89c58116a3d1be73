//! What an event concerns: one list of all, which everybody reads who wants to know of an event without handling it.
//!
//! ```text
//! event ──▶ about() ──▶ whom?    is it over meanwhile (stale.rs)? whose order is it (happening.rs)?
//!                   └─▶ where?   does it stand still there (process.rs)?
//! ```
//!
//! A new event has its row here, or nothing compiles: that it can be stale, or frozen, is not forgotten.

use super::event::Event;
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
    /// A message that exists.
    Message { message: Key },
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

impl Event {
    /// Whom it is about, and where it happens.
    #[inline(always)]
    pub fn about(self) -> (Subject, Site) {
        use Site::{Elsewhere, FromWorkers, Payment, ToWorkers};
        let call = |call, phase| Subject::Call { call, phase };
        match self {
            Self::ArrivalDue { epoch } => (Subject::Arrivals { epoch }, Elsewhere),
            Self::UserTold { order } | Self::UserLeft { order } => {
                (Subject::User { order }, Elsewhere)
            }
            Self::RequestReachedCheckout { order }
            | Self::RetryDue { order }
            | Self::PublishRefused { order }
            | Self::ChannelClosed { order, .. } => (Subject::Request { order }, Elsewhere),
            Self::CheckoutSliceOver => (Subject::Interpreter, Elsewhere),

            Self::PoolTimedOut { call: key } => (call(key, CallPhase::Pooled), Elsewhere),
            Self::ConnectTimedOut { call: key } | Self::ConnectionMade { call: key } => {
                (call(key, CallPhase::Connecting), Elsewhere)
            }
            Self::ReadTimedOut { call } => (Subject::Awaited { call }, Elsewhere),
            Self::CallReachedPayment { call: key } => (call(key, CallPhase::Sent), Payment),
            Self::PaymentSliceOver { service, life } => {
                (Subject::Process { service, life }, Payment)
            }
            Self::CallServed { call: key } => (call(key, CallPhase::Serving), Payment),
            Self::CallLeftThread { call: key } | Self::CallValidated { call: key } => {
                (call(key, CallPhase::Answering), Payment)
            }
            Self::PaymentThreadFreed {
                service,
                token,
                life,
            } => (
                Subject::Thread {
                    service,
                    token,
                    life,
                },
                Payment,
            ),
            Self::AnswerReachedCheckout { call: key } | Self::CallRefused { call: key } => {
                (call(key, CallPhase::Returning), Elsewhere)
            }

            Self::BrokerSliceOver { life } => (Subject::Broker { life }, Elsewhere),
            Self::AmqpConnected { order } => (Subject::Opening { order }, Elsewhere),
            Self::AmqpTimedOut { order } => (Subject::Dialling { order }, Elsewhere),
            Self::PublishConfirmed { order } | Self::PublishNacked { order } => {
                (Subject::Unconfirmed { order }, Elsewhere)
            }
            Self::MessageReachedBroker { message } | Self::MessageExpired { message } => {
                (Subject::Message { message }, Elsewhere)
            }
            Self::ConsumerConnected {
                service,
                consumer,
                channel,
            } => (
                Subject::Channel {
                    service,
                    consumer,
                    channel,
                },
                ToWorkers,
            ),
            Self::DeliveryReachedConsumer { message, tag } => {
                (Subject::Delivery { message, tag }, ToWorkers)
            }
            Self::ConsumerTookNext {
                service,
                consumer,
                life,
            } => (
                Subject::Turn {
                    service,
                    consumer,
                    life,
                },
                Payment,
            ),
            Self::MessageServed {
                service,
                consumer,
                life,
            }
            | Self::WorkerCrashed {
                service,
                consumer,
                life,
            } => (
                Subject::Work {
                    service,
                    consumer,
                    life,
                },
                Payment,
            ),
            Self::AckReachedBroker { message, tag }
            | Self::NackReachedBroker { message, tag }
            | Self::RejectReachedBroker { message, tag } => {
                (Subject::Delivery { message, tag }, FromWorkers)
            }
            Self::WorkersMissed { service } => (Subject::DeadWorkers { service }, Elsewhere),
            Self::HeartbeatMissed { cut } => (Subject::Cut { cut }, Elsewhere),
            Self::PaymentRestarted { service, life } => {
                (Subject::Process { service, life }, Elsewhere)
            }
        }
    }
}
