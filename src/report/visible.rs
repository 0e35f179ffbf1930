//! Untrusted text made fit to be shown: one line, no control characters, nothing that turns the reading direction.
//!
//! Every word of a draft, every path and every message goes through here before a person's terminal sees it. It
//! must not know what is shown, or where.

/// The text on one line: line breaks become `⏎`, tabs a space, and every other control character a visible one.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\r' if text[at..].starts_with("\r\n") => {}
            '\r' | '\n' => line.push('⏎'),
            '\t' => line.push(' '),
            _ => line.push(visible_at(text, at, c)),
        }
    }
    line
}

/// A path as it is shown. One that begins like a command to a CI runner (`::error::…`) does not begin a line.
pub fn file_name(path: &str) -> String {
    let path = one_line(path);
    if path.trim_start().starts_with("::") { format!("./{path}") } else { path }
}

/// A text of several lines on one. Rule files wrap their help; Japanese needs nothing where two lines meet.
pub fn unwrapped(text: &str) -> String {
    one_line(&text.lines().map(str::trim).collect::<String>())
}

/// A rule's message without the words of any mail: `「{match}」は…` is `「…」は…`.
pub(super) fn without_words(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((_, after)) = behind.split_once('}') else { break };
        out.push_str(before);
        out.push('…');
        rest = after;
    }
    one_line(&(out + rest))
}

/// [`visible`] for a character in its text: what GitHub's and Azure's runners take for a command wherever it stands
/// in a line, `##[…]` and `##vso[…]`, is broken by a wide `＃`.
pub(super) fn visible_at(text: &str, at: usize, c: char) -> char {
    if c != '#' || !text[..at].ends_with('#') {
        return visible(c);
    }
    let behind = &text[at + 1..];
    if behind.starts_with('[') || behind.starts_with("vso[") { '＃' } else { '#' }
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
    fn nothing_can_command_a_runner() {
        assert_eq!(one_line("##[error]x ###vso[task] ## [x] # 1"), "#＃[error]x ##＃vso[task] ## [x] # 1");
        assert_eq!(file_name(" ::error::.txt"), "./ ::error::.txt");
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
