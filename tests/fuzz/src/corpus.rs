//! A target's inputs in one file: hexadecimal, one per line, so that a corpus can be read, sorted and compared.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// The longest input that is kept, in bytes.
pub const MAX_INPUT: usize = 1024;

/// The committed inputs of a target. None if nothing is committed.
///
/// # Errors
/// The file cannot be read, or a line is not hexadecimal.
pub fn read(name: &str) -> Result<Vec<Vec<u8>>> {
    let path = file(name);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path)?;
    text.lines()
        .enumerate()
        .map(|(at, line)| hex::decode(line).with_context(|| format!("{}, line {}", path.display(), at + 1)))
        .collect()
}

/// Replaces the committed inputs of a target by the files of a directory, shortest first.
///
/// # Errors
/// Something cannot be read or written.
pub fn pack(name: &str, directory: &Path) -> Result<usize> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(directory)? {
        let input = fs::read(entry?.path())?;
        if input.len() <= MAX_INPUT {
            inputs.push(input);
        }
    }
    inputs.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    inputs.dedup();
    let lines: String = inputs.iter().map(|input| hex::encode(input) + "\n").collect();
    let path = file(name);
    fs::create_dir_all(path.parent().unwrap_or(&path))?;
    fs::write(path, lines)?;
    Ok(inputs.len())
}

/// Writes the seeds and the committed inputs of a target into a directory, one file each.
///
/// # Errors
/// Something cannot be read or written.
pub fn unpack(target: crate::Target, directory: &Path) -> Result<usize> {
    fs::create_dir_all(directory)?;
    let mut inputs = (target.seeds)();
    inputs.extend(read(target.name)?);
    for (at, input) in inputs.iter().enumerate() {
        fs::write(directory.join(format!("input-{at:05}")), input)?;
    }
    Ok(inputs.len())
}

fn file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(format!("{name}.hex"))
}
