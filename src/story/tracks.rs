//! A story being told: what goes on, what is under way, and how to begin and end either.
//!
//! What takes time is on a *track*: the user's request at Checkout is one, each attempt's call one, the message one,
//! and so is the work of each worker, for that may go on after the message was taken from it. On one track one thing
//! follows the other.

use super::{Arrow, Note, Places, Span, Story};
use crate::sim::config::lineup::{Lineup, PAYMENT, SERVICES};
use crate::sim::time::Micros;
use crate::words::facts::story::{Deed, Kind, Loss, Participant, Thing};
use Participant::{Broker, Checkout, Queue, QueueOf, Service};

/// The message or the call of a service, and which one of those that there are of the order.
pub(super) type Which = (u8, u32);

/// What follows one after the other. (Numbers of workers are those of a service's.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Track {
    /// The user's request.
    Request,
    /// What Checkout does for its call to this service, and waits for.
    Calling(u8),
    /// This call, away from Checkout.
    Call(Which),
    /// This message.
    Message(Which),
    /// The work of this worker of a service, on this message.
    Work(u8, u32, u32),
}

/// Which way something moves; of each there is at most one under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Request,
    Answer,
    Call(Which),
    Return(Which),
    /// What the broker says to Checkout.
    Word,
    /// A message on its way to the broker.
    Publish(Which),
    Deliver(Which),
    Ack(Which),
}

pub(super) struct Fold {
    pub(super) story: Story,
    /// The services that the order needs.
    pub(super) plan: Lineup,
    /// Which of several services Checkout or the broker does something about.
    pub(super) about: Option<u8>,
    /// Spans that go on.
    pub(super) open: Vec<(Track, usize)>,
    /// Arrows under way.
    pub(super) flying: Vec<(Way, usize)>,
    pub(super) at: Micros,
    pub(super) place: u32,
    /// What is done on a track once it has Checkout's CPU.
    after_cpu: Vec<(Track, Kind)>,
    pub(super) thread: Option<u32>,
    /// Nobody waits for the answer any more.
    pub(super) hung_up: bool,
    /// When and at which place Checkout began to open a connection to each service, or as the first one's to the broker.
    dialled: [(Micros, u32); SERVICES],
    /// How often each service did its work.
    pub(super) done: [u32; SERVICES],
    /// Which services were called.
    pub(super) called: Vec<u8>,
    /// Which message each worker had in its hands last: its service, its number, the message.
    pub(super) hands: Vec<(u8, u32, u32)>,
    /// Workers that finish behind the broker's back.
    pub(super) cut_off: Vec<(u8, u32)>,
}

impl Fold {
    /// A story before its first moment.
    pub(super) fn new(story: Story, plan: Lineup) -> Self {
        Self {
            story,
            plan,
            about: None,
            open: Vec::new(),
            flying: Vec::new(),
            at: 0,
            place: 0,
            after_cpu: Vec::new(),
            thread: None,
            hung_up: false,
            dialled: [(0, 0); SERVICES],
            done: [0; SERVICES],
            called: Vec::new(),
            hands: Vec::new(),
            cut_off: Vec::new(),
        }
    }

    /// The queue of this service.
    pub(super) fn queue(&self, service: u8) -> Participant {
        match self.plan.is_one() {
            true => Queue,
            false if self.plan.set().has(service) => QueueOf(service),
            false => Broker,
        }
    }

    /// Whoever has all the queues.
    pub(super) fn broker(&self) -> Participant {
        match self.plan.is_one() {
            true => Queue,
            false => Broker,
        }
    }

    /// Which service that is, where it is told by another one.
    fn about(&self, participant: Participant) -> Option<u8> {
        match participant {
            Checkout | Broker => self.about,
            Participant::User | Queue | QueueOf(_) | Service(_) => None,
        }
    }

    /// Which of several services something concerns that moves from one to the other.
    fn concerns(&self, from: Participant, to: Participant) -> Option<u8> {
        let service = |who: Participant| match who {
            QueueOf(service) | Service(service) => Some(service),
            Participant::User | Checkout | Queue | Broker => None,
        };
        let service = service(to).or(service(from));
        service.filter(|_| !self.plan.is_one())
    }

    /// The message that this worker has in its hands, or had last.
    pub(super) fn in_hands(&self, service: u8, server: u32) -> u32 {
        let mut hands = self.hands.iter().rev();
        let found = hands.find(|(its, worker, _)| (*its, *worker) == (service, server));
        found.map_or(0, |(_, _, copy)| *copy)
    }

    pub(super) fn next_place(&mut self) -> u32 {
        self.place += 1;
        self.place
    }

    /// What is on this track now.
    pub(super) fn kind(&self, track: Track) -> Option<Kind> {
        let open = self.open.iter().find(|(t, _)| *t == track);
        open.map(|&(_, k)| self.story.spans[k].kind)
    }

    /// The request, or a call, waits for Checkout's CPU, to do this.
    pub(super) fn ask_for_cpu(&mut self, track: Track, kind: Kind) {
        self.after_cpu.retain(|(other, _)| *other != track);
        self.after_cpu.push((track, kind));
        self.enter(track, Checkout, Kind::WaitingForCpu);
    }

    /// It has it, whoever of them waits.
    pub(super) fn got_cpu(&mut self, tracks: [Track; 2]) {
        let waits = |track: &Track| self.kind(*track) == Some(Kind::WaitingForCpu);
        let Some(track) = tracks.into_iter().find(waits) else {
            return;
        };
        let after = self.after_cpu.iter().find(|(other, _)| *other == track);
        if let Some(&(_, kind)) = after {
            self.about = match track {
                Track::Calling(service) => Some(service).filter(|_| !self.plan.is_one()),
                Track::Request | Track::Call(_) | Track::Message(_) | Track::Work(..) => None,
            };
            self.enter(track, Checkout, kind);
        }
    }

    pub(super) fn dial(&mut self, track: Track, kind: Kind) {
        let place = self.next_place();
        self.dialled[dialler(track)] = (self.at, place);
        self.enter(track, Checkout, kind);
    }

    /// The dialling ended without a connection. `lost`: it did not even arrive.
    pub(super) fn dialled_in_vain(&mut self, track: Track, to: Participant, lost: Option<Loss>) {
        let (left, began) = self.dialled[dialler(track)];
        let ended = Some(self.next_place());
        self.story.arrows.push(Arrow {
            from: Checkout,
            to,
            thing: Thing::ConnectionRequest,
            left,
            arrives: lost.is_none().then_some(self.at),
            lost,
            is_reply: false,
            about: self.concerns(Checkout, to),
            places: Places { began, ended },
        });
    }

    /// Ends what is on this track, and begins something else.
    pub(super) fn enter(&mut self, track: Track, participant: Participant, kind: Kind) {
        self.leave(track);
        let began = self.next_place();
        self.open.push((track, self.story.spans.len()));
        let about = self.about(participant);
        self.story.spans.push(Span {
            participant,
            about,
            from: self.at,
            until: None,
            kind,
            places: Places { began, ended: None },
        });
    }

    /// Ends what is on this track.
    pub(super) fn leave(&mut self, track: Track) {
        self.leave_if_open(track);
    }

    /// Ends what is on this track; `false`: there was nothing.
    pub(super) fn leave_if_open(&mut self, track: Track) -> bool {
        let Some(at) = self.open.iter().position(|(t, _)| *t == track) else {
            return false;
        };
        let (_, k) = self.open.swap_remove(at);
        let ended = self.next_place();
        let span = &mut self.story.spans[k];
        span.until = Some(self.at);
        span.places.ended = Some(ended);
        true
    }

    pub(super) fn depart(&mut self, way: Way, from: Participant, to: Participant, thing: Thing) {
        self.flying.push((way, self.story.arrows.len()));
        self.draw(from, to, thing);
    }

    /// An arrow that leaves now; when it arrives is not known yet.
    fn draw(&mut self, from: Participant, to: Participant, thing: Thing) {
        let began = self.next_place();
        self.story.arrows.push(Arrow {
            from,
            to,
            thing,
            left: self.at,
            arrives: None,
            lost: None,
            is_reply: to < from && thing != Thing::News,
            about: self.concerns(from, to),
            places: Places { began, ended: None },
        });
    }

    pub(super) fn land(&mut self, way: Way, lost: Option<Loss>) {
        let Some(at) = self.flying.iter().position(|(w, _)| *w == way) else {
            return;
        };
        let (_, k) = self.flying.swap_remove(at);
        let ended = self.next_place();
        let arrow = &mut self.story.arrows[k];
        arrow.arrives = lost.is_none().then_some(self.at);
        arrow.lost = lost;
        arrow.places.ended = Some(ended);
    }

    pub(super) fn arrive(&mut self, way: Way) {
        self.land(way, None);
    }

    /// A message has come as far as the broker: its own, or the one for all queues that it is a copy of.
    pub(super) fn arrive_at_broker(&mut self, which: Which, for_all: Which) {
        self.arrive(match self.is_flying(Way::Publish(which)) {
            true => Way::Publish(which),
            false => Way::Publish(for_all),
        });
    }

    pub(super) fn is_flying(&self, way: Way) -> bool {
        self.flying.iter().any(|(other, _)| *other == way)
    }

    pub(super) fn lose(&mut self, way: Way, why: Loss) {
        self.land(way, Some(why));
    }

    /// Deliveries and acknowledgements of a message that are under way are void, and so is itself if it was.
    pub(super) fn forget_flights(&mut self, which: Which, why: Loss) {
        for way in [Way::Publish(which), Way::Deliver(which), Way::Ack(which)] {
            self.lose(way, why);
        }
    }

    /// An arrow that never gets anywhere.
    pub(super) fn lost_at_once(
        &mut self,
        from: Participant,
        to: Participant,
        thing: Thing,
        why: Loss,
    ) {
        self.draw(from, to, thing);
        let ended = self.next_place();
        if let Some(arrow) = self.story.arrows.last_mut() {
            arrow.lost = Some(why);
            arrow.places.ended = Some(ended);
        }
    }

    pub(super) fn note(&mut self, participant: Participant, deed: Deed) {
        let place = self.next_place();
        let about = self.about(participant);
        self.story.notes.push(Note {
            participant,
            about,
            at: self.at,
            deed,
            place,
        });
    }
}

/// Where it is kept when a dialling began.
fn dialler(track: Track) -> usize {
    match track {
        Track::Calling(service) => service.into(),
        Track::Request | Track::Call(_) | Track::Message(_) | Track::Work(..) => PAYMENT.into(),
    }
}
