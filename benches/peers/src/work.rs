//! The work, as every simulator is told it, and what a run comes to.

use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A queueing model.
#[derive(Debug)]
pub struct Work {
    pub orders: usize,
    pub servers: usize,
    pub service_s: f64,
    pub rate: f64,
    /// `None`: orders go straight to the servers, and nobody gives up.
    pub callers: Option<Callers>,
}

/// Who calls the servers, and how long each of them waits.
#[derive(Clone, Copy, Debug)]
pub struct Callers {
    pub timeout: Duration,
    pub threads: usize,
}

/// What a run comes to.
#[derive(Debug, Default)]
pub struct Run {
    /// Times until paid in seconds, in the order in which they became known.
    pub sojourns: Vec<f64>,
    /// Callers who gave up.
    pub timeouts: usize,
}

impl Work {
    /// From ORDERS SERVERS SERVICE_S RATE [TIMEOUT_S THREADS].
    pub fn read(words: &[String]) -> Self {
        let callers = (words.len() > 4).then(|| Callers {
            timeout: Duration::from_secs_f64(number(&words[4])),
            threads: number(&words[5]),
        });
        Self {
            orders: number(&words[0]),
            servers: number(&words[1]),
            service_s: number(&words[2]),
            rate: number(&words[3]),
            callers,
        }
    }
}

fn number<T: FromStr>(word: &str) -> T {
    let Ok(number) = word.parse() else {
        panic!("'{word}' is not a number")
    };
    number
}

/// SplitMix64, in sequence: neither library brings a generator, so both have the kind that the engine uses.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Luck(pub u64);

impl Luck {
    pub fn exponential(&mut self, mean_s: f64) -> Duration {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let quantile = ((z >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64);
        // NeXosim takes no span of nothing.
        Duration::from_nanos((-quantile.ln() * mean_s * 1e9).max(1.0) as u64)
    }
}
