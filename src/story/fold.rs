//! From moments to a story: each moment ends something, begins something, or both.
//!
//! A new moment is a line in [`Fold::add`], or a chapter of its own.

use super::Story;
use super::tracks::{Fold, Track, Way, Which};
use crate::sim::broker::word::Word;
use crate::sim::journey::{EVERYBODY, Fate, Journey, Moment, Noted};
use crate::sim::ledger::Reason;
use crate::sim::parts::PartKind;
use crate::sim::shop::Wiring;
use crate::sim::time::Micros;
use crate::sim::wire::What;
use crate::words::facts::story::{Deed, GaveUp, Kind, Loss, Participant, Thing};
use Participant::{Broker, Checkout, Queue, Service, User};

/// The story of what this journey has in it, as it is known at `now` (microseconds since the start of the run).
pub fn of(journey: &Journey, shop: Wiring, now: Micros) -> Story {
    let plan = journey.plan();
    let mut participants = vec![User, Checkout];
    if shop.has(PartKind::Queue) {
        participants.push(if plan.is_one() { Queue } else { Broker });
    }
    participants.extend(plan.iter().map(Service));
    let story = Story {
        shop,
        number: journey.watched().unwrap_or_default(),
        now,
        participants,
        arrows: Vec::new(),
        spans: Vec::new(),
        notes: Vec::new(),
        left_out: journey.left_out(),
    };
    let mut fold = Fold::new(story, plan);
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
            at,
            service,
            attempt,
            what,
        } = noted;
        self.at = at;
        let several = !self.plan.is_one() && service != EVERYBODY;
        self.about = (several && is_about_a_service(what)).then_some(service);
        let which: Which = (service, attempt);
        let (call, calling, message) = (
            Track::Call(which),
            Track::Calling(service),
            Track::Message(which),
        );
        let (its, its_queue, broker) = (Service(service), self.queue(service), self.broker());
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
                self.ask_for_cpu(Track::Request, Kind::Reading);
            }
            Moment::GotCpu => self.got_cpu([calling, Track::Request]),
            Moment::AskedForThread { ahead } => {
                self.enter(Track::Request, Checkout, Kind::WaitingForThread { ahead });
            }
            Moment::GotThread { thread } => {
                self.thread = Some(thread);
                self.ask_for_cpu(Track::Request, Kind::StartingHandler { thread });
            }
            Moment::AskedForThreadAgain { ahead } => {
                if let Some(thread) = self.thread.take() {
                    self.note(Checkout, Deed::GivesBack { thread });
                }
                self.enter(Track::Request, Checkout, Kind::WaitingForThread { ahead });
            }
            Moment::GotThreadAgain { thread } => {
                self.thread = Some(thread);
                self.ask_for_cpu(Track::Request, Kind::ValidatingAnswer);
            }
            Moment::HandlerBegan => match self.story.shop.has(PartKind::Queue) {
                true => self.ask_for_cpu(Track::Request, Kind::Publishing),
                false => self.leave(Track::Request),
            },
            Moment::Concluded { status } => self.concluded(status),
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
                self.called.push(service);
                self.enter(calling, Checkout, Kind::WaitingForConnection { ahead });
            }
            Moment::GotConnection { connection } => {
                self.called.push(service);
                self.ask_for_cpu(calling, Kind::BuildingCall { connection });
            }
            Moment::Dialled => self.dial(calling, Kind::OpeningConnection),
            Moment::DialRefused => {
                self.dialled_in_vain(calling, its, None);
                self.depart(Way::Return(which), its, Checkout, Thing::Refusal);
            }
            Moment::CallSent => self.enter(calling, Checkout, Kind::Blocked),
            Moment::CallHeld => self.enter(call, Checkout, Kind::HeldByCut),
            Moment::CallLeft => {
                self.leave(call);
                self.depart(Way::Call(which), Checkout, its, Thing::Call);
            }
            Moment::PoolTimedOut => self.give_up(GaveUp::NoneFree),
            Moment::ConnectTimedOut => self.give_up(GaveUp::NoConnection),
            Moment::ReadTimedOut => self.give_up(GaveUp::NoAnswer),
            Moment::BackedOff => self.enter(calling, Checkout, Kind::BackingOff),
            Moment::LetGo { fate } => {
                self.let_go(which, fate);
                self.leave(calling);
            }
            Moment::ReachedPayment => {
                self.arrive(Way::Call(which));
                self.enter(call, its, Kind::PaymentReading);
            }
            Moment::ReachedFrozenPayment => {
                self.arrive(Way::Call(which));
                self.enter(call, its, Kind::Frozen);
            }
            Moment::AskedForPaymentThread { ahead } => {
                self.enter(call, its, Kind::WaitingForPaymentThread { ahead });
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
                self.note(its, deed);
            }
            Moment::AnswerMade | Moment::GotPaymentThreadAgain => {
                self.enter(call, its, Kind::PaymentValidating);
            }
            Moment::AskedForPaymentThreadAgain { ahead } => {
                self.enter(call, its, Kind::WaitingForPaymentThread { ahead });
            }
            Moment::AnsweredNobody => {
                self.leave(call);
                self.lost_at_once(its, Checkout, Thing::Answer, Loss::NobodyWaits);
            }
            Moment::AnswerHeld => self.enter(call, its, Kind::HeldByCut),
            Moment::AnswerLeft { refused } => {
                self.leave(call);
                let thing = match refused {
                    true => Thing::Refusal,
                    false => Thing::Answer,
                };
                self.depart(Way::Return(which), its, Checkout, thing);
            }
            Moment::FailureLeft => {
                self.leave(call);
                self.depart(Way::Return(which), its, Checkout, Thing::Failure);
            }
            Moment::AnswerReachedCheckout | Moment::RefusalReachedCheckout => {
                self.arrive(Way::Return(which));
                self.leave(calling);
            }

            // A service's work
            Moment::ServiceBegan { server } => self.service_began(which, server),
            Moment::Charged { server } => {
                self.leave(self.work(which, server));
                let times = &mut self.done[usize::from(service)];
                *times += 1;
                let times = *times;
                self.note(its, Deed::Charges { times });
            }
            Moment::ServiceFailed { server } => {
                self.leave(self.work(which, server));
                self.note(its, Deed::Fails);
            }
            Moment::WorkDied { server } => {
                self.leave(self.work(which, server));
                self.note(its, Deed::DiesAtWork { worker: server });
                // What was taken from it before is not the broker's any more.
                if !take(&mut self.cut_off, (service, server)) {
                    let message = (service, self.in_hands(service, server));
                    self.enter(Track::Message(message), its_queue, Kind::Unnoticed);
                }
            }

            // The message
            Moment::AmqpDialled => self.dial(Track::Request, Kind::OpeningAmqp),
            Moment::AmqpConnected => self.ask_for_cpu(Track::Request, Kind::Publishing),
            Moment::AmqpTimedOut => {
                self.dialled_in_vain(Track::Request, broker, Some(Loss::CableOut));
                self.give_up(GaveUp::NoAmqp);
            }
            Moment::AskedForChannel { ahead } => {
                self.enter(Track::Request, Checkout, Kind::WaitingForChannel { ahead });
            }
            Moment::ChannelTorn => {
                // (The broker's word may be under way to a channel that others have torn.)
                self.lose(Way::Word, Loss::ChannelDied);
                self.note(Checkout, Deed::FindsChannelTorn);
            }
            Moment::BrokerRefused => {
                self.lose(Way::Word, Loss::BrokerDied);
                if self.kind(Track::Request) == Some(Kind::OpeningAmqp) {
                    self.dialled_in_vain(Track::Request, broker, None);
                } else {
                    self.enter(Track::Request, Checkout, Kind::LearningOfRefusal);
                }
                self.depart(Way::Word, broker, Checkout, Thing::Refusal);
            }
            Moment::PublishRefused => self.arrive(Way::Word),
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
                self.depart(Way::Word, broker, Checkout, thing);
            }
            Moment::PublishConfirmed | Moment::PublishNacked | Moment::PublishReturned => {
                self.arrive(Way::Word);
            }
            Moment::LeftUnread => {
                let which = self.published(which);
                self.arrive_at_broker(which, (EVERYBODY, 0));
                self.enter(Track::Message(which), self.queue(which.0), Kind::Unread);
            }
            Moment::BlockedTimedOut => self.give_up(GaveUp::Blocked),
            Moment::HeartbeatMissed => self.give_up(GaveUp::SilentBroker),
            Moment::ChannelClosing => self.enter(Track::Request, Checkout, Kind::ClosingAmqp),
            Moment::MessageHeld => self.enter(message, Checkout, Kind::HeldByCut),
            Moment::MessageLeft => {
                self.leave(message);
                // What had not got there when the cable was pulled is sent once more.
                self.lose(Way::Publish(which), Loss::CableOut);
                self.depart(Way::Publish(which), Checkout, its_queue, Thing::Message);
            }
            Moment::ReachedQueue { ahead } => {
                self.arrive_at_broker(which, (EVERYBODY, 0));
                self.leave(Track::Message((EVERYBODY, 0)));
                self.enter(message, its_queue, Kind::InReadyQueue { ahead });
            }
            Moment::Delivered { redelivered, .. } => {
                self.leave(message);
                let thing = match redelivered {
                    true => Thing::Redelivery,
                    false => Thing::Delivery,
                };
                self.depart(Way::Deliver(which), its_queue, its, thing);
            }
            Moment::DeliveryFoundNobody { .. } => {
                self.lose(Way::Deliver(which), Loss::WorkerGone);
                self.enter(message, its_queue, Kind::Unnoticed);
            }
            Moment::ReachedWorker { worker, ahead } => {
                self.arrive(Way::Deliver(which));
                let kind = Kind::InPrefetchBuffer { worker, ahead };
                self.enter(message, its, kind);
            }
            Moment::DroppedFromBuffer { worker } => {
                self.note(its, Deed::LosesBuffer { worker });
                self.enter(message, its_queue, Kind::Unnoticed);
            }
            Moment::GivenUp { worker, unheard } => {
                self.note(its_queue, Deed::GivesUpWorker { worker, unheard });
            }
            Moment::CutOff { server } => {
                self.cut_off.push((service, server));
                self.note(its, Deed::WorksOn { worker: server });
            }
            Moment::NewsPublished => {
                if let Some(next) = self.plan.next(service) {
                    let way = Way::Publish((next, attempt));
                    self.depart(way, its, self.queue(next), Thing::News);
                }
            }
            Moment::AckLeft => self.depart(Way::Ack(which), its, its_queue, Thing::Ack),
            Moment::AckImpossible => {
                self.cut_off.retain(|(other, _)| *other != service);
                self.note(its, Deed::CannotAck);
            }
            Moment::AckReachedBroker | Moment::NackReachedBroker => self.arrive(Way::Ack(which)),
            Moment::DiedBeforeAck { server } => {
                self.note(its, Deed::DiesBeforeAck { worker: server });
                let message = (service, self.in_hands(service, server));
                self.enter(Track::Message(message), its_queue, Kind::Unnoticed);
            }
            Moment::NackLeft { requeue } => {
                let thing = match requeue {
                    true => Thing::Nack,
                    false => Thing::Rejection,
                };
                self.depart(Way::Ack(which), its, its_queue, thing);
            }
            Moment::DeadLettered { reason } => {
                self.leave(message);
                self.note(its_queue, Deed::DeadLetters(reason));
            }
            Moment::SetAside { reason, retried } => {
                self.note(its_queue, Deed::DeadLetters(reason));
                let kind = match retried {
                    true => Kind::InRetryQueue,
                    false => Kind::WithTheDead,
                };
                self.enter(message, its_queue, kind);
            }
            Moment::CameBack { ahead } => {
                self.note(its_queue, Deed::Revives);
                self.enter(message, its_queue, Kind::InReadyQueue { ahead });
            }
            Moment::Requeued { ahead } => {
                self.forget_flights(which, Loss::ChannelDied);
                self.note(its_queue, Deed::TakesBack);
                self.enter(message, its_queue, Kind::InReadyQueue { ahead });
            }
            Moment::SurvivedBroker { requeued } => {
                self.forget_flights(which, Loss::BrokerDied);
                self.note(its_queue, Deed::KeepsOnDisk);
                if requeued {
                    let kind = Kind::InReadyQueue { ahead: 0 };
                    self.enter(message, its_queue, kind);
                }
            }
            Moment::SegmentLost { what } => self.segment_lost(which, what),
            Moment::Lost { reason } => self.lost(which, reason),
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

    fn let_go(&mut self, which: Which, fate: Fate) {
        let (call, calling) = (Track::Call(which), Track::Calling(which.0));
        let its = Service(which.0);
        match fate {
            Fate::GoesOn => self.note(its, Deed::IsNotTold),
            Fate::NeverLeft if self.leave_if_open(call) => {
                self.lost_at_once(Checkout, its, Thing::Call, Loss::CableOut);
            }
            // A dialling into a cut, or one that takes longer than its patience.
            Fate::NeverLeft if self.kind(calling) == Some(Kind::OpeningConnection) => {
                self.dialled_in_vain(calling, its, Some(Loss::NobodyAnswers));
            }
            Fate::NeverLeft => {}
            Fate::Unread => {
                if self.leave_if_open(call) {
                    self.lost_at_once(its, Checkout, Thing::Answer, Loss::NobodyWaits);
                } else {
                    self.lose(Way::Return(which), Loss::NobodyWaits);
                }
            }
        }
    }

    /// The handler is done. Of services that are called, some may never be.
    fn concluded(&mut self, status: u16) {
        if !self.story.shop.has(PartKind::Queue) && !self.plan.is_one() && status != 200 {
            let uncalled = self.plan.set().iter();
            let uncalled: Vec<u8> = uncalled.filter(|it| !self.called.contains(it)).collect();
            for service in uncalled {
                self.note(Service(service), Deed::IsNotCalled);
            }
        }
        self.ask_for_cpu(Track::Request, Kind::WritingAnswer);
    }

    fn service_began(&mut self, which: Which, server: u32) {
        let (service, _) = which;
        if !self.story.shop.has(PartKind::Workers) {
            let kind = Kind::ServiceOnThread { thread: server };
            return self.enter(Track::Call(which), Service(service), kind);
        }
        // (A buffer is first in, first out.)
        let in_buffer = |(track, k): &(Track, usize)| match (track, self.story.spans[*k].kind) {
            (Track::Message((its, copy)), Kind::InPrefetchBuffer { worker, .. }) => {
                ((*its, worker) == (service, server)).then_some((*k, *copy))
            }
            (
                Track::Message(_)
                | Track::Request
                | Track::Calling(_)
                | Track::Call(_)
                | Track::Work(..),
                _,
            ) => None,
        };
        let first = self.open.iter().filter_map(in_buffer).min();
        let copy = first.map_or(0, |(_, copy)| copy);
        self.leave(Track::Message((service, copy)));
        self.hands.push((service, server, copy));
        let kind = Kind::ServiceByWorker { worker: server };
        self.enter(Track::Work(service, server, copy), Service(service), kind);
    }

    /// The track of a service's work on this call, or on what this worker has in its hands.
    fn work(&self, which: Which, server: u32) -> Track {
        let (service, _) = which;
        match self.story.shop.has(PartKind::Workers) {
            true => Track::Work(service, server, self.in_hands(service, server)),
            false => Track::Call(which),
        }
    }

    fn give_up(&mut self, why: GaveUp) {
        self.note(Checkout, Deed::GivesUp(why));
    }
}

/// Is it about one service, of what Checkout does or what it publishes? (What is about no call is noted as Payment's.)
fn is_about_a_service(moment: Moment) -> bool {
    use Moment as M;
    use What as W;
    matches!(
        moment,
        M::SegmentLost {
            what: W::Dial | W::Call | W::Publish
        } | M::AskedForConnection { .. }
            | M::GotConnection { .. }
            | M::Dialled
            | M::DialRefused
            | M::CallSent
            | M::CallHeld
            | M::CallLeft
            | M::PoolTimedOut
            | M::ConnectTimedOut
            | M::ReadTimedOut
            | M::BackedOff
            | M::LetGo { .. }
            | M::MessageHeld
            | M::MessageLeft
    )
}

/// Takes one out of a list; `false`: it is not there.
fn take(list: &mut Vec<(u8, u32)>, wanted: (u8, u32)) -> bool {
    let at = list.iter().position(|&n| n == wanted);
    at.map(|at| list.swap_remove(at)).is_some()
}
