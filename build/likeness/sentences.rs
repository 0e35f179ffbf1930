//! Reads what teaches: `sentences/*.tsv` and the examples of the rules. It knows how they are written and nothing of how
//! anything is learnt from them.

use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::likeness::NONE;

/// The role of the line that a reader sees first.
const SUBJECT: &str = "subject";

/// How often the sentences of `core*.tsv` count: what every guide names first stands in few texts that avoid it.
const CORE: usize = 3;

/// A sentence as it was written.
#[derive(Clone)]
pub(crate) struct Sentence {
    /// How it hurts, or [`NONE`].
    pub(crate) fault: String,
    /// What it does in its mail; `None` where nobody said.
    pub(crate) roles: Option<Vec<String>>,
    /// The kind of mail it stands in; may be empty.
    pub(crate) kind: String,
    pub(crate) text: String,
}

impl Sentence {
    pub(crate) fn is_subject(&self) -> bool {
        self.roles.as_ref().is_some_and(|roles| roles.iter().any(|role| role == SUBJECT))
    }
}

/// The sentences of one mail, or of a piece of one.
pub(crate) type Piece = Vec<Sentence>;

type Failure = Box<dyn std::error::Error>;

/// The pieces of every file of `sentences/`, and of the examples in `rules/`.
pub(crate) fn read(root: &Path) -> Result<Vec<Piece>, Failure> {
    let mut pieces = Vec::new();
    for path in files(&root.join("sentences"), "tsv")? {
        let core = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("core"));
        let own = pieces_of(&fs::read_to_string(&path)?, &path)?;
        pieces.extend(std::iter::repeat_n(own, if core { CORE } else { 1 }).flatten());
    }
    for folder in entries(&root.join("rules"))?.iter().filter(|entry| entry.is_dir()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let fault = if pieces.iter().flatten().any(|sentence| sentence.fault == name) { &name } else { NONE };
        for path in files(folder, "toml")? {
            pieces.extend(examples(fault, &path)?.into_iter().map(|sentence| vec![sentence]));
        }
    }
    Ok(pieces)
}

/// Lines of `LABEL<TAB>SCENARIO<TAB>SENTENCE`. Blank lines part the pieces; a file without any holds single sentences.
fn pieces_of(content: &str, path: &Path) -> Result<Vec<Piece>, Failure> {
    let single = !content.lines().any(str::is_empty);
    let mut pieces = vec![Piece::new()];
    for (at, line) in content.lines().enumerate() {
        if single || line.is_empty() {
            pieces.push(Piece::new());
        }
        if !line.is_empty() {
            let read = sentence(line);
            let wrong = || format!("{}:{}: expected LABEL<TAB>SCENARIO<TAB>SENTENCE", path.display(), at + 1);
            pieces.last_mut().ok_or_else(wrong)?.push(read.ok_or_else(wrong)?);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    Ok(pieces)
}

fn sentence(line: &str) -> Option<Sentence> {
    let mut fields = line.split('\t');
    let (label, kind) = (fields.next()?, fields.next()?);
    let text = fields.next().filter(|text| !text.is_empty())?;
    let (fault, roles) = label.split_once(':').map_or((label, None), |(fault, roles)| (fault, Some(roles)));
    let roles = roles.map(|roles| roles.split('+').filter(|role| *role != "-").map(str::to_owned).collect());
    let known = !fault.is_empty() && fields.next().is_none();
    known.then(|| Sentence { fault: fault.to_owned(), roles, kind: kind.to_owned(), text: text.nfkc().collect() })
}

/// The sentences that a rule gives as examples: the bad ones are its category's own. Those of categories and elements that
/// no sentences were written for are ordinary words here.
fn examples(fault: &str, path: &Path) -> Result<Vec<Sentence>, Failure> {
    let table: toml::Table = fs::read_to_string(path)?.parse()?;
    let Some(given) = table.get("examples") else { return Ok(Vec::new()) };
    let kind = given.get("scenario").and_then(toml::Value::as_str);
    let kind = kind.map_or("", |kind| kind.split('/').next().unwrap_or(kind));
    let mut sentences = Vec::new();
    for (key, fault) in [("bad", fault), ("good", NONE)] {
        let list = given.get(key).and_then(toml::Value::as_array);
        for text in list.into_iter().flatten().filter_map(toml::Value::as_str) {
            let marked = text.contains('«');
            sentences.extend(text.split_inclusive(['。', '！', '？']).map(|sentence| {
                let fault = if marked && !sentence.contains('«') { NONE } else { fault };
                let text = sentence.replace(['«', '»'], "").nfkc().collect();
                Sentence { fault: fault.to_owned(), roles: None, kind: kind.to_owned(), text }
            }));
        }
    }
    Ok(sentences)
}

/// What stands in a folder, sorted, so that the order of learning is always the same.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
    entries.sort();
    Ok(entries)
}

fn files(folder: &Path, extension: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut files = entries(folder)?;
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    Ok(files)
}
