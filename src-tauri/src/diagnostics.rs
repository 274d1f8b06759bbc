//! What somebody who helps wants to see: versions, settings, state, what doctor found, and the log, as lines of text. Everything
//! passes the [`redact::Redactor`] line by line; nothing is sent anywhere.

mod redact;

use std::fs;

use doctor::{Finding, Level};
use preferences::{Preferences, TABLE};
use serde_json::Value;
use vpn_api::{
    Protection,
    contract::{ConnectionSnapshot, LogLine},
};

use redact::Redactor;
pub(crate) use redact::{Known, Shown};

/// The most log lines in it, the last ones.
pub(crate) const LOG_LINES: usize = 2000;
/// Deeper values than Adit's own have are left out.
const MAX_DEPTH: usize = 12;

/// What it is made from.
pub(crate) struct Situation {
    /// What the person has set.
    pub(crate) preferences: Preferences,
    /// The connections of this person.
    pub(crate) connections: Vec<ConnectionSnapshot>,
    /// The lock.
    pub(crate) protection: Option<Protection>,
    /// How many profiles there are.
    pub(crate) profiles: usize,
    /// What doctor found.
    pub(crate) findings: Vec<Finding>,
    /// The helper's log, or why there is none.
    pub(crate) log: Result<Vec<LogLine>, String>,
    /// Texts that must not be in it.
    pub(crate) known: Vec<(Known, String)>,
}

/// The lines.
pub(crate) fn lines(situation: &Situation, shown: Shown) -> Vec<String> {
    let mut redactor = Redactor::new(shown, situation.known.clone());
    let mut lines = vec!["Adit diagnostics".to_owned()];
    head(&mut lines, "Versions");
    lines.extend(versions());
    head(&mut lines, "Settings");
    for row in TABLE {
        let value = match situation.preferences.get(row.key) {
            preferences::SettingValue::Switch(on) => on.to_string(),
            preferences::SettingValue::Name(name) => name,
            preferences::SettingValue::Names(names) => names.len().to_string(),
        };
        lines.push(format!("{}: {value}", row.name));
    }
    head(&mut lines, "State and network plan");
    lines.push(format!("profiles: {}", situation.profiles));
    lines.extend(values(&mut redactor, "lock", &situation.protection));
    for (place, connection) in situation.connections.iter().enumerate() {
        // What is asked may quote the person, and is of no use here.
        let without = ConnectionSnapshot { prompt: None, ..connection.clone() };
        lines.extend(values(&mut redactor, &format!("connection {}", place + 1), &without));
    }
    head(&mut lines, "What doctor found");
    for finding in &situation.findings {
        lines.extend(found(&mut redactor, finding));
    }
    head(&mut lines, "Log");
    match &situation.log {
        Ok(log) => {
            for line in log.iter().skip(log.len().saturating_sub(LOG_LINES)) {
                lines.push(logged(&mut redactor, line));
            }
        }
        Err(why) => lines.push(redactor.line(&format!("no log: {why}"))),
    }
    lines
}

fn head(lines: &mut Vec<String>, name: &str) {
    lines.extend([String::new(), format!("== {name} ==")]);
}

fn versions() -> Vec<String> {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = system.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let variable = |name: &str| std::env::var(name).ok().filter(|value| value.len() < 100);
    let all = [
        ("adit", Some(env!("CARGO_PKG_VERSION").to_owned())),
        ("contract", Some(vpn_api::contract::PROTOCOL.to_string())),
        ("system", system.map(|name| name.trim_matches('"').to_owned())),
        ("kernel", Some(kernel.trim().to_owned()).filter(|kernel| !kernel.is_empty())),
        ("architecture", Some(std::env::consts::ARCH.to_owned())),
        ("desktop", variable("XDG_CURRENT_DESKTOP")),
        ("session", variable("XDG_SESSION_TYPE")),
        ("texts", Some(crate::strings::language_tag().to_owned())),
    ];
    all.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", value?))).collect()
}

fn found(redactor: &mut Redactor, finding: &Finding) -> Vec<String> {
    let level = match finding.level {
        Level::Ok => "ok",
        Level::Notice => "notice",
        Level::Problem => "problem",
    };
    let mut text = format!("{} {level} {}", finding.check, finding.message);
    for (name, value) in &finding.values {
        text.push_str(&format!(" {name}={}", redactor.value(name, value)));
    }
    let detail = finding.detail.lines().map(|line| format!("  {}", redactor.line(line)));
    let detail: Vec<String> = detail.collect();
    [text].into_iter().chain(detail).collect()
}

fn logged(redactor: &mut Redactor, line: &LogLine) -> String {
    let level = format!("{:?}", line.level).to_lowercase();
    let of = line.connection.as_ref().map(|id| redactor.value("connection", id.as_str())).unwrap_or_default();
    let text = redactor.line(&line.text);
    [crate::strings::instant(line.unix_ms), level, of, text]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A value as lines of the form `connection 1.state.connected.mtu: 1500`.
fn values(redactor: &mut Redactor, name: &str, value: &impl serde::Serialize) -> Vec<String> {
    let mut lines = Vec::new();
    if let Ok(value) = serde_json::to_value(value) {
        flatten(redactor, name, "", &value, MAX_DEPTH, &mut lines);
    }
    lines
}

fn flatten(redactor: &mut Redactor, path: &str, key: &str, value: &Value, depth: usize, lines: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                // A key may be the name of a network or a host as well.
                let shown = redactor.line(name);
                flatten(redactor, &format!("{path}.{shown}"), name, value, depth, lines);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| flatten(redactor, path, key, value, depth, lines)),
        Value::Bool(_) | Value::Number(_) => lines.push(format!("{path}: {value}")),
        Value::String(text) => lines.push(format!("{path}: {}", redactor.value(key, text))),
    }
}

#[cfg(test)]
mod tests;
