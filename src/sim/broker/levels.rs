//! Priorities: which level of its queue a message belongs to, and whose turn it is.
//!
//! | queue | levels | who is next |
//! |---|---|---|
//! | classic | 0 to its x-max-priority; none unless it is declared with them | the highest that has a message |
//! | quorum, 3.10 | none | |
//! | quorum, 4.0 to 4.2 | two: above 4, and the rest | two of the higher one, then one of the lower one |
//! | quorum, from 4.3 on | 0 to 31; 4 without a priority | the highest that has a message |
//!
//! The classic queue's are documented; the quorum queue's are read from RabbitMQ's source (`msg_priority` in rabbit_fifo.erl,
//! rabbit_fifo_q.erl, rabbit_fifo_pq.erl) and announced in the notes to its releases 4.0 and 4.3. Quorum queues know them
//! however they were declared. A level is counted from that of what has no priority.

use super::queue::{Message, Queue};
use crate::config::{BrokerVersion, QueueType, Service};
use crate::floor::Floor;
use crate::slab::Slab;
use crate::wrong::Wrong;

/// What has no priority is of this level in 4.3; above it is the higher one of the two that there were before.
const DEFAULT: u32 = 4;

/// The highest level in 4.3.
const HIGHEST: u32 = 31;

/// After so many of the higher level it is the lower one's turn.
const WEIGHT: u8 = 2;

/// The level of a message that was published with this priority.
pub(super) fn level(floor: &Floor, queue: &Service, priority: Option<u32>) -> i32 {
    let published = priority.unwrap_or_default();
    match (queue.queue_type, floor.config.broker_version) {
        _ if floor.is_wrong(Wrong::PriorityIgnored) => 0,
        (QueueType::Classic, _) => published.min(queue.max_priority) as i32,
        (QueueType::Quorum, BrokerVersion::V3_10) => 0,
        (QueueType::Quorum, BrokerVersion::V4_2) => i32::from(published > DEFAULT),
        (QueueType::Quorum, BrokerVersion::V4_3) => {
            priority.unwrap_or(DEFAULT).min(HIGHEST) as i32 - DEFAULT as i32
        }
    }
}

/// Do the levels of this service's queue take turns?
#[inline]
pub(super) fn two_levels(floor: &Floor, service: u8) -> bool {
    floor.config.of(service).queue_type == QueueType::Quorum
        && floor.config.broker_version == BrokerVersion::V4_2
}

impl Queue {
    /// One is about to leave it: where its two levels take turns, the head may have to wait for one of the lower level.
    #[inline]
    pub(super) fn take_turns(&mut self, two_levels: bool, messages: &Slab<Message>) {
        if two_levels {
            self.favour(messages);
        }
    }

    /// What came back goes first and takes nobody's turn. An older one of the higher level takes the lower one's.
    #[inline(never)]
    fn favour(&mut self, messages: &Slab<Message>) {
        let Some(&head) = self.ready().front() else {
            return;
        };
        let head = &messages[head];
        if head.ahead {
            return;
        }
        let lows_turn = self.since_low == WEIGHT;
        self.since_low = if lows_turn { 0 } else { self.since_low + 1 };
        if lows_turn && head.is_urgent() {
            let position = head.position;
            let urgent = |&key: &_| messages[key].is_urgent();
            let low = self.ready().partition_point(urgent);
            let older = |&key: &_| messages[key].position < position;
            if self.ready().get(low).is_some_and(older) {
                self.step_forward(low);
            }
        }
    }
}
