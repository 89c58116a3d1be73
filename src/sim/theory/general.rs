//! M/G/1, M/D/1, M/D/c: Poisson arrivals, and services that are not exponential.
//!
//! Sources: Pollaczek and Khinchine's formula (Kleinrock, *Queueing Systems*, volume 1, chapter 5). For constant
//! service by several servers Crommelin's generating function (1932), by its roots: Tijms, *A First Course in
//! Stochastic Models*, chapter 9; that they can be iterated: Janssen and van Leeuwaarden (2005).

/// The mean waiting time in line of M/G/1, in seconds (Pollaczek–Khinchine).
///
/// `scv` is the squared coefficient of variation of the service, variance/mean²: 0 constant, 1 exponential. Utilisation
/// below 1.
pub fn mg1_mean_wait(arrival_rate: f64, mean_service: f64, scv: f64) -> f64 {
    let utilisation = arrival_rate * mean_service;
    utilisation * mean_service * (1.0 + scv) / (2.0 * (1.0 - utilisation))
}

/// The mean waiting time in line of M/D/c, in seconds: every service takes `service` seconds. Utilisation below 1.
///
/// The number inside has a generating function whose denominator zᶜ = e^{a(z − 1)} has c − 1 roots inside the unit
/// circle besides 1; they give the mean number inside, and Little's law the wait.
pub fn mdc_mean_wait(servers: u32, arrival_rate: f64, service: f64) -> f64 {
    let (c, load) = (f64::from(servers), arrival_rate * service);
    if load == 0.0 {
        return 0.0;
    }
    let utilisation = load / c;
    let spare = c - load;
    let mut inside = (c - spare * spare) / (2.0 * spare);
    // Roots come in pairs of conjugates (−1's own, if c is even, is its own conjugate): the real part of 1/(1 − z).
    for k in 1..servers {
        let (x, y) = root(utilisation, 2.0 * core::f64::consts::PI * f64::from(k) / c);
        let (u, v) = (1.0 - x, -y);
        inside += u / (u * u + v * v);
    }
    // By rounding a wait of next to nothing may come out below it.
    ((inside - load) / arrival_rate).max(0.0)
}

/// How fast the wait of M/D/c ends: longer than t seconds waits a share of at most e^{−rate·t} (Kingman's bound for the
/// line of every c-th customer). Utilisation above 0 and below 1.
pub fn mdc_wait_decay(servers: u32, arrival_rate: f64, service: f64) -> f64 {
    let (c, load) = (f64::from(servers), arrival_rate * service);
    // x > 0 with x = (c/a) ln(1 + x), in units of the arrival rate: from above, so that no step overshoots.
    let mut x = 2.0 * c / load * c / load;
    for _ in 0..60 {
        let error = x - c / load * libm::log(1.0 + x);
        x -= error / (1.0 - c / load / (1.0 + x));
    }
    x * arrival_rate
}

/// The mean waiting time in seconds if each of c servers has a line of its own and customers are dealt to them in
/// turn, Poisson arrivals, exponential service: E_c/M/1 for each (GI/M/1: Kleinrock, volume 1, chapter 6).
pub fn dealt_mean_wait(servers: u32, arrival_rate: f64, mean_service: f64) -> f64 {
    let spare = |sigma: f64| (1.0 - sigma) / (arrival_rate * mean_service);
    // The share that waits: the root below 1 of σ = (λ/(λ + μ(1 − σ)))ᶜ, by an iteration that rises to it.
    let mut sigma = 0.0;
    for _ in 0..100_000 {
        let next = libm::exp(-f64::from(servers) * libm::log(1.0 + spare(sigma)));
        let step = next - sigma;
        sigma = next;
        if step < 1e-15 {
            break;
        }
    }
    sigma * mean_service / (1.0 - sigma)
}

/// The root of z = e^{i·angle} e^{ρ(z − 1)} in the unit circle, by Newton's method, after some steps of the iteration
/// itself, which comes nearer by a factor ρ|z| each time.
fn root(utilisation: f64, angle: f64) -> (f64, f64) {
    let image = |x: f64, y: f64| {
        let size = libm::exp(utilisation * (x - 1.0));
        let turn = angle + utilisation * y;
        let (cos, sin) = turned(turn);
        (size * cos, size * sin)
    };
    let (mut x, mut y) = (0.0, 0.0);
    for round in 0..60 {
        let (fx, fy) = image(x, y);
        if round < 8 {
            (x, y) = (fx, fy);
            continue;
        }
        // z ← z − (z − f)/(1 − ρf)
        let (nx, ny) = (x - fx, y - fy);
        let (dx, dy) = (1.0 - utilisation * fx, -utilisation * fy);
        let size = dx * dx + dy * dy;
        let (sx, sy) = ((nx * dx + ny * dy) / size, (ny * dx - nx * dy) / size);
        (x, y) = (x - sx, y - sy);
        if sx * sx + sy * sy < 1e-32 {
            break;
        }
    }
    (x, y)
}

/// Cosine and sine of an angle of at most one and a half turns: a sixteenth of it by its series, doubled four times.
/// (libm's are made for any angle, and weigh more on the page than all other formulas together.)
fn turned(angle: f64) -> (f64, f64) {
    let x = angle / 16.0;
    let (mut cos, mut sin, mut term) = (1.0, 0.0, 1.0);
    for k in 1..20u8 {
        term *= x / f64::from(k);
        match k % 4 {
            1 => sin += term,
            2 => cos -= term,
            3 => sin -= term,
            _ => cos += term,
        }
    }
    for _ in 0..4 {
        (cos, sin) = (cos * cos - sin * sin, 2.0 * cos * sin);
    }
    (cos, sin)
}

#[cfg(test)]
mod tests {
    use super::super::balance::close;
    use super::super::erlang::mmc_mean_wait;
    use super::*;

    #[test]
    fn exponential_service_is_m_m_1_and_constant_waits_half_as_long() {
        for utilisation in [0.1, 0.5, 0.99] {
            let exponential = mg1_mean_wait(utilisation, 1.0, 1.0);
            close(exponential, mmc_mean_wait(1, utilisation, 1.0), 1e-12);
            close(
                mg1_mean_wait(utilisation, 1.0, 0.0),
                exponential / 2.0,
                1e-12,
            );
            close(mdc_mean_wait(1, utilisation, 1.0), exponential / 2.0, 1e-12);
        }
    }

    #[test]
    fn turns_are_turns() {
        for k in -60..=60 {
            let angle = f64::from(k) * 0.15;
            let (cos, sin) = turned(angle);
            assert!(
                (cos - libm::cos(angle)).abs() < 1e-13 && (sin - libm::sin(angle)).abs() < 1e-13
            );
        }
    }

    /// Spitzer's identity for the line of every c-th customer: the sum over n of E(n services − c·n gaps)⁺/n, where
    /// the gaps' sum falls short as often as a Poisson count reaches c·n (Crommelin's own series).
    fn by_series(servers: u32, load: f64) -> f64 {
        let mut sum = 0.0;
        for n in 1..4_000u32 {
            let mean = f64::from(n) * load;
            let from = n * servers;
            // P(count ≥ from) and P(count > from), from below the diagonal: all terms are positive.
            let ln_factorial = libm::lgamma(f64::from(from) + 1.0);
            let at = libm::exp(f64::from(from) * libm::log(mean) - mean - ln_factorial);
            let (mut term, mut above, mut k) = (at, 0.0, from);
            while term > 1e-18 * at {
                k += 1;
                term *= mean / f64::from(k);
                above += term;
            }
            let utilisation = load / f64::from(servers);
            let step = at + above - above / utilisation;
            sum += step;
            if step < 1e-15 * sum {
                break;
            }
        }
        sum
    }

    #[test]
    fn constant_service_by_several_servers_agrees_with_crommelins_series() {
        for (servers, load) in [
            (1, 0.5),
            (1, 0.9),
            (2, 1.0),
            (2, 1.8),
            (3, 2.85),
            (4, 2.4),
            (40, 24.0),
            (40, 38.0),
            (100, 97.0),
            (1_000, 990.0),
        ] {
            let (roots, series) = (mdc_mean_wait(servers, load, 1.0), by_series(servers, load));
            assert!(
                (roots - series).abs() < 1e-9 + 1e-6 * series,
                "M/D/{servers} {load}: {roots} {series}"
            );
        }
    }

    /// With one server there is nothing to deal; dealing is worse than one line, but better than leaving it to chance.
    #[test]
    fn dealing_is_between_one_line_and_chance() {
        close(
            dealt_mean_wait(1, 0.9, 1.0),
            mmc_mean_wait(1, 0.9, 1.0),
            1e-9,
        );
        for servers in [2u32, 4, 40] {
            let rate = 0.9 * f64::from(servers);
            let dealt = dealt_mean_wait(servers, rate, 1.0);
            assert!(mmc_mean_wait(servers, rate, 1.0) < dealt);
            assert!(dealt < mmc_mean_wait(1, 0.9, 1.0));
        }
        // Many servers: the gaps at each are nearly constant, D/M/1 (σ = e^{−(1 − σ)/ρ}).
        let sigma = 0.806_900_463;
        close(libm::exp(-(1.0 - sigma) / 0.9), sigma, 1e-6);
        close(
            dealt_mean_wait(100_000, 90_000.0, 1.0),
            sigma / (1.0 - sigma),
            1e-3,
        );
    }

    /// M/D/1 at half load: the root of x = 2 ln(1 + x).
    #[test]
    fn the_wait_of_constant_service_ends_at_a_known_rate() {
        let decay = mdc_wait_decay(1, 0.5, 1.0);
        close(decay / 0.5, 2.0 * libm::log1p(decay / 0.5), 1e-12);
        assert!(decay > 0.1);
        for (servers, rate) in [(4u32, 3.9), (40, 4.0), (1, 0.01)] {
            let decay = mdc_wait_decay(servers, rate, 1.0);
            close(decay, f64::from(servers) * libm::log1p(decay / rate), 1e-9);
            assert!(decay > 1e-3);
        }
    }

    #[test]
    fn near_saturation_it_is_half_of_exponential() {
        for servers in [2u32, 7, 40] {
            let rate = 0.999_9 * f64::from(servers);
            let ratio = mdc_mean_wait(servers, rate, 1.0) / mmc_mean_wait(servers, rate, 1.0);
            assert!((ratio - 0.5).abs() < 0.01, "{servers}: {ratio}");
        }
    }
}
