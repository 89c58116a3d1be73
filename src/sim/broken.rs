//! What is broken from outside: processes that are killed or stopped, a cable that is out, and what is mended.
//!
//! A fault is a switch: it is on or off, and each applies to whatever lies below Checkout, if that has such a part.

use super::below::Below;
use super::cable::Cut;
use super::checkout::Checkout;
use super::fault::{Fault, Faults, Outage};
use super::floor::Floor;
use super::process::Process;
use super::wired::Wired;
use super::wrong::Wrong;

impl Below {
    /// Which faults are in force: of this service, and those that befall none. (Where there is no broker, none is down, and so it
    /// is with services.)
    pub(crate) fn faults(&self, service: u8) -> Faults {
        Faults::of(|fault| self.is_in_force(Outage { fault, service }))
    }

    fn is_in_force(&self, outage: Outage) -> bool {
        let process = |is: fn(&Process) -> bool| self.process(outage.service).is_some_and(is);
        match outage.fault {
            Fault::PaymentDown => process(|process| !process.up),
            Fault::BrokerDown => self.queueing().is_some_and(|q| !q.mail.broker.up),
            Fault::NetworkCut => self.cable().has(Cut::Both),
            Fault::NetworkCutOut => self.cable().has(Cut::Out),
            Fault::NetworkCutBack => self.cable().has(Cut::Back),
            Fault::PaymentFrozen => process(|process| process.frozen),
            Fault::PaymentBlackHoled => process(|process| process.holed),
            Fault::MemoryAlarm => self.queueing().is_some_and(|q| q.mail.broker.alarm.on),
        }
    }

    /// A fault begins or ends. One that is already so changes nothing, and so does one of a service that is not there.
    pub(crate) fn set_fault(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        outage: Outage,
        on: bool,
    ) {
        let Outage { fault, service } = outage;
        if self.is_in_force(outage) == on {
            if fault == Fault::PaymentDown && on {
                // Down by a crash of its own: now it stays down until somebody mends it.
                self.befall(service, Process::cancel_restart);
            }
            return;
        }
        if fault.is_of_a_service() && self.process(service).is_none() {
            return;
        }
        match (fault, on) {
            (Fault::PaymentDown, true) => self.kill(floor, service),
            (Fault::PaymentDown, false) => self.start(floor, service),
            (Fault::BrokerDown, true) => self.kill_broker(floor),
            (Fault::BrokerDown, false) => self.start_broker(floor),
            (Fault::NetworkCut, true) => self.cut(floor, Cut::Both),
            (Fault::NetworkCut, false) => self.heal(floor, checkout, Cut::Both),
            (Fault::NetworkCutOut, on) => self.set_one_way(floor, checkout, Cut::Out, on),
            (Fault::NetworkCutBack, on) => self.set_one_way(floor, checkout, Cut::Back, on),
            (Fault::PaymentFrozen, true) => {
                self.befall(service, Process::freeze);
                self.watch_workers(floor, service);
            }
            (Fault::PaymentFrozen, false) => self.thaw(floor, service),
            (Fault::PaymentBlackHoled, true) => {
                self.befall(service, |process| process.holed = true);
                self.watch_workers(floor, service);
            }
            (Fault::PaymentBlackHoled, false) => self.close_hole(floor, checkout, service),
            (Fault::MemoryAlarm, true) => self.raise_alarm(),
            (Fault::MemoryAlarm, false) => self.clear_alarm(floor),
        }
    }

    /// The cable is cut, or mended, in one direction.
    #[cold]
    fn set_one_way(&mut self, floor: &mut Floor, checkout: &mut Checkout, cut: Cut, on: bool) {
        let cuts_both = floor.is_wrong(Wrong::OneWayCutsBoth);
        let cuts = [Some(cut), cuts_both.then_some(Cut::Both)];
        for cut in cuts.into_iter().flatten() {
            match on {
                true => self.cut(floor, cut),
                false => self.heal(floor, checkout, cut),
            }
        }
    }

    /// What stands still acknowledges nothing.
    fn watch_workers(&self, floor: &mut Floor, service: u8) {
        let mail = self.queueing().map(|q| &q.mail);
        let workers = mail.and_then(|mail| mail.groups.get(service as usize));
        if let (Some(mail), Some(workers)) = (mail, workers) {
            workers.watch_all(floor, &mail.messages);
        }
    }

    fn befall(&mut self, service: u8, befalls: fn(&mut Process)) {
        if let Some(process) = self.process_mut(service) {
            befalls(process);
        }
    }
}
