//! English: what the textbook says of a shop, beside what its run has come to, in a paragraph; or why it says nothing.

use super::figures::{count, decimals, span};
use crate::experiment::textbook::{Says, Textbook};
use crate::sim::dist::Spread;
use crate::sim::shop::{Shop, Wiring};
use crate::sim::theory::{Line, Lost, Misfit, System};
use crate::sim::time::{Micros, from_ms};

/// A shop, above its paragraph.
pub fn of_the_shop(wiring: Wiring) -> &'static str {
    match wiring {
        Wiring::Sync => "Of the sync shop",
        Wiring::Async => "Of the async shop",
    }
}

/// The paragraph of a shop as it stands.
pub fn paragraph(textbook: &Textbook, shop: &Shop) -> String {
    match textbook {
        Textbook::DoesNotApply(why) => format!("No textbook applies: {}.", misfit(*why)),
        Textbook::Says(says) => {
            format!("{} {}", predicted(says, shop.wiring()), measured(shop))
        }
    }
}

/// Why a shop is no textbook's.
pub fn misfit(misfit: Misfit) -> &'static str {
    match misfit {
        Misfit::ByHand => "orders come by hand, not in a stream",
        Misfit::EvenlySpaced => "orders come evenly spaced, not at random",
        Misfit::EverFaster => "orders come ever faster",
        Misfit::InSpells => "orders come in spells, with pauses between them",
        Misfit::Crowds => "orders come in crowds, not one by one",
        Misfit::ClosedLoop => "one user waits for each answer: a closed loop",
        Misfit::UsersHangUp => "users hang up",
        Misfit::PaymentsFail => "payments fail, and are tried again or not",
        Misfit::WorkerCrashes => "a worker crashes",
        Misfit::AnswersLineUpAgain => "answers go through the thread pool a second time",
        Misfit::SomeAreUrgent => {
            "every so many orders one is urgent: neither class comes at random"
        }
        Misfit::ChannelBreaks => "a channel shared without a lock breaks",
        Misfit::SeveralServices => "an order needs several services",
        Misfit::WireIsBad => "a wire is long, uneven or lossy",
        Misfit::LeadsNowhere => "what is published leads to no queue",
        Misfit::PaymentCrashes => "Payment may crash under the load",
        Misfit::WorkersGivenUp => {
            "work takes longer than the broker bears without a heartbeat or an acknowledgement: it hands orders out again"
        }
        Misfit::TooMuchWork => {
            "as much work comes as all servers can do, or more: the line grows without end"
        }
        Misfit::TimeoutsEndCalls => "timeouts end calls before their answer",
        Misfit::SomeAtATime => {
            "each worker takes several messages at a time, but not all it can get"
        }
        Misfit::LimitAndExpiry => "the queue has a limit, and messages expire",
        Misfit::OldestThrownAway => "a full queue throws its oldest message away",
        Misfit::DeadComeBack => "messages expire, and come back from the dead",
        Misfit::RefusesInStretches => {
            "a full quorum queue takes a few too many, and then none until it is four fifths full"
        }
        Misfit::LineInPieces => "a part of the line is in the workers' hands, where no limit holds",
        Misfit::LostOfEqualWork => {
            "some messages are lost, and the work on the others takes always the same time"
        }
        Misfit::NoFormula => {
            "for work that varies like that there is a formula only of one server, where nobody is lost and no timeout \
             counts the wait"
        }
        Misfit::Prescribed => "what single orders meet is prescribed",
        Misfit::SentByHand => "orders were sent by hand, too",
        Misfit::SettingsChanged => "settings were changed during the run",
        Misfit::WasBroken => "something was broken during the run",
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
        Spread::Uniform => "services vary evenly",
        Spread::LogNormal => "services vary, and some are long",
        Spread::Pareto => "a few services are very long",
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
    use crate::experiment::run::Run;
    use crate::experiment::value::Value;
    use crate::sim::engine::Side;

    fn said_of(run: &Run, wiring: Wiring) -> String {
        paragraph(&Textbook::of(run, wiring), run.world().shop(wiring))
    }

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
        let empty = said_of(&run, Wiring::Sync);
        assert!(empty.starts_with(
            "M/M/4: orders come at random, services vary at random, 4 serve, and the line is before Payment's threads. \
             In the long run servers work 50 % of their time, an order waits 8.7 ms in line, and the user is told after \
             109 ms, on average."
        ), "{empty}");
        assert!(
            empty.ends_with("In this run nobody has been told yet."),
            "{empty}"
        );
        while run.world().shop(Wiring::Async).paid().count() < 500 {
            run.step();
        }
        let queued = said_of(&run, Wiring::Async);
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
        let said = said_of(&run, Wiring::Async);
        assert!(
            said.starts_with(
                "M/D/1: orders come at random, each service takes equally long, one serves"
            ),
            "{said}"
        );
        let dealt = Run::new(stream(&[("prefetch_count", Value::Number(0.0))]));
        let said = said_of(&dealt, Wiring::Async);
        assert!(said.starts_with("4 × E4/M/1: orders come at random, services vary at random, 4 servers are dealt to in turn, and the line is in each worker's buffer."), "{said}");
        let costly = Run::new(stream(&[(
            "overheads",
            Value::Choice("measured".to_owned()),
        )]));
        let said = said_of(&costly, Wiring::Async);
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
        let said = said_of(&Run::new(stream(&crowded)), Wiring::Async);
        assert!(said.starts_with("M/M/4/10: orders come at random, services vary at random, 4 serve, there is room for 10 orders in all, and the line is the queue."), "{said}");
        assert!(
            said.contains(" % of orders are never served; the times are the others'."),
            "{said}"
        );
        let hasty = [("queue_ttl_ms", Value::Number(50.0))];
        let said = said_of(&Run::new(stream(&hasty)), Wiring::Async);
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
            said_of(&run, Wiring::Sync),
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
            said_of(&run, Wiring::Async),
            "No textbook applies: orders were sent by hand, too."
        );
    }
}
