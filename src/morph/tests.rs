use proptest::prelude::*;

use super::*;

fn tokens(tokenizer: &Tokenizer, sentence: &str) -> Vec<Morpheme> {
    let mut out = Vec::new();
    tokenizer.tokenize(&mut Worker::new(), sentence, &mut out);
    out
}

/// The words of a sentence, parted by blanks.
fn cut(sentence: &str) -> String {
    let words: Vec<&str> =
        tokens(&Tokenizer::embedded(), sentence).into_iter().map(|word| word.surface(sentence)).collect();
    words.join(" ")
}

fn keys(sentence: &str) -> String {
    let tokenizer = Tokenizer::embedded();
    let words = tokens(&tokenizer, sentence);
    words.iter().map(|word| tokenizer.key(word, sentence)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_mail_is_cut_into_words() {
    for sentence in [
        "この たび は 誠に 申し訳 ござい ませ ん でし た 。",
        "ご 検討 いただけ ます でしょ う か 。",
        "弊店 の 不手際 で 誤配送 を いたし まし た 。",
        "お客様 に は ご 迷惑 を おかけ し 、 深く お詫び 申し上げ ます 。",
        "取り急ぎ 、 お見積書 を お送り いたし ます 。",
        "再発防止 に 努め て まいり ます 。",
        "2026 年 4 月 13 日 ( 月 ) に ABC の オンライン 打ち合わせ",
        "差し支え なけれ ば 、 理由 を お 聞か せ ください !",
    ] {
        assert_eq!(cut(&sentence.replace(' ', "")), sentence);
    }
}

#[test]
fn one_word_has_one_key_in_every_spelling() {
    for spellings in [
        &["申し訳", "申訳", "申しわけ", "もうしわけ"][..],
        &["いたす", "致す", "致し", "いたします"],
        &["有り難う", "有難う", "ありがとう"],
        &["お詫び", "御詫び", "おわび", "詫び"],
        &["検討", "けんとう"],
        &["差し支え", "差支え", "さしつかえ"],
        &["見積もり", "見積り", "見積", "お見積り", "みつもり"],
        &["打ち合わせ", "打合せ", "打ち合せ", "うちあわせ"],
        &["問い合わせ", "問合せ", "問合わせ", "といあわせ"],
        &["漏洩", "漏えい"],
        &["お願い", "願う", "おねがい"],
        &["行った", "行く"],
        &["ください", "下さい", "くださる"],
    ] {
        let first = |word: &str| keys(word).split(' ').next().map(str::to_owned);
        for spelling in spellings {
            assert_eq!(first(spelling), first(spellings[0]), "{spelling} and {}", spellings[0]);
        }
    }
}

#[test]
fn the_key_is_the_reading_of_the_base_form_and_of_verbs_their_continuative() {
    assert_eq!(keys("間違っておりました"), "マチガイ テ オリ マス タ");
    assert_eq!(keys("まちがっていらっしゃる"), "マチガイ テ イラッシャリ");
    assert_eq!(keys("申し訳ございません"), "モウシワケ ゴザル マス ン");
    assert_eq!(keys("恐れ入ります"), "オソレイリ マス");
    assert_eq!(keys("入っていた"), "ハイリ テ イ タ", "not イリ, which 入る is read as well");
    assert_eq!(keys("佐藤様"), "佐藤 サマ", "a name is compared as written");
}

/// The words in kana that `dict/extra.csv` adds must not be seen inside others.
#[test]
fn ordinary_kana_is_left_alone() {
    for sentence in [
        "ください",
        "おり ます",
        "それ は いけ ませ ん",
        "しょうち いたし まし た",
        "たいおう が おそく",
        "担当 の 者 が おり ます",
        "わかり よう が ない",
        "どういう こと か いまひとつ",
        "りんご かい まし た",
        "その よう で は あり ませ ん",
        "もうしあげ にくい の です が",
        "よろしく おねがい いたし ます",
    ] {
        assert_eq!(cut(&sentence.replace(' ', "")), sentence);
    }
}

#[test]
fn parts_of_speech_and_forms_have_our_names() {
    let tokenizer = Tokenizer::embedded();
    let sentence = "お 返金しませんか(、)。";
    let words = tokens(&tokenizer, sentence);
    let pos: Vec<Pos> = words.iter().map(|word| tokenizer.pos(word.class)).collect();
    assert_eq!(
        pos,
        [
            Pos::Prefix,
            Pos::Space,
            Pos::NounSuru,
            Pos::Verb,
            Pos::Auxiliary,
            Pos::Auxiliary,
            Pos::ParticleFinal,
            Pos::OpenBracket,
            Pos::Comma,
            Pos::CloseBracket,
            Pos::Period
        ]
    );
    assert_eq!(tokenizer.form(words[3].class), Form::Continuative);
    assert_eq!(tokenizer.raw_class(words[3].class), "動詞,自立,*,*,サ変・スル,連用形");
    assert_eq!(tokenizer.pos(ClassId(u16::MAX)), Pos::Unknown);
}

#[test]
fn an_unknown_word_is_compared_by_its_surface() {
    let tokenizer = Tokenizer::embedded();
    let sentence = "ムニャルプを@@@";
    let words = tokens(&tokenizer, sentence);
    assert!(words[0].is_unknown() && words[0].key.is_surface());
    assert_eq!(
        (tokenizer.key(&words[0], sentence), tokenizer.lemma(&words[0], sentence)),
        ("ムニャルプ", "ムニャルプ")
    );
    assert!(!words[1].is_unknown());
    assert_eq!(words.last().map(|word| tokenizer.pos(word.class)), Some(Pos::Symbol));
}

#[test]
fn a_key_is_found_by_its_reading() {
    let tokenizer = Tokenizer::embedded();
    let sentence = "検討";
    let id = tokenizer.key_id("ケントウ");
    assert!(id.is_some());
    assert_eq!(tokens(&tokenizer, sentence)[0].key.id(), id);
    assert_eq!(id.map(|id| tokenizer.string(id)), Some("ケントウ"));
    assert_eq!(tokenizer.key_id("ソンナヨミハナイ"), None);
    assert_eq!(tokenizer.key_id(""), None);
    for id in (0..tokenizer.key_count()).step_by(997) {
        let id = KeyId(id as u32);
        assert_eq!(tokenizer.key_id(tokenizer.string(id)), Some(id));
    }
}

#[test]
fn a_house_adds_words() {
    let csv = "# 自社の言葉\n\nミラクル便,みらくるびん,noun.suru\nミラメ,ミラメ,org\n\
               検討,1283,1283,-9000,名詞,サ変接続,*,*,*,*,熟考,ジュッコウ,ジュッコー\n";
    let tokenizer = Tokenizer::with_user_words(csv).expect("valid");
    let sentence = "ミラメのミラクル便を検討";
    let words = tokens(&tokenizer, sentence);
    let keys: Vec<&str> = words.iter().map(|word| tokenizer.key(word, sentence)).collect();
    assert_eq!(keys, ["ミラメ", "ノ", "ミラクルビン", "ヲ", "ジュッコウ"]);
    assert_eq!(tokenizer.lemma(&words[4], sentence), "熟考");
    assert_eq!(tokenizer.pos(words[2].class), Pos::NounSuru);
    assert_eq!(words[2].key.id(), tokenizer.key_id("ミラクルビン"));
    assert!(words.iter().all(|word| word.key.id().is_none_or(|id| id.index() < tokenizer.key_count())));
    assert!(Tokenizer::with_user_words("").is_ok(), "no words are no mistake");
}

#[test]
fn a_wrong_user_word_is_told_with_its_line() {
    for (csv, line, part) in [
        ("a,エー,noun\nb,ビー", 2, "列が2個"),
        ("a,エー,verb", 1, "品詞「verb」"),
        ("a,eh,noun", 1, "読み「eh」"),
        (",エー,noun", 1, "表記がありません"),
        ("a\",エー,\"noun", 1, "引用符"),
        ("# x\na,1283,9999,0,名詞,サ変接続,*,*,*,*,a,エー,エー", 2, "右文脈ID"),
        ("a,1283,1283,99999,名詞,サ変接続,*,*,*,*,a,エー,エー", 1, "コスト"),
        ("a,1283,1283,0,名詞,よい,*,*,*,*,a,エー,エー", 1, "名詞,よい"),
    ] {
        let error = Tokenizer::with_user_words(csv).expect_err(csv);
        assert_eq!(error.line, line, "{csv}");
        assert!(error.message.contains(part), "{error}");
    }
}

fn assert_covers(tokenizer: &Tokenizer, worker: &mut Worker, sentence: &str) {
    let mut words = Vec::new();
    tokenizer.tokenize(worker, sentence, &mut words);
    let mut at = 0;
    for word in &words {
        assert_eq!(word.start as usize, at, "no gap in {sentence:?}");
        assert!(!word.surface(sentence).is_empty(), "on character boundaries in {sentence:?}");
        at = word.end as usize;
    }
    assert_eq!(at, sentence.len(), "to the end of {sentence:?}");
}

#[test]
fn odd_sentences_are_covered() {
    let tokenizer = Tokenizer::embedded();
    let mut worker = Worker::new();
    for sentence in ["", "\0", "a\0b", "\u{feff}", "\u{10ffff}", " \t\r\n", "👩‍👩‍👧", "ｱﾞ", "が\u{3099}\u{3099}", "﷽"]
    {
        assert_covers(&tokenizer, &mut worker, sentence);
    }
}

#[test]
fn a_megabyte_without_punctuation_is_covered() {
    let tokenizer = Tokenizer::embedded().for_bulk();
    let mut worker = Worker::new();
    for word in ["申し訳ございません", "あ", "漢", "ア", "x"] {
        let sentence = word.repeat(1_000_000 / word.len());
        assert_covers(&tokenizer, &mut worker, &sentence);
        assert!(worker.lattice.capacity() <= PIECE);
    }
}

#[test]
fn the_character_table_changes_no_word() {
    let sentence = "2026年4月13日（月）は、ﾊﾝｶｸや①や😀を含む文です。";
    let words = |tokenizer: Tokenizer| format!("{:?}", tokens(&tokenizer, sentence));
    assert_eq!(words(Tokenizer::embedded()), words(Tokenizer::embedded().for_bulk()));
}

proptest! {
    #[test]
    fn any_text_is_covered(sentence in "\\PC*", mixed in "[ぁ-んァ-ー一-龠a-z0-9 、。\\n\\x00-\\x1f]{0,200}") {
        let tokenizer = Tokenizer::embedded();
        let mut worker = Worker::new();
        assert_covers(&tokenizer, &mut worker, &sentence);
        assert_covers(&tokenizer, &mut worker, &mixed);
    }

    #[test]
    fn any_user_words_are_read_or_refused(csv in "(([ぁ-んa-z\",\\x00-\\x1f]{0,6},[ァ-ー]{0,3},(noun|org))\\n?){0,5}") {
        if let Ok(tokenizer) = Tokenizer::with_user_words(&csv) {
            assert_covers(&tokenizer, &mut Worker::new(), &csv);
        }
    }
}
