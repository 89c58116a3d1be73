//! What queueing theory says, in closed form.
//!
//! Used to argue with the engine: these formulas know nothing of it. Rates are per second, times in seconds, means in
//! the long run (the steady state).
//!
//! | file | systems (Kendall's notation: arrivals/service/servers/places) |
//! |---|---|
//! | [`erlang`] | M/M/1, M/M/c: exponential service, one line |
//! | [`general`] | M/G/1, M/D/1, M/D/c: other services; lines dealt in turn |
//! | [`blocking`] | M/M/c/K: at most K inside, later arrivals are turned away |
//! | [`patience`] | M/M/c + M (Erlang A): those in line give up, each after a time of their own |
//! | [`deadline`] | M/M/c + D: all after the same time |
//! | [`priority`] | M/M/c, two classes, nobody is interrupted |
//! | [`prediction`] | which of them the shops are under the settings in force, if any |

pub mod blocking;
pub mod deadline;
pub mod erlang;
pub mod general;
pub mod patience;
pub mod prediction;
pub mod priority;

pub use blocking::{Blocking, mmck};
pub use deadline::{Deadline, mmc_deadline};
pub use erlang::{erlang_b, erlang_c, mmc_mean_wait, mmc_sojourn_beyond};
pub use general::{dealt_mean_wait, mdc_mean_wait, mdc_wait_decay, mg1_mean_wait};
pub use patience::erlang_a;
pub use prediction::{Line, Lost, Misfit, Prediction, System, applies};
pub use priority::mmc_priority_mean_waits;

/// Steady states by solving the balance equations, for the tests: nothing of a closed form is in it.
#[cfg(test)]
mod balance {
    /// The distribution of a birth-death process on 0..=n, `birth[k]` from k to k + 1 and `death[k]` from k + 1 to k,
    /// by Gaussian elimination of the balance equations, the last replaced by "they sum to 1".
    pub(super) fn birth_death(birth: &[f64], death: &[f64]) -> Vec<f64> {
        let n = birth.len() + 1;
        let mut rows = vec![vec![0.0; n + 1]; n];
        for k in 0..n - 1 {
            rows[k][k] -= birth[k];
            rows[k + 1][k] += birth[k];
            rows[k + 1][k + 1] -= death[k];
            rows[k][k + 1] += death[k];
        }
        rows[n - 1] = vec![1.0; n + 1];
        solve(rows)
    }

    /// Gaussian elimination with pivoting; each row ends with its right-hand side.
    fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
        let n = rows.len();
        for column in 0..n {
            let pivot = (column..n)
                .max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))
                .expect("a row");
            rows.swap(column, pivot);
            let eliminator = rows[column].clone();
            for row in rows.iter_mut().skip(column + 1) {
                let factor = row[column] / eliminator[column];
                if factor != 0.0 {
                    for (x, e) in row.iter_mut().zip(&eliminator).skip(column) {
                        *x -= factor * e;
                    }
                }
            }
        }
        let mut solution = vec![0.0; n];
        for k in (0..n).rev() {
            let known: f64 = (k + 1..n).map(|j| rows[k][j] * solution[j]).sum();
            solution[k] = (rows[k][n] - known) / rows[k][k];
        }
        solution
    }

    pub(super) fn close(a: f64, b: f64, relative: f64) {
        let scale = a.abs().max(b.abs()).max(1e-12);
        assert!((a - b).abs() <= relative * scale, "{a} is not {b}");
    }
}
