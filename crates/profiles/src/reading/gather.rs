//! From what a person drops (files, folders, archives, packages of Tunnelblick, configuration profiles of Apple) to the
//! profiles in it, each with the files around it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use profile_api::{Formats, MAX_PROFILE_LEN, NoSideFiles, SideFileError, SideFiles, relative_parts};

use super::{
    Folder, ReadError,
    archive::{self, ArchiveError, Files, MAX_ARCHIVE_LEN, MAX_UNPACKED, Unpacked},
    mobileconfig::{self, MAX_MOBILECONFIG_LEN, MobileConfigError},
    plain_name, read_bounded,
    tunnelblick::{is_package, package},
};

/// Most profiles of one import. More is a slip: a whole disk dropped on the window.
pub const MAX_FOUND: usize = 500;

/// Filename extensions of what holds profiles of any format: archives, packages, configuration profiles.
pub const CONTAINER_EXTENSIONS: [&str; 3] = ["zip", "tblk", "mobileconfig"];

/// Most entries of a folder and the folders in it that are looked at.
const MAX_VISITED: usize = 10_000;

/// How deep a folder is looked into.
const MAX_DEPTH: usize = 8;

/// A profile that was found, not parsed yet.
#[derive(Debug)]
pub struct Found {
    /// The file's name, without its folder; of a package, the package's.
    pub file: String,
    /// Its bytes, or why there are none.
    pub content: Result<Vec<u8>, GatherError>,
    /// The files that it may name.
    pub beside: SideFileSource,
    /// What is known from where it was found.
    pub remarks: Vec<FoundRemark>,
}

/// What is known of a profile from where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundRemark {
    /// The package brings scripts that Tunnelblick would run by their names. Adit runs none.
    PackageScripts(Vec<String>),
    /// The configuration profile has its certificate and key in another payload.
    IdentityElsewhere,
}

/// Why there is no profile in it.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The archive is not unpacked.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The configuration profile has nothing for Adit.
    #[error(transparent)]
    MobileConfig(#[from] MobileConfigError),
    /// A folder or an archive without a profile.
    #[error("there is no profile in it")]
    NothingInside,
    /// More than [`MAX_FOUND`] profiles, or a folder too large to look through.
    #[error("there is too much in it")]
    TooMuch,
}

/// The files around a profile.
#[derive(Debug)]
pub enum SideFileSource {
    /// None.
    Nothing,
    /// A folder.
    Folder(Folder),
    /// A folder inside of an archive.
    Archive(Arc<Files>, String),
}

impl SideFiles for SideFileSource {
    fn read(&self, name: &str) -> Result<Vec<u8>, SideFileError> {
        match self {
            Self::Nothing => NoSideFiles.read(name),
            Self::Folder(folder) => folder.read(name),
            Self::Archive(files, folder) => {
                let path = joined(folder, &relative_parts(name)?.join("/"));
                files.get(&path).cloned().ok_or(SideFileError::NotFound)
            }
        }
    }
}

/// Finds the profiles at `path`. Blocks on the disk.
///
/// # Errors
/// [`GatherError`].
pub fn gather(path: &Path, formats: &Formats) -> Result<Vec<Found>, GatherError> {
    let about = fs::metadata(path).map_err(ReadError::from)?;
    if about.is_dir() { in_folder(path, formats) } else { in_file(path, formats) }
}

fn in_file(path: &Path, formats: &Formats) -> Result<Vec<Found>, GatherError> {
    let file = file_name(path);
    let bytes = read(path, formats)?;
    if archive::is_archive(&bytes) || kind(&file, formats) == Kind::Archive {
        return in_archive(&bytes, &file, &mut MAX_UNPACKED.clone(), formats);
    }
    if mobileconfig::is_mobileconfig(&bytes) || kind(&file, formats) == Kind::MobileConfig {
        return in_mobileconfig(&bytes, &file, formats);
    }
    let beside = path.parent().and_then(Folder::open).map_or(SideFileSource::Nothing, SideFileSource::Folder);
    Ok(vec![Found { file, content: Ok(bytes), beside, remarks: Vec::new() }])
}

/// Reads a file of at most the size that its kind may have.
fn read(path: &Path, formats: &Formats) -> Result<Vec<u8>, GatherError> {
    let kind = kind(&path.to_string_lossy(), formats);
    let limit = match kind {
        Kind::Archive => MAX_ARCHIVE_LEN,
        Kind::MobileConfig => MAX_MOBILECONFIG_LEN,
        Kind::Profile | Kind::Perhaps | Kind::Other => MAX_PROFILE_LEN,
    };
    read_bounded(path, limit).map_err(|error| {
        let large_archive = kind == Kind::Archive && matches!(error, ReadError::TooLarge);
        if large_archive { ArchiveError::TooLarge.into() } else { GatherError::Read(error) }
    })
}

fn in_mobileconfig(bytes: &[u8], file: &str, formats: &Formats) -> Result<Vec<Found>, GatherError> {
    let found = mobileconfig::read(bytes, formats)?.into_iter().take(MAX_FOUND).map(|payload| {
        let name = payload.name.as_deref().and_then(plain_name).map(|name| format!("{name}.mobileconfig"));
        let remarks = if payload.identity_elsewhere { vec![FoundRemark::IdentityElsewhere] } else { Vec::new() };
        let file = name.unwrap_or_else(|| file.to_owned());
        Found { file, content: Ok(payload.text.into_bytes()), beside: SideFileSource::Nothing, remarks }
    });
    Ok(found.collect())
}

fn in_archive(bytes: &[u8], file: &str, budget: &mut usize, formats: &Formats) -> Result<Vec<Found>, GatherError> {
    let Unpacked { mut files, mut large } = archive::unpack(bytes, budget)?;
    // A package that is itself the archive has no folder of its name in it.
    if is_package(file) && !files.keys().any(|path| path.split('/').any(is_package)) {
        files = files.into_iter().map(|(path, content)| (joined(file, &path), content)).collect();
        large = large.iter().map(|path| joined(file, path)).collect();
    }
    let files = Arc::new(files);
    let mut paths: Vec<&str> = files.keys().chain(&large).map(String::as_str).collect();
    paths.sort_unstable();
    let tree = FileTree {
        formats,
        paths: &paths,
        read: &|path| files.get(path).cloned().ok_or(GatherError::Read(ReadError::TooLarge)),
        beside: &|folder| SideFileSource::Archive(Arc::clone(&files), folder.to_owned()),
    };
    // An archive in an archive is not unpacked: archives can be nested without end (a quine unpacks to itself).
    tree.profiles(None)
}

fn in_folder(path: &Path, formats: &Formats) -> Result<Vec<Found>, GatherError> {
    let mut paths = Vec::new();
    // A package counts as one, however it is dropped.
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).filter(|name| is_package(name));
    let prefix = name.unwrap_or_default();
    walk(path, &prefix, 0, &mut paths)?;
    paths.sort();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let on_disk = |inside: &str| -> PathBuf {
        let inside = inside.strip_prefix(&prefix).unwrap_or(inside);
        inside.split('/').filter(|part| !part.is_empty()).fold(path.to_owned(), |path, part| path.join(part))
    };
    let tree = FileTree {
        formats,
        paths: &paths,
        read: &|inside| read(&on_disk(inside), formats),
        beside: &|folder| Folder::open(&on_disk(folder)).map_or(SideFileSource::Nothing, SideFileSource::Folder),
    };
    tree.profiles(Some(MAX_UNPACKED))
}

/// Paths of the regular files below a folder, parts separated by `/`. Links are not followed, what is hidden is not looked at.
fn walk(folder: &Path, prefix: &str, depth: usize, into: &mut Vec<String>) -> Result<(), GatherError> {
    for entry in fs::read_dir(folder).map_err(ReadError::from)?.filter_map(Result::ok) {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        if into.len() >= MAX_VISITED {
            return Err(GatherError::TooMuch);
        }
        let inside = joined(prefix, &name);
        match entry.file_type() {
            Ok(about) if about.is_file() => into.push(inside),
            Ok(about) if about.is_dir() && depth < MAX_DEPTH => {
                // A folder that may not be read holds nothing for this person.
                if let Err(GatherError::TooMuch) = walk(&entry.path(), &inside, depth + 1, into) {
                    return Err(GatherError::TooMuch);
                }
            }
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// A folder on the disk or in an archive.
struct FileTree<'a> {
    formats: &'a Formats,
    /// Of all files in it, sorted.
    paths: &'a [&'a str],
    read: &'a dyn Fn(&str) -> Result<Vec<u8>, GatherError>,
    beside: &'a dyn Fn(&str) -> SideFileSource,
}

impl FileTree<'_> {
    /// The profiles among the files. Archives are looked into within `budget`, if there is one.
    fn profiles(&self, mut budget: Option<usize>) -> Result<Vec<Found>, GatherError> {
        let mut all = Vec::new();
        for path in self.paths {
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
            let package = package(path);
            if package.as_ref().is_some_and(|package| !package.holds_profiles(folder)) {
                continue;
            }
            match (kind(file, self.formats), budget.as_mut()) {
                (Kind::Other, _) | (Kind::Archive, None) => {}
                (Kind::Archive, Some(budget)) => {
                    let found = (self.read)(path).and_then(|bytes| in_archive(&bytes, file, budget, self.formats));
                    all.extend(found_or_why(found, file));
                }
                (Kind::MobileConfig, _) => {
                    let found = (self.read)(path).and_then(|bytes| in_mobileconfig(&bytes, file, self.formats));
                    all.extend(found_or_why(found, file));
                }
                (kind @ (Kind::Profile | Kind::Perhaps), _) => {
                    let content = (self.read)(path);
                    let is_one = content.as_ref().is_ok_and(|bytes| self.formats.looks_like_profile(bytes));
                    if kind == Kind::Perhaps && !is_one {
                        continue;
                    }
                    let scripts = package.as_ref().map(|package| package.scripts(self.paths)).unwrap_or_default();
                    let remarks =
                        if scripts.is_empty() { Vec::new() } else { vec![FoundRemark::PackageScripts(scripts)] };
                    let file = package.map_or_else(|| file.to_owned(), |package| package.called(file));
                    all.push(Found { file, content, beside: (self.beside)(folder), remarks });
                }
            }
            if all.len() > MAX_FOUND {
                return Err(GatherError::TooMuch);
            }
        }
        if all.is_empty() { Err(GatherError::NothingInside) } else { Ok(all) }
    }
}

/// What was found in a file of a folder, or why nothing was. A file without a profile in it is left out silently, since most files of a folder are.
fn found_or_why(found: Result<Vec<Found>, GatherError>, file: &str) -> Vec<Found> {
    match found {
        Ok(found) => found,
        Err(GatherError::NothingInside | GatherError::MobileConfig(MobileConfigError::NoVpn)) => Vec::new(),
        Err(why) => {
            let file = plain_name(file).unwrap_or_default();
            vec![Found { file, content: Err(why), beside: SideFileSource::Nothing, remarks: Vec::new() }]
        }
    }
}

/// What a file is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Profile,
    /// Its extension is used by others too, as `.conf` is.
    Perhaps,
    MobileConfig,
    Archive,
    Other,
}

fn kind(path: &str, formats: &Formats) -> Kind {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        _ if formats.is_profile_name(path) => Kind::Profile,
        _ if formats.may_be_profile_name(path) => Kind::Perhaps,
        Some("mobileconfig") => Kind::MobileConfig,
        Some("zip" | "tblk") => Kind::Archive,
        Some(_) | None => Kind::Other,
    }
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    plain_name(&name).unwrap_or_else(|| "profile".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{super::archive::tests::pack, super::mobileconfig::tests::mobileconfig, *};

    fn gather(path: &Path) -> Result<Vec<Found>, GatherError> {
        super::gather(path, &Formats::new(ovpn_profile::OpenVpn))
    }

    const PROFILE: &[u8] = b"client\nremote vpn.example.com\nca ca.crt\n";

    fn lay_out(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        home
    }

    fn names(found: &[Found]) -> Vec<&str> {
        found.iter().map(|found| found.file.as_str()).collect()
    }

    #[test]
    fn a_folder_is_searched_and_files_beside_are_found() {
        let home = lay_out(&[
            ("work.ovpn", PROFILE),
            ("ca.crt", b"ca 1"),
            ("more/home.conf", PROFILE),
            ("more/ca.crt", b"ca 2"),
            ("more/wg0.conf", b"[Interface]\nPrivateKey = x\n"),
            ("more/.hidden.ovpn", PROFILE),
            ("readme.txt", b"client\n"),
        ]);
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", home.path().join("loop")).unwrap();
        let found = gather(home.path()).unwrap();
        assert_eq!(names(&found), ["home.conf", "work.ovpn"]);
        assert_eq!(found[0].beside.read("ca.crt"), Ok(b"ca 2".to_vec()));
        assert_eq!(found[1].beside.read("ca.crt"), Ok(b"ca 1".to_vec()));
        assert_eq!(found[0].beside.read("../ca.crt"), Err(SideFileError::Outside));
    }

    #[test]
    fn too_much_is_a_slip() {
        let home = tempfile::tempdir().unwrap();
        for number in 0..=MAX_FOUND {
            fs::write(home.path().join(format!("{number}.ovpn")), PROFILE).unwrap();
        }
        assert!(matches!(gather(home.path()), Err(GatherError::TooMuch)));
        fs::remove_file(home.path().join("0.ovpn")).unwrap();
        assert_eq!(gather(home.path()).unwrap().len(), MAX_FOUND);
    }

    #[test]
    fn archives_are_read_in_memory() {
        let packed = pack(&[("vpn/a.ovpn", PROFILE), ("vpn/ca.crt", b"ca"), ("b.ovpn", PROFILE), ("c.zip", b"x")]);
        let home = lay_out(&[("all.zip", &packed), ("named.dat", &packed)]);
        for name in ["all.zip", "named.dat"] {
            let found = gather(&home.path().join(name)).unwrap();
            assert_eq!(names(&found), ["b.ovpn", "a.ovpn"]);
            assert_eq!(found[1].beside.read("ca.crt"), Ok(b"ca".to_vec()));
            assert_eq!(found[0].beside.read("ca.crt"), Err(SideFileError::NotFound));
            assert_eq!(found[1].beside.read("../b.ovpn"), Err(SideFileError::Outside));
        }
        let home = lay_out(&[("empty.zip", &pack(&[("readme.txt", b"x")])), ("text.zip", b"client")]);
        assert!(matches!(gather(&home.path().join("empty.zip")), Err(GatherError::NothingInside)));
        assert!(matches!(gather(&home.path().join("text.zip")), Err(GatherError::Archive(ArchiveError::Damaged))));
    }

    #[test]
    fn what_cannot_be_read_does_not_hide_the_others_and_is_told() {
        let large = vec![b'#'; MAX_PROFILE_LEN + 1];
        let inner = pack(&[("deep.ovpn", PROFILE)]);
        let packed = pack(&[("a.ovpn", PROFILE), ("b.ovpn", &large), ("inner.zip", &inner)]);
        let home = lay_out(&[
            ("a.ovpn", PROFILE),
            ("b.ovpn", &large),
            ("c.zip", b"PK no more"),
            ("d.zip", &pack(&[("readme.txt", b"x")])),
            ("e.mobileconfig", b"<plist><dict></dict></plist>"),
            ("f.zip", &inner),
        ]);
        let told = |path: &Path| -> Vec<(String, bool)> {
            gather(path).unwrap().into_iter().map(|found| (found.file, found.content.is_ok())).collect()
        };
        let expect =
            |names: &[(&str, bool)]| names.iter().map(|(name, ok)| ((*name).to_owned(), *ok)).collect::<Vec<_>>();
        assert_eq!(
            told(home.path()),
            expect(&[("a.ovpn", true), ("b.ovpn", false), ("c.zip", false), ("deep.ovpn", true)])
        );
        let archive = lay_out(&[("all.zip", &packed)]);
        assert_eq!(told(&archive.path().join("all.zip")), expect(&[("a.ovpn", true), ("b.ovpn", false)]));
    }

    #[test]
    fn packages_of_tunnelblick_are_called_by_their_name_and_tell_their_scripts() {
        let files: [(&str, &[u8]); 4] = [
            ("Office.tblk/Contents/Resources/config.ovpn", PROFILE),
            ("Office.tblk/Contents/Resources/ca.crt", b"ca"),
            ("Office.tblk/Contents/Resources/connected.sh", b"#!/bin/sh"),
            ("Office.tblk/Contents/Info.plist", b"x"),
        ];
        let home = lay_out(&files);
        let inside: Vec<(&str, &[u8])> =
            files.iter().map(|(name, content)| (name.strip_prefix("Office.tblk/").unwrap(), *content)).collect();
        fs::create_dir(home.path().join("zipped")).unwrap();
        fs::write(home.path().join("zipped/Office.tblk"), pack(&inside)).unwrap();
        fs::write(home.path().join("zipped/all.zip"), pack(&files)).unwrap();
        for path in ["Office.tblk", "zipped/Office.tblk", "zipped/all.zip"] {
            let found = gather(&home.path().join(path)).unwrap();
            assert_eq!(names(&found), ["Office.tblk"], "{path}");
            assert_eq!(found[0].beside.read("ca.crt"), Ok(b"ca".to_vec()), "{path}");
            let scripts = FoundRemark::PackageScripts(vec!["connected.sh".to_owned()]);
            assert_eq!(found[0].remarks, [scripts], "{path}");
        }
        let home = lay_out(&[("Both.tblk/one.ovpn", PROFILE), ("Both.tblk/two.conf", PROFILE)]);
        assert_eq!(names(&gather(home.path()).unwrap()), ["Both one.tblk", "Both two.tblk"]);
    }

    #[test]
    fn configuration_profiles_are_found_by_name_and_content() {
        let file = mobileconfig("<key>remote</key><string>vpn.example.com</string>");
        let home = lay_out(&[("a.mobileconfig", file.as_bytes()), ("b.xml", file.as_bytes())]);
        for name in ["a.mobileconfig", "b.xml"] {
            let found = gather(&home.path().join(name)).unwrap();
            assert_eq!(names(&found), ["Office.mobileconfig"]);
            assert_eq!(found[0].content.as_deref().unwrap(), b"client\nremote vpn.example.com\n");
        }
    }
}
