//! What the judges of one mail share: the mail, what was found in it, and its scenario.

use std::cell::OnceCell;

use crate::config::Settings;
use crate::diagnostic::{Confidence, Diagnostic, Fix, Identity, Related, Severity};
use crate::mail::{Document, Envelope, Part};
use crate::pattern::{Match, Reading};
use crate::rule::{Check, Condition, Detection, Rule, Scope};
use crate::scenario::ScenarioChoice;
use crate::text::Span;

use super::check::dates::Mention;
use super::message;

/// Fewer scenarios than these make a rule so particular that it says nothing of a text of unknown kind.
const GENERAL: usize = 4;

pub(super) struct Context<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) envelope: &'a Envelope,
    pub(super) detection: &'a Detection<'a>,
    pub(super) scenario: ScenarioChoice,
    pub(super) settings: &'a Settings,
    /// The dates of all sentences, once somebody has asked for them.
    pub(super) dates: OnceCell<Vec<Mention>>,
}

/// A finding before its rule's words are put to it.
pub(super) struct Found {
    pub(super) spans: Vec<Span>,
    pub(super) related: Vec<Related>,
    /// How many severities lower.
    pub(super) lowered: u8,
    pub(super) confidence: Confidence,
    /// Values for the message.
    pub(super) values: Vec<(String, String)>,
    /// Ways to mend it that the rule's file cannot say; they come before those of the file.
    pub(super) fixes: Vec<Fix>,
}

impl Found {
    pub(super) fn at(spans: Vec<Span>) -> Found {
        Found {
            spans,
            related: Vec::new(),
            lowered: 0,
            confidence: Confidence::High,
            values: Vec::new(),
            fixes: Vec::new(),
        }
    }

    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Found {
        self.values.push((name.to_owned(), value.to_string()));
        self
    }
}

impl<'a> Context<'a> {
    pub(super) fn reading(&self) -> &'a Reading<'a> {
        self.detection.reading()
    }

    /// The severity with which a rule speaks in this mail; `None`: not at all.
    pub(super) fn severity_of(&self, rule: &Rule) -> Option<Severity> {
        let other_kind = rule.kind.is_some_and(|kind| kind != self.envelope.kind);
        if other_kind || !self.in_scope(rule) {
            return None;
        }
        if let Some(given) = self.settings.severity(&rule.id) {
            return given;
        }
        let particular = rule.severity_in.iter().find(|(scenario, _)| self.scenario.is(scenario));
        particular.map_or(Some(rule.severity), |&(_, severity)| severity)
    }

    /// A rule without scenarios speaks in every mail. One with scenarios speaks in those; where the kind is not known, it
    /// speaks of a piece of a mail, but not of a whole mail, which may well be none of them.
    fn in_scope(&self, rule: &Rule) -> bool {
        let excerpt = self.document.is_excerpt();
        let of_kind = match &rule.scope {
            Scope::Every => true,
            Scope::Scenarios { not, .. } if not.iter().any(|scenario| self.scenario.is(scenario)) => false,
            Scope::Scenarios { only, .. } => match (&self.scenario.id, only) {
                (Some(_), None) => true,
                (Some(_), Some(only)) => only.iter().any(|scenario| self.scenario.is(scenario)),
                (None, None) => excerpt,
                (None, Some(only)) => excerpt && only.len() >= GENERAL,
            },
        };
        of_kind && !(excerpt && matches!(*rule.check, Check::Lacks(_) | Check::Late(_)))
    }

    /// The conditions of a rule that looks at the whole mail.
    pub(super) fn mail_allows(&self, unless: &[Condition], only_if: &[Condition]) -> bool {
        only_if.iter().all(|condition| self.detection.stands(condition))
            && !unless.iter().any(|condition| self.detection.stands(condition))
    }

    /// The places of an element in some parts.
    pub(super) fn element_in(&self, element: usize, parts: &[Part]) -> Vec<Match> {
        let sentences = self.reading().sentences();
        let found = self.detection.element(element);
        found.iter().filter(|m| parts.contains(&sentences[m.sentence].part)).cloned().collect()
    }

    /// Puts a rule's words to what was found.
    pub(super) fn diagnostic(&self, rule: &Rule, severity: Severity, found: Found) -> Diagnostic {
        let Found { spans, related, lowered, confidence, mut values, mut fixes } = found;
        let words = message::words(self.document.text(), &spans);
        values.push(("match".to_owned(), message::clip(&words)));
        values.push(("scenario".to_owned(), self.scenario.title.clone()));
        fixes.extend(message::fixes(rule, self.document.text(), &spans));
        let severity = (0..lowered).fold(severity, |severity, _| severity.lowered());
        let confidence = match lowered {
            0 => confidence.min(rule.confidence),
            1 => Confidence::Medium.min(rule.confidence),
            _ => Confidence::Low,
        };
        Diagnostic {
            rule: rule.id.clone(),
            severity,
            confidence,
            message: message::fill(&rule.message, &values),
            help: message::fill(&rule.help, &values),
            spans,
            related,
            fixes,
            // Given when it is settled which findings there are.
            identity: Identity::default(),
        }
    }
}
