//! The layers of the architecture: a module imports only from those below it. The table here is the one in design.md.
//!
//! Every file under `src/` is read without its comments and literals. `crate::…` and chains of `super::` that reach the
//! crate's root count as imports, in `use` lines as inline.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module with its layer. A module may import from lower layers, and from its own where that closes no cycle.
const LAYERS: &[(&str, u8)] = &[
    ("text", 0),
    ("calendar", 0),
    ("frozen", 0),
    ("idle", 0),
    ("diagnostic", 1),
    ("morph", 1),
    ("mail", 2),
    ("unit", 3),
    ("likeness", 1),
    ("pattern", 4),
    ("rule", 4),
    ("builtin", 5),
    ("scenario", 5),
    ("config", 5),
    ("suppress", 5),
    ("lint", 6),
    ("fix", 6),
    ("input", 7),
    ("report", 7),
    ("cli", 8),
    ("lsp", 8),
];

/// Libraries that only one module may know, by the beginning of the crate's name.
const KEPT: &[(&str, &str)] = &[
    ("lindera", "morph"),
    ("annotate_snippets", "report"),
    ("chardetng", "input"),
    ("csv_core", "input"),
    ("encoding_rs", "input"),
    ("html5gum", "input"),
    ("mail_parser", "input"),
    ("pulldown_cmark", "input"),
];

#[test]
fn every_module_imports_downward() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = read(&root);
    assert!(files.len() > 50, "only {} files under {}", files.len(), root.display());
    let wrong = judge(&files);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_program_only_parses_runs_and_exits() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).expect("a program");
    assert!(main.lines().count() < 30, "{} lines", main.lines().count());
}

/// A file by its path under `src/`, with `/`.
type File = (String, String);

fn read(root: &Path) -> Vec<File> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside: Vec<_> =
                    path.strip_prefix(root).expect("inside").iter().map(|part| part.to_string_lossy()).collect();
                files.push((inside.join("/"), fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    files.sort();
    files
}

/// What is wrong with the imports of some files, a line each.
fn judge(files: &[File]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut beside: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, source) in files {
        let module = module_of(path);
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some(layer) = layer(&module) else {
            wrong.push(format!("{path}: module `{module}` is in no layer; add it to LAYERS and design.md"));
            continue;
        };
        let tokens = tokens(source);
        for target in imports(path, &tokens) {
            match self::layer(&target) {
                _ if target == module => {}
                None => wrong.push(format!("{path}: `crate::{target}` is in no layer")),
                Some(other) if other > layer => {
                    wrong.push(format!("{path}: `{module}` (layer {layer}) imports upward from `{target}` ({other})"));
                }
                Some(other) if other == layer => {
                    beside.entry(module.clone()).or_default().insert(target);
                }
                Some(_) => {}
            }
        }
        for (library, keeper) in KEPT {
            if module != *keeper && tokens.iter().any(|token| is_library(token, library)) {
                wrong.push(format!("{path}: only `{keeper}` may import {library}"));
            }
        }
    }
    wrong.extend(cycles(&beside));
    wrong
}

/// The first path component: `rule/item.rs` and `rule.rs` are `rule`.
fn module_of(path: &str) -> String {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs").to_owned()
}

fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|&(_, layer)| layer)
}

fn is_library(token: &Token, library: &str) -> bool {
    matches!(token, Token::Word(word) if word == library || word.strip_prefix(library).is_some_and(|rest| rest.starts_with('_')))
}

/// Modules of one layer that import each other, directly or by way of others.
fn cycles(beside: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let reaches = |from: &str, to: &str| {
        let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
        while let Some(at) = left.pop() {
            for next in beside.get(at).into_iter().flatten() {
                if next == to {
                    return true;
                }
                if seen.insert(next.as_str()) {
                    left.push(next);
                }
            }
        }
        false
    };
    let edges = beside.iter().flat_map(|(from, targets)| targets.iter().map(move |to| (from, to)));
    edges
        .filter(|(from, to)| reaches(to, from))
        .map(|(from, to)| format!("`{from}` imports from `{to}` beside it, which closes a cycle"))
        .collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    /// `::`
    Path,
    Open,
    Close,
    Other(char),
}

/// Source without comments, blanks and literals.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        match c {
            '/' if next == Some('/') => at = line_end(&chars, at),
            '/' if next == Some('*') => at = comment_end(&chars, at),
            '"' => at = string_end(&chars, at + 1),
            '\'' => at = quote_end(&chars, at),
            c if c.is_alphabetic() || c == '_' => {
                let end = (at..chars.len())
                    .find(|&i| !(chars[i].is_alphanumeric() || chars[i] == '_'))
                    .unwrap_or(chars.len());
                let word: String = chars[at..end].iter().collect();
                match raw_end(&chars, &word, end) {
                    Some(after) => at = after,
                    None => {
                        tokens.push(Token::Word(word));
                        at = end;
                    }
                }
            }
            ':' if next == Some(':') => {
                tokens.push(Token::Path);
                at += 2;
            }
            c => {
                match c {
                    '{' => tokens.push(Token::Open),
                    '}' => tokens.push(Token::Close),
                    c if c.is_whitespace() => {}
                    c => tokens.push(Token::Other(c)),
                }
                at += 1;
            }
        }
    }
    tokens
}

fn line_end(chars: &[char], at: usize) -> usize {
    (at..chars.len()).find(|&i| chars[i] == '\n').unwrap_or(chars.len())
}

/// Comments nest.
fn comment_end(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn string_end(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// A character literal, or just the tick of a lifetime.
fn quote_end(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => (at + 3..chars.len()).find(|&i| chars[i] == '\'').map_or(chars.len(), |end| end + 1),
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

/// Behind `r"…"`, `r#"…"#` and the like, where the word in front says so.
fn raw_end(chars: &[char], word: &str, end: usize) -> Option<usize> {
    if !matches!(word, "r" | "br" | "cr") {
        return None;
    }
    let hashes = chars[end..].iter().take_while(|&&c| c == '#').count();
    if chars.get(end + hashes) != Some(&'"') {
        return None;
    }
    let close = |i: usize| chars[i] == '"' && chars[i + 1..].iter().take_while(|&&c| c == '#').count() >= hashes;
    Some((end + hashes + 1..chars.len()).find(|&i| close(i)).map_or(chars.len(), |i| i + 1 + hashes))
}

/// The top-level modules that a file names.
fn imports(path: &str, tokens: &[Token]) -> BTreeSet<String> {
    let file_depth = path.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").count();
    let mut targets = BTreeSet::new();
    // Each open brace, and whether it is that of an inline module.
    let mut braces: Vec<bool> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open => {
                let inline = at >= 2
                    && tokens[at - 2] == Token::Word("mod".to_owned())
                    && matches!(tokens[at - 1], Token::Word(_));
                braces.push(inline);
            }
            Token::Close => {
                braces.pop();
            }
            Token::Word(word) if word == "crate" => roots(&tokens[at + 1..], &mut targets),
            Token::Word(word) if word == "super" && !follows_path(tokens, at) => {
                let depth = file_depth + braces.iter().filter(|inline| **inline).count();
                let mut end = at + 1;
                let mut ups = 1;
                while tokens.get(end) == Some(&Token::Path)
                    && tokens.get(end + 1) == Some(&Token::Word("super".to_owned()))
                {
                    (ups, end) = (ups + 1, end + 2);
                }
                if ups >= depth {
                    roots(&tokens[end..], &mut targets);
                }
            }
            _ => {}
        }
    }
    targets
}

fn follows_path(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at - 1] == Token::Path
}

/// The names right behind `crate`: one, or each of a group.
fn roots(tokens: &[Token], targets: &mut BTreeSet<String>) {
    if tokens.first() != Some(&Token::Path) {
        return;
    }
    match tokens.get(1) {
        Some(Token::Word(name)) => {
            targets.insert(name.clone());
        }
        Some(Token::Open) => {
            let (mut depth, mut fresh) = (0_usize, true);
            for token in &tokens[1..] {
                match token {
                    Token::Open => depth += 1,
                    Token::Close if depth == 1 => break,
                    Token::Close => depth -= 1,
                    Token::Other(',') if depth == 1 => fresh = true,
                    Token::Word(name) if fresh && depth == 1 => {
                        targets.insert(name.clone());
                        fresh = false;
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// The tester, tested on made-up sources.
mod tester {
    use super::{File, judge};

    fn wrong(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = files.iter().map(|(path, source)| ((*path).to_owned(), (*source).to_owned())).collect();
        judge(&files)
    }

    fn assert_wrong(path: &str, source: &str, part: &str) {
        let found = wrong(&[(path, source)]);
        assert!(found.len() == 1 && found[0].contains(part), "{source}: {found:?}");
    }

    fn assert_right(path: &str, source: &str) {
        assert_eq!(wrong(&[(path, source)]), Vec::<String>::new(), "{source}");
    }

    #[test]
    fn an_upward_import_is_seen_however_it_is_written() {
        for source in [
            "use crate::lint::lint;",
            "use crate::lint;",
            "pub(crate) use crate :: lint as other;",
            "use crate::{\n    text::{Span, Text},\n    lint::lint,\n};",
            "use crate::{text, lint};",
            "fn f() { crate::lint::lint(); }",
            "fn f(x: &'a crate::lint::Report) {}",
            "const A: char = '\"'; use crate::lint; const B: char = '\"';",
            "const A: &str = r#\"a \" b\"#; use crate::lint;",
            "const A: &str = \"\\\"\"; use crate::lint;",
            "const A: char = '\\''; use crate::lint; const B: char = '\\u{27}';",
            "/* /* nested */ */ use crate::lint;",
            "use super::lint;",
            "mod tests { use super::super::lint; }",
        ] {
            assert_wrong("mail/mod.rs", source, "imports upward from `lint`");
        }
        assert_wrong("mail/deep/er.rs", "use super::super::super::lint;", "imports upward");
        assert_wrong("scenario.rs", "use super::lint;", "imports upward");
    }

    #[test]
    fn what_is_no_import_is_left_alone() {
        for source in [
            "// use crate::lint;",
            "//! [`crate::lint`]",
            "/* use crate::lint; */",
            "const A: &str = \"crate::lint\";",
            "const A: &str = r\"crate::lint\";",
            "const A: &str = r##\"x\"# crate::lint\"##;",
            "use crate::text::{Span, lint};",
            "use crate::{text::{lint, Span}, diagnostic};",
            "use self::lint::x;",
            "mod tests { use super::lint; }",
            "fn f<'a>(x: &'a str) -> &'a str { x }",
            "use crate::mail::Part;",
        ] {
            assert_right("mail/mod.rs", source);
        }
        assert_right("mail/lint.rs", "use super::lint::x;");
        assert_right("lib.rs", "pub mod lint; pub use crate::lint::lint;");
    }

    #[test]
    fn neighbours_may_be_imported_one_way() {
        let one_way =
            [("rule/mod.rs", "use crate::pattern::PatternSet;"), ("pattern/mod.rs", "use crate::unit::Unit;")];
        assert_eq!(wrong(&one_way), Vec::<String>::new());
        let both = [("rule/mod.rs", "use crate::pattern::A;"), ("pattern/x.rs", "use crate::rule::B;")];
        assert_eq!(wrong(&both).len(), 2);
        let round = [
            ("scenario.rs", "use crate::config::A;"),
            ("config.rs", "use crate::suppress::B;"),
            ("suppress/mod.rs", "use crate::scenario::C;"),
        ];
        assert_eq!(wrong(&round).len(), 3);
    }

    #[test]
    fn libraries_are_kept_by_one_module() {
        assert_wrong("unit/mod.rs", "use lindera_dictionary::viterbi::Lattice;", "only `morph` may import lindera");
        assert_wrong("cli/check.rs", "fn f() { annotate_snippets::Level::ERROR; }", "only `report` may import");
        assert_right("morph/mod.rs", "use lindera_dictionary::viterbi::Lattice;");
        assert_right("report/full.rs", "use annotate_snippets::{Group, Level};");
        assert_right("unit/mod.rs", "// lindera\nlet linderas = 1;");
    }

    #[test]
    fn a_module_without_a_layer_is_seen() {
        assert_wrong("util.rs", "", "in no layer");
        assert_wrong("mail/mod.rs", "use crate::util::x;", "in no layer");
    }
}
