//! Engines that are wrong on purpose, so that it can be shown that tests would notice.
//!
//! A test that has never failed proves little. Each [`Wrong`] is one mistake that somebody could make, or did make, when
//! writing down how such a stack works; everything else stays as it is, and the ledger and the broker's books still
//! balance. `tests/behaviour/wrong/` names, for each, the tests and recorded runs that fail with it.
//!
//! The mistakes are behind the feature `wrong`, which only tests switch on: without it `Flaw::is` is `false` for the
//! compiler too, and nothing of this is in a program that ships. Where a mistake takes more than a line to make, that
//! stands beside the part that makes it.

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
    /// A quorum queue puts what comes back where a classic one does: in its old place.
    QuorumLikeClassic,
    /// A full quorum queue takes no more than it should.
    QuorumTakesNoMore,
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
    /// A message keeps its own time to live when it is dead-lettered, and expires again.
    TtlOutlivesDeath,
    /// A message that goes round a ring of queues is dropped though a worker rejected it.
    RejectedRingDropped,
    /// The read timeout runs since the user's click: it counts the wait for a thread.
    DeadlineSinceClick,
    /// The read timeout runs since the handler began: it counts waiting for a connection, dialling, earlier attempts.
    DeadlineSinceHandler,
    /// Who waits for a connection has one clock, whoever is woken meanwhile.
    PoolClockOnce,
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
    /// An order that fails half-way through its services has what was done of it undone.
    EarlierUndone,
    /// Queues that are bound to one exchange share what is published to it: each message goes to one of them.
    FanOutShares,
    /// A worker publishes its news after its acknowledgement: one that dies between the work and the ack tells nobody.
    NewsAfterAck,
    /// A frozen Payment wakes with empty hands: what it was sent is thrown away, and work in it begins anew.
    FrozenWorkLost,
    /// A broker short of memory refuses what is published, instead of leaving it unread.
    AlarmRefuses,
    /// A worker is given up at the first look that hears nothing of it, and not at the second.
    OneHeartbeat,
    /// A segment that is lost takes its order with it: nobody sends it again.
    LostPacketIsLostOrder,
    /// One draw decides for all segments of an order whether they are lost.
    LossPerOrder,
    /// A cut in one direction cuts the other one as well.
    OneWayCutsBoth,
    /// Whatever brings a message back counts as a failed delivery, in every version of the broker.
    AllReturnsCount,
    /// An answer that cannot get back was never made: the work comes to nothing.
    HeldAnswerNeverMade,
}

/// Which mistake an engine makes: none, in every program that ships.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flaw {
    #[cfg(feature = "wrong")]
    wrong: Option<Wrong>,
}

impl Flaw {
    /// From now on this mistake is made.
    #[cfg(feature = "wrong")]
    pub(super) fn make(&mut self, wrong: Wrong) {
        self.wrong = Some(wrong);
    }

    /// Is this mistake made?
    #[cfg(feature = "wrong")]
    pub(super) fn is(self, wrong: Wrong) -> bool {
        self.wrong == Some(wrong)
    }

    /// Is this mistake made? Not in what ships.
    #[cfg(not(feature = "wrong"))]
    #[inline(always)]
    pub(super) fn is(self, _: Wrong) -> bool {
        let Self {} = self;
        false
    }

    /// How a line is served: the first in it first.
    #[inline]
    pub(super) fn next_in_line(self) -> fn(&mut Station, Micros) -> Option<(Key, u32)> {
        match self.is(Wrong::LifoThreads) {
            false => Station::admit,
            true => Station::admit_last,
        }
    }
}
