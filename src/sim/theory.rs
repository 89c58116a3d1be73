//! What queueing theory says, in closed form.
//!
//! Used to argue with the engine: these formulas know nothing of it. Rates are per second, times in seconds.

/// Erlang's C formula: the probability that an arrival has to wait in M/M/c.
///
/// `servers` ≥ 1, `offered_load` = arrival rate × mean service time, below `servers`.
pub fn erlang_c(servers: u32, offered_load: f64) -> f64 {
    // Erlang's B formula by its stable recursion, then C from B.
    let mut blocking = 1.0;
    for k in 1..=servers {
        blocking = offered_load * blocking / (f64::from(k) + offered_load * blocking);
    }
    let utilisation = offered_load / f64::from(servers);
    blocking / (1.0 - utilisation * (1.0 - blocking))
}

/// The mean waiting time in line of M/M/c, in seconds.
pub fn mmc_mean_wait(servers: u32, arrival_rate: f64, mean_service: f64) -> f64 {
    let offered_load = arrival_rate * mean_service;
    erlang_c(servers, offered_load) * mean_service / (f64::from(servers) - offered_load)
}

#[cfg(test)]
mod tests {
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
}
