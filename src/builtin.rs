//! The built-in rules: loaded by the build script, and used as it left them.

use crate::frozen::{Store, Stores, Thawer};
use crate::morph::Tokenizer;
use crate::rule::{RuleSet, SourceFile};

/// Paths under `rules/` with their texts.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rules as `build/rules.rs` wrote them.
static STORES: Stores = Stores {
    front: Store { bytes: embedded!("rules/front.bin"), text: embedded_text!("rules/front.txt") },
    back: Store { bytes: embedded!("rules/back.bin"), text: embedded_text!("rules/back.txt") },
};

/// The built-in rules, in well under a millisecond: nothing is parsed, read as words or compiled.
pub fn rules() -> RuleSet {
    RuleSet::thaw(Tokenizer::embedded(), &mut Thawer::new(&STORES)).expect("the build wrote it and the tests read it")
}

/// The files of the built-in rules, for [`load`](crate::rule::load): a pack goes over them, and tests show their texts.
pub fn sources() -> Vec<SourceFile> {
    let source = |&(path, text): &(&str, &str)| SourceFile {
        path: path.to_owned(),
        shown: format!("rules/{path}"),
        text: text.to_owned(),
    };
    FILES.iter().map(source).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{rules, sources};
    use crate::frozen::Freezer;
    use crate::morph::Tokenizer;
    use crate::rule::load;

    #[test]
    fn what_the_build_wrote_is_what_loading_makes() {
        let frozen = |rules: &crate::rule::RuleSet| {
            let mut freezer = Freezer::default();
            rules.freeze(&mut freezer);
            [freezer.front, freezer.back].map(|shelf| (shelf.bytes, shelf.text))
        };
        let loaded = load(Tokenizer::embedded(), sources()).expect("the built-in rules load");
        // Not by assert_eq: nobody wants to see the bytes.
        assert!(frozen(&rules()) == frozen(&loaded), "the rules in the binary are not those of the files");
    }

    #[test]
    fn gates_and_machines_agree_with_plain_search() {
        let rules = rules();
        let mut mails = 0;
        for folder in ["good", "faulty"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder);
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.extension().is_some_and(|extension| extension == "txt") {
                    rules.patterns.assert_expressions_agree(&std::fs::read_to_string(&path).expect("UTF-8"));
                    mails += 1;
                }
            }
        }
        assert!(mails > 20, "{mails} mails");
        // Every example of every rule: what the expressions were written for.
        for rule in &rules.rules {
            for example in rule.examples.bad.iter().chain(&rule.examples.good) {
                rules.patterns.assert_expressions_agree(example);
            }
        }
    }

    #[test]
    fn the_built_in_expressions_are_machines() {
        let rules = rules();
        let (count, plain) = rules.patterns.expressions_without_machine();
        assert!(count > 100, "{count} expressions");
        assert!(plain.len() < 5, "{plain:?}");
    }
}
