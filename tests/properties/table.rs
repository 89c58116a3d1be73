//! Which values of which settings were drawn, by the table: no setting stays at its default, no end of a range and no
//! choice is left out, and everything is changed during some run.

use std::collections::{BTreeMap, BTreeSet};

use showdown::experiment::Experiment;
use showdown::experiment::intervention::Act;
use showdown::experiment::settings::{Kind, OFFERED, Setting, common};
use showdown::experiment::value::Value;
use showdown::sim::script::{Crash, Scripted};

use crate::count::LEAST;

/// Different values between the ends of a range that are looked for, at least; further ones are not remembered.
const BETWEEN: usize = 10;

/// How often the values of one setting were drawn, at the start of experiments.
#[derive(Clone, Debug, Default)]
struct Row {
    default: u64,
    others: u64,
    least: u64,
    most: u64,
    between: BTreeSet<u64>,
    options: BTreeMap<String, u64>,
    /// Interventions that changed it.
    changed: u64,
}

/// What of a script was drawn.
const PRESCRIBED: [&str; 7] = [
    "service_ms",
    "fails",
    "poison",
    "priority",
    "ttl_ms",
    "crash mid",
    "crash after",
];

/// Everything that was drawn.
#[derive(Debug)]
pub(crate) struct Drawn {
    rows: Vec<Row>,
    prescribed: [u64; PRESCRIBED.len()],
}

impl Default for Drawn {
    fn default() -> Self {
        Self {
            rows: vec![Row::default(); common().len()],
            prescribed: [0; PRESCRIBED.len()],
        }
    }
}

impl Drawn {
    /// An experiment as it was played.
    pub(crate) fn experiment(&mut self, experiment: &Experiment) {
        let config = experiment.config();
        for (setting, row) in common().iter().zip(&mut self.rows) {
            row.note(setting, setting.get(&config));
        }
        for intervention in &experiment.log {
            if let Act::Set { name, .. } = &intervention.act {
                let place = common().iter().position(|s| s.name == name);
                self.rows[place.expect("a setting")].changed += 1;
            }
        }
        let orders = experiment.script.iter().flat_map(|s| &s.orders);
        let orders: Vec<&Scripted> = orders.collect();
        let any = |of: fn(&Scripted) -> bool| u64::from(orders.iter().any(|s| of(s)));
        let found = [
            any(|s| s.service.is_some()),
            any(|s| s.fails.contains(&true)),
            any(|s| s.poison),
            any(|s| s.priority.is_some()),
            any(|s| s.ttl.is_some()),
            any(|s| matches!(s.crash, Some(Crash::Mid(_)))),
            any(|s| s.crash == Some(Crash::After)),
        ];
        for (count, found) in self.prescribed.iter_mut().zip(found) {
            *count += found;
        }
    }

    /// Adds what another thread drew.
    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            mine.add(theirs);
        }
        for (mine, theirs) in self.prescribed.iter_mut().zip(other.prescribed) {
            *mine += theirs;
        }
    }

    /// Prints what was drawn; returns what was drawn too seldom.
    pub(crate) fn verdict(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        println!(
            "settings (experiments that began with each value; interventions that changed it):"
        );
        for (setting, row) in common().iter().zip(&self.rows) {
            println!("  {:<22} {row}", setting.name);
            wrong.extend(row.missing(setting));
        }
        println!("prescribed (experiments):");
        for (name, n) in PRESCRIBED.into_iter().zip(self.prescribed) {
            println!("  {name:<22} {n:>7}");
            if n < LEAST {
                wrong.push(format!("orders[].{name}: {n}"));
            }
        }
        wrong
    }
}

impl Row {
    fn note(&mut self, setting: &Setting, value: Value) {
        match value == setting.default_value() {
            true => self.default += 1,
            false => self.others += 1,
        }
        match (setting.kind, value) {
            (Kind::Number { min, max, .. }, Value::Number(number)) => {
                self.least += u64::from(number == min);
                self.most += u64::from(number == max);
                if number > min && number < max && self.between.len() < BETWEEN {
                    self.between.insert(number.to_bits());
                }
            }
            (_, value) => *self.options.entry(value.to_string()).or_default() += 1,
        }
    }

    fn add(&mut self, other: &Self) {
        self.default += other.default;
        self.others += other.others;
        self.least += other.least;
        self.most += other.most;
        self.between.extend(&other.between);
        for (option, n) in &other.options {
            *self.options.entry(option.clone()).or_default() += n;
        }
        self.changed += other.changed;
    }

    fn missing(&self, setting: &Setting) -> Vec<String> {
        let options: Vec<String> = match setting.kind {
            Kind::Number { .. } => Vec::new(),
            Kind::Choice { options } => options.iter().map(|n| (*n).to_owned()).collect(),
            Kind::Flag => vec!["false".to_owned(), "true".to_owned()],
            Kind::Services => OFFERED.map(str::to_owned).into(),
        };
        let mut counts: Vec<(String, u64, u64)> = options
            .into_iter()
            .map(|option| {
                let n = self.options.get(&option).copied().unwrap_or_default();
                (option, n, LEAST)
            })
            .collect();
        if let Kind::Number { min, max, .. } = setting.kind {
            let between = self.between.len() as u64;
            // A count of 0 to 1 has nothing between.
            let enough = (max - min).min(BETWEEN as f64 + 1.0) as u64 - 1;
            counts.push(("its least".to_owned(), self.least, LEAST));
            counts.push(("its most".to_owned(), self.most, LEAST));
            counts.push(("values between".to_owned(), between, enough));
        }
        counts.push(("other than its default".to_owned(), self.others, LEAST));
        counts.push(("changed during a run".to_owned(), self.changed, LEAST));
        let missing = counts.into_iter().filter(|(_, n, least)| n < least);
        missing
            .map(|(what, n, _)| format!("{}: {what}: {n}", setting.name))
            .collect()
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "default {:>5}, other {:>5}", self.default, self.others)?;
        if self.options.is_empty() {
            let (least, most) = (self.least, self.most);
            write!(f, ", least {least:>4}, most {most:>4}")?;
        }
        for (option, n) in &self.options {
            write!(f, ", {option} {n}")?;
        }
        write!(f, "; changed {:>4}", self.changed)
    }
}
