//! docs/CASES.md names tests that exist.

use std::path::Path;

use anyhow::Result;
use architecture::rust_files;

/// Where the files of a crate lie whose folder has another name.
fn folder(of: &str) -> String {
    match of {
        "e2e" => "tests/e2e/".to_owned(),
        "adit" => "src-tauri/".to_owned(),
        other => format!("crates/{other}/"),
    }
}

/// The names like `crate::file::test` of a document. The one that explains their form is not one.
fn named(document: &str) -> Vec<(&str, &str, &str)> {
    let mut names = Vec::new();
    for word in document.split('`').skip(1).step_by(2) {
        let parts: Vec<_> = word.split("::").collect();
        if let [of, file, test] = parts[..]
            && of != "crate"
            && !word.contains(' ')
        {
            names.push((of, file, test));
        }
    }
    names
}

#[test]
fn each_case_is_held_by_a_test_that_exists() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = rust_files(&root, &["crates", "installer", "tests", "src-tauri"])?;
    let document = std::fs::read_to_string(root.join("docs/CASES.md"))?;
    let names = named(&document);
    assert!(names.len() > 50, "only {} tests are named", names.len());
    for (of, file, test) in names {
        let declared = format!("fn {test}(");
        let found = files
            .iter()
            .any(|(path, text)| path.starts_with(&folder(of)) && path.contains(file) && text.contains(&declared));
        assert!(found, "{of}::{file}::{test} does not exist");
    }
    Ok(())
}

#[test]
fn names_are_found_between_other_words() {
    let document = "a `crate::file::test` | `e2e::links::a_test`, `not a::name::here`, `b::c`";
    assert_eq!(named(document), [("e2e", "links", "a_test")]);
}
