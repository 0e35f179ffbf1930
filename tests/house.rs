//! House rules as a user meets them: folders with configurations and mails, and the program run over them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Folder {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("mailint-house-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folder = Folder(std::env::temp_dir().join(name));
        files.iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn run_in(&self, folder: &str, args: &[&str]) -> Output {
        self.command(folder, args).output().expect("it runs")
    }

    /// The program, which keeps what it compiles in a folder beside the others.
    fn command(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mailint"));
        command.args(args).current_dir(self.0.join(folder)).env("MAILINT_CACHE_DIR", self.0.join(".cache"));
        command
    }

    /// What is kept.
    fn kept(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.0.join(".cache")).into_iter().flatten();
        entries.map(|entry| entry.expect("an entry").path()).collect()
    }

    /// Rules found, by file, from the JSON report; the error stream beside it.
    fn check(&self, args: &[&str]) -> (Vec<(String, Vec<String>)>, String) {
        let output = self.run_in("", &[&["check", "--format", "json"], args].concat());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {told}"));
        let files = report["files"].as_array().expect("files").iter().map(|file| {
            let rules = file["findings"].as_array().expect("findings").iter();
            let rules = rules.map(|finding| finding["rule"].as_str().expect("a rule").to_owned()).collect();
            (file["path"].as_str().expect("a path").to_owned(), rules)
        });
        (files.collect(), told)
    }

    /// The rules found in one file.
    fn found(&self, args: &[&str]) -> Vec<String> {
        let (mut files, told) = self.check(args);
        assert_eq!(files.len(), 1, "{told}");
        files.remove(0).1
    }

    /// What is told of a broken configuration.
    fn refused(&self, args: &[&str]) -> String {
        let output = self.run_in("", args);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).expect("removable");
    }
}

/// One finding each of `excuse/busy` and `casual-tone/sorry`, in a piece of a mail.
const DRAFT: &str = "忙しくてご連絡が遅れました。\nすみません。\n";

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn the_draft_has_its_findings() {
    let folder = Folder::with(&[("a.txt", DRAFT)]);
    assert_eq!(folder.found(&["a.txt"]), ["excuse/busy", "casual-tone/sorry"]);
}

#[test]
fn each_file_has_the_configuration_nearest_above_it() {
    let folder = Folder::with(&[
        ("mailint.toml", "disable = ['excuse']\n"),
        ("a.txt", DRAFT),
        ("sales/mailint.toml", "disable = ['casual-tone']\n"),
        ("sales/deep/er/a.txt", DRAFT),
        ("both/mailint.toml", "extends = ['..', '../sales/mailint.toml']\n"),
        ("both/a.txt", DRAFT),
    ]);
    let (files, _) = folder.check(&["."]);
    let wanted = [
        ("a.txt", strings(&["casual-tone/sorry"])),
        ("both/a.txt", vec![]),
        ("sales/deep/er/a.txt", strings(&["excuse/busy"])),
    ];
    let wanted: Vec<(String, Vec<String>)> = wanted.into_iter().map(|(path, rules)| (path.to_owned(), rules)).collect();
    assert_eq!(files, wanted);
    // From wherever it is asked, and not at all where that is asked.
    let output = folder.run_in("sales", &["check", "deep/er/a.txt"]);
    assert!(!String::from_utf8_lossy(&output.stdout).contains("casual-tone"));
    assert_eq!(folder.found(&["--no-config", "sales/deep/er/a.txt"]).len(), 2);
    assert_eq!(folder.found(&["--config", "mailint.toml", "sales/deep/er/a.txt"]), ["casual-tone/sorry"]);
}

#[test]
fn blocks_give_files_their_scenario_kind_and_severities() {
    let toml = "[[files]]\nglob = 'ひな形/**/*.txt'\nkind = 'template'\nscenario = 'delay'\n\
        severity = { 'casual-tone/sorry' = 'off' }\n[[files]]\nglob = 'a.txt'\nignore = ['excuse']\n";
    let folder = Folder::with(&[
        ("mailint.toml", toml),
        ("a.txt", DRAFT),
        ("ひな形/x/b.txt", "{{氏名}}様の件は、忙しくてご連絡が遅れました。\nすみません。\n"),
    ]);
    assert_eq!(folder.found(&["a.txt"]), ["casual-tone/sorry"]);
    assert_eq!(folder.found(&["ひな形/x/b.txt"]), ["excuse/busy"]);
    let shown = folder.run_in("", &["config", "ひな形/x/b.txt"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    for (name, value, place) in [
        ("種類", "delay", "mailint.toml:4"),
        ("ひな形か", "template", "mailint.toml:3"),
        ("casual-tone/sorry", "off", "mailint.toml:5"),
    ] {
        let is_it = |line: &&str| line.contains(name) && line.contains(value) && line.ends_with(place);
        assert!(shown.lines().any(|line| is_it(&line)), "{name}: {shown}");
    }
}

#[test]
fn a_house_adds_words_lists_elements_actors_and_rules() {
    let folder = Folder::with(&[
        (
            "mailint.toml",
            "rules = ['house']\ndictionary = { user = 'words.csv' }\n\
            [override.'excuse/busy']\nadd_any = ['@our-season']\nremove_any = []\nmessage = '「{match}」は社内の事情です。'\n\
            [[override.'excuse/busy'.add_unless]]\nnear = 'sentence'\nany = ['お客様の繁盛期']\n\
            [lists]\nour-season = ['棚卸の時期']\n\
            [actors]\nus = ['こもれび商店']\n\
            [elements.our-desk]\ntitle = '窓口'\nany = ['こもれび窓口']\n",
        ),
        ("words.csv", "こもれび窓口,コモレビマドグチ,org\n"),
        (
            "house/casual-tone/our-desk.toml",
            "severity = 'error'\nmessage = '「{match}」は社内の呼び名です。'\nhelp = 'お客様窓口と書きます。'\nany = ['&our-desk']\n",
        ),
        ("a.txt", "棚卸の時期です。\nこもれび窓口へどうぞ。\n"),
        ("b.txt", "お客様の繁盛期とこちらの棚卸の時期が重なりました。\n"),
    ]);
    assert_eq!(folder.found(&["a.txt"]), ["excuse/busy", "casual-tone/our-desk"]);
    assert_eq!(folder.found(&["b.txt"]), Vec::<String>::new());
    let output = folder.run_in("", &["check", "a.txt"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("「棚卸の時期です」は社内の事情です。"));
}

#[test]
fn phrases_can_be_taken_out_of_a_rule() {
    let rule = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/excuse/busy.toml")).expect("there");
    let phrase = rule
        .lines()
        .skip_while(|line| !line.starts_with("any"))
        .find_map(|line| line.split('"').nth(1))
        .expect("a phrase");
    let toml = |phrase: &str| format!("[override.'excuse/busy']\nremove_any = ['{phrase}']\n");
    let folder = Folder::with(&[("mailint.toml", &toml(phrase)), ("a.txt", DRAFT)]);
    assert!(!folder.found(&["a.txt"]).contains(&"excuse/busy".to_owned()));
    folder.write("mailint.toml", &toml(&format!("{phrase}ね")));
    let told = folder.refused(&["check", "a.txt"]);
    assert!(told.contains(&format!("「{phrase}」ではありませんか")), "{told}");
}

#[test]
fn what_is_wrong_is_shown_where_it_stands_with_a_suggestion() {
    let folder = Folder::with(&[("mailint.toml", "\ndisabel = ['excuse']\n"), ("a.txt", DRAFT)]);
    for command in [
        &["check", "a.txt"][..],
        &["fix", "a.txt"],
        &["outline", "a.txt"],
        &["config", "a.txt"],
        &["baseline", "a.txt"],
    ] {
        let told = folder.refused(command);
        assert!(told.contains("--> mailint.toml:2:1") && told.contains("「disable」ではありませんか"), "{told}");
    }
    for (toml, words) in [
        ("ignore = ['excuse/bizy']\n", "「excuse/busy」ではありませんか"),
        ("rules = ['hose']\n", "規則のフォルダー「hose」がありません"),
        ("extends = ['none.toml']\n", "設定ファイル none.toml を読めません"),
        ("extends = ['mailint.toml']\n", "自分自身に戻っています"),
        ("[dictionary]\nuser = 'none.csv'\n", "ユーザー辞書「none.csv」を読めません"),
        ("[override.'excuse/busy']\nadd_any = ['@no-list']\n", "リスト「no-list」はありません"),
        ("[override.'excuse']\nadd_any = ['x']\n", "分類ではなく規則に書きます"),
        ("[override.'missing/thanks']\nadd_any = ['時期']\n", "言葉を探す規則ではない"),
        ("[lists]\nour = ['を']\n", "この句はどこにも一致しません"),
        ("[lists]\nactors = ['当店']\n", "「actors」という名前のリストは作れません"),
        ("[severity]\nexcuse = ['off']\n", "「excuse」は文字列で書きます"),
        ("[actors]\nuss = ['当店']\n", "「us」ではありませんか"),
        ("[elements.x]\nany = ['時期']\n", "「title」が要ります"),
        ("scenario = 'dely'\n", "「delay」ではありませんか"),
        ("[[files]]\nscenario = 'delay'\n", "glob が要ります"),
        ("[[files]]\nglob = '['\n", "パターンとして読めません"),
        ("[[allow]]\nrule = 'excuse'\n", "reason（理由）が要ります"),
        ("disable = \n", "TOML として読めません"),
    ] {
        folder.write("mailint.toml", toml);
        let told = folder.refused(&["check", "a.txt"]);
        assert!(told.contains(words) && told.contains("mailint.toml:"), "{toml}: {told}");
    }
}

#[test]
fn findings_are_allowed_in_the_configuration_and_in_front_matter() {
    let toml = "[[allow]]\nrule = 'excuse'\ntext = '忙しく'\nreason = '社長の言葉'\npath = 'a.txt'\n\
        [[allow]]\nrule = 'rebuttal'\nreason = 'もう要らない'\n";
    let front = format!("---\nmailint-disable: casual-tone/sorry -- 親しい間柄\n---\n{DRAFT}");
    let folder = Folder::with(&[("mailint.toml", toml), ("a.txt", DRAFT), ("b.txt", &front)]);
    assert_eq!(folder.found(&["a.txt"]), ["casual-tone/sorry"]);
    let (files, told) = folder.check(&["."]);
    assert_eq!(files[1].1, ["excuse/busy"]);
    assert!(told.contains("mailint.toml:7 の [[allow]]（rebuttal）が許す指摘は、もうありません"), "{told}");
    assert_eq!(told.matches("[[allow]]").count(), 1, "{told}");
    // One file of many says nothing of an entry for all of them.
    assert_eq!(folder.check(&["b.txt"]).1, "");
    let shown = folder.run_in("", &["check", "b.txt"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("許可された指摘 1 件を除きました。"));
}

#[test]
fn what_is_allowed_is_not_fixed() {
    let folder = Folder::with(&[("a.txt", "了解しました。\n")]);
    folder.run_in("", &["fix", "a.txt"]);
    let fixed = fs::read_to_string(folder.0.join("a.txt")).expect("there");
    assert_ne!(fixed, "了解しました。\n");
    folder.write("a.txt", "了解しました。\n");
    folder.write("mailint.toml", "[[allow]]\nrule = 'casual-tone'\nreason = '社内あて'\n");
    folder.run_in("", &["fix", "a.txt"]);
    assert_eq!(fs::read_to_string(folder.0.join("a.txt")).expect("there"), "了解しました。\n");
}

#[test]
fn comments_that_the_reader_never_sees_allow_findings() {
    let body = "忙しくてご連絡が遅れました。";
    let folder = Folder::with(&[
        ("a.html", &format!("<!-- mailint-disable excuse/busy -- 決まった文面 -->\n<p>{body}</p>\n")),
        ("b.md", &format!("<!-- mailint-disable-next-line excuse -- 決まった文面 -->\n{body}\n")),
        ("c.txt.liquid", &format!("{{# mailint-disable excuse/busy -- 決まった文面 #}}\n{body}\n")),
        ("d.txt.erb", &format!("<%# mailint-disable excuse/busy -- 決まった文面 %>\n{body}\n")),
        ("e.txt.hbs", &format!("{{{{! mailint-disable excuse/busy -- 決まった文面 }}}}\n{body}\n")),
    ]);
    for file in ["a.html", "b.md", "c.txt.liquid", "d.txt.erb", "e.txt.hbs"] {
        assert_eq!(folder.found(&[file]), Vec::<String>::new(), "{file}");
    }
    for (comment, rules) in [
        ("excuse/busy", ["hygiene/disable-comment", "excuse/busy"]),
        ("excuse/bizy -- 理由", ["hygiene/disable-comment", "excuse/busy"]),
        ("rebuttal -- 理由", ["hygiene/disable-comment", "excuse/busy"]),
    ] {
        folder.write("a.html", &format!("<!-- mailint-disable {comment} -->\n<p>{body}</p>\n"));
        assert_eq!(folder.found(&["a.html"]), rules, "{comment}");
    }
    // In a draft the reader would see it: it allows nothing.
    folder.write("f.txt", &format!("<!-- mailint-disable excuse/busy -- 決まった文面 -->\n\n{body}\n"));
    let found = folder.found(&["f.txt"]);
    assert!(
        found.contains(&"excuse/busy".to_owned()) && found.contains(&"hygiene/disable-comment".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let folder = Folder::with(&[("mails/a.txt", DRAFT), ("mails/b.txt", DRAFT)]);
    let told = |output: Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let written = told(folder.run_in("", &["baseline", "mails"]));
    assert!(written.contains("新しく控えた指摘 4 件"), "{written}");
    let check = ["--baseline", "mailint-baseline.json", "mails"];
    let nothing = |(files, told): (Vec<(String, Vec<String>)>, String)| {
        assert!(files.iter().all(|(_, rules)| rules.is_empty()), "{files:?}");
        told
    };
    assert!(nothing(folder.check(&check)).contains("控えてある指摘 4 件を除きました"));
    // From another folder, and with the lines moved and wrapped.
    folder.write("mails/a.txt", &format!("お世話になっております。\n\n{DRAFT}"));
    nothing(folder.check(&check));
    let output = folder.run_in("mails", &["check", "--baseline", "../mailint-baseline.json", "a.txt"]);
    assert_eq!(output.status.code(), Some(0));
    // A new one is told; a mended one and a lost file are counted.
    folder.write("mails/a.txt", "忙しくてご連絡が遅れました。\n了解です。\n");
    fs::remove_file(folder.0.join("mails/b.txt")).expect("there");
    let (files, note) = folder.check(&check);
    assert!(files[0].1.iter().all(|rule| rule.starts_with("casual-tone/")) && !files[0].1.is_empty(), "{files:?}");
    assert!(note.contains("控えてある指摘 1 件を除きました。なくなった指摘が 3 件"), "{note}");
    let pruned = told(folder.run_in("", &["baseline", "--prune", "mails"]));
    assert!(pruned.contains("なくなった指摘（控えから消しました） 1 件"), "{pruned}");
    assert!(pruned.contains("ファイルがなくなった指摘（控えから消しました） 2 件"), "{pruned}");
    let kept = fs::read_to_string(folder.0.join("mailint-baseline.json")).expect("there");
    assert_eq!(kept.matches("fingerprint").count(), 1, "{kept}");
    folder.write("mailint-baseline.json", "{");
    assert!(
        folder
            .refused(&["check", "--baseline", "mailint-baseline.json", "mails"])
            .contains("ベースラインとして読めません")
    );
}

/// A house that has everything compiled again, and a mail that it is about.
const LISTS: [(&str, &str); 3] = [
    (
        "mailint.toml",
        "rules = ['house']\n[lists]\nour-season = ['棚卸の時期']\n[actors]\nus = ['こもれび商店']\n\
        [override.'excuse/busy']\nadd_any = ['@our-season']\n",
    ),
    ("house/casual-tone/our-desk.toml", "message = '「{match}」です。'\nhelp = '窓口と書きます。'\nany = ['デスク']\n"),
    ("a.txt", "こもれび商店のデスクは、棚卸の時期で返事が遅れました。\n"),
];

#[test]
fn compiled_rules_are_kept_and_change_nothing() {
    let folder = Folder::with(&LISTS);
    let runs: [&[&str]; 4] =
        [&["check", "--format", "json", "a.txt"], &["check", "a.txt"], &["outline", "a.txt"], &["config", "a.txt"]];
    let told = |cache: Option<&str>| {
        runs.map(|args| {
            let mut command = folder.command("", args);
            if let Some(cache) = cache {
                command.env("MAILINT_CACHE_DIR", cache);
            }
            let output = command.output().expect("it runs");
            (output.status.code(), output.stdout, output.stderr)
        })
    };
    let off = told(Some(""));
    assert!(folder.kept().is_empty());
    assert_eq!(String::from_utf8_lossy(&off[0].1).matches("our-desk").count().min(1), 1);
    assert!(told(Some("a.txt/none")) == off, "in a folder that cannot be made");
    assert!(told(None) == off && folder.kept().len() == 1, "{:?}", folder.kept());
    assert!(told(None) == off, "from what was kept");
    fs::write(&folder.kept()[0], "broken").expect("writable");
    assert!(told(None) == off, "from what was broken");
    assert!(fs::metadata(&folder.kept()[0]).expect("there").len() > 1000, "it was put right");

    // Other words are another house, and what is wrong with it is not hidden by what was right.
    folder.write("house/casual-tone/our-desk.toml", "message = 'x'\nany = ['デスク']\n");
    for _ in 0..2 {
        assert!(folder.refused(&["check", "a.txt"]).contains("our-desk.toml"));
    }
    assert_eq!(folder.kept().len(), 1);
}

#[test]
fn two_runs_at_once_keep_one_file() {
    let folder = Folder::with(&LISTS);
    let run = || {
        let output = std::process::Stdio::piped;
        folder.command("", &["check", "a.txt"]).stdout(output()).stderr(output()).spawn().expect("it starts")
    };
    let outputs = [run(), run(), run()].map(|child| child.wait_with_output().expect("it ends"));
    assert!(outputs.iter().all(|output| *output == outputs[0]), "{outputs:?}");
    assert!(String::from_utf8_lossy(&outputs[0].stdout).contains("our-desk"), "{outputs:?}");
    assert_eq!(folder.kept().len(), 1);
}

#[test]
fn standard_input_has_a_place_too() {
    let folder = Folder::with(&[("sales/mailint.toml", "disable = ['casual-tone']\n"), ("a.txt", DRAFT)]);
    let run = |args: &[&str]| {
        let file = fs::File::open(folder.0.join("a.txt")).expect("there");
        let output = folder.command("", args).stdin(file).output().expect("it runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(run(&["check", "-"]).contains("casual-tone/sorry"));
    assert!(!run(&["check", "--stdin-filename", "sales/new.txt", "-"]).contains("casual-tone/sorry"));
}

#[test]
fn init_never_overwrites() {
    let folder = Folder::with(&[("a.txt", DRAFT)]);
    assert_eq!(folder.run_in("", &["init"]).status.code(), Some(0));
    let written = fs::read_to_string(folder.0.join("mailint.toml")).expect("there");
    assert_eq!(folder.found(&["a.txt"]).len(), 2, "it changes nothing by itself");
    folder.write("mailint.toml", "# 自分の設定\n");
    assert_eq!(folder.run_in("", &["init"]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.0.join("mailint.toml")).expect("there"), "# 自分の設定\n");
    assert!(written.contains("[[allow]]"));
}

/// Thanks in words that no list holds are thanks, a daily greeting is none, and pressing leaves no door open.
#[test]
fn what_is_said_in_other_words_is_not_absent() {
    let mail = |said: &str, last: &str| {
        format!(
            "件名：空調工事のお見積もりの件\n\n有限会社つばめ工務店\n原様\n\nお世話になっております。ひかり電設の村井です。\n\n{said}\n\
            他社にお決めになったとのこと、承知いたしました。\n{last}\n\nひかり電設　村井 亮\n電話 052-555-0144\n"
        )
    };
    let said = "三週間もかけて図面を見比べてくださったこと、頭の下がる思いです。";
    let unsaid = "お見積書は先月の二十日にお送りしたものでございます。";
    let open = "冷えが悪いなどのお困りごとがあれば、他社の品でも見に伺います。";
    let pressing = "今週中にもう一度お考え直しいただき、金曜までにお返事をください。";
    let folder = Folder::with(&[
        ("said.txt", &mail(said, open)),
        ("unsaid.txt", &mail(unsaid, open)),
        ("pressing.txt", &mail(said, pressing)),
    ]);
    let missing = |path: &str| {
        let found = folder.found(&["--scenario", "decline-reply", path]);
        found.into_iter().filter(|rule| rule.starts_with("missing/")).collect::<Vec<_>>()
    };
    assert_eq!(missing("said.txt"), Vec::<String>::new());
    assert_eq!(missing("unsaid.txt"), ["missing/thanks"]);
    assert_eq!(missing("pressing.txt"), ["missing/next-contact"]);
}
