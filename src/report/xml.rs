//! Text fit for XML 1.0: markup escaped, and characters that XML forbids made visible.
//!
//! It must not know what is written around it.

use super::visible::{is_hidden, visible};

/// For character data and for attributes in either kind of quotation marks. Line breaks survive in attributes too.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            // `##[…]` is a command to CI runners.
            '#' if before == '#' => out.push_str("&#35;"),
            c if is_hidden(c) || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(xml_visible(c)),
            c => out.push(c),
        }
        before = c;
    }
    out
}

fn xml_visible(c: char) -> char {
    if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { visible(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_and_nothing_is_forbidden() {
        assert_eq!(escaped("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
        assert_eq!(escaped("\u{1b}\u{ffff}\u{202e}\t\n##[x]"), "␛\u{fffd}\u{fffd}&#9;&#10;#&#35;[x]");
        assert_eq!(escaped("𠮷か\u{3099}"), "𠮷か\u{3099}");
    }
}
