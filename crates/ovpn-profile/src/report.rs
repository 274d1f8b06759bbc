//! The report of a profile, with OpenVPN's own reasons in it.

use crate::reason::Reason;

pub(crate) use profile_api::Entry;

/// What became of a profile, line by line.
pub type Report = profile_api::Report<Reason>;
/// What became of one line, or one inline block.
pub type LineReport = profile_api::LineReport<Reason>;
/// Something about the profile as a whole, or about a line that cannot be read.
pub type Finding = profile_api::Finding<Reason>;
/// What became of a line.
pub type Verdict = profile_api::Verdict<Reason>;
