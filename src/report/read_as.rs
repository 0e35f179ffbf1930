//! How a file was read, in a few words for people: said only where it is not what everybody expects.

use crate::input::{About, Known};
use crate::mail::{Kind, KindSource};

/// 「ひな形（拡張子による）、Shift_JIS（推定）として読みました。」; empty for a draft in UTF-8.
pub(super) fn read_as(about: &About) -> String {
    let mut said = Vec::new();
    let by = match about.kind.1 {
        KindSource::Option => "`--kind` の指定",
        KindSource::FrontMatter => "下書きの指定",
        KindSource::Config => "設定ファイルの指定",
        KindSource::Format => "ファイルの種類",
    };
    match about.kind {
        (Kind::Template, _) => said.push(format!("ひな形（{by}による）")),
        (Kind::Draft, KindSource::Format) => {}
        (Kind::Draft, _) => said.push(format!("下書き（{by}による）")),
    }
    if about.charset.name != "UTF-8" {
        let guessed = if about.charset.known == Known::Guess { "（推定）" } else { "" };
        said.push(format!("{}{guessed}", about.charset.name));
    }
    if said.is_empty() { String::new() } else { format!("{}として読みました。", said.join("、")) }
}
