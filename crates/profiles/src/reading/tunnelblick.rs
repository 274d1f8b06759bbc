//! Packages of Tunnelblick, a client for macOS: folders that hold a profile and what belongs to it.

/// A package: a folder that ends in `.tblk`, with its files in `Contents/Resources` or, before Tunnelblick has
/// installed it, anywhere in it.
pub(super) struct Package {
    /// Up to and with its own name.
    path: String,
    name: String,
}

pub(super) fn is_package(name: &str) -> bool {
    name.len() > 5 && name.to_ascii_lowercase().ends_with(".tblk")
}

pub(super) fn package(path: &str) -> Option<Package> {
    let (folders, _) = path.rsplit_once('/')?;
    let name = folders.split('/').find(|part| is_package(part))?;
    let end = folders.find(name)? + name.len();
    Some(Package { path: folders.get(..end)?.to_owned(), name: name.to_owned() })
}

impl Package {
    fn inside<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(&self.path)?.strip_prefix('/')
    }

    /// `Contents` has other folders that hold no profiles.
    pub(super) fn holds_profiles(&self, folder: &str) -> bool {
        let inside = self.inside(folder).unwrap_or_default();
        !inside.starts_with("Contents") || inside == "Contents/Resources" || inside.starts_with("Contents/Resources/")
    }

    /// Names of the scripts in it, of all `paths`, which Tunnelblick would run by their names.
    pub(super) fn scripts(&self, paths: &[&str]) -> Vec<String> {
        let inside = paths.iter().filter_map(|path| self.inside(path)).filter(|path| path.ends_with(".sh"));
        inside.map(|path| path.rsplit('/').next().unwrap_or(path).to_owned()).collect()
    }

    /// The package has the name, its file is `config.ovpn` as a rule.
    pub(super) fn called(&self, file: &str) -> String {
        match file.rsplit_once('.').map_or(file, |(stem, _)| stem) {
            "config" | "openvpn" => self.name.clone(),
            stem => {
                let own = self.name.get(..self.name.len().saturating_sub(5)).unwrap_or_default();
                if own == stem { self.name.clone() } else { format!("{own} {stem}.tblk") }
            }
        }
    }
}
