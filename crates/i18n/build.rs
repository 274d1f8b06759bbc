//! Lists the Fluent files of every language in `ui/locales`, so that a file or a language that is added there is there.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

/// Read by the window itself, which has its own bundle.
const WINDOW: &str = "app.ftl";

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/locales").canonicalize()?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut list = "&[\n".to_owned();
    // English first, which every other language falls back to.
    let mut folders = entries(&locales)?;
    folders.sort_by_key(|folder| folder.file_name().is_some_and(|name| name != "en"));
    for folder in folders {
        if !folder.is_dir() {
            continue;
        }
        writeln!(list, "    ({:?}, &[", folder.file_name().unwrap_or_default())?;
        for file in entries(&folder)? {
            let translated = file.extension().is_some_and(|extension| extension == "ftl");
            if translated && file.file_name().is_some_and(|name| name != WINDOW) {
                writeln!(list, "        ({:?}, include_str!({file:?})),", file.file_name().unwrap_or_default())?;
            }
        }
        list.push_str("    ]),\n");
    }
    list.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("locales.rs"), list)?;
    Ok(())
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, Box<dyn Error>> {
    let mut found = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    found.sort();
    Ok(found)
}
