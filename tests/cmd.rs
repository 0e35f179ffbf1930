//! The command line, by example: each file under `tests/cmd/` is a case. `TRYCMD=overwrite` rewrites them.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

#[test]
fn commands() {
    trycmd::TestCases::new().env("MAILINT_CACHE_DIR", "").case("tests/cmd/*.toml").case("tests/cmd/*.trycmd");
}

/// Runs the command with bytes on standard input; with the reader of its output gone before it can write, if asked.
fn run(args: &[&str], stdin: &[u8], close_output: bool) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mailint"))
        .args(args)
        .env("MAILINT_CACHE_DIR", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    if close_output {
        drop(child.stdout.take());
    }
    child.stdin.take().expect("piped").write_all(stdin).expect("it reads");
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_reader_that_goes_away_is_nobodys_mistake() {
    let output = run(&["check", "--format", "json", "-"], "拝啓\n".as_bytes(), true);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
}

#[test]
fn one_unreadable_file_does_not_stop_the_others() {
    let output = run(&["check", "--format", "json", "none.txt", "-"], "\u{feff}拝啓\n".as_bytes(), false);
    assert_eq!(output.status.code(), Some(2));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(report["files"][0]["error"]["message"].is_string());
    assert_eq!(report["files"][1]["path"], "<標準入力>");
    assert!(report["files"][1].get("error").is_none());
}

#[test]
fn an_endless_input_is_refused() {
    let output = run(&["check", "-"], &vec![b'a'; (16 << 20) + 1], false);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("大きすぎます"));
}
