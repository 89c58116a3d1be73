//! A shop as a list of parts: what stands where, for whoever draws it or reads it aloud. No way to change it.
//!
//! ```text
//! users ─▶ Checkout [line for a thread ▸ seats] ─▶ queue [ready] ─▶ workers [buffers ▸ seats]
//!                         [line for a connection, pauses] ─▶ service [line inside ▸ seats]
//! ```
//!
//! A **seat** is a thread or a worker: what holds an order while something is done for it. A **line** is where orders
//! wait, always told in the order in which they leave: the head first. (Pauses, in the order in which they began: one
//! that was made shorter meanwhile ends before it is at the head.) Nothing is copied: a line is looked at where it is,
//! however long.
//!
//! There is one service and one queue today. Whoever reads this list must not count on it.

use std::collections::VecDeque;

use super::config::lineup::{PAYMENT, SERVICES};
use super::http::CallPhase;
pub use super::part::{PartId, PartKind};
use super::pool::Pool;
use super::shop::Shop;
use super::slab::Key;
use super::time::Micros;

/// What a seat is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Nothing.
    Idle,
    /// It holds an order while something else works on it, or works on it itself.
    Busy,
    /// It works on an order whose caller has given up.
    ForNobody,
}

/// A thread or a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Whose order it holds: the k-th of its shop.
    pub number: Option<u64>,
    /// What it does.
    pub doing: Doing,
    /// Since when, and until when if that is known: then there is a progress to show.
    pub span: Option<(Micros, Micros)>,
    /// Is it there? A dead or unconnected worker is not.
    pub connected: bool,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// A thread of Checkout.
    ForCheckout,
    /// A connection of the client's pool, in Checkout.
    ForConnection,
    /// The end of a pause before another attempt, in Checkout.
    Pausing,
    /// A thread of a service, inside it.
    Inside,
    /// A worker with room: ready in the queue.
    Ready,
    /// The end of its time in the retry queue, dead.
    ForRetry,
    /// The worker that redrives, dead.
    ForRedrive,
    /// The worker of this place, to whom it was delivered.
    Buffered(u32),
}

/// One order in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The k-th of its shop.
    pub number: u64,
    /// Was it handed out, or tried, before?
    pub redelivered: bool,
    /// Does it go before others?
    pub urgent: bool,
    /// Does anybody still wait for what comes of it?
    pub awaited: bool,
}

#[derive(Clone, Copy, Debug)]
enum Keys<'a> {
    Orders(&'a VecDeque<Key>),
    Calls(&'a VecDeque<Key>),
    /// Of each service's pool.
    Pool(&'a Pool),
    Messages(&'a VecDeque<Key>),
    Deliveries(&'a VecDeque<(Key, u32)>),
}

/// Orders that wait for one thing, the head first.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// What for.
    pub waits: Waits,
    shop: &'a Shop,
    keys: Keys<'a>,
}

impl Line<'_> {
    /// How many wait.
    pub fn len(&self) -> usize {
        match self.keys {
            Keys::Orders(keys) | Keys::Calls(keys) | Keys::Messages(keys) => keys.len(),
            Keys::Pool(pool) => pool.waiting(),
            Keys::Deliveries(keys) => keys.len(),
        }
    }

    /// Does nobody wait?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The k-th from the head.
    pub fn get(&self, k: usize) -> Option<Waiting> {
        match self.keys {
            Keys::Orders(keys) => self.shop.order(*keys.get(k)?).map(|order| Waiting {
                number: order.number,
                redelivered: self.waits == Waits::Pausing,
                urgent: false,
                awaited: !order.is_told(),
            }),
            Keys::Calls(keys) => self.call(*keys.get(k)?),
            Keys::Pool(pool) => self.call(pool.line().nth(k)?),
            Keys::Messages(keys) => self.message(*keys.get(k)?),
            Keys::Deliveries(keys) => self.message(keys.get(k)?.0),
        }
    }

    fn call(&self, key: Key) -> Option<Waiting> {
        self.shop.call(key).map(|call| Waiting {
            number: call.number,
            redelivered: self.waits == Waits::ForConnection && call.attempt > 0,
            urgent: false,
            awaited: call.awaited,
        })
    }

    fn message(&self, key: Key) -> Option<Waiting> {
        self.shop.message(key).map(|message| Waiting {
            number: message.number,
            redelivered: message.redelivered,
            urgent: message.is_urgent(),
            awaited: true,
        })
    }

    /// How many wait though nobody waits for them any more.
    pub fn for_nobody(&self) -> usize {
        match self.keys {
            Keys::Orders(_) | Keys::Calls(_) | Keys::Pool(_) => {
                self.each(1).filter(|one| !one.awaited).count()
            }
            // (What a queue holds is awaited until it is consumed.)
            Keys::Messages(_) | Keys::Deliveries(_) => 0,
        }
    }

    /// Every `step`-th, from the head.
    pub fn each(&self, step: usize) -> impl Iterator<Item = Waiting> {
        let all = (0..self.len()).step_by(step.max(1));
        all.filter_map(|k| self.get(k))
    }
}

impl Shop {
    /// Its parts, on the way down: of each service that an order needs now, in that order, and of each that is not done yet with
    /// orders that needed it.
    pub fn parts(&self) -> Vec<PartId> {
        let services = self.services();
        let each = self.wiring().parts().iter();
        let each = each.flat_map(|&part| {
            match part.kind.is_of_a_service() {
                true => services.clone(),
                false => vec![part.index],
            }
            .into_iter()
            .map(move |index| PartId { index, ..part })
        });
        each.collect()
    }

    /// The services that it has something to do with.
    pub fn services(&self) -> Vec<u8> {
        let needs = self.config().needs;
        let mut services: Vec<u8> = needs.iter().collect();
        for service in (0..SERVICES as u8).filter(|&service| needs.place(service).is_none()) {
            let queue = self.queue_of(service);
            let dead = queue.aside().is_some_and(|aside| !aside.is_empty());
            let waits = queue.unacked() > 0 || !queue.ready().is_empty() || dead;
            if self.inside(service) > 0 || waits {
                services.push(service);
            }
        }
        services
    }

    /// How many wait inside a service: in its line, or in its workers' buffers.
    pub fn waiting_inside(&self, index: u8) -> usize {
        let kinds = [PartKind::Service, PartKind::Workers];
        let lines = kinds
            .into_iter()
            .flat_map(|kind| self.lines(PartId { kind, index }));
        lines.map(|line| line.len()).sum()
    }

    /// How many calls inside a service nobody waits for any more: in its line, or at work.
    pub fn for_nobody(&self, index: u8) -> usize {
        let part = PartId {
            kind: PartKind::Service,
            index,
        };
        let served = self.seats(part).filter(|s| s.doing == Doing::ForNobody);
        let lines = self.lines(part);
        lines.iter().map(Line::for_nobody).sum::<usize>() + served.count()
    }

    /// How many seats a part has by its settings; `None`: without limit, or it has none.
    pub fn room_of(&self, part: PartId) -> Option<u32> {
        let capacity = |of: u32| (of < super::station::UNLIMITED).then_some(of);
        match part.kind {
            PartKind::Users | PartKind::Queue => None,
            PartKind::Checkout => capacity(self.checkout().capacity()),
            PartKind::Service => capacity(self.threads_of(part.index).capacity()),
            PartKind::Workers => Some(self.config().of(part.index).consumers),
        }
    }

    /// The seats of a part that were ever taken, by place; those beyond are idle.
    pub fn seats(&self, part: PartId) -> impl Iterator<Item = Seat> {
        let count = match part.kind {
            PartKind::Users | PartKind::Queue => 0,
            PartKind::Checkout => self.checkout().tokens().len(),
            PartKind::Service => self.threads_of(part.index).tokens().len(),
            PartKind::Workers => self.consumers_of(part.index).len(),
        };
        (0..count).map(move |place| self.seat(part, place))
    }

    fn seat(&self, part: PartId, place: usize) -> Seat {
        let seat = match part.kind {
            PartKind::Users | PartKind::Queue => None,
            PartKind::Checkout => self.checkout_seat(place),
            PartKind::Service => self.service_seat(part.index, place),
            PartKind::Workers => return self.worker(part.index, place),
        };
        seat.unwrap_or(Seat {
            number: None,
            doing: Doing::Idle,
            span: None,
            connected: true,
        })
    }

    fn checkout_seat(&self, place: usize) -> Option<Seat> {
        let holder = self.checkout().tokens()[place]?;
        let order = self.order(holder.key)?;
        Some(Seat {
            number: Some(order.number),
            doing: match order.is_told() {
                true => Doing::ForNobody,
                false => Doing::Busy,
            },
            span: None,
            connected: true,
        })
    }

    fn service_seat(&self, service: u8, place: usize) -> Option<Seat> {
        let holder = self.threads_of(service).tokens()[place]?;
        let call = self.call(holder.key)?;
        Some(Seat {
            number: Some(call.number),
            doing: match call.awaited {
                true => Doing::Busy,
                false => Doing::ForNobody,
            },
            span: (call.phase == CallPhase::Serving).then_some((call.since, call.until)),
            connected: true,
        })
    }

    fn worker(&self, service: u8, place: usize) -> Seat {
        let consumer = &self.consumers_of(service)[place];
        let work = consumer.working;
        Seat {
            number: work.map(|work| work.number),
            doing: match work {
                None => Doing::Idle,
                // Its channel is gone: the broker will hand this order out again.
                Some(work) if work.message.is_none() => Doing::ForNobody,
                Some(_) => Doing::Busy,
            },
            span: work.map(|work| (work.since, work.until)),
            connected: consumer.connected,
        }
    }

    /// The lines of those who have a place in Checkout, and have not called yet.
    pub fn before_call(&self) -> [Line<'_>; 2] {
        const NOBODY: &VecDeque<Key> = &VecDeque::new();
        let caller = self.below.calling().map(|calling| &calling.caller);
        let lines = [
            (
                Waits::ForConnection,
                caller.map_or(Keys::Calls(NOBODY), |c| Keys::Pool(&c.pool)),
            ),
            (
                Waits::Pausing,
                Keys::Orders(caller.map_or(NOBODY, |c| &c.pausing)),
            ),
        ];
        lines.map(|(waits, keys)| Line {
            waits,
            shop: self,
            keys,
        })
    }

    /// The lines of a part.
    pub fn lines(&self, part: PartId) -> Vec<Line<'_>> {
        let line = |waits, keys| Line {
            waits,
            shop: self,
            keys,
        };
        match part.kind {
            PartKind::Users => {
                let keys = Keys::Orders(self.checkout().line());
                vec![line(Waits::ForCheckout, keys)]
            }
            PartKind::Checkout => self.before_call().into(),
            PartKind::Queue => {
                let queue = self.queue_of(part.index);
                let mut lines = vec![line(Waits::Ready, Keys::Messages(queue.ready()))];
                if let Some(aside) = queue.aside() {
                    let (retry, dead) = (aside.retry.line(), aside.dead.line());
                    lines.push(line(Waits::ForRetry, Keys::Messages(retry)));
                    lines.push(line(Waits::ForRedrive, Keys::Messages(dead)));
                }
                lines
            }
            PartKind::Service => vec![line(
                Waits::Inside,
                Keys::Calls(self.threads_of(part.index).line()),
            )],
            PartKind::Workers => {
                let workers = self.consumers_of(part.index).iter().enumerate();
                let buffered = workers.filter(|(_, worker)| !worker.buffer.is_empty());
                buffered
                    .map(|(place, worker)| {
                        let keys = Keys::Deliveries(&worker.buffer);
                        line(Waits::Buffered(place as u32), keys)
                    })
                    .collect()
            }
        }
    }

    /// The calls of an order that are under way, in the order of its services.
    fn calls_of(&self, order: Key) -> impl Iterator<Item = Key> {
        let order = self.order(order).map(|o| (order, o));
        order.into_iter().flat_map(move |(key, o)| {
            o.plan.iter().filter_map(move |service| match service {
                PAYMENT => o.call,
                _ => self.floor.tasks.of(key, service).call,
            })
        })
    }

    /// How far the call of a held order has come: its service, and the seat it has there if it has one.
    pub fn reach_of(&self, place: u32) -> Option<Reach> {
        self.reaches_of(place).next()
    }

    /// The same of each call of several that were made at once, in the order of their services.
    pub fn reaches_of(&self, place: u32) -> impl Iterator<Item = Reach> {
        let holder = self.checkout().tokens().get(place as usize).copied();
        let calls = holder.flatten();
        let calls = calls
            .into_iter()
            .flat_map(|holder| self.calls_of(holder.key));
        calls.filter_map(|call| self.reach(call))
    }

    fn reach(&self, call: Key) -> Option<Reach> {
        let call = self.call(call)?;
        let service = PartId {
            kind: PartKind::Service,
            index: call.service,
        };
        Some(match call.phase {
            CallPhase::Pooled | CallPhase::Building => Reach::Checkout,
            CallPhase::Connecting => Reach::Between(service),
            CallPhase::Serving => match call.thread {
                Some(seat) => Reach::Seat(service, seat),
                None => Reach::Part(service),
            },
            CallPhase::Sent | CallPhase::InLine | CallPhase::Answering | CallPhase::Returning => {
                Reach::Part(service)
            }
        })
    }
}

/// How far down a held request reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It waits in Checkout: for a connection, or for CPU.
    Checkout,
    /// It tries to connect to this part.
    Between(PartId),
    /// To this part.
    Part(PartId),
    /// To this seat of this part.
    Seat(PartId, u32),
}
