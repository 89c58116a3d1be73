//! Is an event about something that is over? Nobody takes events out of the calendar: they come, and are found stale.
//!
//! Once stale, always stale: keys have generations, processes lives, messages tags, and none of them comes back.

use super::about::Subject;
use super::broker::consumer::Consumer;
use super::event::Event;
use super::order::Order;
use super::shop::Shop;

impl Shop {
    pub(super) fn is_stale(&self, event: Event) -> bool {
        let (calling, queueing) = (&self.calling, &self.queueing);
        match event.about().0 {
            Subject::Request { .. } | Subject::Interpreter | Subject::DeadWorkers => false,
            Subject::Arrivals { epoch } => epoch != self.arrivals.epoch,
            Subject::User { order } => self.orders.get(order).is_none_or(Order::is_told),
            Subject::Call { call, phase } => {
                calling.calls.get(call).is_none_or(|c| c.phase != phase)
            }
            Subject::Awaited { call } => calling.calls.get(call).is_none_or(|c| !c.awaited),
            Subject::Process { life } | Subject::Thread { life, .. } => life != self.process.life,
            Subject::Broker { life } => life != queueing.broker.life,
            Subject::Opening { order } => !queueing.publisher.opening.contains(&order),
            Subject::Dialling { order } => {
                !queueing.publisher.opening.contains(&order)
                    && !queueing.publisher.dialling.contains(&order)
            }
            Subject::Unconfirmed { order } => !queueing.publisher.unconfirmed.contains(&order),
            Subject::Message { message } => queueing.messages.get(message).is_none(),
            Subject::Delivery { message, tag } => {
                let message = queueing.messages.get(message);
                message.is_none_or(|m| m.tag != tag)
            }
            Subject::Channel { consumer, channel } => {
                let consumer = self.consumer(consumer);
                consumer.channel != channel || consumer.connected
            }
            Subject::Turn { consumer, life } => {
                let consumer = self.consumer(consumer);
                consumer.life != life || !consumer.turning
            }
            Subject::Work { consumer, life } => {
                let consumer = self.consumer(consumer);
                consumer.life != life || consumer.working.is_none()
            }
            Subject::Cut { cut } => cut != queueing.publisher.cuts || !self.cable.is_cut(),
        }
    }

    fn consumer(&self, index: u32) -> &Consumer {
        &self.queueing.workers.consumers[index as usize]
    }
}
