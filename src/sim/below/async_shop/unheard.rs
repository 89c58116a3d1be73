//! What a connection lets through while what is sent to Checkout does not arrive, and with it no acknowledgement by TCP.
//!
//! ```text
//! first message ──▶ arrives       in the same moment, up to the window ──▶ arrive       later ──▶ wait in the socket
//! ```
//!
//! Linux sends what the window has room for: ten segments, on a connection that is new or was idle (RFC 6928;
//! `tcp_slow_start_after_idle`). Once the retransmission timer of the first one is over (RFC 6298), all that is not acknowledged
//! counts as lost and the window is one segment (RFC 5681): it sends that first one again and again, and nothing new.

use crate::floor::Floor;
use crate::time::Micros;
use crate::wire::What;

/// The connections that were written to since then.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unheard {
    each: Vec<Connection>,
}

#[derive(Clone, Copy, Debug)]
struct Connection {
    /// Which thread's.
    place: u32,
    /// When the first segment was sent.
    first: Micros,
    /// How many were.
    segments: u32,
}

impl Unheard {
    /// A message is written on this connection: is it sent at once?
    pub(super) fn lets_through(&mut self, floor: &Floor, place: u32) -> bool {
        let segments = What::Publish.segments() as u32;
        let known = self.each.iter_mut().find(|it| it.place == place);
        let Some(it) = known else {
            self.each.push(Connection {
                place,
                first: floor.now,
                segments,
            });
            return true;
        };
        let (window, timer) = floor.unacknowledged();
        let goes = it.segments + segments <= window && floor.now - it.first < timer;
        if goes {
            it.segments += segments;
        }
        goes
    }

    /// All is acknowledged, or its connection is closed.
    pub(super) fn forget(&mut self) {
        self.each.clear();
    }
}
