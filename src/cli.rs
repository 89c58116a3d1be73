//! The command-line twin: the page's engine without the page.
//!
//! ```text
//! showdown run EXPERIMENT.json | --preset NAME  [--seed N] [--set NAME=VALUE]…   report on standard output
//! showdown story EXPERIMENT.json | --preset NAME  --order K  …                   what happened to one order
//! showdown presets                                                               the scenarios
//! showdown settings [--markdown]                                                 the table of settings
//! ```
//!
//! What is wrong with a file, a name or a value is said in a sentence on standard error, and the exit status is 2;
//! nothing is guessed here, so that a documentation build can trust the numbers it quotes.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::experiment::limits::{EVENT_LIMIT, SEED_LIMIT, TIME_LIMIT};
use crate::experiment::presets::{self, PRESETS};
use crate::experiment::report::Report;
use crate::experiment::run::Run;
use crate::experiment::settings::{Kind, PARTS, SETTINGS};
use crate::experiment::value::Value;
use crate::experiment::{Experiment, decode};
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, SECOND};
use crate::story::{self, Story};

const USAGE: &str = "\
Sync vs Async Showdown, the command-line twin.

  showdown run EXPERIMENT.json            run an experiment exported from the page
  showdown run --preset NAME              run a scenario
      --seed N                            with another seed
      --set NAME=VALUE                    with another setting (as often as wanted)
  showdown story EXPERIMENT.json|--preset NAME --order K
                                          what happened to the K-th order (from 1), in sentences
      --shop sync|async|both              in which shop (both)
      --until SECONDS                     up to this instant (to the end)
      --mermaid                           as a Mermaid sequence diagram
      --seed N, --set NAME=VALUE          as above
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
        ["story", ref rest @ ..] => tell_story(rest),
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

fn tell_story(args: &[&str]) -> Result<String, String> {
    let (mut experiment, rest) = read_experiment(args)?;
    let (mut order, mut shops, mut until) = (None, &[Wiring::Sync, Wiring::Async][..], None);
    let mut tell: fn(&Story) -> String = |story| {
        let sentences = story::sentences(story).join("\n");
        format!("{}:\n{sentences}", story.title())
    };
    let mut rest = rest.iter();
    while let Some(option) = rest.next() {
        if *option == "--mermaid" {
            tell = story::mermaid;
            continue;
        }
        let argument = *rest
            .next()
            .ok_or_else(|| format!("{option} wants a value after it"))?;
        match *option {
            "--seed" => experiment.seed = seed(argument)?,
            "--set" => set(&mut experiment, argument)?,
            "--order" => order = Some(order_number(argument)?),
            "--until" => until = Some(instant(argument)?),
            "--shop" => {
                shops = match argument {
                    "sync" => &[Wiring::Sync],
                    "async" => &[Wiring::Async],
                    "both" => &[Wiring::Sync, Wiring::Async],
                    _ => {
                        let wrong = "is not allowed here; it takes one of sync, async, both";
                        return Err(format!("--shop: {argument} {wrong}"));
                    }
                }
            }
            _ => return Err(format!("story has no option {option:?}.\n\n{USAGE}")),
        }
    }
    let order = order.ok_or("story wants --order K, from 1")?;
    let mut run = Run::new(experiment);
    run.watch(Some(order));
    let complete = match until {
        Some(until) => run.play_to(until),
        None => run.finish(),
    };
    if !complete {
        eprintln!("showdown: stopped after {EVENT_LIMIT} events: this run has no end");
    }
    let tell = |&shop| {
        let story = story::of(run.journey(shop), shop, run.clock());
        format!("{}\n", tell(&story).trim_end())
    };
    Ok(shops.iter().map(tell).collect::<Vec<_>>().join("\n"))
}

/// People count orders from 1, the engine from 0.
fn order_number(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().and_then(|k: u64| k.checked_sub(1));
    number.ok_or_else(|| {
        format!("--order: {text} is not allowed here; it takes a whole number from 1")
    })
}

/// Seconds as microseconds.
fn instant(text: &str) -> Result<Micros, String> {
    let latest = TIME_LIMIT / SECOND;
    let seconds: Option<f64> = text.parse().ok();
    let seconds = seconds.filter(|s| (0.0..=latest as f64).contains(s));
    seconds
        .map(|s| (s * SECOND as f64) as Micros)
        .ok_or_else(|| {
            format!("--until: {text} is not allowed here; it takes seconds from 0 to {latest}")
        })
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
