//! Every kind of input, read from files that other programs made (`tests/inputs/make.py`): what was read, and that the
//! findings stand where those programs put the words.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mailint::diagnostic::{Confidence, Diagnostic, Edit, Fix, Identity, RuleId, Severity};
use mailint::input::{Options, find, read};
use mailint::lint::Report;
use mailint::text::Span;
use proptest::prelude::*;
use serde_json::Value;

/// The words that most of the files hold once, and the rule that finds them.
const FAULT: (&str, &str) = ("rebuttal/contradiction", "ご認識は間違っております");
const NONE: &[(&str, &str, u64, u64)] = &[];

/// What a file is read as, and its findings of interest: rule, words, line and column, from 1.
struct Wanted {
    file: &'static str,
    format: &'static str,
    charset: (&'static str, &'static str),
    kind: (&'static str, &'static str),
    findings: &'static [(&'static str, &'static str, u64, u64)],
}

const fn text(file: &'static str, charset: (&'static str, &'static str)) -> Wanted {
    Wanted { file, format: "text", charset, kind: ("draft", "format"), findings: &[(FAULT.0, FAULT.1, 8, 3)] }
}

const fn eml(
    file: &'static str,
    charset: (&'static str, &'static str),
    findings: &'static [(&'static str, &'static str, u64, u64)],
) -> Wanted {
    Wanted { file, format: "eml", charset, kind: ("draft", "format"), findings }
}

const fn template(
    file: &'static str,
    format: &'static str,
    charset: (&'static str, &'static str),
    findings: &'static [(&'static str, &'static str, u64, u64)],
) -> Wanted {
    Wanted { file, format, charset, kind: ("template", "format"), findings }
}

const UTF_8: (&str, &str) = ("UTF-8", "valid");
const UTF_8_LABEL: (&str, &str) = ("UTF-8", "label");
const SJIS: (&str, &str) = ("Shift_JIS", "guess");
const JIS: (&str, &str) = ("ISO-2022-JP", "escapes");
const JIS_LABEL: (&str, &str) = ("ISO-2022-JP", "label");
const HALF: &str = "hygiene/half-width-kana";
const LABEL: &str = "hygiene/charset-label";

const WANTED: &[Wanted] = &[
    text("utf8.txt", UTF_8),
    text("utf8-bom.txt", ("UTF-8", "mark")),
    text("utf16.txt", ("UTF-16LE", "mark")),
    text("cp932-python.txt", SJIS),
    text("sjis-iconv.txt", SJIS),
    Wanted { findings: &[(FAULT.0, FAULT.1, 8, 3), (HALF, "ﾃﾞﾝﾜ", 13, 1)], ..text("sjis-nkf.txt", SJIS) },
    text("euc-iconv.txt", ("EUC-JP", "guess")),
    text("euc-python.txt", ("EUC-JP", "guess")),
    text("jis-nkf.txt", JIS),
    text("jis-python.txt", JIS),
    Wanted {
        findings: &[(FAULT.0, FAULT.1, 8, 3), (HALF, "ﾃﾞﾝﾜ", 13, 1), ("hygiene/machine-dependent", "①㈱", 13, 5)],
        ..text("cp50221-nkf.txt", JIS)
    },
    eml("jis.eml", JIS_LABEL, &[(FAULT.0, FAULT.1, 16, 3)]),
    eml("reply.eml", JIS_LABEL, NONE),
    eml("split-utf8.eml", UTF_8_LABEL, &[(FAULT.0, FAULT.1, 13, 3)]),
    eml("split-jis.eml", JIS_LABEL, &[(FAULT.0, FAULT.1, 13, 3)]),
    eml("raw-sjis.eml", SJIS, &[(FAULT.0, FAULT.1, 12, 3)]),
    eml("html-only.eml", UTF_8_LABEL, &[(FAULT.0, FAULT.1, 16, 3)]),
    eml("mislabelled.eml", SJIS, &[(LABEL, "iso-2022-jp", 5, 35), (FAULT.0, FAULT.1, 13, 3)]),
    // From the file's line where the part begins, in lines of the decoded part.
    eml("qp-alternative.eml", UTF_8_LABEL, &[(FAULT.0, FAULT.1, 20, 3)]),
    eml("base64.eml", UTF_8_LABEL, &[(FAULT.0, FAULT.1, 16, 3)]),
    eml("attached.eml", UTF_8_LABEL, NONE),
    eml("not-attached.eml", UTF_8_LABEL, &[("hygiene/attachment", "添付", 20, 5)]),
    template("order.txt.liquid", "text", UTF_8, &[(FAULT.0, FAULT.1, 10, 3)]),
    template("order.html.erb", "html", UTF_8, &[(FAULT.0, FAULT.1, 7, 3)]),
    template("order.md", "markdown", UTF_8, &[(FAULT.0, FAULT.1, 10, 3)]),
    template("order.html", "html", UTF_8, &[(FAULT.0, "ご認識は間違&#12387;ております", 8, 6)]),
    template("order-sjis.html", "html", ("Shift_JIS", "label"), &[(FAULT.0, "ご認識は間違&#12387;ております", 8, 6)]),
    template(
        "mislabelled.html",
        "html",
        UTF_8,
        &[(LABEL, "Shift_JIS", 1, 28), (FAULT.0, "ご認識は間違&#12387;ております", 8, 6)],
    ),
    Wanted {
        findings: &[("placeholder/template-syntax", "{{ name }}様", 4, 1), (FAULT.0, FAULT.1, 8, 3)],
        ..text("draft-with-variable.txt", UTF_8)
    },
    Wanted {
        kind: ("template", "front-matter"),
        findings: &[(FAULT.0, FAULT.1, 10, 3)],
        ..text("template-by-front-matter.txt", UTF_8)
    },
];

fn made(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs/made").join(file)
}

fn mailint(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailint"));
    command.args(["check", "--no-config"]).args(args);
    command
}

/// The report on some paths, and the exit status.
fn report(args: &[&str], paths: &[PathBuf]) -> (Value, Option<i32>) {
    let output = mailint(&["--format", "json"]).args(args).args(paths).output().expect("it starts");
    (serde_json::from_slice(&output.stdout).expect("JSON"), output.status.code())
}

/// The findings that the table is about: those of its rules.
fn findings(file: &Value) -> Vec<(String, String, u64, u64)> {
    let rules =
        [FAULT.0, HALF, LABEL, "hygiene/machine-dependent", "hygiene/attachment", "placeholder/template-syntax"];
    let of = |finding: &Value| {
        let start = &finding["span"]["start"];
        let words = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        (words("rule"), words("text"), start["line"].as_u64().unwrap_or(0), start["column"].as_u64().unwrap_or(0))
    };
    let all = file["findings"].as_array().cloned().unwrap_or_default();
    all.iter().map(of).filter(|finding| rules.contains(&finding.0.as_str())).collect()
}

#[test]
fn every_format_and_encoding_is_read_with_findings_in_their_places() {
    let paths: Vec<PathBuf> = WANTED.iter().map(|wanted| made(wanted.file)).collect();
    let (report, _) = report(&[], &paths);
    let mut wrong = Vec::new();
    for (wanted, file) in WANTED.iter().zip(report["files"].as_array().expect("files")) {
        let got = (
            file["format"].as_str(),
            file["charset"]["name"].as_str(),
            file["charset"]["by"].as_str(),
            file["kind"]["name"].as_str(),
            file["kind"]["by"].as_str(),
        );
        let read = (wanted.format, wanted.charset.0, wanted.charset.1, wanted.kind.0, wanted.kind.1);
        if got != (Some(read.0), Some(read.1), Some(read.2), Some(read.3), Some(read.4)) {
            wrong.push(format!("{}: {got:?}", wanted.file));
        }
        let expected: Vec<_> = wanted
            .findings
            .iter()
            .map(|(rule, words, l, c)| ((*rule).to_owned(), (*words).to_owned(), *l, *c))
            .collect();
        if findings(file) != expected {
            wrong.push(format!("{}: {:?}", wanted.file, findings(file)));
        }
        // The scenario is known only where the subject and the body were read.
        if file["scenario"]["id"] != "delay" {
            wrong.push(format!("{}: scenario {}", wanted.file, file["scenario"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_formats_names_every_file() {
    let table =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs/README.md")).expect("there");
    let named: BTreeSet<&str> = table.split('`').filter(|word| made(word).is_file()).collect();
    let there: BTreeSet<String> = fs::read_dir(made(""))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(named.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), there);
}

#[test]
fn a_part_that_is_encoded_has_a_place_of_its_own() {
    let (report, _) = report(&[], &[made("base64.eml"), made("qp-alternative.eml"), made("jis.eml")]);
    let part = |file: usize| {
        let findings = report["files"][file]["findings"].as_array().expect("findings");
        findings.iter().find(|finding| finding["rule"] == FAULT.0).expect("the fault")["part"].clone()
    };
    let place = |number, encoding, file_line| {
        serde_json::json!({
            "number": number, "type": "text/plain", "encoding": encoding, "file_line": file_line, "line": 6, "column": 3
        })
    };
    assert_eq!(part(0), place("1", "base64", 11));
    assert_eq!(part(1), place("1", "quoted-printable", 15));
    assert_eq!(part(2), Value::Null);
}

/// The lines that a format names for the fault, in order.
fn lines_in(format: &str, paths: &[PathBuf]) -> Vec<u64> {
    let mut command = mailint(&["--format", format]);
    let output = command.args(paths).output().expect("it starts");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    let number = |line: &str, before: &str| {
        let rest = line.split_once(before).map(|(_, rest)| rest).unwrap_or_else(|| panic!("{line}"));
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().expect("a number")
    };
    let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    let list = |value: &Value| value.as_array().expect("a list").clone();
    match format {
        "sarif" => list(&json(&out)["runs"][0]["results"])
            .iter()
            .filter(|result| result["ruleId"] == FAULT.0)
            .filter_map(|result| result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64())
            .collect(),
        "gitlab" => list(&json(&out))
            .iter()
            .filter(|issue| issue["check_name"] == FAULT.0)
            .filter_map(|issue| issue["location"]["lines"]["begin"].as_u64())
            .collect(),
        "rdjsonl" => out
            .lines()
            .map(json)
            .filter(|line| line["code"]["value"] == FAULT.0)
            .filter_map(|line| line["location"]["range"]["start"]["line"].as_u64())
            .collect(),
        "checkstyle" => {
            let lines = out.lines().filter(|line| line.contains("mailint.rebuttal.contradiction"));
            lines.map(|line| number(line, "line=\"")).collect()
        }
        "github" => out.lines().filter(|line| line.contains(FAULT.0)).map(|line| number(line, ",line=")).collect(),
        "html" => {
            let lines = out.split("<p class=\"line\">").skip(1).filter(|line| line.contains(FAULT.0));
            lines.map(|line| number(line, "<span class=\"no\">")).collect()
        }
        _ => {
            let lines = out
                .lines()
                .filter(|line| line.ends_with(&format!("[{}]", FAULT.0)) || line.contains("contradiction]</failure>"));
            lines.map(|line| number(line, if line.contains(".mbox:") { ".mbox:" } else { ".eml:" })).collect()
        }
    }
}

#[test]
fn every_format_names_lines_that_the_file_has() {
    let encoded = [made("base64.eml"), made("qp-alternative.eml")];
    for format in ["text", "sarif", "gitlab", "rdjsonl", "checkstyle", "github"] {
        assert_eq!(lines_in(format, &encoded), [11, 15], "{format}");
        // The last mail of the archive is encoded, too.
        assert_eq!(lines_in(format, &[made("three.mbox")]), [16, 69], "{format}");
    }
    // The page shows the words of the part, and counts them.
    assert_eq!(lines_in("html", &encoded), [6, 6]);
    assert_eq!(lines_in("html", &[made("three.mbox")]), [16, 6]);
    let output = mailint(&["--format", "sarif"]).arg(made("base64.eml")).output().expect("it starts");
    let log: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let location = &log["runs"][0]["results"][0]["locations"][0];
    assert_eq!(location["logicalLocations"][0]["name"], "パート 1");
    assert_eq!(location["physicalLocation"]["region"], serde_json::json!({ "startLine": 11 }));
}

#[test]
fn a_finding_is_the_same_when_only_the_markup_around_it_changes() {
    let folder = Folder::new("same");
    let prints = |content: &str| -> Vec<String> {
        folder.put("page.html", content);
        let output = mailint(&["--format", "gitlab", "page.html"]).current_dir(&folder.0).output().expect("it starts");
        let issues: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let issues = issues.as_array().expect("issues").clone();
        let ours = issues.iter().filter(|issue| issue["check_name"] == FAULT.0);
        ours.filter_map(|issue| issue["fingerprint"].as_str().map(str::to_owned)).collect()
    };
    let before = prints("<p>そのご認識は間違っております。</p>");
    assert_eq!(before.len(), 1);
    let styled =
        "<style>p { color: red }</style>\n<p class=\"a\">その<b>ご認識</b>は間違&#12387;て\n<i>おります</i>。</p>";
    assert_eq!(prints(styled), before);
    let mut many = prints("<p>そのご認識は間違っております。</p><p>そのご認識は間違っております。</p>");
    many.dedup();
    assert_eq!(many.len(), 2);
    assert_eq!(many[0], before[0]);
}

#[test]
fn like_findings_in_the_rows_of_a_list_are_told_apart() {
    let folder = Folder::new("rows");
    let path = folder.put("a.csv", "本文\nそのご認識は間違っております。\nそのご認識は間違っております。\n");
    let output = mailint(&["--format", "gitlab", "--column", "本文"]).arg(path).output().expect("it starts");
    let issues: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let issues = issues.as_array().expect("issues");
    let prints: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    assert!(issues.len() >= 2 && prints.len() == issues.len(), "{issues:#?}");
}

#[test]
fn every_mail_of_an_archive_is_judged_at_its_line() {
    let (report, _) = report(&[], &[made("three.mbox")]);
    let files = report["files"].as_array().expect("files");
    let lines = |file: &Value| findings(file).iter().map(|finding| finding.2).collect::<Vec<_>>();
    assert_eq!(files.iter().map(|file| file["item"].as_u64()).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    assert_eq!(files.iter().map(lines).collect::<Vec<_>>(), [vec![16], vec![], vec![74]]);
    assert_eq!(files[1]["attachments"], serde_json::json!(["報告書.pdf"]));
}

#[test]
fn rows_of_a_list_are_judged_at_their_lines() {
    let (report, _) = report(&["--column", "本文"], &[made("list-excel.csv"), made("list-excel.tsv")]);
    let files = report["files"].as_array().expect("files");
    let of = |index: usize| (files[index]["item"].as_u64(), findings(&files[index]).first().map(|f| (f.2, f.3)));
    assert_eq!((of(0), of(1), of(2)), ((Some(1), Some((7, 3))), (Some(2), None), (Some(1), Some((9, 3)))));
    assert_eq!(files[0]["scenario"]["id"], "delay");
    for args in [&[][..], &["--column", "文面"]] {
        let output = mailint(args).arg(made("list-excel.csv")).output().expect("it starts");
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("列"));
    }
}

#[test]
fn a_stream_of_records_has_an_answer_for_each() {
    let mut child = mailint(&["--stdin-format", "jsonl"])
        .env_clear()
        .current_dir(made(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = fs::read(made("records.jsonl")).expect("made");
    input.extend("{\"id\":\"p\",\"path\":\"utf8.txt\"}\n".as_bytes());
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(&input).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let ids: Vec<&Value> = lines.iter().map(|line| &line["id"]).collect();
    assert_eq!(ids, [&Value::from(1), &Value::from("b"), &Value::from(3), &Value::Null, &Value::from("p")]);
    let ok: Vec<Option<bool>> = lines.iter().map(|line| line["ok"].as_bool()).collect();
    assert_eq!(ok, [Some(true), Some(true), Some(false), Some(false), Some(true)]);
    let lines_of = |line: &Value| findings(line).iter().map(|finding| finding.2).collect::<Vec<_>>();
    assert_eq!((lines_of(&lines[0]), lines_of(&lines[1]), lines_of(&lines[4])), (vec![8], vec![16], vec![8]));
    assert!(lines[2]["error"]["message"].is_string());
    assert!(lines.iter().all(|line| line["rules"] == lines[0]["rules"] && line["mailint"].is_string()));
}

#[test]
fn what_is_said_of_every_kind_of_file_fits_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../schema/report.schema.json")).expect("JSON");
    let mut line = schema.clone();
    let of_line = schema["$defs"]["line"].as_object().expect("an object").clone();
    line.as_object_mut().expect("an object").retain(|key, _| key.starts_with('$'));
    line.as_object_mut().expect("an object").extend(of_line);
    let fits = |schema: &Value, document: &str| {
        let document: Value = serde_json::from_str(document).expect("JSON");
        let validator = jsonschema::validator_for(schema).expect("a schema");
        let wrong: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?} in {document}");
    };
    let out = |args: &[&str], from: Stdio| {
        let output = mailint(args).current_dir(made("")).stdin(from).output().expect("it starts");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let files = [".", "list-excel.csv", "none.txt", "--column", "本文"];
    fits(&schema, &out(&[&["--format", "json"], &files[..]].concat(), Stdio::null()));
    let lines = out(&[&["--format", "jsonl"], &files[..]].concat(), Stdio::null());
    assert!(lines.lines().count() > 30, "{}", lines.lines().count());
    lines.lines().for_each(|one| fits(&line, one));
    let records = fs::File::open(made("records.jsonl")).expect("made");
    let answers = out(&["--stdin-format", "jsonl"], records.into());
    assert_eq!(answers.lines().count(), 4);
    answers.lines().for_each(|one| fits(&line, one));
}

/// A folder that is gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("mailint-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a place for files");
        Folder(path)
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        fs::write(&path, content).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn one_broken_file_of_each_kind_among_two_thousand_is_told_and_the_others_are_judged() {
    let folder = Folder::new("many");
    let kinds = ["utf8.txt", "sjis-iconv.txt", "jis.eml", "order.html"];
    for number in 0..2000 {
        let kind = kinds[number % kinds.len()];
        folder.put(&format!("{}/{number:04}-{kind}", number / 100), fs::read(made(kind)).expect("made"));
    }
    folder.put("broken/binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    let sjis = fs::read(made("sjis-iconv.txt")).expect("made");
    let cut = sjis.iter().rposition(|&byte| byte >= 0x80).expect("Japanese");
    // The last byte above 127 is the first of 話: its second looks like a letter.
    folder.put("broken/cut-sjis.txt", &sjis[..=cut]);
    let utf8 = fs::read(made("utf8.txt")).expect("made");
    let cut = utf8.iter().rposition(|&byte| byte >= 0x80).expect("Japanese");
    folder.put("broken/cut-utf8.txt", &utf8[..cut]);
    folder.put("broken/no-mail.eml", b"\xff\xfe\xfd");
    let mail = fs::read_to_string(made("base64.eml")).expect("made");
    let (head, body) = mail.split_once("\n\n").expect("a body");
    let body = body.replacen("44", "!!", 1);
    folder.put("broken/spoilt.eml", format!("{head}\n\n{body}"));
    let text = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64";
    let mixed = format!("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{text}\n\n{body}\n--b--\n");
    folder.put("broken/spoilt-part.eml", mixed);
    // A file of holes: as long as it says, and nothing on the disk.
    fs::File::create(folder.0.join("broken/huge.txt")).and_then(|file| file.set_len(200 << 20)).expect("a file");
    let paths = [folder.0.clone(), folder.0.join("none.txt")];
    let (report, status) = report(&[], &paths);
    assert_eq!(status, Some(2));
    let files = report["files"].as_array().expect("files");
    let failed: Vec<(String, String)> = files
        .iter()
        .filter(|file| file["error"].is_object())
        .map(|file| {
            let name = file["path"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
            (name, file["error"]["message"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    let names: Vec<&str> = failed.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "binary.txt",
            "cut-sjis.txt",
            "cut-utf8.txt",
            "huge.txt",
            "no-mail.eml",
            "spoilt-part.eml",
            "spoilt.eml",
            "none.txt"
        ]
    );
    let parts = ["バイナリー", "途中", "途中", "大きすぎ", "", "base64", "base64", "見つかりません"];
    for ((_, message), part) in failed.iter().zip(parts) {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(files.len(), 2008);
    let judged = files.iter().filter(|file| !file["error"].is_object());
    assert!(judged.clone().all(|file| !findings(file).is_empty()), "each holds the fault");
    let shown: Vec<&str> = judged.filter_map(|file| file["path"].as_str()).collect();
    assert!(shown.windows(2).all(|pair| pair[0] < pair[1]), "in the order of the paths");
}

/// On a terminal, which `script` pretends to be: the threads draw while the main one holds the streams.
#[cfg(target_os = "linux")]
#[test]
#[allow(clippy::print_stderr, reason = "a test that was passed over says so")]
fn a_long_run_on_a_terminal_shows_a_bar_and_comes_to_its_end() {
    let folder = Folder::new("bar");
    for number in 0..1000 {
        folder.put(&format!("{number}.txt"), fs::read(made("utf8.txt")).expect("made"));
    }
    let command = format!("{} check --no-config . >report", env!("CARGO_BIN_EXE_mailint"));
    let script = Command::new("script")
        .args(["-q", "-e", "-c", &command, "drawn"])
        .current_dir(&folder.0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn();
    let Ok(mut script) = script else {
        eprintln!("not tested: there is no `script` on this machine");
        return;
    };
    let ended = (0..600).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        matches!(script.try_wait(), Ok(Some(_)))
    });
    if !ended {
        script.kill().expect("ours");
    }
    assert!(ended, "it hangs");
    let drawn = fs::read(folder.0.join("drawn")).expect("what the terminal showed");
    assert!(String::from_utf8_lossy(&drawn).contains("/1000"), "no bar");
    assert!(fs::read_to_string(folder.0.join("report")).expect("a report").contains("合計 1000 ファイル"));
}

#[test]
fn folders_and_patterns_name_files() {
    let folder = Folder::new("walk");
    for name in
        ["b.txt", "a/c.eml", "a/d.html.erb", "a/e.rs", "old/f.txt", "a/g.txt", ".hidden/h.txt", "README.md", "i.csv"]
    {
        folder.put(name, "拝啓\n");
    }
    folder.put(".gitignore", "/old/\ng.txt\n");
    let names = |args: &[&str]| -> Vec<String> {
        let output = mailint(&["--format", "json"]).args(args).current_dir(&folder.0).output().expect("it starts");
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let files = report["files"].as_array().expect("files").clone();
        files.iter().filter_map(|file| file["path"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(names(&["."]), ["a/c.eml", "a/d.html.erb", "b.txt"]);
    assert_eq!(names(&["a", "old/f.txt"]), ["a/c.eml", "a/d.html.erb", "old/f.txt"]);
    assert_eq!(names(&["*.txt"]), ["b.txt"]);
    assert_eq!(names(&["**/*.{eml,rs}"]), ["a/c.eml", "a/e.rs"]);
    assert_eq!(names(&["a/*.none"]), ["a/*.none"]);
}

#[test]
fn what_a_file_is_for_may_be_said() {
    let rules = |args: &[&str], file: &str| {
        let (report, _) = report(args, &[made(file)]);
        let file = &report["files"][0];
        let found = findings(file).iter().any(|finding| finding.0 == "placeholder/template-syntax");
        (found, file["kind"]["by"].as_str().map(str::to_owned))
    };
    let option = Some("option".to_owned());
    assert_eq!(rules(&["--kind", "template"], "draft-with-variable.txt"), (false, option.clone()));
    assert_eq!(rules(&["--kind", "draft"], "template-by-front-matter.txt"), (true, option.clone()));
    assert_eq!(rules(&["--kind", "draft"], "order.html"), (true, option));
}

#[test]
fn fixes_are_written_back_in_the_encoding_that_they_came_in() {
    let folder = Folder::new("fix");
    let words = "件名：ご返信\n\n中島様\n\nお侘び申し上げます。髙橋です。\n";
    let (bytes, _, _) = encoding(words);
    let path = folder.put("sjis.txt", &bytes);
    let fix = |path: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mailint"));
        command.args(["fix", "--no-config"]).arg(path).output().expect("it starts")
    };
    assert_eq!(fix(&path).status.code(), Some(0));
    assert_eq!(fs::read(&path).expect("there"), encoding(&words.replace("お侘び", "お詫び")).0);
    let page = folder.put("page.html", "<p>お侘び申し上げます。</p>");
    let output = fix(&page);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(&page).expect("there"), "<p>お侘び申し上げます。</p>".as_bytes());
}

fn encoding(words: &str) -> (Vec<u8>, &'static str, bool) {
    let (bytes, encoding, wrong) = encoding_rs::SHIFT_JIS.encode(words);
    (bytes.into_owned(), encoding.name(), wrong)
}

/// Reads a file of that name with these bytes, and lays a finding over every line of what was judged.
fn read_and_place(folder: &Folder, name: &str, bytes: &[u8]) {
    let path = folder.put(name, bytes);
    let options = Options { kind: None, column: Some("a".to_owned()) };
    for found in find(&[path], None).into_iter().flatten() {
        for source in read(&found, &options).into_iter().flatten() {
            let finding = |span| Diagnostic {
                rule: RuleId::new("hygiene/test").expect("an id"),
                severity: Severity::Info,
                confidence: Confidence::High,
                message: String::new(),
                help: String::new(),
                spans: vec![span],
                related: Vec::new(),
                fixes: vec![Fix { safe: true, edits: vec![Edit { span, text: String::new() }] }],
                identity: Identity::default(),
            };
            let findings = source.text.lines().chain([source.text.whole()]).map(finding).collect();
            let placed = source.place(Report { findings, ..Report::default() });
            for finding in placed.findings {
                let fits = |span: &Span| source.shown().span(span.start(), span.end()).is_some();
                assert!(!finding.spans.is_empty() && finding.spans.iter().all(fits), "{name}");
            }
        }
    }
}

const NAMES: [&str; 9] = ["x.txt", "x.eml", "x.mbox", "x.html", "x.md", "x.csv", "x.tsv", "x.liquid", "x.html.erb"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_reading_fail_but_with_a_reason(
        pieces in proptest::collection::vec(0..PIECES.len(), 0..40),
        raw in proptest::collection::vec(any::<u8>(), 0..20),
    ) {
        let folder = Folder::new("any");
        let mut bytes: Vec<u8> = pieces.iter().flat_map(|&piece| PIECES[piece].as_bytes()).copied().collect();
        for name in NAMES {
            read_and_place(&folder, name, &bytes);
        }
        bytes.extend(raw);
        for name in NAMES {
            read_and_place(&folder, name, &bytes);
        }
    }
}

/// What formats are made of, in no order.
const PIECES: [&str; 40] = [
    "お詫び",
    "𠮷",
    "ｶﾞ",
    "か\u{3099}",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    " ",
    "\u{feff}",
    "\u{1b}$B8f\u{1b}(B",
    "<p>",
    "</p>",
    "<br>",
    "<b",
    "&nbsp;",
    "&#x;",
    "&amp",
    "<!--",
    "-->",
    "<title>",
    "</title>",
    "<script>",
    "<blockquote>",
    "{{ name }}",
    "{{",
    "}}",
    "{% if %}",
    "<%= x %>",
    "%a%",
    "---\n",
    "a,b\n",
    "\"",
    "**",
    "> ",
    "- ",
    "Subject: =?utf-8?B?44GK?=\n",
    "From a@b Thu Nov 19 10:00:00 2026\n",
    "Content-Type: multipart/mixed; boundary=x\n\n--x\n",
    "Content-Transfer-Encoding: base64\n\n",
];

#[test]
fn reading_takes_time_in_proportion_to_the_file() {
    let folder = Folder::new("long");
    for piece in PIECES.iter().chain(&["<", "&", "=?", "<div>", "\u{1b}", "[", "`", "*", "\"\""]) {
        let content = piece.repeat((1 << 17) / piece.len());
        for name in NAMES {
            let heads = if name == "x.eml" { ["", "Subject: x\n\n"].as_slice() } else { &["a\n"] };
            for head in heads {
                folder.put(name, format!("{head}{content}"));
                let options = Options { kind: None, column: Some("a".to_owned()) };
                for found in find(&[folder.0.join(name)], None).into_iter().flatten() {
                    let one = std::time::Instant::now();
                    let count = read(&found, &options).len();
                    let took = one.elapsed();
                    assert!(took.as_secs() < 5, "{name}: {piece:?} after {head:?}, {count} texts: {took:?}");
                }
            }
        }
    }
}
