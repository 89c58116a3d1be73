//! What a reader can break.
//!
//! Faults are data: an intervention names one and says whether it begins or ends. Each applies to both shops, so
//! that the race stays fair.

use serde::Serialize;

/// From a row for each fault, in the order of the page's switches: the enum, its names in links and files, and which are in
/// force.
macro_rules! faults {
    ($($(#[$means:meta])* $Fault:ident: $field:ident, $name:literal;)+) => {
        /// A part that can fail, and how.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Fault {
            $($(#[$means])* $Fault,)+
        }

        /// Every fault, in the order of the page's switches.
        pub const FAULTS: [Fault; [$($name),+].len()] = [$(Fault::$Fault),+];

        /// Their names in links and files; they never change.
        pub const FAULT_NAMES: [(&str, Fault); FAULTS.len()] = [$(($name, Fault::$Fault)),+];

        /// Which faults are in force.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Faults {
            $($(#[$means])* pub $field: bool,)+
        }

        impl Faults {
            /// Is this one in force?
            pub fn has(self, fault: Fault) -> bool {
                match fault {
                    $(Fault::$Fault => self.$field,)+
                }
            }
        }
    };
}

faults! {
    /// Payment's process is killed: work inside vanishes uncharged, its port refuses, its workers are gone.
    PaymentDown: payment_down, "payment-down";
    /// The broker's process is killed; what is not durable and persistent is gone.
    BrokerDown: broker_down, "broker-down";
    /// The cable between Checkout and what lies below it (Payment, or the broker) is out.
    NetworkCut: network_cut, "network-cut";
    /// Payment's process is stopped: its kernel accepts what comes, and nobody answers until it thaws.
    PaymentFrozen: payment_frozen, "payment-frozen";
    /// What is sent to Payment is swallowed: no connection is refused, and none is made.
    PaymentBlackHoled: payment_black_holed, "payment-black-holed";
}
