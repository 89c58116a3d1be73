//! Mistakes that an engine could make with a worker's buffer (see `wrong.rs`): none, in what ships.

use super::group::Workers;
use crate::broker::balance::Death;
use crate::broker::messages::Messages;
use crate::broker::process::Broker;
use crate::floor::Floor;
use crate::slab::Key;
use crate::wrong::Wrong;

impl Workers {
    /// A worker is about to take the next message of its buffer.
    #[inline]
    pub(super) fn make_buffer_mistakes(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        consumer: u32,
    ) {
        if floor.is_wrong(Wrong::TtlInBuffer) {
            self.expire_in_buffer(floor, messages, broker, consumer as usize);
        }
        if floor.is_wrong(Wrong::PriorityInBuffer) {
            self.sort_buffer(messages, consumer as usize);
        }
    }

    /// The most urgent message of the buffer comes first; of equals the one that came first.
    fn sort_buffer(&mut self, messages: &Messages, consumer: usize) {
        let buffer = &mut self.consumers[consumer].buffer;
        let rank = |entry: &(Key, u32)| messages[entry.0].rank();
        buffer.make_contiguous().sort_by_key(rank);
    }

    /// What expired in the buffer dies there.
    fn expire_in_buffer(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        consumer: usize,
    ) {
        while let Some(&(message, _)) = self.consumers[consumer].buffer.front()
            && let m = &messages[message]
            && m.expires <= floor.now
            && !m.auto_ack
        {
            let (service, place, channel) = (m.service, m.place, m.channel);
            self.consumers[consumer].buffer.pop_front();
            self.process.inside -= 1;
            broker.queue(service).settle();
            broker.die_in_queue(floor, messages, message, Death::Expired);
            broker.unblock(floor, self, place, channel);
        }
    }
}
