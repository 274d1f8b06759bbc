//! The files that a profile names. No format opens one: the caller brings them.

use std::collections::BTreeMap;

use serde::Serialize;

/// Largest file beside a profile in bytes.
pub const MAX_SIDE_FILE_LEN: usize = 1 << 20;

/// Brings the files that a profile names.
///
/// An implementation reads only regular files of at most [`MAX_SIDE_FILE_LEN`] bytes inside the profile's own folder,
/// links included, and uses [`relative_parts`] to refuse every other name before it touches the disk.
pub trait SideFiles {
    /// The content of the file that the profile calls `name`.
    ///
    /// # Errors
    /// [`SideFileError`]: the person is asked for the file then.
    fn read(&self, name: &str) -> Result<Vec<u8>, SideFileError>;
}

/// Why a file is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum SideFileError {
    /// There is no such file.
    #[error("there is no such file")]
    NotFound,
    /// An absolute path, a path upwards, an address, a device: nothing that is read unasked.
    #[error("the file is not in the profile's folder")]
    Outside,
    /// Larger than [`MAX_SIDE_FILE_LEN`].
    #[error("the file is too large")]
    TooLarge,
    /// It is there and cannot be read.
    #[error("the file cannot be read")]
    Unreadable,
}

/// No files at all: for a profile that came as text.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSideFiles;

impl SideFiles for NoSideFiles {
    fn read(&self, name: &str) -> Result<Vec<u8>, SideFileError> {
        relative_parts(name)?;
        Err(SideFileError::NotFound)
    }
}

/// Files that the person picked, by the name that the profile uses for them.
impl SideFiles for BTreeMap<String, Vec<u8>> {
    fn read(&self, name: &str) -> Result<Vec<u8>, SideFileError> {
        match self.get(name) {
            Some(bytes) if bytes.len() > MAX_SIDE_FILE_LEN => Err(SideFileError::TooLarge),
            Some(bytes) => Ok(bytes.clone()),
            None => NoSideFiles.read(name),
        }
    }
}

/// The parts of a name that stays inside the profile's folder, separated by `/` or `\`.
///
/// # Errors
/// [`SideFileError::Outside`] for an absolute path, a drive, an address, `..`, a control character, or a name that
/// Windows takes for a device.
pub fn relative_parts(name: &str) -> Result<Vec<&str>, SideFileError> {
    let absolute = name.starts_with(['/', '\\', '~']) || name.contains(':');
    if name.is_empty() || absolute || name.chars().any(char::is_control) {
        return Err(SideFileError::Outside);
    }
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.is_empty() || parts.iter().any(|part| *part == ".." || is_device(part)) {
        return Err(SideFileError::Outside);
    }
    Ok(parts)
}

/// Names that mean a device in every folder of a Windows machine.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest != "0");
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_inside_the_folder_are_read() {
        assert_eq!(relative_parts("ca.crt"), Ok(vec!["ca.crt"]));
        assert_eq!(relative_parts("./keys/ca.crt"), Ok(vec!["keys", "ca.crt"]));
        assert_eq!(relative_parts(r"keys\ca.crt"), Ok(vec!["keys", "ca.crt"]));
        for outside in [
            "",
            "/etc/shadow",
            "../x",
            "a/../../x",
            "~/x",
            r"C:\x",
            "http://x/y",
            r"\\host\x",
            "nul",
            "a/COM1.txt",
            ".",
            "a\0b",
        ] {
            assert_eq!(relative_parts(outside), Err(SideFileError::Outside), "{outside:?}");
        }
    }

    #[test]
    fn picked_files_may_have_any_name() {
        let files = BTreeMap::from([("/etc/ca.crt".to_owned(), b"x".to_vec())]);
        assert_eq!(files.read("/etc/ca.crt"), Ok(b"x".to_vec()));
        assert_eq!(files.read("other"), Err(SideFileError::NotFound));
    }
}
