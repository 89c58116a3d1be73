//! A program being written down, line by line.
//!
//! A line is put, and then told which step it runs and which settings it speaks of.

use super::step::Step;
use crate::sim::config::{ROWS, name_of};

/// A program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it would lie: `sync/checkout.py`.
    pub name: &'static str,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl File {
    /// The line this step runs, from 0.
    pub fn line_of(&self, step: Step) -> Option<usize> {
        self.lines.iter().position(|line| line.step == Some(step))
    }
}

/// A line of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What it says, without the line break.
    pub text: String,
    /// The step of a journey that it stands for.
    pub step: Option<Step>,
    /// The names of the settings it speaks of.
    pub settings: Vec<&'static str>,
}

impl Line {
    /// It stands for this step.
    pub(super) fn at(&mut self, step: Step) -> &mut Self {
        self.step = Some(step);
        self
    }

    /// It speaks of this setting.
    pub(super) fn about(&mut self, setting: &'static str) -> &mut Self {
        self.settings.push(setting);
        self
    }
}

/// A program as one text, as it would be copied: every line ends with a line break.
pub fn text(file: &File) -> String {
    let mut text = String::new();
    for line in &file.lines {
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}

/// The lines so far.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) lines: Vec<Line>,
    /// Whose settings they speak of, where each service has its own.
    service: u8,
}

impl Listing {
    /// A program of this service.
    pub(super) fn of(service: u8) -> Self {
        Self {
            service,
            ..Self::default()
        }
    }

    /// One more line.
    pub(super) fn put(&mut self, text: &str) -> &mut Line {
        let at = self.lines.len();
        self.lines.push(Line {
            text: text.to_owned(),
            ..Line::default()
        });
        &mut self.lines[at]
    }

    /// Lines that nothing more is to be said of.
    pub(super) fn block(&mut self, text: &str) {
        for line in text.lines() {
            self.put(line);
        }
    }

    /// Lines that are there because of a setting.
    pub(super) fn block_about(&mut self, setting: &'static str, text: &str) {
        for line in text.lines() {
            self.put(line).about(setting);
        }
    }

    /// Empty lines.
    pub(super) fn gap(&mut self, lines: usize) {
        for _ in 0..lines {
            self.put("");
        }
    }

    /// The file these lines make.
    pub(super) fn file(mut self, name: &'static str) -> File {
        let settings = self.lines.iter_mut().flat_map(|line| &mut line.settings);
        for setting in settings {
            let row = ROWS.iter().find(|row| row.name == *setting);
            let own = row.filter(|row| row.is_of_services());
            *setting = own.map_or(*setting, |row| name_of(row, self.service));
        }
        File {
            name,
            lines: self.lines,
        }
    }
}
