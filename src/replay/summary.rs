//! What a run came to, in the names of a recording's `summary`. The same code sums up what was simulated and, where a
//! recording brings no summary of its own, what was recorded.

use std::collections::BTreeMap;

use serde::Serialize;

use super::distribution::{Distribution, tidy};
use super::line::Line;
use super::works::Works;

/// A summary.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Orders sent.
    pub orders: usize,
    /// How many ended in which state.
    pub final_states: BTreeMap<String, u64>,
    /// How many got which answer, with the error's name.
    pub responses: BTreeMap<String, u64>,
    /// Answers 200 or 202.
    pub user_ok: usize,
    /// All others.
    pub user_failed: usize,
    /// Told 202, never delivered, gone.
    pub lost: u64,
    /// Dead-lettered.
    pub dead_lettered: usize,
    /// Orders charged more than once.
    pub duplicated_payments: usize,
    /// Deliveries of what had been delivered before (async).
    pub redelivered_deliveries: u32,
    /// Starts at Payment.
    pub total_deliveries: u32,
    /// Charged, though the user was told an error.
    pub failed_but_charged: u64,
    /// From submit to answer.
    pub user_response_ms_all: Distribution,
    /// Of the good answers.
    pub user_response_ms_ok: Distribution,
    /// Of the others.
    pub user_response_ms_failed: Distribution,
    /// From submit to the first success at Payment.
    pub completion_ms: Distribution,
    /// From submit to the moment at which the last of several services was done.
    #[serde(skip_serializing_if = "Distribution::is_empty")]
    pub all_done_ms: Distribution,
    /// From the first submit to the last answer or payment.
    pub makespan_ms: f64,
    /// From the first submit to the last answer.
    pub last_response_ms: f64,
    /// From the first submit to the end of the last work at Payment, whatever came of it.
    pub last_payment_done_ms: f64,
    /// Orders paid per second of the makespan; none if none was.
    pub throughput_per_s: Option<f64>,
    /// The most that were ready in the queue, sampled.
    pub max_queue_ready: Option<u32>,
    /// What each of several services did.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub services: BTreeMap<String, Served>,
    /// What only a replay, or the recorder itself, knows.
    #[serde(flatten)]
    pub works: Option<Works>,
}

/// What one of several services did.
#[derive(Clone, Debug, Serialize)]
pub struct Served {
    /// Starts.
    pub deliveries: u32,
    /// Orders that it did its work for.
    pub completed_orders: usize,
    /// From submit to the first success.
    pub completion_ms: Distribution,
}

impl Served {
    fn of(orders: &[Line], name: &str) -> Self {
        let served = || {
            orders
                .iter()
                .filter_map(|o| Some((o, o.services.get(name)?)))
        };
        let done = served().filter_map(|(o, it)| Some(it.t_done? - o.t_submit));
        let completion_ms = Distribution::of(done);
        Self {
            deliveries: served().map(|(_, it)| it.deliveries).sum(),
            completed_orders: completion_ms.n,
            completion_ms,
        }
    }
}

impl Summary {
    /// Of these orders, and of what is known besides.
    pub fn of(orders: &[Line], max_queue_ready: Option<u32>, works: Option<Works>) -> Self {
        let span = |o: &Line| Some(o.t_response? - o.t_submit);
        let paid = |o: &Line| Some(o.t_payment_done? - o.t_submit);
        let all_done = |o: &Line| Some(o.t_all_done? - o.t_submit);
        let last =
            |time: fn(&Line) -> Option<f64>| orders.iter().filter_map(time).fold(0.0, f64::max);
        let first = orders
            .iter()
            .map(|o| o.t_submit)
            .fold(f64::INFINITY, f64::min);
        let since = |at: f64| tidy((at - first).max(0.0));
        let (answer, paid_last) = (last(|o| o.t_response), last(|o| o.t_payment_done));
        let payment = works.as_ref().map_or(paid_last, |works| works.last_work_ms);
        let makespan_ms = since(answer.max(payment));
        let final_states = counted(orders.iter().map(|o| o.final_state.clone()));
        let completion_ms = Distribution::of(orders.iter().filter_map(paid));
        let asynchronous = orders.iter().any(|o| o.status == "202");
        let of_state = |state: &str| final_states.get(state).copied().unwrap_or(0);
        Self {
            orders: orders.len(),
            responses: counted(orders.iter().map(response)),
            user_ok: orders.iter().filter(|o| o.is_answered_well()).count(),
            user_failed: orders.iter().filter(|o| !o.is_answered_well()).count(),
            lost: of_state("lost"),
            dead_lettered: orders
                .iter()
                .filter(|o| o.final_state.starts_with("dead:"))
                .count(),
            duplicated_payments: orders.iter().filter(|o| o.payments_completed > 1).count(),
            redelivered_deliveries: match asynchronous {
                true => orders.iter().map(|o| o.deliveries.saturating_sub(1)).sum(),
                false => 0,
            },
            total_deliveries: orders.iter().map(|o| o.deliveries).sum(),
            failed_but_charged: of_state("failed-but-charged") + of_state("refused-but-charged"),
            user_response_ms_all: Distribution::of(orders.iter().filter_map(span)),
            user_response_ms_ok: Distribution::of(
                orders
                    .iter()
                    .filter(|o| o.is_answered_well())
                    .filter_map(span),
            ),
            user_response_ms_failed: Distribution::of(
                orders
                    .iter()
                    .filter(|o| !o.is_answered_well())
                    .filter_map(span),
            ),
            throughput_per_s: (makespan_ms > 0.0 && completion_ms.n > 0)
                .then(|| (completion_ms.n as f64 * 10_000.0 / makespan_ms).round() / 10.0),
            all_done_ms: Distribution::of(orders.iter().filter_map(all_done)),
            completion_ms,
            services: services(orders),
            makespan_ms,
            last_response_ms: since(answer),
            last_payment_done_ms: since(payment),
            max_queue_ready,
            final_states,
            works,
        }
    }

    /// The distribution of this name, of those that can be judged.
    pub fn named(&self, name: &str) -> Option<&Distribution> {
        match name {
            "user_response_ms_all" => Some(&self.user_response_ms_all),
            "user_response_ms_ok" => Some(&self.user_response_ms_ok),
            "user_response_ms_failed" => Some(&self.user_response_ms_failed),
            "completion_ms" => Some(&self.completion_ms),
            "all_done_ms" => Some(&self.all_done_ms),
            _ => None,
        }
    }
}

/// The names in either of two counts, in order.
pub fn every_name(counts: [&BTreeMap<String, u64>; 2]) -> Vec<&String> {
    let mut names = Vec::new();
    for name in counts.into_iter().flat_map(BTreeMap::keys) {
        if let Err(place) = names.binary_search(&name) {
            names.insert(place, name);
        }
    }
    names
}

fn services(orders: &[Line]) -> BTreeMap<String, Served> {
    let mut services = BTreeMap::new();
    for name in orders.iter().flat_map(|o| o.services.keys()) {
        if !services.contains_key(name) {
            services.insert(name.clone(), Served::of(orders, name));
        }
    }
    services
}

fn counted(names: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn response(order: &Line) -> String {
    match &order.error {
        Some(error) => format!("{} {error}", order.status),
        None => order.status.clone(),
    }
}
