//! Two classes of customers with exponential service of one mean: the first goes before the second in line, and nobody
//! who is being served is interrupted.
//!
//! Source: Cobham (1954) for one server; Kella and Yechiali, *Waiting times in the non-preemptive priority M/M/c
//! queue* (1985) for several.

use super::erlang::erlang_c;

/// The mean waits in line of the first and of the second class, in seconds. `rates` are per second; together they keep
/// fewer than `servers` busy.
pub fn mmc_priority_mean_waits(servers: u32, rates: [f64; 2], mean_service: f64) -> [f64; 2] {
    let c = f64::from(servers);
    let of_the_first = rates[0] * mean_service / c;
    let of_both = (rates[0] + rates[1]) * mean_service / c;
    // Until a server is free for whoever is first in line.
    let free = erlang_c(servers, of_both * c) * mean_service / c;
    let first = free / (1.0 - of_the_first);
    [first, first / (1.0 - of_both)]
}

#[cfg(test)]
mod tests {
    use super::super::balance::close;
    use super::super::erlang::mmc_mean_wait;
    use super::*;

    /// Work is neither made nor lost by its order: together both wait as in one line.
    #[test]
    fn together_they_wait_as_in_one_line() {
        for (servers, rates) in [(1, [0.3, 0.5]), (4, [1.0, 2.6]), (40, [18.0, 20.0])] {
            let waits = mmc_priority_mean_waits(servers, rates, 1.0);
            let all = rates[0] + rates[1];
            let mean = (rates[0] * waits[0] + rates[1] * waits[1]) / all;
            close(mean, mmc_mean_wait(servers, all, 1.0), 1e-9);
            assert!(waits[0] < waits[1]);
        }
        // Nobody before it, or nobody behind it.
        let alone = mmc_mean_wait(4, 3.0, 1.0);
        close(mmc_priority_mean_waits(4, [3.0, 0.0], 1.0)[0], alone, 1e-9);
        close(mmc_priority_mean_waits(4, [0.0, 3.0], 1.0)[1], alone, 1e-9);
    }

    /// The chain itself, by sweeping over its balance equations (Gauss and Seidel) until nothing moves: `servers`
    /// busy, and how many of either class are in line, at most `M` each.
    #[test]
    fn the_balance_equations_agree() {
        const M: usize = 80;
        for (servers, [first, second]) in [(1usize, [0.3, 0.4]), (3, [1.2, 0.9])] {
            let c = servers as f64;
            let all = first + second;
            // idle[n]: n < c busy and no line; line[i][j]: all busy.
            let mut idle = vec![1.0; servers];
            let mut line = vec![[1.0; M]; M];
            for _ in 0..4_000 {
                for n in 0..servers {
                    let above = if n + 1 < servers {
                        idle[n + 1]
                    } else {
                        line[0][0]
                    };
                    let below = if n > 0 { idle[n - 1] * all } else { 0.0 };
                    idle[n] = (below + above * (n + 1) as f64) / (all + n as f64);
                }
                for i in 0..M {
                    for j in 0..M {
                        let mut flow = match (i, j) {
                            (0, 0) => idle[servers - 1] * all,
                            _ => 0.0,
                        };
                        if i > 0 {
                            flow += line[i - 1][j] * first;
                        }
                        if j > 0 {
                            flow += line[i][j - 1] * second;
                        }
                        if i + 1 < M {
                            flow += line[i + 1][j] * c;
                        }
                        // The second class moves up only while nobody of the first is in line.
                        if i == 0 && j + 1 < M {
                            flow += line[0][j + 1] * c;
                        }
                        let mut out = c;
                        if i + 1 < M {
                            out += first;
                        }
                        if j + 1 < M {
                            out += second;
                        }
                        line[i][j] = flow / out;
                    }
                }
            }
            let total: f64 = idle.iter().sum::<f64>() + line.iter().flatten().sum::<f64>();
            let mean = |of: fn(usize, usize) -> usize| {
                let cells = (0..M * M).map(|k| (k / M, k % M));
                cells
                    .map(|(i, j)| line[i][j] * of(i, j) as f64)
                    .sum::<f64>()
                    / total
            };
            let waits = mmc_priority_mean_waits(servers as u32, [first, second], 1.0);
            close(waits[0], mean(|i, _| i) / first, 1e-5);
            close(waits[1], mean(|_, j| j) / second, 1e-5);
        }
    }
}
