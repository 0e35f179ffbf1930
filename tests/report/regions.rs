//! What a reader of each format cuts out of the text, in that format's unit, are the flagged words.

use mailint::report::{Format, View};
use mailint::text::Unit;
use serde_json::Value;
use unicode_width::UnicodeWidthChar as _;

use super::{PLAIN, rendered, sample, viewed};

/// A place as a reader has it: line and column from 1.
type Place = (usize, usize);

/// Slices as a reader does, without asking mailint where a line begins. CR, LF and CRLF end a line.
fn slice(start: Place, end: Place, unit: Unit) -> String {
    let text = sample::text();
    let text = text.as_str();
    let offset = |(line, column): Place| {
        let mut rest = text;
        for _ in 1..line {
            let end = rest.find(['\r', '\n']).expect("a line more");
            rest = &rest[end..];
            rest = rest.strip_prefix("\r\n").unwrap_or_else(|| &rest[1..]);
        }
        let mut reached = 1;
        let mut chars = rest.chars();
        while reached < column {
            reached += size(chars.next().expect("a character more"), reached, unit);
        }
        assert_eq!(reached, column, "inside a character");
        text.len() - chars.as_str().len()
    };
    text[offset(start)..offset(end)].to_owned()
}

fn size(c: char, column: usize, unit: Unit) -> usize {
    match unit {
        Unit::Char => 1,
        Unit::Utf16 => c.len_utf16(),
        Unit::Byte => c.len_utf8(),
        Unit::Cell if c == '\t' => 8 - (column - 1) % 8,
        Unit::Cell if c.is_ascii_control() => 2,
        Unit::Cell => c.width().unwrap_or(4),
    }
}

/// Characters without width, where cells are counted, belong to either side of a place.
fn wide(words: &str, unit: Unit) -> String {
    words.replace("\r\n　", "").chars().filter(|c| unit != Unit::Cell || c.width() != Some(0)).collect()
}

/// All regions of a format in the order of the findings; they hold the flagged words.
fn check(format: Format, unit: Unit, regions: &[(Place, Place)]) {
    assert_eq!(regions.len(), sample::FLAGGED.len(), "{format:?}");
    for (&(start, end), flagged) in regions.iter().zip(sample::FLAGGED) {
        // A wrapped finding's region holds the line break and the indent that its words do not.
        assert_eq!(wide(&slice(start, end, unit), unit), wide(flagged, unit), "{format:?}, {unit:?}");
    }
}

/// Formats that tell only where a finding begins: the words from there on begin with the flagged ones.
fn check_starts(format: Format, unit: Unit, starts: &[Place]) {
    assert_eq!(starts.len(), sample::FLAGGED.len(), "{format:?}");
    let end = (18, 1 + size('㈱', 1, unit));
    for (&start, flagged) in starts.iter().zip(sample::FLAGGED) {
        let words = wide(&slice(start, end, unit), unit);
        assert!(words.starts_with(&wide(flagged, unit)), "{format:?}, {unit:?}: {flagged} in {words}");
    }
}

fn number(place: &Value) -> usize {
    place.as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
}

fn json(format: Format) -> Value {
    serde_json::from_str(&rendered(format, PLAIN)).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn numbers<const N: usize>(line: &str, between: &str) -> [usize; N] {
    let mut numbers = line.split(|c: char| between.contains(c)).filter_map(|word| word.parse().ok());
    [(); N].map(|()| numbers.next().expect("a number more"))
}

const UNITS: [Unit; 4] = [Unit::Char, Unit::Utf16, Unit::Byte, Unit::Cell];

#[test]
fn full() {
    let out = rendered(Format::Full, PLAIN);
    let starts: Vec<Place> = out
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("--> 下書き/返信␛[7m.txt:"))
        .map(|place| numbers::<2>(place, ":").into())
        .collect();
    check_starts(Format::Full, Unit::Char, &starts);
}

#[test]
fn text() {
    for unit in UNITS {
        let view = View { unit: Some(unit), ends: true, ..View::plain(PLAIN) };
        let out = viewed(Format::Text, &view);
        let regions: Vec<(Place, Place)> = out
            .lines()
            .filter_map(|line| line.strip_prefix("下書き/返信␛[7m.txt:"))
            .map(|line| numbers(line.split(' ').next().expect("a place"), ":-"))
            .map(|[a, b, c, d]| ((a, b), (c, d)))
            .collect();
        check(Format::Text, unit, &regions);
        let bare = viewed(Format::Text, &View { ends: false, ..view });
        let ends = regions.iter().map(|(_, (line, column))| format!("-{line}:{column}: "));
        let without = out.lines().zip(ends).map(|(line, end)| line.replacen(&end, ": ", 1));
        assert!(without.eq(bare.lines().take(regions.len()).map(str::to_owned)));
    }
}

#[test]
fn html() {
    let out = rendered(Format::Html, PLAIN);
    let words = out.split("<mark ").skip(1).map(|mark| {
        let words = mark.split_once('>').and_then(|(_, rest)| rest.split_once("</mark>")).expect("an end").0;
        words.replace("&#9;", "\t")
    });
    let visible = |flagged: &&str| flagged.chars().map(mailint::report::visible::visible).collect::<String>();
    let expected: Vec<String> = sample::FLAGGED
        .iter()
        .filter(|flagged| !flagged.is_empty())
        .map(visible)
        .flat_map(|flagged| match flagged.as_str() {
            "間違っております" => vec!["間違".to_owned(), "っております".to_owned()],
            _ => vec![flagged],
        })
        .collect();
    assert_eq!(words.collect::<Vec<_>>(), expected);
}

#[test]
fn json_in_every_unit() {
    let report = json(Format::Json);
    let text = sample::text();
    let findings = list(&report["files"][0]["findings"]);
    for (unit, key) in [(Unit::Char, "column"), (Unit::Utf16, "utf16"), (Unit::Byte, "utf8")] {
        let place = |place: &Value| (number(&place["line"]), number(&place[key]));
        let regions = findings.iter().map(|f| (place(&f["span"]["start"]), place(&f["span"]["end"])));
        check(Format::Json, unit, &regions.collect::<Vec<_>>());
        let edit = &findings[2]["fixes"][0]["edits"][0]["span"];
        assert_eq!(slice(place(&edit["start"]), place(&edit["end"]), unit), "了解しました");
        let related = &findings[5]["related"][1]["span"];
        assert_eq!(slice(place(&related["start"]), place(&related["end"]), unit), "弊社は忙しく、ご返信");
    }
    for (finding, flagged) in findings.iter().zip(sample::FLAGGED) {
        assert_eq!(finding["text"], flagged);
        let (start, end) = (number(&finding["span"]["start"]["byte"]), number(&finding["span"]["end"]["byte"]));
        assert_eq!(text.as_str()[start..end].replace("\r\n　", ""), flagged);
    }
}

#[test]
fn sarif() {
    let report = json(Format::Sarif);
    assert_eq!(report["runs"][0]["columnKind"], "utf16CodeUnits");
    let place = |region: &Value| {
        let get = |key: &str| number(&region[key]);
        ((get("startLine"), get("startColumn")), (get("endLine"), get("endColumn")))
    };
    let results = list(&report["runs"][0]["results"]);
    let regions = results.iter().map(|result| place(&result["locations"][0]["physicalLocation"]["region"]));
    check(Format::Sarif, Unit::Utf16, &regions.collect::<Vec<_>>());
    let (start, end) = place(&results[2]["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]);
    assert_eq!(slice(start, end, Unit::Utf16), "了解しました");
}

#[test]
fn github() {
    let out = rendered(Format::Github, PLAIN);
    let mut regions: Vec<(Place, Option<Place>)> = Vec::new();
    for line in out.lines().filter(|line| line.contains("返信")) {
        let properties = line.trim_start_matches(':').split_once("::").expect("a command").0;
        let get = |key: &str| {
            properties.split([' ', ',']).find_map(|part| part.strip_prefix(key)).and_then(|n| n.parse::<usize>().ok())
        };
        let (line, end_line) = (get("line=").expect("a line"), get("endLine=").expect("a line"));
        let columns = get("col=").zip(get("endColumn="));
        assert_eq!(columns.is_some(), line == end_line, "the runner drops columns over lines");
        regions.push(((line, end_line), columns));
    }
    regions.sort();
    let regions: Vec<(Place, Place)> = regions
        .into_iter()
        // The wrapped one has no columns; 間違 stands at the end of its first line.
        .map(|((line, end), columns)| match columns {
            Some((from, to)) => ((line, from), (end, to)),
            None => ((line, 22), (end, 8)),
        })
        .collect();
    check(Format::Github, Unit::Char, &regions);
}

#[test]
fn gitlab() {
    let report = json(Format::Gitlab);
    let place = |place: &Value| (number(&place["line"]), number(&place["column"]));
    let issues = list(&report).iter().filter(|issue| issue["severity"] != "blocker");
    let regions = issues.map(|issue| {
        let (lines, positions) = (&issue["location"]["lines"], &issue["location"]["positions"]);
        assert_eq!(lines["begin"], positions["begin"]["line"]);
        (place(&positions["begin"]), place(&positions["end"]))
    });
    check(Format::Gitlab, Unit::Char, &regions.collect::<Vec<_>>());
}

#[test]
fn rdjsonl() {
    let out = rendered(Format::Rdjsonl, PLAIN);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let place = |place: &Value| (number(&place["line"]), number(&place["column"]));
    let region = |range: &Value| {
        let start = place(&range["start"]);
        (start, range.get("end").map_or(start, place))
    };
    let regions = lines[..7].iter().map(|line| region(&line["location"]["range"]));
    check(Format::Rdjsonl, Unit::Byte, &regions.collect::<Vec<_>>());
    let (start, end) = region(&lines[2]["suggestions"][0]["range"]);
    assert_eq!(slice(start, end, Unit::Byte), "了解しました");
    assert_eq!(list(&lines[2]["suggestions"]).len(), 1, "edits that belong together are no suggestion");
}

#[test]
fn checkstyle() {
    for unit in UNITS {
        let out = viewed(Format::Checkstyle, &View { unit: Some(unit), ..View::plain(PLAIN) });
        let document = roxmltree::Document::parse(&out).expect("XML");
        let file = document.descendants().find(|node| node.has_tag_name("file")).expect("a file");
        let get =
            |node: roxmltree::Node<'_, '_>, key| node.attribute(key).and_then(|n| n.parse().ok()).expect("a number");
        let errors = file.children().filter(|node| node.has_tag_name("error"));
        let starts: Vec<Place> = errors.map(|error| (get(error, "line"), get(error, "column"))).collect();
        check_starts(Format::Checkstyle, unit, &starts);
    }
}

#[test]
fn junit() {
    let out = viewed(Format::Junit, &View { ends: true, ..View::plain(PLAIN) });
    let document = roxmltree::Document::parse(&out).expect("XML");
    let root = document.root_element();
    let cases: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    let failures: Vec<_> = document.descendants().filter(|node| node.has_tag_name("failure")).collect();
    assert_eq!(root.attribute("tests"), Some(cases.len().to_string().as_str()));
    assert_eq!(root.attribute("failures"), Some(failures.len().to_string().as_str()));
    let regions = failures.iter().map(|failure| {
        let place = failure.text().and_then(|text| text.strip_prefix("下書き/返信␛[7m.txt:")).expect("a place");
        let [a, b, c, d] = numbers(place.split(' ').next().expect("a place"), ":-");
        ((a, b), (c, d))
    });
    check(Format::Junit, Unit::Char, &regions.collect::<Vec<_>>());
}
