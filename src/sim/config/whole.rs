//! The settings in force, and every row there is of them.
//!
//! ```text
//! table.rs    ──▶ Common     one ─┐
//! service.rs  ──▶ Service    six ─┴──▶ Config, ROWS
//! ```

use crate::time::Micros;
use std::ops::{Deref, DerefMut};

use super::choices::{BrokerVersion, QueueType};
use super::lineup::{PAYMENT, SERVICES};
use super::part::PARTS;
use super::row::{self, About, Kind, Zero, micros_in};
use super::service::{self, Service};
use super::table::{self, Common};

/// A row of the table, whosever field it is.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    about: About,
    access: Access,
}

impl Deref for Row {
    type Target = About;

    fn deref(&self) -> &About {
        &self.about
    }
}

/// Where a setting's field is; and how it is read and written, as a number (`field.rs`).
#[derive(Clone, Copy, Debug)]
enum Access {
    /// There is one of it.
    Common {
        get: fn(&Common) -> f64,
        put: fn(&mut Common, f64),
    },
    /// Each service has one.
    Service {
        get: fn(&Service) -> f64,
        put: fn(&mut Service, f64),
    },
}

impl Row {
    const fn common(row: &row::Row<Common>) -> Self {
        let (about, get, put) = (row.about, row.get, row.put);
        let access = Access::Common { get, put };
        Self { about, access }
    }

    const fn service(row: &row::Row<Service>) -> Self {
        let (about, get, put) = (row.about, row.get, row.put);
        let access = Access::Service { get, put };
        Self { about, access }
    }

    /// Has each service one of its own?
    pub const fn is_of_services(&self) -> bool {
        match self.access {
            Access::Common { .. } => false,
            Access::Service { .. } => true,
        }
    }

    /// What a configuration says of it: a number in its unit, 1 for yes, a choice by its place among the options.
    /// (`service`: whose, if each has one.)
    pub fn read(&self, config: &Config, service: u8) -> f64 {
        let number = match self.access {
            Access::Common { get, .. } => get(&config.common),
            Access::Service { get, .. } => get(config.of(service)),
        };
        number / micros_in(self.unit)
    }

    /// Has a configuration say this. What is out of its range was refused before.
    pub fn write(&self, config: &mut Config, service: u8, number: f64) {
        let number = number * micros_in(self.unit);
        match self.access {
            Access::Common { put, .. } => put(&mut config.common, number),
            Access::Service { put, .. } => put(&mut config.services[service as usize], number),
        }
    }

    /// Its default, as it is read.
    pub fn default(&self) -> f64 {
        self.read(&DEFAULTS, 0)
    }

    /// What 0 means where it is no number like the others.
    pub fn zero(&self) -> Option<Zero> {
        match self.kind {
            Kind::Number { zero, .. } => zero,
            Kind::Choice { .. } | Kind::Flag | Kind::Services => None,
        }
    }
}

/// The settings in force: what there is one of, and what each service has.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// What there is one of. (It is read as if it stood here: `config.read_timeout`.)
    pub common: Common,
    /// What each service has, by number; also of those that no order needs.
    pub services: [Service; SERVICES],
}

/// Every setting at its default.
pub static DEFAULTS: Config = Config {
    common: Common::DEFAULT,
    services: [Service::DEFAULT; SERVICES],
};

/// How many settings there are of a shop with one service.
pub const COUNT: usize = Common::COUNT + Service::COUNT;

/// All settings, by part.
pub const ROWS: [Row; COUNT] = {
    let mut rows = [Row::common(&Common::ROWS[0]); COUNT];
    let (mut at, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut k = 0;
        while k < Common::COUNT {
            if Common::ROWS[k].about.part as usize == part {
                rows[at] = Row::common(&Common::ROWS[k]);
                at += 1;
            }
            k += 1;
        }
        let mut k = 0;
        while k < Service::COUNT {
            if Service::ROWS[k].about.part as usize == part {
                rows[at] = Row::service(&Service::ROWS[k]);
                at += 1;
            }
            k += 1;
        }
        part += 1;
    }
    rows
};

/// The name of a setting that each service has, of this service.
pub const fn name_of(row: &Row, service: u8) -> &'static str {
    if service == PAYMENT {
        return row.about.name;
    }
    let mut at = 0;
    while at < Service::COUNT {
        if is_same(Service::ROWS[at].about.name, row.about.name) {
            return service::NAMED[service as usize - 1][at];
        }
        at += 1;
    }
    row.about.name
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Where the default of a setting comes from.
pub fn source(name: &str) -> Option<&'static str> {
    match Common::ROWS.iter().position(|row| row.about.name == name) {
        Some(at) => Some(table::SOURCES[at]),
        None => {
            let at = Service::ROWS
                .iter()
                .position(|row| row.about.name == name)?;
            Some(service::SOURCES[at])
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        DEFAULTS.clone()
    }
}

impl Deref for Config {
    type Target = Common;

    fn deref(&self) -> &Common {
        &self.common
    }
}

impl DerefMut for Config {
    fn deref_mut(&mut self) -> &mut Common {
        &mut self.common
    }
}

impl Config {
    /// What the service of this number has.
    #[inline]
    pub fn of(&self, service: u8) -> &Service {
        &self.services[service as usize]
    }

    /// What the service has that charges.
    #[inline]
    pub fn payment(&self) -> &Service {
        self.of(PAYMENT)
    }

    /// How often a worker of this service has to be heard while it works, if it has to and cannot be. (One that counts what is inside
    /// it hands its orders to a thread of their own.)
    pub fn heard_every(&self, service: u8) -> Option<Micros> {
        let blocks = self.handler_blocks && self.of(service).crash_above == 0;
        (blocks && self.heartbeat > 0).then_some(self.heartbeat)
    }

    /// Does a broker look for what workers of this service have not acknowledged? (From 4.3 on the queues look, and classic ones never
    /// do: its release notes.)
    pub fn looks_for_acks(&self, service: u8) -> bool {
        match (self.of(service).queue_type, self.broker_version) {
            (QueueType::Classic, BrokerVersion::V4_3) => false,
            (QueueType::Classic, BrokerVersion::V3_10 | BrokerVersion::V4_2) => true,
            (QueueType::Quorum, _) => true,
        }
    }

    /// Who is done within this has been borne, whatever the broker counts.
    pub fn bears_workers(&self) -> Micros {
        let set = |span: Micros| if span > 0 { span } else { Micros::MAX };
        let unheard = match self.handler_blocks {
            true => set(2 * self.heartbeat),
            false => Micros::MAX,
        };
        set(self.consumer_timeout).min(unheard)
    }
}
