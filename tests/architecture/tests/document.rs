//! ARCHITECTURE.md names crates and files that exist.

use std::path::Path;

use anyhow::{Context, Result};

/// Files that a walk through the code may pass. More would say that the code is cut in the wrong places.
const MAX_FILES: usize = 12;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text below a heading, up to the next one of its level.
fn section<'a>(document: &'a str, heading: &str) -> Result<&'a str> {
    let (_, after) = document.split_once(&format!("\n{heading}\n")).with_context(|| heading.to_owned())?;
    let level = heading.split(' ').next().unwrap_or_default();
    Ok(after.split(&format!("\n{level} ")).next().unwrap_or_default())
}

#[test]
fn the_walks_pass_at_most_twelve_files_which_exist() -> Result<()> {
    let document = std::fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    let walks = section(&document, "## Walks")?;
    let mut found = 0;
    for walk in walks.split("\n### ").skip(1) {
        let title = walk.lines().next().unwrap_or_default();
        let steps = walk.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
        let files: Vec<_> = steps.filter_map(|line| line.split('`').nth(1)).collect();
        assert!(!files.is_empty() && files.len() <= MAX_FILES, "{title}: {} files", files.len());
        for file in files {
            assert!(root().join(file).is_file(), "{title}: {file} does not exist");
        }
        found += 1;
    }
    assert_eq!(found, 3);
    Ok(())
}

#[test]
fn the_table_of_crates_is_complete() -> Result<()> {
    let document = std::fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    let table = section(&document, "## Crates")?;
    for directory in ["crates", "tests"] {
        for entry in std::fs::read_dir(root().join(directory))? {
            let path = entry?.path();
            if !path.join("Cargo.toml").is_file() {
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let name = if directory == "tests" { format!("tests/{name}") } else { name };
            assert!(table.split_whitespace().any(|word| word == name), "{name} is not in the table of crates");
        }
    }
    Ok(())
}
