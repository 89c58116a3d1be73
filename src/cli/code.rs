//! `showdown code`: the programs of the page's code panel, as files.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::args::Asked;
use super::source;
use super::terminal::{Refusal, Terminal};
use crate::code;
use crate::experiment::run::Run;

/// Every program that the shops of an experiment need, one after the other, or which files it has become.
pub(super) fn write(
    asked: &Asked,
    into: Option<&OsString>,
    terminal: &Terminal,
) -> Result<String, Refusal> {
    let link = source::asked(asked, terminal)?;
    let files = code::files(Run::new(link.experiment).config());
    let mut told = Vec::new();
    for file in files {
        let text = code::text(&file);
        let Some(folder) = into else {
            told.push(format!("# {}\n\n{}", file.name, text.trim_end()));
            continue;
        };
        let path = Path::new(folder).join(file.name);
        let parent = path.parent().unwrap_or(&path);
        let written = fs::create_dir_all(parent).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("{}: {error}", path.display()))?;
        told.push(path.display().to_string());
    }
    let between = if into.is_some() { "\n" } else { "\n\n\n" };
    Ok(told.join(between))
}
