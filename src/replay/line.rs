//! One order's line: the row that a recording has for it, and a replay makes of it.

use serde::Serialize;

use super::format::Recorded;

/// One order, simulated or recorded. Times are milliseconds since the start of the run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    /// Its name in the recording.
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
    /// Starts at Payment: attempts or deliveries.
    pub deliveries: u32,
    /// Successes at Payment.
    pub payments_completed: u32,
    /// When it was seen dead.
    pub t_dead: Option<f64>,
    /// What became of it.
    pub final_state: String,
}

/// A recorded order as a line.
pub fn line(order: &Recorded) -> Line {
    Line {
        id: order.id.clone(),
        t_submit: order.t_submit,
        t_response: order.t_response,
        status: order.status.clone(),
        // The exception's name, without what it said.
        error: order
            .error
            .as_ref()
            .map(|error| match error.split_once(':') {
                Some((name, _)) => name.to_owned(),
                None => error.clone(),
            }),
        t_payment_start: order.t_payment_start,
        t_payment_done: order.t_payment_done,
        deliveries: order.deliveries,
        payments_completed: order.payments_completed,
        t_dead: order.t_dead,
        final_state: order.final_state.clone(),
    }
}
