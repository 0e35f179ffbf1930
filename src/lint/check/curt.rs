//! A reply of one or two bare sentences. It is not the length that hurts: short mails that thank and leave a door open
//! are warm. So the elements are counted, and the length only says that nothing else stands there instead.

use crate::mail::{Part, Sentence};
use crate::unit::{Features, Unit};

use super::super::context::{Context, Found};

/// Longer bodies say something that no element names.
const SHORT: usize = 60;

/// A longer piece of a mail is no bare acknowledgement.
const BARE: usize = 25;

/// Two of these groups make a reply, however short.
const CARE: &[&[&str]] = &[
    &["thanks", "apology", "apology-strong", "apology-weak"],
    &["respect", "clear-refusal"],
    &["next-contact", "follow-up", "future-report", "next-report", "investigation"],
    &["empathy", "regret", "cushion"],
];

/// What helps where something went wrong; to somebody who has declined there is nothing to be put right.
const HELP: &[&[&str]] = &[
    &["alternative", "remedy", "compensation", "refund-act", "promised-date", "no-charge"],
    &["cause", "ownership", "concrete-prevention"],
];

/// Kinds of mail that answer somebody who has declined; a piece of one may be a bare 承知しました.
const ANSWERED: &[&str] = &["decline-reply", "appointment-cancel"];

/// Words that acknowledge and nothing else.
const ACKNOWLEDGES: &[&str] =
    &["承知", "了解", "了承", "承る", "うけたまわる", "かしこまる", "畏まる", "拝承", "確認", "分かる", "わかる"];

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let sentences = context.document.sentences();
    let said: Vec<(usize, &Sentence)> = sentences.iter().enumerate().filter(|(_, s)| s.part == Part::Body).collect();
    let length: usize = said.iter().map(|(_, sentence)| sentence.text().chars().count()).sum();
    let curt = if context.document.is_excerpt() {
        let answered = context.scenario.id.as_deref().is_some_and(|id| ANSWERED.contains(&id));
        let alone = sentences.len() == 1 && length <= BARE;
        answered && alone && said.first().is_some_and(|&(at, _)| acknowledges(context.reading().units(at)))
    } else {
        (1..=2).contains(&said.len()) && length < SHORT
    };
    if !curt || care(context) >= 2 {
        return Vec::new();
    }
    let spans = said.iter().flat_map(|(_, sentence)| sentence.normal.spans(0..sentence.text().len())).collect();
    vec![Found::at(spans)]
}

/// 承知しました, 了解. A humble 承知いたしました in a piece is a sentence of a kind mail rather than the whole of a curt one.
fn acknowledges(units: &[Unit<'_>]) -> bool {
    units.last().is_some_and(|last| {
        // 現金のみ承ります says what we do, not that we have heard.
        let heard = last.has(Features::PAST) || matches!(last.lemma, "承知" | "了解" | "了承" | "拝承");
        ACKNOWLEDGES.contains(&last.lemma) && heard && !last.has(Features::HUMBLE)
    })
}

/// How many sorts of care the mail shows.
fn care(context: &Context<'_>) -> usize {
    let rules = context.detection.rules();
    let stands = |name: &str| rules.element(name).is_some_and(|id| !context.detection.element(id).is_empty());
    let answered = context.scenario.id.as_deref().is_some_and(|id| ANSWERED.contains(&id));
    let help = if answered { &[] } else { HELP };
    CARE.iter().chain(help).filter(|group| group.iter().any(|name| stands(name))).count()
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged_in;

    fn flagged(text: &str) -> usize {
        flagged_in("decline-reply", "length/curt", text).len()
    }

    fn mail(body: &str) -> String {
        format!("件名：Re: キャンセル\n\n石田様\n\n{body}\n\n雑貨店こぐま 三浦\n011-555-0133\n")
    }

    #[test]
    fn a_bare_reply_is_curt() {
        assert_eq!(flagged(&mail("キャンセルの件、承知しました。")), 1);
        assert_eq!(flagged(&mail("メールを見ました。面談は取りやめます。")), 1);
        assert_eq!(flagged("キャンセル承知しました。"), 1);
        assert_eq!(flagged("了解。"), 1);
    }

    #[test]
    fn a_short_reply_with_care_is_not() {
        assert_eq!(flagged(&mail("ご連絡ありがとうございます。キャンセルの件、承知しました。")), 0);
        assert_eq!(flagged("お見送りとのお返事、承知いたしました。ご検討に感謝いたします。"), 0);
        assert_eq!(flagged("ご検討に感謝いたします。"), 0);
        assert_eq!(flagged("お見送りの件、承知いたしました。"), 0, "a sentence of a kind mail");
        assert!(flagged_in("complaint", "length/curt", "承知しました。").is_empty(), "only a piece");
    }
}
