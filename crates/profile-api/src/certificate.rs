//! What people want to know of the certificates in a profile.

use crate::reason::CommonReason;

/// A certificate that ends its validity within this many days is worth a remark.
pub const EXPIRES_SOON_DAYS: i64 = 30;

const SECONDS_PER_DAY: i64 = 86_400;

/// Whose certificate it is. The order is that of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CertificateRole {
    /// One that the profile trusts.
    Authority,
    /// Our own.
    Own,
    /// Between ours and its authority.
    Intermediate,
}

/// What people want to know of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateInfo {
    /// Whose.
    pub role: CertificateRole,
    /// Line of the directive that holds it, from 1.
    pub line: u32,
    /// Subject as text.
    pub subject: String,
    /// Issuer as text.
    pub issuer: String,
    /// Not valid before, in Unix seconds.
    pub not_before: i64,
    /// Not valid after, in Unix seconds.
    pub not_after: i64,
    /// Why TLS libraries of our day do not like it: `RSA-1024`, `SHA-1`, `MD5`, `X.509 v1`.
    pub weaknesses: Vec<String>,
}

impl CertificateInfo {
    /// What is wrong with its dates at `unix_seconds`, or will be within `days`.
    pub(crate) fn dates(&self, unix_seconds: i64, days: i64) -> Option<CommonReason> {
        let (not_before, not_after) = (self.not_before, self.not_after);
        let left = not_after.saturating_sub(unix_seconds);
        Some(match left {
            _ if not_before > unix_seconds => CommonReason::CertificateNotYetValid { not_before },
            ..0 if self.role == CertificateRole::Authority => {
                CommonReason::AuthorityExpired { not_after, days: left.saturating_neg() / SECONDS_PER_DAY }
            }
            ..0 => CommonReason::CertificateExpired { not_after, days: left.saturating_neg() / SECONDS_PER_DAY },
            _ if left < days.saturating_mul(SECONDS_PER_DAY) => {
                CommonReason::CertificateExpiring { not_after, days: left / SECONDS_PER_DAY }
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Report, Verdict};

    #[test]
    fn dates_are_judged_by_the_callers_clock() {
        let (not_before, not_after) = (1_000_000_000, 1_100_000_000);
        let of = |role| CertificateInfo {
            role,
            line: 7,
            subject: "CN=alice".to_owned(),
            issuer: "CN=authority".to_owned(),
            not_before,
            not_after,
            weaknesses: Vec::new(),
        };
        let report = |role| Report::<CommonReason> { certificates: vec![of(role)], ..Report::default() };
        let at = |role, now| report(role).dates(now, EXPIRES_SOON_DAYS).into_iter().next().map(|found| found.verdict);
        let warning = |because| Some(Verdict::warning(because));
        let own = CertificateRole::Own;
        assert_eq!(at(own, not_before - 1), warning(CommonReason::CertificateNotYetValid { not_before }));
        assert_eq!(at(own, not_before + 1), None);
        let nine = not_after - 10 * SECONDS_PER_DAY + 1;
        assert_eq!(at(own, nine), warning(CommonReason::CertificateExpiring { not_after, days: 9 }));
        let expired = |days| warning(CommonReason::CertificateExpired { not_after, days });
        assert_eq!(at(own, not_after + 1), expired(0));
        assert_eq!(at(own, not_after + 3 * SECONDS_PER_DAY), expired(3));
        let authority = at(CertificateRole::Authority, not_after + 3 * SECONDS_PER_DAY + 1);
        assert_eq!(authority, warning(CommonReason::AuthorityExpired { not_after, days: 3 }));
        assert_eq!(report(own).dates(nine, 0), [], "nobody asked for what comes");
    }
}
