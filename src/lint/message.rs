//! A rule's words put to one finding: placeholders filled, fixes turned into edits.

use crate::diagnostic::{Edit, Fix};
use crate::rule::Rule;
use crate::text::{Span, Text};

/// Longer quotations from the draft are cut in messages; the report underlines them whole.
const CLIP: usize = 30;

/// The words at some spans, line breaks left out.
pub(super) fn words(text: &Text, spans: &[Span]) -> String {
    let joined: String = spans.iter().map(|&span| text.slice(span)).collect();
    joined.chars().filter(|c| !matches!(c, '\n' | '\r')).collect()
}

/// At most so many characters.
pub(super) fn clip(words: &str) -> String {
    if words.chars().count() <= CLIP {
        return words.to_owned();
    }
    words.chars().take(CLIP - 1).chain(['…']).collect()
}

/// Puts values in the place of `{name}`. What was put in is not looked at again: a draft may hold braces.
pub(super) fn fill(template: &str, values: &[(String, String)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        match behind.split_once('}') {
            Some((name, after)) => {
                match values.iter().find(|(known, _)| known == name) {
                    Some((_, value)) => filled.push_str(value),
                    None => {
                        filled.push('{');
                        filled.push_str(name);
                        filled.push('}');
                    }
                }
                rest = after;
            }
            None => {
                filled.push('{');
                rest = behind;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The fixes of a rule that fit the flagged words.
pub(super) fn fixes(rule: &Rule, text: &Text, spans: &[Span]) -> Vec<Fix> {
    rule.fixes
        .iter()
        .filter_map(|fix| {
            let edits = match &fix.from {
                Some(from) => vec![replace(text, spans, from, &fix.to)?],
                None => whole(spans, &fix.to),
            };
            Some(Fix { safe: fix.safe, edits })
        })
        .collect()
}

/// Replaces `from` where it stands in one of the spans.
fn replace(text: &Text, spans: &[Span], from: &str, to: &str) -> Option<Edit> {
    spans.iter().find_map(|&span| {
        let start = span.start() + text.slice(span).find(from)?;
        Some(Edit { span: text.span(start, start + from.len())?, text: to.to_owned() })
    })
}

/// Puts the new words at the first line's share and takes the others away.
fn whole(spans: &[Span], to: &str) -> Vec<Edit> {
    let text_of = |index| if index == 0 { to.to_owned() } else { String::new() };
    spans.iter().enumerate().map(|(index, &span)| Edit { span, text: text_of(index) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_not_filled_again() {
        let values = vec![("match".to_owned(), "{count}".to_owned()), ("count".to_owned(), "3".to_owned())];
        assert_eq!(fill("「{match}」が {count} 回 {other} {", &values), "「{count}」が 3 回 {other} {");
    }
}
