//! The front matter of a text, as far as reading it depends on it: where it ends, and whether it says `kind`.

use crate::mail::Kind;

/// A longer block is none.
const MOST_LINES: usize = 200;

/// The bytes of a leading block between `---` lines, with the line break behind it; 0 where there is none.
pub(super) fn length(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return 0 };
    let mut length = first.len();
    for line in lines.take(MOST_LINES) {
        length += line.len();
        if line.trim_end() == "---" {
            return length;
        }
    }
    0
}

/// What the front matter says the text is.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let front = &text[..length(text)];
    front.lines().find_map(|line| Kind::parse(line.strip_prefix("kind:")?.trim().trim_matches(['"', '\''])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_ends_at_its_second_line_of_dashes() {
        let text = "---\r\nkind: 'template'\r\n---\r\n本文";
        assert_eq!((&text[length(text)..], kind(text)), ("本文", Some(Kind::Template)));
        assert_eq!(length("---\nkind: template\n"), 0);
        assert_eq!(kind("kind: template\n"), None);
    }
}
