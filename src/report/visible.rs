//! Untrusted text made fit to be shown: one line, no control characters, nothing that turns the reading direction.
//!
//! Every word of a draft, every path and every message goes through here before a person's terminal sees it. It
//! must not know what is shown, or where.

/// The text on one line: line breaks become `⏎`, tabs a space, and every other control character a visible one.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' => line.push('⏎'),
            '\t' => line.push(' '),
            other => line.push(visible(other)),
        }
    }
    line
}

/// At most `limit` characters of [`one_line`]; what is cut off is told by an ellipsis.
pub fn clipped(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => one_line(&text[..end]) + "…",
        None => one_line(text),
    }
}

/// The character itself, or one that stands for it visibly. One for one, so that columns stay what they are. A tab
/// stays a tab.
pub fn visible(c: char) -> char {
    match c {
        '\t' => '\t',
        '\u{0}'..='\u{1f}' => char::from_u32(u32::from(c) + 0x2400).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        c if is_hidden(c) => '\u{fffd}',
        other => other,
    }
}

/// Characters that have no picture and can command a terminal, turn the text around or break a line where none ends.
/// The zero-width joiner and the variation selectors belong to emoji and to kanji variants and are not among them.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200c}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_can_command_a_terminal() {
        assert_eq!(one_line("a\u{1b}[31mb\u{7}\u{202e}c\u{9b}"), "a␛[31mb␇\u{fffd}c\u{fffd}");
    }

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(one_line("一\r\n二\n三\r四\u{2028}五\t六"), "一⏎二⏎三⏎四\u{fffd}五 六");
    }

    #[test]
    fn japanese_is_left_alone() {
        for text in ["𠮷田様", "ｶﾞｷﾞ", "か\u{3099}", "　〜～①", "葛\u{e0100}", "👨\u{200d}👩"] {
            assert_eq!(one_line(text), text);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(clipped("𠮷田様へ", 2), "𠮷田…");
        assert_eq!(clipped("𠮷田", 2), "𠮷田");
    }
}
