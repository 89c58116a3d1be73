//! English: what to look at in each scenario: read by who has chosen one, so it comes when one is chosen.

use crate::experiment::presets::PRESETS;

/// What to look at in the scenario of this name, in a sentence or two.
pub fn about(name: &str) -> &'static str {
    let at = PRESETS.iter().position(|preset| preset.name == name);
    at.map_or("", |at| ABOUT[at])
}

/// In the order of the table of scenarios.
static ABOUT: [&str; PRESETS.len()] = [
    // one-order
    "Press a button on each side.",
    // payment-outage
    "Two orders a second. Payment is killed at 5 s and comes back at 15 s: sync users are refused meanwhile, async orders wait in the queue and are paid late.",
    // broker-outage
    "The broker is killed at 5 s and comes back at 12 s: async users are refused, and some are charged twice; sync users notice nothing.",
    // slow-payment
    "Six orders a second for 40 threads at 8 s each: sync users are told an error after 5 s, and charged all the same.",
    // demo-code
    "An async def Checkout makes 1000 calls at once to 40 Payment threads: after 10 s 880 users are told an error, and all are charged. The queue's one worker needs 50 minutes.",
    // readme-snippet
    "A def Checkout with 40 threads calls a Payment with 40: nobody times out, because waiting for a thread is in no timeout. The last user waits 75 s.",
    // timeout-cliff
    "The same, but Payment takes 6 s and the timeout is 5 s: all 1000 users are told an error, and all 1000 are charged.",
    // crash-under-load
    "Payment dies of more than 100 orders inside it. An async def Checkout pushes 1000 at it; a queue hands out only what its workers can hold.",
    // six-calls
    "Each order needs six services, half a second each. Checkout calls one after the other: 24 users wait for the sum, 3 s. On the other side one publish reaches six queues.",
    // one-slow-of-four
    "Three services take 0.1 s, Shipping takes 2 s. Every sync user waits for the slow one; on the other side only Shipping's own queue feels it, and payments are done after 0.1 s.",
    // in-parallel
    "The same six services, called at once by an async def Checkout: users wait for the slowest call and not for the sum. They still wait for all six, and any one that fails fails the order.",
    // third-service-dies
    "Shipping is down from 5 s to 12 s. Sync users are told an error, after Payment has charged them: charged, never shipped. On the other side its queue waits for it.",
    // add-a-consumer
    "At 10 s a confirmation e-mail of 1 s joins. Async: one more queue on the exchange, Checkout is not touched, its users notice nothing. Sync: one more call, and every user waits for it.",
    // choreography
    "Payment's workers publish that they are done, before their ack; Shipping's workers hear that, and Checkout knows nothing of them. Shipped is paid and 0.15 s.",
    // transient-queue
    "Fifty orders wait in a queue that is not durable when the broker restarts: their users were told 202, and will never be charged.",
    // memory-alarm
    "Ten orders a second. From 3 s to 10 s the broker is short of memory and reads nothing that is published: each publish hangs, with its thread and its connection. After 4 s all 40 threads are gone. Sync users notice nothing.",
    // blocked-timeout
    "The same, and Checkout bears a blocked connection for 1 s: its users are told an error, and charged all the same once the broker reads on. No thread is missing, and every new publish needs a new connection.",
    // poison-message
    "Order 3 fails every time, and goes back to the head of the queue: nobody gets past it until it is given up, \
                after 21 deliveries. Over HTTP one user gets an error.",
    // retry-queue
    "One payment in five fails, and order 3 always does. Over HTTP its user gets an error. A worker rejects it: ten seconds in a retry queue, whose time to live brings it back, three times at most, and nobody waits behind it.",
    // prefetch-trap
    "With prefetch 0, 32 orders are dealt to four workers at once: ready reads 0, and orders wait behind slow ones while other workers idle.",
    // drop-head
    "Five orders a second; Payment can do two, and the queue holds ten: each one too many throws out the oldest, whose user was told 202.",
    // reject-unconfirmed
    "The full queue refuses new messages, but Checkout does not wait for publisher confirms: it has told its users 202.",
    // crash-before-ack
    "The worker with order 3 charges it, and dies before its ack: the broker hands it to the other one, who charges it again.",
    // frozen-payment
    "Payment stands still from 1.1 s to 10 s. Sync users are told an error after 5 s, and charged when it thaws; async users are only paid late.",
    // retry-storm
    "Five orders a second; Payment can do four. Sync calls time out after 2 s and are tried three times more: most users are told an error, and charged again and again.",
    // lossy-link
    "A wire of 50 ms loses one segment in twenty, as in a recorded run, and Checkout waits half a second. A loss is a delay, then a timeout: about one sync user in ten is told an error, and all are charged. Publishers notice nothing.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_has_something_to_look_at() {
        assert!(ABOUT.iter().all(|about| !about.is_empty()));
        assert_eq!(about("no such scenario"), "");
    }
}
