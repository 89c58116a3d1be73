//! M/M/1 and M/M/c: Poisson arrivals, exponential service, c servers, one line without end, first in first out.
//!
//! Source: Kleinrock, *Queueing Systems*, volume 1, chapter 3; the stable recursion for Erlang B is in any text on
//! teletraffic. M/M/1 is c = 1: the mean wait is ρ/(1 − ρ) services.

/// Erlang's B formula: the share of arrivals that are turned away if nobody can wait (M/M/c/c).
///
/// `offered_load` = arrival rate × mean service time, in erlangs.
pub fn erlang_b(servers: u32, offered_load: f64) -> f64 {
    (1..=servers).fold(1.0, |blocking, k| {
        offered_load * blocking / (f64::from(k) + offered_load * blocking)
    })
}

/// Erlang's C formula: the probability that an arrival has to wait in M/M/c.
///
/// `servers` ≥ 1, `offered_load` = arrival rate × mean service time, below `servers`.
pub fn erlang_c(servers: u32, offered_load: f64) -> f64 {
    let blocking = erlang_b(servers, offered_load);
    let utilisation = offered_load / f64::from(servers);
    blocking / (1.0 - utilisation * (1.0 - blocking))
}

/// The mean waiting time in line of M/M/c, in seconds.
pub fn mmc_mean_wait(servers: u32, arrival_rate: f64, mean_service: f64) -> f64 {
    let offered_load = arrival_rate * mean_service;
    erlang_c(servers, offered_load) * mean_service / (f64::from(servers) - offered_load)
}

/// The probability that waiting and service together take longer than `span` seconds in M/M/c.
pub fn mmc_sojourn_beyond(servers: u32, arrival_rate: f64, mean_service: f64, span: f64) -> f64 {
    let waits = erlang_c(servers, arrival_rate * mean_service);
    // In services: the wait of those who wait is exponential with rate c − a, the service with rate 1.
    let (r, t) = (
        f64::from(servers) - arrival_rate * mean_service,
        span / mean_service,
    );
    let service = libm::exp(-t);
    // (r e^{−t} − e^{−rt}) / (r − 1), which has no value at r = 1 and no digits near it.
    let x = t * (1.0 - r);
    let both = service
        + if x.abs() > 1e-6 {
            t * (libm::exp(-r * t) - service) / x
        } else {
            t * service
        };
    (1.0 - waits) * service + waits * both
}

#[cfg(test)]
mod tests {
    use super::super::balance::{birth_death, close};
    use super::*;

    #[test]
    fn with_one_server_an_arrival_waits_as_often_as_the_server_is_busy() {
        assert!((erlang_c(1, 0.9) - 0.9).abs() < 1e-12);
        assert!((mmc_mean_wait(1, 0.9, 1.0) - 9.0).abs() < 1e-9);
    }

    /// Two servers, one erlang: 1/3 (any table of Erlang C).
    #[test]
    fn two_servers_one_erlang() {
        assert!((erlang_c(2, 1.0) - 1.0 / 3.0).abs() < 1e-12);
    }

    /// A line of 400 places is as good as one without end.
    #[test]
    fn the_balance_equations_agree() {
        for (servers, load) in [(1usize, 0.5), (1, 0.9), (4, 3.0), (40, 36.0)] {
            let places = servers + 400;
            let death: Vec<f64> = (1..=places).map(|k| k.min(servers) as f64).collect();
            let p = birth_death(&vec![load; places], &death);
            let waits: f64 = p[servers..].iter().sum();
            let line = p[servers..].iter().zip(0u32..);
            let line: f64 = line.map(|(p, k)| p * f64::from(k)).sum();
            close(erlang_c(servers as u32, load), waits, 1e-9);
            close(mmc_mean_wait(servers as u32, load, 1.0), line / load, 1e-9);
        }
    }

    /// In M/M/1 the time inside is exponential with rate μ − λ; in any system it is no probability above 1.
    #[test]
    fn how_long_an_order_is_inside() {
        for span in [0.1, 1.0, 10.0, 60.0] {
            close(
                mmc_sojourn_beyond(1, 0.9, 1.0, span),
                libm::exp(-0.1 * span),
                1e-9,
            );
            // Hardly anybody waits: the service alone.
            close(
                mmc_sojourn_beyond(40, 4.0, 1.0, span),
                libm::exp(-span),
                1e-9,
            );
            // r = 1: c − a = 1.
            let near = mmc_sojourn_beyond(4, 3.000_001, 1.0, span);
            close(mmc_sojourn_beyond(4, 3.0, 1.0, span), near, 1e-4);
        }
        // The mean is the area under it.
        let step = 0.001;
        let area: f64 = (0..400_000)
            .map(|k| step * mmc_sojourn_beyond(4, 3.6, 1.0, (f64::from(k) + 0.5) * step))
            .sum();
        close(area, mmc_mean_wait(4, 3.6, 1.0) + 1.0, 1e-5);
    }
}
