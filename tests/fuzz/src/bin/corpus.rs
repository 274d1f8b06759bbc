//! `corpus unpack TARGET DIRECTORY`, `corpus pack TARGET DIRECTORY`, `corpus list`: between the committed corpora and
//! the directories that libFuzzer works on.

#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::path::Path;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["list"] => fuzz::TARGETS.iter().for_each(|target| println!("{}", target.name)),
        ["unpack", name, directory] => {
            println!("{name}: {} inputs", fuzz::corpus::unpack(fuzz::target(name)?, Path::new(directory))?);
        }
        ["pack", name, directory] => {
            println!("{name}: {} inputs", fuzz::corpus::pack(fuzz::target(name)?.name, Path::new(directory))?);
        }
        _ => bail!("usage: corpus list | unpack TARGET DIRECTORY | pack TARGET DIRECTORY"),
    }
    Ok(())
}
