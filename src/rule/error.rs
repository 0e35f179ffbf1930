//! What is wrong with a rule file, with the place in it. Rendering is `report`'s business.

use std::ops::Range;
use std::sync::Arc;

/// A file of rules, elements, lists or scenarios, as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Path inside the pack, with `/`: `rebuttal/contradiction.toml`.
    pub path: String,
    /// Where it was read from, for messages.
    pub shown: String,
    /// Its text; empty for a file of the built-in rules, which are not loaded from it.
    pub text: String,
}

/// Something wrong with a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The file.
    pub file: Arc<SourceFile>,
    /// What is wrong, in Japanese, one line.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
    /// Byte range in the file's text.
    pub span: Range<usize>,
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = self.file.text.get(..self.span.start).unwrap_or_default().matches('\n').count() + 1;
        write!(f, "{}:{line}: {}", self.file.shown, self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "（{help}）"))
    }
}

impl std::error::Error for LoadError {}

/// The word of `known` that is nearest to a misspelt one, if any is near.
pub(crate) fn suggest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (word.chars().count() / 3).max(1) + 1;
    known.into_iter().map(|k| (distance(word, k), k)).filter(|&(d, _)| d <= limit).min().map(|(_, k)| k)
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn a_misspelt_word_finds_its_neighbour() {
        let known = ["severity", "message", "help"];
        assert_eq!(suggest("serverity", known), Some("severity"));
        assert_eq!(suggest("massage", known), Some("message"));
        assert_eq!(suggest("zzzzzz", known), None);
    }
}
