//! Small files in which the app keeps something from one start to the next, as JSON. They are read whole at the start and written
//! whole; only their owner may read them.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use serde::{Serialize, de::DeserializeOwned};

/// Reads one of at most `most` bytes: what is larger is none of ours. `None`: there is none, or it cannot be understood.
pub(crate) fn read<T: DeserializeOwned>(path: &Path, most: u64) -> Option<T> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    let read = serde_json::from_slice(&bytes);
    read.inspect_err(|error| tracing::warn!(%error, path = %path.display(), "what was kept cannot be read")).ok()
}

/// Writes one, whole or not at all, and its folder if there is none.
///
/// # Errors
/// The system says no.
pub(crate) fn write(path: &Path, kept: &impl Serialize) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    profiles::write_private(path, &serde_json::to_vec(kept)?)
}
