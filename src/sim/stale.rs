//! Is an event about something that is over? Nobody takes events out of the calendar: they come, and are found stale.
//!
//! One list of all events. Once stale, always stale: keys have generations, processes lives, messages tags, and none of
//! them comes back.

use super::broker::consumer::Consumer;
use super::event::Event;
use super::http::CallPhase;
use super::order::Order;
use super::shop::Shop;
use super::slab::Key;

impl Shop {
    pub(super) fn is_stale(&self, event: Event) -> bool {
        let queueing = &self.queueing;
        match event {
            Event::ArrivalDue { epoch } => epoch != self.arrivals.epoch,
            Event::UserTold { order } | Event::UserLeft { order } => {
                self.orders.get(order).is_none_or(Order::is_told)
            }
            // These are made when they are due, and always meant.
            Event::RequestReachedCheckout { .. }
            | Event::RetryDue { .. }
            | Event::CheckoutSliceOver
            | Event::PublishRefused { .. }
            | Event::ChannelClosed { .. }
            | Event::WorkersMissed => false,

            Event::PoolTimedOut { call } => self.is_elsewhere(call, CallPhase::Pooled),
            Event::ConnectTimedOut { call } | Event::ConnectionMade { call } => {
                self.is_elsewhere(call, CallPhase::Connecting)
            }
            Event::ReadTimedOut { call } => self.calling.calls.get(call).is_none_or(|c| !c.awaited),
            Event::CallReachedPayment { call } => self.is_elsewhere(call, CallPhase::Sent),
            Event::CallServed { call } => self.is_elsewhere(call, CallPhase::Serving),
            Event::CallLeftThread { call } | Event::CallValidated { call } => {
                self.is_elsewhere(call, CallPhase::Answering)
            }
            Event::AnswerReachedCheckout { call } | Event::CallRefused { call } => {
                self.is_elsewhere(call, CallPhase::Returning)
            }
            Event::PaymentSliceOver { life }
            | Event::PaymentThreadFreed { life, .. }
            | Event::PaymentRestarted { life } => life != self.payment_life,

            Event::BrokerSliceOver { life } => life != queueing.life,
            Event::AmqpConnected { order } => !queueing.opening.contains(&order),
            Event::AmqpTimedOut { order } => {
                !queueing.opening.contains(&order) && !queueing.dialling.contains(&order)
            }
            Event::PublishConfirmed { order } | Event::PublishNacked { order } => {
                !queueing.unconfirmed.contains(&order)
            }
            Event::MessageReachedBroker { message } | Event::MessageExpired { message } => {
                queueing.messages.get(message).is_none()
            }
            Event::DeliveryReachedConsumer { message, tag }
            | Event::AckReachedBroker { message, tag }
            | Event::NackReachedBroker { message, tag, .. } => {
                let message = queueing.messages.get(message);
                message.is_none_or(|m| m.tag != tag)
            }
            Event::ConsumerConnected { consumer, channel } => {
                let consumer = self.consumer(consumer);
                consumer.channel != channel || consumer.connected
            }
            Event::ConsumerTookNext { consumer, life } => {
                let consumer = self.consumer(consumer);
                consumer.life != life || !consumer.turning
            }
            Event::MessageServed { consumer, life } | Event::WorkerCrashed { consumer, life } => {
                let consumer = self.consumer(consumer);
                consumer.life != life || consumer.working.is_none()
            }
            Event::HeartbeatMissed { cut } => cut != queueing.cuts || !self.cable.is_cut(),
        }
    }

    /// The call is over, or no longer where the event was made for it.
    fn is_elsewhere(&self, call: Key, phase: CallPhase) -> bool {
        let call = self.calling.calls.get(call);
        call.is_none_or(|c| c.phase != phase)
    }

    fn consumer(&self, index: u32) -> &Consumer {
        &self.queueing.consumers[index as usize]
    }
}
