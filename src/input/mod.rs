//! From what stands on the command line to texts: paths, folders, standard input, decoding, mail files, markup and
//! templates.
//!
//! It reads and never writes. One file that cannot be read is a [`Failure`] among the others, never the end of a run.
//! It must not judge, nor know how a finding or a failure is shown.

mod about;
mod charset;
mod eml;
mod failure;
mod flow;
mod format;
mod front;
mod html;
mod markdown;
mod mbox;
mod origin;
mod plain;
mod record;
mod source;
mod table;
mod tag;
mod walk;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::mail::{Envelope, Kind, KindSource};
use crate::text::Text;

pub use about::{About, LogicalPart};
pub use charset::{Charset, Known, encode};
pub use failure::{Broken, Failure};
pub use format::Format;
pub use record::{MOST_BYTES_OF_RECORD, record};
pub use source::Source;
pub use walk::{Found, Place, find};

use origin::Builder;

/// Files of more bytes than this are not mails.
pub const MOST_BYTES: u64 = 16 << 20;
/// Archives and lists of many mails may have as many.
pub const MOST_BYTES_OF_MANY: u64 = 256 << 20;

/// How files are to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether they are drafts or templates, where somebody says so.
    pub kind: Option<(Kind, KindSource)>,
    /// The column of a list that holds the mails.
    pub column: Option<String>,
}

/// Reads and decodes one place that [`find`] found: one text, or as many as the file holds mails, each with the reason
/// where it cannot be read.
pub fn read(found: &Found, options: &Options) -> Vec<Result<Source, Failure>> {
    let path = &found.shown;
    let named = format::named(path);
    let many = matches!(named.format, Some(Format::Mbox | Format::Csv | Format::Tsv));
    let most = if many { MOST_BYTES_OF_MANY } else { MOST_BYTES };
    let bytes = match &found.place {
        Place::Stdin => bounded(io::stdin().lock(), most),
        Place::File(file) => opened(file, most),
    };
    let bytes = match bytes {
        Ok(bytes) if bytes.len() as u64 > most => return vec![Err(Failure::too_big(path, most))],
        Ok(bytes) => bytes,
        Err(error) => return vec![Err(Failure::io(path, &error))],
    };
    let kind = options.kind.unwrap_or((named.kind, KindSource::Format));
    match named.format {
        Some(Format::Eml) => vec![eml::read(eml::Raw { path, bytes: &bytes, first_line: 1, item: None, kind })],
        Some(Format::Mbox) => archive(path, &bytes, kind),
        Some(format @ (Format::Csv | Format::Tsv)) => list(path, &bytes, format, (kind, options.column.as_deref())),
        format => vec![document(path, bytes, format, (named.kind, options.kind))],
    }
}

/// Reads one byte more than is accepted, so that an endless device ends.
fn bounded(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file that is known to be too big is not read at all.
fn opened(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > most {
        return bounded(io::repeat(0), most);
    }
    bounded(file, most)
}

/// A text that somebody has decoded already, judged as it is.
///
/// # Errors
/// A [`Failure`] where it is longer than texts can be.
pub fn text(path: &str, content: String, options: &Options) -> Result<Source, Failure> {
    let charset = Charset { name: "UTF-8", known: Known::Valid };
    let kind = options.kind.unwrap_or_default();
    shaped(path, content, (charset, None), (Format::Text, kind))
}

/// A mail as its bytes are sent.
///
/// # Errors
/// A [`Failure`] where it is no mail or cannot be decoded.
pub fn mail(path: &str, bytes: &[u8], options: &Options) -> Result<Source, Failure> {
    let kind = options.kind.unwrap_or_default();
    eml::read(eml::Raw { path, bytes, first_line: 1, item: None, kind })
}

/// Text, HTML or Markdown.
fn document(
    path: &str,
    bytes: Vec<u8>,
    format: Option<Format>,
    (usual, given): (Kind, Option<(Kind, KindSource)>),
) -> Result<Source, Failure> {
    let page =
        if format == Some(Format::Html) { charset::lossy(&bytes[..bytes.len().min(8192)], "utf-8") } else { "".into() };
    let label = html::charset(&page).map(|range| page[range].to_owned());
    let decoded =
        charset::decode(&bytes, label.as_deref()).map_err(|why| Failure::unreadable(path, &bytes, 1, &why))?;
    drop(bytes);
    let content = decoded.text;
    let format =
        format.unwrap_or_else(|| if usual == Kind::Template { format::sniffed(&content) } else { Format::Text });
    let by_option = given.filter(|(_, source)| *source == KindSource::Option);
    let written = || front::kind(&content).map(|kind| (kind, KindSource::FrontMatter));
    let kind = by_option.or_else(written).or(given).unwrap_or((usual, KindSource::Format));
    let label = label.filter(|_| decoded.mislabelled);
    shaped(path, content, (decoded.charset, label.as_deref()), (format, kind))
}

/// The visible text of decoded content. A label that is wrong becomes a header line, as it would be in a mail.
fn shaped(
    path: &str,
    content: String,
    (charset, wrong_label): (Charset, Option<&str>),
    (format, kind): (Format, (Kind, KindSource)),
) -> Result<Source, Failure> {
    let content = match content.strip_prefix('\u{feff}') {
        Some(rest) => rest.trim_start_matches('\u{feff}').to_owned(),
        None => content,
    };
    let tags = if kind.0 == Kind::Template { tag::tags(&content) } else { Vec::new() };
    let builder = match format {
        Format::Html => Some(html::read(&content, &tags, front::length(&content), html::Use::Page)),
        Format::Markdown => Some(markdown::read(&content, &tags, front::length(&content))),
        _ if !tags.is_empty() => Some(plain::read(&content, &tags)),
        _ => None,
    };
    let wrong_label = wrong_label.and_then(|label| Some((label, content.find(label)?)));
    let builder = match (builder, wrong_label) {
        (Some(body), Some((label, at))) => Some(labelled(label, at, &body)),
        (builder, _) => builder,
    };
    let charset_name = wrong_label.map(|_| charset.name.to_owned());
    let envelope = Envelope { kind: kind.0, attachments: None, charset: charset_name };
    let about = About { format, charset, kind, attachments: None, item: None, parts: Vec::new() };
    let shown = Text::new(content).map_err(|error| Failure::new(path, format!("{error}。"), ""))?;
    match builder {
        None => Ok(Source::plain(path, shown, envelope, about)),
        Some(builder) => Source::mapped(path, builder, shown, envelope, about),
    }
}

fn labelled(label: &str, at: usize, body: &Builder) -> Builder {
    let mut builder = Builder::default();
    builder.insert("Content-Type: text/html; charset=");
    builder.copy(label, at);
    builder.insert("\n");
    builder.append(body, 0);
    builder
}

fn archive(path: &str, bytes: &[u8], kind: (Kind, KindSource)) -> Vec<Result<Source, Failure>> {
    let mails = mbox::mails(bytes);
    if mails.is_empty() {
        let help = "mbox のファイルは「From 」で始まる行から始まります。";
        return vec![Err(Failure::new(path, "メールが一通もありません。", help))];
    }
    let raws = mails.into_iter().enumerate();
    raws.map(|(nth, (first_line, bytes))| eml::read(eml::Raw { path, bytes, first_line, item: Some(nth + 1), kind }))
        .collect()
}

fn list(
    path: &str,
    bytes: &[u8],
    format: Format,
    (kind, column): ((Kind, KindSource), Option<&str>),
) -> Vec<Result<Source, Failure>> {
    let Some(column) = column else {
        let help = "メールの文面が入っている列の名前を `--column 本文` のように指定してください。";
        return vec![Err(Failure::new(path, "表のどの列を調べるかがわかりません。", help))];
    };
    let decoded = match charset::decode(bytes, None) {
        Ok(decoded) => decoded,
        Err(why) => return vec![Err(Failure::unreadable(path, bytes, 1, &why))],
    };
    let delimiter = if format == Format::Tsv { b'\t' } else { b',' };
    let text = decoded.text.trim_start_matches('\u{feff}');
    let rows = match table::rows(text, delimiter, column) {
        Ok(rows) => rows,
        Err(table::Wrong::Column(names)) => {
            let help = format!("この表の列: {}", names.join("、"));
            return vec![Err(Failure::new(path, format!("表に「{column}」という列がありません。"), help))];
        }
    };
    let mut line = (0, 1);
    let of = |(nth, row): (usize, table::Row)| {
        line = (row.range.start, line.1 + failure::line_breaks(&text.as_bytes()[line.0..row.range.start]));
        let about =
            About { format, charset: decoded.charset, kind, attachments: None, item: Some(nth + 1), parts: Vec::new() };
        row_source(path, text, &row, (line.1, about))
    };
    rows.into_iter().enumerate().map(of).collect()
}

/// One row's mail; what is shown is the row.
fn row_source(
    path: &str,
    text: &str,
    row: &table::Row,
    (first_line, about): (usize, About),
) -> Result<Source, Failure> {
    let mut builder = Builder::default();
    let template = about.kind.0 == Kind::Template;
    if let Some(subject) = &row.subject {
        builder.insert("件名: ");
        field(&mut builder, &text[subject.clone()], subject.start - row.range.start, template);
        builder.insert("\n\n");
    }
    field(&mut builder, &text[row.body.clone()], row.body.start - row.range.start, template);
    let envelope = Envelope { kind: about.kind.0, ..Envelope::default() };
    let shown = Text::new(&text[row.range.clone()]).map_err(|error| Failure::new(path, format!("{error}。"), ""))?;
    Source::mapped(path, builder, shown.starting_at(first_line), envelope, about)
}

/// The words of a field that begins at byte `at` of what is shown.
fn field(builder: &mut Builder, field: &str, at: usize, template: bool) {
    match table::pieces(field).as_slice() {
        [(range, words)] if template => builder.append(&plain::read(words, &tag::tags(words)), at + range.start),
        // Doubled quotation marks among tags are rare enough to leave the tags as they are written.
        pieces => pieces.iter().for_each(|(range, words)| builder.copy(words, at + range.start)),
    }
}
