//! From moments to a story: each moment ends something, begins something, or both.
//!
//! A new moment is a line in [`Fold::add`], or a chapter of its own.

use super::Story;
use super::tracks::{Fold, Track, Way};
use crate::sim::broker::word::Word;
use crate::sim::journey::{Fate, Journey, Moment, Noted};
use crate::sim::ledger::Reason;
use crate::sim::parts::PartKind;
use crate::sim::shop::Wiring;
use crate::sim::time::Micros;
use crate::words::facts::story::{Deed, GaveUp, Kind, Loss, Participant, Thing};
use Participant::{Checkout, Payment, Queue, User};

/// The story of what this journey has in it, as it is known at `now` (microseconds since the start of the run).
pub fn of(journey: &Journey, shop: Wiring, now: Micros) -> Story {
    let mut participants = vec![User, Checkout, Queue, Payment];
    participants.retain(|who| *who != Queue || shop.has(PartKind::Queue));
    let mut fold = Fold::new(Story {
        shop,
        number: journey.watched().unwrap_or_default(),
        now,
        participants,
        arrows: Vec::new(),
        spans: Vec::new(),
        notes: Vec::new(),
        left_out: journey.left_out(),
    });
    let moments = journey.moments();
    let whole = moments.len() - usize::from(journey.left_out() > 0);
    for &noted in &moments[..whole] {
        fold.add(noted);
    }
    fold.finish(&moments[whole..])
}

impl Fold {
    fn add(&mut self, noted: Noted) {
        let Noted {
            at, attempt, what, ..
        } = noted;
        self.at = at;
        let call = Track::Call(attempt);
        match what {
            // The user
            Moment::Sent => self.depart(Way::Request, User, Checkout, Thing::Request),
            Moment::Told { .. } => self.arrive(Way::Answer),
            Moment::HungUp => {
                self.hung_up = true;
                self.note(User, Deed::HangsUp);
                self.lose(Way::Answer, Loss::NobodyWaits);
            }

            // Checkout
            Moment::ReachedCheckout => {
                self.arrive(Way::Request);
                self.ask_for_cpu(Kind::Reading);
            }
            Moment::GotCpu => {
                if self.kind(Track::Request) == Some(Kind::WaitingForCpu) {
                    self.enter(Track::Request, Checkout, self.after_cpu);
                }
            }
            Moment::AskedForThread { ahead } => {
                self.enter(Track::Request, Checkout, Kind::WaitingForThread { ahead });
            }
            Moment::GotThread { thread } => {
                self.thread = Some(thread);
                self.ask_for_cpu(Kind::StartingHandler { thread });
            }
            Moment::AskedForThreadAgain { ahead } => {
                if let Some(thread) = self.thread.take() {
                    self.note(Checkout, Deed::GivesBack { thread });
                }
                self.enter(Track::Request, Checkout, Kind::WaitingForThread { ahead });
            }
            Moment::GotThreadAgain { thread } => {
                self.thread = Some(thread);
                self.ask_for_cpu(Kind::ValidatingAnswer);
            }
            Moment::HandlerBegan => match self.story.shop.has(PartKind::Queue) {
                true => self.ask_for_cpu(Kind::Publishing),
                false => self.leave(Track::Request),
            },
            Moment::Concluded { .. } => self.ask_for_cpu(Kind::WritingAnswer),
            Moment::Answered { status } => {
                self.leave(Track::Request);
                let thing = Thing::Status(status);
                if self.hung_up {
                    self.lost_at_once(Checkout, User, thing, Loss::NobodyWaits);
                } else {
                    self.depart(Way::Answer, Checkout, User, thing);
                }
                if let Some(thread) = self.thread.take() {
                    self.note(Checkout, Deed::GivesBack { thread });
                }
            }

            // The call
            Moment::AskedForConnection { ahead } => {
                self.enter(
                    Track::Request,
                    Checkout,
                    Kind::WaitingForConnection { ahead },
                );
            }
            Moment::GotConnection { connection } => {
                self.ask_for_cpu(Kind::BuildingCall { connection });
            }
            Moment::Dialled => {
                self.dial(Kind::OpeningConnection);
            }
            Moment::DialRefused => {
                self.dialled_in_vain(Payment, None);
                self.depart(Way::Return(attempt), Payment, Checkout, Thing::Refusal);
            }
            Moment::CallSent => self.enter(Track::Request, Checkout, Kind::Blocked),
            Moment::CallHeld => self.enter(call, Checkout, Kind::HeldByCut),
            Moment::CallLeft => {
                self.leave(call);
                self.depart(Way::Call(attempt), Checkout, Payment, Thing::Call);
            }
            Moment::PoolTimedOut => self.give_up(GaveUp::NoneFree),
            Moment::ConnectTimedOut => self.give_up(GaveUp::NoConnection),
            Moment::ReadTimedOut => self.give_up(GaveUp::NoAnswer),
            Moment::BackedOff => self.enter(Track::Request, Checkout, Kind::BackingOff),
            Moment::LetGo { fate } => self.let_go(attempt, fate),
            Moment::ReachedPayment => {
                self.arrive(Way::Call(attempt));
                self.enter(call, Payment, Kind::PaymentReading);
            }
            Moment::ReachedFrozenPayment => {
                self.arrive(Way::Call(attempt));
                self.enter(call, Payment, Kind::Frozen);
            }
            Moment::AskedForPaymentThread { ahead } => {
                self.enter(call, Payment, Kind::WaitingForPaymentThread { ahead });
            }
            Moment::Refused { reason } => {
                self.leave(call);
                let deed = match reason {
                    Reason::Refused => Deed::IsDown,
                    Reason::ConnectionLost => Deed::ClosesIdle,
                    Reason::None
                    | Reason::Timeout
                    | Reason::LostInCrash
                    | Reason::LostByWorker
                    | Reason::LostByBroker
                    | Reason::Unroutable
                    | Reason::Rejected
                    | Reason::Expired
                    | Reason::MaxLen
                    | Reason::PushedOut
                    | Reason::DeliveryLimit
                    | Reason::InARing
                    | Reason::Failed
                    | Reason::NotAsked => Deed::DiesWithCall,
                };
                self.note(Payment, deed);
            }
            Moment::AnswerMade | Moment::GotPaymentThreadAgain => {
                self.enter(call, Payment, Kind::PaymentValidating);
            }
            Moment::AskedForPaymentThreadAgain { ahead } => {
                self.enter(call, Payment, Kind::WaitingForPaymentThread { ahead });
            }
            Moment::AnsweredNobody => {
                self.leave(call);
                self.lost_at_once(Payment, Checkout, Thing::Answer, Loss::NobodyWaits);
            }
            Moment::AnswerHeld => self.enter(call, Payment, Kind::HeldByCut),
            Moment::AnswerLeft { refused } => {
                self.leave(call);
                let thing = match refused {
                    true => Thing::Refusal,
                    false => Thing::Answer,
                };
                self.depart(Way::Return(attempt), Payment, Checkout, thing);
            }
            Moment::FailureLeft => {
                self.leave(call);
                self.depart(Way::Return(attempt), Payment, Checkout, Thing::Failure);
            }
            Moment::AnswerReachedCheckout | Moment::RefusalReachedCheckout => {
                self.arrive(Way::Return(attempt));
            }

            // Payment's work
            Moment::ServiceBegan { server } => self.service_began(attempt, server),
            Moment::Charged { server } => {
                self.leave(self.work(attempt, server));
                self.charges += 1;
                let times = self.charges;
                self.note(Payment, Deed::Charges { times });
            }
            Moment::ServiceFailed { server } => {
                self.leave(self.work(attempt, server));
                self.note(Payment, Deed::Fails);
            }
            Moment::WorkDied { server } => {
                self.leave(Track::Work(server));
                self.note(Payment, Deed::DiesAtWork { worker: server });
                // What was taken from it before is not the broker's any more.
                if !take(&mut self.cut_off, server) {
                    self.enter(Track::Message, Queue, Kind::Unnoticed);
                }
            }

            // The message
            Moment::AmqpDialled => self.dial(Kind::OpeningAmqp),
            Moment::AmqpConnected => self.ask_for_cpu(Kind::Publishing),
            Moment::AmqpTimedOut => {
                self.dialled_in_vain(Queue, Some(Loss::CableOut));
                self.give_up(GaveUp::NoAmqp);
            }
            Moment::AskedForChannel { ahead } => {
                self.enter(Track::Request, Checkout, Kind::WaitingForChannel { ahead });
            }
            Moment::ChannelTorn => {
                self.note(Checkout, Deed::FindsChannelTorn);
            }
            Moment::BrokerRefused => {
                self.lose(Way::Return(attempt), Loss::BrokerDied);
                if self.kind(Track::Request) == Some(Kind::OpeningAmqp) {
                    self.dialled_in_vain(Queue, None);
                } else {
                    self.enter(Track::Request, Checkout, Kind::LearningOfRefusal);
                }
                self.depart(Way::Return(attempt), Queue, Checkout, Thing::Refusal);
            }
            Moment::PublishRefused => self.arrive(Way::Return(attempt)),
            Moment::Published => {}
            Moment::AwaitedConfirm => {
                self.enter(Track::Request, Checkout, Kind::AwaitingConfirm);
            }
            Moment::ConfirmLeft { word } => {
                let thing = match word {
                    Word::Refused => Thing::Nack,
                    Word::Returned => Thing::Return,
                    Word::Taken => Thing::Confirm,
                };
                self.depart(Way::Return(attempt), Queue, Checkout, thing);
            }
            Moment::PublishConfirmed | Moment::PublishNacked | Moment::PublishReturned => {
                self.arrive(Way::Return(attempt));
            }
            Moment::LeftUnread => {
                self.arrive(Way::Publish);
                self.enter(Track::Message, Queue, Kind::Unread);
            }
            Moment::BlockedTimedOut => self.give_up(GaveUp::Blocked),
            Moment::HeartbeatMissed => self.give_up(GaveUp::SilentBroker),
            Moment::ChannelClosing => self.enter(Track::Request, Checkout, Kind::ClosingAmqp),
            Moment::MessageHeld => self.enter(Track::Message, Checkout, Kind::HeldByCut),
            Moment::MessageLeft => {
                self.leave(Track::Message);
                self.depart(Way::Publish, Checkout, Queue, Thing::Message);
            }
            Moment::ReachedQueue { ahead } => {
                self.arrive(Way::Publish);
                self.enter(Track::Message, Queue, Kind::InReadyQueue { ahead });
            }
            Moment::Delivered { redelivered, .. } => {
                self.leave(Track::Message);
                let thing = match redelivered {
                    true => Thing::Redelivery,
                    false => Thing::Delivery,
                };
                self.depart(Way::Deliver, Queue, Payment, thing);
            }
            Moment::DeliveryFoundNobody { .. } => {
                self.lose(Way::Deliver, Loss::WorkerGone);
                self.enter(Track::Message, Queue, Kind::Unnoticed);
            }
            Moment::ReachedWorker { worker, ahead } => {
                self.arrive(Way::Deliver);
                let kind = Kind::InPrefetchBuffer { worker, ahead };
                self.enter(Track::Message, Payment, kind);
            }
            Moment::DroppedFromBuffer { worker } => {
                self.note(Payment, Deed::LosesBuffer { worker });
                self.enter(Track::Message, Queue, Kind::Unnoticed);
            }
            Moment::GivenUp { worker, unheard } => {
                self.note(Queue, Deed::GivesUpWorker { worker, unheard });
            }
            Moment::CutOff { server } => {
                self.cut_off.push(server);
                self.note(Payment, Deed::WorksOn { worker: server });
            }
            Moment::NewsPublished => {}
            Moment::AckLeft => self.depart(Way::Ack, Payment, Queue, Thing::Ack),
            Moment::AckImpossible => {
                self.cut_off.clear();
                self.note(Payment, Deed::CannotAck);
            }
            Moment::AckReachedBroker | Moment::NackReachedBroker => self.arrive(Way::Ack),
            Moment::DiedBeforeAck { server } => {
                self.note(Payment, Deed::DiesBeforeAck { worker: server });
                self.enter(Track::Message, Queue, Kind::Unnoticed);
            }
            Moment::NackLeft { requeue } => {
                let thing = match requeue {
                    true => Thing::Nack,
                    false => Thing::Rejection,
                };
                self.depart(Way::Ack, Payment, Queue, thing);
            }
            Moment::DeadLettered { reason } => {
                self.leave(Track::Message);
                self.note(Queue, Deed::DeadLetters(reason));
            }
            Moment::SetAside { reason, retried } => {
                self.note(Queue, Deed::DeadLetters(reason));
                let kind = match retried {
                    true => Kind::InRetryQueue,
                    false => Kind::WithTheDead,
                };
                self.enter(Track::Message, Queue, kind);
            }
            Moment::CameBack { ahead } => {
                self.note(Queue, Deed::Revives);
                self.enter(Track::Message, Queue, Kind::InReadyQueue { ahead });
            }
            Moment::Requeued { ahead } => {
                self.forget_flights(Loss::ChannelDied);
                self.note(Queue, Deed::TakesBack);
                self.enter(Track::Message, Queue, Kind::InReadyQueue { ahead });
            }
            Moment::SurvivedBroker { requeued } => {
                self.forget_flights(Loss::BrokerDied);
                self.note(Queue, Deed::KeepsOnDisk);
                if requeued {
                    let kind = Kind::InReadyQueue { ahead: 0 };
                    self.enter(Track::Message, Queue, kind);
                }
            }
            Moment::Lost { reason } => self.lost(reason),
        }
    }

    /// What is told of the end, and of a journey without one.
    fn finish(mut self, last: &[Noted]) -> Story {
        if let Some(last) = last.last() {
            // What became of all that was under way nobody has written down.
            let undone = self
                .open
                .iter()
                .map(|&(_, k)| self.story.spans[k].places.began);
            let undone: Vec<u32> = undone.collect();
            let spans = &mut self.story.spans;
            spans.retain(|span| !undone.contains(&span.places.began));
            let undone = self
                .flying
                .iter()
                .map(|&(_, k)| self.story.arrows[k].places.began);
            let undone: Vec<u32> = undone.collect();
            let arrows = &mut self.story.arrows;
            arrows.retain(|arrow| !undone.contains(&arrow.places.began));
            self.at = last.at;
            self.note(Checkout, Deed::Stops);
        }
        self.story
            .spans
            .retain(|span| span.until != Some(span.from));
        self.story
    }

    // ---- the chapters that need more than a line ----------------------------------------------------------------

    fn let_go(&mut self, attempt: u32, fate: Fate) {
        let call = Track::Call(attempt);
        match fate {
            Fate::GoesOn => self.note(Payment, Deed::IsNotTold),
            Fate::NeverLeft if self.leave_if_open(call) => {
                self.lost_at_once(Checkout, Payment, Thing::Call, Loss::CableOut);
            }
            // A dialling into a cut, or one that takes longer than its patience.
            Fate::NeverLeft if self.kind(Track::Request) == Some(Kind::OpeningConnection) => {
                self.dialled_in_vain(Payment, Some(Loss::NobodyAnswers));
            }
            Fate::NeverLeft => {}
            Fate::Unread => {
                if self.leave_if_open(call) {
                    self.lost_at_once(Payment, Checkout, Thing::Answer, Loss::NobodyWaits);
                } else {
                    self.lose(Way::Return(attempt), Loss::NobodyWaits);
                }
            }
        }
    }

    fn service_began(&mut self, attempt: u32, server: u32) {
        let kind = match self.story.shop.has(PartKind::Workers) {
            true => {
                self.leave(Track::Message);
                Kind::ServiceByWorker { worker: server }
            }
            false => Kind::ServiceOnThread { thread: server },
        };
        self.enter(self.work(attempt, server), Payment, kind);
    }

    /// The track of Payment's work on this attempt, on this server.
    fn work(&self, attempt: u32, server: u32) -> Track {
        match self.story.shop.has(PartKind::Workers) {
            true => Track::Work(server),
            false => Track::Call(attempt),
        }
    }

    fn lost(&mut self, reason: Reason) {
        let why = Loss::Because(reason);
        if self.kind(Track::Message) == Some(Kind::HeldByCut) {
            self.leave(Track::Message);
            return self.lost_at_once(Checkout, Queue, Thing::Message, why);
        }
        // What finds no queue, or no room in it, has come as far as the broker.
        if matches!(reason, Reason::MaxLen | Reason::Unroutable) {
            self.arrive(Way::Publish);
        }
        let of_the_message = |way: &Way| matches!(way, Way::Publish | Way::Deliver | Way::Ack);
        let under_way = self.flying.iter().any(|(way, _)| of_the_message(way));
        self.forget_flights(why);
        self.leave(Track::Message);
        let worked_on = self
            .open
            .iter()
            .any(|(track, _)| matches!(track, Track::Work(_)));
        if worked_on {
            // Whoever works on it does so without a broker that knows of it; under auto-ack it never did.
            if reason != Reason::LostByWorker {
                self.note(Queue, Deed::KnowsNothing);
            }
            return;
        }
        if under_way {
            return;
        }
        match reason {
            // A worker that died of what it had charged: only under auto-ack nothing comes back of that.
            Reason::LostByWorker if self.charges > 0 => self.nothing_to_ack(),
            // (Work that failed is lost by itself under auto-ack only, too.)
            Reason::LostByWorker | Reason::Failed => self.note(Payment, Deed::LostIt),
            Reason::LostByBroker => self.note(Queue, Deed::Forgets),
            Reason::MaxLen => self.note(Queue, Deed::IsFull),
            Reason::Unroutable => self.note(Queue, Deed::IsNotThere),
            Reason::None
            | Reason::Refused
            | Reason::Timeout
            | Reason::LostInCrash
            | Reason::ConnectionLost
            | Reason::Rejected
            | Reason::Expired
            | Reason::PushedOut
            | Reason::DeliveryLimit
            | Reason::InARing
            | Reason::NotAsked => self.note(Queue, Deed::Drops(reason)),
        }
    }

    /// A death after the work was none before an ack.
    fn nothing_to_ack(&mut self) {
        if let Some(note) = self.story.notes.last_mut()
            && let Deed::DiesBeforeAck { worker } = note.deed
        {
            note.deed = Deed::DiesWithNothingToAck { worker };
        }
    }

    fn give_up(&mut self, why: GaveUp) {
        self.note(Checkout, Deed::GivesUp(why));
    }
}

/// Takes one out of a list; `false`: it is not there.
fn take(list: &mut Vec<u32>, wanted: u32) -> bool {
    let at = list.iter().position(|&n| n == wanted);
    at.map(|at| list.swap_remove(at)).is_some()
}
