//! The async wiring: Checkout publishes and answers at once.
//!
//! ```text
//! handler ──▶ AMQP connection ──▶ CPU ──▶ cable ──▶ exchange ──▶ queue ──▶ worker: buffer, service ──▶ ack
//!                                  └──▶ 202, whatever becomes of the message
//! ```
//!
//! Without publisher confirms the 202 means "written to a socket", not "stored"; with them it waits until the broker has
//! the message, or has refused it. What is delivered and not acknowledged comes back when its consumer or the broker
//! dies; if the work was done by then, the order is charged again.

mod channel;
mod confirms;
mod deaths;
mod delivery;
mod outside;
mod publisher;
mod settling;
mod workers;

use std::collections::VecDeque;

use crate::broker::consumer::Consumer;
use crate::broker::queue::Message;
use crate::broker::queue::Place;
use crate::broker::queue::Queue;
use crate::cpu::Cpu;
use crate::shop::Shop;
use crate::slab::Key;
use crate::slab::Slab;
use crate::tally::Tally;
use crate::time::Micros;
use crate::trace::Leg;

/// Round trips to open an AMQP connection and a channel.
const AMQP_ROUND_TRIPS: u64 = 4;

/// Everything between Checkout's handler and Payment's workers.
#[derive(Clone, Debug)]
pub(crate) struct Queueing {
    /// Messages that are anywhere: on their way, at the broker, in a worker's hands.
    pub(crate) messages: Slab<Message>,
    pub(crate) publisher: Publisher,
    pub(crate) broker: Broker,
    pub(crate) workers: Workers,
}

/// Checkout's connections to the broker, and who uses them.
#[derive(Clone, Debug)]
pub(crate) struct Publisher {
    /// Which Checkout threads have an open AMQP connection.
    pub(crate) connections: Vec<bool>,
    /// Orders whose thread is opening one, oldest first.
    pub(crate) opening: VecDeque<Key>,
    /// Orders whose thread dials into a cut, oldest first: they go on when the cable is back.
    pub(crate) dialling: VecDeque<Key>,
    /// The order whose thread uses the one channel that others wait for, or should.
    holder: Option<Key>,
    /// Orders that wait for it, oldest first.
    line: VecDeque<Key>,
    /// Is `Shop::hand_channel_on` at work?
    handing_on: bool,
    /// If two threads tore the one channel: when Checkout learns of it.
    torn: Option<Micros>,
    /// Orders whose publish the broker has said nothing of, oldest first.
    pub(crate) unconfirmed: VecDeque<Key>,
    /// What it said while the cable was out, and whether it refused.
    confirms_held: VecDeque<(Key, bool)>,
    /// Counts cuts of the network.
    pub(crate) cuts: u32,
    /// Which life of the broker Checkout last heard of before the cut.
    life_before_cut: u32,
}

/// The broker's process.
#[derive(Clone, Debug)]
pub(crate) struct Broker {
    pub(crate) up: bool,
    /// Counts its lives.
    pub(crate) life: u32,
    cpu: Cpu<()>,
    pub(crate) queue: Queue,
    /// Consumers with room, in the order in which they are served.
    ring: VecDeque<u32>,
    /// Until when a quorum queue's log is busy with publishes.
    log_busy: Micros,
}

/// Payment's workers.
#[derive(Clone, Debug)]
pub(crate) struct Workers {
    pub(crate) consumers: Vec<Consumer>,
    /// How often each process met each order since it was started, where a script asks for it: process, order.
    tried: Tally<(u32, u64)>,
    /// Those at work.
    pub(crate) busy: u32,
}

impl Queueing {
    /// A broker with this many workers, all connected. (A sync shop has none.)
    pub(crate) fn new(consumers: u32) -> Self {
        let ready = Consumer {
            connected: true,
            in_ring: true,
            ..Consumer::default()
        };
        Self {
            messages: Slab::default(),
            publisher: Publisher {
                // A shop that has been open for a while has one warm thread (idle threads are used again
                // last-in-first-out).
                connections: vec![true],
                opening: VecDeque::new(),
                dialling: VecDeque::new(),
                holder: None,
                line: VecDeque::new(),
                handing_on: false,
                torn: None,
                unconfirmed: VecDeque::new(),
                confirms_held: VecDeque::new(),
                cuts: 0,
                life_before_cut: 0,
            },
            broker: Broker {
                up: true,
                life: 0,
                cpu: Cpu::default(),
                queue: Queue::default(),
                ring: (0..consumers).collect(),
                log_busy: 0,
            },
            workers: Workers {
                consumers: vec![ready; consumers as usize],
                tried: Tally::default(),
                busy: 0,
            },
        }
    }

    /// Orders that stand in some line of it.
    pub(crate) fn waiting(&self) -> usize {
        let publisher = &self.publisher;
        let lines = [
            &publisher.opening,
            &publisher.dialling,
            &publisher.line,
            &publisher.unconfirmed,
        ];
        let ordered: usize = lines.into_iter().map(VecDeque::len).sum();
        ordered + publisher.confirms_held.len() + self.broker.cpu.waiting()
    }
}

impl Shop {
    fn message_hop(&mut self, message: Key, leg: Leg, span: Micros, status: u16) {
        if !self.books.trace.is_on() {
            return;
        }
        let m = &self.queueing.messages[message];
        let place = match m.place {
            Place::Unacked { consumer } => Some(consumer),
            Place::Publishing | Place::Ready => self.orders.get(m.order).and_then(|o| o.thread),
        };
        self.hop(m.number, leg, place, span, status);
    }
}
