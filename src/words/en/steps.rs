//! What a single step did, in a line: "00:09.410, sync: Checkout hands order 30 to thread 1".

use super::faults;
use super::figures::{clock, count, measure, status};
use super::settings::label;
use crate::experiment::intervention::{Act, Intervention};
use crate::experiment::run::Step;
use crate::experiment::settings;
use crate::experiment::value::Value;
use crate::sim::broker::word::Word;
use crate::sim::engine::Side;
use crate::sim::event::Event;
use crate::sim::happening::Happening;
use crate::sim::shop::Job;
use crate::words::WHY;
use crate::words::facts::steps::Stepped;

/// What a press on *event* did.
pub fn stepped(it: &Stepped) -> String {
    match it {
        Stepped::Forward(taken) => step(taken),
        Stepped::Back(taken) => format!("◀ {}", step(taken)),
        Stepped::Nothing => "nothing is pending".to_owned(),
        Stepped::Set {
            name,
            old,
            new,
            begun,
        } => set(name, [old, new], *begun),
    }
}

/// A setting that changed on the way. A time that has begun to run is not changed by it.
fn set(name: &str, [old, new]: [&Value; 2], begun: bool) -> String {
    let setting = settings::find(name);
    let measured = |value: &Value| match (setting, value) {
        (Some(setting), Value::Number(n)) => match setting.zero().filter(|_| *n == 0.0) {
            Some(zero) => super::settings::zero(zero).to_owned(),
            None => measure(*n, setting.unit),
        },
        (_, value) => value.to_string(),
    };
    let now = format!("{}: {} from now on", label(name), measured(new));
    let is_time = setting.is_some_and(|s| s.unit == "ms" || s.name == "user_patience_s");
    match begun && is_time {
        true => format!("{now}; what has begun keeps {}", measured(old)),
        false => now,
    }
}

/// A step, with its time.
fn step(step: &Step) -> String {
    match step {
        Step::Happened(it) => {
            format!("{}, {}: {}", clock(it.at), it.wiring.name(), happened(it))
        }
        Step::Did { at, act } => format!("{}: {}", clock(*at), did(act)),
    }
}

/// What is planned, before it begins.
pub fn plan(log: &[Intervention]) -> String {
    let mut text = "Press Play. Planned:".to_owned();
    for planned in log {
        let next = did(&planned.act);
        if text.len() + next.len() > WHY - 12 {
            return text + " And more.";
        }
        text = format!("{text} {}.", next.trim_end_matches('.'));
    }
    text
}

fn did(act: &Act) -> String {
    match act {
        Act::Click { shop, orders } => {
            let orders = count(u64::from(*orders), "order");
            match shop {
                Side::Sync => format!("{orders} sent to the sync shop"),
                Side::Async => format!("{orders} sent to the async shop"),
                Side::Both => format!("{orders} sent to each shop"),
            }
        }
        Act::Set { name, value } => {
            format!("{} is now {value}", label(name))
        }
        Act::Break { fault } => faults::outage(*fault, true),
        Act::Heal { fault } => faults::outage(*fault, false),
    }
}

fn happened(it: &Happening) -> String {
    let order = match it.order {
        Some(number) => format!("order {}", number + 1),
        None => "an order".to_owned(),
    };
    let place = it.place.map_or(0, |place| place + 1);
    match it.event {
        Event::ArrivalDue { .. } => "another user presses the button".to_owned(),
        Event::RequestReachedCheckout { .. } => format!("the request of {order} reaches Checkout"),
        Event::UserTold { .. } => format!("the user of {order} is told {}", status(it.status)),
        Event::UserLeft { .. } => format!("the user of {order} has waited enough, and hangs up"),
        Event::CheckoutSliceOver => slice(it.job, &order, place),
        Event::ConnectionMade { .. } => format!("a connection to Payment stands, for {order}"),
        Event::PoolTimedOut { .. } => format!("{order} got no connection of the pool in time"),
        Event::ConnectTimedOut { .. } => format!("{order} got no connection to Payment in time"),
        Event::ReadTimedOut { .. } => format!("Checkout gives up waiting for Payment, for {order}"),
        Event::CallReachedPayment { .. } => format!("the call for {order} reaches Payment"),
        Event::PaymentSliceOver { .. } => {
            "Payment's interpreter has done a piece of work".to_owned()
        }
        Event::CallServed { .. } => format!("thread {place} of Payment is done with {order}"),
        Event::PaymentThreadFreed { .. } => format!("thread {place} of Payment falls idle"),
        Event::AnswerReachedCheckout { .. } => {
            format!("Payment's answer for {order} reaches Checkout")
        }
        Event::CallRefused { .. } => {
            format!("Checkout learns that nobody takes the call for {order}")
        }
        Event::CallLeftThread { .. } => format!("the answer for {order} asks for a thread again"),
        Event::CallValidated { .. } => format!("Payment has validated its answer for {order}"),
        Event::RetryDue { .. } => format!("the pause is over: {order} is tried again"),
        Event::BrokerSliceOver { .. } => "the broker has set up a piece of a connection".to_owned(),
        Event::AmqpConnected { .. } => format!("the AMQP connection for {order} stands"),
        Event::AmqpTimedOut { .. } => format!("{order} got no AMQP connection in time"),
        Event::PublishRefused { .. } => {
            format!("Checkout learns that {order} could not be published")
        }
        Event::PublishConfirmed { .. } => {
            format!("the broker's confirm of {order} reaches Checkout")
        }
        Event::PublishNacked { .. } => {
            format!("the broker refuses {order}, and Checkout learns of it")
        }
        Event::PublishReturned { .. } => {
            format!("the broker sends {order} back: there is no queue for it")
        }
        Event::ChannelClosed { word, .. } => {
            let so = match word {
                Word::Taken => "",
                Word::Refused => ", which was refused,",
                Word::Returned => ", which came back,",
            };
            format!("the connection opened for {order}{so} is closed")
        }
        Event::StreamTurned { .. } => {
            "something of a connection to the broker is across the wire, or acknowledged".to_owned()
        }
        Event::NewsReachedBroker { .. } => {
            format!("news of {order} for the next service reach the broker")
        }
        Event::MessageReachedBroker { .. } => format!("the message of {order} reaches the broker"),
        Event::ConsumerConnected { .. } => {
            format!("worker {place} connects, and begins to consume")
        }
        Event::DeliveryReachedConsumer { .. } => {
            format!("the delivery of {order} reaches its worker")
        }
        Event::ConsumerTookNext { .. } => format!("worker {place} turns to {order}"),
        Event::MessageServed { .. } => format!("worker {place} is done with {order}"),
        Event::AckReachedBroker { .. } => format!("the ack of {order} reaches the broker"),
        Event::NackReachedBroker { .. } => {
            format!("a worker hands {order} back, and it is requeued")
        }
        Event::RejectBackReachedBroker { .. } => {
            format!("a worker rejects {order}, and it is requeued")
        }
        Event::RejectReachedBroker { .. } => format!("a worker rejects {order}"),
        Event::RetryQueueExpired { .. } => {
            format!("{order} has waited in the retry queue for long enough")
        }
        Event::DeadLetterRedriven { .. } => {
            format!("{order} is taken from the dead letters and published anew")
        }
        Event::MessageExpired { .. } => format!("{order} has waited in the queue for too long"),
        Event::AckTimedOut { .. } => {
            format!("{order} was not acknowledged for too long: its worker's channel is closed")
        }
        Event::WorkerUnheard { .. } => {
            format!("nothing is heard of the worker that has {order}: its connection is closed")
        }
        Event::WorkerCrashed { .. } => format!("worker {place} dies, with {order} in its hands"),
        Event::WorkersMissed { .. } => "the broker notices that the workers are gone".to_owned(),
        Event::BlockedTimedOut { .. } => {
            format!("Checkout gives up a connection that the broker does not read, for {order}")
        }
        Event::HeartbeatMissed { .. } => {
            "the cut has outlasted the heartbeat: connections are closed".to_owned()
        }
        Event::PaymentRestarted { .. } => "Payment is back after its crash".to_owned(),
    }
}

/// What Checkout's interpreter has just done.
fn slice(job: Option<Job>, order: &str, place: u32) -> String {
    let Some(job) = job else {
        return "Checkout's interpreter has done a piece of work".to_owned();
    };
    match job {
        Job::Accept => format!("Checkout has read the request of {order}"),
        Job::Dispatch if place > 0 => format!("Checkout hands {order} to thread {place}"),
        Job::Dispatch => format!("Checkout begins to handle {order}"),
        Job::Call => format!("Checkout has built the call for {order}"),
        Job::OpenHttp => format!("Checkout has opened a connection to Payment, for {order}"),
        Job::Wake => "Checkout has woken those who wait for a connection".to_owned(),
        Job::OpenAmqp => format!("Checkout dials the broker, for {order}"),
        Job::Publish => format!("Checkout publishes {order}"),
        Job::ReadConfirm => format!("Checkout has read the broker's confirm of {order}"),
        Job::ReadNack => format!("Checkout has read the broker's refusal of {order}"),
        Job::ReadReturn => format!("Checkout has read that {order} came back"),
        Job::Validate => format!("Checkout has validated the answer for {order}"),
        Job::Answer => format!("Checkout writes the answer for {order}"),
    }
}
