//! The arithmetic that any reader can check on paper, and the command-line twin that says it.
//!
//! 1000 orders at the same instant, no overheads. Whatever else the engine models, these rows have to come out:
//! counts exactly, times to the millisecond. What is wrong on the command line is told in a sentence, with exit
//! status 2.

use showdown::sim::shop::Wiring;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::common::{Lab, click, expect_cells, lab, preset};
use serde_json::Value as Json;
use showdown::experiment::report::ShopReport;
use showdown::sim::engine::Side;

/// Times in seconds, as the table has them; `told`: median and 99th percentile.
fn expect(shop: &ShopReport, told: (f64, f64), last_charge: f64) {
    assert_eq!(shop.orders, 1000);
    assert_eq!(shop.told_ms.n, 1000);
    let found = (shop.told_ms.p50 / 1_000.0, shop.told_ms.p99 / 1_000.0);
    assert_eq!(found, told, "told p50 and p99, s");
    assert_eq!(shop.charges, 1000);
    assert_eq!(shop.deliveries, 1000);
    assert_eq!(shop.last_charge_ms / 1_000.0, last_charge, "last charge, s");
}

// ---- the table ------------------------------------------------------------------------------------------------------

/// 40 threads finish 40 orders at 3, 6 and 9 s; at 10 s the other 880 callers have gone. Payment works on:
/// 1000 / 40 · 3 s = 75 s.
#[test]
pub(crate) fn demo_code_tells_120_users_ok_and_880_an_error_and_charges_all() {
    let sync = preset("demo-code").sync();
    expect(&sync, (10.0, 10.0), 75.0);
    expect_cells(&sync, &[("ok/once", 120), ("error/once", 880)]);
    assert_eq!(sync.statuses, [(200, 120), (503, 880)].into());
    assert_eq!(sync.wasted_work_ms, 880.0 * 3_000.0);
    assert_eq!(sync.peak.payment_servers, 40);
    assert_eq!(sync.peak.open_requests, 1000);
    assert_eq!(sync.throughput_per_s, 1000.0 / 75.0);
}

/// c consumers need 1000 / c · 3 s, and nobody waits for them.
#[test]
pub(crate) fn demo_codes_queue_tells_everyone_at_once_and_needs_as_long_as_its_consumers_do() {
    for (consumers, last_charge) in [(1, 3000.0), (4, 750.0), (10, 300.0), (40, 75.0)] {
        let consumers = consumers.to_string();
        let lab = preset("demo-code").with(&[("consumers", &consumers)]);
        let queued = lab.queued();
        expect(&queued, (0.0, 0.0), last_charge);
        expect_cells(&queued, &[("accepted/once", 1000)]);
        assert_eq!(queued.statuses, [(202, 1000)].into());
        assert_eq!(queued.told_ms.max, 0.0);
        assert_eq!(queued.paid_ms.max / 1_000.0, last_charge);
        assert_eq!(queued.wasted_work_ms, 0.0);
        // It works without a pause.
        assert_eq!(queued.utilisation.payment_servers, Some(1.0));
    }
}

/// No overheads: what is left is arithmetic.
fn bare(settings: &[(&str, &str)]) -> Lab {
    lab(&[("overheads", "none")]).with(settings)
}

/// Three seconds of work for each of 40 orders, by 40 threads; a thread of Checkout is held for its user's whole wait.
#[test]
pub(crate) fn utilisation_is_work_over_seats_and_time() {
    let lab = bare(&[])
        .at(0.0, click(Side::Both, 20))
        .at(9_000.0, click(Side::Both, 20));
    let report = lab.report();
    let (sync, queued) = (
        report.shops[Wiring::Sync].utilisation,
        report.shops[Wiring::Async].utilisation,
    );
    // 20 at once until 3 s, 20 from 9 to 12 s; one worker is not done before 120 s, when the run ends for both.
    assert_eq!(sync.payment_servers, Some(40.0 * 3.0 / (40.0 * 120.0)));
    assert_eq!(sync.checkout_threads, sync.payment_servers);
    assert_eq!(queued.payment_servers, Some(1.0));
    assert_eq!(queued.checkout_threads, Some(0.0));
    let loops = bare(&[("checkout_endpoint", "async-def")]).at(0.0, click(Side::Both, 20));
    assert_eq!(loops.sync().utilisation.checkout_threads, None);
}

/// A charge is in vain if its user is told an error, whichever of the two comes first.
#[test]
pub(crate) fn a_charge_before_the_error_is_wasted_work_too() {
    let far = [
        ("link_latency_ms", "1000"),
        ("payment_time_ms", "1000"),
        ("read_timeout_ms", "2500"),
    ];
    let sync = bare(&far).at(0.0, click(Side::Sync, 1)).sync();
    expect_cells(&sync, &[("error/once", 1)]);
    assert_eq!(sync.wasted_work_ms, 1_000.0);
    // Three attempts of three seconds each, all of them served.
    let again = [("retries", "2"), ("read_timeout_ms", "1000")];
    let sync = bare(&again).at(0.0, click(Side::Sync, 1)).sync();
    expect_cells(&sync, &[("error/many", 1)]);
    assert_eq!(sync.wasted_work_ms, 9_000.0);
    // Whoever hangs up after the charge has hung up all the same.
    let gone = [
        ("link_latency_ms", "1000"),
        ("payment_time_ms", "1000"),
        ("user_patience_s", "4.5"),
    ];
    let sync = bare(&gone).at(0.0, click(Side::Sync, 1)).sync();
    expect_cells(&sync, &[("gave_up/once", 1)]);
    assert_eq!(sync.wasted_work_ms, 1_000.0);
}

/// 40 Checkout threads call 40 Payment threads: nobody waits inside a timeout. The 500th user is in the 13th batch
/// of 25, the 990th in the last.
#[test]
pub(crate) fn readme_snippet_tells_everyone_ok_and_the_last_one_after_75_s() {
    let sync = preset("readme-snippet").sync();
    expect(&sync, (39.0, 75.0), 75.0);
    expect_cells(&sync, &[("ok/once", 1000)]);
    assert_eq!(sync.statuses, [(200, 1000)].into());
    assert_eq!(sync.told_ms.max, 75_000.0);
    assert_eq!(sync.peak.checkout_threads, 40);
}

/// Checkout lets 40 go every 5 s, Payment finishes 40 every 6 s: every caller leaves before its answer, and every
/// order is charged: 13 · 5 s, 25 · 5 s, 25 · 6 s.
#[test]
pub(crate) fn timeout_cliff_tells_everyone_an_error_and_charges_everyone() {
    let sync = preset("timeout-cliff").sync();
    expect(&sync, (65.0, 125.0), 150.0);
    expect_cells(&sync, &[("error/once", 1000)]);
    assert_eq!(sync.statuses, [(500, 1000)].into());
    assert_eq!(sync.wasted_work_ms, 1000.0 * 6_000.0);
}

// ---- the command line -----------------------------------------------------------------------------------------------

fn showdown(args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_showdown"));
    program.args(args).output().expect("the program starts")
}

fn report(args: &[&str]) -> Json {
    let output = showdown(args);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {complaint}");
    serde_json::from_slice(&output.stdout).expect("a report is JSON")
}

/// A file of this test's own.
fn file(name: &str, text: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("target/tmp can be written");
    path.to_string_lossy().into_owned()
}

fn keys(json: &Json) -> BTreeSet<&str> {
    let object = json.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

fn expect_keys(json: &Json, expected: &[&str]) {
    assert_eq!(keys(json), expected.iter().copied().collect());
}

const ROWS: [&str; 5] = ["waiting", "ok", "accepted", "error", "gave_up"];
const COLUMNS: [&str; 4] = ["pending", "once", "many", "never"];
const SHOP: [&str; 19] = [
    "orders",
    "ledger",
    "never_because",
    "statuses",
    "told_ms",
    "told_well_ms",
    "told_error_ms",
    "paid_ms",
    "known_ms",
    "last_charge_ms",
    "makespan_ms",
    "charges",
    "deliveries",
    "wasted_work_ms",
    "throughput_per_s",
    "peak",
    "utilisation",
    "theory",
    "digest",
];
const PEAK: [&str; 5] = [
    "ready",
    "unacked",
    "checkout_threads",
    "payment_servers",
    "open_requests",
];

#[test]
fn the_report_has_the_names_that_were_promised() {
    let report = report(&["run", "--preset", "demo-code", "--set", "consumers=4"]);
    expect_keys(
        &report,
        &["engine", "experiment", "cut_short_by", "sync", "async"],
    );
    for side in ["sync", "async"] {
        let shop = &report[side];
        expect_keys(shop, &SHOP);
        expect_keys(&shop["peak"], &PEAK);
        expect_keys(&shop["ledger"], &ROWS);
        for row in ROWS {
            expect_keys(&shop["ledger"][row], &COLUMNS);
        }
        for latency in ["told_ms", "paid_ms", "known_ms"] {
            expect_keys(&shop[latency], &["n", "mean", "p50", "p90", "p99", "max"]);
        }
    }
    assert_eq!(report["sync"]["ledger"]["ok"]["once"], 120);
    assert_eq!(report["sync"]["statuses"]["503"], 880);
    assert_eq!(report["async"]["ledger"]["accepted"]["once"], 1000);
    assert_eq!(report["async"]["last_charge_ms"], 750_000.0);
    assert_eq!(report["experiment"]["settings"]["consumers"], 4.0);
}

#[test]
fn the_report_says_what_theory_says_or_why_it_does_not() {
    let by_hand = report(&["run", "--preset", "demo-code"]);
    let reason = "orders come by hand, not in a stream";
    assert_eq!(by_hand["sync"]["theory"]["does_not_apply"], reason);
    let settings = [
        "arrivals=poisson",
        "arrival_rate_per_s=8",
        "payment_time_spread=exponential",
        "read_timeout_ms=600000",
        "overheads=none",
    ];
    let broken = report(&["run", "--preset", "payment-outage"]);
    let reason = "something was broken during the run";
    assert_eq!(broken["sync"]["theory"]["does_not_apply"], reason);
    let mut args = vec!["run", "--preset", "one-order"];
    args.extend(settings.iter().flat_map(|setting| ["--set", setting]));
    let calm = report(&args);
    let said = &calm["sync"]["theory"]["says"];
    assert_eq!(said["system"], "M/M/40");
    assert_eq!(said["line"], "checkout_threads");
    assert_eq!(said["utilisation"], 0.6);
    assert_eq!(said["at_least"], false);
    assert_eq!(said["told_ms"], said["paid_ms"]);
    let reason = "the line grows without end";
    let queued = calm["async"]["theory"]["does_not_apply"].as_str();
    assert!(queued.is_some_and(|said| said.contains(reason)));
}

#[test]
fn the_experiment_in_a_report_is_the_file_that_gives_it_again() {
    let options = ["--seed", "77", "--set", "payment_time_spread=exponential"];
    let first = report(&[&["run", "--preset", "payment-outage"], &options[..]].concat());
    let path = file("again.json", &first["experiment"].to_string());
    assert_eq!(report(&["run", &path]), first);
    assert_ne!(report(&["run", &path, "--seed", "78"]), first);
}

/// Nothing on standard output, exit status 2, and a sentence that has all of this in it.
fn complains(args: &[&str], about: &[&str]) {
    let output = showdown(args);
    let sentence = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {sentence}");
    assert!(output.stdout.is_empty(), "{args:?}");
    for word in about {
        assert!(
            sentence.contains(word),
            "{args:?} does not mention {word:?}: {sentence}"
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    complains(&["run", "no/such/file.json"], &["no/such/file.json"]);
    complains(&["run"], &["--preset"]);
}

#[test]
fn a_file_that_is_not_an_experiment_is_told_what_one_is() {
    for (name, text) in [("broken.json", "{\"seed\": "), ("empty.json", "")] {
        complains(&["run", &file(name, text)], &[name, "JSON"]);
    }
    complains(
        &["run", &file("list.json", "[1]")],
        &["list.json", "object"],
    );
}

#[test]
fn every_wrong_part_of_a_file_is_named_with_its_value_and_range() {
    let text = r#"{"seed": -1, "settings": {"consumers": 1001, "consumer": 4, "ack_mode": "never"}, "size": 3,
        "log": [{"at_us": 0, "do": "click", "shop": "both", "orders": 0},
                {"at_us": 0, "do": "set", "name": "payment_threads", "value": 1.5},
                {"at_us": 0, "do": "break", "fault": "cat-on-keyboard"},
                {"at_us": 86400000000001, "do": "heal", "fault": "network-cut"}]}"#;
    let path = file("wrong.json", text);
    complains(
        &["run", &path],
        &[
            "wrong.json",
            "settings.consumers: 1001 is not allowed here; it takes a whole number from 1 to 1000",
            "settings.consumer: there is no setting of this name",
            "settings.ack_mode: \"never\" is not allowed here; it takes one of manual, auto",
            "seed: -1 is not allowed here; it takes a whole number from 0 to 9007199254740991",
            "size: an experiment has no such field",
            "log[0]: orders: 0 is not allowed here; it takes a whole number from 1 to 1000000",
            "log[1]: payment_threads: 1.5 is not allowed here; it takes a whole number from 1 to 1000",
            "log[2]",
            "cat-on-keyboard",
            "log[3]: at_us: 86400000000001 is too late",
        ],
    );
}

#[test]
fn a_wrong_setting_on_the_command_line_is_named_with_its_value_and_range() {
    let preset = ["run", "--preset", "demo-code"];
    for (option, about) in [
        ("consumer=4", &["consumer", "no setting"][..]),
        ("consumers=0", &["consumers", "0", "from 1 to 1000"]),
        ("consumers=1001", &["consumers", "1001", "from 1 to 1000"]),
        ("consumers=1.5", &["consumers", "1.5", "a whole number"]),
        ("consumers=many", &["consumers", "many", "from 1 to 1000"]),
        ("consumers=nan", &["consumers", "from 1 to 1000"]),
        (
            "payment_time_ms=-1",
            &["payment_time_ms", "-1", "from 0 to 60000 ms"],
        ),
        (
            "queue_durable=perhaps",
            &["queue_durable", "perhaps", "true or false"],
        ),
        ("overheads=some", &["overheads", "some", "none, measured"]),
        ("consumers", &["consumers", "NAME=VALUE"]),
    ] {
        complains(&[&preset[..], &["--set", option]].concat(), about);
    }
}

#[test]
fn an_unknown_preset_is_told_which_there_are() {
    complains(
        &["run", "--preset", "demo-cod"],
        &["demo-cod", "demo-code", "timeout-cliff"],
    );
}

#[test]
fn a_bad_seed_is_told_its_range() {
    for seed in ["-1", "1.5", "luck", "9007199254740992"] {
        complains(
            &["run", "--preset", "demo-code", "--seed", seed],
            &["--seed", seed, "from 0 to 9007199254740991"],
        );
    }
}

#[test]
fn an_unknown_command_or_option_is_named() {
    complains(&["rum"], &["rum"]);
    complains(
        &["run", "--preset", "demo-code", "--sed", "1"],
        &["--sed", "--seed"],
    );
    complains(&["run", "--preset", "demo-code", "--seed"], &["--seed"]);
}
