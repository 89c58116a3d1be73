//! Which luck is judged, where a recording does not say what luck there was.
//!
//! ```text
//! experiment ──▶ played with 15 seeds ──▶ by how long orders took in all ──▶ the one in the middle is judged
//! ```
//!
//! A recording says what was sent, how long the work took and what broke. Of an uneven wire it says how uneven, and not how late each
//! segment was; of a memory alarm not whose socket was read first. One seed might flatter a run or wrong it, so none is chosen.

use super::line::Line;
use super::play::Played;

/// Seeds that such a run is played with: an odd number.
pub(super) const SEEDS: u64 = 15;

/// The one in the middle.
pub(super) fn typical(mut played: Vec<Played>) -> Option<Played> {
    played.sort_by(|a, b| in_all(a).total_cmp(&in_all(b)));
    let middle = played.len() / 2;
    (middle < played.len()).then(|| played.swap_remove(middle))
}

/// How long orders took until they were told, and paid, in milliseconds.
fn in_all(played: &Played) -> f64 {
    let took = |it: &Line| {
        let ends = [it.t_response, it.t_payment_done].into_iter().flatten();
        ends.map(|at| at - it.t_submit).sum::<f64>()
    };
    played.orders.iter().map(took).sum()
}
