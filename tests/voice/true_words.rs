//! What is said is so: figures are those of the labels beside them, and nothing is foretold that may not come.

use showdown::app::model::{Model, Msg};
use showdown::app::readout::{Clocks, Readout};
use showdown::app::voice::{Later, Voice};
use showdown::experiment::presets::PRESETS;
use showdown::experiment::run::Run;
use showdown::share::link;
use showdown::sim::engine::Side;
use showdown::sim::fault::{FAULTS, Fault};
use showdown::sim::shop::Wiring;
use showdown::sim::time::MILLI;
use showdown::words::facts::{Facts, Kind, Scene, Trouble};
use showdown::words::several::OF_SEVERAL;
use showdown::words::{notices, scenarios, sentence, steps, why};

/// What is said at the moment of a link, and the run there.
fn told(text: &str) -> ([String; 3], Run) {
    let (link, problems) = link::read(text);
    assert!(problems.is_empty(), "{problems:?}");
    let mut run = Run::new(link.experiment);
    assert!(run.play_to(link.at_us.expect("a moment")));
    (crate::said(&run), run)
}

#[test]
fn of_two_it_is_said_that_it_is_both() {
    let ([sync, queued, _], _) = told("v1&do=0:click:both:2&at=40s");
    assert_eq!(
        [sync, queued],
        [
            "Both sync users were told 200 and charged; the longest waited 3.01 s.",
            "Both async users were told 202 within 11 ms; the slowest payment came after 6.00 s.",
        ]
    );
}

/// An answer on its way holds no thread, and neither does a request.
#[test]
fn as_many_hold_a_thread_as_are_held() {
    for (text, said) in [
        (
            "v1&do=0:click:both:1000&at=600ms",
            "40 async users hold a thread, ",
        ),
        (
            "v1&checkout_threads=1&do=0:click:both:1000&at=600ms",
            "One async user holds a thread, ",
        ),
    ] {
        let ([_, queued, _], run) = told(text);
        let shop = run.world().shop(Wiring::Async);
        assert!(queued.starts_with(said), "{text}: {queued}");
        assert!(shop.open() - shop.checkout().line().len() as u32 > shop.checkout().held());
    }
}

/// Whoever hung up neither holds a thread nor waits for one, though their request does.
#[test]
fn who_hung_up_waits_for_nothing() {
    let ([sync, ..], _) =
        told("v1&user_patience_s=1&do=0:click:both:100&do=2s:click:sync:5&at=2500ms");
    assert_eq!(
        sync,
        "Five sync users wait for a thread, up to 0.5 s by now. 100 hung up before an answer came; work for 100 goes on."
    );
}

#[test]
fn nothing_is_said_to_wait_in_a_queue_that_is_empty() {
    let ([_, queued, _], run) = told(
        "v1&link_latency_ms=1000&prefetch_count=4&payment_time_ms=5000&do=0:click:both:3&do=12s:click:async:2\
         &do=12s:break:payment-down&at=12500ms",
    );
    assert_eq!(run.world().shop(Wiring::Async).queue().ready().len(), 0);
    assert!(!queued.contains("in the queue"), "{queued}");
    assert!(
        queued.starts_with("Payment is down: users still get their 202"),
        "{queued}"
    );
}

/// An estimate counts failures; where luck decides, or nobody is ever charged, there is none.
#[test]
fn what_fails_is_not_foretold_to_be_paid() {
    let queued =
        |settings: &str| told(&format!("v1&{settings}do=0:click:both:12&at=200ms")).0[1].clone();
    assert!(queued("").ends_with("one worker charges them: about 36 s to go."));
    assert!(queued("fail_percent=50&").ends_with("one worker charges them: about 72 s to go."));
    for luck in [
        "fail_percent=100&",
        "fail_percent=50&on_fail=reject&",
        "fail_percent=50&ack_mode=auto&",
        "fail_percent=50&queue_type=quorum&",
    ] {
        assert_eq!(
            queued(luck),
            "12 async users told 202 are not charged yet.",
            "{luck}"
        );
    }
}

/// After a reset that kept something it is said what comes on *Play*, and nothing of the scenario that it is not.
#[test]
fn what_a_reset_kept_is_said_before_play() {
    let mut model = Model::default();
    let told = |model: &mut Model| {
        let mut voice = Voice::default();
        voice.scenarios = Some(scenarios::about);
        voice.later = Some(Later {
            why: why::says,
            forecast: |_| None,
            plan: steps::plan,
            stepped: steps::stepped,
            notices: notices::notices,
            several: &OF_SEVERAL,
        });
        let spoken = Readout::of(model, &mut Clocks::default(), &mut voice, 0.0).voice;
        [
            spoken.says[Wiring::Sync].clone(),
            spoken.says[Wiring::Async].clone(),
            spoken.why,
        ]
    };
    for msg in [
        Msg::Crowd(Side::Both, 10),
        Msg::Fault(Fault::PaymentDown.into(), true),
        Msg::Fault(Fault::PaymentDown.into(), false),
    ] {
        model.update(msg);
        for _ in 0..10 {
            model.frame(17 * MILLI, &mut || true);
        }
    }
    model.update(Msg::Reset);
    assert_eq!(
        told(&mut model),
        [
            "Sync: Checkout calls Payment, and the user waits until Payment has answered.",
            "Async: Checkout puts the order into a queue and answers at once; Payment works later.",
            "Press Play. Planned: 10 orders sent to each shop. Payment is down. Payment is back.",
        ]
    );
    model.update(Msg::Preset("payment-outage".into()));
    let [sync, queued, why] = told(&mut model);
    assert!(sync.starts_with("Two orders a second.") && queued.is_empty());
    assert_eq!(why, "Press Play: nothing here moves by itself.");
}

/// "Have waited up to 0.0 s" is no waiting: they have only just pressed.
#[test]
fn who_has_just_pressed_has_not_waited() {
    for orders in [1, 10, 1000] {
        for at in [1, 40, 99] {
            let (told, _) = told(&format!("v1&do=0:click:both:{orders}&at={at}ms"));
            assert!(!told.concat().contains("0.0 s"), "{told:?}");
        }
    }
    let ([sync, ..], _) = told("v1&do=0:click:both:10&at=40ms");
    assert_eq!(sync, "Ten sync users have just pressed the button.");
}

/// While users come by themselves, nobody knows of all: the words would be others with each who comes.
#[test]
fn in_a_stream_nothing_is_said_of_all() {
    let text = "v1&arrivals=constant&arrival_rate_per_s=0.5&arrivals_stop_s=40&payment_time_ms=500";
    let (mut said, mut over) = (0, String::new());
    for at in 4..50 {
        let ([sync, ..], _) = told(&format!("{text}&at={at}s"));
        match at {
            ..=40 => assert!(!sync.contains("All"), "{at} s: {sync}"),
            _ => over = sync.clone(),
        }
        said += u32::from(sync.contains("told 200 and charged; the longest waited"));
    }
    assert!(said > 30, "{said}");
    assert!(over.starts_with("All 21 sync users were"), "{over}");
}

/// Nothing is said of a payment that never came.
#[test]
fn of_the_one_who_is_never_charged_no_payment_is_told() {
    let ([_, queued, _], _) = told(
        "v1&messages_persistent=false&queue_durable=false&do=0:click:async:2&do=1s:break:broker-down&do=2s:heal:broker-down&at=9s",
    );
    assert!(queued.contains("will never be charged"), "{queued}");
    assert!(!queued.contains("payment"), "{queued}");
}

/// Whatever there is to say, nobody is left out: where no sentence has room there is a word.
#[test]
fn nobody_is_left_out() {
    let words = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
    ];
    let tells = |text: &str, n: u64| {
        let word = words.get(n as usize).unwrap_or(&"?");
        let is = |part: &str| part == n.to_string() || part.eq_ignore_ascii_case(word);
        let all = n == 2 && text.contains("Both");
        all || text.split([' ', ',', '.', ';', ':']).any(is)
    };
    let mut tried = 0;
    for preset in &PRESETS {
        let mut run = Run::new(preset.experiment());
        for at in 1..80 {
            assert!(run.play_to(at * 500 * MILLI));
            let facts = Facts::of(&run, Some(&OF_SEVERAL));
            for wiring in Wiring::ALL {
                let (shop, said) = (
                    &facts.shops[wiring],
                    sentence::says(&facts, wiring, Some(&OF_SEVERAL)),
                );
                for kind in shop.kinds() {
                    let n = match kind {
                        Kind::Broken(Trouble::WorkersDead, _) => {
                            assert!(said.contains(" dead"), "{} at {at}: {said}", preset.name);
                            shop.dead
                        }
                        Kind::ErrorCharged => shop.error_charged,
                        Kind::Twice => shop.twice,
                        Kind::Lost => shop.lost,
                        Kind::Waiting => shop.waiting,
                        Kind::InLine => shop.in_line,
                        Kind::Refused => shop.refused,
                        Kind::Left => shop.left,
                        Kind::Unfinished => shop.several.as_ref().map_or(0, |s| s.unfinished),
                        Kind::Paid => shop.finished(),
                        // (Told in words of their own.)
                        Kind::Idle
                        | Kind::InPart
                        | Kind::Again
                        | Kind::ErrorPending
                        | Kind::Broken(..)
                        | Kind::Stuck
                        | Kind::Promised
                        | Kind::Done
                        | Kind::Pressed => continue,
                    };
                    // (Of those in line for a thread some hold one: where room is short it is said of both together.)
                    let told =
                        tells(&said, n) || kind == Kind::InLine && tells(&said, shop.waiting);
                    assert!(told, "{} at {at}: {n} {kind:?}: {said}", preset.name);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

/// Where no panel tells a story nobody is told to click for one.
#[test]
fn where_there_are_no_stories_none_is_promised() {
    let (_, run) = told("v1&do=0:click:both:3&at=1s");
    let facts = Facts::of(&run, Some(&OF_SEVERAL));
    for has_story in [true, false] {
        let scene = Scene {
            has_story,
            ..Scene::of(&run, false)
        };
        let mut later = run.clone();
        assert!(later.finish());
        for facts in [&facts, &Facts::of(&later, Some(&OF_SEVERAL))] {
            let why = why::says(facts, &scene);
            assert!(has_story || !why.contains("story"), "{why}");
        }
    }
}

/// A scenario's own words stand until there is something to tell: *Play* brings no others in between.
#[test]
fn on_play_no_other_words_flash_up() {
    for preset in PRESETS.iter().filter(|preset| preset.name != "one-order") {
        let (mut model, mut voice) = (Model::default(), Voice::default());
        voice.scenarios = Some(scenarios::about);
        let (mut shown, mut changed_at, mut now) = (String::new(), Vec::new(), 0.0);
        model.update(Msg::Preset(preset.name.into()));
        for frame in 0..180 {
            if frame == 20 {
                model.update(Msg::Play(true));
            }
            model.frame(17 * MILLI, &mut || true);
            now += 17.0;
            let said = Readout::of(&mut model, &mut Clocks::default(), &mut voice, now).voice;
            assert!(
                !said.says[Wiring::Sync].starts_with("Sync: Checkout"),
                "{}: {said:?}",
                preset.name
            );
            let words: String = said.says[Wiring::Sync]
                .chars()
                .filter(|c| !c.is_ascii_digit() && *c != '.')
                .collect();
            if words != shown {
                shown = words;
                changed_at.push(now);
            }
        }
        assert!(changed_at.len() > 1, "{}", preset.name);
        let soon = changed_at.windows(2).any(|two| two[1] - two[0] < 500.0);
        assert!(!soon, "{}: {changed_at:?}", preset.name);
    }
}

/// What is broken before anybody came is said, whatever scenario that was.
#[test]
fn what_is_broken_on_an_idle_page_is_said() {
    for fault in FAULTS {
        let (mut model, mut voice) = (Model::default(), Voice::default());
        model.update(Msg::Fault(fault.into(), true));
        for k in 0..60 {
            model.frame(17 * MILLI, &mut || true);
            let said = Readout::of(
                &mut model,
                &mut Clocks::default(),
                &mut voice,
                f64::from(k) * 17.0,
            );
            if k == 59 {
                let all = format!(
                    "{} {}",
                    said.voice.says[Wiring::Sync],
                    said.voice.says[Wiring::Async]
                );
                assert!(
                    ["down", "frozen", "out of reach", "cut", "short of memory"]
                        .iter()
                        .any(|word| all.contains(word)),
                    "{fault:?}: {all}"
                );
                assert!(!all.contains("Press a button"), "{fault:?}: {all}");
            }
        }
    }
}

/// A message that is handed out again and again is stuck wherever it stands meanwhile, and while one was tried in vain
/// nothing is foretold. Event by event, the words never go back to what they said before.
#[test]
fn of_a_poison_message_the_words_do_not_go_back_and_forth() {
    for queue in ["classic", "quorum"] {
        let text = format!(
            "v1&dead_letter_exchange=true&payment_time_ms=1000&poison_order=3&queue_type={queue}&do=0:click:both:20"
        );
        let mut run = Run::new(link::read(&text).0.experiment);
        let (mut stuck, mut failed) = (0, false);
        while run.clock() < 20_000 * MILLI && run.step().is_some() {
            let shop = run.world().shop(Wiring::Async);
            let poison = shop.orders().find(|order| order.number == 2);
            let facts = Facts::of(&run, Some(&OF_SEVERAL));
            let said = sentence::says(&facts, Wiring::Async, Some(&OF_SEVERAL));
            // (In hand for the third time; the nack of the second has arrived.)
            let is_stuck = shop
                .messages()
                .any(|(_, m)| m.number == 2 && m.returns >= 2);
            failed |= shop
                .messages()
                .any(|(_, m)| m.number == 2 && m.returns >= 1);
            if is_stuck {
                assert!(
                    said.starts_with("Order 3 has been handed out "),
                    "{queue} at {}: {said}",
                    run.clock()
                );
                stuck += 1;
            }
            if failed && poison.is_some() {
                assert!(
                    !said.contains("to go"),
                    "{queue} at {}: {said}",
                    run.clock()
                );
            }
            assert_eq!(
                facts.shops[Wiring::Async].kinds().contains(&Kind::Stuck),
                is_stuck
            );
        }
        assert!(stuck > 40 && failed, "{queue}: {stuck}");
    }
}

/// In a frozen process nothing goes on: neither the sentence nor the line below it says so.
#[test]
fn while_payment_is_frozen_nothing_is_said_to_go_on() {
    let frozen = "v1&payment_time_ms=3000&do=0:click:both:9&do=1s:break:payment-frozen";
    for (settings, sync) in [
        (
            "",
            "Payment is frozen. Nine sync users were told an error; work for them stands still.",
        ),
        (
            "&retries=1",
            "Payment is frozen. Nine sync users were told an error; work for them stands still.",
        ),
        (
            "&user_patience_s=2",
            "Payment is frozen. Nine sync users hung up before an answer came; work for nine stands still.",
        ),
    ] {
        let ([said, queued, why], _) = told(&format!("{frozen}{settings}&at=30s"));
        assert_eq!(said, sync, "{settings}");
        assert!(!why.contains("works on,"), "{settings}: {why}");
        let since =
            "Payment is frozen. Nine async users told 202 are not charged yet, after up to ";
        assert!(queued.starts_with(since), "{settings}: {queued}");
    }
}

/// Who is dead is said at once, at every length, until Payment is restarted.
#[test]
fn a_dead_worker_is_what_is_broken() {
    let crash = "v1&payment_time_ms=1000&crash_order=3&worker_threads=1&payment_threads=2";
    for (settings, orders, at, says) in [
        (
            "&consumers=2",
            8,
            "2100ms",
            "One of two workers is dead: the other one works on. ",
        ),
        (
            "&consumers=2&crash_when=mid-work",
            8,
            "1900ms",
            "One of two workers is dead: the other one works on. ",
        ),
        (
            "&consumers=5",
            9,
            "1100ms",
            "One of five workers is dead: four work on. ",
        ),
        (
            "&consumers=1",
            8,
            "3500ms",
            "The only worker is dead: nobody takes orders out of the queue. ",
        ),
    ] {
        let ([_, queued, why], _) = told(&format!(
            "{crash}{settings}&do=0:click:both:{orders}&at={at}"
        ));
        assert!(queued.starts_with(says), "{settings}: {queued}");
        assert!(!queued.contains("to go"), "{settings}: {queued}");
        assert!(
            why.starts_with("A worker that dies of an order"),
            "{settings}: {why}"
        );
    }
    let ([_, queued, _], _) = told(
        "v1&payment_time_ms=1000&crash_order=3&consumers=2&worker_threads=1&do=0:click:async:8\
         &do=3s:break:payment-down&do=4s:heal:payment-down&at=5s",
    );
    assert!(!queued.contains("dead"), "{queued}");
}

/// Who listens hears of the end, too, however soon it came after the press.
#[test]
fn the_end_is_heard_however_soon_it_comes() {
    for finish_at in [1, 3, 8, 20, 40, 60, 90, 150] {
        let (mut model, mut clocks) = (Model::default(), Clocks::default());
        let mut voice = Voice::default();
        let mut now = 0.0;
        let mut said = Readout::of(&mut model, &mut clocks, &mut voice, now).voice;
        now += 1_000.0;
        model.update(Msg::Crowd(Side::Both, 1000));
        for frame in 0..400 {
            if frame == finish_at {
                model.update(Msg::Finish);
            }
            model.frame(17 * MILLI, &mut || true);
            now += 17.0;
            if frame % 6 == 0 {
                said = Readout::of(&mut model, &mut clocks, &mut voice, now).voice;
            }
        }
        assert!(!said.waits, "{finish_at}");
        assert_eq!(said.heard, said.says.join(" "), "{finish_at}");
        assert!(
            said.heard.starts_with("All 1000"),
            "{finish_at}: {}",
            said.heard
        );
    }
}
