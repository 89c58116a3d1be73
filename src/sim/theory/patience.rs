//! Erlang A, M/M/c + M: as M/M/c, but whoever waits in line gives up after an exponential patience of their own.
//!
//! Source: Palm (1946); Garnett, Mandelbaum and Reiman, *Designing a Call Center with Impatient Customers* (2002).
//! Steady at any load. The sums over the line are of positive terms, scaled as they grow: nothing cancels for patient
//! callers, and nothing overflows above saturation. Who is being served stays.

use super::erlang::erlang_b;

/// What an Erlang-A system does in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    /// The share of arrivals that have to wait.
    pub waits: f64,
    /// The share of arrivals that give up.
    pub abandons: f64,
    /// The mean number in line.
    pub line: f64,
    /// The mean time in line of all arrivals, those who give up included, in seconds.
    pub wait_s: f64,
}

/// M/M/c with a mean patience of `mean_patience` seconds, above 0. Any utilisation, arrival rate above 0.
pub fn erlang_a(servers: u32, arrival_rate: f64, mean_service: f64, mean_patience: f64) -> ErlangA {
    let all_busy = f64::from(servers) / mean_service;
    // Weights of k in line, beginning with 1 for all servers busy and nobody in line.
    let (mut weight, mut weights, mut line_weights, mut scale) = (1.0, 1.0, 0.0, 1.0);
    for k in 1.. {
        let k = f64::from(k);
        weight *= arrival_rate / (all_busy + k / mean_patience);
        weights += weight;
        line_weights += k * weight;
        if weights > 1e200 {
            for sum in [&mut weight, &mut weights, &mut line_weights, &mut scale] {
                *sum *= 1e-200;
            }
        }
        // Past the peak, each further weight is smaller by more than the one before.
        let falls = arrival_rate < all_busy + k / mean_patience;
        if falls && k * weight < 1e-17 * line_weights || weight == 0.0 {
            break;
        }
    }
    // Erlang B is the share of "all busy" among the states without a line; they weigh 1/B in all.
    let blocking = erlang_b(servers, arrival_rate * mean_service);
    let total = weights - scale + scale / blocking;
    let line = line_weights / total;
    ErlangA {
        waits: weights / total,
        abandons: line / (mean_patience * arrival_rate),
        line,
        wait_s: line / arrival_rate,
    }
}

#[cfg(test)]
mod tests {
    use super::super::balance::{birth_death, close};
    use super::super::erlang::{erlang_c, mmc_mean_wait};
    use super::*;

    /// With 600 in line somebody has given up.
    #[test]
    fn the_balance_equations_agree() {
        for (servers, load, patience) in [
            (1usize, 0.5, 1.0),
            (1, 2.0, 5.0),
            (4, 3.6, 10.0),
            (40, 60.0, 2.0),
        ] {
            let all = servers + 600;
            let death = (1..=all)
                .map(|k| k.min(servers) as f64 + k.saturating_sub(servers) as f64 / patience);
            let p = birth_death(&vec![load; all], &death.collect::<Vec<f64>>());
            let found = erlang_a(servers as u32, load, 1.0, patience);
            close(found.waits, p[servers..].iter().sum(), 1e-9);
            let line = p[servers..].iter().zip(0u32..);
            close(found.line, line.map(|(p, k)| p * f64::from(k)).sum(), 1e-9);
            // What is not served gives up.
            let busy = p.iter().enumerate();
            let busy: f64 = busy.map(|(k, p)| k.min(servers) as f64 * p).sum();
            close(found.abandons, 1.0 - busy / load, 1e-7);
        }
    }

    #[test]
    fn its_limits_are_known() {
        // Nobody gives up: M/M/c.
        let patient = erlang_a(4, 3.6, 1.0, 1e9);
        close(patient.waits, erlang_c(4, 3.6), 1e-6);
        close(patient.wait_s, mmc_mean_wait(4, 3.6, 1.0), 1e-6);
        // A patience of one service: a server for everybody, so the number inside is Poisson.
        let as_long = erlang_a(1, 2.0, 1.0, 1.0);
        close(as_long.waits, 1.0 - libm::exp(-2.0), 1e-12);
        // No patience: nobody waits, as in M/M/c/c.
        close(erlang_a(4, 3.6, 1.0, 1e-9).abandons, erlang_b(4, 3.6), 1e-6);
        // Far above saturation with patient callers: what cannot be served gives up, and nothing overflows.
        close(erlang_a(40, 1_000.0, 1.0, 600.0).abandons, 0.96, 1e-6);
    }
}
