//! Checkout's side: open an AMQP connection if there is none, publish, wait for a confirm if that is wanted, answer.
//!
//! It lives in Checkout's process: the order it publishes for holds a thread there, and what it writes and reads costs
//! Checkout's CPU.

use std::collections::VecDeque;

use super::mail::Mail;
use super::unheard::Unheard;
use crate::broker::queue::{Message, Place};
use crate::broker::word::Word;
use crate::checkout::Checkout;
use crate::config::lineup::{PAYMENT, Set};
use crate::config::{Channel, Endpoint, Events, Exchange};
use crate::event::Event;
use crate::floor::Floor;
use crate::job::{Failure, Job, Then};
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::line::{Line, leave};
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wire::Between;
use crate::wire::What;
use crate::wire::stream::Streams;
use crate::wrong::Wrong;

/// Checkout's connections to the broker, and who uses them.
#[derive(Clone, Debug)]
pub(crate) struct Publisher {
    /// Which Checkout threads have an open AMQP connection.
    pub(super) connections: Vec<bool>,
    /// What is under way on them, if the wire is such that it may not arrive as it was sent.
    pub(crate) streams: Streams,
    /// Orders whose thread is opening one, oldest first.
    pub(super) opening: Line,
    /// Orders whose thread dials into a cut, oldest first: they go on when the cable is back.
    pub(super) dialling: Line,
    /// The order whose thread uses the one channel that others wait for, or should.
    pub(super) holder: Option<Key>,
    /// Orders that wait for it, oldest first.
    pub(super) line: Line,
    /// Is the one channel being handed on?
    pub(super) handing_on: bool,
    /// If two threads tore the one channel: when Checkout learns of it.
    pub(super) torn: Option<Micros>,
    /// Orders whose publish the broker has said nothing of, oldest first.
    pub(super) unconfirmed: Line,
    /// What it said while the cable was out.
    pub(super) confirms_held: VecDeque<(Key, Word)>,
    /// What was written while no news of it could come.
    pub(super) unheard: Unheard,
    /// Counts cuts of the network, as far as they matter to heartbeats.
    pub(super) cuts: u32,
    /// Since when the broker, and Checkout, hears nothing of the other, if it does not.
    pub(super) deaf: [Option<Micros>; 2],
    /// Which life of the broker Checkout last heard of before the cut.
    pub(super) life_before_cut: u32,
}

impl Publisher {
    /// One that is idle. `warm`: it has published before.
    pub(super) fn new(warm: bool) -> Self {
        Self {
            // A shop that has been open for a while has one warm thread (idle threads are used again
            // last-in-first-out).
            connections: vec![warm],
            streams: Streams::default(),
            opening: Line::new(),
            dialling: Line::new(),
            holder: None,
            line: Line::new(),
            handing_on: false,
            torn: None,
            unconfirmed: Line::new(),
            confirms_held: VecDeque::new(),
            unheard: Unheard::default(),
            cuts: 0,
            deaf: [None; 2],
            life_before_cut: 0,
        }
    }

    /// Orders that stand in some line of it.
    pub(crate) fn waiting(&self) -> usize {
        let lines = [&self.opening, &self.dialling, &self.line, &self.unconfirmed];
        let ordered: usize = lines.into_iter().map(Line::len).sum();
        ordered + self.confirms_held.len() + self.streams.waiting()
    }

    // ---- is it over? --------------------------------------------------------------------------------------------

    /// Is this request opening a connection, or could it not even set about it?
    pub(crate) fn is_dialling(&self, floor: &Floor, order: Key) -> bool {
        is_opening(floor, order) || self.dialling.contains(&order)
    }

    /// It is not opening one any more.
    pub(super) fn leave_opening(&mut self, floor: &mut Floor, order: Key) {
        floor.orders[order].opens_amqp = false;
        leave(&mut self.opening, order);
    }

    /// Does it wait for the broker's word?
    pub(crate) fn is_unconfirmed(&self, order: Key) -> bool {
        self.unconfirmed.contains(&order)
    }

    /// Is this cut of the network the last one there was?
    pub(crate) fn is_last_cut(&self, cut: u32) -> bool {
        cut == self.cuts
    }

    // ---- a publish ----------------------------------------------------------------------------------------------

    /// The message is written to the socket; unless Checkout waits for a confirm, the user is told 202.
    pub(super) fn published(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        mail: &mut Mail,
        order: Key,
    ) -> Then {
        let place = floor.orders[order].client as usize;
        let open = self.connections.get(place) == Some(&true);
        let torn = !open && self.writes_into_torn_channel(floor);
        if !open && !torn {
            if is_unguarded(floor) {
                return find_torn(floor, order);
            }
            // The connection died while the request waited for the CPU.
            refuse_publish(floor, order, floor.costs.refused);
            return Then::Nothing;
        }
        let letter = next_letter(floor, order);
        let message = write(floor, mail, order, letter);
        floor.note(order, Moment::Published);
        floor.add_carrier(order, letter.brings);
        if torn {
            mail.lose(floor, message, Reason::ConnectionLost);
            return self.go_on(floor, checkout, order, Word::Taken, false);
        }
        let confirms = floor.config.confirms;
        if confirms {
            floor.note(order, Moment::AwaitedConfirm);
            self.unconfirmed.push_back(order);
        }
        if mail.cable.is_cut() && self.is_held(floor, mail, message) {
            mail.messages.note(floor, message, Moment::MessageHeld);
            mail.cable.hold(message);
        } else {
            self.send(floor, mail, message);
        }
        match confirms {
            true => Then::Nothing,
            false => {
                let may_block = mail.broker.alarm.on;
                self.go_on(floor, checkout, order, Word::Taken, may_block)
            }
        }
    }

    /// A message leaves Checkout's machine.
    pub(super) fn send(&mut self, floor: &mut Floor, mail: &mut Mail, message: Key) {
        match floor.wire.lies(Between::Below) {
            false => mail.send(floor, message),
            true => self.write(floor, mail, message),
        }
    }

    /// A message is written to a connection that may not bring it at once.
    #[cold]
    #[inline(never)]
    fn write(&mut self, floor: &mut Floor, mail: &mut Mail, message: Key) {
        mail.messages.note(floor, message, Moment::MessageLeft);
        let m = &mail.messages[message];
        let place = floor.orders[m.order].client;
        let trip = m.trip();
        if floor.is_wrong(Wrong::LostPacketIsLostOrder) && floor.loses(trip) {
            return mail.lose(floor, message, Reason::ConnectionLost);
        }
        // (What is drawn is where it would be if nothing were in its way.)
        let span = floor.costs.publish_out + floor.usual_round_trip() / 2;
        mail.messages.hop(floor, message, Leg::Publish, span, 0);
        if self.streams.write(floor, place, message, trip) {
            note_lost(floor, mail, message);
        }
    }

    /// What has room on a connection leaves.
    #[cold]
    pub(super) fn stream_goes_on(&mut self, floor: &mut Floor, mail: &Mail, place: u32) {
        let trip = |message| Some(mail.messages.get(message)?.trip());
        let lost = |floor: &mut Floor, message| note_lost(floor, mail, message);
        self.streams.go_on(floor, place, trip, lost);
    }

    /// What never left goes with its connections.
    #[cold]
    pub(super) fn lose_backlog(&mut self, floor: &mut Floor, mail: &mut Mail, reason: Reason) {
        for message in self.streams.take_backlog() {
            if mail.messages.get(message).is_some() {
                mail.lose(floor, message, reason);
            }
        }
    }

    /// One message of an order is published, with this word of the broker, if it was asked for one: now the next one, or it
    /// is the end of it. (`may_block`: the broker may not read what is said next.)
    pub(super) fn go_on(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        order: Key,
        word: Word,
        may_block: bool,
    ) -> Then {
        let o = &floor.orders[order];
        if word == Word::Taken && !o.unpublished.is_empty() {
            return checkout.work(floor, Job::Publish, order, floor.costs.publish);
        }
        self.end(floor, order, word, may_block)
    }
}

/// A message that is to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    /// To the queue of this service,
    pub(super) service: u8,
    /// unless to those of all whose work can come of it.
    pub(super) to_all: bool,
    pub(super) brings: Set,
}

/// What Checkout publishes next for an order: one message for all, or one for each queue, or one for the first service, which
/// tells the others.
fn next_letter(floor: &mut Floor, order: Key) -> Letter {
    let (events, exchange) = (floor.config.events, floor.config.exchange);
    let o = &mut floor.orders[order];
    let plan = o.plan;
    let one_by_one = events == Events::FanOut && exchange == Exchange::Default;
    if plan.is_one() {
        o.unpublished = Set::default();
        return Letter {
            service: PAYMENT,
            to_all: events == Events::FanOut && !one_by_one,
            brings: Set::PAYMENT,
        };
    }
    let service = match one_by_one {
        true => plan.iter().find(|&service| o.unpublished.has(service)),
        false => None,
    };
    let service = service.unwrap_or(plan.first());
    let brings = match one_by_one {
        true => Set::one(service),
        false => plan.set(),
    };
    o.unpublished = o.unpublished.without(brings);
    Letter {
        service,
        to_all: events == Events::FanOut && !one_by_one,
        brings,
    }
}

/// A message of an order, whoever publishes it.
pub(super) fn write(floor: &Floor, mail: &mut Mail, order: Key, letter: Letter) -> Key {
    let number = floor.orders[order].number;
    let broker_life = mail.broker.life;
    mail.messages.insert(Message {
        order,
        number,
        service: letter.service,
        brings: letter.brings,
        to_all: letter.to_all,
        copy: 0,
        from_worker: false,
        mandatory: floor.config.mandatory,
        position: 0,
        ahead: false,
        priority: priority_of(floor, number),
        level: 0,
        expires: Micros::MAX,
        alarm: Micros::MAX,
        returns: 0,
        death: None,
        laps: 0,
        was_retried: false,
        persistent: floor.config.messages_persistent,
        confirm: floor.config.confirms,
        arrived: false,
        redelivered: false,
        place: Place::Publishing,
        since: floor.now,
        tag: 0,
        channel: 0,
        auto_ack: false,
        broker_life,
    })
}

/// The priority an order is published with, if with any.
fn priority_of(floor: &Floor, number: u64) -> Option<u32> {
    let every = u64::from(floor.config.urgent_every);
    let prescribed = floor.scripted(number).and_then(|s| s.priority);
    let urgent = every > 0 && (number + 1).is_multiple_of(every);
    prescribed
        .map(u32::from)
        .or(urgent.then(|| floor.config.payment().max_priority))
}

/// One channel, many threads, no lock?
pub(super) fn is_unguarded(floor: &Floor) -> bool {
    floor.config.channel == Channel::Shared && floor.config.endpoint == Endpoint::Def
}

/// Has the broker been asked for the connection of this request, and not given it yet?
pub(super) fn is_opening(floor: &Floor, order: Key) -> bool {
    floor.orders.get(order).is_some_and(|o| o.opens_amqp)
}

/// Nobody listens at the broker, or the connection died: the handler will know after `span` microseconds.
pub(super) fn refuse_publish(floor: &mut Floor, order: Key, span: Micros) {
    floor.note(order, Moment::BrokerRefused);
    floor.seldom_after(span, Event::PublishRefused { order });
}

/// The handler knows it.
pub(super) fn refused(floor: &mut Floor, order: Key) -> Then {
    floor.note(order, Moment::PublishRefused);
    let status = Failure::Refused.status(&floor.config);
    Then::Concluded(order, status, Reason::Refused)
}

/// This request finds the one channel torn, or closed.
pub(super) fn find_torn(floor: &mut Floor, order: Key) -> Then {
    floor.note(order, Moment::ChannelTorn);
    let status = Failure::Refused.status(&floor.config);
    Then::Concluded(order, status, Reason::Refused)
}

/// A segment of this message is lost on its way to the broker.
fn note_lost(floor: &mut Floor, mail: &Mail, message: Key) {
    let what = What::Publish;
    mail.messages
        .note(floor, message, Moment::SegmentLost { what });
}
