//! Tags of the common template engines: Handlebars, Mustache, Liquid, Jinja, Twig, ERB, EJS, Mailchimp and the plainer
//! ways to write a variable. What a tag would do is not asked, only what kind it is. It must not know what surrounds it.

use std::ops::Range;

/// A tag in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// What the reader will see in its place.
    pub(super) meaning: Meaning,
}

/// What stands in a tag's place when the template is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A value: the variable in one form for all engines, `{{customer.name}}`.
    Variable(String),
    /// Nothing: a condition, a loop, a comment.
    Nothing,
}

/// A longer tag is none.
const LONGEST: usize = 4096;

/// How engines enclose their tags; the longer opening signs come first.
const FORMS: [(&str, &str, Form); 15] = [
    ("{{!--", "--}}", Form::Nothing),
    ("{{{", "}}}", Form::Value),
    ("{{", "}}", Form::Braces),
    ("{%", "%}", Form::Statement),
    ("{#", "#}", Form::Nothing),
    ("<%#", "%>", Form::Nothing),
    ("<%--", "--%>", Form::Nothing),
    ("<%=", "%>", Form::Value),
    ("<%", "%>", Form::Statement),
    ("<?=", "?>", Form::Value),
    ("<?php", "?>", Form::Nothing),
    ("${", "}", Form::Value),
    ("#{", "}", Form::Value),
    ("*|", "|*", Form::Merge),
    ("[[", "]]", Form::Value),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A value.
    Value,
    /// A value, unless a sign of Handlebars begins it.
    Braces,
    /// Nothing, unless another template is put in.
    Statement,
    /// Nothing.
    Nothing,
    /// Mailchimp: `NAME` is a value, `IF:…` is none.
    Merge,
}

/// The tags of a text, in order, none overlapping another.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    // Where the next closing sign of each form stands, so that no part of the text is searched twice for it.
    let mut closers: [Option<usize>; FORMS.len()] = [Some(0); FORMS.len()];
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let found = match byte {
            b'{' | b'<' | b'$' | b'#' | b'*' | b'[' => {
                enclosed(text, at, &mut closers).or_else(|| if byte == b'{' { single(text, at) } else { None })
            }
            b'%' => percent(text, at),
            _ => None,
        };
        match found {
            Some(tag) => {
                at = tag.range.end;
                tags.push(tag);
            }
            None => at += 1,
        }
    }
    tags
}

/// The text with its tags written over, byte for byte, so that whoever reads the markup around them sees plain words.
pub(super) fn masked(text: &str, tags: &[Tag]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    for tag in tags {
        masked.push_str(&text[end..tag.range.start]);
        masked.extend(std::iter::repeat_n('x', tag.range.len()));
        end = tag.range.end;
    }
    masked.push_str(&text[end..]);
    masked
}

fn enclosed(text: &str, at: usize, closers: &mut [Option<usize>; FORMS.len()]) -> Option<Tag> {
    let (index, &(open, close, form)) = FORMS.iter().enumerate().find(|(_, form)| text[at..].starts_with(form.0))?;
    let inside = at + open.len();
    let known = &mut closers[index];
    if known.is_some_and(|known| known < inside) {
        *known = text[inside..].find(close).map(|found| inside + found);
    }
    let closed = (*known)?;
    if closed - at > LONGEST {
        return None;
    }
    let words = text[inside..closed].trim();
    let meaning = match form {
        Form::Nothing => Meaning::Nothing,
        Form::Value => value(words),
        Form::Braces => braces(words),
        Form::Statement => statement(words),
        Form::Merge if words.contains(':') => Meaning::Nothing,
        Form::Merge => value(words),
    };
    // A brace alone and a bracket pair are also signs of ordinary text; an empty value is no variable.
    let empty = matches!(&meaning, Meaning::Variable(name) if name == "{{}}");
    let one_line = !matches!(open, "${" | "#{" | "[[" | "*|") || !words.contains('\n');
    (!empty && one_line).then(|| Tag { range: at..closed + close.len(), meaning })
}

fn braces(words: &str) -> Meaning {
    match words.as_bytes().first() {
        Some(b'!' | b'#' | b'/' | b'^' | b'~') => Meaning::Nothing,
        Some(b'>') => value(&words[1..]),
        Some(b'&') => value(&words[1..]),
        _ if words == "else" || words.starts_with("else ") || words == "end" => Meaning::Nothing,
        _ if ["if ", "range ", "with ", "define ", "block ", "- if ", "- end"]
            .iter()
            .any(|go| words.starts_with(go)) =>
        {
            Meaning::Nothing
        }
        _ => value(words),
    }
}

/// `include "signature"` and its kin put words in; nothing else does, but EJS's `- name`.
fn statement(words: &str) -> Meaning {
    let words = words.trim_matches(['-', '~', '+']).trim();
    let verb = words.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    if ["include", "render", "partial", "echo", "print"].contains(&verb) {
        let rest = &words[verb.len()..];
        let name = rest.split(['"', '\'']).nth(1).unwrap_or(rest);
        return value(name.rsplit('/').next().unwrap_or(name));
    }
    Meaning::Nothing
}

/// `h(@user.name)`, `customer['name'] | default: "お客様"` → `{{h.user.name}}`, `{{customer.name}}`
fn value(words: &str) -> Meaning {
    let words = words.split('|').next().unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let parts: Vec<&str> = words.split(|c: char| !is_part(c)).filter(|part| !part.is_empty()).take(6).collect();
    Meaning::Variable(format!("{{{{{}}}}}", parts.join(".")))
}

/// `{name}`
fn single(text: &str, at: usize) -> Option<Tag> {
    let name = name(&text[at + 1..], '}')?;
    let meaning = Meaning::Variable(format!("{{{{{name}}}}}"));
    Some(Tag { range: at..at + name.len() + 2, meaning })
}

/// `%name%` and `%%name%%`; 「10%引き、20%オフ」 holds none.
fn percent(text: &str, at: usize) -> Option<Tag> {
    let signs = if text[at..].starts_with("%%") { 2 } else { 1 };
    let name = name(&text[at + signs..], '%')?;
    let end = at + signs + name.len();
    let closed = text[end..].starts_with(&"%%"[..signs]);
    let after_digit = text[..at].ends_with(|c: char| c.is_numeric());
    let meaning = Meaning::Variable(format!("{{{{{name}}}}}"));
    (closed && !after_digit).then(|| Tag { range: at..end + signs, meaning })
}

/// A name of letters, or of some kanji and katakana, right before the closing sign.
fn name(text: &str, close: char) -> Option<&str> {
    let is_latin = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let is_japanese = |c: char| matches!(c, '一'..='鿿' | 'ァ'..='ヶ' | 'ー' | 'お' | 'ご');
    let end = text.char_indices().take(64).find(|&(_, c)| c == close).map(|(end, _)| end)?;
    let name = &text[..end];
    let latin = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_latin);
    let japanese = (2..=10).contains(&name.chars().count()) && name.chars().all(is_japanese);
    (latin || japanese).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with what stands in its tags' place.
    fn filled(text: &str) -> String {
        let mut filled = String::new();
        let mut end = 0;
        for tag in tags(text) {
            filled.push_str(&text[end..tag.range.start]);
            if let Meaning::Variable(name) = &tag.meaning {
                filled.push_str(name);
            }
            end = tag.range.end;
        }
        filled + &text[end..]
    }

    #[test]
    fn every_engine_has_its_variables() {
        for (text, wanted) in [
            ("{{ customer.name }}様", "{{customer.name}}様"),
            ("{{{ html }}}", "{{html}}"),
            ("{{ name | default: \"お客様\" }}", "{{name}}"),
            ("{{ customer['name'] }}", "{{customer.name}}"),
            ("<%= @order.name %>様", "{{order.name}}様"),
            ("<?= $name ?>", "{{name}}"),
            ("${user.name}と#{x}", "{{user.name}}と{{x}}"),
            ("%NAME%と%%会社名%%と%お客様名%", "{{NAME}}と{{会社名}}と{{お客様名}}"),
            ("[[会社名]]、*|FNAME|*、{name}", "{{会社名}}、{{FNAME}}、{{name}}"),
            ("{{> signature}}{% include 'mail/signature' %}", "{{signature}}{{signature}}"),
        ] {
            assert_eq!(filled(text), wanted, "{text}");
        }
    }

    #[test]
    fn conditions_and_comments_leave_nothing() {
        for text in [
            "{% if order.late %}",
            "{%- endif -%}",
            "{{#if x}}",
            "{{/if}}",
            "{{else}}",
            "{{! note }}",
            "{{!-- a }} --}}",
            "{# note #}",
            "<% items.each do |i| %>",
            "<% end %>",
            "<%# note %>",
            "<%-- note --%>",
            "<?php if ($a): ?>",
            "*|IF:NAME|*",
            "*|END:IF|*",
            "{{^x}}",
        ] {
            assert_eq!(filled(text), "", "{text}");
        }
    }

    #[test]
    fn ordinary_text_has_no_tags() {
        for text in
            ["粗利は30%、経費は20%です", "10%引き%", "{{", "{% x", "a{b c}", "[[", "$100", "#1 {}", "{{}}", "<p>%</p>"]
        {
            assert_eq!(tags(text), [], "{text}");
        }
    }

    #[test]
    fn a_mask_keeps_every_byte_in_its_place() {
        let text = "{{氏名}}様<b>";
        let masked = masked(text, &tags(text));
        assert_eq!(masked.len(), text.len());
        assert!(masked.ends_with("x様<b>"), "{masked}");
    }

    #[test]
    fn many_open_tags_take_linear_time() {
        for open in ["{{", "<%", "[[", "{%", "%", "${"] {
            assert_eq!(tags(&open.repeat(300_000)), [], "{open}");
        }
    }
}
