//! The table of contents: everything that can happen, in the order of one order's story.
//!
//! Names are in the past tense: when an event leaves the calendar, it has happened. Events about a call or a
//! message carry its key; if the thing is gone by then, they find nothing and are skipped. Events about a thread or a
//! worker say of which service it is; a call or a message knows that itself.

use super::slab::Key;

/// Something that happened.
///
/// (In memory it is four words, the first of which says what: so it is copied word by word, and not in odd bytes.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Event {
    // The user
    /// The next generated arrival is due (of this generation of the arrival process).
    ArrivalDue { epoch: u32 },
    /// A user's request reached Checkout.
    RequestReachedCheckout { order: Key },
    /// The answer reached the user.
    UserTold { order: Key },
    /// The user had waited enough, and hung up.
    UserLeft { order: Key },

    // Checkout
    /// A slice of Checkout's CPU time is over.
    CheckoutSliceOver,

    // The call to Payment (sync)
    /// The connection to Payment stands.
    ConnectionMade { call: Key },
    /// No free connection of the shared client within the pool timeout.
    PoolTimedOut { call: Key },
    /// No connection within the connect timeout.
    ConnectTimedOut { call: Key },
    /// No answer within the read timeout.
    ReadTimedOut { call: Key },
    /// The call reached Payment.
    CallReachedPayment { call: Key },
    /// A slice of Payment's CPU time is over (of this life of the process).
    PaymentSliceOver { service: u8, life: u32 },
    /// Payment finished working on a call.
    CallServed { call: Key },
    /// A thread of Payment fell idle (of this life of the process).
    PaymentThreadFreed { service: u8, token: u32, life: u32 },
    /// Payment's answer reached Checkout.
    AnswerReachedCheckout { call: Key },
    /// Checkout learnt that nobody listens, or that its peer died.
    CallRefused { call: Key },
    /// The thread that had charged was free again, and the call asked for one to have its answer validated.
    CallLeftThread { call: Key },
    /// Payment's answer was validated.
    CallValidated { call: Key },
    /// The pause before another attempt was over.
    RetryDue { order: Key },

    // The message (async)
    /// A slice of the broker's connection set-up is over (of this life of the broker).
    BrokerSliceOver { life: u32 },
    /// A thread's AMQP connection stands.
    AmqpConnected { order: Key },
    /// No AMQP connection within the socket timeout.
    AmqpTimedOut { order: Key },
    /// A publish failed.
    PublishRefused { order: Key },
    /// The broker's confirm of a publish reached Checkout.
    PublishConfirmed { order: Key },
    /// The broker's refusal of a publish (`basic.nack`) reached Checkout.
    PublishNacked { order: Key },
    /// A connection opened for one request was closed. `refused`: the broker had refused the publish.
    ChannelClosed { order: Key, refused: bool },
    /// A message reached the broker.
    MessageReachedBroker { message: Key },
    /// A consumer connected and began to consume.
    ConsumerConnected {
        service: u8,
        consumer: u32,
        channel: u32,
    },
    /// A delivery reached its consumer.
    DeliveryReachedConsumer { message: Key, tag: u32 },
    /// A consumer turned to the next message in its buffer.
    ConsumerTookNext {
        service: u8,
        consumer: u32,
        life: u32,
    },
    /// A consumer finished working on a message.
    MessageServed {
        service: u8,
        consumer: u32,
        life: u32,
    },
    /// An acknowledgement reached the broker.
    AckReachedBroker { message: Key, tag: u32 },
    /// A negative acknowledgement reached the broker: the message goes back into the queue.
    NackReachedBroker { message: Key, tag: u32 },
    /// The same, and the message is not wanted any more.
    RejectReachedBroker { message: Key, tag: u32 },
    /// The time a message may wait is over.
    MessageExpired { message: Key },

    // Failures
    /// A worker's process dies in the middle of a service, because of the order it works on.
    WorkerCrashed {
        service: u8,
        consumer: u32,
        life: u32,
    },
    /// The broker noticed that the workers' connections died.
    WorkersMissed { service: u8 },
    /// The cut outlasted the AMQP heartbeat.
    HeartbeatMissed { cut: u32 },
    /// Payment came back after a crash of its own.
    PaymentRestarted { service: u8, life: u32 },
}

impl Event {
    /// Two words for the digest: what, and to whom.
    #[inline(always)]
    pub fn words(self) -> (u64, u64) {
        let about = |tag: u64, key: Key| (tag, u64::from(key.index));
        let pair = |tag: u64, a: u32, b: u32| (tag, u64::from(a) << 32 | u64::from(b));
        // (Of the first service, its number says nothing: so it was written when there was one.)
        let of = |service: u8, tag: u64, a: u32, b: u32| {
            let (what, whom) = pair(tag, a, b);
            (what, whom ^ u64::from(service) << 48)
        };
        match self {
            Self::ArrivalDue { epoch } => (1, u64::from(epoch)),
            Self::RequestReachedCheckout { order } => about(2, order),
            Self::UserTold { order } => about(3, order),
            Self::CheckoutSliceOver => (4, 0),
            Self::ConnectionMade { call } => about(5, call),
            Self::PoolTimedOut { call } => about(6, call),
            Self::ConnectTimedOut { call } => about(7, call),
            Self::ReadTimedOut { call } => about(8, call),
            Self::CallReachedPayment { call } => about(9, call),
            Self::PaymentSliceOver { service, life } => of(service, 10, 0, life),
            Self::CallServed { call } => about(11, call),
            Self::PaymentThreadFreed {
                service,
                token,
                life,
            } => of(service, 12, token, life),
            Self::AnswerReachedCheckout { call } => about(13, call),
            Self::CallRefused { call } => about(14, call),
            Self::BrokerSliceOver { life } => (15, u64::from(life)),
            Self::AmqpConnected { order } => about(16, order),
            Self::AmqpTimedOut { order } => about(27, order),
            Self::PublishRefused { order } => about(17, order),
            Self::MessageReachedBroker { message } => about(18, message),
            Self::ConsumerConnected {
                service,
                consumer,
                channel,
            } => of(service, 19, consumer, channel),
            Self::DeliveryReachedConsumer { message, tag } => pair(20, message.index, tag),
            Self::ConsumerTookNext {
                service,
                consumer,
                life,
            } => of(service, 21, consumer, life),
            Self::MessageServed {
                service,
                consumer,
                life,
            } => of(service, 22, consumer, life),
            Self::AckReachedBroker { message, tag } => pair(23, message.index, tag),
            Self::WorkersMissed { service } => of(service, 24, 0, 0),
            Self::HeartbeatMissed { cut } => (25, u64::from(cut)),
            Self::PaymentRestarted { service, life } => of(service, 26, 0, life),
            Self::PublishConfirmed { order } => about(28, order),
            Self::PublishNacked { order } => about(29, order),
            Self::ChannelClosed { order, refused } => pair(30, u32::from(refused), order.index),
            Self::RejectReachedBroker { message, tag } => pair(31, message.index, tag),
            Self::NackReachedBroker { message, tag } => pair(32, message.index, tag),
            Self::MessageExpired { message } => about(33, message),
            Self::WorkerCrashed {
                service,
                consumer,
                life,
            } => of(service, 34, consumer, life),
            Self::RetryDue { order } => about(40, order),
            Self::UserLeft { order } => about(41, order),
            Self::CallLeftThread { call } => about(42, call),
            Self::CallValidated { call } => about(43, call),
        }
    }
}

/// The calendar moves events about: they are small.
const _: () = assert!(size_of::<Event>() == 16);
