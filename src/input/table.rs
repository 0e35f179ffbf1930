//! Lists of templates between commas or tabs: one mail in each row, in a column that is named. csv-core finds the
//! fields; where their characters stand is found here, so that a finding points into the row.

use std::ops::Range;

use csv_core::{ReadFieldResult, ReaderBuilder};

/// One row's mail.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The row's bytes in the text.
    pub(super) range: Range<usize>,
    /// The bytes of the field that holds the words, with its quotation marks.
    pub(super) body: Range<usize>,
    /// The bytes of the field that holds the subject.
    pub(super) subject: Option<Range<usize>>,
}

/// What is wrong with a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// There is no such column; these there are.
    Column(Vec<String>),
}

/// Names of a column that holds subjects.
const SUBJECTS: [&str; 5] = ["件名", "題名", "タイトル", "subject", "title"];

/// The rows behind the first, which names the columns.
pub(super) fn rows(text: &str, delimiter: u8, column: &str) -> Result<Vec<Row>, Wrong> {
    let mut records = records(text, delimiter).into_iter();
    let names: Vec<String> = records.next().map_or_else(Vec::new, |fields| {
        fields.into_iter().map(|field| unquoted(&text[field]).trim().to_owned()).collect()
    });
    let Some(body) = names.iter().position(|name| name == column.trim()) else { return Err(Wrong::Column(names)) };
    let is_subject = |name: &String| SUBJECTS.contains(&name.to_lowercase().as_str());
    let subject = names.iter().position(is_subject).filter(|&at| at != body);
    let row = |fields: Vec<Range<usize>>| {
        let range = fields.first()?.start..fields.last()?.end;
        let of = |at: usize| fields.get(at).cloned();
        let body = of(body).filter(|body| !unquoted(&text[body.clone()]).trim().is_empty())?;
        Some(Row { range, body, subject: subject.and_then(of) })
    };
    Ok(records.filter_map(row).collect())
}

/// The fields of every record, each with its quotation marks and without the delimiter behind it.
fn records(text: &str, delimiter: u8) -> Vec<Vec<Range<usize>>> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut records = Vec::new();
    let mut fields: Vec<Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    let (mut at, mut start) = (0, 0);
    let mut scratch = [0; 1024];
    loop {
        let (result, taken, _) = reader.read_field(&bytes[at..], &mut scratch);
        at += taken;
        match result {
            // The rest of the file has been given; an empty piece says that it was the last.
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                let field = &text[start..at];
                let ends: &[char] = if record_end { &['\r', '\n'] } else { &[char::from(delimiter)] };
                let kept = match record_end {
                    true => field.trim_end_matches(ends).len(),
                    false => field.strip_suffix(ends).map_or(field.len(), str::len),
                };
                // Line breaks that csv-core passes over stand before the field.
                let before = kept - field[..kept].trim_start_matches(['\r', '\n']).len();
                fields.push(start + before..start + kept);
                start = at;
                if record_end {
                    records.push(std::mem::take(&mut fields));
                }
            }
            ReadFieldResult::End => return records,
        }
    }
}

/// The characters of a field without its quotation marks, and whether each piece stands so in the file.
pub(super) fn pieces(field: &str) -> Vec<(Range<usize>, &str)> {
    let Some(inside) = field.strip_prefix('"') else { return vec![(0..field.len(), field)] };
    let inside = inside.strip_suffix('"').unwrap_or(inside);
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(found) = inside[at..].find("\"\"") {
        let end = at + found + 1;
        pieces.push((1 + at..1 + end, &inside[at..end]));
        at = end + 1;
    }
    pieces.push((1 + at..1 + inside.len(), &inside[at..]));
    pieces
}

/// The field's words.
pub(super) fn unquoted(field: &str) -> String {
    pieces(field).into_iter().map(|(_, words)| words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_where_they_stand() {
        let text = "番号,件名,\"本文\"\r\n1,お詫び,\"一\"\"二\"\"\r\n三,四\"\r\n\r\n2,,五";
        let rows = rows(text, b',', "本文").expect("a column");
        let of = |range: &Range<usize>| &text[range.clone()];
        assert_eq!(rows.len(), 2);
        assert_eq!(unquoted(of(&rows[0].body)), "一\"二\"\r\n三,四");
        assert_eq!(rows[0].subject.as_ref().map(of), Some("お詫び"));
        assert_eq!((of(&rows[1].range), of(&rows[1].body)), ("2,,五", "五"));
    }

    #[test]
    fn an_unknown_column_is_told_with_those_there_are() {
        assert_eq!(rows("a\tb\n1\t2\n", b'\t', "c"), Err(Wrong::Column(vec!["a".to_owned(), "b".to_owned()])));
        assert_eq!(rows("", b',', "c"), Err(Wrong::Column(Vec::new())));
    }

    #[test]
    fn broken_quotes_end_somewhere() {
        for text in ["a\n\"x", "a\n\"x\"y\"", "a\n\"", "a\n\"\"\"", "a,b\n1"] {
            assert!(rows(text, b',', "a").is_ok(), "{text}");
        }
    }
}
