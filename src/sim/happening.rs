//! What the next event is about, told before it happens: afterwards the keys in it may be nobody's.
//!
//! Only for those who step through a run and want to be told. It changes nothing and takes no part in a run.

use super::about::Subject;
use super::broker::consumer::Consumer;
use super::engine::World;
use super::event::Event;
use super::shop::{Job, Shop, Wiring};
use super::slab::Key;
use super::time::Micros;

/// An event, and whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Micros,
    /// In which shop.
    pub wiring: Wiring,
    /// What.
    pub event: Event,
    /// What the interpreter had been busy with, if a slice of its time is over.
    pub job: Option<Job>,
    /// The k-th order of its shop, if it is about one.
    pub order: Option<u64>,
    /// The thread of Checkout that the order holds or is about to get, the thread of Payment, or the worker.
    pub place: Option<u32>,
    /// The status that the user is told.
    pub status: u16,
}

impl World {
    /// What happens next, if something is pending: whose turn it is, as [`World::step`] decides it.
    pub fn next_happening(&mut self) -> Option<Happening> {
        let (shop, _) = self.next_shop()?;
        shop.next_happening()
    }
}

impl Shop {
    fn next_happening(&mut self) -> Option<Happening> {
        // (What is stale is gone once the time was asked for.)
        let at = self.next_time()?;
        let (_, event) = self.floor.calendar.peek()?;
        let mut happening = Happening {
            at,
            wiring: self.wiring(),
            event,
            job: None,
            order: None,
            place: None,
            status: 0,
        };
        self.describe(event, &mut happening);
        Some(happening)
    }

    fn describe(&self, event: Event, into: &mut Happening) {
        match event.about().0 {
            Subject::Arrivals { .. }
            | Subject::Process { .. }
            | Subject::Broker { .. }
            | Subject::DeadWorkers { .. }
            | Subject::Stream { .. }
            | Subject::Cut { .. } => {}
            Subject::User { order }
            | Subject::Request { order }
            | Subject::Opening { order }
            | Subject::Dialling { order }
            | Subject::Unconfirmed { order }
            | Subject::Blocked { order, .. } => self.describe_order(order, into),
            Subject::Interpreter => {
                if let Some(task) = self.checkout.cpu.running() {
                    into.job = Some(task.job);
                    match task.job.is_for_a_call() {
                        true => self.describe_call(task.key, into),
                        false => self.describe_order(task.key, into),
                    }
                }
            }
            Subject::Call { call, .. }
            | Subject::Pooled { call, .. }
            | Subject::Awaited { call } => {
                self.describe_call(call, into);
            }
            Subject::Thread { token, .. } => into.place = Some(token),
            Subject::Message { message }
            | Subject::Stay { message }
            | Subject::Delivery { message, .. } => {
                into.order = self.message(message).map(|message| message.number);
            }
            Subject::Channel { consumer, .. } => into.place = Some(consumer),
            Subject::Turn {
                service, consumer, ..
            } => {
                into.place = Some(consumer);
                let buffer = self.consumer(service, consumer).map(|c| &c.buffer);
                let next = buffer.and_then(|buffer| buffer.front());
                into.order = next.and_then(|(key, _)| Some(self.message(*key)?.number));
            }
            Subject::Work {
                service, consumer, ..
            } => {
                into.place = Some(consumer);
                let worker = self.consumer(service, consumer);
                into.order = worker.and_then(|worker| Some(worker.working?.number));
            }
        }
    }

    fn consumer(&self, service: u8, consumer: u32) -> Option<&Consumer> {
        self.consumers_of(service).get(consumer as usize)
    }

    fn describe_order(&self, key: Key, into: &mut Happening) {
        if let Some(order) = self.order(key) {
            into.order = Some(order.number);
            into.place = order.thread;
            into.status = order.status;
        }
    }

    fn describe_call(&self, key: Key, into: &mut Happening) {
        if let Some(call) = self.call(key) {
            into.order = Some(call.number);
            into.place = call.thread;
        }
    }
}
