//! The command-line twin: the page's engine without the page.
//!
//! ```text
//! showdown run EXPERIMENT.json | --preset NAME  [--seed N] [--set NAME=VALUE]…   report on standard output
//! showdown presets                                                               the scenarios
//! showdown settings [--markdown]                                                 the table of settings
//! ```
//!
//! What is wrong with a file, a name or a value is said in a sentence on standard error, and the exit status is 2;
//! nothing is guessed here, so that a documentation build can trust the numbers it quotes.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::experiment::limits::{EVENT_LIMIT, SEED_LIMIT};
use crate::experiment::presets::{self, PRESETS};
use crate::experiment::report::Report;
use crate::experiment::run::Run;
use crate::experiment::settings::{Kind, PARTS, SETTINGS};
use crate::experiment::value::Value;
use crate::experiment::{Experiment, decode};

const USAGE: &str = "\
Sync vs Async Showdown, the command-line twin.

  showdown run EXPERIMENT.json            run an experiment exported from the page
  showdown run --preset NAME              run a scenario
      --seed N                            with another seed
      --set NAME=VALUE                    with another setting (as often as wanted)
  showdown presets                        list the scenarios
  showdown settings [--markdown]          list the settings: name, default, range, meaning, source
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
        ["run", ref rest @ ..] => run_experiment(rest),
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

fn run_experiment(args: &[&str]) -> Result<String, String> {
    let (mut experiment, rest) = read_experiment(args)?;
    let mut rest = rest.iter();
    while let Some(option) = rest.next() {
        let argument = rest
            .next()
            .ok_or_else(|| format!("{option} wants a value after it"))?;
        match *option {
            "--seed" => experiment.seed = seed(argument)?,
            "--set" => set(&mut experiment, argument)?,
            _ => return Err(format!("run has no option {option:?}.\n\n{USAGE}")),
        }
    }
    let mut run = Run::new(experiment);
    if !run.finish() {
        eprintln!("showdown: stopped after {EVENT_LIMIT} events: this run has no end");
    }
    let report = Report::of(&run);
    Ok(serde_json::to_string_pretty(&report).expect("a report is plain data"))
}

fn read_experiment<'a>(args: &'a [&'a str]) -> Result<(Experiment, &'a [&'a str]), String> {
    match args {
        ["--preset", name, rest @ ..] => {
            let preset = presets::find(name).ok_or_else(|| {
                let names: Vec<&str> = PRESETS.iter().map(|p| p.name).collect();
                format!(
                    "there is no preset {name:?}; there are {}",
                    names.join(", ")
                )
            })?;
            Ok((preset.experiment(), rest))
        }
        [file, rest @ ..] if !file.starts_with("--") => {
            let text = std::fs::read_to_string(file)
                .map_err(|error| format!("{file}: cannot be read ({error})"))?;
            let (experiment, problems) = decode::experiment(&text);
            if problems.is_empty() {
                return Ok((experiment, rest));
            }
            let sentences: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Err(format!("{file}: {}", sentences.join("\n  ")))
        }
        _ => Err(format!(
            "run wants an experiment's file or --preset NAME first.\n\n{USAGE}"
        )),
    }
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
