//! M/M/c/K: Poisson arrivals, exponential service, c servers, and K places in all; who finds none is turned away.
//!
//! Source: Gross and others, *Fundamentals of Queueing Theory*, chapter 3. Written as a recursion over the places in
//! line, which neither overflows above saturation nor loses digits below it: one more place has the weight of the one
//! before it times ρ.

use super::erlang::erlang_b;

/// What an M/M/c/K system does in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blocking {
    /// The share of arrivals turned away: those who find all K places taken.
    pub blocked: f64,
    /// The mean number in line, those in service left out.
    pub line: f64,
    /// The mean wait in line of those who got in, in seconds.
    pub wait_s: f64,
}

/// M/M/c with `places` in line besides the servers, so K = c + `places`. Any utilisation, arrival rate above 0.
pub fn mmck(servers: u32, places: u32, arrival_rate: f64, mean_service: f64) -> Blocking {
    let offered_load = arrival_rate * mean_service;
    let utilisation = offered_load / f64::from(servers);
    let mut blocked = erlang_b(servers, offered_load);
    let mut line = 0.0;
    for place in 1..=places {
        let weight = utilisation * blocked;
        line = (line + f64::from(place) * weight) / (1.0 + weight);
        blocked = weight / (1.0 + weight);
    }
    Blocking {
        blocked,
        line,
        wait_s: line / (arrival_rate * (1.0 - blocked)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::balance::{birth_death, close};
    use super::super::erlang::mmc_mean_wait;
    use super::*;

    #[test]
    fn the_balance_equations_agree() {
        for (servers, places, load) in [
            (1usize, 0usize, 0.5),
            (1, 4, 0.9),
            (1, 9, 1.0),
            (4, 12, 7.0),
            (40, 60, 41.0),
        ] {
            let all = servers + places;
            let death: Vec<f64> = (1..=all).map(|k| k.min(servers) as f64).collect();
            let p = birth_death(&vec![load; all], &death);
            let found = mmck(servers as u32, places as u32, load, 1.0);
            close(found.blocked, p[all], 1e-9);
            let line = p[servers..].iter().zip(0u32..);
            close(found.line, line.map(|(p, k)| p * f64::from(k)).sum(), 1e-9);
        }
    }

    #[test]
    fn its_limits_are_known() {
        // One server at its saturation: all K + 1 states are equally likely.
        close(mmck(1, 9, 1.0, 1.0).blocked, 1.0 / 11.0, 1e-12);
        // A line without end below saturation, and far above it: what cannot be served is turned away.
        close(
            mmck(4, 10_000, 3.6, 1.0).wait_s,
            mmc_mean_wait(4, 3.6, 1.0),
            1e-9,
        );
        close(mmck(4, 1_000_000, 40.0, 1.0).blocked, 0.9, 1e-9);
    }
}
