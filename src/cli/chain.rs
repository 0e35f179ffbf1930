//! Reads a configuration with those that it extends, and loads the rules that they ask for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, House, Named};
use crate::morph::Tokenizer;
use crate::rule::{LoadError, RuleSet, SourceFile};

use super::cache::Cache;
use super::pack::{self, LoadTrouble};
use super::setup::{NAME, absolute};

/// A longer chain is a mistake.
const LONGEST: usize = 32;

/// The configuration in a file and its rules; without a file those that mailint has itself. `extra` is a folder of
/// rules over all others.
pub(super) fn load(file: Option<&Path>, extra: Option<&Path>) -> Result<(House, RuleSet), LoadTrouble> {
    let mut layers = Vec::new();
    if let Some(file) = file {
        read(file, &mut Vec::new(), None, &mut layers).map_err(LoadTrouble::Broken)?;
    }
    let (mut packs, mut errors) = (Vec::new(), Vec::new());
    let mut words = String::new();
    for layer in &layers {
        packs.extend(layer.config.rule_folders().filter_map(|named| folder(layer, &named, &mut errors)));
        if let Some(named) = layer.config.dictionary() {
            match dictionary(layer, &named) {
                Ok(csv) => {
                    words.push_str(&csv);
                    words.push('\n');
                }
                Err(error) => errors.push(error),
            }
        }
    }
    if !errors.is_empty() {
        return Err(LoadTrouble::Broken(errors));
    }
    packs.extend(extra.map(Path::to_owned));
    let changing = layers.iter().filter(|layer| layer.config.changes_rules());
    let changing: Vec<Arc<SourceFile>> = changing.map(|layer| Arc::clone(layer.config.file())).collect();
    let rules = pack::load_house(&words, &packs, &changing, &Cache::of_user())?;
    let house = House::new(layers.into_iter().map(|layer| layer.config).collect());
    let errors = house.check(&rules);
    if errors.is_empty() { Ok((house, rules)) } else { Err(LoadTrouble::Broken(errors)) }
}

/// A configuration and the folder from which its paths count.
struct Layer {
    config: Config,
    folder: PathBuf,
}

/// Reads a file behind those that it extends. `above` are the files that are being read, `asked` is where one of them
/// names this one.
fn read(
    path: &Path,
    above: &mut Vec<PathBuf>,
    asked: Option<(&Config, &Named)>,
    layers: &mut Vec<Layer>,
) -> Result<(), Vec<LoadError>> {
    let blame = |message: String| match asked {
        Some((config, named)) => vec![config.error(named.span.clone(), message, None)],
        None => {
            let file = SourceFile { path: NAME.to_owned(), shown: shown(path), text: String::new() };
            vec![LoadError { file: Arc::new(file), message, help: None, span: 0..0 }]
        }
    };
    if above.iter().any(|known| known == path) || above.len() >= LONGEST {
        return Err(blame("extends が自分自身に戻っています".to_owned()));
    }
    let text = std::fs::read_to_string(path)
        .map_err(|error| blame(format!("設定ファイル {} を読めません（{error}）", shown(path))))?;
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
    let file = SourceFile { path: NAME.to_owned(), shown: shown(path), text };
    let config = Config::read(Arc::new(file))?;
    let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
    above.push(path.to_owned());
    for named in config.extends() {
        let mut base = absolute(&folder.join(&named.path));
        if base.is_dir() {
            base.push(NAME);
        }
        read(&base, above, Some((&config, &named)), layers)?;
    }
    above.pop();
    layers.push(Layer { config, folder });
    Ok(())
}

fn folder(layer: &Layer, named: &Named, errors: &mut Vec<LoadError>) -> Option<PathBuf> {
    let folder = layer.folder.join(&named.path);
    if !folder.is_dir() {
        let message = format!("規則のフォルダー「{}」がありません", named.path);
        let help = Some(format!("{} から見た場所を書きます", layer.config.file().shown));
        errors.push(layer.config.error(named.span.clone(), message, help));
        return None;
    }
    Some(folder)
}

/// The words of a user dictionary, once they are known to be right.
fn dictionary(layer: &Layer, named: &Named) -> Result<String, LoadError> {
    let wrong = |why: String| {
        let message = format!("ユーザー辞書「{}」を読めません（{why}）", named.path);
        layer.config.error(named.span.clone(), message, None)
    };
    let csv = std::fs::read_to_string(layer.folder.join(&named.path)).map_err(|error| wrong(error.to_string()))?;
    Tokenizer::with_user_words(&csv).map_err(|error| wrong(error.to_string()))?;
    Ok(csv)
}

/// As it is shown: from the current folder where it is below that.
pub(super) fn shown(path: &Path) -> String {
    let here = absolute(Path::new("."));
    let path = path.strip_prefix(&here).unwrap_or(path).to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}
