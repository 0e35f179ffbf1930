//! What a run over drafts begins with: the configuration, the rules and the settings.

use std::io;
use std::path::{Path, PathBuf};

use crate::config::{Config, ConfigError, Settings};
use crate::morph::Tokenizer;
use crate::report::{self, Place, Trouble};
use crate::rule::RuleSet;
use crate::text::Text;

use super::scenario::ScenarioName;
use super::{Streams, pack, today};

/// The file that is looked for in the current folder and those above it.
const NAME: &str = "mailint.toml";

/// What the user says on the command line.
pub(super) struct Asked<'a> {
    pub(super) rules: Option<&'a Path>,
    pub(super) scenario: Option<&'a ScenarioName>,
    pub(super) no_config: bool,
}

/// Rules and settings; `None` where something is wrong, which has been told.
pub(super) fn prepare(asked: &Asked<'_>, streams: &mut Streams) -> io::Result<Option<(RuleSet, Settings)>> {
    let file = if asked.no_config { None } else { find() };
    let file = match file.map(ConfigFile::read).transpose() {
        Ok(file) => file,
        Err(trouble) => return tell(&trouble, streams),
    };
    let mut folders: Vec<PathBuf> = file.iter().flat_map(ConfigFile::rule_folders).collect();
    folders.extend(asked.rules.map(Path::to_owned));
    let mut rules = match pack::load(&folders) {
        Ok(rules) => rules,
        Err(trouble) => {
            pack::tell(&trouble, streams)?;
            return Ok(None);
        }
    };
    let mut settings = Settings::default();
    if let Some(file) = &file {
        match file.apply(&mut rules) {
            Ok(given) => settings = given,
            Err(trouble) => return tell(&trouble, streams),
        }
    }
    if let Some(name) = asked.scenario {
        match name.given(&rules) {
            Ok(given) => settings.scenario = Some(given),
            Err(message) => {
                streams.troubles(|_, err| writeln!(err, "mailint: {message}"))?;
                return Ok(None);
            }
        }
    }
    settings.today = today::today();
    Ok(Some((rules, settings)))
}

/// The nearest configuration file, upwards from the current folder.
fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}

struct ConfigFile {
    path: PathBuf,
    text: String,
    config: Config,
}

/// Why the configuration cannot be used: the file, its text, and what is wrong in it.
struct ConfigTrouble {
    path: PathBuf,
    text: String,
    errors: Vec<ConfigError>,
}

impl ConfigFile {
    fn read(path: PathBuf) -> Result<ConfigFile, ConfigTrouble> {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                let error =
                    ConfigError { message: format!("設定ファイルを読めません（{error}）"), span: 0..0 };
                return Err(ConfigTrouble { path, text: String::new(), errors: vec![error] });
            }
        };
        match Config::parse(&text) {
            Ok(config) => Ok(ConfigFile { path, text, config }),
            Err(error) => Err(ConfigTrouble { path, text, errors: vec![error] }),
        }
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    fn rule_folders(&self) -> Vec<PathBuf> {
        self.config.rule_folders().iter().map(|folder| self.folder().join(folder)).collect()
    }

    /// The settings; the house's words are put into the rules' tokeniser.
    fn apply(&self, rules: &mut RuleSet) -> Result<Settings, ConfigTrouble> {
        if let Some(dictionary) = self.config.dictionary() {
            rules.tokenizer = self.words(&self.folder().join(dictionary))?;
        }
        self.config.settings(rules).map_err(|errors| self.trouble(errors))
    }

    fn words(&self, path: &Path) -> Result<Tokenizer, ConfigTrouble> {
        let shown = path.display();
        let wrong = |message: String| self.trouble(vec![ConfigError { message, span: self.place_of("user") }]);
        let csv = std::fs::read_to_string(path).map_err(|error| wrong(format!("{shown} を読めません（{error}）")))?;
        Tokenizer::with_user_words(&csv).map_err(|error| wrong(format!("{shown}: {error}")))
    }

    fn place_of(&self, key: &str) -> std::ops::Range<usize> {
        self.text.find(key).map_or(0..0, |at| at..at + key.len())
    }

    fn trouble(&self, errors: Vec<ConfigError>) -> ConfigTrouble {
        ConfigTrouble { path: self.path.clone(), text: self.text.clone(), errors }
    }
}

fn tell<T>(trouble: &ConfigTrouble, streams: &mut Streams) -> io::Result<Option<T>> {
    let path = trouble.path.display().to_string();
    let text = Text::new(trouble.text.clone()).ok();
    for error in &trouble.errors {
        let place = text.as_ref().and_then(|text| {
            let span = text.span(error.span.start, error.span.end).filter(|span| !span.is_empty())?;
            Some(Place { text, span, first_line: 1 })
        });
        let shown = Trouble { path: &path, message: &error.message, help: "", place };
        streams.troubles(|style, err| report::trouble(&shown, style, err))?;
    }
    Ok(None)
}
