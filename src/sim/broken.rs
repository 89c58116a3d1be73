//! What is broken from outside: processes that are killed or stopped, a cable that is out, and what is mended.
//!
//! A fault is a switch: it is on or off, and each applies to whatever lies below Checkout, if that has such a part.

use super::below::Below;
use super::checkout::Checkout;
use super::config::lineup::PAYMENT;
use super::fault::{Fault, Faults};
use super::floor::Floor;
use super::process::Process;
use super::wired::Wired;

impl Below {
    /// Which faults are in force. (Where there is no broker, none is down, and so it is with Payment.)
    pub(crate) fn faults(&self) -> Faults {
        Faults::of(|fault| self.is_in_force(fault))
    }

    fn is_in_force(&self, fault: Fault) -> bool {
        let payment = |is: fn(&Process) -> bool| self.process(PAYMENT).is_some_and(is);
        match fault {
            Fault::PaymentDown => payment(|process| !process.up),
            Fault::BrokerDown => self.queueing().is_some_and(|q| !q.mail.broker.up),
            Fault::NetworkCut => self.cable().is_cut(),
            Fault::PaymentFrozen => payment(|process| process.frozen),
            Fault::PaymentBlackHoled => payment(|process| process.holed),
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
                self.payment(Process::cancel_restart);
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
            (Fault::PaymentFrozen, true) => self.payment(Process::freeze),
            (Fault::PaymentFrozen, false) => self.thaw(floor, PAYMENT),
            (Fault::PaymentBlackHoled, true) => self.payment(|process| process.holed = true),
            (Fault::PaymentBlackHoled, false) => self.close_hole(floor, checkout, PAYMENT),
        }
    }

    fn payment(&mut self, befalls: fn(&mut Process)) {
        if let Some(process) = self.process_mut(PAYMENT) {
            befalls(process);
        }
    }
}
