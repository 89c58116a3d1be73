//! What lies before a publisher: the cable, the broker behind it, the workers behind that, and the messages under way.

use std::collections::VecDeque;

use crate::broker::messages::Messages;
use crate::broker::process::Broker;
use crate::broker::queue::Queue;
use crate::cable::Cable;
use crate::config::{Config, QueueType};
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::metrics::Levels;
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::workers::group::Workers;

/// All that a message can come by.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) messages: Messages,
    pub(crate) cable: Cable,
    pub(crate) broker: Broker,
    /// The workers of each service, by its number.
    pub(crate) groups: Vec<Workers>,
}

impl Mail {
    /// Queues, and workers on them, all connected.
    #[inline(never)]
    pub(super) fn new(config: &Config) -> Self {
        let services = || (0..config.needs.room()).map(|service| (service, config.of(service)));
        let queues = services().map(|(_, of)| Queue::with_consumers(of.consumers));
        let groups = services().map(|(service, of)| Workers::new(service, of.consumers));
        Self {
            messages: Messages::default(),
            cable: Cable::default(),
            broker: Broker::new(queues.collect()),
            groups: groups.collect(),
        }
    }

    /// There are as many as the settings need now: new workers declare their queue, and consume from it once they are
    /// connected.
    pub(super) fn hire(&mut self, config: &Config) {
        for service in self.groups.len() as u8..config.needs.room() {
            self.broker.queues.push(Queue::NEW);
            self.groups.push(Workers::new(service, 0));
        }
    }

    /// How high everything stands, of all services together.
    #[cold]
    #[inline(never)]
    pub(super) fn levels_of_several(&self) -> Levels {
        let mut levels = Levels::default();
        for (queue, workers) in self.broker.queues.iter().zip(&self.groups) {
            levels.ready += queue.ready().len() as u32;
            levels.unacked += queue.unacked();
            levels.servers += workers.busy;
        }
        levels
    }

    /// The workers of a service, and what they work with.
    #[inline]
    pub(super) fn of(&mut self, service: u8) -> (&mut Workers, &mut Messages, &mut Broker) {
        (
            &mut self.groups[service as usize],
            &mut self.messages,
            &mut self.broker,
        )
    }

    /// The workers a message is for, and what they work with.
    #[inline]
    pub(super) fn at(&mut self, message: Key) -> (&mut Workers, &mut Messages, &mut Broker) {
        self.of(self.messages[message].service)
    }

    /// A message leaves Checkout's machine.
    pub(super) fn send(&mut self, floor: &mut Floor, message: Key) {
        self.messages.note(floor, message, Moment::MessageLeft);
        let span = self.set_out(floor, message, floor.config.link_latency);
        self.messages.hop(floor, message, Leg::Publish, span, 0);
    }

    /// It will be at the broker after the wire and what a publish costs: returns when.
    fn set_out(&mut self, floor: &mut Floor, message: Key, latency: Micros) -> Micros {
        let Self {
            messages, broker, ..
        } = self;
        let mut span = floor.costs.publish_out + latency;
        let m = &messages[message];
        let is_quorum = |service| floor.config.of(service).queue_type == QueueType::Quorum;
        if m.is_for_any(is_quorum) {
            span += floor.costs.quorum_publish;
            for service in m.goes_to().filter(|&service| is_quorum(service)) {
                let queue = broker.queue(service);
                queue.log_busy = floor.now + span + floor.costs.persist;
            }
        }
        floor.after(span, Event::MessageReachedBroker { message });
        span
    }

    /// A message that was written to a stream is across the wire: what is left is the same as without one.
    #[cold]
    pub(super) fn crossed(&mut self, floor: &mut Floor, message: Key) {
        self.set_out(floor, message, 0);
    }

    /// A message is gone.
    pub(super) fn lose(&mut self, floor: &mut Floor, message: Key, reason: Reason) {
        let Self {
            messages, broker, ..
        } = self;
        broker.lose(floor, messages, message, reason);
    }

    /// So are these.
    pub(super) fn lose_all(&mut self, floor: &mut Floor, lost: VecDeque<Key>, reason: Reason) {
        for message in lost {
            self.lose(floor, message, reason);
        }
    }
}
