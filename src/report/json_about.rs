//! What the JSON report says of a file beside its findings: how it was read.

use serde::Serialize;

use crate::input::About;
use crate::mail::{Kind, KindSource};

/// How a file was read.
#[derive(Serialize)]
pub(super) struct Facts<'a> {
    format: &'static str,
    charset: Charset,
    kind: KindOf,
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<usize>,
}

#[derive(Serialize)]
struct Charset {
    name: &'static str,
    by: &'static str,
}

#[derive(Serialize)]
struct KindOf {
    name: Kind,
    by: KindSource,
}

impl<'a> Facts<'a> {
    pub(super) fn of(about: &'a About) -> Facts<'a> {
        Facts {
            format: about.format.as_str(),
            charset: Charset { name: about.charset.name, by: about.charset.known.as_str() },
            kind: KindOf { name: about.kind.0, by: about.kind.1 },
            attachments: about.attachments.as_deref(),
            item: about.item,
        }
    }
}
