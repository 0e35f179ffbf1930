//! Nobody is addressed.

use crate::mail::{Anchor, Part};

use super::super::context::{Context, Found};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let document = context.document;
    if document.is_excerpt() || document.has(Part::Addressee) {
        return Vec::new();
    }
    vec![Found::at(vec![document.anchor(Anchor::Addressee)])]
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged_in;

    #[test]
    fn a_reader_may_be_named_with_a_post_or_with_a_note_behind() {
        let mail = |reader: &str| {
            format!(
                "件名：発送の遅れのお詫び\n\n{reader}\n\nお世話になっております。\n発送が遅れ、申し訳ございません。\n\n雑貨店こぐま\n電話 011-555-0133\n"
            )
        };
        for reader in [
            "中島 優子 様（翔太くん保護者）",
            "海星大学 中島教授",
            "つばめ食堂 中島店長",
            "To：中島様",
            "宛先：中島様\nCC：久我様",
            "Mr. Nakajima",
            "Ms. Yuko Nakajima,",
            "中島ご夫妻",
            "営業部ご一同",
            "ほしの薬局 開発ご担当",
            "お世話になっております。\n\n喫茶ジュピター 中島様",
            "お世話になっております。雑貨店こぐまの久我です。\n\n中島様",
        ] {
            assert!(flagged_in("delay", "missing/addressee", &mail(reader)).is_empty(), "{reader}");
        }
        for none in [
            "営業部長",
            "台風の影響について",
            "",
            "本件のご担当",
            "Mr. and more",
            "Ms. 雑貨",
            "ご夫妻",
            "お世話になっております。\n\n同様の件",
            "お世話になっております。\n先日ご来店の中島様\nより伺いました。",
            "お世話になっております。\n\n・中島様",
            "いつもの品と\n\n中島様の品",
        ] {
            assert!(!flagged_in("delay", "missing/addressee", &mail(none)).is_empty(), "{none}");
        }
    }
}
