//! Why there is nothing to import, as sentences.

use profile_api::{MAX_PROFILE_LEN, MAX_SIDE_FILE_LEN};
use profiles::{ArchiveError, GatherError, MAX_FOUND, MobileConfigError, ReadError};

use super::{BadProfileUrl, FetchError};
use crate::{
    strings::{self, Value},
    view::MessageView,
};

pub(super) fn not_gathered(error: &GatherError) -> MessageView {
    let plain = |id: &str| strings::message(id, &[], "");
    match error {
        GatherError::Read(error) => unread(error),
        GatherError::Archive(error) => plain(match error {
            ArchiveError::Damaged => "import-archive-damaged",
            ArchiveError::TooLarge | ArchiveError::TooManyEntries | ArchiveError::Bomb => "import-archive-large",
            ArchiveError::Escape => "import-archive-escape",
            ArchiveError::Locked => "import-archive-locked",
            ArchiveError::Unsupported => "import-archive-unsupported",
        }),
        GatherError::MobileConfig(error) => plain(match error {
            MobileConfigError::Unreadable => "import-mobileconfig-unreadable",
            MobileConfigError::Encrypted => "import-mobileconfig-encrypted",
            MobileConfigError::NoVpn => "import-mobileconfig-other",
        }),
        GatherError::NothingInside => plain("import-nothing-inside"),
        GatherError::TooMuch => too_many(),
    }
}

/// More profiles than one sheet takes.
pub(crate) fn too_many() -> MessageView {
    strings::message("import-too-many", &[("limit", Value::from(MAX_FOUND))], "")
}

/// Why a file that a profile names is not taken.
pub(crate) fn not_provided(error: &ReadError) -> MessageView {
    match error {
        ReadError::TooLarge => {
            strings::message("import-side-large", &[("limit", Value::from(MAX_SIDE_FILE_LEN / 1024))], "")
        }
        ReadError::NotFound(_) | ReadError::NotAFile | ReadError::Unreadable(_) => unread(error),
    }
}

fn unread(error: &ReadError) -> MessageView {
    match error {
        ReadError::NotFound(cause) => strings::message("import-not-found", &[], cause),
        ReadError::NotAFile => strings::message("import-not-file", &[], ""),
        ReadError::TooLarge => {
            strings::message("import-too-large", &[("limit", Value::from(MAX_PROFILE_LEN / 1024))], "")
        }
        ReadError::Unreadable(cause) => strings::message("import-unreadable", &[], cause),
    }
}

/// Why a link is not fetched.
pub(crate) fn bad_url(bad: BadProfileUrl) -> MessageView {
    let id = match bad {
        BadProfileUrl::TooLong => "import-link-long",
        BadProfileUrl::NotSecure => "import-link-not-secure",
        BadProfileUrl::Malformed => "import-link-malformed",
        BadProfileUrl::Credentials => "import-link-credentials",
        BadProfileUrl::Local => "import-link-local",
    };
    strings::message(id, &[], "")
}

/// Why nothing came from `host`.
pub(crate) fn not_fetched(host: &str, error: &FetchError) -> MessageView {
    let host = ("host", Value::from(host.to_owned()));
    let said = |id: &str, detail: &dyn std::fmt::Display| strings::message(id, std::slice::from_ref(&host), detail);
    match error {
        FetchError::Url(bad) => bad_url(*bad),
        FetchError::Local(_) => strings::message("import-link-local", &[], ""),
        FetchError::NoAddress(_) => said("import-fetch-no-address", &""),
        FetchError::Unreachable(why) => said("import-fetch-unreachable", why),
        FetchError::Status(_) => said("import-fetch-status", error),
        FetchError::TooManyRedirects => said("import-fetch-redirects", &""),
        FetchError::TooLarge => {
            strings::message("import-too-large", &[("limit", Value::from(MAX_PROFILE_LEN / 1024))], "")
        }
        FetchError::NotAProfile(_) => said("import-fetch-no-profile", error),
        FetchError::NoBrowserSignIn => said("import-fetch-no-sign-in", &""),
        FetchError::Slow => said("import-fetch-slow", &""),
    }
}
