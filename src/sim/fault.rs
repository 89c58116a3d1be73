//! What a reader can break.
//!
//! Faults are data: an intervention names one and says whether it begins or ends. Each applies to both shops, so
//! that the race stays fair.

use serde::Serialize;

/// A part that can fail, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Payment's process is killed: work inside vanishes uncharged, its port refuses, its workers are gone.
    PaymentDown,
    /// The broker's process is killed; what is not durable and persistent is gone.
    BrokerDown,
    /// The cable between Checkout and what lies below it (Payment, or the broker) is out.
    NetworkCut,
    /// Payment's process is stopped: its kernel accepts what comes, and nobody answers until it thaws.
    PaymentFrozen,
    /// What is sent to Payment is swallowed: no connection is refused, and none is made.
    PaymentBlackHoled,
}

/// Every fault, in the order of the page's switches.
pub const FAULTS: [Fault; 5] = [
    Fault::PaymentDown,
    Fault::BrokerDown,
    Fault::NetworkCut,
    Fault::PaymentFrozen,
    Fault::PaymentBlackHoled,
];

/// Which faults are in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Payment is down.
    pub payment_down: bool,
    /// The broker is down.
    pub broker_down: bool,
    /// The cable below Checkout is out.
    pub network_cut: bool,
    /// Payment's process is stopped.
    pub payment_frozen: bool,
    /// What is sent to Payment is swallowed.
    pub payment_black_holed: bool,
}

impl Faults {
    /// Is this one in force?
    pub fn has(self, fault: Fault) -> bool {
        match fault {
            Fault::PaymentDown => self.payment_down,
            Fault::BrokerDown => self.broker_down,
            Fault::NetworkCut => self.network_cut,
            Fault::PaymentFrozen => self.payment_frozen,
            Fault::PaymentBlackHoled => self.payment_black_holed,
        }
    }
}
