//! The command-line twin: the page's engine without the page.
//!
//! ```text
//! arguments ──▶ [args] ──▶ [source]: an experiment ──▶ run · link · story · code ─┐
//!                  └────▶ [input]: a recorded run ──▶ replay ─────────────────────┴──▶ [terminal]: answer, exit status
//! ```
//!
//! What is wrong with a file, a link, a name or a value is said in a sentence on standard error, and the exit status is 2;
//! nothing is guessed here, so that a documentation build can trust the numbers it quotes. A run that a limit cut short
//! is reported, and the exit status is 3.

mod args;
mod code;
mod input;
mod lists;
pub mod markdown;
mod replay;
mod schema;
mod source;
mod story;
pub mod table;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use self::args::{Asked, Command, Line};
use self::terminal::{Refusal, Status, Terminal};
use crate::experiment::report::Report;
use crate::experiment::run::Run;
use crate::share::link;
use crate::words;

/// Runs a command line (with the program's name).
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let mut terminal = Terminal::default();
    let status = match Line::try_parse_from(args) {
        Ok(line) => answer(line, &mut terminal).unwrap_or_else(|refusal| terminal.refuse(&refusal)),
        Err(error) => not_parsed(&error, &mut terminal),
    };
    terminal.end(status)
}

/// Help, the version, or what is wrong with the arguments.
fn not_parsed(error: &clap::Error, terminal: &mut Terminal) -> Status {
    let text = error.render().to_string();
    if !error.use_stderr() {
        terminal.say(&text);
        return Status::Fine;
    }
    let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
    terminal.refuse(&Refusal(text.lines().map(str::to_owned).collect()))
}

fn answer(line: Line, terminal: &mut Terminal) -> Result<Status, Refusal> {
    let text = match line.command {
        None => Line::command().render_help().to_string(),
        Some(Command::Run { experiment, to_end }) => return report(&experiment, to_end, terminal),
        Some(Command::Story(asked)) => return story::tell(&asked, terminal),
        Some(Command::Replay(asked)) => return replay::replay(&asked, terminal),
        Some(Command::Link { experiment, to_end }) => write_link(&experiment, to_end, terminal)?,
        Some(Command::Code { experiment, into }) => {
            code::write(&experiment, into.as_ref(), terminal)?
        }
        Some(Command::Presets) => lists::presets(),
        Some(Command::Settings { markdown: false }) => lists::settings(),
        Some(Command::Settings { markdown: true }) => lists::settings_markdown(),
        Some(Command::Schema { of }) => schema::text(of),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Line::command(), "showdown", &mut script);
            String::from_utf8_lossy(&script).into_owned()
        }
    };
    terminal.say(&text);
    Ok(Status::Fine)
}

/// The report of a run: at the link's moment, or at the end.
fn report(asked: &Asked, to_end: bool, terminal: &mut Terminal) -> Result<Status, Refusal> {
    let link = source::asked(asked, terminal)?;
    let mut run = Run::new(link.experiment);
    match link.at_us.filter(|_| !to_end) {
        Some(at_us) => run.play_to_event(at_us, link.events),
        None => run.finish(),
    };
    let report = Report::of(&run, words::textbook::misfit);
    terminal.say(&serde_json::to_string_pretty(&report).expect("a report is plain data"));
    Ok(terminal.whole(&report.cut_short_by))
}

fn write_link(asked: &Asked, to_end: bool, terminal: &Terminal) -> Result<String, Refusal> {
    let mut link = source::asked(asked, terminal)?;
    link.at_us = link.at_us.filter(|_| !to_end);
    if link::loses_orders(&link) {
        terminal.note(
            "orders: a link does not carry what is prescribed for single orders; this one gives another run",
        );
    }
    Ok(link::write(&link))
}
