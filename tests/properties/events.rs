//! Every event by name.

use showdown::sim::event::Event;

/// Every event, in the order of [`place`].
pub(crate) const EVENTS: [&str; 45] = [
    "ArrivalDue",
    "RequestReachedCheckout",
    "UserTold",
    "CheckoutSliceOver",
    "ConnectionMade",
    "PoolTimedOut",
    "ConnectTimedOut",
    "ReadTimedOut",
    "CallReachedPayment",
    "PaymentSliceOver",
    "CallServed",
    "PaymentThreadFreed",
    "AnswerReachedCheckout",
    "CallRefused",
    "BrokerSliceOver",
    "AmqpConnected",
    "AmqpTimedOut",
    "PublishRefused",
    "MessageReachedBroker",
    "ConsumerConnected",
    "DeliveryReachedConsumer",
    "ConsumerTookNext",
    "MessageServed",
    "AckReachedBroker",
    "WorkersMissed",
    "HeartbeatMissed",
    "PaymentRestarted",
    "PublishConfirmed",
    "PublishNacked",
    "ChannelClosed",
    "NackReachedBroker",
    "MessageExpired",
    "WorkerCrashed",
    "RetryDue",
    "UserLeft",
    "CallLeftThread",
    "CallValidated",
    "RejectReachedBroker",
    "PublishReturned",
    "NewsReachedBroker",
    "BlockedTimedOut",
    "AckTimedOut",
    "WorkerUnheard",
    "RetryQueueExpired",
    "DeadLetterRedriven",
];

/// The place of an event in [`EVENTS`]. A new one does not compile until it stands in both.
pub(crate) fn place(event: Event) -> usize {
    match event {
        Event::ArrivalDue { .. } => 0,
        Event::RequestReachedCheckout { .. } => 1,
        Event::UserTold { .. } => 2,
        Event::CheckoutSliceOver => 3,
        Event::ConnectionMade { .. } => 4,
        Event::PoolTimedOut { .. } => 5,
        Event::ConnectTimedOut { .. } => 6,
        Event::ReadTimedOut { .. } => 7,
        Event::CallReachedPayment { .. } => 8,
        Event::PaymentSliceOver { .. } => 9,
        Event::CallServed { .. } => 10,
        Event::PaymentThreadFreed { .. } => 11,
        Event::AnswerReachedCheckout { .. } => 12,
        Event::CallRefused { .. } => 13,
        Event::BrokerSliceOver { .. } => 14,
        Event::AmqpConnected { .. } => 15,
        Event::AmqpTimedOut { .. } => 16,
        Event::PublishRefused { .. } => 17,
        Event::MessageReachedBroker { .. } => 18,
        Event::ConsumerConnected { .. } => 19,
        Event::DeliveryReachedConsumer { .. } => 20,
        Event::ConsumerTookNext { .. } => 21,
        Event::MessageServed { .. } => 22,
        Event::AckReachedBroker { .. } => 23,
        Event::WorkersMissed { .. } => 24,
        Event::HeartbeatMissed { .. } => 25,
        Event::PaymentRestarted { .. } => 26,
        Event::PublishConfirmed { .. } => 27,
        Event::PublishNacked { .. } => 28,
        Event::ChannelClosed { .. } => 29,
        Event::NackReachedBroker { .. } => 30,
        Event::MessageExpired { .. } => 31,
        Event::WorkerCrashed { .. } => 32,
        Event::RetryDue { .. } => 33,
        Event::UserLeft { .. } => 34,
        Event::CallLeftThread { .. } => 35,
        Event::CallValidated { .. } => 36,
        Event::RejectReachedBroker { .. } => 37,
        Event::PublishReturned { .. } => 38,
        Event::NewsReachedBroker { .. } => 39,
        Event::BlockedTimedOut { .. } => 40,
        Event::AckTimedOut { .. } => 41,
        Event::WorkerUnheard { .. } => 42,
        Event::RetryQueueExpired { .. } => 43,
        Event::DeadLetterRedriven { .. } => 44,
    }
}

#[test]
fn every_event_stands_in_its_place() {
    for event in [
        Event::ArrivalDue { epoch: 0 },
        Event::PaymentSliceOver {
            service: 0,
            life: 0,
        },
        Event::BrokerSliceOver { life: 0 },
        Event::WorkersMissed { service: 0 },
        Event::PaymentRestarted {
            service: 0,
            life: 0,
        },
    ] {
        let words = format!("{event:?}");
        assert_eq!(words.split(' ').next(), Some(EVENTS[place(event)]));
    }
}
