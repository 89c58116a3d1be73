//! By simrs: components that get events, and a state that all share, reached by keys. Whoever wants something from
//! another component puts it into a queue, and says so by an event at once.
//!
//! An event cannot be taken back, so a timer that is not needed any more still goes off, and finds nobody waiting.

use std::collections::HashSet;
use std::time::Duration;

use simrs::{Component, ComponentId, Executor, Fifo, Key, QueueId, Scheduler, Simulation, State};

use crate::work::{Luck, Run, Work};

/// One order, on its way to be paid.
#[derive(Clone, Copy, Debug)]
struct Call {
    order: usize,
    submitted: Duration,
    /// Who waits for the answer.
    caller: Option<ComponentId<CheckoutEvent>>,
}

#[derive(Debug)]
enum PaymentEvent {
    Called,
    Served(Call),
}

/// Servers, and the line before them.
struct Payment {
    line: QueueId<Fifo<Call>>,
    free: Key<usize>,
    luck: Key<Luck>,
    service_s: f64,
    sojourns: Key<Vec<f64>>,
}

impl Payment {
    fn serve(&self, me: ComponentId<PaymentEvent>, scheduler: &mut Scheduler, state: &mut State) {
        if *state.get(self.free).unwrap() == 0 {
            return;
        }
        if let Some(call) = state.recv(self.line) {
            *state.get_mut(self.free).unwrap() -= 1;
            let service = state
                .get_mut(self.luck)
                .unwrap()
                .exponential(self.service_s);
            scheduler.schedule(service, me, PaymentEvent::Served(call));
        }
    }
}

impl Component for Payment {
    type Event = PaymentEvent;

    fn process_event(
        &self,
        self_id: ComponentId<PaymentEvent>,
        event: &PaymentEvent,
        scheduler: &mut Scheduler,
        state: &mut State,
    ) {
        if let PaymentEvent::Served(call) = event {
            let sojourn = scheduler.time() - call.submitted;
            let sojourns = state.get_mut(self.sojourns).unwrap();
            sojourns.push(sojourn.as_secs_f64());
            *state.get_mut(self.free).unwrap() += 1;
            if let Some(caller) = call.caller {
                scheduler.schedule_now(caller, CheckoutEvent::Answered(call.order));
            }
        }
        self.serve(self_id, scheduler, state);
    }
}

/// Orders that come by themselves.
struct Arrivals {
    orders: usize,
    sent: Key<usize>,
    gap_s: f64,
    luck: Key<Luck>,
    /// Where they go: straight to the servers, or to who calls them.
    to: Destination,
}

enum Destination {
    Payment(QueueId<Fifo<Call>>, ComponentId<PaymentEvent>),
    Checkout(QueueId<Fifo<Call>>, ComponentId<CheckoutEvent>),
}

#[derive(Debug)]
struct Arrived;

impl Component for Arrivals {
    type Event = Arrived;

    fn process_event(
        &self,
        self_id: ComponentId<Arrived>,
        _: &Arrived,
        scheduler: &mut Scheduler,
        state: &mut State,
    ) {
        let sent = state.get_mut(self.sent).unwrap();
        let call = Call {
            order: *sent,
            submitted: scheduler.time(),
            caller: None,
        };
        *sent += 1;
        if *sent < self.orders {
            let gap = state.get_mut(self.luck).unwrap().exponential(self.gap_s);
            scheduler.schedule(gap, self_id, Arrived);
        }
        let sent = match self.to {
            Destination::Payment(line, payment) => {
                scheduler.schedule_now(payment, PaymentEvent::Called);
                state.send(line, call)
            }
            Destination::Checkout(line, checkout) => {
                scheduler.schedule_now(checkout, CheckoutEvent::Submitted);
                state.send(line, call)
            }
        };
        sent.expect("this line has no end");
    }
}

#[derive(Debug)]
enum CheckoutEvent {
    Submitted,
    Answered(usize),
    TimedOut(usize),
}

/// Threads, each of which waits for one answer, but not for ever.
struct Checkout {
    line: QueueId<Fifo<Call>>,
    free: Key<usize>,
    timeout: Duration,
    waiting: Key<HashSet<usize>>,
    timeouts: Key<usize>,
    payment: ComponentId<PaymentEvent>,
    payment_line: QueueId<Fifo<Call>>,
}

impl Checkout {
    fn call(&self, me: ComponentId<CheckoutEvent>, scheduler: &mut Scheduler, state: &mut State) {
        if *state.get(self.free).unwrap() == 0 {
            return;
        }
        if let Some(mut call) = state.recv(self.line) {
            *state.get_mut(self.free).unwrap() -= 1;
            state.get_mut(self.waiting).unwrap().insert(call.order);
            scheduler.schedule(self.timeout, me, CheckoutEvent::TimedOut(call.order));
            call.caller = Some(me);
            let sent = state.send(self.payment_line, call);
            sent.expect("this line has no end");
            scheduler.schedule_now(self.payment, PaymentEvent::Called);
        }
    }

    /// A thread stops waiting; whether it still did.
    fn release(&self, order: usize, state: &mut State) -> bool {
        let waited = state.get_mut(self.waiting).unwrap().remove(&order);
        if waited {
            *state.get_mut(self.free).unwrap() += 1;
        }
        waited
    }
}

impl Component for Checkout {
    type Event = CheckoutEvent;

    fn process_event(
        &self,
        self_id: ComponentId<CheckoutEvent>,
        event: &CheckoutEvent,
        scheduler: &mut Scheduler,
        state: &mut State,
    ) {
        match *event {
            CheckoutEvent::Submitted => {}
            CheckoutEvent::Answered(order) => {
                self.release(order, state);
            }
            CheckoutEvent::TimedOut(order) => {
                if self.release(order, state) {
                    *state.get_mut(self.timeouts).unwrap() += 1;
                }
            }
        }
        self.call(self_id, scheduler, state);
    }
}

/// Plays it.
pub fn run(work: &Work) -> Run {
    let mut simulation = Simulation::default();
    let state = &mut simulation.state;
    let luck = state.insert(Luck(1));
    let sojourns = state.insert(Vec::new());
    let timeouts = state.insert(0);
    let sent = state.insert(0);
    let free = state.insert(work.servers);
    let payment_line = state.add_queue(Fifo::default());
    let payment = simulation.add_component(Payment {
        line: payment_line,
        free,
        luck,
        service_s: work.service_s,
        sojourns,
    });
    let mut to = Destination::Payment(payment_line, payment);
    if let Some(callers) = work.callers {
        let line = simulation.add_queue(Fifo::default());
        let free = simulation.state.insert(callers.threads);
        let waiting = simulation.state.insert(HashSet::new());
        let checkout = simulation.add_component(Checkout {
            line,
            free,
            timeout: callers.timeout,
            waiting,
            timeouts,
            payment,
            payment_line,
        });
        to = Destination::Checkout(line, checkout);
    }
    let arrivals = simulation.add_component(Arrivals {
        orders: work.orders,
        sent,
        gap_s: 1.0 / work.rate,
        luck,
        to,
    });
    simulation.schedule(Duration::ZERO, arrivals, Arrived);
    simulation.execute(Executor::unbound());
    Run {
        sojourns: simulation.state.remove(sojourns).expect("written by all"),
        timeouts: simulation.state.remove(timeouts).expect("counted by all"),
    }
}
