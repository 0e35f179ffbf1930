//! One line of a stream of records → its text: `{"id": …, "text": …}`, or `eml_base64`, or `path` in place of `text`.
//! Other keys are the sender's own business.

use mail_parser::decoders::base64::base64_decode;
use serde::Deserialize;
use serde_json::Value;

use super::{Failure, Found, Options, Place, Source};

/// A line of more bytes than this is no record.
pub const MOST_BYTES_OF_RECORD: usize = 32 << 20;

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    eml_base64: Option<String>,
    path: Option<String>,
}

/// The record's id, null where it has none or cannot be read, and its text.
pub fn record(line: &[u8], number: usize, options: &Options) -> (Value, Result<Source, Failure>) {
    let shown = format!("<標準入力>:{number}");
    let failure = |message: String, help: &str| Err(Failure::new(&shown, message, help));
    if line.len() > MOST_BYTES_OF_RECORD {
        return (Value::Null, Err(Failure::too_big(&shown, MOST_BYTES_OF_RECORD as u64)));
    }
    let fields: Fields = match serde_json::from_slice(line) {
        Ok(fields) => fields,
        Err(error) => {
            let help = "1 行に 1 件、{\"id\": 1, \"text\": \"…\"} のように書きます。";
            return (Value::Null, failure(format!("JSON のレコードとして読めません（{error}）。"), help));
        }
    };
    if !matches!(fields.id, Value::Null | Value::String(_) | Value::Number(_)) {
        return (Value::Null, failure("id は文字列か数値にします。".to_owned(), ""));
    }
    let source = match (fields.text, fields.eml_base64, fields.path) {
        (Some(text), None, None) => super::text(&shown, text, options),
        (None, Some(mail), None) => match base64_decode(mail.as_bytes()) {
            Some(bytes) => super::mail(&shown, &bytes, options),
            None => failure("eml_base64 を base64 として読めません。".to_owned(), ""),
        },
        (None, None, Some(path)) => {
            let found = Found { shown: path.clone(), place: Place::File(path.into()) };
            let mut sources = super::read(&found, options);
            match (sources.pop(), sources.is_empty()) {
                (Some(source), true) => source,
                _ => failure("path のファイルにはメールが 1 通だけ入っている必要があります。".to_owned(), ""),
            }
        }
        _ => failure("text、eml_base64、path のどれか一つが要ります。".to_owned(), ""),
    };
    (fields.id, source)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (Value, Result<String, String>) {
        let (id, source) = record(line.as_bytes(), 1, &Options::default());
        (id, source.map(|source| source.text.as_str().to_owned()).map_err(|failure| failure.message))
    }

    #[test]
    fn a_record_holds_one_text() {
        assert_eq!(read(r#"{"id":7,"text":"一","meta":{}}"#), (Value::from(7), Ok("一".to_owned())));
        assert_eq!(read(r#"{"id":"a","eml_base64":"U3ViamVjdDogYQoKYg=="}"#).1.expect("a mail"), "件名: a\n\nb\n");
    }

    #[test]
    fn a_bad_record_keeps_its_id_where_it_can() {
        assert_eq!(read("{broken").0, Value::Null);
        let (id, text) = read(r#"{"id":7}"#);
        assert!(id == 7 && text.is_err());
        assert!(read(r#"{"id":7,"text":"a","path":"b"}"#).1.is_err());
        assert!(read(r#"{"id":[],"text":"a"}"#).1.is_err());
        assert!(read("").1.is_err());
    }
}
