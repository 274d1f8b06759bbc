//! The file that root made of the policy: whose it is and who may write it is looked at before a byte of it is read.

use std::{
    fs::{self, File, Metadata},
    io::{ErrorKind, Read},
    path::Path,
    sync::Arc,
};

use vpn_api::{Policy, PolicyFault, PolicyProblem};

use super::PolicyFiles;

#[cfg(not(unix))]
#[path = "files/other.rs"]
mod system;
#[cfg(unix)]
#[path = "files/unix.rs"]
mod system;

use system::{Stamp, open_no_link, trusted};

/// The largest file that is read, in bytes: as many profiles as there may be, of some 100 kB each.
const MAX_FILE: u64 = 8 << 20;

/// Tells that a file is still the one that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// There is a policy to obey.
    wanted: bool,
    applied: Option<Stamp>,
}

impl Mark {
    pub(super) fn of(files: &PolicyFiles) -> Self {
        let applied = fs::symlink_metadata(&files.applied).ok();
        Self { wanted: is_wanted(&files.source), applied: applied.as_ref().map(Stamp::of) }
    }
}

/// Whatever stands in a policy's place, read or not, is one.
fn is_wanted(source: &Path) -> bool {
    !fs::symlink_metadata(source).is_err_and(|error| {
        // The folder may be missing, too, or be none.
        matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
    })
}

/// What is there now.
pub(super) fn read(files: &PolicyFiles) -> (Mark, Option<Arc<Policy>>) {
    // Before it is read: what changes meanwhile is read again.
    let mark = Mark::of(files);
    if !mark.wanted {
        return (mark, None);
    }
    let policy = applied(&files.applied).unwrap_or_else(|fault| {
        let path = if fault == PolicyFault::NotApplied { &files.source } else { &files.applied };
        Policy::strictest(PolicyProblem { file: path.display().to_string(), line: None, fault })
    });
    (mark, Some(Arc::new(policy)))
}

fn applied(path: &Path) -> Result<Policy, PolicyFault> {
    let unreadable = |error: std::io::Error| {
        let missing = error.kind() == ErrorKind::NotFound;
        if missing { PolicyFault::NotApplied } else { PolicyFault::Unreadable { why: error.to_string() } }
    };
    let folder = path.parent().ok_or(PolicyFault::NotApplied)?;
    trusted(&fs::symlink_metadata(folder).map_err(unreadable)?)?;
    if fs::symlink_metadata(path).map_err(unreadable)?.is_symlink() {
        return Err(PolicyFault::NotAFile);
    }
    let file = open_no_link(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    judge(&about)?;
    let policy: Policy = serde_json::from_slice(&content(file).map_err(unreadable)?)
        // What the parser quotes may be of a private key.
        .map_err(|_| PolicyFault::NotApplied)?;
    Ok(match policy.problem {
        // Whatever else it says.
        Some(problem) => Policy { organisation: policy.organisation, ..Policy::strictest(problem) },
        None => policy,
    })
}

fn judge(about: &Metadata) -> Result<(), PolicyFault> {
    if !about.is_file() {
        return Err(PolicyFault::NotAFile);
    }
    if about.len() > MAX_FILE {
        return Err(PolicyFault::TooLarge { limit: MAX_FILE });
    }
    trusted(about)
}

fn content(file: File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_FILE).read_to_end(&mut bytes)?;
    Ok(bytes)
}
