//! Words for people: what stands before 様 and さん, and which of it is a name.

use std::ops::Range;

/// Longer runs before 様 are not taken for a name.
const LONGEST: usize = 12;

/// Posts, which stand for a person of either side.
pub(super) const POSTS: &[&str] = &[
    "社長",
    "会長",
    "専務",
    "常務",
    "取締役",
    "役員",
    "部長",
    "次長",
    "課長",
    "係長",
    "主任",
    "店長",
    "支店長",
    "支社長",
    "所長",
    "工場長",
    "室長",
    "院長",
    "園長",
    "館長",
    "局長",
    "マネージャー",
    "マネジャー",
    "リーダー",
    "オーナー",
    "代表",
    "担当者",
    "責任者",
    "代表者",
    "担当",
    "上司",
    "上長",
    "社員",
    "店員",
    "スタッフ",
    "受付",
];

/// Ends of words before 様 that are no names of persons.
const NO_NAME_ENDS: &[&str] = &[
    "客",
    "者",
    "先",
    "社",
    "店",
    "会",
    "屋",
    "主",
    "員",
    "方",
    "皆",
    "皆々",
    "部",
    "課",
    "院",
    "館",
    "園",
    "所",
    "局",
    "署",
    "省",
    "庁",
    "校",
    "組合",
    "連盟",
    "連合",
    "財団",
    "法人",
    "各位",
    "商事",
    "商会",
    "工業",
    "産業",
    "製作所",
    "銀行",
    "大学",
    "神",
    "仏",
    "王",
    "殿",
    "奥",
    "嬢",
    "父",
    "母",
    "兄",
    "姉",
    "弟",
    "妹",
    "息子",
    "娘",
    "子供",
    "子",
    "家族",
    "夫妻",
    "夫婦",
    "一同",
    "チーム",
    "グループ",
    "ユーザー",
    "オーナー",
    "同",
    "仕",
    "模",
    "異",
    "何",
    "多",
    "有",
    "貴",
    "各",
    "某",
    "御",
    "生徒",
    "株主",
    "常連",
    "孫",
    "名",
    "組",
    "軒",
    "世帯",
    "店舗",
    "得意",
    "幹事",
    "両親",
    "親御",
    "両家",
    "世話",
    "本人",
    "故人",
    "友人",
    "知人",
    "新郎",
    "新婦",
    "旦那",
    "主人",
    "一般",
    "団体",
    "一行",
    "関係",
    "来賓",
    "選手",
    "講師",
    "教授",
    "理事長",
    "組合長",
    "委員長",
    "町長",
    "市長",
    "校長",
    "塾長",
    "料理長",
    "弁護士",
    "税理士",
    "ディーラー",
    "メーカー",
    "ドライバー",
    "ベンダー",
    "テナント",
    "クライアント",
    "スポンサー",
    "ゲスト",
    "モニター",
    "オペレーター",
    "コーチ",
];

/// Names of three kanji and more that end, or seem to end, as a department or a group does.
const LONG_NAMES: &[&str] =
    &["長谷部", "日下部", "曽我部", "曾我部", "小田部", "海老名", "伊是名", "伊集院", "安孫子", "我孫子"];

/// More characters of a given name do not stand behind the family name.
const GIVEN: usize = 3;

/// A name with its honorific in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Addressed {
    /// The name without its honorific and spaces.
    pub(super) name: String,
    /// Name and honorific, in bytes of the text.
    pub(super) bytes: Range<usize>,
    /// Start of the honorific.
    pub(super) honorific: usize,
}

/// Every NAME様 of a text, posts and companies left out.
pub(super) fn addressed(text: &str) -> Vec<Addressed> {
    let mut found = Vec::new();
    for honorific in ["様", "さま"] {
        found.extend(text.match_indices(honorific).filter_map(|(at, _)| name_before(text, at, honorific)));
    }
    found.sort_by_key(|person: &Addressed| person.bytes.start);
    found
}

fn name_before(text: &str, at: usize, honorific: &str) -> Option<Addressed> {
    // 様々, 様式, 様子, 様方
    let behind = text[at + honorific.len()..].chars().next();
    if behind.is_some_and(|c| matches!(c, '々' | '式' | '子' | '相' | '態' | '変')) {
        return None;
    }
    let before = text[..at].trim_end_matches(' ');
    let start = run_start(before);
    let run = &before[start..];
    let name = family_name(run)?;
    let (start, end) = run.rfind(name).map(|offset| (start + offset, start + offset + name.len()))?;
    // 「斉藤 花子様」: the family name stands before the given name.
    let full = text[..start]
        .strip_suffix(' ')
        .map(|head| &head[run_start(head)..])
        .filter(|head| family_name(head) == Some(head));
    let start = full.map_or(start, |family| start - 1 - family.len());
    let name: String = text[start..end].chars().filter(|c| *c != ' ').collect();
    Some(Addressed { name, bytes: start..at + honorific.len(), honorific: at })
}

/// Where the kanji or the katakana at the end of a text begin.
pub(super) fn run_start(text: &str) -> usize {
    let kind = |c: char| {
        if is_kanji(c) {
            1
        } else if is_katakana(c) {
            2
        } else {
            0
        }
    };
    let last = text.chars().next_back().map_or(0, kind);
    let run = text.char_indices().rev().take(LONGEST).take_while(|&(_, c)| last != 0 && kind(c) == last);
    run.last().map_or(text.len(), |(at, _)| at)
}

/// What is left of a run before 様 when department and post are taken away; `None` where it names no person.
pub(super) fn family_name(run: &str) -> Option<&str> {
    let run = POSTS.iter().find_map(|post| run.strip_suffix(post)).unwrap_or(run);
    // Before posts are looked for: 「営業部長谷部」 holds a 部長.
    if let Some(name) = long_name(run) {
        return Some(name);
    }
    let no_name = run.is_empty() || NO_NAME_ENDS.iter().any(|end| run.ends_with(end) && !is_short_name(run, end));
    if no_name {
        return None;
    }
    let behind_post = POSTS.iter().filter_map(|post| Some(run.rfind(post)? + post.len())).max().unwrap_or(0);
    let rest = &run[behind_post..];
    let behind_department =
        rest.char_indices().filter(|&(at, c)| at > 0 && matches!(c, '部' | '課' | '室' | '係' | '社' | '店'));
    // 「営業部渡辺」 is a department and a name, 「阿部」 and 「服部健」 are names.
    let cut =
        behind_department.filter(|&(at, _)| at >= 2 * '部'.len_utf8()).map(|(at, c)| at + c.len_utf8()).next_back();
    let name = match cut {
        Some(cut) if cut < rest.len() => &rest[cut..],
        _ => rest,
    };
    let length = name.chars().count();
    ((1..=6).contains(&length) && (length >= 2 || is_one_kanji_name(name))).then_some(name)
}

/// 長谷部, 長谷部健: one of the names that would be taken for a department.
fn long_name(run: &str) -> Option<&str> {
    let (at, name) = LONG_NAMES.iter().find_map(|name| Some((run.rfind(name)?, name)))?;
    let given = run[at + name.len()..].chars();
    (given.clone().count() <= GIVEN && !given.clone().any(|c| matches!(c, '店' | '社' | '会' | '院')))
        .then(|| &run[at..])
}

/// 阿部, 金子, 本庄屋: two kanji of which the last would be no name in a longer word.
fn is_short_name(run: &str, end: &str) -> bool {
    let length = run.chars().count();
    match end {
        "部" | "子" | "先" | "方" | "会" | "所" | "主" | "屋" | "神" | "名" => {
            length == 2 && !is_known_word(run)
        }
        _ => false,
    }
}

fn is_known_word(run: &str) -> bool {
    [
        "各部",
        "本部",
        "幹部",
        "全部",
        "お子",
        "息子",
        "女子",
        "男子",
        "相手先",
        "送先",
        "宛先",
        "得意先",
        "国会",
        "会主",
        "施主",
        "両方",
        "先方",
        "役所",
        "場所",
        "貴方",
        "親方",
        "一名",
        "二名",
        "三名",
        "四名",
        "五名",
        "六名",
        "七名",
        "八名",
        "九名",
        "十名",
        "数名",
        "何名",
        "両名",
    ]
    .contains(&run)
}

fn is_one_kanji_name(name: &str) -> bool {
    // One kanji before 様 is mostly a name (林様, 森様), but for the words above.
    name.chars().all(is_kanji)
}

pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〆' | 'ヶ' | '㐀'..='䶿' | '一'..='鿿' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヴ' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::addressed;

    fn names(text: &str) -> Vec<String> {
        addressed(text).into_iter().map(|person| person.name).collect()
    }

    #[test]
    fn names_are_told_from_companies_and_posts() {
        assert_eq!(names("営業部渡辺様"), ["渡辺"]);
        assert_eq!(names("購買課長 中島様"), ["中島"]);
        assert_eq!(names("中島部長様と斉藤 花子 様"), ["中島", "斉藤花子"]);
        assert_eq!(names("阿部様、林様、スミス様"), ["阿部", "林", "スミス"]);
        assert_eq!(names("椎名様、桑名様"), ["椎名", "桑名"]);
        assert_eq!(names("長谷部様、日下部 健様、営業部長谷部様"), ["長谷部", "日下部健", "長谷部"]);
        for none in [
            "お客様",
            "皆様",
            "担当者様",
            "同様に",
            "仕様",
            "模様",
            "様々な",
            "貴社様",
            "店長様",
            "奥様",
            "会員様",
            "取引先様",
            "大人三名様",
            "三組様",
            "貴方様",
            "お得意様",
            "幹事様",
            "ご両親様",
            "店舗様",
            "お世話様です",
            "ディーラー様",
            "営業部様",
            "長谷部商店様",
            "連盟様",
            "実行委員会様",
        ] {
            assert_eq!(names(none), [""; 0], "{none}");
        }
    }
}
