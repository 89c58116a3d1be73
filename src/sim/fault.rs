//! What a reader can break: the one table of faults.
//!
//! Faults are data: an intervention names one and says whether it begins or ends. Each applies to both shops, so
//! that the race stays fair.
//!
//! ```text
//! row ──▶ links, files    its name
//!     ──▶ page            its switch, on the card of its part; its sign on that part's box; what is said of it
//!     ──▶ stage           what is drawn on its way there vanishes as it begins
//!     ──▶ broken.rs       how it begins and ends
//! ```

use serde::{Serialize, Serializer};

use super::config::Part;
use super::config::lineup::{PAYMENT, SERVICES};
use super::trace::Leg;

/// From a row for each fault, in the order of the page's switches: the enum, its names, which are in force, and what its
/// row says of each.
macro_rules! faults {
    ($($(#[$means:meta])* $Fault:ident: $field:ident {
        name: $name:literal,
        switch: $switch:literal,
        part: $Part:ident,
        stops: [$($Leg:ident),*],
    })+) => {
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

        impl Fault {
            /// What tests and style know its switch by.
            pub fn switch(self) -> &'static str {
                match self {
                    $(Self::$Fault => $switch,)+
                }
            }

            /// The part that it befalls, as settings have it.
            pub fn part(self) -> Part {
                match self {
                    $(Self::$Fault => Part::$Part,)+
                }
            }

            /// Does nothing leave on this leg, or arrive by it, from the moment it begins?
            pub fn stops(self, leg: Leg) -> bool {
                let stopped: &[Leg] = match self {
                    $(Self::$Fault => &[$(Leg::$Leg),*],)+
                };
                stopped.contains(&leg)
            }
        }

        /// Which faults are in force.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Faults {
            $($(#[$means])* pub $field: bool,)+
        }

        impl Faults {
            /// Those of which this is true.
            pub fn of(in_force: impl Fn(Fault) -> bool) -> Self {
                Self {
                    $($field: in_force(Fault::$Fault),)+
                }
            }

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
    PaymentDown: payment_down {
        name: "payment-down",
        switch: "kill-payment",
        part: Service,
        stops: [Call, Return, Deliver, Ack],
    }
    /// The broker's process is killed; what is not durable and persistent is gone.
    BrokerDown: broker_down {
        name: "broker-down",
        switch: "kill-broker",
        part: Queue,
        stops: [Publish, Deliver, Ack, Death],
    }
    /// The cable between Checkout and what lies below it (Payment, or the broker) is out.
    NetworkCut: network_cut {
        name: "network-cut",
        switch: "cut-network",
        part: Network,
        stops: [Call, Return, Publish],
    }
    /// Payment's process is stopped: its kernel accepts what comes, and nobody answers until it thaws.
    PaymentFrozen: payment_frozen {
        name: "payment-frozen",
        switch: "freeze-payment",
        part: Service,
        stops: [Call, Return, Deliver, Ack],
    }
    /// What is sent to Payment is swallowed: no connection is refused, and none is made.
    PaymentBlackHoled: payment_black_holed {
        name: "payment-black-holed",
        switch: "hang-payment",
        part: Service,
        stops: [Call, Return, Deliver, Ack],
    }
    /// The broker's memory alarm: it reads no further from a connection that publishes; consumers go on.
    MemoryAlarm: memory_alarm {
        name: "memory-alarm",
        switch: "raise-alarm",
        part: Queue,
        stops: [],
    }
    /// What Checkout sends does not arrive below it; what is sent to Checkout does.
    NetworkCutOut: network_cut_out {
        name: "network-cut-out",
        switch: "cut-out",
        part: Network,
        stops: [Call, Publish],
    }
    /// What is sent to Checkout from below it does not arrive; what it sends does.
    NetworkCutBack: network_cut_back {
        name: "network-cut-back",
        switch: "cut-back",
        part: Network,
        stops: [Return],
    }
}

impl Fault {
    /// Does it stop what goes one way, and not what goes the other?
    pub fn is_one_way(self) -> bool {
        matches!(self, Self::NetworkCutOut | Self::NetworkCutBack)
    }

    /// Does it befall one service, of which there may be several?
    pub fn is_of_a_service(self) -> bool {
        self.part() == Part::Service
    }
}

/// A fault, and which service it befalls if it befalls one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outage {
    /// What.
    pub fault: Fault,
    /// Whose; of what befalls no service, Payment.
    pub service: u8,
}

impl From<Fault> for Outage {
    /// Of Payment, or of all.
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            service: PAYMENT,
        }
    }
}

/// The names of all of them in links and files, Payment's first; they never change.
pub const OUTAGE_NAMES: [(&str, Outage); FAULTS.len() + 3 * (SERVICES - 1)] = {
    const fn of(fault: Fault, service: u8) -> Outage {
        Outage { fault, service }
    }
    macro_rules! names {
        ($($service:literal = $number:literal),+) => {
            [
                (FAULT_NAMES[0].0, of(FAULT_NAMES[0].1, PAYMENT)),
                (FAULT_NAMES[1].0, of(FAULT_NAMES[1].1, PAYMENT)),
                (FAULT_NAMES[2].0, of(FAULT_NAMES[2].1, PAYMENT)),
                (FAULT_NAMES[3].0, of(FAULT_NAMES[3].1, PAYMENT)),
                (FAULT_NAMES[4].0, of(FAULT_NAMES[4].1, PAYMENT)),
                (FAULT_NAMES[5].0, of(FAULT_NAMES[5].1, PAYMENT)),
                (FAULT_NAMES[6].0, of(FAULT_NAMES[6].1, PAYMENT)),
                (FAULT_NAMES[7].0, of(FAULT_NAMES[7].1, PAYMENT)),
                $(
                    (concat!($service, "-down"), of(Fault::PaymentDown, $number)),
                    (concat!($service, "-frozen"), of(Fault::PaymentFrozen, $number)),
                    (concat!($service, "-black-holed"), of(Fault::PaymentBlackHoled, $number)),
                )+
            ]
        };
    }
    names!(
        "inventory" = 1,
        "shipping" = 2,
        "invoice" = 3,
        "email" = 4,
        "loyalty" = 5
    )
};

impl Serialize for Outage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let found = OUTAGE_NAMES.iter().find(|(_, it)| it == self);
        serializer.serialize_str(found.map_or("", |(name, _)| *name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::lineup::NAMES;

    #[test]
    fn every_fault_of_a_service_can_befall_each() {
        let of_services = FAULTS.into_iter().filter(|fault| fault.is_of_a_service());
        for fault in of_services {
            for (service, name) in (0..).zip(NAMES) {
                let outage = Outage { fault, service };
                let found = OUTAGE_NAMES.iter().find(|(_, it)| *it == outage);
                let (written, _) = found.expect("it has a name");
                assert!(written.starts_with(name), "{written} of {name}");
            }
        }
        for fault in FAULTS {
            let outage = Outage::from(fault);
            assert!(
                OUTAGE_NAMES.iter().any(|(_, it)| *it == outage),
                "{fault:?}"
            );
        }
    }
}
