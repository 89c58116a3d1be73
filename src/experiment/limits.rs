//! Everything has a limit; here they are, with what happens at each.

use crate::sim::time::{Micros, SECOND};

/// Orders one click sends at most; a larger click in a file is refused with a sentence.
pub const CLICK_LIMIT: u32 = 1_000_000;

/// Interventions in one experiment at most; further ones are refused with a sentence.
pub const LOG_LIMIT: usize = 10_000;

/// The latest instant of an intervention: 1,000 days. Later ones are refused with a sentence.
pub const TIME_LIMIT: Micros = 1_000 * 86_400 * SECOND;

/// Events after which "run to the end" gives up and says so (a crash loop never ends by itself).
pub const EVENT_LIMIT: u64 = 100_000_000;

/// A seed at most: what every JSON reader can hold exactly.
pub const SEED_LIMIT: u64 = (1 << 53) - 1;
