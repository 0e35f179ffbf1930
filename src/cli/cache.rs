//! Rules that a house had compiled, kept in the user's cache folder for the next run: compiling everything takes half a
//! second at each start, reading it some milliseconds.
//!
//! A file has the name of all that its rules depend on, and is used only if it is whole. Nothing that goes wrong here is
//! told: without a file rules are compiled. Must not know how rules are compiled, nor which house they are of.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::frozen::{Freezer, Store, Stores, Thawer};
use crate::morph::Tokenizer;
use crate::rule::{RuleSet, SourceFile};

use super::whole;

/// Names another folder, or, where it is empty, none.
const FOLDER: &str = "MAILINT_CACHE_DIR";

/// The most files that are kept, of 4 MB each.
const KEPT: usize = 8;

/// How files' names end.
const ENDING: &str = ".rules";

/// All that compiled rules depend on, as a hash of 128 bits. It is no defence against somebody who wants two houses to
/// be the same: who can write their files or the cache can write what rules he likes.
pub(super) struct Key([u64; 2]);

impl Key {
    /// Of what is laid over the built-in rules, which the build's own name stands for.
    pub(super) fn of(words: &str, own: &[SourceFile], houses: &[Arc<SourceFile>]) -> Key {
        Key([0_u8, 1].map(|half| {
            let mut hasher = DefaultHasher::new();
            (half, env!("MAILINT_BUILD"), words, own.len()).hash(&mut hasher);
            for SourceFile { path, shown, text } in own.iter().chain(houses.iter().map(Arc::as_ref)) {
                (path, shown, text).hash(&mut hasher);
            }
            hasher.finish()
        }))
    }

    fn file(&self, folder: &Path) -> PathBuf {
        let Key([high, low]) = self;
        folder.join(format!("{high:016x}{low:016x}{ENDING}"))
    }

    /// The sum over a file's content, which another key's file lacks too.
    fn sum(&self, content: &[u8]) -> [u8; 8] {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.write(content);
        hasher.finish().to_le_bytes()
    }
}

/// Where compiled rules are kept; in no folder, none are.
pub(super) struct Cache(Option<PathBuf>);

impl Cache {
    /// In a folder, which need not be there.
    #[cfg(test)]
    pub(super) fn in_folder(folder: &Path) -> Cache {
        Cache(Some(folder.to_owned()))
    }

    /// The user's; tests, which run in this program, have none.
    pub(super) fn of_user() -> Cache {
        Cache(if cfg!(test) { None } else { user_folder() })
    }

    /// The rules of that key, with the embedded dictionary's tokeniser.
    pub(super) fn read(&self, key: &Key) -> Option<RuleSet> {
        let content = fs::read(key.file(self.0.as_ref()?)).ok()?;
        RuleSet::thaw(Tokenizer::embedded(), &mut Thawer::new(unpack(key, content)?))
    }

    /// Keeps rules, and as many of those that were kept before as there is room for.
    pub(super) fn write(&self, key: &Key, rules: &RuleSet) {
        let Some(folder) = &self.0 else { return };
        let mut freezer = Freezer::default();
        rules.freeze(&mut freezer);
        let file = key.file(folder);
        let written = fs::create_dir_all(folder).and_then(|()| whole::write(&file, &pack(key, &freezer)));
        if written.is_ok() {
            remove_oldest(folder, &file);
        }
    }
}

fn user_folder() -> Option<PathBuf> {
    if let Some(folder) = env::var_os(FOLDER) {
        return (!folder.is_empty()).then(|| folder.into());
    }
    let named = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::home_dir().filter(|path| path.is_absolute());
    let caches = if cfg!(windows) {
        named("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Caches"))
    } else {
        named("XDG_CACHE_HOME").or_else(|| Some(home()?.join(".cache")))
    };
    Some(caches?.join("mailint"))
}

/// The sum of what follows, then each piece behind its length.
fn pack(key: &Key, Freezer { front, back }: &Freezer) -> Vec<u8> {
    let mut content = vec![0; 8];
    for piece in [&front.bytes, front.text.as_bytes(), &back.bytes, back.text.as_bytes()] {
        content.extend((piece.len() as u64).to_le_bytes());
        content.extend(piece);
    }
    let sum = key.sum(&content[8..]);
    content[..8].copy_from_slice(&sum);
    content
}

/// What was packed, in memory until the program ends, as rules are; `None` where it is not that.
fn unpack(key: &Key, content: Vec<u8>) -> Option<&'static Stores> {
    let (sum, packed) = content.split_first_chunk::<8>()?;
    if *sum != key.sum(packed) {
        return None;
    }
    let mut rest: &'static [u8] = content.leak().get(8..)?;
    let mut piece = || {
        let (length, behind) = rest.split_first_chunk::<8>()?;
        let (piece, behind) = behind.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        rest = behind;
        Some(piece)
    };
    let mut store = || Some(Store { bytes: piece()?, text: str::from_utf8(piece()?).ok()? });
    Some(Box::leak(Box::new(Stores { front: store()?, back: store()? })))
}

/// Removes what was written longest ago, but for the file that was written now.
fn remove_oldest(folder: &Path, new: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path != new && is_ours(path));
    let mut files: Vec<_> = paths.filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path))).collect();
    files.sort();
    for (_, file) in files.iter().rev().skip(KEPT - 1) {
        // Another run may have removed it.
        let _removed = fs::remove_file(file);
    }
}

/// Whether a file is one of these, or what a run that was killed left of writing one: nothing else is removed.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.trim_start_matches('.').split_at_checked(32);
    name.is_some_and(|(key, ending)| key.bytes().all(|byte| byte.is_ascii_hexdigit()) && ending.starts_with(ENDING))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("mailint-cache-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("writable");
        folder
    }

    fn source(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), shown: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_key_is_of_everything() {
        let file = || source("a", "b");
        let house = || [Arc::new(file())];
        let keys = [
            Key::of("", &[], &[]),
            Key::of("\n", &[], &[]),
            Key::of("", &[file()], &[]),
            Key::of("", &[], &house()),
            Key::of("", &[file()], &house()),
            Key::of("", &[source("a", "c")], &[]),
            Key::of("", &[source("c", "b")], &[]),
            Key::of("", &[SourceFile { shown: "c".to_owned(), ..file() }], &[]),
            Key::of("", &[source("ab", "")], &[]),
        ];
        let names: std::collections::BTreeSet<_> = keys.iter().map(|key| key.file(Path::new(""))).collect();
        assert_eq!(names.len(), keys.len());
        assert!(names.iter().all(|name| is_ours(name)), "{names:?}");
        assert!(keys.iter().all(|Key([high, low])| high != low));
    }

    #[test]
    fn only_what_is_whole_and_of_that_key_is_read() {
        let (key, mut freezer) = (Key::of("", &[], &[]), Freezer::default());
        freezer.text("遅延");
        freezer.number(7);
        let content = pack(&key, &freezer);
        let read = |content: &[u8]| unpack(&key, content.to_vec());
        let stores = read(&content).expect("whole");
        assert_eq!((stores.front.bytes, stores.front.text), (&freezer.front.bytes[..], "遅延"));
        assert_eq!((stores.back.bytes, stores.back.text), (&[][..], ""));
        for end in 0..content.len() {
            assert!(read(&content[..end]).is_none(), "{end} bytes");
            let mut other = content.clone();
            other[end] ^= 1;
            assert!(read(&other).is_none(), "another byte {end}");
        }
        assert!(read(&[&content[..], &[0]].concat()).is_none(), "more");
        assert!(unpack(&Key::of("x", &[], &[]), content).is_none(), "of another house");
    }

    #[test]
    fn the_oldest_are_removed_and_nothing_of_others() {
        let folder = folder("old");
        let now = std::time::SystemTime::now();
        let put = |name: &str, age: u64| {
            let file = fs::File::create(folder.join(name)).expect("writable");
            file.set_modified(now - std::time::Duration::from_secs(age)).expect("a time");
        };
        for age in 1..12 {
            put(&format!("{age:032x}.rules"), age);
        }
        let left = format!(".{:032x}.rules.mailint-1", 1);
        put(&left, 40);
        // The clock was set back: what is new is not removed though it seems old.
        put(&format!("{:032x}.rules", 0), 50);
        ["notes.txt", "x.rules"].into_iter().for_each(|name| put(name, 100));
        remove_oldest(&folder, &folder.join(format!("{:032x}.rules", 0)));
        let mut names: Vec<_> = fs::read_dir(&folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let kept = (0..8).map(|age| format!("{age:032x}.rules")).chain(["notes.txt".to_owned(), "x.rules".to_owned()]);
        assert_eq!(names, kept.collect::<Vec<_>>());
        fs::remove_dir_all(&folder).expect("removable");
    }
}
