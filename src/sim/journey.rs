//! What happened to one chosen order, moment by moment.
//!
//! ```text
//! sent ──▶ reached Checkout ──▶ got a thread ──▶ … the wiring … ──▶ answered ──▶ told
//! ```
//!
//! A shop keeps no journeys: runs are deterministic, so whoever wants one plays the experiment again and watches an
//! order from the start. The k-th order of either shop has the same draws, so one number chooses both. Each moment is
//! noted where the engine does the thing; it is no part of the run or its digest, and an order that is not watched
//! costs one comparison.
//!
//! Names are in the past tense, as in [`super::event`]. One thing is left out: Payment's thread is given back a
//! millisecond after the charge, when the order has no business with it any more.

use super::broker::word::Word;
use super::config::lineup::{Lineup, SERVICES};
use super::ledger::Reason;
use super::time::Micros;
use super::wire::What;

/// Moments kept of one journey. An order may go round for ever (delivered to a Payment that crashes each time); then
/// the first `JOURNEY_LIMIT` − 1 and the last are kept, and the others counted.
pub const JOURNEY_LIMIT: usize = 256;

/// In place of a service: a message that the exchange passes to the queues of several is about all of them.
pub const EVERYBODY: u8 = SERVICES as u8;

/// What a call goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// A connection of the shared client that stood already.
    Kept,
    /// A new one of the shared client.
    New,
    /// A new one of a client built for this call alone.
    Own,
}

/// What becomes of a call that Checkout no longer waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It never left Checkout.
    NeverLeft,
    /// It is under way or at Payment, which is not told: it will be worked on.
    GoesOn,
    /// The answer was on its way back: nobody reads it.
    Unread,
}

/// One thing that happened to an order. A `server` is Payment's thread (sync) or worker (async), from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    // The user
    /// The user pressed the button.
    Sent,
    /// The answer with this status reached the user.
    Told { status: u16 },
    /// The user had waited enough, and hung up.
    HungUp,

    // Checkout
    /// The request reached Checkout.
    ReachedCheckout,
    /// Checkout's CPU turned to it (again).
    GotCpu,
    /// Checkout had read it and looked for a thread; so many requests were in line already.
    AskedForThread { ahead: u32 },
    /// It got this thread (of a `def` endpoint).
    GotThread { thread: u32 },
    /// Its handler began.
    HandlerBegan,
    /// The answer is to be validated: the thread went back, and it looked for one again; so many were in line already.
    AskedForThreadAgain { ahead: u32 },
    /// It got this thread to have its answer validated.
    GotThreadAgain { thread: u32 },
    /// The handler was done: this is the answer.
    Concluded { status: u16 },
    /// The answer was written and left; the thread, if it held one, was free again.
    Answered { status: u16 },

    // The call to Payment (sync)
    /// The call asked the shared client for a connection; so many calls were in line already.
    AskedForConnection { ahead: u32 },
    /// It will go over this connection.
    GotConnection { connection: Connection },
    /// Checkout set about opening the connection.
    Dialled,
    /// Nobody listened: the news set out for Checkout.
    DialRefused,
    /// Checkout wrote the call, and waits for the answer.
    CallSent,
    /// The cable was out: the call waits in Checkout's buffers.
    CallHeld,
    /// The call left Checkout's machine.
    CallLeft,
    /// No free connection within the pool timeout.
    PoolTimedOut,
    /// No connection within the connect timeout.
    ConnectTimedOut,
    /// No answer within the read timeout.
    ReadTimedOut,
    /// Checkout stopped waiting, and this became of the call.
    LetGo { fate: Fate },
    /// The call came to nothing, and Checkout paused before the next attempt.
    BackedOff,
    /// The call reached Payment's machine.
    ReachedPayment,
    /// It reached a frozen Payment, whose kernel keeps it.
    ReachedFrozenPayment,
    /// Payment had read it and looked for a thread; so many calls were in line already.
    AskedForPaymentThread { ahead: u32 },
    /// Payment had made its answer, which is to be validated.
    AnswerMade,
    /// Its thread had gone back, and it looked for one again; so many calls were in line already.
    AskedForPaymentThreadAgain { ahead: u32 },
    /// It got one, to have its answer validated.
    GotPaymentThreadAgain,
    /// Nobody listened at Payment, or its process died with the call inside.
    Refused { reason: Reason },
    /// Payment was done with a call nobody waits for.
    AnsweredNobody,
    /// The cable was out: what Payment has to say waits in its buffers.
    AnswerHeld,
    /// The answer, or the news of a failure, left Payment's machine.
    AnswerLeft { refused: bool },
    /// Payment's 500 left its machine.
    FailureLeft,
    /// Payment's answer reached Checkout.
    AnswerReachedCheckout,
    /// Checkout learnt that nobody listens, or that its peer died.
    RefusalReachedCheckout,

    // Payment's work (both)
    /// A service began, on this server.
    ServiceBegan { server: u32 },
    /// The service on this server succeeded: the order was charged.
    Charged { server: u32 },
    /// The service on this server failed: nothing was charged.
    ServiceFailed { server: u32 },
    /// The process of this server died, and the work with it (async; of a call, see [`Moment::Refused`]).
    WorkDied { server: u32 },

    // The wire
    /// A segment of this is lost on the wire: whoever sent it will send it again, and it comes later.
    SegmentLost { what: What },

    // The message (async)
    /// The thread had no AMQP connection, and set about opening one.
    AmqpDialled,
    /// It stands.
    AmqpConnected,
    /// No AMQP connection within the socket timeout.
    AmqpTimedOut,
    /// Nobody listened at the broker, or the connection had died: the news set out for the handler.
    BrokerRefused,
    /// The publish failed.
    PublishRefused,
    /// Another request published on the one channel; so many were in line already.
    AskedForChannel { ahead: u32 },
    /// The one channel was torn: two threads had used it at once.
    ChannelTorn,
    /// The message was written to the socket.
    Published,
    /// Checkout waited for the broker to confirm it.
    AwaitedConfirm,
    /// The broker's word on the publish left for Checkout.
    ConfirmLeft { word: Word },
    /// It was stored, said the broker.
    PublishConfirmed,
    /// It was not, said the broker.
    PublishNacked,
    /// It came back: no queue was there for it.
    PublishReturned,
    /// The broker, short of memory, read no further from the connection: the message waits in its socket.
    LeftUnread,
    /// The broker had not read the connection for longer than Checkout bears: Checkout gave it up.
    BlockedTimedOut,
    /// Nothing was heard from the broker for too long: Checkout gave the connection up.
    HeartbeatMissed,
    /// Checkout set about closing the connection of this request.
    ChannelClosing,
    /// The cable was out: the message waits in Checkout's buffers.
    MessageHeld,
    /// The message left Checkout's machine.
    MessageLeft,
    /// It stood in the queue, with so many ready before it.
    ReachedQueue { ahead: u32 },
    /// It left for this worker.
    Delivered { worker: u32, redelivered: bool },
    /// The delivery found this worker's process dead, or gone from the channel it was sent on.
    DeliveryFoundNobody { worker: u32 },
    /// It reached this worker, which has so many to do before it.
    ReachedWorker { worker: u32, ahead: u32 },
    /// The worker's buffer was dropped with it inside.
    DroppedFromBuffer { worker: u32 },
    /// The broker closed the channel of the worker that had it: it was not acknowledged for too long, or (`unheard`) nothing was
    /// heard of the worker.
    GivenUp { worker: u32, unheard: bool },
    /// The worker's channel died: it works on, and the broker knows nothing of it.
    CutOff { server: u32 },
    /// What is done was published for the next service.
    NewsPublished,
    /// The acknowledgement left for the broker.
    AckLeft,
    /// The work is done, and there is no channel to acknowledge it on.
    AckImpossible,
    /// The acknowledgement reached the broker: the message is off its books.
    AckReachedBroker,
    /// The process of this server died after the work and before it could acknowledge.
    DiedBeforeAck { server: u32 },
    /// The negative acknowledgement left for the broker.
    NackLeft { requeue: bool },
    /// It reached the broker.
    NackReachedBroker,
    /// The message was dead, and went to the queue for dead ones.
    DeadLettered { reason: Reason },
    /// The message was dead, and went to the queue in which it waits to be retried, or until a worker redrives it.
    SetAside { reason: Reason, retried: bool },
    /// Its wait was over, or it was published anew: it stood in its queue again, with so many ready before it.
    CameBack { ahead: u32 },
    /// The message returned to its old place, with so many ready before it.
    Requeued { ahead: u32 },
    /// The broker died and kept the message. `requeued`: it had been delivered, and is ready again.
    SurvivedBroker { requeued: bool },
    /// The message is gone.
    Lost { reason: Reason },
}

/// A moment and its instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noted {
    /// When, in microseconds since the start of the run.
    pub at: Micros,
    /// Which service it is about, if it is about one.
    pub service: u8,
    /// Which attempt it belongs to, from 0: the calls of a service count theirs. Of a message: which one of those that its
    /// service gets for the order (news that are told twice are two).
    pub attempt: u32,
    /// What.
    pub what: Moment,
}

/// The moments of the watched order of one shop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// Is anybody watched? Every part asks it at every step.
    watching: bool,
    watched: Option<u64>,
    /// The services that it needs.
    plan: Option<Lineup>,
    moments: Vec<Noted>,
    left_out: u64,
    /// Every moment of every order, if somebody wants that: the number of the order, and what.
    chronicle: Option<Vec<(u64, Noted)>>,
}

impl Journey {
    /// Watches this order (the k-th of its shop, from 0) from now on, or none; forgets what was noted.
    pub(super) fn watch(&mut self, number: Option<u64>) {
        *self = Self {
            watching: number.is_some(),
            watched: number,
            ..Self::default()
        };
    }

    /// Keeps every moment of every order from now on. That takes room without limit: it is for short runs whose every
    /// order is compared with a recording.
    pub(super) fn watch_everybody(&mut self) {
        self.watching = true;
        self.chronicle = Some(Vec::new());
    }

    /// What happened to whom, in the order in which it happened, if everybody is watched: the number of the order
    /// (from 0), and the moment.
    pub fn chronicle(&self) -> &[(u64, Noted)] {
        self.chronicle.as_deref().unwrap_or_default()
    }

    /// Is anybody watched?
    pub(super) fn is_watching(&self) -> bool {
        self.watching
    }

    /// Which order is watched.
    pub fn watched(&self) -> Option<u64> {
        self.watched
    }

    /// The services that it needs, in order; Payment alone as long as it was not sent.
    pub fn plan(&self) -> Lineup {
        self.plan.unwrap_or(Lineup::ONE)
    }

    /// The order of this number needs these services.
    pub(super) fn plan_of(&mut self, number: u64, plan: Lineup) {
        if self.watched == Some(number) {
            self.plan = Some(plan);
        }
    }

    /// What happened to it, in the order in which it happened. If something was left out, then it was just before
    /// the last of these.
    pub fn moments(&self) -> &[Noted] {
        &self.moments
    }

    /// How many moments were left out for want of room.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Something happened to the order of this number.
    pub(super) fn note_of(&mut self, number: u64, noted: Noted) {
        if let Some(chronicle) = &mut self.chronicle {
            chronicle.push((number, noted));
        }
        if self.watched == Some(number) {
            self.note(noted);
        }
    }

    fn note(&mut self, noted: Noted) {
        if self.moments.len() == JOURNEY_LIMIT {
            self.moments.pop();
            self.left_out += 1;
        }
        self.moments.push(noted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journey_without_end_keeps_its_beginning_and_its_last_moment() {
        let mut journey = Journey::default();
        let noted = |at| Noted {
            at,
            service: 0,
            attempt: 0,
            what: Moment::GotCpu,
        };
        let many = 10 * JOURNEY_LIMIT as Micros;
        (0..many).for_each(|at| journey.note(noted(at)));
        let kept = journey.moments();
        assert_eq!(kept.len(), JOURNEY_LIMIT);
        assert_eq!(
            kept[..JOURNEY_LIMIT - 1][JOURNEY_LIMIT - 2],
            noted(JOURNEY_LIMIT as Micros - 2)
        );
        assert_eq!(kept.last(), Some(&noted(many - 1)));
        assert_eq!(journey.left_out() + JOURNEY_LIMIT as u64, many);
    }
}
