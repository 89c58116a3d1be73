//! The last hops, so that a screen can show what passed too quickly to see.
//!
//! On a real network a hop takes a millisecond or two. The stage draws each for a quarter of a second, behind the
//! engine; for that it needs to know which hops there were. This is a bounded ring of them: it takes no part in
//! the simulation or its digest, and may be switched off.

use std::collections::VecDeque;

use super::ledger::Reason;
use super::time::Micros;

/// Hops kept; older ones are forgotten.
pub const TRACE_LIMIT: usize = 8_192;

/// Between which two parts something moved, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// User to Checkout.
    Request,
    /// Checkout to user.
    Answer,
    /// Checkout to Payment.
    Call,
    /// Payment to Checkout.
    Return,
    /// Checkout to broker.
    Publish,
    /// Broker to worker.
    Deliver,
    /// Worker to broker.
    Ack,
    /// Out of the queue, dead.
    Death,
    /// Into it again, back from the dead.
    Revival,
}

/// One movement of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The k-th order of its shop.
    pub number: u64,
    /// Which way.
    pub leg: Leg,
    /// Which service it is about, on legs of services.
    pub service: u8,
    /// The Checkout thread or the worker at its end, if known: where on the stage it is drawn.
    pub place: Option<u32>,
    /// When it left.
    pub left: Micros,
    /// When it arrives, or arrived.
    pub arrives: Micros,
    /// The status it carries to the user. On other legs 0, or 1: on a [`Leg::Return`], it came to nothing; on a
    /// [`Leg::Publish`], from this service's workers to the next service; on a [`Leg::Deliver`], it was sent before; on a [`Leg::Ack`], the work failed; on a [`Leg::Death`], to the queue for
    /// dead messages.
    pub status: u16,
    /// Why it never got there, if it did not.
    pub lost: Reason,
}

/// The ring. (A clone of it is empty: it is a cache for drawing, and a clone draws what comes.)
#[derive(Debug, Default)]
pub struct Trace {
    on: bool,
    hops: VecDeque<Hop>,
    noted: u64,
}

impl Clone for Trace {
    fn clone(&self) -> Self {
        Self {
            on: self.on,
            hops: VecDeque::new(),
            noted: self.noted,
        }
    }
}

impl Trace {
    /// Starts or stops recording; stopping forgets.
    pub fn record(&mut self, on: bool) {
        self.on = on;
        if !on {
            self.hops.clear();
        }
    }

    /// Is it recording?
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// Notes a hop.
    pub fn note(&mut self, hop: Hop) {
        if !self.on {
            return;
        }
        if self.hops.len() == TRACE_LIMIT {
            self.hops.pop_front();
        }
        self.hops.push_back(hop);
        self.noted += 1;
    }

    /// The last hop of this order on this leg came to nothing.
    pub fn lose(&mut self, number: u64, leg: Leg, reason: Reason) {
        let mut latest = self.hops.iter_mut().rev();
        if let Some(hop) = latest.find(|h| h.number == number && h.leg == leg) {
            hop.lost = reason;
        }
    }

    /// The hops kept, in the order in which they left.
    pub fn hops(&self) -> impl DoubleEndedIterator<Item = &Hop> {
        self.hops.iter()
    }

    /// The hops noted since `seen` of them had been, and how many there have been by now.
    pub fn since(&self, seen: u64) -> (impl Iterator<Item = &Hop>, u64) {
        let new = self.noted.saturating_sub(seen).min(self.hops.len() as u64);
        let hops = self.hops.iter().skip(self.hops.len() - new as usize);
        (hops, self.noted)
    }
}
