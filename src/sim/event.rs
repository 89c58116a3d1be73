//! The table of contents: everything that can happen, in the order of one order's story.
//!
//! ```text
//! row ──▶ Event    what happened, and to whom
//!    ├──▶ words    for the digest
//!    └──▶ about    whom it concerns, and where it happens: is it over meanwhile (stale.rs), does it stand still there
//!                  (process.rs), whose order is it (happening.rs)?
//! ```
//!
//! Names are in the past tense: when an event leaves the calendar, it has happened. Events about a call or a
//! message carry its key; if the thing is gone by then, they find nothing and are skipped. Events about a thread or a
//! worker say of which service it is; a call or a message knows that itself.

use super::about::Site::{self, Elsewhere, FromWorkers, Payment, ToWorkers};
use super::about::Subject;
use super::broker::word::Word;
use super::http::CallPhase;
use super::slab::Key;

/// From a row for each event: the enum, and what is to be known of it without handling it.
macro_rules! events {
    ($(
        $(#[$happened:meta])*
        $Event:ident $({ $($field:ident: $Type:ty),+ $(,)? })? => $words:expr, $subject:expr, $site:ident;
    )+) => {
        /// Something that happened.
        ///
        /// (In memory it is four words, the first of which says what: so it is copied word by word, and not in odd bytes.)
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub enum Event {
            $($(#[$happened])* $Event $({ $($field: $Type),+ })?,)+
        }

        // (Not every field concerns both.)
        #[allow(unused_variables)]
        impl Event {
            /// Two words for the digest: what, and to whom.
            #[inline(always)]
            pub fn words(self) -> (u64, u64) {
                match self {
                    $(Self::$Event $({ $($field),+ })? => $words,)+
                }
            }

            /// Whom it is about, and where it happens.
            #[inline(always)]
            pub fn about(self) -> (Subject, Site) {
                match self {
                    $(Self::$Event $({ $($field),+ })? => ($subject, $site),)+
                }
            }
        }
    };
}

events! {
    // The user
    /// The next generated arrival is due (of this generation of the arrival process).
    ArrivalDue { epoch: u32 } => (1, epoch.into()), Subject::Arrivals { epoch }, Elsewhere;
    /// A user's request reached Checkout.
    RequestReachedCheckout { order: Key } => to(2, order), Subject::Request { order }, Elsewhere;
    /// The answer reached the user.
    UserTold { order: Key } => to(3, order), Subject::User { order }, Elsewhere;
    /// The user had waited enough, and hung up.
    UserLeft { order: Key } => to(41, order), Subject::User { order }, Elsewhere;

    // Checkout
    /// A slice of Checkout's CPU time is over.
    CheckoutSliceOver => (4, 0), Subject::Interpreter, Elsewhere;

    // The call to Payment (sync)
    /// The connection to Payment stands.
    ConnectionMade { call: Key } => to(5, call), in_phase(call, CallPhase::Connecting), Elsewhere;
    /// No connection of the shared client fell idle within the pool timeout (of this wait).
    PoolTimedOut { call: Key, clock: u32 } => to(6, call), Subject::Pooled { call, clock }, Elsewhere;
    /// No connection within the connect timeout.
    ConnectTimedOut { call: Key } => to(7, call), in_phase(call, CallPhase::Connecting), Elsewhere;
    /// No answer within the read timeout.
    ReadTimedOut { call: Key } => to(8, call), Subject::Awaited { call }, Elsewhere;
    /// The call reached Payment.
    CallReachedPayment { call: Key } => to(9, call), in_phase(call, CallPhase::Sent), Payment;
    /// A slice of Payment's CPU time is over (of this life of the process).
    PaymentSliceOver { service: u8, life: u32 } =>
        of(service, 10, 0, life), Subject::Process { service, life }, Payment;
    /// Payment finished working on a call.
    CallServed { call: Key } => to(11, call), in_phase(call, CallPhase::Serving), Payment;
    /// A thread of Payment fell idle (of this life of the process).
    PaymentThreadFreed { service: u8, token: u32, life: u32 } =>
        of(service, 12, token, life), Subject::Thread { service, token, life }, Payment;
    /// Payment's answer reached Checkout.
    AnswerReachedCheckout { call: Key } => to(13, call), in_phase(call, CallPhase::Returning), Elsewhere;
    /// Checkout learnt that nobody listens, or that its peer died.
    CallRefused { call: Key } => to(14, call), in_phase(call, CallPhase::Returning), Elsewhere;
    /// The thread that had charged was free again, and the call asked for one to have its answer validated.
    CallLeftThread { call: Key } => to(42, call), in_phase(call, CallPhase::Answering), Payment;
    /// Payment's answer was validated.
    CallValidated { call: Key } => to(43, call), in_phase(call, CallPhase::Answering), Payment;
    /// The pause before another attempt was over.
    RetryDue { service: u8, order: Key } => of(service, 40, 0, order.index), Subject::Request { order }, Elsewhere;

    // The message (async)
    /// A slice of the broker's connection set-up is over (of this life of the broker).
    BrokerSliceOver { life: u32 } => (15, life.into()), Subject::Broker { life }, Elsewhere;
    /// A thread's AMQP connection stands.
    AmqpConnected { order: Key } => to(16, order), Subject::Opening { order }, Elsewhere;
    /// No AMQP connection within the socket timeout.
    AmqpTimedOut { order: Key } => to(27, order), Subject::Dialling { order }, Elsewhere;
    /// A publish failed.
    PublishRefused { order: Key } => to(17, order), Subject::Request { order }, Elsewhere;
    /// The broker's confirm of a publish reached Checkout.
    PublishConfirmed { order: Key } => to(28, order), Subject::Unconfirmed { order }, Elsewhere;
    /// The broker's refusal of a publish (`basic.nack`) reached Checkout.
    PublishNacked { order: Key } => to(29, order), Subject::Unconfirmed { order }, Elsewhere;
    /// A publish came back to Checkout (`basic.return`): no queue was there for it.
    PublishReturned { order: Key } => to(41, order), Subject::Unconfirmed { order }, Elsewhere;
    /// The broker had not read a connection of Checkout's for longer than Checkout bears (during this alarm).
    BlockedTimedOut { order: Key, alarm: u32 } =>
        pair(50, order.index, alarm), Subject::Blocked { order, alarm }, Elsewhere;
    /// A connection opened for one request was closed, after this word of the broker on the publish, if it was asked for one.
    ChannelClosed { order: Key, word: Word } =>
        pair(30, word as u32, order.index), Subject::Request { order }, Elsewhere;
    /// A message reached the broker.
    MessageReachedBroker { message: Key } => to(18, message), Subject::Message { message }, Elsewhere;
    /// Something happened on a long connection to the broker: what was under way on it arrived, or was acknowledged.
    StreamTurned { place: u32, turn: u32 } => pair(60, place, turn), Subject::Stream { place, turn }, Elsewhere;
    /// What a worker publishes when it is done, for the next service, reached the broker.
    NewsReachedBroker { message: Key } => to(42, message), Subject::Message { message }, FromWorkers;
    /// A consumer connected and began to consume.
    ConsumerConnected { service: u8, consumer: u32, channel: u32 } =>
        of(service, 19, consumer, channel), Subject::Channel { service, consumer, channel }, ToWorkers;
    /// A delivery reached its consumer.
    DeliveryReachedConsumer { message: Key, tag: u32 } =>
        pair(20, message.index, tag), Subject::Delivery { message, tag }, ToWorkers;
    /// A consumer turned to the next message in its buffer.
    ConsumerTookNext { service: u8, consumer: u32, life: u32 } =>
        of(service, 21, consumer, life), Subject::Turn { service, consumer, life }, Payment;
    /// A consumer finished working on a message.
    MessageServed { service: u8, consumer: u32, life: u32 } =>
        of(service, 22, consumer, life), Subject::Work { service, consumer, life }, Payment;
    /// An acknowledgement reached the broker.
    AckReachedBroker { message: Key, tag: u32 } =>
        pair(23, message.index, tag), Subject::Delivery { message, tag }, FromWorkers;
    /// A negative acknowledgement reached the broker: the message goes back into the queue.
    NackReachedBroker { message: Key, tag: u32 } =>
        pair(32, message.index, tag), Subject::Delivery { message, tag }, FromWorkers;
    /// A rejection did, and the message goes back all the same.
    RejectBackReachedBroker { message: Key, tag: u32 } =>
        pair(63, message.index, tag), Subject::Delivery { message, tag }, FromWorkers;
    /// A rejection did, and the message is not wanted any more.
    RejectReachedBroker { message: Key, tag: u32 } =>
        pair(31, message.index, tag), Subject::Delivery { message, tag }, FromWorkers;
    /// A delivery had not been acknowledged for too long as its channel looked.
    AckTimedOut { message: Key, tag: u32 } =>
        pair(51, message.index, tag), Subject::Delivery { message, tag }, Elsewhere;
    /// The broker had not heard for too long of the worker that has this delivery.
    WorkerUnheard { message: Key, tag: u32 } =>
        pair(52, message.index, tag), Subject::Delivery { message, tag }, Elsewhere;
    /// The time a message may wait is over.
    MessageExpired { message: Key } => to(33, message), Subject::Stay { message }, Elsewhere;
    /// The time a dead message waits is over.
    RetryQueueExpired { message: Key, tag: u32 } =>
        pair(61, message.index, tag), Subject::Delivery { message, tag }, Elsewhere;
    /// The worker that redrives dead messages published one to its queue once more, and acknowledged it.
    DeadLetterRedriven { message: Key, tag: u32 } =>
        pair(62, message.index, tag), Subject::Delivery { message, tag }, Elsewhere;

    // Failures
    /// A worker's process dies in the middle of a service, because of the order it works on.
    WorkerCrashed { service: u8, consumer: u32, life: u32 } =>
        of(service, 34, consumer, life), Subject::Work { service, consumer, life }, Payment;
    /// The broker noticed that the workers' connections died.
    WorkersMissed { service: u8 } => of(service, 24, 0, 0), Subject::DeadWorkers { service }, Elsewhere;
    /// The cut outlasted the AMQP heartbeat.
    HeartbeatMissed { cut: u32 } => (25, cut.into()), Subject::Cut { cut }, Elsewhere;
    /// Payment came back after a crash of its own.
    PaymentRestarted { service: u8, life: u32 } =>
        of(service, 26, 0, life), Subject::Process { service, life }, Elsewhere;
}

/// The calendar moves events about: they are small.
const _: () = assert!(size_of::<Event>() == 16);

fn to(what: u64, whom: Key) -> (u64, u64) {
    (what, whom.index.into())
}

fn pair(what: u64, a: u32, b: u32) -> (u64, u64) {
    (what, u64::from(a) << 32 | u64::from(b))
}

/// (Of the first service, its number says nothing: so it was written when there was one.)
fn of(service: u8, what: u64, a: u32, b: u32) -> (u64, u64) {
    let (what, whom) = pair(what, a, b);
    (what, whom ^ u64::from(service) << 48)
}

fn in_phase(call: Key, phase: CallPhase) -> Subject {
    Subject::Call { call, phase }
}
