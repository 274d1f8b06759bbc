//! Reading profiles, and what to say when there is none to read.

use std::path::Path;

use profile_api::{Formats, Import, MAX_PROFILE_LEN};
use profiles::ReadError;

use crate::exit::{CommandError, Exit};

/// Reads and parses the profile at `path`. Files that it names are looked for beside it only.
///
/// # Errors
/// It cannot be read, or is larger than any profile.
pub(crate) fn import(path: &Path, formats: &Formats) -> Result<Import, CommandError> {
    let shown = path.display();
    profiles::read_file(path, formats).map_err(|error| {
        let sentence = match error {
            ReadError::NotFound(_) => format!("{shown} does not exist."),
            ReadError::TooLarge => format!(
                "{shown} is larger than {}, so it is not a profile. Ask whoever gave it to you for the profile itself.",
                i18n::bytes(MAX_PROFILE_LEN as u64)
            ),
            ReadError::NotAFile | ReadError::Unreadable(_) => {
                format!("{shown} cannot be read. Check that it is a file and that you may read it.")
            }
        };
        CommandError::message(Exit::Profile, sentence)
    })
}
