//! Which line of a program runs for the order that is looked at, and when.
//!
//! ```text
//! journey ──▶ passages ──▶ Playhead: one after the other, each long enough to be seen ──▶ the lit line
//! ```
//!
//! A program does one thing at a time for an order, so a line is left when the next one is reached. Most lines take a
//! millisecond or none; like the stage's hops they are shown behind the engine, for a quarter of a second each.

use super::step::Step;
use crate::sim::config::lineup::{PAYMENT, SERVICES, Set};
use crate::sim::journey::{Journey, Moment};
use crate::sim::time::{MILLI, Micros};

/// A line is lit for so many milliseconds at least, if there is time.
pub const SEEN_MS: f64 = 250.0;

/// With more lines than this still to be shown, they are shown in no time.
const PATIENCE: usize = 8;

/// An order passes a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Which line.
    pub step: Step,
    /// Since when, in microseconds since the start of the run.
    pub from: Micros,
    /// Until when; `None`: it is there now.
    pub until: Option<Micros>,
}

/// Whose line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The program that users talk to.
    Checkout,
    /// That of the service of this number.
    Service(u8),
}
use Role::Checkout;

/// How many programs a shop can have.
pub const ROLES: usize = 1 + SERVICES;

impl Role {
    /// Its place among those of its shop.
    pub const fn place(self) -> usize {
        match self {
            Checkout => 0,
            Self::Service(service) => 1 + service as usize,
        }
    }

    /// Which service's it is. (Checkout's is none's, and speaks of Payment's settings.)
    pub(super) const fn service(self) -> u8 {
        match self {
            Checkout => PAYMENT,
            Self::Service(service) => service,
        }
    }
}

/// What a moment means for a program.
enum Turn {
    /// It runs this line from now on.
    To(Step),
    /// It ran this line, and has done with the order.
    Last(Step),
    /// It has done with the order.
    Out,
}
use Turn::{Last, Out, To};

/// The lines that the order passed, of each [`Role`] by its place, in order.
pub fn passages(journey: &Journey) -> [Vec<Passage>; ROLES] {
    let mut passages = [const { Vec::new() }; ROLES];
    let mut calling = Set::default();
    for noted in journey.moments() {
        let (service, at) = (noted.service, noted.at);
        for (role, turn) in turns(service, noted.what) {
            take(&mut passages[role.place()], turn, at);
        }
        let (one, ended) = (Set::one(service), ends_a_call(noted.what));
        if let Moment::AskedForConnection { .. } | Moment::GotConnection { .. } = noted.what {
            calling = calling.with(one);
        }
        if ended {
            calling = calling.without(one);
        }
        // Of calls made at once one came to nothing: the others are still waited for.
        if ended && !calling.is_empty() {
            take(&mut passages[Checkout.place()], To(Step::Called), at);
        }
    }
    // Being handed over to a free thread is no waiting.
    for list in &mut passages {
        list.retain(|p| !is_wait(p.step) || p.until.is_none_or(|until| until - p.from >= MILLI));
        // One call after the other, or besides the other, is one line that goes on.
        list.dedup_by(|next, last| {
            let goes_on = next.step == last.step && last.until == Some(next.from);
            last.until = if goes_on { next.until } else { last.until };
            goes_on
        });
    }
    passages
}

/// Does Checkout have done with a call of the order?
fn ends_a_call(moment: Moment) -> bool {
    use Moment as M;
    matches!(
        moment,
        M::AnswerReachedCheckout
            | M::RefusalReachedCheckout
            | M::PoolTimedOut
            | M::ConnectTimedOut
            | M::ReadTimedOut
    )
}

fn is_wait(step: Step) -> bool {
    matches!(
        step,
        Step::ThreadAwaited | Step::ConnectionAwaited | Step::Delivered
    )
}

fn take(list: &mut Vec<Passage>, turn: Turn, at: Micros) {
    let open = list.last_mut().filter(|last| last.until.is_none());
    let step = match turn {
        To(step) | Last(step) => Some(step),
        Out => None,
    };
    if let Some(open) = open {
        if Some(open.step) == step && matches!(turn, To(_)) {
            return;
        }
        open.until = Some(at);
    }
    if let Some(step) = step {
        let until = matches!(turn, Last(_)).then_some(at);
        list.push(Passage {
            step,
            from: at,
            until,
        });
    }
}

fn turns(service: u8, moment: Moment) -> Vec<(Role, Turn)> {
    use Moment as M;
    let its = Role::Service(service);
    match moment {
        M::ReachedCheckout => vec![(Checkout, To(Step::RequestIn))],
        M::AskedForThread { .. } | M::AskedForThreadAgain { .. } => {
            vec![(Checkout, To(Step::ThreadAwaited))]
        }
        M::GotThread { .. } | M::HandlerBegan => vec![(Checkout, To(Step::HandlerBegan))],
        M::AskedForConnection { .. } => vec![(Checkout, To(Step::ConnectionAwaited))],
        M::GotConnection { .. } | M::Dialled | M::CallSent => vec![(Checkout, To(Step::Called))],
        M::BackedOff => vec![(Checkout, To(Step::BackedOff))],
        M::PoolTimedOut => vec![(Checkout, To(Step::PoolTimedOut))],
        M::ConnectTimedOut | M::AmqpTimedOut => vec![(Checkout, To(Step::ConnectTimedOut))],
        M::ReadTimedOut => vec![(Checkout, To(Step::ReadTimedOut))],
        M::RefusalReachedCheckout
        | M::PublishRefused
        | M::PublishNacked
        | M::PublishReturned
        | M::ChannelTorn
        | M::BlockedTimedOut
        | M::HeartbeatMissed => vec![(Checkout, To(Step::Refused))],
        M::AmqpDialled => vec![(Checkout, To(Step::Connecting))],
        M::Published => vec![(Checkout, To(Step::Published))],
        // Nothing answers a 500: the exception leaves from the line that is lit.
        M::Concluded { status } => {
            let answer = Step::answering(status).map(|step| (Checkout, To(step)));
            answer.into_iter().collect()
        }
        M::Answered { .. } => vec![(Checkout, Out)],
        M::ReachedPayment => vec![(its, To(Step::RequestIn))],
        M::AskedForPaymentThread { .. } => vec![(its, To(Step::ThreadAwaited))],
        M::ReachedWorker { .. } => vec![(its, To(Step::Delivered))],
        M::ServiceBegan { .. } => vec![(its, To(Step::HandlerBegan)), (its, To(Step::Working))],
        M::Charged { .. } => vec![(its, To(Step::Charged))],
        M::NewsPublished => vec![(its, To(Step::ToldNext))],
        M::AckLeft => vec![(its, Last(Step::Acked))],
        M::NackLeft { .. } => vec![(its, Last(Step::Nacked))],
        M::AnswerLeft { refused: false } => vec![(its, Last(Step::Answer(200)))],
        M::AnsweredNobody
        | M::Refused { .. }
        | M::WorkDied { .. }
        | M::DiedBeforeAck { .. }
        | M::ServiceFailed { .. }
        | M::DroppedFromBuffer { .. }
        | M::AckImpossible => vec![(its, Out)],
        // Nothing of these is a line of any program.
        M::Sent
        | M::Told { .. }
        | M::HungUp
        | M::GotCpu
        | M::GotThreadAgain { .. }
        | M::DialRefused
        | M::CallHeld
        | M::CallLeft
        | M::LetGo { .. }
        | M::ReachedFrozenPayment
        | M::AnswerMade
        | M::AskedForPaymentThreadAgain { .. }
        | M::GotPaymentThreadAgain
        | M::AnswerHeld
        | M::FailureLeft
        | M::AnswerReachedCheckout
        | M::AmqpConnected
        | M::BrokerRefused
        | M::AskedForChannel { .. }
        | M::AwaitedConfirm
        | M::ConfirmLeft { .. }
        | M::PublishConfirmed
        | M::ChannelClosing
        | M::MessageHeld
        | M::LeftUnread
        | M::MessageLeft
        | M::ReachedQueue { .. }
        | M::Delivered { .. }
        | M::DeliveryFoundNobody { .. }
        | M::GivenUp { .. }
        | M::CutOff { .. }
        | M::AckReachedBroker
        | M::NackReachedBroker
        | M::DeadLettered { .. }
        | M::SetAside { .. }
        | M::CameBack { .. }
        | M::Requeued { .. }
        | M::SurvivedBroker { .. }
        | M::SegmentLost { .. }
        | M::Lost { .. }
        | M::AnswerLeft { refused: true } => vec![],
    }
}

/// How far the lines of one program have been shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Playhead {
    /// Passages shown, the last of which may be lit.
    shown: usize,
    /// Since when on the reader's clock, in milliseconds.
    since_ms: f64,
}

impl Playhead {
    /// Shows everything there is at once: the reader looks at another order, or at another moment.
    pub fn jump(&mut self, passages: &[Passage]) {
        self.shown = passages.len();
        self.since_ms = f64::NEG_INFINITY;
    }

    /// Goes on to the next line, if the last one has been seen; `true`: there are more to come.
    pub fn go_on(&mut self, passages: &[Passage], now_ms: f64) -> bool {
        if self.shown > passages.len() {
            self.jump(passages);
        }
        if passages.len() - self.shown > PATIENCE {
            self.shown = passages.len() - PATIENCE;
        }
        if self.shown < passages.len() && now_ms - self.since_ms >= SEEN_MS {
            self.shown += 1;
            self.since_ms = now_ms;
        }
        // The last one is lit for its time too, though it may be over already.
        self.shown < passages.len() || now_ms - self.since_ms < SEEN_MS
    }

    /// The lines passed so far, the lit one among them.
    pub fn passed<'a>(&self, passages: &'a [Passage]) -> &'a [Passage] {
        &passages[..self.shown.min(passages.len())]
    }

    /// The line that is lit.
    pub fn lit(&self, passages: &[Passage], now_ms: f64) -> Option<Step> {
        let last = self.passed(passages).last()?;
        let fresh = now_ms - self.since_ms < SEEN_MS;
        let running = last.until.is_none() || self.shown < passages.len();
        (fresh || running).then_some(last.step)
    }
}
