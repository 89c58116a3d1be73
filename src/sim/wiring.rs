//! The one table of wirings: how Checkout has its orders paid, and what a shop is called by.
//!
//! ```text
//! row ──▶ Wiring, WIRINGS ──▶ a shop each (engine.rs), a lane each (view), a key each in the report
//!    └──▶ Side, SHOP_NAMES    which shops an order goes to
//! ```
//!
//! There is one shop of each, and what there is one of for each shop is an array that is read by it: `lanes[Wiring::Sync]`. Who
//! wants to know something of a wiring asks for that, not for its name: has it a queue, does its user wait for the charge?

use std::ops::{Index, IndexMut};

use serde::Serialize;

use super::part::{PartId, PartKind};

/// From a row for each wiring, from left to right: the enum, its names in links and files, what it is, and who can be sent an
/// order.
macro_rules! wirings {
    ($($(#[doc = $means:literal])+ $Wiring:ident: $name:literal, answers_when_paid: $paid:literal, parts: [$($Part:ident),+];)+) => {
        /// Which wiring a shop has. It is also the shop's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Wiring {
            $($(#[doc = $means])+ $Wiring,)+
        }

        /// How many there are.
        pub const WIRINGS: usize = Wiring::ALL.len();

        impl Wiring {
            /// All of them, from left to right.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$Wiring),+];

            /// Its name in files, links and the document.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$Wiring => $name,)+
                }
            }

            /// What it is, in the words of the schemas.
            pub fn means(self) -> &'static str {
                match self {
                    $(Self::$Wiring => concat!($($means),+).trim_ascii(),)+
                }
            }

            /// Is the answer that says yes given when the order is charged? Else it is given before, and promises that.
            pub const fn answers_when_paid(self) -> bool {
                match self {
                    $(Self::$Wiring => $paid,)+
                }
            }

            /// The parts of its shop, on the way down.
            pub const fn parts(self) -> &'static [PartId] {
                match self {
                    $(Self::$Wiring => const { &[$(PartId::first(PartKind::$Part)),+] },)+
                }
            }
        }

        /// Who gets this order: one shop, or all. (One shop by itself is known by its [`Wiring`].)
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Side {
            $($(#[doc = $means])+ $Wiring,)+
            /// All at once: the fair race.
            Both,
        }

        /// The names of shops in files and links; they never change.
        pub const SHOP_NAMES: [(&str, Side); WIRINGS + 1] = [$(($name, Side::$Wiring),)+ ("both", Side::Both)];

        impl From<Wiring> for Side {
            fn from(wiring: Wiring) -> Self {
                match wiring {
                    $(Wiring::$Wiring => Self::$Wiring,)+
                }
            }
        }

        impl Side {
            /// The shops it names, from left to right.
            pub fn shops(self) -> &'static [Wiring] {
                match self {
                    $(Self::$Wiring => &[Wiring::$Wiring],)+
                    Self::Both => &Wiring::ALL,
                }
            }
        }
    };
}

wirings! {
    /// The shop that calls and waits.
    Sync: "sync", answers_when_paid: true, parts: [Users, Checkout, Service];
    /// The shop that publishes.
    Async: "async", answers_when_paid: false, parts: [Users, Checkout, Queue, Workers];
}

impl Wiring {
    /// Has its shop such a part?
    pub fn has(self, kind: PartKind) -> bool {
        self.parts().iter().any(|part| part.kind == kind)
    }
}

impl Side {
    /// Is this shop one of them?
    pub fn has(self, shop: Wiring) -> bool {
        self.shops().contains(&shop)
    }
}

impl<T> Index<Wiring> for [T; WIRINGS] {
    type Output = T;

    fn index(&self, wiring: Wiring) -> &T {
        &self[wiring as usize]
    }
}

impl<T> IndexMut<Wiring> for [T; WIRINGS] {
    fn index_mut(&mut self, wiring: Wiring) -> &mut T {
        &mut self[wiring as usize]
    }
}
