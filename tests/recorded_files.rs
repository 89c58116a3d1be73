//! Files of recorded runs that are wrong in one place: each is refused with a sentence that names it. A measure that
//! nobody knows would judge nothing, and the run would hold.

use serde_json::{Value as Json, json};
use showdown::replay::Replay;

/// A run in which nothing is wrong.
fn fine() -> Json {
    json!({
        "name": "mine",
        "parameters": {"mode": "async", "service_ms": [100, 100], "user_timeout_s": 5, "drain_max_s": 10,
                       "worker": {"procs": 1, "threads": 1, "prefetch": 1, "crash": {"o1": ["after", 0]}},
                       "order_priority": [null, 3], "order_ttl": [null, 60000],
                       "outages": [{"kind": "kill", "from_ms": 5000, "to_ms": 6000}]},
        "outages_measured": [{"kind": "kill", "down_at": 5001, "listening_at": 6001}],
        "orders": [
            {"id": "o0", "t_submit": 0, "t_response": 3, "status": 202, "final_state": "completed"},
            {"id": "o1", "t_submit": 1, "t_response": 4, "status": "user-timeout", "final_state": "completed"}],
        "judge": {"allow_ms": {"user_response_ms_all": {"p50": 5}}, "final_states_slack": {"completed": 1},
                  "orders_exact": true, "start_rank_within": 1},
    })
}

/// The same with something in place of what is there.
fn with(place: &str, json: Json) -> String {
    let mut run = fine();
    let (parent, name) = place.rsplit_once('/').expect("a place");
    let parent = run.pointer_mut(parent).expect("it is there");
    match name.parse::<usize>() {
        Ok(k) => parent[k] = json,
        Err(_) => parent[name] = json,
    }
    run.to_string()
}

fn refused(text: &str, sentence: &str) {
    let said = Replay::of(text).expect_err(sentence);
    assert!(said.starts_with(sentence), "{said}");
}

#[test]
fn a_judge_who_knows_a_name_judges_by_it_and_any_other_is_refused() {
    assert!(Replay::of(&fine().to_string()).is_ok());
    for (place, json, sentence) in [
        (
            "/judge/order_exact",
            json!(true),
            "judge.order_exact: there is no such name; there are allow_ms, ",
        ),
        (
            "/judge/allow_ms/user_response_ms",
            json!({"p50": 5}),
            "judge.allow_ms.user_response_ms: there is no such name",
        ),
        (
            "/judge/allow_ms/user_response_ms_all/p101",
            json!(5),
            "judge.allow_ms.user_response_ms_all.p101: there is",
        ),
        (
            "/judge/final_states_slack/complete",
            json!(1),
            "judge.final_states_slack.complete: there is no such name",
        ),
        (
            "/judge/start_rank_within",
            json!(-1),
            "judge.start_rank_within: -1 cannot be used here; it takes a number from 0",
        ),
        (
            "/judge/allow_ms/user_response_ms_all/p50",
            json!(-1),
            "judge.allow_ms.user_response_ms_all.p50: -1",
        ),
    ] {
        refused(&with(place, json), sentence);
    }
}

#[test]
fn what_cannot_have_been_is_refused() {
    for (place, json, sentence) in [
        (
            "/orders/0",
            json!({"id": "o0", "t_submit": -1, "final_state": "ok"}),
            "orders[0].t_submit: -1 cannot be used",
        ),
        (
            "/parameters/outages/0",
            json!({"kind": "kill", "from_ms": -5, "to_ms": 6}),
            "parameters.outages[0].from_ms: -5",
        ),
        (
            "/parameters/outages/0",
            json!({"kind": "kill", "from_ms": 7, "to_ms": 6}),
            "parameters.outages[0].to_ms: it ends before",
        ),
        (
            "/parameters/outages/0",
            json!({"kind": "kill", "from_ms": 5, "to_ms": 6, "until": 9}),
            "parameters.outages[0].until: there",
        ),
        (
            "/outages_measured/0",
            json!({"downat": 5}),
            "outages_measured[0].downat: there is no such name",
        ),
        (
            "/outages_measured/0",
            json!({"down_at": 6500}),
            "outages_measured[0]: it ends before it begins",
        ),
        (
            "/parameters/drain_max_s",
            json!(-1),
            "parameters.drain_max_s: -1",
        ),
        (
            "/parameters/user_timeout_s",
            json!(0),
            "parameters.user_timeout_s: 0 cannot be used here; it takes seconds above 0",
        ),
        (
            "/parameters/worker/crash/o7",
            json!(["after", 0]),
            "parameters.worker.crash: no order is \"o7\"",
        ),
        (
            "/parameters/worker/crash/o1",
            json!(["mid", 5, 6]),
            "parameters.worker.crash.o1: this list",
        ),
        (
            "/parameters/order_priority",
            json!([1, 256]),
            "parameters.order_priority[1]: 256 cannot be used here; it takes a whole number from 0 to 255",
        ),
        (
            "/summary",
            json!([1]),
            "summary: this list cannot be used here; it takes an object",
        ),
    ] {
        refused(&with(place, json), sentence);
    }
}

#[test]
fn an_order_has_a_name_of_its_own_and_a_status_that_is_one() {
    for (place, value, sentence) in [
        (
            "/orders/0/status",
            json!([1]),
            "orders[0].status: this list cannot be used here; it takes a whole number or a text",
        ),
        ("/orders/0/status", json!(2.5), "orders[0].status: 2.5"),
        ("/orders/1/id", json!("o0"), "orders: \"o0\" is there twice"),
    ] {
        let mut run = fine();
        *run.pointer_mut(place).expect("it is there") = value;
        refused(&run.to_string(), sentence);
    }
}

/// AMQP has it as a text of digits.
#[test]
fn a_time_to_live_may_be_a_text_of_digits() {
    let of = |ttl: Json| Replay::of(&with("/parameters/order_ttl", json!([null, ttl])));
    let [number, text] = [json!(3000), json!("3000")].map(|ttl| of(ttl).expect("a run"));
    assert_eq!(number.mapped.experiment, text.mapped.experiment);
    assert_eq!(
        text.mapped
            .experiment
            .script
            .as_ref()
            .expect("a script")
            .orders[1]
            .ttl,
        Some(3_000_000)
    );
    for ttl in [json!("3 s"), json!("-1"), json!(""), json!("86400001")] {
        assert!(of(ttl).is_err());
    }
}

#[test]
fn a_field_of_the_file_that_nobody_knows_is_told() {
    let mut run = fine();
    run["judgement"] = json!({});
    let replay = Replay::of(&run.to_string()).expect("a run");
    assert_eq!(replay.unknown(), ["judgement"]);
    assert!(!replay.holds());
}
