//! What is measured: the models of `docs/speed.md`, and what theory says of each.

use crate::sim::theory;

/// A queueing model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// Its name in the table.
    pub name: &'static str,
    /// Servers at Payment.
    pub servers: u32,
    /// Mean service time, exponential, in seconds.
    pub service_s: f64,
    /// Arrivals per second, Poisson.
    pub rate: f64,
    /// Orders.
    pub orders: u64,
    /// The caller's patience at Payment, in seconds.
    pub timeout_s: f64,
    /// Attempts of each order; a failed one is repeated after [`BACK_OFF_S`].
    pub attempts: u32,
}

/// A caller who is never seen to give up: e⁻⁶⁰ and less.
const FOR_EVER_S: f64 = 60.0;

/// Every case, in the order of the table.
pub const CASES: [Case; 6] = [
    Case {
        name: "M/M/1, ρ 0.9, 1 M",
        servers: 1,
        service_s: 0.1,
        rate: 9.0,
        orders: 1_000_000,
        timeout_s: FOR_EVER_S,
        attempts: 1,
    },
    Case {
        name: "M/M/40, ρ 0.9, 1 M",
        servers: 40,
        service_s: 0.1,
        rate: 360.0,
        orders: 1_000_000,
        timeout_s: FOR_EVER_S / 10.0,
        attempts: 1,
    },
    Case {
        name: "pipeline with timeouts, 100 k",
        servers: 4,
        service_s: 0.05,
        rate: 20.0,
        orders: 100_000,
        timeout_s: 0.1,
        attempts: 1,
    },
    Case {
        name: "busy pipeline with timeouts, 100 k",
        servers: 4,
        service_s: 0.05,
        rate: 60.0,
        orders: 100_000,
        timeout_s: 0.2,
        attempts: 1,
    },
    Case {
        name: "pipeline with retries, 100 k",
        servers: 4,
        service_s: 0.05,
        rate: 20.0,
        orders: 100_000,
        timeout_s: 0.1,
        attempts: 3,
    },
    Case {
        name: "retry storm, 100 k",
        servers: 4,
        service_s: 0.05,
        rate: 60.0,
        orders: 100_000,
        timeout_s: 0.2,
        attempts: 3,
    },
];

/// Checkout's threads, which hold an order until it is answered, over all its attempts and the pauses between them.
pub const CHECKOUT_THREADS: usize = 40;

/// The pause before each further attempt, in seconds: always the same, as the engine has it (others let it grow).
pub const BACK_OFF_S: f64 = 0.2;

impl Case {
    /// The mean time until paid in seconds, by Erlang's formula; `None`: retries have no closed form.
    pub fn expected_sojourn_s(&self) -> Option<f64> {
        let wait = theory::mmc_mean_wait(self.servers, self.rate, self.service_s);
        (self.attempts == 1).then_some(wait + self.service_s)
    }

    /// Whether callers are seen to give up.
    pub fn gives_up(&self) -> bool {
        self.timeout_s < 1.0
    }

    /// How many callers give up, on average; `None`: retries have no closed form.
    pub fn expected_timeouts(&self) -> Option<f64> {
        let late =
            theory::mmc_sojourn_beyond(self.servers, self.rate, self.service_s, self.timeout_s);
        (self.attempts == 1).then_some(late * self.orders as f64)
    }
}
