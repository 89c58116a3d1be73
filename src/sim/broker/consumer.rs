//! A Payment worker: one thread, one channel, one order at a time.
//!
//! ```text
//! deliveries ──▶ [buffer, at most prefetch − 1] ──▶ working ──▶ ack
//! ```
//!
//! The broker gives each consumer at most `prefetch_count` unacknowledged messages (0 = as many as there are) and
//! serves them in turn: a ring of those with room. One that was full and has room again joins the end of the ring.

use std::collections::VecDeque;

use crate::config::lineup::Set;
use crate::slab::Key;
use crate::time::Micros;

/// What a consumer works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// The order that will be charged.
    pub order: Key,
    /// The k-th order of its shop.
    pub number: u64,
    /// The services whose work can come of it: its own, and those that are told when it is done.
    pub brings: Set,
    /// Since when.
    pub since: Micros,
    /// Until when.
    pub until: Micros,
    /// The message to acknowledge and the tag of its delivery; `None` when the channel it came on is gone: the
    /// work goes on, and the broker knows nothing of it.
    pub message: Option<(Key, u32)>,
    /// Will it fail?
    pub fails: bool,
    /// Will the process die of it, between the work and the acknowledgement?
    pub dies: bool,
}

/// One worker.
#[derive(Clone, Debug, Default)]
pub struct Consumer {
    /// Is its channel open?
    pub connected: bool,
    /// Did its process die of an order? Nobody restarts it before Payment as a whole is restarted.
    pub dead: bool,
    /// Was it taken away by a setting? It finishes its order and is gone.
    pub retired: bool,
    /// Counts the lives of its process: an event about an earlier one is skipped.
    pub life: u32,
    /// Since when the one it has, or had last, stands.
    pub opened: Micros,
    /// When the broker last read on from its connection after an alarm.
    pub read_on: Micros,
    /// Counts its channels: what was sent on an earlier one is void.
    pub channel: u32,
    /// Messages the broker counts against its prefetch.
    pub unacked: u32,
    /// How many more than its prefetch it may hold, because the broker lost count.
    pub extra: u32,
    /// Delivered and not begun.
    pub buffer: VecDeque<(Key, u32)>,
    /// What it works on.
    pub working: Option<Work>,
    /// What it last published for the next service.
    pub told: Option<Key>,
    /// Between two messages: it turns to the next in its buffer.
    pub turning: bool,
    /// Is it in the ring?
    pub in_ring: bool,
    /// On a bad wire: when the last that was sent to it is there, and the last that it sent.
    pub hears: Micros,
    pub heard: Micros,
}

impl Consumer {
    /// Would the broker give it another message?
    pub fn has_room(&self, prefetch_count: u32, auto_ack: bool) -> bool {
        let unlimited = auto_ack || prefetch_count == 0;
        self.connected && !self.retired && (unlimited || self.unacked < prefetch_count + self.extra)
    }

    /// Something that takes this long is sent to it: how long until it is there, behind what was sent before.
    pub(crate) fn will_hear(&mut self, now: Micros, span: Micros) -> Micros {
        self.hears = self.hears.max(now + span);
        self.hears - now
    }

    /// The same of what it sends.
    pub(crate) fn will_be_heard(&mut self, now: Micros, span: Micros) -> Micros {
        self.heard = self.heard.max(now + span);
        self.heard - now
    }

    /// Could it begin a message that arrives now?
    pub fn is_idle(&self) -> bool {
        self.working.is_none() && !self.turning
    }
}
