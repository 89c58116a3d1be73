//! Links are a promise: these ones are read as they are for ever, every experiment has one, and no text is too broken
//! to be read.

mod common;
#[allow(dead_code, reason = "its plans are only written down here, not played")]
#[path = "properties/generate.rs"]
mod generate;
#[path = "properties/scenes.rs"]
mod scenes;

use common::{Lab, break_, click, heal, lab, preset, set};
use generate::{Dice, plan};
use showdown::experiment::lessons;
use showdown::experiment::limits::{LOG_LIMIT, MOMENT_LIMIT, PROBLEM_LIMIT, SEED_LIMIT};
use showdown::experiment::presets::{self, PRESETS};
use showdown::experiment::problem::{Complaint, Problem};
use showdown::experiment::report::Report;
use showdown::experiment::run::Run;
use showdown::experiment::settings::{Kind, Setting, common, find};
use showdown::experiment::value::Value;
use showdown::experiment::{ENGINE, Experiment};
use showdown::share::link::{Link, read, write};
use showdown::share::panels::PANELS;
use showdown::sim::engine::Side::{Async, Both, Sync};
use showdown::sim::fault::Fault::{BrokerDown, NetworkCut, PaymentDown};
use showdown::sim::shop::ORDER_LIMIT;
use showdown::sim::shop::Wiring;
use showdown::words::problems::sentence;

// ---- for ever -------------------------------------------------------------------------------------------------------

/// The experiment of a frozen link. Only its engine may have become another one.
fn frozen(text: &str) -> Link {
    let (link, mut problems) = read(text);
    problems.retain(|problem| problem.field != "engine");
    assert_eq!(problems, [], "{text}");
    link
}

fn labelled(lab: Lab, preset: &str) -> Experiment {
    let mut experiment = lab.0;
    experiment.preset = Some(preset.to_owned());
    experiment
}

/// Never change a link in this test, nor what it means; add new ones.
#[test]
fn links_that_were_handed_out_are_read_for_ever() {
    let link = frozen("v1&engine=0.1.0&preset=one-order");
    assert_eq!(link.experiment, labelled(lab(&[]), "one-order"));
    assert_eq!((link.at_us, link.order), (None, None));

    let link = frozen(
        "v1&engine=0.1.0&preset=payment-outage&seed=7&arrivals=poisson&arrivals_stop_s=30&consumers=4\
         &payment_threads=4&payment_time_ms=1000&do=5s:break:payment-down&do=15s:heal:payment-down&at=20500ms",
    );
    let outage = lab(&[
        ("arrivals", "poisson"),
        ("arrivals_stop_s", "30"),
        ("consumers", "4"),
        ("payment_threads", "4"),
        ("payment_time_ms", "1000"),
    ]);
    let outage = outage.seed(7).at(5_000.0, break_(PaymentDown));
    let outage = outage.at(15_000.0, heal(PaymentDown));
    assert_eq!(link.experiment, labelled(outage, "payment-outage"));
    assert_eq!((link.at_us, link.order), (Some(20_500_000), None));

    let link = frozen(
        "v1&engine=0.1.0&seed=9007199254740991&ack_mode=auto&arrival_rate_per_s=0.35&arrivals=constant\
         &arrivals_stop_s=86400&burst_size=10000&checkout_endpoint=async-def&checkout_threads=1\
         &connect_timeout_ms=10.5&consumers=1000&error_style=demo&http_client=per-call&http_connections=10000\
         &link_latency_ms=0.000001&messages_persistent=false&overheads=slow-links&payment_crash_above=100\
         &payment_restart_ms=600000&payment_threads=7&payment_time_ms=59999.999999\
         &payment_time_spread=exponential&pool_timeout_ms=12345.678901&prefetch_count=0&queue_durable=false\
         &read_timeout_ms=10",
    );
    let all = lab(&[
        ("ack_mode", "auto"),
        ("arrival_rate_per_s", "0.35"),
        ("arrivals", "constant"),
        ("arrivals_stop_s", "86400"),
        ("burst_size", "10000"),
        ("checkout_endpoint", "async-def"),
        ("checkout_threads", "1"),
        ("connect_timeout_ms", "10.5"),
        ("consumers", "1000"),
        ("error_style", "demo"),
        ("http_client", "per-call"),
        ("http_connections", "10000"),
        ("link_latency_ms", "0.000001"),
        ("messages_persistent", "false"),
        ("overheads", "slow-links"),
        ("payment_crash_above", "100"),
        ("payment_restart_ms", "600000"),
        ("payment_threads", "7"),
        ("payment_time_ms", "59999.999999"),
        ("payment_time_spread", "exponential"),
        ("pool_timeout_ms", "12345.678901"),
        ("prefetch_count", "0"),
        ("queue_durable", "false"),
        ("read_timeout_ms", "10"),
    ]);
    assert_eq!(link.experiment, all.seed(SEED_LIMIT).0);

    let link = frozen(
        "v1&engine=0.1.0&do=0:click:both:1000&do=1us:click:sync:1&do=1ms:click:async:1000000\
         &do=1234567us:set:consumers:40&do=2s:set:overheads:none&do=2s:set:queue_durable:false\
         &do=2s:break:network-cut&do=2s:heal:network-cut&do=3s:set:payment_time_ms:0.5&do=60s:break:broker-down\
         &do=86400000s:heal:broker-down&at=0&order=42",
    );
    let acts = lab(&[])
        .at(0.0, click(Both, 1_000))
        .at(0.001, click(Sync, 1))
        .at(1.0, click(Async, 1_000_000))
        .at(1_234.567, set("consumers", "40"))
        .at(2_000.0, set("overheads", "none"))
        .at(2_000.0, set("queue_durable", "false"))
        .at(2_000.0, break_(NetworkCut))
        .at(2_000.0, heal(NetworkCut))
        .at(3_000.0, set("payment_time_ms", "0.5"))
        .at(60_000.0, break_(BrokerDown))
        .at(86_400_000_000.0, heal(BrokerDown));
    assert_eq!(link.experiment, acts.0);
    assert_eq!((link.at_us, link.order), (Some(0), Some(42)));
}

/// As people write them, or as programs hand them on.
#[test]
fn links_written_by_hand_are_read_for_ever() {
    let expected = lab(&[("consumers", "4")]).at(1_500.0, click(Both, 10));
    for text in [
        "v1&consumers=4&do=1.5s:click:both:10",
        "#v1&do=1500ms:click:both:10&consumers=4",
        "https://example.org/showdown/#v1&consumers=4&do=1500000us:click:both:10",
        "v1%26consumers%3D4%26do%3D1500.000ms%3Aclick%3Aboth%3A10",
        "v1&seed=1&payment_time_ms=3000&consumers=4.0&do=1.500000s:click:both:010",
    ] {
        assert_eq!(read(text).0.experiment, expected.0, "{text}");
        assert_eq!(read(text).1, [], "{text}");
    }
}

/// Figures are promised within one version of the engine: there, a link and its experiment are the same run.
#[test]
fn running_a_link_is_running_its_experiment() {
    let link = frozen(
        "v1&seed=11&payment_time_ms=800&consumers=2&do=0:click:both:120&do=900ms:break:payment-down\
         &do=2.25s:heal:payment-down&do=3s:set:consumers:8",
    );
    let by_hand = lab(&[("payment_time_ms", "800"), ("consumers", "2")])
        .seed(11)
        .at(0.0, click(Both, 120))
        .at(900.0, break_(PaymentDown))
        .at(2_250.0, heal(PaymentDown))
        .at(3_000.0, set("consumers", "8"));
    let mut run = Run::new(link.experiment);
    assert!(run.finish());
    let report = Report::of(&run, showdown::words::textbook::misfit);
    assert_eq!(report, by_hand.report());
    assert_eq!(
        (
            report.shops[Wiring::Sync].orders,
            report.shops[Wiring::Async].orders
        ),
        (120, 120)
    );
    assert_ne!(
        report.shops[Wiring::Sync].digest,
        report.shops[Wiring::Async].digest
    );
}

// ---- every experiment -----------------------------------------------------------------------------------------------

/// A random experiment over everything there is, sometimes with a moment and an order.
fn random(dice: &mut Dice) -> Link {
    let mut plan = plan(dice.next());
    // No link carries that.
    plan.experiment.script = None;
    let mut experiment = plan.experiment;
    for intervention in plan.live {
        experiment.add(intervention).expect("the log has room");
    }
    if dice.one_in(3) {
        experiment.preset = Some(dice.pick(&PRESETS).name.to_owned());
    }
    let at_us = dice.one_in(2).then(|| dice.span(0.001, 1e9));
    let order = dice.one_in(3).then(|| dice.below(ORDER_LIMIT + 1));
    let events = dice.one_in(5).then(|| dice.below(1_000_000));
    Link {
        experiment,
        at_us,
        events,
        order,
        show: dice.one_in(4).then(|| dice.pick(&PANELS).name),
        lesson: dice.one_in(4).then(|| *dice.pick(&lessons::NAMES)),
    }
}

#[test]
fn every_experiment_is_read_as_it_was_written() {
    let dice = &mut Dice::new(1);
    let (mut seen, mut fractions, mut longest) = (vec![0; common().len()], 0, 0);
    for _ in 0..2_000 {
        let link = random(dice);
        let text = write(&link);
        let (again, problems) = read(&text);
        assert_eq!(problems, [], "{text}");
        assert_eq!(again, link, "{text}");
        assert_eq!(read(&format!("https://example.org/a/#{text}")).0, link);
        let plain = |c: char| c.is_ascii_alphanumeric() || "&=:.-_".contains(c);
        assert!(text.chars().all(plain), "{text}");
        assert!(
            text.ends_with(|c: char| c.is_ascii_alphanumeric()),
            "{text}"
        );
        for (count, setting) in seen.iter_mut().zip(common()) {
            *count += usize::from(link.experiment.settings.get(setting.name).is_some());
        }
        let fraction = |v: &Value| matches!(v, Value::Number(n) if n.fract() != 0.0);
        fractions += link
            .experiment
            .settings
            .iter()
            .filter(|(_, v)| fraction(v))
            .count();
        longest = longest.max(text.len());
    }
    println!("the longest link: {longest} bytes; {fractions} fractions");
    assert!(seen.iter().all(|&count| count > 100), "{seen:?}");
    assert!(fractions > 1_000);
}

#[test]
fn a_preset_has_a_link() {
    for one in &PRESETS {
        let experiment = preset(one.name).0;
        let link = Link {
            experiment,
            ..Link::default()
        };
        let text = write(&link);
        assert_eq!(read(&text), (link, vec![]), "{text}");
    }
}

// ---- every text -----------------------------------------------------------------------------------------------------

/// What to put in: letters, what the format is made of, and what is bad for it.
const PIECES: [&str; 30] = [
    "&",
    "=",
    ":",
    "#",
    "%",
    "%26",
    "%ff",
    "%zz",
    "%2",
    ".",
    "-",
    "0",
    "9",
    "99999999999999999999",
    "é",
    "\u{1F6D2}",
    "\u{0}",
    " ",
    "\n",
    "v2",
    "v1&",
    "&do=",
    "&seed=",
    "&at=5s",
    "&consumers=",
    "&x=y",
    "://",
    "s",
    "NaN",
    "1e9",
];

/// Breaks a link a few times, in different ways.
fn broken(dice: &mut Dice, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let times = if dice.one_in(2) { 1 } else { 1 + dice.below(4) };
    for _ in 0..times {
        let place = |dice: &mut Dice| dice.below(bytes.len() as u64 + 1) as usize;
        let (a, b) = (place(dice), place(dice));
        let (from, to) = (a.min(b), a.max(b));
        let near = to.min(from + 1 + dice.below(12) as usize);
        match dice.below(10) {
            0 => drop(bytes.drain(from..near)),
            1 => drop(bytes.splice(from..from, dice.pick(&PIECES).bytes())),
            2 => drop(bytes.splice(from..near, dice.pick(&PIECES).bytes())),
            3 if from < bytes.len() => bytes[from] = dice.next() as u8,
            4 if to < bytes.len() => bytes.swap(from, to),
            5 => {
                let copy = bytes[from..to].to_vec();
                drop(bytes.splice(to..to, copy));
            }
            6 => bytes.truncate(to),
            // One more digit, or another one: often another experiment, just as good.
            7 => bytes.insert(from, b'0' + dice.below(10) as u8),
            8 if from < bytes.len() && bytes[from].is_ascii_digit() => {
                bytes[from] = b'0' + dice.below(10) as u8;
            }
            _ => bytes[from..near].reverse(),
        }
        bytes.truncate(20_000);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whatever was read may be run.
fn allowed(link: &Link) {
    let experiment = &link.experiment;
    assert_eq!(experiment.engine, ENGINE);
    assert!(experiment.seed <= SEED_LIMIT);
    for (name, value) in experiment.settings.iter() {
        let setting = find(name).expect("a setting");
        assert_eq!(setting.check(value), Ok(()));
        assert_ne!(*value, setting.default_value());
        assert_eq!(*value, value.clone().kept());
    }
    assert!(experiment.log.len() <= LOG_LIMIT);
    assert!(experiment.log.is_sorted_by_key(|i| i.at_us));
    for intervention in &experiment.log {
        assert_eq!(intervention.check(), Ok(()));
    }
    let preset = experiment.preset.as_deref();
    assert!(preset.is_none_or(|name| presets::find(name).is_some()));
    assert!(link.at_us.is_none_or(|at_us| at_us <= MOMENT_LIMIT));
    assert!(link.order.is_none_or(|order| order <= ORDER_LIMIT));
}

fn told_well(problems: &[Problem]) {
    assert!(problems.len() <= PROBLEM_LIMIT + 1);
    for problem in problems {
        let sentence = sentence(problem);
        let length = sentence.chars().count();
        assert!((20..1_200).contains(&length), "{sentence}");
        assert!((1..40).contains(&problem.field.len()), "{sentence}");
        assert!(!sentence.contains('\n'), "{sentence}");
    }
}

/// Without a problem, is every part of the text in what was read? Looked at in another way than the reader's: by the
/// standard library. `None`: this way of looking does not understand the text.
fn nothing_was_dropped(text: &str, link: &Link) -> Option<bool> {
    if text.contains(['%', '#', '\t', '\n', '\r']) || text.trim().is_empty() {
        return None;
    }
    let mut parts = text.trim().split('&');
    let mut deeds = 0;
    let mut fine = parts.next() == Some("v1");
    for part in parts.filter(|part| !part.is_empty()) {
        let Some((name, value)) = part.split_once('=') else {
            return Some(false);
        };
        fine &= match name {
            "do" => {
                deeds += 1;
                true
            }
            "engine" => value == ENGINE,
            "preset" => link.experiment.preset.as_deref() == Some(value),
            "seed" => Ok(link.experiment.seed) == value.parse(),
            "at" => link.at_us.is_some(),
            "events" => link
                .events
                .is_some_and(|events| value.parse() == Ok(events)),
            "order" => link.order.is_some_and(|order| value.parse() == Ok(order)),
            "show" => link.show == Some(value),
            "lesson" => link.lesson == Some(value),
            _ => find(name).is_some_and(|setting| is_in_force(setting, value, link)),
        };
    }
    Some(fine && deeds == link.experiment.log.len())
}

fn is_in_force(setting: &Setting, text: &str, link: &Link) -> bool {
    let value = match setting.kind {
        // (The standard library reads "0." too; for a link, what is cut off behind a dot is no number.)
        Kind::Number { .. } if text.ends_with('.') => Value::Number(f64::NAN),
        Kind::Number { .. } => text.parse().map_or(Value::Number(f64::NAN), Value::Number),
        Kind::Choice { .. } | Kind::Services => Value::Choice(text.to_owned()),
        Kind::Flag => text.parse().map_or(Value::Number(f64::NAN), Value::Flag),
    };
    let used = link.experiment.settings.get(setting.name).cloned();
    used.unwrap_or_else(|| setting.default_value()) == value
}

#[test]
fn whatever_becomes_of_a_link_it_is_read_and_nothing_is_dropped_in_silence() {
    let dice = &mut Dice::new(2);
    let (mut complained, mut looked_at, mut silent) = (0, 0, 0);
    for _ in 0..20_000 {
        let link = random(dice);
        let text = broken(dice, &write(&link));
        let (read_link, problems) = read(&text);
        allowed(&read_link);
        told_well(&problems);
        let written = write(&read_link);
        assert_eq!(read(&written), (read_link.clone(), vec![]), "{text:?}");
        complained += usize::from(!problems.is_empty());
        let complete = nothing_was_dropped(&text, &read_link);
        looked_at += usize::from(complete.is_some());
        if problems.is_empty() {
            silent += usize::from(complete.is_some());
            assert_ne!(complete, Some(false), "in silence: {text:?}");
        } else {
            // And the other way round: no complaint without a reason, except of what is there twice.
            let twice = problems.iter().any(|p| p.complaint == Complaint::Twice);
            assert!(twice || complete != Some(true), "{text:?}: {problems:?}");
        }
    }
    println!(
        "{complained} with problems; {looked_at} looked at twice, {silent} of them without problems"
    );
    assert!(complained > 10_000 && looked_at > 10_000 && silent > 500);
}

/// Texts that were never links.
#[test]
fn noise_is_read_as_the_default_experiment() {
    let dice = &mut Dice::new(3);
    for _ in 0..2_000 {
        let length = dice.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| dice.next() as u8).collect();
        let text = String::from_utf8_lossy(&bytes);
        let (link, problems) = read(&text);
        allowed(&link);
        told_well(&problems);
    }
    for text in [
        "main",
        "{\"seed\": 7}",
        "/../../etc",
        "v",
        "=",
        "==&&==",
        "%",
        "%00",
        "\u{202e}v1",
    ] {
        let (link, problems) = read(text);
        assert_eq!(link, Link::default(), "{text}");
        assert!(!problems.is_empty(), "{text}");
    }
}
