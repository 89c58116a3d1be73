//! What each segment meets on the wire: how long it is under way, and whether it arrives at all.
//!
//! ```text
//! (order, service, what it is, attempt, segment, try)  ──▶  a draw, or what a recording prescribes
//! ```

use super::{Way, What};
use crate::draw::{Draws, Purpose};
use crate::script::Drop;
use crate::time::{Micros, nearest};

/// The draws of what crosses a wire once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lot<'a> {
    pub(super) draws: Draws,
    pub(super) number: u64,
    /// What it is, and for which time.
    pub(super) address: u32,
    pub(super) what: What,
    /// Which of its segments were lost, if that is prescribed.
    pub(super) drops: Option<&'a [Drop]>,
    /// Does one draw decide for all that an order sends? (A mistake.)
    pub(super) once: bool,
}

/// A segment that crosses a wire, as its own lot counts them: first what is sent, then what acknowledges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// The first part of it, or all of it.
    First = 0,
    /// The rest.
    Last = 1,
    /// The news of either.
    AckOfFirst = 2,
    AckOfLast = 3,
}

/// Tries after which whoever sends would give up the connection (Linux, `tcp_retries2`); the last one arrives here.
pub(crate) const TRIES: u32 = 15;

impl Lot<'_> {
    /// How long this try of a segment is under way.
    pub(crate) fn delay(&self, way: Way, segment: Segment, attempt: u32) -> Micros {
        if way.jitter == 0 {
            return way.delay;
        }
        let u = self.draw(Purpose::WireDelay, segment, attempt);
        let longest = way.delay + way.jitter;
        longest.saturating_sub(nearest(2.0 * u * way.jitter as f64))
    }

    /// Is it lost?
    pub(crate) fn is_lost(&self, way: Way, segment: Segment, attempt: u32) -> bool {
        if attempt + 1 >= TRIES {
            return false;
        }
        if let Some(drops) = self.drops {
            let dropped = drops
                .iter()
                .filter(|&&it| part_of(it) == (self.what, segment));
            return dropped.count() as u32 > attempt;
        }
        if way.loss == 0.0 {
            return false;
        }
        match self.once {
            false => self.draw(Purpose::WireLoss, segment, attempt) < way.loss,
            true => {
                let all = self.draws.quantile(Purpose::WireLoss, self.number, 0);
                attempt == 0 && all < way.loss
            }
        }
    }

    fn draw(&self, purpose: Purpose, segment: Segment, attempt: u32) -> f64 {
        let address = self.address | (segment as u32) << 8 | attempt;
        self.draws.quantile(purpose, self.number, address)
    }
}

/// Which segment of what a recording means.
fn part_of(drop: Drop) -> (What, Segment) {
    match drop {
        Drop::Dial => (What::Dial, Segment::First),
        Drop::DialBack => (What::Dial, Segment::AckOfFirst),
        Drop::CallHead => (What::Call, Segment::First),
        Drop::CallBody => (What::Call, Segment::Last),
        Drop::AckOfCallHead => (What::Call, Segment::AckOfFirst),
        Drop::AckOfCallBody => (What::Call, Segment::AckOfLast),
        Drop::AnswerHead => (What::Return, Segment::First),
        Drop::AnswerBody => (What::Return, Segment::Last),
        Drop::AckOfAnswerHead => (What::Return, Segment::AckOfFirst),
        Drop::AckOfAnswerBody => (What::Return, Segment::AckOfLast),
        Drop::MessageHead => (What::Publish, Segment::First),
        Drop::MessageBody => (What::Publish, Segment::Last),
        Drop::AckOfMessageHead => (What::Publish, Segment::AckOfFirst),
        Drop::AckOfMessageBody => (What::Publish, Segment::AckOfLast),
        Drop::Confirm => (What::Confirm, Segment::First),
    }
}
