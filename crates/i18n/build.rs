//! Lists the Fluent files of every language in `ui/locales`, so that a file or a language that is added there is there.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

/// From the package's folder.
const LOCALES: &str = "../../ui/locales";
/// Read by the window itself, which has its own bundle.
const WINDOW: &str = "app.ftl";

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo runs this program for another clone that shares its target folder, too: its own path is not compiled into it.
    let package = env::var("CARGO_MANIFEST_DIR")?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={LOCALES}");
    let mut list = "&[\n".to_owned();
    // English first, which every other language falls back to.
    let mut folders = entries(&Path::new(&package).join(LOCALES))?;
    folders.sort_by_key(|folder| folder.file_name().is_some_and(|name| name != "en"));
    for folder in folders {
        if !folder.is_dir() {
            continue;
        }
        writeln!(list, "    ({:?}, &[", folder.file_name().unwrap_or_default())?;
        for file in entries(&folder)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".ftl") && name != WINDOW {
                let path = format!("/{LOCALES}/{}/{name}", folder.file_name().unwrap_or_default().to_string_lossy());
                writeln!(list, "        include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?})),")?;
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
