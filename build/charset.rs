//! The characters of JIS X 0208 as a table of bits, for the check that looks for characters outside it.

use std::path::PathBuf;

/// Writes one bit for each character of the basic plane.
pub(crate) fn write() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let mut bits = vec![0_u8; 8192];
    for code in 0..=0xffff_u32 {
        if char::from_u32(code).is_some_and(is_jis_x_0208) {
            bits[code as usize / 8] |= 1 << (code % 8);
        }
    }
    std::fs::write(out.join("jis-x-0208.bits"), bits)?;
    Ok(())
}

/// The two-byte plane of EUC-JP also holds row 13 and rows 89 to 92, which makers added.
fn is_jis_x_0208(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, lost) = encoding_rs::EUC_JP.encode(c.encode_utf8(&mut buffer));
    let row = bytes.first().map_or(0, |lead| lead.saturating_sub(0xa0));
    !lost && bytes.len() == 2 && matches!(row, 1..=8 | 16..=84)
}
