//! The broker's process: it sets up connections, owns the queues, and dies with what is not durable.

use std::cmp::Reverse;

use super::alarm::Alarm;
use super::balance::Death;
use super::levels::level;
use super::messages::{Messages, Return, came_back_too_often};
use super::queue::{Place, Queue};
use crate::config::QueueType;
use crate::cpu::{Begun, Cpu, Task};
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::line::in_order;
use crate::slab::Key;
use crate::time::Micros;

/// Round trips to open an AMQP connection and a channel.
pub(crate) const AMQP_ROUND_TRIPS: u64 = 4;

/// The broker's process.
#[derive(Clone, Debug)]
pub(crate) struct Broker {
    pub(crate) up: bool,
    /// Counts its lives.
    pub(crate) life: u32,
    cpu: Cpu<()>,
    /// Its memory alarm.
    pub(crate) alarm: Alarm,
    /// One for each service, by its number.
    pub(crate) queues: Vec<Queue>,
}

impl Broker {
    /// A broker with these queues, declared and empty.
    pub(crate) fn new(queues: Vec<Queue>) -> Self {
        Self {
            up: true,
            life: 0,
            cpu: Cpu::default(),
            alarm: Alarm::default(),
            queues,
        }
    }

    /// The queue of a service.
    pub(crate) fn queue(&mut self, service: u8) -> &mut Queue {
        &mut self.queues[service as usize]
    }

    // ---- connections --------------------------------------------------------------------------------------------

    /// One piece of setting up a connection for this order. `true`: it is done already.
    pub(crate) fn accept(&mut self, floor: &mut Floor, order: Key) -> bool {
        let task = Task {
            job: (),
            key: order,
            cost: floor.costs.accept_amqp / AMQP_ROUND_TRIPS,
        };
        match self.cpu.request(task, false) {
            Begun::Done => return true,
            Begun::Running(slice) => self.slice_began(floor, slice),
            Begun::Waits => {}
        }
        false
    }

    /// A slice of setting up connections is over: the order whose piece is done, if one is.
    pub(crate) fn slice_over(&mut self, floor: &mut Floor) -> Option<Key> {
        let done = self.cpu.slice_over();
        if let Some(slice) = self.cpu.begin_next() {
            self.slice_began(floor, slice);
        }
        done.map(|task| task.key)
    }

    fn slice_began(&self, floor: &mut Floor, slice: Micros) {
        let life = self.life;
        floor.seldom_after(slice, Event::BrokerSliceOver { life });
    }

    /// Orders whose connection waits for it.
    pub(crate) fn waiting(&self) -> usize {
        self.cpu.waiting()
    }

    // ---- life and death -----------------------------------------------------------------------------------------

    /// It is dead, and has forgotten who was connecting. Call [`Broker::bury`] once all know that have to.
    pub(crate) fn die(&mut self) {
        self.up = false;
        self.life += 1;
        self.cpu.clear();
    }

    /// It runs again; call [`Broker::shorten`] and [`Broker::expire`] for what was too many or too late meanwhile, and see what came
    /// back from the dead.
    pub(crate) fn start(&mut self) {
        self.up = true;
    }

    /// What is not both durable and persistent is gone.
    pub(crate) fn bury(&mut self, floor: &mut Floor, messages: &mut Messages) {
        self.keep_what_is_durable(floor, messages);
        for (queue, of) in self.queues.iter_mut().zip(&floor.config.services) {
            if !of.is_durable() {
                queue.delete();
            }
        }
    }

    fn keep_what_is_durable(&mut self, floor: &mut Floor, messages: &mut Messages) {
        let (mut kept, mut ranks) = (Vec::new(), Vec::new());
        for message in messages.keys() {
            let m = &mut messages[message];
            let of = floor.config.of(m.service);
            let (durable, everything) = (of.is_durable(), of.keeps_everything());
            let quorum = of.queue_type == QueueType::Quorum;
            let sent = match m.place {
                Place::Publishing => continue,
                Place::Aside | Place::Redriven => {
                    self.outlives_in_aside(floor, messages, message);
                    continue;
                }
                Place::Ready => false,
                Place::Unacked { .. } => true,
            };
            if sent && !m.auto_ack {
                m.redelivered = true;
                self.queue(m.service).settle();
            }
            let with_the_broker = !(sent && m.auto_ack);
            if sent && quorum && with_the_broker && came_back_too_often(floor, m, Return::Lost) {
                self.die_in_queue(floor, messages, message, Death::DeliveryLimit);
            } else if durable && (m.persistent || everything) && with_the_broker {
                m.place = Place::Ready;
                m.since = floor.now;
                m.tag += 1;
                // A quorum queue puts what was sent behind what came back before, and before the rest.
                // (It may have been another queue when they were published.)
                m.level = level(floor, of, m.priority);
                let goes_ahead = quorum && sent;
                let class = match (quorum, sent) {
                    (false, _) => 0,
                    (true, true) => 1,
                    (true, false) => 2 * u8::from(!m.ahead),
                };
                let (behind, Reverse(level), position) = m.rank();
                let level = i64::from(i32::MAX) - i64::from(level);
                let class = u64::from(class) << 40 | u64::from(behind) << 36 | level as u64;
                ranks.push((class, position));
                kept.push((message, goes_ahead));
                let survived = Moment::SurvivedBroker { requeued: sent };
                messages.note(floor, message, survived);
            } else {
                let reason = match with_the_broker {
                    true => Reason::LostByBroker,
                    false => Reason::LostByWorker,
                };
                self.lose(floor, messages, message, reason);
            }
        }
        for queue in &mut self.queues {
            queue.take_ready();
        }
        for place in in_order(&ranks) {
            let (message, goes_ahead) = kept[place];
            let queue = self.queue(messages[message].service);
            if goes_ahead {
                queue.ahead(&mut messages[message]);
            }
            queue.put_back(message);
        }
    }
}
