//! `interop filter` prints the nextest filter of all tests that prove something; `interop render JUNIT PAGE` writes the page,
//! prints the table and fails when a test that is named did not pass.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is what it is for")]

use anyhow::{Context, Result, bail};
use interop::{Matrix, Results, render};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let matrix = Matrix::committed()?;
    match arguments.as_slice() {
        ["filter"] => println!("{}", matrix.filter()),
        ["render", junit, page] => {
            let text = std::fs::read_to_string(junit).with_context(|| format!("read {junit}"))?;
            let rendered = render(&matrix, &Results::read(&text)?);
            std::fs::write(page, &rendered.page)?;
            println!("{}", rendered.table);
            if !rendered.broken.is_empty() {
                for line in &rendered.broken {
                    eprintln!("{line}");
                }
                bail!("{} tests that prove something did not pass", rendered.broken.len());
            }
        }
        _ => bail!("usage: interop filter | interop render JUNIT PAGE"),
    }
    Ok(())
}
