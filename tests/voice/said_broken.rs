//! What is said of the scenarios about what breaks, each at three moments.

/// The scenario, seconds; of the sync shop, of the async one, and why.
pub const BROKEN: [(&str, u64, [&str; 3]); 33] = [
    (
        "transient-queue",
        3,
        [
            "40 sync users hold a thread, ten wait for one: up to 3.0 s by now.",
            "All 50 async users were told 202 within 181 ms and went home; one worker charges them: about 3 minutes to go.",
            "Waiting for a thread is in no timeout: nobody is refused, and the last one waits longest.",
        ],
    ),
    (
        "transient-queue",
        11,
        [
            "All 50 sync users were told 200 and charged; the longest waited 6.08 s.",
            "46 async users were told 202 and will never be charged. The broker is down and refuses. 1 to be charged, 3 paid.",
            "A queue that is not durable, or messages that are not persistent, do not survive their broker. Broker down since 10.0 s.",
        ],
    ),
    (
        "transient-queue",
        12,
        [
            "All 50 sync users were told 200 and charged; the longest waited 6.08 s.",
            "46 async users were told 202 and will never be charged: forgotten as the broker died. 1 to be charged, 3 paid.",
            "A queue that is not durable, or messages that are not persistent, do not survive their broker.",
        ],
    ),
    (
        "memory-alarm",
        6,
        [
            "Two sync users have waited up to 0.1 s and know nothing yet. 59 were told 200 and charged.",
            "The broker is short of memory: publishers are blocked. 31 wait, up to 3.0 s. 30 were told 202 and charged.",
            "Who waits for no confirm notices nothing: the message waits in a socket. Who waits for one hangs until the alarm ends. Memory alarm since 3.00 s.",
        ],
    ),
    (
        "memory-alarm",
        11,
        [
            "Two sync users have waited up to 0.1 s and know nothing yet. 109 were told 200 and charged.",
            "62 of 110 async users told 202 are not charged yet; two workers charge them: about 3 s to go.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "memory-alarm",
        4000,
        [
            "All 151 sync users were told 200 and charged; the longest waited 108 ms.",
            "All 151 async users were told 202 within 7.02 s; the slowest payment came after 8.32 s.",
            "Now change one thing and press again: let Payment take longer than the HTTP timeout, say, or kill it.",
        ],
    ),
    (
        "blocked-timeout",
        6,
        [
            "Two sync users have waited up to 0.1 s and know nothing yet. 59 were told 200 and charged.",
            "The broker is short of memory: publishers are blocked. 20 to be charged after an error, 11 waiting, 30 paid.",
            "Checkout gave up what it had published: the broker has it, or will read it, and it is charged all the same. Memory alarm since 3.00 s.",
        ],
    ),
    (
        "blocked-timeout",
        11,
        [
            "Two sync users have waited up to 0.1 s and know nothing yet. 109 were told 200 and charged.",
            "60 async users were told an error; 15 of them are charged, and work for 45 goes on. 17 to be charged, 33 paid.",
            "Checkout gave up what it had published: the broker has it, or will read it, and it is charged all the same.",
        ],
    ),
    (
        "blocked-timeout",
        4000,
        [
            "All 151 sync users were told 200 and charged; the longest waited 108 ms.",
            "60 async users were told an error, and charged all the same. 91 were told 202 and charged.",
            "Checkout gave up what it had published: the broker has it, or will read it, and it is charged all the same.",
        ],
    ),
    (
        "poison-message",
        1,
        [
            "20 sync users have waited up to 1.0 s and know nothing yet.",
            "20 async users told 202 are not charged yet.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "poison-message",
        12,
        [
            "One sync user was told an error, and not charged. 19 sync users were told 200 and charged; the longest waited 1.09 s.",
            "Order 3 has been handed out ten times; 17 others wait. 18 of 20 async users told 202 are not charged yet.",
            "An order that is handed back is handed out again, and costs a worker's time again, until it is given up.",
        ],
    ),
    (
        "poison-message",
        40,
        [
            "One sync user was told an error, and not charged. 19 sync users were told 200 and charged; the longest waited 1.09 s.",
            "One async user was told 202 and will never be charged: came back too often. 1 to be charged, 18 paid.",
            "A 202 is a promise: who makes it must see to it that the order cannot be dropped.",
        ],
    ),
    (
        "retry-queue",
        4,
        [
            "Two sync users were told an error, and not charged. Six were told 200 and charged.",
            "Two of eight async users told 202 are not charged yet.",
            "What died in the queue waits beside it, in nobody's way, and comes back: to be tried again, or to be dropped.",
        ],
    ),
    (
        "retry-queue",
        14,
        [
            "Five sync users were told an error, and not charged. 23 were told 200 and charged.",
            "Five of 28 async users told 202 are not charged yet.",
            "What died in the queue waits beside it, in nobody's way, and comes back: to be tried again, or to be dropped.",
        ],
    ),
    (
        "retry-queue",
        45,
        [
            "Six sync users were told an error, and not charged. 25 were told 200 and charged.",
            "One async user was told 202 and will never be charged: rejected by a worker. 30 were told 202 and charged.",
            "A 202 is a promise: who makes it must see to it that the order cannot be dropped.",
        ],
    ),
    (
        "prefetch-trap",
        1,
        [
            "29 sync users wait, up to 1.0 s by now; 25 calls are in line inside Payment. Three were told 200 and charged.",
            "25 of 32 async users told 202 are not charged yet; four workers charge them: about 4 s to go.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "prefetch-trap",
        3,
        [
            "Three sync users have waited up to 3.0 s and know nothing yet. 29 were told 200 and charged.",
            "Five of 32 async users told 202 are not charged yet: three wait in busy workers' buffers; two workers are idle.",
            "Ready reads 0, yet orders wait: in the buffers of busy workers, while other workers are idle.",
        ],
    ),
    (
        "prefetch-trap",
        4000,
        [
            "All 32 sync users were told 200 and charged; the longest waited 3.75 s.",
            "All 32 async users were told 202 within 142 ms; the slowest payment came after 4.74 s.",
            "Now change one thing and press again: let Payment take longer than the HTTP timeout, say, or kill it.",
        ],
    ),
    (
        "drop-head",
        3,
        [
            "11 sync users wait, up to 2.0 s by now; nine calls are in line inside Payment. Five were told 200 and charged.",
            "Ten of 15 async users told 202 are not charged yet.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "drop-head",
        9,
        [
            "Five sync users were told an error: two charged, three to come. 26 wait, up to 5.0 s. 15 were told 200 and charged.",
            "17 async users were told 202 and will never be charged: dropped as a full queue's oldest. 11 to be charged, 17 paid.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "drop-head",
        4000,
        [
            "46 sync users were told an error, and charged all the same. 15 were told 200 and charged.",
            "27 async users were told 202 and will never be charged: dropped as a full queue's oldest. 34 paid.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "reject-unconfirmed",
        7,
        [
            "23 sync users wait, up to 4.4 s by now; 21 calls are in line inside Payment. 13 were told 200 and charged.",
            "11 async users were told 202 and will never be charged: refused by a full queue. 11 to be charged, 13 paid.",
            "A full queue refuses, and without publisher confirms Checkout does not hear of it: it says 202.",
        ],
    ),
    (
        "reject-unconfirmed",
        12,
        [
            "20 sync users were told an error; eight of them are charged, and work for 12 goes on. 26 wait, up to 5.0 s. 15 paid.",
            "26 async users were told 202 and will never be charged: refused by a full queue. 11 to be charged, 23 paid.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "reject-unconfirmed",
        4000,
        [
            "46 sync users were told an error, and charged all the same. 15 were told 200 and charged.",
            "27 async users were told 202 and will never be charged: refused by a full queue. 34 were told 202 and charged.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "crash-before-ack",
        1,
        [
            "Eight sync users wait, up to 1.0 s by now; six calls are in line inside Payment.",
            "Eight async users were told 202 within 35 ms and went home; the payments are still to come.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "crash-before-ack",
        3,
        [
            "Four sync users wait, up to 3.0 s by now; two calls are in line inside Payment. Four were told 200 and charged.",
            "One of two workers is dead: the other one works on. Four of eight async users told 202 are not charged yet.",
            "A worker that dies of an order is gone until Payment is restarted; what it had in hand goes to another one.",
        ],
    ),
    (
        "crash-before-ack",
        7,
        [
            "All eight sync users were told 200 and charged; the longest waited 4.02 s.",
            "One async user was charged twice or more. One of two workers is dead. 1 to be charged, 6 paid.",
            "What was worked on and not acknowledged is handed out again: only idempotent payments charge once.",
        ],
    ),
    (
        "frozen-payment",
        1,
        [
            "28 sync users wait, up to 1.0 s by now; 24 calls are in line inside Payment. 12 were told 200 and charged.",
            "28 of 40 async users told 202 are not charged yet; four workers charge them: about 2 s to go.",
            "Click an order on the stage for its whole story; step event by event to see who waits for whom.",
        ],
    ),
    (
        "frozen-payment",
        7,
        [
            "Payment is frozen. 24 sync users were told an error; work for them stands still. 16 were told 200 and charged.",
            "Payment is frozen. 27 of 40 async users told 202 are not charged yet, after up to 7.0 s.",
            "Nothing goes on in a frozen process. Once it thaws, Payment works on all it was sent, and charges: whoever gave up, too. Payment frozen since 1.10 s.",
        ],
    ),
    (
        "frozen-payment",
        4000,
        [
            "24 sync users were told an error, and charged all the same. 16 were told 200 and charged.",
            "All 40 async users were told 202 within 177 ms; the slowest payment came after 11.5 s.",
            "Payment is not told that Checkout gave up: it works on, and charges.",
        ],
    ),
    (
        "retry-storm",
        7,
        [
            "16 sync users wait, up to 3.0 s by now; 11 calls are in line inside Payment. 20 were told 200 and charged.",
            "11 of 35 async users told 202 are not charged yet; four workers charge them: about 3 s to go.",
            "Nobody waits any more for one of the 15 calls inside Payment: who gave up tries again, at the end of the line.",
        ],
    ),
    (
        "retry-storm",
        20,
        [
            "37 sync users were told an error: 30 charged, 19 of them twice or more, seven to come. 44 waiting, 20 paid.",
            "24 of 100 async users told 202 are not charged yet; four workers charge them: about 6 s to go.",
            "Payment is not told that Checkout gave up, and each retry is another order to it: each may charge.",
        ],
    ),
    (
        "retry-storm",
        4000,
        [
            "81 sync users were told an error, and charged twice or more. 20 were told 200 and charged.",
            "All 101 async users were told 202 within 2.9 ms; the slowest payment came after 6.03 s.",
            "Payment is not told that Checkout gave up, and each retry is another order to it: each may charge.",
        ],
    ),
];
