//! What was wrong with something from outside: facts, of which a language makes a sentence that a person can act on
//! (`words/en/problems.rs`).

use serde_json::Value as Json;

use super::value::Value;
use crate::sim::time::Micros;

/// What cannot be used, and what is used instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where: `settings.payment_time_ms`, `log[3]`.
    pub field: String,
    /// What is wrong there.
    pub complaint: Complaint,
    /// What stands in for it.
    pub instead: Instead,
}

/// What stands in for what cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Instead {
    /// Nothing is said of that.
    Unsaid,
    /// Nothing does.
    LeftOut,
    /// This value.
    Used(Value),
    /// The same as a whole number.
    Number(u64),
    /// The default experiment.
    Default,
    /// The experiment that is there already.
    Kept,
    /// Nothing before the run is reset.
    Reset,
}

/// What is wrong. Where somebody gave something, it names that and what would have been taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Complaint {
    /// This is not allowed here.
    Refused(Given, Takes),
    /// The same, of an address, where what is not allowed is ignored.
    Ignored(Given, Takes),
    /// This is later than anything may be.
    TooLate(Given, Takes),
    /// Something within it is wrong.
    Inside(Box<Problem>),
    /// It has to be there.
    Missing,

    // ---- files ----
    /// It is not JSON, says who reads JSON.
    NotJson(String),
    /// An experiment is an object.
    ExperimentIsAnObject,
    /// An experiment has no field of this name.
    NoFieldOfExperiments,
    /// Settings are an object.
    SettingsAreAnObject,
    /// The log is a list.
    LogIsAList,
    /// What is prescribed is a list.
    OrdersAreAList,
    /// So many orders are prescribed: too many.
    TooManyOrders(usize),
    /// This prescribes nothing.
    NotAnObject(Given),
    /// What is prescribed for an order has no field of this name.
    NoFieldOfOrders,
    /// This is no value of any setting.
    NoValue(Given),
    /// This is no intervention.
    NoIntervention(Given),

    // ---- experiments ----
    /// There is no setting of the field's name.
    NoSetting,
    /// There is no setting of this name.
    NoSettingNamed(Given),
    /// The log holds no more.
    LogIsFull,

    // ---- links and addresses ----
    /// There is no `#`.
    NoLink,
    /// So many bytes are too long.
    TooLong(usize),
    /// So many more parts are wrong.
    More(usize),
    /// It is a link of this version.
    OtherVersion(Given),
    /// It does not say that it is a link.
    NoVersion,
    /// This is not of the form name=value.
    NoPair(Given),
    /// There is no field of this name.
    NoField(Given),
    /// It is there more than once.
    Twice,
    /// It was made with this engine.
    OtherEngine(Given),
    /// There is no preset of this name.
    NoPreset(Given),
    /// This is no time.
    NoTime(Given),
    /// This is no intervention of a link.
    NoDeed(Given),
    /// What only an embedded page takes is asked of a page of its own.
    NotEmbedded,
}

/// What somebody gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A text: its first 80 characters at most.
    Text(String),
    /// A number, `true`, `false` or `null`, as it was written; or a value.
    Plain(String),
    /// A list.
    List,
    /// An object.
    Object,
}

/// What would have been taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Takes {
    /// A value of the setting of this name.
    Setting(&'static str),
    /// The same; numbers stand there in digits.
    SettingInDigits(&'static str),
    /// A whole number, from and to.
    Whole(u64, Option<u64>),
    /// Microseconds up to so many.
    Micros(Micros),
    /// Times up to so many seconds.
    Times(u64),
    /// Milliseconds up to so many, of a span that is prescribed.
    Span(u64),
    /// One of these names.
    OneOf(Vec<&'static str>),
    /// Any of these names.
    Names(Vec<&'static str>),
    /// Names of these things, or of any setting, or all of them.
    Locks(&'static [&'static str]),
    /// The name of a theme.
    Theme,
    /// Some name.
    Name,
    /// What an intervention does.
    Verb,
    /// Yes or no.
    Flag,
    /// Yes or no for each attempt, so many at most.
    Flags(usize),
    /// When a worker dies.
    Crash,
    /// Milliseconds by the name of a service other than Payment.
    SpansByService,
}

impl Problem {
    /// A problem with one field.
    pub fn new(field: impl Into<String>, complaint: Complaint) -> Self {
        Self {
            field: field.into(),
            complaint,
            instead: Instead::Unsaid,
        }
    }

    /// The same, and what stands in for it.
    pub fn instead(self, instead: Instead) -> Self {
        Self { instead, ..self }
    }
}

impl Given {
    /// Somebody's text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.chars().take(80).collect())
    }
}

/// A piece of JSON, as it is told.
pub(super) fn given(json: &Json) -> Given {
    match json {
        Json::Null => Given::Plain("null".to_owned()),
        Json::Bool(flag) => Given::Plain(flag.to_string()),
        Json::Number(number) => {
            Given::Plain(number.as_f64().map_or_else(String::new, |n| n.to_string()))
        }
        Json::String(text) => Given::text(text),
        Json::Array(_) => Given::List,
        Json::Object(_) => Given::Object,
    }
}
