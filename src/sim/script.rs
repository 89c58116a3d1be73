//! What a recorded run prescribes, order by order.
//!
//! ```text
//! service time of (order, attempt):   prescribed?  ──yes──▶ that span
//!                                          └──no──▶ the draw at its address
//! ```
//!
//! A recording of a real stack says what each order met: how long Payment worked on it, which attempts failed, which
//! message made its worker die. A script says the same to both shops, so that a run can be put beside its recording.
//! Everything it does not prescribe stays as it is: drawn where it is drawn, and failing as the settings say.

use super::config::CrashWhen;
use super::draw::Purpose;
use super::shop::Shop;
use super::time::Micros;

/// What is prescribed for the orders of a run: the k-th entry is for the k-th order of either shop. Orders beyond the
/// end are not prescribed at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// By order number.
    pub orders: Vec<Scripted>,
}

/// What is prescribed for one order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scripted {
    /// How long Payment works on it, at every attempt or delivery, in microseconds; `None`: as drawn.
    pub service: Option<Micros>,
    /// Does its k-th attempt or delivery fail, at the end of the service? Those beyond the end do not; an empty list
    /// prescribes nothing.
    pub fails: Vec<bool>,
    /// Every attempt or delivery fails: a poison message.
    pub poison: bool,
    /// The priority of its message; `None`: none was set, which counts as 0.
    pub priority: Option<u8>,
    /// How long its message may wait in the queue, in microseconds; `None`: for ever.
    pub ttl: Option<Micros>,
    /// The worker that has it dies.
    pub crash: Option<Crash>,
}

/// When a worker's process dies of an order. It does so once, on a message that is not redelivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// This many microseconds after the work began.
    Mid(Micros),
    /// After the work, before the acknowledgement.
    After,
}

impl Shop {
    /// What is prescribed for the order of this number, if anything is.
    pub(super) fn scripted(&self, number: u64) -> Option<&Scripted> {
        self.script.as_ref()?.orders.get(number as usize)
    }

    /// Will a service that begins now fail, at its end? `attempt` is what a script counts (from 0): attempts at
    /// Checkout, or how often a worker's process met the order; `service` is the k-th of the order in its shop (from
    /// 0), which has the same luck in both.
    pub(super) fn will_fail(&self, number: u64, attempt: u32, service: u32) -> bool {
        let prescribed = self.scripted(number);
        if let Some(s) = prescribed.filter(|s| s.poison || !s.fails.is_empty()) {
            return s.poison || s.fails.get(attempt as usize) == Some(&true);
        }
        let percent = self.config.fail_percent;
        is_order(self.config.poison_order, number)
            || percent > 0.0
                && 100.0 * self.draws.quantile(Purpose::Failure, number, service) < percent
    }

    /// When a worker that begins with this order, and works on it for so long, will die of it, if it does.
    pub(super) fn will_crash(&self, number: u64, span: Micros) -> Option<Crash> {
        if let Some(prescribed) = self.scripted(number).and_then(|s| s.crash) {
            return Some(prescribed);
        }
        is_order(self.config.crash_order, number).then_some(match self.config.crash_when {
            CrashWhen::BeforeAck => Crash::After,
            CrashWhen::MidWork => Crash::Mid(span / 2),
        })
    }
}

/// Is the order with this number (from 0) the one that a setting names (from 1; 0 = none)?
fn is_order(named: u32, number: u64) -> bool {
    u64::from(named) == number + 1
}
