//! Is an event about something that is over? Nobody takes events out of the calendar: they come, and are found stale.
//!
//! Each part knows of its own whether it is over; here it is asked. Once stale, always stale: keys have generations,
//! processes lives, messages tags, and none of them comes back.

use super::about::Subject;
use super::below::Below;
use super::event::Event;
use super::floor::Floor;
use super::http::CallPhase;
use super::order::Order;
use super::users::Users;
use super::wired::Wired;

#[inline(always)]
pub(super) fn is_stale(floor: &Floor, users: &Users, below: &Below, event: Event) -> bool {
    let call = |call| below.calling()?.services.calls.get(call);
    let message = |message| below.queueing()?.mail.messages.get(message);
    let workers = |service: u8| below.queueing()?.mail.groups.get(service as usize);
    match event.about().0 {
        Subject::Request { .. } | Subject::Interpreter | Subject::DeadWorkers { .. } => false,
        Subject::Arrivals { epoch } => users.planned_anew(epoch),
        Subject::User { order } => floor.orders.get(order).is_none_or(Order::is_told),
        Subject::Call { call: key, phase } => call(key).is_none_or(|c| c.phase != phase),
        Subject::Awaited { call: key } => call(key).is_none_or(|c| !c.awaited),
        Subject::Process { service, life } | Subject::Thread { service, life, .. } => {
            below.process(service).is_none_or(|p| life != p.life)
        }
        Subject::Message { message: key } => message(key).is_none(),
        Subject::Delivery { message: key, tag } => message(key).is_none_or(|m| m.tag != tag),
        Subject::Turn {
            service,
            consumer,
            life,
        } => workers(service).is_none_or(|w| w.has_turned(consumer, life)),
        Subject::Work {
            service,
            consumer,
            life,
        } => workers(service).is_none_or(|w| w.has_worked(consumer, life)),
        Subject::Pooled { .. }
        | Subject::Broker { .. }
        | Subject::Opening { .. }
        | Subject::Dialling { .. }
        | Subject::Unconfirmed { .. }
        | Subject::Blocked { .. }
        | Subject::Stream { .. }
        | Subject::Stay { .. }
        | Subject::Channel { .. }
        | Subject::Cut { .. } => is_rare_one_stale(floor, below, event),
    }
}

/// The same of what few orders meet. (It stands once, and not in the loop around all events.)
#[inline(never)]
fn is_rare_one_stale(floor: &Floor, below: &Below, event: Event) -> bool {
    let message = |message| below.queueing()?.mail.messages.get(message);
    let publisher = || below.queueing().map(|q| &q.publisher);
    match event.about().0 {
        Subject::Pooled { call: key, clock } => below.calling().is_none_or(|calling| {
            let call = calling.services.calls.get(key);
            let clock_of = |service| calling.caller.pool.clock(service);
            call.is_none_or(|c| c.phase != CallPhase::Pooled || clock_of(c.service) != clock)
        }),
        Subject::Broker { life } => {
            let broker = below.queueing().map(|q| &q.mail.broker);
            broker.is_none_or(|b| life != b.life)
        }
        Subject::Opening { order } => floor.orders.get(order).is_none_or(|o| !o.opens_amqp),
        Subject::Dialling { order } => publisher().is_none_or(|p| !p.is_dialling(floor, order)),
        Subject::Unconfirmed { order } => publisher().is_none_or(|p| !p.is_unconfirmed(order)),
        Subject::Blocked { order, alarm } => {
            below.queueing().is_none_or(|q| !q.is_blocked(order, alarm))
        }
        Subject::Stream { place, turn } => {
            publisher().is_none_or(|p| p.streams.has_turned(place, turn))
        }
        Subject::Stay { message: key } => message(key).is_none(),
        Subject::Channel {
            service,
            consumer,
            channel,
        } => {
            let groups = below.queueing().map(|q| &q.mail.groups);
            let workers = groups.and_then(|groups| groups.get(service as usize));
            workers.is_none_or(|w| w.has_dialled(consumer, channel))
        }
        Subject::Cut { cut } => {
            !below.cable().is_cut() || publisher().is_none_or(|p| !p.is_last_cut(cut))
        }
        Subject::Request { .. }
        | Subject::Interpreter
        | Subject::DeadWorkers { .. }
        | Subject::Arrivals { .. }
        | Subject::User { .. }
        | Subject::Call { .. }
        | Subject::Awaited { .. }
        | Subject::Process { .. }
        | Subject::Thread { .. }
        | Subject::Message { .. }
        | Subject::Delivery { .. }
        | Subject::Turn { .. }
        | Subject::Work { .. } => false,
    }
}
