//! What a run is measured by.
//!
//! * [`Latency`]: every single latency is kept, so percentiles are exact.
//! * [`Usage`]: levels over the whole run: the highest, and each weighted by its time.
//! * [`Series`]: how levels and latencies went over time, in a fixed number of slices that grow wider as the run
//!   grows longer: a run that goes on all day takes no more room than a short one.
//! * `Each`: the levels of each of several services, in the same slices.

mod each;
mod latency;
mod levels;
mod series;

pub use self::each::OfEach;
pub use self::latency::{Latency, Together};
pub use self::levels::{Held, Levels, Usage};
pub use self::series::{Known, SLICES, Series, Slice};
