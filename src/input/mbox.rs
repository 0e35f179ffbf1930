//! Where the mails of an mbox file begin and end. It must not look into them.

/// The mails in order, each with the number, from 1, of its first line in the file. What stands before the first
/// `From ` line is no mail.
pub(super) fn mails(bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let mut mails = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let (mut at, mut line, mut blank) = (0, 1, true);
    while at < bytes.len() {
        let end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |found| at + found + 1);
        let words = &bytes[at..end];
        if blank && is_separator(words) {
            if let Some((first, start)) = open.take() {
                mails.push((first, &bytes[start..at]));
            }
            open = Some((line + 1, end));
        }
        blank = words.iter().all(u8::is_ascii_whitespace);
        at = end;
        line += 1;
    }
    mails.extend(open.map(|(first, start)| (first, &bytes[start..])));
    mails
}

/// `From somebody Thu Nov 19 10:00:00 2026`: a line that a sentence never looks like.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words: Vec<&[u8]> = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let digits = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let year = words.iter().any(|word| word.len() == 4 && digits(word));
    let clock = words.iter().any(|word| word.len() >= 4 && word.contains(&b':') && word[0].is_ascii_digit());
    words.len() >= 5 && year && clock
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_begins_with_from_splits_nothing() {
        let file = b"From a@b Thu Nov 19 10:00:00 2026\nSubject: 1\n\nx\n\nFrom here on it is 10:00 or so.\n\n\
            From - Thu Nov 19 10:00:00 2026\r\nSubject: 2\r\n\r\ny\r\n";
        let mails = mails(file);
        assert_eq!(mails.len(), 2);
        assert_eq!(mails[0].0, 2);
        assert!(mails[0].1.ends_with(b"or so.\n\n"));
        assert_eq!((mails[1].0, mails[1].1), (9, &b"Subject: 2\r\n\r\ny\r\n"[..]));
    }

    #[test]
    fn what_is_no_mbox_has_no_mails() {
        assert!(mails(b"Subject: x\n\ny").is_empty());
        assert!(mails(b"").is_empty());
    }
}
