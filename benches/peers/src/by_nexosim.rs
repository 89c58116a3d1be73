//! By NeXosim: models with ports, connected before the run, that send each other messages; a model may schedule its own
//! inputs, and take back what it has scheduled.
//!
//! On one thread: a line of orders has no two things to do at once, and with two threads it takes over ten times as long.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSinkReader, Output, SinkState, event_queue};
use nexosim::simulation::{EventKey, Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::work::{Luck, Run, Work};

/// One order, on its way to be paid.
#[derive(Clone, Copy, Deserialize, Serialize)]
pub struct Call {
    order: usize,
    submitted: MonotonicTime,
}

/// Orders that come by themselves.
#[derive(Deserialize, Serialize)]
pub struct Arrivals {
    /// Where they go -- output port.
    pub order: Output<Call>,
    orders: usize,
    sent: usize,
    gap_s: f64,
    luck: Luck,
}

#[Model]
impl Arrivals {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.plan(cx);
    }

    fn plan(&mut self, cx: &Context<Self>) {
        let gap = self.luck.exponential(self.gap_s);
        cx.schedule_event(gap, schedulable!(Self::arrive), ())
            .unwrap();
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), cx: &Context<Self>) {
        let call = Call {
            order: self.sent,
            submitted: cx.time(),
        };
        self.sent += 1;
        if self.sent < self.orders {
            self.plan(cx);
        }
        self.order.send(call).await;
    }
}

/// Servers, and the line before them.
#[derive(Deserialize, Serialize)]
pub struct Payment {
    /// Times until paid [s] -- output port.
    pub paid: Output<f64>,
    /// Which order is answered -- output port.
    pub answer: Output<usize>,
    line: VecDeque<Call>,
    free: usize,
    service_s: f64,
    luck: Luck,
}

#[Model]
impl Payment {
    /// An order to be paid -- input port.
    pub async fn call(&mut self, call: Call, cx: &Context<Self>) {
        if self.free > 0 {
            self.free -= 1;
            self.serve(call, cx);
        } else {
            self.line.push_back(call);
        }
    }

    fn serve(&mut self, call: Call, cx: &Context<Self>) {
        let service = self.luck.exponential(self.service_s);
        cx.schedule_event(service, schedulable!(Self::served), call)
            .unwrap();
    }

    #[nexosim(schedulable)]
    async fn served(&mut self, call: Call, cx: &Context<Self>) {
        match self.line.pop_front() {
            Some(next) => self.serve(next, cx),
            None => self.free += 1,
        }
        let sojourn = cx.time().duration_since(call.submitted);
        self.paid.send(sojourn.as_secs_f64()).await;
        self.answer.send(call.order).await;
    }
}

/// Threads, each of which waits for one answer, but not for ever.
#[derive(Deserialize, Serialize)]
pub struct Checkout {
    /// Calls to Payment -- output port.
    pub call: Output<Call>,
    /// Orders whose caller gave up -- output port.
    pub gave_up: Output<usize>,
    line: VecDeque<Call>,
    free: usize,
    timeout: Duration,
    /// The timers of those who wait.
    waiting: HashMap<usize, EventKey>,
}

#[Model]
impl Checkout {
    /// An order of a user -- input port.
    pub async fn submit(&mut self, call: Call, cx: &Context<Self>) {
        if self.free > 0 {
            self.free -= 1;
            self.wait(call, cx).await;
        } else {
            self.line.push_back(call);
        }
    }

    async fn wait(&mut self, call: Call, cx: &Context<Self>) {
        let timer = schedulable!(Self::timed_out);
        let timer = cx.schedule_keyed_event(self.timeout, timer, call.order);
        self.waiting.insert(call.order, timer.unwrap());
        self.call.send(call).await;
    }

    async fn release(&mut self, cx: &Context<Self>) {
        match self.line.pop_front() {
            Some(next) => self.wait(next, cx).await,
            None => self.free += 1,
        }
    }

    /// Payment's answer -- input port.
    pub async fn answered(&mut self, order: usize, cx: &Context<Self>) {
        // Nobody waits for an answer that comes too late.
        if let Some(timer) = self.waiting.remove(&order) {
            timer.cancel();
            self.release(cx).await;
        }
    }

    #[nexosim(schedulable)]
    async fn timed_out(&mut self, order: usize, cx: &Context<Self>) {
        self.waiting.remove(&order);
        self.gave_up.send(order).await;
        self.release(cx).await;
    }
}

/// Plays it.
pub fn run(work: &Work) -> Run {
    let mut arrivals = Arrivals {
        order: Output::default(),
        orders: work.orders,
        sent: 0,
        gap_s: 1.0 / work.rate,
        luck: Luck(1),
    };
    let mut payment = Payment {
        paid: Output::default(),
        answer: Output::default(),
        line: VecDeque::new(),
        free: work.servers,
        service_s: work.service_s,
        // Far from the other stream: no two of these meet within a run.
        luck: Luck(1 << 63),
    };
    let (arrivals_box, payment_box) = (Mailbox::new(), Mailbox::new());
    let (paid, mut sojourns) = event_queue(SinkState::Enabled);
    payment.paid.connect_sink(paid);
    let (gave_up, mut timeouts) = event_queue(SinkState::Enabled);
    let mut bench = SimInit::with_num_threads(1);
    match work.callers {
        None => arrivals.order.connect(Payment::call, &payment_box),
        Some(callers) => {
            let mut checkout = Checkout {
                call: Output::default(),
                gave_up: Output::default(),
                line: VecDeque::new(),
                free: callers.threads,
                timeout: callers.timeout,
                waiting: HashMap::new(),
            };
            let checkout_box = Mailbox::new();
            arrivals.order.connect(Checkout::submit, &checkout_box);
            checkout.call.connect(Payment::call, &payment_box);
            payment.answer.connect(Checkout::answered, &checkout_box);
            checkout.gave_up.connect_sink(gave_up);
            bench = bench.add_model(checkout, checkout_box, "checkout");
        }
    }
    let mut simulation = bench
        .add_model(arrivals, arrivals_box, "arrivals")
        .add_model(payment, payment_box, "payment")
        .init(MonotonicTime::EPOCH)
        .expect("a bench that fits together");
    simulation.run().expect("a run without an error");
    Run {
        sojourns: std::iter::from_fn(|| sojourns.try_read()).collect(),
        timeouts: std::iter::from_fn(|| timeouts.try_read()).count(),
    }
}
