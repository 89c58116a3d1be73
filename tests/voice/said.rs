//! What the page says of every scenario at three moments, word by word.

/// Scenario, seconds, and what is said then: of the sync shop, of the async shop, and below both.
pub const SAID: [(&str, u64, [&str; 3]); 45] = [
    (
        "one-order",
        1,
        [
            "One sync user has waited 1.0 s and knows nothing yet.",
            "One async user was told 202 within 2.9 ms and went home; the payment is still to come.",
            "Both shops charge order 1 at about the same moment: a queue makes the answer faster, not the work.",
        ],
    ),
    (
        "one-order",
        3,
        [
            "One sync user has waited 3.0 s and knows nothing yet.",
            "One async user was told 202 within 2.9 ms and went home; the payment is still to come.",
            "Both shops charge order 1 at about the same moment: a queue makes the answer faster, not the work.",
        ],
    ),
    (
        "one-order",
        4000,
        [
            "One sync user was told 200 after 3.01 s, and charged.",
            "One async user was told 202 after 2.9 ms; the payment was done after 3.00 s.",
            "Now change one thing and press again: let Payment take longer than the HTTP timeout, say, or kill it.",
        ],
    ),
    (
        "payment-outage",
        3,
        [
            "Five sync users wait, up to 1.5 s by now; one call is in line inside Payment. Six were told 200 and charged.",
            "Five of 11 async users told 202 are not charged yet.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "payment-outage",
        12,
        [
            "Payment is down and refuses. 24 were told an error, and not charged. 12 were told 200 and charged.",
            "Payment is down: users still get their 202; 12 of 36 are charged; 24 orders wait in the queue, up to 7.6 s.",
            "What a worker has in hand as it dies goes back to the queue, because it acknowledges only after the work. Payment down since 5.00 s.",
        ],
    ),
    (
        "payment-outage",
        4000,
        [
            "29 sync users were told an error, and not charged. 40 sync users were told 200 and charged; the longest waited 1.72 s.",
            "All 69 async users were told 202 within 2.9 ms; the slowest payment came after 11.6 s.",
            "Every order is in one of the outcomes below each lane. Click one on the stage for its whole story.",
        ],
    ),
    (
        "broker-outage",
        3,
        [
            "Three sync users have waited up to 1.0 s and know nothing yet. Four were told 200 and charged.",
            "Two of six async users told 202 are not charged yet.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "broker-outage",
        9,
        [
            "Three sync users have waited up to 1.0 s and know nothing yet. 16 were told 200 and charged.",
            "The broker is down and refuses. Eight async users were told an error, and not charged. Ten were told 202 and charged.",
            "The queue is a dependency too: without its broker the async shop refuses, and the sync one goes on. Broker down since 5.00 s.",
        ],
    ),
    (
        "broker-outage",
        4000,
        [
            "All 41 sync users were told 200 and charged; the longest waited 1.01 s.",
            "Two async users were charged twice or more. 14 were told an error, and not charged. 25 were told 202 and charged.",
            "What was worked on and not acknowledged is handed out again: only idempotent payments charge once.",
        ],
    ),
    (
        "slow-payment",
        3,
        [
            "29 sync users have waited up to 2.8 s and know nothing yet.",
            "29 async users were told 202 within 2.9 ms and went home; 40 workers charge them: about 8 s to go.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "slow-payment",
        9,
        [
            "36 sync users were told an error; 11 of them are charged, and work for 25 goes on. 29 wait, up to 4.9 s.",
            "54 of 65 async users told 202 are not charged yet; 40 workers charge them: about 16 s to go.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "slow-payment",
        4000,
        [
            "174 sync users were told an error, and charged all the same.",
            "All 174 async users were told 202 within 2.9 ms; the slowest payment came after 12.4 s.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "demo-code",
        7,
        [
            "920 sync users wait, up to 7.0 s by now; 880 calls are in line inside Payment. 80 were told 200 and charged.",
            "998 of 1000 async users told 202 are not charged yet; one worker charges them: about 50 minutes to go.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "demo-code",
        12,
        [
            "880 sync users were told an error; 40 of them are charged, and work for 840 goes on. 120 were told 200 and charged.",
            "996 of 1000 async users told 202 are not charged yet; one worker charges them: about 50 minutes to go.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "demo-code",
        4000,
        [
            "880 sync users were told an error, and charged all the same. 120 were told 200 and charged.",
            "All 1000 async users were told 202 at once; the slowest payment came after 50 minutes.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "readme-snippet",
        1,
        [
            "40 sync users hold a thread, 960 wait for one: up to 1.0 s by now.",
            "All 1000 async users were told 202 at once and went home; one worker charges them: about 50 minutes to go.",
            "Waiting for a thread is in no timeout: nobody is refused, and the last one waits longest.",
        ],
    ),
    (
        "readme-snippet",
        20,
        [
            "40 sync users hold a thread, 720 wait for one: up to 20.0 s by now. 240 were told 200 and charged.",
            "994 of 1000 async users told 202 are not charged yet; one worker charges them: about 50 minutes to go.",
            "Waiting for a thread is in no timeout: nobody is refused, and the last one waits longest.",
        ],
    ),
    (
        "readme-snippet",
        4000,
        [
            "All 1000 sync users were told 200 and charged; the longest waited 75.0 s.",
            "All 1000 async users were told 202 at once; the slowest payment came after 50 minutes.",
            "Now change one thing and press again: let Payment take longer than the HTTP timeout, say, or kill it.",
        ],
    ),
    (
        "timeout-cliff",
        3,
        [
            "40 sync users hold a thread, 960 wait for one: up to 3.0 s by now.",
            "All 1000 async users were told 202 at once and went home; one worker charges them: about 100 minutes to go.",
            "Waiting for a thread is in no timeout: nobody is refused, and the last one waits longest.",
        ],
    ),
    (
        "timeout-cliff",
        12,
        [
            "80 sync users were told an error, and charged all the same. 40 hold a thread, 880 wait for one: up to 12.0 s by now.",
            "998 of 1000 async users told 202 are not charged yet; one worker charges them: about 100 minutes to go.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "timeout-cliff",
        99,
        [
            "760 sync users were told an error; 640 of them are charged, and work for 120 goes on. 240 waiting up to 99.0 s.",
            "984 of 1000 async users told 202 are not charged yet; one worker charges them: about 98 minutes to go.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "crash-under-load",
        1,
        [
            "1000 sync users wait, up to 1.0 s by now; 33 calls are in line inside Payment.",
            "All 1000 async users were told 202 within 852 ms and went home; 40 workers charge them: about 25 s to go.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "crash-under-load",
        3,
        [
            "Payment is down: whoever presses now is told an error. 1000 sync users have waited up to 3.0 s and know nothing yet.",
            "920 of 1000 async users told 202 are not charged yet; 40 workers charge them: about 23 s to go.",
            "Payment died of too many calls at once. In the async shop it takes from the queue only what it has room for.",
        ],
    ),
    (
        "crash-under-load",
        4000,
        [
            "All 1000 sync users were told an error, and not charged.",
            "All 1000 async users were told 202 within 852 ms; the slowest payment came after 25.4 s.",
            "Every order is in one of the outcomes below each lane. Click one on the stage for its whole story.",
        ],
    ),
    (
        "six-calls",
        1,
        [
            "24 sync users wait, up to 1.0 s by now: 24 of 24 calls are at Payment.",
            "20 of 24 async users told 202 are not charged yet; Payment's four charge them: about 3 s to go.",
            "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
        ],
    ),
    (
        "six-calls",
        3,
        [
            "24 sync users wait, up to 3.0 s by now: 24 of 24 calls are at Loyalty.",
            "Four of 24 async users told 202 are not charged yet.",
            "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
        ],
    ),
    (
        "six-calls",
        4000,
        [
            "All 24 sync users were told 200 when all was done; the longest waited 3.14 s.",
            "All 24 async users were told 202 within 106 ms; the slowest order was all done after 3.09 s.",
            "Now change one thing and press again: make one service slow, or kill it.",
        ],
    ),
    (
        "one-slow-of-four",
        2,
        [
            "Nine sync users wait, up to 2.0 s by now: 8 of 8 calls are at Shipping.",
            "Eight async orders are charged, and not shipped yet.",
            "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
        ],
    ),
    (
        "one-slow-of-four",
        12,
        [
            "Ten sync users wait, up to 2.2 s by now: 8 of 9 calls are at Shipping. 39 were told 200, and all is done.",
            "Eight async orders are charged, and not shipped yet. 40 were told 202, and all is done.",
            "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
        ],
    ),
    (
        "one-slow-of-four",
        4000,
        [
            "All 81 sync users were told 200 when all was done; the longest waited 2.33 s.",
            "All 81 async users were told 202 within 2.9 ms; the slowest order was all done after 2.00 s.",
            "Now change one thing and press again: make one service slow, or kill it.",
        ],
    ),
    (
        "in-parallel",
        1,
        [
            "All 16 sync users were told 200 when all was done; the longest waited 874 ms.",
            "12 of 16 async users told 202 are not charged yet; Payment's four charge them: about 2 s to go.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "in-parallel",
        2,
        [
            "All 16 sync users were told 200 when all was done; the longest waited 874 ms.",
            "Four of 16 async users told 202 are not charged yet.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "in-parallel",
        4000,
        [
            "All 16 sync users were told 200 when all was done; the longest waited 874 ms.",
            "All 16 async users were told 202 within 16 ms; the slowest order was all done after 2.01 s.",
            "Now change one thing and press again: make one service slow, or kill it.",
        ],
    ),
    (
        "third-service-dies",
        4,
        [
            "Four sync users wait, up to 1.0 s by now: 0 at Inventory, 2 at Payment, 1 at Shipping. 9 all done.",
            "One of 12 async users told 202 is not charged yet.",
            "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
        ],
    ),
    (
        "third-service-dies",
        11,
        [
            "19 sync orders were charged, and never shipped. Shipping is down and refuses. Three wait, up to 0.6 s. 12 all done.",
            "Shipping is down: users still get their 202. One of 33 async users told 202 is not charged yet. 17 not shipped yet.",
            "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does. Shipping down since 5.00 s.",
        ],
    ),
    (
        "third-service-dies",
        4000,
        [
            "22 sync users were told an error; their orders were charged, and never shipped. 39 were told 200, and all is done.",
            "All 61 async users were told 202 within 2.9 ms; the slowest order was all done after 7.31 s.",
            "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does.",
        ],
    ),
    (
        "add-a-consumer",
        5,
        [
            "Ten sync users were told 200 and charged; the longest waited 208 ms.",
            "Ten async users were told 202 within 2.9 ms; the slowest payment came after 203 ms.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "add-a-consumer",
        15,
        [
            "Three sync users wait, up to 1.0 s by now: 0 at Payment, 2 at Email. 28 were told 200, and all is done.",
            "Two async orders are charged, and not mailed yet. 28 were told 202, and all is done.",
            "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
        ],
    ),
    (
        "add-a-consumer",
        4000,
        [
            "All 41 sync users were told 200 when all was done; the longest waited 1.21 s.",
            "All 41 async users were told 202 within 2.9 ms; the slowest order was all done after 1.00 s.",
            "Now change one thing and press again: make one service slow, or kill it.",
        ],
    ),
    (
        "choreography",
        1,
        [
            "All 30 sync users were told 200 when all was done; the longest waited 499 ms.",
            "22 of 30 async users told 202 are not charged yet; Payment's two charge them: about 2 s to go. 1 not shipped yet.",
            "Each service publishes when its work is done, before it acknowledges: only then the next one hears of the order.",
        ],
    ),
    (
        "choreography",
        3,
        [
            "All 30 sync users were told 200 when all was done; the longest waited 499 ms.",
            "Two of 30 async users told 202 are not charged yet. One async order is charged, and not shipped yet.",
            "Each service publishes when its work is done, before it acknowledges: only then the next one hears of the order.",
        ],
    ),
    (
        "choreography",
        4000,
        [
            "All 30 sync users were told 200 when all was done; the longest waited 499 ms.",
            "All 30 async users were told 202 within 133 ms; the slowest order was all done after 3.27 s.",
            "Now change one thing and press again: make one service slow, or kill it.",
        ],
    ),
    (
        "lossy-link",
        2,
        [
            "Three sync users have waited up to 0.4 s and know nothing yet. Eight were told 200 and charged.",
            "Ten async users were told 202 within 2.9 ms; the slowest payment came after 291 ms.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "lossy-link",
        8,
        [
            "Four sync users were told an error, and charged all the same. Three wait, up to 0.4 s. 34 were told 200 and charged.",
            "One of 40 async users told 202 is not charged yet.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "lossy-link",
        4000,
        [
            "12 sync users were told an error, and charged all the same. 89 were told 200 and charged.",
            "All 101 async users were told 202 within 2.9 ms; the slowest payment came after 463 ms.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
];
