//! The command-line twin: the page's engine without the page.
//!
//! ```text
//! showdown run  EXPERIMENT.json | LINK | --preset NAME  [OPTION]…   report on standard output
//! showdown link EXPERIMENT.json | LINK | --preset NAME  [OPTION]…   its link
//! showdown story EXPERIMENT.json | LINK | --preset NAME  [OPTION]…   what happened to one order
//! showdown replay RUN.json | --all FOLDER  [OPTION]…                 a recorded run, played again
//! showdown presets                                                   the scenarios
//! showdown settings [--markdown]                                    the table of settings
//! ```
//!
//! What is wrong with a file, a link, a name or a value is said in a sentence on standard error, and the exit status is 2;
//! nothing is guessed here, so that a documentation build can trust the numbers it quotes.

mod lists;
pub mod markdown;
mod replay;
mod story;
pub mod table;

use std::process::ExitCode;

use crate::experiment::limits::{EVENT_LIMIT, SEED_LIMIT};
use crate::experiment::presets::{self, PRESETS};
use crate::experiment::problem::Problem;
use crate::experiment::report::Report;
use crate::experiment::run::Run;
use crate::experiment::value::Value;
use crate::experiment::{Experiment, decode};
use crate::share::link::{self, Link};
use crate::words;

const USAGE: &str = "\
Sync vs Async Showdown, the command-line twin.

  showdown run EXPERIMENT.json            run an experiment exported from the page
  showdown run LINK                       run the experiment of a link, up to its moment if it has one
  showdown run --preset NAME              run a scenario
      --seed N                            with another seed
      --set NAME=VALUE                    with another setting (as often as wanted)
      --to-end                            past the link's moment, to the end
  showdown link ...                       write the link of an experiment: takes what run takes
  showdown story ... --order K            what happened to the K-th order (from 1), in sentences
      --shop sync|async|both              in which shop (both)
      --until SECONDS                     up to this instant (the link's moment, or the end)
      --mermaid                           as a Mermaid sequence diagram
  showdown replay RUN.json                play a recorded run again, and judge how near it comes
      --json                              figures instead of a table
      --lenient                           even if something in it is not modelled
  showdown replay --all FOLDER            every recorded run of a folder, one line each
      --markdown                          as a document: every figure of every run
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
        ["replay", ref rest @ ..] => return replay::replay(rest),
        [] | ["help" | "--help" | "-h"] => Ok(USAGE.to_owned()),
        ["presets"] => Ok(lists::presets()),
        ["settings"] => Ok(lists::settings()),
        ["settings", "--markdown"] => Ok(lists::settings_markdown()),
        ["run", ref rest @ ..] => asked("run", rest).map(run_link),
        ["story", ref rest @ ..] => story::tell(rest),
        ["link", ref rest @ ..] => asked("link", rest).map(|asked| write_link(&asked)),
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
        Some(at_us) => run.play_to_event(at_us, link.events),
        None => run.finish(),
    };
    if !complete {
        eprintln!("showdown: stopped after {EVENT_LIMIT} events: this run has no end");
    }
    let report = Report::of(&run, words::textbook::misfit);
    serde_json::to_string_pretty(&report).expect("a report is plain data")
}

fn write_link(link: &Link) -> String {
    if link::loses_orders(link) {
        eprintln!(
            "showdown: orders: a link does not carry what is prescribed for single orders; this one gives another run"
        );
    }
    link::write(link)
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
    let (experiment, problems) = decode::experiment(&text)
        .map_err(|problem| format!("{file}: {}", words::problem(&problem)))?;
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
            eprintln!("showdown: {}", words::problems::sentence(problem));
        }
        !engine
    });
    if problems.is_empty() {
        return Ok(link);
    }
    Err(sentences(&problems))
}

fn sentences(problems: &[Problem]) -> String {
    let sentences: Vec<String> = problems.iter().map(words::problem).collect();
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
        .map_err(|problem| format!("--set {}", words::problem(&problem)))
}
