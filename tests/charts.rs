//! What the charts show, and what they say they show.

mod common;

use common::{Lab, click, lab, preset};
use showdown::charts::{Chart, latency, levels};
use showdown::experiment::run::Run;
use showdown::sim::engine::Side::Both;
use showdown::sim::time::SECOND;
use showdown::words::charts as said;

fn at(lab: Lab, seconds: u64) -> Run {
    let mut run = lab.run();
    assert!(run.play_to(seconds * SECOND));
    run
}

fn latencies(run: &Run) -> (Chart, String) {
    let shops = run.world().shops();
    (latency::chart(shops, run.clock()), said::latency(shops))
}

fn piled_up(run: &Run) -> (Chart, String) {
    let shops = run.world().shops();
    (levels::chart(shops, run.clock()), said::levels(shops))
}

/// While Payment is down users are refused within milliseconds: that makes no answer faster.
#[test]
fn an_outage_makes_no_answer_look_fast() {
    let [calm, begun, outage] = [4, 7, 14].map(|second| {
        let (_, said) = latencies(&at(preset("payment-outage"), second));
        said
    });
    assert!(!calm.contains("an error"), "{calm}");
    // Nobody is told 200 between these two, and 14 more are refused.
    let sync_told = "On average: sync told 200 after 1.25 s, an error after ";
    assert!(begun.starts_with(sync_told), "{begun}");
    assert!(outage.starts_with(sync_told), "{outage}");
    let (chart, _) = latencies(&at(preset("payment-outage"), 14));
    let since = |name: &str| {
        let line = chart.lines.iter().find(|line| line.name == name);
        let points = line.expect("a line").points.iter();
        // (At first those who were inside are told their error.)
        points.filter(|(at, _)| *at > 6.0).collect::<Vec<_>>()
    };
    assert_eq!(since("sync told 200"), [] as [&(f64, f64); 0]);
    let refused = since("sync told an error");
    assert!(refused.len() > 5, "{refused:?}");
    assert!(refused.iter().all(|(_, s)| *s < 0.1), "{refused:?}");
}

#[test]
fn a_shop_that_told_nobody_says_so() {
    let one = lab(&[]).at(500.0, click(Both, 1));
    let (_, said) = latencies(&at(one.clone(), 0));
    assert_eq!(said, "No user has been told anything yet.");
    let (_, said) = latencies(&at(one, 1));
    assert_eq!(
        said,
        "On average: sync nobody told yet, nobody charged yet; async told 202 after 2.9 ms, nobody charged yet."
    );
}

#[test]
fn what_piled_up_is_counted_as_people_count() {
    let (_, said) = piled_up(&at(lab(&[]).at(0.0, click(Both, 1)), 1));
    assert_eq!(
        said,
        "At most 1 sync request was open at once, on 1 thread; async held at most 1 thread, and its queue 0 ready messages."
    );
}

#[test]
fn a_coroutine_holds_no_thread() {
    let (chart, said) = piled_up(&at(preset("demo-code"), 1));
    assert_eq!(
        said,
        "At most 1000 sync requests were open at once, on no thread: an async def endpoint holds none. The queue held at \
         most 0 ready messages."
    );
    assert!(chart.lines.iter().all(|line| !line.name.contains("thread")));
}

/// Of several services what is ready is ready in all queues together, and it is said when all is done.
#[test]
fn of_several_services_it_is_said_whose_figures_they_are() {
    let three = lab(&[
        ("overheads", "none"),
        ("services", "inventory.payment.shipping"),
        ("payment_time_ms", "1000"),
        ("inventory.time_ms", "1000"),
        ("shipping.time_ms", "2000"),
    ]);
    let run = at(three.at(0.0, click(Both, 3)), 20);
    let (chart, said) = piled_up(&run);
    let ready = chart.lines.iter().find(|l| l.name == "all queues ready");
    // The prefetch of each of the three workers is ten: nothing is left in a queue.
    assert!(ready.is_some_and(|line| line.points.iter().all(|p| p.1 <= 9.0)));
    assert!(said.contains("and its queues together"), "{said}");
    let (_, said) = latencies(&run);
    let [sync, queued] = [4.0, 4.0].map(|s: f64| format!("all done after {s:.2} s"));
    assert!(
        said.contains(&sync) && said.ends_with(&format!("{queued}.")),
        "{said}"
    );
}
