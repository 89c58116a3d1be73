//! The memory alarm: a broker short of memory reads no further from connections that publish.
//!
//! ```text
//! alarm ──▶ the first publish on a connection blocks it: that message, and all behind it, wait in its socket
//!       └─▶ consumers that publish nothing: delivered to and acknowledged as ever
//! over  ──▶ socket by socket, each in its order, everything is read
//! ```
//!
//! That is all a publisher without confirms notices: nothing (TCP takes what it writes). A connection that publishes and
//! acknowledges, as a worker's that tells the next service, is blocked for both. New connections can be made. (RabbitMQ's
//! guides to alarms and blocked connections; the order in which sockets are read afterwards is that of a hash table of
//! processes there, so here it is drawn.)

use crate::draw::Purpose;
use crate::event::Event;
use crate::floor::Floor;
use crate::line::in_order;
use crate::slab::Key;

/// The connection of a worker, as long as its channel lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reader {
    pub(crate) service: u8,
    pub(crate) consumer: u32,
    pub(crate) channel: u32,
}

/// A turn among the sockets: the lower ones are read first. (0 is nobody's.)
type Turn = u64;

/// The alarm, and what waits for its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alarm {
    pub(crate) on: bool,
    /// Counts its beginnings.
    pub(crate) count: u32,
    /// What is in sockets that are not read, oldest first.
    unread: Vec<(Turn, Event)>,
    /// Checkout's connections that are blocked, by the thread they belong to: their turns.
    threads: Vec<Turn>,
    /// Workers' connections that are.
    workers: Vec<(Reader, Turn)>,
}

impl Alarm {
    /// It begins. Nobody is blocked yet.
    pub(crate) fn raise(&mut self) {
        self.on = true;
        self.count += 1;
    }

    /// It is over: what was not read, in the order in which it is read now, and the workers that were blocked.
    pub(crate) fn clear(&mut self) -> (Vec<Event>, Vec<Reader>) {
        self.on = false;
        let workers = std::mem::take(&mut self.workers);
        let workers = workers.into_iter().map(|(worker, _)| worker);
        (self.take_unread(), workers.collect())
    }

    /// All of it, socket by socket.
    pub(crate) fn take_unread(&mut self) -> Vec<Event> {
        self.threads.clear();
        self.workers.clear();
        let unread = std::mem::take(&mut self.unread);
        let turns: Vec<_> = unread.iter().map(|&(turn, _)| (turn, 0)).collect();
        let order = in_order(&turns).into_iter();
        order.map(|place| unread[place].1).collect()
    }

    /// What is not read, oldest first.
    pub(crate) fn unread(&self) -> impl Iterator<Item = Event> {
        self.unread.iter().map(|(_, event)| *event)
    }

    // ---- Checkout's connections ---------------------------------------------------------------------------------

    /// Is the connection of this thread blocked?
    pub(crate) fn blocks_thread(&self, thread: u32) -> bool {
        self.turn_of_thread(thread) > 0
    }

    fn turn_of_thread(&self, thread: u32) -> Turn {
        let turn = self.threads.get(thread as usize);
        turn.copied().unwrap_or_default()
    }

    /// What comes over the connection of this thread is left unread; it is a publish of the order of this number.
    pub(crate) fn block_thread(&mut self, floor: &Floor, thread: u32, number: u64, event: Event) {
        let place = thread as usize;
        if self.threads.len() <= place {
            self.threads.resize(place + 1, 0);
        }
        if self.threads[place] == 0 {
            self.threads[place] = draw(floor, number, 0);
        }
        self.unread.push((self.threads[place], event));
    }

    /// What else comes over it stands behind that. `false`: it is not blocked.
    pub(crate) fn hold_behind(&mut self, thread: u32, event: Event) -> bool {
        let turn = self.turn_of_thread(thread);
        if turn > 0 {
            self.unread.push((turn, event));
        }
        turn > 0
    }

    /// Checkout gave the connection of this thread up, on which this order was published: what was written is there all the
    /// same; nobody waits for it to be closed any more.
    pub(crate) fn give_up(&mut self, thread: u32, order: Key) {
        if let Some(turn) = self.threads.get_mut(thread as usize) {
            *turn = 0;
        }
        self.unread.retain(
            |(_, event)| !matches!(event, Event::ChannelClosed { order: o, .. } if *o == order),
        );
    }

    /// Does this order wait for its connection to be closed?
    pub(crate) fn is_closing(&self, order: Key) -> bool {
        self.unread()
            .any(|event| matches!(event, Event::ChannelClosed { order: o, .. } if o == order))
    }

    // ---- workers' -----------------------------------------------------------------------------------------------

    /// Is the connection of this worker blocked?
    pub(crate) fn blocks(&self, worker: Reader) -> bool {
        self.workers.iter().any(|(other, _)| *other == worker)
    }

    /// Its channel is closed: what it says on it is void.
    pub(crate) fn unblock(&mut self, worker: Reader) {
        self.workers.retain(|(other, _)| *other != worker);
    }

    /// What comes over the connection of this worker is left unread; it is news of the order of this number.
    pub(crate) fn block_worker(
        &mut self,
        floor: &Floor,
        worker: Reader,
        number: u64,
        event: Event,
    ) {
        if !self.blocks(worker) {
            let turn = draw(floor, number, 1 + u32::from(worker.service));
            self.workers.push((worker, turn));
        }
        self.hold_behind_news(worker, event);
    }

    /// What else comes over it stands behind that. `false`: it is not blocked.
    pub(crate) fn hold_behind_news(&mut self, worker: Reader, event: Event) -> bool {
        let turn = self.workers.iter().find(|(other, _)| *other == worker);
        let turn = turn.map(|(_, turn)| *turn);
        self.unread.extend(turn.map(|turn| (turn, event)));
        turn.is_some()
    }
}

fn draw(floor: &Floor, number: u64, kind: u32) -> Turn {
    // (Numbers above 0 are in the order of their bits.)
    let turn = floor.draws.quantile(Purpose::AfterAlarm, number, kind);
    turn.to_bits()
}
