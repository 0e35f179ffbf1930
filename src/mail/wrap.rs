//! Which lines run on into the next: Japanese mail is wrapped in the middle of words, or broken after each phrase.

use super::shape::{Shape, columns, ends_in_predicate, ends_in_terminator, is_hiragana};
use super::sheet::Sheet;

/// Columns beyond which a line was not wrapped by hand or by a mailer.
const WIDEST: usize = 104;

/// How wide the lines of a mail are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// The widest line that may be wrapped, in columns.
    width: usize,
    /// Whether lines are wrapped at all; otherwise each line break is meant.
    wrapped: bool,
    /// Whether lines are cut at a fixed width, wherever that falls.
    hard: bool,
}

impl Measure {
    pub(super) fn of(sheet: &Sheet<'_>) -> Measure {
        let mut width = 0;
        let mut wide = false;
        let is_text = |line: usize| matches!(sheet.shape(line), Shape::Text | Shape::Bullet { .. });
        let lines: Vec<(usize, usize)> = sheet
            .open()
            .filter(|&line| is_text(line) && !sheet.line(line).contains("://"))
            .map(|line| (line, columns(sheet.raw(line).trim_end())))
            .collect();
        for &(_, columns) in &lines {
            wide |= columns > WIDEST;
            width = width.max(if columns > WIDEST { 0 } else { columns });
        }
        // Lines cut at the full width in the middle of a sentence, the next going on right below.
        let cut = lines.windows(2).filter(|pair| {
            let [(line, columns), (next, _)] = pair else { return false };
            let words = sheet.line(*line);
            *columns * 10 >= width * 9
                && *columns <= WIDEST
                && *next == line + 1
                && !ends_in_terminator(words)
                && !words.ends_with('、')
        });
        let hard = width >= 30 && cut.take(2).count() >= 2;
        Measure { width, wrapped: hard || !wide, hard }
    }

    fn is_long(self, columns: usize, percent: usize) -> bool {
        self.wrapped && columns >= 30 && columns * 100 >= self.width * percent
    }
}

/// Whether the words of `line` go on in the line right below it.
pub(super) fn runs_on(sheet: &Sheet<'_>, line: usize, measure: Measure) -> bool {
    let next = line + 1;
    let takes_more = matches!(sheet.shape(line), Shape::Text | Shape::Bullet { .. } | Shape::Label);
    if !takes_more || sheet.shape(next) != Shape::Text {
        return false;
    }
    let (raw, words, below) = (sheet.raw(line).trim_end(), sheet.line(line), sheet.line(next));
    let item = sheet.shape(line) != Shape::Text;
    let width = columns(raw);
    let indented = indent(sheet.raw(next)) > indent(raw);
    if ends_in_terminator(words) {
        // A sentence ends here in any case; joined, brackets are still found over the line break.
        return !item && !indented && indent(sheet.raw(next)) == 0;
    }
    if words.ends_with([':', '：']) {
        return false;
    }
    if words.ends_with(['、', '，', ',', '・', '「', '『', '（', '(']) || continues(below) {
        return true;
    }
    if item && indented {
        return !ends_in_predicate(words);
    }
    if ends_in_predicate(words) {
        return measure.hard && measure.is_long(width, 95) && !indented;
    }
    if sheet.shape(line) == Shape::Label || indented || words.ends_with(['」', '』', '）', ')', '】']) {
        return measure.is_long(width, 85) && !indented;
    }
    measure.is_long(width, 60) || goes_on(words)
}

fn indent(raw: &str) -> usize {
    raw.chars().take_while(|c| c.is_whitespace()).count()
}

/// Whether a line cannot begin a sentence: 「。」, 「ので、」, 「が、」
fn continues(below: &str) -> bool {
    let signs = ['。', '、', '，', '）', ')', '」', '』', 'ー', 'っ', 'ん', 'ゃ', 'ゅ', 'ょ', 'を'];
    let words = [
        "ので",
        "ため、",
        "けれど",
        "が、",
        "は、",
        "に、",
        "と、",
        "も、",
        "の、",
        "です",
        "ます",
        "ました",
        "ません",
        "でした",
        "から、",
        "より、",
        "まで、",
        "では、",
        "には、",
        "とも",
        "いたし",
        "します",
        "しました",
        "ございま",
        "おります",
        "くださ",
    ];
    below.starts_with(signs) || words.iter().any(|word| below.starts_with(word))
}

/// Whether a short line ends where no sentence can: 「このたびは」, 「お届けできず」
fn goes_on(words: &str) -> bool {
    let ended = [
        "まで",
        "こと",
        "より",
        "よろしく",
        "こんにちは",
        "こんばんは",
        "つもり",
        "かしこ",
        "ごと",
        "ひと",
        "とおり",
        "通り",
        "もの",
    ];
    let open = [
        'て', 'に', 'を', 'は', 'が', 'の', 'と', 'も', 'で', 'し', 'り', 'く', 'ば', 'ず', 'き', 'へ', 'や', 'み',
        'び', 'ら', 'め',
    ];
    if ended.iter().any(|end| words.ends_with(end)) {
        return false;
    }
    let mut back = words.chars().rev();
    let last = back.next().unwrap_or(' ');
    // 「お知らせ」, 「お見積り」, 「お支払い」: a noun as a heading ends in kana after a kanji too, but 「り」 「み」 are rare there
    // as the end of a phrase unless a kana stands before them.
    let noun = matches!(last, 'り' | 'み' | 'び' | 'め' | 'き' | 'し' | 'ら') && !back.next().is_some_and(is_hiragana);
    open.contains(&last) && !noun
}
