//! Whether there is a newer Adit: one signed file is fetched, and what it says is shown as a sentence. Nothing is downloaded or
//! installed. Who packs Adit says in a file where to ask and whose signature counts ([`Channel`]); without that file nobody is asked.

mod announcement;
mod channel;

use std::time::SystemTime;

pub(crate) use announcement::{Announcement, Untrusted, Version};
pub(crate) use channel::{Channel, FILE as CHANNEL};

use crate::import::{FetchError, Fetcher};

/// Why it is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CheckError {
    /// Nothing came.
    #[error("{0}")]
    Fetch(FetchError),
    /// What came is not believed.
    #[error("{0}")]
    Untrusted(Untrusted),
}

/// Asks, and gives what there is that is newer than `own`.
///
/// # Errors
/// [`CheckError`].
pub(crate) async fn newer(
    fetcher: &Fetcher,
    channel: &Channel,
    own: Version,
    now: SystemTime,
) -> Result<Option<Announcement>, CheckError> {
    let file = fetcher.file(channel.link(), announcement::MAX_LEN).await.map_err(CheckError::Fetch)?;
    let announced = Announcement::read(&file, channel.key(), now).map_err(CheckError::Untrusted)?;
    Ok(Some(announced).filter(|announced| announced.version > own))
}

#[cfg(test)]
pub(crate) mod tests;
