//! Engines that are wrong on purpose, so that it can be shown that tests would notice.
//!
//! A test that has never failed proves little. Each [`Wrong`] is one mistake that somebody could make, or did make, when
//! writing down how such a stack works; everything else stays as it is, and the ledger and the broker's books still
//! balance. `tests/behaviour/wrong/` names, for each, the tests and recorded runs that fail with it.
//!
//! The mistakes are behind the feature `wrong`, which only tests switch on: without it `Shop::is_wrong` is `false` for
//! the compiler too, and nothing of this is in a program that ships.

use super::broker::balance::Death;
#[cfg(feature = "wrong")]
use super::engine::World;
use super::event::Event;
use super::http::CallPhase;
use super::journey::Moment;
use super::ledger::Reason;
use super::shop::Shop;
use super::slab::Key;
use super::station::Station;
use super::time::Micros;

#[cfg(all(feature = "wrong", target_arch = "wasm32"))]
compile_error!("the page ships: it has no business with the feature `wrong`");

/// One mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A thread pool serves the last in line first.
    LifoThreads,
    /// The queue hands out its newest message first.
    LifoQueue,
    /// A caller's timeout reaches Payment: what it gave up is taken out of the line, and work on it ends.
    AbandonedCancelled,
    /// What a caller gave up is worked on, and its charge forgotten.
    AbandonedUncharged,
    /// A message that comes back joins the end of the queue.
    RequeueToTail,
    /// Max-length counts what was delivered and not acknowledged, too.
    MaxLengthCountsUnacked,
    /// A queue that is too long throws away its newest message.
    DropTail,
    /// The queue knows no priorities, however it was declared.
    PriorityIgnored,
    /// A worker takes the most urgent message of its buffer.
    PriorityInBuffer,
    /// A message expires in a worker's buffer.
    TtlInBuffer,
    /// A message expires wherever it stands in the queue.
    TtlAwayFromHead,
    /// The read timeout runs since the user's click: it counts the wait for a thread.
    DeadlineSinceClick,
    /// The read timeout runs since the handler began: it counts waiting for a connection, dialling, earlier attempts.
    DeadlineSinceHandler,
    /// Whatever is set, a worker gets one message at a time.
    PrefetchOne,
    /// A delivery limit of n allows n deliveries.
    DeliveryLimitExact,
    /// A declared return type costs no second trip through the thread pool.
    NoSecondTrip,
    /// The ring does not turn: the first consumer with room gets every message.
    FirstConsumerGetsAll,
    /// What dead workers had been sent is gone with them.
    UnackedLostInCrash,
    /// Work that was killed half-way is charged.
    KilledWorkCharged,
    /// Who waits for a killed Payment is not told, and waits for the read timeout.
    CallsOutliveKill,
    /// A frozen Payment wakes with empty hands: what it was sent is thrown away, and work in it begins anew.
    FrozenWorkLost,
}

/// Which mistake an engine makes: none, in every program that ships.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flaw {
    #[cfg(feature = "wrong")]
    wrong: Option<Wrong>,
}

#[cfg(feature = "wrong")]
impl World {
    /// Both shops make this mistake from now on; to be called before anything happened.
    pub fn make_wrong(&mut self, wrong: Wrong) {
        for shop in [&mut self.sync, &mut self.queued] {
            shop.flaw.wrong = Some(wrong);
        }
    }
}

impl Shop {
    /// Does it make this mistake?
    #[cfg(feature = "wrong")]
    pub(super) fn is_wrong(&self, wrong: Wrong) -> bool {
        self.flaw.wrong == Some(wrong)
    }

    /// Does it make this mistake? Nothing that ships does.
    #[cfg(not(feature = "wrong"))]
    #[inline(always)]
    pub(super) fn is_wrong(&self, _: Wrong) -> bool {
        let Flaw {} = self.flaw;
        false
    }
}

// ---- how the mistakes are made, where it takes more than a line ------------------------------------------------------

impl Shop {
    /// How a line is served: the first in it first.
    #[inline]
    pub(super) fn next_in_line(&self) -> fn(&mut Station, Micros) -> Option<(Key, u32)> {
        match self.is_wrong(Wrong::LifoThreads) {
            false => Station::admit,
            true => Station::admit_last,
        }
    }

    /// When the read timeout of a call that is sent now ends, if it does not begin now.
    #[inline]
    pub(super) fn mistaken_deadline(&self, call: Key) -> Option<Micros> {
        let order = || &self.orders[self.calling.calls[call].order];
        let since = match () {
            () if self.is_wrong(Wrong::DeadlineSinceClick) => order().submitted,
            () if self.is_wrong(Wrong::DeadlineSinceHandler) => order().since,
            () => return None,
        };
        Some(self.now.max(since + self.config.read_timeout))
    }

    /// A call that nobody waits for, and that Payment has, leaves it.
    pub(super) fn cancel(&mut self, call: Key) {
        self.process.inside -= 1;
        self.stop_carrying(call, Reason::Timeout);
        self.calling.calls.remove(call);
    }

    /// A call that was given up ends at once if it is worked on. (In line it ends when its turn comes.)
    pub(super) fn cancel_served(&mut self, call: Key) {
        let c = &self.calling.calls[call];
        if c.phase == CallPhase::Serving
            && let Some(thread) = c.thread
        {
            self.cancel(call);
            self.payment_thread_freed(thread);
        }
    }

    /// What Payment had of this call is gone, and its caller hears nothing.
    pub(super) fn vanish(&mut self, call: Key) {
        let phase = self.calling.calls[call].phase;
        if matches!(
            phase,
            CallPhase::InLine | CallPhase::Serving | CallPhase::Answering
        ) {
            self.stop_carrying(call, Reason::LostInCrash);
            self.reach(call, CallPhase::Sent);
        }
    }

    /// A call that is being worked on charges its order.
    pub(super) fn charge_killed_call(&mut self, call: Key) {
        let c = &self.calling.calls[call];
        let (order, since, server) = (c.order, c.since, c.thread.unwrap_or_default());
        self.note_call(call, Moment::Charged { server });
        self.charge(order, since);
    }

    /// All that a frozen process was sent is thrown away, and it is as new.
    pub(super) fn wake_with_empty_hands(&mut self) {
        for event in std::mem::take(&mut self.process.stopped) {
            match event {
                Event::CallReachedPayment { call } => self.refuse(call, Reason::ConnectionLost),
                other => self.after(0, other),
            }
        }
        self.kill_payment();
        self.start_payment();
    }

    /// An expired message becomes the head, if there is one.
    pub(super) fn bring_expired_forward(&mut self) {
        let (now, queue) = (self.now, &mut self.queueing.broker.queue);
        let messages = &self.queueing.messages;
        let expired = |&message: &Key| messages[message].expires <= now;
        if let Some(at) = queue.ready().iter().position(expired) {
            queue.step_forward(at);
        }
    }

    /// An unacknowledged message becomes the last one in the queue; returns how many are ready before it.
    pub(super) fn requeue_last(&mut self, message: Key) -> usize {
        let queueing = &mut self.queueing;
        queueing.broker.queue.settle();
        queueing
            .broker
            .queue
            .publish(message, &mut queueing.messages)
    }

    /// An unacknowledged message is gone.
    pub(super) fn lose_unacked(&mut self, message: Key) {
        self.queueing.broker.queue.settle();
        self.lose(message, Reason::LostByBroker);
    }

    /// The most urgent message of a worker's buffer comes first; of equals the one that came first.
    pub(super) fn sort_buffer(&mut self, consumer: u32) {
        let messages = &self.queueing.messages;
        let buffer = &mut self.queueing.workers.consumers[consumer as usize].buffer;
        let rank = |entry: &(Key, u32)| messages[entry.0].rank();
        buffer.make_contiguous().sort_by_key(rank);
    }

    /// What expired in a worker's buffer dies there.
    pub(super) fn expire_in_buffer(&mut self, consumer: u32) {
        while let Some(&(message, _)) = self.queueing.workers.consumers[consumer as usize]
            .buffer
            .front()
            && let m = &self.queueing.messages[message]
            && m.expires <= self.now
            && !m.auto_ack
        {
            let (place, channel) = (m.place, m.channel);
            self.queueing.workers.consumers[consumer as usize]
                .buffer
                .pop_front();
            self.process.inside -= 1;
            self.queueing.broker.queue.settle();
            self.die(message, Death::Expired);
            self.unblock(place, channel);
        }
    }
}
