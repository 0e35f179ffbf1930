//! What the readmes say of rules, scenarios and output is made from the program and compared.
//!
//! `MAILINT_BLESS=1 cargo test --release --test readme` rewrites what stands between the markers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use mailint::diagnostic::Severity;
use mailint::rule::{ElementId, Rule};

#[path = "builtin/mod.rs"]
mod builtin;

use builtin::RULES;

/// The mail whose findings are shown, and the command that shows them.
const DRAFT: &str = "examples/faulty/draft.txt";

/// The command that tests everything; `.ci/run` takes it from the readme.
const TEST: &str = "cargo test --release";

/// Each category with its Japanese name, what it is about in English and in Japanese.
const CATEGORIES: &[(&str, &str, &str, &str)] = &[
    (
        "rebuttal",
        "反論",
        "contradicts the reader's judgement, claims to be better than whom they chose",
        "相手の判断を否定する、選ばれた他社より優れていると言う",
    ),
    ("interrogation", "理由の詰問", "presses for the reason", "断った理由や苦情の理由を問いただす"),
    (
        "excuse",
        "言い訳",
        "explains ourselves where an apology or thanks is due",
        "お詫びや感謝の代わりに、こちらの事情を述べる",
    ),
    ("blame-shift", "責任転嫁", "puts the fault on somebody else", "他部署、取引先、配送会社、お客様のせいにする"),
    ("hard-sell", "強引な売り込み", "pushes after a refusal", "断られた後に、値引きや期限で食い下がる"),
    (
        "overpromise",
        "安易な約束",
        "promises without condition to win the deal back",
        "取り戻したい一心で、できるかわからない約束をする",
    ),
    (
        "guilt-trip",
        "恩着せ・当てつけ",
        "makes the reader feel guilty",
        "こちらの苦労や落胆を見せて、相手に負い目を感じさせる",
    ),
    (
        "vague-prevention",
        "具体性のない再発防止",
        "prevention by attitude only",
        "「徹底します」「注意します」だけで、何をするかがない",
    ),
    (
        "conditional-apology",
        "条件付き謝罪",
        "apologises only if the reader felt so",
        "「お気に障ったのであれば」のような、仮定のお詫び",
    ),
    ("minimizing", "軽視", "makes light of the harm", "被害を小さく言う"),
    ("demanding", "要求・押しつけ", "demands understanding or forgiveness", "理解や許しを求める"),
    ("impersonal", "機械的", "machine-like wording in an apology", "自動送信のような、心の感じられない文面"),
    ("casual-tone", "くだけた表現", "too casual", "「すみません」「了解です」、絵文字など"),
    ("keigo-error", "敬語の誤り", "wrong honorifics", "二重敬語、謙譲語と尊敬語の取り違えなど"),
    ("placeholder", "差し込み忘れ", "placeholders left in", "〇〇、△△、{{name}} などの残り"),
    ("ambiguous-refusal", "曖昧なお断り", "a refusal that never says no", "断っているのかどうか伝わらない"),
    ("over-apology", "過剰な謝罪・堅苦しさ", "apologises too often or too stiffly", "お詫びが多すぎる、堅すぎる"),
    ("legal-risk", "法的に危うい言葉", "words to have checked first", "送る前に責任者や法務に確かめたい言葉"),
    (
        "hygiene",
        "文字・日付・消し忘れ",
        "characters, dates, leftovers",
        "文字化けする文字、曜日違い、AI の前置きの残りなど",
    ),
    (
        "missing",
        "欠けているもの",
        "what the mail lacks for its kind",
        "その種類のメールに要るもの（感謝、お詫び、原因、次の接点など）がない",
    ),
    ("late", "遅すぎるもの", "what comes too late", "感謝やお詫びが後ろにある"),
    ("length", "長さ", "too long or too short", "長すぎる、そっけない、一文が長い"),
];

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("it is there").replace("\r\n", "\n")
}

/// Puts what is generated between its markers, `<!-- NAME -->` and `<!-- /NAME -->`.
fn filled(mut page: String, blocks: &[(&str, String)]) -> String {
    for (name, block) in blocks {
        let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let start = page.find(&open).unwrap_or_else(|| panic!("no {open}")) + open.len();
        let end = start + page[start..].find(&close).unwrap_or_else(|| panic!("no {close}"));
        page.replace_range(start..end, &format!("\n{}\n\n", block.trim_end()));
    }
    page
}

fn compare(name: &str, blocks: &[(&str, String)]) {
    let page = read(name);
    let wanted = filled(page.clone(), blocks);
    if std::env::var_os("MAILINT_BLESS").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), &wanted).expect("writable");
        return;
    }
    let different = page.lines().zip(wanted.lines()).find(|(a, b)| a != b);
    assert!(
        page == wanted,
        "{name} is not as the program is; MAILINT_BLESS=1 mends it. First difference: {different:?}"
    );
}

#[test]
fn the_english_readme_tells_the_truth() {
    compare(
        "README.md",
        &[("output", output()), ("categories", categories_in_english()), ("scenarios", scenarios_in_english())],
    );
}

#[test]
fn the_japanese_readme_tells_the_truth() {
    compare(
        "README.ja.md",
        &[
            ("output", output()),
            ("categories", categories_in_japanese()),
            ("scenarios", scenarios_in_japanese()),
            ("rules", rules()),
        ],
    );
}

#[test]
fn the_first_two_commands_are_the_ones_to_begin_with() {
    for name in ["README.md", "README.ja.md"] {
        let page = read(name);
        let commands: Vec<&str> = page.lines().filter(|line| line.starts_with("cargo ")).take(2).collect();
        let check = format!("cargo run --release -- check {DRAFT}");
        let command = |line: &str| line.split('#').next().unwrap_or(line).trim().to_owned();
        assert_eq!(commands.iter().map(|line| command(line)).collect::<Vec<_>>(), [check, TEST.to_owned()], "{name}");
    }
}

#[test]
fn every_subcommand_option_and_file_that_is_named_exists() {
    let page = read("README.md") + &read("README.ja.md") + &read("CONTRIBUTING.md");
    for path in page.split(['`', '(', ')', ' ', '\n']).filter(|word| word.contains('/') && !word.contains("//")) {
        let ours = ["rules/", "tests/", "examples/", "src/", "dict/", "schema/", ".ci/", "benches/"];
        if ours.iter().any(|folder| path.starts_with(folder))
            && path.chars().all(|c| !c.is_ascii_uppercase() && c != ':')
        {
            let there = Path::new(env!("CARGO_MANIFEST_DIR")).join(path.trim_end_matches(['。', '.', ',', ':']));
            assert!(there.exists(), "{path} is not there");
        }
    }
    let help = ["check", "fix", "outline", "explain", "init", "config", "baseline", "rules", "schema"]
        .map(|command| mailint(&[command, "--help"]));
    let help = help.join("\n") + &mailint(&["--help"]);
    let options = page
        .split(['`', ' ', '\n'])
        .filter(|word| word.strip_prefix("--").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase())));
    let cargo = [
        "--",
        "--release",
        "--test",
        "--nocapture",
        "--example",
        "--profile",
        "--part",
        "--misses",
        "--false-alarms",
        "--path",
    ];
    for option in options.filter(|option| !cargo.contains(option)) {
        assert!(help.contains(option), "no option {option}");
    }
}

fn mailint(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mailint"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("MAILINT_CACHE_DIR", "")
        .output()
        .expect("it starts");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn output() -> String {
    format!("```text\n{}```", mailint(&["check", "--color", "never", DRAFT]))
}

/// Rules by the first part of their ids.
fn by_category() -> BTreeMap<&'static str, Vec<&'static Rule>> {
    let mut by_category: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in &RULES.rules {
        by_category.entry(split(rule).0).or_default().push(rule);
    }
    let unnamed: Vec<_> = by_category.keys().filter(|name| !CATEGORIES.iter().any(|known| known.0 == **name)).collect();
    assert!(unnamed.is_empty(), "categories without a name for the readmes: {unnamed:?}");
    by_category
}

fn split(rule: &Rule) -> (&str, &str) {
    rule.id.as_str().split_once('/').expect("two parts")
}

fn categories_in_english() -> String {
    let by_category = by_category();
    let mut out = format!("{} rules in {} categories:\n\n", RULES.rules.len(), by_category.len());
    out.push_str("| category | | what it is about | rules |\n| --- | --- | --- | --- |\n");
    for (id, name, about, _) in CATEGORIES {
        let rules = by_category.get(id).map(Vec::as_slice).unwrap_or_default();
        let rules: Vec<String> =
            rules.iter().map(|rule| format!("[{0}](rules/{1}.toml)", split(rule).1, rule.id)).collect();
        let _ = writeln!(out, "| `{id}` | {name} | {about} | {} |", rules.join(", "));
    }
    out
}

fn categories_in_japanese() -> String {
    let by_category = by_category();
    let mut out = String::from("| 分類 | 意味 | 規則の数 |\n| --- | --- | --- |\n");
    for (id, name, _, about) in CATEGORIES {
        let _ = writeln!(out, "| {name} `{id}` | {about} | {} |", by_category.get(id).map_or(0, Vec::len));
    }
    out
}

fn elements(ids: &[ElementId], of: impl Fn(ElementId) -> String, join: &str) -> String {
    ids.iter().map(|&id| of(id)).collect::<Vec<_>>().join(join)
}

fn scenarios_in_english() -> String {
    let mut out = String::from("| scenario | | variants | the mail must hold |\n| --- | --- | --- | --- |\n");
    for scenario in &RULES.scenarios {
        let variants: Vec<String> = scenario.variants.iter().map(|variant| format!("`{}`", variant.id)).collect();
        let required = elements(&scenario.required, |id| RULES.elements[id].name.clone(), ", ");
        let _ = writeln!(out, "| `{}` | {} | {} | {required} |", scenario.id, scenario.title, variants.join(" "));
    }
    out
}

fn scenarios_in_japanese() -> String {
    let mut out = String::from("| 種類 | `--scenario` に書く名前 | 要るもの |\n| --- | --- | --- |\n");
    for scenario in &RULES.scenarios {
        let variant = |title: &str, id: &str| format!("{title} `{}/{id}`", scenario.id);
        let variants: Vec<String> = scenario.variants.iter().map(|of| variant(&of.title, &of.id)).collect();
        let names = [vec![format!("`{}`", scenario.id)], variants].concat().join("<br>");
        let required = elements(&scenario.required, |id| RULES.elements[id].title.clone(), "、");
        let _ = writeln!(out, "| {} | {names} | {required} |", scenario.title);
    }
    out
}

fn rules() -> String {
    let mut out = String::from("| 規則 | 重さ | 指摘 |\n| --- | --- | --- |\n");
    for rule in &RULES.rules {
        let message = filled_in(&rule.message).replace('|', "\\|");
        let _ = writeln!(out, "| `{}` | {} | {message} |", rule.id, severity(rule.severity));
    }
    out
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "エラー",
        Severity::Warning => "警告",
        Severity::Info => "情報",
    }
}

/// A message without the words of any mail.
fn filled_in(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        out.push_str(if name == "match" { "…" } else { "◯" });
        rest = after;
    }
    out + rest
}
