//! `showdown replay`: a recorded run, played again and judged.

use std::path::PathBuf;
use std::process::ExitCode;

use super::markdown::markdown;
use super::table::{line, table};
use crate::replay::Replay;

/// Replays what the arguments name. 0: all of it holds; 1: something does not; 2: something cannot be used.
pub(super) fn replay(args: &[&str]) -> ExitCode {
    match asked(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(sentence) => {
            eprintln!("showdown: {sentence}");
            ExitCode::from(2)
        }
    }
}

fn asked(args: &[&str]) -> Result<bool, String> {
    let options: Vec<&str> = args
        .iter()
        .copied()
        .filter(|a| a.starts_with("--"))
        .collect();
    let paths: Vec<&str> = args
        .iter()
        .copied()
        .filter(|a| !a.starts_with("--"))
        .collect();
    let known = ["--json", "--lenient", "--all", "--markdown"];
    if let Some(other) = options.iter().find(|option| !known.contains(option)) {
        return Err(format!(
            "replay has no option {other:?}; it has {}",
            known.join(", ")
        ));
    }
    let [path] = paths[..] else {
        return Err("replay wants one RUN.json, or --all and one folder of them".to_owned());
    };
    let has = |option| options.contains(&option);
    if has("--all") {
        return all(path, has("--markdown"));
    }
    if has("--markdown") {
        return Err("--markdown wants --all and a folder of runs".to_owned());
    }
    let replay = read(path.into())?;
    if !replay.unknown().is_empty() && !has("--lenient") {
        let unknown = replay.unknown().join(", ");
        return Err(format!(
            "{path}: not modelled: {unknown} (--lenient replays it all the same)"
        ));
    }
    match has("--json") {
        true => println!("{}", replay.to_json()),
        false => println!("{}", table(&replay)),
    }
    Ok(replay.holds() || has("--lenient") && replay.findings.iter().all(|f| f.holds()))
}

fn all(folder: &str, as_document: bool) -> Result<bool, String> {
    let unreadable = |error| format!("{folder}: cannot be read ({error})");
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.retain(|file| file.extension().is_some_and(|e| e == "json"));
    files.sort();
    let mut replays = Vec::new();
    for file in files {
        let replay = read(file)?;
        if !as_document {
            println!("{}", line(&replay));
        }
        replays.push(replay);
    }
    let holding = replays.iter().filter(|replay| replay.holds()).count();
    match as_document {
        true => print!("{}", markdown(&replays)),
        false => println!("{holding} of {} runs hold", replays.len()),
    }
    Ok(holding == replays.len())
}

fn read(file: PathBuf) -> Result<Replay, String> {
    let name = file.display();
    let text = std::fs::read_to_string(&file)
        .map_err(|error| format!("{name}: cannot be read ({error})"))?;
    Replay::of(&text).map_err(|sentence| format!("{name}: {sentence}"))
}
