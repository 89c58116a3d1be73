//! What lies below Checkout: services that it calls, or a broker that it publishes to. A shop has one of them.
//!
//! ```text
//!            ┌─ Calls:  caller ──▶ cable ──▶ servers
//! Checkout ──┤
//!            └─ Queue:  publisher ──▶ cable ──▶ broker ──▶ workers
//! ```
//!
//! Who acts on a shop need not know which: what is asked of any is [`Wired`], and passed on from here. `handle` is the table that
//! sends each event to the part that tells its piece of the story.

mod async_shop;
mod sync_shop;

use super::about::Subject;
use super::broker::messages::Return;
use super::broker::queue::Queue;
use super::broker::word::Word;
use super::cable::{Cable, Cut};
use super::checkout::Checkout;
use super::config::Config;
use super::event::Event;
use super::floor::Floor;
use super::job::Then;
use super::journey::Moment;
use super::metrics::Levels;
use super::process::Process;
use super::users::Users;
use super::wired::Wired;
use super::wiring::Wiring;
use async_shop::Queueing;
pub(crate) use sync_shop::Calling;

/// The wiring of a shop, with its parts. (There is one of each: nothing is won by a box.)
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)]
pub(crate) enum Below {
    /// Checkout calls.
    Calls(Calling),
    /// Checkout publishes.
    Queue(Queueing),
}

/// The one that is there answers.
macro_rules! ask {
    ($below:ident, $it:ident => $answer:expr) => {
        match $below {
            Below::Calls($it) => $answer,
            Below::Queue($it) => $answer,
        }
    };
}

impl Below {
    /// All of it idle.
    pub(crate) fn new(wiring: Wiring, config: &Config) -> Self {
        match wiring {
            Wiring::Sync => Self::Calls(Calling::new(config)),
            Wiring::Async => Self::Queue(Queueing::new(config)),
        }
    }

    pub(crate) fn wiring(&self) -> Wiring {
        match self {
            Self::Calls(_) => Wiring::Sync,
            Self::Queue(_) => Wiring::Async,
        }
    }

    /// Its parts, if it calls.
    pub(crate) fn calling(&self) -> Option<&Calling> {
        match self {
            Self::Calls(calling) => Some(calling),
            Self::Queue(_) => None,
        }
    }

    /// Its parts, if it publishes.
    pub(crate) fn queueing(&self) -> Option<&Queueing> {
        match self {
            Self::Calls(_) => None,
            Self::Queue(queueing) => Some(queueing),
        }
    }

    /// For what happens to a call.
    fn calls(&mut self) -> &mut Calling {
        match self {
            Self::Calls(calling) => calling,
            Self::Queue(_) => not_in_this_wiring(),
        }
    }

    /// For what happens to a message.
    fn queue(&mut self) -> &mut Queueing {
        match self {
            Self::Calls(_) => not_in_this_wiring(),
            Self::Queue(queueing) => queueing,
        }
    }

    // ---- the table ----------------------------------------------------------------------------------------------

    #[inline(always)]
    pub(crate) fn handle(
        &mut self,
        f: &mut Floor,
        users: &mut Users,
        c: &mut Checkout,
        event: Event,
    ) {
        match event {
            Event::ArrivalDue { .. } => users.arrival_due(f),
            Event::UserTold { order } => users.told(f, order),
            Event::UserLeft { order } => users.left(f, order),

            Event::RequestReachedCheckout { order } => {
                let then = c.request_reached(f, order);
                self.go_on(f, c, then);
            }
            Event::CheckoutSliceOver => self.checkout_slice_over(f, c),

            Event::ConnectionMade { call } => self.calls().connection_made(f, c, call),
            Event::PoolTimedOut { call, .. } => self.calls().pool_timed_out(f, c, call),
            Event::ConnectTimedOut { call } => {
                let why = Moment::ConnectTimedOut;
                self.calls().timed_out(f, c, call, why);
            }
            Event::ReadTimedOut { call } => {
                let why = Moment::ReadTimedOut;
                self.calls().timed_out(f, c, call, why);
            }
            Event::CallReachedPayment { call } => self.calls().call_reached_payment(f, call),
            Event::PaymentSliceOver { service, .. } => {
                self.calls().payment_slice_over(f, service);
            }
            Event::CallServed { call } => self.calls().call_served(f, call),
            Event::PaymentThreadFreed { service, token, .. } => {
                self.calls().payment_thread_freed(f, service, token);
            }
            Event::CallLeftThread { call } => self.calls().call_left_thread(f, call),
            Event::CallValidated { call } => self.calls().call_validated(f, call),
            Event::AnswerReachedCheckout { call } => {
                self.calls().answer_reached_checkout(f, c, call);
            }
            Event::CallRefused { call } => self.calls().call_refused(f, c, call),
            Event::RetryDue { service, order } => self.calls().retry_due(f, c, service, order),

            Event::BrokerSliceOver { .. } => self.queue().broker_slice_over(f, c),
            Event::AmqpConnected { order } => self.queue().amqp_connected(f, c, order),
            Event::AmqpTimedOut { order } => self.queue().amqp_timed_out(f, c, order),
            Event::PublishRefused { order } => self.queue().publish_refused(f, c, order),
            Event::PublishConfirmed { order } => {
                self.queue().publish_confirmed(f, c, order, Word::Taken);
            }
            Event::PublishNacked { order } => {
                self.queue().publish_confirmed(f, c, order, Word::Refused);
            }
            Event::BlockedTimedOut { order, .. } => self.queue().blocked_timed_out(f, c, order),
            Event::PublishReturned { order } => {
                self.queue().publish_confirmed(f, c, order, Word::Returned);
            }
            Event::ChannelClosed { order, word } => {
                self.queue().channel_closed(f, c, order, word);
            }
            Event::MessageReachedBroker { message } => {
                self.queue().message_reached_broker(f, c, message);
            }
            Event::StreamTurned { place, .. } => self.queue().stream_turned(f, place),
            Event::NewsReachedBroker { message } => self.queue().news_reached_broker(f, c, message),
            Event::MessageExpired { message } => self.queue().message_expired(f, message),
            Event::ConsumerConnected {
                service, consumer, ..
            } => self.queue().consumer_connected(f, service, consumer),
            Event::DeliveryReachedConsumer { message, .. } => {
                self.queue().delivery_reached_consumer(f, message);
            }
            Event::ConsumerTookNext {
                service, consumer, ..
            } => self.queue().consumer_took_next(f, service, consumer),
            Event::MessageServed {
                service, consumer, ..
            } => self.queue().message_served(f, service, consumer),
            Event::AckReachedBroker { message, .. } => {
                self.queue().ack_reached_broker(f, message);
            }
            Event::NackReachedBroker { message, .. } => {
                let nacked = Some(Return::Nacked);
                self.queue().nack_reached_broker(f, message, nacked);
            }
            Event::RejectBackReachedBroker { message, .. } => {
                let rejected = Some(Return::Rejected);
                self.queue().nack_reached_broker(f, message, rejected);
            }
            Event::RejectReachedBroker { message, .. } => {
                self.queue().nack_reached_broker(f, message, None);
            }

            Event::AckTimedOut { message, .. } => self.queue().worker_given_up(f, message, false),
            Event::WorkerUnheard { message, .. } => self.queue().worker_given_up(f, message, true),
            Event::RetryQueueExpired { message, .. } => {
                self.queue().retry_queue_expired(f, message);
            }
            Event::DeadLetterRedriven { message, .. } => {
                self.queue().dead_letter_redriven(f, message);
            }

            Event::WorkerCrashed {
                service, consumer, ..
            } => self.queue().worker_crashed(f, service, consumer),
            Event::WorkersMissed { service } => self.queue().workers_missed(f, service),
            Event::HeartbeatMissed { .. } => self.queue().heartbeat_missed(f, c),
            Event::PaymentRestarted { service, .. } => self.start(f, service),
        }
    }

    // ---- what is seen of it -------------------------------------------------------------------------------------

    /// The broker's queues.
    pub(crate) fn queues(&self) -> &[Queue] {
        match self.queueing() {
            Some(queueing) => &queueing.mail.broker.queues,
            None => &[],
        }
    }

    /// The processes of all services.
    pub(crate) fn processes(&self) -> impl Iterator<Item = &Process> {
        (0..).map_while(|service| self.process(service))
    }

    // ---- what stands still --------------------------------------------------------------------------------------

    /// Keeps an event that cannot happen now, because it is about something that stands still. `false`: it can.
    #[cold]
    #[inline(never)]
    pub(crate) fn keeps(&mut self, floor: &mut Floor, event: Event) -> bool {
        let (subject, site) = event.about();
        let service = self.service_of(subject);
        let process = service.and_then(|service| self.process_mut(service));
        let kept = process.is_some_and(|process| process.keeps(event, site));
        if let Self::Queue(queueing) = self {
            if !kept {
                return queueing.leaves_unread(floor, event);
            }
            queueing.is_kept(floor, event);
        }
        if kept
            && let Event::CallReachedPayment { call } = event
            && let Some(calling) = self.calling()
        {
            let calls = &calling.services.calls;
            calls.note(floor, call, Moment::ReachedFrozenPayment);
        }
        kept
    }

    /// Which service an event is about, if it is about one.
    fn service_of(&self, subject: Subject) -> Option<u8> {
        match subject {
            Subject::Arrivals { .. }
            | Subject::User { .. }
            | Subject::Request { .. }
            | Subject::Interpreter
            | Subject::Broker { .. }
            | Subject::Opening { .. }
            | Subject::Dialling { .. }
            | Subject::Unconfirmed { .. }
            | Subject::Blocked { .. }
            | Subject::Stream { .. }
            | Subject::Cut { .. } => None,
            Subject::Call { call, .. }
            | Subject::Pooled { call, .. }
            | Subject::Awaited { call } => {
                let call = self.calling()?.services.calls.get(call);
                call.map(|call| call.service)
            }
            Subject::Message { message }
            | Subject::Stay { message }
            | Subject::Delivery { message, .. } => {
                let message = self.queueing()?.mail.messages.get(message);
                message.map(|message| message.service)
            }
            Subject::Process { service, .. }
            | Subject::Thread { service, .. }
            | Subject::Channel { service, .. }
            | Subject::Turn { service, .. }
            | Subject::Work { service, .. }
            | Subject::DeadWorkers { service } => Some(service),
        }
    }
}

/// Who publishes makes no call, and who calls sends no message.
#[cold]
#[inline(never)]
fn not_in_this_wiring() -> ! {
    unreachable!()
}

impl Wired for Below {
    fn go_on(&mut self, floor: &mut Floor, checkout: &mut Checkout, then: Then) {
        ask!(self, it => it.go_on(floor, checkout, then));
    }

    fn checkout_slice_over(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        ask!(self, it => it.checkout_slice_over(floor, checkout));
    }

    fn reconfigure(&mut self, floor: &mut Floor, checkout: &mut Checkout, old: &Config) {
        ask!(self, it => it.reconfigure(floor, checkout, old));
    }

    #[inline(always)]
    fn levels(&self) -> Levels {
        ask!(self, it => it.levels())
    }

    fn seats(&self, config: &Config) -> u32 {
        ask!(self, it => it.seats(config))
    }

    #[inline]
    fn process(&self, service: u8) -> Option<&Process> {
        ask!(self, it => it.process(service))
    }

    fn process_mut(&mut self, service: u8) -> Option<&mut Process> {
        ask!(self, it => it.process_mut(service))
    }

    fn stands_still(&self) -> bool {
        ask!(self, it => it.stands_still())
    }

    fn kill(&mut self, floor: &mut Floor, service: u8) {
        ask!(self, it => it.kill(floor, service));
    }

    fn start(&mut self, floor: &mut Floor, service: u8) {
        ask!(self, it => it.start(floor, service));
    }

    fn thaw(&mut self, floor: &mut Floor, service: u8) {
        ask!(self, it => it.thaw(floor, service));
    }

    fn close_hole(&mut self, floor: &mut Floor, checkout: &mut Checkout, service: u8) {
        ask!(self, it => it.close_hole(floor, checkout, service));
    }

    fn cable(&self) -> &Cable {
        ask!(self, it => it.cable())
    }

    fn cable_mut(&mut self) -> &mut Cable {
        ask!(self, it => it.cable_mut())
    }

    fn cut(&mut self, floor: &mut Floor, cut: Cut) {
        ask!(self, it => it.cut(floor, cut));
    }

    fn heal(&mut self, floor: &mut Floor, checkout: &mut Checkout, cut: Cut) {
        ask!(self, it => it.heal(floor, checkout, cut));
    }

    fn kill_broker(&mut self, floor: &mut Floor) {
        ask!(self, it => it.kill_broker(floor));
    }

    fn start_broker(&mut self, floor: &mut Floor) {
        ask!(self, it => it.start_broker(floor));
    }

    fn raise_alarm(&mut self) {
        ask!(self, it => it.raise_alarm());
    }

    fn clear_alarm(&mut self, floor: &mut Floor) {
        ask!(self, it => it.clear_alarm(floor));
    }
}
