//! A template of plain text → what its reader will see: variables in one form, statements and comments gone with the
//! lines they stand on alone.

use super::origin::Builder;
use super::tag::{Meaning, Tag};

/// The judged text of a template.
pub(super) fn read(text: &str, tags: &[Tag]) -> Builder {
    let mut builder = Builder::default();
    let mut tags = tags.iter().peekable();
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |found| at + found + 1);
        let line_began = builder.judged().len();
        let mut silent = false;
        // A tag may reach into the next lines: the line goes on behind it.
        let mut from = at;
        while let Some(tag) = tags.next_if(|tag| tag.range.start < end.max(from)) {
            builder.copy(&text[from..tag.range.start], from);
            match &tag.meaning {
                Meaning::Variable(name) => builder.stand_in(name, tag.range.clone()),
                Meaning::Nothing => silent = true,
            }
            from = tag.range.end;
        }
        if from > end {
            let rest = text[from..].find('\n').map_or(text.len(), |found| from + found + 1);
            let next_tag = tags.peek().map_or(rest, |tag| tag.range.start.min(rest));
            builder.copy(&text[from..next_tag], from);
            at = next_tag;
        } else {
            builder.copy(&text[from..end], from);
            at = end;
        }
        let alone = builder.judged()[line_began..].trim().is_empty();
        if silent && alone {
            builder.truncate(line_began);
        }
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::super::tag::tags;
    use super::*;

    fn judged(text: &str) -> String {
        read(text, &tags(text)).judged().to_owned()
    }

    #[test]
    fn lines_of_statements_alone_are_gone() {
        let text = "<%= name %>様\n\n{% if late %}\n遅れます。\n  {% endif %}\r\nまた{# x #}\n";
        assert_eq!(judged(text), "{{name}}様\n\n遅れます。\nまた\n");
    }

    #[test]
    fn a_tag_over_lines_is_one_tag() {
        assert_eq!(judged("前\n{# 一\n二 #}\n後{{ a\n }}様\n末"), "前\n後{{a}}様\n末");
        assert_eq!(judged("{# 一\n #}{{b}}様\n末"), "{{b}}様\n末");
    }
}
