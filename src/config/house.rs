//! A configuration together with those that it extends, and what they say of one mail, each setting with the place it
//! was taken from.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::mail::{Kind, KindSource};
use crate::rule::{LoadError, RuleSet, ScenarioRef, SourceFile};
use crate::scenario::ScenarioSource;

use super::Settings;
use super::block::{Block, Decision};
use super::file::Config;

/// Configurations that hold together for the mails of a folder; those that are extended come first, and the later ones
/// have the last word.
#[derive(Clone, Debug, Default)]
pub struct House {
    layers: Vec<Config>,
}

/// Where a setting stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The configuration file.
    pub file: Arc<SourceFile>,
    /// Bytes in it.
    pub span: Range<usize>,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = self.file.text.get(..self.span.start).unwrap_or_default().matches('\n').count() + 1;
        write!(f, "{}:{line}", self.file.shown)
    }
}

/// The settings for one mail, each with its origin.
#[derive(Clone, Debug, Default)]
pub struct Effective {
    /// The scenario.
    pub scenario: Option<(ScenarioRef, Origin)>,
    /// Draft or template.
    pub kind: Option<(Kind, Origin)>,
    /// Severities by rule id; `None` is off.
    pub severities: BTreeMap<String, (Option<Severity>, Origin)>,
    /// The numbers of the `[[allow]]` entries that are for this mail, as [`House::allows`] counts them.
    pub allows: Vec<usize>,
}

impl House {
    /// A house of these configurations, the ones that are extended first.
    pub fn new(layers: Vec<Config>) -> House {
        House { layers }
    }

    /// Its configurations, the ones that are extended first.
    pub fn layers(&self) -> &[Config] {
        &self.layers
    }

    /// Everything that names a rule or a scenario that does not exist.
    pub fn check(&self, rules: &RuleSet) -> Vec<LoadError> {
        self.layers.iter().flat_map(|config| config.check(rules)).collect()
    }

    /// Every `[[allow]]` entry with its place and the patterns of the files that it is for; none: every file.
    pub fn allows(&self) -> impl Iterator<Item = (&crate::suppress::Allow, Origin, &[String])> {
        self.layers.iter().flat_map(|config| {
            config.allows.iter().map(|allowed| {
                let written = allowed.globs.as_ref().map_or(&[][..], |globs| &globs.written);
                (&allowed.allow, Origin { file: Arc::clone(config.file()), span: allowed.span.clone() }, written)
            })
        })
    }

    /// The blocks that a mail is under, as numbers: mails with the same ones have the same settings. `path` is relative
    /// to the folder of the nearest configuration, with `/`; `None` for a text that is in no file.
    pub fn blocks(&self, path: Option<&str>) -> Vec<usize> {
        let files = self.layers.iter().flat_map(|config| config.files.iter().map(|files| &files.globs)).map(Some);
        let allows = self.layers.iter().flat_map(|config| config.allows.iter().map(|allowed| allowed.globs.as_ref()));
        let means = |globs: Option<&super::file::Globs>| match (globs, path) {
            (None, _) => true,
            (Some(globs), Some(path)) => globs.is_match(path),
            (Some(_), None) => false,
        };
        files.chain(allows).enumerate().filter(|&(_, globs)| means(globs)).map(|(number, _)| number).collect()
    }

    /// The settings under these blocks.
    pub fn effective(&self, blocks: &[usize], rules: &RuleSet) -> Effective {
        let mut effective = Effective::default();
        let mut number = 0;
        for config in &self.layers {
            effective.put(&config.top, config, rules);
            for files in &config.files {
                if blocks.contains(&number) {
                    effective.put(&files.block, config, rules);
                }
                number += 1;
            }
        }
        effective.allows = blocks.iter().filter_map(|block| block.checked_sub(number)).collect();
        effective
    }

    /// What the engine is to do under these settings.
    pub fn settings(&self, effective: &Effective) -> Settings {
        let all: Vec<_> = self.allows().map(|(allow, ..)| allow).collect();
        Settings {
            scenario: effective.scenario.as_ref().map(|(scenario, _)| (scenario.clone(), ScenarioSource::Config)),
            kind: effective.kind.as_ref().map(|(kind, _)| (*kind, KindSource::Config)),
            today: None,
            severities: effective.severities.iter().map(|(id, (severity, _))| (id.clone(), *severity)).collect(),
            allows: effective.allows.iter().filter_map(|&at| all.get(at).map(|&allow| (at, allow.clone()))).collect(),
        }
    }
}

impl Effective {
    fn put(&mut self, block: &Block, config: &Config, rules: &RuleSet) {
        let origin = |span: &Range<usize>| Origin { file: Arc::clone(config.file()), span: span.clone() };
        if let Some(name) = &block.scenario
            && let Some(scenario) = ScenarioRef::named(&name.value, rules)
        {
            self.scenario = Some((scenario, origin(&name.span)));
        }
        if let Some(kind) = &block.kind {
            self.kind = Some((kind.value, origin(&kind.span)));
        }
        for rule in &rules.rules {
            let id = rule.id.as_str();
            match block.decide(rule) {
                Some(Decision::On) if matches!(self.severities.get(id), Some((None, _))) => {
                    self.severities.remove(id);
                }
                None | Some(Decision::On) => {}
                Some(Decision::Off(span)) => {
                    self.severities.insert(id.to_owned(), (None, origin(&span)));
                }
                Some(Decision::As(severity, span)) => {
                    self.severities.insert(id.to_owned(), (Some(severity), origin(&span)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::builtin;

    fn config(text: &str) -> Result<Config, Vec<LoadError>> {
        let file = SourceFile { path: "mailint.toml".into(), shown: "mailint.toml".into(), text: text.to_owned() };
        Config::read(Arc::new(file))
    }

    fn house(texts: &[&str]) -> House {
        House::new(texts.iter().map(|text| config(text).expect("right")).collect())
    }

    /// The severity of a rule for a mail at this path: `-` where nothing is said.
    fn severity(house: &House, path: Option<&str>, rule: &str) -> String {
        let effective = house.effective(&house.blocks(path), &builtin::rules());
        let given = effective.severities.get(rule);
        given.map_or("-", |(severity, _)| severity.map_or("off", Severity::as_str)).to_owned()
    }

    #[test]
    fn the_closest_name_decides() {
        let house = house(&["disable = ['casual-tone']\n[override.'casual-tone/okay']\nseverity = 'error'\n"]);
        let rules = builtin::rules();
        let casual: Vec<&str> =
            rules.rules.iter().map(|rule| rule.id.as_str()).filter(|id| id.starts_with("casual-tone/")).collect();
        assert!(casual.len() > 2);
        for id in casual {
            let wanted = if id == "casual-tone/okay" { "error" } else { "off" };
            assert_eq!(severity(&house, None, id), wanted, "{id}");
        }
        assert_eq!(severity(&house, None, "excuse/busy"), "-");
    }

    #[test]
    fn select_leaves_only_what_it_names_by_id_category_or_tag() {
        let house = house(&["select = ['rebuttal', 'hygiene/weekday', 'AI']\nignore = ['rebuttal/sarcasm']\n"]);
        let speaks = |rule| severity(&house, None, rule) != "off";
        assert!(speaks("rebuttal/contradiction") && speaks("hygiene/weekday") && speaks("hygiene/ai-chatter"));
        assert!(!speaks("hygiene/past-date") && !speaks("excuse/busy") && !speaks("rebuttal/sarcasm"));
    }

    #[test]
    fn later_files_and_closer_blocks_have_the_last_word() {
        let base = "disable = ['excuse']\nscenario = 'complaint'\n[severity]\n'hygiene' = 'info'\n";
        let own = "[severity]\n'excuse/busy' = 'warning'\n\
            [[files]]\nglob = 'sales/**'\nscenario = 'decline-reply/meeting'\nkind = 'template'\n\
            severity = { 'excuse/busy' = 'off', 'hygiene/weekday' = 'error' }\n";
        let house = house(&[base, own]);
        assert_eq!(severity(&house, Some("shop/a.txt"), "excuse/busy"), "warning");
        assert_eq!(severity(&house, Some("sales/x/a.txt"), "excuse/busy"), "off");
        assert_eq!(severity(&house, None, "excuse/absent-staff"), "off");
        assert_eq!(severity(&house, Some("sales/a.txt"), "hygiene/weekday"), "error");
        assert_eq!(severity(&house, Some("sales/a.txt"), "hygiene/past-date"), "info");
        let effective = house.effective(&house.blocks(Some("sales/a.txt")), &builtin::rules());
        let (scenario, origin) = effective.scenario.as_ref().expect("given");
        assert_eq!((scenario.variant.as_deref(), origin.to_string()), (Some("meeting"), "mailint.toml:5".to_owned()));
        assert_eq!(house.settings(&effective).kind, Some((Kind::Template, KindSource::Config)));
        assert_eq!(house.settings(&house.effective(&house.blocks(None), &builtin::rules())).kind, None);
    }

    #[test]
    fn what_is_misspelt_is_told_with_its_neighbour() {
        for (text, word, near) in [
            ("selct = ['excuse']", "selct", "select"),
            ("[[files]]\nglob = '*'\nscenarios = 'complaint'", "scenarios", "scenario"),
            ("[override.'excuse/busy']\nseverty = 'error'", "severty", "severity"),
            ("[override.'excuse/busy']\nseverity = 'eror'", "eror", "error"),
            ("kind = 'templat'", "templat", "template"),
            ("[dictionary]\nusr = 'a'", "usr", "user"),
            ("[[allow]]\nrule = 'excuse/busy'\nreasn = 'x'\nreason = 'y'", "reasn", "reason"),
        ] {
            let errors = config(text).expect_err("misspelt");
            assert_eq!(errors.len(), 1, "{text}: {errors:?}");
            assert!(errors[0].message.contains(&format!("「{word}」")), "{text}: {}", errors[0].message);
            assert_eq!(&text[errors[0].span.clone()].trim_matches('\''), &word);
            assert!(errors[0].help.as_ref().is_some_and(|help| help.contains(near)), "{text}: {:?}", errors[0].help);
        }
    }

    #[test]
    fn names_that_mean_nothing_are_told() {
        let rules = builtin::rules();
        for (text, near) in [
            ("disable = ['excuse/bussy']", "excuse/busy"),
            ("ignore = ['excuze']", "excuse"),
            ("select = ['busy']", "excuse/busy"),
            ("scenario = 'stockout/restok'", "stockout/restock"),
            ("[override.'excuse/bussy']\nadd_any = ['x']", "excuse/busy"),
            ("[[files]]\nglob = '*'\nseverity = { 'rebutal' = 'off' }", "rebuttal"),
            ("[[allow]]\nrule = 'excuse/bussy'\nreason = 'x'", "excuse/busy"),
        ] {
            let errors = config(text).expect("keys are right").check(&rules);
            assert_eq!(errors.len(), 1, "{text}: {errors:?}");
            assert!(errors[0].help.as_ref().is_some_and(|help| help.contains(near)), "{text}: {:?}", errors[0].help);
        }
    }

    #[test]
    fn an_allowance_needs_a_rule_and_a_reason() {
        for text in
            ["[[allow]]\nrule = 'excuse/busy'", "[[allow]]\nrule = 'excuse'\nreason = ' '", "[[allow]]\nreason = 'x'"]
        {
            assert_eq!(config(text).expect_err("incomplete").len(), 1, "{text}");
        }
        let house = house(&[
            "[[allow]]\nrule = 'excuse'\nreason = 'x'\n[[allow]]\nrule = 'excuse'\nreason = 'y'\npath = 'a/'\n",
        ]);
        let allows = |path| house.effective(&house.blocks(path), &builtin::rules()).allows;
        assert_eq!((allows(None), allows(Some("a/b/c.txt")), allows(Some("b.txt"))), (vec![0], vec![0, 1], vec![0]));
    }
}
