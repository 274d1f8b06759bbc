//! Keeps secrets out of a report, whoever wrote them into it.

use profile_api::MapTexts;

use super::{HIDDEN, Secrets, shown_name};
use crate::{
    reason::Reason,
    report::{Report, Verdict},
};

/// Takes everything out of the report of `text` that is or may be secret. The one place through which every report goes.
pub(crate) fn hide(report: Report, text: &str) -> Report {
    let secrets = Secrets::of(text);
    let mut report = report;
    let lines = std::mem::take(&mut report.lines);
    let findings = std::mem::take(&mut report.findings);
    for mut line in lines {
        // Blocks are their tag alone.
        let is_block = line.text.starts_with('<') && line.text.ends_with('>') && !line.text.contains(' ');
        let hidden = secrets.covers(line.line);
        let name = Some(line.name.as_str()).filter(|_| !hidden && !is_block).or_else(|| shown_name(&line.name));
        let name = name.map(str::to_owned);
        if hidden {
            line.text = match &name {
                Some(name) => format!("{name} {HIDDEN}"),
                None => HIDDEN.to_owned(),
            };
        } else if is_block && name.is_none() {
            line.text = format!("<{HIDDEN}>");
        }
        line.name = name.unwrap_or_else(|| HIDDEN.to_owned());
        line.verdict = verdict(line.verdict, &secrets, hidden);
        report.lines.push(line);
    }
    for mut finding in findings {
        let hidden = finding.line.is_some_and(|line| secrets.covers(line));
        finding.verdict = verdict(finding.verdict, &secrets, hidden);
        report.findings.push(finding);
    }
    let open = |text: String| if secrets.touches(&text) { HIDDEN.to_owned() } else { text };
    report.needs = std::mem::take(&mut report.needs).into_iter().map(|need| need.map_texts(&open)).collect();
    report
}

fn verdict(verdict: Verdict, secrets: &Secrets, hidden: bool) -> Verdict {
    let open = |text: &str| if hidden { shown_name(text) == Some(text) } else { !secrets.touches(text) };
    verdict.map(|reason| {
        let reason = reason.map_texts(&|text| if open(&text) { text } else { HIDDEN.to_owned() });
        let nameless = matches!(&reason, Reason::UnknownDirective { name } if name == HIDDEN);
        if nameless { Reason::UnknownLine } else { reason }
    })
}
