//! Editors land on the flagged words: what stands under `examples/editors/` is run, not only read.
//!
//! Where Vim, Neovim or Emacs is not installed its test says so and passes.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A name outside the BMP, half-width kana, a combining mark, a tab and a wide sign before the words; a wrapped finding.
const DRAFT: &str = "---\nscenario: decline-reply/proposal\n---\n件名：ご返信\n\n𠮷田様\n\n　𠮷田様、①ｶﾞﾗｽか\u{3099}の件、了解しました。\n\
    \t𩸽、すみませんでした。弊社のほうが他社様よ\nり優れております。\n";

/// A folder of its own with the draft in it; gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("mailint-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("writable");
        fs::write(folder.join("draft.txt"), DRAFT).expect("writable");
        Folder(folder)
    }

    /// A command run here that finds mailint; `None`, told, where there is no such program.
    fn run(&self, program: &str, args: &[&str]) -> Option<Output> {
        let mailint = Path::new(env!("CARGO_BIN_EXE_mailint")).parent().expect("a folder");
        let mut path = OsString::from(mailint);
        if let Some(rest) = std::env::var_os("PATH") {
            path.push(":");
            path.push(rest);
        }
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.0).env("PATH", path).env("HOME", &self.0).env("LC_ALL", "C.UTF-8");
        command.env("MAILINT_CACHE_DIR", "");
        match command.output() {
            Ok(output) => Some(output),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Past the capture of the test runner, so that a run that skips says so.
                let _told = writeln!(std::io::stderr(), "skipped: {program} is not installed");
                None
            }
            Err(error) => panic!("{program}: {error}"),
        }
    }

    fn read(&self, name: &str, output: &Output) -> Vec<String> {
        let told = fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| {
            panic!("{error}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
        });
        told.lines().map(str::to_owned).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}

/// A finding as mailint tells it: the byte where it begins, and its words.
fn findings(folder: &Folder) -> Vec<(u64, String)> {
    let output =
        folder.run(env!("CARGO_BIN_EXE_mailint"), &["check", "--format", "json", "draft.txt"]).expect("mailint");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = report["files"][0]["findings"].as_array().expect("findings");
    let findings = findings.iter().map(|finding| {
        let words = finding["text"].as_str().expect("words").to_owned();
        (finding["span"]["start"]["byte"].as_u64().expect("a place"), words)
    });
    findings.collect()
}

/// The words that stand in the draft, in order.
fn flagged(folder: &Folder) -> Vec<String> {
    let words: Vec<String> = findings(folder).into_iter().map(|(_, words)| words).collect();
    for needed in ["了解しました", "すみませんでした", "弊社のほうが他社様より優れております"]
    {
        assert!(words.iter().any(|word| word == needed), "{needed} is not among {words:?}");
    }
    words
}

fn example(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/editors").join(path);
    path.to_str().expect("UTF-8").to_owned()
}

/// Each line told by an editor begins with the words of its finding.
fn assert_lands(landed: &[String], flagged: &[String]) {
    assert_eq!(landed.len(), flagged.len(), "{landed:#?} for {flagged:#?}");
    for (landed, flagged) in landed.iter().zip(flagged) {
        assert!(landed.starts_with(flagged.as_str()), "landed on {landed:?}, not on {flagged:?}");
    }
}

/// Goes to every entry of the quickfix list and tells the text from the cursor on.
const VIM: &str = "
compiler mailint
silent make! draft.txt
let landed = []
for nth in range(1, len(filter(getqflist(), 'v:val.valid')))
  execute 'cc' nth
  call add(landed, strpart(getline('.'), col('.') - 1) . getline(line('.') + 1))
endfor
call writefile(landed, 'landed')
call writefile(map(getqflist(), 'v:val.type'), 'types')
qall!
";

fn vim(program: &str, arguments: &[&str]) {
    let folder = Folder::new(program);
    fs::write(folder.0.join("land.vim"), VIM).expect("writable");
    let runtime = format!("set encoding=utf-8 runtimepath+={}", example("vim"));
    let arguments = [arguments, &["--cmd", &runtime, "-S", "land.vim"]].concat();
    let Some(output) = folder.run(program, &arguments) else { return };
    assert_lands(&folder.read("landed", &output), &flagged(&folder));
    let types = folder.read("types", &output);
    assert!(types.iter().all(|kind| matches!(kind.as_str(), "e" | "w" | "i")), "{types:?}");
}

#[test]
fn vim_lands_on_the_words() {
    vim("vim", &["-N", "-u", "NONE", "-i", "NONE", "-n", "-es"]);
}

#[test]
fn neovim_lands_on_the_words() {
    vim("nvim", &["-u", "NONE", "-i", "NONE", "-n", "--headless"]);
}

#[test]
fn nvim_lint_gets_ranges_in_bytes() {
    let folder = Folder::new("nvim-lint");
    let lua = format!(
        "local entry = dofile({:?})
         local json = vim.fn.system({{ 'mailint', 'check', '--format', 'json', 'draft.txt' }})
         local lines, landed = vim.fn.readfile('draft.txt'), {{}}
         for _, d in ipairs(entry.parser(json)) do
           local words
           if d.lnum == d.end_lnum then
             words = lines[d.lnum + 1]:sub(d.col + 1, d.end_col)
           else
             words = lines[d.lnum + 1]:sub(d.col + 1) .. lines[d.end_lnum + 1]:sub(1, d.end_col)
           end
           table.insert(landed, words)
         end
         vim.fn.writefile(landed, 'landed')
         vim.cmd('qall!')",
        example("nvim/lua/lint/linters/mailint.lua")
    );
    fs::write(folder.0.join("land.lua"), lua).expect("writable");
    let Some(output) = folder.run("nvim", &["-u", "NONE", "-n", "--headless", "-c", "luafile land.lua"]) else {
        return;
    };
    let landed = folder.read("landed", &output);
    assert_eq!(landed, flagged(&folder), "{}", String::from_utf8_lossy(&output.stderr));
}

/// `M-x mailint-check`, then every `next-error`, as a person goes through the list.
const COMPILE: &str = r#"
(setq compilation-ask-about-save nil)
(mailint-check "draft.txt")
(let ((buffer (get-buffer "*mailint*")) (landed nil))
  (while (get-buffer-process buffer) (accept-process-output (get-buffer-process buffer) 1))
  (with-current-buffer buffer (goto-char (point-min)))
  (setq next-error-last-buffer buffer)
  (condition-case nil
      (while t
        (next-error)
        (with-current-buffer "draft.txt"
          (push (concat (buffer-substring (point) (line-end-position))
                        (save-excursion (forward-line) (buffer-substring (point) (line-end-position))))
                landed)))
    (user-error nil))
  (let ((coding-system-for-write 'utf-8-unix))
    (write-region (concat (mapconcat #'identity (nreverse landed) "\n") "\n") nil "landed")))
"#;

/// The flymake backend's own report.
const FLYMAKE: &str = r#"
(find-file "draft.txt")
(let (done landed)
  (mailint-flymake
   (lambda (diagnostics &rest _)
     (setq done t)
     (dolist (diagnostic diagnostics)
       (push (replace-regexp-in-string
              "\n" "" (buffer-substring (flymake-diagnostic-beg diagnostic) (flymake-diagnostic-end diagnostic)))
             landed))))
  (let ((tries 100))
    (while (and (not done) (> (setq tries (1- tries)) 0)) (accept-process-output nil 0.2)))
  (let ((coding-system-for-write 'utf-8-unix))
    (write-region (concat (mapconcat #'identity (nreverse landed) "\n") "\n") nil "landed")))
"#;

/// What Emacs told when it ran the script.
fn emacs(folder: &Folder, script: &str) -> Option<Vec<String>> {
    fs::write(folder.0.join("land.el"), script).expect("writable");
    let library = example("emacs/mailint.el");
    let arguments = ["-Q", "--batch", "--eval", "(set-language-environment \"Japanese\")", "--eval"];
    let utf8 = "(prefer-coding-system 'utf-8)";
    let output = folder.run("emacs", &[&arguments[..], &[utf8, "-l", &library, "-l", "land.el"]].concat())?;
    Some(folder.read("landed", &output))
}

#[test]
fn emacs_compilation_lands_on_the_words() {
    let folder = Folder::new("compile");
    let Some(landed) = emacs(&folder, COMPILE) else { return };
    // Two findings on one place are one stop.
    let mut stops = findings(&folder);
    stops.dedup_by_key(|(start, _)| *start);
    let words: Vec<String> = stops.into_iter().map(|(_, words)| words).collect();
    assert_lands(&landed, &words);
}

#[test]
fn emacs_flymake_marks_the_words() {
    let folder = Folder::new("flymake");
    let Some(landed) = emacs(&folder, FLYMAKE) else { return };
    assert_eq!(landed, flagged(&folder));
}

/// VS Code hands what its pattern captures to its markers unchanged: UTF-16 units from 1, ends exclusive.
#[test]
fn vs_code_marks_the_words() {
    let folder = Folder::new("vscode");
    let tasks: Value =
        serde_json::from_str(&fs::read_to_string(example("vscode/tasks.json")).expect("there")).expect("JSON");
    let task = &tasks["tasks"][0];
    let pattern = &task["problemMatcher"]["pattern"];
    let matcher = regex::Regex::new(pattern["regexp"].as_str().expect("a pattern")).expect("a regular expression");
    let args: Vec<&str> = task["args"].as_array().expect("arguments").iter().filter_map(Value::as_str).collect();
    let args: Vec<&str> = args.into_iter().map(|arg| if arg == "${file}" { "draft.txt" } else { arg }).collect();
    let output = folder.run(env!("CARGO_BIN_EXE_mailint"), &args).expect("mailint");
    let lines: Vec<Vec<u16>> = DRAFT.lines().map(|line| line.encode_utf16().collect()).collect();
    let group = |key: &str| pattern[key].as_u64().and_then(|nth| usize::try_from(nth).ok()).expect("a group");
    let mut landed = Vec::new();
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        let found = matcher.captures(line).unwrap_or_else(|| panic!("the matcher passes over {line}"));
        let number = |key| found[group(key)].parse::<usize>().expect("a number") - 1;
        let (from, to) = (number("line"), number("endLine"));
        let words = if from == to {
            lines[from][number("column")..number("endColumn")].to_vec()
        } else {
            [&lines[from][number("column")..], &lines[to][..number("endColumn")]].concat()
        };
        landed.push(String::from_utf16(&words).expect("whole characters"));
        assert!(["error", "warning", "info"].contains(&&found[group("severity")]));
        assert!(found[group("code")].contains('/'));
    }
    assert_eq!(landed, flagged(&folder));
}
