//! The settings, as experiments know them: by name, with values as they stand in links, files and on the command line.
//!
//! There is one table of settings, `sim/config/table.rs`: every slider, every validation, every link, the command line and
//! the documentation read its rows, and so does the engine. What a setting is called, and what it does in a sentence, stands
//! with all words (`words/en/settings.rs`), by its name.

use std::ops::Deref;

use super::problem::{Complaint, Given, Problem, Takes};
use super::value::Value;
use crate::sim::config::lineup::{Lineup, PAYMENT, SERVICES};
use crate::sim::config::{self, Config, ROWS, Row};

pub use crate::sim::config::{Kind, PARTS, Part, Zero};

/// A setting: a row of the table, of one service if each has one, read and written in the values of experiments.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in links, files and on the command line.
    pub name: &'static str,
    /// Whose it is, if each service has one.
    pub service: u8,
    row: &'static Row,
}

impl Deref for Setting {
    type Target = Row;

    fn deref(&self) -> &Row {
        self.row
    }
}

/// The rows, once in memory: every service has the same.
static TABLE: [Row; ROWS.len()] = ROWS;

/// How many there are of one service.
const EACH: usize = {
    let (mut count, mut at) = (0, 0);
    while at < ROWS.len() {
        count += ROWS[at].is_of_services() as usize;
        at += 1;
    }
    count
};

/// All settings: by part those of a shop that needs Payment alone, then the other services' own.
pub static SETTINGS: [Setting; ROWS.len() + (SERVICES - 1) * EACH] = {
    let mut all = [Setting::of(0, PAYMENT); ROWS.len() + (SERVICES - 1) * EACH];
    let (mut at, mut service) = (0, PAYMENT);
    while (service as usize) < SERVICES {
        let mut k = 0;
        while k < ROWS.len() {
            if service == PAYMENT || ROWS[k].is_of_services() {
                all[at] = Setting::of(k, service);
                at += 1;
            }
            k += 1;
        }
        service += 1;
    }
    all
};

/// Where the same setting of another service stands: that of this place in [`common`]. (What there is one of stays.)
pub fn place_of(place: usize, service: u8) -> usize {
    if service == PAYMENT || !TABLE[place].is_of_services() {
        return place;
    }
    let before = TABLE[..place].iter().filter(|row| row.is_of_services());
    ROWS.len() + (service as usize - 1) * EACH + before.count()
}

/// Those of a shop that needs Payment alone, by part.
pub fn common() -> &'static [Setting] {
    &SETTINGS[..ROWS.len()]
}

impl Setting {
    const fn of(k: usize, service: u8) -> Self {
        Self {
            name: config::name_of(&ROWS[k], service),
            service,
            row: &TABLE[k],
        }
    }

    /// The name of its row: what is said of it is said by this name, whosever it is.
    pub fn row_name(&self) -> &'static str {
        self.row.name
    }

    /// Where its default comes from.
    pub fn source(&self) -> &'static str {
        config::source(self.row.name).unwrap_or_default()
    }

    /// Its value in a configuration.
    pub fn get(&self, config: &Config) -> Value {
        self.value(self.read(config, self.service))
    }

    /// Writes a value, if it is allowed.
    pub fn set(&self, config: &mut Config, value: &Value) -> Result<(), Problem> {
        self.check(value)?;
        let number = self.number(value).unwrap_or_default();
        self.write(config, self.service, number);
        Ok(())
    }

    /// Its default.
    pub fn default_value(&self) -> Value {
        self.value(self.default())
    }

    /// Is this value allowed?
    pub fn check(&self, value: &Value) -> Result<(), Problem> {
        if self.number(value).is_some() {
            return Ok(());
        }
        let given = match value {
            Value::Choice(name) => Given::text(name),
            Value::Flag(_) | Value::Number(_) => Given::Plain(value.to_string()),
        };
        let complaint = Complaint::Refused(given, Takes::Setting(self.name));
        Err(Problem::new(self.name, complaint))
    }

    /// The value of a number, as its row reads it.
    fn value(&self, number: f64) -> Value {
        match self.kind {
            Kind::Number { .. } => Value::Number(number),
            Kind::Choice { options } => {
                let name = options.get(number as usize).copied();
                Value::Choice(name.unwrap_or_default().to_owned())
            }
            Kind::Flag => Value::Flag(number != 0.0),
            Kind::Services => {
                let lineup = Lineup::numbered(number as u32).unwrap_or(Lineup::ONE);
                Value::Choice(lineup.names())
            }
        }
    }

    /// The number of a value, as its row writes it, if it is allowed.
    fn number(&self, value: &Value) -> Option<f64> {
        match (self.kind, value) {
            (Kind::Number { min, max, step, .. }, Value::Number(n)) => {
                let whole = step < 1.0 || libm::floor(*n) == *n;
                (*n >= min && *n <= max && whole).then_some(*n)
            }
            (Kind::Choice { options }, Value::Choice(name)) => {
                let place = options.iter().position(|option| option == name);
                place.map(|place| place as f64)
            }
            (Kind::Flag, Value::Flag(flag)) => Some(f64::from(*flag)),
            (Kind::Services, Value::Choice(names)) => {
                Lineup::named(names).map(|lineup| f64::from(lineup.number()))
            }
            (Kind::Number { .. } | Kind::Choice { .. } | Kind::Flag | Kind::Services, _) => None,
        }
    }
}

/// Services that an order may need, of all that it could: some of each kind, for who draws experiments.
pub const OFFERED: [&str; 5] = [
    "payment",
    "inventory.payment",
    "inventory.payment.shipping",
    "payment.email",
    "inventory.payment.shipping.invoice.email.loyalty",
];

/// The row of this name.
pub fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|s| s.name == name)
}

/// A value of the setting of this name, as a person types it. (The names of some choices look like numbers: `3.10`.)
pub fn typed(name: &str, text: &str) -> Value {
    match find(name).map(|setting| setting.kind) {
        Some(Kind::Choice { .. } | Kind::Services) => Value::Choice(text.trim().to_owned()),
        Some(Kind::Number { .. } | Kind::Flag) | None => Value::parse(text),
    }
}

/// The row of this name, or the complaint that there is none.
pub fn named(name: &str) -> Result<&'static Setting, Problem> {
    find(name).ok_or_else(|| Problem::new(name, Complaint::NoSetting))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_allowed_and_reads_back() {
        for setting in &SETTINGS {
            let default = setting.default_value();
            assert_eq!(setting.check(&default), Ok(()), "{}", setting.name);
            let mut config = Config::default();
            assert_eq!(setting.set(&mut config, &default), Ok(()));
            assert_eq!(config, Config::default(), "{}", setting.name);
        }
    }

    /// A row whose `set` wrote another row's field would disturb that row.
    #[test]
    fn a_row_writes_its_own_field_and_no_other() {
        for setting in &SETTINGS {
            let mut config = Config::default();
            let default = setting.default_value();
            let other = match (setting.kind, &default) {
                (Kind::Number { min, step, .. }, Value::Number(default)) => {
                    Value::Number(if *default == min { min + step } else { min })
                }
                (Kind::Choice { options }, Value::Choice(default)) => {
                    let other = options.iter().find(|name| *name != default);
                    Value::Choice((*other.expect("a choice has two options")).to_owned())
                }
                (Kind::Flag, Value::Flag(default)) => Value::Flag(!default),
                (Kind::Services, _) => Value::Choice("inventory.payment".to_owned()),
                (Kind::Number { .. } | Kind::Choice { .. } | Kind::Flag, _) => {
                    panic!("{}: a default of another kind", setting.name)
                }
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

    /// A whole number of the table fills a field of whole numbers, a fraction one that keeps it; and both ends fit in.
    #[test]
    fn what_is_written_reads_back() {
        for setting in &SETTINGS {
            if let Kind::Number { min, max, step, .. } = setting.kind {
                for number in [min, min + step, max - step, max] {
                    let value = Value::Number(number).kept();
                    let mut config = Config::default();
                    assert_eq!(setting.set(&mut config, &value), Ok(()), "{}", setting.name);
                    assert_eq!(setting.get(&config), value, "{}", setting.name);
                }
            }
        }
    }

    #[test]
    fn each_service_has_its_own_of_what_each_has() {
        for (place, setting) in common().iter().enumerate() {
            for service in 0..SERVICES as u8 {
                let other = &SETTINGS[place_of(place, service)];
                assert_eq!(other.row_name(), setting.row_name());
                let own = setting.is_of_services();
                assert_eq!(other.service, if own { service } else { PAYMENT });
            }
        }
    }

    #[test]
    fn names_are_unique() {
        for (k, setting) in SETTINGS.iter().enumerate() {
            assert!(SETTINGS[..k].iter().all(|s| s.name != setting.name));
        }
        for choice in &SETTINGS {
            if let Kind::Choice { options } = choice.kind {
                for (k, name) in options.iter().enumerate() {
                    assert!(!options[..k].contains(name), "{}: {name}", choice.name);
                }
            }
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
