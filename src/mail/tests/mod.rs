//! Tests of whole mails. Each file in `mails/` is a mail with the expected part before every line.

mod hostile;
mod sentences;

use std::fs;
use std::path::Path;

use crate::text::Text;

use super::{Document, Part};

fn text(content: &str) -> Text {
    Text::new(content).expect("short")
}

/// The mail in a file and the part of each of its lines.
fn labelled(content: &str) -> (String, Vec<String>) {
    let lines: Vec<(&str, &str)> = content.split_terminator('\n').filter_map(|line| line.split_once('|')).collect();
    let mail: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    (mail.join("\n"), lines.iter().map(|(part, _)| part.trim().to_owned()).collect())
}

#[test]
fn every_line_has_the_expected_part() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mail/tests/mails");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(files.len() >= 25);
    let mut wrong = String::new();
    for file in files {
        let (mail, expected) = labelled(&fs::read_to_string(&file).expect("UTF-8"));
        let text = text(&mail);
        let document = Document::parse(&text);
        for (line, expected) in document.lines().iter().zip(&expected) {
            if line.part.as_str() != expected {
                let name = file.file_stem().unwrap_or_default().to_string_lossy();
                let line = format!("{name}: {expected} expected, {} found: {}\n", line.part, text.slice(line.span));
                wrong.push_str(&line);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn part_names_are_found_again() {
    for part in Part::ALL {
        assert_eq!(Part::parse(part.as_str()), Some(part));
    }
    assert_eq!(Part::parse("body "), None);
}
