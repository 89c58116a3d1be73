//! Several services: who waits at which, what is done in part, what is broken. Word by word.

use showdown::app::model::{Model, Msg};
use showdown::app::readout::{Clocks, Readout};
use showdown::app::voice::Voice;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::run::Run;
use showdown::share::link;
use showdown::sim::config::lineup::PAYMENT;
use showdown::sim::fault::{FAULTS, Outage};
use showdown::sim::shop::Wiring;
use showdown::sim::time::{MILLI, Micros};
use showdown::words::facts::{Facts, Kind, alone};
use showdown::words::several::OF_SEVERAL;
use showdown::words::{SENTENCE, WHY, alone as said_alone, scenarios, sentence};

/// Of 0.2, 0.5 and 0.3 s.
const THREE: &str = "v1&services=inventory.payment.shipping&inventory.time_ms=200&payment_time_ms=500\
    &shipping.time_ms=300";

/// The same, of which Payment takes longer than anybody waits.
const SLOW: &str = "v1&services=inventory.payment.shipping&inventory.time_ms=200&payment_time_ms=1200\
    &shipping.time_ms=300&read_timeout_ms=1000";

/// The same as the first, all called at once.
const PARALLEL: &str = "v1&services=inventory.payment.shipping&inventory.time_ms=200&payment_time_ms=500\
    &shipping.time_ms=300&sync_calls=in-parallel&checkout_endpoint=async-def&exchange=topic";

/// Six of a second.
const SIX: &str = "v1&services=inventory.payment.shipping.invoice.email.loyalty&payment_time_ms=1000\
    &inventory.time_ms=1000&shipping.time_ms=1000&invoice.time_ms=1000&email.time_ms=1000&loyalty.time_ms=1000";

/// Which services, what else, when, and what is said then: of the sync shop, of the async shop, and below both.
type Row = (&'static str, &'static str, &'static str, [&'static str; 3]);

#[rustfmt::skip]
const SAID: &[Row] = &[
    (THREE, "", "0s", [
        "Sync: three calls in sequence, and the user waits for the sum of them.",
        "Async: three publishes, one to each queue. The user goes home at once.",
        "Press a trigger on each side, or 1 for both at once, and compare the two clocks below each lane.",
    ]),
    (SIX, "&sync_calls=in-parallel&async_events=choreography", "0s", [
        "Sync: six calls at once, and the user waits for the slowest of them.",
        "Async: one publish, and each service tells the next. The user goes home at once.",
        "Press a trigger on each side, or 1 for both at once, and compare the two clocks below each lane.",
    ]),
    (THREE, "&exchange=fanout", "0s", [
        "Sync: three calls in sequence, and the user waits for the sum of them.",
        "Async: one publish to three queues. The user goes home at once.",
        "Press a trigger on each side, or 1 for both at once, and compare the two clocks below each lane.",
    ]),
    (THREE, "&do=0:click:both:1", "150ms", [
        "One sync user has waited 0.1 s and knows nothing yet: it is Inventory's turn.",
        "One async user was told 202 within 3.3 ms and went home; the payment is still to come.",
        "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
    ]),
    (THREE, "&do=0:click:both:1", "900ms", [
        "One sync user has waited 0.9 s and knows nothing yet: it is Shipping's turn.",
        "One async user was told 202 after 3.3 ms; all was done after 503 ms.",
        "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
    ]),
    (THREE, "&do=0:click:both:1", "2s", [
        "One sync user was told 200 after 1.02 s, when all was done.",
        "One async user was told 202 after 3.3 ms; all was done after 503 ms.",
        "Now change one thing and press again: make one service slow, or kill it.",
    ]),
    (THREE, "&do=0:click:both:10", "300ms", [
        "Ten sync users wait, up to 0.3 s by now: 0 at Inventory, 10 at Payment, 0 at Shipping.",
        "Ten async users were told 202 within 44 ms and went home; the payments are still to come.",
        "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
    ]),
    (THREE, "&do=0:click:both:10", "9s", [
        "All ten sync users were told 200 when all was done; the longest waited 1.06 s.",
        "All ten async users were told 202 within 44 ms; the slowest order was all done after 5.02 s.",
        "Now change one thing and press again: make one service slow, or kill it.",
    ]),
    (THREE, "&do=0:click:both:100", "600ms", [
        "40 sync users hold a thread, 60 wait for one: up to 0.6 s by now.",
        "99 of 100 async users told 202 are not charged yet; Payment's worker charges them: about 50 s to go.",
        "Waiting for a thread is in no timeout: nobody is refused, and the last one waits longest.",
    ]),
    (PARALLEL, "&do=0:click:both:1", "200ms", [
        "One sync user has waited 0.2 s and knows nothing yet: three calls are open.",
        "One async user was told 202 within 2.8 ms and went home; the payment is still to come.",
        "All at once: the user waits for the slowest. One call that fails is enough for an error, which is told with the slowest.",
    ]),
    (PARALLEL, "&do=0:click:both:1", "400ms", [
        "One sync user has waited 0.4 s and knows nothing yet: it is Payment's turn.",
        "One async user was told 202 within 2.8 ms and went home; the payment is still to come.",
        "All at once: the user waits for the slowest. One call that fails is enough for an error, which is told with the slowest.",
    ]),
    (PARALLEL, "&do=0:click:both:10", "300ms", [
        "Ten sync users wait, up to 0.3 s by now: 2 calls at Inventory, 10 at Payment, 10 at Shipping.",
        "Ten async users were told 202 within 10 ms and went home; the payments are still to come.",
        "All at once: the user waits for the slowest. One call that fails is enough for an error, which is told with the slowest.",
    ]),
    (PARALLEL, "&do=0:click:both:2&do=0:break:shipping-down", "10ms", [
        "Shipping is down: the others do their work, and then the user is told an error.",
        "Shipping is down: users still get their 202. Two async users told 202 are not charged yet.",
        "Each service has a queue of its own: one that is down holds up no other. Shipping down since 0 s.",
    ]),
    (PARALLEL, "&do=0:click:both:2&do=0:break:shipping-down", "800ms", [
        "Two sync users were told an error; their orders were charged, and never shipped. Shipping is down and refuses.",
        "Shipping is down: users still get their 202. One of two async users told 202 is not charged yet. 1 not shipped yet.",
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does. Shipping down since 0 s.",
    ]),
    (THREE, "&exchange=fanout&do=0:click:both:2&do=0:break:shipping-down&do=20s:heal:shipping-down", "0s", [
        "Shipping is down: Payment charges first, and then the user is told an error.",
        "Shipping is down: users still get their 202.",
        "Each service has a queue of its own: one that is down holds up no other. Shipping down since 0 s.",
    ]),
    (THREE, "&exchange=fanout&do=0:click:both:2&do=0:break:shipping-down&do=20s:heal:shipping-down", "800ms", [
        "Two sync users were told an error; their orders were charged, and never shipped. Shipping is down and refuses.",
        "Shipping is down: users still get their 202. One of two async users told 202 is not charged yet. 1 not shipped yet.",
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does. Shipping down since 0 s.",
    ]),
    (THREE, "&exchange=fanout&do=0:click:both:2&do=0:break:shipping-down&do=20s:heal:shipping-down", "4s", [
        "Two sync users were told an error; their orders were charged, and never shipped. Shipping is down and refuses.",
        "Shipping is down: users still get their 202. Two async orders are charged, and not shipped yet.",
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does. Shipping down since 0 s.",
    ]),
    (THREE, "&exchange=fanout&do=0:click:both:2&do=0:break:shipping-down&do=20s:heal:shipping-down", "30s", [
        "Two sync users were told an error; their orders were charged, and never shipped.",
        "Both async users were told 202 within 11 ms; the slowest order was all done after 20.6 s.",
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does.",
    ]),
    (THREE, "&do=0:click:both:2&do=0:break:shipping-frozen", "1s", [
        "Shipping is frozen. Two sync users wait, up to 1.0 s by now: 0 at Inventory, 0 at Payment, 2 at Shipping.",
        "Shipping is frozen. One of two async users told 202 is not charged yet, after up to 1.0 s. 1 not shipped yet.",
        "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work. Shipping frozen since 0 s.",
    ]),
    (THREE, "&do=0:click:both:2&do=0:break:shipping-frozen", "8s", [
        "Two sync users were told an error, and charged all the same. Shipping is frozen.",
        "Shipping is frozen. Two async orders are charged, and not shipped yet.",
        "No service is told that Checkout gave up: it works on. A timeout is of one call, and the order has none. Shipping frozen since 0 s.",
    ]),
    (THREE, "&do=0:break:inventory-down", "500ms", [
        "Inventory is down: whoever presses now is told an error.",
        "Inventory is down: users still get their 202.",
        "Press a trigger on each side, or 1 for both at once, and compare the two clocks below each lane.",
    ]),
    (THREE, "&do=0:break:payment-down&do=1s:click:both:3", "2s", [
        "Three sync orders are done in part, and never charged. Payment is down and refuses. 3 refused.",
        "Payment is down: users still get their 202; three orders wait in its queue.",
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does. Payment down since 0 s.",
    ]),
    (SLOW, "&do=0:click:both:2", "1300ms", [
        "Two sync users were told an error; work for them goes on.",
        "One of two async users told 202 is not charged yet.",
        "No service is told that Checkout gave up: it works on. A timeout is of one call, and the order has none.",
    ]),
    (SLOW, "&do=0:click:both:2", "3s", [
        "Two sync users were told an error; their orders were charged, and never shipped.",
        "Both async users were told 202 within 11 ms; the slowest order was all done after 2.41 s.",
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does.",
    ]),
    (THREE, "&async_events=choreography&do=0:click:async:5", "1500ms", [
        "Sync: three calls in sequence, and the user waits for the sum of them.",
        "Three of five async users told 202 are not charged yet. One async order is charged, and not shipped yet.",
        "Each service publishes when its work is done, before it acknowledges: only then the next one hears of the order.",
    ]),
    (THREE, "&async_events=choreography&do=0:click:async:5", "9s", [
        "Sync: three calls in sequence, and the user waits for the sum of them.",
        "All five async users were told 202 within 22 ms; the slowest order was all done after 3.01 s.",
        "Every order is in one of the outcomes below each lane. Click one on the stage for its whole story.",
    ]),
    (THREE, "&async_events=choreography&do=0:click:async:5&do=0:break:shipping-down", "9s", [
        "Shipping is down: Payment charges first, and then the user is told an error.",
        "Shipping is down: users still get their 202. Five async orders are charged, and not shipped yet.",
        "Each service is told by the workers of the one before it: what waits before one has not reached the next. Shipping down since 0 s.",
    ]),
    (SIX, "&exchange=fanout&read_timeout_ms=10000&do=0:click:both:3", "2500ms", [
        "Three sync users wait, up to 2.5 s by now: 3 of 3 calls are at Shipping.",
        "One of three async users told 202 is not charged yet.",
        "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work.",
    ]),
    // Six at once are alike; and of ten connections, the last come too late for most.
    (SIX, "&sync_calls=in-parallel&read_timeout_ms=10000&do=0:click:sync:4", "500ms", [
        "Four sync users wait, up to 0.5 s by now: 24 calls are open, at all six services.",
        "Async: six publishes, one to each queue. The user goes home at once.",
        "All at once: the user waits for the slowest. One call that fails is enough for an error, which is told with the slowest.",
    ]),
    (SIX, "&sync_calls=in-parallel&read_timeout_ms=10000&http_connections=10&do=0:click:sync:4", "500ms", [
        "Four sync users wait, up to 0.5 s by now: 14 of 24 calls wait for a connection.",
        "Async: six publishes, one to each queue. The user goes home at once.",
        "All at once: the user waits for the slowest. One call that fails is enough for an error, which is told with the slowest.",
    ]),
    (SIX, "&exchange=fanout&read_timeout_ms=10000&do=0:click:both:100", "9s", [
        "40 sync users hold a thread, 20 wait for one: up to 9.0 s by now. 40 were told 200, and all is done.",
        "92 of 100 async users told 202 are not charged yet; Payment's worker charges them: about 92 s to go.",
        "Waiting for a thread is in no timeout: nobody is refused, and the last one waits longest.",
    ]),
    (SIX, "&exchange=fanout&do=0:click:both:3&do=0:break:shipping-down", "4s", [
        "Three sync users were told an error; their orders were charged, and four services never did their work. Shipping down.",
        "Shipping is down: users still get their 202. Three async orders are charged, and not shipped yet.",
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does. Shipping down since 0 s.",
    ]),
    (THREE, "&exchange=fanout&shipping.crash_order=2&do=0:click:both:4", "4s", [
        "All four sync users were told 200 when all was done; the longest waited 1.03 s.",
        "The only Shipping worker is dead. Two are charged, and not shipped yet. Two were told 202, and all is done.",
        "A worker that dies of an order is gone until Shipping is restarted; what it had in hand goes to another one.",
    ]),
    (THREE, "&async_events=choreography&crash_order=2&consumers=2&worker_threads=1&do=0:click:async:4", "4s", [
        "Sync: three calls in sequence, and the user waits for the sum of them.",
        "One async user was charged twice or more. One order was shipped twice or more. 1 worker dead, 4 all done.",
        "What was worked on and not acknowledged is handed out again: only idempotent work is done once.",
    ]),
    (THREE, "&exchange=fanout&shipping.queue_ttl_ms=500&do=0:click:both:6", "10s", [
        "All six sync users were told 200 when all was done; the longest waited 1.04 s.",
        "Four async orders were charged, and never shipped. Two were told 202, and all is done.",
        "Each queue has a message of its own: what one of them loses, the other services have done all the same.",
    ]),
    (THREE, "&exchange=fanout&queue_ttl_ms=500&do=0:click:both:6", "10s", [
        "All six sync users were told 200 when all was done; the longest waited 1.04 s.",
        "Four async users were told 202 and will never be charged: waited too long. Two were told 202, and all is done.",
        "Each queue has a message of its own: what one of them loses, the other services have done all the same.",
    ]),
    (THREE, "&exchange=fanout&shipping.poison_order=2&do=0:click:both:4", "4s", [
        "One sync user was told an error; their order was charged, and never shipped. Three were told 200, and all is done.",
        "Order 2 has been handed out to Shipping 13 times, and is not shipped. 3 not shipped yet, 1 all done.",
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does.",
    ]),
];

fn played(text: &str, until: Option<Micros>) -> Run {
    let (link, problems) = link::read(text);
    assert!(problems.is_empty(), "{problems:?}");
    let mut run = Run::new(link.experiment);
    assert!(run.play_to(until.or(link.at_us).expect("a moment")));
    run
}

#[test]
fn it_is_told_who_waits_where_and_what_is_done_in_part() {
    let mut others = Vec::new();
    for (services, more, at, wanted) in SAID {
        let said = crate::said(&played(&format!("{services}{more}&at={at}"), None));
        if said != *wanted {
            others.push(format!("{more} at {at}: {said:#?}, not {wanted:#?}"));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

/// What would come of one order: of the engine, whatever is set.
#[test]
fn before_the_first_order_it_is_said_what_all_of_them_make_of_it() {
    for (text, wanted) in [
        (
            format!("{THREE}&exchange=fanout"),
            [
                "Sync: three calls in sequence, and the user waits: told 200 after 1.02 s, and all is done.",
                "Async: one publish to three queues: told 202 after 2.9 ms, and all done after 503 ms.",
            ],
        ),
        (
            SLOW.to_owned(),
            [
                "Sync: three calls in sequence, and the user waits: \
                 told 504 after 1.21 s, and charged after 1.41 s, but not all done.",
                "Async: three publishes, one to each queue: \
                 told 202 after 3.3 ms, and all done after 1.20 s.",
            ],
        ),
        (
            format!("{PARALLEL}&async_events=choreography"),
            [
                "Sync: three calls at once, and the user waits: told 200 after 512 ms, and all is done.",
                "Async: one publish, and each service tells the next: \
                 told 202 after 2.8 ms, and all done after 1.01 s.",
            ],
        ),
    ] {
        let both = alone::before(&played(&text, Some(0))).expect("no luck");
        let said = said_alone::before(&both);
        assert!(
            said.iter().all(|text| text.chars().count() <= SENTENCE),
            "{said:?}"
        );
        assert_eq!(
            [&said[Wiring::Sync], &said[Wiring::Async]],
            wanted,
            "{text}"
        );
    }
    for luck in [
        "shipping.time_spread=exponential",
        "inventory.fail_percent=10",
    ] {
        let run = played(&format!("{THREE}&{luck}"), Some(0));
        assert_eq!(alone::before(&run), None, "{luck}");
        // Who asks what a slider would do hears of an average order all the same.
        let (both, is_luck) = alone::without_luck(run.config()).expect("an average order");
        let said = said_alone::one_alone(&both, is_luck, false);
        assert!(
            said.starts_with(" An average order alone: the sync user is told 200 after "),
            "{luck}: {said}"
        );
    }
}

/// Does it count so many?
fn tells(text: &str, n: u64) -> bool {
    let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let is = |part: &str| part == n.to_string() || words.get(n as usize) == Some(&part);
    text.to_ascii_lowercase()
        .split([' ', ',', '.', ';', ':'])
        .any(is)
}

/// Whichever service breaks whenever: a sentence has its length, what is said is so, and each that is broken has its own name.
#[test]
fn whatever_breaks_no_sentence_is_too_long_or_untrue() {
    let wrong = [
        "1 orders",
        "1 users",
        "One sync users",
        "No sync",
        "No async",
        "One orders",
        "  ",
        " ,",
        "NaN",
    ];
    let mut told = [0_u32; 3];
    for (services, more) in [
        (THREE, "&exchange=fanout"),
        (SLOW, ""),
        (PARALLEL, ""),
        (
            THREE,
            "&async_events=choreography&shipping.queue_ttl_ms=900",
        ),
        (SIX, "&exchange=direct&consumers=4&retries=2"),
    ] {
        for (k, fault) in FAULTS.into_iter().enumerate() {
            for service in [PAYMENT, 1, 2] {
                let text = format!("{services}{more}&do=0:click:both:30&do=4s:click:both:7");
                let mut experiment = link::read(&text).0.experiment;
                let fault = Outage { fault, service };
                let at = 300 + 170 * k as u64;
                for (at, act) in [(at, Act::Break { fault }), (9_000, Act::Heal { fault })] {
                    // (What befalls no service has no other name than Payment's.)
                    let _ = experiment.add(Intervention {
                        at_us: at * MILLI,
                        act,
                    });
                }
                let mut run = Run::new(experiment);
                for step in 0..40 {
                    assert!(run.play_to(step * 410 * MILLI));
                    let said = crate::said(&run);
                    let [sync, queued, why] = &said;
                    let what = format!("{text} {fault:?} at {}: {said:?}", run.clock());
                    assert!(sync.chars().count() <= SENTENCE, "{what}");
                    assert!(queued.chars().count() <= SENTENCE, "{what}");
                    assert!(why.chars().count() <= WHY && !why.is_empty(), "{what}");
                    for word in wrong {
                        // ("11 users" ends in "1 users" too.)
                        let is =
                            |text: &str, at| !text[..at].ends_with(|c: char| c.is_ascii_digit());
                        let found = said
                            .iter()
                            .any(|text| text.match_indices(word).any(|(at, _)| is(text, at)));
                        assert!(!found, "{word}: {what}");
                    }
                    let facts = Facts::of(&run, Some(&OF_SEVERAL));
                    for wiring in Wiring::ALL {
                        crate::is_carried_by_the_ledger(&run, wiring);
                        for kind in facts.shops[wiring].kinds() {
                            match kind {
                                Kind::InPart => {
                                    let several = facts.shops[wiring].several.as_ref().unwrap();
                                    let n = several.charged_in_part;
                                    let all = n + several.uncharged_in_part;
                                    let says = |n| tells(&said[wiring as usize], n);
                                    assert!(n == 0 || says(n) || says(all), "{what}");
                                    told[0] += 1;
                                }
                                Kind::Unfinished => told[1] += 1,
                                Kind::Broken(..) => {
                                    let name =
                                        ["Payment", "Inventory", "Shipping"][service as usize];
                                    let of_it = said[wiring as usize].contains(name);
                                    assert!(of_it || !fault.fault.is_of_a_service(), "{what}");
                                    told[2] += 1;
                                }
                                _ => {}
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(told.iter().all(|&n| n > 300), "{told:?}");
}

/// Who is done in part is counted by the engine, whose books are checked elsewhere; here it is counted again, order by order.
#[test]
fn what_is_done_in_part_adds_up_with_the_orders() {
    let text = format!(
        "{THREE}&exchange=fanout&shipping.queue_ttl_ms=700&read_timeout_ms=400&do=0:click:both:9"
    );
    let run = played(&text, Some(20_000 * MILLI));
    for wiring in Wiring::ALL {
        let shop = run.world().shop(wiring);
        let (mut charged, mut uncharged) = (0, 0);
        for (k, order) in shop.log().iter().enumerate() {
            let never = shop.done(k).filter(|done| done.done == 0).count();
            let others = shop.done(k).count() - never;
            charged += u64::from(order.charges > 0 && never > 0);
            uncharged += u64::from(order.charges == 0 && others > 0);
        }
        let facts = Facts::of(&run, Some(&OF_SEVERAL));
        let several = facts.shops[wiring].several.as_ref().expect("three");
        assert_eq!(shop.log().len(), 9);
        assert_eq!(
            (several.charged_in_part, several.uncharged_in_part),
            (charged, uncharged),
            "{wiring:?}"
        );
        assert_eq!(several.error_in_part + several.well_in_part, charged);
        let all_done = 9 - charged - uncharged;
        assert!(facts.shops[wiring].errors > 0 || facts.shops[wiring].finished() == all_done);
        assert!(charged > 0, "{wiring:?}");
    }
}

/// Where a call moves on, figures move, and the words stay.
#[test]
fn while_calls_move_on_only_figures_change() {
    let text = format!(
        "{THREE}&exchange=fanout&arrivals=constant&arrival_rate_per_s=7&read_timeout_ms=20000"
    );
    let mut run = played(&text, Some(0));
    let mut shown = Vec::new();
    for step in 20..200 {
        assert!(run.play_to(step * 50 * MILLI));
        let facts = Facts::of(&run, Some(&OF_SEVERAL));
        let said = sentence::says(&facts, Wiring::Sync, Some(&OF_SEVERAL));
        let waits = said.split(". ").next().unwrap_or_default();
        shown.push(
            waits
                .split_once(' ')
                .map(|(_, rest)| rest.replace(|c: char| c.is_ascii_digit() || c == '.', "")),
        );
    }
    shown.dedup();
    assert_eq!(shown.len(), 1, "{shown:?}");
}

/// Words for several services come with the panels, which are fetched at once. Until then it is not told as if there were one.
#[test]
fn until_there_are_words_for_several_services_nothing_is_told_of_one() {
    let mut model = Model::default();
    let mut voice = Voice::default();
    let told = |voice: &Voice, model: &mut Model| {
        let (mut clocks, mut voice) = (Clocks::default(), voice.clone());
        Readout::of(model, &mut clocks, &mut voice, 0.0).voice.says
    };
    // Nor is anything told of a scenario until that has come.
    model.update(Msg::Preset("six-calls".into()));
    assert_eq!(told(&voice, &mut model), ["", ""]);
    voice.scenarios = Some(scenarios::about);
    assert_eq!(told(&voice, &mut model)[0], scenarios::about("six-calls"));
    model.update(Msg::Play(true));
    for _ in 0..60 {
        model.frame(17 * MILLI, &mut || true);
    }
    assert!(model.run().world().shops()[0].sent() > 0);
    assert_eq!(told(&voice, &mut model), [sentence::SOON, ""]);
    model.update(Msg::Open(format!("{THREE}&at=0s")));
    assert_eq!(told(&voice, &mut model), [sentence::SOON, ""]);
    model.update(Msg::Open("v1&at=0s".into()));
    assert!(told(&voice, &mut model)[1].starts_with("Async: Checkout puts the order"));
}
