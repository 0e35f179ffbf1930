//! What must stand in a text for a regular expression to match it: read off the expression, so that most expressions
//! are never compiled for a plain mail.

use regex_syntax::hir::{Class, Hir, HirKind};

/// One of these must stand in every text that matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// Words, of which none is empty.
    pub(super) literals: Vec<String>,
    /// Characters from the first to the last of each pair.
    pub(super) ranges: Vec<(char, char)>,
}

/// More words than these say hardly anything and cost as much as a search.
const MOST: usize = 128;

/// A class of more characters than these is kept as ranges.
const SPELT_OUT: u32 = 12;

/// The ways of an expression, each with everything that it needs: of one way each need must be met.
pub(super) fn ways(hir: &Hir) -> Vec<Vec<Need>> {
    match hir.kind() {
        HirKind::Capture(capture) => ways(&capture.sub),
        HirKind::Alternation(all) if exact(hir).is_none() => all.iter().flat_map(ways).collect(),
        _ => vec![of(hir)],
    }
}

/// Everything that an expression needs; each need must be met.
fn of(hir: &Hir) -> Vec<Need> {
    if let Some(words) = exact(hir) {
        return of_words(words).into_iter().collect();
    }
    match hir.kind() {
        HirKind::Class(class) => ranges(class).map(|ranges| Need { ranges, ..Need::default() }).into_iter().collect(),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Concat(parts) => of_row(parts),
        HirKind::Alternation(ways) => of_ways(ways).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Words of which one must stand there; the empty one always does.
fn of_words(words: Vec<String>) -> Option<Need> {
    let asks = !words.is_empty() && words.iter().all(|word| !word.is_empty());
    asks.then_some(Need { literals: words, ranges: Vec::new() })
}

/// Parts behind each other. Neighbours that are known word for word are joined to longer words.
fn of_row(parts: &[Hir]) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut joined = vec![String::new()];
    for part in parts {
        match exact(part) {
            Some(words) if joined.len() * words.len() <= MOST => joined = product(&joined, &words),
            Some(words) => needs.extend(of_words(std::mem::replace(&mut joined, words))),
            None => {
                // What is repeated begins and ends with one of its words: those join what stands on either side.
                let ends = repeated(part);
                let words = ends.clone().unwrap_or_else(|| vec![String::new()]);
                let start = if joined.len() * words.len() <= MOST { product(&joined, &words) } else { joined };
                needs.extend(of_words(start));
                if ends.is_none() {
                    needs.extend(of(part));
                }
                joined = words;
            }
        }
    }
    needs.extend(of_words(joined));
    needs
}

/// The words of what stands once or more often there.
fn repeated(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => exact(&repetition.sub),
        HirKind::Capture(capture) => repeated(&capture.sub),
        _ => None,
    }
}

/// One of several ways: of each, its best need.
fn of_ways(ways: &[Hir]) -> Option<Need> {
    let mut whole = Need::default();
    for way in ways {
        let best = of(way).into_iter().max_by_key(Need::worth)?;
        whole.literals.extend(best.literals);
        whole.ranges.extend(best.ranges);
    }
    whole.literals.sort_unstable();
    whole.literals.dedup();
    (whole.literals.len() <= 4 * MOST).then_some(whole)
}

impl Need {
    /// Words before classes, long words before short ones, few before many.
    pub(super) fn worth(&self) -> (bool, usize, std::cmp::Reverse<usize>) {
        let shortest = self.literals.iter().map(|word| word.chars().count()).min().unwrap_or(0);
        (self.ranges.is_empty(), shortest, std::cmp::Reverse(self.literals.len()))
    }
}

/// All words that an expression matches, where they are few.
fn exact(hir: &Hir) -> Option<Vec<String>> {
    let words = match hir.kind() {
        // What looks around takes no room: its neighbours stand side by side.
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![std::str::from_utf8(&literal.0).ok()?.to_owned()],
        HirKind::Class(class) => spelt_out(class)?,
        HirKind::Repetition(repetition) => match (repetition.min, repetition.max) {
            (0, Some(1)) => {
                let mut words = exact(&repetition.sub)?;
                words.push(String::new());
                words
            }
            (1, Some(1)) => exact(&repetition.sub)?,
            _ => return None,
        },
        HirKind::Capture(capture) => exact(&capture.sub)?,
        HirKind::Concat(parts) => {
            let mut words = vec![String::new()];
            for part in parts {
                let next = exact(part)?;
                if words.len() * next.len() > MOST {
                    return None;
                }
                words = product(&words, &next);
            }
            words
        }
        HirKind::Alternation(ways) => ways.iter().map(exact).collect::<Option<Vec<_>>>()?.concat(),
    };
    (words.len() <= MOST).then_some(words)
}

fn product(left: &[String], right: &[String]) -> Vec<String> {
    left.iter().flat_map(|l| right.iter().map(move |r| format!("{l}{r}"))).collect()
}

fn spelt_out(class: &Class) -> Option<Vec<String>> {
    let ranges = ranges(class)?;
    let count: u32 = ranges.iter().map(|&(first, last)| last as u32 - first as u32 + 1).sum();
    (count <= SPELT_OUT).then(|| ranges.into_iter().flat_map(|(first, last)| first..=last).map(String::from).collect())
}

/// The characters of a class; none of one that is of bytes.
fn ranges(class: &Class) -> Option<Vec<(char, char)>> {
    match class {
        Class::Unicode(class) => Some(class.iter().map(|range| (range.start(), range.end())).collect()),
        Class::Bytes(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Need, of, ways};

    /// Words joined by `/`, a class as `[…]`, needs by ` `.
    fn shown(pattern: &str) -> String {
        let need = |need: Need| {
            let ranges = need.ranges.iter().map(|(first, last)| format!("[{first}-{last}]"));
            need.literals.into_iter().chain(ranges).collect::<Vec<_>>().join("/")
        };
        of(&regex_syntax::parse(pattern).expect("valid")).into_iter().map(need).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_way_has_its_needs() {
        let hir = regex_syntax::parse("(返品は.*できません|返金[ァ-ヶ]+|お?詫び)").expect("valid");
        assert_eq!(ways(&hir).iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
        assert_eq!(ways(&regex_syntax::parse("返品|返金").expect("valid")).len(), 1);
    }

    #[test]
    fn every_part_that_cannot_be_left_out_is_needed() {
        assert_eq!(shown("遅れ"), "遅れ");
        assert_eq!(shown("お?詫び"), "お詫び/詫び");
        assert_eq!(shown("(?:返品|返金)は.{0,9}でき(?:ません|かねます)"), "返品は/返金は できません/できかねます");
        assert_eq!(shown("[ァ-ヶ]+様"), "[ァ-ヶ] 様");
        assert_eq!(shown("ま[ー〜]+す|。。+"), "。。/〜す/ーす");
        assert_eq!(shown("第(?:一|二)+章"), "第一/第二 一章/二章");
        assert_eq!(shown("(?:納期|[ァ-ヶ]{4}年)まで"), "年/納期 まで");
        assert_eq!(shown("(?:納期|[12]{4}年)まで"), "1年/2年/納期 まで");
        assert_eq!(shown("\\bNG\\b"), "NG");
        assert_eq!(shown("(?i)ng"), "NG/Ng/nG/ng");
        assert_eq!(shown(".{40,}"), "[\0-\t]/[\u{b}-\u{10ffff}]");
    }
}
