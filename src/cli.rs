//! The command-line twin: the page's engine without the page.
//!
//! ```text
//! showdown run  EXPERIMENT.json | LINK | --preset NAME  [OPTION]…   report on standard output
//! showdown link EXPERIMENT.json | LINK | --preset NAME  [OPTION]…   its link
//! showdown presets                                                  the scenarios
//! showdown settings [--markdown]                                    the table of settings
//! ```
//!
//! What is wrong with a file, a link, a name or a value is said in a sentence on standard error, and the exit status is 2;
//! nothing is guessed here, so that a documentation build can trust the numbers it quotes.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::experiment::limits::{EVENT_LIMIT, SEED_LIMIT};
use crate::experiment::presets::{self, PRESETS};
use crate::experiment::problem::Problem;
use crate::experiment::report::Report;
use crate::experiment::run::Run;
use crate::experiment::settings::{Kind, PARTS, SETTINGS};
use crate::experiment::value::Value;
use crate::experiment::{Experiment, decode};
use crate::share::link::{self, Link};
use crate::sim::time::Micros;

const USAGE: &str = "\
Sync vs Async Showdown, the command-line twin.

  showdown run EXPERIMENT.json            run an experiment exported from the page
  showdown run LINK                       run the experiment of a link, up to its moment if it has one
  showdown run --preset NAME              run a scenario
      --seed N                            with another seed
      --set NAME=VALUE                    with another setting (as often as wanted)
      --to-end                            past the link's moment, to the end
  showdown link ...                       write the link of an experiment: takes what run takes
  showdown presets                        list the scenarios
  showdown settings [--markdown]          list the settings: name, default, range, meaning, source

A LINK is what stands after # in the page's address, or the whole address; put it in quotes. An argument is a link if
it has :// in it, or if it, or what follows its first #, is v and digits, alone or followed by &. Else it is a file:
./v1 is a file. A link made with another version of the engine is run, with a word on standard error.
";

/// Runs a command line (without the program's name).
pub fn run(args: impl Iterator<Item = String>) -> ExitCode {
    let args: Vec<String> = args.collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        [] | ["help" | "--help" | "-h"] => Ok(USAGE.to_owned()),
        ["presets"] => Ok(list_presets()),
        ["settings"] => Ok(list_settings()),
        ["settings", "--markdown"] => Ok(settings_markdown()),
        ["run", ref rest @ ..] => asked("run", rest).map(run_link),
        ["link", ref rest @ ..] => asked("link", rest).map(|asked| link::write(&asked)),
        [other, ..] => Err(format!("there is no command {other:?}.\n\n{USAGE}")),
    };
    match outcome {
        Ok(text) => {
            println!("{}", text.trim_end());
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("showdown: {sentence}");
            ExitCode::from(2)
        }
    }
}

/// The report of a run: at the link's moment, or at the end.
fn run_link(link: Link) -> String {
    let mut run = Run::new(link.experiment);
    let complete = match link.at_us {
        Some(at_us) => advance(&mut run, at_us),
        None => run.finish(),
    };
    if !complete {
        eprintln!("showdown: stopped after {EVENT_LIMIT} events: this run has no end");
    }
    let report = Report::of(&run);
    serde_json::to_string_pretty(&report).expect("a report is plain data")
}

/// Plays up to a moment. `false`: it gave up after [`EVENT_LIMIT`] events.
fn advance(run: &mut Run, until: Micros) -> bool {
    while !run.advance(until, 1_000_000) {
        if run.events() > EVENT_LIMIT {
            return false;
        }
    }
    true
}

/// What the arguments of `run` and `link` ask for.
fn asked(command: &str, args: &[&str]) -> Result<Link, String> {
    let (mut link, rest) = source(command, args)?;
    let mut rest = rest.iter();
    while let Some(option) = rest.next() {
        let mut argument = || {
            let argument = rest.next();
            argument.ok_or_else(|| format!("{option} wants a value after it"))
        };
        match *option {
            "--seed" => link.experiment.seed = seed(argument()?)?,
            "--set" => set(&mut link.experiment, argument()?)?,
            "--to-end" => link.at_us = None,
            _ => return Err(format!("{command} has no option {option:?}.\n\n{USAGE}")),
        }
    }
    Ok(link)
}

/// The experiment that the first arguments name, and the other arguments.
fn source<'a>(command: &str, args: &'a [&'a str]) -> Result<(Link, &'a [&'a str]), String> {
    let (experiment, rest) = match args {
        ["--preset", name, rest @ ..] => {
            let preset = presets::find(name).ok_or_else(|| {
                let names: Vec<&str> = PRESETS.iter().map(|p| p.name).collect();
                format!(
                    "there is no preset {name:?}; there are {}",
                    names.join(", ")
                )
            })?;
            (preset.experiment(), rest)
        }
        [text, rest @ ..] if link::is_link(text) => return Ok((read_link(text)?, rest)),
        [file, rest @ ..] if !file.starts_with("--") => (read_file(file)?, rest),
        _ => {
            return Err(format!(
                "{command} wants an experiment's file, a link or --preset NAME first.\n\n{USAGE}"
            ));
        }
    };
    let link = Link {
        experiment,
        ..Link::default()
    };
    Ok((link, rest))
}

fn read_file(file: &str) -> Result<Experiment, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("{file}: cannot be read ({error})"))?;
    let (experiment, problems) = decode::experiment(&text);
    if problems.is_empty() {
        return Ok(experiment);
    }
    Err(format!("{file}: {}", sentences(&problems)))
}

fn read_link(text: &str) -> Result<Link, String> {
    let (link, mut problems) = link::read(text);
    // Old links run for ever; that figures may differ is said, and the report names the engine.
    problems.retain(|problem| {
        let engine = problem.field == "engine";
        if engine {
            eprintln!("showdown: {}", problem.sentence);
        }
        !engine
    });
    if problems.is_empty() {
        return Ok(link);
    }
    Err(sentences(&problems))
}

fn sentences(problems: &[Problem]) -> String {
    let sentences: Vec<String> = problems.iter().map(ToString::to_string).collect();
    sentences.join("\n  ")
}

fn seed(text: &str) -> Result<u64, String> {
    let seed = text.parse().ok().filter(|&seed: &u64| seed <= SEED_LIMIT);
    seed.ok_or_else(|| {
        format!(
            "--seed: {text} is not allowed here; it takes a whole number from 0 to {SEED_LIMIT}"
        )
    })
}

fn set(experiment: &mut Experiment, text: &str) -> Result<(), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("--set: {text:?} is not of the form NAME=VALUE"))?;
    experiment
        .set(name.trim(), Value::parse(value))
        .map_err(|problem| format!("--set {problem}"))
}

fn list_presets() -> String {
    PRESETS.iter().fold(String::new(), |mut text, p| {
        let _ = writeln!(text, "{:<18} {}\n{:19}{}", p.name, p.title, "", p.about);
        text
    })
}

fn list_settings() -> String {
    SETTINGS.iter().fold(String::new(), |mut text, s| {
        let default = s.default_value();
        let _ = writeln!(text, "{} = {default} {}", s.name, s.unit);
        let _ = writeln!(text, "    {}: {}. {}", s.label, s.range(), s.help);
        let _ = writeln!(text, "    default: {}", s.source);
        text
    })
}

/// The table of settings for `docs/settings.md`.
fn settings_markdown() -> String {
    let mut text = String::from(
        "# Settings\n\n\
         Written by `cargo run -- settings --markdown` from the one table in `src/experiment/settings/table.rs`; a test\n\
         sees to it that this page is up to date.\n",
    );
    for (part, title) in PARTS {
        let _ = writeln!(
            text,
            "\n## {title}\n\n| name | what it does | unit | allowed | default | the default's source |\n|---|---|---|---|---|---|"
        );
        for s in SETTINGS.iter().filter(|s| s.part == part) {
            let allowed = match s.kind {
                Kind::Number { min, max, .. } => format!("{min} to {max}"),
                _ => s.range().replace("one of ", ""),
            };
            let unit = if s.unit.is_empty() { "–" } else { s.unit };
            let _ = writeln!(
                text,
                "| `{}` | {} | {unit} | {allowed} | {} | {} |",
                s.name,
                s.help,
                s.default_value(),
                s.source
            );
        }
    }
    text
}
