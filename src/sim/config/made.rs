//! What is made of the rows: by one macro, so that no second list of settings is ever written.
//!
//! ```text
//!   read_timeout: Micros {                  pub struct Config { pub read_timeout: Micros, … }
//!       name: "read_timeout_ms", …    ──▶   DEFAULTS = Config { read_timeout: 5_000 * MILLI, … }
//!       default: 5_000 * MILLI,             ROWS = [Row { name: "read_timeout_ms", … }, …]
//!       source: "httpx's default of 5 s",   SOURCES = ["httpx's default of 5 s", …]
//!   }
//! ```
//!
//! What a row reads and writes is the field it is named with, whatever its type (`field.rs`).

use super::row::Kind;
use crate::choice::Choice;

/// A type that says by itself what values it takes. (A number does not: without `takes` in its row it does not compile.)
pub(super) trait Takes {
    const KIND: Kind;
}

impl Takes for bool {
    const KIND: Kind = Kind::Flag;
}

impl<T: Choice> Takes for T {
    const KIND: Kind = Kind::Choice { options: T::NAMES };
}

/// From the rows, by part: [`Config`] and its defaults, the parts, and the rows as values.
///
/// The sources of the defaults stand apart: the page's first view has no use for them, and does not load them.
macro_rules! settings {
    ($(
        $(#[$holds:meta])*
        $Part:ident {$(
            $(#[$about:meta])*
            $field:ident: $Type:ty {
                name: $name:literal,
                $(unit: $unit:literal,)?
                $(takes: $takes:expr,)?
                default: $default:expr,
                $(rare: $rare:literal,)?
                source: $source:literal,
            }
        )+}
    )+) => {
        /// The settings in force.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Config {
            $($($(#[$about])* pub $field: $Type,)+)+
        }

        /// Every setting at its default.
        pub static DEFAULTS: Config = Config {
            $($($field: $default,)+)+
        };

        /// The part of the shop a setting belongs to; the groups of the page's panel.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Part {
            $($(#[$holds])* $Part,)+
        }

        /// Every part, in the order of the page's panel.
        pub const PARTS: [Part; [$(Part::$Part),+].len()] = [$(Part::$Part),+];

        const ALL: usize = [$($($name,)+)+].len();

        /// A row of this table.
        pub type Row = $crate::config::row::Row<Config, Part>;

        /// All settings, by part.
        pub const ROWS: [Row; ALL] = [$($(Row {
            name: $name,
            part: Part::$Part,
            unit: concat!($($unit)?),
            kind: $crate::config::made::kind!($Type $(, $takes)?),
            rare: [$($rare,)? false][0],
            get: |config| $crate::config::field::Field::number(&config.$field),
            put: |config, number| $crate::config::field::Field::put(&mut config.$field, number),
        },)+)+];

        /// Where each default comes from, in the order of the rows.
        pub static SOURCES: [&str; ALL] = [$($($source,)+)+];
    };
}
pub(super) use settings;

/// What a row says that it takes, or else what its type does.
macro_rules! kind {
    ($Type:ty) => {
        <$Type as $crate::config::made::Takes>::KIND
    };
    ($Type:ty, $takes:expr) => {
        $takes
    };
}
pub(super) use kind;
