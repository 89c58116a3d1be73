//! Engines that are wrong on purpose, and who notices.
//!
//! A test that no mistake can fail proves nothing. So for each mistake that `sim/wrong.rs` can make, the tests are named
//! that are there to notice it: each holds for the engine that ships, and fails with the mistake. Then the runs that
//! were recorded on a real stack are replayed with the mistake: those that are named do not hold.
//!
//! What a mistake is caught by was argued before it was tried: by the sentence of the specification that it breaks (the
//! test that says the same), and by the recordings whose parameters touch it. A recorded run is not named where its own
//! measure is wider than the mistake: two unacked messages, say, where four orders may end otherwise.

mod verdict;

use std::process::Command;

use showdown::sim::wrong::Wrong;

use self::verdict::{Claim, recorded, recorded_runs_against};
use crate::{
    alarm, arithmetic, broker, dead, failures, http_side, one_way, pool, quorum, services, silence,
    wire,
};

/// The mistake is noticed by all these tests, and by these recorded runs at least.
fn is_caught(mistake: Wrong, claims: &[Claim], runs: &[&str]) {
    for claim in claims {
        let right = claim.verdict(None);
        assert_eq!(right, Ok(()), "{} fails for the right engine", claim.name);
        let Err(objection) = claim.verdict(Some(mistake)) else {
            panic!("{} does not notice {mistake:?}", claim.name);
        };
        println!("{mistake:?}: {} objects: {}", claim.name, objection.said);
        let (file, line) = (&objection.file, objection.line);
        assert!(
            file.starts_with("tests/"),
            "{mistake:?} is noticed by an assertion of the engine's own, {file}:{line}, and by no behaviour"
        );
    }
    let against = recorded_runs_against(mistake);
    println!("{mistake:?}: recorded runs that do not hold: {against:?}");
    for run in runs {
        assert!(
            against.iter().any(|name| name == run),
            "{run} does not notice {mistake:?}, only {against:?}"
        );
    }
}

/// One test a mistake, and no mistake without a test: the list is a `match` over all of them.
macro_rules! each_is_caught {
    ($($test:ident: $mistake:ident by [$($module:ident::$claim:ident),+ $(,)?] and [$($run:literal),* $(,)?];)+) => {
        $(
            #[test]
            fn $test() {
                let claims = [$(Claim {
                    name: concat!(stringify!($module), "::", stringify!($claim)),
                    test: $module::$claim,
                }),+];
                is_caught(Wrong::$mistake, &claims, &[$($run),*]);
            }
        )+

        const _: fn(Wrong) = |mistake| match mistake {
            $(Wrong::$mistake => {})+
        };
    };
}

each_is_caught! {
    lifo_instead_of_fifo_in_a_thread_pool_is_caught: LifoThreads by [
        http_side::a_line_is_served_in_its_order,
        http_side::a_declared_return_type_makes_everybody_wait_for_the_last,
    ] and ["04a-poisson-u05-sync", "05a-poisson-u09-sync", "06b-overload-sync-timeouts"];

    lifo_instead_of_fifo_in_the_queue_is_caught: LifoQueue by [
        broker::a_nacked_message_goes_back_to_its_place_and_is_tried_again_at_once,
        broker::the_urgent_go_first_unless_a_worker_has_the_others_already,
    ] and ["04b-poisson-u05-async", "06d-overload-async", "09a-hol-prefetch1", "12a-ttl2s"];

    abandoned_work_cancelled_is_caught: AbandonedCancelled by [
        failures::abandoned_work_is_charged,
        failures::abandoned_work_is_charged_even_if_nobody_had_begun_it,
        failures::a_request_that_is_under_way_when_its_caller_leaves_is_served_and_charged,
        arithmetic::timeout_cliff_tells_everyone_an_error_and_charges_everyone,
    ] and ["01c-single-sync-6s-default-timeout", "06b-overload-sync-timeouts"];

    abandoned_work_run_but_not_charged_is_caught: AbandonedUncharged by [
        failures::abandoned_work_is_charged,
        failures::abandoned_work_is_charged_even_if_nobody_had_begun_it,
        http_side::a_retried_order_is_charged_as_often_as_it_was_tried,
        arithmetic::demo_code_tells_120_users_ok_and_880_an_error_and_charges_all,
    ] and ["01c-single-sync-6s-default-timeout", "06b-overload-sync-timeouts"];

    requeue_to_the_tail_is_caught: RequeueToTail by [
        broker::a_nacked_message_goes_back_to_its_place_and_is_tried_again_at_once,
        broker::a_poison_message_starves_the_only_worker,
        failures::a_message_payment_worked_on_when_it_was_killed_returns_to_its_place_and_is_paid_once,
    ] and ["10a-nack-requeue", "10c-poison-requeue-1w", "10e-poison-quorum-limit3"];

    max_length_that_counts_unacked_is_caught: MaxLengthCountsUnacked by [
        broker::a_full_queue_throws_away_its_oldest_and_counts_only_what_is_ready,
        broker::a_full_queue_that_refuses_tells_only_those_who_asked,
    ] and [];

    dropping_the_tail_is_caught: DropTail by [
        broker::a_full_queue_throws_away_its_oldest_and_counts_only_what_is_ready,
        broker::what_comes_back_to_a_full_queue_is_the_first_to_go,
    ] and [];

    priority_ignored_is_caught: PriorityIgnored by [
        broker::the_urgent_go_first_unless_a_worker_has_the_others_already,
    ] and ["14a-priority-prefetch1"];

    priority_in_the_clients_buffer_is_caught: PriorityInBuffer by [
        broker::the_urgent_go_first_unless_a_worker_has_the_others_already,
    ] and [];

    ttl_in_the_buffer_is_caught: TtlInBuffer by [
        broker::a_queue_forgets_on_time_and_what_a_worker_holds_never_expires,
    ] and [];

    ttl_away_from_the_head_is_caught: TtlAwayFromHead by [
        broker::a_messages_own_time_acts_only_at_the_head,
    ] and [];

    ttl_kept_after_dead_lettering_is_caught: TtlOutlivesDeath by [
        dead::a_dead_letter_has_no_time_of_its_own_any_more,
    ] and [];

    a_cycle_dropped_though_rejected_is_caught: RejectedRingDropped by [
        dead::what_is_rejected_goes_round_in_laps_of_the_retry_queues_ttl,
        dead::after_so_many_laps_it_is_left_with_the_dead,
    ] and [];

    timeout_as_a_deadline_since_the_click_is_caught: DeadlineSinceClick by [
        arithmetic::readme_snippet_tells_everyone_ok_and_the_last_one_after_75_s,
        failures::a_shared_client_without_a_free_connection_ends_with_the_pool_timeout,
    ] and ["06b-overload-sync-timeouts"];

    timeout_as_a_deadline_since_the_handler_began_is_caught: DeadlineSinceHandler by [
        failures::a_request_that_is_under_way_when_its_caller_leaves_is_served_and_charged,
        http_side::a_retried_order_is_charged_as_often_as_it_was_tried,
        services::a_timeout_is_of_a_call_and_not_of_the_order,
    ] and ["20c-chain-seq-slow-payment"];

    a_pool_wait_with_one_clock_is_caught: PoolClockOnce by [
        pool::a_freed_connection_begins_everybodys_wait_anew,
    ] and ["22b-asyncclient-limits10-burst60"];

    prefetch_1_always_is_caught: PrefetchOne by [
        broker::a_larger_prefetch_puts_it_behind_what_the_worker_has_in_its_buffer,
        failures::prefetch_decides_whether_a_queue_protects_payment,
    ] and ["09b-hol-prefetch20"];

    a_quorum_queue_that_requeues_like_a_classic_one_is_caught: QuorumLikeClassic by [
        quorum::without_a_limit_what_is_nacked_goes_to_the_end,
    ] and [];

    a_quorum_queue_that_takes_no_more_is_caught: QuorumTakesNoMore by [
        quorum::a_full_one_takes_one_more_from_who_waits_for_each_confirm,
    ] and [];

    a_broker_of_4_3_that_counts_every_return_is_caught: AllReturnsCount by [
        quorum::from_4_3_on_what_is_nacked_does_not_count_towards_the_limit,
        quorum::from_4_3_on_a_missed_acknowledgement_does_not_count_towards_the_limit,
    ] and [];

    delivery_limit_n_instead_of_n_plus_1_deliveries_is_caught: DeliveryLimitExact by [
        broker::a_quorum_queue_gives_up_after_one_delivery_more_than_its_limit,
    ] and ["10e-poison-quorum-limit3"];

    no_second_trip_is_caught: NoSecondTrip by [
        http_side::a_declared_return_type_makes_everybody_wait_for_the_last,
        http_side::payments_return_type_holds_back_answers_not_charges,
    ] and ["03c-burst200-sync-response-model"];

    first_consumer_gets_all_is_caught: FirstConsumerGetsAll by [
        arithmetic::demo_codes_queue_tells_everyone_at_once_and_needs_as_long_as_its_consumers_do,
    ] and ["09b-hol-prefetch20"];

    unacked_lost_in_a_crash_is_caught: UnackedLostInCrash by [
        failures::a_message_payment_worked_on_when_it_was_killed_returns_to_its_place_and_is_paid_once,
        broker::a_crash_takes_a_whole_process_and_nobody_restarts_it,
    ] and ["07b-outage-async-killed", "08a-crash-prefetch1"];

    killed_work_still_charged_is_caught: KilledWorkCharged by [
        failures::an_order_payment_was_serving_when_it_was_killed_is_refused_and_not_charged,
        failures::a_message_payment_worked_on_when_it_was_killed_returns_to_its_place_and_is_paid_once,
    ] and ["07a-outage-sync-killed", "07b-outage-async-killed", "08a-crash-prefetch1"];

    calls_in_flight_not_failing_at_a_kill_is_caught: CallsOutliveKill by [
        failures::an_order_payment_was_serving_when_it_was_killed_is_refused_and_not_charged,
        failures::payment_with_more_inside_than_it_bears_crashes_and_comes_back,
    ] and ["07a-outage-sync-killed"];

    earlier_services_undone_is_caught: EarlierUndone by [
        services::what_was_done_before_a_failure_stays_done,
        services::a_timeout_is_of_a_call_and_not_of_the_order,
    ] and [];

    a_fan_out_that_shares_is_caught: FanOutShares by [
        services::a_dead_service_fills_its_own_queue_and_no_other,
        services::a_queue_whose_binding_does_not_fit_is_left_out_without_a_word,
    ] and ["21a-fanout-single", "21c-topic-shipping-killed"];

    publishing_after_the_ack_is_caught: NewsAfterAck by [
        services::a_crash_after_the_news_has_the_next_service_do_it_twice,
    ] and [];

    frozen_work_lost_is_caught: FrozenWorkLost by [
        http_side::a_frozen_payment_works_on_what_it_was_sent_when_it_thaws,
        http_side::work_in_a_frozen_process_ends_when_it_wakes,
    ] and [];

    an_alarm_that_refuses_instead_of_blocking_is_caught: AlarmRefuses by [
        alarm::without_confirms_nobody_notices_and_everybody_is_paid_late,
        alarm::with_confirms_each_publish_hangs_in_a_thread_of_its_own,
        alarm::a_blocked_connection_that_is_given_up_charges_all_the_same,
    ] and ["28a-alarm-noconfirms", "28c-alarm-confirms-blocked-timeout"];

    a_worker_cut_off_after_one_silent_heartbeat_is_caught: OneHeartbeat by [
        silence::a_callback_that_works_is_cut_off_between_two_and_three_heartbeats,
        silence::the_first_silent_look_ends_nothing,
    ] and [];

    a_lost_packet_that_is_a_lost_order_is_caught: LostPacketIsLostOrder by [
        wire::a_lost_segment_is_no_lost_order,
        wire::a_lost_segment_is_sent_again_when_tcp_would,
        wire::publishing_without_confirms_costs_the_user_nothing,
    ] and ["33c-link-loss5-sync-shared"];

    loss_that_counts_per_order_is_caught: LossPerOrder by [
        wire::the_mean_of_a_lossy_wire_is_what_its_segments_add_up_to,
    ] and [];

    a_cut_in_one_direction_that_cuts_both_is_caught: OneWayCutsBoth by [
        one_way::what_cannot_get_back_is_done_and_its_user_is_told_an_error,
        one_way::an_answer_gets_back_while_nothing_gets_out,
        one_way::a_confirm_that_cannot_get_back_is_waited_for_and_the_order_is_paid,
        one_way::each_side_counts_its_own_silence,
        one_way::each_cut_is_mended_by_itself,
    ] and [];

    an_answer_that_is_held_and_was_never_made_is_caught: HeldAnswerNeverMade by [
        one_way::what_cannot_get_back_is_done_and_its_user_is_told_an_error,
        one_way::an_answer_that_is_held_arrives_when_the_way_back_is_free,
        failures::an_answer_that_meets_a_cut_comes_too_late_and_is_charged,
    ] and [];
}

/// A mistake is noticed where it matters, and nowhere else: it is not that any mistake breaks everything.
#[test]
fn a_test_of_something_else_does_not_object() {
    let nack = Claim {
        name: "nack",
        test: broker::a_nacked_message_goes_back_to_its_place_and_is_tried_again_at_once,
    };
    for elsewhere in [
        Wrong::LifoThreads,
        Wrong::AbandonedCancelled,
        Wrong::TtlInBuffer,
        Wrong::NoSecondTrip,
        Wrong::FrozenWorkLost,
    ] {
        assert_eq!(nack.verdict(Some(elsewhere)), Ok(()), "{elsewhere:?}");
    }
    assert_eq!(recorded().len(), 49);
    // In none of them is Payment frozen.
    assert!(recorded_runs_against(Wrong::FrozenWorkLost).is_empty());
}

/// What the programs are made of, as cargo says it, has the feature in it only with what tests need.
#[test]
fn no_program_that_ships_can_be_wrong() {
    let feature_in = |edges: &str| {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "--offline", "--package", "showdown"])
            .args(["--prefix", "none", "--edges", edges])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo can be started");
        assert!(tree.status.success(), "{:?}", tree.stderr);
        let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
        assert!(tree.contains("showdown-sim"), "{tree}");
        tree.contains(r#"showdown-sim feature "wrong""#)
    };
    assert!(!feature_in("normal,build,features"));
    assert!(feature_in("normal,build,dev,features"));
}
