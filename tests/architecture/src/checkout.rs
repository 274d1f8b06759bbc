//! A checkout: its crates, and the files in them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::modules::{Module, read_modules};

/// A checkout of the repository, read whole.
pub struct Checkout {
    /// Where it is.
    pub root: PathBuf,
    /// What is shipped: `crates/*` and `src-tauri`, by name of directory.
    pub product: Vec<Crate>,
}

/// One crate that is shipped.
pub struct Crate {
    /// The name of its directory.
    pub name: String,
    /// Its modules without those that are compiled for tests only. A library and each binary have a tree of their own.
    pub modules: Vec<Module>,
}

impl Checkout {
    /// Reads the sources below `root`.
    ///
    /// # Errors
    /// A file cannot be read or is no Rust.
    pub fn read(root: &Path) -> Result<Self> {
        let root = root.canonicalize().with_context(|| format!("{}", root.display()))?;
        let mut directories = entries(&root.join("crates"))?;
        directories.push(root.join("src-tauri"));
        let mut product = Vec::new();
        for directory in directories.iter().filter(|directory| directory.join("Cargo.toml").is_file()) {
            let name = directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
            product.push(Crate { modules: read_modules(&root, directory)?, name });
        }
        ensure!(!product.is_empty(), "{} has no crates", root.display());
        Ok(Self { root, product })
    }

    /// Whether a path of the checkout exists.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }
}

/// All Rust files below some directories, with their paths relative to `root`, in order.
///
/// # Errors
/// A directory cannot be read.
pub fn rust_files(root: &Path, directories: &[&str]) -> Result<Vec<(String, String)>> {
    text_files(root, directories, &["rs"])
}

/// All files below some directories that end in one of `extensions`: path relative to `root`, and text. What was built or
/// fetched is left out.
///
/// # Errors
/// A directory or file cannot be read.
pub fn text_files(root: &Path, directories: &[&str], extensions: &[&str]) -> Result<Vec<(String, String)>> {
    let mut paths = Vec::new();
    for directory in directories {
        collect(&root.join(directory), extensions, &mut paths)?;
    }
    paths.sort();
    let read = |path: PathBuf| -> Result<(String, String)> {
        let relative = path.strip_prefix(root)?.display().to_string();
        let text = std::fs::read_to_string(&path).with_context(|| relative.clone())?;
        Ok((relative, text))
    };
    paths.into_iter().map(read).collect()
}

fn collect(path: &Path, extensions: &[&str], into: &mut Vec<PathBuf>) -> Result<()> {
    const BUILT: [&str; 6] = ["target", "node_modules", "gen", "dist", "corpus", ".git"];
    if path.is_dir() {
        if !path.file_name().is_some_and(|name| BUILT.iter().any(|built| name == *built)) {
            for entry in entries(path)? {
                collect(&entry, extensions, into)?;
            }
        }
    } else if path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted)) {
        into.push(path.to_owned());
    }
    Ok(())
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>> {
    let read = std::fs::read_dir(directory).with_context(|| format!("{}", directory.display()))?;
    let mut entries = read.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}
