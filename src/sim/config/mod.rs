//! Everything a run can be told, in the units of the model; and the one table that says what there is to tell.
//!
//! ```text
//!                       ┌──▶ Config, a field each, and its default       the engine
//!   table.rs,           │    (in Service: one for each service)
//!   service.rs: a row   │
//!   for each setting ───┼──▶ ROWS: name, unit, range, default, part      links, files, sliders, the command line
//!                       │
//!                       └──▶ where each default comes from               docs/settings.md, the panel's helps
//! ```
//!
//! **To add a setting**, copy a row of its part in `table.rs`, or in `service.rs` if each service has one, with the field it fills:
//!
//! ```text
//! /// Longest wait for an answer on a connection.
//! read_timeout: Micros {
//!     name: "read_timeout_ms", unit: "ms", takes: ms(10.0, 600_000.0), default: 5_000 * MILLI,
//!     source: "httpx's default of 5 s",
//! }
//! ```
//!
//! Then say in `words/en/settings.rs` what it is called and does, use `config.read_timeout` where it matters, and have the programs
//! of `src/code` speak of it, or say there why they do not. Sliders, validation, links and files follow by themselves, documents
//! and schemas are written anew (`showdown settings --markdown`, `showdown schema`). A choice is an enum of `choices.rs`, each
//! value with its name.
//!
//! A live change replaces the whole [`Config`] and applies to what starts after it: a busy thread finishes, a running call
//! keeps its timeout.

pub mod choices;
mod field;
pub mod lineup;
mod made;
mod row;
mod service;
mod table;

use std::ops::{Deref, DerefMut};

pub use self::choices::*;
use self::lineup::{PAYMENT, SERVICES};
pub use self::row::{Kind, Row, Zero};
pub use self::service::Service;
pub use self::table::Common;

/// What a setting belongs to; the groups of the page's panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// How orders come.
    Traffic,
    /// The work of a service, whoever does it.
    Service,
    /// The service users talk to.
    Checkout,
    /// The queue of a service.
    Queue,
    /// The broker, whatever its queues.
    Broker,
    /// What lies between.
    Network,
}

/// Every part, in the order of the page's panel.
pub const PARTS: [Part; 6] = [
    Part::Traffic,
    Part::Service,
    Part::Checkout,
    Part::Queue,
    Part::Broker,
    Part::Network,
];

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
    let mut rows = [Common::ROWS[0]; COUNT];
    let (mut at, mut part) = (0, 0);
    while part < PARTS.len() {
        let (mut k, mut of_services) = (0, false);
        loop {
            let all: &[Row] = if of_services {
                &Service::ROWS
            } else {
                &Common::ROWS
            };
            if k == all.len() {
                if of_services {
                    break;
                }
                (k, of_services) = (0, true);
                continue;
            }
            if all[k].part as usize == PARTS[part] as usize {
                rows[at] = all[k];
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
        return row.name;
    }
    let mut at = 0;
    while at < Service::COUNT {
        if is_same(Service::ROWS[at].name, row.name) {
            return service::NAMED[service as usize - 1][at];
        }
        at += 1;
    }
    row.name
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
    let is = |row: &Row| row.name == name;
    match Common::ROWS.iter().position(is) {
        Some(at) => Some(table::SOURCES[at]),
        None => Some(service::SOURCES[Service::ROWS.iter().position(is)?]),
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
}

impl Service {
    /// Does its queue itself survive a broker restart?
    pub fn is_durable(&self) -> bool {
        self.queue_durable || self.queue_type == QueueType::Quorum
    }

    /// Do all messages survive with it, persistent or not? (A Raft log knows no transient ones.)
    pub fn keeps_everything(&self) -> bool {
        self.queue_type == QueueType::Quorum
    }
}
