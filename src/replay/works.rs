//! What the parts did meanwhile, in the names of a recording's `summary`: Payment's work, and where time went on the way.

use std::collections::BTreeMap;

use serde::Serialize;

use super::distribution::{Distribution, tidy};
use super::line::Line;
use crate::sim::config::lineup::PAYMENT;
use crate::sim::journey::{Moment, Noted};
use crate::sim::parts::PartKind;
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, to_ms};

/// Sums and spans over every attempt and delivery.
#[derive(Clone, Debug, Serialize)]
pub struct Works {
    /// What came of each call to Payment (sync): its status, or the error's name.
    pub sync_attempt_results: BTreeMap<String, u64>,
    /// From a call's arrival at Payment to its start; for a delivery, from the submit of its order.
    pub payment_wait_ms: Distribution,
    /// Time Payment worked, on whatever it finished.
    pub payment_work_ms: f64,
    /// As much of it as was for users who got no good answer.
    pub wasted_payment_work_ms: f64,
    /// How late the recorder submitted; a replay submits when it did.
    pub submit_lag_ms: Distribution,
    /// From submit to a thread of Checkout.
    pub submit_to_checkout_thread_ms: Distribution,
    /// What an answered call took besides waiting and working at Payment.
    pub http_hop_overhead_ms: Distribution,
    /// The handler's time for the publish itself, once its connection stands (async).
    pub publish_call_ms: Distribution,
    /// From the publish to the first start.
    pub publish_to_worker_ms: Distribution,
    /// When Payment last finished anything, well or not.
    #[serde(skip)]
    pub last_work_ms: f64,
}

/// What is known of one order so far: instants, of each attempt where there are several.
#[derive(Default)]
struct Order {
    submitted: Micros,
    ready: Micros,
    published: Option<Micros>,
    started: bool,
    work: f64,
    called: BTreeMap<u32, Micros>,
    reached: BTreeMap<u32, Micros>,
    began: BTreeMap<u32, Micros>,
    at_payment: BTreeMap<u32, Micros>,
    /// Why an attempt will be told an error, if it is told.
    failing: BTreeMap<u32, &'static str>,
}

#[derive(Default)]
struct Spans {
    wait: Vec<f64>,
    thread: Vec<f64>,
    hop: Vec<f64>,
    publish: Vec<f64>,
    to_worker: Vec<f64>,
    results: BTreeMap<String, u64>,
    last: Micros,
}

impl Works {
    /// Of everything that happened to anybody, in its order, and of what each order came to.
    pub fn of(chronicle: &[(u64, Noted)], wiring: Wiring, lines: &BTreeMap<u64, Line>) -> Self {
        let mut orders: BTreeMap<u64, Order> = BTreeMap::new();
        let mut spans = Spans::default();
        // (Of several services these figures are Payment's.)
        let payments = |(_, noted): &&(u64, Noted)| noted.service == PAYMENT;
        for (number, noted) in chronicle.iter().filter(payments) {
            spans.note(orders.entry(*number).or_default(), noted, wiring);
        }
        let fine = |number: &u64| lines.get(number).is_some_and(Line::is_answered_well);
        let work = |wanted: &dyn Fn(&u64) -> bool| {
            let wanted = orders.iter().filter(|(number, _)| wanted(number));
            // (Not `sum`: of nothing that is -0.)
            tidy(wanted.fold(0.0, |sum, (_, order)| sum + order.work))
        };
        let of = |spans: Vec<f64>| Distribution::of(spans.into_iter());
        Self {
            payment_work_ms: work(&|_| true),
            wasted_payment_work_ms: work(&|number| !fine(number)),
            sync_attempt_results: spans.results,
            payment_wait_ms: of(spans.wait),
            submit_lag_ms: Distribution::default(),
            submit_to_checkout_thread_ms: of(spans.thread),
            http_hop_overhead_ms: of(spans.hop),
            publish_call_ms: of(spans.publish),
            publish_to_worker_ms: of(spans.to_worker),
            last_work_ms: to_ms(spans.last),
        }
    }
}

impl Spans {
    fn note(&mut self, order: &mut Order, noted: &Noted, wiring: Wiring) {
        let (at, attempt) = (noted.at, noted.attempt);
        let since = |then: Micros| to_ms(at.saturating_sub(then));
        match noted.what {
            Moment::Sent => order.submitted = at,
            Moment::GotThread { .. } => self.thread.push(since(order.submitted)),
            Moment::HandlerBegan | Moment::AmqpConnected => order.ready = at,
            Moment::AskedForConnection { .. } | Moment::GotConnection { .. } => {
                order.called.entry(attempt).or_insert(at);
            }
            Moment::ReachedPayment => {
                order.reached.insert(attempt, at);
            }
            Moment::Published => order.published = order.published.or(Some(at)),
            Moment::Concluded { .. } if wiring.has(PartKind::Queue) => {
                self.publish.push(since(order.ready));
            }
            Moment::ServiceBegan { .. } => {
                order.began.insert(attempt, at);
                let asked = order.reached.get(&attempt).copied();
                self.wait.push(since(asked.unwrap_or(order.submitted)));
                if let Some(published) = order.published.filter(|_| !order.started) {
                    self.to_worker.push(since(published));
                }
                order.started = true;
            }
            Moment::Charged { .. } | Moment::ServiceFailed { .. } => {
                if let Some(began) = order.began.get(&attempt) {
                    order.work += since(*began);
                }
                if let Some(reached) = order.reached.get(&attempt) {
                    order.at_payment.insert(attempt, at - reached);
                }
                if matches!(noted.what, Moment::ServiceFailed { .. }) {
                    order.failing.insert(attempt, "500");
                }
                self.last = at;
            }
            Moment::DialRefused => {
                order.failing.insert(attempt, "ConnectError");
            }
            Moment::AnswerReachedCheckout => {
                let result = order.failing.get(&attempt).copied().unwrap_or("200");
                self.result(result);
                let called = order.called.get(&attempt);
                if let (Some(called), Some(inside)) = (called, order.at_payment.get(&attempt)) {
                    self.hop.push(since(called + inside));
                }
            }
            Moment::RefusalReachedCheckout => {
                let result = order.failing.get(&attempt).copied();
                self.result(result.unwrap_or("RemoteProtocolError"));
            }
            Moment::ReadTimedOut => self.result("ReadTimeout"),
            Moment::ConnectTimedOut => self.result("ConnectTimeout"),
            Moment::PoolTimedOut => self.result("PoolTimeout"),
            _ => {}
        }
    }

    fn result(&mut self, name: &str) {
        *self.results.entry(name.to_owned()).or_default() += 1;
    }
}
