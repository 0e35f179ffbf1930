//! What a text is judged with: the rules and settings of the configuration that is nearest above it. Each
//! configuration is read once, and each folder asked once.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::config::{Effective, House, Settings};
use crate::input::{Failure, Found, Place};
use crate::rule::{Rule, RuleSet};

use super::scenario::ScenarioName;
use super::{Streams, chain, pack, today};

/// The file that is looked for in the folder of a text and those above it.
pub(super) const NAME: &str = "mailint.toml";

/// What the user says on the command line.
#[derive(Clone, Copy, Default)]
pub(super) struct Asked<'a> {
    pub(super) rules: Option<&'a Path>,
    pub(super) scenario: Option<&'a ScenarioName>,
    /// The one configuration for every text, wherever that is.
    pub(super) config: Option<&'a Path>,
    pub(super) no_config: bool,
    /// Where standard input is said to be from.
    pub(super) stdin_filename: Option<&'a Path>,
}

/// A configuration with its rules; that of no configuration has the built-in ones.
pub(super) struct Loaded {
    pub(super) rules: RuleSet,
    pub(super) house: House,
    /// The folder of the nearest configuration.
    pub(super) folder: PathBuf,
    /// Which of the `[[allow]]` entries allowed something in this run.
    used: Vec<AtomicBool>,
}

impl Loaded {
    /// Notes that an `[[allow]]` entry allowed something.
    pub(super) fn mark_used(&self, entry: usize) {
        if let Some(used) = self.used.get(entry) {
            used.store(true, Ordering::Relaxed);
        }
    }

    /// Whether an `[[allow]]` entry allowed something.
    pub(super) fn is_used(&self, entry: usize) -> bool {
        self.used.get(entry).is_some_and(|used| used.load(Ordering::Relaxed))
    }
}

/// What one text is judged with.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) loaded: Arc<Loaded>,
    pub(super) settings: Arc<Settings>,
}

/// A text to read, and what it is judged with.
pub(super) struct Task {
    pub(super) found: Found,
    pub(super) given: Given,
}

/// Every configuration of a run.
pub(super) struct Houses<'a> {
    asked: Asked<'a>,
    /// The nearest configuration of each folder that was asked for.
    nearest: HashMap<PathBuf, Option<PathBuf>>,
    /// By their files. `None` inside: something is wrong with it, which has been told.
    loaded: HashMap<Option<PathBuf>, Option<Arc<Loaded>>>,
    settings: HashMap<(Option<PathBuf>, Vec<usize>), Arc<Settings>>,
}

impl<'a> Houses<'a> {
    pub(super) fn new(asked: Asked<'a>) -> Houses<'a> {
        Houses { asked, nearest: HashMap::new(), loaded: HashMap::new(), settings: HashMap::new() }
    }

    /// What each text is judged with; `None` where something is wrong with a configuration, which has been told.
    pub(super) fn tasks(
        &mut self,
        found: Vec<Result<Found, Failure>>,
        streams: &mut Streams,
    ) -> io::Result<Option<Vec<Result<Task, Failure>>>> {
        let mut tasks = Some(Vec::with_capacity(found.len()));
        for found in found {
            let task = match found {
                Err(failure) => Err(failure),
                Ok(found) => match self.of_found(&found, streams)? {
                    Some(given) => Ok(Task { found, given }),
                    None => {
                        // The other configurations are read all the same, so that all that is wrong is told at once.
                        tasks = None;
                        continue;
                    }
                },
            };
            if let Some(tasks) = &mut tasks {
                tasks.push(task);
            }
        }
        Ok(tasks)
    }

    fn of_found(&mut self, found: &Found, streams: &mut Streams) -> io::Result<Option<Given>> {
        match &found.place {
            Place::File(path) => self.of(Some(path), streams),
            Place::Stdin => self.of(self.asked.stdin_filename, streams),
            Place::Content(_) => self.of(Some(Path::new(&found.shown)), streams),
        }
    }

    /// What the text at a path is judged with, or a text that is in no file.
    pub(super) fn of(&mut self, path: Option<&Path>, streams: &mut Streams) -> io::Result<Option<Given>> {
        let path = path.map(absolute);
        let file = self.nearest(path.as_deref());
        let Some(loaded) = self.loaded(file.clone(), streams)? else { return Ok(None) };
        let blocks = loaded.house.blocks(inside(&loaded.folder, path.as_deref()).as_deref());
        let key = (file, blocks);
        if let Some(settings) = self.settings.get(&key) {
            return Ok(Some(Given { loaded, settings: Arc::clone(settings) }));
        }
        let effective = loaded.house.effective(&key.1, &loaded.rules);
        let mut settings = loaded.house.settings(&effective);
        if let Some(name) = self.asked.scenario {
            match name.given(&loaded.rules) {
                Ok(given) => settings.scenario = Some(given),
                Err(message) => {
                    streams.troubles(|_, err| writeln!(err, "mailint: {message}"))?;
                    self.loaded.insert(key.0, None);
                    return Ok(None);
                }
            }
        }
        settings.today = today::today();
        let settings = Arc::new(settings);
        self.settings.insert(key, Arc::clone(&settings));
        Ok(Some(Given { loaded, settings }))
    }

    /// The same with the place of each setting.
    pub(super) fn effective(
        &mut self,
        path: &Path,
        streams: &mut Streams,
    ) -> io::Result<Option<(Arc<Loaded>, Effective)>> {
        let path = absolute(path);
        let file = self.nearest(Some(&path));
        let Some(loaded) = self.loaded(file, streams)? else { return Ok(None) };
        let blocks = loaded.house.blocks(inside(&loaded.folder, Some(&path)).as_deref());
        let effective = loaded.house.effective(&blocks, &loaded.rules);
        Ok(Some((loaded, effective)))
    }

    /// Every configuration that was used.
    pub(super) fn all(&self) -> Vec<&Loaded> {
        let mut all: Vec<_> = self.loaded.iter().collect();
        all.sort_by_key(|(file, _)| *file);
        all.into_iter().filter_map(|(_, loaded)| loaded.as_deref()).collect()
    }

    /// Every rule of the run once, in the order of their ids: reports describe them.
    pub(super) fn rules(&self) -> Vec<&Rule> {
        let rules = self.all().into_iter().flat_map(|loaded| &loaded.rules.rules);
        let by_id: BTreeMap<&str, &Rule> = rules.map(|rule| (rule.id.as_str(), rule)).collect();
        by_id.into_values().collect()
    }

    fn loaded(&mut self, file: Option<PathBuf>, streams: &mut Streams) -> io::Result<Option<Arc<Loaded>>> {
        if let Some(loaded) = self.loaded.get(&file) {
            return Ok(loaded.clone());
        }
        let loaded = match chain::load(file.as_deref(), self.asked.rules) {
            Ok((house, rules)) => {
                let folder =
                    file.as_deref().and_then(Path::parent).map_or_else(|| absolute(Path::new(".")), Path::to_owned);
                let used = house.allows().map(|_| AtomicBool::new(false)).collect();
                Some(Arc::new(Loaded { rules, house, folder, used }))
            }
            Err(trouble) => {
                pack::tell(&trouble, streams)?;
                None
            }
        };
        self.loaded.insert(file, loaded.clone());
        Ok(loaded)
    }

    /// The configuration of a text: upwards from its folder, or from the current one.
    fn nearest(&mut self, path: Option<&Path>) -> Option<PathBuf> {
        if self.asked.no_config {
            return None;
        }
        if let Some(config) = self.asked.config {
            return Some(absolute(config));
        }
        let folder = match path {
            Some(path) => path.parent()?.to_owned(),
            None => absolute(Path::new(".")),
        };
        let mut passed = Vec::new();
        let mut nearest = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.nearest.get(folder) {
                nearest.clone_from(known);
                break;
            }
            passed.push(folder.to_owned());
            let file = folder.join(NAME);
            if file.is_file() {
                nearest = Some(file);
                break;
            }
        }
        self.nearest.extend(passed.into_iter().map(|folder| (folder, nearest.clone())));
        nearest
    }
}

/// From the root, without `.` and `..`. Links are not followed: a configuration is above the path as it is written.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// The path relative to a folder that it is in, with `/`.
pub(super) fn inside(folder: &Path, path: Option<&Path>) -> Option<String> {
    let inside = path?.strip_prefix(folder).ok()?;
    let names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
    Some(names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_plain() {
        assert_eq!(absolute(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert!(absolute(Path::new("x")).is_absolute());
        assert_eq!(inside(Path::new("/a"), Some(Path::new("/a/b/c.txt"))).as_deref(), Some("b/c.txt"));
        assert_eq!(inside(Path::new("/a"), Some(Path::new("/b/c.txt"))), None);
    }
}
