//! Opening by name, where the system cannot confine it to a folder.

use std::{fs::File, io, path::Path};

/// Opens a file whose real name is known and was found to be inside the folder.
pub(crate) fn open_inside(_folder: &Path, real: &Path) -> io::Result<File> {
    File::open(real)
}
