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
        for reader in ["中島 優子 様（翔太くん保護者）", "海星大学 中島教授", "つばめ食堂 中島店長"]
        {
            assert!(flagged_in("delay", "missing/addressee", &mail(reader)).is_empty(), "{reader}");
        }
        for none in ["営業部長", "台風の影響について", ""] {
            assert!(!flagged_in("delay", "missing/addressee", &mail(none)).is_empty(), "{none}");
        }
    }
}
