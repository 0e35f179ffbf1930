//! What changed in the repository: `check --diff-base` and `check --staged`. It asks git, and knows nothing of mails.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use crate::diagnostic::Diagnostic;
use crate::input::{Failure, Found, Place, Source};
use crate::lint::Report;
use crate::rule::{Check, RuleSet};
use crate::text::Span;

use super::usage;

/// Which changes are asked for.
#[derive(Debug, Args)]
pub(super) struct Changed {
    /// 指定した版から変わったファイルの、変わった行だけを指摘します（分岐した後の変更だけを見ます）
    #[arg(long, value_name = "リビジョン", conflicts_with = "staged", help_heading = usage::OPTIONS)]
    diff_base: Option<String>,
    /// `git add` した内容を調べ、変わった行だけを指摘します
    #[arg(long, help_heading = usage::OPTIONS)]
    staged: bool,
}

impl Changed {
    /// The changes, where they are asked for.
    ///
    /// # Errors
    /// What git says, in one line of Japanese.
    pub(super) fn find(&self) -> Result<Option<Changes>, String> {
        match &self.diff_base {
            Some(revision) => Changes::since(revision).map(Some),
            None if self.staged => Changes::staged().map(Some),
            None => Ok(None),
        }
    }

    /// Whether only changes are asked for, so that the paths may be left out.
    pub(super) fn is_asked(&self) -> bool {
        self.staged || self.diff_base.is_some()
    }
}

/// Changed files by their absolute paths.
pub(super) struct Changes(HashMap<PathBuf, Change>);

/// What changed in one file.
struct Change {
    lines: Lines,
    /// The staged content, where that is asked for.
    content: Option<Vec<u8>>,
}

enum Lines {
    All,
    /// Line numbers from 1, in order.
    These(Vec<RangeInclusive<usize>>),
}

impl Changes {
    fn since(revision: &str) -> Result<Changes, String> {
        let commit = format!("{revision}^{{commit}}");
        let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|why| {
            if why.is_empty() { format!("{revision} という版は見つかりません。") } else { why }
        })?;
        let commit = one_line(&commit);
        // What others changed since the branch began is not this branch's.
        let base = git(&["merge-base", &commit, "HEAD"]).map_or(commit, |base| one_line(&base));
        let mut changes = Changes::between(&["diff"], &base)?;
        let root = root()?;
        let new = git(&["ls-files", "-z", "--others", "--exclude-standard", "--full-name", ":/"])?;
        for path in new.split(|&byte| byte == 0).filter(|path| !path.is_empty()) {
            changes.0.insert(absolute(&root, path), Change { lines: Lines::All, content: None });
        }
        Ok(changes)
    }

    fn staged() -> Result<Changes, String> {
        // Before the first commit everything is new; git then compares with nothing.
        Changes::between(&["diff", "--cached"], "")
    }

    fn between(command: &[&str], base: &str) -> Result<Changes, String> {
        const FLAGS: &[&str] = &["--no-ext-diff", "--no-textconv", "--no-color", "--find-renames", "--diff-filter=d"];
        let base: &[&str] = if base.is_empty() { &[] } else { &[base] };
        let raw = git(&[command, FLAGS, &["--raw", "-z", "--no-abbrev"], base, &["--"]].concat())?;
        let patch = git(&[command, FLAGS, &["--unified=0"], base, &["--"]].concat())?;
        let files = files(&raw);
        let lines = lines(&patch);
        let root = root()?;
        let staged = command.contains(&"--cached");
        let contents = if staged { blobs(files.iter().map(|file| file.blob))? } else { Vec::new() };
        let mut contents = contents.into_iter();
        let known = lines.len() == files.len();
        let mut lines = lines.into_iter();
        let changes = files.iter().map(|file| {
            let lines = lines.next().filter(|_| known).map_or(Lines::All, Lines::These);
            (absolute(&root, file.path), Change { lines, content: contents.next() })
        });
        Ok(Changes(changes.collect()))
    }

    /// Keeps the files that changed, with their staged content where that is asked for.
    pub(super) fn narrow(&mut self, found: Vec<Result<Found, Failure>>) -> Vec<Result<Found, Failure>> {
        let mut kept = Vec::new();
        for one in found {
            match one {
                Ok(Found { shown, place: Place::File(path) }) => {
                    let Some(change) = self.of_mut(&path) else { continue };
                    let place = change.content.take().map_or(Place::File(path), Place::Content);
                    kept.push(Ok(Found { shown, place }));
                }
                other => kept.push(other),
            }
        }
        kept
    }

    /// Keeps the findings that have to do with changed lines. What is said of a whole mail has to do with each of its own.
    pub(super) fn filter(&self, source: &Source, report: &mut Report, rules: &RuleSet) {
        if let Some(Change { lines: Lines::These(lines), .. }) = self.of(Path::new(&source.path)) {
            report.findings.retain(|finding| {
                is_of_the_whole(finding, rules) && is_in(lines, source) || touches(lines, source, finding)
            });
        }
    }

    fn of(&self, path: &Path) -> Option<&Change> {
        self.0.get(&path.canonicalize().ok()?)
    }

    fn of_mut(&mut self, path: &Path) -> Option<&mut Change> {
        self.0.get_mut(&path.canonicalize().ok()?)
    }
}

fn is_of_the_whole(finding: &Diagnostic, rules: &RuleSet) -> bool {
    let check = rules.rule(finding.rule.as_str()).map(|rule| &*rule.check);
    let group = finding.rule.as_str().split('/').next();
    matches!(check, Some(Check::Lacks(_) | Check::Late(_) | Check::Limit(_)))
        || matches!(group, Some("missing" | "late" | "length"))
}

/// Whether one of the lines belongs to this mail: a file may hold many.
fn is_in(lines: &[RangeInclusive<usize>], source: &Source) -> bool {
    let text = source.shown();
    let last = match source.about.parts.is_empty() {
        true => text.position(text.len()).line,
        false => usize::MAX,
    };
    source.about.item.is_none() || overlaps(lines, text.first_line(), last)
}

fn touches(lines: &[RangeInclusive<usize>], source: &Source, finding: &Diagnostic) -> bool {
    let text = source.shown();
    let related = finding.related.iter().flat_map(|related| &related.spans);
    finding.spans.iter().chain(related).any(|&span| match source.about.part_at(span.start()) {
        // What a line of base64 says is not known here; nothing before the part has changed it.
        Some(part) => overlaps(lines, part.file_line, usize::MAX),
        None => overlaps(lines, text.position(span.start()).line, text.position(last_byte(span)).line),
    })
}

/// Whether a line from the first to the last is among those that changed.
fn overlaps(lines: &[RangeInclusive<usize>], first: usize, last: usize) -> bool {
    let behind = lines.partition_point(|range| *range.end() < first);
    lines.get(behind).is_some_and(|range| *range.start() <= last)
}

fn last_byte(span: Span) -> usize {
    if span.is_empty() { span.end() } else { span.end() - 1 }
}

/// A changed file as git tells it.
struct RawFile<'a> {
    /// The object's name on the new side; zeros where it is the working tree's.
    blob: &'a [u8],
    /// From the repository's root.
    path: &'a [u8],
}

/// Reads `--raw -z`: `:MODE MODE OLD NEW STATUS NUL PATH NUL`, with two paths for what was renamed or copied.
fn files(raw: &[u8]) -> Vec<RawFile<'_>> {
    let mut files = Vec::new();
    let mut fields = raw.split(|&byte| byte == 0);
    while let Some(facts) = fields.next().filter(|facts| facts.starts_with(b":")) {
        let mut facts = facts.split(|&byte| byte == b' ').skip(3);
        let (blob, status) = (facts.next().unwrap_or_default(), facts.next().unwrap_or_default());
        if matches!(status.first(), Some(b'R' | b'C')) {
            fields.next();
        }
        files.push(RawFile { blob, path: fields.next().unwrap_or_default() });
    }
    files
}

/// The lines that a patch without context puts in, for each of its files. Lines of content begin with a sign, so that
/// nothing in a mail is taken for a header.
fn lines(patch: &[u8]) -> Vec<Vec<RangeInclusive<usize>>> {
    let mut files: Vec<Vec<RangeInclusive<usize>>> = Vec::new();
    for line in patch.split(|&byte| byte == b'\n') {
        if line.starts_with(b"diff --git ") {
            files.push(Vec::new());
        } else if let (Some(rest), Some(file)) = (line.strip_prefix(b"@@ "), files.last_mut()) {
            file.extend(
                std::str::from_utf8(rest.split(|&byte| byte == b'@').next().unwrap_or_default()).ok().and_then(hunk),
            );
        }
    }
    files
}

/// The new side of `-3,2 +4,5`; `None` where lines only went.
fn hunk(sides: &str) -> Option<RangeInclusive<usize>> {
    let new = sides.split_whitespace().find_map(|side| side.strip_prefix('+'))?;
    let (start, count) = new.split_once(',').unwrap_or((new, "1"));
    let (start, count): (usize, usize) = (start.parse().ok()?, count.parse().ok()?);
    (count > 0).then(|| start..=start + count - 1)
}

/// The contents of objects, in one run of git.
fn blobs<'a>(names: impl Iterator<Item = &'a [u8]>) -> Result<Vec<Vec<u8>>, String> {
    let asked: Vec<u8> = names.flat_map(|name| [name, b"\n"].concat()).collect();
    let mut child = command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| missing(&error))?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // git answers while it is asked: both ends of the pipe must move.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(&asked)));
        child.wait_with_output()
    });
    let output = output.map_err(|error| missing(&error))?.stdout;
    let mut rest = output.as_slice();
    let mut contents = Vec::new();
    while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
        // `NAME TYPE SIZE`, the content, a line feed.
        let size = std::str::from_utf8(&rest[..end]).ok().and_then(|head| head.rsplit(' ').next()?.parse().ok());
        let size = size.unwrap_or(0).min(rest.len() - end - 1);
        contents.push(rest[end + 1..][..size].to_vec());
        rest = rest.get(end + 1 + size + 1..).unwrap_or_default();
    }
    Ok(contents)
}

fn root() -> Result<PathBuf, String> {
    let root = git(&["rev-parse", "--show-toplevel"])?;
    let root = PathBuf::from(one_line(&root));
    Ok(root.canonicalize().unwrap_or(root))
}

#[cfg(unix)]
fn absolute(root: &Path, path: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    let path = root.join(std::ffi::OsStr::from_bytes(path));
    path.canonicalize().unwrap_or(path)
}

#[cfg(not(unix))]
fn absolute(root: &Path, path: &[u8]) -> PathBuf {
    let path = root.join(&*String::from_utf8_lossy(path));
    path.canonicalize().unwrap_or(path)
}

fn one_line(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim_end_matches(['\r', '\n']).to_owned()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).stdin(Stdio::null()).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    command
}

/// What git writes; where it fails, the last line of why, in Japanese around git's own words.
fn git(arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = command(arguments).output().map_err(|error| missing(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let told = told.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(if told.is_empty() { String::new() } else { format!("git が失敗しました（{told}）。") })
}

fn missing(error: &io::Error) -> String {
    format!("git を実行できませんでした（{error}）。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renamed_files_have_their_new_name() {
        let raw =
            b":100644 100644 aa bb M\0a b.txt\0:100644 100644 cc dd R090\0old\0new\n.txt\0:000000 100644 00 ee A\0c\0";
        let files: Vec<(&[u8], &[u8])> = files(raw).iter().map(|file| (file.blob, file.path)).collect();
        assert_eq!(files, [(&b"bb"[..], &b"a b.txt"[..]), (b"dd", b"new\n.txt"), (b"ee", b"c")]);
    }

    #[test]
    fn hunks_tell_the_new_lines_and_content_is_no_header() {
        let patch =
            b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@ head\n-a\n+diff --git a/y b/y\n+@@ -9 +9 @@\n\
            @@ -5,2 +6,0 @@\n-c\n-d\n@@ -9 +8 @@\n-e\n+\xff\ndiff --git a/z b/z\nBinary files differ\n";
        assert_eq!(lines(patch), [vec![1..=2, 8..=8], vec![]]);
    }
}
