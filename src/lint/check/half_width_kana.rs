//! Half-width kana: ｻｲｽﾞ. They may be replaced unread.

use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic::{Edit, Fix};
use crate::mail::Part;
use crate::text::Span;

use super::super::context::{Context, Found};

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    let text = context.document.text();
    let lines = context.document.lines().iter().filter(|line| parts.contains(&line.part));
    lines
        .flat_map(|line| {
            let runs = runs(text.slice(line.span));
            let at = line.span.start();
            runs.into_iter().filter_map(move |(start, end)| text.span(at + start, at + end))
        })
        .map(|span| found(span, text.slice(span)))
        .collect()
}

fn found(span: Span, words: &str) -> Found {
    let wide: String = words.nfkc().collect();
    let mut found = Found::at(vec![span]).with("expected", &wide);
    found.fixes.push(Fix { safe: true, edits: vec![Edit { span, text: wide }] });
    found
}

/// Runs of half-width kana with the half-width punctuation among them. A lone mark is not kana: (ﾟдﾟ) and ･ are left alone.
fn runs(line: &str) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut open: Option<(usize, bool)> = None;
    for (at, c) in line.char_indices().chain([(line.len(), '\n')]) {
        let letter = matches!(c, '\u{ff66}'..='\u{ff9d}');
        let belongs = letter || matches!(c, '\u{ff61}'..='\u{ff65}' | '\u{ff9e}' | '\u{ff9f}');
        match open {
            None if belongs => open = Some((at, letter)),
            Some((start, lettered)) if belongs => open = Some((start, lettered || letter)),
            Some((start, lettered)) => {
                if lettered {
                    runs.push((start, at));
                }
                open = None;
            }
            None => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged;

    const RULE: &str = "hygiene/half-width-kana";

    #[test]
    fn half_width_kana_is_found_run_by_run() {
        assert_eq!(flagged(RULE, "ｻｲｽﾞ違いのｶﾞﾗｽです。"), ["ｻｲｽﾞ", "ｶﾞﾗｽ"]);
        assert_eq!(flagged(RULE, "件名：ｷｬﾝｾﾙの件\n\n山田様\n\n承知しました。\n"), ["ｷｬﾝｾﾙ"]);
    }

    #[test]
    fn full_width_kana_and_lone_marks_are_left_alone() {
        for text in ["サイズ違いです。", "(ﾟ_ﾟ)", "A･B", "abc"] {
            assert_eq!(flagged(RULE, text), [""; 0], "{text}");
        }
    }
}
