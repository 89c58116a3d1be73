//! What begins or ends when a part breaks or is mended.

use super::services;
use crate::sim::fault::{Fault, Outage};

/// A fault's beginning or end, as a sentence.
pub fn fault(fault: Fault, on: bool) -> &'static str {
    match (fault, on) {
        (Fault::PaymentDown, true) => "Payment is down.",
        (Fault::PaymentDown, false) => "Payment is back.",
        (Fault::BrokerDown, true) => "The broker is down.",
        (Fault::BrokerDown, false) => "The broker is back.",
        (Fault::NetworkCut, true) => "The network below Checkout is cut.",
        (Fault::NetworkCut, false) => "The network below Checkout is back.",
        (Fault::PaymentFrozen, true) => "Payment is frozen.",
        (Fault::PaymentFrozen, false) => "Payment goes on.",
        (Fault::PaymentBlackHoled, true) => "Payment is out of reach.",
        (Fault::PaymentBlackHoled, false) => "Payment is within reach.",
        (Fault::MemoryAlarm, true) => "The broker's memory alarm is raised.",
        (Fault::MemoryAlarm, false) => "The broker's memory alarm is over.",
        (Fault::NetworkCutOut, true) => "The way out of Checkout is cut.",
        (Fault::NetworkCutOut, false) => "The way out of Checkout is free again.",
        (Fault::NetworkCutBack, true) => "The way back to Checkout is cut.",
        (Fault::NetworkCutBack, false) => "The way back to Checkout is free again.",
    }
}

/// The same, of whichever service it befalls.
pub fn outage(outage: Outage, on: bool) -> String {
    services::said_of(outage.service, fault(outage.fault, on))
}
