//! The queue: what is ready, what is unacknowledged.
//!
//! First in, first out, by the position a message got when it was published: one that comes back (its consumer
//! died) takes its old place again and is marked redelivered, which means "was sent before", not "was tried".

use std::collections::VecDeque;

use crate::sim::slab::Key;
use crate::sim::time::Micros;

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Under way to the broker (or held by a cut).
    Publishing,
    /// Ready in the queue.
    Ready,
    /// With this consumer: under way, in its buffer, at work, or its ack under way.
    Unacked {
        /// Which consumer.
        consumer: u32,
    },
}

/// A message: one order's way to Payment.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whose.
    pub order: Key,
    /// The k-th order of its shop.
    pub number: u64,
    /// Its position in the queue, from 0.
    pub position: u64,
    /// Does it survive a broker restart in a durable queue?
    pub persistent: bool,
    /// Was it sent to a consumer before?
    pub redelivered: bool,
    /// Where it is.
    pub place: Place,
    /// Since when.
    pub since: Micros,
    /// Counts its deliveries: an event about an earlier one is skipped.
    pub tag: u32,
    /// The channel of the consumer it was last sent on.
    pub channel: u32,
    /// Was it forgotten by the broker as it was sent?
    pub auto_ack: bool,
    /// The life of the broker it was published to.
    pub broker_life: u32,
}

/// The one queue, `order.created`.
#[derive(Clone, Debug)]
pub struct Queue {
    exists: bool,
    ready: VecDeque<Key>,
    unacked: u32,
    published: u64,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            exists: true,
            ready: VecDeque::new(),
            unacked: 0,
            published: 0,
        }
    }
}

impl Queue {
    /// Is it declared?
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Declares it (again); a second declaration changes nothing.
    pub fn declare(&mut self) {
        self.exists = true;
    }

    /// It is gone with all that was in it.
    pub fn delete(&mut self) {
        debug_assert!(self.ready.is_empty() && self.unacked == 0);
        self.exists = false;
    }

    /// A newly published message joins the end; returns its position.
    pub fn publish(&mut self, message: Key) -> u64 {
        self.ready.push_back(message);
        self.published += 1;
        self.published - 1
    }

    /// The head, taken out for delivery. `unacked`: it stays on the books until acknowledged.
    pub fn deliver(&mut self, unacked: bool) -> Option<Key> {
        let message = self.ready.pop_front()?;
        self.unacked += u32::from(unacked);
        Some(message)
    }

    /// An unacknowledged message is settled: acknowledged or lost.
    pub fn settle(&mut self) {
        self.unacked -= 1;
    }

    /// An unacknowledged message returns to its old position; returns how many are ready before it.
    pub fn requeue(
        &mut self,
        message: Key,
        position: u64,
        position_of: impl Fn(Key) -> u64,
    ) -> usize {
        self.unacked -= 1;
        let at = self.ready.partition_point(|&k| position_of(k) < position);
        self.ready.insert(at, message);
        at
    }

    /// Ready messages leave, all of them (for a broker that went down).
    pub fn take_ready(&mut self) -> VecDeque<Key> {
        std::mem::take(&mut self.ready)
    }

    /// A ready message is put back at the end, in the order it had (after [`Queue::take_ready`]).
    pub fn put_back(&mut self, message: Key) {
        self.ready.push_back(message);
    }

    /// Ready messages, head first.
    pub fn ready(&self) -> &VecDeque<Key> {
        &self.ready
    }

    /// Messages delivered and not settled.
    pub fn unacked(&self) -> u32 {
        self.unacked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::slab::Slab;

    #[test]
    fn what_comes_back_takes_its_old_place() {
        let mut slab = Slab::default();
        let keys: Vec<Key> = (0..5u64).map(|k| slab.insert(k)).collect();
        let mut queue = Queue::default();
        for &key in &keys {
            queue.publish(key);
        }
        let out: Vec<Key> = (0..3).filter_map(|_| queue.deliver(true)).collect();
        for &key in &[out[1], out[2], out[0]] {
            queue.requeue(key, slab[key], |k| slab[k]);
        }
        assert!(queue.ready().iter().eq(keys.iter()));
        assert_eq!(queue.unacked(), 0);
    }
}
