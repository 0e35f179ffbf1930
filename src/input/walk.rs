//! Which files a run is about: those named, and in folders named every `*.txt`, sorted. It must not open files.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Failure;

/// A text to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As it is shown.
    pub shown: String,
    /// Where it is.
    pub place: Place,
}

/// Where a text is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Bytes that somebody has read already: what is staged in a repository.
    Content(Vec<u8>),
}

/// The texts that paths stand for, each once, in the order of the paths. `-` is standard input, shown as
/// `stdin_filename` where there is one.
pub fn find(paths: &[PathBuf], stdin_filename: Option<&Path>) -> Vec<Result<Found, Failure>> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let shown = stdin_filename.map_or_else(|| "<標準入力>".to_owned(), shown);
            found.push(Ok(Found { shown, place: Place::Stdin }));
        } else if path.is_dir() {
            folder(path, &mut found);
        } else {
            found.push(Ok(file(path.clone())));
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|one| one.as_ref().map_or(true, |found| seen.insert(found.place.clone())));
    found
}

fn file(path: PathBuf) -> Found {
    Found { shown: shown(&path), place: Place::File(path) }
}

/// With `/` on every system, so that output is the same.
fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}

/// The `*.txt` files at any depth. Hidden names and links to folders are passed over, so that the walk ends.
fn folder(root: &Path, found: &mut Vec<Result<Found, Failure>>) {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        if let Err(error) = entries(&folder, &mut files, &mut folders) {
            found.push(Err(Failure::io(&shown(&folder), &error)));
        }
    }
    if files.is_empty() {
        let help = "ほかの拡張子のファイルは、ファイル名を指定すれば調べます。";
        found.push(Err(Failure::new(&shown(root), "このフォルダーには .txt ファイルがありません。", help)));
    }
    files.sort();
    found.extend(files.into_iter().map(|path| Ok(file(path))));
}

fn entries(folder: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            folders.push(path);
        } else if path.extension() == Some(OsStr::new("txt")) && path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}
