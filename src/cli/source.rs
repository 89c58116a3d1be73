//! From the arguments to an experiment: a scenario, a link, a file, or standard input; a file may hold a link, too.
//!
//! What is wrong is refused; nothing stands in for it here, so that a documentation build can trust the numbers it quotes.

use super::args::Asked;
use super::input::{self, Input, STDIN};
use super::terminal::{Refusal, Terminal};
use crate::experiment::problem::{Complaint, Problem};
use crate::experiment::settings::typed;
use crate::experiment::{Experiment, decode, presets};
use crate::share::link::{self, Link};
use crate::words;

/// What the arguments of `run`, `link` and `story` ask for.
pub(super) fn asked(asked: &Asked, terminal: &Terminal) -> Result<Link, Refusal> {
    let mut link = source(asked, terminal)?;
    if let Some(seed) = asked.seed {
        link.experiment.seed = seed;
    }
    for (name, value) in &asked.set {
        let set = link.experiment.set(name, typed(name, value));
        set.map_err(|problem| format!("--set {}", words::problem(&problem)))?;
    }
    Ok(link)
}

fn source(asked: &Asked, terminal: &Terminal) -> Result<Link, Refusal> {
    if let Some(preset) = asked.preset.as_deref().and_then(presets::find) {
        return Ok(of(preset.experiment()));
    }
    let source = asked.source.as_deref().unwrap_or_default();
    if let Some(text) = source
        .to_str()
        .filter(|&text| text != STDIN && link::is_link(text))
    {
        return read_link("", text, terminal);
    }
    let input = input::read(source)?;
    let text = input.text.trim();
    if !text.starts_with('{') && link::is_link(text) {
        return read_link(&format!("{}: ", input.name), text, terminal);
    }
    read_experiment(&input, terminal).map(of)
}

fn of(experiment: Experiment) -> Link {
    Link {
        experiment,
        ..Link::default()
    }
}

fn read_experiment(input: &Input, terminal: &Terminal) -> Result<Experiment, Refusal> {
    input.check_json()?;
    let (experiment, problems) = decode::experiment(&input.text)
        .map_err(|problem| input.refused(&words::problem(&problem)))?;
    usable(&format!("{}: ", input.name), problems, terminal)?;
    Ok(experiment)
}

fn read_link(name: &str, text: &str, terminal: &Terminal) -> Result<Link, Refusal> {
    let (link, problems) = link::read(text);
    usable(name, problems, terminal)?;
    Ok(link)
}

/// Nothing may be wrong but the engine's version: old links and files run for ever; that figures may differ is said, and
/// the report names the engine.
fn usable(name: &str, problems: Vec<Problem>, terminal: &Terminal) -> Result<(), Refusal> {
    let mut lines = Vec::new();
    for problem in &problems {
        if matches!(problem.complaint, Complaint::OtherEngine(_)) {
            terminal.note(&words::problems::sentence(problem));
        } else {
            lines.push(format!("{name}{}", words::problem(problem)));
        }
    }
    match lines.is_empty() {
        true => Ok(()),
        false => Err(Refusal(lines)),
    }
}
