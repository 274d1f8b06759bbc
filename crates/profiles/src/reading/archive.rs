//! Archives, unpacked into memory and never onto the disk. The only module that names `zip`.
//!
//! An archive may be made to exhaust memory: the sizes that it declares are checked first, and what comes out is counted while
//! it is unpacked, because the declaration need not be true.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use profile_api::MAX_SIDE_FILE_LEN;
use zip::{ZipArchive, result::ZipError};

/// Largest archive in bytes. Providers' archives with hundreds of profiles stay below one MiB.
pub const MAX_ARCHIVE_LEN: usize = 32 << 20;

/// Most entries of an archive.
const MAX_ENTRIES: usize = 4000;

/// Most bytes that are unpacked from one archive, or from all that are imported at once.
pub(super) const MAX_UNPACKED: usize = 64 << 20;

/// How much larger than its archive the content may be. Profiles shrink to a third; one made of nothing but a repeated line
/// comes near fifty.
const MAX_RATIO: usize = 100;

/// Content of this size is no bomb, whatever its ratio.
const HARMLESS: usize = 1 << 20;

/// Files of an archive by their path, parts separated by `/`.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// What was in an archive.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unpacked {
    /// Files that may belong to a profile.
    pub(super) files: Files,
    /// Paths of files that are too large for that.
    pub(super) large: Vec<String>,
}

/// Why an archive is not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// Cut off, or no archive.
    #[error("the archive is damaged")]
    Damaged,
    /// Larger than [`MAX_ARCHIVE_LEN`].
    #[error("the archive is too large")]
    TooLarge,
    /// More than [`MAX_ENTRIES`].
    #[error("the archive has too many entries")]
    TooManyEntries,
    /// What is in it is out of proportion.
    #[error("the archive unpacks to far more than profiles can be")]
    Bomb,
    /// An entry's name leads out of the archive.
    #[error("an entry of the archive has a path that leads out of it")]
    Escape,
    /// It asks for a password.
    #[error("the archive is protected by a password")]
    Locked,
    /// Packed in a way that nobody uses for profiles.
    #[error("the archive is packed in an unknown way")]
    Unsupported,
}

impl From<ZipError> for ArchiveError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Self::Locked,
            ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Self::Unsupported,
            ZipError::Io(_)
            | ZipError::InvalidArchive(_)
            | ZipError::FileNotFound
            | ZipError::DecompressedSizeLimitExceeded { .. }
            | ZipError::DecompressedSizeUnknown
            | _ => Self::Damaged,
        }
    }
}

/// Whether this begins as an archive does.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Unpacks the files that may belong to a profile, at most `budget` bytes, and takes what they need from it. Links and what
/// a desktop hides are left out.
pub(super) fn unpack(bytes: &[u8], budget: &mut usize) -> Result<Unpacked, ArchiveError> {
    if bytes.len() > MAX_ARCHIVE_LEN {
        return Err(ArchiveError::TooLarge);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MAX_ENTRIES {
        return Err(ArchiveError::TooManyEntries);
    }
    let most = (*budget).min(HARMLESS.max(bytes.len().saturating_mul(MAX_RATIO)));
    let (mut unpacked, mut total) = (Unpacked::default(), 0_usize);
    for at in 0..archive.len() {
        let entry = archive.by_index(at)?;
        let name = entry.name()?.into_owned();
        let parts = inside(&name).ok_or(ArchiveError::Escape)?;
        let hidden = parts.iter().any(|part| part.starts_with('.') || *part == "__MACOSX");
        if entry.is_dir() || entry.is_symlink() || hidden {
            continue;
        }
        total = total.saturating_add(usize::try_from(entry.size()).unwrap_or(usize::MAX));
        if total > most {
            return Err(ArchiveError::Bomb);
        }
        let declared = entry.size();
        let path = parts.join("/");
        if declared > MAX_SIDE_FILE_LEN as u64 {
            unpacked.large.push(path);
            continue;
        }
        let mut content = Vec::new();
        // One byte more than declared tells a lie.
        entry.take(declared + 1).read_to_end(&mut content).map_err(|_| ArchiveError::Damaged)?;
        if content.len() as u64 != declared {
            return Err(ArchiveError::Damaged);
        }
        unpacked.files.insert(path, content);
    }
    *budget = budget.saturating_sub(unpacked.files.values().map(Vec::len).sum());
    Ok(unpacked)
}

/// The parts of an entry's name. `None` if it leads out of the archive, on any system. A name that one system could not write
/// to its disk is fine: nothing is written.
fn inside(name: &str) -> Option<Vec<&str>> {
    let drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if name.starts_with(['/', '\\']) || drive || name.chars().any(char::is_control) {
        return None;
    }
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.is_empty() && !parts.contains(&"..")).then_some(parts)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn unpack(bytes: &[u8]) -> Result<Files, ArchiveError> {
        super::unpack(bytes, &mut MAX_UNPACKED.clone()).map(|unpacked| unpacked.files)
    }

    /// An archive of these files.
    pub(crate) fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            let options =
                SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn files_come_out_and_what_a_desktop_adds_does_not() {
        let files = unpack(&pack(&[
            ("vpn/work.ovpn", b"client"),
            ("vpn\\keys\\ca.crt", b"ca"),
            ("__MACOSX/vpn/._work.ovpn", b"x"),
            (".DS_Store", b"x"),
        ]));
        let expected = [("vpn/keys/ca.crt", b"ca".to_vec()), ("vpn/work.ovpn", b"client".to_vec())];
        assert_eq!(files.unwrap(), expected.map(|(name, content)| (name.to_owned(), content)).into());
    }

    #[test]
    fn a_path_that_leads_out_refuses_the_whole() {
        for name in ["../x.ovpn", "a/../../x.ovpn", "/etc/x.ovpn", "C:\\x.ovpn", "a\0b.ovpn"] {
            let packed = pack(&[("good.ovpn", b"client"), (name, b"client")]);
            assert_eq!(unpack(&packed), Err(ArchiveError::Escape), "{name:?}");
        }
        let odd = pack(&[("a..b/x.ovpn", b"client"), ("Office: Rome.ovpn", b"client"), ("aux.ovpn", b"client")]);
        assert_eq!(unpack(&odd).map(|files| files.len()), Ok(3));
    }

    #[test]
    fn bombs_do_not_go_off() {
        let zeros = vec![0_u8; 40 << 20];
        assert_eq!(unpack(&pack(&[("a.ovpn", &zeros)])), Err(ArchiveError::Bomb));
        let names: Vec<String> = (0..60).map(|number| format!("{number}.ovpn")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &zeros[..1 << 20])).collect();
        assert_eq!(unpack(&pack(&many)), Err(ArchiveError::Bomb));
        assert_eq!(unpack(&pack(&many[..1])).map(|files| files.len()), Ok(1), "one alone is no bomb");
        let names: Vec<String> = (0..=MAX_ENTRIES).map(|number| format!("{number}.ovpn")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        assert_eq!(unpack(&pack(&many)), Err(ArchiveError::TooManyEntries));
        assert_eq!(unpack(&pack(&many[..MAX_ENTRIES])).map(|files| files.len()), Ok(MAX_ENTRIES));
    }

    #[test]
    fn several_archives_share_a_budget() {
        let noise: Vec<u8> = (0..600_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let packed = pack(&[("a.ovpn", &noise), ("b.ovpn", &vec![b'#'; MAX_SIDE_FILE_LEN + 1])]);
        let mut budget = 2_500_000;
        let first = super::unpack(&packed, &mut budget).unwrap();
        assert_eq!((first.files.len(), first.large.as_slice()), (1, ["b.ovpn".to_owned()].as_slice()));
        assert_eq!(budget, 1_900_000);
        assert!(super::unpack(&packed, &mut budget).is_ok());
        assert_eq!(super::unpack(&packed, &mut budget), Err(ArchiveError::Bomb));
    }

    #[test]
    fn a_declared_size_that_lies_is_found() {
        let text = "remote vpn.example.com\n".repeat(1000);
        let good = pack(&[("a.ovpn", text.as_bytes())]);
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        for lie in [10_u32, 100_000] {
            let mut bad = good.clone();
            for at in (0..bad.len() - 4).filter(|at| good[*at..*at + 4] == size) {
                bad[at..at + 4].copy_from_slice(&lie.to_le_bytes());
            }
            assert_ne!(bad, good);
            assert!(unpack(&bad).is_err(), "{lie}");
        }
        assert!(unpack(&good).is_ok());
    }

    #[test]
    fn damage_is_an_answer() {
        let good = pack(&[("a.ovpn", b"client\nremote vpn.example.com\n"), ("ca.crt", b"ca")]);
        for end in 0..good.len() {
            assert!(unpack(&good[..end]).is_err(), "cut at {end}");
        }
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0xff;
            let _any = unpack(&bad);
        }
        assert!(unpack(&good).is_ok());
    }
}
