//! The one table of settings.
//!
//! Every slider, every validation, every link, the command line and the documentation read these rows; there is no
//! second list anywhere. A row knows how to read and write its field of [`Config`]. What it is called, and what it does in
//! a sentence, stands with all words (`words/en/settings.rs`), by its name.

mod table;

pub use self::table::SETTINGS;
use super::problem::{Complaint, Given, Problem, Takes};
use super::value::Value;
use crate::sim::config::{
    AckMode, Arrivals, Channel, Config, CrashWhen, Endpoint, ErrorStyle, HttpClient, OnFail,
    Overflow, QueueType,
};
use crate::sim::costs::Overheads;
use crate::sim::dist::Spread;
use crate::sim::time::Micros;

/// The part of the shop a setting belongs to; the groups of the page's panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// How orders come.
    Traffic,
    /// The service both shops need.
    Payment,
    /// The service users talk to.
    Checkout,
    /// The broker's queue.
    Queue,
    /// What lies between.
    Network,
}

/// Every part, in the order of the page's panel.
pub const PARTS: [Part; 5] = [
    Part::Traffic,
    Part::Payment,
    Part::Checkout,
    Part::Queue,
    Part::Network,
];

/// What 0 means where it is no number like the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zero {
    /// Nothing is too many.
    NoLimit,
    /// It does not happen.
    Never,
    /// There is no such thing.
    None,
    /// Every one of them.
    All,
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number from `min` to `max`.
    Number {
        /// The smallest value allowed.
        min: f64,
        /// The largest value allowed.
        max: f64,
        /// The step of its slider; with a step of 1 or more only whole numbers are allowed.
        step: f64,
        /// Does its slider grow by factors rather than by steps?
        by_factors: bool,
        /// The default.
        default: f64,
        /// What 0 means where it is no number like the others.
        zero: Option<Zero>,
    },
    /// One of some names.
    Choice {
        /// Their names in links and files.
        options: &'static [&'static str],
        /// The default's name.
        default: &'static str,
    },
    /// Yes or no.
    Flag {
        /// The default.
        default: bool,
    },
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in links, files and on the command line; never changes.
    pub name: &'static str,
    /// Its part.
    pub part: Part,
    /// Its unit, shown after the number; empty for counts and choices.
    pub unit: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Is it folded away until somebody wants it?
    pub rare: bool,
    get: fn(&Config) -> Value,
    set: fn(&mut Config, &Value),
}

impl Setting {
    /// Where its default comes from.
    pub fn source(&self) -> &'static str {
        let at = SETTINGS.iter().position(|s| s.name == self.name);
        at.map_or("", |at| table::SOURCES[at])
    }

    /// Its value in a configuration.
    pub fn get(&self, config: &Config) -> Value {
        (self.get)(config)
    }

    /// Writes a value, if it is allowed.
    pub fn set(&self, config: &mut Config, value: &Value) -> Result<(), Problem> {
        self.check(value)?;
        (self.set)(config, value);
        Ok(())
    }

    /// What 0 means where it is no number like the others.
    pub fn zero(&self) -> Option<Zero> {
        match self.kind {
            Kind::Number { zero, .. } => zero,
            Kind::Choice { .. } | Kind::Flag { .. } => None,
        }
    }

    /// Its default.
    pub fn default_value(&self) -> Value {
        match self.kind {
            Kind::Number { default, .. } => Value::Number(default),
            Kind::Choice { default, .. } => Value::Choice(default.to_owned()),
            Kind::Flag { default } => Value::Flag(default),
        }
    }

    /// Is this value allowed?
    pub fn check(&self, value: &Value) -> Result<(), Problem> {
        let fine = match (self.kind, value) {
            (Kind::Number { min, max, step, .. }, Value::Number(n)) => {
                let whole = step < 1.0 || libm::floor(*n) == *n;
                *n >= min && *n <= max && whole
            }
            (Kind::Choice { options, .. }, Value::Choice(name)) => options.contains(&name.as_str()),
            (Kind::Flag { .. }, Value::Flag(_)) => true,
            _ => false,
        };
        if fine {
            return Ok(());
        }
        let given = match value {
            Value::Choice(name) => Given::text(name),
            Value::Flag(_) | Value::Number(_) => Given::Plain(value.to_string()),
        };
        let complaint = Complaint::Refused(given, Takes::Setting(self.name));
        Err(Problem::new(self.name, complaint))
    }
}

/// The row of this name.
pub fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|s| s.name == name)
}

/// The row of this name, or the complaint that there is none.
pub fn named(name: &str) -> Result<&'static Setting, Problem> {
    find(name).ok_or_else(|| Problem::new(name, Complaint::NoSetting))
}

/// Every setting at its default.
pub fn defaults() -> Config {
    let mut config = BLANK;
    for setting in &SETTINGS {
        (setting.set)(&mut config, &setting.default_value());
    }
    config
}

/// Every field is written by a row of the table; a test sees to it.
const BLANK: Config = Config {
    arrivals: Arrivals::Burst,
    arrival_rate_per_s: f64::NAN,
    burst_size: u32::MAX,
    arrivals_stop: Micros::MAX,
    payment_time: Micros::MAX,
    payment_spread: Spread::Exponential,
    payment_threads: u32::MAX,
    consumers: u32::MAX,
    payment_crash_above: u32::MAX,
    payment_restart: Micros::MAX,
    fail_percent: f64::NAN,
    poison_order: u32::MAX,
    crash_order: u32::MAX,
    crash_when: CrashWhen::MidWork,
    warm_start: true,
    endpoint: Endpoint::AsyncDef,
    checkout_threads: u32::MAX,
    checkout_return_type: true,
    payment_return_type: true,
    retries: u32::MAX,
    retry_backoff: Micros::MAX,
    user_patience: Micros::MAX,
    http_client: HttpClient::PerCall,
    http_connections: u32::MAX,
    connect_timeout: Micros::MAX,
    read_timeout: Micros::MAX,
    pool_timeout: Micros::MAX,
    error_style: ErrorStyle::Demo,
    queue_durable: false,
    messages_persistent: false,
    ack_mode: AckMode::Auto,
    prefetch_count: u32::MAX,
    worker_threads: u32::MAX,
    on_fail: OnFail::Reject,
    channel: Channel::Shared,
    confirms: true,
    queue_type: QueueType::Quorum,
    delivery_limit: u32::MAX,
    max_length: u32::MAX,
    overflow: Overflow::RejectPublish,
    queue_ttl: Micros::MAX,
    message_ttl: Micros::MAX,
    max_priority: u32::MAX,
    urgent_every: u32::MAX,
    dead_letter: true,
    overheads: Overheads::SlowLinks,
    link_latency: Micros::MAX,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_allowed_and_reads_back() {
        let config = defaults();
        for setting in &SETTINGS {
            let default = setting.default_value();
            assert_eq!(setting.check(&default), Ok(()), "{}", setting.name);
            assert_eq!(setting.get(&config), default, "{}", setting.name);
        }
    }

    /// A row whose `set` wrote another row's field would disturb that row.
    #[test]
    fn a_row_writes_its_own_field_and_no_other() {
        for setting in &SETTINGS {
            let mut config = defaults();
            let other = match setting.kind {
                Kind::Number {
                    min, max, default, ..
                } => Value::Number(if default == min { max } else { min }),
                Kind::Choice { options, default } => {
                    let other = options.iter().find(|name| **name != default);
                    Value::Choice((*other.expect("a choice has two options")).to_owned())
                }
                Kind::Flag { default } => Value::Flag(!default),
            };
            assert_eq!(setting.set(&mut config, &other), Ok(()));
            for row in &SETTINGS {
                let expected = if row.name == setting.name {
                    other.clone()
                } else {
                    row.default_value()
                };
                assert_eq!(
                    row.get(&config),
                    expected,
                    "{} wrote {}",
                    setting.name,
                    row.name
                );
            }
        }
    }

    #[test]
    fn names_are_unique_and_parts_stand_together() {
        for pair in SETTINGS.windows(2) {
            assert!(
                pair[0].part <= pair[1].part,
                "{} is out of place",
                pair[1].name
            );
        }
        for (k, setting) in SETTINGS.iter().enumerate() {
            assert!(SETTINGS[..k].iter().all(|s| s.name != setting.name));
        }
    }

    #[test]
    fn a_wrong_value_is_told_what_is_allowed() {
        let row = find("consumers").unwrap();
        for wrong in [Value::Number(0.0), Value::Number(1.5), Value::Flag(true)] {
            let problem = row.check(&wrong).unwrap_err();
            assert_eq!(problem.field, "consumers");
            let takes = Takes::Setting("consumers");
            let given = Given::Plain(wrong.to_string());
            assert_eq!(problem.complaint, Complaint::Refused(given, takes));
        }
        assert!(row.check(&Value::Number(f64::NAN)).is_err());
    }
}
