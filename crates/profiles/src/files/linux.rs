//! openat2(2), which looks at every part of a name while it opens it.

use std::{fs::File, io, path::Path};

use rustix::fs::{Mode, OFlags, ResolveFlags, open, openat2};

/// Opens a file whose real name is known. A link that is put in its place meanwhile is not followed out of the folder. A pipe is not
/// waited for.
pub(crate) fn open_inside(folder: &Path, real: &Path) -> io::Result<File> {
    let inside = real.strip_prefix(folder).unwrap_or(real);
    let folder = open(folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    Ok(openat2(folder, inside, flags, Mode::empty(), resolve)?.into())
}
