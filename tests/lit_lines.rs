//! The line that is lit is the line that the order is at.

use showdown::code::passage::{Passage, Playhead, passages};
use showdown::code::{PROGRAMS, Role, Step};
use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::run::Run;
use showdown::experiment::value::Value;
use showdown::sim::engine::Side;
use showdown::sim::fault::Fault;
use showdown::sim::shop::Wiring;
use showdown::sim::time::{MILLI, Micros, SECOND};

fn run(settings: &[(&str, Value)], acts: &[(Micros, Act)], until: Micros) -> Run {
    let mut experiment = Experiment::default();
    for (name, value) in settings {
        experiment.set(name, value.clone()).expect("allowed");
    }
    for (at_us, act) in acts {
        let (at_us, act) = (*at_us, act.clone());
        experiment.add(Intervention { at_us, act }).expect("room");
    }
    let mut run = Run::new(experiment);
    run.watch(Some(0));
    run.play_to(until);
    run
}

fn click() -> (Micros, Act) {
    let (shop, orders) = (Side::Both, 1);
    (0, Act::Click { shop, orders })
}

/// The lines that Checkout's and Payment's program have passed.
fn both(run: &Run, shop: Wiring) -> [Vec<Passage>; 2] {
    let lists = passages(run.journey(shop));
    [Role::Checkout, Role::Service(0)].map(|role| lists[role.place()].clone())
}

fn steps(run: &Run, shop: Wiring) -> [Vec<Step>; 2] {
    both(run, shop).map(|list| list.iter().map(|p| p.step).collect())
}

/// The same of a service.
fn of(run: &Run, shop: Wiring, service: u8) -> Vec<Step> {
    let list = &passages(run.journey(shop))[Role::Service(service).place()];
    list.iter().map(|p| p.step).collect()
}

/// Settings, as a person types them.
fn typed(settings: &[(&'static str, &str)]) -> Vec<(&'static str, Value)> {
    let value = |&(name, text): &(&'static str, &str)| {
        (name, showdown::experiment::settings::typed(name, text))
    };
    settings.iter().map(value).collect()
}

#[test]
fn while_payment_works_checkout_is_blocked_in_its_call() {
    let run = run(&[], &[click()], 1500 * MILLI);
    let [checkout, payment] = both(&run, Wiring::Sync);
    let open = |list: &[Passage]| list.last().map(|p| (p.step, p.until));
    assert_eq!(open(&checkout), Some((Step::Called, None)));
    assert_eq!(open(&payment), Some((Step::Working, None)));
}

#[test]
fn an_order_passes_the_lines_from_top_to_bottom() {
    let run = run(&[], &[click()], 10 * SECOND);
    use Step::*;
    let [checkout, payment] = steps(&run, Wiring::Sync);
    assert_eq!(checkout, [RequestIn, HandlerBegan, Called, Answer(200)]);
    assert_eq!(
        payment,
        [RequestIn, HandlerBegan, Working, Charged, Answer(200)]
    );
    let [checkout, worker] = steps(&run, Wiring::Async);
    assert_eq!(checkout, [RequestIn, HandlerBegan, Published, Answer(202)]);
    assert_eq!(worker, [HandlerBegan, Working, Charged, Acked]);
}

#[test]
fn what_goes_wrong_lights_the_line_that_deals_with_it() {
    let slow = [("read_timeout_ms", Value::Number(1000.0))];
    let late = run(&slow, &[click()], 10 * SECOND);
    let [checkout, payment] = steps(&late, Wiring::Sync);
    assert_eq!(
        checkout[2..],
        [Step::Called, Step::ReadTimedOut, Step::Answer(504)]
    );
    assert!(payment.contains(&Step::Charged), "Payment works on");
    let fault = Fault::PaymentDown;
    let down = run(
        &[],
        &[
            (
                0,
                Act::Break {
                    fault: fault.into(),
                },
            ),
            (1, click().1),
        ],
        SECOND,
    );
    let [checkout, payment] = steps(&down, Wiring::Sync);
    assert_eq!(
        checkout[2..],
        [Step::Called, Step::Refused, Step::Answer(503)]
    );
    assert!(payment.is_empty());
}

/// Every line that is passed is a line of the program that passes it.
#[test]
fn each_passage_has_its_line_in_every_wiring() {
    let choices = [
        ("checkout_endpoint", "async-def"),
        ("http_client", "per-call"),
        ("ack_mode", "auto"),
        ("error_style", "demo"),
    ];
    for mask in 0..16 {
        let chosen = choices
            .iter()
            .enumerate()
            .filter(|(k, _)| mask >> k & 1 == 1);
        let mut settings: Vec<(&str, Value)> = chosen
            .map(|(_, (name, value))| (*name, Value::Choice((*value).to_owned())))
            .collect();
        settings.push(("checkout_threads", Value::Number(1.0)));
        settings.push(("http_connections", Value::Number(1.0)));
        let acts = [
            (
                0,
                Act::Click {
                    shop: Side::Both,
                    orders: 3,
                },
            ),
            (
                4 * SECOND,
                Act::Break {
                    fault: Fault::PaymentDown.into(),
                },
            ),
            (
                5 * SECOND,
                Act::Heal {
                    fault: Fault::PaymentDown.into(),
                },
            ),
        ];
        let mut run = run(&settings, &acts, 0);
        run.watch(Some(2));
        run.finish();
        every_passage_has_its_line(&run, &format!("{settings:?}"));
    }
}

/// The same of several services, each way they are called and told; one of them dies meanwhile, one fails.
#[test]
fn each_passage_has_its_line_in_the_program_of_its_service() {
    let services = "inventory.payment.shipping.email";
    let mut told_next = 0;
    for (calls, endpoint, events, exchange) in [
        ("in-sequence", "def", "fan-out", "default"),
        ("in-sequence", "async-def", "fan-out", "topic"),
        ("in-parallel", "async-def", "choreography", "default"),
        ("in-parallel", "def", "choreography", "fanout"),
    ] {
        let settings = typed(&[
            ("services", services),
            ("sync_calls", calls),
            ("checkout_endpoint", endpoint),
            ("async_events", events),
            ("exchange", exchange),
            ("retries", "1"),
            ("payment_time_ms", "300"),
            ("inventory.time_ms", "200"),
            ("shipping.time_ms", "100"),
            ("email.time_ms", "6000"),
            ("shipping.poison_order", "2"),
            ("shipping.on_fail", "reject"),
            ("inventory.crash_above", "2"),
            ("inventory.restart_ms", "1000"),
        ]);
        for order in 0..4 {
            let (shop, orders) = (Side::Both, 4);
            let mut run = run(&settings, &[(0, Act::Click { shop, orders })], 0);
            run.watch(Some(order));
            run.play_to(60 * SECOND);
            let what = format!("{calls} {endpoint} {events} {exchange} {order}");
            every_passage_has_its_line(&run, &what);
            for service in 0..5 {
                let its = of(&run, Wiring::Async, service);
                told_next += its.iter().filter(|step| **step == Step::ToldNext).count();
            }
        }
    }
    assert!(told_next > 8, "{told_next}");
}

fn every_passage_has_its_line(run: &Run, what: &str) {
    for program in &PROGRAMS {
        let passed = &passages(run.journey(program.shop))[program.role.place()];
        let needed = program.is_needed(run.config());
        assert!(
            needed || passed.is_empty(),
            "{what}: {} is none",
            program.name
        );
        let file = program.file(run.config());
        for passage in passed {
            let (line, step) = (file.line_of(passage.step), passage.step);
            assert!(line.is_some(), "{what}: {step:?} in {}", program.name);
        }
    }
}

/// A chain is called one after the other on one thread: each service's program runs in its turn, and Checkout stays in its call.
#[test]
fn in_a_chain_each_service_has_its_turn() {
    use Step::*;
    let settings = typed(&[
        ("services", "inventory.payment.shipping"),
        ("inventory.time_ms", "200"),
        ("payment_time_ms", "500"),
        ("shipping.time_ms", "300"),
    ]);
    // Inventory is done at about 0.2 s, Payment at 0.7 s.
    let meanwhile = run(&settings, &[click()], 450 * MILLI);
    let [checkout, payment] = steps(&meanwhile, Wiring::Sync);
    assert_eq!(checkout, [RequestIn, HandlerBegan, Called]);
    assert_eq!(payment, [RequestIn, HandlerBegan, Working]);
    let served = [RequestIn, HandlerBegan, Working, Charged, Answer(200)];
    assert_eq!(of(&meanwhile, Wiring::Sync, 1), served);
    assert!(of(&meanwhile, Wiring::Sync, 2).is_empty(), "not yet");
    let done = run(&settings, &[click()], 10 * SECOND);
    let [checkout, _] = steps(&done, Wiring::Sync);
    assert_eq!(checkout, [RequestIn, HandlerBegan, Called, Answer(200)]);
    assert_eq!(of(&done, Wiring::Sync, 2), served);
    // Over the default exchange there is a message for each queue, and one line that publishes them.
    let [checkout, worker] = steps(&done, Wiring::Async);
    assert_eq!(checkout, [RequestIn, HandlerBegan, Published, Answer(202)]);
    assert_eq!(worker, [HandlerBegan, Working, Charged, Acked]);
    assert_eq!(of(&done, Wiring::Async, 2), worker);
}

/// One of the calls made at once times out, and Checkout goes on waiting for the others.
#[test]
fn a_call_that_is_given_up_leaves_checkout_with_the_others() {
    use Step::*;
    let settings = typed(&[
        ("services", "inventory.payment"),
        ("sync_calls", "in-parallel"),
        ("checkout_endpoint", "async-def"),
        ("read_timeout_ms", "1000"),
        ("retries", "1"),
        ("retry_backoff_ms", "700"),
        ("inventory.time_ms", "5000"),
        ("payment_time_ms", "500"),
    ]);
    let late = run(&settings, &[click()], 10 * SECOND);
    let [checkout, _] = steps(&late, Wiring::Sync);
    // Payment has answered; Inventory is given up, pauses, is tried again and given up.
    let alone = [Called, ReadTimedOut, BackedOff, Called, ReadTimedOut];
    assert_eq!(checkout[2..7], alone);
    assert_eq!(checkout[7..], [Answer(504)]);
    // Nobody takes the call to Payment: Inventory's is still waited for.
    let refused = typed(&[
        ("services", "inventory.payment"),
        ("sync_calls", "in-parallel"),
        ("checkout_endpoint", "async-def"),
        ("payment_time_ms", "500"),
    ]);
    let down = Act::Break {
        fault: Fault::PaymentDown.into(),
    };
    let down = run(&refused, &[(0, down), (1, click().1)], 1500 * MILLI);
    let [checkout, _] = steps(&down, Wiring::Sync);
    assert_eq!(checkout[2..], [Called, Refused, Called]);
}

/// In a choreography it is the workers who tell the next service: after their work, before their ack.
#[test]
fn in_a_choreography_workers_tell_the_next_service() {
    use Step::*;
    let settings = typed(&[
        ("services", "payment.shipping"),
        ("async_events", "choreography"),
        ("payment_time_ms", "500"),
        ("shipping.time_ms", "500"),
    ]);
    let done = run(&settings, &[click()], 10 * SECOND);
    let told = [HandlerBegan, Working, Charged, ToldNext, Acked];
    assert_eq!(of(&done, Wiring::Async, 0), told);
    let last = [HandlerBegan, Working, Charged, Acked];
    assert_eq!(of(&done, Wiring::Async, 2), last);
}

#[test]
fn each_line_is_seen_and_the_last_one_stays_while_it_runs() {
    let run = run(&[], &[click()], 1500 * MILLI);
    let [checkout, _] = both(&run, Wiring::Sync);
    let mut head = Playhead::default();
    let mut seen = Vec::new();
    for frame in 0..100 {
        let now = f64::from(frame) * 100.0 + 1000.0;
        head.go_on(&checkout, now);
        if let Some(step) = head.lit(&checkout, now)
            && seen.last() != Some(&step)
        {
            seen.push(step);
        }
    }
    assert_eq!(seen, [Step::RequestIn, Step::HandlerBegan, Step::Called]);
    assert_eq!(
        head.lit(&checkout, 1e9),
        Some(Step::Called),
        "it is still running"
    );
    let mut jumped = Playhead::default();
    jumped.jump(&checkout);
    assert!(!jumped.go_on(&checkout, 5.0), "nothing more to show");
    assert_eq!(jumped.lit(&checkout, 5.0), Some(Step::Called));
}

#[test]
fn what_is_over_goes_out_after_its_time() {
    let run = run(&[], &[click()], 10 * SECOND);
    let [checkout, _] = both(&run, Wiring::Sync);
    let mut head = Playhead::default();
    for frame in 0..20 {
        head.go_on(&checkout, f64::from(frame) * 300.0);
    }
    assert_eq!(head.lit(&checkout, 1e9), None);
    assert_eq!(head.passed(&checkout).len(), checkout.len());
}
