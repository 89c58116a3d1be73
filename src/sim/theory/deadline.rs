//! M/M/c + D: as M/M/c, but whoever has waited in line for a fixed time leaves it, and is not served.
//!
//! Source: Barrer, *Queuing with impatient customers and ordered service* (1957); for any patience Baccelli and
//! Hebuterne, *On queues with impatient customers* (1981). Steady at any load.
//!
//! ```text
//! how long a customer who arrives now would have to wait for a server:
//!   0 with weight 1/B     x seconds with density λ e^{(λ − cμ)x} up to the deadline, λ e^{λD − cμx} beyond it
//! ```
//!
//! B is Erlang's B of c − 1 servers. Who would have to wait for longer than the deadline leaves.

use super::erlang::erlang_b;

/// What an M/M/c + D system does in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deadline {
    /// The share of arrivals that have to wait.
    pub waits: f64,
    /// The share of arrivals that leave the line.
    pub abandons: f64,
    /// The mean wait in line of those who are served, in seconds.
    pub wait_s: f64,
}

/// M/M/c whose line is left after `deadline` seconds, above 0. Any utilisation, arrival rate above 0.
pub fn mmc_deadline(servers: u32, arrival_rate: f64, mean_service: f64, deadline: f64) -> Deadline {
    let all_busy = f64::from(servers) / mean_service;
    let growth = (arrival_rate - all_busy) * deadline;
    // Everything is divided by e^growth where that is large, so that nothing overflows.
    let (area, moment) = below_the_deadline(growth);
    let idle = libm::exp(-growth.max(0.0)) / erlang_b(servers - 1, arrival_rate * mean_service);
    let in_time = arrival_rate * deadline * area;
    let late = arrival_rate * libm::exp(growth.min(0.0)) / all_busy;
    let all = idle + in_time + late;
    Deadline {
        waits: (in_time + late) / all,
        abandons: late / all,
        wait_s: arrival_rate * deadline * deadline * moment / (idle + in_time),
    }
}

/// The integrals of e^{gx} and of x e^{gx} for x from 0 to 1, divided by e^g if g is above 0.
fn below_the_deadline(g: f64) -> (f64, f64) {
    let h = g.abs();
    if h < 1e-3 {
        // The quotients below have no digits here.
        let area = 1.0 - h / 2.0 + h * h / 6.0;
        let moment = match g > 0.0 {
            true => 0.5 - h / 6.0 + h * h / 24.0,
            false => 0.5 - h / 3.0 + h * h / 8.0,
        };
        return (area, moment);
    }
    let small = libm::exp(-h);
    let moment = match g > 0.0 {
        true => h - 1.0 + small,
        false => 1.0 - (1.0 + h) * small,
    };
    ((1.0 - small) / h, moment / (h * h))
}

#[cfg(test)]
mod tests {
    use super::super::balance::close;
    use super::super::erlang::{erlang_c, mmc_mean_wait};
    use super::*;

    /// What a customer would have to wait, crossing by crossing of its level: v(x) is the rate of jumps from below x
    /// to above it, of those who join (they find less than the deadline). Solved by steps, nothing in closed form.
    fn by_steps(servers: u32, rate: f64, deadline: f64) -> Deadline {
        let all_busy = f64::from(servers);
        // v(x) = λ (p e^{−cx} + ∫₀^min(x, D) v(u) e^{−c(x − u)} du), p: the weight of one server free and no line. The
        // bracket S falls by cS and grows by v below the deadline: S' = (λ − c) S, by the midpoint rule.
        let steps = 200_000;
        let dx = deadline / f64::from(steps);
        let (mut bracket, mut area, mut moment) = (1.0, 0.0, 0.0);
        for k in 0..steps {
            let half = bracket + dx / 2.0 * (rate - all_busy) * bracket;
            area += dx * rate * half;
            moment += dx * (f64::from(k) + 0.5) * dx * rate * half;
            bracket += dx * (rate - all_busy) * half;
        }
        let late = rate * bracket / all_busy;
        // Weights of 0 to c − 1 busy, the last of them 1.
        let mut weight = 1.0;
        let mut idle = 1.0;
        for busy in (1..servers).rev() {
            weight *= f64::from(busy) / rate;
            idle += weight;
        }
        let all = idle + area + late;
        Deadline {
            waits: (area + late) / all,
            abandons: late / all,
            wait_s: moment / (idle + area),
        }
    }

    #[test]
    fn level_crossings_agree() {
        for (servers, rate, deadline) in [
            (1, 0.5, 1.0),
            (1, 1.0, 3.0),
            (1, 1.000_1, 3.0),
            (1, 0.999_9, 3.0),
            (1, 2.0, 2.5),
            (4, 3.6, 0.7),
            (4, 6.0, 2.0),
            (40, 38.0, 0.1),
        ] {
            let (found, stepped) = (
                mmc_deadline(servers, rate, 1.0, deadline),
                by_steps(servers, rate, deadline),
            );
            close(found.waits, stepped.waits, 1e-7);
            close(found.abandons, stepped.abandons, 1e-7);
            close(found.wait_s, stepped.wait_s, 1e-7);
        }
    }

    #[test]
    fn its_limits_are_known() {
        // Nobody is ever late: M/M/c.
        let patient = mmc_deadline(4, 3.6, 1.0, 1e4);
        close(patient.waits, erlang_c(4, 3.6), 1e-9);
        close(patient.wait_s, mmc_mean_wait(4, 3.6, 1.0), 1e-9);
        assert!(patient.abandons < 1e-12);
        // Nobody waits at all: M/M/c/c.
        close(
            mmc_deadline(4, 3.6, 1.0, 1e-9).abandons,
            erlang_b(4, 3.6),
            1e-6,
        );
        // Far above saturation what cannot be served leaves, the others wait nearly until the deadline.
        let crowded = mmc_deadline(40, 1_000.0, 1.0, 600.0);
        close(crowded.abandons, 0.96, 1e-9);
        close(crowded.wait_s, 600.0, 1e-4);
        // What is served is what the servers do: in M/M/1 they are idle as long as nobody waits.
        let one = mmc_deadline(1, 0.9, 1.0, 2.0);
        close(0.9 * (1.0 - one.abandons), one.waits, 1e-12);
    }
}
