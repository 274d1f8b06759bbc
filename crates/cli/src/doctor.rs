//! `aditctl doctor`: what Adit needs from this machine, and whether it is there. Works without a helper.

use std::path::Path;

use doctor::{Finding, Level};
use serde::Serialize;

use crate::{
    exit::{CommandError, Exit},
    output::Output,
};

/// For `--help`.
pub(crate) const DOCTOR_HELP: &str = "\
Each line begins with ✓ (as it should be), ! (worth knowing) or ✗ (a problem), and a way out follows where there is one. With
--json: {helper, checks: [{name, level, found, advice, detail}]}, where level is ok, notice or problem.
Exit codes: 0 no problem; 4 the helper cannot be used; 10 another problem.";

#[derive(Serialize)]
struct Findings {
    /// The helper's version, if it can be used.
    helper: Option<String>,
    checks: Vec<Check>,
}

#[derive(Serialize)]
struct Check {
    name: &'static str,
    level: Level,
    found: String,
    /// The way out. Empty where all is well.
    advice: String,
    detail: String,
}

/// Looks, and prints what was found.
pub(crate) async fn run(socket: &Path, output: Output) -> Result<Exit, CommandError> {
    let (reached, findings) = doctor::examine(socket).await;
    let checks: Vec<Check> = findings.into_iter().map(said).collect();
    let exit = match &reached {
        Err(_) => Exit::Helper,
        Ok(_) if checks.iter().any(|check| check.level == Level::Problem) => Exit::Machine,
        Ok(_) => Exit::Done,
    };
    if output.json {
        output.value(&Findings { helper: reached.ok().map(|helper| helper.version), checks })?;
        return Ok(exit);
    }
    for check in &checks {
        print(check, output);
    }
    Ok(exit)
}

fn said(finding: Finding) -> Check {
    let values: Vec<_> = finding.values.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    let i18n::Message { title, advice } = i18n::message(finding.message, &values);
    Check { name: finding.check, level: finding.level, found: title, advice, detail: finding.detail }
}

fn print(check: &Check, output: Output) {
    let sign = match check.level {
        Level::Ok => '✓',
        Level::Notice => '!',
        Level::Problem => '✗',
    };
    output.line(&format!("{sign} {}: {}", check.name, check.found));
    for line in check.advice.lines().chain(check.detail.lines()) {
        output.line(&format!("    {line}"));
    }
}
