//! The command line, by example: each file under `tests/cmd/` is a case. `TRYCMD=overwrite` rewrites them.

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("tests/cmd/*.trycmd");
}
