//! The parts of a mail and their names in options, rules and output.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A part of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A leading block between two `---` lines with `key: value`; it is not sent.
    FrontMatter,
    /// `To:`, `差出人：`, the date line, and what stands before the subject line.
    Header,
    /// The subject.
    Subject,
    /// Whom the mail is for.
    Addressee,
    /// The set phrases it begins with, and who we are.
    Greeting,
    /// What it is about.
    Body,
    /// The set phrases it ends with.
    Closing,
    /// Who we are and how to reach us, with what is printed underneath.
    Signature,
    /// Somebody else's mail.
    Quotation,
}

impl Part {
    /// All parts, in the order of a mail.
    pub const ALL: [Part; 9] = [
        Part::FrontMatter,
        Part::Header,
        Part::Subject,
        Part::Addressee,
        Part::Greeting,
        Part::Body,
        Part::Closing,
        Part::Signature,
        Part::Quotation,
    ];

    /// The name in kebab-case.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::FrontMatter => "front-matter",
            Part::Header => "header",
            Part::Subject => "subject",
            Part::Addressee => "addressee",
            Part::Greeting => "greeting",
            Part::Body => "body",
            Part::Closing => "closing",
            Part::Signature => "signature",
            Part::Quotation => "quotation",
        }
    }

    /// The part of that name.
    pub fn parse(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.as_str() == name)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
