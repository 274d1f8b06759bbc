//! What a virtual screen shows, out of the file that `Xvfb -fbdir` keeps it in: an X window dump (XWDFile.h) that changes with
//! every drawing.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::Path,
};

use anyhow::{Context, Result, ensure};

/// Fields of the header, each four bytes, the most significant first.
const HEADER_SIZE: usize = 0;
const WIDTH: usize = 4;
const HEIGHT: usize = 5;
const BYTE_ORDER: usize = 7;
const BITS_PER_PIXEL: usize = 11;
const BYTES_PER_LINE: usize = 12;
const COLOURS: usize = 19;
const FIELDS: usize = 25;
/// Bytes of one colour of the table between header and picture.
const COLOUR_SIZE: u64 = 12;

/// The pixels of every `step`th line.
pub(crate) fn pixels(dump: &Path, step: usize) -> Result<Vec<u32>> {
    let mut file = File::open(dump).with_context(|| dump.display().to_string())?;
    let mut header = [0; FIELDS * 4];
    file.read_exact(&mut header)?;
    let field = |at: usize| -> Result<u64> {
        let bytes = header.chunks_exact(4).nth(at).and_then(|bytes| bytes.try_into().ok()).context("a field")?;
        Ok(u64::from(u32::from_be_bytes(bytes)))
    };
    ensure!(field(BITS_PER_PIXEL)? == 32, "{} bits for a pixel", field(BITS_PER_PIXEL)?);
    let little = field(BYTE_ORDER)? == 0;
    let (width, height, line) = (usize::try_from(field(WIDTH)?)?, field(HEIGHT)?, field(BYTES_PER_LINE)?);
    let picture = field(HEADER_SIZE)? + field(COLOURS)? * COLOUR_SIZE;
    let mut all = Vec::new();
    let mut bytes = vec![0; width * 4];
    for y in (0..height).step_by(step.max(1)) {
        file.seek(SeekFrom::Start(picture + y * line))?;
        file.read_exact(&mut bytes)?;
        let one = |bytes: &[u8]| bytes.try_into().map(if little { u32::from_le_bytes } else { u32::from_be_bytes });
        all.extend(bytes.chunks_exact(4).flat_map(one));
    }
    Ok(all)
}
