//! What is lost on the way of one order: a message, and why; a segment on the wire, which comes later.

use super::tracks::{Fold, Track, Way, Which};
use crate::sim::journey::EVERYBODY;
use crate::sim::ledger::Reason;
use crate::sim::wire::What;
use crate::words::facts::story::{Deed, Kind, Loss, Participant, Thing};
use Participant::{Broker, Checkout, Service, User};

impl Fold {
    /// A note of whoever sends it again.
    pub(super) fn segment_lost(&mut self, which: Which, what: What) {
        let (service, copy) = which;
        let news = self.plan.next(service).map(|next| (next, copy));
        let is_news = news.is_some_and(|news| self.is_flying(Way::Publish(news)));
        let sender = match what {
            What::Visit | What::Request => User,
            What::Return | What::Settle => Service(service),
            What::Publish if is_news => Service(service),
            What::Answer | What::Dial | What::Call | What::Shake | What::Nod | What::Publish => {
                Checkout
            }
            What::Confirm => self.broker(),
            What::Deliver => self.queue(service),
        };
        self.note(sender, Deed::SendsAgain(what));
    }

    pub(super) fn lost(&mut self, which: Which, reason: Reason) {
        let why = Loss::Because(reason);
        // What finds no queue, or no room in it, has come as far as the broker.
        if matches!(reason, Reason::MaxLen | Reason::Unroutable) {
            self.arrive_at_broker(which, (EVERYBODY, 0));
        }
        let which = self.whose(which);
        let (service, copy) = which;
        let (its, queue, message) = (Service(service), self.queue(service), Track::Message(which));
        if self.kind(message) == Some(Kind::HeldByCut) {
            self.leave(message);
            return self.lost_at_once(Checkout, queue, Thing::Message, why);
        }
        let under_way = self.is_under_way(which);
        self.forget_flights(which, why);
        self.leave(message);
        let worked_on = self.open.iter().any(
            |(track, _)| matches!(track, Track::Work(by, _, it) if (*by, *it) == (service, copy)),
        );
        if worked_on {
            // Whoever works on it does so without a broker that knows of it; under auto-ack it never did.
            if reason != Reason::LostByWorker {
                self.note(queue, Deed::KnowsNothing);
            }
            return;
        }
        if under_way {
            return;
        }
        let done = self.done.get(usize::from(service)).is_some_and(|n| *n > 0);
        match reason {
            // A worker that died of what it had done: only under auto-ack nothing comes back of that.
            Reason::LostByWorker if done => self.nothing_to_ack(),
            // (Work that failed is lost by itself under auto-ack only, too.)
            Reason::LostByWorker | Reason::Failed => self.note(its, Deed::LostIt),
            Reason::LostByBroker => self.note(queue, Deed::Forgets),
            Reason::MaxLen => self.note(queue, Deed::IsFull),
            Reason::Unroutable if queue == Broker => self.note(queue, Deed::HasNoQueue),
            Reason::Unroutable => self.note(queue, Deed::IsNotThere),
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
            | Reason::NotAsked => self.note(queue, Deed::Drops(reason)),
        }
    }

    /// News that have not got to the queue of the next service are still told of as their worker's; and a copy of what has not
    /// got to the broker as the message for all.
    pub(super) fn whose(&self, which: Which) -> Which {
        let (service, copy) = which;
        let its_own = self.kind(Track::Message(which)).is_some() || self.is_under_way(which);
        let for_all = (EVERYBODY, 0);
        let to_all = self.is_flying(Way::Publish(for_all))
            || self.kind(Track::Message(for_all)) == Some(Kind::Unread);
        match self.plan.next(service).filter(|_| !its_own) {
            Some(next) if self.is_flying(Way::Publish((next, copy))) => (next, copy),
            Some(_) | None if !its_own && to_all => for_all,
            Some(_) | None => which,
        }
    }

    /// What is on its way to the broker: this message, or the news that its worker tells (its acknowledgement may be under way
    /// already), or the message for all.
    pub(super) fn published(&self, which: Which) -> Which {
        let (service, copy) = which;
        let news = self.plan.next(service).map(|next| (next, copy));
        let mut may_be = [Some(which), news, Some((EVERYBODY, 0))]
            .into_iter()
            .flatten();
        may_be
            .find(|&which| self.is_flying(Way::Publish(which)))
            .unwrap_or(which)
    }

    fn is_under_way(&self, which: Which) -> bool {
        let ways = [Way::Publish(which), Way::Deliver(which), Way::Ack(which)];
        ways.into_iter().any(|way| self.is_flying(way))
    }

    /// A death after the work was none before an ack.
    fn nothing_to_ack(&mut self) {
        if let Some(note) = self.story.notes.last_mut()
            && let Deed::DiesBeforeAck { worker } = note.deed
        {
            note.deed = Deed::DiesWithNothingToAck { worker };
        }
    }
}
