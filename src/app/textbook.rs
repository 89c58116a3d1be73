//! What the textbook says of a run, beside what the run has come to: one paragraph a shop.
//!
//! The page shows it near the charts. It says nothing of a run that is no textbook's, and then says why.

use crate::experiment::run::Run;
use crate::experiment::textbook::{Says, Textbook};
use crate::sim::dist::Spread;
use crate::sim::shop::{Shop, Wiring};
use crate::sim::theory::{Line, Lost, System};
use crate::sim::time::{Micros, from_ms};
use crate::words::{count, decimals, span};

/// The paragraph of one shop of a run as it stands.
pub fn paragraph(run: &Run, wiring: Wiring) -> String {
    let shop = run.world().shop(wiring);
    match Textbook::of(run, wiring) {
        Textbook::DoesNotApply(reason) => format!("No textbook applies: {reason}."),
        Textbook::Says(says) => format!("{} {}", predicted(&says, wiring), measured(shop)),
    }
}

/// What is predicted.
fn predicted(says: &Says, wiring: Wiring) -> String {
    let at_least = if says.at_least { "at least " } else { "" };
    let mean = |ms: f64| format!("{at_least}{}", span(from_ms(ms)));
    let then = match wiring {
        Wiring::Sync => format!("the user is told after {}", mean(says.told_ms)),
        Wiring::Async => format!("the payment is done after {}", mean(says.paid_ms)),
    };
    let lost = match says.lost_share > 0.0 {
        true => format!(
            " {} % of orders are never served; the times are the others'.",
            decimals(says.lost_share * 100.0, 1)
        ),
        false => String::new(),
    };
    let costs = match says.at_least {
        true => " (the costs of the machinery come on top)",
        false => "",
    };
    format!(
        "{}: {}, and the line is {}. In the long run servers work {} % of their time, an order waits {} in line, and \
         {then}, on average{costs}.{lost}",
        says.system,
        plain(says.system),
        place(says.line),
        decimals(says.utilisation * 100.0, 0),
        mean(says.wait_ms)
    )
}

/// The system in plain words.
fn plain(system: System) -> String {
    let System {
        spread,
        servers,
        line,
        lost,
    } = system;
    let service = match spread {
        Spread::Fixed => "each service takes equally long",
        Spread::Exponential => "services vary at random",
    };
    let serve = match (line, servers) {
        (Line::Buffer, workers) => format!("{workers} servers are dealt to in turn"),
        (_, 1) => "one serves".to_owned(),
        (_, many) => format!("{many} serve"),
    };
    let lost = match lost {
        Lost::Nobody => String::new(),
        Lost::Refused { inside } => format!(", there is room for {inside} orders in all"),
        Lost::Expired { .. } => ", whoever waits too long in line leaves".to_owned(),
    };
    format!("orders come at random, {service}, {serve}{lost}")
}

fn place(line: Line) -> &'static str {
    match line {
        Line::CheckoutThread => "before Checkout's threads",
        Line::Connection => "before the client's connections",
        Line::PaymentThread => "before Payment's threads",
        Line::Queue => "the queue",
        Line::Buffer => "in each worker's buffer",
    }
}

/// What the run has come to.
fn measured(shop: &Shop) -> String {
    let (done, n, mean) = match shop.wiring() {
        Wiring::Sync => ("told", shop.told().count(), shop.told().mean()),
        Wiring::Async => ("paid", shop.paid().count(), shop.paid().mean()),
    };
    let n = n as u64;
    if n == 0 {
        return format!("In this run nobody has been {done} yet.");
    }
    let mean = span(mean as Micros);
    format!(
        "This run so far: {done} after {mean}, the mean of {}; one that began empty waits less at first.",
        count(n, "order")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::experiment::intervention::{Act, Intervention};
    use crate::experiment::value::Value;
    use crate::sim::engine::Side;

    fn stream(settings: &[(&str, Value)]) -> Experiment {
        let mut experiment = Experiment::default();
        let name = |name: &str| Value::Choice(name.to_owned());
        let all = [
            ("arrivals", name("poisson")),
            ("arrival_rate_per_s", Value::Number(20.0)),
            ("payment_time_ms", Value::Number(100.0)),
            ("payment_time_spread", name("exponential")),
            ("payment_threads", Value::Number(4.0)),
            ("consumers", Value::Number(4.0)),
            ("prefetch_count", Value::Number(1.0)),
            ("overheads", name("none")),
            ("read_timeout_ms", Value::Number(60_000.0)),
            ("connect_timeout_ms", Value::Number(60_000.0)),
            ("pool_timeout_ms", Value::Number(60_000.0)),
        ];
        for (setting, value) in all.iter().chain(settings) {
            experiment.set(setting, value.clone()).expect(setting);
        }
        experiment
    }

    /// M/M/4 at utilisation 0.5: Erlang C gives a mean wait of 8.7 ms.
    #[test]
    fn it_names_the_system_predicts_and_says_what_was_measured_of_how_many() {
        let mut run = Run::new(stream(&[]));
        let empty = paragraph(&run, Wiring::Sync);
        assert!(empty.starts_with(
            "M/M/4: orders come at random, services vary at random, 4 serve, and the line is before Payment's threads. \
             In the long run servers work 50 % of their time, an order waits 8.7 ms in line, and the user is told after \
             109 ms, on average."
        ), "{empty}");
        assert!(
            empty.ends_with("In this run nobody has been told yet."),
            "{empty}"
        );
        while run.world().queued.paid().count() < 500 {
            run.step();
        }
        let queued = paragraph(&run, Wiring::Async);
        assert!(
            queued.contains("the line is the queue")
                && queued.contains("the payment is done after 109 ms")
        );
        assert!(
            queued.contains("This run so far: paid after 1")
                && queued.contains("the mean of 500 orders"),
            "{queued}"
        );
    }

    #[test]
    fn other_systems_are_told_in_plain_words_too() {
        let fixed = Value::Choice("fixed".to_owned());
        let one = [
            ("payment_time_spread", fixed),
            ("consumers", Value::Number(1.0)),
            ("arrival_rate_per_s", Value::Number(5.0)),
        ];
        let run = Run::new(stream(&one));
        let said = paragraph(&run, Wiring::Async);
        assert!(
            said.starts_with(
                "M/D/1: orders come at random, each service takes equally long, one serves"
            ),
            "{said}"
        );
        let dealt = Run::new(stream(&[("prefetch_count", Value::Number(0.0))]));
        let said = paragraph(&dealt, Wiring::Async);
        assert!(said.starts_with("4 × E4/M/1: orders come at random, services vary at random, 4 servers are dealt to in turn, and the line is in each worker's buffer."), "{said}");
        let costly = Run::new(stream(&[(
            "overheads",
            Value::Choice("measured".to_owned()),
        )]));
        let said = paragraph(&costly, Wiring::Async);
        assert!(
            said.contains("waits at least 8.7 ms")
                && said.contains("(the costs of the machinery come on top)"),
            "{said}"
        );
    }

    /// Four workers and a queue for six, under as much work as they can do.
    #[test]
    fn who_is_never_served_is_told() {
        let (reject, name) = ("reject-publish", "overflow");
        let crowded = [
            ("arrival_rate_per_s", Value::Number(40.0)),
            ("max_length", Value::Number(6.0)),
            (name, Value::Choice(reject.to_owned())),
            ("publisher_confirms", Value::Flag(true)),
        ];
        let said = paragraph(&Run::new(stream(&crowded)), Wiring::Async);
        assert!(said.starts_with("M/M/4/10: orders come at random, services vary at random, 4 serve, there is room for 10 orders in all, and the line is the queue."), "{said}");
        assert!(
            said.contains(" % of orders are never served; the times are the others'."),
            "{said}"
        );
        let hasty = [("queue_ttl_ms", Value::Number(50.0))];
        let said = paragraph(&Run::new(stream(&hasty)), Wiring::Async);
        assert!(
            said.starts_with("M/M/4+D:")
                && said.contains("4 serve, whoever waits too long in line leaves,"),
            "{said}"
        );
    }

    #[test]
    fn where_no_textbook_applies_it_says_why() {
        let run = Run::new(Experiment::default());
        assert_eq!(
            paragraph(&run, Wiring::Sync),
            "No textbook applies: orders come by hand, not in a stream."
        );
        let mut clicked = stream(&[]);
        let act = Act::Click {
            shop: Side::Both,
            orders: 1,
        };
        clicked
            .add(Intervention { at_us: 0, act })
            .expect("a click");
        let mut run = Run::new(clicked);
        run.step();
        assert_eq!(
            paragraph(&run, Wiring::Async),
            "No textbook applies: orders were sent by hand, too."
        );
    }
}
