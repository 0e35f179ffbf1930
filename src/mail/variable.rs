//! What a variable of a template stands for, by its name: `{{customer_name}}` is the reader, `{{shop}}` is us.
//!
//! A variable is `{{path}}` here; other ways to write one are brought into this form by whoever reads templates.

/// Whom or what a variable stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// The reader's name or company.
    Reader,
    /// Our company, shop or name, or a whole signature.
    Us,
    /// A way to reach us.
    Contact,
}

const READER: [&str; 19] = [
    "customer",
    "recipient",
    "client",
    "user",
    "buyer",
    "guest",
    "member",
    "contact_name",
    "first_name",
    "last_name",
    "full_name",
    "addressee",
    "to_name",
    "お客様",
    "宛名",
    "宛先",
    "顧客",
    "相手",
    "会員",
];
const US: [&str; 18] = [
    "company",
    "shop",
    "store",
    "brand",
    "signature",
    "sender",
    "staff",
    "agent",
    "operator",
    "our_",
    "footer",
    "署名",
    "差出人",
    "担当",
    "自社",
    "弊社",
    "店名",
    "店舗",
];
const CONTACT: [&str; 12] = [
    "tel",
    "phone",
    "email",
    "e_mail",
    "mail_address",
    "url",
    "address",
    "電話",
    "メール",
    "住所",
    "連絡先",
    "問い合わせ",
];

/// What a line stands for that is one variable and nothing else but spaces.
pub(super) fn alone(line: &str) -> Option<Stands> {
    let inside = line.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    if inside.contains(['{', '}']) {
        return None;
    }
    let name = inside.trim().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    // The reader's company and address are the reader's, ours are ours: whose it is comes first in a path.
    match () {
        () if says(&READER) => Some(Stands::Reader),
        () if says(&CONTACT) => Some(Stands::Contact),
        () if says(&US) => Some(Stands::Us),
        () if name == "name" || name == "氏名" || name == "名前" || name == "お名前" => Some(Stands::Reader),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_whom_they_stand_for() {
        for (line, wanted) in [
            ("{{ customer.name }}", Some(Stands::Reader)),
            ("　{{お客様名}}", Some(Stands::Reader)),
            ("{{shop.name}}", Some(Stands::Us)),
            ("{{signature}}", Some(Stands::Us)),
            ("{{shop.tel}}", Some(Stands::Contact)),
            ("{{item}}", None),
            ("{{customer}}と{{shop}}", None),
            ("{{name}}様", None),
        ] {
            assert_eq!(alone(line), wanted, "{line}");
        }
    }
}
