//! English: the scenarios of the menu.

use crate::experiment::presets::Group;

/// A group of the menu.
pub fn group(group: Group) -> &'static str {
    match group {
        Group::Start => "Start here",
        Group::Thousand => "A thousand at once",
        Group::Broken => "When things break",
        Group::Several => "Several services",
    }
}

/// The title of the scenario of this name.
pub fn title(name: &str) -> &'static str {
    of(name).1
}

/// What to look at in it, in a sentence or two.
pub fn about(name: &str) -> &'static str {
    of(name).2
}

/// In the menu: of an experiment that is no scenario, whoever made it; it began as one, or as none.
pub fn none(began_as: Option<&str>) -> String {
    match began_as {
        Some(name) => format!("changed: {}", title(name)),
        None => "no scenario".to_owned(),
    }
}

fn of(name: &str) -> Scenario {
    let found = SCENARIOS.iter().find(|(other, ..)| *other == name);
    found.copied().unwrap_or_default()
}

/// Its name, its title, what to look at.
type Scenario = (&'static str, &'static str, &'static str);

static SCENARIOS: [Scenario; 26] = [
    (
        "one-order",
        "Orders by hand",
        "Press a button on each side.",
    ),
    (
        "payment-outage",
        "Payment is down for ten seconds",
        "Two orders a second. Payment is killed at 5 s and comes back at 15 s: sync users are refused meanwhile, async orders wait in the queue and are paid late.",
    ),
    (
        "broker-outage",
        "The broker is down: sync wins",
        "The broker is killed at 5 s and comes back at 12 s: async users are refused, and some are charged twice; sync users notice nothing.",
    ),
    (
        "slow-payment",
        "Payment gets too slow",
        "Six orders a second for 40 threads at 8 s each: sync users are told an error after 5 s, and charged all the same.",
    ),
    (
        "demo-code",
        "1000 at once: the demo's own code",
        "An async def Checkout makes 1000 calls at once to 40 Payment threads: after 10 s 880 users are told an error, and all are charged. The queue's one worker needs 50 minutes.",
    ),
    (
        "readme-snippet",
        "1000 at once: the README's snippet",
        "A def Checkout with 40 threads calls a Payment with 40: nobody times out, because waiting for a thread is in no timeout. The last user waits 75 s.",
    ),
    (
        "timeout-cliff",
        "1000 at once: the timeout cliff",
        "The same, but Payment takes 6 s and the timeout is 5 s: all 1000 users are told an error, and all 1000 are charged.",
    ),
    (
        "crash-under-load",
        "Payment crashes under the load",
        "Payment dies of more than 100 orders inside it. An async def Checkout pushes 1000 at it; a queue hands out only what its workers can hold.",
    ),
    (
        "six-calls",
        "Six calls in a row",
        "Each order needs six services, half a second each. Checkout calls one after the other: 24 users wait for the sum, 3 s. On the other side one publish reaches six queues.",
    ),
    (
        "one-slow-of-four",
        "One slow service of four",
        "Three services take 0.1 s, Shipping takes 2 s. Every sync user waits for the slow one; on the other side only Shipping's own queue feels it, and payments are done after 0.1 s.",
    ),
    (
        "in-parallel",
        "Six calls at once",
        "The same six services, called at once by an async def Checkout: users wait for the slowest call and not for the sum. They still wait for all six, and any one that fails fails the order.",
    ),
    (
        "third-service-dies",
        "The third service dies",
        "Shipping is down from 5 s to 12 s. Sync users are told an error, after Payment has charged them: charged, never shipped. On the other side its queue waits for it.",
    ),
    (
        "add-a-consumer",
        "Add a consumer",
        "At 10 s a confirmation e-mail of 1 s joins. Async: one more queue on the exchange, Checkout is not touched, its users notice nothing. Sync: one more call, and every user waits for it.",
    ),
    (
        "choreography",
        "Choreography",
        "Payment's workers publish that they are done, before their ack; Shipping's workers hear that, and Checkout knows nothing of them. Shipped is paid and 0.15 s.",
    ),
    (
        "transient-queue",
        "A restart forgets a transient queue",
        "Fifty orders wait in a queue that is not durable when the broker restarts: their users were told 202, and will never be charged.",
    ),
    (
        "memory-alarm",
        "Memory alarm, with confirms",
        "Ten orders a second. From 3 s to 10 s the broker is short of memory and reads nothing that is published: each publish hangs, with its thread and its connection. After 4 s all 40 threads are gone. Sync users notice nothing.",
    ),
    (
        "blocked-timeout",
        "Memory alarm, given up",
        "The same, and Checkout bears a blocked connection for 1 s: its users are told an error, and charged all the same once the broker reads on. No thread is missing, and every new publish needs a new connection.",
    ),
    (
        "poison-message",
        "Poison message",
        "Order 3 fails every time, and goes back to the head of the queue: nobody gets past it until it is given up, \
                after 21 deliveries. Over HTTP one user gets an error.",
    ),
    (
        "retry-queue",
        "A retry queue",
        "One payment in five fails, and order 3 always does. Over HTTP its user gets an error. A worker rejects it: ten seconds in a retry queue, whose time to live brings it back, three times at most, and nobody waits behind it.",
    ),
    (
        "prefetch-trap",
        "Prefetch trap",
        "With prefetch 0, 32 orders are dealt to four workers at once: ready reads 0, and orders wait behind slow ones while other workers idle.",
    ),
    (
        "drop-head",
        "Drop-head",
        "Five orders a second; Payment can do two, and the queue holds ten: each one too many throws out the oldest, whose user was told 202.",
    ),
    (
        "reject-unconfirmed",
        "Reject, unconfirmed",
        "The full queue refuses new messages, but Checkout does not wait for publisher confirms: it has told its users 202.",
    ),
    (
        "crash-before-ack",
        "Crash before ack",
        "The worker with order 3 charges it, and dies before its ack: the broker hands it to the other one, who charges it again.",
    ),
    (
        "frozen-payment",
        "Frozen Payment",
        "Payment stands still from 1.1 s to 10 s. Sync users are told an error after 5 s, and charged when it thaws; async users are only paid late.",
    ),
    (
        "retry-storm",
        "Retry storm",
        "Five orders a second; Payment can do four. Sync calls time out after 2 s and are tried three times more: most users are told an error, and charged again and again.",
    ),
    (
        "lossy-link",
        "A lossy link",
        "A wire of 50 ms loses one segment in twenty, as in a recorded run, and Checkout waits half a second. A loss is a delay, then a timeout: about one sync user in ten is told an error, and all are charged. Publishers notice nothing.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::presets::PRESETS;

    #[test]
    fn every_scenario_has_its_words_and_none_are_left_over() {
        let said = SCENARIOS.iter().map(|(name, ..)| *name);
        assert!(said.eq(PRESETS.iter().map(|preset| preset.name)));
        let empty = |&(_, title, about): &Scenario| title.is_empty() || about.is_empty();
        assert!(!SCENARIOS.iter().any(empty));
    }
}
