//! English: one module for each room of the page, so that a room's words are loaded with it and not before.

pub mod alone;
mod broken;
pub mod charts;
pub mod code;
mod counts;
pub mod crash;
pub mod embed;
pub mod faults;
pub mod figures;
mod harm;
pub mod header;
pub mod keys;
pub mod lane;
pub mod lessons;
pub mod notices;
pub mod outcomes;
pub mod panels;
pub mod presets;
pub mod problems;
mod promised;
pub mod recorded;
pub mod save;
pub mod sentence;
pub mod services;
pub mod settings;
pub mod shopper;
pub mod spine;
pub mod stage;
pub mod steps;
pub mod story;
pub mod textbook;
pub mod transport;
pub mod why;

pub use self::figures::*;
pub use self::notices::notice;
pub use self::problems::problem;
