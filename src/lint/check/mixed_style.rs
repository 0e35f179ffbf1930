//! A sentence that ends in the plain form in a mail that otherwise says です and ます.

use crate::mail::{Part, Sentence};
use crate::unit::{Features, Kind, Unit};

use super::super::context::{Context, Found};

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    let reading = context.reading();
    let mut plain = Vec::new();
    let mut polite = 0;
    for (at, sentence) in context.document.sentences().iter().enumerate() {
        if !parts.contains(&sentence.part) {
            continue;
        }
        match style(sentence, reading.units(at)) {
            Some(Style::Polite) => polite += 1,
            Some(Style::Plain) => plain.push(sentence),
            None => {}
        }
    }
    // Where most of a mail is plain, it is not the plain sentence that stands out.
    if polite == 0 || plain.len() > polite {
        return Vec::new();
    }
    plain.into_iter().map(|sentence| Found::at(sentence.normal.spans(0..sentence.text().len()))).collect()
}

enum Style {
    Polite,
    Plain,
}

/// How polite sentences are written at their ends.
const POLITE: &[&str] =
    &["です", "ます", "でした", "ました", "ません", "でしょう", "ましょう", "ませ", "ください", "下さい"];

/// Ends of sentences that stop in the middle or are written in notes: どうかお気になさらず, ご遠慮なく, 承りたく,
/// ご提出願いたい, 空きあり.
const NEITHER: &[&str] =
    &["ず", "なく", "たく", "しく", "がたく", "願いたい", "いただきたい", "られたい", "あり", "なし", "のでは"];

/// How a sentence ends; `None` where it ends in a noun, a request or somebody else's words.
fn style(sentence: &Sentence, units: &[Unit<'_>]) -> Option<Style> {
    let last = units.last()?;
    let text = sentence.text();
    // The letters are asked as well: where words were cut wrongly, the last unit is not the predicate.
    let ends_politely = POLITE.iter().any(|end| text.trim_end_matches(['。', '!', '?']).ends_with(end));
    if last.has(Features::POLITE) || ends_politely {
        return Some(Style::Polite);
    }
    if NEITHER.iter().any(|end| text.trim_end_matches(['。', '…']).ends_with(end)) {
        return None;
    }
    let aside = text.starts_with(['(', '※', '*', '「', '『', '〔', '['])
        || text.trim_end_matches('。').ends_with([')', '」', '』', ']']);
    let quoted = sentence.quotes.iter().any(|quote| quote.end > last.start as usize);
    let called_for = Features::REQUEST | Features::IMPERATIVE | Features::TE | Features::TONE | Features::CONDITION;
    if sentence.terminator != Some('。') || sentence.bullet || aside || quoted || last.features.intersects(called_for)
    {
        return None;
    }
    let predicate = match last.kind {
        Kind::Verb | Kind::Adjective => true,
        Kind::Noun | Kind::Formal | Kind::Suffix | Kind::Other => {
            let finite = Features::PAST | Features::NEG | Features::CONJECTURE | Features::COPULA;
            last.features.intersects(finite)
                || last.has(Features::SURU) && text.trim_end_matches('。').ends_with(['る', 'す'])
        }
        _ => false,
    };
    predicate.then_some(Style::Plain)
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged_in;

    fn flagged(text: &str) -> Vec<String> {
        flagged_in("complaint", "casual-tone/plain-form", text)
    }

    #[test]
    fn a_plain_ending_among_polite_ones_is_found() {
        for plain in [
            "発送は明日になる。",
            "原因は札の付け違いだ。",
            "確認が足りなかった。",
            "再度の検査である。",
            "品に傷はない。",
            "そう思う。",
            "品を確認した。",
            "お届けは難しいだろう。",
        ] {
            assert_eq!(flagged(&format!("お品をお取り替えいたします。{plain}正しい品をお送りします。")), [plain]);
        }
    }

    #[test]
    fn other_endings_are_left_alone() {
        for other in [
            "以上。",
            "少々お待ちください。",
            "ご連絡くださいませ。",
            "ご自愛のほど。",
            "ありがとう。",
            "（詳細は別紙による。）",
            "届くでしょう。",
            "・発送は明日になる。\n",
            "「発送は明日になる。」とのご連絡でした。",
            "ご容赦を。",
            "どうぞお気遣いなく。",
            "得心のいくところを承りたく。",
            "書面でご提出願いたい。",
            "角地に一つ空きあり。",
        ] {
            assert_eq!(
                flagged(&format!("お品をお取り替えいたします。\n{other}\n正しい品をお送りします。")),
                [""; 0],
                "{other}"
            );
        }
        assert_eq!(flagged("発送は明日になる。"), [""; 0], "there is nothing to be mixed with");
    }
}
