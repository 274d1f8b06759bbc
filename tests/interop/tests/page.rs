//! The page is what the matrix and the tests say.

use std::path::Path;

use anyhow::{Context, Result};
use interop::{Matrix, Results, render};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every test that the matrix names is in the sources: a renamed test would silently prove nothing.
#[test]
fn every_named_test_exists() -> Result<()> {
    let matrix = Matrix::committed()?;
    for proof in matrix.proofs() {
        let (package, binary) = proof.binary.split_once("::").unwrap_or((&proof.binary, ""));
        let home = [format!("tests/{package}"), format!("crates/{package}")];
        let home = home.iter().map(|path| root().join(path)).find(|path| path.is_dir());
        let home = home.with_context(|| format!("{proof}: no such package"))?;
        let folder = if binary.is_empty() { home.join("src") } else { home.join("tests") };
        let name = proof.test.rsplit("::").find(|part| !part.is_empty()).unwrap_or_default();
        let wanted = if proof.test.ends_with("::") { format!("mod {name}") } else { format!("fn {name}(") };
        assert!(contains(&folder, &wanted)?, "{proof}: nothing in {} has {wanted}", folder.display());
    }
    Ok(())
}

fn contains(folder: &Path, text: &str) -> Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            contains(&path, text)?
        } else {
            path.extension().is_some_and(|extension| extension == "rs")
                && std::fs::read_to_string(&path)?.contains(text)
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The committed page has the rows of the committed matrix, and no test had failed when it was written.
#[test]
fn the_committed_page_is_of_this_matrix() -> Result<()> {
    let page = std::fs::read_to_string(root().join("docs/INTEROP.md"))?;
    let matrix = Matrix::committed()?;
    for row in &matrix.row {
        assert!(
            page.contains(&format!("| {} |", row.feature)),
            "`make interop` has to write the page anew: {}",
            row.feature
        );
    }
    assert!(!page.contains("| ✘ |"), "the page was written while tests failed");
    Ok(())
}

/// A cell is good only if each of its tests ran and passed.
#[test]
fn failed_and_missing_tests_show() -> Result<()> {
    let matrix: Matrix = toml::from_str(
        "[[row]]\narea = 'A'\nfeature = 'one'\nopenvpn = ['x::y good']\nsoftether = ['x::y bad']\nscripted = ['x::y gone']\n",
    )?;
    let junit = "<testsuites><testsuite name='x::y'><testcase name='good' classname='x::y'/>\
                 <testcase name='bad' classname='x::y'><failure/></testcase></testsuite></testsuites>";
    let rendered = render(&matrix, &Results::read(junit)?);
    assert!(rendered.page.contains("| one | ✔ | ✘ | ✘ |"), "{}", rendered.page);
    assert_eq!(rendered.broken.len(), 2, "{:?}", rendered.broken);
    assert_eq!(
        matrix.filter(),
        "(binary_id(=x::y) & test(=bad)) | (binary_id(=x::y) & test(=gone)) | (binary_id(=x::y) & test(=good))"
    );
    Ok(())
}
