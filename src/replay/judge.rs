//! How near a replay came, by the recording's own measure.
//!
//! Every finding is an error beside what is allowed. A recording without a measure of its own gets the defaults: each
//! percentile within 5 ms (p99: 10 ms), 5 %, or one and a half times what the same run gave another time, whichever is
//! most, and the number of orders in each state exact.

use std::collections::BTreeMap;

use super::format::{Judge, Recording};
use super::line::Line;
use super::mapping::{by_time, number};
use super::summary::{Summary, every_name};
use crate::words::{count, recorded as words};

/// One thing that was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What, in the recording's own terms.
    pub what: String,
    /// What, in words for people who never saw a recording.
    pub plain: String,
    /// What was recorded, in words.
    pub measured: String,
    /// What was simulated, in words.
    pub simulated: String,
    /// The same as a number in its unit; nothing where an order of things is compared.
    pub amount: Option<f64>,
    /// How far off, in its unit.
    pub error: f64,
    /// How far off is allowed, in its unit.
    pub allowed: f64,
    /// What it is counted in.
    pub unit: Unit,
}

/// What errors are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Ms,
    /// Orders.
    Orders,
    /// Places in a row.
    Places,
}

impl Unit {
    /// So many of it, in words.
    fn count(self, n: f64) -> String {
        match (n.is_finite(), self) {
            (false, _) => words::WITHOUT_END.to_owned(),
            (true, Self::Ms) => words::ms(n),
            (true, Self::Orders) => count(libm::round(n) as u64, words::ORDER),
            (true, Self::Places) => count(libm::round(n) as u64, words::PLACE),
        }
    }
}

/// How far off a time typically is, in percent: the median of |simulated − measured| / measured over all judged times.
/// (Counts are left out: they are exact nearly everywhere, and would make it look better.)
pub fn typically_off<'a>(findings: impl Iterator<Item = &'a Finding>) -> Option<f64> {
    let times = findings.filter(|f| f.unit == Unit::Ms);
    let share = |f: &Finding| Some(f.error / f.amount.filter(|&was| was > 0.0)? * 100.0);
    let mut shares: Vec<f64> = times.filter_map(share).collect();
    shares.sort_by(f64::total_cmp);
    let middle = shares.len().checked_sub(1)? / 2;
    Some((shares[middle] + shares[shares.len() / 2]) / 2.0)
}

impl Finding {
    /// Is it near enough? (A hair is given for the rounding of the recording's figures.)
    pub fn holds(&self) -> bool {
        self.error <= self.allowed + 1e-6
    }

    /// It in a sentence's worth of words.
    pub fn words(&self) -> String {
        words::finding(&self.what, &self.measured, &self.simulated)
    }

    /// The error as a share of what is allowed; `None` where nothing is: that is right or wrong.
    pub fn share(&self) -> Option<f64> {
        (self.allowed > 0.0).then(|| self.error / self.allowed)
    }

    /// How far off, and what that is of what is allowed, in words: `84 %`, `exact`, `3 orders off`.
    pub fn share_words(&self) -> String {
        match self.share() {
            Some(share) if share.is_finite() => words::percent(share),
            None if self.holds() => words::EXACT.to_owned(),
            _ => words::so_much_off(&self.unit.count(self.error)),
        }
    }

    /// What is allowed, in words: `5.0 ms`, `exact`.
    pub fn allowed_words(&self) -> String {
        match self.allowed > 0.0 {
            true => self.unit.count(self.allowed),
            false => words::EXACT.to_owned(),
        }
    }
}

/// Compares.
pub fn judge(recording: &Recording, simulated: &[Line], sums: [&Summary; 2]) -> Vec<Finding> {
    let rules = &recording.judge;
    let mut findings = percentiles(recording, sums);
    findings.extend(states(rules, sums));
    let pairs = || recording.orders.iter().zip(simulated);
    if rules.orders_exact {
        findings.push(orders_exact(recording, pairs()));
    }
    if let Some(within) = rules.start_rank_within {
        findings.extend(start_ranks(within, pairs()));
    }
    let times = |o: &Line, time: Option<f64>, state: &str| {
        time.filter(|_| o.final_state.starts_with(state))
    };
    if let Some(within) = rules.dead_within_ms {
        let dead = |o: &Line| times(o, o.t_dead, "dead:");
        findings.extend(instants(words::DEATHS, within, pairs(), dead));
    }
    if let Some(within) = rules.failed_response_within_ms {
        let failed = |o: &Line| times(o, o.t_response, "failed");
        findings.extend(instants(words::ANSWERS, within, pairs(), failed));
    }
    findings
}

fn percentiles(recording: &Recording, [measured, simulated]: [&Summary; 2]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let stated = |name: &str, p: &str| recording.summary[name][p].as_f64();
    let recorded = |name: &str, p: &str| stated(name, p).or_else(|| measured.named(name)?.named(p));
    for (name, p, allowed) in allowances(recording, recorded) {
        let was = recorded(&name, &p);
        let is = simulated.named(&name).and_then(|d| d.named(&p));
        let error = match (was, is) {
            (Some(was), Some(is)) => (is - was).abs(),
            (None, None) => continue,
            _ => f64::INFINITY,
        };
        let said = |time: Option<f64>| time.map_or(words::NONE.to_owned(), words::ms);
        findings.push(Finding {
            what: format!("{name} {p}"),
            plain: words::time(&name, &p),
            measured: said(was),
            simulated: said(is),
            amount: was,
            error,
            allowed,
            unit: Unit::Ms,
        });
    }
    findings
}

/// What is judged, with what is allowed.
fn allowances(
    recording: &Recording,
    recorded: impl Fn(&str, &str) -> Option<f64>,
) -> Vec<(String, String, f64)> {
    if let Some(allow) = &recording.judge.allow_ms {
        let of = |(name, shares): (&String, &BTreeMap<String, f64>)| {
            let of = |(p, ms): (&String, &f64)| (name.clone(), p.clone(), *ms);
            shares.iter().map(of).collect::<Vec<_>>()
        };
        return allow.iter().flat_map(of).collect();
    }
    let mut all = Vec::new();
    for name in ["user_response_ms_all", "completion_ms"] {
        for (p, least) in [("p50", 5.0), ("p90", 5.0), ("p99", 10.0)] {
            let was = recorded(name, p);
            let again = recording.repeat_summary[name][p].as_f64();
            let noise = was
                .zip(again)
                .map_or(0.0, |(was, again)| 1.5 * (was - again).abs());
            let share = was.map_or(0.0, |ms| ms * 0.05);
            all.push((name.to_owned(), p.to_owned(), share.max(least).max(noise)));
        }
    }
    all
}

fn states(rules: &Judge, [measured, simulated]: [&Summary; 2]) -> Vec<Finding> {
    let (was, is) = (&measured.final_states, &simulated.final_states);
    let names = every_name([was, is]);
    let finding = |name: &String| {
        let count = |counts: &BTreeMap<String, u64>| counts.get(name).copied().unwrap_or(0);
        let (was, is) = (count(was), count(is));
        Finding {
            what: words::end(name),
            plain: words::end(name),
            measured: was.to_string(),
            simulated: is.to_string(),
            amount: Some(was as f64),
            error: was.abs_diff(is) as f64,
            allowed: rules.final_states_slack.get(name).copied().unwrap_or(0.0),
            unit: Unit::Orders,
        }
    };
    names.into_iter().map(finding).collect()
}

/// As many orders may differ as may be in another state.
fn orders_exact<'a>(
    recording: &Recording,
    pairs: impl Iterator<Item = (&'a Line, &'a Line)>,
) -> Finding {
    let rules = &recording.judge;
    let same = |(was, is): &(&Line, &Line)| {
        let slack = match rules.poison_deliveries_share {
            Some(share) if is_poison(recording, &was.id) => share * f64::from(was.deliveries),
            _ => 0.0,
        };
        was.final_state == is.final_state
            && was.payments_completed == is.payments_completed
            && work_of_each(was).eq(work_of_each(is))
            && f64::from(was.deliveries.abs_diff(is.deliveries)) <= slack
    };
    let differ: Vec<_> = pairs.filter(|pair| !same(pair)).collect();
    let said = |o: &Line| {
        let each = work_of_each(o).map(|(name, times)| format!(" {name}×{times}"));
        format!(
            "{} {} {}×{}{}",
            o.id,
            o.final_state,
            o.deliveries,
            o.payments_completed,
            each.collect::<String>()
        )
    };
    // The first few speak for all.
    let told = |side: fn(&(&'a Line, &'a Line)) -> &'a Line| match differ.is_empty() {
        true => words::ALL_THE_SAME.to_owned(),
        false => {
            let said: Vec<String> = differ.iter().take(3).map(|pair| said(side(pair))).collect();
            said.join("; ")
        }
    };
    Finding {
        what: words::DIFFER.to_owned(),
        plain: words::DIFFER.to_owned(),
        measured: told(|pair| pair.0),
        simulated: told(|pair| pair.1),
        amount: None,
        error: differ.len() as f64,
        unit: Unit::Orders,
        allowed: rules
            .final_states_slack
            .values()
            .copied()
            .fold(0.0, f64::max),
    }
}

/// How often each of several services did its work for an order; those that never did are left out.
fn work_of_each(line: &Line) -> impl Iterator<Item = (&str, u32)> {
    let each = line.services.iter();
    each.map(|(name, served)| (name.as_str(), served.completed))
        .filter(|&(_, times)| times > 0)
}

fn is_poison(recording: &Recording, id: &str) -> bool {
    let place = recording.orders.iter().position(|o| o.id == id);
    let poison = &recording.parameters.order_poison;
    place
        .and_then(|place| poison.get(number(recording, place)).copied().flatten())
        .unwrap_or(false)
}

/// The order in which payments start, among those that start in both; nothing if none does.
fn start_ranks<'a>(
    allowed: f64,
    pairs: impl Iterator<Item = (&'a Line, &'a Line)>,
) -> Option<Finding> {
    let started =
        pairs.filter_map(|(was, is)| Some((was.t_payment_start?, is.t_payment_start?, &was.id)));
    let started: Vec<(f64, f64, &String)> = started.collect();
    let ranks = |time: fn(&(f64, f64, &String)) -> f64| {
        let times: Vec<f64> = started.iter().map(time).collect();
        let mut ranks = vec![0_usize; started.len()];
        for (rank, place) in by_time(&times).into_iter().enumerate() {
            ranks[place] = rank;
        }
        ranks
    };
    let (was, is) = (ranks(|s| s.0), ranks(|s| s.1));
    let off = (0..started.len()).map(|k| (was[k].abs_diff(is[k]), k));
    let (off, worst) = off.max()?;
    let place = |ranks: &[usize]| match off {
        0 => words::THE_SAME_ORDER.to_owned(),
        _ => words::is_number(started[worst].2, ranks[worst] + 1),
    };
    Some(Finding {
        what: words::PLACES_OFF.to_owned(),
        plain: words::PLACES_OFF.to_owned(),
        measured: place(&was),
        simulated: place(&is),
        amount: None,
        error: off as f64,
        allowed,
        unit: Unit::Places,
    })
}

/// How far off the instants of those that have one in both are; nothing if none has. (Who has one is a matter of states.)
fn instants<'a>(
    what: &str,
    allowed: f64,
    pairs: impl Iterator<Item = (&'a Line, &'a Line)>,
    instant: impl Fn(&Line) -> Option<f64>,
) -> Option<Finding> {
    let both = pairs.filter_map(|(was, is)| Some((instant(was)?, instant(is)?, &was.id)));
    let off = |pair: &(f64, f64, &String)| (pair.0 - pair.1).abs();
    let worst = both.max_by(|a, b| off(a).total_cmp(&off(b)))?;
    let said = |at: f64| words::at(worst.2, at);
    Some(Finding {
        what: what.to_owned(),
        plain: what.to_owned(),
        measured: said(worst.0),
        simulated: said(worst.1),
        // (Of an instant counted from the start of a run a share would say little.)
        amount: None,
        error: off(&worst),
        allowed,
        unit: Unit::Ms,
    })
}
