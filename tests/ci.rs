//! What runs mailint before a commit and on a server: hooks, the action's script, templates for CI, and the example
//! repository. Everything here is run; a program that is not installed is told and passed over.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// A git repository of its own; gone when dropped.
struct Repository {
    folder: PathBuf,
}

const GOOD: &str = "お問い合わせありがとうございます。資料を拝見しました。\n";
const FAULTY: &str = "了解しました。すみませんでした。\n";

impl Repository {
    fn new() -> Repository {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("mailint-ci-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).expect("writable");
        let repository = Repository { folder };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    fn write(&self, name: &str, content: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, content).expect("writable");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A command here that finds mailint and nothing of the user's own settings; `None` where it is not installed.
    fn run(&self, program: &str, args: &[&str], env: &[(&str, &str)]) -> Option<Output> {
        let mut path = OsString::from(Path::new(env!("CARGO_BIN_EXE_mailint")).parent().expect("a folder"));
        if let Some(rest) = std::env::var_os("PATH") {
            path.push(":");
            path.push(rest);
        }
        let home = self.folder.join(".home");
        fs::create_dir_all(&home).expect("writable");
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.folder).env("PATH", path).env("HOME", home);
        command.env("MAILINT_CACHE_DIR", "");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env_remove("GITHUB_ACTIONS").env_remove("GITHUB_STEP_SUMMARY");
        for (name, value) in [("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")] {
            command.env(name, value).env(name.replace("AUTHOR", "COMMITTER"), value);
        }
        match command.envs(env.iter().copied()).output() {
            Ok(output) => Some(output),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Past the capture of the test runner, so that a run that skips says so.
                let _told = writeln!(std::io::stderr(), "skipped: {program} is not installed");
                None
            }
            Err(error) => panic!("{program}: {error}"),
        }
    }

    fn git(&self, args: &[&str]) -> String {
        let output = self.run("git", args, &[]).expect("git is needed");
        assert!(output.status.success(), "git {args:?}: {}", told(&output));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn commit(&self) {
        self.git(&["add", "--all", "--", ".", ":!.home"]);
        self.git(&["commit", "--quiet", "--message=x"]);
    }

    fn mailint(&self, args: &[&str]) -> Output {
        self.run(env!("CARGO_BIN_EXE_mailint"), args, &[]).expect("mailint")
    }

    /// `PATH RULE` of every finding.
    fn findings(&self, args: &[&str]) -> Vec<String> {
        let output = self.mailint(&[&["check", "--format", "json"], args].concat());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", told(&output)));
        let files = report["files"].as_array().expect("files");
        let findings = files.iter().flat_map(|file| {
            let findings = file["findings"].as_array().expect("findings");
            findings.iter().map(|finding| {
                let path = file["path"].as_str().expect("a path").trim_start_matches("./");
                format!("{path} {}", finding["rule"].as_str().expect("a rule"))
            })
        });
        findings.collect()
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.folder);
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn ours(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    path.to_str().expect("UTF-8").to_owned()
}

/// A path that would be a command where it were pasted into a script, and a mail that would command the runner.
#[test]
fn the_action_annotates_and_obeys_nobody() {
    let repository = Repository::new();
    repository.write("テンプレート/$(touch pwned) a,b%.txt", FAULTY);
    repository.write("b/injected.txt", "::stop-commands::x\n##[error]x\n\u{1b}[31m了解しました。\n```\n</details>\n");
    let env = [
        ("MAILINT_PATHS", "テンプレート/$(touch pwned) a,b%.txt\nb\n"),
        ("MAILINT_SARIF_FILE", "out.sarif"),
        ("MAILINT_HTML_FILE", "out.html"),
        ("GITHUB_STEP_SUMMARY", "summary.md"),
    ];
    let output = repository.run("bash", &[&ours(".ci/action.sh")], &env).expect("bash is needed");
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(!repository.folder.join("pwned").exists());
    let log = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(log.contains("::warning file=テンプレート/$(touch pwned) a%2Cb%25.txt,line=1"), "{log}");
    for line in log.lines() {
        let command = ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command));
        assert!(command || !line.trim_start().starts_with("::"), "{line}");
        assert!(!line.contains("##[") && !line.contains('\u{1b}'), "{line}");
    }
    let sarif: Value = serde_json::from_str(&repository.read("out.sarif")).expect("JSON");
    let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert!(uri.as_str().expect("a path").starts_with("%E3%83%86"), "{uri}");
    assert!(repository.read("out.html").contains("了解しました"));
    let summary = repository.read("summary.md");
    assert!(summary.lines().skip(2).all(|line| line.starts_with("    ")), "{summary}");

    let env = [("MAILINT_PATHS", "b"), ("MAILINT_FAIL_ON", "never"), ("GITHUB_STEP_SUMMARY", "summary.md")];
    let output = repository.run("bash", &[&ours(".ci/action.sh")], &env).expect("bash is needed");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let output = repository.run("bash", &[&ours(".ci/action.sh")], &[("MAILINT_PATHS", "none")]).expect("bash");
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
}

#[test]
fn the_actions_inputs_are_environment_alone() {
    let action = fs::read_to_string(ours("action.yml")).expect("there");
    let script = fs::read_to_string(ours(".ci/action.sh")).expect("there");
    let mut inputs = 0;
    for line in action.lines().filter(|line| line.contains("${{")) {
        let (name, value) = line.trim().split_once(": ").expect("NAME: VALUE");
        assert!(name.chars().all(|c| c.is_ascii_uppercase() || c == '_'), "an input in a script: {line}");
        if value.contains("inputs.") {
            assert!(script.contains(&format!("${{{name}:-")), "{name} is not read");
            inputs += 1;
        }
    }
    assert_eq!(inputs, 5);
}

#[test]
fn gitlab_gets_its_reports() {
    let repository = Repository::new();
    repository.write("templates/a.txt", FAULTY);
    let template = fs::read_to_string(ours("examples/ci/gitlab.yml")).expect("there");
    let script = template.split_once("script:\n").expect("a script").1;
    let script: Vec<&str> = script.lines().map_while(|line| line.strip_prefix("    - ")).collect();
    let output = repository.run("sh", &["-euc", &script.join("\n")], &[("MAILINT_PATHS", "templates")]).expect("sh");
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    for report in ["codequality", "junit"] {
        let line =
            template.lines().find_map(|line| line.trim().strip_prefix(&format!("{report}: ")).map(str::to_owned));
        assert!(!repository.read(&line.expect("an artifact")).is_empty());
    }
    let issues: Value = serde_json::from_str(&repository.read("gl-code-quality-report.json")).expect("JSON, no BOM");
    assert_eq!(issues[0]["location"]["path"], "templates/a.txt");
    assert_eq!(issues[0]["location"]["lines"]["begin"], 1);
    roxmltree::Document::parse(&repository.read("mailint-junit.xml")).expect("XML");
}

/// pre-commit clones the hooks from a repository, as it would this one.
#[test]
fn pre_commit_stops_a_faulty_commit() {
    let hooks = Repository::new();
    hooks.write(".pre-commit-hooks.yaml", &fs::read_to_string(ours(".pre-commit-hooks.yaml")).expect("there"));
    hooks.commit();
    let revision = hooks.git(&["rev-parse", "HEAD"]);
    let repository = Repository::new();
    let (repo, rev) = (hooks.folder.display(), revision.trim());
    let config = format!("repos:\n  - repo: {repo}\n    rev: {rev}\n    hooks:\n      - id: mailint-system\n");
    repository.write(".pre-commit-config.yaml", &config);
    repository.write("templates/良い 例.txt", GOOD);
    repository.write("ignored.csv", FAULTY);
    repository.git(&["add", "--all", "--", ".", ":!.home"]);
    let Some(output) = repository.run("pre-commit", &["run", "--color=never"], &[]) else { return };
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    repository.write("templates/faulty.eml", &format!("Subject: x\n\n〇〇様\n\n{FAULTY}"));
    repository.git(&["add", "--all", "--", ".", ":!.home"]);
    let output = repository.run("pre-commit", &["run", "--color=never"], &[]).expect("it ran before");
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let log = told(&output);
    assert!(log.contains("templates/faulty.eml") && !log.contains("ignored.csv:"), "{log}");
}

#[test]
fn lefthook_judges_what_is_staged() {
    let repository = Repository::new();
    repository.write("lefthook.yml", &fs::read_to_string(ours("examples/ci/lefthook.yml")).expect("there"));
    // lefthook puts unstaged changes aside, which git does not do before the first commit.
    repository.commit();
    repository.write("templates/shop/a.txt", GOOD);
    repository.git(&["add", "--all", "--", ".", ":!.home"]);
    // What is not staged does not count.
    repository.write("templates/shop/a.txt", FAULTY);
    let Some(output) = repository.run("lefthook", &["run", "pre-commit"], &[]) else { return };
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    repository.git(&["add", "--all", "--", ".", ":!.home"]);
    let output = repository.run("lefthook", &["run", "pre-commit"], &[]).expect("it ran before");
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("了解しました"), "{}", told(&output));
}

#[test]
fn only_what_changed_is_judged() {
    let repository = Repository::new();
    repository.write("templates/old.txt", FAULTY);
    repository.write("templates/both.txt", &format!("{FAULTY}\n{GOOD}"));
    repository.commit();
    assert!(repository.findings(&["--diff-base", "HEAD"]).is_empty());
    assert!(repository.findings(&["--staged"]).is_empty());

    repository.write("templates/both.txt", &format!("{FAULTY}\n{GOOD}ちょっと遅れました。\n"));
    repository.write("templates/new 𠮷.txt", FAULTY);
    let changed = repository.findings(&["--diff-base", "HEAD", "templates"]);
    assert!(changed.iter().any(|finding| finding == "templates/both.txt casual-tone/a-bit"), "{changed:?}");
    assert!(changed.iter().any(|finding| finding.starts_with("templates/new 𠮷.txt casual-tone/")), "{changed:?}");
    assert!(!changed.iter().any(|finding| finding.contains("old.txt")), "{changed:?}");
    let both = changed.iter().filter(|finding| finding.contains("both.txt casual-tone/")).count();
    assert_eq!(both, 1, "lines that were there before: {changed:?}");

    assert!(repository.findings(&["--staged"]).is_empty(), "nothing is staged yet");
    repository.git(&["add", "--all", "--", "templates"]);
    repository.write("templates/both.txt", GOOD);
    assert_eq!(repository.findings(&["--staged"]), changed, "the staged content counts, not the file's");
    repository.git(&["checkout", "--quiet", "--", "templates/both.txt"]);

    // What main got meanwhile is not the branch's.
    repository.git(&["checkout", "--quiet", "-b", "branch"]);
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("templates/old.txt", &format!("{GOOD}{FAULTY}"));
    repository.commit();
    repository.git(&["checkout", "--quiet", "branch"]);
    assert_eq!(repository.findings(&["--diff-base", "main"]), changed);
}

#[test]
fn what_changed_in_a_page_or_an_archive_is_judged() {
    let repository = Repository::new();
    let mail =
        |name: &str, body: &str| format!("From a@example.jp Thu Nov 19 10:00:00 2026\nSubject: {name}\n\n{body}\n");
    let page = |second: &str| format!("<html>\n<body>\n<p>了解しました。</p>\n<p>{second}</p>\n</body>\n</html>\n");
    let archive = |second: &str| format!("{}{}", mail("x", FAULTY), mail("y", second));
    repository.write("page.html", &page("ありがとうございます。"));
    repository.write("all.mbox", &archive("ありがとうございます。\n"));
    repository.commit();
    repository.write("page.html", &page("すみませんでした。"));
    repository.write("all.mbox", &archive("すみませんでした。\n"));
    repository.git(&["add", "--all", "--", ".", ":!.home"]);
    let kind = ["--scenario", "decline-reply"];
    let casual = |args: &[&str]| -> Vec<String> {
        let found = repository.findings(&[&kind, args].concat()).into_iter();
        found.filter(|finding| finding.contains("casual-tone/")).collect()
    };
    assert_eq!(casual(&["."]).len(), 5, "{:?}", casual(&["."]));
    let expected = ["all.mbox casual-tone/sorry", "page.html casual-tone/sorry"];
    assert_eq!(casual(&["--diff-base", "HEAD"]), expected);
    assert_eq!(casual(&["--staged"]), expected);
    // What is said of the whole of the first mail has nothing to do with the second.
    let args = ["check", "--format", "json", "--staged", "all.mbox"];
    let output = repository.mailint(&[&args[..], &kind].concat());
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let missing = |mail: usize| report["files"][mail]["findings"].to_string().contains("missing/");
    assert!(!missing(0) && missing(1), "{report}");
}

#[test]
fn what_is_said_of_the_whole_mail_has_to_do_with_every_line() {
    let repository = Repository::new();
    let mail = fs::read_to_string(ours("examples/faulty/stockout-restock.txt")).expect("there");
    repository.write("a.txt", &mail);
    repository.commit();
    let whole = ["missing/", "late/", "length/"];
    let all = repository.findings(&["a.txt"]);
    let of_whole: Vec<&String> =
        all.iter().filter(|finding| whole.iter().any(|group| finding.contains(group))).collect();
    assert!(!of_whole.is_empty(), "{all:?}");
    let (last, rest) = mail.trim_end().rsplit_once('\n').map(|(rest, last)| (last, rest)).expect("lines");
    repository.write("a.txt", &format!("{rest}\n{last} \n"));
    let changed = repository.findings(&["--diff-base", "HEAD"]);
    assert!(of_whole.iter().all(|finding| changed.contains(finding)), "{of_whole:?} in {changed:?}");
    assert!(changed.len() < all.len(), "{changed:?}");
}

#[test]
fn without_a_repository_or_a_revision_it_says_so() {
    let repository = Repository::new();
    repository.write("a.txt", GOOD);
    repository.commit();
    for revision in ["none", "--output=x", ""] {
        let output = repository.mailint(&["check", &format!("--diff-base={revision}")]);
        assert_eq!(output.status.code(), Some(2), "{revision:?}: {}", told(&output));
        assert!(!output.stderr.is_empty());
    }
    assert!(!repository.folder.join("x").exists());
    fs::remove_dir_all(repository.folder.join(".git")).expect("removable");
    let output = repository.run(
        env!("CARGO_BIN_EXE_mailint"),
        &["check", "--staged"],
        &[("GIT_CEILING_DIRECTORIES", repository.folder.parent().and_then(Path::to_str).expect("UTF-8"))],
    );
    assert_eq!(output.expect("mailint").status.code(), Some(2));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("writable");
        }
    }
}

#[test]
fn the_example_repository_passes_and_its_faulty_branch_does_not() {
    let repository = Repository::new();
    copy(Path::new(&ours("examples/template-repo")), &repository.folder);
    repository.commit();
    let output = repository.mailint(&["check", "--fail-on", "info", "templates"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    repository.git(&["checkout", "--quiet", "-b", "faulty"]);
    repository.git(&["apply", "faulty.patch"]);
    repository.commit();
    let found = repository.findings(&["--diff-base", "main", "templates"]);
    for expected in [
        "templates/sales/estimate-declined.txt interrogation/why",
        "templates/sales/estimate-declined.txt missing/respect",
        "templates/sales/estimate-declined.txt placeholder/circles",
        "templates/shop/restock.txt casual-tone/customer-san",
        "templates/shop/restock.txt excuse/normally",
        "templates/shop/wrong-shipment.txt vague-prevention/attitude-only",
    ] {
        assert!(found.iter().any(|finding| finding == expected), "{expected} is not among {found:#?}");
    }
    let output = repository.mailint(&["check", "templates"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
}

#[test]
fn several_reports_are_written_in_one_run_and_whole() {
    let repository = Repository::new();
    repository.write("a.txt", FAULTY);
    repository.write("old.json", "old");
    let reports = ["--report", "html=a.html", "--report", "jsonl=a.jsonl", "--output-file", "old.json"];
    let output = repository.mailint(&[&["check", "--format", "json", "a.txt"], &reports[..]].concat());
    assert_eq!(output.status.code(), Some(1), "the same as without a file");
    assert!(output.stdout.is_empty());
    serde_json::from_str::<Value>(&repository.read("old.json")).expect("JSON");
    assert!(repository.read("a.html").ends_with("</html>\n"));
    assert_eq!(repository.read("a.jsonl").lines().count(), 1);
    let output = repository.mailint(&["check", "--output-file", "none/a", "a.txt"]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
}

#[test]
fn shells_and_man_know_every_option() {
    let repository = Repository::new();
    let help = String::from_utf8(repository.mailint(&["check", "--help"]).stdout).expect("UTF-8");
    let options: Vec<&str> = help.split_whitespace().filter(|word| word.starts_with("--")).collect();
    assert!(options.len() > 10);
    let shells = ["bash", "zsh", "fish", "powershell", "elvish"].map(|shell| vec!["completions", shell]);
    for args in shells.into_iter().chain([vec!["man", "check"]]) {
        let output = String::from_utf8(repository.mailint(&args).stdout).expect("UTF-8").replace("\\-", "-");
        for option in &options {
            assert!(output.contains(option.trim_start_matches('-')), "{args:?} does not know {option}");
        }
    }
    repository
        .write("mailint.bash", &String::from_utf8(repository.mailint(&["completions", "bash"]).stdout).expect("UTF-8"));
    let output = repository.run("bash", &["-n", "mailint.bash"], &[]).expect("bash");
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(repository.mailint(&["man", "none"]).status.code(), Some(2));
}
