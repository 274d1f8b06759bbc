//! Profiles in a folder and the folders in it, within bounds.

use std::path::{Path, PathBuf};

use profile_api::Formats;

/// Most profiles of one folder.
const MAX_PROFILES: usize = 10_000;
/// Most files and folders that are looked at.
const MAX_VISITED: usize = 200_000;
/// How deep a folder is looked into.
const MAX_DEPTH: usize = 16;

/// The file itself; of a folder, the files in it whose names end as profiles do, in the order of their names. Links inside a folder are
/// not followed: they may lead out of it, or in a circle.
///
/// # Errors
/// A sentence: the folder cannot be read, holds too much, or holds no profile.
pub(super) fn profiles(path: &Path, formats: &Formats) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let shown = path.display();
    let mut found = Vec::new();
    let mut visited = 0_usize;
    let mut folders = vec![(path.to_owned(), 0_usize)];
    while let Some((folder, depth)) = folders.pop() {
        let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}.", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            visited += 1;
            if visited > MAX_VISITED || found.len() > MAX_PROFILES {
                return Err(format!(
                    "{shown} holds more than {MAX_VISITED} files or {MAX_PROFILES} profiles. Name a smaller folder."
                ));
            }
            let kind = entry.file_type().map_err(unreadable)?;
            if kind.is_dir() && depth < MAX_DEPTH {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() && is_profile(&entry.path(), formats) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    if found.is_empty() { Err(format!("{shown} holds no profile ({}).", extensions(formats))) } else { Ok(found) }
}

fn is_profile(path: &Path, formats: &Formats) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    formats.is_profile_name(&name) || formats.may_be_profile_name(&name)
}

fn extensions(formats: &Formats) -> String {
    formats.extensions().iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profiles(path: &Path) -> Result<Vec<PathBuf>, String> {
        super::profiles(path, &Formats::new(ovpn_profile::OpenVpn))
    }

    #[test]
    fn folders_are_searched_and_links_in_them_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("b/c")).unwrap();
        for name in ["z.ovpn", "a.txt", "b/y.OVPN", "b/c/x.conf"] {
            std::fs::write(root.join(name), "client\n").unwrap();
        }
        std::os::unix::fs::symlink(root, root.join("b/around")).unwrap();
        std::os::unix::fs::symlink(root.join("z.ovpn"), root.join("b/link.ovpn")).unwrap();
        assert_eq!(profiles(root).unwrap(), [root.join("b/c/x.conf"), root.join("b/y.OVPN"), root.join("z.ovpn")]);
        assert_eq!(profiles(&root.join("a.txt")).unwrap(), [root.join("a.txt")]);
        std::fs::create_dir(root.join("empty")).unwrap();
        assert!(profiles(&root.join("empty")).unwrap_err().contains("holds no profile"));
    }
}
