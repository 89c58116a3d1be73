//! The command line: which commands there are, and what each takes.
//!
//! Help, completions and the complaints about a mistyped option are made of these declarations, and of nothing else.

use std::ffi::OsString;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::experiment::intervention::{SHOP_NAMES, meant};
use crate::experiment::limits::{SEED_LIMIT, TIME_LIMIT};
use crate::experiment::presets::PRESETS;
use crate::sim::engine::Side;
use crate::sim::time::{Micros, SECOND};

/// Behind the help of the program.
const STATUSES: &str = "\
Exit status:
  0  the answer is what was asked for
  1  a recorded run does not hold
  2  something cannot be used (a sentence on standard error says what), or the answer cannot be written
  3  the run was cut short by a limit, which the report names: its figures are those of a part";

/// Behind the help of each command that takes an experiment.
const SOURCES: &str = "\
A link is what stands after # in the page's address, or the whole address; put it in quotes. An argument is a link if
it has :// in it, or if it, or what follows its first #, is v and digits, alone or followed by &. Else it is a file
(./v1 is a file) that holds an experiment or a link. A link of another version of the engine is run, with a word on
standard error.";

/// Sync vs Async Showdown, the command-line twin of the page: the same engine, the same figures.
#[derive(Debug, Parser)]
#[command(name = "showdown", version, after_help = STATUSES, max_term_width = 100)]
pub struct Line {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run an experiment, and report it as JSON
    ///
    /// A link with a moment is run up to its moment.
    #[command(after_help = SOURCES)]
    Run {
        #[command(flatten)]
        experiment: Asked,
        /// Past the link's moment, to the end
        #[arg(long)]
        to_end: bool,
    },
    /// Write the link of an experiment
    #[command(after_help = SOURCES)]
    Link {
        #[command(flatten)]
        experiment: Asked,
        /// Without the link's moment
        #[arg(long)]
        to_end: bool,
    },
    /// Tell what happened to one order, in sentences
    #[command(after_help = SOURCES)]
    Story(Story),
    /// Write the programs that both shops would be made of: Python, for the settings at the start
    #[command(after_help = SOURCES)]
    Code {
        #[command(flatten)]
        experiment: Asked,
        /// Into this folder, a file each, in place of those of the same names (else to standard output)
        #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
        into: Option<OsString>,
    },
    /// Play a recorded run of a real stack again, and judge how near it comes
    Replay(Replay),
    /// List the scenarios
    Presets,
    /// List the settings: name, default, range, meaning, source
    Settings {
        /// As the document docs/settings.md
        #[arg(long)]
        markdown: bool,
    },
    /// Write the JSON schema of a file
    Schema {
        /// Of which
        #[arg(value_name = "FILE")]
        of: Document,
    },
    /// Write the completions for a shell
    Completions {
        /// For which
        shell: clap_complete::Shell,
    },
}

/// An experiment, and what is to be changed of it.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("experiment").required(true).args(["source", "preset"]))]
pub(super) struct Asked {
    /// A file with an experiment or a link, a link, or - for standard input
    #[arg(value_name = "FILE|LINK|-", value_hint = ValueHint::FilePath)]
    pub source: Option<OsString>,
    /// A scenario in place of a file
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(PRESETS.iter().map(|p| p.name)))]
    #[arg(hide_possible_values = true)]
    pub preset: Option<String>,
    /// With another seed
    #[arg(long, value_name = "N", value_parser = seed, allow_hyphen_values = true)]
    pub seed: Option<u64>,
    /// With another setting at the start; as often as wanted
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair, allow_hyphen_values = true)]
    pub set: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(super) struct Story {
    #[command(flatten)]
    pub experiment: Asked,
    /// Which order, from 1 (of a link with an order: that one)
    #[arg(long, value_name = "K", value_parser = order, allow_hyphen_values = true)]
    pub order: Option<u64>,
    /// In which shop
    #[arg(long, default_value = "both", value_parser = shops())]
    pub shop: Side,
    /// Up to this instant (of a link with a moment: that one; else the end)
    #[arg(long, value_name = "SECONDS", value_parser = instant, allow_hyphen_values = true)]
    pub until: Option<Micros>,
    /// As a Mermaid sequence diagram
    #[arg(long)]
    pub mermaid: bool,
}

#[derive(Debug, Args)]
pub(super) struct Replay {
    /// A recorded run, - for standard input, or with --all a folder of runs (*.json)
    #[arg(value_name = "RUN.json|-|FOLDER", value_hint = ValueHint::AnyPath)]
    pub path: OsString,
    /// Every recorded run of a folder, one line each
    #[arg(long)]
    pub all: bool,
    /// Figures instead of a table
    #[arg(long, conflicts_with = "all")]
    pub json: bool,
    /// Even if something in it is not modelled
    #[arg(long, conflicts_with = "all")]
    pub lenient: bool,
    /// As a document: every figure of every run
    #[arg(long, requires = "all")]
    pub markdown: bool,
}

/// Files that have a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Document {
    /// What `run` takes, and the page saves
    Experiment,
    /// What `run` answers
    Report,
    /// What `replay` takes
    RecordedRun,
}

fn shops() -> impl TypedValueParser<Value = Side> {
    let names = PossibleValuesParser::new(SHOP_NAMES.map(|(name, _)| name));
    names.map(|name| meant(&SHOP_NAMES, &name).expect("a possible value is a shop's name"))
}

fn seed(text: &str) -> Result<u64, String> {
    let seed = text.parse().ok().filter(|&seed: &u64| seed <= SEED_LIMIT);
    seed.ok_or_else(|| format!("it takes a whole number from 0 to {SEED_LIMIT}"))
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it takes NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// People count orders from 1, the engine from 0.
fn order(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().and_then(|k: u64| k.checked_sub(1));
    number.ok_or_else(|| "it takes a whole number from 1".to_owned())
}

/// Seconds as microseconds.
fn instant(text: &str) -> Result<Micros, String> {
    let latest = TIME_LIMIT / SECOND;
    let seconds: Option<f64> = text.parse().ok();
    let seconds = seconds.filter(|s| (0.0..=latest as f64).contains(s));
    seconds
        .map(|s| (s * SECOND as f64) as Micros)
        .ok_or_else(|| format!("it takes seconds from 0 to {latest}"))
}
