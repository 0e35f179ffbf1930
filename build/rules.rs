//! Loads the built-in rules and writes them as they are used, and lists their files, in sorted order, so that adding a
//! rule touches one file.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::frozen::{Freezer, Shelf};
use crate::morph::Tokenizer;
use crate::rule::{self, SourceFile};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Writes `OUT_DIR/rules.rs`, a slice of (path under `rules/`, text), and the loaded rules into `OUT_DIR/rules`.
///
/// The dictionary must have been built.
pub(crate) fn embed() -> Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let root = std::env::current_dir()?.join("rules");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut list = String::from("&[\n");
    let mut sources = Vec::new();
    for file in files {
        let path: Vec<_> = file.strip_prefix(&root)?.iter().map(|part| part.to_string_lossy()).collect();
        let path = path.join("/");
        writeln!(list, "    ({path:?}, include_str!({file:?})),")?;
        sources.push(SourceFile { shown: format!("rules/{path}"), path, text: fs::read_to_string(&file)? });
    }
    list.push_str("]\n");
    fs::write(out.join("rules.rs"), list)?;
    write(sources, &out.join("rules"))
}

fn write(sources: Vec<SourceFile>, to: &Path) -> Result<()> {
    let rules = rule::load(Tokenizer::embedded(), sources).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        format!("the built-in rules do not load:\n{}", lines.join("\n"))
    })?;
    let mut freezer = Freezer::default();
    rules.freeze(&mut freezer);
    fs::create_dir_all(to)?;
    let Freezer { front, back } = freezer;
    for (name, Shelf { bytes, text, .. }) in [("front", front), ("back", back)] {
        fs::write(to.join(name).with_extension("bin"), bytes)?;
        fs::write(to.join(name).with_extension("txt"), text)?;
    }
    Ok(())
}

/// Adds the file itself, or the files of a folder and of those in it.
pub(crate) fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
