//! What a lossy wire does to an order is told in its story: each segment that somebody waited for.

use showdown::sim::engine::Side::Both;
use showdown::sim::script::{Drop, Script, Scripted};
use showdown::sim::wire::What;
use showdown::story;
use showdown::words::facts::story::{Deed, Thing};

use crate::common::{click, lab};
use crate::told::{hop, stories};

/// What is lost on the wire is told where it is lost, by whom, and costs time; what costs none is not told.
#[test]
fn a_story_tells_of_each_segment_that_the_wire_lost() {
    let wire = lab(&[
        ("overheads", "none"),
        ("payment_time_ms", "0"),
        ("wire_out_ms", "50"),
        ("wire_back_ms", "50"),
        ("publisher_confirms", "true"),
        ("warm_start", "true"),
    ]);
    let told = |drop: Drop| {
        let mut lab = wire.clone().at(0.0, click(Both, 1));
        let first = Scripted {
            drops: Some(vec![drop]),
            ..Scripted::default()
        };
        let orders = vec![first];
        lab.0.script = Some(Script { orders }.into());
        let said = stories(&lab, 0).map(|story| {
            let said = story::sentences(&story).into_iter();
            said.filter(|said| said.contains("on the wire")).collect()
        });
        let said: [Vec<String>; 2] = said;
        said.concat()
    };
    let sends_again = |who: &str, what: &str| {
        vec![format!(
            "{who} loses a segment of the {what} on the wire, and TCP sends it again."
        )]
    };
    let call = sends_again("At 0.000 s Checkout", "call");
    assert_eq!(told(Drop::CallHead), call);
    assert_eq!(told(Drop::CallBody), call);
    let answer = sends_again("At 0.050 s Payment", "answer");
    assert_eq!(told(Drop::AnswerBody), answer);
    let message = sends_again("At 0.000 s Checkout", "message");
    assert_eq!(told(Drop::MessageHead), message);
    let confirm = sends_again("At 0.050 s the queue", "confirm");
    assert_eq!(told(Drop::Confirm), confirm);
    for nothing in [Drop::AckOfCallHead, Drop::AckOfCallBody, Drop::Dial] {
        assert_eq!(told(nothing), Vec::<String>::new(), "{nothing:?}");
    }
}

/// Without jitter a call that loses nothing takes what the wire takes, and one that does takes longer; so do answers.
#[test]
fn whatever_takes_longer_than_the_wire_does_has_lost_a_segment() {
    let lossy = lab(&[
        ("overheads", "none"),
        ("payment_time_ms", "10"),
        ("services", "inventory.payment.shipping"),
        ("inventory.time_ms", "10"),
        ("shipping.time_ms", "10"),
        ("exchange", "fanout"),
        ("checkout_endpoint", "async-def"),
        ("sync_calls", "in-parallel"),
        ("wire_out_ms", "50"),
        ("wire_back_ms", "50"),
        ("wire_out_loss_percent", "10"),
        ("wire_back_loss_percent", "10"),
    ]);
    let lossy = lossy.at(0.0, click(Both, 60));
    let mut seen = [0; 2];
    for order in 0..60 {
        let [sync, queued] = stories(&lossy, order);
        for arrow in &sync.arrows {
            let what = match arrow.thing {
                Thing::Call => What::Call,
                Thing::Answer => What::Return,
                _ => continue,
            };
            let Some(arrives) = arrow.arrives else {
                continue;
            };
            let lost = sync.notes.iter().filter(|note| {
                let its = note.participant == arrow.from && note.at == arrow.left;
                let about = note.about.is_none_or(|about| arrow.about == Some(about));
                note.deed == Deed::SendsAgain(what) && its && about
            });
            let lost = lost.count() > 0;
            assert_eq!(lost, arrives - arrow.left > 50_000, "{arrow:?}: {sync:#?}");
            seen[usize::from(lost)] += 1;
        }
        let lost = Deed::SendsAgain(What::Publish);
        if queued.notes.iter().any(|note| note.deed == lost) {
            let message = queued.arrows.iter().find(|a| a.thing == Thing::Message);
            assert!(message.is_some_and(|a| hop(a) > 50_000), "{queued:#?}");
        }
    }
    // A call or an answer of two segments, one of ten lost: one of five.
    assert!(seen[1] * 3 > seen[0] / 2 && seen[1] < seen[0], "{seen:?}");
}
