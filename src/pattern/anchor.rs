//! The words by which a program is found: every match of it holds one of them.

use super::program::{ListId, Op};

/// One of these stands in every match. Without any, the program runs on every sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) keys: Vec<String>,
    pub(super) lists: Vec<ListId>,
    /// How rare they are thought to be.
    score: usize,
}

/// Words in so many sentences that they say nothing.
const COMMON: &[&str] = &[
    "アリ",
    "シ",
    "ノ",
    "ニ",
    "デ",
    "ト",
    "カラ",
    "コト",
    "モノ",
    "ヨウ",
    "イタダキ",
    "オモイ",
    "ネガイ",
    "マデ",
    "ヘ",
    "ガ",
    "ノデ",
    "ナリ",
    "コノ",
    "ソノ",
    "キャクサマ",
    "ヘイシャ",
    "タメ",
    "サイ",
    "ホド",
];

impl Anchor {
    /// Of a step with several ways: each must offer a word.
    pub(super) fn of_step(ways: &[Vec<Op>]) -> Option<Anchor> {
        let mut whole = Anchor { score: usize::MAX, ..Anchor::default() };
        for ops in ways {
            let best = ops.iter().filter_map(of_op).max_by_key(|anchor| anchor.score)?;
            whole.score = whole.score.min(best.score);
            whole.keys.extend(best.keys);
            whole.lists.extend(best.lists);
        }
        whole.keys.sort_unstable();
        whole.keys.dedup();
        whole.lists.sort_unstable();
        whole.lists.dedup();
        (!ways.is_empty()).then_some(whole)
    }

    pub(super) fn is_rarer_than(&self, other: &Anchor) -> bool {
        self.score > other.score
    }
}

fn of_op(op: &Op) -> Option<Anchor> {
    let (score, keys, lists) = match op {
        Op::Word(test) => {
            let score = if COMMON.contains(&test.key.as_str()) { 1 } else { 3 + test.key.chars().count().min(6) };
            (score, vec![test.key.clone()], Vec::new())
        }
        Op::Token(test) if !test.lemmas.is_empty() => {
            (4, test.lemmas.iter().map(|(_, key)| key.clone()).collect(), Vec::new())
        }
        Op::Token(test) if !test.readings.is_empty() => (4, test.readings.clone(), Vec::new()),
        Op::List { list, .. } => (2, Vec::new(), vec![*list]),
        _ => return None,
    };
    Some(Anchor { keys, lists, score })
}
