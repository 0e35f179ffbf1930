//! A text to judge, and the way back to the file it is from.

use crate::lint::Report;
use crate::mail::Envelope;
use crate::suppress::Allowed;
use crate::text::Text;

use super::about::About;
use super::failure::Failure;
use super::origin::{Builder, Origin};

/// One mail as it is judged: the words that its reader will see.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file, as it is shown.
    pub path: String,
    /// What is judged.
    pub text: Text,
    /// What the file says beside the words.
    pub envelope: Envelope,
    /// How it was read.
    pub about: About,
    /// `None` where the judged text is that of the file.
    origin: Option<Box<Origin>>,
}

impl Source {
    /// A text that is judged as it stands in its file.
    pub(super) fn plain(path: &str, text: Text, envelope: Envelope, about: About) -> Source {
        Source { path: path.to_owned(), text, envelope, about, origin: None }
    }

    /// A text that was put together out of pieces of the shown one.
    pub(super) fn mapped(
        path: &str,
        builder: Builder,
        shown: Text,
        envelope: Envelope,
        about: About,
    ) -> Result<Source, Failure> {
        let (judged, origin) = builder.finish(shown);
        let text = Text::new(judged).map_err(|error| Failure::new(path, format!("{error}。"), ""))?;
        Ok(Source { path: path.to_owned(), text, envelope, about, origin: Some(Box::new(origin)) })
    }

    /// The text of the file, or of the piece of it that holds this mail: what findings are shown in.
    pub fn shown(&self) -> &Text {
        self.origin.as_ref().map_or(&self.text, |origin| origin.shown())
    }

    /// Whether the judged text stands in the file as it is, so that it may be written back.
    pub fn is_verbatim(&self) -> bool {
        self.origin.is_none()
    }

    /// The report on the judged text as one on the shown text.
    #[must_use]
    pub fn place(&self, report: Report) -> Report {
        let Some(origin) = &self.origin else { return report };
        let findings = report.findings.into_iter().map(|finding| origin.place(finding)).collect();
        let place = |allowed: Allowed| Allowed { finding: origin.place(allowed.finding), ..allowed };
        let allowed = report.allowed.into_iter().map(place).collect();
        Report { findings, allowed, ..report }
    }
}
