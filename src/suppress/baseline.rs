//! A baseline: the findings of a day, kept so that only new ones are told from then on. They are known by their
//! fingerprints, which hold rule, words and sentence but no line, so that moved lines change nothing.
//!
//! It must not open files.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The version of the file's shape.
const VERSION: u32 = 1;

/// A baseline as it is kept: `version`, who wrote it, and its entries in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// The mailint that wrote it.
    pub mailint: String,
    /// Its entries, sorted.
    pub findings: BTreeSet<Entry>,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The mail's file relative to the baseline's folder, with `/`; `#2` behind it for the second mail of a file.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// The words, for whoever reads the file; they are not compared.
    pub words: String,
    /// 32 hexadecimal digits.
    pub fingerprint: String,
}

/// Why there is no baseline in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no JSON, or not of this shape.
    Json(String),
    /// It was written by a later mailint.
    Version(u32),
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unreadable::Json(error) => write!(f, "ベースラインとして読めません（{error}）。"),
            Unreadable::Version(version) => {
                write!(f, "ベースラインの版 {version} は、この mailint では読めません。mailint を更新してください。")
            }
        }
    }
}

impl std::error::Error for Unreadable {}

/// What a run found, held against a baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Found now and known before.
    pub known: usize,
    /// Found now and not known.
    pub new: Vec<Entry>,
    /// Known, but not found any more in a file that was judged.
    pub gone: Vec<Entry>,
    /// Known in a file that is not there any more.
    pub stale: Vec<Entry>,
    /// Known in a file that was not judged.
    pub unseen: Vec<Entry>,
}

impl Default for Baseline {
    fn default() -> Baseline {
        Baseline::of([])
    }
}

impl Baseline {
    /// A baseline of these findings.
    pub fn of(findings: impl IntoIterator<Item = Entry>) -> Baseline {
        let mailint = env!("CARGO_PKG_VERSION").to_owned();
        Baseline { version: VERSION, mailint, findings: findings.into_iter().collect() }
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// Where it is no baseline, or one of a later version.
    pub fn parse(text: &str) -> Result<Baseline, Unreadable> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let json = |error: serde_json::Error| Unreadable::Json(error.to_string());
        let head: Head = serde_json::from_str(text).map_err(json)?;
        if head.version > VERSION {
            return Err(Unreadable::Version(head.version));
        }
        serde_json::from_str(text).map_err(json)
    }

    /// As it is written to a file: one line for each entry, sorted, so that changes of it are easy to read and to merge.
    pub fn to_json(&self) -> String {
        let mailint = serde_json::Value::from(self.mailint.as_str());
        let mut json = format!("{{\n  \"version\": {VERSION},\n  \"mailint\": {mailint},\n  \"findings\": [");
        for (nth, entry) in self.findings.iter().enumerate() {
            let comma = if nth > 0 { "," } else { "" };
            // Strings alone: they always have a JSON form.
            let line = serde_json::to_string(entry).unwrap_or_default();
            json.push_str(&format!("{comma}\n    {line}"));
        }
        json.push_str(if self.findings.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        json
    }

    /// What its entries are known by: paths and fingerprints.
    pub fn known(&self) -> BTreeSet<(&str, &str)> {
        self.findings.iter().map(|entry| (entry.path.as_str(), entry.fingerprint.as_str())).collect()
    }

    /// Holds what was found against it. `judged` are the paths of all mails that were judged, those without findings
    /// too; `exists` says whether a file is still there.
    pub fn compare(&self, found: &[Entry], judged: &BTreeSet<String>, exists: &dyn Fn(&str) -> bool) -> Compared {
        let key = |entry: &Entry| (entry.path.clone(), entry.fingerprint.clone());
        let known: BTreeSet<_> = self.findings.iter().map(key).collect();
        let now: BTreeMap<_, _> = found.iter().map(|entry| (key(entry), entry)).collect();
        let mut compared = Compared::default();
        for (key, &entry) in &now {
            if known.contains(key) { compared.known += 1 } else { compared.new.push(entry.clone()) }
        }
        for entry in self.findings.iter().filter(|entry| !now.contains_key(&key(entry))) {
            let file = entry.path.split('#').next().unwrap_or_default();
            let to = if judged.contains(&entry.path) {
                &mut compared.gone
            } else if exists(file) || exists(&entry.path) {
                &mut compared.unseen
            } else {
                &mut compared.stale
            };
            to.push(entry.clone());
        }
        compared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, fingerprint: &str) -> Entry {
        let words = "忙しく\n".to_owned();
        Entry { path: path.into(), rule: "excuse/busy".into(), words, fingerprint: fingerprint.into() }
    }

    #[test]
    fn a_baseline_is_read_as_it_was_written() {
        for entries in [vec![], vec![entry("b.txt", "2"), entry("a.txt", "1")]] {
            let baseline = Baseline::of(entries);
            assert_eq!(Baseline::parse(&baseline.to_json()), Ok(baseline));
        }
        let json = Baseline::of([entry("b.txt", "2"), entry("a.txt", "1")]).to_json();
        assert!(json.find("a.txt") < json.find("b.txt"), "{json}");
        assert_eq!(json.lines().count(), 8, "{json}");
    }

    #[test]
    fn what_is_no_baseline_is_told() {
        assert!(matches!(Baseline::parse("{"), Err(Unreadable::Json(_))));
        assert!(matches!(Baseline::parse("{\"version\":1}"), Err(Unreadable::Json(_))));
        assert_eq!(Baseline::parse("{\"version\":9,\"more\":1}"), Err(Unreadable::Version(9)));
    }

    #[test]
    fn new_gone_stale_and_unseen_are_told_apart() {
        let baseline = Baseline::of(["a", "b", "c"].map(|path| entry(path, "1")).into_iter().chain([entry("a", "2")]));
        let judged = BTreeSet::from(["a".to_owned()]);
        let compared = baseline.compare(&[entry("a", "1"), entry("a", "3")], &judged, &|path| path == "b");
        assert_eq!(compared.known, 1);
        assert_eq!(compared.new, [entry("a", "3")]);
        assert_eq!(compared.gone, [entry("a", "2")]);
        assert_eq!(compared.unseen, [entry("b", "1")]);
        assert_eq!(compared.stale, [entry("c", "1")]);
    }
}
