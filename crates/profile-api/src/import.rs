//! From the bytes of a profile to what can be stored and connected, or to why it cannot.

use std::collections::BTreeMap;

use ipnet::IpNet;
use vpn_api::ProtocolProfile;

use crate::{
    certificate::EXPIRES_SOON_DAYS,
    need::Need,
    reason::CommonReason,
    report::{Finding, Report, Verdict},
    side_files::SideFiles,
    sign_in::{Asks, SignIn},
    summary::Summary,
};

/// Largest profile of any protocol in bytes. Callers check a file's length against it before they read the file.
pub const MAX_PROFILE_LEN: usize = 1 << 20;

/// A profile that is to be read.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The whole file, at most [`MAX_PROFILE_LEN`] bytes.
    pub bytes: &'a [u8],
    /// Brings the files that it names.
    pub files: &'a dyn SideFiles,
    /// What the person answered to an earlier reading.
    pub answers: &'a Answers,
}

/// What the person answered to [`Need`]s that are not files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Server addresses by the placeholder in their place.
    pub servers: BTreeMap<String, String>,
}

/// What became of a profile.
#[derive(Debug, Clone)]
pub struct Import {
    /// The profile, or why there is none.
    pub outcome: Result<Parsed, Rejected>,
    /// Line by line, in either case.
    pub report: Report,
    /// In short, as far as the text can be read.
    pub summary: Summary,
}

impl Import {
    /// What is worth knowing about the profile here and today: certificates near or past their dates, and routes over the
    /// networks that this machine is on. It does not change the file's verdict, which depends on the file alone.
    #[must_use]
    pub fn notes(&self, unix_seconds: i64, local: &[IpNet]) -> Vec<Finding> {
        let overlap = |(route, network): (String, IpNet)| {
            let because = CommonReason::OverlapsLocal { route, network: network.to_string() };
            Finding { line: None, verdict: Verdict::warning(because.into()) }
        };
        let dates = self.report.dates(unix_seconds, EXPIRES_SOON_DAYS);
        dates.into_iter().chain(self.summary.overlaps(local).into_iter().map(overlap)).collect()
    }
}

/// A profile that can be connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// Its typed settings.
    pub profile: ProtocolProfile,
    /// What whoever made the profile calls it.
    pub name_hint: Option<String>,
    /// Its servers' names or addresses, in order.
    pub servers: Vec<String>,
    /// How one signs in.
    pub sign_in: SignIn,
    /// What the person will be asked for.
    pub asks: Asks,
    /// Files that the profile names for what has to be typed.
    pub secret_files: SecretFiles,
}

/// Files that a profile names for what has to be typed otherwise. No format reads them: only a program that nobody sits in front of
/// does, with the rights of whoever started it, and from the profile's own folder alone. A profile may come from anybody, and what
/// stands in such a file is sent to the profile's server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecretFiles {
    /// With the user name in its first line and the password in its second.
    pub login: Option<String>,
    /// With the private key's passphrase in its first line.
    pub passphrase: Option<String>,
}

/// Why there is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// [`Report::refusals`] tells line and reason.
    #[error("the profile cannot be used as it stands")]
    Refused,
    /// Everything is fine but for files or an address that the person can give.
    #[error("the profile needs {} more", needs.len())]
    Incomplete {
        /// What is missing.
        needs: Vec<Need>,
    },
}
