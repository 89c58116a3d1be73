//! What happens in a run, and where: orders, outages, a wire.

use super::super::format::{Link, Recording};
use super::super::link;
use super::{Mapping, name};
use crate::experiment::intervention::{Act, Intervention};
use crate::experiment::limits::LOG_LIMIT;
use crate::experiment::value::Value;
use crate::sim::config::lineup::NAMES;
use crate::sim::fault::{Fault, Outage};
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, from_ms};
use crate::words::recorded as words;

impl Mapping {
    /// A wire that is the same in either direction.
    pub(super) fn link(&mut self, link: &Link) {
        self.is_drawn = true;
        match link::between(&link.between) {
            Some(between) => self.set("wire_between", name(between), ""),
            None => return self.unknown.push(format!("link.between: {}", link.between)),
        }
        for way in ["out", "back"] {
            let set = [
                ("ms", link.one_way_delay_ms, "link.one_way_delay_ms"),
                ("jitter_ms", link.jitter_ms, "link.jitter_ms"),
                ("loss_percent", link.loss * 100.0, "link.loss"),
            ];
            for (what, value, parameter) in set {
                let setting = format!("wire_{way}_{what}");
                self.set(&setting, Value::Number(value), parameter);
            }
        }
    }

    pub(super) fn outages(&mut self, recording: &Recording) -> Result<(), String> {
        for (k, outage) in recording.parameters.outages.iter().enumerate() {
            let measured = recording.outages_measured.get(k).copied();
            let measured = measured.unwrap_or_default();
            let from = from_ms(measured.from_ms.unwrap_or(outage.from_ms));
            let to = from_ms(measured.to_ms.unwrap_or(outage.to_ms));
            if to < from {
                return Err(words::ends_before(&format!("outages_measured[{k}]")));
            }
            match outage.kind.as_str() {
                "kill" => self.outage(Fault::PaymentDown, outage.service.as_deref(), from, to),
                "freeze" => self.outage(Fault::PaymentFrozen, outage.service.as_deref(), from, to),
                "memory_alarm" => {
                    self.is_drawn = true;
                    self.fault(Fault::MemoryAlarm, from, to);
                }
                other => self.unknown.push(format!("outages: {other}")),
            }
        }
        Ok(())
    }

    pub(super) fn submits(
        &mut self,
        recording: &Recording,
        places: &[usize],
        shop: Wiring,
    ) -> Result<(), String> {
        let shop = shop.into();
        for &place in places {
            let at_us = from_ms(recording.orders[place].t_submit);
            self.add(at_us, Act::Click { shop, orders: 1 })?;
        }
        Ok(())
    }

    fn outage(&mut self, fault: Fault, service: Option<&str>, from: Micros, to: Micros) {
        match self.services.number(service.unwrap_or(NAMES[0])) {
            Some(service) => self.fault(Outage { fault, service }, from, to),
            None => self
                .unknown
                .push(format!("outages: {}", service.unwrap_or_default())),
        }
    }

    pub(super) fn fault(&mut self, fault: impl Into<Outage>, from: Micros, to: Micros) {
        let fault = fault.into();
        for (at_us, act) in [(from, Act::Break { fault }), (to, Act::Heal { fault })] {
            if let Err(problem) = self.add(at_us, act) {
                self.unknown.push(problem);
            }
        }
    }

    fn add(&mut self, at_us: Micros, act: Act) -> Result<(), String> {
        let added = self.experiment.add(Intervention { at_us, act });
        // (Only a log that is full takes nothing.)
        added.map(|_| ()).map_err(|_| words::too_many(LOG_LIMIT))
    }
}
