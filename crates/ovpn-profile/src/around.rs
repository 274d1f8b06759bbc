//! What a profile's text alone does not tell: the time, and the network this machine is on.

use ipnet::IpNet;

use crate::{Finding, Import, Reason, Summary, Verdict, secrets};

/// Where and when a profile is looked at. This crate has neither clock nor network, so the caller brings both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Now, in Unix seconds.
    pub unix_seconds: i64,
    /// Networks of this machine's interfaces, Adit's own left out.
    pub local: Vec<IpNet>,
}

/// A certificate that ends its validity within this many days is worth a word.
const SOON: i64 = 30;

/// What is worth knowing about the profile here and today: certificates at their end, routes over the local network, and
/// secrets in the text. It does not change the file's verdict, which depends on the file alone.
#[must_use]
pub fn around(text: &str, import: &Import, around: &Around) -> Vec<Finding> {
    let mut found = import.report.dates(around.unix_seconds, SOON);
    for (route, network) in Summary::of(text, import).overlaps(&around.local) {
        let because = Reason::OverlapsLocal { route, network: network.to_string() };
        found.push(Finding { line: None, verdict: Verdict::warning(because) });
    }
    let mut names: Vec<String> = secrets::find(text).into_iter().map(|secret| secret.name).collect();
    names.sort_unstable();
    names.dedup();
    if !names.is_empty() {
        let because = Reason::InlineSecrets { names: names.join(", ") };
        found.push(Finding { line: None, verdict: Verdict::ignored(because) });
    }
    found
}
