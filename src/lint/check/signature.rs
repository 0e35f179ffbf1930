//! Nobody has signed, or the reader is given no way to answer but the mail itself.

use crate::mail::{Anchor, Part, fold, reaches_us};

use super::super::context::{Context, Found};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let document = context.document;
    if document.is_excerpt() {
        return Vec::new();
    }
    let span = document.part_span(Part::Signature);
    match span {
        None => vec![Found::at(vec![document.anchor(Anchor::End)])],
        Some(span) if !reachable(document.text().slice(span)) => vec![Found::at(vec![span])],
        Some(_) => Vec::new(),
    }
}

/// A telephone number, an address or a web page.
fn reachable(signature: &str) -> bool {
    let digits = signature.chars().filter(|c| c.is_ascii_digit() || ('０'..='９').contains(c)).count();
    digits >= 7
        || signature.contains(['@', '＠', '〒', '☎', '℡'])
        || signature.contains("http")
        || signature.contains("www.")
        || signature.contains("{{")
        || signature.lines().any(|line| reaches_us(&fold(line)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged_in;

    fn is_flagged(signature: &str) -> bool {
        let mail = format!(
            "件名：発送の遅れのお詫び\n\n中島様\n\nお世話になっております。\n発送が遅れ、申し訳ございません。\n\n{signature}\n"
        );
        !flagged_in("delay", "missing/signature", &mail).is_empty()
    }

    #[test]
    fn there_are_many_ways_to_be_reached() {
        for signature in [
            "双葉製版 高井\n+81 3 5846 9017",
            "双葉製版 高井\n+81-3-5846-9017",
            "双葉製版 高井 〇三―五八四六―九〇一七",
            "双葉製版 高井\n内線 2231",
            "双葉製版 高井（内線：2231）",
            "双葉製版 高井\nLINE ID: futaba",
            "双葉製版 高井\nt.takai★futaba.example.jp（★を@に）",
            "双葉製版 高井\ntakai(at)futaba.example.jp",
            "双葉製版 高井\n090 2268 5517",
            "双葉製版 高井\n東京都文京区本郷2-3-4",
            "双葉製版 高井\n群馬県桐生市境野町61",
        ] {
            assert!(!is_flagged(signature), "{signature}");
        }
    }

    #[test]
    fn a_name_and_what_looks_like_a_number_reach_nobody() {
        for signature in [
            "双葉製版 高井",
            "双葉製版 営業部\n高井 恵",
            "双葉製版 高井\n内線工事部",
            "双葉製版 高井\nONLINE 部門",
            "★双葉製版★ 高井",
            "Futaba★Press 高井",
            "双葉製版 三田一二三",
            "双葉製版 高井 +1",
            "双葉製版 高井\n創業 一九二三年",
            "双葉製版 高井\n市内の町工場へ3日に納めます",
            "",
        ] {
            assert!(is_flagged(signature), "{signature}");
        }
    }
}
