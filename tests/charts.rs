//! What the charts show, and what they say they show.

mod common;

use common::{Lab, click, lab, preset};
use showdown::charts::{Chart, Line, each, latency, levels, spread};
use showdown::experiment::run::Run;
use showdown::sim::engine::Side::Both;
use showdown::sim::shop::Wiring;
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

/// A second at Inventory, a second at Payment, two at Shipping.
fn three(besides: &[(&str, &str)]) -> Lab {
    lab(&[
        ("overheads", "none"),
        ("services", "inventory.payment.shipping"),
        ("payment_time_ms", "1000"),
        ("inventory.time_ms", "1000"),
        ("shipping.time_ms", "2000"),
    ])
    .with(besides)
}

/// Of several services what is ready is ready in all queues together, and it is said when all is done.
#[test]
fn of_several_services_it_is_said_whose_figures_they_are() {
    let run = at(three(&[]).at(0.0, click(Both, 3)), 20);
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

fn of_each(run: &Run, wiring: Wiring) -> (Vec<Line>, String) {
    let shops = run.world().shops();
    let chart = each::chart(shops, run.clock(), wiring);
    let said = said::at_each(wiring, &each::highest(&shops[wiring]));
    (chart.lines, said)
}

/// One service is drawn as ever; of several each has a line, which no other looks like.
#[test]
fn of_several_services_each_has_a_line() {
    let one = at(lab(&[]).at(0.0, click(Both, 5)), 3);
    for wiring in Wiring::ALL {
        assert!(of_each(&one, wiring).0.is_empty());
    }
    let six = at(preset("six-calls"), 1);
    for wiring in Wiring::ALL {
        let (lines, _) = of_each(&six, wiring);
        assert_eq!(lines.len(), 6);
        let mut looks: Vec<String> = lines
            .iter()
            .map(|l| format!("{:?}", l.stroke.dashes()))
            .collect();
        let mut colours: Vec<String> = lines.iter().map(Line::token).collect();
        let mut labels: Vec<&str> = lines.iter().filter_map(Line::label).collect();
        looks.sort();
        looks.dedup();
        colours.sort();
        colours.dedup();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!((looks.len(), colours.len(), labels.len()), (6, 6, 6));
    }
}

/// Three orders, a second at Inventory, a second at Payment, two at Shipping, one thread each: they queue where it is slow.
#[test]
fn a_line_shows_what_its_own_service_holds() {
    let one_thread_each = three(&[
        ("payment_threads", "1"),
        ("inventory.threads", "1"),
        ("shipping.threads", "1"),
    ]);
    let run = at(one_thread_each.at(0.0, click(Both, 3)), 30);
    let (lines, said) = of_each(&run, Wiring::Sync);
    // All are at Inventory first, one after the other at Payment, and two at Shipping while the first is done there.
    assert_eq!(said, "At most: Inventory 3, Payment 1, Shipping 2.");
    let value = |line: &Line, at: f64| {
        let near = line
            .points
            .iter()
            .min_by(|a, b| (a.0 - at).abs().total_cmp(&(b.0 - at).abs()));
        near.map(|p| p.1)
    };
    assert_eq!(value(&lines[0], 1.5), Some(2.0));
    assert_eq!(value(&lines[1], 1.5), Some(1.0));
    assert_eq!(value(&lines[2], 1.5), Some(0.0));
    assert_eq!(value(&lines[2], 4.5), Some(2.0));
    assert!(
        lines
            .iter()
            .all(|line| line.points.last().is_some_and(|p| p.1 == 0.0))
    );
    // One publish each reaches three queues: two are ready behind the one at work.
    let (_, said) = of_each(&run, Wiring::Async);
    assert_eq!(said, "At most: Inventory 2, Payment 2, Shipping 2.");
}

/// A service that joins later has a line from then on, and one that is not needed any more keeps its own.
#[test]
fn a_consumer_that_is_added_gets_a_line() {
    let before = at(preset("add-a-consumer"), 9);
    assert!(of_each(&before, Wiring::Async).0.is_empty());
    let (lines, _) = of_each(&at(preset("add-a-consumer"), 15), Wiring::Sync);
    let names: Vec<&str> = lines.iter().map(|line| line.name).collect();
    assert_eq!(names, ["Payment", "Email"]);
    let until = lines[1].points.iter().filter(|p| p.0 < 9.9);
    assert!(until.clone().count() > 5 && until.clone().all(|p| p.1 == 0.0));
}

#[test]
fn labels_at_the_ends_of_lines_stand_apart_and_in_the_picture() {
    assert_eq!(spread(&[50.0, 20.0], 13.0, (0.0, 100.0)), [50.0, 20.0]);
    let all_at_the_bottom = spread(&[100.0; 6], 13.0, (0.0, 100.0));
    assert_eq!(all_at_the_bottom, [35.0, 48.0, 61.0, 74.0, 87.0, 100.0]);
    assert_eq!(
        spread(&[0.0, 1.0, 90.0], 13.0, (8.0, 100.0)),
        [8.0, 21.0, 90.0]
    );
}
