//! `showdown replay`: a recorded run, played again and judged.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::args::Replay as Asked;
use super::input;
use super::markdown::markdown;
use super::table::{line, table};
use super::terminal::{Refusal, Status, Terminal, listed};
use crate::replay::Replay;

/// Replays what the arguments name: does all of it hold?
pub(super) fn replay(asked: &Asked, terminal: &mut Terminal) -> Result<Status, Refusal> {
    if asked.all {
        return all(Path::new(&asked.path), asked.markdown, terminal);
    }
    let replay = read(&asked.path)?;
    if !replay.unknown().is_empty() && !asked.lenient {
        let name = asked.path.to_string_lossy();
        let unknown = listed(replay.unknown());
        return Err(
            format!("{name}: not modelled: {unknown} (--lenient replays it all the same)").into(),
        );
    }
    terminal.say(&match asked.json {
        true => replay.to_json(),
        false => table(&replay),
    });
    Ok(status(match asked.lenient {
        true => replay.holds_as_far_as_modelled(),
        false => replay.holds(),
    }))
}

fn status(holds: bool) -> Status {
    match holds {
        true => Status::Fine,
        false => Status::DoesNotHold,
    }
}

fn all(folder: &Path, as_document: bool, terminal: &mut Terminal) -> Result<Status, Refusal> {
    let files = recordings(folder)?;
    let mut replays = Vec::new();
    for file in files {
        let replay = read(file.as_os_str())?;
        if !as_document {
            terminal.say(&line(&replay));
        }
        replays.push(replay);
    }
    let holding = replays.iter().filter(|replay| replay.holds()).count();
    terminal.say(&match as_document {
        true => markdown(&replays),
        false => format!("{holding} of {} runs hold", replays.len()),
    });
    Ok(status(holding == replays.len()))
}

/// The recorded runs of a folder, by name. Where there is none nothing can hold.
fn recordings(folder: &Path) -> Result<Vec<PathBuf>, Refusal> {
    let name = folder.display();
    let unreadable = |error| format!("{name}: cannot be read ({error})");
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.retain(|file| file.extension().is_some_and(|e| e == "json"));
    files.sort();
    match files.is_empty() {
        true => Err(format!("{name}: there is no recorded run (*.json) in it").into()),
        false => Ok(files),
    }
}

fn read(path: &OsStr) -> Result<Replay, Refusal> {
    let input = input::read(path)?;
    input.check_json()?;
    Replay::of(&input.text).map_err(|sentence| input.refused(&sentence))
}
