//! A story being told: what goes on, what is under way, and how to begin and end either.
//!
//! What takes time is on a *track*: the user's request at Checkout is one, each attempt's call one, the message one,
//! and so is the work of each worker, for that may go on after the message was taken from it. On one track one thing
//! follows the other.

use super::{Arrow, Note, Places, Span, Story};
use crate::sim::time::Micros;
use crate::words::facts::story::{Deed, Kind, Loss, Participant, Thing};
use Participant::Checkout;

/// What follows one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Track {
    /// The user's request.
    Request,
    /// The call of this attempt.
    Call(u32),
    /// The message.
    Message,
    /// The work of this worker.
    Work(u32),
}

/// Which way something moves; of each there is at most one under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Request,
    Answer,
    Call(u32),
    Return(u32),
    Publish,
    Deliver,
    Ack,
}

pub(super) struct Fold {
    pub(super) story: Story,
    /// Spans that go on.
    pub(super) open: Vec<(Track, usize)>,
    /// Arrows under way.
    pub(super) flying: Vec<(Way, usize)>,
    pub(super) at: Micros,
    pub(super) place: u32,
    /// What the request does once it has the CPU.
    pub(super) after_cpu: Kind,
    pub(super) thread: Option<u32>,
    /// Nobody waits for the answer any more.
    pub(super) hung_up: bool,
    /// When and at which place Checkout began to open a connection.
    pub(super) dialled: (Micros, u32),
    pub(super) charges: u32,
    /// Workers that finish behind the broker's back.
    pub(super) cut_off: Vec<u32>,
}

impl Fold {
    /// A story before its first moment.
    pub(super) fn new(story: Story) -> Self {
        Self {
            story,
            open: Vec::new(),
            flying: Vec::new(),
            at: 0,
            place: 0,
            after_cpu: Kind::Reading,
            thread: None,
            hung_up: false,
            dialled: (0, 0),
            charges: 0,
            cut_off: Vec::new(),
        }
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

    /// The request waits for Checkout's CPU, to do this.
    pub(super) fn ask_for_cpu(&mut self, kind: Kind) {
        self.after_cpu = kind;
        self.enter(Track::Request, Checkout, Kind::WaitingForCpu);
    }

    pub(super) fn dial(&mut self, kind: Kind) {
        let place = self.next_place();
        self.dialled = (self.at, place);
        self.enter(Track::Request, Checkout, kind);
    }

    /// The dialling ended without a connection. `lost`: it did not even arrive.
    pub(super) fn dialled_in_vain(&mut self, to: Participant, lost: Option<Loss>) {
        let (left, began) = self.dialled;
        let ended = Some(self.next_place());
        self.story.arrows.push(Arrow {
            from: Checkout,
            to,
            thing: Thing::ConnectionRequest,
            left,
            arrives: lost.is_none().then_some(self.at),
            lost,
            is_reply: false,
            places: Places { began, ended },
        });
    }

    /// Ends what is on this track, and begins something else.
    pub(super) fn enter(&mut self, track: Track, participant: Participant, kind: Kind) {
        self.leave(track);
        let began = self.next_place();
        self.open.push((track, self.story.spans.len()));
        self.story.spans.push(Span {
            participant,
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
            is_reply: to < from,
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

    pub(super) fn lose(&mut self, way: Way, why: Loss) {
        self.land(way, Some(why));
    }

    /// Deliveries and acknowledgements under way are void, and so is a message that was.
    pub(super) fn forget_flights(&mut self, why: Loss) {
        for way in [Way::Publish, Way::Deliver, Way::Ack] {
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
        self.story.notes.push(Note {
            participant,
            at: self.at,
            deed,
            place,
        });
    }
}
