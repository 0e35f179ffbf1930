//! Loads the built-in rules, and a folder of rules over them, and shows what is wrong with either.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::builtin;
use crate::morph::Tokenizer;
use crate::report::{self, Place, Trouble};
use crate::rule::{self, LoadError, RuleSet, SourceFile};
use crate::text::Text;

use super::Streams;
use super::cache::{Cache, Key};

/// The built-in rules with packs' files over them; a file of the same path replaces the one before it.
pub(super) fn load(packs: &[PathBuf]) -> Result<RuleSet, LoadTrouble> {
    if packs.is_empty() { Ok(builtin::rules()) } else { load_sources(packs) }
}

/// The same for a house: over them what its configurations add, read with its own words.
pub(super) fn load_house(
    words: &str,
    packs: &[PathBuf],
    houses: &[Arc<SourceFile>],
    cache: &Cache,
) -> Result<RuleSet, LoadTrouble> {
    let tokenizer = if words.is_empty() {
        Tokenizer::embedded()
    } else {
        // Each file was read by itself; together they are only more words.
        Tokenizer::with_user_words(words).unwrap_or_else(|_| Tokenizer::embedded())
    };
    if packs.is_empty() && houses.is_empty() {
        return Ok(RuleSet { tokenizer, ..builtin::rules() });
    }
    let own = own(packs)?;
    let key = Key::of(words, &own, houses);
    if let Some(rules) = cache.read(&key) {
        return Ok(RuleSet { tokenizer, ..rules });
    }
    if !tokenizer.has_user_words()
        && let Some(rules) = rule::load_over(builtin::rules(), own.clone(), houses)
    {
        return Ok(rules);
    }
    // Only what takes long is kept, and only what nothing is wrong with.
    let rules = rule::load_with(tokenizer, over_builtin(own), houses).map_err(LoadTrouble::Broken)?;
    cache.write(&key, &rules);
    Ok(rules)
}

/// The same from the files, with their texts, even where there is no pack.
pub(super) fn load_sources(packs: &[PathBuf]) -> Result<RuleSet, LoadTrouble> {
    rule::load(Tokenizer::embedded(), over_builtin(own(packs)?)).map_err(LoadTrouble::Broken)
}

/// The files of packs, the later ones over the earlier.
fn own(packs: &[PathBuf]) -> Result<Vec<SourceFile>, LoadTrouble> {
    let mut all = Vec::new();
    for pack in packs {
        let own = read_folder(pack).map_err(|error| LoadTrouble::Unreadable(pack.clone(), error))?;
        put_over(&mut all, own);
    }
    Ok(all)
}

fn over_builtin(own: Vec<SourceFile>) -> Vec<SourceFile> {
    let mut sources = builtin::sources();
    put_over(&mut sources, own);
    sources
}

fn put_over(all: &mut Vec<SourceFile>, own: Vec<SourceFile>) {
    all.retain(|known| !own.iter().any(|file| file.path == known.path));
    all.extend(own);
}

/// Why there are no rules.
pub(super) enum LoadTrouble {
    /// The folder cannot be read.
    Unreadable(PathBuf, io::Error),
    /// Files in it are wrong.
    Broken(Vec<LoadError>),
}

/// The rule files of a folder, in sorted order.
pub(super) fn read_folder(folder: &Path) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let inside = file.strip_prefix(folder).unwrap_or(&file);
            let path: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            let text = std::fs::read_to_string(&file)?;
            Ok(SourceFile { path: path.join("/"), shown: file.display().to_string(), text })
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// Shows why there are no rules.
pub(super) fn tell(trouble: &LoadTrouble, streams: &mut Streams) -> io::Result<()> {
    match trouble {
        LoadTrouble::Unreadable(folder, error) => {
            let path = folder.display().to_string();
            let message = format!("規則のフォルダーを読めません（{error}）");
            streams.troubles(|style, err| {
                report::trouble(&Trouble { path: &path, message: &message, help: "", place: None }, style, err)
            })
        }
        LoadTrouble::Broken(errors) => errors.iter().try_for_each(|error| tell_error(error, streams)),
    }
}

fn tell_error(error: &LoadError, streams: &mut Streams) -> io::Result<()> {
    show(&error.file, &error.message, error.help.as_deref().unwrap_or_default(), error.span.clone(), streams)
}

/// Shows something wrong at a place of a rule file.
pub(super) fn show(
    file: &SourceFile,
    message: &str,
    help: &str,
    place: std::ops::Range<usize>,
    streams: &mut Streams,
) -> io::Result<()> {
    let text = Text::new(file.text.clone()).ok();
    let place = text.as_ref().and_then(|text| {
        let span = text.span(place.start, place.end)?;
        Some(Place { text, span, first_line: 1 })
    });
    let trouble = Trouble { path: &file.shown, message, help, place };
    streams.troubles(|style, err| report::trouble(&trouble, style, err))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;
    use crate::config::Settings;
    use crate::frozen::Freezer;
    use crate::lint::lint;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), shown: path.to_owned(), text: text.to_owned() }
    }

    fn house(text: &str) -> Vec<Arc<SourceFile>> {
        vec![Arc::new(file("mailint.toml", text))]
    }

    const RULE: &str = "message = '「{match}」'\nhelp = '書き換えます。'\n\
        any = ['{ご|お}連絡', '&apology', { regex = '致し(?<end>ます)' }, { all = ['申し訳', '@thanks'], within = 'mail' }]\n";

    #[test]
    fn what_is_laid_over_finds_what_everything_loaded_anew_finds() {
        let lists = builtin::rules().lists.keys().cloned().collect::<Vec<_>>();
        let rule = RULE.replace("@thanks", &format!("@{}", lists[0]));
        let own = vec![file("house/rule.toml", &rule), file("excuse/of-the-house.toml", &rule)];
        let house = house(
            "[override.'excuse/busy']\nadd_any = ['ご迷惑', { regex = 'この度' }]\nmessage = '別の言葉です。'\n\
             [[override.'excuse/busy'.add_unless]]\nnear = 'mail'\nany = ['二度と']\n",
        );
        let over = rule::load_over(builtin::rules(), own.clone(), &house).expect("only added");
        let anew = rule::load_with(Tokenizer::embedded(), over_builtin(own), &house).expect("right");
        let found = same_findings(&over, &anew, examples());
        let found = ["house/rule", "excuse/of-the-house", "excuse/busy"].map(|rule| found.get(rule).copied());
        assert!(found.iter().flatten().sum::<usize>() > 20, "{found:?}");
    }

    fn examples() -> Vec<String> {
        let folders = ["good", "faulty"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name));
        let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
        entries.filter_map(|entry| fs::read_to_string(entry.expect("an entry").path()).ok()).collect()
    }

    /// What both find, by rules.
    fn same_findings(one: &RuleSet, other: &RuleSet, texts: Vec<String>) -> BTreeMap<String, usize> {
        let (settings, mut found) = (Settings::default(), BTreeMap::new());
        for text in texts {
            let text = Text::new(text).expect("short");
            let findings = lint(&text, one, &settings).findings;
            assert_eq!(findings, lint(&text, other, &settings).findings, "{}", text.as_str());
            for finding in findings {
                *found.entry(finding.rule.as_str().to_owned()).or_default() += 1;
            }
        }
        found
    }

    #[test]
    fn what_was_kept_is_what_was_compiled() {
        let folder = std::env::temp_dir().join(format!("mailint-pack-{}", std::process::id()));
        let (kept, own) = (folder.join("kept"), folder.join("own"));
        for path in ["house/rule.toml", "casual-tone/sorry.toml"] {
            let path = own.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
            fs::write(path, RULE.replace("@thanks", "@ours")).expect("writable");
        }
        let house = house(
            "[override.'excuse/busy']\nremove_any = ['@busy']\nadd_any = ['みなと便', '&our-desk']\n\
             [lists]\nours = ['お知らせ', 'みなと便']\nbusy = ['@ours']\n[actors]\nus = ['みなと便']\n\
             [elements.our-desk]\ntitle = '窓口'\nany = ['窓口', 'みなと便']\n",
        );
        let words = "みなと便,ミナトビンナル,org\n";
        let cache = Cache::in_folder(&kept);
        let load = |cache: &Cache| {
            let rules = load_house(words, std::slice::from_ref(&own), &house, cache);
            rules.unwrap_or_else(|_| panic!("the house is right"))
        };
        let compiled = load(&cache);
        let key = Key::of(words, &super::own(std::slice::from_ref(&own)).unwrap_or_default(), &house);
        let read = RuleSet { tokenizer: Tokenizer::embedded(), ..cache.read(&key).expect("it was kept") };
        let frozen = |rules: &RuleSet| {
            let mut freezer = Freezer::default();
            rules.freeze(&mut freezer);
            [freezer.front, freezer.back].map(|shelf| (shelf.bytes, shelf.text))
        };
        assert!(frozen(&read) == frozen(&compiled), "other rules");

        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/work/b2b-sales.toml");
        let corpus: toml::Table = toml::from_str(&fs::read_to_string(corpus).expect("a file")).expect("TOML");
        let items = corpus["item"].as_array().expect("items").iter().take(60);
        let items = items.map(|item| item["text"].as_str().expect("a text").to_owned());
        let texts = [examples(), items.collect(), vec!["みなと便の窓口より、お詫びします。\n".to_owned()]].concat();
        let found = same_findings(&load(&cache), &compiled, texts);
        assert!(found.values().sum::<usize>() > 100 && found.contains_key("house/rule"), "{found:?}");

        // What is broken is not used, but put right.
        let file = fs::read_dir(&kept).expect("a folder").next().expect("a file").expect("an entry").path();
        let whole = fs::read(&file).expect("there");
        fs::write(&file, &whole[..whole.len() / 2]).expect("writable");
        assert!(cache.read(&key).is_none());
        load(&cache);
        assert!(fs::read(&file).expect("there") == whole, "another file");
        // Where nothing can be written, nothing is told.
        let nowhere = Cache::in_folder(&file.join("none"));
        load(&nowhere);
        assert!(nowhere.read(&key).is_none());
        fs::remove_dir_all(&folder).expect("removable");
    }

    #[test]
    fn what_changes_more_or_is_wrong_is_not_laid_over() {
        let over = |own: &[SourceFile], text: &str| rule::load_over(builtin::rules(), own.to_vec(), &house(text));
        assert!(over(&[], "").is_some());
        for text in [
            "[lists]\nx = ['語']\n",
            "[override.'excuse/busy']\nremove_any = ['x']\n",
            "[override.'excuse/busy']\nadd_any = ['{']\n",
        ] {
            assert!(over(&[], text).is_none(), "{text}");
        }
        for path in ["excuse/busy.toml", "lists/new.toml", "elements/new.toml", "scenarios/new.toml", "new.toml"] {
            assert!(over(&[file(path, RULE)], "").is_none(), "{path}");
        }
    }
}
