//! Which files a run is about: those named, those that a pattern names, and in folders named every file that may hold
//! mails, sorted, but for what `.gitignore` leaves out. It must not open files but those that say what to ignore.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};

use super::Failure;
use super::format;

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
}

/// The texts that paths stand for, each once, in the order of the paths. `-` is standard input, shown as
/// `stdin_filename` where there is one. A path that does not exist and holds `*`, `?` or `[` is a pattern.
pub fn find(paths: &[PathBuf], stdin_filename: Option<&Path>) -> Vec<Result<Found, Failure>> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let shown = stdin_filename.map_or_else(|| "<標準入力>".to_owned(), shown);
            found.push(Ok(Found { shown, place: Place::Stdin }));
        } else if path.is_dir() {
            folder(path, &mut found);
        } else if let Some((root, pattern)) = pattern(path) {
            matching(path, &root, &pattern, &mut found);
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

fn folder(root: &Path, found: &mut Vec<Result<Found, Failure>>) {
    let before = found.len();
    walk(root, None, found);
    if found.len() == before {
        let message = "このフォルダーには、調べられるファイル（.txt、.eml、.html、.md など）がありません。";
        let help = "ほかの拡張子のファイルは、ファイル名を指定すれば調べます。";
        found.push(Err(Failure::new(&shown(root), message, help)));
    }
}

/// The folder that a pattern begins at, and the rest of it.
fn pattern(path: &Path) -> Option<(PathBuf, String)> {
    if path.exists() {
        return None;
    }
    let is_pattern = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let parts: Vec<Component<'_>> = path.components().collect();
    let first = parts.iter().position(is_pattern)?;
    let root: PathBuf = parts[..first].iter().collect();
    let rest: Vec<_> = parts[first..].iter().map(|part| part.as_os_str().to_string_lossy()).collect();
    let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
    // A leading slash keeps the pattern at the root: `*.txt` does not name those in folders below.
    Some((root, format!("/{}", rest.join("/"))))
}

fn matching(path: &Path, root: &Path, pattern: &str, found: &mut Vec<Result<Found, Failure>>) {
    let wanted = OverrideBuilder::new(root).add(pattern).and_then(|builder| builder.build());
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(error) => {
            found.push(Err(Failure::new(&shown(path), format!("パターンとして読めません（{error}）。"), "")));
            return;
        }
    };
    let before = found.len();
    walk(root, Some(wanted), found);
    if found.len() == before {
        let message = "このパターンに合うファイルがありません。";
        found.push(Err(Failure::new(&shown(path), message, "パスの綴りを確かめてください。")));
    }
}

/// The files below a folder in the order of their paths. Hidden names are passed over, and so are links to folders, so
/// that the walk ends. What the machine's own settings of git ignore is not asked, so that a run is the same everywhere.
fn walk(root: &Path, wanted: Option<Override>, found: &mut Vec<Result<Found, Failure>>) {
    let by_name = wanted.is_none();
    let mut walk = WalkBuilder::new(root);
    walk.require_git(false).git_global(false).sort_by_file_path(Ord::cmp);
    if let Some(wanted) = wanted {
        walk.overrides(wanted);
    }
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                let name = entry.file_name().to_string_lossy();
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file()) || is_link_to_file(&entry);
                if is_file && (!by_name || format::is_known(&name)) {
                    let path = entry.into_path();
                    let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
                    found.push(Ok(file(path)));
                }
            }
            Err(error) => found.push(Err(failure(root, error))),
        }
    }
}

fn is_link_to_file(entry: &ignore::DirEntry) -> bool {
    entry.path_is_symlink() && entry.path().is_file()
}

fn failure(root: &Path, error: ignore::Error) -> Failure {
    let path = match &error {
        ignore::Error::WithPath { path, .. } => shown(path),
        _ => shown(root),
    };
    let message = error.to_string();
    let error = error.into_io_error().unwrap_or_else(|| io::Error::other(message));
    Failure::io(&path, &error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_begins_where_its_first_sign_stands() {
        let of = |path: &str| pattern(Path::new(path)).map(|(root, rest)| (shown(&root), rest));
        assert_eq!(of("a/b/**/*.eml"), Some(("a/b".to_owned(), "/**/*.eml".to_owned())));
        assert_eq!(of("*.txt"), Some((".".to_owned(), "/*.txt".to_owned())));
        assert_eq!(of("a/b.txt"), None);
    }
}
