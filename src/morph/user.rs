//! A house's own words.

use std::collections::HashMap;

use lindera_dictionary::builder::user_dictionary::UserDictionaryBuilderOptions;
use lindera_dictionary::dictionary::prefix_dictionary::UserPrefixDictionary;
use unicode_normalization::UnicodeNormalization as _;

use super::table::{self, SURFACE};

/// Number of context ids in IPADIC's matrix; a greater one would ask for costs outside it.
const CONTEXTS: u16 = 1316;

/// The names of the short format, with IPADIC's context id and class.
const KINDS: [(&str, u16, &str); 14] = [
    ("noun", 1285, "名詞,一般,*,*,*,*"),
    ("noun.suru", 1283, "名詞,サ変接続,*,*,*,*"),
    ("noun.adj", 1287, "名詞,形容動詞語幹,*,*,*,*"),
    ("noun.adverbial", 1314, "名詞,副詞可能,*,*,*,*"),
    ("proper", 1288, "名詞,固有名詞,一般,*,*,*"),
    ("person", 1289, "名詞,固有名詞,人名,一般,*,*"),
    ("surname", 1290, "名詞,固有名詞,人名,姓,*,*"),
    ("given-name", 1291, "名詞,固有名詞,人名,名,*,*"),
    ("org", 1292, "名詞,固有名詞,組織,*,*,*"),
    ("place", 1293, "名詞,固有名詞,地域,一般,*,*"),
    ("adverb", 1281, "副詞,一般,*,*,*,*"),
    ("interjection", 3, "感動詞,*,*,*,*,*"),
    ("symbol", 5, "記号,一般,*,*,*,*"),
    ("number", 1295, "名詞,数,*,*,*,*"),
];

/// What is wrong with a file of user words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserWordsError {
    /// Line, counted from 1; 0 where no line is to blame.
    pub line: usize,
    /// What is wrong, in Japanese.
    pub message: String,
}

impl std::fmt::Display for UserWordsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line == 0 { f.write_str(&self.message) } else { write!(f, "{}行目: {}", self.line, self.message) }
    }
}

impl std::error::Error for UserWordsError {}

/// User words, ready for the lattice.
pub(super) struct UserWords {
    pub(super) prefix: UserPrefixDictionary,
    /// Class, lemma and key by word id.
    pub(super) records: Vec<(u16, u32, u32)>,
    /// Lemmas and keys that the embedded strings lack; the first one follows the last of those.
    strings: Vec<String>,
    ids: HashMap<String, u32>,
}

struct Row {
    surface: String,
    left: u16,
    right: u16,
    cost: i16,
    class: u16,
    lemma: String,
    reading: String,
}

impl UserWords {
    pub(super) fn parse(csv: &str) -> Result<UserWords, UserWordsError> {
        let mut rows: Vec<Row> = Vec::new();
        let csv = csv.strip_prefix('\u{feff}').unwrap_or(csv);
        for (index, line) in csv.lines().enumerate() {
            if !line.trim().is_empty() && !line.starts_with('#') {
                rows.push(row(line).map_err(|message| UserWordsError { line: index + 1, message })?);
            }
        }
        // Lindera numbers the words in this order; its sort and this one are stable.
        rows.sort_by(|a, b| a.surface.cmp(&b.surface));

        let mut words = String::new();
        for row in &rows {
            let surface = row.surface.replace('"', "\"\"");
            words.push_str(&format!("\"{surface}\",{},{},{},*,*,*,*,*,*,*,*,*\n", row.left, row.right, row.cost));
        }
        let prefix = UserDictionaryBuilderOptions::default()
            .user_dictionary_fields_num(3)
            .dictionary_fields_num(13)
            .builder()
            .build_from_reader(words.as_bytes())
            .map_err(|error| UserWordsError {
                line: 0, message: format!("ユーザー辞書を作れません（{error}）")
            })?
            .dict;

        let mut user =
            UserWords { prefix, records: Vec::with_capacity(rows.len()), strings: Vec::new(), ids: HashMap::new() };
        for row in rows {
            let lemma = if row.lemma == row.surface { SURFACE } else { user.intern(row.lemma) };
            let key = if row.reading.is_empty() { lemma } else { user.intern(row.reading) };
            user.records.push((row.class, lemma, key));
        }
        Ok(user)
    }

    fn intern(&mut self, text: String) -> u32 {
        if let Some(id) = self.find(&text).or_else(|| table::find(&text)) {
            return id;
        }
        // Far below the 16 million that `SURFACE` ends: a string is some bytes of a file below 4 GiB, and more words
        // than that are refused by Lindera's own 24 bits.
        let id = table::string_count().saturating_add(u32::try_from(self.strings.len()).unwrap_or(u32::MAX));
        self.ids.insert(text.clone(), id);
        self.strings.push(text);
        id
    }

    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.ids.get(text).copied()
    }

    pub(super) fn string_count(&self) -> usize {
        self.strings.len()
    }

    /// The string of an id behind the embedded ones.
    pub(super) fn string(&self, id: u32) -> &str {
        let index = id.checked_sub(table::string_count()).and_then(|index| self.strings.get(index as usize));
        index.map(String::as_str).unwrap_or_default()
    }
}

fn row(line: &str) -> Result<Row, String> {
    let columns = split(line)?;
    match columns.len() {
        3 => short_row(&columns),
        13 => full_row(&columns),
        found => Err(format!("列が{found}個あります。「表記,読み,品詞」の3列か、IPADICと同じ13列で書いてください")),
    }
}

fn short_row(columns: &[String]) -> Result<Row, String> {
    let (surface, reading, kind) = (surface(&columns[0])?, katakana(&columns[1])?, columns[2].trim());
    let Some(&(_, context, class)) = KINDS.iter().find(|(name, ..)| *name == kind) else {
        let names: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).collect();
        return Err(format!("品詞「{kind}」はありません。使えるのは {} です", names.join(" ")));
    };
    // A house that names a word wants it kept whole; the longer, the more words of IPADIC it has to beat.
    let length = surface.chars().count() as f64;
    let cost = (-400.0 * length.powf(1.5)).max(-30_000.0) as i16;
    Ok(Row { lemma: surface.clone(), surface, left: context, right: context, cost, class: class_id(class)?, reading })
}

fn full_row(columns: &[String]) -> Result<Row, String> {
    let surface = surface(&columns[0])?;
    let lemma = normalised(columns[10].trim());
    Ok(Row {
        lemma: if lemma.is_empty() || lemma == "*" { surface.clone() } else { lemma },
        surface,
        left: context(&columns[1], "左文脈ID")?,
        right: context(&columns[2], "右文脈ID")?,
        cost: columns[3]
            .trim()
            .parse()
            .map_err(|_| format!("コスト「{}」は -32768 から 32767 の整数で書いてください", columns[3]))?,
        class: class_id(&columns[4..10].join(","))?,
        reading: if columns[11].trim() == "*" { String::new() } else { katakana(&columns[11])? },
    })
}

fn surface(column: &str) -> Result<String, String> {
    let surface = normalised(column.trim());
    if surface.is_empty() || surface.contains(['\0', '\n', '\r']) {
        return Err("表記がありません".to_owned());
    }
    Ok(surface)
}

fn context(column: &str, name: &str) -> Result<u16, String> {
    column
        .trim()
        .parse()
        .ok()
        .filter(|&id| id < CONTEXTS)
        .ok_or_else(|| format!("{name}「{column}」は 0 から {} の整数で書いてください", CONTEXTS - 1))
}

fn class_id(raw: &str) -> Result<u16, String> {
    table::class_named(raw).ok_or_else(|| format!("品詞と活用「{raw}」は IPADIC にありません"))
}

/// A reading in katakana, from katakana or hiragana.
fn katakana(column: &str) -> Result<String, String> {
    let reading: String = normalised(column.trim())
        .chars()
        .map(|c| match c {
            'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            _ => c,
        })
        .collect();
    if reading.chars().all(|c| matches!(c, 'ァ'..='ー')) {
        Ok(reading)
    } else {
        Err(format!("読み「{column}」はカタカナかひらがなで書いてください"))
    }
}

fn normalised(text: &str) -> String {
    text.chars().map(|c| if c == '～' { '〜' } else { c }).nfkc().collect()
}

/// The columns of a line; a column in double quotes may hold commas.
fn split(line: &str) -> Result<Vec<String>, String> {
    let mut columns = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let column = columns.last_mut().ok_or("列がありません")?;
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => column.push('"'),
            '"' if quoted => quoted = false,
            '"' if column.is_empty() => quoted = true,
            ',' if !quoted => columns.push(String::new()),
            _ => column.push(c),
        }
    }
    if quoted { Err("引用符「\"」が閉じていません".to_owned()) } else { Ok(columns) }
}
