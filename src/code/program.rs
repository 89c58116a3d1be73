//! A program of a shop: whose it is, where it would lie, and who writes it down.

use super::listing::File;
use super::passage::Role;
use crate::sim::config::Config;
use crate::sim::wiring::Wiring;

/// A program of a shop.
#[derive(Debug)]
pub struct Program {
    /// Whose it is.
    pub shop: Wiring,
    /// Which of that shop's.
    pub role: Role,
    /// Where it would lie.
    pub name: &'static str,
    /// It, for these settings.
    pub(super) write: fn(&Self, &Config) -> File,
}

impl Program {
    /// Does the shop need it, under these settings?
    pub fn is_needed(&self, config: &Config) -> bool {
        match self.role {
            Role::Checkout => true,
            Role::Service(service) => config.needs.set().has(service),
        }
    }

    /// It, for these settings.
    pub fn file(&self, config: &Config) -> File {
        (self.write)(self, config)
    }

    /// The name it is run by.
    pub(super) fn module(&self) -> &'static str {
        let (_, file) = self.name.split_once('/').unwrap_or_default();
        file.trim_end_matches(".py")
    }
}
