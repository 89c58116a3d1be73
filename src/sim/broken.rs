//! What is broken from outside: processes that are killed or stopped, a cable that is out, and what is mended.
//!
//! A fault is a switch: it is on or off, and each applies to whatever lies below Checkout, if that has such a part.

use super::below::Below;
use super::checkout::Checkout;
use super::fault::{Fault, Faults};
use super::floor::Floor;
use super::process::PAYMENT;

impl Below {
    /// Which faults are in force. (Where there is no broker, none is down.)
    pub(crate) fn faults(&self) -> Faults {
        Faults::of(|fault| self.is_in_force(fault))
    }

    fn is_in_force(&self, fault: Fault) -> bool {
        let payment = self.process(PAYMENT);
        match fault {
            Fault::PaymentDown => !payment.up,
            Fault::BrokerDown => self.queueing().is_some_and(|q| !q.mail.broker.up),
            Fault::NetworkCut => self.cable().is_cut(),
            Fault::PaymentFrozen => payment.frozen,
            Fault::PaymentBlackHoled => payment.holed,
        }
    }

    /// A fault begins or ends. One that is already so changes nothing.
    pub(crate) fn set_fault(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        fault: Fault,
        on: bool,
    ) {
        if self.is_in_force(fault) == on {
            if fault == Fault::PaymentDown && on {
                // Down by a crash of its own: now it stays down until somebody mends it.
                self.process_mut(PAYMENT).cancel_restart();
            }
            return;
        }
        match (fault, on) {
            (Fault::PaymentDown, true) => self.kill(floor, PAYMENT),
            (Fault::PaymentDown, false) => self.start(floor, PAYMENT),
            (Fault::BrokerDown, true) => self.kill_broker(floor),
            (Fault::BrokerDown, false) => self.start_broker(floor),
            (Fault::NetworkCut, true) => self.cut(floor),
            (Fault::NetworkCut, false) => self.heal(floor, checkout),
            (Fault::PaymentFrozen, true) => self.process_mut(PAYMENT).freeze(),
            (Fault::PaymentFrozen, false) => self.thaw(floor, PAYMENT),
            (Fault::PaymentBlackHoled, true) => self.process_mut(PAYMENT).holed = true,
            (Fault::PaymentBlackHoled, false) => self.close_hole(floor, checkout, PAYMENT),
        }
    }

    fn kill(&mut self, floor: &mut Floor, service: u8) {
        match self {
            Self::Calls(calling) => calling.kill(floor, service),
            Self::Queue(queueing) => queueing.kill(floor, service),
        }
    }

    /// The process of a service runs again.
    pub(crate) fn start(&mut self, floor: &mut Floor, service: u8) {
        match self {
            Self::Calls(_) => self.process_mut(service).start(),
            Self::Queue(queueing) => queueing.start(floor, service),
        }
    }

    fn kill_broker(&mut self, floor: &mut Floor) {
        match self {
            Self::Calls(_) => {}
            Self::Queue(queueing) => queueing.kill_broker(floor),
        }
    }

    fn start_broker(&mut self, floor: &mut Floor) {
        match self {
            Self::Calls(_) => {}
            Self::Queue(queueing) => queueing.start_broker(floor),
        }
    }

    fn cut(&mut self, floor: &mut Floor) {
        match self {
            Self::Calls(calling) => calling.services.cable.cut(),
            Self::Queue(queueing) => queueing.cut(floor),
        }
    }

    fn heal(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        match self {
            Self::Calls(calling) => calling.heal(floor, checkout),
            Self::Queue(queueing) => queueing.heal(floor, checkout),
        }
    }

    fn thaw(&mut self, floor: &mut Floor, service: u8) {
        match self {
            Self::Calls(calling) => calling.thaw(floor, service),
            Self::Queue(queueing) => queueing.thaw(floor, service),
        }
    }

    fn close_hole(&mut self, floor: &mut Floor, checkout: &mut Checkout, service: u8) {
        match self {
            Self::Calls(calling) => calling.close_hole(floor, checkout, service),
            Self::Queue(_) => self.process_mut(service).close_hole(floor),
        }
    }
}
