//! What the file of a mail says beside its words. Whoever reads files fills it in; a bare text has the default.

use serde::{Deserialize, Serialize};

/// What is known of a mail beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Whether variables in it are meant to be there.
    pub kind: Kind,
    /// The names of the attached files; `None` where the text is not from a mail file and so cannot have any.
    pub attachments: Option<Vec<String>>,
    /// The encoding that the mail is really in, where a header line of the text calls it another.
    pub charset: Option<String>,
}

/// What a text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// To be sent as it is: a variable in it was forgotten.
    #[default]
    Draft,
    /// To be filled in by a program: a variable in it stands for what will be there.
    Template,
}

impl Kind {
    /// The word in options, JSON and TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Draft => "draft",
            Kind::Template => "template",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Kind> {
        [Kind::Draft, Kind::Template].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Who says whether a text is a draft or a template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KindSource {
    /// `--kind`.
    Option,
    /// The text's front matter.
    FrontMatter,
    /// The configuration.
    Config,
    /// What files of its format are for.
    #[default]
    Format,
}
