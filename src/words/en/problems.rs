//! English: what was wrong with something from outside, in a sentence that a person can act on: it names the field, the
//! value and what is allowed, and says what is used instead.

use super::settings::range;
use crate::experiment::ENGINE;
use crate::experiment::intervention::verb;
use crate::experiment::limits::{LINK_LIMIT, LOG_LIMIT, SCRIPT_LIMIT};
use crate::experiment::problem::{Complaint, Given, Instead, Problem, Takes};
use crate::experiment::settings;
use crate::share::link::VERSION;

/// An intervention in a file.
const IN_A_FILE: &str = r#"{"at_us": 0, "do": "click", "shop": "both", "orders": 1}"#;

/// Interventions in a link.
const IN_A_LINK: &str =
    "5s:click:both:10, 5s:set:consumers:4, 5s:break:payment-down or 5s:heal:payment-down";

/// A problem, after the name of its field.
pub fn problem(problem: &Problem) -> String {
    format!("{}: {}", problem.field, sentence(problem))
}

/// A problem of a field that was named already.
pub fn sentence(problem: &Problem) -> String {
    let complaint = complaint(&problem.complaint);
    match &problem.instead {
        Instead::Unsaid => complaint,
        Instead::LeftOut => format!("{complaint}; it is left out"),
        Instead::Used(value) => format!("{complaint}; {value} is used"),
        Instead::Number(number) => format!("{complaint}; {number} is used"),
        Instead::Default => format!("{complaint}; the default experiment is used"),
        Instead::Kept => format!("{complaint}; nothing was changed"),
        Instead::Reset => format!("{complaint}; reset to start a new one"),
    }
}

fn complaint(complaint: &Complaint) -> String {
    let own = str::to_owned;
    match complaint {
        Complaint::Refused(it, allowed) => {
            format!(
                "{} is not allowed here; it takes {}",
                given(it),
                takes(allowed)
            )
        }
        Complaint::Ignored(it, allowed) => format!(
            "{} is not allowed here and is ignored; it takes {}",
            given(it),
            takes(allowed)
        ),
        Complaint::TooLate(it, allowed) => {
            format!("{} is too late; it takes {}", given(it), takes(allowed))
        }
        Complaint::Inside(inner) => problem(inner),
        Complaint::Missing => format!("this is missing; one looks like {IN_A_FILE}"),

        Complaint::NotJson(why) => format!("this is not JSON ({why})"),
        Complaint::ExperimentIsAnObject => own("an experiment is a JSON object"),
        Complaint::NoFieldOfExperiments => own(
            "an experiment has no such field; it has engine, preset, settings, seed, log and orders",
        ),
        Complaint::SettingsAreAnObject => own("this is an object of names and values"),
        Complaint::LogIsAList => own("this is a list of interventions"),
        Complaint::OrdersAreAList => own("this is a list of objects, one for each order"),
        Complaint::TooManyOrders(orders) => {
            format!("{orders} orders are too many to prescribe; the first {SCRIPT_LIMIT} are used")
        }
        Complaint::NotAnObject(it) => format!("{} is not an object of names and values", given(it)),
        Complaint::NoFieldOfOrders => own(
            "an order has no such field; it has service_ms, fails, poison, priority, ttl_ms, crash and drops",
        ),
        Complaint::NoValue(it) => {
            format!("{} is neither a number, a name, true nor false", given(it))
        }
        Complaint::NoIntervention(it) => {
            format!(
                "{} is no intervention; one looks like {IN_A_FILE}",
                given(it)
            )
        }

        Complaint::NoSetting => own("there is no setting of this name; `settings` lists them"),
        Complaint::NoSettingNamed(it) => format!("there is no setting of the name {}", given(it)),
        Complaint::LogIsFull => format!("an experiment holds {LOG_LIMIT} interventions at most"),

        Complaint::NoLink => own("there is no # in this address"),
        Complaint::TooLong(bytes) => {
            format!("{bytes} bytes are too long; it takes {LINK_LIMIT} at most")
        }
        Complaint::More(parts) => {
            format!("and {parts} more of its parts are not as they should be")
        }
        Complaint::OtherVersion(it) => format!(
            "it is of version {}, and this reads version {VERSION}; what is known here is used",
            given(it)
        ),
        Complaint::NoVersion => {
            format!("it does not begin with v{VERSION}; it is read as if it did")
        }
        Complaint::NoPair(it) => format!("{} is not of the form name=value", given(it)),
        Complaint::NoField(it) => {
            format!(
                "there is neither a setting nor a field of the name {}",
                given(it)
            )
        }
        Complaint::Twice => own("it is there more than once; the last one that is allowed counts"),
        Complaint::OtherEngine(it) => format!(
            "it was made with engine {}, and this is {ENGINE}: settings and interventions are the same, \
             figures may differ",
            given(it)
        ),
        Complaint::NoPreset(it) => format!(
            "there is no preset {}; the experiment is used without that label",
            given(it)
        ),
        Complaint::NoTime(it) => format!(
            "{} is no time; it takes 0, or a number and s, ms or us, down to a microsecond",
            given(it)
        ),
        Complaint::NoDeed(it) => {
            format!(
                "{} is no intervention; one looks like {IN_A_LINK}",
                given(it)
            )
        }
        Complaint::NotEmbedded => {
            own("panels and lock act together with embed=1 only; they are ignored")
        }
    }
}

fn given(given: &Given) -> String {
    match given {
        Given::Text(text) => format!("{text:?}"),
        Given::Plain(text) => text.clone(),
        Given::List => "a list".to_owned(),
        Given::Object => "an object".to_owned(),
    }
}

fn takes(takes: &Takes) -> String {
    let of_setting = |name| settings::find(name).map(range).unwrap_or_default();
    match takes {
        Takes::Setting(name) => of_setting(name),
        Takes::SettingInDigits(name) => format!(
            "{}, in digits, with a dot and up to six more if need be",
            of_setting(name)
        ),
        Takes::Whole(from, Some(to)) => format!("a whole number from {from} to {to}"),
        Takes::Whole(from, None) => format!("a whole number from {from}"),
        Takes::Micros(to) => format!("microseconds from 0 to {to}"),
        Takes::Times(to) => format!("times from 0 to {to}s"),
        Takes::Span(to) => format!("milliseconds from 0 to {to}"),
        Takes::OneOf(names) => format!("one of {}", names.join(", ")),
        Takes::Names(names) => names.join(", "),
        Takes::Locks(groups) => format!("a setting's name, {} or all", groups.join(", ")),
        Takes::Theme => "light or dark".to_owned(),
        Takes::Name => "a name".to_owned(),
        Takes::Verb => {
            let [first, second, third, last] = verb::ALL;
            format!("{first}, {second}, {third} or {last}")
        }
        Takes::Flag => "true or false".to_owned(),
        Takes::Flags(most) => format!("a list of at most {most} true and false"),
        Takes::Crash => "\"after\" or {\"mid_ms\": milliseconds}".to_owned(),
        Takes::SpansByService => {
            "{\"shipping\": milliseconds, ...}, for services other than payment".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::link;

    /// The one problem of a link.
    fn only(text: &str) -> String {
        let (_, problems) = link::read(text);
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        sentence(&problems[0])
    }

    #[test]
    fn what_is_used_instead_is_said() {
        assert_eq!(
            only("v1&payment_time_ms=-5"),
            "\"-5\" is not allowed here; it takes a number from 0 to 60000 ms; 3000 is used"
        );
        assert!(only("v1&payment_time_ms=1e3").contains("in digits"));
        assert!(only("v1&seed=9007199254740992").ends_with("; 1 is used"));
        assert!(only("v1&do=5s:brake:payment-down").ends_with("; it is left out"));
    }

    #[test]
    fn what_is_wrong_is_quoted_and_what_is_right_is_named() {
        for (text, wrong, right) in [
            ("", "\"\"", "5s:click:both:10"),
            ("5s", "\"5s\"", "5s:click:both:10"),
            ("5s:click:both", "\"5s:click:both\"", "5s:click:both:10"),
            (
                "5s:heal:network-cut:1",
                "network-cut:1",
                "5s:heal:payment-down",
            ),
            (
                "5s:brake:payment-down",
                "\"brake\"",
                "click, set, break or heal",
            ),
            (
                "5s:break:payment",
                "\"payment\"",
                "payment-down, broker-down",
            ),
            ("5s:click:left:1", "\"left\"", "sync, async, both"),
            ("5s:click:both:0", "\"0\"", "from 1 to 1000000"),
            ("5s:click:both:1000001", "\"1000001\"", "from 1 to 1000000"),
            ("5s:set:workers:4", "\"workers\"", "no setting"),
            ("5s:set:consumers:0", "consumers: \"0\"", "from 1 to 1000"),
            ("5:heal:network-cut", "\"5\"", "s, ms or us"),
            (
                "86400001s:heal:network-cut",
                "too late",
                "from 0 to 86400000s",
            ),
        ] {
            let sentence = only(&format!("v1&do={text}"));
            assert!(sentence.contains(wrong), "{text}: {sentence}");
            assert!(sentence.contains(right), "{text}: {sentence}");
        }
    }
}
