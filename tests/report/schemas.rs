//! Documents have the shape that their readers ask for.

use mailint::report::Format;
use serde_json::Value;

use super::{PLAIN, rendered};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn validator(schema: &str) -> jsonschema::Validator {
    let schema = json(schema);
    jsonschema::meta::validate(&schema).expect("a valid schema");
    jsonschema::validator_for(&schema).expect("a schema")
}

fn assert_fits(schema: &str, document: &Value) {
    let wrong: Vec<String> = validator(schema).iter_errors(document).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const REPORT: &str = include_str!("../../schema/report.schema.json");
const SARIF: &str = include_str!("sarif.schema.json");

#[test]
fn json_fits_its_schema() {
    let mut report = json(&rendered(Format::Json, PLAIN));
    assert_fits(REPORT, &report);
    report["files"][0]["findings"][0]["span"]["start"]["column"] = 0.into();
    assert!(!validator(REPORT).is_valid(&report), "a schema that forbids nothing");
}

#[test]
fn json_lines_are_the_files_of_the_document() {
    let mut schema = json(REPORT);
    let line = schema["$defs"]["line"].clone();
    schema.as_object_mut().expect("an object").retain(|key, _| key == "$defs" || key == "$schema");
    schema.as_object_mut().expect("an object").extend(line.as_object().expect("an object").clone());
    let lines = rendered(Format::Jsonl, PLAIN);
    let document = json(&rendered(Format::Json, PLAIN));
    assert_eq!(lines.lines().count(), 3);
    for (line, file) in lines.lines().zip(document["files"].as_array().expect("files")) {
        let line = json(line);
        assert_fits(&schema.to_string(), &line);
        for key in ["path", "scenario", "findings"] {
            assert_eq!(line[key], file[key]);
        }
        assert_eq!(line["ok"], file.get("error").is_none());
    }
}

/// The schema is of what mailint writes, and as strict as code scanning; `.ci/outside` asks the standard's own.
#[test]
fn sarif_has_what_code_scanning_needs() {
    let report = json(&rendered(Format::Sarif, PLAIN));
    assert_fits(SARIF, &report);
    let run = &report["runs"][0];
    for result in run["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("an index");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    for broken in ["/runs/0/columnKind", "/runs/0/results/0/message/text", "/runs/0/tool/driver/rules/0/help"] {
        let mut other = report.clone();
        *other.pointer_mut(broken).expect("there") = Value::Null;
        assert!(!validator(SARIF).is_valid(&other), "{broken} is not asked for");
    }
}

#[test]
fn a_fingerprint_is_one_findings_alone_and_the_same_everywhere() {
    let sarif = json(&rendered(Format::Sarif, PLAIN));
    let gitlab = json(&rendered(Format::Gitlab, PLAIN));
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let mut prints: Vec<&str> =
        results.iter().filter_map(|r| r["partialFingerprints"]["primaryLocationLineHash"].as_str()).collect();
    let issues = gitlab.as_array().expect("issues");
    assert!(prints.iter().zip(issues).all(|(print, issue)| issue["fingerprint"] == **print));
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), results.len());
    assert_eq!(issues.len(), results.len() + 1, "the file that could not be read");
}

#[test]
fn a_line_for_reviewdog_is_never_too_long() {
    let (text, long) = (super::sample::text(), "\u{85}".repeat(200_000));
    let mut report = super::sample::report(&text);
    for finding in &mut report.findings {
        finding.message.push_str(&long);
        finding.help.push_str(&long);
        finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| edit.text.push_str(&long));
    }
    let entry = mailint::report::Entry::Judged(mailint::report::Judged {
        path: &long,
        text: &text,
        report: &report,
        about: None,
    });
    let mut out = Vec::new();
    mailint::report::render(Format::Rdjsonl, &[entry], &mailint::report::View::plain(PLAIN), &mut out).expect("room");
    for line in String::from_utf8(out).expect("UTF-8").lines() {
        assert!(line.len() < 64 << 10, "{} bytes", line.len());
    }
}
