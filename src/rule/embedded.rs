//! The built-in rules: the files under `rules/`, found by the build script in sorted order.

use super::error::SourceFile;

/// Paths under `rules/` with their texts.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The built-in rule files.
pub fn builtin_sources() -> Vec<SourceFile> {
    FILES
        .iter()
        .map(|&(path, text)| SourceFile {
            path: path.to_owned(),
            shown: format!("rules/{path}"),
            text: text.to_owned(),
        })
        .collect()
}
