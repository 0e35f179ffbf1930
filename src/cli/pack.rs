//! Loads the built-in rules, and a folder of rules over them, and shows what is wrong with either.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::builtin;
use crate::morph::Tokenizer;
use crate::report::{self, Place, Trouble};
use crate::rule::{self, LoadError, RuleSet, SourceFile};
use crate::text::Text;

use super::Streams;

/// The built-in rules with packs' files over them; a file of the same path replaces the one before it.
pub(super) fn load(packs: &[PathBuf]) -> Result<RuleSet, LoadTrouble> {
    if packs.is_empty() { Ok(builtin::rules()) } else { load_sources(packs) }
}

/// The same for a house: over them what its configurations add, read with its own words.
pub(super) fn load_house(
    tokenizer: Tokenizer,
    packs: &[PathBuf],
    houses: &[Arc<SourceFile>],
) -> Result<RuleSet, LoadTrouble> {
    if packs.is_empty() && houses.is_empty() {
        return Ok(RuleSet { tokenizer, ..builtin::rules() });
    }
    rule::load_with(tokenizer, sources(packs)?, houses).map_err(LoadTrouble::Broken)
}

/// The same from the files, with their texts, even where there is no pack.
pub(super) fn load_sources(packs: &[PathBuf]) -> Result<RuleSet, LoadTrouble> {
    rule::load(Tokenizer::embedded(), sources(packs)?).map_err(LoadTrouble::Broken)
}

fn sources(packs: &[PathBuf]) -> Result<Vec<SourceFile>, LoadTrouble> {
    let mut sources = builtin::sources();
    for pack in packs {
        let own = read_folder(pack).map_err(|error| LoadTrouble::Unreadable(pack.clone(), error))?;
        sources.retain(|known| !own.iter().any(|file| file.path == known.path));
        sources.extend(own);
    }
    Ok(sources)
}

/// Why there are no rules.
pub(super) enum LoadTrouble {
    /// The folder cannot be read.
    Unreadable(PathBuf, io::Error),
    /// Files in it are wrong.
    Broken(Vec<LoadError>),
}

/// The rule files of a folder, in sorted order.
pub(super) fn read_folder(folder: &Path) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let inside = file.strip_prefix(folder).unwrap_or(&file);
            let path: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            let text = std::fs::read_to_string(&file)?;
            Ok(SourceFile { path: path.join("/"), shown: file.display().to_string(), text })
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// Shows why there are no rules.
pub(super) fn tell(trouble: &LoadTrouble, streams: &mut Streams) -> io::Result<()> {
    match trouble {
        LoadTrouble::Unreadable(folder, error) => {
            let path = folder.display().to_string();
            let message = format!("規則のフォルダーを読めません（{error}）");
            streams.troubles(|style, err| {
                report::trouble(&Trouble { path: &path, message: &message, help: "", place: None }, style, err)
            })
        }
        LoadTrouble::Broken(errors) => errors.iter().try_for_each(|error| tell_error(error, streams)),
    }
}

fn tell_error(error: &LoadError, streams: &mut Streams) -> io::Result<()> {
    show(&error.file, &error.message, error.help.as_deref().unwrap_or_default(), error.span.clone(), streams)
}

/// Shows something wrong at a place of a rule file.
pub(super) fn show(
    file: &SourceFile,
    message: &str,
    help: &str,
    place: std::ops::Range<usize>,
    streams: &mut Streams,
) -> io::Result<()> {
    let text = Text::new(file.text.clone()).ok();
    let place = text.as_ref().and_then(|text| {
        let span = text.span(place.start, place.end)?;
        Some(Place { text, span, first_line: 1 })
    });
    let trouble = Trouble { path: &file.shown, message, help, place };
    streams.troubles(|style, err| report::trouble(&trouble, style, err))
}
