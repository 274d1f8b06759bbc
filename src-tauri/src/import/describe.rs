//! An item of the sheet as the window shows it. Pure but for the clock and the networks of this machine.

use std::time::{SystemTime, UNIX_EPOCH};

use ipnet::IpNet;
use profile_api::{
    Asks, FileVerdict, Finding, Fix, Import, Need, ProfileFormat, Rejected, Server, SignIn, Summary, TunnelTraffic,
    Verdict,
};
use profiles::{FoundRemark, NewProfile, plain_name};
use vpn_api::Transport;

use super::{candidate::Candidate, networks};
use crate::{
    strings::{self, Value},
    view::{
        DiffKind, DiffLine, DraftVerdict, FixView, ImportDraft, LineVerdict, MessageView, NeedKind, NeedView,
        ReportCounts, ReportLine,
    },
};

/// The note about a certificate of the user's that is past its date.
const EXPIRED: &str = "lint-certificate-expired";

/// Most servers that the sheet names.
const SERVERS_SHOWN: usize = 20;

/// Something that is no profile.
pub(super) fn unreadable(file: &str, headline: MessageView) -> ImportDraft {
    ImportDraft { file: file.to_owned(), name: file.to_owned(), headline, ..ImportDraft::default() }
}

/// A link that the user has not agreed to fetch yet.
pub(super) fn link(host: &str) -> ImportDraft {
    asking(host, "import-link-asks", NeedKind::Fetch, "import-need-fetch")
}

/// A server that wants a sign-in in the browser.
pub(super) fn page(host: &str) -> ImportDraft {
    asking(host, "import-link-signs-in", NeedKind::Browser, "import-need-browser")
}

fn asking(host: &str, headline: &str, kind: NeedKind, explanation: &str) -> ImportDraft {
    let values = [("host", Value::from(host.to_owned()))];
    ImportDraft {
        file: host.to_owned(),
        name: host.to_owned(),
        verdict: DraftVerdict::ImportableWithWarnings,
        headline: strings::message(headline, &values, ""),
        needs: vec![NeedView { kind, id: host.to_owned(), line: 0, explanation: strings::text(explanation, &values) }],
        ..ImportDraft::default()
    }
}

/// A profile.
pub(super) fn profile(file: &str, candidate: &Candidate) -> ImportDraft {
    let (import, summary) = (&candidate.import, &candidate.import.summary);
    // What the machine is on matters only to a profile that names networks itself.
    let local = if summary.routes.is_empty() { Vec::new() } else { networks::of_this_machine() };
    let (mut findings, lines) = report(import, &local);
    findings.extend(candidate.remarks.iter().map(found_remark));
    findings.extend(candidate.redirected.as_ref().map(|host| {
        whole(LineVerdict::Warning, strings::text("import-redirected", &[("host", Value::from(host.clone()))]))
    }));
    let worth_knowing = findings.iter().any(|finding| finding.verdict == LineVerdict::Warning);
    let mut verdict = verdict(import.report.verdict);
    if verdict == DraftVerdict::Importable && worth_knowing {
        verdict = DraftVerdict::ImportableWithWarnings;
    }
    ImportDraft {
        id: String::new(),
        file: file.to_owned(),
        name: name(file, import),
        verdict,
        headline: expired(import).unwrap_or_else(|| headline(candidate, verdict)),
        servers: servers(&summary.servers),
        sign_in: sign_in(summary.sign_in, summary.asks, summary.username.as_deref()),
        traffic: traffic(summary),
        dns: dns(summary),
        counts: counts(&findings, &lines),
        findings,
        lines,
        fixes: candidate.fixes.iter().map(|(fix, applied)| fix_view(candidate, fix, *applied)).collect(),
        needs: import.report.needs.iter().map(need).collect(),
        existing: None,
    }
}

fn name(file: &str, import: &Import) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let parsed = import.outcome.as_ref().ok();
    parsed.map(|parsed| NewProfile::new(parsed, file).name).or_else(|| plain_name(stem)).unwrap_or_default()
}

/// What the server will refuse is said first, though the file itself can be imported.
fn expired(import: &Import) -> Option<MessageView> {
    let notes = import.outcome.as_ref().ok().map(|_| import.notes(now(), &[]))?;
    let reason = notes.iter().filter_map(|note| note.verdict.reason()).find(|reason| reason.id() == EXPIRED)?;
    let said = strings::reason(reason);
    Some(strings::message("import-expired", &[("said", Value::from(said))], ""))
}

fn headline(candidate: &Candidate, verdict: DraftVerdict) -> MessageView {
    let plain = |id: &str| strings::message(id, &[], "");
    match &candidate.import.outcome {
        Ok(_) if verdict == DraftVerdict::Importable => plain("import-ready"),
        Ok(_) => plain("import-ready-warnings"),
        Err(Rejected::Incomplete { needs }) => incomplete(needs),
        Err(Rejected::Refused) if candidate.is_fixable() => plain("import-fixable"),
        Err(Rejected::Refused) => plain("import-refused"),
    }
}

fn incomplete(needs: &[Need]) -> MessageView {
    match needs.first() {
        Some(Need::File { name, .. }) => {
            let values = [("file", Value::from(name.clone())), ("count", Value::from(needs.len()))];
            strings::message("import-needs-file", &values, "")
        }
        Some(Need::ServerAddress { placeholder, line }) => {
            let values = [("placeholder", Value::from(placeholder.clone())), ("line", Value::from(line.to_string()))];
            strings::message("import-needs-address", &values, "")
        }
        None => strings::message("import-refused", &[], ""),
    }
}

fn need(need: &Need) -> NeedView {
    let explanation = strings::reason(&need.reason().into());
    match need {
        Need::File { name, line, .. } => NeedView { kind: NeedKind::File, id: name.clone(), line: *line, explanation },
        Need::ServerAddress { placeholder, line } => {
            NeedView { kind: NeedKind::Address, id: placeholder.clone(), line: *line, explanation }
        }
    }
}

/// The verdict on a whole file.
pub(crate) fn verdict(verdict: FileVerdict) -> DraftVerdict {
    match verdict {
        FileVerdict::Importable => DraftVerdict::Importable,
        FileVerdict::ImportableWithWarnings => DraftVerdict::ImportableWithWarnings,
        FileVerdict::Reject => DraftVerdict::Reject,
    }
}

/// A report for people: about the whole, here and today, and line by line. `local` are the networks of this machine.
pub(crate) fn report(import: &Import, local: &[IpNet]) -> (Vec<ReportLine>, Vec<ReportLine>) {
    let report = &import.report;
    let findings = report.findings.iter().chain(&import.notes(now(), local)).map(finding).collect();
    let lines = report.lines.iter().map(|line| ReportLine {
        line: line.line,
        end_line: line.end_line,
        directive: line.name.clone(),
        text: line.text.clone(),
        verdict: line_verdict(&line.verdict),
        explanation: reason(&line.verdict),
    });
    (findings, lines.collect())
}

fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(now).unwrap_or(i64::MAX)
}

fn finding(finding: &Finding) -> ReportLine {
    let line = finding.line.unwrap_or(0);
    ReportLine { line, end_line: line, ..whole(line_verdict(&finding.verdict), reason(&finding.verdict)) }
}

fn whole(verdict: LineVerdict, explanation: String) -> ReportLine {
    ReportLine { line: 0, end_line: 0, directive: String::new(), text: String::new(), verdict, explanation }
}

fn reason(verdict: &Verdict) -> String {
    verdict.reason().map(strings::reason).unwrap_or_default()
}

fn line_verdict(verdict: &Verdict) -> LineVerdict {
    match verdict {
        Verdict::Used => LineVerdict::Used,
        Verdict::Replaced { .. } => LineVerdict::Replaced,
        Verdict::Ignored { .. } => LineVerdict::Ignored,
        Verdict::Warning { .. } => LineVerdict::Warning,
        Verdict::Refused { .. } => LineVerdict::Refused,
    }
}

fn counts(findings: &[ReportLine], lines: &[ReportLine]) -> ReportCounts {
    let of = |wanted: LineVerdict| {
        let number = findings.iter().chain(lines).filter(|line| line.verdict == wanted).count();
        u32::try_from(number).unwrap_or(u32::MAX)
    };
    ReportCounts {
        used: of(LineVerdict::Used),
        replaced: of(LineVerdict::Replaced),
        ignored: of(LineVerdict::Ignored),
        warning: of(LineVerdict::Warning),
        refused: of(LineVerdict::Refused),
    }
}

fn found_remark(remark: &FoundRemark) -> ReportLine {
    let explanation = match remark {
        FoundRemark::PackageScripts(scripts) => {
            strings::text("import-package-scripts", &[("scripts", Value::from(scripts.join(", ")))])
        }
        FoundRemark::IdentityElsewhere => strings::text("import-identity-elsewhere", &[]),
    };
    whole(LineVerdict::Warning, explanation)
}

fn servers(servers: &[Server]) -> Vec<String> {
    let shown = servers.iter().take(SERVERS_SHOWN).map(|server| {
        let transport = match server.transport {
            Transport::Udp => "UDP",
            Transport::Tcp => "TCP",
        };
        format!("{}:{} {transport}", server.host, server.port)
    });
    let more = servers.len().saturating_sub(SERVERS_SHOWN);
    let more = (more > 0).then(|| strings::text("import-more-servers", &[("count", Value::from(more))]));
    shown.chain(more).collect()
}

fn sign_in(sign_in: SignIn, asks: Asks, username: Option<&str>) -> String {
    let password = asks.username || asks.password || username.is_some();
    let id = match (sign_in.certificate, password) {
        (true, _) if sign_in.browser => "import-sign-in-certificate-browser",
        (false, _) if sign_in.browser => "import-sign-in-browser",
        (true, true) => "import-sign-in-both",
        (true, false) => "import-sign-in-certificate",
        (false, true) => "import-sign-in-password",
        (false, false) => "import-sign-in-none",
    };
    let mut said = vec![strings::text(id, &[])];
    said.extend(username.map(|name| strings::text("import-sign-in-user", &[("user", Value::from(name.to_owned()))])));
    said.extend(asks.key_passphrase.then(|| strings::text("import-sign-in-passphrase", &[])));
    said.extend(asks.challenge.then(|| strings::text("import-sign-in-challenge", &[])));
    said.join(" ")
}

fn traffic(summary: &Summary) -> String {
    let routes = [("routes", Value::from(summary.routes.join(", "))), ("count", Value::from(summary.routes.len()))];
    match summary.traffic {
        TunnelTraffic::ServerDecides => strings::text("import-traffic-server", &[]),
        TunnelTraffic::Everything => strings::text("import-traffic-everything", &[]),
        TunnelTraffic::OnlyRoutes if summary.routes.is_empty() => strings::text("import-traffic-nothing", &[]),
        TunnelTraffic::OnlyRoutes => strings::text("import-traffic-only", &routes),
        TunnelTraffic::RoutesAndServer => strings::text("import-traffic-routes", &routes),
    }
}

fn dns(summary: &Summary) -> String {
    if summary.dns.is_empty() {
        return strings::text("import-dns-server", &[]);
    }
    strings::text("import-dns", &[("servers", Value::from(summary.dns.join(", ")))])
}

fn fix_view(candidate: &Candidate, fix: &Fix, applied: bool) -> FixView {
    let said = strings::fix(fix);
    let (format, original) = (candidate.format.as_ref(), candidate.original());
    let fixed = format.apply_fixes(original, std::slice::from_ref(&fix.id));
    let diff = diff_view(format, original, &fixed);
    FixView { id: fix.id.to_string(), title: said.title, why: said.advice, applied, diff }
}

/// What differs between two texts, secrets hidden.
pub(crate) fn diff_view(format: &dyn ProfileFormat, before: &str, after: &str) -> Vec<DiffLine> {
    let line = |line: profile_api::DiffLine| {
        let kind = match line.kind {
            profile_api::DiffKind::Same => DiffKind::Same,
            profile_api::DiffKind::Removed => DiffKind::Removed,
            profile_api::DiffKind::Added => DiffKind::Added,
        };
        DiffLine { kind, old: line.old, new: line.new, text: line.text }
    };
    format.compare(before, after).into_iter().map(line).collect()
}
