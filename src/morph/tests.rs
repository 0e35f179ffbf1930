use super::*;

#[test]
fn probe() {
    let t = Tokenizer::embedded();
    let mut w = Worker::new();
    let mut out = Vec::new();
    let text = std::fs::read_to_string("/tmp/morphw/probe.txt").unwrap();
    for s in text.lines() {
        t.tokenize(&mut w, s, &mut out);
        for m in &out {
            print!(
                "{}[{:?} {} {}]{} ",
                m.surface(s),
                t.pos(m.class),
                t.lemma(m, s),
                t.key(m, s),
                if m.is_unknown() { "?" } else { "" }
            );
        }
        println!();
    }
}
