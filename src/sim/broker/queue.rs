//! The queue: what is ready, what is unacknowledged.
//!
//! ```text
//! ◀── head   [ what came back ][ position 4, 5, 6, … ]   tail ◀── published
//!              quorum: in the order of its return
//! ```
//!
//! First in, first out, by the position a message got when it was published. One that comes back (its consumer died, or
//! did not want it) is marked redelivered, which means "was sent before", not "was tried"; where it goes depends on the
//! queue ([`Back`]). A queue with priorities is such a queue for each level; the highest that has a message is served.
//!
//! Max-length counts what is ready, not what was delivered, and throws away the head, which in a queue with priorities
//! is the most urgent message. A time to live acts at the head, too: what expired behind a message that lives longer is
//! still counted as ready, and dies when it comes to the front.

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::aside::Aside;
use super::balance::{Balance, Death};
use crate::config::lineup::Set;
use crate::slab::{Key, Slab};
use crate::time::Micros;
use crate::wire::{Trip, What};

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Under way to the broker (or held by a cut).
    Publishing,
    /// Ready in the queue.
    Ready,
    /// Dead, and in a queue beside it (`revival.rs`): it waits for its time to be over, or for the worker that redrives it.
    Aside,
    /// Dead, and in the hands of that worker.
    Redriven,
    /// With this consumer: under way, in its buffer, at work, or its ack under way.
    Unacked {
        /// Which consumer.
        consumer: u32,
    },
}

/// Where a message goes that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// To its old place: a classic queue.
    OldPlace,
    /// Before all that never left, behind what came back before it: a quorum queue keeps those in a list of their own.
    Ahead,
    /// To the end, as if it were published again: a quorum queue without a delivery limit, of a message that its worker
    /// did not want. So its log can be cut off behind it.
    End,
}

/// A message: one order's way to Payment.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// Whose.
    pub order: Key,
    /// The k-th order of its shop.
    pub number: u64,
    /// Which service is asked for, from 0: it goes to that one's queue, and to its workers. While it is under way from a worker,
    /// whose news they are: they stand still with that one's process.
    pub service: u8,
    /// The services whose work can come of it: of one under way to the exchange all that it is routed to, and those that are
    /// told when another is done.
    pub brings: Set,
    /// Does the exchange pass it to the queues of all these services? (Else to the one of its own.)
    pub to_all: bool,
    /// Which one it is of those that its service gets for its order, from 0: news that are told twice are two.
    pub copy: u8,
    /// Was it published by the workers of another service, who know its queue by name?
    pub from_worker: bool,
    /// Must it be returned if no queue takes it?
    pub mandatory: bool,
    /// Its position in the queue, from 0; of one that came back to a list of its own, its position there.
    pub position: u64,
    /// Does it stand in that list?
    pub ahead: bool,
    /// The priority it was published with, if with any.
    pub priority: Option<u32>,
    /// Its level in this queue, above that of what has no priority (`levels.rs`).
    pub level: i32,
    /// When it expires if it is ready then; [`Micros::MAX`] = never.
    pub expires: Micros,
    /// When its alarm goes off that is set for that; [`Micros::MAX`] = none is set.
    pub alarm: Micros,
    /// How often it came back from a consumer.
    pub returns: u32,
    /// What it died of last, if it ever did.
    pub death: Option<Death>,
    /// How often it came back from the dead.
    pub laps: u32,
    /// Did it wait in the retry queue, as its history says?
    pub was_retried: bool,
    /// Does it survive a broker restart in a durable queue?
    pub persistent: bool,
    /// Does its publisher wait for the broker's word?
    pub confirm: bool,
    /// Is it on the broker's books?
    pub arrived: bool,
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

impl Message {
    /// What crosses a wire when it is published.
    pub(crate) fn trip(&self) -> Trip {
        Trip {
            number: self.number,
            service: self.service,
            attempt: 0,
            what: What::Publish,
            fresh: false,
        }
    }

    /// What crosses a wire when it is handed out, or settled.
    pub(crate) fn handing(&self, what: What) -> Trip {
        Trip {
            attempt: self.tag,
            what,
            ..self.trip()
        }
    }

    /// Is this true of one of the services whose queues it is published for?
    #[inline]
    pub fn is_for_any(&self, is: impl Fn(u8) -> bool) -> bool {
        match self.to_all {
            false => is(self.service),
            true => self.brings.iter().any(is),
        }
    }

    /// Those services.
    pub fn goes_to(&self) -> impl Iterator<Item = u8> + use<> {
        let set = match self.to_all {
            true => self.brings,
            false => Set::one(self.service),
        };
        set.iter()
    }

    /// Its place among the ready: before every message with a greater one. (Only quorum queues have a list of what came back,
    /// and in the order of its return, whatever its priority, that comes first: `take_next_msg` in RabbitMQ's rabbit_fifo.erl.)
    pub fn rank(&self) -> (bool, Reverse<i32>, u64) {
        let level = if self.ahead { 0 } else { self.level };
        (!self.ahead, Reverse(level), self.position)
    }

    /// Does it go before what has no priority?
    pub fn is_urgent(&self) -> bool {
        self.level > 0
    }
}

/// The queue of one service, and who consumes from it.
#[derive(Clone, Debug)]
pub struct Queue {
    exists: bool,
    ready: VecDeque<Key>,
    unacked: u32,
    published: u64,
    /// How many ever came back to a list of their own.
    came_back: u64,
    /// Did it ever take a message that expires? Else nobody need look.
    pub(crate) may_expire: bool,
    /// Since when it refuses what is published, if it does.
    pub(crate) refuses: Option<Micros>,
    /// Consumers with room, in the order in which they are served.
    pub(crate) ring: VecDeque<u32>,
    /// Of a quorum queue with two levels: how many left it since one of the lower level had its turn (`levels.rs`).
    pub(super) since_low: u8,
    /// Until when the log of a quorum queue is busy with publishes.
    pub(crate) log_busy: Micros,
    /// What became of its messages.
    pub balance: Balance,
    /// The queue beside it in which its dead ones are not yet given up, once one was there.
    pub(super) aside: Option<Box<Aside>>,
}

impl Default for Queue {
    fn default() -> Self {
        Self::NEW
    }
}

impl Queue {
    /// Declared, empty, and without consumers.
    pub(crate) const NEW: Self = Self {
        exists: true,
        ready: VecDeque::new(),
        unacked: 0,
        published: 0,
        came_back: 0,
        may_expire: false,
        refuses: None,
        ring: VecDeque::new(),
        since_low: 0,
        log_busy: 0,
        balance: Balance::NONE,
        aside: None,
    };

    /// One with this many consumers, each of which has room.
    pub(crate) fn with_consumers(consumers: u32) -> Self {
        Self {
            ring: (0..consumers).collect(),
            ..Self::NEW
        }
    }

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

    /// A newly published message joins the end of its level.
    ///
    /// Returns how many are before it.
    pub fn publish(&mut self, message: Key, messages: &mut Slab<Message>) -> usize {
        let m = &mut messages[message];
        self.at_the_end(m);
        let level = m.level;
        let last = self.ready.back().map(|&last| &messages[last]);
        // (None of its level is behind it, nor of a higher one.)
        if last.is_some_and(|last| !last.ahead && last.level < level) {
            return self.insert(message, messages);
        }
        self.ready.push_back(message);
        self.ready.len() - 1
    }

    /// Its next place is behind all others of its level.
    fn at_the_end(&mut self, message: &mut Message) {
        message.ahead = false;
        message.position = self.published;
        self.published += 1;
    }

    /// Its next place is behind what came back before, and before all others.
    pub fn ahead(&mut self, message: &mut Message) {
        message.ahead = true;
        message.position = self.came_back;
        self.came_back += 1;
    }

    /// A message becomes ready; returns how many are before it.
    fn insert(&mut self, message: Key, messages: &Slab<Message>) -> usize {
        let rank = messages[message].rank();
        let at = match self.ready.back() {
            Some(&last) if messages[last].rank() > rank => self
                .ready
                .partition_point(|&ready| messages[ready].rank() < rank),
            _ => self.ready.len(),
        };
        self.ready.insert(at, message);
        at
    }

    /// The ready message at this place becomes the head: the others' turn comes later.
    pub(crate) fn step_forward(&mut self, at: usize) {
        if let Some(message) = self.ready.remove(at) {
            self.ready.push_front(message);
        }
    }

    /// The tail becomes the head. (Only for a deliberately wrong engine.)
    pub(crate) fn tail_first(&mut self) {
        self.step_forward(self.ready.len().saturating_sub(1));
    }

    /// The head, taken out because its time is over, or because there is one too many.
    pub fn drop_head(&mut self) -> Option<Key> {
        self.ready.pop_front()
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

    /// An unacknowledged message returns; returns how many are ready before it.
    pub fn requeue(&mut self, message: Key, back: Back, messages: &mut Slab<Message>) -> usize {
        self.unacked -= 1;
        match back {
            Back::OldPlace => {}
            Back::Ahead => self.ahead(&mut messages[message]),
            Back::End => {
                // It is appended to the log once more, without its priority (`#requeue` in RabbitMQ's rabbit_fifo.erl).
                let m = &mut messages[message];
                (m.priority, m.level) = (None, 0);
                self.at_the_end(m);
            }
        }
        self.insert(message, messages)
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

    /// The queue beside it for dead messages that may come back, once one was there.
    pub fn aside(&self) -> Option<&Aside> {
        self.aside.as_deref()
    }

    /// Messages delivered and not settled.
    pub fn unacked(&self) -> u32 {
        self.unacked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slab::Slab;

    fn message(order: Key, level: i32) -> Message {
        Message {
            order,
            number: 0,
            service: 0,
            brings: Set::PAYMENT,
            to_all: false,
            copy: 0,
            from_worker: false,
            mandatory: false,
            position: 0,
            ahead: false,
            priority: None,
            level,
            expires: Micros::MAX,
            alarm: Micros::MAX,
            returns: 0,
            death: None,
            laps: 0,
            was_retried: false,
            persistent: true,
            confirm: false,
            arrived: true,
            redelivered: false,
            place: Place::Ready,
            since: 0,
            tag: 0,
            channel: 0,
            auto_ack: false,
            broker_life: 0,
        }
    }

    fn published(levels: &[i32]) -> (Queue, Slab<Message>, Vec<Key>) {
        let (mut queue, mut messages) = (Queue::default(), Slab::default());
        let order = Slab::default().insert(());
        let keys = levels.iter().map(|&level| {
            let key = messages.insert(message(order, level));
            queue.publish(key, &mut messages);
            key
        });
        let keys = keys.collect();
        (queue, messages, keys)
    }

    #[test]
    fn what_comes_back_takes_its_old_place() {
        let (mut queue, mut messages, keys) = published(&[0; 5]);
        let out: Vec<Key> = (0..3).filter_map(|_| queue.deliver(true)).collect();
        for &key in &[out[1], out[2], out[0]] {
            queue.requeue(key, Back::OldPlace, &mut messages);
        }
        assert!(queue.ready().iter().eq(keys.iter()));
        assert_eq!(queue.unacked(), 0);
    }

    /// As RabbitMQ 3.10.8 was seen to do it.
    #[test]
    fn what_comes_back_to_a_quorum_queue_goes_ahead_in_its_order_or_to_the_end() {
        let (mut queue, mut messages, keys) = published(&[0; 5]);
        let out: Vec<Key> = (0..3).filter_map(|_| queue.deliver(true)).collect();
        queue.requeue(out[1], Back::Ahead, &mut messages);
        queue.requeue(out[0], Back::End, &mut messages);
        queue.requeue(out[2], Back::Ahead, &mut messages);
        let expected = [1, 2, 3, 4, 0].map(|k| keys[k]);
        assert!(queue.ready().iter().eq(expected.iter()));
    }

    #[test]
    fn a_level_is_first_in_first_out_and_the_highest_goes_first() {
        let (mut queue, mut messages, keys) = published(&[1, 0, 2, 1, 2]);
        let order = [2, 4, 0, 3, 1];
        let expected: Vec<Key> = order.iter().map(|&k| keys[k]).collect();
        assert!(queue.ready().iter().eq(expected.iter()));
        let out: Vec<Key> = (0..4).filter_map(|_| queue.deliver(true)).collect();
        for &key in &out {
            queue.requeue(key, Back::OldPlace, &mut messages);
        }
        assert!(queue.ready().iter().eq(expected.iter()));
    }
}
