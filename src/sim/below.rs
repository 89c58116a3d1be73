//! What lies below Checkout: services that it calls, or a broker that it publishes to. A shop has the one or the other.
//!
//! ```text
//!            ┌─ Calls:  caller ──▶ cable ──▶ servers
//! Checkout ──┤
//!            └─ Queue:  publisher ──▶ cable ──▶ broker ──▶ workers
//! ```
//!
//! Who acts on a shop need not know which: what is common to both is asked for here, and what is broken in them
//! in [`broken`](super::broken).

use super::about::Subject;
use super::async_shop::Queueing;
use super::broker::queue::Queue;
use super::cable::Cable;
use super::checkout::Checkout;
use super::config::Config;
use super::event::Event;
use super::floor::Floor;
use super::job::Then;
use super::journey::Moment;
use super::metrics::Levels;
use super::process::Process;
use super::sync_shop::Calling;
use super::wiring::Wiring;

/// The wiring of a shop, with its parts. (There are two of them, one of each: nothing is won by a box.)
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)]
pub(crate) enum Below {
    /// Checkout calls.
    Calls(Calling),
    /// Checkout publishes.
    Queue(Queueing),
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
    pub(crate) fn calls(&mut self) -> &mut Calling {
        match self {
            Self::Calls(calling) => calling,
            Self::Queue(_) => not_in_this_wiring(),
        }
    }

    /// For what happens to a message.
    pub(crate) fn queue(&mut self) -> &mut Queueing {
        match self {
            Self::Calls(_) => not_in_this_wiring(),
            Self::Queue(queueing) => queueing,
        }
    }

    /// The cable below Checkout.
    pub(crate) fn cable(&self) -> &Cable {
        match self {
            Self::Calls(calling) => &calling.services.cable,
            Self::Queue(queueing) => &queueing.mail.cable,
        }
    }

    // ---- Checkout -----------------------------------------------------------------------------------------------

    /// What Checkout said is done by whom it concerns.
    pub(crate) fn go_on(&mut self, floor: &mut Floor, checkout: &mut Checkout, then: Then) {
        match self {
            Self::Calls(calling) => calling.go_on(floor, checkout, then),
            Self::Queue(queueing) => queueing.go_on(floor, checkout, then),
        }
    }

    pub(crate) fn checkout_slice_over(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        match self {
            Self::Calls(calling) => calling.checkout_slice_over(floor, checkout),
            Self::Queue(queueing) => queueing.checkout_slice_over(floor, checkout),
        }
    }

    /// The settings changed.
    pub(crate) fn reconfigure(&mut self, floor: &mut Floor, checkout: &mut Checkout, old: &Config) {
        match self {
            Self::Calls(calling) => calling.reconfigure(floor, checkout, old),
            Self::Queue(queueing) => queueing.reconfigure(floor, old),
        }
    }

    // ---- what is seen of it -------------------------------------------------------------------------------------

    /// The broker's queues.
    pub(crate) fn queues(&self) -> &[Queue] {
        match self {
            Self::Calls(_) => &[],
            Self::Queue(queueing) => &queueing.mail.broker.queues,
        }
    }

    /// How high everything stands in it, of all services.
    #[inline(always)]
    pub(crate) fn levels(&self) -> Levels {
        match self {
            Self::Calls(calling) => Levels {
                servers: sum(&calling.services.servers, |server| server.threads.held()),
                ..Levels::default()
            },
            Self::Queue(queueing) => {
                let (queues, groups) = (&queueing.mail.broker.queues, &queueing.mail.groups);
                Levels {
                    ready: sum(queues, |queue| queue.ready().len() as u32),
                    unacked: sum(queues, |queue| queue.unacked()),
                    servers: sum(groups, |workers| workers.busy),
                    ..Levels::default()
                }
            }
        }
    }

    /// Threads or workers that the settings give, of all services.
    pub(crate) fn seats(&self, config: &Config) -> u32 {
        match self {
            Self::Calls(calling) => config.payment_threads * calling.services.servers.len() as u32,
            Self::Queue(queueing) => config.consumers * queueing.mail.groups.len() as u32,
        }
    }

    // ---- the services' processes --------------------------------------------------------------------------------

    /// The process of a service: its server's, or that of its workers.
    pub(crate) fn process(&self, service: u8) -> &Process {
        let service = service as usize;
        match self {
            Self::Calls(calling) => &calling.services.servers[service].process,
            Self::Queue(queueing) => &queueing.mail.groups[service].process,
        }
    }

    pub(crate) fn process_mut(&mut self, service: u8) -> &mut Process {
        let service = service as usize;
        match self {
            Self::Calls(calling) => &mut calling.services.servers[service].process,
            Self::Queue(queueing) => &mut queueing.mail.groups[service].process,
        }
    }

    /// All of them.
    pub(crate) fn processes(&self) -> impl Iterator<Item = &Process> {
        let servers = self.calling().map(|c| &c.services.servers);
        let groups = self.queueing().map(|q| &q.mail.groups);
        let servers = servers.into_iter().flatten().map(|server| &server.process);
        let groups = groups.into_iter().flatten().map(|workers| &workers.process);
        servers.chain(groups)
    }

    /// Keeps an event that cannot happen now, because it is about something that stands still. `false`: it can.
    pub(crate) fn keeps(&mut self, floor: &mut Floor, event: Event) -> bool {
        let still = match self {
            Self::Calls(c) => any(&c.services.servers, |s| s.process.stands_still()),
            Self::Queue(q) => any(&q.mail.groups, |w| w.process.stands_still()),
        };
        still && self.keeps_still(floor, event)
    }

    #[cold]
    fn keeps_still(&mut self, floor: &mut Floor, event: Event) -> bool {
        let (subject, site) = event.about();
        let Some(service) = self.service_of(subject) else {
            return false;
        };
        let kept = self.process_mut(service).keeps(event, site);
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
            | Subject::Cut { .. } => None,
            Subject::Call { call, .. } | Subject::Awaited { call } => {
                let call = self.calling()?.services.calls.get(call);
                call.map(|call| call.service)
            }
            Subject::Message { message } | Subject::Delivery { message, .. } => {
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

/// Of any service. (It is asked at every event, and a loop over one costs more than the one.)
#[inline(always)]
fn any<T>(all: &[T], of: impl Fn(&T) -> bool) -> bool {
    match all {
        [one] => of(one),
        all => all.iter().any(of),
    }
}

/// Of all services together.
#[inline(always)]
fn sum<T>(all: &[T], of: impl Fn(&T) -> u32) -> u32 {
    match all {
        [one] => of(one),
        all => all.iter().map(of).sum(),
    }
}
