//! One order's line: the row that a recording has for it, and that a replay makes of it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::sim::ledger::{Ending, TOLD};

/// One order, simulated or recorded. Times are milliseconds since the start of the run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    /// Its name in the recording, `o17`: the 18th of the parameters' lists.
    pub id: String,
    /// When its user pressed the button.
    pub t_submit: f64,
    /// When its user was told, or hung up.
    pub t_response: Option<f64>,
    /// The HTTP status, or `user-timeout`.
    pub status: String,
    /// The name of the error behind a 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The first start at Payment.
    pub t_payment_start: Option<f64>,
    /// The first success at Payment.
    pub t_payment_done: Option<f64>,
    /// When the last of several services had done its work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub t_all_done: Option<f64>,
    /// Starts at Payment: attempts or deliveries.
    pub deliveries: u32,
    /// Successes at Payment.
    pub payments_completed: u32,
    /// What each of several services did, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub services: BTreeMap<String, Served>,
    /// When it was seen dead.
    pub t_dead: Option<f64>,
    /// What became of it.
    pub final_state: String,
}

/// What one of several services did for an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Served {
    /// Starts: attempts or deliveries.
    pub deliveries: u32,
    /// Successes.
    pub completed: u32,
    /// The first start.
    pub t_start: Option<f64>,
    /// The first success.
    pub t_done: Option<f64>,
}

impl Line {
    /// Was its user given an answer that says yes?
    pub fn is_answered_well(&self) -> bool {
        let status = self.status.parse().ok();
        let told = TOLD
            .iter()
            .find(|told| status.is_some_and(|s| told.statuses().contains(&s)));
        told.is_some_and(|told| told.ending() == Ending::Well)
    }
}
