//! What is read, what is told, and what stands in for what is wrong.

use super::*;
use crate::experiment::ENGINE;
use crate::experiment::limits::LOG_LIMIT;
use crate::experiment::value::Value;

/// The fields that are complained of.
fn fields(text: &str) -> Vec<String> {
    let (_, problems) = read(text);
    problems.into_iter().map(|problem| problem.field).collect()
}

/// The one complaint.
fn complaint(text: &str) -> Complaint {
    let (_, mut problems) = read(text);
    assert_eq!(problems.len(), 1, "{text}: {problems:?}");
    problems.remove(0).complaint
}

#[test]
fn nothing_is_the_default_experiment() {
    for text in [
        "",
        "#",
        " ",
        "https://example.org/#",
        "v1",
        "#v1",
        "v1&",
        "v1&&",
    ] {
        assert_eq!(read(text), (Link::default(), vec![]), "{text:?}");
    }
}

#[test]
fn an_address_and_what_mail_does_to_it_are_read() {
    let expected = read("v1&seed=7&do=5s:break:payment-down&at=9s");
    assert_eq!(expected.1, []);
    for text in [
        "#v1&seed=7&do=5s:break:payment-down&at=9s",
        "https://example.org/showdown/?x=1#v1&seed=7&do=5s:break:payment-down&at=9s",
        "v1%26seed%3D7%26do%3d5s%3abreak%3apayment%2Ddown%26at%3d9s",
        " v1&seed=7&do=5s:bre\r\nak:payment-down&at=9s\n",
        "at.html#v1&at=9s&do=5000ms:break:payment-down&seed=007",
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn each_wrong_part_is_named_and_the_rest_is_used() {
    let text = "v1&seed=-1&consumers=4&prefetch_count=many&nonsense=1&do=0:click:both:0&do=0:dance\
                &do=1us:click:sync:2&what&at=soon&order=x&preset=mine&payment_time_ms=";
    let (link, _) = read(text);
    assert_eq!(
        fields(text),
        [
            "seed",
            "prefetch_count",
            "link",
            "do[0]",
            "do[1]",
            "link",
            "at",
            "order",
            "preset",
            "payment_time_ms"
        ]
    );
    let experiment = link.experiment;
    assert_eq!(experiment.config().payment().consumers, 4);
    assert_eq!((experiment.seed, experiment.log.len()), (1, 1));
    assert_eq!(
        (link.at_us, link.order, experiment.preset),
        (None, None, None)
    );
}

#[test]
fn the_last_of_two_counts() {
    let (link, problems) = read("v1&consumers=2&consumers=3");
    assert_eq!(problems.len(), 1);
    assert_eq!(link.experiment.config().payment().consumers, 3);
    assert_eq!(fields("v1&at=1s&at=2s"), ["at"]);
    // Back to the default is a value too.
    let (link, problems) = read("v1&consumers=2&consumers=1");
    assert_eq!((problems.len(), link), (1, Link::default()));
}

#[test]
fn other_versions_are_read_as_far_as_they_are_known() {
    let seven = read("v1&seed=7").0;
    let two = Complaint::OtherVersion(Given::text("2"));
    assert_eq!(complaint("v2&seed=7"), two);
    assert_eq!(complaint("seed=7"), Complaint::NoVersion);
    for text in ["v2&seed=7", "seed=7", "v1&engine=0.0.9&seed=7"] {
        assert_eq!(read(text).0, seven);
    }
    assert_eq!(fields("v1&engine=0.0.9&seed=7"), ["engine"]);
    assert_eq!(fields(&format!("v1&engine={ENGINE}&seed=7")), [""; 0]);
}

#[test]
fn limits_are_kept_and_said() {
    let long = "v1&seed=7&".repeat(LINK_LIMIT);
    let (link, problems) = read(&long[..LINK_LIMIT + 1]);
    assert_eq!((link, problems.len()), (Link::default(), 1));
    // A hundred thousand seeds and versions.
    let (link, problems) = read(&long[..LINK_LIMIT]);
    assert_eq!(link.experiment.seed, 7);
    assert_eq!(problems.len(), PROBLEM_LIMIT + 1);
    let many = format!("v1{}", "&do=0:click:both:1".repeat(LOG_LIMIT + 30));
    let (link, problems) = read(&many);
    assert_eq!(link.experiment.log.len(), LOG_LIMIT);
    assert_eq!(problems[0].field, format!("do[{LOG_LIMIT}]"));
    assert_eq!(problems[PROBLEM_LIMIT].complaint, Complaint::More(10));
    assert_eq!(fields("v1&at=9007199254740991us&order=1000000"), [""; 0]);
    assert_eq!(
        fields("v1&at=9007199254740992us&order=1000001"),
        ["at", "order"]
    );
}

/// The longest way to write each thing fits.
#[test]
fn every_experiment_has_a_link_that_is_read() {
    let settings = settings::SETTINGS.iter();
    let name = settings.map(|s| s.name.len()).max().expect("settings");
    let value = Value::Number(86_399.999_999)
        .to_string()
        .len()
        .max("exponential".len());
    let deed = "&do=86399999999999us:set::".len() + name + value;
    let field = "&=".len() + name + value;
    let rest = 200;
    assert!(LOG_LIMIT * deed + settings::SETTINGS.len() * field + rest < LINK_LIMIT);
}

#[test]
fn an_address_without_a_link_is_said_to_be_one() {
    assert_eq!(complaint("https://example.org/"), Complaint::NoLink);
}
