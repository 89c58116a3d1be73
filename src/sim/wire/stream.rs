//! A connection on which many messages follow each other: they arrive in order, and the sender waits for news.
//!
//! ```text
//! publish ──▶ [ backlog, while the window is full ] ──▶ under way ──▶ (in order: behind what is sent again) ──▶ broker
//!                                                          └── acknowledged: there is room for one more, and the window
//!                                                              grows by one
//! ```
//!
//! A connection lets ten segments through before the first is acknowledged (RFC 6928), and one more for each that was (slow
//! start, RFC 5681). What is written meanwhile leaves in full segments, many messages in each. A lost segment holds up all that
//! follow, and is sent again once one that follows is acknowledged.
//!
//! Simplifications: the window never shrinks, neither by loss nor at rest, and every acknowledgement arrives.

use std::collections::VecDeque;

use super::flight::Clock;
use super::lot::Segment;
use super::{Between, Toward, Trip, Way};
use crate::event::Event;
use crate::floor::Floor;
use crate::slab::Key;
use crate::time::Micros;

/// Segments that a new connection lets through before the first is acknowledged (RFC 6928).
const FIRST_WINDOW: u32 = 10;

/// Messages that a full segment takes: 1,448 bytes, of about 90 each (as in the recorded runs).
const IN_A_SEGMENT: usize = 16;

/// Requests that warmed a connection up, of so many segments each.
const WARM: u32 = 3 * 2;

/// The connections to the broker of Checkout's threads, while there is such a wire.
#[derive(Clone, Debug, Default)]
pub(crate) struct Streams {
    each: Vec<Stream>,
    /// Is the cable cut, in either direction? Then nothing more leaves.
    stopped: bool,
}

/// One of them.
#[derive(Clone, Debug)]
struct Stream {
    /// Segments that may be unacknowledged.
    window: u32,
    /// When those that are will not be any more.
    unacked: Vec<Micros>,
    /// Messages that have not left.
    backlog: VecDeque<Key>,
    /// Those that are under way, in their order.
    under_way: VecDeque<UnderWay>,
    /// When something happens on it next, and counts how often that changed.
    next: Micros,
    turn: u32,
}

/// A message that is under way.
#[derive(Clone, Copy, Debug)]
struct UnderWay {
    message: Key,
    left: Micros,
    /// When all of it is there.
    arrives: Micros,
    /// How long what was lost of it is under way when it is sent again; 0 if nothing was.
    again: Micros,
}

impl Stream {
    fn new(window: u32) -> Self {
        Self {
            window,
            unacked: Vec::new(),
            backlog: VecDeque::new(),
            under_way: VecDeque::new(),
            next: Micros::MAX,
            turn: 0,
        }
    }

    /// Room for so many segments more.
    fn room(&mut self, now: Micros) -> u32 {
        let before = self.unacked.len();
        self.unacked.retain(|&acked| acked > now);
        self.window += (before - self.unacked.len()) as u32;
        self.window.saturating_sub(self.unacked.len() as u32)
    }
}

impl Floor {
    /// What a connection below Checkout that was idle sends before anything of it is acknowledged: so many segments, in so long.
    pub(crate) fn unacknowledged(&self) -> (u32, Micros) {
        let (mut to, mut fro) = self.wire.ways(Between::Below, Toward::Out);
        if !self.wire.lies(Between::Below) {
            let delay = self.one_way();
            (to, fro) = [(); 2]
                .map(|()| Way {
                    delay,
                    ..Way::default()
                })
                .into();
        }
        (FIRST_WINDOW, Clock::new(to, fro, false).rto)
    }
}

impl Streams {
    /// Has this event been planned anew since?
    pub(crate) fn has_turned(&self, place: u32, turn: u32) -> bool {
        let stream = self.each.get(place as usize);
        stream.is_none_or(|stream| stream.turn != turn)
    }

    /// Messages that stand on any of them.
    pub(crate) fn waiting(&self) -> usize {
        let each = self
            .each
            .iter()
            .map(|s| s.backlog.len() + s.under_way.len());
        each.sum()
    }

    fn at(&mut self, floor: &Floor, place: u32) -> &mut Stream {
        while self.each.len() <= place as usize {
            let warm = self.each.is_empty() && floor.config.warm_start;
            let grown = if warm { WARM } else { 0 };
            self.each.push(Stream::new(FIRST_WINDOW + grown));
        }
        &mut self.each[place as usize]
    }

    /// The cable is cut: what has not left stays where it is.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
    }

    /// It is back; returns on which of them something may leave.
    pub(crate) fn start(&mut self) -> std::ops::Range<u32> {
        self.stopped = false;
        0..self.each.len() as u32
    }

    /// What has not left, taken out: its connections are closed.
    pub(crate) fn take_backlog(&mut self) -> Vec<Key> {
        let each = self.each.iter_mut().map(|stream| &mut stream.backlog);
        each.flat_map(std::mem::take).collect()
    }

    /// A connection was made: it starts small. (What is still under way of an earlier one counts against it.)
    #[cold]
    pub(crate) fn renew(&mut self, place: u32) {
        if let Some(stream) = self.each.get_mut(place as usize) {
            stream.window = FIRST_WINDOW;
        }
    }

    /// How long until all that was written on this one has arrived, as it looks now.
    pub(crate) fn empty_in(&self, floor: &Floor, place: u32) -> Micros {
        let last = self.each.get(place as usize).map(|stream| {
            let there = stream.under_way.iter().map(|it| it.arrives);
            there.max().unwrap_or(0)
        });
        last.unwrap_or(0).saturating_sub(floor.now)
    }

    /// A message is written: it leaves, if the window has room. Returns whether some of it is lost on the way.
    #[cold]
    #[inline(never)]
    pub(crate) fn write(
        &mut self,
        floor: &mut Floor,
        place: u32,
        message: Key,
        trip: Trip,
    ) -> bool {
        let now = floor.now;
        let stream = self.at(floor, place);
        let segments = trip.what.segments();
        let lost = if stream.backlog.is_empty() && stream.room(now) as usize >= segments {
            stream.send(floor, &[message], trip)
        } else {
            stream.backlog.push_back(message);
            false
        };
        stream.plan(floor, place, false);
        lost
    }

    /// The next message that has arrived, if one has.
    pub(crate) fn next_arrived(&mut self, floor: &Floor, place: u32) -> Option<Key> {
        let stream = &mut self.each[place as usize];
        let head = stream.under_way.front()?;
        if head.arrives > floor.now {
            return None;
        }
        stream.under_way.pop_front().map(|it| it.message)
    }

    /// What the window has room for leaves, in full segments; `trip` says of a message whose it is, if it still is anybody's, and
    /// `lost` is told those of which some is lost on the way.
    pub(crate) fn go_on(
        &mut self,
        floor: &mut Floor,
        place: u32,
        trip: impl Fn(Key) -> Option<Trip>,
        lost: impl Fn(&mut Floor, Key),
    ) {
        let stream = &mut self.each[place as usize];
        // (What was planned has happened.)
        stream.next = Micros::MAX;
        let mut room = match self.stopped {
            false => stream.room(floor.now),
            true => 0,
        };
        while room > 0 && !stream.backlog.is_empty() {
            let many = stream.backlog.len().min(IN_A_SEGMENT);
            let messages: Vec<Key> = stream.backlog.drain(..many).collect();
            if let Some(trip) = messages.iter().find_map(|&message| trip(message)) {
                if stream.send(floor, &messages, trip) {
                    messages.iter().for_each(|&message| lost(floor, message));
                }
                room -= 1;
            }
        }
        stream.plan(floor, place, self.stopped);
    }
}

impl Stream {
    /// These leave now, together: whole if they are one, in one segment if they are several. Returns whether some of it is lost.
    fn send(&mut self, floor: &Floor, messages: &[Key], trip: Trip) -> bool {
        let (to, fro) = floor.wire.ways(Between::Below, Toward::Out);
        let clock = Clock::new(to, fro, false);
        let lot = floor.lot(trip);
        let now = floor.now;
        let segments = match messages.len() {
            1 => trip.what.segments(),
            _ => 1,
        };
        let span = super::flight::flight(to, fro, false, segments, &lot);
        let (mut lost, mut news) = (None, Micros::MAX);
        for (segment, ack) in [
            (Segment::First, Segment::AckOfFirst),
            (Segment::Last, Segment::AckOfLast),
        ]
        .into_iter()
        .take(segments)
        {
            let back = lot.delay(fro, ack, 0);
            if lot.is_lost(to, segment, 0) {
                lost = lost.or(Some(segment));
                self.unacked.push(now + span + back);
            } else {
                let acked = now + lot.delay(to, segment, 0) + back;
                news = news.min(acked);
                self.unacked.push(acked);
            }
        }
        // What was sent before and is missing is sent again, once this is acknowledged and that is not.
        // (If nothing of this arrives either, nothing tells.)
        let told = news < Micros::MAX;
        for missing in self.under_way.iter_mut().filter(|it| told && it.again > 0) {
            let due = news.max(missing.left + (news - now) + clock.reordering);
            missing.arrives = missing.arrives.min(due + missing.again);
        }
        let again = lost.map_or(0, |segment| lot.delay(to, segment, 1).max(1));
        self.under_way
            .extend(messages.iter().map(|&message| UnderWay {
                message,
                left: now,
                arrives: now + span,
                again,
            }));
        lost.is_some()
    }

    /// When something happens on it next is put into the calendar.
    fn plan(&mut self, floor: &mut Floor, place: u32, stopped: bool) {
        let arrival = self.under_way.front().map(|it| it.arrives);
        let room = self.unacked.iter().min().copied();
        let room = room.filter(|_| !self.backlog.is_empty() && !stopped);
        let next = arrival.into_iter().chain(room).min();
        let next = next.map_or(Micros::MAX, |at| at.max(floor.now));
        if next == self.next {
            return;
        }
        self.next = next;
        self.turn += 1;
        let turn = self.turn;
        if next < Micros::MAX {
            floor.seldom_after(next - floor.now, Event::StreamTurned { place, turn });
        }
    }
}
