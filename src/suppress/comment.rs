//! What a text says itself about its findings: comments that its reader never sees, and its front matter.
//!
//! `mailint-disable RULE, RULE -- reason` is for the whole text, `mailint-disable-next-line` for the line behind it. In
//! the front matter the key is `mailint-disable`, its value or the items of its list as in a comment.

use std::ops::Range;

/// Which comments of a text its reader never sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    /// `<!-- … -->`: HTML and Markdown.
    pub markup: bool,
    /// Those of template engines: a program fills the text in.
    pub template: bool,
}

/// What one comment, or one entry of the front matter, says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Ids or categories; none where the comment is wrong.
    pub rules: Vec<String>,
    /// Why; `None` where it is missing.
    pub reason: Option<String>,
    /// Where the finding has to begin.
    pub scope: WrittenScope,
    /// The words from `mailint-disable` to the end of the comment, in bytes of the text.
    pub place: Range<usize>,
}

/// How far a comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenScope {
    /// The whole text.
    Text,
    /// The line behind the one with this byte of the text, where the comment ends.
    LineBehind(usize),
}

const WORD: &str = "mailint-disable";
const NEXT_LINE: &str = "-next-line";
/// A longer comment is read no further, so that an open one costs no more than this.
const LONGEST: usize = 2000;
/// Nobody reads more of them.
const MOST: usize = 200;
/// So far before the word its comment begins, in bytes.
const NEAR: usize = 100;
/// Lines of front matter.
const MOST_LINES: usize = 200;

const MARKUP: [(&str, &str); 1] = [("<!--", "-->")];
const TEMPLATE: [(&str, &str); 5] = [("{{!--", "--}}"), ("{{!", "}}"), ("{#", "#}"), ("<%#", "%>"), ("<%--", "--%>")];

/// Everything that comments of a text say of its findings, in its order.
pub fn comments(text: &str, comments: Comments) -> Vec<Written> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(WORD).take(MOST) {
        let before = text[boundary(text, at.saturating_sub(NEAR))..at].trim_end();
        let opened = |&&(open, _): &&(&str, &str)| before.ends_with(open);
        let markup = MARKUP.iter().filter(|_| comments.markup);
        let template = TEMPLATE.iter().filter(|_| comments.template);
        let Some(&(_, close)) = markup.chain(template).find(opened) else { continue };
        let end = boundary(text, at + LONGEST);
        let Some(length) = text[at..end].find(close) else { continue };
        let words = text[at..at + length].trim_end();
        let place = at..at + words.len();
        found.push(read(words, place, at + length));
    }
    found
}

fn boundary(text: &str, byte: usize) -> usize {
    (byte.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// `mailint-disable RULE, RULE -- reason`
fn read(words: &str, place: Range<usize>, end: usize) -> Written {
    let rest = words.strip_prefix(WORD).unwrap_or(words);
    let (scope, rest) = match rest.strip_prefix(NEXT_LINE) {
        Some(rest) => (WrittenScope::LineBehind(end), rest),
        None => (WrittenScope::Text, rest),
    };
    let (rules, reason) = rules_and_reason(rest);
    Written { rules, reason, scope, place }
}

fn rules_and_reason(words: &str) -> (Vec<String>, Option<String>) {
    let (rules, reason) = words.split_once(" -- ").or_else(|| words.split_once("\n-- ")).unwrap_or((words, ""));
    let rules = rules.split([',', '、', ' ', '\t', '\r', '\n']).filter(|name| !name.is_empty());
    let reason = reason.trim();
    (rules.map(str::to_owned).collect(), (!reason.is_empty()).then(|| reason.to_owned()))
}

/// What the front matter of a text says of its findings: `mailint-disable: RULE -- reason`, or a list of such behind
/// the key.
pub fn front_matter(text: &str) -> Vec<Written> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    let mut found = Vec::new();
    let mut in_list = false;
    for (number, line) in text[start..].split_inclusive('\n').take(MOST_LINES).enumerate() {
        let begin = at;
        at += line.len();
        let words = line.trim_end();
        match (number, words) {
            (0, "---") => continue,
            (0, _) => return Vec::new(),
            (_, "---") => return found,
            _ => {}
        }
        let value = if let Some(value) = words.strip_prefix(WORD).and_then(|rest| rest.strip_prefix(':')) {
            in_list = value.trim().is_empty();
            (!in_list).then_some(value)
        } else if in_list {
            let item = words.trim_start().strip_prefix("- ");
            in_list = item.is_some();
            item
        } else {
            None
        };
        if let Some(value) = value.map(str::trim) {
            let value = value.strip_prefix(['"', '\'']).and_then(|v| v.strip_suffix(['"', '\''])).unwrap_or(value);
            let (rules, reason) = rules_and_reason(value);
            let from = begin + line.find(value).unwrap_or(0);
            found.push(Written { rules, reason, scope: WrittenScope::Text, place: from..from + value.len() });
        }
    }
    // What never ends is no front matter.
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both, as nobody but a test wants them.
    fn written(text: &str, which: Comments) -> Vec<Written> {
        front_matter(text).into_iter().chain(comments(text, which)).collect()
    }

    const ALL: Comments = Comments { markup: true, template: true };

    fn one(text: &str) -> Written {
        let mut found = written(text, ALL);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.remove(0)
    }

    #[test]
    fn every_kind_of_comment_is_read() {
        for text in [
            "<!-- mailint-disable excuse/busy, rebuttal -- 社長の言葉 -->",
            "{{! mailint-disable excuse/busy, rebuttal -- 社長の言葉 }}",
            "{{!-- mailint-disable excuse/busy, rebuttal -- 社長の言葉 --}}",
            "{# mailint-disable excuse/busy rebuttal -- 社長の言葉 #}",
            "<%# mailint-disable excuse/busy、rebuttal -- 社長の言葉 %>",
            "<%-- mailint-disable excuse/busy,rebuttal\n-- 社長の言葉 --%>",
            "---\nscenario: delay\nmailint-disable: excuse/busy, rebuttal -- 社長の言葉\n---\n本文",
            "\u{feff}---\r\nmailint-disable:\r\n  - \"excuse/busy, rebuttal -- 社長の言葉\"\r\nscenario: delay\r\n---\r\n",
        ] {
            let found = one(text);
            assert_eq!(found.rules, ["excuse/busy", "rebuttal"], "{text}");
            assert_eq!(found.reason.as_deref(), Some("社長の言葉"), "{text}");
            assert_eq!(found.scope, WrittenScope::Text);
            assert!(text[found.place.clone()].ends_with("社長の言葉"), "{}", &text[found.place]);
        }
    }

    #[test]
    fn the_line_behind_a_comment_may_be_meant() {
        let text = "一\n<!-- mailint-disable-next-line\n excuse -- 理由 -->\n二\n";
        let found = one(text);
        let end = text.find("-->").expect("there");
        assert_eq!((found.scope, found.rules.as_slice()), (WrittenScope::LineBehind(end), &["excuse".to_owned()][..]));
    }

    #[test]
    fn what_the_reader_sees_is_no_comment() {
        let text = "<!-- mailint-disable excuse -- 理由 --> {{! mailint-disable excuse -- 理由 }}";
        assert_eq!(written(text, Comments::default()), []);
        assert_eq!(written(text, Comments { markup: true, template: false }).len(), 1);
        assert_eq!(written("mailint-disable excuse -- 理由", ALL), []);
        assert_eq!(written("<!-- mailint-disable excuse -- 理由", ALL), []);
        assert_eq!(written("---\nmailint-disable: excuse -- 理由\n", ALL), []);
    }

    #[test]
    fn a_missing_reason_is_none() {
        assert_eq!(one("<!-- mailint-disable excuse -->").reason, None);
        assert_eq!(one("<!-- mailint-disable excuse --  -->").reason, None);
        assert!(one("{# mailint-disable -- 理由 #}").rules.is_empty());
    }

    #[test]
    fn open_comments_take_linear_time() {
        let text = "<!-- mailint-disable ".repeat(50_000);
        assert_eq!(written(&text, ALL), []);
    }
}
