//! Whose files a policy is made of, and who may read what is made of it.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::Path,
};

use vpn_api::{Policy, PolicyFault};
use zeroize::Zeroizing;

/// The largest policy that is read, in bytes.
pub(super) const MAX_POLICY: u64 = 64 << 10;

/// The text of the policy. `None`: there is none.
pub(super) fn read(path: &Path) -> Result<Option<String>, PolicyFault> {
    let about = match fs::symlink_metadata(path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        other => other.map_err(|error| unreadable(&error))?,
    };
    judge(path, &about)?;
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    // It may have been another one when it was looked at.
    judge(path, &file.metadata().map_err(|error| unreadable(&error))?)?;
    if about.len() > MAX_POLICY {
        return Err(PolicyFault::TooLarge { limit: MAX_POLICY });
    }
    let mut text = String::new();
    file.take(MAX_POLICY).read_to_string(&mut text).map_err(|error| unreadable(&error))?;
    Ok(Some(text))
}

fn unreadable(error: &io::Error) -> PolicyFault {
    PolicyFault::Unreadable { why: error.to_string() }
}

/// Whether nobody but root could have written this file.
pub(super) fn judge_file(path: &Path) -> Result<(), PolicyFault> {
    judge(path, &fs::symlink_metadata(path).map_err(|error| unreadable(&error))?)
}

/// A regular file, and it and its folder are root's, or of the user that this runs as, and nobody else may write them.
fn judge(path: &Path, about: &Metadata) -> Result<(), PolicyFault> {
    if !about.is_file() {
        return Err(PolicyFault::NotAFile);
    }
    trusted(about)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    trusted(&fs::metadata(folder).map_err(|error| unreadable(&error))?)
}

fn trusted(about: &Metadata) -> Result<(), PolicyFault> {
    if about.uid() != 0 && about.uid() != own() {
        return Err(PolicyFault::Owner);
    }
    if about.mode() & 0o022 != 0 { Err(PolicyFault::Writable) } else { Ok(()) }
}

/// The user that this process runs as, who owns what the kernel tells of it (proc(5)).
fn own() -> u32 {
    fs::metadata("/proc/self").map_or(0, |about| about.uid())
}

/// Leaves the policy for the helper, whole or not at all: readable by root and by the group that this runs in. Without a policy
/// nothing is left there.
pub(super) fn put(to: &Path, policy: Option<&Policy>) -> io::Result<()> {
    let Some(policy) = policy else {
        let missing = |error: &io::Error| error.kind() == ErrorKind::NotFound;
        return fs::remove_file(to).or_else(|error| if missing(&error) { Ok(()) } else { Err(error) });
    };
    let bytes = Zeroizing::new(serde_json::to_vec(policy)?);
    let new = to.with_extension("new");
    // Left by one that was stopped.
    let _ = fs::remove_file(&new);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o640).open(&new)?;
    let written = file.write_all(&bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&new, to));
    written.inspect_err(|_| {
        let _ = fs::remove_file(&new);
    })
}
