//! Builds the dictionary: IPADIC and our own words through Lindera's builder, then tables of just what `morph` reads.
//!
//! Lindera keeps nine fields of text for every word (32 MB). `morph` reads three small numbers for it, so this walks
//! all words once and writes 8 bytes for each: class, lemma and key. `dict/README.md` says what the words are.

use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::hash::Hasher as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::dictionary::metadata::Metadata;
use unicode_normalization::UnicodeNormalization as _;

#[path = "class.rs"]
mod class;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// IPADIC's source as Debian ships it: a tar of EUC-JP files.
const ARCHIVE: &str = "dict/ipadic.tar.lzma";
/// mailint's own words: UTF-8, the columns of IPADIC, lines that start with `#` are remarks.
const EXTRA: &str = "dict/extra.csv";
const COLUMNS: usize = 13;
/// "The surface itself" where a string id stands. `src/morph/table.rs` knows the same number.
const SURFACE: u32 = (1 << 24) - 1;

/// What of this program makes the dictionary.
const MAKERS: [&str; 3] =
    [include_str!("dictionary.rs"), include_str!("class.rs"), include_str!("../src/morph/class.rs")];

/// Builds everything into `OUT_DIR/dictionary`, unless it stands there already, built by the same code from this input.
pub(crate) fn build() -> Result<()> {
    for input in ["Cargo.lock", ARCHIVE, EXTRA] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("dictionary");
    let archive = fs::read(ARCHIVE)?;
    let extra = fs::read_to_string(EXTRA)?;
    let stamp = stamp(&archive, &extra)?;
    if fs::read_to_string(out.join("stamp")).is_ok_and(|old| old == stamp) {
        return Ok(());
    }

    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let source = out.join("source");
    fs::create_dir_all(&source)?;
    write_source(&archive, &extra, &source)?;
    DictionaryBuilder::new(Metadata::default()).build_dictionary(&source, &out)?;
    Tables::of(&Dictionary::load_from_path(&out)?)?.write(&out)?;

    // 90 MB that nothing reads any more.
    fs::remove_dir_all(&source)?;
    for rest in ["dict.words", "dict.wordsidx", "metadata.json"] {
        fs::remove_file(out.join(rest))?;
    }
    fs::write(out.join("stamp"), stamp)?;
    Ok(())
}

/// What the output depends on: the input, the code here, and Lindera. Not this whole program, which holds half of the
/// library: a changed rule must not cost a dictionary.
fn stamp(archive: &[u8], extra: &str) -> Result<String> {
    let locked = fs::read_to_string("Cargo.lock").unwrap_or_default();
    let lindera = locked.split("[[package]]").find(|package| package.contains("\"lindera-dictionary\""));
    let mut hasher = DefaultHasher::new();
    let made_of = [archive, extra.as_bytes(), lindera.unwrap_or_default().as_bytes()];
    for part in made_of.into_iter().chain(MAKERS.map(str::as_bytes)) {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Unpacks the source and writes it as the builder reads it: UTF-8, one file of words.
fn write_source(archive: &[u8], extra: &str, to: &Path) -> Result<()> {
    let mut tar = Vec::new();
    lzma_rust2::LzmaReader::new_mem_limit(archive, u32::MAX, None)?.read_to_end(&mut tar)?;
    let mut words = String::new();
    for (name, content) in files(&tar)? {
        let (content, _, wrong) = encoding_rs::EUC_JP.decode(content);
        if wrong {
            return Err(format!("{name} is not EUC-JP").into());
        }
        if name.ends_with(".csv") {
            for line in content.lines() {
                push_row(&name, line, &mut words)?;
            }
        } else if matches!(&*name, "char.def" | "unk.def" | "matrix.def") {
            fs::write(to.join(name), content.as_bytes())?;
        }
    }
    for line in extra.lines() {
        if !line.trim().is_empty() && !line.starts_with('#') {
            push_row(EXTRA, line, &mut words)?;
        }
    }
    fs::write(to.join("words.csv"), words)?;
    Ok(())
}

/// The regular files of a ustar archive, in its order.
fn files(mut tar: &[u8]) -> Result<Vec<(String, &[u8])>> {
    const BLOCK: usize = 512;
    let mut files = Vec::new();
    while let Some((header, rest)) = tar.split_at_checked(BLOCK) {
        let text = |from: usize, to: usize| -> Result<&str> {
            Ok(std::str::from_utf8(&header[from..to])?.trim_end_matches('\0').trim())
        };
        let name = text(0, 100)?;
        if name.is_empty() {
            break;
        }
        let size = usize::from_str_radix(text(124, 136)?, 8)?;
        let content = rest.get(..size).ok_or_else(|| format!("{ARCHIVE} ends inside {name}"))?;
        if header[156] == b'0' {
            files.push((name.to_owned(), content));
        }
        tar = rest.get(size.next_multiple_of(BLOCK)..).unwrap_or_default();
    }
    Ok(files)
}

/// Appends a row with surface and lemma in the normal form that mails are matched in: IPADIC writes Latin letters,
/// digits and punctuation in full width, and none of those words would ever be found.
fn push_row(file: &str, line: &str, words: &mut String) -> Result<()> {
    let columns: Vec<&str> = line.split(',').collect();
    if columns.len() != COLUMNS {
        return Err(format!("{file}: {} columns instead of {COLUMNS}: {line}", columns.len()).into());
    }
    let surface = normalised(columns[0]);
    // Blanks are for the unknown words. Digits and single letters would cut numbers and foreign words to pieces, which
    // the unknown words keep whole; 12月 would be one word and 13日 two.
    let lone_letter = surface.len() == 1 && surface.starts_with(|c: char| c.is_ascii_alphabetic());
    if surface.contains(' ') || surface.starts_with(|c: char| c.is_ascii_digit()) || lone_letter {
        return Ok(());
    }
    for (at, column) in columns.iter().enumerate() {
        let separator = if at == 0 { "" } else { "," };
        match at {
            0 => write!(words, "{}", quoted(&surface))?,
            10 => write!(words, "{separator}{}", quoted(&normalised(column)))?,
            _ => write!(words, "{separator}{column}")?,
        }
    }
    words.push('\n');
    Ok(())
}

/// As `text::Normal` does it: wave dashes are one, the rest is NFKC.
fn normalised(text: &str) -> String {
    text.chars().map(|c| if c == '～' { '〜' } else { c }).nfkc().collect()
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// One word as Lindera's dictionary holds it.
struct Word<'a> {
    class: &'a str,
    lemma: &'a str,
    reading: &'a str,
}

impl<'a> Word<'a> {
    /// From the fields joined by NUL: six of part of speech and conjugation, lemma, reading, pronunciation.
    fn of(fields: &'a str) -> Result<Word<'a>> {
        let mut ends = fields.match_indices('\0').map(|(at, _)| at);
        let class_end = ends.nth(5).ok_or_else(|| format!("too few fields: {fields:?}"))?;
        let class = &fields[..class_end];
        let mut rest = fields[class_end + 1..].split('\0');
        let lemma = rest.next().unwrap_or_default();
        let reading = rest.next().filter(|&reading| reading != "*").unwrap_or_default();
        Ok(Word { class, lemma, reading })
    }

    fn part(&self, index: usize) -> &'a str {
        self.class.split('\0').nth(index).unwrap_or_default()
    }

    /// Part of speech and conjugation type: what a form has in common with its base form.
    fn paradigm(&self) -> &'a str {
        self.class.rfind('\0').map_or(self.class, |end| &self.class[..end])
    }

    fn is_conjugated(&self) -> bool {
        self.part(4) != "*"
    }

    fn is_proper(&self) -> bool {
        self.part(1) == "固有名詞"
    }
}

/// The tables by word id, and the strings they name.
struct Tables {
    classes: Vec<String>,
    unknown: Vec<u16>,
    records: Vec<u64>,
    strings: Vec<String>,
}

impl Tables {
    fn of(dictionary: &Dictionary) -> Result<Tables> {
        let prefix = &dictionary.prefix_dictionary;
        let joined: Vec<String> = (0..prefix.word_count())
            .map(|id| dictionary.word_details_iter(id).collect::<Vec<_>>().join("\0"))
            .collect();
        let words: Vec<Word<'_>> = joined.iter().map(|fields| Word::of(fields)).collect::<Result<_>>()?;

        let mut by_surface: HashMap<&str, Vec<usize>> = HashMap::new();
        for word in &words {
            by_surface.entry(word.lemma).or_insert_with(|| {
                prefix.find_surface_iter(word.lemma).map(|entry| entry.word_id().id() as usize).collect()
            });
        }

        // The lemma is not stored where it is the surface, which it is for all that is not conjugated.
        let mut chosen: Vec<(Option<&str>, Option<Cow<'_, str>>)> = Vec::with_capacity(words.len());
        for (id, word) in words.iter().enumerate() {
            let bases = by_surface.get(word.lemma).map(Vec::as_slice).unwrap_or_default();
            let lemma = (!bases.contains(&id)).then_some(word.lemma);
            let key = key(word, bases, &words).map(|reading| continuative(word, reading));
            chosen.push((lemma, key.or(lemma.map(Cow::Borrowed))));
        }

        let strings: BTreeSet<&str> =
            chosen.iter().flat_map(|(lemma, key)| [*lemma, key.as_deref()]).flatten().collect();
        let ids: HashMap<&str, u32> = (0u32..).zip(&strings).map(|(id, &text)| (text, id)).collect();
        if strings.len() >= SURFACE as usize {
            return Err("too many strings for 24 bits".into());
        }

        let mut class_ids: BTreeMap<&str, u16> = words.iter().map(|word| (word.class, 0)).collect();
        let unknown_classes = unknown_classes(dictionary)?;
        for class in &unknown_classes {
            class_ids.insert(class, 0);
        }
        for (id, class) in (0u16..).zip(class_ids.values_mut()) {
            *class = id;
        }

        let id_of = |text: Option<&str>| text.and_then(|text| ids.get(text)).copied().unwrap_or(SURFACE);
        let records = words.iter().zip(&chosen).map(|(word, (lemma, key))| {
            u64::from(class_ids[word.class]) | u64::from(id_of(*lemma)) << 16 | u64::from(id_of(key.as_deref())) << 40
        });
        Ok(Tables {
            records: records.collect(),
            unknown: unknown_classes.iter().map(|class| class_ids[class.as_str()]).collect(),
            classes: class_ids.keys().map(|class| class.replace('\0', ",")).collect(),
            strings: strings.iter().map(|&text| text.to_owned()).collect(),
        })
    }

    fn write(&self, to: &Path) -> Result<()> {
        let mut classes = Vec::new();
        for raw in &self.classes {
            classes.extend([class::pos(raw)? as u8, class::form(raw)? as u8]);
        }
        fs::write(to.join("classes.bin"), classes)?;
        fs::write(to.join("classes.txt"), self.classes.join("\n"))?;
        fs::write(
            to.join("unknown.bin"),
            self.unknown.iter().flat_map(|class| class.to_le_bytes()).collect::<Vec<_>>(),
        )?;
        fs::write(to.join("records.bin"), self.records.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>())?;
        let mut end = 0;
        let mut ends = Vec::with_capacity(4 * self.strings.len());
        for text in &self.strings {
            end += u32::try_from(text.len())?;
            ends.extend_from_slice(&end.to_le_bytes());
        }
        fs::write(to.join("string-ends.bin"), ends)?;
        fs::write(to.join("strings.txt"), self.strings.concat())?;
        Ok(())
    }
}

/// What words are compared by: the reading of the lemma, so that 致す and いたす are one.
///
/// A name or symbol is compared as it is written: a reading unites nothing there but strangers (伊東 and 伊藤).
fn key<'a>(word: &Word<'a>, bases: &[usize], words: &[Word<'a>]) -> Option<&'a str> {
    if word.is_proper() || word.part(0) == "記号" {
        return None;
    }
    let own = Some(word.reading).filter(|reading| !reading.is_empty());
    if !word.is_conjugated() {
        return own;
    }
    // 入る is ハイル and イル in the same paradigm: of several base forms the one that starts like this form.
    let alike = |base: &&Word<'a>| base.reading.chars().zip(word.reading.chars()).take_while(|(a, b)| a == b).count();
    let bases = || bases.iter().filter_map(|&id| words.get(id)).filter(|base| !base.reading.is_empty());
    // `max_by_key` gives the last of equals; the first one is wanted.
    let same = bases().filter(|base| base.lemma == word.lemma && base.paradigm() == word.paradigm());
    same.rev()
        .max_by_key(alike)
        .or_else(|| bases().filter(|base| base.is_conjugated()).rev().max_by_key(alike))
        .or_else(|| bases().rev().max_by_key(alike))
        .map(|base| base.reading)
}

/// The class of every entry for unknown words. IPADIC takes a run of symbols for a noun (サ変接続); here it is a symbol.
/// A verb is compared by its continuative form, so that the noun made of it agrees with it: 詫び and 詫びる, 待ち and 待つ.
fn continuative<'a>(word: &Word<'a>, reading: &'a str) -> Cow<'a, str> {
    if word.part(0) != "動詞" {
        return Cow::Borrowed(reading);
    }
    let ending = |from: &str, to: &str| reading.strip_suffix(from).map(|stem| Cow::Owned(format!("{stem}{to}")));
    let conjugation = word.part(4);
    let found = if conjugation.starts_with("一段") {
        reading.strip_suffix('ル').map(Cow::Borrowed)
    } else if conjugation.starts_with("サ変") {
        ending("スル", "シ").or_else(|| ending("ズル", "ジ"))
    } else if conjugation.starts_with("カ変") {
        ending("クル", "キ")
    } else {
        let rows = [
            ("ウ", "イ"),
            ("ク", "キ"),
            ("グ", "ギ"),
            ("ス", "シ"),
            ("ツ", "チ"),
            ("ヌ", "ニ"),
            ("ブ", "ビ"),
            ("ム", "ミ"),
            ("ル", "リ"),
        ];
        rows.into_iter().find_map(|(from, to)| ending(from, to))
    };
    found.filter(|stem| !stem.is_empty()).unwrap_or(Cow::Borrowed(reading))
}

fn unknown_classes(dictionary: &Dictionary) -> Result<Vec<String>> {
    let unknown = &dictionary.unknown_dictionary;
    let symbols: BTreeSet<u32> = dictionary
        .character_definition
        .category_id_by_name("SYMBOL")
        .map(|category| unknown.lookup_word_ids(category).iter().copied().collect())
        .unwrap_or_default();
    (0..u32::try_from(unknown.costs.len())?)
        .map(|id| {
            if symbols.contains(&id) {
                return Ok("記号\0一般\0*\0*\0*\0*".to_owned());
            }
            let fields = unknown.word_details_iter(id).ok_or("an unknown word without fields")?;
            Ok(fields.take(6).collect::<Vec<_>>().join("\0"))
        })
        .collect()
}
