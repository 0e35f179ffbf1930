//! What makes a finding the same finding tomorrow: its rule, its words, the sentence they stand in and the file, never
//! a line number. One value for the baseline, SARIF and GitLab.
//!
//! Pure functions of text and findings. They must not know where fingerprints are kept, nor what is done with them.

use std::collections::HashMap;
use std::fmt;

use crate::diagnostic::{Diagnostic, Identity};
use crate::mail::{Document, Sentence};
use crate::text::{Normal, Span, Text};

/// Characters of the words, and of the sentence, that count. Longer ones are told apart by their beginnings and by
/// their ordinals, so that many findings in one endless sentence cost no more than as many short ones.
const COUNTED: usize = 400;

/// The name of a finding that survives moved and rewrapped lines, and changes of the text elsewhere. Shown as 32
/// hexadecimal digits.
///
/// It tells findings apart; it is no defence against somebody who wants two to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u128);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// What makes a finding of a document the same one tomorrow, but for its file and for others like it. To be asked of
/// the text that is judged: a page's words stay what they are when its tags change.
pub fn identity(document: &Document<'_>, finding: &Diagnostic) -> Identity {
    let mut hash = Hash::new();
    hash.field(finding.rule.as_str());
    hash.field(&words(document.text(), &finding.spans));
    // What is missing has a place only to be shown at; the sentence there has nothing to do with it.
    let stands = finding.spans.iter().any(|span| !span.is_empty());
    let sentence = finding.spans.first().filter(|_| stands).and_then(|&span| around(document, span));
    hash.field(&sentence.map_or_else(String::new, |sentence| counted(sentence.text())));
    Identity(hash.0)
}

/// Gives out fingerprints, no two the same: like findings are counted, over all mails of a file.
#[derive(Clone, Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<Fingerprint, u64>,
}

impl Fingerprints {
    /// The fingerprints of the findings of one text, in their order.
    ///
    /// `path` is the file's name as it is kept with the fingerprints, best relative to the repository; `./` before it
    /// and the direction of its slashes do not count.
    pub fn of(&mut self, path: &str, findings: &[Diagnostic]) -> Vec<Fingerprint> {
        let path = path.replace('\\', "/");
        let path = path.trim_start_matches("./");
        let mut of = |finding: &Diagnostic| {
            let mut hash = Hash::new();
            hash.field(path);
            hash.field(&finding.identity.0.to_string());
            let ordinal = self.seen.entry(hash.value()).or_insert(0);
            hash.field(&ordinal.to_string());
            *ordinal += 1;
            hash.value()
        };
        findings.iter().map(&mut of).collect()
    }
}

/// The words as they are normalised for matching, without what wrapping puts between them.
fn words(text: &Text, spans: &[Span]) -> String {
    let mut words = String::new();
    for &span in spans {
        words.push_str(&counted(Normal::of(text, head(text, span)).as_str()));
    }
    counted(&words)
}

/// The beginning of a span, with characters to spare for those that do not count.
fn head(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let end = words.char_indices().nth(2 * COUNTED).map_or(words.len(), |(at, _)| at);
    text.span(span.start(), span.start() + end).unwrap_or(span)
}

fn counted(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).take(COUNTED).collect()
}

/// The sentence in which a span begins.
fn around<'d>(document: &'d Document<'_>, span: Span) -> Option<&'d Sentence> {
    let sentence = document.sentences().get(document.sentence_at(span.start()));
    sentence.filter(|sentence| sentence.span().start() <= span.start())
}

/// FNV-1a with 128 bits: the same on every machine and in every version, which the standard library's hashers are not.
struct Hash(u128);

impl Hash {
    fn new() -> Hash {
        Hash(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// Adds one field; no two lists of fields are the same bytes.
    fn field(&mut self, field: &str) {
        let length = field.len() as u64;
        for &byte in length.to_le_bytes().iter().chain(field.as_bytes()) {
            self.0 ^= u128::from(byte);
            self.0 = self.0.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }

    fn value(&self) -> Fingerprint {
        Fingerprint(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(rule: &str, text: &Text, words: &str, nth: usize) -> Diagnostic {
        let mut finding = crate::suppress::finding(rule, text, words, nth);
        finding.identity = identity(&Document::parse(text), &finding);
        finding
    }

    fn fingerprints(path: &str, findings: &[Diagnostic]) -> Vec<Fingerprint> {
        Fingerprints::default().of(path, findings)
    }

    fn one(content: &str, words: &str) -> Fingerprint {
        let text = Text::new(content).expect("short");
        fingerprints("a.txt", &[finding("excuse/busy", &text, words, 0)])[0]
    }

    const DRAFT: &str = "田中様\n\nお世話になっております。\n弊社は忙しく、遅れました。\n以上です。\n";

    #[test]
    fn what_moves_stays_the_same() {
        let before = one(DRAFT, "忙しく");
        assert_eq!(before, one(&format!("件名: ご返信\n\n{DRAFT}よろしくお願いいたします。\n"), "忙しく"));
        assert_eq!(before, one(&DRAFT.replace("以上です", "以上でございます"), "忙しく"));
    }

    #[test]
    fn wrapped_lines_make_no_difference() {
        let sentences = "このたびは、弊社の勤怠管理システムをご検討いただき、誠にありがとうございました。お忙しい中、\
            社内でのご説明の場まで設けていただきましたこと、深く感謝申し上げます。\n";
        let wrapped =
            sentences.replace("ありがとうござい", "ありがとうご\r\nざい").replace("ましたこと", "ましたこ\nと");
        assert_eq!(one(sentences, "お忙しい中"), one(&wrapped, "お忙しい中"));
        let text = Text::new(wrapped).expect("short");
        let mut split = finding("excuse/busy", &text, "ありがとうご", 0);
        split.spans.extend(finding("excuse/busy", &text, "ざいました", 0).spans);
        split.identity = identity(&Document::parse(&text), &split);
        assert_eq!(one(sentences, "ありがとうございました"), fingerprints("a.txt", &[split])[0]);
    }

    #[test]
    fn what_differs_is_told_apart() {
        let before = one(DRAFT, "忙しく");
        assert_ne!(before, one(&DRAFT.replace("遅れました", "失礼しました"), "忙しく"), "another sentence");
        assert_ne!(before, one(DRAFT, "弊社は忙しく"), "other words");
        let text = Text::new(DRAFT).expect("short");
        let other = finding("blame-shift/us", &text, "忙しく", 0);
        assert_ne!(before, fingerprints("a.txt", &[other])[0], "another rule");
        let same = finding("excuse/busy", &text, "忙しく", 0);
        assert_ne!(before, fingerprints("b.txt", std::slice::from_ref(&same))[0], "another file");
        assert_eq!(before, fingerprints("./a.txt", &[same])[0], "the same file");
    }

    #[test]
    fn like_findings_are_counted() {
        let text = Text::new(DRAFT.repeat(3)).expect("short");
        let findings: Vec<Diagnostic> = (0..3).map(|nth| finding("excuse/busy", &text, "忙しく", nth)).collect();
        let all = fingerprints("a.txt", &findings);
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
        assert_eq!(all[0], one(DRAFT, "忙しく"));
    }

    #[test]
    fn like_findings_are_counted_over_the_mails_of_a_file() {
        let text = Text::new(DRAFT).expect("short");
        let finding = finding("excuse/busy", &text, "忙しく", 0);
        let mut prints = Fingerprints::default();
        let first = prints.of("a.mbox", std::slice::from_ref(&finding));
        assert_ne!(first, prints.of("a.mbox", std::slice::from_ref(&finding)));
        assert_eq!(prints.of("b.mbox", std::slice::from_ref(&finding)), fingerprints("b.mbox", &[finding]));
    }

    #[test]
    fn what_is_missing_does_not_depend_on_where_it_is_shown() {
        let text = Text::new(DRAFT).expect("short");
        let at = |words| {
            let mut finding = finding("missing/thanks", &text, words, 0);
            finding.spans = vec![finding.spans[0].at_end()];
            finding.identity = identity(&Document::parse(&text), &finding);
            fingerprints("a.txt", &[finding])[0]
        };
        assert_eq!(at("おります"), at("以上です"));
    }

    #[test]
    fn the_value_never_changes() {
        assert_eq!(one(DRAFT, "忙しく").to_string(), "5fc420e25184351e12620197ccab984e");
    }
}
