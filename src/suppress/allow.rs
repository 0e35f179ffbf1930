//! Takes out the findings that somebody allows, and says which allowances allow nothing.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::text::Text;

use super::comment::{Written, WrittenScope};

/// An `[[allow]]` entry of a configuration. Which files it is for its owner knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// Ids or categories.
    pub rules: Vec<String>,
    /// Only findings on words that hold these, or are held by them.
    pub text: Option<String>,
    /// Why.
    pub reason: String,
    /// Where it stands, for messages.
    pub origin: String,
}

/// A finding that is allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowed {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is allowed.
    pub reason: String,
    /// The numbers of the configuration's entries that allow it.
    pub entries: Vec<usize>,
}

/// The findings of one text, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Those that nobody allows.
    pub kept: Vec<Diagnostic>,
    /// Those that somebody does.
    pub allowed: Vec<Allowed>,
    /// Comments and entries of the front matter that allow nothing, with their places in the text.
    pub idle: Vec<Idle>,
}

/// A comment that allows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// Bytes in the text.
    pub place: Range<usize>,
    /// What is wrong with it.
    pub why: Why,
}

/// Why a comment allows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It names no rule.
    NoRule,
    /// It gives no reason.
    NoReason,
    /// There is no such rule.
    Unknown(String),
    /// There is no such finding.
    Unused(String),
}

/// Takes the findings of a text apart, by what is written in it and what a configuration says. `known` says whether a name is a rule's or a category's.
pub fn settle(
    text: &Text,
    written: &[Written],
    findings: Vec<Diagnostic>,
    allows: &[(usize, Allow)],
    known: &dyn Fn(&str) -> bool,
) -> Settled {
    if written.is_empty() && allows.is_empty() {
        return Settled { kept: findings, ..Settled::default() };
    }
    let mut settled = Settled::default();
    // Asked once for each name, however many findings there are.
    let is_known: Vec<Vec<bool>> =
        written.iter().map(|one| one.rules.iter().map(|name| known(name)).collect()).collect();
    // For each comment, which of its rules found something.
    let mut busy: Vec<Vec<bool>> = written.iter().map(|one| vec![false; one.rules.len()]).collect();
    for finding in findings {
        let mut reason = None;
        let reasoned = written.iter().zip(&is_known).zip(&mut busy).filter(|((one, _), _)| one.reason.is_some());
        for ((one, is_known), busy) in reasoned {
            for ((name, is_known), busy) in one.rules.iter().zip(is_known).zip(busy) {
                if *is_known && means(name, &finding) && reaches(one, text, &finding) {
                    *busy = true;
                    reason = reason.or_else(|| one.reason.clone());
                }
            }
        }
        let mut entries = Vec::new();
        for (number, allow) in allows.iter().filter(|(_, allow)| allows_it(allow, text, &finding)) {
            entries.push(*number);
            reason = reason.or_else(|| Some(allow.reason.clone()));
        }
        match reason {
            Some(reason) => settled.allowed.push(Allowed { finding, reason, entries }),
            None => settled.kept.push(finding),
        }
    }
    settled.idle = written.iter().zip(&busy).flat_map(|(one, busy)| idle(one, busy, known)).collect();
    settled
}

/// What is wrong with a comment, if anything.
fn idle(one: &Written, busy: &[bool], known: &dyn Fn(&str) -> bool) -> Vec<Idle> {
    let at = |why| Idle { place: one.place.clone(), why };
    if one.rules.is_empty() {
        return vec![at(Why::NoRule)];
    }
    if one.reason.is_none() {
        return vec![at(Why::NoReason)];
    }
    let wrong = one.rules.iter().zip(busy).filter_map(|(name, busy)| match (known(name), busy) {
        (false, _) => Some(at(Why::Unknown(name.clone()))),
        (true, false) => Some(at(Why::Unused(name.clone()))),
        (true, true) => None,
    });
    wrong.collect()
}

fn means(name: &str, finding: &Diagnostic) -> bool {
    let id = finding.rule.as_str();
    id == name || finding.rule.category() == name || id.split_once('/').is_some_and(|(folder, _)| folder == name)
}

fn reaches(one: &Written, text: &Text, finding: &Diagnostic) -> bool {
    match one.scope {
        WrittenScope::Text => true,
        WrittenScope::LineBehind(end) => text.line_index(finding.span().start()) == text.line_index(end) + 1,
    }
}

fn allows_it(allow: &Allow, text: &Text, finding: &Diagnostic) -> bool {
    if !allow.rules.iter().any(|name| means(name, finding)) {
        return false;
    }
    let Some(wanted) = &allow.text else { return true };
    let wanted = bare(wanted);
    let words: String = finding.spans.iter().map(|&span| bare(text.slice(span))).collect();
    !wanted.is_empty() && (words.contains(&wanted) || !words.is_empty() && wanted.contains(&words))
}

/// Without spaces and line breaks, which wrapping puts anywhere.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::suppress::comment::{Comments, comments};
    use crate::suppress::finding;

    fn settled(content: &str, allows: &[(usize, Allow)]) -> (Settled, Vec<Why>) {
        let text = Text::new(content).expect("short");
        let findings = vec![finding("excuse/busy", &text, "忙しく", 0), finding("guilt-trip/effort", &text, "残念", 0)];
        let all = Comments { markup: true, template: true };
        let known = |name: &str| ["excuse", "excuse/busy", "guilt-trip/effort", "rebuttal"].contains(&name);
        let settled = settle(&text, &comments(text.as_str(), all), findings, allows, &known);
        let whys = settled.idle.iter().map(|idle| idle.why.clone()).collect();
        (settled, whys)
    }

    const DRAFT: &str = "弊社は忙しく、\n誠に残念でした。\n";

    fn allow(rule: &str, text: Option<&str>) -> Allow {
        Allow { rules: vec![rule.into()], text: text.map(str::to_owned), reason: "社長".into(), origin: "x:1".into() }
    }

    #[test]
    fn what_is_allowed_is_taken_out_with_its_reason() {
        let (settled, whys) = settled(&format!("<!-- mailint-disable excuse -- 決まり文句 -->\n{DRAFT}"), &[]);
        assert_eq!((settled.kept.len(), settled.allowed[0].reason.as_str(), whys), (1, "決まり文句", vec![]));
    }

    #[test]
    fn what_allows_nothing_is_told() {
        for (comment, why) in [
            ("rebuttal -- 理由", Why::Unused("rebuttal".into())),
            ("excuse/bussy -- 理由", Why::Unknown("excuse/bussy".into())),
            ("excuse/busy", Why::NoReason),
            (" -- 理由", Why::NoRule),
        ] {
            let (settled, whys) = settled(&format!("{{# mailint-disable {comment} #}}\n{DRAFT}"), &[]);
            assert_eq!((settled.kept.len(), whys), (2, vec![why]), "{comment}");
        }
    }

    #[test]
    fn only_the_next_line_is_meant_where_it_says_so() {
        let comment = "<!-- mailint-disable-next-line excuse, guilt-trip/effort -- 理由 -->\n";
        let (settled, whys) = settled(&format!("{comment}{DRAFT}"), &[]);
        assert_eq!(settled.kept[0].rule.as_str(), "guilt-trip/effort");
        assert_eq!(whys, [Why::Unused("guilt-trip/effort".into())]);
    }

    #[test]
    fn a_configuration_may_mean_certain_words() {
        let allows = [
            (3, allow("excuse", None)),
            (5, allow("guilt-trip/effort", Some("誠に 残念"))),
            (7, allow("guilt-trip/effort", Some("無念"))),
        ];
        let (settled, _) = settled(DRAFT, &allows);
        let entries: Vec<_> = settled.allowed.iter().map(|allowed| allowed.entries.clone()).collect();
        assert_eq!((settled.kept.len(), entries), (0, vec![vec![3], vec![5]]));
    }
}
