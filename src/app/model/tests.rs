//! The page without a browser.

use super::*;
use crate::app::fairness::Unfair;
use crate::experiment::settings;
use crate::share::link;
use crate::sim::fault::Fault;
use crate::words::{self, steps::stepped};

const FRAME: Micros = 16_667;

fn play(model: &mut Model, frames: u32) {
    for _ in 0..frames {
        model.frame(FRAME, &mut || true);
    }
}

#[test]
fn a_new_page_is_still_and_a_click_starts_it() {
    let mut model = Model::default();
    assert!(!model.is_alive());
    model.update(Msg::Trigger(Side::Async));
    assert!(model.is_alive());
    play(&mut model, 300);
    assert_eq!(model.shop(Wiring::Async).paid().count(), 1);
    assert!(!model.is_alive(), "idle again");
}

#[test]
fn a_pause_asks_for_no_frames() {
    let mut model = Model::default();
    model.update(Msg::Trigger(Side::Sync));
    play(&mut model, 3);
    assert!(model.movements(Wiring::Sync).is_moving());
    model.update(Msg::Play(false));
    assert!(!model.is_alive());
    model.update(Msg::Play(true));
    assert!(model.is_alive());
}

#[test]
fn a_planned_scenario_waits_for_play() {
    let mut model = Model::default();
    model.update(Msg::Preset("payment-outage".into()));
    assert!(!model.is_alive());
    model.update(Msg::Play(true));
    assert!(model.is_alive());
}

#[test]
fn the_trigger_is_one_shopper_and_the_crowd_is_others() {
    let mut model = Model::default();
    model.update(Msg::Trigger(Side::Sync));
    model.update(Msg::Trigger(Side::Sync));
    model.update(Msg::Crowd(Side::Sync, 10));
    assert_eq!(model.shop(Wiring::Sync).sent(), 11);
}

#[test]
fn a_setting_before_the_start_is_no_intervention() {
    let mut model = Model::default();
    model.update(Msg::Set("consumers", Value::Number(4.0)));
    assert!(model.run().experiment().log.is_empty());
    assert_eq!(model.run().config().payment().consumers, 4);
    model.update(Msg::Trigger(Side::Async));
    model.update(Msg::Set("consumers", Value::Number(2.0)));
    play(&mut model, 20);
    assert_eq!(model.run().experiment().log.len(), 2);
    assert_eq!(model.run().config().payment().consumers, 2);
}

#[test]
fn a_drag_during_a_run_is_a_few_interventions_and_arrives_where_it_ended() {
    let mut model = Model::default();
    model.update(Msg::Trigger(Side::Both));
    for step in 1..=60 {
        model.update(Msg::Set(
            "payment_time_ms",
            Value::Number(f64::from(step) * 100.0),
        ));
        let row = settings::SETTINGS
            .iter()
            .position(|s| s.name == "payment_time_ms");
        let shown = &model.values()[row.expect("there is one")];
        assert_eq!(*shown, Value::Number(f64::from(step) * 100.0), "at once");
        play(&mut model, 1);
    }
    play(&mut model, 20);
    assert_eq!(model.run().config().payment().time, 6_000 * MILLI);
    let changes = model.run().experiment().log.len() - 1;
    assert!((2..=8).contains(&changes), "{changes} in a second");
}

#[test]
fn of_several_tries_at_a_standstill_only_the_last_counts() {
    let tried = |values: &[f64]| {
        let mut model = Model::default();
        model.update(Msg::Crowd(Side::Both, 30));
        play(&mut model, 60);
        model.update(Msg::Play(false));
        for &value in values {
            model.update(Msg::Set("consumers", Value::Number(value)));
        }
        model.update(Msg::Finish);
        model.frame(FRAME, &mut || true);
        (link::write(&model.link()), model.run().world().digest())
    };
    assert_eq!(tried(&[9.0, 2.0, 40.0, 4.0]), tried(&[4.0]));
    let (text, digest) = tried(&[9.0, 4.0]);
    let mut again = Run::new(link::read(&text).0.experiment);
    assert!(again.finish());
    assert_eq!(again.world().digest(), digest);
}

#[test]
fn an_order_sets_a_planned_run_going_but_not_one_that_was_stopped() {
    let mut model = Model::default();
    model.update(Msg::Preset("payment-outage".into()));
    model.update(Msg::Trigger(Side::Sync));
    assert!(model.is_alive());
    model.update(Msg::Play(false));
    model.update(Msg::Crowd(Side::Sync, 10));
    assert!(!model.is_alive());
}

#[test]
fn a_second_reset_forgets_what_a_link_brought_along() {
    let mut model = Model::default();
    model.update(Msg::Open(
        "v1&do=0:click:both:3&do=1s:break:payment-down&at=2s".into(),
    ));
    model.update(Msg::Reset);
    assert_eq!(
        model.run().experiment().log.len(),
        2,
        "it is still the plan"
    );
    assert_eq!(model.notices, [Notice::ResetKeeps]);
    model.update(Msg::Reset);
    assert!(model.run().experiment().log.is_empty());
    model.update(Msg::Preset("payment-outage".into()));
    model.update(Msg::Reset);
    model.update(Msg::Reset);
    assert_eq!(
        model.run().experiment().log.len(),
        2,
        "a scenario's own plan stays"
    );
}

/// The same outage under other settings: that is what a reset is for. A run in which nothing broke leaves nothing.
#[test]
fn a_reset_keeps_an_outage_made_by_hand_and_the_orders_it_met() {
    let mut model = Model::default();
    model.update(Msg::Crowd(Side::Both, 10));
    play(&mut model, 10);
    model.update(Msg::Reset);
    assert!(model.run().experiment().log.is_empty());
    model.update(Msg::Crowd(Side::Both, 10));
    model.update(Msg::Trigger(Side::Sync));
    play(&mut model, 10);
    model.update(Msg::Fault(Fault::PaymentDown.into(), true));
    play(&mut model, 10);
    model.update(Msg::Fault(Fault::PaymentDown.into(), false));
    let log = model.run().experiment().log.clone();
    model.update(Msg::Set("consumers", Value::Number(4.0)));
    model.update(Msg::Reset);
    let kept = model.run().experiment().log.clone();
    let acts: Vec<_> = log
        .iter()
        .filter(|i| kept.contains(i))
        .map(|i| &i.act)
        .collect();
    assert_eq!(
        kept.len(),
        4,
        "a crowd, an order, and what befell them: {acts:?}"
    );
    assert_eq!(model.run().config().payment().consumers, 4);
    assert!(model.notices.contains(&Notice::ResetKeeps));
    model.update(Msg::Reset);
    assert!(model.run().experiment().log.is_empty());
}

#[test]
fn a_scenario_with_other_settings_is_an_experiment_of_ones_own() {
    let mut model = Model::default();
    assert!(model.is_scenario());
    model.update(Msg::Set("consumers", Value::Number(4.0)));
    assert!(!model.is_scenario());
    model.update(Msg::Set("consumers", Value::Number(1.0)));
    assert!(model.is_scenario());
}

/// What a scenario changes by itself leaves it the scenario that it is, and a reset takes that back.
#[test]
fn a_scenario_that_changes_a_setting_is_itself_before_and_after() {
    let mut model = Model::default();
    model.update(Msg::Preset("add-a-consumer".into()));
    model.update(Msg::Play(true));
    let start = model.run().experiment().settings.clone();
    while model.run().clock() < 14_000_000 {
        assert!(model.is_scenario(), "{}", model.run().clock());
        let joined = model.run().clock() > 10_000_000;
        assert_eq!(model.run().config().needs.is_one(), !joined);
        play(&mut model, 20);
    }
    model.update(Msg::Set("consumers", Value::Number(4.0)));
    assert!(!model.is_scenario());
    model.update(Msg::Reset);
    assert!(model.run().config().needs.is_one());
    assert_eq!(model.run().config().payment().consumers, 4);
    model.update(Msg::Set("consumers", Value::Number(1.0)));
    assert_eq!(model.run().experiment().settings, start);
    assert!(model.is_scenario());
}

#[test]
fn a_reset_keeps_settings_and_plan_and_forgets_the_rest() {
    let mut model = Model::default();
    model.update(Msg::Preset("payment-outage".into()));
    model.update(Msg::Play(true));
    play(&mut model, 10);
    model.update(Msg::Set("consumers", Value::Number(9.0)));
    model.update(Msg::Crowd(Side::Both, 10));
    model.update(Msg::Reset);
    assert_eq!(model.run().config().payment().consumers, 9);
    assert_eq!(model.run().experiment().log.len(), 2);
    assert_eq!(model.run().clock(), 0);
    assert!(!model.is_alive());
}

#[test]
fn one_click_makes_it_fair() {
    let mut model = Model::default();
    model.update(Msg::Crowd(Side::Sync, 10));
    model.update(Msg::MakeFair);
    let world = model.run().world();
    assert!(!Unfair::of(model.run().config(), world.shops()).any());
}

#[test]
fn run_to_the_end_ends_and_can_be_cancelled() {
    let mut model = Model::default();
    model.update(Msg::Crowd(Side::Both, 1000));
    model.update(Msg::Finish);
    model.frame(FRAME, &mut || false);
    assert!(model.is_pending(), "one chunk is not the end");
    model.update(Msg::Cancel);
    assert!(model.until.is_none());
    model.update(Msg::Finish);
    model.frame(FRAME, &mut || true);
    assert!(!model.is_pending());
    assert!(!model.is_alive(), "nothing is left moving on the stage");
    assert_eq!(model.shop(Wiring::Async).paid().count(), 1000);
}

#[test]
fn what_was_done_on_the_page_gives_the_same_run_from_its_export() {
    let mut model = Model::default();
    for (k, msg) in [
        Msg::Trigger(Side::Both),
        Msg::Fault(Fault::PaymentDown.into(), true),
        Msg::Crowd(Side::Both, 100),
        Msg::Set("payment_time_ms", Value::Number(120.0)),
        Msg::Fault(Fault::PaymentDown.into(), false),
        Msg::Fault(Fault::BrokerDown.into(), true),
        Msg::Step,
        Msg::Fault(Fault::BrokerDown.into(), false),
        Msg::Play(true),
    ]
    .into_iter()
    .enumerate()
    {
        model.update(msg);
        play(&mut model, 7 + k as u32);
    }
    model.update(Msg::Finish);
    model.frame(FRAME, &mut || true);
    let (link, problems) = link::read(&link::write(&model.link()));
    assert!(problems.is_empty());
    let mut again = Run::new(link.experiment);
    assert!(again.finish());
    assert_eq!(again.world().digest(), model.run().world().digest());
}

#[test]
fn a_bad_link_is_told_and_the_page_goes_on() {
    let mut model = Model::default();
    model.update(Msg::Open("#v1&consumers=-3".into()));
    assert!(words::notice(&model.notices[0]).contains("from 1 to 1000"));
    model.update(Msg::Trigger(Side::Both));
    play(&mut model, 300);
    assert_eq!(model.shop(Wiring::Sync).paid().count(), 1);
}

#[test]
fn a_link_opens_at_the_moment_at_which_it_was_made() {
    let mut model = Model::default();
    model.update(Msg::Crowd(Side::Both, 50));
    play(&mut model, 100);
    assert_eq!(model.link().at_us, None, "it is moving");
    model.update(Msg::Play(false));
    let text = link::write(&model.link());
    let mut other = Model::default();
    other.update(Msg::Open(text.clone()));
    assert_eq!(other.run().clock(), model.run().clock());
    assert_eq!(other.run().world().digest(), model.run().world().digest());
    assert!(!other.is_alive(), "nothing moves by itself");
    assert_eq!(link::write(&other.link()), text);
}

#[test]
fn after_each_single_step_the_link_gives_exactly_that_step() {
    let mut model = Model::default();
    model.update(Msg::Play(false));
    model.update(Msg::Crowd(Side::Both, 10));
    for step in 0..60 {
        model.update(Msg::Step);
        let mut other = Model::default();
        other.update(Msg::Open(link::write(&model.link())));
        let progress = [&other, &model].map(|m| m.run().progress());
        assert_eq!(progress[0], progress[1], "step {step}");
        let digests = [&other, &model].map(|m| m.run().world().digest());
        assert_eq!(digests[0], digests[1], "step {step}");
    }
}

#[test]
fn a_link_to_the_end_is_ready_for_the_next_click() {
    let mut model = Model::default();
    model.update(Msg::Trigger(Side::Both));
    model.update(Msg::Finish);
    model.frame(FRAME, &mut || true);
    let mut other = Model::default();
    other.update(Msg::Open(link::write(&model.link())));
    assert_eq!(other.run().world().digest(), model.run().world().digest());
    other.update(Msg::Trigger(Side::Async));
    assert!(other.is_alive(), "a click starts it");
}

/// Forward and back over the same events, clicks and faults: at every point it is the same run.
#[test]
fn as_many_steps_back_as_forward_lead_to_the_same_moments() {
    let mut model = Model::default();
    model.update(Msg::Play(false));
    model.update(Msg::Crowd(Side::Both, 3));
    let state = |model: &Model| (model.run().events(), model.run().world().digest());
    let mut seen = vec![state(&model)];
    for step in 0..60 {
        if step == 20 {
            model.update(Msg::Fault(Fault::PaymentDown.into(), true));
            seen.push(state(&model));
        }
        model.update(Msg::Step);
        assert!(matches!(model.happened, Some(Stepped::Forward(_))));
        seen.push(state(&model));
    }
    let mut clock = model.run().clock();
    for expected in seen.iter().rev().skip(1) {
        model.update(Msg::Back);
        assert!(matches!(model.happened, Some(Stepped::Back(_))));
        assert_eq!(state(&model), *expected);
        assert!(model.run().clock() <= clock, "time goes back");
        clock = model.run().clock();
    }
    for expected in &seen[1..] {
        model.update(Msg::Step);
        assert_eq!(state(&model), *expected, "and forward again, the fault too");
    }
    // All the way back: the first click has not been, and one more step back changes nothing.
    for _ in 0..seen.len() + 2 {
        model.update(Msg::Back);
    }
    assert_eq!(
        (model.run().events(), model.run().progress().interventions),
        (0, 0)
    );
    assert_eq!(model.run().clock(), 0);
}

#[test]
fn a_step_says_what_it_did() {
    let mut model = Model::default();
    model.update(Msg::Play(false));
    model.update(Msg::Trigger(Side::Sync));
    let mut told = Vec::new();
    for _ in 0..13 {
        model.update(Msg::Step);
        told.extend(model.happened.as_ref().map(stepped));
    }
    // An instant is cut off to the millisecond, as the clock beside it.
    assert_eq!(
        told,
        [
            "00:00.000, sync: the request of order 1 reaches Checkout",
            "00:00.001, sync: Checkout has read the request of order 1",
            "00:00.001, sync: Checkout hands order 1 to thread 1",
            "00:00.001, sync: Checkout has built the call for order 1",
            "00:00.005, sync: Checkout has opened a connection to Payment, for order 1",
            "00:00.005, sync: the call for order 1 reaches Payment",
            "00:00.005, sync: Payment's interpreter has done a piece of work",
            "00:03.006, sync: thread 1 of Payment is done with order 1",
            "00:03.007, sync: Payment's answer for order 1 reaches Checkout",
            "00:03.007, sync: Checkout writes the answer for order 1",
            "00:03.007, sync: thread 1 of Payment falls idle",
            "00:03.008, sync: the user of order 1 is told 200 OK",
            "nothing is pending",
        ],
        "{told:#?}"
    );
}

/// Who kills Payment by hand sees the outage last as long as they let it, and no order is paid as if there had been none.
#[test]
fn an_outage_by_hand_lasts_while_somebody_waits_for_its_end() {
    let second = |model: &mut Model| play(model, 60);
    let mut model = Model::default();
    model.update(Msg::Fault(Fault::PaymentDown.into(), true));
    second(&mut model);
    assert!(model.run().clock() < 10 * MILLI, "nobody waits for it");
    assert!(!model.is_alive());
    model.update(Msg::Trigger(Side::Async));
    (0..10).for_each(|_| second(&mut model));
    let waited = model.run().clock();
    assert!(
        (9_900 * MILLI..=10_100 * MILLI).contains(&waited),
        "{waited}"
    );
    // The link names no moment while time passes; at rest it does, and opens there.
    assert_eq!(model.link().at_us, None);
    model.update(Msg::Play(false));
    assert!(!model.is_alive());
    second(&mut model);
    assert_eq!(model.run().clock(), waited, "paused");
    let link = model.link();
    assert_eq!(link.at_us, Some(waited));
    let mut other = Model::default();
    other.update(Msg::Open(link::write(&link)));
    second(&mut other);
    assert_eq!(other.run().clock(), waited);
    assert_eq!(other.run().world().digest(), model.run().world().digest());
    model.update(Msg::Play(true));
    model.update(Msg::Fault(Fault::PaymentDown.into(), false));
    (0..10).for_each(|_| second(&mut model));
    assert!(model.shop(Wiring::Async).paid().longest() > 12_900 * MILLI);
    assert!(!model.is_alive(), "all is done");
}

#[test]
fn a_lesson_stays_until_it_is_ended_or_another_experiment_is_opened() {
    use crate::experiment::lessons::LESSONS;
    let open = |model: &mut Model| {
        let lesson = link::write(&link::Link::to(&LESSONS[2]));
        model.update(Msg::Open(lesson));
        assert_eq!(model.lesson, Some("event-driven"));
    };
    let mut model = Model::default();
    open(&mut model);
    model.update(Msg::Show(Some("story")));
    model.update(Msg::Fault(Fault::PaymentDown.into(), false));
    model.update(Msg::Reset);
    assert_eq!(model.lesson, Some("event-driven"));
    assert_eq!(model.link().lesson, Some("event-driven"));
    model.update(Msg::EndLesson);
    assert_eq!(model.link().lesson, None);
    open(&mut model);
    model.update(Msg::Preset("one-order".into()));
    assert_eq!(model.lesson, None);
    open(&mut model);
    model.update(Msg::Open("v1".into()));
    assert_eq!(model.lesson, None);
}

/// What those on their way keep is said for long enough to be read, whether the run goes on or stands; it is what it was
/// before the slider was touched, and of nobody nothing is said.
#[test]
fn a_setting_changed_on_the_way_is_told() {
    let told = |model: &Model| model.happened.as_ref().map(stepped).unwrap_or_default();
    let takes = |seconds: f64| Msg::Set("payment_time_ms", Value::Number(1_000.0 * seconds));
    let both = "Payment takes: 6 s from now on; what has begun keeps 3 s";
    for playing in [true, false] {
        let mut model = Model::default();
        model.update(Msg::Crowd(Side::Both, 3));
        play(&mut model, 60);
        model.update(Msg::Play(playing));
        for seconds in [4.0, 5.0, 6.0] {
            model.update(takes(seconds));
            play(&mut model, 12);
            assert_eq!(
                model.config_to_be().payment().time,
                (seconds * 1e6) as Micros
            );
        }
        assert_eq!(told(&model), both, "playing: {playing}");
        model.update(Msg::Play(true));
        play(&mut model, 120);
        assert_eq!(told(&model), both, "for two seconds");
        play(&mut model, 480);
        assert_eq!(told(&model), "", "for ten");
    }
    let mut model = Model::default();
    model.update(takes(6.0));
    assert_eq!(told(&model), "", "before it has begun it is no change");
    model.update(Msg::Crowd(Side::Both, 1));
    play(&mut model, 30);
    model.update(Msg::Set("consumers", Value::Number(4.0)));
    play(&mut model, 12);
    assert_eq!(told(&model), "Payment workers (async): 4 from now on");
    model.update(Msg::Fault(Fault::PaymentDown.into(), true));
    assert_eq!(told(&model), "", "what broke is told instead");
    model.update(Msg::Set("consumers", Value::Number(2.0)));
    play(&mut model, 12);
    assert_eq!(told(&model), "Payment workers (async): 2 from now on");
    model.update(Msg::Reset);
    assert_eq!(told(&model), "");
}
