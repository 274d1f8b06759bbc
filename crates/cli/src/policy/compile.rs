//! From the administrator's file and the profiles beside it to a policy.

use std::path::Path;

use profile_api::{Formats, Parsed, Reason, Rejected, TunnelTraffic};
use profiles::plain_name;
use toml::Spanned;
use vpn_api::{
    ConnectionId, Policy, PolicyFault, PolicyProblem,
    policy::{MAX_NAMES, MAX_PROFILES, ManagedCard, ManagedProfile},
};

use super::{
    document::{Document, Mistake, ProfileTable, line_at, parse, wrong},
    trust,
};
use crate::lint;

/// The most servers of one profile that users are shown.
const SHOWN_SERVERS: usize = 8;

/// The policy in this file, with the profiles of this folder. One that cannot be used allows nothing, and says why. `None`: there
/// is none.
pub(super) fn compile(path: &Path, folder: &Path, formats: &Formats) -> Option<Policy> {
    let problem = |file: &Path, Mistake { line, fault }| {
        Policy::strictest(PolicyProblem { file: file.display().to_string(), line, fault })
    };
    let text = match trust::read(path) {
        Ok(text) => text?,
        Err(fault) => return Some(problem(path, Mistake { line: None, fault })),
    };
    let compiler = Compiler { text: &text, folder, formats };
    Some(match compiler.policy() {
        Ok(policy) => policy,
        Err(Fault::Policy(mistake)) => problem(path, mistake),
        Err(Fault::Profile(file, mistake)) => problem(&folder.join(file), mistake),
    })
}

/// Where the mistake is.
enum Fault {
    Policy(Mistake),
    Profile(String, Mistake),
}

impl From<Mistake> for Fault {
    fn from(mistake: Mistake) -> Self {
        Self::Policy(mistake)
    }
}

struct Compiler<'a> {
    text: &'a str,
    folder: &'a Path,
    formats: &'a Formats,
}

impl Compiler<'_> {
    fn policy(&self) -> Result<Policy, Fault> {
        let document: Document = parse(self.text)?;
        let rules = document.rules(self.text)?;
        let organisation = match &document.organisation {
            None => None,
            Some(name) => Some(self.name("organisation", name)?),
        };
        if document.profile.len() > MAX_PROFILES {
            let line = document.profile.get(MAX_PROFILES).map(|one| line_at(self.text, one.file.span().start));
            let fault = PolicyFault::Value {
                key: "profile".to_owned(),
                value: document.profile.len().to_string(),
                allowed: format!("at most {MAX_PROFILES} times there"),
            };
            return Err(Mistake { line, fault }.into());
        }
        let mut profiles: Vec<ManagedProfile> = Vec::new();
        for table in &document.profile {
            let profile = self.profile(table)?;
            if profiles.iter().any(|other| other.card.id == profile.card.id) {
                let at = table.id.as_ref().unwrap_or(&table.file).span().start;
                let fault = PolicyFault::Twice { id: profile.card.id.to_string() };
                return Err(Mistake { line: Some(line_at(self.text, at)), fault }.into());
            }
            profiles.push(profile);
        }
        Ok(Policy {
            organisation,
            lock: rules.lock,
            lan: rules.lan,
            let_out: rules.let_out,
            own_profiles: rules.own_profiles,
            profiles,
            problem: None,
        })
    }

    fn name(&self, key: &str, given: &Spanned<String>) -> Result<String, Mistake> {
        let plain = plain_name(given.get_ref()).filter(|plain| plain == given.get_ref());
        plain.ok_or_else(|| self.wrong(key, given, "a text of 1 to 256 bytes without control characters"))
    }

    fn wrong(&self, key: &str, value: &Spanned<String>, allowed: &str) -> Mistake {
        wrong(self.text, key, value, allowed)
    }

    fn profile(&self, table: &ProfileTable) -> Result<ManagedProfile, Fault> {
        let file = table.file.get_ref();
        if file.is_empty() || file.starts_with('.') || file.contains(['/', '\\', '\0']) {
            return Err(self.wrong("file", &table.file, "the name of a file in /etc/adit/profiles").into());
        }
        for (key, list) in [("users", &table.users), ("groups", &table.groups)] {
            let is_bad = |name: &str| name.is_empty() || name.len() > 256 || name.contains([':', ',']);
            let bad = list.iter().find(|name| is_bad(name.get_ref())).or_else(|| list.get(MAX_NAMES));
            if let Some(bad) = bad {
                return Err(self.wrong(key, bad, "at most 256 names of users or groups").into());
            }
        }
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        let given =
            table.id.as_ref().map_or_else(|| ConnectionId::of_file(stem).to_string(), |id| id.get_ref().clone());
        let id = ConnectionId::try_from(given)
            .map_err(|error| self.wrong("id", table.id.as_ref().unwrap_or(&table.file), &error.to_string()))?;
        let (parsed, takes_all) = self.read(file)?;
        let name = match &table.name {
            Some(name) => self.name("name", name)?,
            None => parsed.name_hint.as_deref().and_then(plain_name).unwrap_or_else(|| stem.to_owned()),
        };
        let card = ManagedCard {
            id,
            name,
            servers: parsed.servers.into_iter().take(SHOWN_SERVERS).collect(),
            certificate: parsed.sign_in.certificate,
            password: parsed.sign_in.password,
            browser: parsed.sign_in.browser,
            never_remember: parsed.sign_in.never_remember,
            takes_all,
        };
        let names = |list: &[Spanned<String>]| list.iter().map(|name| name.get_ref().clone()).collect();
        let (users, groups) = (names(&table.users), names(&table.groups));
        Ok(ManagedProfile { card, users, groups, profile: parsed.profile })
    }

    fn read(&self, file: &str) -> Result<(Parsed, bool), Fault> {
        let path = self.folder.join(file);
        let refused = |line, fault| Fault::Profile(file.to_owned(), Mistake { line, fault });
        trust::judge_file(&path).map_err(|fault| refused(None, fault))?;
        let import = profiles::read_file(&path, self.formats)
            .map_err(|error| refused(None, PolicyFault::Unreadable { why: error.to_string() }))?;
        let takes_all = import.summary.traffic == TunnelTraffic::Everything;
        let first = |reasons: Vec<(Option<u32>, Reason)>| {
            let first = reasons.into_iter().min_by_key(|(line, _)| line.unwrap_or(u32::MAX));
            let (line, why) = first.map_or((None, String::new()), |(line, reason)| (line, lint::explain(&reason)));
            refused(line, PolicyFault::Profile { why })
        };
        match import.outcome {
            Ok(parsed) => Ok((parsed, takes_all)),
            Err(Rejected::Refused) => {
                let reasons = import.report.refusals();
                Err(first(reasons.into_iter().map(|(line, reason)| (line, reason.clone())).collect()))
            }
            Err(Rejected::Incomplete { needs }) => {
                Err(first(needs.iter().map(|need| (Some(need.line()), need.reason().into())).collect()))
            }
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests;
