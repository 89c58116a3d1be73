//! What is made of the rows: by one macro, so that no second list of settings is ever written.
//!
//! ```text
//!   read_timeout: Micros {                  pub struct Common { pub read_timeout: Micros, … }
//!       name: "read_timeout_ms", …    ──▶   DEFAULT = Common { read_timeout: 5_000 * MILLI, … }
//!       default: 5_000 * MILLI,             ROWS = [Row { name: "read_timeout_ms", … }, …]
//!       source: "httpx's default of 5 s",   SOURCES = ["httpx's default of 5 s", …]
//!   }
//! ```
//!
//! What a row reads and writes is the field it is named with, whatever its type (`field.rs`).

use super::lineup::Lineup;
use super::row::Kind;
use crate::choice::Choice;

/// A type that says by itself what values it takes. (A number does not: without `takes` in its row it does not compile.)
pub(super) trait Takes {
    const KIND: Kind;
}

impl Takes for bool {
    const KIND: Kind = Kind::Flag;
}

impl Takes for Lineup {
    const KIND: Kind = Kind::Services;
}

impl<T: Choice> Takes for T {
    const KIND: Kind = Kind::Choice { options: T::NAMES };
}

/// From the rows, by part: a struct with its defaults, and the rows as values.
///
/// The sources of the defaults stand apart: the page's first view has no use for them, and does not load them.
macro_rules! settings {
    (
        $(#[$of:meta])*
        $Owner:ident;
        $(
            $(#[$holds:meta])*
            $Part:ident {$(
                $(#[$about:meta])*
                $field:ident: $Type:ty {
                    name: $name:literal $(/ $short:literal)?,
                    $(unit: $unit:literal,)?
                    $(takes: $takes:expr,)?
                    default: $default:expr,
                    $(rare: $rare:literal,)?
                    source: $source:literal,
                }
            )+}
        )+
    ) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $Owner {
            $($($(#[$about])* pub $field: $Type,)+)+
        }

        impl $Owner {
            /// Everything at its default.
            pub const DEFAULT: Self = Self {
                $($($field: $default,)+)+
            };

            /// How many settings it has.
            pub(super) const COUNT: usize = [$($($name,)+)+].len();

            /// They, by part.
            pub(super) const ROWS: [$crate::config::row::Row<Self>; Self::COUNT] = [$($($crate::config::row::Row {
                about: $crate::config::row::About {
                    name: $name,
                    short: [$($short,)? $name][0],
                    part: $crate::config::part::Part::$Part,
                    unit: concat!($($unit)?),
                    kind: $crate::config::made::kind!($Type $(, $takes)?),
                    rare: [$($rare,)? false][0],
                },
                get: |it| $crate::config::field::Field::number(&it.$field),
                put: |it, number| $crate::config::field::Field::put(&mut it.$field, number),
            },)+)+];
        }

        /// Their names of the services other than Payment, by number from 1, in the order of the rows. (Of what each service
        /// has.)
        #[allow(dead_code)]
        pub(super) static NAMED: [[&str; $Owner::COUNT]; $crate::config::lineup::SERVICES - 1] = [
            [$($(concat!("inventory.", $crate::config::made::short!($name $($short)?)),)+)+],
            [$($(concat!("shipping.", $crate::config::made::short!($name $($short)?)),)+)+],
            [$($(concat!("invoice.", $crate::config::made::short!($name $($short)?)),)+)+],
            [$($(concat!("email.", $crate::config::made::short!($name $($short)?)),)+)+],
            [$($(concat!("loyalty.", $crate::config::made::short!($name $($short)?)),)+)+],
        ];

        /// Where each default comes from, in the order of the rows.
        pub(super) static SOURCES: [&str; $Owner::COUNT] = [$($($source,)+)+];
    };
}
pub(super) use settings;

/// The name behind that of another service.
macro_rules! short {
    ($name:literal) => {
        $name
    };
    ($name:literal $short:literal) => {
        $short
    };
}
pub(super) use short;

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
