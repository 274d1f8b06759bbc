//! Standard terms instead of metaphors (CONTRIBUTING.md, "Language").

use std::path::Path;

use anyhow::Result;
use architecture::text_files;

/// Words that once had to be decoded, and what they stood for.
const METAPHORS: &[(&str, &str)] = &[
    ("house", "the repository, its rules"),
    ("rooms", "crates, dependencies"),
    ("door", "the module that uses a dependency, an entry point"),
    ("doors", "the modules that use dependencies, entry points"),
    ("weather", "network conditions, faults"),
    ("zoo", "a set of test cases"),
    ("animal", "a test case"),
    ("animals", "test cases"),
    ("last_breath", "a timeout at the end"),
    ("last_words", "a final message, a timeout at the end"),
];

#[test]
fn no_metaphors() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut found = Vec::new();
    let directories = [
        "crates",
        "src-tauri",
        "tests",
        "ui",
        "docs",
        "installer",
        "Makefile",
        "README.md",
        "ARCHITECTURE.md",
        "SECURITY.md",
    ];
    let extensions = ["rs", "toml", "ts", "tsx", "css", "ftl", "md", "sh"];
    for (path, text) in text_files(&root, &directories, &extensions)? {
        if path.starts_with("tests/architecture") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_lowercase);
            for word in words {
                if let Some((word, meant)) = METAPHORS.iter().find(|(metaphor, _)| *metaphor == word) {
                    found.push(format!("{path}:{}: \"{word}\" for {meant}", number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}
