//! The workers of one service: who there is, and who is busy.

use crate::broker::consumer::Consumer;
use crate::process::Process;
use crate::tally::Tally;
use crate::time::Micros;

/// The consumers of a service, in one process or several that live and die together.
#[derive(Clone, Debug)]
pub(crate) struct Workers {
    pub(crate) process: Process,
    pub(crate) consumers: Vec<Consumer>,
    /// How often each process met each order since it was started, where a script asks for it: process, order.
    pub(super) tried: Tally<(u32, u64)>,
    /// When the broker notices the last of their deaths.
    pub(super) missed_at: Micros,
    /// Those at work.
    pub(crate) busy: u32,
}

impl Workers {
    /// So many, all connected and idle.
    pub(crate) fn new(service: u8, consumers: u32) -> Self {
        let ready = Consumer {
            connected: true,
            in_ring: true,
            ..Consumer::default()
        };
        Self {
            process: Process::new(service),
            consumers: vec![ready; consumers as usize],
            tried: Tally::default(),
            missed_at: 0,
            busy: 0,
        }
    }

    /// Which service's: they consume from its queue.
    pub(crate) fn service(&self) -> u8 {
        self.process.service
    }

    // ---- is it over? --------------------------------------------------------------------------------------------

    /// Has this worker another channel by now, or is this one open?
    pub(crate) fn has_dialled(&self, consumer: u32, channel: u32) -> bool {
        let consumer = &self.consumers[consumer as usize];
        consumer.channel != channel || consumer.connected
    }

    /// Does it turn to its next message no more, since that life?
    pub(crate) fn has_turned(&self, consumer: u32, life: u32) -> bool {
        let consumer = &self.consumers[consumer as usize];
        consumer.life != life || !consumer.turning
    }

    /// Does it work no more, since that life?
    pub(crate) fn has_worked(&self, consumer: u32, life: u32) -> bool {
        let consumer = &self.consumers[consumer as usize];
        consumer.life != life || consumer.working.is_none()
    }
}
