//! The line that is lit is the line that the order is at.

use showdown::code::passage::{Passage, Playhead, passages};
use showdown::code::{PROGRAMS, Step, files};
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

fn steps(run: &Run, shop: Wiring) -> [Vec<Step>; 2] {
    passages(run.journey(shop)).map(|list| list.iter().map(|p| p.step).collect())
}

#[test]
fn while_payment_works_checkout_is_blocked_in_its_call() {
    let run = run(&[], &[click()], 1500 * MILLI);
    let [checkout, payment] = passages(run.journey(Wiring::Sync));
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
        let programs = files(run.config());
        for shop in Wiring::ALL {
            let lists = passages(run.journey(shop));
            let its = PROGRAMS
                .iter()
                .zip(&programs)
                .filter(|(program, _)| program.shop == shop);
            for (program, file) in its {
                for passage in &lists[program.role as usize] {
                    let line = file.line_of(passage.step);
                    assert!(
                        line.is_some(),
                        "{:?} in {} ({settings:?})",
                        passage.step,
                        file.name
                    );
                }
            }
        }
    }
}

#[test]
fn each_line_is_seen_and_the_last_one_stays_while_it_runs() {
    let run = run(&[], &[click()], 1500 * MILLI);
    let [checkout, _] = passages(run.journey(Wiring::Sync));
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
    let [checkout, _] = passages(run.journey(Wiring::Sync));
    let mut head = Playhead::default();
    for frame in 0..20 {
        head.go_on(&checkout, f64::from(frame) * 300.0);
    }
    assert_eq!(head.lit(&checkout, 1e9), None);
    assert_eq!(head.passed(&checkout).len(), checkout.len());
}
