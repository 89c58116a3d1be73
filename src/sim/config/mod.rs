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
mod part;
mod row;
mod service;
mod table;
mod whole;

pub use self::choices::*;
pub use self::part::{PARTS, Part};
pub use self::row::{About, Kind, Zero};
pub use self::service::Service;
pub use self::table::Common;
pub use self::whole::{COUNT, Config, DEFAULTS, ROWS, Row, name_of, source};

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
