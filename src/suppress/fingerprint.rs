//! What makes a finding the same finding tomorrow: its rule, its words, the sentence they stand in and the file, never
//! a line number. One value for the baseline, SARIF and GitLab.
//!
//! A pure function of text and findings. It must not know where fingerprints are kept, nor what is done with them.

use std::collections::HashMap;
use std::fmt;

use crate::diagnostic::Diagnostic;
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

/// The fingerprints of the findings of one text, in their order, no two the same.
///
/// `path` is the file's name as it is kept with the fingerprints, best relative to the repository; `./` before it and
/// the direction of its slashes do not count.
pub fn fingerprints(path: &str, text: &Text, findings: &[Diagnostic]) -> Vec<Fingerprint> {
    if findings.is_empty() {
        return Vec::new();
    }
    let document = Document::parse(text);
    let path = path.replace('\\', "/");
    let path = path.trim_start_matches("./");
    let mut seen: HashMap<Fingerprint, u64> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let base = base(path, &document, finding);
            let ordinal = seen.entry(base).or_insert(0);
            let mut hash = Hash(base.0);
            hash.field(&ordinal.to_string());
            *ordinal += 1;
            hash.value()
        })
        .collect()
}

/// Without the ordinal, so that two findings on the same words of two like sentences have the same one.
fn base(path: &str, document: &Document<'_>, finding: &Diagnostic) -> Fingerprint {
    let mut hash = Hash::new();
    hash.field(path);
    hash.field(finding.rule.as_str());
    hash.field(&words(document.text(), &finding.spans));
    // What is missing has a place only to be shown at; the sentence there has nothing to do with it.
    let stands = finding.spans.iter().any(|span| !span.is_empty());
    let sentence = finding.spans.first().filter(|_| stands).and_then(|&span| around(document.sentences(), span));
    hash.field(&sentence.map_or_else(String::new, |sentence| counted(sentence.text())));
    hash.value()
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
fn around(sentences: &[Sentence], span: Span) -> Option<&Sentence> {
    let at = sentences.partition_point(|sentence| sentence.span().end() <= span.start());
    sentences.get(at).filter(|sentence| sentence.span().start() <= span.start())
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

    use crate::diagnostic::{Confidence, RuleId, Severity};

    fn finding(rule: &str, text: &Text, words: &str, nth: usize) -> Diagnostic {
        let start = text.as_str().match_indices(words).nth(nth).expect("there").0;
        Diagnostic {
            rule: RuleId::new(rule).expect("valid"),
            severity: Severity::Warning,
            confidence: Confidence::High,
            message: String::new(),
            help: String::new(),
            spans: vec![text.span(start, start + words.len()).expect("on boundaries")],
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    fn one(content: &str, words: &str) -> Fingerprint {
        let text = Text::new(content).expect("short");
        fingerprints("a.txt", &text, &[finding("excuse/busy", &text, words, 0)])[0]
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
        assert_eq!(one(sentences, "ありがとうございました"), fingerprints("a.txt", &text, &[split])[0]);
    }

    #[test]
    fn what_differs_is_told_apart() {
        let before = one(DRAFT, "忙しく");
        assert_ne!(before, one(&DRAFT.replace("遅れました", "失礼しました"), "忙しく"), "another sentence");
        assert_ne!(before, one(DRAFT, "弊社は忙しく"), "other words");
        let text = Text::new(DRAFT).expect("short");
        let other = finding("blame-shift/us", &text, "忙しく", 0);
        assert_ne!(before, fingerprints("a.txt", &text, &[other])[0], "another rule");
        let same = finding("excuse/busy", &text, "忙しく", 0);
        assert_ne!(before, fingerprints("b.txt", &text, std::slice::from_ref(&same))[0], "another file");
        assert_eq!(before, fingerprints("./a.txt", &text, &[same])[0], "the same file");
    }

    #[test]
    fn like_findings_are_counted() {
        let text = Text::new(DRAFT.repeat(3)).expect("short");
        let findings: Vec<Diagnostic> = (0..3).map(|nth| finding("excuse/busy", &text, "忙しく", nth)).collect();
        let all = fingerprints("a.txt", &text, &findings);
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
        assert_eq!(all[0], one(DRAFT, "忙しく"));
    }

    #[test]
    fn what_is_missing_does_not_depend_on_where_it_is_shown() {
        let text = Text::new(DRAFT).expect("short");
        let at = |words| {
            let mut finding = finding("missing/thanks", &text, words, 0);
            finding.spans = vec![finding.spans[0].at_end()];
            fingerprints("a.txt", &text, &[finding])[0]
        };
        assert_eq!(at("おります"), at("以上です"));
    }

    #[test]
    fn the_value_never_changes() {
        assert_eq!(one(DRAFT, "忙しく").to_string(), "c1ff2734f0cc9da87bf98c39f7b7f37c");
    }
}
