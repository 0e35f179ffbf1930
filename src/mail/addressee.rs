//! Whom the mail is for: the lines at its head that end in 様, 御中 and their kin, with company and post above them.

use super::look::{Look, look};
use super::shape::{Shape, columns, ends_in_predicate, ends_in_terminator};
use super::sheet::Sheet;
use super::variable::{self, Stands};
use super::{Part, greeting};

/// What a name is followed by.
const HONORIFICS: [&str; 18] = [
    "様",
    "御中",
    "各位",
    "殿",
    "さん",
    "さま",
    "先生",
    "様方",
    "ちゃん",
    "くん",
    "宛",
    "ご夫妻",
    "御夫妻",
    "ご一同",
    "御一同",
    "ご一家",
    "ご担当",
    "ご担当者",
];

/// What stands before a name in English.
const ENGLISH: [&str; 7] = ["Dear ", "Mr. ", "Ms. ", "Mrs. ", "Mr ", "Ms ", "Dr. "];

/// Posts that are said instead of 様. One alone on its line stands above a name: 「営業部長」 is of a company.
const POSTS: [&str; 18] = [
    "教授",
    "准教授",
    "博士",
    "店長",
    "社長",
    "会長",
    "部長",
    "次長",
    "課長",
    "係長",
    "所長",
    "園長",
    "院長",
    "校長",
    "工場長",
    "支店長",
    "専務",
    "常務",
];
/// Before a post stands a name of so many characters at most.
const BEFORE_POST: usize = 12;

/// Words that only a sentence holds.
const PROSE: [&str; 14] = [
    "ました",
    "ています",
    "ていただ",
    "ております",
    "ですが",
    "につき",
    "とのこと",
    "における",
    "ください",
    "しており",
    "。",
    "ありがとう",
    "お世話に",
    "申し",
];

/// How many lines with words the head of a mail may have.
const HEAD: usize = 12;

/// Whether the line is a name with its honorific and nothing else.
pub(super) fn is_addressed(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 240 || columns(line) > 90 {
        return false;
    }
    if variable::alone(line) == Some(Stands::Reader) {
        return true;
    }
    if let Some(title) = ENGLISH.iter().find(|title| line.starts_with(**title)) {
        return columns(line) <= 60 && (*title == "Dear " || is_english_name(&line[title.len()..]));
    }
    // 「中島 優子 様（翔太くん保護者）」
    let line = match line.rfind(['（', '(']) {
        Some(at) if at > 0 && line.ends_with(['）', ')']) => line[..at].trim_end(),
        _ => line,
    };
    let line = line.trim_end_matches(['）', ')', '】', '、', '，', ',', ' ', '　', ':', '：', '！', '!', '*']);
    let line = line.strip_suffix('へ').unwrap_or(line).trim_end();
    let Some(honorific) = HONORIFICS.iter().find(|honorific| line.ends_with(*honorific)) else {
        return holds_a_post(line);
    };
    let name = line.trim_end_matches(honorific).trim();
    let named = !name.is_empty() || *honorific == "各位";
    // 「たくさん」 and 「皆さん」 in a sentence end alike.
    let false_friend = ["たくさ", "たく", "娘", "息子", "お客"].iter().any(|end| name.ends_with(end))
        && *honorific == "さん"
        || line.ends_with("たくさん");
    // 「本件のご担当」 speaks of somebody.
    let of_something = honorific.starts_with("ご担当") && (name.ends_with('の') || name.contains(['は', 'が', 'を']));
    named
        && !of_something
        && !false_friend
        && !PROSE.iter().any(|prose| line.contains(prose))
        && line.matches('、').count() <= 3
}

/// One to three words that begin with a capital letter.
fn is_english_name(words: &str) -> bool {
    let words: Vec<&str> = words.trim_end_matches([',', ':', ' ']).split(' ').collect();
    let capital = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_alphabetic() || "-.'".contains(c))
    };
    words.len() <= 3 && words.iter().all(capital)
}

/// 「中島教授」, 「海星大学 中島 店長」
fn holds_a_post(line: &str) -> bool {
    let name = POSTS.iter().find_map(|post| line.strip_suffix(post)).unwrap_or_default().trim();
    let short = (2..=BEFORE_POST).contains(&name.chars().count());
    short
        && !["副", "統括", "部", "課", "営業", "工場", "本"].iter().any(|end| name.ends_with(end))
        && !reads_as_text(line)
}

/// An addressee before the first words on their own line: its line and the byte of the text it ends at.
#[derive(Clone, Copy)]
pub(super) struct Inline {
    pub(super) line: usize,
    pub(super) end: usize,
}

/// Marks the addressee's lines; an addressee that shares its line with the text is returned instead.
pub(super) fn mark(sheet: &mut Sheet<'_>) -> Option<Inline> {
    let head: Vec<usize> = sheet.open().take(HEAD).collect();
    let mut last = None;
    for (index, &line) in head.iter().enumerate() {
        let words = sheet.line(line);
        if is_addressed(words) && !runs_on(sheet, line, &head, index) {
            last = Some(index);
        } else {
            let far = last.is_some_and(|last| index > last + 4);
            // 「※このご連絡は、該当する方お一人ずつにお送りしております。」 may stand above everything.
            if words.starts_with('※') && last.is_none() {
                continue;
            }
            if far || greeting::opens(words) || !may_precede(sheet, line) || reads_as_text(words) {
                break;
            }
        }
    }
    match last.or_else(|| company_only(sheet, &head)) {
        Some(last) => {
            for &line in &head[..=last] {
                let words = sheet.line(line);
                let part = if is_date(words) || is_title(words) { Part::Header } else { Part::Addressee };
                sheet.set(line, part);
            }
            sender(sheet, &head[last + 1..]);
            None
        }
        None => {
            if let Some(line) = behind_greeting(sheet, &head) {
                sheet.set(line, Part::Addressee);
            }
            head.first().and_then(|&line| inline(sheet, line))
        }
    }
}

/// A name alone between blank lines right behind a greeting: 「お世話になっております。」 ⏎⏎ 「喫茶ジュピター 三宅様」
fn behind_greeting(sheet: &Sheet<'_>, head: &[usize]) -> Option<usize> {
    let [first, line, next, ..] = *head else { return None };
    let alone = sheet.opens_chunk(line) && sheet.opens_chunk(next);
    let greeted = greeting::opens(sheet.line(first)) && ends_in_terminator(sheet.line(first));
    let named = is_addressed(sheet.line(line)) && columns(sheet.line(line)) <= 40;
    (greeted && alone && named && sheet.shape(line) == Shape::Text).then_some(line)
}

/// Whether a line ending in 「お客様」 goes on below: 「いつもご利用いただいているお客様」 ⏎ 「には…」
fn runs_on(sheet: &Sheet<'_>, line: usize, head: &[usize], index: usize) -> bool {
    let Some(&next) = head.get(index + 1) else { return false };
    let adjoining = next == line + 1;
    adjoining && sheet.line(next).starts_with(['に', 'の', 'は', 'が', 'を', 'と', 'へ', 'も', 'か', 'よ', '、'])
}

/// Company, department, post, a date: what may stand above a name.
fn may_precede(sheet: &Sheet<'_>, line: usize) -> bool {
    let words = sheet.line(line);
    let shaped = matches!(sheet.shape(line), Shape::Text | Shape::Heading { .. } | Shape::Label | Shape::Rule);
    shaped && columns(words) <= 60 && !ends_in_terminator(words) && !ends_in_predicate(words)
}

fn reads_as_text(words: &str) -> bool {
    words.contains('、') || PROSE.iter().any(|prose| words.contains(prose))
}

fn is_date(words: &str) -> bool {
    let dated = words.contains('年') && words.contains('月') && words.ends_with('日');
    let digits = words.chars().filter(char::is_ascii_digit).count();
    dated && words.chars().count() <= 16
        || digits >= 6 && words.chars().all(|c| c.is_ascii_digit() || "/-. ".contains(c))
}

/// A title over the mail instead of a subject line.
fn is_title(words: &str) -> bool {
    let ends = [
        "お詫び",
        "おわび",
        "御礼",
        "お礼",
        "ご案内",
        "お知らせ",
        "ご連絡",
        "の件",
        "ご報告",
        "について",
        "例文",
        "テンプレート",
    ];
    !is_addressed(words) && ends.iter().any(|end| words.trim_end_matches(['】', '）', ')', '：', ':']).ends_with(end))
}

/// A company without 御中 or a name, right before the greeting.
fn company_only(sheet: &Sheet<'_>, head: &[usize]) -> Option<usize> {
    let end = head.iter().position(|&line| greeting::opens(sheet.line(line)))?;
    let lines = head.get(..end).filter(|lines| (1..=4).contains(&lines.len()))?;
    let looks = lines.iter().map(|&line| look(sheet, line));
    let all = looks.clone().all(|look| matches!(look, Look::Organisation | Look::Name | Look::Short));
    let company = looks.filter(|look| *look == Look::Organisation).count() > 0;
    (all && company).then_some(end - 1)
}

/// A letter's sender below its addressee: a signature, unless the mail has one at its end.
fn sender(sheet: &mut Sheet<'_>, below: &[usize]) {
    let Some(&first) = below.first() else { return };
    let mut chunk: Vec<usize> = Vec::new();
    for &line in below.iter().take(6) {
        if line > first && sheet.opens_chunk(line) {
            break;
        }
        chunk.push(line);
    }
    let looks: Vec<Look> = chunk.iter().map(|&line| look(sheet, line)).collect();
    let firm = looks.iter().any(|look| matches!(look, Look::Organisation | Look::Contact));
    let all = looks.iter().all(|look| matches!(look, Look::Organisation | Look::Contact | Look::Name | Look::Short));
    if !firm || !all || chunk.len() >= below.len() {
        return;
    }
    let part = if sheet.has(Part::Signature) { Part::Header } else { Part::Signature };
    for line in chunk {
        sheet.set(line, part);
    }
}

/// 「佐藤様、お世話になっております。」
fn inline(sheet: &Sheet<'_>, line: usize) -> Option<Inline> {
    let raw = sheet.raw(line);
    let mut previous = '\0';
    for (at, c) in raw.char_indices().take(40) {
        let separates = matches!(c, '、' | '，' | ',' | '。' | '！' | '!') || c.is_whitespace();
        if separates && previous != '\0' && is_addressed(&raw[..at]) {
            let end = at + if c.is_whitespace() { 0 } else { c.len_utf8() };
            let rest = raw[end..].trim();
            return (!rest.is_empty()).then(|| Inline { line, end: sheet.span(line).start() + end });
        }
        if matches!(c, '、' | '。' | '「') {
            return None;
        }
        previous = c;
    }
    None
}
