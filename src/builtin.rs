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
