//! From what a person drops, pastes or opens to the drafts of the import sheet. Nothing is stored here.
//!
//! ```text
//!  paths ─ profiles::gather ─┐
//!  text ─────────────────────┼─► ImportItem ◄─ fixes, files, answers
//!  link ─ (asked) ─ fetch ───┘     └─ describe ─► ImportDraft, as the window shows it
//! ```

mod address;
mod candidate;
mod describe;
mod fetch;
mod item;
mod networks;
mod profile_url;
pub(crate) mod provider;
mod refusals;

use std::path::{Path, PathBuf};

use profile_api::Formats;
use url::Url;

pub(crate) use candidate::{Ready, Taken};
pub(crate) use describe::{diff_view, report, verdict};
pub(crate) use fetch::{FetchError, Fetched, Fetcher, Session};
pub(crate) use item::{ImportItem, Waiting};
pub(crate) use profile_url::{BadProfileUrl, ProfileUrl, is_profile_url};
pub(crate) use refusals::{bad_url, not_fetched, not_provided, too_many};

/// Most profiles of one sheet. More is a slip: a whole disk dropped on the window.
pub(crate) const MAX_ITEMS: usize = profiles::MAX_FOUND;

/// Where profiles come from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A file of any kind that holds profiles, or a folder.
    Path(PathBuf),
    /// Text without a folder around it.
    Text {
        /// What it was called where it came from.
        name: String,
        /// The text.
        text: String,
    },
    /// A link that the user has not agreed to fetch yet.
    Url(ProfileUrl),
    /// A link that is not fetched.
    BadUrl(BadProfileUrl),
}

impl Source {
    /// What an argument of the command line means, as it is seen from `folder`. Desktops hand over paths, `file:` addresses, and
    /// links of the schemes that Adit is registered for.
    pub(crate) fn of_argument(argument: &Path, folder: &Path, formats: &Formats) -> Self {
        let text = argument.to_string_lossy();
        if is_profile_url(&text, formats) {
            return ProfileUrl::parse(&text, formats).map_or_else(Self::BadUrl, Self::Url);
        }
        let file = Url::parse(&text).ok().filter(|url| url.scheme() == "file").and_then(|url| url.to_file_path().ok());
        Self::Path(file.unwrap_or_else(|| folder.join(argument)))
    }
}

/// Reads the sources. Blocks on the disk.
pub(crate) fn read(sources: Vec<Source>, formats: &Formats) -> Vec<ImportItem> {
    sources.into_iter().flat_map(|source| drafts(source, formats)).take(MAX_ITEMS + 1).collect()
}

fn drafts(source: Source, formats: &Formats) -> Vec<ImportItem> {
    match source {
        Source::Path(path) => match profiles::gather(&path, formats) {
            Ok(found) => found.into_iter().map(|found| ImportItem::found(found, formats)).collect(),
            Err(error) => {
                let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                vec![ImportItem::unreadable(&file, refusals::not_gathered(&error))]
            }
        },
        Source::Text { name, text } => vec![ImportItem::text(&name, text, formats)],
        Source::Url(link) => vec![ImportItem::link(link)],
        Source::BadUrl(bad) => vec![ImportItem::unreadable("", bad_url(bad))],
    }
}

#[cfg(test)]
pub(crate) mod tests;
